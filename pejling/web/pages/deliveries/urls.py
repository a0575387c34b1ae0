"""Addresses of the data page and of one delivery's quarantine."""

from django.urls import path

from pejling.web.pages.deliveries import views

urlpatterns = [
    path("", views.page, name="deliveries"),
    path("<uuid:delivery>/", views.one, name="deliveries_one"),
    path("<uuid:delivery>/excel/", views.one_excel, name="deliveries_excel"),
]
