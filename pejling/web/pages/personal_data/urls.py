"""Addresses of requests about persons and of the periods of keeping. No address names a person."""

from django.urls import path

from pejling.web.pages.personal_data import keeping, one, page

urlpatterns = [
    path("", page.page, name="personal_data"),
    path("ask/", page.ask, name="personal_data_ask"),
    path("keeping/", keeping.page, name="personal_data_keeping"),
    path("keeping/save/", keeping.keep, name="personal_data_keep"),
    path("keeping/look/", keeping.look, name="personal_data_look"),
    path("keeping/remove/", keeping.tidy, name="personal_data_tidy"),
    path("<uuid:asked>/", one.one, name="personal_data_one"),
    path("<uuid:asked>/erase/", one.erase, name="personal_data_erase"),
    path("<uuid:asked>/withdraw/", one.withdraw, name="personal_data_withdraw"),
    path("<uuid:asked>/fetch/", one.fetch, name="personal_data_fetch"),
]
