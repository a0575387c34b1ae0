"""The gate: what stands in the way of publishing an edition, and what somebody has accepted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pejling.analysis.gate.file_texts import folder_texts, texts_of
from pejling.analysis.gate.held_back import held_back_in, held_back_in_prose
from pejling.analysis.gate.hit import Hit, Known, by_fingerprint
from pejling.analysis.gate.scan import crawl, scan
from pejling.analysis.reports.frozen import from_json
from pejling.analysis.reports.walking import walk_texts
from pejling.quality.publishing.folders import bundle_of, preview_of
from pejling.quality.publishing.freezing import known, owner_places
from pejling.quality.publishing.models import Acceptance, Edition


@dataclass(frozen=True, slots=True)
class Question:
    """The same words at one or several places, and who has accepted them (None: nobody yet)."""

    fingerprint: str
    kind: str
    hits: tuple[Hit, ...]
    acceptance: Acceptance | None

    @property
    def refused(self) -> bool:
        """Whether nobody may accept it."""
        return any(hit.refused for hit in self.hits)

    @property
    def is_open(self) -> bool:
        return self.refused or self.acceptance is None


def questions(edition: Edition) -> list[Question]:
    """Everything the gate finds in the frozen report: what is open first, the worst first."""
    report = from_json(edition.report)
    told = known(edition.organisation, edition.publication.plan)
    hits = [
        *held_back_in(report, told.held_back),
        *held_back_in_prose(report, told.held_back_in_reviews),
        *scan(walk_texts(report), told, owner_places(report)),
    ]
    accepted = {
        one.fingerprint: one
        for one in Acceptance.objects.filter(publication=edition.publication, taken_back_at__isnull=True)
    }
    found = [
        Question(fingerprint, same[0].kind, tuple(same), accepted.get(fingerprint))
        for fingerprint, same in by_fingerprint(hits).items()
    ]
    return sorted(found, key=lambda one: not one.is_open)


def open_questions(edition: Edition) -> list[Question]:
    """Those that must be settled before anything is made public."""
    return [one for one in questions(edition) if one.is_open]


def looked_through(edition: Edition) -> list[dict[str, str]]:
    """What a crawl of the edition's preview finds that nobody has accepted: [{kind, place}], never the words.

    Every file of the edition, the pages it is shown on, and those that name it. Other editions were looked through
    when they were made.
    """
    settled = [hit.text for one in questions(edition) if not one.is_open for hit in one.hits]
    told = known(edition.organisation, edition.publication.plan)
    hits = crawl(_texts(edition), told, settled)
    return [{"kind": hit.kind, "place": hit.place} for hit in hits][:200]


def tells(edition: Edition, words: str) -> bool:
    """Whether words that are shown beside an edition hold what the gate would refuse or knows: numbers, known people,
    addresses, internal words. What only looks like a name isn't asked about."""
    told = known(edition.organisation, edition.publication.plan)
    return bool(
        crawl([("", words)], told) or scan([("", words)], Known(told.people, told.internal, (words,)))
    )


def _texts(edition: Edition) -> Iterator[tuple[str, str]]:
    yield from folder_texts(bundle_of(edition))
    preview, own = preview_of(edition), edition.publication.slug
    pages = [preview / "index.html", *sorted(preview.glob("feed.*")), *sorted(preview.glob("indle*/*.html"))]
    pages += [preview / own / "index.html", preview / own / f"udgave-{edition.number}" / "index.html"]
    for page in pages:
        for place, text in texts_of(page):
            yield page.relative_to(preview).as_posix() + place.removeprefix(page.name), text
