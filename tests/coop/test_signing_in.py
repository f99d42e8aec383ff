"""Who guesses passwords is stopped at the account, and stops nobody else of the same office."""

import pytest
from django.core.cache import cache
from django.urls import reverse

from tests import factories
from tests.strict_client import StrictClient

pytestmark = [pytest.mark.django_db, pytest.mark.any_engine]

RIGHT = "mat-khau-cua-lan-2026"
OFFICE, ELSEWHERE = "203.0.113.7", "198.51.100.20"


@pytest.fixture(autouse=True)
def nobody_has_tried():
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def lan():
    user = factories.lan()
    user.set_password(RIGHT)
    user.save()
    return user


def signs_in(login, password, address):
    """Through the one proxy in front, whatever the browser itself claims."""
    sent = {"login": login, "password": password}
    headers = {"X-Forwarded-For": f"10.0.0.1, {address}"}
    return StrictClient(headers=headers).post(reverse("account_login"), sent).status_code == 302


def test_after_five_wrong_passwords_an_account_waits_wherever_the_next_comes_from(lan, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    assert not any(signs_in("lan", f"sai-{number}", OFFICE) for number in range(5))

    assert not signs_in("lan", RIGHT, OFFICE)
    assert not signs_in("lan", RIGHT, ELSEWHERE)


def test_thirty_colleagues_who_mistype_shut_nobody_out(lan, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    assert not any(signs_in(f"can-bo-{number}", "sai", OFFICE) for number in range(30))

    assert signs_in("lan", RIGHT, OFFICE)


def test_who_floods_from_one_address_is_told_from_the_others_by_what_the_proxy_wrote(lan, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"login_failed": "3/m/ip"}
    assert not any(signs_in(f"ai-do-{number}", "sai", OFFICE) for number in range(4))

    assert not signs_in("lan", RIGHT, OFFICE)
    assert signs_in("lan", RIGHT, ELSEWHERE)


EDGE = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/131.0 Safari/537.36 Edg/131.0"
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) Version/18.1 Safari/604.1"


@pytest.mark.parametrize(
    ("sent", "named"),
    [(EDGE, "Microsoft Edge, Windows"), (IPHONE, "Safari, iPhone"), ("curl/8.5.0", "curl/8.5.0")],
)
def test_lan_reads_from_which_browsers_she_has_signed_in(lan, sent, named):
    browser = StrictClient(headers={"User-Agent": sent})
    browser.post(reverse("account_login"), {"login": "lan", "password": RIGHT})

    assert f">{named}</td>" in browser.get(reverse("usersessions_list")).content.decode()
