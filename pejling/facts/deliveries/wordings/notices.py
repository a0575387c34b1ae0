"""What is odd about an accepted row. *Pure.*"""

from __future__ import annotations

from pejling.facts.deliveries.wordings import N_

#: code -> (what is wrong, how to mend it); ``code.near`` where there is a word that was probably meant.
WORDS: dict[str, tuple[str, str]] = {
    "never_started": (
        N_("Never started: the end is on or before the first day."),
        N_("They count nowhere; check the dates if there are many."),
    ),
    "ends_before_start": (
        N_("Ends before the first day, though nothing says that the student left."),
        N_(
            "Completed ones are counted as never started; correct the dates, or the leave code if the student never "
            "came."
        ),
    ),
    "ended_on_first_day": (
        N_("Ends on the first day, though nothing says that the student left."),
        N_("Counted as the leave code says; correct the last day, or the code if the student left."),
    ),
    "undated_leave": (
        N_("Left without a date."),
        N_("They are left out of figures that ask when; add the date where the extract comes from."),
    ),
    "undated_completion": (
        N_("Completed without a date."),
        N_("Add the date where the extract comes from."),
    ),
    "end_without_code": (
        N_("Ended without a leave code."),
        N_("Counted as ended, neither completed nor interrupted, unless the leavers file says more."),
    ),
    "expected_end_before_start": (
        N_("The expected end is before the first day."),
        N_("Check the dates."),
    ),
    "overlapping_spells": (
        N_("Begins before an earlier course of the same student has ended."),
        N_("Check whether the earlier one should have been ended."),
    ),
    "unknown_programme": (
        N_("The programme or its part isn't in the list of known ones."),
        N_("Correct it, or add it to the list the mapping names."),
    ),
    "duplicate_row": (
        N_("The same row stands more than once."),
        N_("It is kept once."),
    ),
    "differing_values": (
        N_("Rows about the same student say different things."),
        N_("The newest is kept."),
    ),
    "cpr_removed": (
        N_("CPR numbers were found and removed."),
        N_("They were never kept; leave them out of the extract."),
    ),
    "unmatched_join": (
        N_("A row has no partner in the other file of the delivery."),
        N_("Check that the files are from the same day."),
    ),
    "never_joined_file": (
        N_("A file in the delivery wasn't used, since the file it belongs to is missing."),
        N_("Deliver them together."),
    ),
    "skipped_lines": (
        N_("Lines above the header were skipped."),
        N_("Nothing needs to be done if they are a title."),
    ),
    "merged_cells": (
        N_("Cells are merged; only the first of them holds the value."),
        N_("Unmerge them and fill in every row."),
    ),
    "formula_error": (
        N_("A formula gives an error instead of a value; the cell counts as empty."),
        N_("Correct the formula."),
    ),
    "formula_without_value": (
        N_("A formula was saved without its result; the cell counts as empty."),
        N_("Open the workbook in a spreadsheet program and save it, or write values instead of formulas."),
    ),
    "unmatched_leavers": (
        N_("A leave found no course of the student to belong to, and counts nowhere."),
        N_(
            "Typically the enrolments haven't been delivered yet, or name the programme or its part otherwise: "
            "deliver them, or correct the name."
        ),
    ),
    "unmatched_agreements": (
        N_("A training agreement found no course of the student to belong to."),
        N_(
            "Typically the enrolments haven't been delivered yet, or name the programme otherwise: deliver them, or "
            "correct the name."
        ),
    ),
    "unmatched_absence": (
        N_("Absence found no course of the student in that period to belong to."),
        N_(
            "Typically the enrolments haven't been delivered yet, or name the programme or its part otherwise: "
            "deliver them, or correct the name or the period."
        ),
    ),
    "parts_do_not_add_up": (
        N_("The parts of %(of)s add up to %(parts)s, not to %(whole)s (%(about)s)."),
        N_("The figures stay as they were published; ask the publisher if it isn't explained there."),
    ),
    "places_do_not_add_up": (
        N_(
            "The municipalities' figures for %(of)s add up to %(parts)s, the country's is %(whole)s (%(about)s)."
        ),
        N_(
            "The figures stay as they were published: people with no known municipality are in the country's only."
        ),
    ),
    "older_extract": (
        N_("The delivery was extracted before the newest one of the same source: its older facts now count."),
        N_("Deliver the newest extract again, or undo this delivery, if that wasn't the intention."),
    ),
}
