"""Addresses of what everybody may read: definitions, accessibility, personal data."""

from django.urls import path

from pejling.web.pages.about import views

urlpatterns = [
    path("definitions/", views.sources, name="sources"),
    path("accessibility/", views.accessibility, name="accessibility"),
    path("personal-data/", views.privacy, name="privacy"),
]
