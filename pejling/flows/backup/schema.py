"""The database's form at a backup: which migrations had been applied, and the models as they were then."""

from __future__ import annotations

from collections.abc import Iterable

from django.apps.registry import Apps
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader

#: tables whose rows are worth nothing elsewhere: who is logged in
_PASSING = {"django_session"}
#: apps that Pejling had once, and whose rows nobody reads any more: the queue before ``base/jobs``
_FORMER = {"django_tasks_database"}


class UnknownMigrations(Exception):
    """The database or backup is of a newer Pejling: it has migrations that this one hasn't. ``names`` says which."""

    def __init__(self, names: list[str]) -> None:
        super().__init__(", ".join(names))
        self.names = names


def applied(connection: BaseDatabaseWrapper) -> list[str]:
    """The migrations applied, as ``app.name``, sorted. Raises UnknownMigrations."""
    loader = MigrationLoader(connection)
    names = sorted(f"{app}.{name}" for app, name in loader.applied_migrations if app not in _FORMER)
    _nodes(loader, names)
    return names


def tables(connection: BaseDatabaseWrapper, names: Iterable[str]) -> list[type[models.Model]]:
    """The models as they were after these migrations, those of passing use left out, sorted by table."""
    loader = MigrationLoader(connection)
    apps: Apps = loader.project_state(_nodes(loader, names)).apps
    found = [
        model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy and model._meta.db_table not in _PASSING
    ]
    return sorted(found, key=lambda model: model._meta.db_table)


def migrate_to(connection: BaseDatabaseWrapper, names: Iterable[str]) -> None:
    """Give an empty database exactly this form. No signals are sent, so it holds no rows of Django's own making."""
    executor = MigrationExecutor(connection)
    nodes = set(_nodes(executor.loader, names))
    graph = executor.loader.graph
    last = [
        node
        for node in sorted(nodes)
        if not any(child.key in nodes and child.key[0] == node[0] for child in graph.node_map[node].children)
    ]
    executor.migrate(last)


def _nodes(loader: MigrationLoader, names: Iterable[str]) -> list[tuple[str, str]]:
    wanted = [
        (app, name) for app, _dot, name in (each.partition(".") for each in names) if app not in _FORMER
    ]
    unknown = [f"{app}.{name}" for app, name in wanted if (app, name) not in loader.disk_migrations]
    if unknown:
        raise UnknownMigrations(unknown)
    return [node for node in wanted if node in loader.graph.nodes]
