"""`pejling take-in`: a document as a draft plan in a file, and what in it wasn't understood. Starts without Django.

Exit codes: 0 a draft was made; 1 the document can be read, but no goal was found in it; 2 unreadable.
"""

from __future__ import annotations

import argparse
import json
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pejling.analysis.language import _, translate
from pejling.analysis.plans.wording import message as plan_message
from pejling.analysis.plans.wording import not_opened

if TYPE_CHECKING:
    from pejling.analysis.plans.taking_in.taking import Draft

VERB = "take-in"


def add_parser(subparsers: argparse._SubParsersAction) -> None:
    """Add the verb to a command's verbs."""
    text = translate(
        _("a draft plan of a document (Word, Excel, PDF or text), and what in it wasn't understood")
    )
    parser = subparsers.add_parser(VERB, help=text, description=text)
    parser.add_argument("file", metavar="FILE", help=translate(_("the document")))
    parser.add_argument(
        "--kind",
        metavar="KIND",
        default="",
        help=translate(_("the kind of plan (guessed where it isn't said)")),
    )
    parser.add_argument(
        "--out", metavar="PLAN.yaml", help=translate(_("where to write the draft (else it is printed)"))
    )
    parser.add_argument("--json", action="store_true", help=translate(_("for programs")))
    parser.set_defaults(run=run_take_in)


def run_take_in(options: argparse.Namespace) -> int:
    """Write the draft and tell the rest."""
    # Imported here: no other verb should wait for the words of documents to be read.
    from pejling.analysis.plans.kinds import plan_kinds
    from pejling.analysis.plans.taking_in.documents import UnreadableDocument, read_document
    from pejling.analysis.plans.taking_in.taking import take_in
    from pejling.analysis.plans.taking_in.wording import message
    from pejling.analysis.plans.writing import write_plan

    kinds = plan_kinds()
    if options.kind and options.kind not in kinds:
        return _refused(
            options, plan_message("unknown_kind", {"found": options.kind, "known": sorted(kinds)})
        )
    try:
        original = read_document(Path(options.file))
    except UnreadableDocument as error:
        return _refused(options, message(error.code, error.params))
    except OSError as error:
        return _refused(options, not_opened(error))
    draft = take_in(original, kinds, date.today(), options.kind)
    written = write_plan(draft.plan)
    if options.out:
        try:
            with Path(options.out).open("x", encoding="utf-8") as file:
                file.write(written)
        except FileExistsError:
            return _refused(
                options,
                translate(_("%(file)s is there already: nothing was written.")) % {"file": options.out},
            )
        except OSError as error:
            return _refused(options, not_opened(error))
    if options.json:
        _say(json.dumps(as_json(draft, written), ensure_ascii=False, indent=2))
    else:
        if not options.out:
            _say(written.rstrip("\n"))
        _tell(draft, len(original.pieces))
    return 0 if draft.plan.goals else 1


def as_json(draft: Draft, written: str) -> dict[str, Any]:
    """The draft for programs: the plan as its file, where each line or cell went, the leftovers and the notes."""
    from pejling.analysis.plans.taking_in.wording import message

    return {
        "kind": draft.plan.kind,
        "plan": written,
        "placed": [
            {"number": number, "path": one.path, "text": one.text, "heading": one.heading}
            for number, placed in sorted(draft.placed.items())
            for one in placed
        ],
        "leftovers": [{"number": piece.number, "text": piece.text} for piece in draft.leftovers],
        "notes": [{"code": note.code, "message": message(note.code, note.params)} for note in draft.notes],
    }


def _tell(draft: Draft, pieces: int) -> None:
    """What a person should look at, on stderr, so that a printed draft stays a plan."""
    from pejling.analysis.plans.taking_in.wording import message

    lines = [message(note.code, note.params) for note in draft.notes]
    counts = {"left": len(draft.leftovers), "all": pieces}
    lines.append(translate(_("Not understood: %(left)s of %(all)s lines or cells.")) % counts)
    lines += [f"{piece.number}: {piece.text}" for piece in draft.leftovers]
    sys.stderr.write("\n".join(lines) + "\n")


def _refused(options: argparse.Namespace, reason: str) -> int:
    sys.stderr.write(f"{options.file}: {reason}\n")
    return 2


def _say(text: str) -> None:
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(encoding="utf-8")
    sys.stdout.write(text + "\n")
