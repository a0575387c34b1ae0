"""An incidence as SQL: for every group, how many spells leave observation at each step, and how.

The result has one row per group, reason of exclusion, step and way out: ``reason`` (null: counted), ``step`` (whole
months or days since the clock started), ``way`` (0 still in; 1 the event; 2, 3 ... the competing outcomes in the
definition's order; the last one, where a variant has a restart rule, is a leave undone by it), the smallest and the
largest step to which a spell could have been followed, the number of leaves whose restart may still come
(``unsettled``), and the count.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pejling.analysis.definition_model import IndicatorDefinition, Restart, Variant
from pejling.analysis.engine.dimensions import Bound, dimension_sql, where_sql
from pejling.analysis.engine.question import Where
from pejling.analysis.intakes import Intakes


@dataclass(frozen=True, slots=True)
class Query:
    """SQL text and its named values."""

    sql: str
    values: dict[str, object]


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as the compiler needs it: one variant, one window, one day at which everything is censored."""

    definition: IndicatorDefinition
    by: tuple[str, ...]
    where: Where
    window: int
    variant: Variant | None
    as_of: date
    intakes: Intakes


def months_up(start: str, end: str) -> str:
    """SQL: the smallest number of months m with end <= start + m months (clipped to the month's last day).

    Clipping never matters here: an end is never later than the last day of its own month.
    """
    return f"(date_diff('month', {start}, {end}) + CASE WHEN day({start}) >= day({end}) THEN 0 ELSE 1 END)"


def months_down(start: str, end: str) -> str:
    """SQL: the largest number of months m with start + m months (clipped to the month's last day) <= end."""
    reached = f"day({start}) <= day({end}) OR {end} = last_day({end})"
    return f"(date_diff('month', {start}, {end}) - CASE WHEN {reached} THEN 0 ELSE 1 END)"


def incidence(asked: Asked, files: dict[str, Path]) -> Query:
    """The query for an incidence."""
    bound = Bound()
    groups = _names(asked.by)
    sql = f"""{_seen(asked, files, bound, groups)}
SELECT {groups} reason, step, way, min(followed) AS shortest, max(followed) AS longest,
  CAST(sum(CASE WHEN unsettled AND way = 1 THEN 1 ELSE 0 END) AS BIGINT) AS unsettled, count(*) AS count
FROM seen GROUP BY ALL"""
    return Query(sql, bound.values)


def incidence_rows(asked: Asked, files: dict[str, Path]) -> Query:
    """The spells behind an incidence: spell, reason of exclusion (null: counted), had the event within the window."""
    bound = Bound()
    sql = f"""{_seen(asked, files, bound, "spell, ")}
SELECT spell, reason, way = 1 AND step <= {bound(asked.window)} FROM seen"""
    return Query(sql, bound.values)


def _seen(asked: Asked, files: dict[str, Path], bound: Bound, columns: str) -> str:
    """SQL: every spell with the step and the way by which it leaves observation, and the named columns."""
    named = ("spell",) if columns.startswith("spell") else ()
    spells = population(asked, files, bound, extra=tuple(dict.fromkeys((*named, *_needed(asked)))))
    by_outcome = bool(asked.definition.event.outcomes)
    ended, way, more = (_outcomes if by_outcome else _transition)(asked, files, bound)
    return f"""WITH spells AS ({spells}){more},
timed AS (SELECT {columns} reason, {_followed(asked, bound)} AS followed, {ended} AS ended, {way} AS way, unsettled
  FROM placed),
seen AS (SELECT {columns} reason, followed, unsettled,
  CASE WHEN ended <= followed THEN ended ELSE followed END AS step,
  CASE WHEN ended <= followed THEN way ELSE 0 END AS way FROM timed)"""


def _names(by: Sequence[str]) -> str:
    return "".join(f"g{place}, " for place in range(len(by)))


def population(asked: Asked, files: dict[str, Path], bound: Bound, extra: Sequence[str]) -> str:
    """SQL: the spells that belong to the population and pass the filter, their groups and reason of exclusion."""
    definition = asked.definition

    def sql_of(name: str) -> str:
        return dimension_sql(name, "s", bound, asked.intakes, definition.age25)

    groups = "".join(f"{sql_of(name)} AS g{place}, " for place, name in enumerate(asked.by))
    conditions = [where_sql(asked.where, bound, sql_of)]
    if definition.parts:
        conditions.append(bound.any_of("s.part", definition.parts))
    if definition.outcomes:
        conditions.append(bound.any_of("s.outcome", definition.outcomes))
    columns = "".join(f"s.{name}, " for name in extra)
    return f"""SELECT {groups}{columns}s.outcome, s.starts_on, s.ends_on, s.{definition.clock_start} AS origin,
  {exclusion(asked, bound)} AS reason
FROM read_parquet({bound(str(files["spells"]))}) s WHERE {" AND ".join(conditions)}"""


def exclusion(asked: Asked, bound: Bound) -> str:
    """SQL: why a spell isn't counted; null where it is."""
    definition = asked.definition
    as_of = bound(asked.as_of)
    cases = [
        f"WHEN s.outcome = {bound(outcome)} THEN {bound(outcome)}" for outcome in definition.excluded_outcomes
    ]
    cases.append(f"WHEN s.starts_on > {as_of} THEN 'starts_later'")
    if definition.kind == "incidence":
        cases.append("WHEN s.outcome = 'interrupted' AND s.ends_on IS NULL THEN 'undated_leave'")
        cases.append("WHEN s.outcome IN ('completed', 'ended') AND s.ends_on IS NULL THEN 'undated_end'")
    if definition.clock_start == "ends_on":
        cases.append(f"WHEN s.ends_on > {as_of} THEN 'ends_later'")
    return f"CASE {' '.join(cases)} END"


