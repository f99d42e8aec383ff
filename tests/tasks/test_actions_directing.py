"""Leadership directs and asks for explanations; the lead unit answers once."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from agreements.models import Role
from tasks.actions.directing import answer_directive, give_directive
from tasks.models import Directive
from tasks.todo import unanswered_directives
from tests import factories


@pytest.fixture
def chi(db):
    """A vice-chair of Lâm Đồng."""
    return factories.person("chi", Role.LEADER, factories.unit("Văn phòng UBND tỉnh"))


@pytest.fixture
def task(db):
    return factories.task()


def explanation(by, task):
    return give_directive(
        by=by,
        task=task,
        kind=Directive.Kind.EXPLANATION,
        text="Giải trình việc chậm tiến độ.",
        answer_due_on=timezone.localdate() + dt.timedelta(days=7),
    )


def test_leadership_directs(chi, task):
    with factories.writes(Directive=1, Event=1):
        directive = give_directive(by=chi, task=task, text="Hoàn thành trong quý I.")

    assert (directive.given_by, directive.kind) == (chi, Directive.Kind.DIRECTIVE)


def test_an_explanation_is_asked_of_a_task_that_a_unit_of_today_leads(chi):
    nobodys = factories.task(leads=[])

    with factories.refused("nobody could answer"):
        explanation(chi, nobodys)
    give_directive(by=chi, task=nobodys, text="Xác định đơn vị chủ trì.")


def test_only_leadership_of_the_issuing_province_directs(task):
    stranger = factories.person("vinh", Role.LEADER, factories.unit("Sở Tài chính", "79"))
    for person in (factories.lan(), factories.minh(), factories.huong(), factories.khang(), stranger):
        with factories.refused("Only the leadership"):
            give_directive(by=person, task=task, text="Làm ngay.")


def test_a_directive_without_words_is_none(chi, task):
    with factories.refused("Write the directive"):
        give_directive(by=chi, task=task, text=" ")


def test_a_request_for_explanation_is_on_the_list_of_the_unit_until_it_answers(chi, task):
    minh, directive = factories.minh(), explanation(chi, task)
    assert list(unanswered_directives(minh)) == [directive]
    assert not unanswered_directives(factories.huong())

    with factories.writes(Event=1):
        answer_directive(by=minh, directive=directive, answer="Do mưa lũ; sẽ xong trong tháng 3.")

    directive.refresh_from_db()
    assert (directive.answered_by, directive.answer) == (minh, "Do mưa lũ; sẽ xong trong tháng 3.")
    assert not unanswered_directives(minh)


def test_the_answer_is_of_the_lead_unit_has_words_and_is_given_once(chi, task):
    minh, directive = factories.minh(), explanation(chi, task)

    for person in (factories.lan(), factories.khang(), chi):
        with factories.refused("Only a lead unit"):
            answer_directive(by=person, directive=directive, answer="Đã rõ.")
    with factories.refused("Write the answer"):
        answer_directive(by=minh, directive=directive, answer="\n")
    with pytest.raises(IntegrityError, match="directive_answer_has_words"), transaction.atomic():
        Directive.objects.update(answered_by=minh, answered_at=timezone.now())
    answer_directive(by=minh, directive=directive, answer="Đã rõ.")
    with factories.refused("answered already"):
        answer_directive(by=minh, directive=directive, answer="Đã rõ lần hai.")


def test_the_day_for_an_answer_lies_ahead(chi, task):
    with factories.refused("has passed already"):
        give_directive(
            by=chi, task=task, text="Giải trình.", answer_due_on=timezone.localdate() - dt.timedelta(days=1)
        )
