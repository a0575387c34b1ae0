"""What the pages are on which plans are worked with: lists, board, timeline, remarks (see ``help``)."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

#: name of the address -> paragraphs
HELP_WITH_WORK: dict[str, tuple[str | Promise, ...]] = {
    "plans_actions": (
        _(
            "The actions of all the plans you may see, each once. An action is overdue when the last of the days "
            "that a date of it spans has gone by and nobody has ticked it off: “ultimo september” isn't overdue "
            "before October. So is an action with a part that isn't finished when the part's own date has gone by: "
            "the list says which. Done and stopped actions are never overdue."
        ),
        _(
            "It is yours when you have been chosen as the person responsible, not when your name is only written."
        ),
    ),
    "plans_remarks": (
        _(
            "A comment is its writer's. A note is the school's: everybody who changes plans works on it, and what it "
            "said before is kept. Both are only for those who work at the school."
        ),
    ),
    "plans_mentions": (_("Whoever is mentioned gets a mail that says so, but not what was written."),),
    "plans_action_copy": (
        _("A copy goes its own way. To let the same action serve another plan, place it there instead."),
    ),
    "plans_board": (
        _(
            "A column for each state. Choose another state on a card and press Move, or drag the card; the state is "
            "the action's own, also in the other plans it serves."
        ),
    ),
    "plans_timeline": (
        _(
            "A diamond is a day, a hatched bar some days (“ultimo september”), dots what recurs, an arrow what has "
            "no end. A date that isn't understood is in the table only."
        ),
    ),
}
