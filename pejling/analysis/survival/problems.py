"""What can be wrong with one row, and how it is said. Both engines find the same problems; the words are shared."""

from __future__ import annotations

import re
from collections.abc import Iterable

from pejling.analysis.language import _
from pejling.analysis.survival.question import Question
from pejling.analysis.survival.refusal import Refusal, Refusals

#: What a CPR number looks like: it is never shown, whichever column was named by mistake.
_CPR = re.compile(r"\d{6}[ -]?\d{4}|(?<!\d)\d{9}(?!\d)")

#: How many rows a message names before it stops.
NAMED = 5

#: Code -> (the question's field whose column is to blame, what is wrong). The order is the order of the checks.
PROBLEMS = {
    "start_not_date": (
        "start",
        _('row %(row)s, column "%(column)s": "%(value)s" is not an ISO date (YYYY-MM-DD)'),
    ),
    "end_not_date": (
        "end",
        _('row %(row)s, column "%(column)s": "%(value)s" is not an ISO date (YYYY-MM-DD)'),
    ),
    "end_open": (
        "end",
        _('row %(row)s, column "%(column)s": no end date; say with --as-of when the file was drawn'),
    ),
    "end_before_start": ("end", _('row %(row)s, column "%(column)s": the end %(value)s is before the start')),
    "duration_not_number": (
        "duration",
        _('row %(row)s, column "%(column)s": "%(value)s" is not a number (write 12.5, with a decimal point)'),
    ),
    "duration_negative": ("duration", _('row %(row)s, column "%(column)s": the time %(value)s is negative')),
    "entry_not_number": (
        "entry",
        _('row %(row)s, column "%(column)s": "%(value)s" is not a number (write 12.5, with a decimal point)'),
    ),
    "entry_not_date": (
        "entry",
        _('row %(row)s, column "%(column)s": "%(value)s" is not an ISO date (YYYY-MM-DD)'),
    ),
}


def refuse_rows(question: Question, found: Iterable[tuple[int, str, str]]) -> Refusals:
    """The refusal for problems (row, code, value): the first `NAMED` of them, and whether there are more.

    Rows are numbered as a spreadsheet shows them: 1 is the header of a CSV file. A Parquet file has no header row;
    its first row of data is 1.
    """
    refusals: list[Refusal] = []
    for row, code, value in found:
        if len(refusals) == NAMED:
            refusals.append(Refusal(_("... and more rows")))
            break
        field, template = PROBLEMS[code]
        refusals.append(Refusal(template, row=row, column=getattr(question, field), value=shown(value)))
    return Refusals(refusals)


def shown(value: str) -> str:
    """A value fit for a message: short, and without anything like a CPR number."""
    return _CPR.sub("******-****", value)[:80]


def refuse_event(question: Question, values: Iterable[str]) -> Refusal:
    """The refusal for an event that the file never mentions: names the values that do occur."""
    occurring = sorted(set(values) - {""})
    named = ", ".join(f'"{shown(value)}"' for value in occurring[:20]) + (
        ", ..." if len(occurring) > 20 else ""
    )
    if not named:
        return Refusal(
            _(
                'the event "%(event)s" never occurs: column "%(column)s" holds no values '
                "(--allow-no-event accepts that)"
            ),
            event=question.event,
            column=question.outcome,
        )
    return Refusal(
        _(
            'the event "%(event)s" never occurs in column "%(column)s"; values that do: %(values)s '
            "(--allow-no-event accepts that)"
        ),
        event=question.event,
        column=question.outcome,
        values=named,
    )


def refuse_comparison(groups: int, limit: int | None = None) -> Refusal:
    """The refusal for a comparison of too few groups, or of more than `limit`."""
    if limit is not None and groups > limit:
        return Refusal(
            _("%(groups)s groups are too many to compare; at most %(limit)s"), groups=groups, limit=limit
        )
    return Refusal(
        _("nothing to compare: rows with a value in every --by column make %(groups)s group(s)"),
        groups=groups,
    )
