"""The invented school itself: departments, municipalities, what is taught where, and the words of its leavers.

Nothing here exists. Departments and municipalities were made up and carry no real school's or municipality's name.
Pure.
"""

from __future__ import annotations

NAME = "Demoskolen (opdigtet)"

#: Six digits of text, as institution numbers are; made up.
INSTITUTION = "999201"

BASIC_PROGRAMME = "SOSU"
PROGRAMMES = ("SSH", "SSA", "PAU")

#: Department -> (short name used in classes, share of the entrants, hazard beside the school's, main programmes).
DEPARTMENTS: dict[str, tuple[str, float, float, tuple[str, ...]]] = {
    "Ådalen": ("ÅDA", 0.28, 0.95, ("SSH", "SSA", "PAU")),
    "Fjordbakken": ("FJO", 0.22, 1.00, ("SSH", "SSA", "PAU")),
    "Skovkær": ("SKO", 0.15, 1.20, ("SSH", "SSA")),
    "Havnestrand": ("HAV", 0.14, 0.85, ("SSH", "SSA")),
    "Mosehøj": ("MOS", 0.11, 1.10, ("SSH", "PAU")),
    "Lyngvig": ("LYN", 0.10, 0.90, ("SSH", "SSA")),
}

#: Departments with room for two classes of the same programme in one intake.
LARGE = ("Ådalen", "Fjordbakken")

MUNICIPALITIES = (
    "Fjordby Kommune",
    "Ådalshøj Kommune",
    "Skovkær Kommune",
    "Havnestrand Kommune",
    "Mosehøj Kommune",
    "Lyngvig Kommune",
)
REGION = "Region Opdigt"

#: Which municipality employs a department's students most often; the others share the rest.
HOME = dict(zip(DEPARTMENTS, MUNICIPALITIES, strict=True))

#: Share of the entrants per main programme, whatever the part they start on.
DIRECTIONS = {"SSH": 0.38, "SSA": 0.41, "PAU": 0.21}

#: Central leave codes. The official list has more; these are the ones the invented school uses.
NEVER_SHOWED_UP, EXCHANGE, LEFT_OUT = "1", "66", "31"
COMPLETED_BASIC, COMPLETED_MAIN = "10", "14"
IN_PROGRESS = "33"

#: Interruption codes -> weight, and the school's own reasons that are written beside them.
INTERRUPTIONS: dict[str, tuple[float, tuple[str, ...]]] = {
    "2": (0.16, ("Fået arbejde", "Flyttet fra egnen", "")),
    "20": (0.24, ("Fortrudt uddannelsesvalg", "Faget var ikke som ventet", "")),
    "21": (0.12, ("Niveauet for højt", "Sproglige vanskeligheder")),
    "23": (0.14, ("Uddannelsesaftale ophævet", "Ophævet i prøvetiden")),
    "24": (0.16, ("Private forhold", "Økonomi", "")),
    "25": (0.11, ("Helbred", "")),
    "26": (0.07, ("Trives ikke på holdet", "Stort fravær")),
}


def offers(department: str, programme: str) -> bool:
    """Whether the department teaches that main programme (GF1 is taught everywhere)."""
    return programme in DEPARTMENTS[department][3]


def workplaces(municipality: str) -> list[str]:
    """Ten workplaces' numbers in the municipality (five for the region).

    Ten digits, as production-unit numbers have. Digits three and four are 99, so that no number can be read as a
    CPR number: there is no month 99.
    """
    index = (*MUNICIPALITIES, REGION).index(municipality)
    return [f"1099{index + 1:02d}{place:02d}{(index * 7 + place * 13) % 100:02d}" for place in range(1, 11)]
