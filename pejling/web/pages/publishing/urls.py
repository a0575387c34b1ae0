"""Addresses of publishing: a plan's way to the public, and the school's public site."""

from django.urls import path

from pejling.web.pages.publishing import acts, looked, page, settling, site

urlpatterns = [
    path("publications/", site.page, name="publications"),
    path("publications/site/", site.details, name="publications_site"),
    path("publications/rebuild/", site.rebuild, name="publications_rebuild"),
    path("plans/<uuid:plan>/publishing/", page.page, name="publishing"),
    path("plans/<uuid:plan>/publishing/freeze/", settling.freeze, name="publishing_freeze"),
    path("plans/<uuid:plan>/publishing/settle/", settling.settle, name="publishing_settle"),
    path("plans/<uuid:plan>/publishing/make/", settling.make, name="publishing_make"),
    path("plans/<uuid:plan>/publishing/discard/", settling.discard, name="publishing_discard"),
    path("plans/<uuid:plan>/publishing/<slug:what>/publish/", acts.publish, name="publishing_publish"),
    path(
        "plans/<uuid:plan>/publishing/<slug:what>/<int:edition>/withdraw/",
        acts.withdraw,
        name="publishing_withdraw",
    ),
    path(
        "plans/<uuid:plan>/publishing/<slug:what>/<int:edition>/back/",
        acts.take_back,
        name="publishing_take_back",
    ),
    path(
        "plans/<uuid:plan>/publishing/<slug:what>/preview/<path:rest>",
        looked.preview,
        name="publishing_preview",
    ),
]
