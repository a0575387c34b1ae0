"""Every address of the product; the pages themselves are in pejling/web."""

from django.urls import include, path

urlpatterns = [path("", include("pejling.web.urls"))]
