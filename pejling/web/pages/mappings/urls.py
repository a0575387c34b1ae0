"""Addresses of the mappings: listed, made by pointing, seen, changed, shared."""

from django.urls import path

from pejling.web.pages.mappings import page, pointing

urlpatterns = [
    path("", page.page, name="mappings"),
    path("new/", pointing.new, name="mappings_new"),
    path("point/", pointing.point, name="mappings_point"),
    path("read/", page.read, name="mappings_read"),
    path("copy/", page.copy, name="mappings_copy"),
    path("catalogue/<slug:name>/", page.shipped, name="mappings_shipped"),
    path("catalogue/<slug:name>/yaml/", page.shipped_yaml, name="mappings_shipped_yaml"),
    path("<uuid:mapping>/", page.one, name="mappings_one"),
    path("<uuid:mapping>/yaml/", page.one_yaml, name="mappings_yaml"),
    path("<uuid:mapping>/rename/", page.rename, name="mappings_rename"),
    path("<uuid:mapping>/retire/", page.retire, name="mappings_retire"),
]
