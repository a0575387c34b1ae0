"""The demo school has published its results contract, so that the public pages have something to show."""

from __future__ import annotations

from datetime import date

from pejling.base.organisations.models import Organisation
from pejling.quality.plans.models import Plan
from pejling.quality.publishing import actions
from pejling.quality.publishing.making import make
from pejling.quality.publishing.queries import edition
from pejling.quality.publishing.refusing import Refused

KIND = "results_contract"
#: what the site says of itself; the addresses are of a kind that never leads anywhere
SITE = {
    "about": "Opdigtede planer fra en opdigtet skole: et eksempel på, hvad offentligheden kan læse.",
    "contact_email": "tilgaengelighed@demo.example",
    "compliance": "partly",
    "known_problems": "Siden er et eksempel og er ikke afprøvet af brugere med handicap.",
    "tested_how": "Automatisk med axe.",
}


def publish_example(school: Organisation, today: date) -> None:
    """Publish the adopted results contract like any other; nothing where the gate finds something to settle."""
    plan = Plan.objects.filter(organisation=school, kind=KIND, state="adopted").first()
    if plan is None:
        return
    try:
        actions.change_site(by=None, organisation=school, values={**SITE, "stated_on": today})
        frozen = actions.freeze(by=None, organisation=school, plan=plan)
        made = make(by=None, edition=edition(school, frozen.uuid))
        actions.publish(by=None, organisation=school, edition=made)
    except Refused:
        return
