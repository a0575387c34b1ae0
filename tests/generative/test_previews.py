"""Whatever a file holds, it is shown or refused in words, and what was found of it is what is then read."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given
from hypothesis import strategies as st

from pejling.facts.deliveries.previewing import preview
from pejling.facts.deliveries.problems import Unreadable

CELLS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=12)


@given(st.binary(max_size=400))
def test_any_bytes_are_shown_or_refused(data: bytes) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "x.csv"
        path.write_bytes(data)
        try:
            shown = preview(path)
        except Unreadable as refused:
            assert refused.params["file"] == "x.csv"
        else:
            assert shown.row_count > 0
            assert all(len(cells) == len(shown.columns) for _, cells in shown.first_rows)


@given(
    st.integers(2, 6).flatmap(
        lambda width: st.lists(st.lists(CELLS, min_size=width, max_size=width), min_size=2, max_size=8)
    ),
    st.sampled_from([";", "\t", ",", "|"]),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
)
def test_what_was_written_is_what_is_shown(rows: list[list[str]], separator: str, encoding: str) -> None:
    """With encoding, separator and header told, every row with something in it is there, cell by cell."""
    text = io.StringIO()
    csv.writer(text, delimiter=separator, lineterminator="\n", quoting=csv.QUOTE_ALL).writerows(rows)
    filled = [row for row in rows if any(cell.strip() for cell in row)]
    # The width of a file without a header is that of its first row.
    if not filled or not text.getvalue().strip():
        return
    with TemporaryDirectory() as folder:
        path = Path(folder) / "x.csv"
        path.write_bytes(text.getvalue().encode(encoding))
        shown = preview(path, separator=separator, header=0)
    assert shown.row_count == len(filled)
    assert [list(cells) for _, cells in shown.first_rows] == [
        [cell.strip() for cell in row] for row in filled
    ]
