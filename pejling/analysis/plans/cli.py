"""`pejling score` and `pejling check`: a plan in a file, without any installation. Start without Django.

Exit codes: 0 good; 1 invalid (the plan can be read, but not used: each mistake is told with its place); 2 unreadable.
With ``--json`` there is JSON on stdout whatever the code is, and nothing else.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from pejling.analysis.language import _, translate
from pejling.analysis.plans.asked_figures import unknown_figures
from pejling.analysis.plans.attainment import Attained, Score, score
from pejling.analysis.plans.checking import Checked, check
from pejling.analysis.plans.exact import exact, shown
from pejling.analysis.plans.finding import Finding
from pejling.analysis.plans.kinds import PlanKind, plan_kinds
from pejling.analysis.plans.own_kinds import own_kinds, said_of
from pejling.analysis.plans.plan_file import LIMITS, ReadPlan, UnreadablePlan, read_plan
from pejling.analysis.plans.plan_model import Plan
from pejling.analysis.plans.wording import message, not_opened
from pejling.analysis.strict_fields import FieldError

VERBS = ("score", "check")


def add_parsers(subparsers: argparse._SubParsersAction) -> None:
    """Add both verbs to a command's verbs."""
    for name, about, run in (
        ("score", _("what a plan weighs and how much of it has been reached, exactly"), run_score),
        ("check", _("what is wrong with a plan, and what is missing or odd in it"), run_check),
    ):
        text = translate(about)
        parser = subparsers.add_parser(name, help=text, description=text)
        parser.add_argument(
            "file", metavar="PLAN.yaml", help=translate(_("the plan, as docs/plans.md describes it"))
        )
        parser.add_argument("--json", action="store_true", help=translate(_("for programs")))
        add_kinds(parser)
        if name == "score":
            parser.add_argument(
                "--what-if", metavar="ID=N", action="append", default=[],
                help=translate(_("try another result for a goal, measure or action, by its id")),
            )  # fmt: skip
        parser.set_defaults(run=run)


def add_kinds(parser: argparse.ArgumentParser) -> None:
    """Let a verb know an installation's own kinds of plan."""
    parser.add_argument(
        "--kinds", metavar="FOLDER", type=_kinds_of, default=None,
        help=translate(_("a folder with the school's own kinds of plan (PEJLING_HOME/plan_kinds)")),
    )  # fmt: skip


def _kinds_of(folder: str) -> dict[str, PlanKind]:
    """The catalogue's kinds and those of the folder; argparse tells what can't be read, and ends with 2."""
    if not Path(folder).is_dir():
        raise argparse.ArgumentTypeError(translate(_("there is no folder %(folder)s")) % {"folder": folder})
    own = own_kinds(Path(folder))
    if own.broken:
        raise argparse.ArgumentTypeError(
            "; ".join(f"{name}: {said_of(wrong)}" for name, wrong in own.broken).replace("%", "%%")
        )
    return plan_kinds() | own.kinds


def known_kinds(options: argparse.Namespace) -> dict[str, PlanKind]:
    """The kinds of plan that the verb knows."""
    return plan_kinds() if options.kinds is None else options.kinds


def run_score(options: argparse.Namespace) -> int:
    """Print the score; 1 where the plan has errors, which are told instead."""
    found = _read(options)
    if found is None:
        return 2
    errors = _errors(found, options)
    try:
        tried = _tried(options.what_if, found)
    except FieldError as error:
        errors = [*errors, _of_field(error)]
    if errors or found.plan is None:
        if options.json:
            _print({"errors": [_as_json(error) for error in errors]})
        _tell(errors, sys.stderr)
        return 1
    made = score(found.plan, tried)
    if options.json:
        _print(as_json(made))
    else:
        _say(_table(made))
    return 0


def run_check(options: argparse.Namespace) -> int:
    """Print every error and warning; 1 where there are errors."""
    found = _read(options)
    if found is None:
        return 2
    checked = _checked(found, options)
    errors = [*map(_of_field, found.errors), *checked.errors]
    warnings = [*checked.warnings, *(unknown_figures(found.plan) if found.plan and not found.errors else ())]
    if options.json:
        _print({"errors": list(map(_as_json, errors)), "warnings": list(map(_as_json, warnings))})
    else:
        _tell(errors, sys.stdout, translate(_("error")))
        _tell(warnings, sys.stdout, translate(_("warning")))
        if not errors and not warnings:
            _say(translate(_("Nothing is wrong with the plan.")))
    return 1 if errors else 0


def usable_plan(options: argparse.Namespace) -> tuple[Plan | None, int]:
    """A plan without errors, for another verb; None and the exit code where there is none, which is told."""
    found = _read(options)
    if found is None:
        return None, 2
    errors = _errors(found, options)
    if errors or found.plan is None:
        if options.json:
            _print({"errors": list(map(_as_json, errors))})
        _tell(errors, sys.stderr)
        return None, 1
    return found.plan, 0


