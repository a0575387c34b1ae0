"""What taking in a document says: why it can't be read, and what to look at in the draft. *Pure.*"""

from __future__ import annotations

from collections.abc import Mapping

from pejling.analysis.language import _, translate

_MESSAGES: Mapping[str, str] = {
    # what can't be read
    "unknown_sort_of_file": _(
        "Files ending in “%(found)s” can't be read here; save it in another form. These can: %(known)s."
    ),
    "file_too_large": _("The file is of %(found)s MB; there is room for %(limit)s. Save the plan alone in a file."),
    "too_many_pieces": _("The document has more than %(limit)s lines and cells. Save the plan alone in a file."),
    "not_a_text": _("The file isn't text. Save it as Word, Excel, PDF or text."),
    "empty_file": _("There is nothing in the file."),
    "no_text_in_pdf": _(
        "There is no text in the PDF, only pictures of pages. Run text recognition on it, or find the document it "
        "was made of."
    ),
    "locked_file": _("The file is locked by a password. Save it without."),
    "damaged_file": _(
        "The file is damaged, or isn't what its name (%(sort)s) says. Open it in its program and save it again."
    ),
    "too_demanding": _(
        "Reading the file takes too much time or memory (above %(limit)s MB). Save the plan alone in a file."
    ),
    # what to look at in the draft
    "nothing_found": _("No goal was found in the document: everything is among what wasn't understood."),
    "period_not_said": _("The document names no year: the period is set to %(year)s."),
    "organisation_not_said": _("The document doesn't say whose plan it is: write it in “organisation”."),
    "title_not_said": _("The document has no title of its own: the plan is called “%(title)s”."),
    "said_of_several": _(
        "Who, when and how it is followed up is said of several actions together, and stands at each of them: "
        "%(goals)s."
    ),
    "results_as_shares": _(
        "The results are read as per cent of each weight (80 per cent of a weight of 25 is 20), since some are above "
        "their weight."
    ),
    "weights_differ": _("The document says that the goals weigh %(said)s together; those found weigh %(found)s."),
    "results_differ": _("The document says that the result is %(said)s in all; those found add up to %(found)s."),
}  # fmt: skip


def message(code: str, params: Mapping[str, object]) -> str:
    """The words for a code, in the user's language."""
    words = {name: ", ".join(map(str, one)) if isinstance(one, list) else one for name, one in params.items()}
    return translate(_MESSAGES[code]) % words
