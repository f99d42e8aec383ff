"""The secretariat uploads an appendix, looks at what was read, and confirms or puts it away."""

import re

import pytest
from django.contrib.messages import get_messages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import translation

from agreements.models import Role
from coop.shared.events import Event
from tasks.appendix.limits import REFUSALS
from tasks.models import ImportBatch, Task
from tests import factories
from tests.tasks.appendix_files import HEADER, ROW, locked_pdf, ole, pdf, repacked, scanned_pdf, word

pytestmark = pytest.mark.any_engine

READS, ACTS = ("change", "mapping", "progress", "file", "left_out"), ("table", "confirm", "undo", "discard")
CLOSED = (302, 404)
ADD = "admin:tasks_importbatch_add"
FIRST = ("1", "Tổ chức hội nghị", "Sở Công Thương", "Sở Y tế", "Năm 2024")
UNSURE = ("2", "Mua thuốc", "Sở Không Có Thật", "", "khi nào tiện")


def paper(*rows):
    return "\n".join(";".join(row) for row in (HEADER, *rows)).encode()


PAPER = paper(FIRST, ("2", "Đào tạo bác sĩ", "Sở Y tế", "", "Quý IV/2024"))


@pytest.fixture
def plan(db):
    return factories.plan(number="1606/KH-UBND")


@pytest.fixture
def lan(client_for):
    """Lan's browser."""
    return client_for(factories.lan())


def upload(client, plan, content=PAPER, name="phu-luc.csv"):
    return client.post(reverse(ADD), {"plan": plan.pk, "file": SimpleUploadedFile(name, content)})


def uploaded(client, plan, content=PAPER, name="phu-luc.csv"):
    """The batch of an upload that was read."""
    answer = upload(client, plan, content, name)
    batch = ImportBatch.objects.latest("pk")
    assert answer.url == address("change", batch)
    return batch


def confirm(client, batch):
    """As the secretariat does that has looked at every row that needs a look."""
    return client.post(address("confirm", batch), {"looked": "on"})


def address(page, batch):
    return reverse(f"admin:tasks_importbatch_{page}", args=[batch.pk])


def row_of(batch):
    return reverse("admin:tasks_importbatch_row", args=[batch.rows.first().pk])


def said(answer):
    return " ".join(str(message) for message in get_messages(answer.wsgi_request))


def test_rows_that_lan_has_looked_at_do_not_stand_under_those_that_need_a_look(lan, plan):
    batch = uploaded(lan, plan, paper(UNSURE))
    assert "<h2>Cần xem lại</h2>" in lan.get(address("change", batch)).content.decode()

    lan.post(row_of(batch), {"acknowledge": "1"})
    page = lan.get(address("change", batch)).content.decode()
    assert "<h2>Các hàng được đánh dấu để rà soát</h2>" in page
    assert "<h2>Cần xem lại</h2>" not in page


def test_from_the_real_file_to_the_29_tasks_on_the_page_of_the_plan(lan, plan, shared_folder):
    content = (shared_folder / "appendix" / "ke-hoach-1606.docx").read_bytes()
    batch = uploaded(lan, plan, content, "ke-hoach-1606.docx")
    assert not Task.objects.exists()
    review = lan.get(address("change", batch))
    assert len(review.context["review"].rows) == 29
    assert review.content.decode().count("<b>29</b>") == 2  # to create, and all

    confirmed = confirm(lan, batch)

    assert confirmed.url == reverse("plan-detail", args=[plan.pk])
    page = lan.get(confirmed.url).content.decode()
    assert f'<a href="{address("change", batch)}">Xem lần nhập, hoặc hoàn tác</a>' in page
    links = re.findall(r'<td class="card-title"><a href="([^"]+)">', page)
    tasks = Task.objects.in_print_order()
    assert links == [reverse("task-detail", args=[task.pk]) for task in tasks]
    assert len(links) == 29
    assert page.index("Lĩnh vực Nông nghiệp") < page.index(links[0])


def test_the_same_file_again_says_that_nothing_would_change(lan, plan):
    confirm(lan, uploaded(lan, plan))
    batch = uploaded(lan, plan)

    with translation.override("vi"):
        note = translation.gettext("The plan already has all these tasks: confirming would change nothing.")
    assert note in lan.get(address("change", batch)).content.decode()
    before = list(Task.history.values_list())
    confirm(lan, batch)
    assert list(Task.history.values_list()) == before
    assert Task.objects.count() == 2


