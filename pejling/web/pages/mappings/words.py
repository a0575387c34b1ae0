"""What the pages of mappings say: kinds of file, hints to fields, reasons for suggestions, and what is missing."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

KINDS: dict[str, Promise] = {
    "spells": _("Enrolments: one row for each student, programme and part"),
    "leavers": _("Leavers: one row for each student who has left"),
    "agreements": _("Training agreements"),
    "quotas": _("Quotas: agreed number of training agreements"),
    "absence": _("Absence: hours for each student and period"),
    "students": _("Students' names"),
    "key_figures": _("Key figures: results of surveys, national statistics"),
}

#: Fields that need a word more than their title.
HINTS: dict[str, Promise] = {
    "student": _("The school's own number. A CPR number works too: only a keyed hash of it is kept."),
    "programme": _("Such as SSA or SSH."),
    "part": _("Such as GF1, GF2 or HF."),
    "starts_on": _("The day the part began, not the day of registration."),
    "outcome": _("Often the column with the leave code. Say below what each value means."),
    "leave_code": _("The central code, with or without its text."),
    "age": _("Age in whole years at the date of extraction."),
    "number": _(
        "Where the file has a number of its own for each row's thing: two rows with one number are the same."
    ),
    "workplace": _("Where the student is, which need not be the employer."),
    "school": _("Six digits."),
    "origin": _("Such as etu, vtu or trivsel."),
    "period": _("A year, school year, quarter or month, such as 2024 or 2024/25."),
    "value": _("An empty cell means that the source leaves the figure out: that is never 0."),
    "place": _("Leave it out where it is the school itself."),
}

REASONS: dict[str, Promise] = {
    "same_name": _("the name is known"),
    "name_alike": _("the name is like one that is known"),
    "cpr": _("it holds CPR numbers"),
    "dates": _("it holds dates"),
    "codes": _("its values are known codes"),
    "different": _("it is different in nearly every row"),
    "mapping": _("as in the mapping you began with"),
}

COMPLAINTS: dict[str, Promise] = {
    "field_missing": _("Choose a column: no row can do without this."),
    "field_not_constant": _("This can't be the same in every row. Choose a column."),
    "field_not_whole": _("Write a whole number."),
    "field_not_listed": _("Choose one of the values."),
    "field_is_cpr": _(
        "The column holds CPR numbers. They may only stand for the student, and are kept as hashes."
    ),
    "no_meaning": _("Say what at least one of the values means."),
    "wide_twice": _("Two columns with figures are called the same. Give each a name of its own."),
    "no_kind": _("Say what at least one of the files holds."),
}

LOOKS: dict[str, Promise] = {
    "date": _("dates"),
    "number": _("numbers"),
    "code": _("codes"),
    "text": _("text"),
    "cpr": _("CPR numbers"),
    "empty": _("empty"),
}

DATE_STYLES: dict[str, Promise] = {
    "": _("As found: day, month, year, or year first"),
    "day-first": _("Day first (04-03-2025 is 4 March)"),
    "month-first": _("Month first (04-03-2025 is 3 April)"),
    "year-first": _("Year first (25-03-04 is 4 March 2025)"),
}

DECIMALS: dict[str, Promise] = {
    "": _("As found in the column"),
    "comma": _("Comma: 1.234,5"),
    "point": _("Point: 1,234.5"),
}

SEPARATORS: dict[str, Promise] = {
    ";": _("semicolon"),
    "\t": _("tab"),
    ",": _("comma"),
    "|": _("vertical bar"),
}
