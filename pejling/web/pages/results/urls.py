"""Addresses of the results overview, one source's figures, and dropout beside the ministry's."""

from django.urls import path

from pejling.web.pages.results import beside, views

urlpatterns = [
    path("", views.overview, name="results"),
    path("excel/", views.overview_excel, name="results_excel"),
    path("dropout/", beside.dropout, name="results_dropout"),
    path("dropout/excel/", beside.dropout_excel, name="results_dropout_excel"),
    path("sources/<slug:source>/", views.one_source, name="results_source"),
]
