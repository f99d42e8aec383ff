"""The main job in a real browser: from the paper appendix to the printed annual report."""

from collections.abc import Callable
from pathlib import Path

import pdfplumber
import pytest
from django.db import connection
from playwright.sync_api import Page, expect

from tests.journeys.pages import check, follow, follow_with_enter, follow_words, open_and_check
from tests.journeys.site import ROOT, Site

SAMPLE = ROOT / "fixtures/demo/phu-luc-mau.docx"
PEOPLE = Callable[[str], Page]

pytestmark = pytest.mark.any_engine


@pytest.fixture
def evidence(tmp_path: Path) -> Path:
    path = tmp_path / "bien-ban-lam-viec.pdf"
    path.write_bytes(b"%PDF-1.4\n% a small file\n%%EOF\n")
    return path


def test_lan_imports_an_appendix_and_finds_it_as_printed(site: Site, page_for: PEOPLE):
    page = page_for("lan")
    open_and_check(page, f"{site.url}/ke-hoach/?q=1606")
    follow_words(page, "1606/KH-UBND")
    expect(page.get_by_text("Kế hoạch chưa có nhiệm vụ")).to_be_visible()

    follow_words(page, "Nhập phụ lục")
    page.get_by_label("Tệp phụ lục").set_input_files(SAMPLE)
    follow_words(page, "Đọc tệp")
    expect(page.locator(".import-sums")).to_contain_text("sẽ tạo mới")
    rows = page.locator("tr[data-row]").count()
    printed = page.locator("tr[data-row] td:nth-child(2)").first.text_content().strip().split("\n")[0][:60]
    if page.get_by_label("Tôi đã xem các hàng dưới đây").count():
        page.get_by_label("Tôi đã xem các hàng dưới đây").check()
    follow_words(page, f"Xác nhận {rows} nhiệm vụ")

    expect(page.get_by_role("alert").or_(page.get_by_role("status")).first).to_contain_text(
        f"Đã tạo {rows} nhiệm vụ"
    )
    expect(page.locator(".table-appendix tbody tr:not(.group)")).to_have_count(rows)
    expect(page.locator(".table-appendix tbody tr:not(.group) td:nth-child(2)").first).to_contain_text(
        printed
    )


def test_lan_finds_a_paper_from_every_page_by_the_key_slash(site: Site, page_for: PEOPLE):
    page = page_for("lan")
    page.goto(f"{site.url}/huong-dan/")
    page.keyboard.press("/")
    page.keyboard.type("kh/1606")
    follow_with_enter(page)

    expect(page.locator("#found-plans ~ .hits mark").first).to_have_text("1606")
    check(page)
    page.goto(f"{site.url}/quan-tri/")
    page.keyboard.press("/")
    expect(page.get_by_role("searchbox")).to_be_focused()


def test_minh_reports_from_the_to_do_list_with_an_evidence_file(site: Site, page_for: PEOPLE, evidence: Path):
    page = page_for("minh")
    open_and_check(page, f"{site.url}/viec-cua-toi/")
    follow(page, page.locator("section[aria-labelledby=todo-due_soon] td.card-title a").first)

    follow_words(page, "Báo cáo tiến độ")
    page.get_by_label("Đã hoàn thành: gửi xác nhận").check()
    page.get_by_label("Kết quả").fill("Đã tổ chức hội nghị, ký kết 05 hợp đồng tiêu thụ.")
    page.get_by_label("Minh chứng").set_input_files(evidence)
    follow_words(page, "Gửi")

    expect(page.get_by_text("ký kết 05 hợp đồng tiêu thụ").first).to_be_visible()
    expect(page.get_by_text("chờ xác nhận").first).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("link", name="bien-ban-lam-viec.pdf").click()
    assert Path(download.value.path()).read_bytes() == evidence.read_bytes()


