"""A plan's placed actions and their parts, read off objects that are there already, or as plain rows of the database.

Making an object of Django's for every action and part of a plan of 1,000 actions takes longer than all else on its
pages; a plan's value needs none of them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Model, QuerySet

from pejling.quality.plans.models import Action, Goal, Placing, Plan

#: sort of part -> what its words and a plan's value need of it
AS_WORDS = {
    "schedule": ("title", "when"),
    "sub_actions": ("title", "state", "when", "owner"),
    "addenda": ("day", "text"),
    "follow_ups": ("day", "narrative", "evidence", "decision", "figures"),
}
#: what nobody reads of an action here
NOT_READ = frozenset({"organisation_id", "made_by", "made_at", "revision"})


class Hung:
    """Read off a plan that has all its parts at hand (``reading_back.whole``)."""

    def placings(self, goal: Goal) -> Iterable[Any]:
        """The goal's, in their order."""
        return goal.placings.all()

    def action(self, placing: Any) -> Any:
        """What is placed."""
        return placing.action

    def parts(self, action: Any, name: str) -> Iterable[Any]:
        """Those of one sort, in their order; ``name`` is one of ``at_hand.PARTS``."""
        return getattr(action, name).all()


class ReadRows:
    """Read in a query for each table; ``wanted``: the columns of each sort of part, days costing most."""

    def __init__(self, plan: Plan, wanted: Mapping[str, tuple[str, ...]] = AS_WORDS) -> None:
        placed = Placing.objects.filter(goal__plan=plan)
        within = placed.order_by().values("action")
        self._placings = _by(_rows(placed, _concrete(Placing)), "goal_id")
        actions = Action.objects.filter(pk__in=within).order_by()
        self._actions = {row.id: row for row in _rows(actions, _concrete(Action) - NOT_READ)}
        self._parts = {name: _parts(name, columns, within) for name, columns in wanted.items()}

    def placings(self, goal: Goal) -> Iterable[Any]:
        """The goal's, in their order."""
        return self._placings.get(goal.pk, ())

    def action(self, placing: Any) -> Any:
        """What is placed."""
        return self._actions[placing.action_id]

    def parts(self, action: Any, name: str) -> Iterable[Any]:
        """Those of one sort, in their order; ``name`` is one of those that were read."""
        return self._parts[name].get(action.id, ())


def _parts(name: str, columns: tuple[str, ...], within: QuerySet) -> dict[int, list[Any]]:
    relation: Any = Action._meta.get_field(name)
    field = relation.field
    rows = relation.related_model._default_manager.filter(**{f"{field.name}__in": within})
    return _by(_rows(rows, (field.attname, *columns)), field.attname)


def _concrete(model: type[Model]) -> frozenset[str]:
    return frozenset(field.attname for field in model._meta.concrete_fields)


def _rows(query: QuerySet[Model], columns: Iterable[str]) -> Iterable[Any]:
    return query.values_list(*columns, named=True)


def _by(rows: Iterable[Any], name: str) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        found[getattr(row, name)].append(row)
    return found
