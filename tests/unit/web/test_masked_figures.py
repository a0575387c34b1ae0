"""Figures of a reader without small counts: what is hidden in one place of a page is hidden in every other."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from pejling.analysis.engine.question import Value
from pejling.base.accounts.access import Access, Grant
from pejling.base.accounts.roles import ROLES
from pejling.base.organisations.models import Organisation
from pejling.quality.indicators.catalogue import definitions
from pejling.web.pages.figures import asking
from pejling.web.pages.figures.masked import breakdown
from pejling.web.pages.figures.question import Question


def value(
    n: int, events: int | None, *, months: int | None = None, variant: str | None = None, group: str = ""
) -> Value:
    """A value of which only the counts matter."""
    by = {"department": group} if group else {}
    share = events / n if events is not None and n else None
    return Value(
        "dropout", variant, months, by, share, n, None, None, events, date(2026, 1, 1), "v", "s", True
    )


groups = st.lists(
    st.integers(0, 60).flatmap(lambda n: st.tuples(st.just(n), st.integers(0, n))), min_size=1, max_size=7
)


@given(groups)
@example([(2, 0), (2, 0), (40, 0)])
@example([(30, 1), (31, 1), (40, 20)])
def test_the_total_less_the_groups_shown_tells_nothing_small(made: list[tuple[int, int]]) -> None:
    values = [value(n, events, group=str(place)) for place, (n, events) in enumerate(made)]
    seen = breakdown(values, lambda _value: True, 5)
    hidden = [pair for pair, one in zip(made, seen, strict=True) if one.hidden]
    if not [one for one in seen if not one.hidden and one.value.n]:
        return
    n, events = sum(n for n, _events in hidden), sum(events for _n, events in hidden)
    assert not [count for count in (n, events, n - events) if 0 < count < 5]
    assert len(hidden) != 1


def test_the_history_shows_nothing_that_is_hidden_beside_the_other_windows(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """30 have left within 3 months and 32 within 6: the 2 in between would be told by the history alone."""
    variants = [variant.key for variant in definitions()["dropout"].variants]
    counts = {3: 30, 6: 32, 12: 40}
    kept = [
        value(100, left, months=months, variant=key) for key in variants for months, left in counts.items()
    ]
    past = SimpleNamespace(
        version=definitions()["dropout"].version, as_of=date(2026, 1, 1), values=tuple(kept)
    )
    monkeypatch.setattr(asking, "kept_history", lambda *_args: [past])
    monkeypatch.setattr(asking.reading, "values", lambda *_args, **_names: kept)
    snapshots = SimpleNamespace(listed=(SimpleNamespace(as_of=date(2026, 1, 1)),))
    for role, hidden in (("board", True), ("quality_lead", False)):
        access = Access(Organisation(), (Grant(ROLES[role]),))
        for window, wanted in (("6", hidden), ("12", False), ("", False)):
            found = asking._history(
                definitions()["dropout"], Question(window=window), None, access, snapshots
            )
            assert [(day, seen.hidden) for day, seen in found] == [(date(2026, 1, 1), wanted)]
            assert not hidden or (found[0][1].value.n == 0) == wanted
