"""Bodies merge, split and end: entered by an administrator, checked, and taken back while nothing depends."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import override

from agreements.lifetimes import DAY
from agreements.models import Province, ProvinceSuccession, Role, SuccessionKind, Unit, UnitSuccession
from agreements.reorganising import ReliedOnError, enter_succession, found_unit, reorganise, take_back
from agreements.succession import check_successions, predecessors
from coop.shared.events import Event
from tests import factories
from tests.lineage import name_on

pytestmark = pytest.mark.django_db

ON = dt.date(2026, 9, 1)
HEALTH, LABOUR, TRADE = "Sở Y tế", "Sở Nội vụ", "Sở Công Thương"


@pytest.fixture
def quan():
    return factories.person("quan", Role.ADMIN, factories.unit("Văn phòng UBND tỉnh"))


def now(unit):
    unit.refresh_from_db()
    return unit.valid_until, unit.current_heir


def merge(by, body, heir, on=ON):
    reorganise(by=by, kind=SuccessionKind.MERGE, bodies=[body], heirs=[heir], effective_on=on)


def rename(by, body, name, on=ON):
    new = found_unit(by=by, name=name, in_place_of=[body], on=on)
    reorganise(by=by, kind=SuccessionKind.RENAME, bodies=[body], heirs=[new], effective_on=on)
    return new


@pytest.mark.parametrize("days_later", [0, -30, 30])
def test_a_new_unit_that_cannot_be_told_from_another_is_refused_with_the_name_of_that_one(quan, days_later):
    rename(quan, factories.unit(HEALTH), "Sở Dân số!")

    with override("en"), pytest.raises(ValidationError, match="“Sở Dân số” cannot be told from “Sở Dân số!”"):
        rename(quan, factories.unit(LABOUR), "Sở Dân số", on=ON + days_later * DAY)


def test_a_name_is_free_for_the_heir_of_who_bears_it_and_for_another_province(quan):
    health, trade = factories.unit(HEALTH), factories.unit(TRADE)

    new = found_unit(by=quan, name=HEALTH, in_place_of=[health, trade], on=ON)
    abroad = found_unit(by=quan, name=HEALTH, in_place_of=[factories.unit(HEALTH, code="79")], on=ON)

    assert new != health
    assert abroad.province != new.province


@pytest.mark.parametrize("days_later", [0, -30, 30])
def test_a_unit_that_was_founded_in_vain_begins_anew_on_the_right_day(quan, days_later):
    """The day of a reorganisation was mistyped, it was taken back and entered once more."""
    health, right_day = factories.unit(HEALTH), ON + days_later * DAY
    first = rename(quan, health, "Sở Dân số")
    take_back(by=quan, body=health)

    again = rename(quan, health, "Sở Dân Số", on=right_day)

    assert again == first
    assert Unit.objects.filter(name_key=first.name_key).count() == 1
    assert (again.name, again.valid_from, now(health)) == ("Sở Dân Số", right_day, (right_day - DAY, again))
    founding = Event.objects.about(again).filter(verb="found").first()
    assert (founding.before["valid_from"], founding.after["valid_from"]) == (str(ON), str(right_day))


def test_a_unit_that_somebody_has_a_seat_in_was_not_founded_in_vain(quan):
    health = factories.unit(HEALTH)
    founded = found_unit(by=quan, name="Sở Dân số", in_place_of=[health], on=ON)
    factories.person("thoa", Role.STAFF, founded)

    with pytest.raises(ValidationError):
        found_unit(by=quan, name="Sở Dân số", in_place_of=[health], on=ON + DAY)


def test_of_two_of_one_name_the_one_that_was_founded_in_vain_does_not_make_the_name_free(quan):
    health, labour = factories.unit(HEALTH), factories.unit(LABOUR)
    rename(quan, health, "Sở Dân số", on=ON - DAY)
    take_back(by=quan, body=health)
    kept = factories.unit("Sở Dân số", on=ON)
    kept.pk, kept.key, kept.valid_from = None, "so-dan-so-thu-hai", ON
    kept.save()

    with pytest.raises(ValidationError):
        found_unit(by=quan, name="Sở Dân số", in_place_of=[labour], on=ON)


def test_a_merger_ends_the_body_the_day_before_names_its_heir_and_is_one_event(quan):
    health, labour = factories.unit(HEALTH), factories.unit(LABOUR)

    merge(quan, health, labour)

    assert now(health) == (ON - DAY, labour)
    assert list(Event.objects.values_list("verb", "target_label", "after__unit")) == [
        ("succeed", HEALTH, LABOUR)
    ]
    assert health.history.first().history_user == quan
    assert [unit.name for unit in predecessors(labour, ON - DAY) if unit.name == HEALTH] == [HEALTH]


def test_a_change_of_tomorrow_ends_the_body_then_and_its_heir_answers_from_then(quan):
    health, labour = factories.unit(HEALTH), factories.unit(LABOUR)
    tomorrow = timezone.localdate() + DAY

    merge(quan, health, labour, on=tomorrow)

    assert now(health) == (tomorrow - DAY, health)


def test_a_new_unit_is_founded_in_the_place_of_the_old_one(quan):
    health = factories.unit(HEALTH)

    new = found_unit(by=quan, name="Sở Y tế và Dân số", in_place_of=[health], on=ON)
    reorganise(by=quan, kind=SuccessionKind.RENAME, bodies=[health], heirs=[new], effective_on=ON)

    assert now(health) == (ON - DAY, new)
    assert (new.province, new.kind, new.valid_from) == (health.province, health.kind, ON)
    assert [name_on(new, day) for day in (ON - DAY, ON)] == [HEALTH, "Sở Y tế và Dân số"]
    assert name_on(health, ON) == "Sở Y tế và Dân số"


def test_a_reorganisation_that_cannot_be_is_refused_whole(quan):
    health, labour, trade = (factories.unit(name) for name in (HEALTH, LABOUR, TRADE))
    merge(quan, trade, labour)
    kept = UnitSuccession.objects.count(), Event.objects.count()

    with pytest.raises(ValidationError), transaction.atomic():
        reorganise(
            by=quan, kind=SuccessionKind.MERGE, bodies=[health, labour], heirs=[trade], effective_on=ON
        )

    assert (UnitSuccession.objects.count(), Event.objects.count()) == kept
    assert now(health) == (None, health)


def test_what_was_entered_is_taken_back_and_the_body_lives_on(quan):
    health, labour, trade = (factories.unit(name) for name in (HEALTH, LABOUR, TRADE))
    reorganise(by=quan, kind=SuccessionKind.SPLIT, bodies=[health], heirs=[labour, trade], effective_on=ON)
    assert now(health) == (ON - DAY, None)

    take_back(by=quan, body=health)

    assert now(health) == (None, health)
    assert not health.successions.exists()
    assert Event.objects.filter(verb="take_back_succession", target_id=health.pk).count() == 2


def test_what_others_rely_on_stays_and_what_that_is_is_said(quan):
    health, labour = factories.unit(HEALTH), factories.unit(LABOUR)
    new = found_unit(by=quan, name="Sở Y tế và Dân số", in_place_of=[health], on=ON)
    merge(quan, health, new)
    factories.person("thoa", Role.STAFF, new)
    merge(quan, new, labour, on=dt.date(2026, 10, 1))

    with override("en"), pytest.raises(ReliedOnError) as refusal:
        take_back(by=quan, body=health)

    assert refusal.value.messages == [
        "Sở Y tế và Dân số is itself succeeded from 01/10/2026",
        "Sở Y tế và Dân số – memberships: 1",
    ]
    assert now(health) == (ON - DAY, labour)


def test_the_days_of_a_body_follow_its_successions(quan):
    planning = factories.unit("Sở Kế hoạch và Đầu tư", on=factories.PLAN_DAY)
    planning.valid_until = None

    with pytest.raises(ValidationError, match="01/03/2025"):
        planning.check_days()

    Unit.objects.filter(pk=planning.pk).update(valid_until=None)
    with pytest.raises(ValidationError, match="01/03/2025"):
        check_successions()


def succession_form(body, heir, **changes):
    return {
        "predecessor": body.pk,
        "successor": heir.pk,
        "kind": "merge",
        "effective_on": "01/09/2026",
        "legal_basis": "Nghị quyết 01/NQ-HĐND",
    } | changes


def test_an_administrator_enters_a_succession_and_takes_it_back(quan, client_for):
    browser = client_for(quan)
    health, labour = factories.unit(HEALTH), factories.unit(LABOUR)
    page = "/quan-tri/agreements/unitsuccession/"

    assert browser.post(f"{page}add/", succession_form(health, labour, _seen="")).status_code == 302
    assert now(health) == (ON - DAY, labour)

    made = health.successions.get()
    browser.post(f"{page}{made.pk}/change/", {"kind": "merge", "legal_basis": "Đính chính", "successor": ""})
    made.refresh_from_db()
    assert (made.legal_basis, made.successor) == ("Đính chính", labour)

    merge(quan, labour, factories.unit(TRADE), on=dt.date(2026, 10, 1))
    refused = browser.post(f"{page}{made.pk}/delete/", {"post": "yes"}, follow=True)
    assert "Sở Nội vụ" in refused.content.decode()
    assert health.successions.get() == made

    take_back(by=quan, body=labour)
    browser.post(f"{page}{made.pk}/delete/", {"post": "yes"})
    assert now(health) == (None, health)


def test_a_province_whose_code_another_has_by_now_does_not_live_again(quan, client_for):
    """The Lâm Đồng of before 1/7/2025: the province that succeeded it has its code."""
    of_today = factories.province("68")
    former = factories.province("68", dt.date(2025, 6, 30))
    address = f"/quan-tri/agreements/provincesuccession/{former.successions.get().pk}/delete/"

    refused = client_for(quan).post(address, {"post": "yes"}, follow=True)

    assert "mã 68 là của tỉnh Lâm Đồng" in refused.content.decode()
    assert now(former) == (dt.date(2025, 6, 30), of_today)


def test_an_administrator_sees_first_what_the_end_of_a_province_touches(quan, client_for):
    factories.task(factories.plan(factories.agreement(("79", "68", "96"))))
    factories.agreement(("68", "79"))
    lam_dong, heir = factories.province("68"), factories.province("96")
    browser, address = client_for(quan), "/quan-tri/agreements/provincesuccession/add/"
    lan, units = factories.lan(), Unit.objects.valid_on(factories.TODAY).filter(province=lam_dong).count()

    page = browser.post(address, succession_form(lam_dong, heir))

    assert [number for _label, number in page.context["counted"]] == [2, 1, 1, units, 2, 1]
    assert (lan.memberships.get().unit.province, now(lam_dong)) == (lam_dong, (None, lam_dong))
    assert 'name="effective_on" value="01/09/2026"' in page.content.decode()
    assert browser.post(address, succession_form(lam_dong, heir, _seen="")).status_code == 302
    assert now(lam_dong) == (ON - DAY, heir)


@pytest.mark.parametrize(
    ("code", "valid_from", "valid_until", "free"),
    [
        ("15", None, None, False),
        ("15", dt.date(2025, 6, 30), dt.date(2025, 6, 30), False),
        ("15", dt.date(2030, 1, 1), None, False),
        ("60", dt.date(2025, 7, 1), None, True),
        ("99", None, None, True),
    ],
)
def test_a_code_belongs_to_one_province_at_a_time_and_the_database_keeps_it(
    code, valid_from, valid_until, free
):
    """15 was Yên Bái until 30/6/2025 and is Lào Cai since; 60 was Bình Thuận's and is free again."""
    made = Province(
        key="thu", code=code, name="Thử", kind="province", valid_from=valid_from, valid_until=valid_until
    )
    made.fill_derived()
    if free:
        made.full_clean()
        Province.objects.bulk_create([made])
        return

    with pytest.raises(ValidationError):
        made.full_clean()
    with pytest.raises(IntegrityError, match="province_code"), transaction.atomic():
        Province.objects.bulk_create([made])
    with pytest.raises(IntegrityError, match="province_code"), transaction.atomic():
        Province.objects.filter(key="60-binh-thuan-0").update(
            code=code, valid_from=valid_from, valid_until=valid_until
        )


def test_provinces_are_followed_in_the_same_way(quan):
    ca_mau, can_tho = factories.province("96"), factories.province("92")
    step = ProvinceSuccession(predecessor=ca_mau, successor=can_tho, kind="merge", effective_on=ON)

    enter_succession(by=quan, succession=step)

    assert now(ca_mau) == (ON - DAY, can_tho)
    assert ca_mau.name_today == "tỉnh Cà Mau (nay là thành phố Cần Thơ)"


def test_a_form_does_not_let_a_body_outlive_its_heir(quan, client_for):
    lam_dong = factories.province("68", dt.date(2025, 6, 30))
    form = {name: getattr(lam_dong, name) for name in ("key", "code", "name", "kind", "region")}
    form |= {"aliases-TOTAL_FORMS": 0, "aliases-INITIAL_FORMS": 0, "valid_until": "31/12/2025"}

    page = client_for(quan).post(f"/quan-tri/agreements/province/{lam_dong.pk}/change/", form)

    assert "errorlist" in page.content.decode()
    lam_dong.refresh_from_db()
    assert lam_dong.valid_until == dt.date(2025, 6, 30)