def send_back_with_the_keyboard(page: Page, reason: str) -> None:
    """Without the reason first: what is wrong has the keyboard then, and leads to the field."""
    tab_to(page, "input[name=decision]")
    page.keyboard.press("ArrowDown")
    tab_to(page, "main button[type=submit]")
    follow_with_enter(page)
    expect(page.locator(".form-errors")).to_be_focused()
    check(page)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("textarea[name=reason]")).to_be_focused()
    page.keyboard.type(reason)
    tab_to(page, "main button[type=submit]")
    follow_with_enter(page)
    expect(page.locator(".messages .alert-success")).to_be_visible()


def test_huong_sends_a_report_back_and_accepts_the_mended_one(site: Site, page_for: PEOPLE):
    huong, dung = page_for("huong"), page_for("dung")
    open_and_check(huong, f"{site.url}/viec-cua-toi/")
    follow(huong, huong.locator("section[aria-labelledby=todo-verify] td.card-title a").first)
    task = huong.url
    follow_words(huong, "Xác nhận hoặc trả lại")
    send_back_with_the_keyboard(huong, "Đề nghị nêu số doanh nghiệp tham gia.")
    expect(huong.get_by_text("Đề nghị nêu số doanh nghiệp tham gia.").first).to_be_visible()

    open_and_check(dung, f"{site.url}/viec-cua-toi/")
    expect(dung.locator("section[aria-labelledby=todo-returned]")).to_be_visible()
    dung.goto(task)
    follow_words(dung, "Báo cáo tiến độ")
    dung.get_by_label("Đã hoàn thành: gửi xác nhận").check()
    dung.get_by_label("Kết quả").fill("Có 42 doanh nghiệp tham gia.")
    follow_words(dung, "Gửi")

    huong.goto(task)
    follow_words(huong, "Xác nhận hoặc trả lại")
    huong.get_by_label("Xác nhận hoàn thành").check()
    follow_words(huong, "Gửi")
    expect(huong.get_by_text("Hoàn thành đúng hạn").first).to_be_visible()


def beyond_the_edge(page: Page, *, width: int, text: str = "") -> int:
    """Pixels by which the page scrolls sideways; leaves the page as it was."""
    wide = dict(page.viewport_size or {})
    page.set_viewport_size({"width": width, "height": 800})
    page.evaluate("size => document.documentElement.style.fontSize = size", text)
    beyond = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    page.evaluate("document.documentElement.style.fontSize = ''")
    page.set_viewport_size(wide)
    return beyond


def test_minh_finds_the_report_that_he_began_with_its_status_and_percentage(site: Site, page_for: PEOPLE):
    page = page_for("minh")
    page.goto(f"{site.url}/viec-cua-toi/")
    follow(page, page.locator("section[aria-labelledby=todo-open] td.card-title a").first)
    follow_words(page, "Báo cáo tiến độ")
    page.get_by_label("Đã hoàn thành: gửi xác nhận").check()
    page.get_by_label("Tỷ lệ hoàn thành").fill("80")
    page.get_by_label("Kết quả").fill("Đã tổ chức hội nghị.")

    page.reload()

    expect(page.get_by_label("Đã hoàn thành: gửi xác nhận")).to_be_checked()
    expect(page.get_by_label("Tỷ lệ hoàn thành")).to_have_value("80")
    expect(page.get_by_label("Kết quả")).to_have_value("Đã tổ chức hội nghị.")


def test_what_is_typed_outlives_a_lost_session_and_goes_when_it_was_sent(site: Site, page_for: PEOPLE):
    page = page_for("lanhdao")
    page.goto(f"{site.url}/nhiem-vu/?year=2026")
    follow(page, page.locator("td.card-title a").first)
    follow_words(page, "Cho ý kiến chỉ đạo")
    form, words = page.url, page.locator("textarea[name=text]")
    words.fill("Tập trung chỉ đạo hoàn thành trong tháng 12.")

    page.context.clear_cookies(name="sessionid")
    follow_words(page, "Gửi")
    assert "/tai-khoan/login/" in page.url
    site.sign_in(page, "lanhdao")
    page.goto(form)
    expect(words).to_have_value("Tập trung chỉ đạo hoàn thành trong tháng 12.")

    page.get_by_label("Hạn trả lời").fill("ngày mai")
    follow_words(page, "Gửi")
    page.goto(form)
    expect(words).to_have_value("Tập trung chỉ đạo hoàn thành trong tháng 12.")

    follow_words(page, "Gửi")
    expect(page.locator(".messages .alert-success")).to_be_visible()
    page.goto(form)
    expect(words).to_have_value("")