def as_json(made: Score) -> dict[str, Any]:
    """The score for programs: decimals as strings, null where something isn't known."""
    return {
        "total": _text(made.total),
        "so_far": _text(made.so_far),
        "weight": _text(made.weight),
        "unknown_weight": _text(made.unknown_weight),
        "rounded": made.rounded,
        "goals": [_goal_as_json(goal) for goal in made.goals],
    }


def _goal_as_json(goal: Attained) -> dict[str, Any]:
    return {
        "id": goal.id,
        "label": goal.label,
        "title": goal.title,
        "weight": _text(goal.weight),
        "result": _text(goal.result),
        "how": goal.how,
        "unknown_weight": _text(goal.unknown_weight),
        "rounded": goal.rounded,
        "parts": [_goal_as_json(part) for part in goal.parts],
    }


def _read(options: argparse.Namespace) -> ReadPlan | None:
    """The plan; None, and the reason on stderr (and for programs), where the file can't be read."""
    path, code = "", "unreadable_file"
    try:
        return read_plan(_content(Path(options.file)))
    except UnreadablePlan as error:
        path, code, reason = error.path, error.code, message(error.code, error.params)
    except UnicodeDecodeError:
        reason = translate(_("The file isn't UTF-8 text: save it as UTF-8."))
    except OSError as error:
        reason = not_opened(error)
    if options.json:
        told: dict[str, Any] = {"errors": [{"path": path, "code": code, "message": reason}]}
        _print(told | {"warnings": []} if options.verb == "check" else told)
    sys.stderr.write(f"{options.file}: {reason}\n")
    return None


def _content(path: Path) -> str:
    """The file's text, if it isn't too long for a plan. Raises `UnreadablePlan`, OSError, UnicodeDecodeError."""
    with path.open("rb") as file:
        data = file.read(LIMITS.bytes + 1)
    if len(data) > LIMITS.bytes:
        raise UnreadablePlan("", "yaml_too_large", limit=LIMITS.bytes)
    return data.decode("utf-8-sig")


def _checked(found: ReadPlan, options: argparse.Namespace) -> Checked:
    # What hangs together can only be judged where every part could be read.
    if found.plan is None or found.errors:
        return Checked()
    return check(found.plan, known_kinds(options))


def _errors(found: ReadPlan, options: argparse.Namespace) -> list[Finding]:
    return [*map(_of_field, found.errors), *_checked(found, options).errors]


def _of_field(error: FieldError) -> Finding:
    return Finding(error.path, error.code, error.params)


def _tried(asked: Sequence[str], found: ReadPlan) -> dict[str, Decimal]:
    tried = {}
    weights = {}
    if found.plan is not None:
        for goal in found.plan.walk():
            weights |= {part.id: part.weight for part in (goal, *goal.measures, *goal.actions)}
    for text in asked:
        name, _mark, number = text.partition("=")
        if name not in weights:
            raise FieldError("--what-if", "unknown_value", found=name, known=list(weights), near="")
        tried[name] = exact(number, "--what-if")
        weight = weights[name]
        if weight is None or not 0 <= tried[name] <= weight:
            told = shown(weight) if weight is not None else "0"
            raise FieldError("--what-if", "result_out_of_range", found=number, weight=told)
    return tried


def _as_json(finding: Finding) -> dict[str, str]:
    return {"path": finding.path, "code": finding.code, "message": message(finding.code, finding.params)}


def _tell(findings: Iterable[Finding], stream: Any, sort: str = "") -> None:
    for finding in findings:
        place = finding.path or translate(_("the file"))
        stream.write(f"{sort + ': ' if sort else ''}{place}: {message(finding.code, finding.params)}\n")


def _table(made: Score) -> str:
    """Goal by goal: label, weight, result, title."""
    unknown = translate(_("not known"))
    rows = [(translate(_("goal")), translate(_("weight")), translate(_("result")), "")]
    rows += [
        (goal.label, _text(goal.weight) or "", _text(goal.result) or unknown, goal.title)
        for goal in made.goals
    ]
    if not made.weight:
        return translate(_("Nothing weighs in this plan: there is nothing to score."))
    total = _text(made.total)
    if total is None:
        told = {"so_far": shown(made.so_far), "unknown": shown(made.unknown_weight)}
        total = translate(_("%(so_far)s so far; %(unknown)s isn't known yet")) % told
    rows.append((translate(_("in all")), shown(made.weight), total, ""))
    wide = (
        max(len(row[0]) for row in rows),
        max(len(row[1]) for row in rows),
        max(len(row[2]) for row in rows[:-1]),
    )
    return "\n".join(
        f"{row[0]:<{wide[0]}}  {row[1]:>{wide[1]}}  {row[2]:>{wide[2]}}  {row[3][:70]}".rstrip()
        for row in rows
    )


def _text(value: Decimal | None) -> str | None:
    return None if value is None else shown(value)


def _print(told: dict[str, Any]) -> None:
    _say(json.dumps(told, ensure_ascii=False, indent=2))


def _say(text: str) -> None:
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(encoding="utf-8")
    sys.stdout.write(text + "\n")
