"""Findings about plans in the reader's words: what is wrong, and how to mend it. *Pure.*"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from pejling.analysis.language import _, translate

_MESSAGES = {
    # what a field may hold
    "missing_key": _("“%(key)s” is missing: add it."),
    "unknown_key": _("“%(key)s” isn't a field here. Known are: %(known)s."),
    "unknown_key.near": _("“%(key)s” isn't a field here. Is “%(near)s” meant?"),
    "not_a_text": _("There must be a text here."),
    "not_a_list": _("There must be a list here: one line for each, beginning with “- ”."),
    "not_a_section": _("There must be fields with names here, such as “title: ...”."),
    "not_a_truth": _("Write true or false; this is “%(found)s”."),
    "not_a_whole_number": _("Write a whole number; this is “%(found)s”."),
    "not_a_decimal": _("Write a number such as 30 or 2.5, without a per cent sign; this is “%(found)s”."),
    "thousands_or_decimal": _(
        "“%(found)s” can be read in two ways: write %(grouped)s without a point, or %(decimal)s with a comma."
    ),
    "not_a_date": _("Write a date such as 2021-09-24; this is “%(found)s”."),
    "not_a_key": _("A key is small letters, digits and _, and begins with a letter; this is “%(found)s”."),
    "not_a_day_of_the_year": _("Write month and day such as 03-01 for 1 March; this is “%(found)s”."),
    "not_a_link": _("Write a link that begins with https://; this is “%(found)s”."),
    "out_of_range": _("Write a number from %(lowest)s to %(highest)s; this is %(found)s."),
    "unknown_value": _("“%(found)s” isn't known here. Choose one of: %(known)s."),
    "unknown_value.near": _("“%(found)s” isn't known here. Is “%(near)s” meant?"),
    "empty": _("There must be something here."),
    "repeated": _("The same stands here twice: remove one."),
    "negative": _("Write 0 or more; this is %(found)s."),
    "both_bounds": _("Say “at_least” or “at_most”, not both. Two rules that must both hold are an “all_of”."),
    "must_be_positive": _("Write a number above 0; this is %(found)s."),
    "steps_must_rise": _("Each step must give more than the one before it."),
    "bounds_alike": _("The two bounds are alike (%(found)s): there is nothing between them."),
    "ends_before_it_begins": _("The period must have a first and a last day, and end after it begins."),
    # what can't be read at all
    "not_yaml": _("Line %(line)s can't be read. Are blanks (never tabs), colons and quotation marks right?"),
    "not_yaml.another": _("Line %(line)s: another document begins here. Keep one plan in each file."),
    "key_twice": _("Line %(line)s: “%(key)s” stands there twice. Remove one."),
    "empty_document": _("The file is empty."),
    "yaml_too_large": _("The file holds too much: at most %(limit)s."),
    "too_many_aliases": _(
        "Line %(line)s: what stands elsewhere is pointed at too often, or points at itself."
    ),
    "too_deep": _("Line %(line)s: this is nested too deep."),
    "yaml_tag": _("Line %(line)s: the tag %(tag)s isn't accepted. Write the value without it."),
    "yaml_key": _("Line %(line)s: a field's name must be a plain text."),
    "not_a_plan": _("The file isn't a plan: it must begin with “format: 1” and fields with names."),
    "missing_format": _("The file doesn't say which format it is in: write “format: %(known)s” at its top."),
    "unknown_format": _("The format isn't known here: write “format: %(known)s”."),
    "newer_format": _(
        "The file is of format %(found)s, which is newer than this program (it knows %(known)s): update the program. "
        "Nothing was read."
    ),
    # errors
    "unknown_kind": _("“%(found)s” isn't a kind of plan here. Known are: %(known)s."),
    "unknown_kind.near": _("“%(found)s” isn't a kind of plan here. Is “%(near)s” meant?"),
    "id_twice": _("The id “%(id)s” is also at %(other)s: give this one a label or an id of its own."),
    "goal_too_deep": _("This kind of plan has %(levels)s levels of goals: “%(title)s” lies deeper."),
    "weight_not_positive": _("A weight must be above 0; this is %(found)s. What doesn't weigh has none."),
    "weights_not_used": _("Nothing weighs in this kind of plan: remove the weight."),
    "weight_missing": _("“%(title)s” must have a weight."),
    "weights_of_whole": _("The goals weigh %(parts)s together; it must be %(whole)s."),
    "weights_of_goal": _(
        "Goal %(label)s weighs %(whole)s, but its parts weigh %(parts)s. Mend a part or the goal."
    ),
    "weights_of_goal.unweighed": _(
        "Goal %(label)s weighs %(whole)s, but its parts weigh %(parts)s. Mend a part or the goal; "
        "without a weight are: %(unweighed)s."
    ),
    "result_without_weight": _("There is a result (%(found)s), but no weight that it is a part of."),
    "result_out_of_range": _("A result lies between 0 and the weight (%(weight)s); this is %(found)s."),
    # what there is no room for
    "too_long": _(
        "The text has %(found)s characters; there is room for %(most)s. Move some of it to a description."
    ),
    "too_many_digits": _("%(found)s has too many digits: at most ten before the point and six after it."),
    "cpr": _("This looks like a CPR number. Take it out: a plan names nobody."),
    "row_without_title": _("Say what it is: a row has no title."),
    "nobody_asked": _("Choose at least one who is asked."),
    "until_has_passed": _("The last day to answer lies before the consultation began: choose a later one."),
    "partner_twice": _("%(partner)s stands here twice: put both texts in one."),
    "partner_has_part": _(
        "%(partner)s has commitments in the plan: remove those first, or give the partner another name."
    ),
    "not_adopted": _("The plan is still open: change its own words."),
    "gap_twice": _("The gap %(code)s is accepted twice: remove one."),
    # what is missing
    "no_goals": _("The plan has no goals yet: add the first."),
    "nothing_about": _(
        "The rules ask for at least one about “%(subject)s”: mark it with “concerns: %(subject)s”."
    ),
    "not_said": _("“%(title)s” doesn't say its “%(field)s”."),
    "partner_silent": _(
        "%(partner)s hasn't said what it does about “%(title)s”; “not_chosen” is an answer, too."
    ),
    # what is odd
    "no_way_of_judging": _(
        "“%(title)s” weighs, but nothing says how it will be judged: a rule, a figure, a plan."
    ),
    "result_differs_from_rule": _("The result stated is %(stated)s; the rule gives %(given)s."),
    "result_differs_from_parts": _("The result stated is %(stated)s; the parts add up to %(given)s."),
    "result_beyond_parts": _(
        "The result stated is %(stated)s; by what is known of the parts it can only be from %(least)s to %(most)s."
    ),
    "unknown_figure": _(
        "“%(found)s” isn't known here: a figure of the school's own, or misspelt? Known are: %(known)s."
    ),
    "unknown_figure.near": _("“%(found)s” isn't known here. Is “%(near)s” meant?"),
    "after_the_plan": _("“%(title)s” (%(when)s) is after the plan has ended (%(last)s)."),
    "before_the_group": _("“%(title)s” (%(when)s) is before the group exists: “%(group)s” (%(set_up)s)."),
    "before_the_beginning": _(
        "“%(title)s” (%(when)s) is before the action begins: “%(beginning)s” (%(begun)s)."
    ),
    "two_dates": _("“%(title)s” has two dates: %(one)s and %(other)s."),
    "judged_without_reason": _(
        "“%(title)s” is judged, but it doesn't say why: write the reason in its rule."
    ),
    "date_not_understood": _(
        "“%(when)s” isn't understood as a date: it is kept as said, but “%(title)s” can't be sorted or reminded of."
    ),
    "reference_later_than_plan": _(
        "“%(title)s” is dated %(day)s, which is later than the plan knows of (%(known)s): is the year right?"
    ),
}


#: why a file can't be opened; for the rest the system's own words serve
_UNOPENED = (
    (FileNotFoundError, _("there is no such file")),
    (IsADirectoryError, _("it is a folder")),
    (PermissionError, _("you may not read or write it")),
)


def not_opened(error: OSError) -> str:
    """What to tell of a file that can't be opened."""
    reasons = [translate(words) for sort, words in _UNOPENED if isinstance(error, sort)]
    reason = next(iter(reasons), error.strerror or "")
    return translate(_("The file can't be opened: %(reason)s")) % {"reason": reason}


def message(code: str, params: Mapping[str, object]) -> str:
    """What a finding or a wrong field says; a code without words is shown as it is, never hidden."""
    for name in ("near", "unweighed", "another"):
        if params.get(name) and f"{code}.{name}" in _MESSAGES:
            code = f"{code}.{name}"
            break
    if code not in _MESSAGES:
        return f"{code} {dict(params)}"
    words = {name: _shown(value) for name, value in params.items()}
    return translate(_MESSAGES[code]) % words


def _shown(value: object) -> object:
    if isinstance(value, date):
        return value.isoformat()
    return ", ".join(map(str, value)) if isinstance(value, list | tuple) else value
