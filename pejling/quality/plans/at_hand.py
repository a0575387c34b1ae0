"""The parts of many actions at hand in a query for each sort of part, without a query set of its own for each action.

Django's ``prefetch_related`` makes such a query set, with its filter, for every action and sort of part: in a plan of
1,000 actions that alone took four fifths of the time of its pages (docs/benchmarks.md).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet

from pejling.quality.plans.models import Action, Placing, Plan

PARTS = ("sub_actions", "schedule", "addenda", "follow_ups")


class AtHand(QuerySet):
    """Rows that are there already, to be read: nothing else can be asked of them."""

    def _chain(self) -> Any:
        raise TypeError("these rows were got with their plan: ask the database anew")


def hang_parts(plan: Plan, placings: Iterable[Placing], names: Iterable[str] = PARTS) -> None:
    """Give the actions of the placings (all of the plan's) their parts, in the order of the parts' own."""
    actions: dict[int, list[Action]] = defaultdict(list)
    for placing in placings:
        actions[placing.action_id].append(placing.action)
    within = Placing.objects.filter(goal__plan=plan).values("action")
    for name in names:
        _hang(name, actions, within)


def _hang(name: str, actions: dict[int, list[Action]], within: QuerySet) -> None:
    relation: Any = Action._meta.get_field(name)
    model, field = relation.related_model, relation.field
    rows = model._default_manager.filter(**{f"{field.name}__in": within})
    of_action: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        of_action[getattr(row, field.attname)].append(row)
    query = model._default_manager.none().query
    for key, same in actions.items():
        found = of_action.get(key, [])
        for row in found:
            field.set_cached_value(row, same[0])
        for action in same:
            kept = AtHand(model, query=query)
            kept._result_cache, kept._prefetch_done = found, True
            # Where ``prefetch_related`` keeps them, too: ``action.sub_actions.all()`` finds them.
            vars(action).setdefault("_prefetched_objects_cache", {})[relation.cache_name] = kept
