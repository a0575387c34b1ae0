"""Addresses of the retention page."""

from django.urls import path

from pejling.web.pages.retention import views

urlpatterns = [
    path("", views.page, name="retention"),
    path("excel/", views.excel, name="retention_excel"),
    path("picture.svg", views.picture_svg, name="retention_svg"),
    path("picture.json", views.picture_json, name="retention_json"),
]
