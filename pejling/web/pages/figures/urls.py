"""Addresses of the list of figures, and of one figure's page."""

from django.urls import path

from pejling.web.pages.figures import overview, released, views

urlpatterns = [
    path("", overview.overview, name="figures"),
    path("released/", released.page, name="figures_released"),
    path("<slug:key>/", views.one, name="figures_one"),
    path("<slug:key>/excel/", views.one_excel, name="figures_one_excel"),
    path("<slug:key>/history.svg", views.history_svg, name="figures_svg"),
    path("<slug:key>/history.json", views.history_json, name="figures_json"),
]
