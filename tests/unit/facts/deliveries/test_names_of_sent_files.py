"""What a file that is sent may be called: no folders, no CPR numbers, nothing a file system chokes on."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pejling.facts.deliveries.upload_files import safe_name


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("tilmeldinger.csv", "tilmeldinger.csv"),
        ("Elever på hold Æ.xlsx", "Elever på hold Æ.xlsx"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\kk\\fravær.txt", "fravær.txt"),
        ("010190-1234.csv", "[CPR].csv"),
        ("..", "file"),
        ("", "file"),
        (".skjult", "skjult"),
        ("a\x00b\n.csv", "ab.csv"),
    ],
)
def test_names(sent: str, kept: str) -> None:
    assert safe_name(sent) == kept


@given(st.text(max_size=600))
def test_any_name_is_one_part_of_a_path_and_short_enough(sent: str) -> None:
    kept = safe_name(sent)
    assert kept
    assert "/" not in kept
    assert not kept.startswith(".")
    assert len(kept.encode("utf-8", "surrogatepass")) <= 255
