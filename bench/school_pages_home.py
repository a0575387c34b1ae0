"""An installation with one school that 300,000 students were delivered to: what ``school_pages`` measures.

Run as `python -m bench.school_pages_home STUDENTS` with PEJLING_HOME set; prints the session and the addresses to ask
for as JSON.
"""

from __future__ import annotations

import json
import os
import sys
from datetime import date
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pejling.config.settings")
django.setup()

from django.conf import settings  # noqa: E402  (Django must be set up before its models are imported)
from django.core.management import call_command  # noqa: E402
from django.urls import reverse  # noqa: E402

from bench.import_rows import write_rows  # noqa: E402
from bench.retention_school import log_in  # noqa: E402
from pejling.base.accounts.actions import add_user, grant  # noqa: E402
from pejling.base.accounts.models import User  # noqa: E402
from pejling.base.jobs.worker import Loop  # noqa: E402
from pejling.base.organisations.actions import found  # noqa: E402
from pejling.base.organisations.models import Organisation  # noqa: E402
from pejling.facts.deliveries.mapping.load import load_mapping  # noqa: E402
from pejling.facts.deliveries.models import Delivery  # noqa: E402
from pejling.flows.set_up import prepare_home  # noqa: E402
from pejling.flows.take_in import take_in  # noqa: E402

#: addresses with the school's id alone
PLAIN = (
    "retention", "figures", "results", "results_dropout", "deliveries", "uploads_new", "mappings", "pickups", "jobs",
    "people", "people_who_sees", "organisation", "audit", "mails", "letting_in", "personal_data", "search", "tokens",
    "students", "plans",
)  # fmt: skip
COLLEAGUES = 200


def make(students: int) -> tuple[Organisation, User]:
    """The school with two deliveries (the second changes one row in a hundred), its figures and its people."""
    prepare_home()
    call_command("collectstatic", interactive=False, verbosity=0)
    school = found(by=None, name="Bench")
    file = Path(settings.PEJLING_HOME) / "enrolments.csv"
    write_rows(file, 2 * students)
    deliver(school, file, date(2026, 10, 1))
    lines = file.read_text("utf-8").splitlines(keepends=True)
    changed = [
        line.replace("Afdeling 1", "Afdeling 2") if n % 100 == 7 else line for n, line in enumerate(lines)
    ]
    file.write_text("".join(changed), "utf-8")
    deliver(school, file, date(2026, 11, 1))
    file.unlink()
    user = add_user(by=None, email="bench@example.dk", name="Bench")
    for role in ("quality_lead", "administrator"):
        grant(by=None, user=user, organisation=school, role=role)
    for number in range(COLLEAGUES):
        other = add_user(by=None, email=f"kollega{number}@example.dk", name=f"Kollega {number}")
        grant(by=None, user=other, organisation=school, role="board")
    Loop(once=True).run()
    return school, user


def deliver(school: Organisation, file: Path, as_of: date) -> None:
    """As `pejling import` does."""
    take_in(by=None, organisation=school, paths=[file], mapping=load_mapping("uddata"), as_of=as_of)


def addresses(school: Organisation) -> dict[str, str]:
    """Name -> address of each page."""
    pages = {name: reverse(name, args=[school.uuid]) for name in PLAIN}
    pages["students, one department"] = pages["students"] + "?department=Afdeling+1"
    pages["figures_one"] = reverse("figures_one", args=[school.uuid, "dropout"]) + "?by=programme"
    delivery = Delivery.objects.filter(organisation=school, state="active").order_by("pk").last()
    for name in ("deliveries_one", "deliveries_changes"):
        pages[name] = reverse(name, args=[school.uuid, delivery.uuid])
    return pages


def main(students: int) -> None:
    """Make it all and tell."""
    school, user = make(students)
    print(json.dumps({"session": log_in(user), "pages": addresses(school)}))


if __name__ == "__main__":
    main(int(sys.argv[1]))
