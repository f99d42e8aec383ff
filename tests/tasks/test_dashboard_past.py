"""The meeting of a past day shown again: the numbers that were on the page then, whatever was done since."""

import datetime as dt
import re

import pytest
from django.urls import reverse

from agreements.models import Field, Role
from tasks.actions.classifying import set_field
from tasks.actions.directing import answer_directive, give_directive
from tasks.actions.extending import ask_extension, decide_extension
from tasks.actions.reassigning import reassign
from tasks.actions.reporting import report_progress
from tasks.actions.stopping import stop_or_resume
from tasks.actions.verifying import accept
from tasks.models import Directive, Extension, Occurrence, ProgressUpdate
from tasks.past_tables import PastIsReadOnlyError, seen_on
from tasks.states import Move, Status
from tests import factories
from tests.tasks.test_dashboard import lists_of, numbers_on
from tests.tasks.test_past import at

pytestmark = pytest.mark.django_db

THEN, LATER = "2024-10-01", "2025-12-02"
TASKS = {
    "done": ("Việc đã xong", "Quý II/2024"),
    "sent": ("Việc đã báo", "Quý III/2024"),
    "open": ("Việc đang làm", "Quý III/2024"),
    "gone": ("Việc sẽ bỏ", "Năm 2024"),
    "late": ("Việc quá hạn", "Quý I/2024"),
}


class Year2024:
    """Four tasks of a plan until the first of October, and all that was done with them in the year after."""

    def __init__(self):
        with at("2023-08-30"):
            self.lan, self.minh, self.huong = factories.lan(), factories.minh(), factories.huong()
            self.leader = factories.person("binh", Role.LEADER, factories.unit("Văn phòng UBND tỉnh"))
            plan = factories.plan(factories.agreement(title="Thỏa thuận với Thành phố"))
            self.task = {
                name: factories.task(plan, content=content, timeframe=time)
                for name, (content, time) in TASKS.items()
            }
        self.on = {name: factories.occurrence(task) for name, task in self.task.items()}
        self.seat = self.minh.memberships.get().unit

    def until_then(self):
        with at("2024-06-20"):
            accept(by=self.huong, occurrence=factories.reported(self.minh, self.on["done"]))
        with at("2024-09-25"):
            factories.reported(self.minh, self.on["sent"])
            asked = {"new_due_on": dt.date(2025, 12, 31), "reason": "Chờ vốn", "on_behalf_of": self.seat}
            self.wish = ask_extension(by=self.minh, occurrence=self.on["late"], **asked)
            self.question = give_directive(
                by=self.leader, task=self.task["open"], text="Vì sao?", kind=Directive.Kind.EXPLANATION
            )

    def and_after(self):
        with at("2024-10-02"):
            decide_extension(by=self.huong, extension=self.wish, grant=True)
            accept(by=self.huong, occurrence=self.on["sent"])
            answer_directive(by=self.minh, directive=self.question, answer="Đã làm")
        with at("2025-08-15"):
            kept = [self.task["late"], self.task["done"]]
            set_field(by=self.lan, tasks=kept, field=Field.objects.get(code="du-lich"))
            reassign(by=self.lan, tasks=kept, to_unit=factories.unit("Sở Y tế"), reason="Phân công lại")
            report_progress(
                by=self.minh, occurrence=self.on["open"], on_behalf_of=self.seat, complete=True, result="Xong"
            )
            factories.task(self.task["open"].plan, timeframe="Năm 2024")
            self.task["gone"].delete()


@pytest.fixture
def story():
    story = Year2024()
    story.until_then()
    return story


def without_day(numbers):
    return {(re.sub(r"(?<=\?)ngay=[^&]*&|&ngay=[^&]*", "", address), number) for address, number in numbers}


def test_the_page_of_a_past_day_shows_the_numbers_that_it_showed_on_that_day(client_for, story):
    with at(THEN, hour=17):
        that_day = client_for(story.lan).get("/?year=2024")
    story.and_after()
    with at(LATER):
        now, again = (client_for(story.lan).get(f"/?year=2024{day}") for day in ("", "&ngay=01/10/2024"))

    shown = set(numbers_on(that_day.content.decode()))
    assert without_day(numbers_on(again.content.decode())) == shown
    assert set(numbers_on(now.content.decode())) != shown
    for name in ("overdue", "compared", "silent_units", "to_decide", "ending"):
        assert len(again.context[name]) == len(that_day.context[name]), name
    assert again.context["overdue"] == that_day.context["overdue"]
    assert [(one.key, one.count) for one in again.context["to_decide"]] == [
        ("report", 1),
        ("extension", 1),
        ("explanation", 1),
    ]


