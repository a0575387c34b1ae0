"""The ratios of the slow, obvious engine: absence, and the training-agreement target."""

from __future__ import annotations

from datetime import date
from typing import Any

from pejling.analysis.engine.question import Value
from pejling.analysis.engine.reference_followup import ratio_with_limits
from pejling.analysis.engine.reference_rows import Case, Key, Row, dimension, months_after, passes, value


def absence(case: Case) -> list[Value]:
    spells = {(spell["pseudonym"], spell["spell"]): spell for spell in case.tables["spells"]}
    students: dict[Key, dict[str, tuple[float, float]]] = {}
    excluded: dict[Key, dict[str, int]] = {}
    since = months_after(case.as_of, -(case.window or 0))
    for period in case.tables["absence"]:
        spell = spells.get((period["pseudonym"], period["spell"]), {})

        def look(name: str, period: Row = period, spell: Row = spell) -> Any:
            if name == "student":
                return period["pseudonym"]
            own = period[name] if name in ("programme", "part") else None
            return own if own is not None else dimension(case, spell, name)

        if not since < period["to_on"] <= case.as_of or not passes(case.where, look):
            continue
        key = tuple(look(name) for name in case.by)
        if spell.get("outcome") in case.definition.excluded_outcomes:
            reasons = excluded.setdefault(key, {})
            reasons[spell["outcome"]] = reasons.get(spell["outcome"], 0) + 1
            continue
        mine = students.setdefault(key, {})
        x, y = mine.get(period["pseudonym"], (0.0, 0.0))
        mine[period["pseudonym"]] = (x + period["hours_scheduled"], y + period["hours_absent"])
    if not case.by:
        students.setdefault((), {})
    made = []
    for key, mine in students.items():
        estimate, lower, upper = ratio_with_limits(list(mine.values()))
        made.append(
            value(
                case,
                key,
                len(mine),
                estimate,
                lower=lower,
                upper=upper,
                complete=bool(mine),
                excluded=excluded.get(key, {}),
                reason="nobody" if estimate is None else None,
            )
        )
    return made


def agreement_target(case: Case) -> list[Value]:
    quotas = [row for row in case.tables["quotas"] if row["year"] <= case.as_of.year]
    if "year" not in case.by and "year" not in case.where.names:
        newest = max((row["year"] for row in quotas), default=None)
        quotas = [row for row in quotas if row["year"] == newest]
    quotas = [row for row in quotas if passes(case.where, row.__getitem__)]
    targets = {(row["programme"], row["municipality"], row["year"]) for row in quotas}
    agreed: dict[Key, int] = {} if case.by else {(): 0}
    for row in quotas:
        key = tuple(row[name] for name in case.by)
        agreed[key] = agreed.get(key, 0) + row["agreed"]
    made = []
    for key, number in agreed.items():
        mine = [row for row in quotas if tuple(row[name] for name in case.by) == key]
        years = {row["year"] for row in mine}
        signed, excluded = 0, {}
        for agreement in case.tables["agreements"]:
            day = agreement["signed_on"]
            seen = {**agreement, "year": None if day is None else day.year}
            if (day is not None and day > case.as_of) or not passes(
                case.where.but(year=None), seen.__getitem__
            ):
                continue
            if tuple(seen[name] for name in case.by) != key:
                continue
            if day is None:
                excluded["no_signing_date"] = excluded.get("no_signing_date", 0) + 1
            elif (seen["programme"], seen["municipality"], seen["year"]) in targets:
                signed += 1
            elif seen["year"] in {row["year"] for row in quotas}:
                excluded["no_quota"] = excluded.get("no_quota", 0) + 1
        over = bool(years) and case.as_of >= date(max(years), 12, 31)
        if number or not case.by:
            made.append(
                value(
                    case,
                    key,
                    number,
                    signed / number if number else None,
                    events=signed,
                    months=years.pop() if len(years) == 1 else None,
                    complete=over,
                    excluded=excluded,
                    reason=None if number else "no_quota",
                )
            )
    return made
