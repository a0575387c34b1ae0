"""What the pages about a plan's life tell a newcomer: follow-ups, partners, reviews, revision."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

HELP: dict[str, tuple[str | Promise, ...]] = {
    "plans_partners": (
        _(
            "Every theme with every partner's state; choose a partner to read its commitments in full. A partner's "
            "own people write theirs; “not chosen” is an answer, too."
        ),
    ),
    "plans_commitment": (
        _(
            "What one partner does about one theme. The partner's own people write it while the plan is in force; "
            "the school writes for a partner that nobody here speaks for."
        ),
    ),
    "plans_follow_up": (
        _(
            "A follow-up says what was found, on what evidence, and what was decided. A figure put to it is kept as "
            "it was that day, with n, interval and date: what comes later changes nothing of it."
        ),
    ),
    "plans_follow": (
        _(
            "Every action with its last follow-up, its next date and what is missing. In a meeting, walk through "
            "them one after another and write the follow-up there."
        ),
    ),
    "plans_walk": (
        _(
            "One action at a time: what was decided last, and what is decided today. Saving leads to the next one; "
            "a step back changes nothing."
        ),
    ),
    "plans_reviews": (
        _(
            "Those who share the plan look at it together, for instance halfway: theme by theme what has been done, "
            "how it stands, and what is agreed. A concluded review is kept as it was, and compared with the next."
        ),
    ),
    "plans_review": (
        _(
            "The partners' states are theirs; figures say n, interval and date. Concluded by whoever adopts plans, "
            "the review keeps all of it as it was that day."
        ),
    ),
    "plans_revise": (
        _(
            "What stays the same is chosen here and keeps its labels; then the new draft is changed like any other, "
            "and “Compare” shows what is new, gone, moved and reworded."
        ),
    ),
    "plans_last_year": (
        _(
            "Before new actions are chosen, the earlier plan's are evaluated: what was found, what was decided, and "
            "by which figures. An action that goes on is the same one in both plans."
        ),
    ),
}