def test_the_review_shows_the_sums_and_what_needs_a_look(lan, plan):
    answer = lan.get(address("change", uploaded(lan, plan, paper(FIRST, UNSURE))))
    page = answer.content.decode()

    sums = re.findall(r"<li><b>(\d+)</b>", page)
    assert (sums[:4], sums[-1]) == (["2", "0", "0", "1"], "2")  # new, changed, same, unsure … all
    (unsure,) = answer.context["review"].unsure
    assert [problem.split(":")[0] for problem in unsure.row.problems] == ["Đơn vị chủ trì", "Thời gian"]
    assert all(problem in page for problem in unsure.row.problems)


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("trong.docx", b"", REFUSALS["empty"]),
        ("anh.png", b"\x89PNG\r\n\x1a\n" + bytes(20), REFUSALS["unknown_type"]),
        ("hong.docx", word([HEADER, ROW])[:3000], REFUSALS["damaged"]),
        ("bang.xlsx", word([HEADER, ROW]), REFUSALS["wrong_type"]),
        ("khoa.pdf", locked_pdf(pdf("<p>x</p>")), REFUSALS["password"]),
        ("khoa.docx", ole("EncryptedPackage"), REFUSALS["password"]),
        ("cu.doc", ole("WordDocument"), REFUSALS["old_word"]),
        ("quet.pdf", scanned_pdf(), REFUSALS["scan"]),
        ("macro.docx", repacked(word([HEADER, ROW]), word__vbaProject_bin=b"x"), REFUSALS["macros"]),
        ("loi.docx", word(), REFUSALS["no_table"]),
        ("rong.csv", ";".join(HEADER).encode(), "không có hàng nhiệm vụ nào"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_on_the_page_and_nothing_is_kept(
    lan, plan, name, content, sentence
):
    with factories.writes():
        answer = upload(lan, plan, content, name)

    assert answer.status_code == 200
    assert sentence in "".join(answer.context["form"].errors["file"])
    assert "errorlist" in answer.content.decode()


def test_a_file_over_the_limit_is_refused_before_it_is_read(lan, plan, settings):
    settings.APPENDIX_MAX_BYTES = len(PAPER) - 1

    with factories.writes():
        answer = upload(lan, plan)
    assert "20 MB" in answer.context["form"].errors["file"][0]


def test_without_a_file_or_a_plan_the_page_says_so(lan):
    answer = lan.post(reverse(ADD), {"plan": ""})

    assert set(answer.context["form"].errors) == {"plan", "file"}


def test_put_away_leaves_the_plan_as_it_was_and_the_paper_on_record(lan, plan):
    batch = uploaded(lan, plan)

    answer = lan.post(address("discard", batch))

    assert answer.url == reverse("plan-detail", args=[plan.pk])
    batch.refresh_from_db()
    assert batch.status == ImportBatch.Status.DISCARDED
    assert not Task.objects.exists()
    assert [event.verb for event in Event.objects.about(plan)] == ["discard_import", "stage_import"]


def test_the_second_of_two_who_confirm_is_told(lan, plan, client_for):
    batch = uploaded(lan, plan)
    other = client_for(factories.person("hoa", Role.SECRETARIAT, factories.unit("Sở Tài chính")))
    confirm(lan, batch)

    with factories.writes():
        answer = confirm(other, batch)
    assert answer.url == address("change", batch)
    assert str(ImportBatch.Status.CONFIRMED.label) in said(answer)


def test_opening_the_address_of_an_act_does_nothing(lan, plan):
    batch = uploaded(lan, plan)

    with factories.writes():
        assert [lan.get(address(page, batch)).status_code for page in ACTS] == [405] * len(ACTS)


def test_the_file_comes_back_as_it_was_sent(lan, plan):
    answer = lan.get(address("file", uploaded(lan, plan)))

    assert answer["Content-Disposition"] == 'attachment; filename="phu-luc.csv"'
    assert b"".join(answer.streaming_content) == PAPER


@pytest.mark.parametrize("number", ["999999", "²", "9" * 5_000])
def test_an_import_that_does_not_exist_is_not_found(lan, number):
    assert lan.get(reverse("admin:tasks_importbatch_change", args=[number])).status_code == 404


def test_for_the_secretariat_of_another_province_the_import_does_not_exist(lan, plan, client_for):
    batch, khang = uploaded(lan, plan), client_for(factories.khang())

    with factories.writes():
        for page in READS:
            assert khang.get(address(page, batch)).status_code == 404
        for page in (*READS, *ACTS):
            assert khang.post(address(page, batch)).status_code == 404
        assert khang.post(row_of(batch), {"acknowledge": "1"}).status_code == 404
        refused = upload(khang, plan)
    assert "phu-luc.csv" not in khang.get(reverse("admin:tasks_importbatch_changelist")).content.decode()
    assert refused.status_code == 200
    assert str(plan) not in khang.get(reverse(ADD)).content.decode()


@pytest.mark.parametrize("role", [Role.STAFF, Role.LEADER, Role.AUDITOR, Role.ADMIN])
def test_only_the_secretariat_enters(lan, plan, client_for, role):
    batch = uploaded(lan, plan)
    somebody = client_for(factories.person("tam", role, factories.unit("Sở Tài chính")))

    with factories.writes():
        assert upload(somebody, plan).status_code in CLOSED
        assert somebody.post(row_of(batch), {"acknowledge": "1"}).status_code in CLOSED
        for page in READS:
            assert somebody.get(address(page, batch)).status_code in CLOSED
        for page in (*READS, *ACTS):
            assert somebody.post(address(page, batch)).status_code in CLOSED
