"""What is asked of a file of spells: a frozen value that checks itself before any file is opened."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pejling.analysis.language import _
from pejling.analysis.survival.refusal import Refusal

UNITS = ("none", "day", "month")
#: An open end, written as a date.
OPEN_END = date(9999, 12, 31)


@dataclass(frozen=True, slots=True)
class Question:
    """A life table to make. Values are compared as trimmed text. Refusal where the parts don't go together.

    Time is either the number in column `duration`, or from the date in `start` to the date in `end`, counted in
    `unit`: days, or months as 12 x the difference of years + the difference of months. `as_of` cuts observation off.
    `entry` is a date beside `start`, else a number. `by`: columns that divide the rows into groups.
    """

    path: Path
    outcome: str
    event: str
    competing: tuple[str, ...] = ()
    by: tuple[str, ...] = ()
    duration: str | None = None
    start: str | None = None
    end: str | None = None
    as_of: date | None = None
    entry: str | None = None
    unit: str = "none"
    allow_no_event: bool = False

    def __post_init__(self) -> None:
        self._check_time()
        self._check_values()
        self._check_names()

    @property
    def dated(self) -> bool:
        """Whether times are differences between dates."""
        return self.start is not None

    @property
    def causes(self) -> tuple[str, ...]:
        """The event, then each competing value."""
        return (self.event, *self.competing)

    @property
    def columns(self) -> tuple[str, ...]:
        """The file's columns that are needed, each once, in the order in which a row is checked."""
        wanted = (self.start, self.end, self.duration, self.entry, self.outcome, *self.by)
        return tuple(dict.fromkeys(name for name in wanted if name is not None))

    @property
    def answer_columns(self) -> tuple[str, ...]:
        """Names of the life table's columns, in order."""
        competing = [f"competing_{value}" for value in self.competing]
        incidence = [f"{kind}_{value}" for value in self.causes for kind in ("cif", "cif_se")]
        counts = ["time", "at_risk", "events", *competing, "censored"]
        return (*self.by, *counts, "survival", "se", "lower", "upper", *incidence)

    def _check_time(self) -> None:
        if self.duration is not None:
            if self.start is not None or self.end is not None:
                raise Refusal(_("give either --duration, or --start and --end"))
            if self.as_of is not None:
                raise Refusal(_("--as-of needs --start and --end: a number can't be cut off at a date"))
            if self.unit != "none":
                raise Refusal(
                    _("--unit %(unit)s needs --start and --end; with --duration the unit is none"),
                    unit=self.unit,
                )
        elif self.start is None or self.end is None:
            raise Refusal(_("say what the time is: --duration, or both --start and --end"))
        elif self.unit not in ("day", "month"):
            raise Refusal(_("with --start and --end the unit is day or month"))

    def _check_values(self) -> None:
        if "" in self.causes:
            raise Refusal(_("--event and --competing can't be empty: an empty outcome means censored"))
        if len(set(self.causes)) < len(self.causes):
            raise Refusal(_("a value is given twice in --event and --competing"))

    def _check_names(self) -> None:
        if "" in self.by:
            raise Refusal(_("--by has an empty column name"))
        names = self.answer_columns
        for name in names:
            if names.count(name) > 1:
                raise Refusal(
                    _(
                        'two columns of the answer would be called "%(name)s": rename the column or value in the file'
                    ),
                    name=name,
                )
