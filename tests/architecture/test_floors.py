"""The house's rules on who may know whom (docs/dataflow.md), held from the first day."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest
from django.apps import apps

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "pejling"
FILES = sorted(p for p in PACKAGE.rglob("*.py") if "migrations" not in p.parts)

FLOORS = ["analysis", "base", "facts", "quality", "flows", "web"]
#: rooms in the order they may know each other: a later one may hold a foreign key to an earlier one
ROOMS = [
    *("audit", "organisations", "accounts", "tokens", "jobs", "mail", "login"),
    *("snapshots", "deliveries", "register", "keyfigures", "persons", "indicators", "plans"),
    "publishing",
]


def module_of(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def test_import_linter_finds_every_contract_kept() -> None:
    """Layers of floors and rooms; inline and TYPE_CHECKING imports count, since the linter reads the source."""
    done = subprocess.run(
        [str(Path(sys.executable).with_name("lint-imports"))],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-3000:]


def test_foreign_keys_point_the_way_imports_do() -> None:
    """String keys escape an import linter, so the models are walked."""
    wrong = []
    for model in apps.get_models():
        if not model.__module__.startswith("pejling."):
            continue
        for field in model._meta.get_fields():
            target = getattr(field, "related_model", None)
            if field.auto_created or target is None or not target.__module__.startswith("pejling."):
                continue
            if ROOMS.index(target._meta.app_label) > ROOMS.index(model._meta.app_label):
                wrong.append(f"{model.__name__}.{field.name} -> {target.__name__}")
    assert not wrong


def pure_modules() -> list[str]:
    """The analysis floor, and every file whose docstring says 'Pure:'."""
    names = []
    for path in FILES:
        text = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
        if "analysis" in path.relative_to(PACKAGE).parts[:1] or "Pure:" in text:
            names.append(module_of(path))
    return names


def test_pure_files_import_with_django_blocked() -> None:
    names = pure_modules()
    assert "pejling.analysis.tables" in names
    assert len(names) > 10
    blocked = (
        "import sys, importlib\n"
        "class Block:\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        "        if name.split('.')[0] == 'django': raise ImportError('Django is blocked here: ' + name)\n"
        "sys.meta_path.insert(0, Block())\n"
        f"for name in {names!r}: importlib.import_module(name)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", blocked], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-2000:]


@pytest.mark.parametrize("path", FILES, ids=module_of)
def test_files_have_one_idea(path: Path) -> None:
    """At 400 lines a file is split by verb or by idea; names say ideas."""
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 400
    assert path.stem not in {"utils", "services", "helpers", "misc", "common"}


def test_there_are_no_signals() -> None:
    for path in FILES:
        text = path.read_text(encoding="utf-8")
        assert "django.dispatch" not in text, path
        assert "django.db.models.signals" not in text, path


def test_yaml_is_only_read_carefully() -> None:
    """Files from outside are read by a safe loader with limits; plain yaml.load would run what they say."""
    for path in FILES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) in {
                "yaml.load",
                "yaml.full_load",
                "yaml.unsafe_load",
            }:
                loader = ast.unparse(node)
                assert "Loader=" in loader and "Unsafe" not in loader and "FullLoader" not in loader, path
