"""A document as a draft plan, with every piece of it either in a field or among what was not understood. *Pure.*"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from pejling.analysis.plans.kinds import PlanKind
from pejling.analysis.plans.plan_model import Milestone, Plan
from pejling.analysis.plans.taking_in.dates_in_text import dates
from pejling.analysis.plans.taking_in.finishing import Finisher
from pejling.analysis.plans.taking_in.heading_facts import (
    find_organisation,
    find_partners,
    find_period,
    find_title,
    guess_kind,
    whose_title,
)
from pejling.analysis.plans.taking_in.originals import CELL, HEADING, MARGIN, Original, Piece, joined
from pejling.analysis.plans.taking_in.plan_labels import (
    ORGANISATION,
    PERIOD,
    TITLE,
    Said,
    find_labels,
)
from pejling.analysis.plans.taking_in.reading import Reader
from pejling.analysis.plans.taking_in.run_in import facts_of_points
from pejling.analysis.plans.taking_in.sketch import Part, Sketch, Use
from pejling.analysis.plans.taking_in.tables import read_table
from pejling.analysis.plans.taking_in.together import share_out
from pejling.analysis.plans.taking_in.vocabulary import without_bullet

_MEETING = re.compile(r"(?P<name>\w*(?:samtale|møde|workshop|seminar|temadag|konference))\w*", re.IGNORECASE)

_REACHED = re.compile(
    r"\d\s*(?:%|procent|pct)|\b(?:højst|mindst|minimum|maksimalt|stiger|falder)\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a piece (or some of it) went. ``path``: in the plan. ``heading``: it only says what follows."""

    path: str
    text: str
    heading: bool


@dataclass(frozen=True, slots=True)
class Note:
    """Something about the draft that a person must look at; words in `wording`."""

    code: str
    params: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Draft:
    """The draft, what became of each piece (by its number), what wasn't understood, and what to look at."""

    plan: Plan
    placed: Mapping[int, tuple[Placed, ...]]
    leftovers: tuple[Piece, ...]
    notes: tuple[Note, ...]


def take_in(original: Original, kinds: Mapping[str, PlanKind], today: date, kind: str = "") -> Draft:
    """A draft plan of the document. ``kind``: "" to guess it; ``today``: the year of a document that says none."""
    whole, original = (
        original,
        replace(original, pieces=tuple(piece for piece in original.pieces if piece.sort != MARGIN)),
    )
    kind = kind or guess_kind(whole, kinds)
    sketch = Sketch()
    wanted = kinds[kind].needed.get("goal", ()) if kind in kinds else ()
    reader = Reader(original.pieces, sketch, wanted)
    labels = find_labels(original.pieces, reader.openings)
    pieces, under, title = _title(original, reader, labels)
    partners = find_partners(original)
    parties = {piece.number for piece, _name in partners}
    under = [piece for piece in under if piece.number not in parties]
    for name, label in labels.items():
        # A title is put where it belongs, the others are read off.
        for piece in label.pieces if name != TITLE else ():
            sketch.note(piece.number, sketch.plan, name, piece.text)
    known = {piece.number for piece in (*pieces, *under)} | set(sketch.uses)
    organisation = (
        labels[ORGANISATION].value.strip(" .") if ORGANISATION in labels else find_organisation(whole)
    )
    for piece in pieces:
        whose, text = whose_title(piece.text, organisation)
        if whose:
            sketch.note(piece.number, sketch.plan, "organisation", whose)
        sketch.put(piece.number, sketch.plan, "title", text, paragraph=False)
    for piece in under:
        sketch.put(piece.number, sketch.plan, "about", piece.text)
    for piece, name in partners:
        if piece.number not in known:
            sketch.put(piece.number, sketch.plan, "partners", name)
            known.add(piece.number)
    _read(reader, known)
    _without_headings_of_tables(reader)
    _strategies(sketch)
    if kind in kinds and kinds[kind].weights == "needed":
        _measures(sketch)
    _as_percent(sketch)
    facts_of_points(sketch)
    shared = share_out(sketch)
    period, said = find_period(original, kind, today, labels[PERIOD].value if PERIOD in labels else "")
    plan = _plan(sketch, kind, kinds, period, organisation)
    for piece in original.pieces:
        if piece.number in sketch.uses:
            continue
        if piece.text.strip(" .,") == organisation:
            sketch.note(piece.number, sketch.plan, "organisation", piece.text)
        elif piece.sort == HEADING and (goal := _called(sketch, piece.text)):
            # A sheet's name, and then its goal called so.
            sketch.note(piece.number, goal, "title", piece.text)
    leftovers = tuple(piece for piece in whole.pieces if piece.number not in sketch.uses)
    plan = _with_meetings(plan, leftovers)
    notes = _notes(plan, sketch, said, organisation, title, [goal.text("title") for goal in shared])
    return Draft(
        plan, {number: tuple(map(_placed, uses)) for number, uses in sketch.uses.items()}, leftovers, notes
    )


