"""Set up the invented school of the demo: its users and its deliveries, imported like any other."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

from django.conf import settings
from django.core.management import call_command

from pejling.base.organisations import actions as organisations
from pejling.base.organisations.models import Organisation
from pejling.base.organisations.queries import schools
from pejling.facts.deliveries import actions as received
from pejling.facts.deliveries.mapping.load import load_mapping
from pejling.flows.demo import results
from pejling.flows.demo.generate import SEED, generate
from pejling.flows.demo.plans import take_in_examples
from pejling.flows.demo.publication import publish_example
from pejling.flows.demo.school import NAME, REGION
from pejling.flows.demo.year import add_year
from pejling.flows.demo_readers import add_readers
from pejling.flows.set_up import prepare_home
from pejling.flows.take_in import take_in

Progress = Callable[[int, int], None]


class NotOnlyDemo(Exception):
    """The installation holds a real school: the demo doesn't touch it."""


def _marker() -> Path:
    return Path(settings.PEJLING_HOME) / "demo.json"


def is_ready() -> bool:
    """Whether a demo was set up to its end here."""
    return _marker().is_file()


def set_up_demo(*, today: date, progress: Progress) -> Organisation:
    """Make the demo school with its users and deliveries; ``progress(done, of)`` is told of each delivery.

    A demo that was interrupted before its end is started over. Raises NotOnlyDemo where there is a real school.
    """
    prepare_home()
    remove_demo()
    school = organisations.found(by=None, name=NAME, is_demo=True)
    # The agreements name the region where the others name a municipality.
    organisations.add_part(by=None, school=school, kind=Organisation.Kind.REGION, name=REGION)
    mapping = load_mapping("uddata")
    with tempfile.TemporaryDirectory(prefix="pejling-demo-") as folder:
        _take_in_results(school, Path(folder) / "results", today)
        deliveries = generate(Path(folder), today=today)
        progress(0, len(deliveries))
        for done, delivery in enumerate(deliveries, start=1):
            take_in(
                by=None,
                organisation=school,
                paths=delivery.files,
                mapping=mapping,
                as_of=delivery.as_of,
                scope=delivery.scope,
                period=delivery.period,
            )
            progress(done, len(deliveries))
    add_readers(school, today)
    take_in_examples(school)
    add_year(school, today)
    publish_example(school, today)
    _marker().write_text(json.dumps({"today": today.isoformat()}))
    return school


def _take_in_results(school: Organisation, folder: Path, today: date) -> None:
    """The results of others, kept out of no snapshot: the first delivery of enrolments freezes them too."""
    path = results.write(folder, today=today, seed=SEED)
    received.receive(
        by=None, organisation=school, paths=[path], mapping=load_mapping("key_figures"), as_of=today
    )


def remove_demo() -> None:
    """Empty the installation of its demo; NotOnlyDemo where there is a real school."""
    if schools().filter(is_demo=False).exists():
        raise NotOnlyDemo
    if not schools().exists():
        return
    call_command("flush", interactive=False, verbosity=0)
    _marker().unlink(missing_ok=True)
    for name in ("deliveries", "snapshots", "publications", "previews"):
        shutil.rmtree(Path(settings.PEJLING_HOME) / name, ignore_errors=True)
    shutil.rmtree(settings.PEJLING_PUBLIC, ignore_errors=True)
    prepare_home()
