"""Codes of an app as RFC 6238 has them, each good for one use."""

from __future__ import annotations

import base64
import hashlib
import hmac
import time

import pytest
import time_machine
from allauth.mfa.models import Authenticator

from pejling.base.accounts import actions as accounts
from pejling.base.accounts.models import User
from pejling.base.audit.models import Entry
from pejling.base.login.factors import actions
from pejling.base.login.factors.codes import check, matching_counter
from pejling.base.login.factors.queries import factors_of, has_factor, with_factor
from pejling.base.login.lock_out import Locked
from pejling.base.mail.models import MailLog

SECRET = base64.b32encode(b"12345678901234567890").decode()
#: RFC 6238, appendix B (SHA-1); an app shows the last six of the eight digits
VECTORS = [
    (59, "94287082"),
    (1111111109, "07081804"),
    (1111111111, "14050471"),
    (1234567890, "89005924"),
    (2000000000, "69279037"),
    (20000000000, "65353130"),
]
#: 12 s into a period whose code is 050471
AT = 1111111122


@pytest.fixture
def user(db) -> User:
    return accounts.add_user(
        by=None, email="karen@skole.example", name="Karen", password="tre gule ord i snor"
    )


@pytest.mark.parametrize(("moment", "code"), VECTORS)
def test_the_codes_of_rfc_6238(moment: int, code: str) -> None:
    assert matching_counter(SECRET, code[-6:], moment) == moment // 30
    assert matching_counter(SECRET, f"{code[2:5]} {code[5:]}", moment + 30) == moment // 30
    assert matching_counter(SECRET, code[-6:], moment - 30) == moment // 30
    assert matching_counter(SECRET, code[-6:], moment + 90) is None
    assert matching_counter(SECRET, code, moment) is None


@pytest.mark.parametrize("code", ["", "      ", "05047", "0504711", "٠٥٠٤٧١", "abcdef", "-50471", "050471x"])
def test_nonsense_is_no_code(code: str) -> None:
    assert matching_counter(SECRET, code, AT) is None


def set_up(user: User) -> list[str]:
    """An app, set up a period before AT."""
    with time_machine.travel(AT - 600, tick=False):
        return actions.set_up_app(by=user, secret=SECRET, code=current())


def current(key: bytes = b"12345678901234567890") -> str:
    """What the app shows now, by way of the RFC's own steps: HMAC-SHA-1, truncated."""
    digest = hmac.new(key, (int(time.time()) // 30).to_bytes(8, "big"), hashlib.sha1).digest()
    offset = digest[-1] & 15
    return f"{(int.from_bytes(digest[offset : offset + 4], 'big') & 0x7FFFFFFF) % 10**6:06}"


def test_a_code_works_once(user: User) -> None:
    set_up(user)
    with time_machine.travel(AT, tick=False):
        assert check(user, "050471") == "totp"
        assert check(user, "050471") == ""
    with time_machine.travel(AT - 30, tick=False):
        assert check(user, current()) == "", "one older than the last used doesn't either"
    with time_machine.travel(AT + 30, tick=False):
        assert check(user, current()) == "totp"


def test_the_code_of_the_set_up_is_used_up_by_it(user: User) -> None:
    with time_machine.travel(AT, tick=False):
        actions.set_up_app(by=user, secret=SECRET, code="050471")
        assert check(user, "050471") == ""


def test_a_wrong_first_code_sets_nothing_up(user: User) -> None:
    with time_machine.travel(AT, tick=False), pytest.raises(actions.WrongCode):
        actions.set_up_app(by=user, secret=SECRET, code="050472")
    assert not has_factor(user)
    assert not MailLog.objects.exists()


def test_a_second_app_is_refused(user: User) -> None:
    set_up(user)
    with time_machine.travel(AT, tick=False), pytest.raises(actions.HasApp):
        actions.set_up_app(by=user, secret=SECRET, code="050471")


def test_recovery_codes_work_once_each(user: User) -> None:
    codes = set_up(user)
    assert len(set(codes)) == 10
    assert check(user, codes[3]) == "recovery"
    assert check(user, codes[3]) == ""
    assert check(user, f" {codes[9][:4]} {codes[9][4:]} ") == "recovery"
    assert factors_of(user).recovery_left == 8
    fresh = actions.new_recovery_codes(by=user)
    assert check(user, codes[0]) == ""
    assert check(user, fresh[0]) == "recovery"


def test_wrong_codes_lock_and_say_until_when(user: User) -> None:
    codes = set_up(user)
    with time_machine.travel(AT, tick=False):
        for _time in range(5):
            assert check(user, "000000") == ""
        with pytest.raises(Locked) as locked:
            check(user, "050471")
        assert locked.value.until.timestamp() == AT + 15 * 60
        with pytest.raises(Locked):
            check(user, codes[0])
    with time_machine.travel(AT + 15 * 60 + 1, tick=False):
        assert check(user, current()) == "totp"
    assert MailLog.objects.filter(template="login.locked_out").count() == 1


def test_the_secret_lies_sealed(user: User) -> None:
    set_up(user)
    kept = str(list(Authenticator.objects.values_list("data", flat=True)))
    assert SECRET not in kept


def test_another_key_than_the_one_it_was_sealed_with_lets_nobody_in(user: User, settings, caplog) -> None:
    codes = set_up(user)
    settings.SECRET_KEY = "en helt anden nøgle end den, der var"
    with time_machine.travel(AT, tick=False):
        assert check(user, "050471") == ""
        assert check(user, codes[0]) == ""
    assert "sealed with another key" in caplog.text


def test_an_earlier_key_still_opens(user: User, settings) -> None:
    set_up(user)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "en ny nøgle"
    with time_machine.travel(AT, tick=False):
        assert check(user, "050471") == "totp"


def test_removing_the_last_factor_removes_the_recovery_codes(user: User) -> None:
    set_up(user)
    assert with_factor([user]) == {user.pk}
    actions.remove_app(by=user)
    assert not Authenticator.objects.filter(user=user).exists()
    assert with_factor([user]) == set()


def test_each_change_is_told_by_mail_and_in_the_log(user: User) -> None:
    set_up(user)
    actions.new_recovery_codes(by=user)
    actions.reset(by=None, user=user)
    actions.reset(by=None, user=user)
    assert MailLog.objects.filter(template="login.second_factor", to=user.email).count() == 3
    verbs = list(Entry.objects.filter(subject=str(user.uuid)).values_list("verb", flat=True))
    for verb in ("set_up_second_factor", "new_recovery_codes", "reset_second_factor"):
        assert verbs.count(verb) == 1, verb
