"""What a person finds by words: agreements, plans, tasks, units and provinces, and the list of each."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import Case, Prefetch, QuerySet, When, prefetch_related_objects
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from agreements.models import Agreement, Party, Plan, Province, Unit
from agreements.permissions import units_of_today, visible_agreements, visible_plans
from coop.shared.dates import short_date
from coop.shared.highlight import excerpt, is_written_so
from coop.shared.search import column_of, is_marked, says_together, together_first, written_so
from coop.shared.text import search_key, sought
from tasks.dashboard import list_url
from tasks.models import Task
from tasks.permissions.seeing import findable_tasks

SHOWN = 5
COUNTED = 100
LOOKED_THROUGH = 500


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
    kinds = (_agreements, _plans, _tasks, _units, _provinces)
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
    pool = list(rows.values_list("pk", "content", "search_text")[: COUNTED + 1])
    best = _best_tasks(rows, pool, words)
    found = Task.objects.filter(pk__in=best).select_related("plan")
    shown = sorted(found, key=lambda row: best.index(row.pk))
    hits = tuple(_task_hit(row, words) for row in shown)
    label, all_of_them = _("Tasks"), _("See their due periods in the list of tasks")
    return Found("tasks", label, "list-task", hits, len(pool), all_of_them, list_url(q=words))


def _best_tasks(rows: QuerySet[Task], pool: list[tuple[int, str, str]], words: str) -> list[int]:
    """Ids: the very diacritics first, then the words one after another in the content, then so in the names
    of units, then apart.

    Where the pool has too few of many, the best are looked for again among the newest that have the words. No
    index knows whether words stand together: without a limit every task is read to find that they never do,
    and so it is if the database may begin with that question, which is therefore put as a value.
    """
    key, marked = search_key(words), is_marked(words)

    def rank(row: tuple[int, str, str]) -> tuple[bool, bool, bool]:
        _pk, content, folded = row
        return not is_written_so(content, words), key not in search_key(content), key not in folded

    ranked = sorted(pool, key=rank)[:SHOWN]
    best = [pk for pk, _content, _folded in ranked]
    exact = [row for row in ranked if (is_written_so(row[1], words) if marked else key in row[2])]
    if len(exact) == len(best) or len(pool) <= COUNTED:
        return best
    wanted = written_so("content", words) if marked else says_together("search_text", words)
    newest = Task.objects.filter(pk__in=rows.values("pk")[:LOOKED_THROUGH]).order_by("-pk")
    so = newest.annotate(place=Case(When(wanted, then=0), default=1)).filter(place=0)
    return list(dict.fromkeys([*so.values_list("pk", flat=True)[:SHOWN], *best]))[:SHOWN]


def _task_hit(row: Task, words: str) -> Hit:
    note = _in_a_row(row.plan.short_title, row.lead_text, _elsewhere(row, words))
    return Hit(excerpt(row.content, words), note, reverse("task-detail", args=[row.pk]))


def _elsewhere(row: Task, words: str) -> str:
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
