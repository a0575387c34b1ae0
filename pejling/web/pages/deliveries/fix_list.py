"""The fix list for whoever owns the source system: a workbook of the failing rows with the failing columns only."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.utils.translation import gettext as _

from pejling.web.components.workbook import Sheet
from pejling.web.pages.deliveries import present


def fix_list(problems: Iterable[Any], names: dict[int, str]) -> Iterator[Sheet]:
    """A sheet per file: one line per failing row with the columns that fail in any of them, then what is wrong.

    ``problems`` by file and row, as the quarantine orders them.
    """
    by_file: dict[int, dict[int, list[Any]]] = {}
    for problem in problems:
        by_file.setdefault(problem.file, {}).setdefault(problem.row, []).append(problem)
    if not by_file:
        yield Sheet(_("Rows kept out"), [_("Nothing")], [])
    for place, rows in by_file.items():
        columns = list(dict.fromkeys(p.column for found in rows.values() for p in found))
        heads = [_("Row"), *columns, _("What is wrong"), _("How to mend it")]
        notes = [_("Row numbers are those a spreadsheet shows of the delivered file.")]
        yield Sheet(names.get(place, "") or _("File"), heads, _lines(rows, columns), notes)


def _lines(rows: dict[int, list[Any]], columns: Sequence[str]) -> list[list[Any]]:
    made = []
    for number, found_here in rows.items():
        values = {problem.column: problem.value for problem in found_here}
        said = [present.wrong_and_mend(problem) for problem in found_here]
        several = len(said) > 1
        wrong = "\n".join(
            f"{p.column}: {w}" if several else w for p, (w, _m) in zip(found_here, said, strict=True)
        )
        mend = "\n".join(dict.fromkeys(m for _w, m in said if m))
        made.append([number, *(values.get(column) for column in columns), wrong, mend])
    return made
