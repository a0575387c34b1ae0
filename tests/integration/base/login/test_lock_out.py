"""How often something may be tried: counted before it is checked, for accounts and addresses alike."""

from __future__ import annotations

import pytest
import time_machine
from django.test import RequestFactory

from pejling.base.login.lock_out import RULES, Locked, forget, give_back, locked_until, try_once
from pejling.base.login.models import Attempts
from pejling.base.login.network import address_of

START = 1_700_000_000


def test_the_one_after_the_last_allowed_waits(db) -> None:
    most = RULES["account"].most
    with time_machine.travel(START, tick=False):
        assert [try_once("account", "a@b.dk") for _ in range(most)] == [False] * (most - 1) + [True]
        with pytest.raises(Locked) as told:
            try_once("account", "a@b.dk")
        assert told.value.until.timestamp() == START + 15 * 60
        assert try_once("account", "andre@b.dk") is False
        assert set(locked_until("account", ["a@b.dk", "andre@b.dk"])) == {"a@b.dk"}
    with time_machine.travel(START + 15 * 60 - 1, tick=False), pytest.raises(Locked):
        try_once("account", "a@b.dk")
    with time_machine.travel(START + 15 * 60, tick=False):
        assert try_once("account", "a@b.dk") is False, "a new count begins"
        assert Attempts.objects.get(count=1, kind="account", first_at__gt="2023-11-14T22:20Z")


def test_a_count_begins_anew_when_its_window_is_over(db) -> None:
    most = RULES["account"].most
    with time_machine.travel(START, tick=False):
        for _ in range(most - 1):
            try_once("account", "a@b.dk")
    with time_machine.travel(START + 15 * 60, tick=False):
        assert [try_once("account", "a@b.dk") for _ in range(most)][-1] is True


def test_what_was_right_is_given_back(db) -> None:
    for _ in range(3 * RULES["address"].most):
        try_once("address", "203.0.113.7")
        give_back("address", "203.0.113.7")
    assert Attempts.objects.get().count == 0
    give_back("address", "203.0.113.7")
    assert Attempts.objects.get().count == 0
    assert forget("address", "203.0.113.7") is True
    assert forget("address", "203.0.113.7") is False


def test_neither_addresses_nor_emails_are_kept(db) -> None:
    try_once("account", "karen@skole.example")
    try_once("address", "203.0.113.7")
    kept = str(list(Attempts.objects.values()))
    assert "karen" not in kept and "203.0" not in kept


@pytest.mark.parametrize(
    ("proxies", "remote", "forwarded", "wanted"),
    [
        (0, "203.0.113.7", "", "203.0.113.7"),
        (0, "203.0.113.7", "198.51.100.1", "203.0.113.7"),  # a reader may write what he likes there
        (0, "127.0.0.1", "", ""),
        (0, "", "", ""),
        (1, "127.0.0.1", "198.51.100.1, 203.0.113.7", "203.0.113.7"),
        (2, "127.0.0.1", "198.51.100.1, 203.0.113.7, 10.0.0.1", "203.0.113.7"),
        (2, "127.0.0.1", "203.0.113.7", ""),
        (1, "127.0.0.1", "nonsense", ""),
        (0, "2001:db8:1:2:3:4:5:6", "", "2001:db8:1:2::/64"),
        # IPv4 as a server that listens on both kinds writes it: not all the world's in one network
        (0, "::ffff:203.0.113.7", "", "203.0.113.7"),
        (0, "::ffff:127.0.0.1", "", ""),
    ],
)
def test_where_a_request_comes_from(settings, proxies: int, remote: str, forwarded: str, wanted: str) -> None:
    settings.PROXIES = proxies
    request = RequestFactory().get("/", REMOTE_ADDR=remote, HTTP_X_FORWARDED_FOR=forwarded)
    assert address_of(request) == wanted
