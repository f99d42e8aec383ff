"""Lan sends a form after her session has ended."""

import pytest
from django.urls import reverse

from tests.strict_client import StrictClient

pytestmark = [pytest.mark.django_db, pytest.mark.any_engine]


@pytest.mark.parametrize(
    ("said", "comes_next"),
    [
        ("http://testserver/nhiem-vu/?year=2024", "/nhiem-vu/%3Fyear%3D2024"),
        ("https://elsewhere.vn/nhiem-vu/", "/nhiem-vu/trong-tam/"),
        ("", "/nhiem-vu/trong-tam/"),
    ],
)
def test_lan_is_told_what_became_of_it_and_comes_back_to_the_page_of_the_form(said, comes_next):
    address = reverse("tasks-key")
    answer = StrictClient(headers={"Referer": said}).post(address, {"task": "1"}, follow=True)

    [(door, status)] = answer.redirect_chain
    assert (door, status) == (f"{reverse('account_login')}?next={comes_next}", 302)
    assert "Phiên đăng nhập đã kết thúc nên nội dung vừa gửi chưa được lưu" in answer.content.decode()


def test_who_only_opens_a_page_is_told_nothing_of_it():
    answer = StrictClient().get("/nhiem-vu/", follow=True)

    assert answer.redirect_chain == [(f"{reverse('account_login')}?next=/nhiem-vu/", 302)]
    assert "Phiên đăng nhập đã kết thúc" not in answer.content.decode()
