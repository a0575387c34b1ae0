"""The results overview as a workbook: the newest of each figure, every period, and the sources without results."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django.utils.translation import gettext as _

from pejling.analysis.results.followed import Followed
from pejling.analysis.results.scales import index_of
from pejling.web.components.workbook import Sheet
from pejling.web.pages.results import present, written
from pejling.web.pages.results.seen import SeenResults


def sheets(
    groups: Sequence[dict[str, Any]], found: SeenResults, own: Sequence[dict[str, Any]], notes: Sequence[str]
) -> Iterator[Sheet]:
    """The overview's sheets; nothing in them that the page would hide."""
    heads = _heads()
    newest = [_row(present.words_of(one.source).title, one, found) for one in found.series]
    yield Sheet(_("Results"), heads, newest, notes)
    every = [
        _row(present.words_of(one.source).title, Followed(one.source, one.figures[place:]), found)
        for one in found.series
        for place in range(len(one.figures))
    ]
    yield Sheet(_("All periods"), heads, every)
    yield Sheet(
        _("Own key figures"),
        [_("Figure"), _("Variant"), _("Window"), _("Value"), _("95% interval"), _("Behind it"), _("As of"),
         _("Note")],
        [[line.get(name) for name in ("title", "variant", "window", "estimate", "interval", "n", "as_of", "reason")]
         for line in own],
    )  # fmt: skip
    yield Sheet(
        _("Nothing delivered"),
        [_("Source"), _("What it is"), _("How to get it")],
        [
            [group["words"].title, group["words"].about, group["words"].how]
            for group in groups
            if group["is_empty"]
        ],
    )


def _heads() -> list[str]:
    return [
        _("Source"), _("Indicator"), _("Concerns"), _("Group"), _("Period"), _("Value"), _("Unit"), _("Index 0–100"),
        _("Share in per cent"), _("Lower limit"), _("Upper limit"), _("How the interval was found"), _("Behind it"),
        _("Response rate in per cent"), _("Change since then"), _("Since"), _("Change, lower limit"),
        _("Change, upper limit"),
        _("Judged"), _("Collected from"), _("Collected to"), _("Retrieved"), _("Published by"), _("Note"),
    ]  # fmt: skip


def _row(title: str, one: Followed, found: SeenResults) -> list[Any]:
    figure, spread, change = one.latest, one.spread, one.change
    hidden = found.is_hidden(figure)
    share = None if figure.share is None else 100 * figure.share
    value = figure.value if figure.value is not None else written.value(figure, hidden)
    # A count's interval is one of its share.
    scale = 100 if figure.unit == "count" else 1
    limits = [None, None] if spread is None else [scale * spread.lower, scale * spread.upper]
    differs = (
        [None] * 4
        if change is None
        else [change.difference, change.before.period, change.lower, change.upper]
    )
    return [
        title, figure.indicator, written.place(figure), figure.subgroup, figure.period, value, written.unit(figure),
        index_of(figure), share, *limits, written.how_sure(spread) if figure.value is not None else None,
        figure.behind, figure.response_rate, *differs, None if hidden else written.verdict(change, one.verdict),
        figure.collected_from, figure.collected_to, figure.retrieved_on, figure.published_by, figure.note,
    ]  # fmt: skip
