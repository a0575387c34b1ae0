"""A mapping in words: for each kind of file what it is known by, and where each column of ours comes from."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from pejling.facts.deliveries.mapping.model import (
    Cases,
    Code,
    Constant,
    DaysFrom,
    FileRole,
    FirstOf,
    Mapping,
    Rule,
    Take,
    Term,
    labels_in,
)
from pejling.web.components.table_words import column_title, table_title, value_title


@dataclass(frozen=True, slots=True)
class FileInWords:
    """One kind of file: its title, what it is known by, and (table, column, where from) of all it fills."""

    title: str
    known_by: str
    lines: tuple[tuple[str, str, str], ...]


def in_words(mapping: Mapping) -> list[FileInWords]:
    """Every kind of file of a mapping."""
    made = []
    for role in mapping.files:
        lines = [
            (table_title(rule.table), column_title(name), _rule(inner, role))
            for rule in mapping.rules
            if rule.file == role.name
            for name, inner in rule.columns.items()
        ]
        made.append(FileInWords(role.title, _known_by(role), tuple(lines)))
    return made


def _known_by(role: FileRole) -> str:
    """The columns a file must have, and the name it must fit."""
    parts = [_column(role, column.label) for column in role.columns if column.required]
    if role.file_name:
        parts.append(_("a name like %(pattern)s") % {"pattern": role.file_name})
    return " · ".join(parts)


def _column(role: FileRole, label: str) -> str:
    """A source column as a person knows it."""
    if "." in label:
        return label
    if role.unpivot and label in (role.unpivot.name, role.unpivot.value):
        return _("columns side by side")
    column = role.column(label)
    if column.names:
        return " / ".join(column.names[:3]) + (" …" if len(column.names) > 3 else "")
    return _("column %(n)s") % {"n": column.position}


def _rule(rule: Rule, role: FileRole) -> str:
    """Where a value comes from."""
    match rule:
        case Take(label):
            return _column(role, label)
        case Constant(value):
            return _("always %(value)s") % {"value": value_title(str(value))}
        case Code(label, codes, _give, _empty, _unknown):
            return _("%(column)s, by the code list %(list)s") % {
                "column": _column(role, label),
                "list": codes.name,
            }
        case FirstOf(rules):
            return _(" or ").join(_rule(one, role) for one in rules)
        case Term(label) | DaysFrom(label):
            return _("reckoned from %(column)s") % {"column": _column(role, label)}
        case Cases():
            columns = dict.fromkeys(_column(role, label) for label in labels_in(rule))
            return _("by rules, from %(columns)s") % {"columns": ", ".join(columns)}
    raise AssertionError(rule)
