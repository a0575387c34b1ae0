"""Addresses of the access keys for other programs."""

from django.urls import path

from pejling.web.pages.tokens import views

urlpatterns = [
    path("", views.page, name="tokens"),
    path("make/", views.make, name="tokens_make"),
    path("<uuid:token>/revoke/", views.revoke, name="tokens_revoke"),
]
