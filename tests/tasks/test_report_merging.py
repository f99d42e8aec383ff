"""New data meets edited text line by line. The three texts are told as words: a line each."""

import pytest

from tasks.reports.merging import Merged, merged


def lines(words):
    return words.replace(" ", "\n")


def meet(text, draft, new_draft):
    found = merged(lines(text), lines(draft), lines(new_draft))
    return found.text.replace("\n", " "), found.gone, found.come


@pytest.mark.parametrize(
    ("text", "draft", "new_draft", "result"),
    [
        ("a b c", "a b c", "a x", "a x"),
        ("a b c MINE", "a b c", "a x c", "a x c MINE"),
        ("a MINE b c", "a b c", "x y c", "x y MINE c"),
        ("MINE a", "a", "b", "MINE b"),
        ("a b MINE end", "a b end", "a b c end", "a b c MINE end"),
        ("a c", "a b c", "a b c d", "a c d"),
        ("MINE b c", "a b c", "a c", "MINE c"),
        ("head a c end", "head a b c end", "head x end", "head x end"),
        ("MINE", "", "a", "a MINE"),
        ("a MINE a", "a a", "a a a", "a MINE a a"),
        ("a", "a b", "a", "a"),
    ],
)
def test_drafted_lines_follow_the_data_and_what_a_person_wrote_stays_in_its_place(
    text, draft, new_draft, result
):
    assert meet(text, draft, new_draft) == (result, (), ())


@pytest.mark.parametrize(
    ("text", "draft", "new_draft", "result", "gone", "come"),
    [
        ("MINE b", "a b", "x b", "MINE b", ("a",), ("x",)),
        ("MINE b", "a b", "b", "MINE b", ("a",), ()),
        ("b", "a b", "x b", "b", (), ("x",)),
        ("MINE b c", "a b c", "x", "x MINE", ("a",), ("x",)),
        ("MINE", "a b", "a b c", "MINE", (), ("c",)),
        ("a MINE", "a b", "a b c d", "a MINE", (), ("c", "d")),
    ],
)
def test_where_the_draft_changed_just_where_somebody_wrote_the_text_stays_and_the_lines_are_told(
    text, draft, new_draft, result, gone, come
):
    assert meet(text, draft, new_draft) == (result, gone, come)


def test_a_line_that_was_taken_away_and_that_data_gives_up_too_is_no_matter():
    assert merged("b", "a\nb", "b") == Merged("b")
