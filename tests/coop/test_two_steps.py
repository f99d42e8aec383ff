"""Signing in with a second step: what its pages say, from switching it on to the end."""

import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from allauth.mfa.webauthn.internal.auth import WebAuthn
from cryptography.hazmat.primitives.asymmetric import ec
from django.test import Client
from django.urls import reverse
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import AttestationObject, AttestedCredentialData, AuthenticatorData

from agreements.models import Role
from coop.shared.events import Event
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.any_engine]

PASSWORD = "hai-tinh-cung-lam-2026"


def code_of(key):
    counter = next(yield_hotp_counters_from_time())
    return format_hotp_value(hotp_value(key, counter))


@pytest.fixture
def account():
    user = factories.lan()
    user.set_password(PASSWORD)
    user.save()
    return user


@pytest.fixture
def lan(account):
    """She has just typed her password. Not the strict client: allauth notes that the codes were looked at."""
    browser = Client()
    browser.force_login(account)
    browser.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    return browser


def text_of(answer):
    return re.sub(r"\s+", " ", re.sub("<[^>]+>", " ", answer.content.decode()))


def test_lan_switches_the_app_on_keeps_her_codes_makes_new_ones_and_switches_it_off(lan):
    page = lan.get(reverse("mfa_activate_totp")).content.decode()
    [key] = re.findall(r'<code class="codes">([A-Z2-7]+)</code>', page)
    assert f'href="{reverse("mfa_index")}"' in page

    wrong = lan.post(reverse("mfa_activate_totp"), {"code": "000000"})
    assert "Mã không đúng." in text_of(wrong)
    assert key in wrong.content.decode()

    shown = lan.post(reverse("mfa_activate_totp"), {"code": code_of(key)}, follow=True)
    codes = re.findall(r"<li>(\d{8})</li>", shown.content.decode())
    assert len(set(codes)) == 10
    assert "Còn 10 trong số 10 mã" in text_of(shown)
    assert "Mỗi mã dùng được một lần" in text_of(shown)

    assert "Các mã hiện có sẽ không còn hiệu lực." in text_of(lan.get(reverse("mfa_generate_recovery_codes")))
    renewed = lan.post(reverse("mfa_generate_recovery_codes"), follow=True)
    assert not set(re.findall(r"<li>(\d{8})</li>", renewed.content.decode())) & set(codes)

    assert "chỉ cần mật khẩu là đăng nhập được" in text_of(lan.get(reverse("mfa_deactivate_totp")))
    lan.post(reverse("mfa_deactivate_totp"))
    assert lan.get(reverse("mfa_view_recovery_codes")).status_code == 404


def registered_key():
    """What a browser sends when somebody has added a key."""
    public = ES256.from_cryptography_key(ec.generate_private_key(ec.SECP256R1()).public_key())
    credential = AttestedCredentialData.create(bytes(16), b"key-of-lan", public)
    flags = AuthenticatorData.FLAG.UP | AuthenticatorData.FLAG.AT
    shown = AuthenticatorData.create(bytes(32), flags, 0, credential)
    answer = {
        "clientDataJSON": websafe_encode(b'{"type": "webauthn.create", "challenge": "", "origin": ""}'),
        "attestationObject": websafe_encode(AttestationObject.create("none", shown, {})),
    }
    key = websafe_encode(b"key-of-lan")
    return {"id": key, "rawId": key, "type": "public-key", "response": answer}


def test_the_administrator_switches_it_off_for_who_has_lost_phone_and_codes(account, client_for):
    Authenticator.objects.create(user=account, type="totp", data={})
    minh, quang = factories.minh(), factories.person("quang", Role.ADMIN, factories.unit("Sở Tài chính"))
    browser, accounts = client_for(quang), reverse("admin:accounts_user_changelist")
    sent = {"action": "switch_off_second_steps", "_selected_action": [account.pk, minh.pk]}

    asked = text_of(browser.post(accounts, sent))
    assert (str(account) in asked, str(minh) in asked, account.authenticator_set.count()) == (True, False, 1)

    done = browser.post(accounts, sent | {"sure": "Tắt"}, follow=True)
    assert f"Đã tắt xác thực hai bước: {account}." in text_of(done)
    assert not account.authenticator_set.exists()
    [act] = Event.objects.about(account)
    assert (act.actor, act.verb, act.before) == (quang, "switch_off_second_step", {"second_step": ["totp"]})

    again = browser.post(accounts, sent, follow=True)
    assert "Không có tài khoản nào trong số đã chọn" in text_of(again)


def test_a_security_key_is_offered_to_who_has_registered_one(account):
    secret = generate_totp_secret()
    TOTP.activate(account, secret)
    browser, step = Client(), reverse("mfa_authenticate")
    named = {"login": account.username, "password": PASSWORD}
    asked = browser.post(reverse("account_login"), named, follow=True)

    assert "Bước xác thực thứ hai" in text_of(asked)
    assert "webauthn" not in asked.content.decode()

    WebAuthn.add(account, "Khóa của Lan", registered_key())
    assert "Dùng khóa bảo mật" in text_of(browser.get(step))

    assert "Mã không đúng." in text_of(browser.post(step, {"code": "000000"}))
    assert browser.post(step, {"code": code_of(secret)}).url == reverse("dashboard")
