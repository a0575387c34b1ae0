"""What has happened in the demo's plans: partners' commitments in different states, and follow-ups of some actions.

Everything is invented, and says so. The strategy's partners are the demo school's own municipalities here, so that
the education consultant of one of them has something to write.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from pejling.analysis.plans.plan_model import (
    Action,
    Commitment,
    FollowUp,
    Goal,
    KeptFigure,
    Plan,
    Review,
    ReviewedTheme,
)
from pejling.flows.demo.school import MUNICIPALITIES

#: theme -> the number of a partner (0: the school) -> state and what it does; the others haven't chosen yet
_COMMITMENTS = {
    "1.a": {
        0: ("running", "Skolen samler parternes forventninger i ét oplæg til en kvalitetsaftale (demo)."),
        1: ("running", "Vi beskriver, hvad en elev kan forvente på hvert af vores oplæringssteder (demo)."),
        2: ("planned", "Vi drøfter oplægget på ledermødet til foråret (demo)."),
        3: ("done", "Aftalen er gennemgået med alle områdeledere (demo)."),
    },
    "1.b": {
        1: ("done", "Alle nye oplæringsvejledere får tre dages kursus det første år (demo)."),
        2: ("paused", "Fælles vejledernetværk; venter på en ny tovholder (demo)."),
    },
    "2.a": {
        0: ("running", "Hver underviser er to dage om året i praksis (demo)."),
        4: ("running", "Oplæringsvejledere deltager i undervisningen, når forløbet begynder (demo)."),
    },
    "3.a": {
        1: ("not_chosen", "Vi har ikke valgt temaet i år; rekruttering ligger i en anden plan (demo)."),
        5: ("planned", "Besøg på to folkeskoler (demo)."),
    },
}
_PEOPLE = {1: ("Uddannelseskonsulent",), 0: ("Uddannelsesleder",)}

#: theme -> status, what has been done, assessment, next steps
_REVIEWED = {
    "1.a": (
        "attention", "Et oplæg til aftalen er skrevet, og én kommune har gennemgået den (demo).",
        "Aftalen skal være fælles, før den virker (demo).",
        ("Oplægget drøftes i alle seks kommuner, cheferne, september (demo)",),
    ),
    "1.b": ("on_track", "Kurser for nye oplæringsvejledere er i gang (demo).", "", ()),
    "3.a": ("unknown", "", "Det er for tidligt at se noget på ansøgertallene (demo).", ()),
}  # fmt: skip

#: an action's title -> its follow-ups: day, what was found, evidence, decision, a figure or None
_FOLLOW_UPS: dict[str, tuple[tuple[date, str, str, str, KeptFigure | None], ...]] = {
    "Styrket samarbejde med praksis": (
        (
            date(2021, 6, 18),
            "Tre møder er holdt. Gruppen peger på de første uger i oplæringen som det svære sted (demo).",
            "Mødereferater", "continue", None,
        ),
        (
            date(2021, 9, 24),
            "Workshoppen gav fire handleplaner. To af dem har ingen tovholder endnu (demo).",
            "Evalueringsskema fra workshoppen", "adjust",
            KeptFigure("Deltagernes udbytte af workshoppen (1-5)", None, n=31, as_of=date(2021, 9, 16),
                       source="opdigtet til demoen", note="ikke gjort op på afdelinger"),
        ),
    ),
    "Ansættelse af en gennemførelseskoordinator": (
        (
            date(2021, 10, 1),
            "Funktionen er oprettet, og de første samtaler er holdt (demo).", "Stillingsbeskrivelsen", "continue",
            None,
        ),
    ),
    "Forberedelse til oplæring": (
        (date(2021, 11, 12), "Mappen er præsenteret på to af fire områdemøder (demo).", "", "", None),
    ),
}  # fmt: skip


def at_home(plan: Plan, school: str) -> Plan:
    """The strategy with the demo school and its municipalities as partners, and with their commitments."""
    names = dict(zip(plan.partners, (school, *MUNICIPALITIES), strict=False))
    partners = tuple(names.values())
    goals = tuple(_committed(goal, partners) for goal in plan.goals)
    return replace(plan, partners=partners, goals=goals, reviews=(_review(plan),))


def _review(plan: Plan) -> Review:
    """A review under way, written on for some of the themes."""
    titles = {goal.label: goal.title for goal in plan.walk()}
    return Review(
        date(2026, 5, 20),
        "Midtvejsopfølgning (demo)",
        ("Skolens direktion", "Ældre- og sundhedschefer i kommunerne"),
        themes=tuple(
            ReviewedTheme(label, titles[label], status, done, assessment, steps)
            for label, (status, done, assessment, steps) in _REVIEWED.items()
            if label in titles
        ),
    )


def _committed(goal: Goal, partners: tuple[str, ...]) -> Goal:
    said = _COMMITMENTS.get(goal.label, {})
    made = tuple(
        Commitment(partners[number], text, _PEOPLE.get(number, ()), state)
        for number, (state, text) in said.items()
    )
    return replace(goal, commitments=made, goals=tuple(_committed(inner, partners) for inner in goal.goals))


def followed_up(plan: Plan) -> Plan:
    """The self-evaluation with follow-ups of some of its actions."""
    return replace(plan, goals=tuple(_followed(goal) for goal in plan.goals))


def _followed(goal: Goal) -> Goal:
    return replace(goal, actions=tuple(_with_follow_ups(one) for one in goal.actions))


def _with_follow_ups(action: Action) -> Action:
    made = tuple(
        FollowUp(day, narrative, evidence, decision, (figure,) if figure else ())
        for day, narrative, evidence, decision, figure in _FOLLOW_UPS.get(action.title, ())
    )
    return replace(action, follow_ups=made)
