"""`pejling mappings`: which mappings there are."""

from __future__ import annotations

import argparse

from django.db import DatabaseError
from django.utils.translation import gettext as _

from pejling.commands.console import say, show
from pejling.facts.deliveries.mapping.load import available, load_mapping
from pejling.facts.deliveries.models import SavedMapping
from pejling.facts.deliveries.problems import MappingError
from pejling.facts.deliveries.wording import describe


def add_parser(subparsers: argparse._SubParsersAction) -> None:
    """Declare the verb."""
    parser = subparsers.add_parser("mappings", help=_("list the mappings"))
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Name and title of each mapping: the catalogue's, then those schools made themselves."""
    for name in available():
        try:
            show(f"{name}\t{load_mapping(name).title}")
        except MappingError as error:
            say(f"{name}: {' '.join(describe(error.code, error.params))}")
    for saved in _saved():
        show(f"{saved.name}\t{saved.title}\t{saved.organisation.name}")
    return 0


def _saved() -> list[SavedMapping]:
    """Schools' own; none where nothing is installed yet: the catalogue can be listed all the same."""
    try:
        return list(SavedMapping.objects.filter(is_retired=False).select_related("organisation"))
    except DatabaseError:
        return []