def _title(
    original: Original, reader: Reader, labels: Mapping[str, Said]
) -> tuple[list[Piece], list[Piece], str]:
    """As a label says it, else as it stands at the head of what no label says."""
    if TITLE in labels:
        held = labels[TITLE]
        for piece in held.pieces:
            reader.sketch.note(piece.number, reader.sketch.plan, "title", piece.text.removesuffix(held.value))
        return [replace(held.pieces[-1], text=held.value)], [], held.value
    return find_title(original, reader.openings, {p.number for one in labels.values() for p in one.pieces})


def _read(reader: Reader, known: set[int]) -> None:
    """Every piece once: tables whole, the rest one by one."""
    done: set[int] = set()
    for place, piece in enumerate(reader.pieces):
        if piece.table:
            if piece.table not in done:
                done.add(piece.table)
                cells = [one for one in reader.pieces[place:] if one.table == piece.table]
                read_table(reader, [one for one in cells if one.number not in known])
                # What follows a table isn't more of its last cell.
                reader.leave()
        elif piece.number not in known:
            reader.read(place)


def _without_headings_of_tables(reader: Reader) -> None:
    """A heading right above a table of goals ("Mål og vægte") was none of them, where nothing has been said of it."""
    for place, part in reader.opened.items():
        piece, after = reader.pieces[place], reader.pieces[place + 1 : place + 2]
        bare = not part.parts and part.weight is None and part.texts.keys() <= {"title"}
        if bare and piece.sort == HEADING and after and after[0].sort == CELL and part.above and reader.named:
            part.above.parts.remove(part)
            reader.sketch.uses[piece.number] = [Use(reader.sketch.plan, "heading", piece.text, heading=True)]


def _called(sketch: Sketch, text: str) -> Part | None:
    goals = (part for part in sketch.plan.walk() if part.sort == "goal")
    return next((goal for goal in goals if goal.text("title").casefold() == text.casefold()), None)


def _strategies(sketch: Sketch) -> None:
    """Where other goals have both, the paragraph that ends a goal's measures and weighs is its one strategy.

    Text from a page of columns loses the columns: such a strategy has neither label nor bullet.
    """
    goals = [part for part in sketch.plan.walk() if part.sort == "goal"]
    if not any(goal.of("action") for goal in goals if goal.weight is not None):
        return
    for goal in goals:
        measures = goal.of("measure")
        if not goal.of("action") and len(measures) > 1 and not measures[-1].marked and measures[-1].weight:
            measures[-1].sort = "action"


def _measures(sketch: Sketch) -> None:
    """In a plan that weighs, points that weigh are what it is measured by.

    So they are right under a goal, or where no goal is measured otherwise and most say a number to be reached.
    """
    parts = list(sketch.plan.walk())
    points = [part for part in parts if part.sort == "action" and part.weight is not None]
    measured = any(part.sort == "measure" for part in parts)
    reached = sum(bool(_REACHED.search(point.text("title"))) for point in points) * 3 > len(points) * 2
    for goal in [part for part in parts if part.sort == "goal"]:
        points = goal.of("action")
        weigh = bool(points) and all(
            point.weight is not None and point.texts.keys() <= {"title", "description"} and not point.parts
            for point in points
        )
        if weigh and (all(point.implied for point in points) or (reached and not measured)):
            for point in points:
                point.sort = "measure"


