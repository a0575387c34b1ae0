"""A mapping as pointing shows it: what each field is read from. The way back from `build`. *Pure.*"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pejling.analysis.careful_yaml import read
from pejling.facts.deliveries.mapping.model import (
    Code,
    Constant,
    FirstOf,
    Mapping,
    Rule,
    TableRule,
    Take,
)
from pejling.facts.deliveries.mapping.pointing import KINDS, NAME, NUMBER, Given, fields_of
from pejling.facts.deliveries.mapping.recognise import Match
from pejling.facts.deliveries.mapping.refusing import refusing
from pejling.facts.deliveries.previewing import FilePreview


@dataclass(frozen=True, slots=True)
class Told:
    """What a mapping says of a file: what it holds, and each field. ``lost``: fields whose rule is more than pointing
    can show, and tables filled from other files beside it."""

    kind: str
    given: dict[str, Given]
    lost: tuple[str, ...]


def told_of(mapping: Mapping, match: Match, shown: FilePreview) -> Told | None:
    """What the mapping says of a file that has this role in it; None where it fills no table by itself."""
    rules = [rule for rule in mapping.rules if rule.file == match.role.name]
    main = next((rule for rule in rules if rule.gather is None), rules[0] if rules else None)
    if main is None or main.table not in KINDS:
        return None
    given: dict[str, Given] = {}
    lost = [
        rule.table
        for rule in rules
        if rule is not main and (main.table, rule.table) != ("spells", "students")
    ]
    lost += [join.file for join in main.joins]
    if match.role.unpivot:
        lost.append("unpivot")
    for field in fields_of(main.table):
        rule = _rule_of(field.key, field.table, main, rules)
        if rule is None:
            continue
        told = _given(rule, match, shown)
        if told is None:
            lost.append(field.key)
        elif told.is_given:
            given[field.key] = told
    return Told(main.table, given, tuple(dict.fromkeys(lost)))


def _rule_of(key: str, table: str, main: TableRule, rules: Sequence[TableRule]) -> Rule | None:
    """The rule that fills a field."""
    if key == NUMBER:
        own = [parts[0] for parts in main.key if len(parts) == 1 and parts[0] not in main.columns]
        return Take(own[0]) if own else None
    if key == NAME and table == "students" and main.table == "spells":
        names = next((rule for rule in rules if rule.table == "students"), None)
        return names.columns.get(NAME) if names else None
    return main.columns.get(key)


def _given(rule: Rule, match: Match, shown: FilePreview) -> Given | None:
    """What a rule says, as far as pointing can say it; None where it says more."""
    match rule:
        case Constant(value):
            return Given(constant=str(value))
        case Take(label):
            return _from(label, match)
        case Code(label, codes, give, empty, _):
            found = _from(label, match)
            if found.position is None:
                return found
            values = {}
            for text, _count in shown.columns[found.position - 1].values:
                code = codes.find(text)
                means = code and (codes.about(code, give) if give else code)
                values[text] = str(means or "")
            return Given(position=found.position, values=values, empty_means=empty or "")
        case FirstOf(rules):
            there = [one for one in (_given(inner, match, shown) for inner in rules) if one and one.is_given]
            return there[0] if len(there) == 1 else None if there else Given()
        case _:
            return None


def _from(label: str, match: Match) -> Given:
    """The column a label stands for in this file, and how it is read."""
    place = match.places.get(label)
    if place is None:
        return Given()
    column = match.role.column(label)
    return Given(
        position=place + 1,
        date_style=column.date_style or "",
        decimal=column.decimal or "",
        two_digit_years=column.two_digit_years,
    )


@refusing
def merged(before: str, now: dict[str, Any]) -> dict[str, Any]:
    """A mapping's content with the files that were pointed at written anew; its other files stay.

    ``before``: its YAML. Raises `MappingError` where that can't be read.
    """
    content: dict[str, Any] = read(before)
    files = {**content["files"], **now["files"]}
    tables: dict[str, Any] = {}
    for table in {**content["tables"], **now["tables"]}:
        kept = [one for one in _list(content["tables"].get(table)) if one["file"] not in now["files"]]
        sections = [*kept, *_list(now["tables"].get(table))]
        if sections:
            tables[table] = sections[0] if len(sections) == 1 else sections
    codes = {**content.get("codes", {})}
    for name, listed in now.get("codes", {}).items():
        codes[name] = _codes(codes[name], listed) if name in codes else listed
    made = {**content, "files": files, "tables": tables}
    if codes:
        made["codes"] = codes
    if "leave_codes" in now and made.get("leave_codes", "none") == "none":
        made["leave_codes"] = now["leave_codes"]
    return made


def _codes(before: dict[str, Any], now: dict[str, Any]) -> dict[str, Any]:
    """A code list with more codes, or others."""
    made = {**before}
    key = "add" if "file" in before else "values"
    more = now.get("add", now.get("values", {}))
    if more:
        made[key] = {**before.get(key, {}), **more}
    return made


def _list(section: Any) -> list:
    if section is None:
        return []
    return section if isinstance(section, list) else [section]