def test_the_leader_goes_from_the_overview_to_the_overdue_list_to_a_task(site: Site, page_for: PEOPLE):
    page = page_for("lanhdao")
    open_and_check(page, f"{site.url}/")
    assert beyond_the_edge(page, width=1280, text="200%") == 0
    follow_words(page, "Toàn màn hình")
    assert beyond_the_edge(page, width=320) == 0
    page.keyboard.press("Escape")
    expect(page.get_by_role("link", name="Toàn màn hình", exact=True)).to_be_visible()
    tile = page.locator("a.tile", has_text="Quá hạn chưa hoàn thành")
    count = int(tile.locator(".tile__number").inner_text())
    follow(page, tile)
    expect(page.locator("tbody tr")).to_have_count(count)

    follow(page, page.locator("td.card-title a").first)
    expect(page.get_by_text("Quá hạn chưa hoàn thành").first).to_be_visible()


def test_lan_prints_the_annual_report(site: Site, page_for: PEOPLE):
    page = page_for("lan")
    open_and_check(page, f"{site.url}/bao-cao/")
    with page.expect_download() as download:
        page.get_by_role("link", name="Báo cáo năm 2024 (PDF)").first.click()

    with pdfplumber.open(download.value.path()) as pdf:
        first, last = pdf.pages[0], pdf.pages[-1]
        words = first.extract_text()
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in words
    assert "I. CÔNG TÁC CHỈ ĐẠO, ĐIỀU HÀNH" in words
    assert first.height > first.width
    assert last.width > last.height


def test_lan_writes_edits_and_issues_a_report(site: Site, page_for: PEOPLE):
    page = page_for("lan")
    open_and_check(page, f"{site.url}/bao-cao/moi/")
    page.get_by_label("Kỳ báo cáo từ ngày").fill("01/01/2025")
    page.get_by_label("Kỳ báo cáo đến ngày").fill("31/12/2025")
    page.get_by_label("Ngày chốt số liệu").fill("15/02/2026")
    follow_words(page, "Dự thảo từ số liệu")
    expect(page.get_by_alt_text("Trang 1")).to_be_visible()
    check(page)

    follow_words(page, "V. Kiến nghị, đề xuất")
    expect(page.get_by_alt_text("Trang 1")).to_be_visible()
    with page.expect_response("**/xem-truoc/"):
        page.get_by_label("Nội dung").fill("Đề nghị bố trí kinh phí cho [đến hạn] nhiệm vụ.")
    check(page)
    follow_words(page, "Lưu")
    expect(page.get_by_alt_text("Trang 1")).to_be_visible()

    page.goto(page.url.partition("phan/")[0] + "ban-hanh/")
    check(page)
    page.locator("input[name=number]").fill("12")
    page.get_by_label("Ngày ban hành").fill("20/02/2026")
    page.get_by_label("Tôi đã xem").check()
    follow(page, page.get_by_role("button", name="Ban hành"))
    expect(page.get_by_text("SHA-256")).to_be_visible()
    first_letter = "code => getComputedStyle(code, '::first-letter').textTransform"
    assert page.locator("dd.codes").evaluate(first_letter) == "none"  # a hash is no sentence


def test_minh_reports_with_the_keyboard_alone(site: Site, page_for: PEOPLE):
    page = page_for("minh")
    page.goto(f"{site.url}/viec-cua-toi/")
    page.keyboard.press("Tab")
    expect(page.locator(".skip-link")).to_be_focused()
    page.keyboard.press("Enter")
    tab_to(page, "section[aria-labelledby=todo-due_soon] td.card-title a")
    follow_with_enter(page)
    page.wait_for_url("**/nhiem-vu/**")
    tab_to(page, "a:has-text('Báo cáo tiến độ')")
    follow_with_enter(page)
    page.wait_for_url("**/bao-cao/")
    tab_to(page, "textarea[name=result]")
    page.keyboard.type("Đang đàm phán với ba hệ thống siêu thị.")
    tab_to(page, "main button[type=submit]")
    follow_with_enter(page)
    page.wait_for_url("**/nhiem-vu/**")

    expect(page.get_by_text("Đang đàm phán với ba hệ thống siêu thị.").first).to_be_visible()


