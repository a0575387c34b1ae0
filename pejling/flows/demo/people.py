"""The invented students: a number, a name put together at random, a birthday and a temper for absence. Pure."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from . import school
from .truth import Student


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


GIVEN_NAMES = _words(
    "Anne Mette Kirsten Hanne Anna Helle Susanne Lene Marianne Maria Camilla Louise Pia Charlotte Tina Gitte Ida "
    "Emma Sofie Laura Julie Sara Cecilie Mathilde Freja Clara Amina Fatima Zahra Leila Hodan Olga Nadia Ewa Maja "
    "Signe Katrine Line Trine Rikke Peter Michael Lars Jens Thomas Henrik Søren Christian Martin Jan Morten Anders "
    "Rasmus Mads Emil Oliver Ali Omar Yusuf Hassan Jakob Kasper Nikolaj Åse Jørgen"
)
SURNAMES = _words(
    "Nielsen Jensen Hansen Andersen Pedersen Christensen Larsen Sørensen Rasmussen Jørgensen Petersen Madsen "
    "Kristensen Olsen Thomsen Christiansen Poulsen Johansen Møller Mortensen Knudsen Jakobsen Mikkelsen Frederiksen "
    "Lund Holm Schmidt Eriksen Kristiansen Clausen Simonsen Svendsen Andreasen Iversen Østergaard Jeppesen Mogensen "
    "Ali Ahmed Hussein Nguyen Kowalska Bach Kjær Dam Skov Krogh Toft Bjerre Aagaard"
)


def weighted(rng: Random, weights: dict[str, float]) -> str:
    """One key, drawn with its weight; the weights needn't sum to 1."""
    return rng.choices(list(weights), list(weights.values()))[0]


def enter(rng: Random, number: str, part: str, direction: str, start: date) -> Student:
    """A new student at a department that teaches the direction; GF1 students are young, the others any age."""
    department = weighted(
        rng, {d: row[1] for d, row in school.DEPARTMENTS.items() if part == "GF1" or direction in row[3]}
    )
    if part == "GF1":
        years = rng.triangular(15.5, 21.0, 16.5)
    elif rng.random() < 0.56:
        years = rng.triangular(17.0, 25.0, 19.0)
    else:
        years = rng.triangular(25.1, 56.0, 29.0)
    home = school.HOME[department]
    return Student(
        number=number,
        name=f"{rng.choice(GIVEN_NAMES)} {rng.choice(SURNAMES)}",
        born=start - timedelta(days=round(years * 365.25)),
        department=department,
        municipality=home if rng.random() < 0.7 else rng.choice(school.MUNICIPALITIES),
        truant=rng.betavariate(1.6, 16.0),
        open_end="31-12-9999" if rng.random() < 0.3 else "",
    )
