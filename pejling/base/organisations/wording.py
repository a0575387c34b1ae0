"""Kinds of parts and refusals in words."""

from __future__ import annotations

from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from pejling.base.organisations.actions import Refused

_REFUSALS = {
    "no_name": _("Write a name."),
    "long_name": _("A name has %(most)d characters at most."),
    "name_taken": _("“%(name)s” is, or was, the name of another of the same kind."),
    "same_name": _("That is the name already."),
    "renamed_later": _("There is a later renaming: the day must be after %(day)s."),
    "days_reversed": _("The last day is before the first."),
    "is_school": _("The school itself has no dates."),
    "nothing_to_merge": _("Choose what is to be merged."),
    "not_of_one_kind": _("“%(name)s” is of another kind, or of another school."),
    "into_itself": _("“%(name)s” can't become part of itself."),
    "already_merged": _("“%(name)s” has become part of another already."),
    "begins_later": _("“%(name)s” begins on that day or later."),
    "round": _("What is chosen has itself become part of “%(name)s”."),
    "not_of_school": _("“%(name)s” isn't a region of the school."),
    "not_a_municipality": _("“%(name)s” isn't a municipality."),
}


def refusal_in_words(refused: Refused) -> str:
    """What is wrong, and how to mend it."""
    params = {
        name: date_format(value, "j. F Y") if isinstance(value, date) else value
        for name, value in refused.params.items()
    }
    return str(_REFUSALS[refused.code]) % params


def codes() -> frozenset[str]:
    """Every code there are words for."""
    return frozenset(_REFUSALS)
