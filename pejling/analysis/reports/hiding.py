"""Take values out of a report wherever they stand, so that nothing else in it gives them away. *Pure.*"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from pejling.analysis.language import _
from pejling.analysis.reports.report import Picture, Report
from pejling.analysis.reports.saying import Saying
from pejling.analysis.reports.walking import at, put


def hide(
    report: Report, cells: Mapping[str, Sequence[tuple[int, str]]], figures: Iterable[str] = ()
) -> Report:
    """The report with these hidden. ``cells``: a table's place -> (row, column's key); ``figures``: their places.

    What hangs on a cell goes with it (``Table.hide``). A picture's words may say the number, so they are put anew
    where its table loses one. Other texts are the writer's: whoever hides must look through them.
    """
    changes = {place: at(report, place).hide() for place in figures}
    for place, hidden in cells.items():
        changes[place] = at(report, place).hide(hidden)
        around, _dot, name = place.rpartition(".")
        if name == "table" and around and isinstance(at(report, around), Picture):
            text = _("The table below is drawn; values behind which there are few persons are left out.")
            changes[f"{around}.alt"] = Saying(report.language)(text)
    return put(report, changes)
