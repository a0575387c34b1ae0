"""A plan's reviews as its file says them, read strictly. *Pure.*"""

from __future__ import annotations

from datetime import date

from pejling.analysis.plans.plan_model import REVIEW_STATES, Review, ReviewedTheme
from pejling.analysis.plans.read_parts import commitment, day, kept_figures, words
from pejling.analysis.strict_fields import Fields


def review_of(fields: Fields) -> Review:
    """A review from its section; FieldError with the place of what is wrong."""
    on = day(fields, "day", True)
    found = Review(
        day=on or date.min,
        title=fields.prose("title"),
        participants=fields.texts("participants", ()),
        summary=words(fields, "summary"),
        concluded_on=day(fields, "concluded_on"),
        themes=tuple(_theme(one) for one in fields.sections("themes")) if fields.has("themes") else (),
    )
    fields.done()
    return found


def _theme(fields: Fields) -> ReviewedTheme:
    found = ReviewedTheme(
        label=fields.text("label", ""),
        title=fields.prose("title"),
        status=fields.choice("status", REVIEW_STATES, ""),
        done=words(fields, "done"),
        assessment=words(fields, "assessment"),
        next_steps=fields.texts("next_steps", ()),
        figures=kept_figures(fields),
        commitments=tuple(commitment(one) for one in fields.sections("commitments"))
        if fields.has("commitments")
        else (),
    )
    fields.done()
    return found
