"""What the gate found, in a reader's words."""

from __future__ import annotations

import re

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

#: kind of hit -> (what it is, what to do about it)
KIND_WORDS = {
    "cpr": (
        gettext_lazy("CPR number"),
        gettext_lazy("It is never published. Take it out where it stands."),
    ),
    "internal": (
        gettext_lazy("Words from something internal"),
        gettext_lazy("They stand in a remark, or in an action that stays at the school."),
    ),
    "figure": (
        gettext_lazy("A figure that the public isn't told"),
        gettext_lazy(
            "It is internal, or small counts could be worked out with it, but the measure's rule says it. Judge the "
            "measure in words instead, or say why the figure may be known."
        ),
    ),
    "student_number": (
        gettext_lazy("Number of a student"),
        gettext_lazy("It points at one person. Take it out where it stands."),
    ),
    "email": (gettext_lazy("E-mail address"), gettext_lazy("An office's may stand; a person's hardly ever.")),
    "phone": (
        gettext_lazy("Telephone number"),
        gettext_lazy("An office's may stand; a person's hardly ever."),
    ),
    "name": (
        gettext_lazy("Name of a person?"),
        gettext_lazy("Write the role instead. Only who stands for something publicly is named."),
    ),
}

_PARTS = {
    "title": gettext_lazy("the title"),
    "organisation": gettext_lazy("the school's name"),
    "note": gettext_lazy("what is new"),
    "owner": gettext_lazy("responsible"),
    "involved": gettext_lazy("involved"),
    "schedule": gettext_lazy("the schedule"),
    "addenda": gettext_lazy("an addendum"),
    "follow_ups": gettext_lazy("a follow-up"),
    "rows": gettext_lazy("a table"),
    "points": gettext_lazy("the text of an action"),
    "items": gettext_lazy("a list"),
    "figures": gettext_lazy("a figure"),
}


def place_in_words(place: str) -> str:
    """Where in the report, roughly: the words around it tell the rest."""
    names = [name for name in re.findall(r"[a-z_]+", place) if name in _PARTS]
    return str(_PARTS[names[-1]]) if names else _("the text")
