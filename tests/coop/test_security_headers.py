"""Headers that every answer carries, and settings without which a server does not start."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import reverse

from tests import factories

SETTINGS = Path(settings.BASE_DIR) / "coop" / "settings.py"
HEADERS = {
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}


def policy_of(response):
    directives = response.headers["Content-Security-Policy"].split(";")
    return {name: values for name, *values in (directive.split() for directive in directives)}


def answers(browser):
    """One of every kind of answer: page, form, list, redirect, missing, forbidden, file, admin, health."""
    on = factories.occurrence(of=factories.task())
    paper = factories.document(on.task.plan.agreement)
    for address in (
        "/",
        "/nhiem-vu/",
        reverse("task-detail", args=[on.task_id]),
        reverse("occurrence-pause", args=[on.pk]),
        reverse("document-file", args=[paper.pk]),
        reverse("report-pdf", args=[on.task.plan.agreement_id, 2024]),
        "/khong-co/",
        "/nhiem-vu",
        "/quan-tri/",
        "/quan-tri/tasks/task/",
        "/quan-tri/accounts/user/",
        "/tai-khoan/2fa/",
        "/healthz",
    ):
        response = browser.get(address)
        b"".join(response if response.streaming else ())
        yield address, response


def test_every_kind_of_answer_carries_the_headers_and_the_policy(client_for):
    for address, response in answers(client_for(factories.lan())):
        assert {name: response.headers.get(name) for name in HEADERS} == HEADERS, address
        policy = policy_of(response)
        assert policy["default-src"] == ["'none'"], address
        assert policy["script-src"] == policy["style-src"] == ["'self'"], address
        assert policy["frame-ancestors"] == policy["base-uri"] == ["'none'"], address
        assert "unsafe" not in response.headers["Content-Security-Policy"], address


@pytest.mark.django_db
def test_who_is_not_signed_in_gets_the_same_policy(client):
    for address in ("/tai-khoan/login/", "/", "/khong-co/"):
        assert policy_of(client.get(address))["default-src"] == ["'none'"]


@pytest.mark.django_db
def test_a_form_without_its_token_is_refused_with_the_policy():
    from django.test import Client

    response = Client(enforce_csrf_checks=True).post("/tai-khoan/login/", {"login": "lan"})

    assert response.status_code == 403
    assert policy_of(response)["default-src"] == ["'none'"]


def test_pages_of_signed_in_people_are_not_kept_by_others(client_for):
    response = client_for(factories.lan()).get("/quan-tri/")

    assert "no-store" in response.headers["Cache-Control"]


@pytest.mark.django_db
def test_cookies_are_out_of_reach_of_scripts_and_other_sites(client):
    lan = factories.lan()
    lan.set_password("mat-khau-cua-lan")
    lan.save()

    client.post("/tai-khoan/login/", {"login": "lan", "password": "mat-khau-cua-lan"})

    assert client.cookies["sessionid"]["httponly"]
    assert client.cookies["sessionid"]["samesite"] == "Lax"


# A server that nobody has set up


def start(tmp_path, **environment):
    """The settings read by a new process, in a folder without `.env`."""
    (tmp_path / "coop").mkdir()
    copy = shutil.copy(SETTINGS, tmp_path / "coop" / "settings.py")
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return subprocess.run(
        [sys.executable, copy], env=kept | environment, capture_output=True, text=True, timeout=60
    )


PRODUCTION = {"SECRET_KEY": "only-here", "ALLOWED_HOSTS": "hop-tac.example.vn"}


def test_production_starts_on_what_an_office_has_set(tmp_path):
    started = start(tmp_path, **PRODUCTION)

    assert started.returncode == 0, started.stderr


@pytest.mark.parametrize("name", sorted(PRODUCTION))
@pytest.mark.parametrize("given", [None, ""])
def test_production_does_not_start_without(tmp_path, name, given):
    environment = {key: value for key, value in PRODUCTION.items() if key != name}
    started = start(tmp_path, **environment, **({} if given is None else {name: given}))

    assert started.returncode != 0
    assert "ImproperlyConfigured" in started.stderr
    assert name in started.stderr
