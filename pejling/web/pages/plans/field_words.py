"""What the fields of a plan and its parts are called on pages."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

FIELDS = {
    "title": _("Title"),
    "label": _("Label"),
    "about": _("About the plan"),
    "period_from": _("First day"),
    "period_to": _("Last day"),
    "revises_text": _("Earlier plan that it takes the place of"),
    "revises": _("Earlier plan that it takes the place of"),
    "period": _("Period"),
    "kind": _("Kind"),
    "organisation": _("Organisation"),
    "adopted_on": _("Adopted on"),
    "board": _("The board"),
    "board_text": _("The board's judgement"),
    "board_by": _("Judged by"),
    "board_day": _("Judged on"),
    "approved_on": _("Approved on"),
    "payout": _("Share paid out, in per cent"),
    "accepted_gaps": _("Accepted gaps"),
    "weight": _("Weight"),
    "result": _("Result"),
    "judgement": _("Judgement"),
    "judgement_text": _("Judgement"),
    "judgement_by": _("Judged by"),
    "judgement_day": _("Judged on"),
    "description": _("Description"),
    "reason": _("Reason"),
    "concerns": _("What it is about"),
    "references": _("Documents it rests on"),
    "measures": _("Measures"),
    "actions": _("Actions"),
    "goals": _("Goals"),
    "commitments": _("Partners’ commitments"),
    "baseline": _("Baseline"),
    "target": _("Target"),
    "unit": _("Unit"),
    "indicator": _("Figure"),
    "rule": _("Rule"),
    "rule_values": _("What came of the rule"),
    "taken": _("Figures taken into the rule"),
    "moves": _("Figures to be moved"),
    "needed_change": _("Needed change"),
    "operational_goal": _("Operational goal"),
    "strategy": _("Strategy"),
    "owner": _("Responsible"),
    "owner_user": _("Person responsible"),
    "involved": _("Involved"),
    "evaluation_plan": _("Evaluation plan"),
    "expected_effect": _("Expected effect"),
    "schedule": _("Schedule"),
    "milestones": _("Dates of the plan"),
    "partners": _("Partners"),
    "state": _("State"),
    "approach": _("Approach"),
    "reach": _("For whom"),
    "internal": _("Internal"),
    "sub_actions": _("Parts of the action"),
    "addenda": _("Addenda"),
    "follow_ups": _("Follow-ups"),
    "text": _("Text"),
    "name": _("Name"),
    "when": _("When"),
    "done_on": _("Done on"),
    "day": _("Dated"),
    "link": _("Link"),
    "note": _("Note"),
    "people": _("People"),
    "part": _("Is here"),
    "narrative": _("What was found"),
    "evidence": _("What it rests on"),
    "figures": _("Figures"),
    "decision": _("Decision"),
    "participants": _("Participants (roles and organisations, not persons)"),
    "summary": _("In brief"),
    "status": _("Status"),
    "done": _("What has been done"),
    "assessment": _("Assessment"),
    "next_steps": _("Next steps"),
    "reviews": _("Reviews"),
}

#: what a goal may be about, as the kinds of plan call it
CONCERNS = {"teaching": _("Planning and carrying out teaching")}

SORTS = {
    "plan": _("Plan"),
    "goal": _("Goal"),
    "measure": _("Measure"),
    "placing": _("Place in the plan"),
    "action": _("Action"),
    "commitment": _("Commitment"),
    "follow_up": _("Follow-up"),
    "review": _("Review"),
    "review_theme": _("Theme of the review"),
}


def field_title(name: str, sort: str = "") -> str:
    """The field's name for a reader; ``sort``: of what, where that makes a difference."""
    if name == "day" and sort in ("follow_up", "review"):  # a document is dated; a meeting is held on a day
        return str(_("Date"))
    return str(FIELDS.get(name, name.replace("_", " ")))
