"""The tour of each role names what is really there, and every page says what its words mean."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils import translation

from docs import build_guides
from tasks.glossary import BY_KEY, TERMS
from tasks.guides import GUIDES
from tasks.states import Assessment
from tests import factories
from tests.test_consistency import ROOT, messages_in_code, messages_in_templates

pytestmark = pytest.mark.any_engine

STEPS = [pytest.param(step, id=f"{guide.slug}-{step.title}") for guide in GUIDES for step in guide.steps]


@pytest.fixture(scope="module")
def words_on_screen():
    """What menus, buttons and headings say; the guides themselves do not count."""
    code = {text for where, text, _context in messages_in_code() if not where.startswith("tasks/guides")}
    return code | {text for _where, text, _context in messages_in_templates()}


@pytest.mark.parametrize("step", STEPS)
def test_every_name_in_a_guide_is_on_some_menu_or_button(step, words_on_screen):
    assert [name for name in step.names if name not in words_on_screen] == []


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_step_has_a_place_for_each_of_its_names(step, language):
    with translation.override(language):
        said = step.said(lambda name: f"«{name}»")

    assert said.count("«") == len(step.names)
    assert "{" not in said


def test_the_pages_to_print_are_made_from_the_guides():
    for path, text in build_guides.pages().items():
        assert path.read_text(encoding="utf-8") == text, "stale: python -m docs.build_guides"
    assert len(build_guides.pages()) == len(list((ROOT / "docs").glob("huong-dan-*.md"))) == len(GUIDES)


def test_every_assessment_is_explained():
    assert set(Assessment.values) <= set(BY_KEY)
    assert len(BY_KEY) == len(TERMS)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("role", "title"),
    [
        ("staff", "Cán bộ đơn vị"),
        ("secretariat", "Bộ phận tổng hợp"),
        ("leader", "Lãnh đạo"),
        ("auditor", "Cán bộ kiểm tra"),
        ("admin", "Quản trị viên"),
    ],
)
def test_everybody_is_met_by_the_guide_of_the_own_role_and_may_read_the_others(client_for, role, title):
    browser = client_for(factories.person("mai", role, factories.unit("Sở Y tế")))
    own = browser.get(reverse("guide"))

    assert f"<h1>Hướng dẫn: {title}</h1>" in own.content.decode()
    for guide in GUIDES:
        assert browser.get(reverse("guide-of", args=[guide.slug])).context["own"] == own.context["guide"]
    assert browser.get(reverse("guide-of", args=["khong-co"])).status_code == 404


@pytest.mark.django_db
def test_the_guide_leads_to_pages_that_open_for_the_person(client_for):
    for person in (factories.lan(), factories.minh()):
        browser = client_for(person)
        steps = browser.get(reverse("guide")).context["guide"].steps
        found = [browser.get(reverse(step.url_name)).status_code for step in steps if step.url_name]
        assert set(found) == {200}


@pytest.mark.django_db
def test_a_task_explains_its_words_and_leads_to_the_glossary(client_for):
    lan = client_for(factories.lan())
    page = lan.get(reverse("task-detail", args=[factories.task(is_key=True).pk])).content.decode()
    glossary = lan.get(reverse("guide")).content.decode()

    for key in ("lead_unit", "partner_unit", "due_period", "key_task", "overdue"):
        assert f'href="/huong-dan/#{key}"' in page
        assert f'id="{key}"' in glossary


@pytest.mark.django_db
def test_an_empty_plan_says_to_each_what_comes_next(client_for):
    address = reverse("plan-detail", args=[factories.plan().pk])
    of_lan, of_minh = (
        client_for(who).get(address).content.decode() for who in (factories.lan(), factories.minh())
    )

    assert of_lan.count(f"{reverse('admin:tasks_importbatch_add')}?plan=") == 2
    assert "Bộ phận tổng hợp nhập phụ lục" in of_minh
    assert "importbatch" not in of_minh
