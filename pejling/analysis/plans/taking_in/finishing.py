"""A sketch as a plan value: titles, labels, schedules and rules from the words taken in. *Pure.*"""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

from pejling.analysis.plans.plan_model import (
    Action,
    Commitment,
    Goal,
    Measure,
    Reference,
    SubAction,
)
from pejling.analysis.plans.rules import EachOf, Held, Item, Parameter, Rule, Threshold
from pejling.analysis.plans.taking_in.dates_in_text import milestones
from pejling.analysis.plans.taking_in.sketch import Part, Sketch

LONGEST_TITLE = 300
_LETTERS = "abcdefghijklmnopqrstuvwxyzæøå"
_DATED = re.compile(
    r"\b(?:af|fra|dateret|d\.)\s+(?P<day>\d{1,2}\.\s?\d{1,2}\.\s?\d{4}|(?:\d{1,2}\. )?[a-z]+ \d{4})\b"
)
_LIST = re.compile(r"\s*(?:[;\n]|,(?! ?\d)|\bog\b(?=\s+[A-ZÆØÅ]))\s*")
_STATES = (
    ("stopped", r"stoppet|droppet|opgivet|aflyst|\bstopped|cancelled"),
    ("paused", r"pause|sat i bero|udskudt|afventer|on hold|postponed"),
    (
        "planned",
        r"(?:ikke|endnu) (?:påbegyndt|startet|igangsat|i gang|begyndt)|planlagt|kommende|not started|\bplanned",
    ),
    ("running", r"\bdelvis|\bi proces|in progress|ongoing"),
    (
        "done",
        r"(?<!ikke )(?:afsluttet|gennemført|færdig|udført|opfyldt|nået|implementeret)|\bcompleted|\bdone\b",
    ),
    ("running", r"i gang|igangsat|igang|påbegyndt|startet|løbende|under|\bstarted|\bgrøn(?:t)?$"),
)
_NUMBER = r"(\d+(?:,\d+)?)"
_AT_MOST = re.compile(
    rf"(?:højst|maks(?:imalt|imum)?|ikke over|under)\s+{_NUMBER}\s*(%|procent|pct)?", re.IGNORECASE
)
_AT_LEAST = re.compile(
    rf"(?:(?:mindst|minimum|min\.|ikke under|over)\s+(?:ligge på\s+|være\s+)?{_NUMBER}\s*(%|procent|pct)?"
    rf"|{_NUMBER}\s*(%|procent|pct)?\s+eller (?:derover|mere|højere))", re.IGNORECASE
)  # fmt: skip
_YEARLY = re.compile(r"(?<![\d,])(\d+(?:,\d+)?)\s*(?:%|procent|pct\.?)? i (\d{4})")


class Finisher:
    """Makes the values of a plan for ``period``. Notes every part's place in the file."""

    def __init__(self, period: tuple[date, date], sketch: Sketch) -> None:
        self.period, self.sketch = period, sketch

    def goals(self, parts: list[Part], above: str, path: str) -> tuple[Goal, ...]:
        labels = _labels(parts, [str(number) for number in range(1, len(parts) + 1)])
        made = []
        for number, (part, label) in enumerate(zip(parts, labels, strict=True), 1):
            part.path = f"{path}goals[{number}]"
            # "1.a" under "1" is its own path already.
            key = label if not above or label.startswith(f"{above}.") else f"{above}.{label}"
            made.append(self._goal(part, key, label))
        return tuple(made)

    def _goal(self, part: Part, key: str, label: str) -> Goal:
        measures, actions = part.of("measure"), part.of("action")
        title, rest = titled(part)
        used = {label for label in _labels(actions, list(_LETTERS)) if label}
        for measure in measures:
            # Measures and actions are told apart by their labels.
            measure.label = "" if measure.label in used else measure.label
        names = _labels(measures, [f"m{n}" for n in range(1, len(measures) + 1) if f"m{n}" not in used])
        return Goal(
            id=key, label=label, title=title, path=part.path, weight=part.weight, result=part.result,
            description=_paragraphs(rest, part.text("description")),
            reason=part.text("reason"),
            references=self.references(part),
            measures=tuple(
                self._measure(one, key, name, f"{part.path}.measures[{number}]")
                for number, (one, name) in enumerate(zip(measures, names, strict=True), 1)
            ),
            actions=tuple(
                self._action(one, key, name, f"{part.path}.actions[{number}]")
                for number, (one, name) in enumerate(zip(actions, _labels(actions, list(_LETTERS)), strict=True), 1)
            ),
            commitments=self._commitments(part),
            goals=self.goals(part.of("goal"), key, f"{part.path}."),
        )  # fmt: skip

    def references(self, holder: Part) -> tuple[Reference, ...]:
        """The documents referred to; a date in the title is also its day."""
        made = []
        for number, part in enumerate(holder.of("reference"), 1):
            part.path = f"{holder.path}.references[{number}]".lstrip(".")
            link = part.text("link")
            title, rest = titled(part, link)
            match = _DATED.search(title)
            made.append(
                Reference(
                    title, match["day"] if match else "", link, _paragraphs(rest, part.text("description"))
                )
            )
        return tuple(made)

    def _measure(self, part: Part, above: str, label: str, path: str) -> Measure:
        part.path = path
        title, rest = titled(part)
        description = _paragraphs(rest, part.text("description"))
        rule = _rule(f"{title} {description}", part.times, title)
        target = rule.bound if isinstance(rule, Threshold) else None
        baseline = rule.parameters[0].baseline if isinstance(rule, Held) else None
        return Measure(
            id=f"{above}.{label}", label=label, title=title, path=path, weight=part.weight, result=part.result,
            description=description, rule=rule, target=target, baseline=baseline,
        )  # fmt: skip

    def _action(self, part: Part, above: str, label: str, path: str) -> Action:
        part.path = path
        title, rest = titled(part)
        schedule, undated = milestones(part.texts.get("schedule", []), self.period)
        owner = part.text("owner").replace("\n", ", ")
        state, said = _state(part.text("state"))
        target = f"Målgruppe: {part.text('group')}" if part.text("group") else ""
        # What has no room in its own field is said in the description.
        long_owner = owner if len(owner) > LONGEST_TITLE else ""
        strategy = _paragraphs(part.text("strategy"), *undated)
        return Action(
            id=f"{above}.{label}", label=label, title=title, path=path, weight=part.weight, result=part.result,
            description=_paragraphs(rest, part.text("reason"), part.text("description"), target, said, long_owner),
            needed_change=part.text("needed_change"),
            operational_goal=part.text("operational_goal"),
            strategy=strategy,
            owner="" if long_owner else owner,
            involved=_several(part.text("involved")),
            evaluation_plan=part.text("evaluation_plan"),
            expected_effect=part.text("expected_effect"),
            schedule=schedule,
            state=state,
            reach="all" if re.match(r"alle\b", part.text("group"), re.IGNORECASE) else "",
            sub_actions=tuple(self._sub_action(one, path, n) for n, one in enumerate(part.of("sub_action"), 1)),
            rule=EachOf(_items(title, part.times)) if part.times > 1 else None,
        )  # fmt: skip

    def _sub_action(self, part: Part, above: str, number: int) -> SubAction:
        part.path = f"{above}.sub_actions[{number}]"
        title, rest = titled(part)
        return SubAction(" ".join(_paragraphs(title, rest, part.text("description")).split()))

    def _commitments(self, holder: Part) -> tuple[Commitment, ...]:
        made = []
        for number, part in enumerate(holder.of("commitment"), 1):
            part.path = f"{holder.path}.commitments[{number}]"
            text = part.text("text")
            chosen = not re.fullmatch(r"(?:ikke valgt|fravalgt|-|nej)\.?", text.strip(), re.IGNORECASE)
            made.append(Commitment(part.text("title"), text, state="planned" if chosen else "not_chosen"))
        return tuple(made)


