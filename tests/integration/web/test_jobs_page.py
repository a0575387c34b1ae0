"""The pages of jobs: who sees which, the bar that keeps itself up to date, and what the buttons do."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from pejling.base.jobs import actions
from pejling.base.jobs.models import Job, Schedule
from pejling.base.organisations.models import Organisation
from pejling.facts.deliveries.models import Delivery
from tests.integration.web.conftest import danish
from tests.integration.web.reading_pages import tables

FIGURES = "figures.refresh"


@pytest.fixture
def board_job(made, school: Organisation) -> Job:
    """A job that a board member asked for."""
    params = {"snapshot": str(uuid4())}
    return actions.enqueue(by=made.readers["board"], organisation=school, kind=FIGURES, params=params)


def running(job: Job, **changes: object) -> Job:
    now = timezone.now()
    Job.objects.filter(pk=job.pk).update(
        state="running", worker="w", attempt=1, started_at=now, heartbeat_at=now, **changes
    )
    job.refresh_from_db()
    return job


def one(school: Organisation, job: Job, name: str = "jobs_one") -> str:
    return reverse(name, args=[school.uuid, job.uuid])


def fragment(client: Client, school: Organisation, job: Job, **query: str):
    headers = {
        "HX-Request": "true",
        "HX-Target": f"job-{job.uuid}-body",
        "HX-Current-URL": "http://testserver/x/",
    }
    return client.get(one(school, job), query, headers=headers)


def test_who_asked_sees_and_cancels_it_and_so_does_the_administrator(school, clients, board_job) -> None:
    for role, wanted in {"board": 200, "administrator": 200, "counsellor": 404, "quality_lead": 404}.items():
        assert clients[role].get(one(school, board_job)).status_code == wanted
    for role in ("counsellor", "stranger"):
        assert clients[role].post(one(school, board_job, "jobs_cancel")).status_code == 404
    assert Job.objects.get(pk=board_job.pk).state == "waiting"
    answer = clients["board"].post(one(school, board_job, "jobs_cancel"), {"back": "/schools/"})
    assert (answer.status_code, answer["Location"]) == (302, "/schools/")
    assert Job.objects.get(pk=board_job.pk).state == "cancelled"
    clients["administrator"].post(one(school, board_job, "jobs_retry"))
    assert Job.objects.get(pk=board_job.pk).state == "waiting"


def test_only_who_may_do_it_begins_it_again(school, clients, made) -> None:
    """A job that failed weeks ago, begun again without the second factor that asking for it took."""
    params = {"delivery": str(Delivery.objects.filter(organisation=school).first().uuid)}
    by = made.readers["quality_lead"]
    job = actions.enqueue(by=by, organisation=school, kind="deliveries.undo", params=params)
    actions.cancel(by=by, job=job)
    weak = danish()
    weak.force_login(made.readers["administrator"], backend="django.contrib.auth.backends.ModelBackend")
    for where in (one(school, job), reverse("jobs", args=[school.uuid])):
        assert one(school, job, "jobs_retry") not in weak.get(where).content.decode()
        assert one(school, job, "jobs_retry") in clients["administrator"].get(where).content.decode()
    refused = weak.post(one(school, job, "jobs_retry"))
    assert refused.status_code == 403 and "totrinslogin" in refused.content.decode()
    assert Job.objects.get(pk=job.pk).state == "cancelled"
    assert clients["administrator"].post(one(school, job, "jobs_retry")).status_code == 302
    assert Job.objects.get(pk=job.pk).state == "waiting"


def test_another_schools_job_is_not_here(school, empty_school, clients, board_job) -> None:
    elsewhere = reverse("jobs_one", args=[empty_school.uuid, board_job.uuid])
    assert clients["empty administrator"].get(elsewhere).status_code == 404


def test_buttons_lead_to_no_other_site(school, clients, board_job) -> None:
    for there in ("https://elsewhere.example/", "//elsewhere.example/", "javascript:alert(1)"):
        answer = clients["board"].post(one(school, board_job, "jobs_cancel"), {"back": there})
        assert answer["Location"] == one(school, board_job)
    Job.objects.filter(pk=board_job.pk).update(state="done", finished_at=timezone.now())
    answer = fragment(clients["board"], school, board_job, then="https://elsewhere.example/")
    assert "HX-Redirect" not in answer
    assert "elsewhere" not in answer.content.decode()


def test_the_bar_moves_tells_each_quarter_and_goes_on_at_the_end(school, clients, board_job) -> None:
    running(board_job, done=30, of=120, stage="x")
    first = fragment(clients["board"], school, board_job, then="/there/")
    text = first.content.decode()
    assert first.status_code == 200
    assert 'value="25"' in text and "30 af 120" in text and "25 %" in text
    assert 'role="status"' in text and "25 procent" in text
    said = text.split('name="said" value="')[1].split('"')[0]
    running(board_job, done=50, of=120, stage="x")
    second = fragment(clients["board"], school, board_job, said=said).content.decode()
    assert 'value="41"' in second
    assert 'role="status"' not in second
    running(board_job, done=60, of=120, stage="x")
    assert "50 procent" in fragment(clients["board"], school, board_job, said=said).content.decode()
    Job.objects.filter(pk=board_job.pk).update(state="done", finished_at=timezone.now())
    assert fragment(clients["board"], school, board_job, then="/there/")["HX-Redirect"] == "/there/"
    ended = fragment(clients["board"], school, board_job)
    assert ended.status_code == 286  # htmx stops asking
    assert "hx-get" not in clients["board"].get(one(school, board_job)).content.decode()


@pytest.mark.parametrize("state", ["cancelled", "failed"])
def test_the_page_around_a_job_that_came_to_nothing_is_loaded_anew(school, clients, board_job, state) -> None:
    """It may say that the work goes on; a page somewhere else isn't gone on to."""
    running(board_job, done=30, of=120, stage="x")
    assert "HX-Redirect" not in fragment(clients["board"], school, board_job, then="/x/")
    Job.objects.filter(pk=board_job.pk).update(state=state, finished_at=timezone.now())
    assert fragment(clients["board"], school, board_job, then="/x/")["HX-Redirect"] == "/x/"
    assert "HX-Redirect" not in fragment(clients["board"], school, board_job, then="/there/")


