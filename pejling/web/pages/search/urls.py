"""Addresses of the search: what to look for is posted, so that no name stands in an address."""

from django.urls import path

from pejling.web.pages.search import views

urlpatterns = [
    path("", views.page, name="search"),
    path("ask/", views.ask, name="search_ask"),
]
