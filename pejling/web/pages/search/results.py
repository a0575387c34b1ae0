"""Find results that others publish: sources and their figures."""

from __future__ import annotations

from urllib.parse import urlencode

from django.urls import reverse

from pejling.analysis.results.sources import OTHER
from pejling.base.accounts.access import Access
from pejling.quality.indicators.key_figures import result_sources
from pejling.web.components.snapshot_choice import newest_choice
from pejling.web.components.words_alike import holds
from pejling.web.pages.results import written
from pejling.web.pages.results.present import words_of
from pejling.web.pages.results.seen import seen_results
from pejling.web.pages.search.hits import MOST, Hit


def find_results(access: Access, text: str) -> list[Hit]:
    """Sources whose name fits, with and without results, then figures."""
    school = access.organisation
    told = [(source.key, words_of(source)) for source in result_sources().listed]
    hits = [
        Hit(words.title, words.about, reverse("results_source", args=[school.uuid, key]))
        for key, words in told
        if holds(words.title, text)
    ]
    snapshots = newest_choice(access)
    for one in seen_results(access, snapshots.chosen).series if snapshots else []:
        source, newest = one.source.key if one.source else OTHER, one.latest
        if holds(" ".join(filter(None, (newest.indicator, newest.place, newest.subgroup))), text):
            address = reverse("results_source", args=[school.uuid, source])
            about = " · ".join(
                filter(None, (words_of(one.source).title, written.about(newest), newest.period))
            )
            hits.append(Hit(newest.indicator, about, f"{address}?{urlencode({'figure': one.key})}"))
    return hits[: MOST + 1]
