"""Take a definition's document apart, strictly: every field is known, typed and consistent with the others."""

from __future__ import annotations

from typing import Any

from pejling.analysis import definition_model as d
from pejling.analysis.strict_fields import FieldError, Fields
from pejling.analysis.tables import FROZEN, OUTCOMES

UNITS = ("month", "day", "year")
CLOCKS = ("starts_on", "ends_on")
COUNTS = ("entrants", "in_progress")
RATIOS = ("agreements_per_quota", "absence_hours")
NEVER_COUNTED = ("left_out", "never_started")


def definition_of(document: Any, content: str, version: str) -> d.IndicatorDefinition:
    """The definition; FieldError where the document isn't one."""
    top = Fields(document)
    kind = top.choice("kind", d.KINDS)
    population, clock = _population(top), _clock(top, kind)
    age = top.section("age25") if top.has("age25") else None
    found = d.IndicatorDefinition(
        key=top.prose("key"),
        kind=kind,
        words=d.by_language({language: _words(top.section(language)) for language in d.LANGUAGES}),
        direction=top.choice("direction", d.DIRECTIONS),
        minimum_n=top.number("minimum_n", lowest=1),
        source_year=top.prose("source_year"),
        tables=top.texts("tables", known=tuple(FROZEN)),
        tables_if_delivered=top.texts("tables_if_delivered", (), known=tuple(FROZEN)),
        **population,
        dimensions=top.texts("dimensions", known=_dimensions(kind, top)),
        measure=_measure(top, kind),
        clock_start=clock,
        event=_event(top, kind),
        competing=top.texts("competing", (), known=OUTCOMES),
        report=top.choice("report", ("event", "complement"), "event"),
        window=_window(top.section("window")),
        variants=tuple(_variant(section) for section in top.sections("variants")),
        age25=d.Age25(age.texts("over"), age.texts("under")) if age else d.Age25((), ()),
        content=content,
        version=version,
    )
    if age:
        age.done()
    top.done()
    _consistent(found)
    return found


def _words(section: Fields) -> d.Words:
    words = d.Words(
        title=section.prose("title"),
        description=section.prose("description"),
        uncertainty=section.prose("uncertainty"),
        unseen=section.prose("unseen"),
        source=section.prose("source"),
        notes=section.prose("notes", ""),
    )
    section.done()
    return words


def _population(top: Fields) -> dict[str, tuple[str, ...]]:
    section = top.section("population") if top.has("population") else Fields({}, "population")
    found = {
        "parts": section.texts("parts", ()),
        "outcomes": section.texts("outcomes", (), known=OUTCOMES),
    }
    section.done()
    return {**found, "excluded_outcomes": top.texts("exclusions", NEVER_COUNTED, known=OUTCOMES)}


def _clock(top: Fields, kind: str) -> str:
    return top.choice("clock", CLOCKS, ... if kind == "incidence" else "starts_on")


def _dimensions(kind: str, top: Fields) -> tuple[str, ...]:
    if kind == "ratio" and top.choice("ratio", RATIOS) == "agreements_per_quota":
        return d.QUOTA_DIMENSIONS
    return d.SPELL_DIMENSIONS


def _measure(top: Fields, kind: str) -> str:
    if kind == "count":
        return top.choice("counts", COUNTS)
    return top.choice("ratio", RATIOS) if kind == "ratio" else ""


def _event(top: Fields, kind: str) -> d.Event:
    if kind != "incidence":
        return d.Event()
    section = top.section("event")
    event = d.Event(
        section.texts("outcomes", (), known=OUTCOMES),
        section.texts("started_parts", ()),
        section.flag("agreement", False),
    )
    section.done()
    if bool(event.outcomes) == bool(event.started_parts or event.agreement):
        raise FieldError("event", "outcome_or_start")
    return event


def _window(section: Fields) -> d.Window:
    unit = section.choice("unit", UNITS)
    default = section.number("default", None, lowest=1, highest=1200)
    if section.has("range"):
        bounds = section.numbers("range")
        if len(bounds) != 2 or not 1 <= bounds[0] < bounds[1] <= 1200:
            raise FieldError(section.at("range"), "not_a_range", found=list(bounds))
        allowed = tuple(range(bounds[0], bounds[1] + 1))
    else:
        allowed = section.numbers("allowed", ())
    if default is not None and allowed and default not in allowed:
        raise FieldError(section.at("default"), "not_allowed", found=default, allowed=list(allowed))
    shown = section.numbers("shown", (default,))
    for value in shown:
        if value != default and value not in allowed:
            raise FieldError(section.at("shown"), "not_allowed", found=value, allowed=list(allowed))
    section.done()
    return d.Window(unit, default, allowed, shown)


def _variant(section: Fields) -> d.Variant:
    words = {}
    for language in d.LANGUAGES:
        said = section.section(language)
        words[language] = d.VariantWords(said.prose("title"), said.prose("description"))
        said.done()
    restart = None
    if section.has("unless_started"):
        rule = section.section("unless_started")
        within = None
        if rule.has("within_months"):
            within = rule.number("within_months", lowest=1, highest=120)
        restart = d.Restart(rule.choice("education", ("another", "same")), within, rule.texts("parts", ()))
        rule.done()
    variant = d.Variant(
        section.prose("key"), d.by_language(words), restart, section.flag("leave_of_absence", False)
    )
    section.done()
    return variant


def _consistent(found: d.IndicatorDefinition) -> None:
    """Rules that span fields."""
    if found.kind == "incidence":
        if found.window.default is None:
            raise FieldError("window.default", "missing_key")
        if found.window.unit == "year":
            raise FieldError("window.unit", "unit_does_not_fit", unit="year", kind="incidence")
        if any(v.restart for v in found.variants) and found.window.unit != "month":
            raise FieldError(
                "window.unit", "unit_does_not_fit", unit=found.window.unit, kind="unless_started"
            )
        both = set(found.event.outcomes) & set(found.competing)
        if both:
            raise FieldError("competing", "event_also_competes", outcomes=sorted(both))
    keys = [variant.key for variant in found.variants]
    if len(set(keys)) < len(keys):
        raise FieldError("variants", "repeated")
    if "age25" in found.dimensions and not (found.age25.over or found.age25.under):
        raise FieldError("age25", "missing_key")
    needed = {"agreements_per_quota": {"agreements", "quotas"}, "absence_hours": {"absence"}}.get(
        found.measure, {"spells"}
    ) | ({"agreements"} if found.event.agreement else set())
    for table in sorted(needed - set(found.all_tables)):
        raise FieldError("tables", "table_needed", table=table)
