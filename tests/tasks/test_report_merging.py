"""Data drafts anew around what Lan wrote."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from tasks.reports.merging import merged

OLD = "1. Ưu điểm\nĐã xong [a].\n2. Tồn tại\nCòn [b] việc:\n- Trồng rừng\n3. Vướng mắc\n- Thiếu vốn"
NEW = "1. Ưu điểm\nĐã xong [a].\n2. Tồn tại\nKhông còn việc nào.\n3. Vướng mắc\n- Thiếu vốn\n- Mưa bão"
texts = some.lists(some.sampled_from("abcde"), max_size=8).map("\n".join)


@pytest.mark.parametrize(
    ("written", "together"),
    [
        (OLD, NEW),
        (f"{OLD}\nĐề nghị bố trí vốn.", f"{NEW}\nĐề nghị bố trí vốn."),
        (
            OLD.replace("Đã xong [a].", "Đã xong [a], rất tốt."),
            NEW.replace("Đã xong [a].", "Đã xong [a], rất tốt."),
        ),
        (
            OLD.replace("- Thiếu vốn", "- Thiếu vốn, thiếu người"),
            NEW.replace("- Thiếu vốn\n- Mưa bão", "- Thiếu vốn, thiếu người"),
        ),
        (
            OLD.replace("- Trồng rừng", "- Trồng rừng (50 ha)"),
            NEW.replace("Không còn việc nào.", "Còn [b] việc:\n- Trồng rừng (50 ha)"),
        ),
        (OLD.replace("1. Ưu điểm\nĐã xong [a].\n", ""), NEW.replace("1. Ưu điểm\nĐã xong [a].\n", "")),
        ("", ""),
    ],
    ids=[
        "nothing",
        "a line more",
        "another line",
        "both, mine stays",
        "its list too",
        "taken out",
        "all taken out",
    ],
)
def test_lines_that_lan_left_alone_follow_the_data_and_hers_stay(written, together):
    assert merged(written, OLD, NEW) == together


@settings(max_examples=60, deadline=None)
@given(texts, texts)
def test_who_changed_nothing_gets_the_other_text(one, other):
    assert merged(one, one, other) == other
    assert merged(other, one, one) == other
    assert merged(other, one, other) == other
