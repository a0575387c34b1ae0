"""Why a row is kept out. *Pure.*"""

from __future__ import annotations

from pejling.facts.deliveries.wordings import N_

#: code -> (what is wrong, how to mend it); ``code.near`` where there is a word that was probably meant.
WORDS: dict[str, tuple[str, str]] = {
    "missing_value": (
        N_("The cell is empty, but the row needs it."),
        N_("Fill it in where the extract comes from."),
    ),
    "wrong_cell_count": (
        N_("The row has %(found)s cells; the header has %(expected)s."),
        N_("Look for a separator inside a text: put the text in quotation marks."),
    ),
    "too_long_text": (
        N_("The text is longer than %(limit)s characters."),
        N_(
            "Shorten it where the extract comes from; if it is several cells run together, check the separator."
        ),
    ),
    "not_a_date": (
        N_("This isn't a date."),
        N_("Write dates such as 04-03-2025."),
    ),
    "impossible_date": (
        N_("There is no such day."),
        N_("Correct day and month; the day comes first unless the mapping says otherwise."),
    ),
    "year_out_of_range": (
        N_("The year is before 1900 or after 2100."),
        N_("Correct the year; leave an open end empty."),
    ),
    "two_digit_year": (
        N_("The year has two digits only."),
        N_("Write the year with four digits, or let the mapping allow two (two_digit_years)."),
    ),
    "ambiguous_date": (
        N_("Day and month can be read both ways, and the column mixes the two."),
        N_("Say in the mapping how the column's dates are written (date_style)."),
    ),
    "month_first_date": (
        N_("The month stands before the day."),
        N_("Correct the date, or say in the mapping that the month stands first (date_style: month-first)."),
    ),
    "not_a_term": (
        N_("This isn't a year followed by one of the terms %(known)s."),
        N_("Correct the cell, or add the term to the mapping."),
    ),
    "not_a_number": (
        N_("This isn't a number."),
        N_("Write digits, with a decimal comma where there are decimals."),
    ),
    "ambiguous_number": (
        N_("The sign may part thousands or decimals."),
        N_("Say in the mapping whether decimals have a comma or a point (decimal)."),
    ),
    "not_whole": (
        N_("This should be a whole number."),
        N_("Remove the decimals."),
    ),
    "number_too_large": (
        N_("The number has more than 15 digits."),
        N_("Correct it."),
    ),
    "unknown_code": (
        N_("The code isn't one of those that are known: %(known)s."),
        N_("Correct the code, or say in the mapping what it stands for."),
    ),
    "cpr_as_key": (
        N_("A CPR number stands where the student number should be."),
        N_(
            "Say in the mapping that the column holds CPR numbers (hash: true); then only a keyed hash is kept."
        ),
    ),
    "cpr_incomplete": (
        N_("The CPR number has its first six digits only and can't tell students apart."),
        N_("Take the extract with all ten digits or with student numbers."),
    ),
    "not_a_cpr": (
        N_("This isn't a CPR number."),
        N_("Correct the cell, or map the column without hash."),
    ),
    "outside": (
        N_("The number is outside %(low)s to %(high)s."),
        N_("Correct it."),
    ),
    "dates_reversed": (
        N_("This is earlier than %(other)s, %(other_value)s."),
        N_("Correct one of the two dates."),
    ),
    "not_a_period": (
        N_("This isn't a period."),
        N_("Write a year (2024), school year (2023/24), quarter (2024-K1), month (2024-03) or day."),
    ),
    "no_scale": (
        N_("A mean without a scale can't be read."),
        N_("Give the lowest and the highest point of the scale, such as 1 and 5."),
    ),
    "off_the_scale": (
        N_("The figure is outside the scale, which ends at %(other_value)s."),
        N_("Correct the figure or the scale."),
    ),
    "limits_reversed": (
        N_("This isn't above %(other)s, %(other_value)s."),
        N_("Correct one of the two numbers."),
    ),
    "absent_more_than_scheduled": (
        N_("There are more hours absent than %(other)s, %(other_value)s."),
        N_("Correct one of the two numbers."),
    ),
    "conflicting_row": (
        N_("The row has the same key as row %(other_row)s but differs in: %(columns)s."),
        N_("Remove the wrong one, or let the mapping's key tell them apart."),
    ),
    "ambiguous_join": (
        N_("Several rows of %(file)s belong to this one, and they differ."),
        N_("Remove the wrong ones there."),
    ),
}
