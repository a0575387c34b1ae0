"""Addresses of invitations, lock-outs and others' second factors."""

from django.urls import path

from pejling.web.pages.letting_in import views

urlpatterns = [
    path("", views.page, name="letting_in"),
    path("invitations/<uuid:invitation>/again/", views.again, name="letting_in_again"),
    path("invitations/<uuid:invitation>/withdraw/", views.withdraw, name="letting_in_withdraw"),
    path("people/<uuid:person>/unlock/", views.unlock, name="letting_in_unlock"),
    path("people/<uuid:person>/second-factor/", views.reset_factor, name="letting_in_factor"),
    path("people/<uuid:person>/second-factor/remove/", views.remove_factor, name="letting_in_factor_remove"),
]
