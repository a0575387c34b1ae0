"""What can stand in the way of an upload being tried or taken in, or of a delivery being undone. *Pure.*"""

from __future__ import annotations

from pejling.facts.deliveries.wordings import N_

#: code -> (what is wrong, how to mend it)
WORDS: dict[str, tuple[str, str]] = {
    "too_many_files": (
        N_("There are more than %(limit)s files."),
        N_("Deliver them in several turns: only files of one source belong together."),
    ),
    "no_mapping_chosen": (
        N_("Nobody has said what the files are."),
        N_("Choose a mapping, or make one by pointing."),
    ),
    "no_as_of": (
        N_("The date of extraction is missing."),
        N_("Write the day the files were taken from the source system."),
    ),
    "as_of_in_future": (
        N_("The date of extraction is in the future."),
        N_("Write the day the files were taken from the source system."),
    ),
    "say_yes_to_gone": (
        N_("More than a tenth of the rows would be gone."),
        N_("If it is the whole extract and the right period, tick that the rows are to go."),
    ),
    "too_many_gone": (
        N_("%(gone)s of %(current)s rows would be gone: more than a tenth."),
        N_("Is it the whole extract, and the right period? Try the files again and say yes if it is."),
    ),
    "register_changed": (
        N_("Another delivery was taken in or undone since these files were tried."),
        N_("Try them again, so that you see what they change now."),
    ),
    "mapping_changed": (
        N_("The mapping was changed since these files were tried."),
        N_("Try them again, so that you see what they change now."),
    ),
    "busy": (
        N_("Another delivery is being taken in or undone at this moment."),
        N_("Wait until it is done, then try again."),
    ),
    "not_frozen": (
        N_("The rows are in place, but the snapshot after them failed: the figures are those from before."),
        N_("Try again. If it fails once more, the cause stands in the installation's log."),
    ),
    "not_active": (
        N_("The delivery is undone already."),
        N_("Nothing needs to be done."),
    ),
    "newer_first": (
        N_("A newer delivery of the same source still counts."),
        N_("Undo that one first."),
    ),
    "wrong_state": (
        N_("Somebody else has done something with these files in the meantime, or a job is at work on them."),
        N_("Look at how they stand now, and try again if it is still needed."),
    ),
    "no_pickup_root": (
        N_("This installation has no folder to pick files up from."),
        N_("Whoever runs it sets PEJLING_PICKUP to one."),
    ),
    "folder_outside": (
        N_("The folder must lie below the one that files are picked up from."),
        N_("Write its name only, such as school/enrolments."),
    ),
    "folder_not_own": (
        N_("There are several schools here, and the folder must lie in your own: %(folder)s."),
        N_("Have that folder made on the server, and write for example %(folder)s/enrolments."),
    ),
    "no_such_folder": (
        N_("There is no such folder."),
        N_("Check the name, or have the folder made."),
    ),
    "folder_in_use": (
        N_("That folder, or one around or inside it, is looked into already."),
        N_("Choose another."),
    ),
    "no_date_in_name": (
        N_("No date was found in the name %(file)s."),
        N_("Have the file called so that it holds the date of extraction, such as 2025-03-04."),
    ),
    "mend_undone": (
        N_("The delivery is undone: its rows are no longer kept out of anything."),
        N_("Mend them in the source system and deliver again."),
    ),
    "mend_no_copy": (
        N_("The delivered files are no longer kept."),
        N_("Mend the rows in the source system and deliver again."),
    ),
    "mend_no_mapping": (
        N_("The mapping the files came in by is gone."),
        N_("Mend the rows in the source system and deliver again by another mapping."),
    ),
    "nothing_mended": (
        N_("No cell was changed."),
        N_("Correct the cells that are marked, then check the rows."),
    ),
}
