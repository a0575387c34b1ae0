"""What the pages of the annual cycle are, for somebody who sees them for the first time (see ``help``)."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

#: name of the address -> paragraphs
HELP: dict[str, tuple[str | Promise, ...]] = {
    "cycle": (
        _(
            "Each kind of plan has its year: for the self-evaluation from the overview of results to the publication "
            "by 1 March the year after. Here all plans' steps stand together. The same numbers are in the wheel and "
            "in the list; January is at the top, and the year goes clockwise."
        ),
    ),
    "calendar_address": (
        _(
            "A calendar that subscribes to your address fetches the dates by itself, a few times a day. A date that "
            "was said loosely (“ultimo september”) is shown as all the days it means, with the words as they were "
            "said; what takes half a year is shown on its last day, and what goes on all the time isn't shown."
        ),
    ),
    "reminders": (
        _(
            "A mail is sent in the morning: at the beginning of the week or every working day, as you choose. When "
            "nothing is due, no mail is sent, and what is done isn't told of again. The mail holds titles and days, "
            "no names of those responsible and no figures."
        ),
    ),
    "plans_consultation": (
        _(
            "While a plan is in consultation, those who are asked and have a user here read it without what is "
            "internal, and write their answer themselves. What others answer is noted by whoever works with the "
            "plan, and beside each answer stands what was done about it. Readers outside the school see only their "
            "own party's answers."
        ),
    ),
    "plans_consult": (
        _(
            "Whom to ask is a matter of the kind of plan: for a self-evaluation the committee, staff and students."
        ),
    ),
    "plans_consultation_note": (
        _(
            "An answer that came by mail, at a meeting or on paper. Leave out names of students: a plan names nobody."
        ),
    ),
    "plans_consultation_answer": (_("What was done about an answer is shown to the party that gave it."),),
    "plans_cycle": (
        _(
            "Where the plan itself tells that a step is done (it has been adopted, say), nobody has to. Other steps "
            "are marked as done by whoever works with the plan. The days are proposals that can be moved for this "
            "plan alone."
        ),
    ),
}
