"""The address that a load balancer or a watchman asks."""

from django.urls import path

from pejling.web.pages.health import views

urlpatterns = [path("health/", views.health, name="health")]
