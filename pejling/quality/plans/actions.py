"""Every write on plans: whole plans here, those on their parts beside, in files named for what is done."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from pejling.analysis.plans import plan_model as values
from pejling.base.audit.actions import record
from pejling.base.organisations.models import Organisation
from pejling.quality.plans.accepting import accept_gaps, by_ids, reject_gap
from pejling.quality.plans.adopting import take_step
from pejling.quality.plans.arranging import (
    add_addendum,
    add_part,
    copy_action,
    move_by,
    move_to,
    place_action,
)
from pejling.quality.plans.committing import commit
from pejling.quality.plans.consulting import (
    change_answer,
    change_consultation,
    open_consultation,
    write_answer,
)
from pejling.quality.plans.editing import bring_back, change
from pejling.quality.plans.following import follow_up, keep_figures
from pejling.quality.plans.handing_over import hand_over_actions, hand_over_parts
from pejling.quality.plans.making import copy_plan, make_plan
from pejling.quality.plans.marking import mark_step, move_step, unmark_step
from pejling.quality.plans.models import Plan
from pejling.quality.plans.reading_back import as_value, whole
from pejling.quality.plans.remarking import (
    change_remark,
    put_back_remark,
    remove_remark,
    see_mentions,
    write_remark,
)
from pejling.quality.plans.removing import remove_part, undo_removal
from pejling.quality.plans.reviewing import begin_review, conclude_review, keep_theme_figures
from pejling.quality.plans.revising import revise_plan
from pejling.quality.plans.storing import store
from pejling.quality.plans.ticking import set_part_state, tick

#: held to the rules of every action by tests/architecture/test_rows.py, also those that come from beside
__all__ = [
    "accept_gaps",
    "add_addendum",
    "add_part",
    "begin_review",
    "bring_back",
    "change",
    "change_answer",
    "change_consultation",
    "change_remark",
    "commit",
    "conclude_review",
    "copy_action",
    "copy_plan",
    "follow_up",
    "hand_over_actions",
    "hand_over_parts",
    "keep_figures",
    "keep_theme_figures",
    "make_plan",
    "mark_step",
    "move_by",
    "move_step",
    "move_to",
    "open_consultation",
    "place_action",
    "put_back_remark",
    "reject_gap",
    "remove_part",
    "remove_remark",
    "revise_plan",
    "see_mentions",
    "set_part_state",
    "take_in",
    "take_step",
    "tick",
    "undo_removal",
    "unmark_step",
    "write_answer",
    "write_remark",
]


@transaction.atomic
def take_in(*, by: Any, organisation: Organisation, plan: values.Plan) -> Plan:
    """Make a draft of a plan's plain value (a file, an example, a document taken in). All of it or nothing."""
    made = store(plan, organisation=organisation, by=getattr(by, "uuid", None))
    if plan.accepted_gaps:
        _name_gaps_by_id(made)
    record(by=by, organisation=organisation, verb="take_in_plan", subject=made, fields=["plan"])
    return made


def _name_gaps_by_id(plan: Plan) -> None:
    """A file names gaps by their places; here they follow their parts."""
    row = whole(Plan.objects.select_related("organisation"), pk=plan.pk)
    value = as_value(row)
    gaps = list(row.accepted_gaps.all())
    codes = by_ids(value, (gap.code for gap in gaps))
    for gap in gaps:
        gap.code = codes[gap.code][:200]
        gap.save()
