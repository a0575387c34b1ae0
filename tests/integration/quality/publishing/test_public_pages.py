"""The public pages: addresses that never die, one act that is done wholly or not at all, and what a kill leaves."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator
from pathlib import Path

import pytest

from pejling.quality.plans.models import Plan
from pejling.quality.publishing import actions, queries
from pejling.quality.publishing.folders import bundle_of, preview_of
from pejling.quality.publishing.jobs import see_that_pages_agree
from pejling.quality.publishing.models import Edition, Publication
from pejling.quality.publishing.site import swap
from tests.integration.quality.publishing.conftest import Made, refused

ATOM = "{http://www.w3.org/2005/Atom}"


def whole(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


def links(folder: Path) -> Iterator[tuple[Path, str]]:
    for page in folder.rglob("*.html"):
        for address in re.findall(r'\b(?:href|src)="([^"#]*)', page.read_text("utf-8")):
            if address and not address.startswith(("data:", "mailto:", "https:", "http:")):
                yield page, address


def test_the_preview_is_what_becomes_public(made: Made) -> None:
    edition = made.ready()
    seen = whole(preview_of(edition))
    made.publish(edition)
    assert whole(made.public / "aaskolen") == {
        **seen,
        "feed.atom": (made.public / "aaskolen/feed.atom").read_bytes(),
    }


def test_every_link_of_the_folder_leads_somewhere_in_it(made: Made) -> None:
    """The folder can be copied anywhere: nothing but relative addresses, each with its file."""
    made.publish(made.ready())
    made.publish(made.ready("Nye datoer"))
    actions.withdraw(
        by=None, organisation=made.school, edition=Edition.objects.get(number=1), reason="En fejl"
    )
    found = list(links(made.public))
    assert len(found) > 60
    for page, address in found:
        assert not address.startswith("/"), (page, address)
        target = page.parent / address.split("?")[0]
        if page.name == "404.html":
            continue  # told at other addresses; the server says where its links go out from
        assert (target / "index.html" if target.is_dir() else target).is_file(), (page, address)


def test_addresses_of_editions_stay_and_the_latest_changes(made: Made) -> None:
    made.publish(made.ready())
    before = whole(bundle_of(Edition.objects.get()))
    made.plan.goals.update(title="Endnu flere gennemfører")
    made.publish(made.ready("Målet er skærpet"))
    first, latest = (
        made.page("selvevaluering-2024/udgave-1/index.html"),
        made.page("selvevaluering-2024/index.html"),
    )
    assert "Flere gennemfører" in first and "Endnu flere" not in first
    assert "Dette er en tidligere udgave" in first and 'href="../"' in first
    assert "Endnu flere gennemfører" in latest and "Målet er skærpet" in latest
    assert "Dette er en tidligere udgave" not in latest
    for name, content in before.items():
        if name != "index.html":  # that has the site's frame around it
            assert (made.public / "aaskolen/selvevaluering-2024/udgave-1" / name).read_bytes() == content


def test_another_title_keeps_the_address(made: Made) -> None:
    made.publish(made.ready())
    Plan.objects.filter(pk=made.plan.pk).update(title="Noget helt andet")
    made.plan.refresh_from_db()
    made.publish(made.ready())
    assert [one.slug for one in Publication.objects.all()] == ["selvevaluering-2024"]
    assert "Noget helt andet" in made.page("index.html")


def test_withdrawn_says_so_with_day_and_reason_and_can_be_taken_back(made: Made) -> None:
    edition = made.publish(made.ready())
    there = whole(made.public / "aaskolen")
    actions.withdraw(by=made.lead, organisation=made.school, edition=edition, reason="Et tal var forkert")
    for path in ("selvevaluering-2024/index.html", "selvevaluering-2024/udgave-1/index.html"):
        assert "Et tal var forkert" in made.page(path)
        assert "mentor" not in made.page(path)
    folder = made.public / "aaskolen"
    assert not list(folder.glob("selvevaluering-2024/**/report.json"))
    assert "mentor" not in (folder / "search.json").read_text("utf-8")
    assert json.loads((folder / "site.json").read_text())["gone"] == [
        "selvevaluering-2024/udgave-1", "selvevaluering-2024"
    ]  # fmt: skip
    actions.take_back(by=made.lead, organisation=made.school, edition=made.again(edition))
    assert whole(folder) == there


@pytest.mark.parametrize(
    "reason",
    ["Karen Kvist bad om det", "Om elev 010190-1234", "Skriv til karen@skole.example", "Ring 12 34 56 78"],
)
def test_the_reason_that_everybody_reads_tells_of_nobody(made: Made, reason: str) -> None:
    edition = made.publish(made.ready())
    before = whole(made.public)
    with refused("reason_tells"):
        actions.withdraw(by=made.lead, organisation=made.school, edition=edition, reason=reason)
    assert whole(made.public) == before
    said = "Tallene fra Social- og Sundhedsskolen i Nordby er afløst af nye"
    actions.withdraw(by=made.lead, organisation=made.school, edition=edition, reason=said)


def test_the_edition_before_stands_in_for_a_withdrawn_one(made: Made) -> None:
    made.publish(made.ready())
    edition = made.publish(made.ready("Nye tal"))
    actions.withdraw(by=made.lead, organisation=made.school, edition=edition, reason="Et tal var forkert")
    assert "Udgave 2 blev trukket tilbage" in made.page("selvevaluering-2024/index.html")
    assert "mentor" in made.page("selvevaluering-2024/index.html")


def test_feed_site_map_and_snippets_know_the_address(made: Made, settings) -> None:
    settings.PUBLIC_ADDRESS = "https://kvalitet.example.dk"
    made.publish(made.ready())
    feed = ElementTree.fromstring(made.page("feed.atom"))
    (entry,) = feed.findall(f"{ATOM}entry")
    place = "https://kvalitet.example.dk/aaskolen/selvevaluering-2024/"
    assert entry.find(f"{ATOM}link").get("href") == f"{place}udgave-1/"
    assert entry.find(f"{ATOM}id").text == f"urn:uuid:{Edition.objects.get().uuid}"
    assert f"<loc>{place}</loc>" in (made.public / "sitemap.xml").read_text("utf-8")
    assert "Sitemap: https://kvalitet.example.dk/sitemap.xml" in (made.public / "robots.txt").read_text(
        "utf-8"
    )
    assert f"href=&quot;{place}&quot;" in made.page("indlejring/index.html")


def test_the_feed_tells_of_a_withdrawal_as_news(made: Made) -> None:
    made.publish(made.ready())
    edition = made.publish(made.ready("Nye tal"))
    actions.withdraw(by=made.lead, organisation=made.school, edition=edition, reason="Et tal var forkert")
    feed = ElementTree.fromstring(made.page("feed.atom"))
    first, second = feed.findall(f"{ATOM}entry")
    row = made.again(edition)
    assert (
        first.find(f"{ATOM}updated").text == row.withdrawn_at.isoformat() == feed.find(f"{ATOM}updated").text
    )
    assert first.find(f"{ATOM}published").text == row.published_at.isoformat()
    assert "Et tal var forkert" in first.find(f"{ATOM}summary").text
    assert second.find(f"{ATOM}updated").text == second.find(f"{ATOM}published").text


def test_pages_are_small_and_ask_nobody_else(made: Made) -> None:
    made.publish(made.ready())
    folder = made.public / "aaskolen"
    looks = sum(path.stat().st_size for path in folder.glob("look/*.css"))
    for page in folder.rglob("*.html"):
        text = page.read_text("utf-8")
        assert len(text.encode()) + looks < 50_000, page
        assert "<script" not in text and not re.search(r'(?:src|<link[^>]*href)="(?:https?:)?//', text), page
        assert not re.search(r"<style|\sstyle=", text), page


STEPS = ("begin", "edition selvevaluering-2024 1", "edition selvevaluering-2024 2", "pages", "disk", "swap")


@pytest.mark.parametrize("where", STEPS)
def test_whatever_goes_wrong_before_the_swap_leaves_the_old_pages(made: Made, where: str) -> None:
    """A full disk at every step; the same act done again publishes."""
    made.publish(made.ready())
    edition, before = made.ready("Nye datoer"), whole(made.public)
    seen = []

    def full(name: str) -> None:
        seen.append(name)
        if name == where:
            raise OSError(28, "No space left on device")

    with refused("disk"):
        made.publish(edition, step=full)
    assert seen[-1] == where
    assert whole(made.public) == before
    assert made.again(edition).state == "made"
    assert [path.name for path in made.public.iterdir() if path.name.startswith(".")] == []
    assert not queries.is_behind(made.school)
    assert made.publish(made.again(edition)).state == "published"
    assert "Nye datoer" in made.page("selvevaluering-2024/index.html")


def test_publishing_twice_is_publishing_once(made: Made) -> None:
    edition = made.publish(made.ready())
    again = made.publish(edition)
    assert again.published_at == made.again(edition).published_at
    assert Edition.objects.count() == 1


def test_what_a_kill_left_is_put_right_by_the_hourly_job(made: Made) -> None:
    """The row was changed and the folders weren't; a school's page of all schools was half written."""
    made.publish(made.ready())
    edition = made.ready("Nye datoer")

    def stopped(name: str) -> None:
        if name == "changed":
            raise KeyboardInterrupt  # nothing survives it, as nothing survives a kill

    with pytest.raises(KeyboardInterrupt):
        made.publish(edition, step=stopped)
    assert made.again(edition).state == "published"
    assert "Nye datoer" not in made.page("selvevaluering-2024/index.html")
    (made.public / ".index.html.new").write_text("half")
    assert queries.needs_agreeing(made.school)
    assert see_that_pages_agree(None) == {"mended": 1}
    assert "Nye datoer" in made.page("selvevaluering-2024/index.html")
    assert not queries.needs_agreeing(made.school)
    assert see_that_pages_agree(None) == {"mended": 0}


def test_pages_that_were_lost_are_written_anew(made: Made) -> None:
    made.publish(made.ready())
    before = whole(made.public)
    (made.public / "aaskolen" / "site.json").unlink()
    assert queries.is_behind(made.school)
    assert actions.rebuild(by=made.lead, organisation=made.school)
    assert whole(made.public) == before
    assert not queries.is_behind(made.school)


@pytest.mark.parametrize("exchange", [True, False], ids=["exchanged", "two renames"])
def test_a_folder_takes_the_place_of_another(
    exchange: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not exchange:
        monkeypatch.setattr(swap, "_exchanged", lambda *_paths: False)
    live = tmp_path / "skolen"
    fresh = swap.fresh_of(live)
    for folder, text in ((live, "old"), (fresh, "new")):
        folder.mkdir()
        (folder / "a").write_text(text)
    swap.swap(fresh, live)
    assert (live / "a").read_text() == "new"
    assert [path.name for path in tmp_path.iterdir()] == ["skolen"]


def test_a_kill_between_two_renames_is_put_right(tmp_path: Path) -> None:
    live = tmp_path / "skolen"
    swap.aside_of(live).mkdir()
    (swap.aside_of(live) / "a").write_text("old")
    swap.fresh_of(live).mkdir()
    swap.recover(live)
    assert (live / "a").read_text() == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["skolen"]


def test_two_schools_have_a_page_of_both(made: Made, settings) -> None:
    made.publish(made.ready())
    root = (made.public / "index.html").read_text("utf-8")
    assert 'href="aaskolen/">Åskolen' in root
    assert (made.public / "404.html").is_file()
