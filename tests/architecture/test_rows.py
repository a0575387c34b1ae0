"""Rules on what the database holds: whose each row is, what is personal, and what leaves a trace."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models

from pejling.analysis.tables import DELIVERED, FROZEN
from pejling.facts.deliveries.models import VersionedRow
from pejling.facts.deliveries.tables import all_tables, model_of

ROOT = Path(__file__).resolve().parents[2] / "pejling"
OWN = [model for model in apps.get_models() if model.__module__.startswith("pejling.")]

#: models that belong to no school, each with its reason
SHARED = {
    "User": "a person may be a member of several schools",
    "Organisation": "is the school",
    "Entry": "holds the school's UUID without a key, so that it outlives the school",
    "Worker": "does the work of all schools",
    "Attempts": "an account or an address that is tried belongs to no school, or to none that is known",
    "DefinitionVersion": "the words of a definition are the same for all schools",
}
KIND: dict[str, type[models.Field]] = {
    "text": models.TextField,
    "date": models.DateField,
    "integer": models.IntegerField,
    "decimal": models.FloatField,
}


@pytest.mark.parametrize("model", OWN, ids=lambda m: m.__name__)
def test_every_field_is_declared_personal_or_harmless(model: type[models.Model]) -> None:
    names = {f.name for f in model._meta.get_fields() if f.concrete and (not f.auto_created or f.primary_key)}
    assert names == model.PERSONAL | model.HARMLESS
    assert not model.PERSONAL & model.HARMLESS


@pytest.mark.parametrize("model", OWN, ids=lambda m: m.__name__)
def test_every_row_belongs_to_an_organisation(model: type[models.Model]) -> None:
    names = {f.name for f in model._meta.get_fields()}
    assert "organisation" in names or model.__name__ in SHARED


def test_register_models_hold_exactly_the_declared_tables() -> None:
    version = {field.name for field in VersionedRow._meta.get_fields()} | {"id"}
    for table in all_tables():
        fields = {f.name: f for f in model_of(table.name)._meta.get_fields() if f.name not in version}
        assert tuple(fields) == table.names
        for column in table.columns:
            assert isinstance(fields[column.name], KIND[column.type]), (table.name, column.name)
            assert fields[column.name].null is not column.required, (table.name, column.name)
        personal = {column.name for column in table.columns if column.personal}
        assert personal <= model_of(table.name).PERSONAL
    assert {table.name for table in all_tables()} == set(DELIVERED)


def test_snapshots_hold_no_names_numbers_or_reasons() -> None:
    forbidden = {
        "student",
        "name",
        "leave_reason",
        "end_reason",
        "contact_teacher",
        "workplace",
        "employer",
        "age",
    }
    for table in FROZEN.values():
        assert not forbidden & set(table.names)


def action_functions() -> list[tuple[str, ast.FunctionDef, ast.Module]]:
    found = []
    for path in sorted(ROOT.rglob("*actions.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        found += [
            (f"{path.parent.name}.{node.name}", node, tree)
            for node in tree.body
            if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")
        ]
        found += [(f"{path.parent.name}.{name}", *beside(path, name)) for name in handed_on(tree)]
    return found


def handed_on(tree: ast.Module) -> list[str]:
    """What a room's ``actions`` hands on from the files beside it: the names of its ``__all__`` not made there."""
    own = {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}
    listed = [
        node.value
        for node in tree.body
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__"
    ]
    functions = (name for one in listed for name in ast.literal_eval(one) if name[0].islower())
    return [name for name in functions if name not in own]


def beside(path: Path, name: str) -> tuple[ast.FunctionDef, ast.Module]:
    """The function of that name in one of the files beside."""
    for other in sorted(path.parent.glob("*.py")):
        tree = ast.parse(other.read_text(encoding="utf-8"))
        for node in tree.body:
            if isinstance(node, ast.FunctionDef) and node.name == name:
                return node, tree
    raise AssertionError(f"{name} isn't beside {path}")


@pytest.mark.parametrize(
    ("name", "node", "tree"), action_functions(), ids=lambda x: x if isinstance(x, str) else ""
)
def test_every_action_is_keyword_only_by_somebody_and_leaves_an_audit_row(
    name: str, node: ast.FunctionDef, tree: ast.Module
) -> None:
    assert not node.args.args, f"{name} takes positional arguments"
    assert any(argument.arg == "by" for argument in node.args.kwonlyargs), f"{name} doesn't say by whom"
    if name == "audit.record":
        return
    functions = {n.name: n for n in tree.body if isinstance(n, ast.FunctionDef)}
    assert "record" in reached(node, functions), f"{name} leaves no audit row"


def reached(
    node: ast.FunctionDef, functions: dict[str, ast.FunctionDef], seen: frozenset[str] = frozenset()
) -> set[str]:
    """The names of all functions that ``node`` calls, through the functions of its own file."""
    called = {ast.unparse(n.func) for n in ast.walk(node) if isinstance(n, ast.Call)}
    for name in called & set(functions) - seen:
        called |= reached(functions[name], functions, seen | {name})
    return called
