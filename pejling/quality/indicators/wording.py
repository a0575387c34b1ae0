"""What is wrong with a question or a definition, and what a value's reasons mean, in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

#: Why a spell was left out of a figure.
EXCLUDED = {
    "never_started": gettext_lazy("never started"),
    "left_out": gettext_lazy("left out by leave code (such as exchange or RKV)"),
    "starts_later": gettext_lazy("starts after the day of the figure"),
    "ends_later": gettext_lazy("completed after the day of the figure"),
    "undated_leave": gettext_lazy("left without a date"),
    "undated_end": gettext_lazy("ended without a date"),
    "no_quota": gettext_lazy("no agreed number for that programme and municipality"),
    "no_signing_date": gettext_lazy("agreement without a date of signing"),
}

#: Why a value has no estimate.
REASONS = {
    "not_delivered": gettext_lazy("a table this figure needs has not been delivered yet"),
    "too_early": gettext_lazy("nobody has been followed long enough yet"),
    "nobody": gettext_lazy("nobody to count"),
    "no_quota": gettext_lazy("no agreed number to compare with"),
}

QUESTION = {
    "unknown_indicator": gettext_lazy("There is no indicator %(key)s. There are: %(known)s."),
    "unknown_dimension": gettext_lazy("This figure can't be cut by %(dimension)s, but by: %(known)s."),
    "repeated_dimension": gettext_lazy("The same dimension is named twice: %(by)s."),
    "unknown_variant": gettext_lazy("There is no variant %(variant)s. There are: %(known)s."),
    "window_not_allowed": gettext_lazy(
        "The window %(window)s isn't allowed for this figure. Allowed: %(known)s."
    ),
    "not_a_month": gettext_lazy("%(value)s isn't a month; write it as 2025-08."),
    "no_intake": gettext_lazy("Choose an intake first: the change is from the same intake last year."),
    "not_by_month": gettext_lazy("The figure %(indicator)s isn't counted by months since the start."),
    "not_made_of_spells": gettext_lazy("The figure %(indicator)s isn't a count of students' spells."),
    "not_a_snapshot": gettext_lazy("The snapshot %(folder)s can't be read."),
    "snapshot_expired": gettext_lazy(
        "The snapshot of %(as_of)s has expired, and this was never computed from it."
    ),
    "not_of_the_school": gettext_lazy("That snapshot belongs to another school."),
}

DEFINITION = {
    "not_yaml": gettext_lazy("line %(line)s isn't YAML: %(problem)s"),
    "not_utf8": gettext_lazy("the file isn't UTF-8 text"),
    "empty_document": gettext_lazy("the file is empty"),
    "yaml_too_large": gettext_lazy("the file is too large (limit %(limit)s)"),
    "too_deep": gettext_lazy("line %(line)s is nested too deeply (over %(limit)s levels)"),
    "too_many_aliases": gettext_lazy("line %(line)s: too many aliases (over %(limit)s)"),
    "yaml_tag": gettext_lazy(
        "line %(line)s: the tag %(tag)s can't be used; write plain text, numbers and lists"
    ),
    "key_twice": gettext_lazy("line %(line)s: the field %(key)s is there twice"),
    "yaml_key": gettext_lazy("line %(line)s: the name of a field must be a text"),
    "key_is_not_file_name": gettext_lazy("the key %(key)s isn't the file's name, %(file)s"),
    "not_a_section": gettext_lazy("fields are expected here"),
    "missing_key": gettext_lazy("the field is missing"),
    "empty": gettext_lazy("the field is empty"),
    "unknown_key": gettext_lazy("there is no such field; known fields: %(known)s"),
    "unknown_value": gettext_lazy("%(found)s isn't known; known values: %(known)s"),
    "not_a_text": gettext_lazy("a text is expected here"),
    "not_a_list": gettext_lazy("a list is expected here"),
    "not_a_whole_number": gettext_lazy("a whole number is expected, not %(found)s"),
    "not_a_truth": gettext_lazy("true or false is expected, not %(found)s"),
    "out_of_range": gettext_lazy("%(found)s isn't between %(lowest)s and %(highest)s"),
    "repeated": gettext_lazy("the same is there twice"),
    "not_a_range": gettext_lazy("a range is two numbers, the lower first"),
    "not_allowed": gettext_lazy("%(found)s isn't among the allowed: %(allowed)s"),
    "outcome_or_start": gettext_lazy("name either outcomes, or starts and agreements"),
    "event_also_competes": gettext_lazy("an outcome can't be both the event and competing: %(outcomes)s"),
    "unit_does_not_fit": gettext_lazy("the unit %(unit)s doesn't fit %(kind)s"),
    "table_needed": gettext_lazy("the table %(table)s is needed too"),
    "not_month_day": gettext_lazy("%(found)s isn't a day; write it as MM-DD"),
    "windows_overlap": gettext_lazy("two intake windows share a day"),
}


def excluded_because(reason: str) -> str:
    """The reason in words; the bare reason where it is a new one."""
    return str(EXCLUDED.get(reason, reason))


def no_estimate_because(reason: str | None) -> str:
    """The reason in words; "" where there is an estimate."""
    return str(REASONS.get(reason, reason)) if reason else ""


def describe_question(code: str, params: Mapping[str, object]) -> str:
    """What is wrong with a question (an IndicatorError)."""
    return _said(QUESTION, code, params)


def describe_definition(path: str, code: str, params: Mapping[str, object]) -> str:
    """What is wrong with a definition (a DefinitionError), with the place in the file."""
    said = _said(DEFINITION, code, params)
    return f"{path}: {said}" if path else said


def _said(texts: Mapping[str, object], code: str, params: Mapping[str, object]) -> str:
    shown = {
        name: ", ".join(str(item) for item in value) if isinstance(value, list | tuple) else value
        for name, value in params.items()
    }
    said = str(texts[code]) % shown if code in texts else f"{code} {dict(params)}"
    near = params.get("near")
    if not near:
        return said
    return said + " " + _("Did you mean %(near)s?") % {"near": near}