APPENDIX = (
    "TT\tNội dung\tĐơn vị chủ trì\tThời gian thực hiện\n1\tMở hội chợ OCOP\tSở Công Thương\tmỗi độ hè về"
)


@pytest.mark.skipif(connection.vendor != "sqlite", reason="the keyboard is the same on every engine")
def test_lan_reviews_an_import_with_the_keyboard_alone(site: Site, page_for: PEOPLE):
    page = page_for("lan")
    page.goto(f"{site.url}/ke-hoach/?q=1606")
    tab_to(page, "td.card-title a")
    follow_with_enter(page)
    tab_to(page, "main a:has-text('Nhập phụ lục')")
    follow_with_enter(page)
    tab_to(page, "textarea[name=pasted]")
    page.keyboard.insert_text(APPENDIX)
    tab_to(page, "input[type=submit][value='Đọc tệp']")
    follow_with_enter(page)

    tab_to(page, ".import-row summary")
    page.keyboard.press("Enter")
    tab_to(page, ".import-row input[name$=timeframe]")
    page.keyboard.press("Control+A")
    page.keyboard.type("Tháng 6/2024")
    tab_to(page, ".import-row button[name=meant]")
    page.keyboard.press("Enter")
    expect(page.locator(".import-row")).to_contain_text("Hạn: 30/06/2024")
    expect(page.locator(".import-row")).to_be_focused()
    check(page)
    tab_to(page, ".import-row button[name=leave_out]", stops=5)

    tab_to(page, "input[type=submit][value='Xác nhận 1 nhiệm vụ']", backwards=True)
    follow_with_enter(page)
    expect(page.locator(".table-appendix")).to_contain_text("Mở hội chợ OCOP")


def tab_to(page: Page, selector: str, *, stops: int = 80, backwards: bool = False) -> None:
    """Press Tab until the first element of this sort has the focus; it must come within a page of stops."""
    wanted = page.locator(selector).first
    for _stop in range(stops):
        page.keyboard.press("Shift+Tab" if backwards else "Tab")
        if wanted.evaluate("element => element === document.activeElement"):
            return
    raise AssertionError(f"The keyboard does not reach {selector}")


def test_somebody_from_another_province_does_not_find_the_task(
    site: Site, page_for: PEOPLE, browser_complaints: list[str]
):
    minh, khang = page_for("minh"), page_for("khang")
    minh.goto(f"{site.url}/nhiem-vu/")
    address = minh.locator("td.card-title a").first.get_attribute("href")

    answer = khang.goto(f"{site.url}{address}")

    assert answer.status == 404
    expect(khang.get_by_role("heading", level=1)).to_have_text("Không tìm thấy trang này")
    check(khang)
    browser_complaints.clear()  # the browser notes the 404 itself


def test_text_survives_a_session_that_ended_while_the_form_was_open(
    site: Site, page_for: PEOPLE, browser_complaints: list[str]
):
    page = page_for("minh")
    page.goto(f"{site.url}/viec-cua-toi/")
    follow(page, page.locator("section[aria-labelledby=todo-due_soon] td.card-title a").first)
    follow_words(page, "Báo cáo tiến độ")
    form = page.url
    page.get_by_label("Kết quả").fill("Nội dung đã gõ dở.")
    page.context.clear_cookies(name="sessionid")
    follow_words(page, "Gửi")

    site.sign_in(page, "minh")
    page.goto(form)

    expect(page.get_by_label("Kết quả")).to_have_value("Nội dung đã gõ dở.")
    browser_complaints.clear()  # the refused form answers 403
