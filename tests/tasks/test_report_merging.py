"""New data meets edited text line by line. The three texts are told as words: a line each."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

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


drafts = some.lists(some.sampled_from("abcdefgh"), unique=True, max_size=6)


@some.composite
def edited(draw):
    """A draft and what a person made of it: some lines taken away, some of their own (in capitals) put in."""
    draft = draw(drafts)
    text = [line for line in draft if draw(some.booleans())]
    for line in "XYZ"[: draw(some.integers(0, 3))]:
        text.insert(draw(some.integers(0, len(text))), line)
    return draft, text


@settings(max_examples=60, deadline=None)
@given(drafts, drafts)
def test_who_changed_nothing_gets_the_other_text(one, other):
    one, other = "\n".join(one), "\n".join(other)

    assert merged(one, one, other) == Merged(other)
    assert merged(other, one, one) == Merged(other)


@settings(max_examples=150, deadline=None)
@given(edited(), drafts)
def test_whatever_the_edit_no_sentence_is_left_that_data_gave_up_and_nothing_is_lost(edit, new_draft):
    draft, text = edit

    found = merged("\n".join(text), "\n".join(draft), "\n".join(new_draft))

    lines = found.text.split()
    own = [line for line in lines if line.isupper()]
    assert own == [line for line in text if line.isupper()]
    assert set(lines) - set(own) <= set(new_draft)
    assert set(new_draft) - set(draft) <= {*lines, *found.come}
