"""Which part of one plan was which part of another, found once for the whole plan. *Pure.*

Parts are matched below the same goal by id, by label and title, by title alone (a copy for the next year has new
ids), and last by likeness: a part that was reworded. What is left and is called the same elsewhere has moved.
"""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from collections.abc import Callable, Hashable, Iterator, Sequence
from difflib import SequenceMatcher
from functools import lru_cache
from typing import TypeVar

from pejling.analysis.plans.plan_model import Goal, Plan, Weighed

T = TypeVar("T", bound=Weighed)
#: shares of words in common
_MUCH, _SOME = 0.6, 0.4


class Pairs:
    """``was``: a new part (its ``id()``) -> its former self; ``taken``: former parts that are some new one's;
    ``stood`` and ``stands``: the goal a part of the one and of the other plan lies below."""

    def __init__(self, before: Plan, after: Plan) -> None:
        self.was: dict[int, Weighed] = {}
        self.taken: set[int] = set()
        # By identity, and each plan for itself: they may share parts.
        self.stood: dict[int, Goal | None] = {}
        self.stands: dict[int, Goal | None] = {}
        olds, news = _gathered(before, self.stood), _gathered(after, self.stands)
        # What is called the same elsewhere has moved there; it wasn't reworded here.
        self._said_before = {sort: {_plain(one.title) for one in found} for sort, found in olds.items()}
        self._said_after = {sort: {_plain(one.title) for one in found} for sort, found in news.items()}
        self._pair_goals(before.goals, after.goals)
        for sort in ("goal", "measure", "action"):
            for way in (_id, _title):
                for old, new in self._alike(olds[sort], news[sort], way):
                    if isinstance(old, Goal) and isinstance(new, Goal):
                        self._pair_below(old, new)

    def _pair_goals(self, olds: Sequence[Goal], news: Sequence[Goal]) -> None:
        for old, new in self._pair("goal", olds, news):
            self._pair_below(old, new)

    def _pair_below(self, old: Goal, new: Goal) -> None:
        self._pair("measure", old.measures, new.measures)
        self._pair("action", old.actions, new.actions)
        self._pair_goals(old.goals, new.goals)

    def _pair(self, sort: str, olds: Sequence[T], news: Sequence[T]) -> list[tuple[T, T]]:
        """The pairs below one goal, the surest way to know a part again first."""
        found = [pair for way in (_id, _label_and_title, _title) for pair in self._alike(olds, news, way)]
        return found + self._reworded(sort, olds, news)

    def _alike(
        self, olds: Sequence[T], news: Sequence[T], way: Callable[[Weighed], Hashable]
    ) -> list[tuple[T, T]]:
        """Those that are the same in that way, each with the first of its like."""
        waiting: dict[Hashable, deque[T]] = defaultdict(deque)
        for old in olds:
            if id(old) not in self.taken and way(old) is not None:
                waiting[way(old)].append(old)
        found = []
        for new in news:
            if waiting and id(new) not in self.was and waiting.get(key := way(new)):
                found.append((self._take(waiting[key].popleft(), new), new))
        return found

    def _reworded(self, sort: str, olds: Sequence[T], news: Sequence[T]) -> list[tuple[T, T]]:
        left = [
            old for old in olds
            if id(old) not in self.taken and _plain(old.title) not in self._said_after[sort]
        ]  # fmt: skip
        found = []
        for new in news:
            if not left or id(new) in self.was or _plain(new.title) in self._said_before[sort]:
                continue
            at = next((place for place, old in enumerate(left) if _is_reworded(old, new)), None)
            if at is not None:
                found.append((self._take(left.pop(at), new), new))
        return found

    def _take(self, old: T, new: T) -> T:
        self.was[id(new)] = old
        self.taken.add(id(old))
        return old


def _gathered(plan: Plan, above: dict[int, Goal | None]) -> dict[str, list[Weighed]]:
    """Every part by its sort; ``above`` is told which goal each stands below."""
    found: dict[str, list[Weighed]] = {"goal": [], "measure": [], "action": []}
    for goal in plan.goals:
        above[id(goal)] = None
    for goal in plan.walk():
        found["goal"].append(goal)
        found["measure"] += goal.measures
        found["action"] += goal.actions
        for part in goal.parts:
            above[id(part)] = goal
    return found


def _id(part: Weighed) -> str | None:
    # An id that is a path of labels ("1.a") names a place, not a part.
    return part.id if len(part.id) == 36 else None


def _label_and_title(part: Weighed) -> tuple[str, str]:
    return part.label, _plain(part.title)


def _title(part: Weighed) -> str:
    return _plain(part.title)


def _is_reworded(old: Weighed, new: Weighed) -> bool:
    """Whether it is the same under another title: one much like it, or the same label with alike words."""
    if _are_alike(old.title, new.title, _MUCH):
        return True
    if not old.label or old.label != new.label:
        return False
    one, other = (f"{part.title} {getattr(part, 'description', '')}" for part in (old, new))
    return _are_alike(one, other, _SOME)


def _are_alike(one: str, other: str, share: float) -> bool:
    mine, theirs = _counted(_plain(one)), _counted(_plain(other))
    # No order of the words has more in common than the words themselves: most are told apart by that.
    together = len(mine) + len(theirs)
    if together and 2.0 * len(mine & theirs) / together < share:
        return False
    matcher = SequenceMatcher(None, _plain(one).split(), _plain(other).split(), autojunk=False)
    return matcher.ratio() >= share


@lru_cache(maxsize=4096)
def _counted(text: str) -> frozenset[tuple[str, int]]:
    """The words, each with which of its like it is, so that what two texts have in common can be counted."""
    return frozenset(_numbered(text))


def _numbered(text: str) -> Iterator[tuple[str, int]]:
    seen: Counter[str] = Counter()
    for word in text.split():
        yield word, seen[word]
        seen[word] += 1


def _plain(title: str) -> str:
    return " ".join(title.casefold().split())
