"""Addresses of the school's organisation."""

from django.urls import path

from pejling.web.pages.organisation import views

urlpatterns = [
    path("", views.page, name="organisation"),
    path("add/", views.add, name="organisation_add"),
    path("mergers/<int:relation>/undo/", views.undo_merge, name="organisation_undo_merge"),
    path("<uuid:part>/", views.part, name="organisation_part"),
    path("<uuid:part>/<slug:change>/", views.change, name="organisation_change"),
]