def test_a_failure_says_why_and_offers_another_try(school, clients, board_job) -> None:
    problem = {"code": "killed", "params": {}}
    Job.objects.filter(pk=board_job.pk).update(state="failed", finished_at=timezone.now(), problem=problem)
    text = clients["board"].get(one(school, board_job)).content.decode()
    assert "Arbejdsprocessen stoppede undervejs" in text
    assert one(school, board_job, "jobs_retry") in text
    assert one(school, board_job, "jobs_cancel") not in text


def test_a_waiting_job_says_what_it_waits_for(school, clients, board_job) -> None:
    text = clients["board"].get(one(school, board_job)).content.decode()
    # Two deliveries came before it, each with figures to make, and a mail; and no worker is there.
    assert "Venter: 3 opgaver er foran" in text
    assert "Ingen arbejdsproces kører" in text
    assert "<noscript>" in text


def test_the_list_shows_the_schools_own_jobs_and_filters_them(
    school, empty_school, clients, board_job, django_assert_max_num_queries
) -> None:
    where = reverse("jobs", args=[school.uuid])
    with django_assert_max_num_queries(12):
        [table] = tables(clients["administrator"].get(where, {"kind": FIGURES}))
    assert [row[0] for row in table[1:]] == ["Gør tallene for et øjebliksbillede klar"] * 3
    assert [row[4] for row in table[1:]] == ["board", *["en tidsplan eller kommandolinjen"] * 2]
    failed = clients["administrator"].get(where, {"state": "failed"})
    assert "Intet passer til det, du har valgt" in failed.content.decode()
    assert tables(failed) == []
    assert clients["administrator"].get(where, {"state": "nonsense"}).status_code == 400
    empty = clients["empty administrator"].get(reverse("jobs", args=[empty_school.uuid]))
    assert "Ingen opgaver endnu" in empty.content.decode()


def test_the_list_costs_no_more_with_many_jobs(school, clients, made, django_assert_max_num_queries) -> None:
    now = timezone.now()
    Job.objects.bulk_create(
        Job(
            organisation=school, kind=FIGURES, not_before=now, by=made.readers["board"].uuid, state="failed",
            finished_at=now + timedelta(seconds=number),
        )
        for number in range(60)
    )  # fmt: skip
    with django_assert_max_num_queries(12):
        assert clients["administrator"].get(reverse("jobs", args=[school.uuid])).status_code == 200


def test_schedules_are_turned_off_and_on(school, clients) -> None:
    made = Schedule.objects.create(
        organisation=school, kind=FIGURES, params={"snapshot": ""}, every="weekly", at="02:30", weekday=1,
        next_at=timezone.now(),
    )  # fmt: skip
    where = reverse("jobs_schedules", args=[school.uuid])
    assert "hver mandag kl. 2.30" in clients["administrator"].get(where).content.decode().lower()
    switch = reverse("jobs_switch", args=[school.uuid, made.uuid])
    assert clients["quality_lead"].post(switch, {"on": "0"}).status_code == 403
    assert "er slået fra" in clients["administrator"].post(switch, {"on": "0"}, follow=True).content.decode()
    made.refresh_from_db()
    assert not made.is_on
    clients["administrator"].post(switch, {"on": "1"})
    made.refresh_from_db()
    assert made.is_on and made.next_at > timezone.now()
    elsewhere = reverse("jobs_switch", args=[school.uuid, uuid4()])
    assert clients["administrator"].post(elsewhere, {"on": "1"}).status_code == 404