def _needed(asked: Asked) -> tuple[str, ...]:
    if asked.definition.event.started_parts or asked.definition.event.agreement:
        return ("pseudonym", "spell")
    if asked.variant and asked.variant.restart:
        return ("pseudonym", "spell", "programme", "part")
    return ()


def _followed(asked: Asked, bound: Bound) -> str:
    as_of = f"CAST({bound(asked.as_of)} AS DATE)"
    if asked.definition.window.unit == "day":
        return f"date_diff('day', origin, {as_of})"
    return months_down("origin", as_of)


def _outcomes(asked: Asked, files: dict[str, Path], bound: Bound) -> tuple[str, str, str]:
    """SQL for the step of the end, the way out, and the tables they need, where the event is an outcome."""
    definition, as_of = asked.definition, bound(asked.as_of)
    ways = dict.fromkeys(definition.event.outcomes, 1)
    ways |= {outcome: place for place, outcome in enumerate(definition.competing, start=2)}
    cases = " ".join(f"WHEN {bound(outcome)} THEN {number}" for outcome, number in ways.items())
    way = f"CASE outcome {cases} ELSE 0 END"
    step = (
        "date_diff('day', origin, ends_on)"
        if definition.window.unit == "day"
        else months_up("origin", "ends_on")
    )
    over = f"{bound.any_of('outcome', tuple(ways))} AND ends_on <= {as_of}"
    ended = f"CASE WHEN {over} THEN greatest({step}, 0) END"
    restart = asked.variant.restart if asked.variant else None
    if restart is None:
        return ended, way, ", placed AS (SELECT *, false AS unsettled FROM spells)"
    undone = f"CASE WHEN back THEN {len(definition.competing) + 2} ELSE {way} END"
    return ended, undone, restarts(asked, restart, files, bound)


def restarts(asked: Asked, restart: Restart, files: dict[str, Path], bound: Bound) -> str:
    """SQL: spells with ``back`` (a leave undone by a new start) and ``unsettled`` (its time isn't up yet)."""
    within = bound(asked.window if restart.within is None else restart.within)
    as_of = bound(asked.as_of)
    changed = "n.programme IS DISTINCT FROM l.programme OR n.part IS DISTINCT FROM l.part"
    education = changed if restart.education == "another" else "n.programme = l.programme"
    parts = bound.any_of("part", restart.parts) if restart.parts else "true"
    excluded = bound.any_of("outcome", asked.definition.excluded_outcomes)
    left = f"reason IS NULL AND outcome = 'interrupted' AND ends_on <= {as_of}"
    return f""", leaves AS (SELECT pseudonym, spell, programme, part, ends_on FROM spells WHERE {left}),
starts AS (SELECT pseudonym, spell, programme, part, starts_on FROM read_parquet({bound(str(files["spells"]))})
  WHERE starts_on <= {as_of} AND NOT {excluded} AND {parts}
  AND pseudonym IN (SELECT pseudonym FROM leaves)),
returned AS (SELECT DISTINCT l.pseudonym, l.spell FROM leaves l JOIN starts n ON n.pseudonym = l.pseudonym
  WHERE n.spell <> l.spell AND n.starts_on >= l.ends_on
  AND n.starts_on <= l.ends_on + to_months({within}) AND ({education})),
placed AS (SELECT s.*, r.spell IS NOT NULL AS back,
  coalesce(r.spell IS NULL AND s.ends_on + to_months({within}) > {as_of}, false) AS unsettled
  FROM spells s LEFT JOIN returned r ON r.pseudonym = s.pseudonym AND r.spell = s.spell)"""


def _transition(asked: Asked, files: dict[str, Path], bound: Bound) -> tuple[str, str, str]:
    """SQL where the event is the first start in a later part, or an agreement."""
    definition, as_of = asked.definition, bound(asked.as_of)
    excluded = bound.any_of("outcome", definition.excluded_outcomes)
    sources = [
        f"""SELECT pseudonym, starts_on AS since, CASE WHEN outcome <> 'active' THEN ends_on END AS until
  FROM read_parquet({bound(str(files["spells"]))})
  WHERE {bound.any_of("part", definition.event.started_parts)} AND NOT {excluded}"""
    ]
    if definition.event.agreement:
        sources.append(
            f"""SELECT pseudonym, least(signed_on, starts_on) AS since, ends_on AS until
  FROM read_parquet({bound(str(files["agreements"]))})"""
        )
    more = f""", goes_on AS ({" UNION ALL ".join(sources)}),
reached AS (SELECT s.pseudonym, s.spell, min(greatest(date_diff('day', s.origin, g.since), 0)) AS day
  FROM spells s JOIN goes_on g ON g.pseudonym = s.pseudonym
  WHERE g.since <= {as_of} AND (g.until IS NULL OR g.until >= s.origin) GROUP BY ALL),
placed AS (SELECT s.*, r.day, false AS unsettled
  FROM spells s LEFT JOIN reached r ON r.pseudonym = s.pseudonym AND r.spell = s.spell)"""
    return "day", "1", more
