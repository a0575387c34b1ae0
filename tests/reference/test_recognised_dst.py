"""Statistics Denmark's real tables, saved without headings, are taken for the table they are.

Which file is which table is told by the description that came with the files.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from pejling.facts.deliveries.mapping.among import Known, recognise_among
from pejling.facts.deliveries.mapping.load import load_mapping
from pejling.facts.deliveries.previewing import preview
from tests.conftest import missing

NAMES = ("dst_statusu1", "dst_statusu2", "dst_statusu6", "key_figures", "uddata", "oulad")


@pytest.mark.parametrize(
    ("start", "mapping", "role"),
    [
        ("Analyse 1 ", "dst_statusu6", "statuses"),
        ("Analyse 2 ", "dst_statusu6", "educations"),
        ("Analyse 2b ", "dst_statusu6", "years"),
        ("Analyse 3 ", "dst_statusu1", "sexes"),
        ("Analyse 4 ", "dst_statusu1", "origins"),
    ],
)
def test_a_table_without_headings_is_known_by_where_its_figures_stand(
    real_data: Path, start: str, mapping: str, role: str
) -> None:
    folder = real_data / "dst_statusu"
    if not folder.is_dir():
        missing("Statistics Denmark's tables are not among the real open files")
    (path,) = folder.glob(f"{start}*.csv")
    found = recognise_among([preview(path)], [Known(load_mapping(name)) for name in NAMES])
    assert found and found.complete
    assert found.mapping.name == mapping
    assert found.fits[0].role and found.fits[0].role.name == role
