"""The board's part of a contract: its judgement, the day of approval and the share that is paid out.

Written by whoever judges for the board or adopts plans, when the plan has been adopted; read by everybody who reads
the plan.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from pejling.analysis.plans.wording import message
from pejling.analysis.plans.workflow import BOARD, may_change
from pejling.analysis.strict_fields import FieldError
from pejling.base.accounts.access import Access, Denied
from pejling.quality.plans.changeable import FIELDS
from pejling.quality.plans.editing import Frozen, Stale, change
from pejling.quality.plans.history import Turn, history_of
from pejling.quality.plans.models import Plan
from pejling.web.components.today import today
from pejling.web.gate import of_school
from pejling.web.pages.plans.form import Sent, inputs_of, sent
from pejling.web.pages.plans.frame import bare, frame
from pejling.web.pages.plans.kinds import kinds
from pejling.web.pages.plans.told_history import in_words

NAMES = {one.name for one in FIELDS["board"]}


def may_judge(access: Access) -> bool:
    """Whether the reader may write what the board decides."""
    return access.may("judge_contract") or access.may("adopt_plans")


def has_board(plan: Plan) -> bool:
    """Whether a board judges plans of that kind."""
    kind = kinds().get(plan.kind)
    return kind is not None and kind.board


def board_of(request: HttpRequest, plan: Plan) -> dict[str, Any] | None:
    """What the plan's pages say of the board's part; None for a kind that no board judges."""
    if not has_board(plan):
        return None
    said = bool(plan.board_text or plan.approved_on or plan.payout is not None)
    return {"said": said, "may_write": may_judge(request.access) and may_change(plan.state, BOARD)}


@of_school("see_plans")
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, plan: UUID) -> HttpResponse:
    """What the board has decided, and writing it for those who may."""
    row = bare(request, plan)
    if not has_board(row):
        raise Http404
    if request.method != "POST":
        return _page(request, row)
    said = sent(request.POST, "board", NAMES)
    if not said.was:
        return _page(request, row, status=400)
    if not may_judge(request.access):
        raise Denied("judge_contract")
    _check(said)
    if said.errors:
        return _page(request, row, said, status=422)
    try:
        change(
            by=request.user,
            organisation=request.school,
            plan=row,
            sort="board",
            part=row,
            given=said.given,
            was=said.was,
        )
    except Stale as stale:
        return _page(request, bare(request, plan), said, stale.theirs, 409)
    except Frozen:
        return _page(request, bare(request, plan), said, status=409)
    except FieldError as error:
        said.errors[error.path] = message(error.code, error.params)
        return _page(request, row, said, status=422)
    messages.success(request, _("The board's part is saved."))
    return HttpResponseRedirect(reverse("plans_judging", args=[request.school.uuid, row.uuid]))


def _check(said: Sent) -> None:
    """Days that haven't come, and a judgement that nobody has made."""
    for name in ("board_day", "approved_on"):
        day = said.given.get(name)
        if day is not None and day > today():
            said.errors[name] = _("The day lies ahead: write it when it has come.")
    if not said.given.get("board_text") and (said.given.get("board_by") or said.given.get("board_day")):
        said.errors["board_text"] = _("Write the judgement, or leave who and when empty.")


def _turns(plan: Plan) -> list[tuple[Turn, str, str]]:
    """(change, what was there before, what came instead), in the reader's words."""
    return [(turn, *in_words(plan, turn)) for turn in history_of("board", plan)]


def _page(
    request: HttpRequest,
    plan: Plan,
    said: Sent | None = None,
    theirs: dict[str, Any] | None = None,
    status: int = 200,
) -> HttpResponse:
    context = frame(request, plan, "", _("The board"))
    is_open = may_judge(request.access) and may_change(plan.state, BOARD)
    context |= {
        "board": board_of(request, plan),
        "is_open": is_open,
        "may_judge": may_judge(request.access),
        "inputs": inputs_of("board", plan, NAMES, plan, said, theirs) if is_open or said else [],
        "part": plan,
        "stale": bool(theirs),
        "errors": bool(said and said.errors),
        "frozen": status == 409 and not theirs,
        "dirty": said is not None,
        "turns": _turns(plan) if context["at_school"] or may_judge(request.access) else [],
    }
    return render(request, "plans/judging.html", context, status=status)
