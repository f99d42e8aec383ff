"""Papers of an agreement: the secretariat adds and takes them back; who sees the agreement opens them."""

from __future__ import annotations

import datetime as dt
import hashlib
from pathlib import Path

import pytest
from django.urls import reverse

from agreements.actions.documents import add_document, take_document_back
from agreements.models import Document, Role
from coop.shared.events import Event
from coop.shared.uploads import check
from tests import factories
from tests.coop.test_uploads import FILES, upload

pytestmark = pytest.mark.django_db

ADD = "Thêm văn bản"


def thu():
    """Secretariat of the partner, TP. Hồ Chí Minh."""
    return factories.person("thu", Role.SECRETARIAT, factories.unit("Sở Công Thương", "79"))


def form(**changed):
    file = upload("Biên bản.pdf", FILES["pdf"])
    words = {"title": "Biên bản ký kết", "number": "12/BB-UBND", "issued_on": "29/12/2022"}
    return words | {"file": file} | changed


def added(by, to, **options):
    content = options.pop("content", FILES["pdf"])
    values = {"title": "Biên bản ký kết", "number": "12/BB-UBND", "issued_on": dt.date(2022, 12, 29)}
    file = check(upload("Biên bản.pdf", content))
    return add_document(by=by, agreement=to, file=file, **(values | options))


def page_of(browser, made):
    return browser.get(reverse("agreement-detail", args=[made.pk])).content.decode()


def history_of(browser, made):
    return browser.get(reverse("agreement-history", args=[made.pk])).content.decode()


def test_lan_adds_a_document_and_both_sides_open_it(client_for):
    lan, made = factories.lan(), factories.agreement()
    office, other = client_for(lan), client_for(thu())
    page = reverse("document-add", args=[made.pk])

    said = office.get(page).content.decode()
    with factories.writes(Event=1):
        answer = office.post(page, form())

    document = Document.objects.get()
    assert "Văn bản chung của thỏa thuận được tất cả các bên tham gia xem" in said
    assert answer.url == reverse("agreement-detail", args=[made.pk])
    assert (document.title, document.issued_on) == ("Biên bản ký kết", dt.date(2022, 12, 29))
    assert (document.size, document.sha256) == (len(FILES["pdf"]), hashlib.sha256(FILES["pdf"]).hexdigest())
    assert (document.added_by, document.province.name) == (lan, "Lâm Đồng")
    for browser in (office, other):
        shown = page_of(browser, made)
        assert "12/BB-UBND – Biên bản ký kết" in shown
        assert "người thêm: Lan (mẫu), tỉnh Lâm Đồng" in shown
        assert "29/12/2022 · " in shown
        assert "12/BB-UBND – Biên bản ký kết, 29/12/2022, tệp Biên bản.pdf" in history_of(browser, made)
        file = browser.get(reverse("document-file", args=[document.pk]))
        assert b"".join(file.streaming_content) == FILES["pdf"]
        assert file["Content-Disposition"].startswith("attachment;")
        assert file["X-Content-Type-Options"] == "nosniff"


def test_for_a_third_province_there_is_no_document_and_no_form(client_for):
    lan, made, khang = factories.lan(), factories.agreement(), client_for(factories.khang())
    document = added(lan, made)

    for address in (
        reverse("document-file", args=[document.pk]),
        reverse("document-take-back", args=[document.pk]),
        reverse("document-add", args=[made.pk]),
    ):
        assert khang.get(address).status_code == 404


def test_what_belongs_to_a_plan_stays_on_the_side_of_the_plan(client_for):
    lan, minh, other = factories.lan(), factories.minh(), thu()
    plan = factories.plan()
    document = added(lan, plan.agreement, plan=plan, title="Phụ lục đã ký")
    at_thu = client_for(other)

    assert "Phụ lục đã ký" in page_of(client_for(minh), plan.agreement)
    assert "Phụ lục đã ký" in history_of(client_for(lan), plan.agreement)
    assert "Phụ lục đã ký" not in page_of(at_thu, plan.agreement) + history_of(at_thu, plan.agreement)
    assert at_thu.get(reverse("document-file", args=[document.pk])).status_code == 404
    added(other, plan.agreement, title="Bản của TP. Hồ Chí Minh")
    assert Document.objects.count() == 2


