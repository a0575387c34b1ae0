"""The address of the administration page."""

from django.urls import path

from pejling.web.pages.administration import views

urlpatterns = [path("", views.page, name="administration")]
