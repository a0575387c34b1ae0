"""Addresses of the log of mails."""

from django.urls import path

from pejling.web.pages.mails import views

urlpatterns = [
    path("", views.page, name="mails"),
    path("<uuid:mail>/", views.one, name="mails_one"),
]
