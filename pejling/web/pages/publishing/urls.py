"""Addresses of publishing: the way of a plan, or of the key figures, to the public, and the school's public site."""

from django.urls import URLPattern, path

from pejling.web.pages.publishing import acts, looked, page, settling, site


def _way(start: str, name: str, what: str, given: dict[str, object]) -> list[URLPattern]:
    """The steps of one publication. ``what``: how an address says what is published, "" where it is plain."""
    return [
        path(start, page.page, given, name=name),
        path(f"{start}freeze/", settling.freeze, given, name=f"{name}_freeze"),
        path(f"{start}settle/", settling.settle, given, name=f"{name}_settle"),
        path(f"{start}make/", settling.make, given, name=f"{name}_make"),
        path(f"{start}discard/", settling.discard, given, name=f"{name}_discard"),
        path(f"{start}{what}publish/", acts.publish, given, name=f"{name}_publish"),
        path(f"{start}{what}<int:edition>/withdraw/", acts.withdraw, given, name=f"{name}_withdraw"),
        path(f"{start}{what}<int:edition>/back/", acts.take_back, given, name=f"{name}_take_back"),
        path(f"{start}{what}preview/<path:rest>", looked.preview, given, name=f"{name}_preview"),
    ]


urlpatterns = [
    path("publications/", site.page, name="publications"),
    path("publications/site/", site.details, name="publications_site"),
    path("publications/rebuild/", site.rebuild, name="publications_rebuild"),
    *_way("publications/key-figures/", "figures_publishing", "", {"plan": None}),
    *_way("plans/<uuid:plan>/publishing/", "publishing", "<slug:what>/", {}),
]
