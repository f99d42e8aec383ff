"""The secretariat says to which field tasks belong and which are key tasks; only what changes is written."""

import pytest

from agreements.models import Field
from tasks.actions.changing import fingerprint
from tasks.actions.classifying import field_changes, key_changes, mark_key, set_field
from tasks.history import history_of
from tasks.models import Task
from tests import factories


@pytest.fixture
def tourism(db):
    return Field.objects.get(code="du-lich")


def three_tasks(**first):
    """Of one plan; the first differs."""
    made = factories.plan()
    return [factories.task(made, **(first if number == 0 else {})) for number in range(3)]


def test_a_field_is_set_where_it_differs_with_history_and_one_event_each(lan, tourism):
    tasks = three_tasks(field=tourism)

    with factories.writes(HistoricalTask=2, Event=2):
        done = set_field(by=lan, tasks=tasks, field=tourism)

    assert (done.changed, done.same, done.left_out) == (2, 1, 0)
    assert set(Task.objects.values_list("field", flat=True)) == {tourism.pk}
    assert {row.history_user for row in Task.history.filter(history_type="~")} == {lan}


def test_the_history_of_a_task_tells_from_which_field_to_which(lan, tourism):
    task = factories.task(field=Field.objects.get(code="nong-nghiep"))
    set_field(by=lan, tasks=[task], field=tourism)

    assert history_of(task)[0].text == "Nông nghiệp và phát triển nông thôn → Du lịch"


@pytest.mark.parametrize(("is_key", "verb"), [(True, "mark_key"), (False, "unmark_key")])
def test_key_tasks_are_marked_and_unmarked_where_they_are_not_so_yet(lan, is_key, verb):
    first, *others = tasks = three_tasks(is_key=True)
    changing = others if is_key else [first]

    with factories.writes(HistoricalTask=len(changing), Event=len(changing)):
        done = mark_key(by=lan, tasks=tasks, is_key=is_key)

    assert (done.changed, done.same) == (len(changing), 3 - len(changing))
    assert set(Task.objects.values_list("is_key", flat=True)) == {is_key}
    assert {event.verb for event in factories.Event.objects.all()} == {verb}


def test_only_the_secretariat_of_the_issuing_side_classifies(lan, tourism):
    tasks = [factories.task(), factories.task_of_ca_mau()]
    for person in (lan, factories.minh(), factories.huong(), factories.khang()):
        with factories.refused("Only the secretariat"):
            set_field(by=person, tasks=tasks, field=tourism)
        with factories.refused("Only the secretariat"):
            mark_key(by=person, tasks=tasks, is_key=True)


def test_what_somebody_else_classified_since_the_preview_stops_the_whole_act(lan, tourism):
    tasks = three_tasks()
    field_seen = fingerprint(field_changes(tasks, field=tourism))
    key_seen = fingerprint(key_changes(tasks, is_key=True))
    set_field(by=lan, tasks=tasks[:1], field=Field.objects.get(code="nong-nghiep"))
    mark_key(by=lan, tasks=tasks[:1], is_key=True)

    with factories.refused("Something has changed"):
        set_field(by=lan, tasks=tasks, field=tourism, seen=field_seen)
    with factories.refused("Something has changed"):
        mark_key(by=lan, tasks=tasks, is_key=True, seen=key_seen)


def test_a_report_since_the_preview_is_in_nobodys_way(lan, tourism):
    task = factories.task()
    shown = fingerprint(field_changes([task], field=tourism))
    factories.reported(factories.minh(), factories.occurrence(task))

    assert set_field(by=lan, tasks=[task], field=tourism, seen=shown).changed == 1


def test_the_same_form_sent_again_writes_nothing(lan, tourism):
    tasks = three_tasks()
    shown = fingerprint(field_changes(tasks, field=tourism))
    set_field(by=lan, tasks=tasks, field=tourism, seen=shown)

    with factories.writes():
        assert set_field(by=lan, tasks=tasks, field=tourism, seen=shown).same == 3