def test_the_numbers_of_a_past_day_open_the_lists_of_that_day(client_for, story):
    story.and_after()
    with at(LATER):
        client = client_for(story.lan)
        page = client.get("/?year=2024&ngay=01/10/2024").content.decode()
        numbers = {found for found in numbers_on(page) if found[1]}
        with seen_on(dt.date(2024, 10, 1)):
            lists = lists_of(story.lan, {address for address, _number in numbers}, on=dt.date(2024, 10, 1))
        late = client.get(f"{reverse('task-list')}?year=2024&assessment=overdue&ngay=01/10/2024")

    assert {(address, lists[address]) for address, _number in numbers} == numbers
    assert all("ngay=01%2F10%2F2024" in address for address in lists)
    assert [row.content for row in late.context["rows"]] == ["Việc quá hạn", "Việc đang làm"]
    assert late.context["kept_sides"] == []  # what was cannot be changed


@pytest.mark.parametrize(("path", "linked"), [("/", ["open"]), ("/nhiem-vu/", ["done", "sent", "open"])])
def test_a_task_that_was_taken_away_since_is_told_without_a_link_to_its_page(client_for, story, path, linked):
    story.and_after()
    with at(LATER):
        page = client_for(story.lan).get(f"{path}?year=2024&ngay=01/02/2025").content.decode()

    assert "Việc sẽ bỏ" in page
    links = {int(pk) for pk in re.findall(r'href="/nhiem-vu/(\d+)/"', page)}
    assert links == {story.task[name].pk for name in linked}


def test_everything_said_since_is_unsaid_and_nothing_can_be_written(story):
    story.and_after()
    with at(LATER), seen_on(dt.date(2024, 10, 1)):
        statuses = dict(Occurrence.objects.values_list("task__content", "status"))
        assert statuses == {
            "Việc đã xong": Status.COMPLETED,
            "Việc đã báo": Status.REPORTED,
            "Việc đang làm": Status.NOT_STARTED,
            "Việc sẽ bỏ": Status.NOT_STARTED,
            "Việc quá hạn": Status.NOT_STARTED,
        }
        assert ProgressUpdate.objects.count() == 2
        assert Extension.objects.values_list("decision", "decided_by", "decided_at").get() == ("", None, None)
        assert Directive.objects.values_list("answer", "answered_by", "answered_at").get() == ("", None, None)
        with pytest.raises(PastIsReadOnlyError):
            Occurrence.objects.update(percent=1)


@pytest.mark.parametrize("day", ["", "02/12/2025"])
def test_without_a_day_that_is_over_the_page_is_that_of_today(client_for, story, day):
    with at(LATER):
        page = client_for(story.lan).get("/", {"year": "2024", "ngay": day})

    assert page.context["day"] is None
    assert "ngay" not in page.context["summary"].total.url


@pytest.mark.parametrize("day", ["khong", "31/02/2024", "01/01/2030", "01/01/0001", "31/12/1989"])
@pytest.mark.parametrize("name", ["dashboard", "task-list"])
def test_of_a_day_that_cannot_be_looked_back_to_nothing_is_shown(client_for, story, name, day):
    """The figures and rows of today would be taken for those of that day."""
    with at(LATER):
        page = client_for(story.lan).get(reverse(name), {"ngay": day})

    [alert] = re.findall(r'role="alert".*?</ul>', page.content.decode(), re.DOTALL)
    assert ("Tình trạng tại ngày" in alert, day in alert) == (True, True)
    assert "summary" not in page.context
    assert not page.context.get("rows")


def test_a_pause_is_not_known_before_it_happens(client_for, story):
    with at("2024-12-01"):
        stop_or_resume(by=story.lan, occurrence=story.on["open"], move=Move.PAUSE, reason="Chờ ý kiến")
    with at(LATER):
        counts = [
            client_for(story.lan).get(f"/?year=2024&ngay={day}").context["summary"].counts.get("stopped", 0)
            for day in ("30/11/2024", "01/12/2024")
        ]

    assert counts == [0, 1]
