"""The address of the list of students."""

from django.urls import path

from pejling.web.pages.students import views

urlpatterns = [path("", views.page, name="students")]
