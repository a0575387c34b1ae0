"""Addresses of log-in and one's own account."""

from django.urls import path

from pejling.web.pages.account import views

urlpatterns = [
    path("", views.home, name="home"),
    path("log-in/", views.log_in, name="login"),
    path("log-in/demo/", views.log_in_as, name="login_demo"),
    path("log-out/", views.log_out, name="logout"),
    path("password/", views.change_password, name="password"),
    path("language/", views.language, name="language"),
]