def titled(part: Part, otherwise: str = "") -> tuple[str, str]:
    """A title of one line, and what of it goes to the description because it is more than a title."""
    paragraphs = part.texts.get("title", [])
    whole = " ".join(paragraphs).strip(" -–:") if paragraphs else ""
    bare = re.sub(r"\s*:$", "", whole)
    if not bare:
        # A part without a title of its own is called by the first words that are said of it.
        words = next((texts[0] for texts in part.texts.values() if texts and texts[0]), otherwise)
        return _cut(words)[0] or "?", ""
    return _cut(bare)


def _cut(text: str) -> tuple[str, str]:
    """The first sentence as title where the text is long, with the rest; a long sentence is kept whole beside it."""
    if len(text) <= 160:
        return text, ""
    sentences = re.split(r"(?<=[a-zæøå)][.!?])\s+(?=[A-ZÆØÅ])", text, maxsplit=1)
    if len(sentences) == 2 and len(sentences[0]) <= LONGEST_TITLE:
        return sentences[0], sentences[1]
    if len(text) <= LONGEST_TITLE:
        return text, ""
    return text[: LONGEST_TITLE - 1].rsplit(" ", 1)[0] + "…", text


def _labels(parts: list[Part], otherwise: list[str]) -> list[str]:
    """A label for each part: its own, unless another has it already; else the first that nobody has."""
    taken = {part.label for part in parts if part.label}
    free = (
        name
        for name in [*otherwise, *(str(number) for number in range(1, len(parts) + 1000))]
        if name not in taken
    )
    seen: set[str] = set()
    labels = []
    for part in parts:
        label = part.label if part.label and part.label not in seen else next(free)
        seen.add(label)
        labels.append(label)
    return labels


def _paragraphs(*texts: str) -> str:
    return "\n".join(text for text in texts if text)


def _several(text: str) -> tuple[str, ...]:
    """Parties in a list or after each other; a sentence stays a whole."""
    named = [one.strip(" .-") for one in _LIST.split(text) if one.strip(" .-")]
    return tuple(dict.fromkeys(one[:200] for one in named))


def _state(text: str) -> tuple[str, str]:
    """The state, and what was said of it where that is more than the state's name."""
    if not text:
        return "planned", ""
    for state, words in _STATES:
        if re.search(words, text, re.IGNORECASE):
            return state, f"Status: {text}"
    return "planned", f"Status: {text}"


def _items(title: str, times: int) -> tuple[Item, ...]:
    return tuple(Item(f"{number} af {times}") for number in range(1, times + 1))


def _rule(text: str, times: int, title: str) -> Rule | None:
    """The rule that the words give, where they give one only; the values are left for who knows them."""
    if times > 1:
        return EachOf(_items(title, times))
    years = [(int(year), _exact(value)) for value, year in _YEARLY.findall(text)]
    if len(years) == 2 and years[0][0] != years[1][0]:
        (_first, before), (_last, after) = sorted(years)
        return Held((Parameter(title[:200], before, after),))
    most, least = _AT_MOST.search(text), _AT_LEAST.search(text)
    if bool(most) == bool(least):
        return None
    if most:
        return Threshold(_exact(most[1]), at_most=True)
    return Threshold(_exact(least[1] or least[3])) if least else None


def _exact(text: str) -> Decimal:
    return Decimal(text.replace(",", "."))
