"""After a form the next page says what was done, not how the form is called."""

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from tests import test_access

pytestmark = pytest.mark.django_db

TOLD = {
    ("leader", "task-direct"): "Đã gửi ý kiến chỉ đạo đến đơn vị chủ trì.",
    ("lead", "directive-answer"): "Đã gửi trả lời.",
    ("partner", "occurrence-note"): "Đã gửi góp ý.",
    ("lead", "occurrence-extend"): "Đã gửi đề nghị gia hạn; cơ quan đầu mối sẽ quyết định. "
    "Thời hạn mới (31/12/2026) sau ngày kết thúc kế hoạch (31/12/2025).",
    ("secretariat", "extension-decide"): "Đã chấp thuận gia hạn.",
    ("secretariat", "occurrence-verify"): "Đã xác nhận báo cáo; nhiệm vụ được ghi nhận hoàn thành.",
    ("secretariat", "occurrence-resume"): "Đã cho tiếp tục thực hiện.",
    ("secretariat", "occurrence-pause"): "Đã tạm dừng thực hiện.",
}


def words_of(answer):
    """What was told, without the way back to the list."""
    return [str(message).partition(" <a ")[0] for message in get_messages(answer.wsgi_request)]


def test_each_act_is_told_in_its_own_words():
    here = test_access.world()
    forms, rows = test_access.sent(here), test_access.arguments(here)
    told = {}
    for role, route in TOLD:
        answer = test_access.browser_of(here, role).post(reverse(route, args=rows[route]), forms[route])
        told[role, route] = " ".join(words_of(answer))

    assert told == TOLD


def test_minh_reads_whether_he_reported_progress_or_completion():
    here, told = test_access.world(), []
    minh = test_access.browser_of(here, "lead")
    for complete in ("no", "yes"):
        here.open.refresh_from_db()
        form = test_access.sent(here)["occurrence-report"] | {"complete": complete}
        answer = minh.post(reverse("occurrence-report", args=[here.open.pk]), form)
        told += words_of(answer)[-1:]

    assert told == [
        "Đã gửi báo cáo tiến độ.",
        "Đã báo cáo hoàn thành; cơ quan đầu mối sẽ xác nhận hoặc trả lại.",
    ]


@pytest.mark.parametrize(
    ("role", "route", "said"),
    [
        ("lead", "directive-answer", "đã được trả lời"),
        ("secretariat", "extension-decide", "Đề nghị gia hạn này đã được quyết định."),
        ("secretariat", "occurrence-verify", "Báo cáo này không còn chờ xác nhận."),
    ],
)
def test_who_opens_a_form_again_that_was_sent_reads_so_and_meets_no_empty_form(role, route, said):
    here = test_access.world()
    browser = test_access.browser_of(here, role)
    address = reverse(route, args=test_access.arguments(here)[route])
    browser.post(address, test_access.sent(here)[route])

    page = browser.get(address).content.decode()

    assert said in page
    assert 'method="post" enctype' not in page
