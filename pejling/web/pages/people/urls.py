"""Addresses of the pages about people and what they may see."""

from django.urls import path

from pejling.web.pages.people import ending, giving, page, person, watching

urlpatterns = [
    path("", page.page, name="people"),
    path("invite/", giving.invite, name="people_invite"),
    path("who-sees-what/", watching.page, name="people_who_sees"),
    path("roles/<uuid:membership>/", giving.change, name="people_change"),
    path("roles/<uuid:membership>/end/", ending.end, name="people_end"),
    path("<uuid:person>/", person.page, name="people_one"),
    path("<uuid:person>/add/", giving.add, name="people_add"),
]
