"""The address of the audit log."""

from django.urls import path

from pejling.web.pages.audit import views

urlpatterns = [path("", views.page, name="audit")]