def test_the_form_offers_the_plans_of_the_own_side_in_this_agreement(client_for):
    plan = factories.plan(factories.agreement(["66", "68"]))
    factories.plan(plan.agreement, code="66")
    factories.plan()
    page = client_for(factories.lan()).get(reverse("document-add", args=[plan.agreement_id]))

    assert list(page.context["form"].fields["plan"].queryset) == [plan]
    empty = client_for(thu()).get(reverse("document-add", args=[factories.agreement().pk]))
    assert "plan" not in empty.context["form"].fields


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"file": ""}, "Hãy chọn “Tệp”."),
        ({"file": upload("virus.pdf", b"MZ\x90\x00")}, "không đúng với loại tệp ghi trong tên"),
        ({"file": upload("trang.html", b"<html></html>")}, "một trong các loại: pdf, docx"),
        ({"file": upload("trong.pdf", b"")}, "không có nội dung"),
        ({"issued_on": "31/12/2099"}, "Ngày ban hành không được sau ngày hôm nay."),
        ({"issued_on": "29/12/1022"}, "29/12/1022"),
        ({"title": " "}, "Tên văn bản"),
    ],
)
def test_what_does_not_fit_is_refused_and_what_was_typed_stays(client_for, changed, words):
    made = factories.agreement()

    answer = client_for(factories.lan()).post(reverse("document-add", args=[made.pk]), form(**changed))

    assert words in answer.content.decode()
    assert "12/BB-UBND" in answer.content.decode()
    assert (Document.objects.count(), Event.objects.count()) == (0, 0)


def test_the_same_file_is_kept_once_in_an_agreement(client_for):
    lan, made = factories.lan(), factories.agreement()
    added(lan, made)
    page = reverse("document-add", args=[made.pk])

    again = client_for(thu()).post(page, form(title="Bản khác tên")).content.decode()
    elsewhere = added(lan, factories.agreement())

    assert "Tệp này đã được lưu tại thỏa thuận: “12/BB-UBND – Biên bản ký kết”." in again
    assert list(Document.objects.exclude(agreement=made)) == [elsewhere]
    assert made.documents.count() == 1


def test_lan_takes_back_what_her_side_added_and_the_history_keeps_what_it_was(
    client_for, django_capture_on_commit_callbacks
):
    made, lan = factories.agreement(), factories.lan()
    document, office = added(lan, made), client_for(lan)
    page, file = reverse("document-take-back", args=[document.pk]), document.file

    office.post(page, {"reason": " "})
    assert file.storage.exists(file.name)
    with django_capture_on_commit_callbacks(execute=True):
        office.post(page, {"reason": "Nhầm bản dự thảo"})

    assert not Document.objects.exists()
    assert not file.storage.exists(file.name)
    told = "12/BB-UBND – Biên bản ký kết, 29/12/2022, tệp Biên bản.pdf → –; Nhầm bản dự thảo"
    assert told in history_of(office, made)
    assert told in history_of(client_for(thu()), made)
    assert Event.objects.get(verb="take_document_back").before["sha256"] == document.sha256
    assert added(lan, made).sha256 == document.sha256


def test_a_document_is_taken_back_though_its_file_cannot_be_removed(transactional_db, client_for, caplog):
    lan, made = factories.lan(), factories.agreement()
    document = added(lan, made)
    stuck = Path(document.file.path)
    stuck.unlink()
    (stuck / "của người khác").mkdir(parents=True)

    answer = client_for(lan).post(reverse("document-take-back", args=[document.pk]), {"reason": "Nhầm"})

    assert answer.status_code == 302
    assert not Document.objects.exists()
    assert "Directory not empty" in caplog.text


def test_only_the_secretariat_of_the_side_that_added_it_takes_it_back(client_for):
    lan, minh, made = factories.lan(), factories.minh(), factories.agreement()
    page = reverse("document-take-back", args=[added(lan, made).pk])

    for who in (minh, thu()):
        browser = client_for(who)
        assert browser.post(page, {"reason": "Nhầm"}).status_code == 404
        assert page not in page_of(browser, made)
    assert page in page_of(client_for(lan), made)
    assert Document.objects.count() == 1


def test_a_document_that_somebody_took_back_meanwhile_is_told(client_for):
    lan, made = factories.lan(), factories.agreement()
    document, office = added(lan, made), client_for(lan)
    page = reverse("document-take-back", args=[document.pk])

    with factories.meanwhile(lambda: take_document_back(by=lan, document=document, reason="Trùng")):
        told = office.post(page, {"reason": "Nhầm"}, follow=True).content.decode()

    assert "Nội dung này vừa được người khác xóa." in told
    assert Event.objects.filter(verb="take_document_back").count() == 1


def test_the_empty_panel_says_what_to_do_to_who_may_do_it(client_for):
    made = factories.agreement()

    assert "Hãy thêm bản thỏa thuận đã ký" in page_of(client_for(factories.lan()), made)
    of_minh = page_of(client_for(factories.minh()), made)
    assert "Chưa có văn bản nào của thỏa thuận được lưu tại đây." in of_minh
    assert ADD not in of_minh