def _as_percent(sketch: Sketch) -> None:
    """A spreadsheet keeps 30 % as 0.3: weights that make up 1 together are shares of 1."""
    weighed = [part for part in sketch.plan.walk() if part.weight is not None]
    goals = [part for part in weighed if part.sort == "goal"] or weighed
    if not weighed or sum((part.weight or Decimal(0) for part in goals), Decimal(0)) != 1:
        return
    for part in weighed:
        part.weight = (part.weight or Decimal(0)) * 100
        part.result = part.result * 100 if part.result is not None else None


def _plan(
    sketch: Sketch, kind: str, kinds: Mapping[str, PlanKind], period: tuple[date, date], organisation: str
) -> Plan:
    part = sketch.plan
    finisher = Finisher(period, sketch)
    years = str(period[0].year) if period[0].year == period[1].year else f"{period[0].year}-{period[1].year}"
    name = kinds[kind].words["da"].title if kind in kinds else kind
    title = " ".join(part.texts.get("title", [])) or f"{name} {years}"
    for goal in part.of("goal"):
        if not goal.text("title"):
            # Actions that stand under no goal of their own.
            goal.put("title", title, True)
    return Plan(
        kind=kind,
        title=title[:300],
        organisation=organisation or "?",
        period=period,
        about=part.text("about"),
        partners=_partners(part),
        references=finisher.references(part),
        goals=finisher.goals(part.of("goal"), "", ""),
    )


def _partners(part: Part) -> tuple[str, ...]:
    """The parties, one each: of a list, or after each other in a line."""
    lines = part.texts.get("partners", [])
    # "Skolen, Midt- og Vestjylland" is one party; a line of three or more names isn't.
    named = [
        name
        for line in lines
        for name in (re.split(r",|\bog (?=[A-ZÆØÅ])", line) if line.count(",") > 1 else [line])
    ]
    return tuple(dict.fromkeys(without_bullet(name.strip(" .")) for name in named if name.strip(" .")))


def _with_meetings(plan: Plan, leftovers: tuple[Piece, ...]) -> Plan:
    """Meetings with a whole date among what wasn't understood, as the plan's milestones (the text stays there)."""
    found: dict[tuple[str, str], Milestone] = {}
    for place, piece in enumerate(leftovers):
        after = leftovers[place + 1] if place + 1 < len(leftovers) else None
        text = joined(piece.text, after.text) if after and after.number == piece.number + 1 else piece.text
        meeting = _MEETING.search(text)
        for match in dates(text, plan.period):
            if meeting and re.search(r"\d{1,2}.*\d{4}", match[0]) and match.start() <= len(piece.text):
                title = meeting["name"].capitalize()
                found.setdefault((title, match[0].lower()), Milestone(title, match[0].lower()))
    return replace(plan, milestones=(*plan.milestones, *found.values()))


def _placed(use: Use) -> Placed:
    path = f"{use.part.path}.{use.field}".lstrip(".")
    return Placed(path, use.text, use.heading)


def _notes(
    plan: Plan, sketch: Sketch, said: bool, organisation: str, title: str, shared: list[str]
) -> tuple[Note, ...]:
    notes = []
    if not plan.goals:
        notes.append(Note("nothing_found", {}))
    if not said:
        notes.append(Note("period_not_said", {"year": plan.period[0].year}))
    if not organisation:
        notes.append(Note("organisation_not_said", {}))
    if not title:
        notes.append(Note("title_not_said", {"title": plan.title}))
    if shared:
        notes.append(Note("said_of_several", {"goals": shared}))
    if sketch.as_shares:
        notes.append(Note("results_as_shares", {}))
    if sketch.totals:
        notes += _differing(sketch.plan, sketch.totals)
    return tuple(notes)


def _differing(part: Part, totals: tuple[Decimal, Decimal]) -> list[Note]:
    """The document's own totals against what was read: a goal that was lost is seen here."""
    goals = part.of("goal")
    found = [sum((goal.weight or Decimal(0) for goal in goals), Decimal(0)),
             sum((goal.result or Decimal(0) for goal in goals), Decimal(0))]  # fmt: skip
    return [
        Note(code, {"found": read, "said": total})
        for code, read, total in zip(("weights_differ", "results_differ"), found, totals, strict=True)
        if read != total
    ]
