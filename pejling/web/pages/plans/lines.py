"""The actions of a large plan, a line each.

Written here rather than in a template: a template takes a second for what this does in milliseconds, and a plan may
have thousands.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from pejling.quality.plans.models import Action, FollowUp, Plan
from pejling.web.components import numbers
from pejling.web.pages.plans.tree import exact

_NOBODY = UUID(int=0)


def lines_of(plan: Plan, placed: Mapping[int, Sequence[Mapping[str, Any]]]) -> dict[int, SafeString]:
    """Goal's key -> the list items of its actions (``reading_back.placed_actions``), every text escaped."""
    address = reverse("plans_action", args=[plan.organisation.uuid, plan.uuid, _NOBODY])
    words = {
        "states": {key: conditional_escape(text) for key, text in Action.State.choices},
        "internal": conditional_escape(_("Internal")),
        "weight": conditional_escape(_("weight")),
        "result": conditional_escape(_("result")),
        "followed": conditional_escape(_("last followed up %(day)s")),
        "decisions": {key: conditional_escape(str(text).lower()) for key, text in FollowUp.Decision.choices},
    }
    return {
        goal: mark_safe("".join(_line(row, address, words) for row in rows))  # noqa: S308 (escaped piece by piece)
        for goal, rows in placed.items()
    }


def _line(row: Mapping[str, Any], address: str, words: Mapping[str, Any]) -> str:
    state = row["action__state"]
    where = address.replace(str(_NOBODY), str(row["action__uuid"]))
    label = f'<span class="pj-level">{conditional_escape(row["label"])}</span> ' if row["label"] else ""
    said = [conditional_escape(row["action__owner"])] if row["action__owner"] else []
    said += [f"{words[name]} {exact(row[name])}" for name in ("weight", "result") if row[name] is not None]
    if row["followed"]:
        day, decision = row["followed"]
        told = words["followed"] % {"day": numbers.day(day)}
        said.append(f"{told}: {words['decisions'][decision]}" if decision else told)
    internal = (
        f' <span class="pj-state pj-state-internal">{words["internal"]}</span>'
        if row["action__internal"]
        else ""
    )
    more = f' <span class="pj-quiet">{" · ".join(said)}</span>' if said else ""
    return (
        f'<li id="p-{row["uuid"]}">{label}<a href="{where}">{conditional_escape(row["action__title"])}</a> '
        f'<span class="pj-state pj-state-{state}">{words["states"][state]}</span>{internal}{more}</li>'
    )
