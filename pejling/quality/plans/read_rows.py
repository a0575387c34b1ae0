"""A plan's placed actions and their parts, read off objects that are there already, or as plain rows of the database.

Making an object of Django's for every action and part of a plan of 1,000 actions takes longer than all else on its
pages; a plan's value needs none of them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db.models import Model, QuerySet

from pejling.quality.plans.at_hand import PARTS
from pejling.quality.plans.models import Action, Goal, Placing, Plan


class Hung:
    """Read off a plan that has all its parts at hand (``reading_back.whole``)."""

    def placings(self, goal: Goal) -> Iterable[Any]:
        """The goal's, in their order."""
        return goal.placings.all()

    def action(self, placing: Any) -> Any:
        """What is placed."""
        return placing.action

    def parts(self, action: Any, name: str) -> Iterable[Any]:
        """Those of one sort, in their order; ``name`` is one of ``PARTS``."""
        return getattr(action, name).all()


class ReadRows:
    """Read in a query for each table; ``names``: the sorts of parts that are wanted."""

    def __init__(self, plan: Plan, names: Iterable[str] = PARTS) -> None:
        placed = Placing.objects.filter(goal__plan=plan)
        within = placed.order_by().values("action")
        self._placings = _by(_rows(placed), "goal_id")
        self._actions = {row.id: row for row in _rows(Action.objects.filter(pk__in=within).order_by())}
        self._parts = {name: self._read(name, within) for name in names}

    def placings(self, goal: Goal) -> Iterable[Any]:
        """The goal's, in their order."""
        return self._placings.get(goal.pk, ())

    def action(self, placing: Any) -> Any:
        """What is placed."""
        return self._actions[placing.action_id]

    def parts(self, action: Any, name: str) -> Iterable[Any]:
        """Those of one sort, in their order; ``name`` is one of those that were read."""
        return self._parts[name].get(action.id, ())

    def _read(self, name: str, within: QuerySet) -> dict[int, list[Any]]:
        relation: Any = Action._meta.get_field(name)
        field = relation.field
        rows = relation.related_model._default_manager.filter(**{f"{field.name}__in": within})
        return _by(_rows(rows), field.attname)


def _rows(query: QuerySet[Model]) -> Iterable[Any]:
    return query.values_list(*(field.attname for field in query.model._meta.concrete_fields), named=True)


def _by(rows: Iterable[Any], name: str) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        found[getattr(row, name)].append(row)
    return found
