"""What a person finds by words: agreements, plans, tasks, what units reported, units and provinces, and the
list of each.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import Case, Prefetch, QuerySet, When, prefetch_related_objects
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agreements.models import Agreement, Party, Plan, Province, Unit
from agreements.models.plan import short_title
from agreements.permissions import units_of_today, visible_agreements, visible_plans
from coop.shared.dates import short_date
from coop.shared.highlight import excerpt, is_written_so
from coop.shared.search import column_of, is_marked, says_together, together_first, written_so
from coop.shared.text import search_key, sought
from tasks.dashboard import list_url
from tasks.models import Task
from tasks.permissions.seeing import findable_tasks, findable_updates

SHOWN = 5
COUNTED = 100
LOOKED_THROUGH = 500
_OF_TASK = (
    *("pk", "search_text", "content", "heading", "lead_text", "partner_text"),
    *("plan__kind", "plan__number", "plan__title"),
)
_OF_REPORT = (
    *("pk", "search_text", "result", "obstacles", "proposal", "reported_at", "on_behalf_of__name"),
    *("occurrence__task", "occurrence__task__content"),
)


@dataclass(frozen=True)
class Hit:
    """One thing found, in the words under which it was found. `tasks_url`: where all of its tasks are listed,
    for what `url` lists some.
    """

    title: str
    note: str
    url: str
    tasks_url: str = ""


@dataclass(frozen=True)
class Found:
    """The best hits of one kind. `count` stops at COUNTED: beyond it nobody reads on, they say more."""

    kind: str
    label: Any
    icon: str
    hits: tuple[Hit, ...]
    count: int
    list_label: Any
    url: str

    @property
    def is_more(self) -> bool:
        return self.count > COUNTED

    @property
    def counted(self) -> int:
        return min(self.count, COUNTED)


def find(user: Any, words: str) -> list[Found]:
    """What the person may see of it, by kind; a kind in which nothing is found is left out."""
    if not search_key(words):
        return []
    kinds = (_agreements, _plans, _tasks, _reports, _units, _provinces)
    return [found for found in (kind(user, words) for kind in kinds) if found.hits]


def _agreements(user: Any, words: str) -> Found:
    rows = list(_best(visible_agreements(user).search(words).newest_first(), words))
    shown = sorted(rows, key=lambda row: _place(f"{row.title} {row.number}", words))[:SHOWN]
    parties = Party.objects.select_related("province__current_heir").order_by("sort")
    prefetch_related_objects(shown, Prefetch("parties", parties))
    hits = tuple(_agreement_hit(row, words) for row in shown)
    label, all_of_them = _("Agreements"), _("See all in the list of agreements")
    url = f"{reverse('agreement-list')}?{urlencode({'q': words})}"
    return Found("agreements", label, "file-earmark-text", hits, len(rows), all_of_them, url)


def _agreement_hit(row: Agreement, words: str) -> Hit:
    """Who looks for a party is shown them."""
    signed = short_date(row.signed_on) if row.signed_on else ""
    named = "" if _has(row.title, words) else ", ".join(one.province.name_today for one in row.parties.all())
    note = _in_a_row(row.get_kind_display(), row.number, signed, named)
    return Hit(row.title, note, reverse("agreement-detail", args=[row.pk]))


def _plans(user: Any, words: str) -> Found:
    rows = visible_plans(user).search(words).select_related("agreement").order_by("-issued_on", "-pk")
    hits = _best_first((_plan_hit(row) for row in _best(rows, words)), words)
    label, all_of_them = _("Plans"), _("See all in the list of plans")
    url = f"{reverse('plan-list')}?{urlencode({'q': words})}"
    return Found("plans", label, "journal-text", hits[:SHOWN], len(hits), all_of_them, url)


def _plan_hit(row: Plan) -> Hit:
    note = _in_a_row(short_date(row.issued_on), row.agreement.title)
    return Hit(str(row), note, reverse("plan-detail", args=[row.pk]))


def _tasks(user: Any, words: str) -> Found:
    rows = findable_tasks(user).search(words).order_by("-pk")
    pool = list(rows.values_list(*_OF_TASK, named=True)[: COUNTED + 1])
    hits = tuple(_task_hit(row, words) for row in _best_tasks(rows, pool, words))
    label, all_of_them = _("Tasks"), _("See their due periods in the list of tasks")
    return Found("tasks", label, "list-task", hits, len(pool), all_of_them, list_url(q=words))


def _best_tasks(rows: QuerySet[Task], pool: list[Any], words: str) -> list[Any]:
    """The very diacritics first, then the words one after another in the content, then so in the names of
    units, then apart.

    Where the pool has too few of many, the best are looked for again among the newest that have the words. No
    index knows whether words stand together: without a limit every task is read to find that they never do,
    and so it is if the database may begin with that question, which is therefore put as a value.
    """
    best = sorted(pool, key=lambda row: _rank(row.content, row.search_text, words))[:SHOWN]
    marked = is_marked(words)
    key = search_key(words)
    exact = [row for row in best if (is_written_so(row.content, words) if marked else key in row.search_text)]
    if len(exact) == len(best) or len(pool) <= COUNTED:
        return best
    wanted = written_so("content", words) if marked else says_together("search_text", words)
    newest = Task.objects.filter(pk__in=rows.values("pk")[:LOOKED_THROUGH]).order_by("-pk")
    so = newest.annotate(place=Case(When(wanted, then=0), default=1)).filter(place=0)
    first = {row.pk: row for row in so.values_list(*_OF_TASK, named=True)[:SHOWN]}
    return list((first | {row.pk: row for row in best if row.pk not in first}).values())[:SHOWN]


def _rank(text: str, folded: str, words: str) -> tuple[bool, bool, bool]:
    """Among what has the words: those with the very diacritics, those that have them one after another in the
    text, those that have them so elsewhere.
    """
    key = search_key(words)
    return not is_written_so(text, words), key not in search_key(text), key not in folded


def _task_hit(row: Any, words: str) -> Hit:
    plan = short_title(row.plan__kind, row.plan__number, row.plan__title)
    note = _in_a_row(plan, row.lead_text, _elsewhere(row, words))
    return Hit(excerpt(row.content, words), note, reverse("task-detail", args=[row.pk]))


def _reports(user: Any, words: str) -> Found:
    """What units wrote of their tasks. Ranked are the newest hundred: who looks for a report remembers it."""
    rows = findable_updates(user).search(words).order_by("-pk")
    pool = list(rows.values_list(*_OF_REPORT, named=True)[: COUNTED + 1])
    best = sorted(pool, key=lambda row: _rank(_written(row), row.search_text, words))[:SHOWN]
    hits = tuple(_report_hit(row, words) for row in best)
    label, all_of_them = _("Reports of units"), _("See the due periods in the list of tasks")
    return Found("reports", label, "chat-left-text", hits, len(pool), all_of_them, list_url(said=words))


def _report_hit(row: Any, words: str) -> Hit:
    texts = (row.result, row.obstacles, row.proposal)
    text = next((text for text in texts if _has(text, words)), _written(row))
    day = short_date(timezone.localdate(row.reported_at))
    note = _in_a_row(row.on_behalf_of__name, day, excerpt(row.occurrence__task__content, words, room=120))
    url = reverse("task-detail", args=[row.occurrence__task])
    return Hit(excerpt(text, words), note, f"{url}#bao-cao-{row.pk}")


def _written(row: Any) -> str:
    return " ".join(filter(None, (row.result, row.obstacles, row.proposal)))


def _elsewhere(row: Any, words: str) -> str:
    """The heading or the partners, where it is these that have the words."""
    if _has(row.content, words) or _has(row.lead_text, words):
        return ""
    return next((excerpt(text, words) for text in (row.heading, row.partner_text) if _has(text, words)), "")


def _has(text: str, words: str) -> bool:
    folded = column_of(text)
    return all(f" {piece}" in folded for piece in sought(words))


def _units(user: Any, words: str) -> Found:
    """A former name, or another spelling of it, finds who answers today, and the way to its tasks: no task is
    found under an abbreviation that nobody printed.
    """
    own = Unit.objects.filter(current_heir__in=units_of_today(user))
    named = own.search(words).select_related("current_heir__province")
    names: dict[Any, list[str]] = {}
    for unit in named.order_by("current_heir__sort", "current_heir__sort_name", "-valid_from"):
        names.setdefault(unit.current_heir, []).append(unit.name)
    hits = _best_first((_unit_hit(heir, called) for heir, called in names.items()), words)
    label, all_of_them = _("Units"), _("See all in the list of units")
    url = f"{reverse('unit-list')}?{urlencode({'q': words})}"
    return Found("units", label, "building", hits[:SHOWN], len(hits), all_of_them, url)


def _unit_hit(heir: Unit, called: list[str]) -> Hit:
    former = ", ".join(dict.fromkeys(name for name in called if name != heir.name))
    note = _("answers for: %(names)s") % {"names": former} if former else ""
    province = heir.province.full_name if heir.province else ""
    urls = list_url(lead=heir.pk), list_url(assigned=heir.pk)
    return Hit(heir.name, _in_a_row(province, note), *urls)


def _provinces(user: Any, words: str) -> Found:
    """Each province of today once, under the latest of its names that was asked for. Provinces are no secret;
    what was agreed with one is.
    """
    named = Province.objects.search(words).filter(current_heir__isnull=False).select_related("current_heir")
    answering: dict[int | None, Province] = {}
    for row in named.order_by("sort_name", "-valid_from"):
        answering.setdefault(row.current_heir_id, row)
    hits = _best_first(map(_province_hit, answering.values()), words)
    label, all_of_them = _("Provinces"), _("See all in the list of provinces")
    url = f"{reverse('province-list')}?{urlencode({'q': words})}"
    return Found("provinces", label, "geo-alt", hits[:SHOWN], len(hits), all_of_them, url)


def _province_hit(row: Province) -> Hit:
    until = _("until %(day)s") % {"day": short_date(row.valid_until)} if row.valid_until else ""
    url = f"{reverse('agreement-list')}?{urlencode({'partner': row.name})}"
    return Hit(row.name_today, _in_a_row(row.region, until), url)


def _best(rows: QuerySet[Any], words: str) -> QuerySet[Any]:
    """As many as are counted: those with the words one after another first, else in their order."""
    return rows.order_by(together_first("search_text", words), *rows.query.order_by)[: COUNTED + 1]


def _best_first(hits: Iterable[Hit], words: str) -> tuple[Hit, ...]:
    """What has the words with the very diacritics first, then what has them one after another, else as it
    came.
    """
    return tuple(sorted(hits, key=lambda hit: _place(f"{hit.title} {hit.note}", words)))


def _place(told: str, words: str) -> tuple[bool, bool]:
    return not is_written_so(told, words), search_key(words) not in search_key(told)


def _in_a_row(*parts: Any) -> str:
    return " · ".join(str(part) for part in parts if part)
