"""Every table that travels between the rooms, declared once: columns, types, keys and meaning.

Two families:

* *Delivered tables* (``DELIVERED``) are what a mapping turns a school's files into, and what the register keeps
  in versions. They hold identifiers (a school's student number or a keyed hash).
* *Snapshot tables* (``FROZEN``) are what figures are computed from. They hold a random pseudonym and coarse
  attributes only: no names, notes or local leave reasons.

The Django models, the mapping checks and the Parquet schemas are all derived from or tested against this file.
"""

from __future__ import annotations

from dataclasses import dataclass

TYPES = ("text", "date", "integer", "decimal", "flag")

#: What became of a spell. ``active`` also covers leave of absence; a left-out spell is never counted anywhere.
OUTCOMES = ("active", "completed", "interrupted", "ended", "never_started", "left_out")


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its type (one of ``TYPES``), meaning, and whether it says something about a person."""

    name: str
    type: str
    meaning: str
    required: bool = False
    personal: bool = False
    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """One table. ``key``: the natural key; ``span``: the columns that say when a row is in force
    (from, to): dates, or calendar years."""

    name: str
    meaning: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    span: tuple[str | None, str | None] = (None, None)

    def column(self, name: str) -> Column:
        """The column of that name; KeyError where there is none."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(name)

    @property
    def names(self) -> tuple[str, ...]:
        """All column names in declared order."""
        return tuple(column.name for column in self.columns)

    @property
    def required(self) -> tuple[str, ...]:
        """The columns a row can't do without."""
        return tuple(column.name for column in self.columns if column.required)


def _student() -> Column:
    return Column(
        "student", "text", "The school's student number, or a keyed hash of a CPR number", True, True
    )


SPELLS = Table(
    "spells",
    "One student on one part of one programme, from start to end",
    ("student", "spell"),
    (
        _student(),
        Column("spell", "text", "What tells a student's spells apart; made by the mapping's key", True, True),
        Column("programme", "text", "Programme as the school names it, such as SSA", True),
        Column("part", "text", "Programme part: GF1, GF2, HF or the source's own"),
        Column("registered_on", "date", "Registered (may be after the start)", personal=True),
        Column("starts_on", "date", "First day: the origin of the clock", True, True),
        Column("ends_on", "date", "Last day; empty while open", personal=True),
        Column("expected_end_on", "date", "Planned last day", personal=True),
        Column("outcome", "text", "What became of the spell", personal=True, values=OUTCOMES),
        Column("leave_code", "text", "Central leave code", personal=True),
        Column("leave_reason", "text", "The school's own reason beside the central code", personal=True),
        Column("class_group", "text", "Class"),
        Column("department", "text", "Department"),
        Column("school", "text", "Institution number, six digits of text"),
        Column("student_type", "text", "Student type, such as EUD or EUV1"),
        Column("age", "integer", "Age in whole years at the date of extraction", personal=True),
        Column("contact_teacher", "text", "Contact teacher's initials", personal=True),
        Column("leave_from", "date", "First day of a leave of absence", personal=True),
        Column("leave_to", "date", "Last day of a leave of absence", personal=True),
    ),
    ("starts_on", "ends_on"),
)

STUDENTS = Table(
    "students",
    "One student; the name is kept so that a counsellor can reach somebody who has left",
    ("student",),
    (_student(), Column("name", "text", "Name", personal=True)),
)

LEAVERS = Table(
    "leavers",
    "One leave as the leavers extract tells it; it fills in the spell it belongs to",
    ("student", "programme", "part", "left_on"),
    (
        _student(),
        Column("programme", "text", "Programme", True),
        Column("part", "text", "Programme part"),
        Column("left_on", "date", "Date of leaving", personal=True),
        Column("leave_code", "text", "Central leave code", True, True),
        Column("leave_reason", "text", "The school's own reason", personal=True),
    ),
    ("left_on", "left_on"),
)

AGREEMENTS = Table(
    "agreements",
    "One training agreement between a student and an employer",
    ("student", "agreement"),
    (
        _student(),
        Column(
            "agreement",
            "text",
            "What tells a student's agreements apart; made by the mapping's key",
            True,
            True,
        ),
        Column("employer", "text", "Employer"),
        Column("workplace", "text", "Workplace (production-unit number or name): not the employer"),
        Column("municipality", "text", "Municipality of the employer"),
        Column("programme", "text", "Programme"),
        Column("signed_on", "date", "Signed", personal=True),
        Column("starts_on", "date", "In force from", True, True),
        Column("ends_on", "date", "In force to; empty while open", personal=True),
        Column("end_reason", "text", "Why it ended", personal=True),
    ),
    ("starts_on", "ends_on"),
)

QUOTAS = Table(
    "quotas",
    "Agreed number of training agreements per programme, municipality and year",
    ("programme", "municipality", "year"),
    (
        Column("programme", "text", "Programme", True),
        Column("municipality", "text", "Municipality", True),
        Column("year", "integer", "Calendar year", True),
        Column("agreed", "integer", "Agreed number", True),
    ),
    ("year", "year"),
)

ABSENCE = Table(
    "absence",
    "Hours absent and scheduled for one student in one period",
    ("student", "programme", "part", "from_on", "to_on"),
    (
        _student(),
        Column("programme", "text", "Programme"),
        Column("part", "text", "Programme part"),
        Column("from_on", "date", "First day of the period", True),
        Column("to_on", "date", "Last day of the period", True),
        Column("hours_absent", "decimal", "Hours absent", True, True),
        Column("hours_scheduled", "decimal", "Hours scheduled", True, True),
    ),
    ("from_on", "to_on"),
)

