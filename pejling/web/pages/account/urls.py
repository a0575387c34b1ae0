"""Addresses of log-in and one's own account."""

from django.urls import path

from pejling.web.pages.account import (
    factors,
    invitations,
    keys,
    other_systems,
    own,
    passwords,
    signs_of_life,
    views,
)

urlpatterns = [
    path("", views.home, name="home"),
    path("log-in/", views.log_in, name="login"),
    path("log-in/demo/", views.log_in_as, name="login_demo"),
    path("log-in/second-factor/", factors.ask, name="second_factor"),
    # allauth knows these two by their names
    path("log-in/through/<slug:provider_id>/", other_systems.away, name="openid_connect_login"),
    path("log-in/back/<slug:provider_id>/", other_systems.back, name="openid_connect_callback"),
    path("log-out/", views.log_out, name="logout"),
    path("session/", signs_of_life.session, name="session"),
    path("password/", passwords.change, name="password"),
    path("password/forgotten/", passwords.forgotten, name="forgotten"),
    path("password/new/<uuid:user>/<str:token>/", passwords.choose, name="new_password"),
    path("invitation/<str:token>/", invitations.page, name="invitation"),
    path("account/", own.page, name="account"),
    path("account/second-factor/app/", factors.set_up_app, name="factor_app"),
    path("account/second-factor/app/remove/", factors.remove_app, name="factor_app_remove"),
    path("account/second-factor/key/", keys.add, name="factor_key"),
    path("account/second-factor/key/<int:key>/remove/", keys.remove, name="factor_key_remove"),
    path("account/second-factor/recovery-codes/", factors.recovery_codes, name="factor_recovery"),
    path("language/", views.language, name="language"),
]
