"""How the environment says where mail goes and where the installation is reached."""

from __future__ import annotations

import pytest

from pejling.config.environment import SettingError, address, email, number

SMTP = "django.core.mail.backends.smtp.EmailBackend"


@pytest.mark.parametrize(
    ("url", "wanted"),
    [
        (
            "smtp://bruger:kode%40rd@mail.example.dk",
            (SMTP, "mail.example.dk", 587, "bruger", "kode@rd", True, False),
        ),
        ("smtp://mail.example.dk:2525", (SMTP, "mail.example.dk", 2525, "", "", True, False)),
        ("smtps://mail.example.dk", (SMTP, "mail.example.dk", 465, "", "", False, True)),
        ("smtp+plain://localhost", (SMTP, "localhost", 25, "", "", False, False)),
        ("", (SMTP, "localhost", 25, "", "", False, False)),
    ],
)
def test_mail_servers(url: str, wanted: tuple) -> None:
    made = email({"PEJLING_EMAIL": url})
    assert (
        tuple(made[key] for key in ("backend", "host", "port", "user", "password", "starttls", "tls"))
        == wanted
    )


def test_a_demo_writes_its_mails_to_the_console() -> None:
    assert email({}, demo=True)["backend"].endswith("console.EmailBackend")
    assert email({"PEJLING_EMAIL": "file:///var/mails"}, demo=True)["folder"] == "/var/mails"


@pytest.mark.parametrize("url", ["mail.example.dk", "http://x:hemmelig@y", "smtp://", "smtp:", "file:"])
def test_a_mistake_is_told_without_the_password(url: str) -> None:
    with pytest.raises(SettingError) as told:
        email({"PEJLING_EMAIL": url})
    assert "PEJLING_EMAIL" in str(told.value) and "hemmelig" not in str(told.value)


@pytest.mark.parametrize(
    "value", ["pejling.example.dk", "https://pejling.example.dk/sti", "ftp://x", "https://x?y=1"]
)
def test_an_address_is_a_host_and_nothing_more(value: str) -> None:
    with pytest.raises(SettingError):
        address({"PEJLING_ADDRESS": value})
    assert address({"PEJLING_ADDRESS": "https://pejling.example.dk/"}) == "https://pejling.example.dk"


@pytest.mark.parametrize("value", ["1", "481", "en", "2.5", "-3", "٣"])
def test_a_number_keeps_its_bounds(value: str) -> None:
    with pytest.raises(SettingError):
        number("PEJLING_IDLE", 30, least=2, most=480, environ={"PEJLING_IDLE": value})
    assert number("PEJLING_IDLE", 30, least=2, most=480, environ={"PEJLING_IDLE": "45"}) == 45