#: What a key figure is: a mean on a scale, a share in per cent, an index, a count of things or any other number.
UNITS = ("score", "percent", "index", "count", "number")
#: What a key figure is about; nothing said: the school itself.
PLACE_KINDS = ("school", "department", "programme", "municipality", "region", "country")
#: Published figures are shown as they were published; internal ones are kept out of what is published.
VISIBILITIES = ("published", "internal")

KEY_FIGURES = Table(
    "key_figures",
    "One published or own result taken in as a figure: a survey's mean, a share, an index, a national count",
    ("origin", "indicator", "place", "subgroup", "period"),
    (
        Column(
            "origin", "text", "Where it comes from, such as etu (catalogue/key_figure_sources.yaml)", True
        ),
        Column("indicator", "text", "What was measured, as the source calls it", True),
        Column("place", "text", "What it is about by name; empty: the school itself"),
        Column("place_kind", "text", "What kind of thing that is", values=PLACE_KINDS),
        Column("subgroup", "text", "Only these people, such as GF2 or women; empty: all"),
        Column("period", "text", "A year, school year, quarter, month or day, written in one way", True),
        Column("period_from", "date", "First day of the period; found from it where it isn't delivered"),
        Column("period_to", "date", "Last day of the period"),
        Column("value", "decimal", "The figure; empty where the source leaves it out: that is never 0"),
        Column("unit", "text", "What kind of number it is", True, values=UNITS),
        Column("scale_from", "decimal", "Lowest point of the scale (score)"),
        Column("scale_to", "decimal", "Highest point of the scale (score)"),
        Column("n", "integer", "How many are behind it"),
        Column("sd", "decimal", "Standard deviation of a score (divisor n - 1)"),
        Column("lower", "decimal", "Lower limit of the 95 % interval, where the source gives it"),
        Column("upper", "decimal", "Upper limit of the 95 % interval, where the source gives it"),
        Column("response_rate", "decimal", "Share that answered, in per cent"),
        Column("part_of", "text", "The indicator this count is a part of: the share is this divided by that"),
        Column("collected_from", "date", "First day of collection"),
        Column("collected_to", "date", "Last day of collection"),
        Column("retrieved_on", "date", "When it was fetched; the date of extraction where nothing is said"),
        Column("published_by", "text", "Who published it"),
        Column(
            "visibility",
            "text",
            "Published or internal; empty: as the source is by rule",
            values=VISIBILITIES,
        ),
        Column("note", "text", "Anything a reader should know"),
    ),
    ("period_from", "period_to"),
)

DELIVERED = {
    table.name: table for table in (SPELLS, STUDENTS, LEAVERS, AGREEMENTS, QUOTAS, ABSENCE, KEY_FIGURES)
}


def _pseudonym() -> Column:
    return Column("pseudonym", "text", "Random, stable for a student within one organisation", True, True)


FROZEN_SPELLS = Table(
    "spells",
    "Spells as frozen: sources merged, leavers and agreements linked",
    ("spell",),
    (
        _pseudonym(),
        Column(
            "spell",
            "text",
            "Random and stable name of the spell: the pseudonym, and a digest behind a dot",
            True,
        ),
        Column("programme", "text", "Programme", True),
        Column("part", "text", "Programme part"),
        Column("department", "text", "Department"),
        Column("school", "text", "Institution number"),
        Column("class_group", "text", "Class now"),
        Column(
            "first_class", "text", "Class in the first version delivered: the cohort the student stays in"
        ),
        Column("student_type", "text", "Student type"),
        Column("age_at_first", "integer", "Age in whole years in the first version delivered"),
        Column("municipality_at_start", "text", "Municipality of the agreement in force on the first day"),
        Column("registered_on", "date", "Registered"),
        Column("starts_on", "date", "First day", True),
        Column("ends_on", "date", "Last day; empty while open or where the leave is undated"),
        Column("expected_end_on", "date", "Planned last day"),
        Column("outcome", "text", "What became of the spell", True, values=OUTCOMES),
        Column("leave_code", "text", "Central leave code"),
        Column("leave_from", "date", "First day of a leave of absence"),
        Column("leave_to", "date", "Last day of a leave of absence"),
    ),
)

FROZEN_AGREEMENTS = Table(
    "agreements",
    "Training agreements as frozen",
    (),
    (
        _pseudonym(),
        Column("municipality", "text", "Municipality of the employer"),
        Column("programme", "text", "Programme"),
        Column("signed_on", "date", "Signed"),
        Column("starts_on", "date", "In force from", True),
        Column("ends_on", "date", "In force to; empty while open"),
    ),
)

FROZEN_ABSENCE = Table(
    "absence",
    "Absence as frozen, with the spell it falls in where one is found",
    (),
    (
        _pseudonym(),
        Column("spell", "text", "The spell in force on the first day of the period; empty where none is"),
        Column("programme", "text", "Programme"),
        Column("part", "text", "Programme part"),
        Column("from_on", "date", "First day of the period", True),
        Column("to_on", "date", "Last day of the period", True),
        Column("hours_absent", "decimal", "Hours absent", True),
        Column("hours_scheduled", "decimal", "Hours scheduled", True),
    ),
)

FROZEN = {
    "spells": FROZEN_SPELLS,
    "agreements": FROZEN_AGREEMENTS,
    "quotas": QUOTAS,
    "absence": FROZEN_ABSENCE,
    "key_figures": KEY_FIGURES,
}
#: The frozen tables made of students' facts: a snapshot's own date is theirs.
OF_STUDENTS = ("spells", "agreements", "quotas", "absence")
