"""The library as HTML: nothing that others wrote is more than text there, and nobody is shown what is not his."""

from dataclasses import replace

import pytest

from hemkg.librarian import HERE
from hemkg.librarian.books import Book, Contents, Standing
from hemkg.librarian.tasks import Result, Seen, State
from hemkg.page_parts.library_view import AT_ONCE, book_view, list_view, progress_view, refused_view
from hemkg.store.claims import PaperRecord, StoredClaim

NASTY = '<script>alert(\'1\')</script> "onclick="alert(2)" <img src=x onerror=alert(3)>'
BOOK = Book("/home/me/secret/a.pdf", "0a", NASTY, NASTY, Standing.READ, "urn:p", NASTY, 2024, NASTY, (NASTY,), NASTY,
    NASTY, NASTY, NASTY, 3, 1)  # fmt: skip
CLAIM = StoredClaim("urn:c", "CapacityClaim", PaperRecord("urn:p", NASTY, NASTY), NASTY, 0, 9, confidence=0.5,
    statement=NASTY)  # fmt: skip
TASK = Seen(7, HERE, "reading 3 documents", State.RUNNING, 0, 1, 3, 1, "mine.pdf")


def is_harmless(shown):
    return "<script" not in shown and "<img" not in shown and ' onclick="' not in shown and shown


@pytest.mark.parametrize("standing", list(Standing))
def test_what_papers_and_people_wrote_is_text(standing):
    book = replace(BOOK, standing=standing)
    assert is_harmless(list_view([book], 1, AT_ONCE, None, may_write=True))
    for asks in (False, True):
        shown = book_view(Contents(book, (CLAIM,), 2), NASTY, {}, may_write=True, asks=asks, others=(book,))
        assert is_harmless(shown)
        assert "/home/me" not in shown, "where files lie is no business of readers"


def test_what_is_done_and_refused_is_text():
    ended = replace(TASK, state=State.DONE, result=Result(1, 1, 1, ((NASTY, NASTY),), (), (NASTY,)))
    for task in (TASK, ended, replace(ended, error=NASTY, state=State.BROKEN)):
        assert is_harmless(progress_view([task], frozenset({7}), {7: (NASTY,)}, may_write=True))
    assert is_harmless(refused_view([NASTY]))
    assert is_harmless(refused_view([NASTY] * 20))


def test_a_long_list_is_cut_and_says_what_was_left_out():
    books = [replace(BOOK, number=str(n)) for n in range(AT_ONCE + 150)]
    shown = list_view(books, 300, AT_ONCE, None, may_write=False)
    assert shown.count("<tr") == AT_ONCE + 1
    assert "150 more are left out here" in shown
    assert f"{AT_ONCE + 150} of 300 documents" in shown


def test_readers_see_no_buttons_that_change_anything():
    failed = replace(BOOK, standing=Standing.FAILED)
    shown = list_view([failed, failed], 2, AT_ONCE, None, may_write=False)
    shown += book_view(Contents(BOOK), "What is it?", {}, may_write=False)
    assert 'data-send="again"' not in shown
    assert 'data-send="remove"' not in shown
    assert "Try all that failed again" in list_view([failed, failed], 2, AT_ONCE, None, may_write=True)


def test_names_of_files_are_shown_to_those_who_brought_them_only():
    assert "mine.pdf" in progress_view([TASK], frozenset({7}), {}, may_write=True)
    others = progress_view([TASK, replace(TASK, what="removing mine.pdf")], frozenset(), {}, may_write=False)
    assert "mine.pdf" not in others
    assert 'data-send="stop"' not in others
    assert "omebody else is" in others
    assert progress_view([replace(TASK, state=State.DONE)], frozenset(), {}, may_write=False) == ""


@pytest.mark.parametrize(
    ("book", "here", "told"),
    [
        (BOOK, True, "is deleted"),
        (BOOK, False, "stays where it is on the disk"),
        (replace(BOOK, kind="bibliography"), False, "stays in the bibliography"),
    ],
)
def test_it_is_said_what_goes_before_anything_goes(book, here, told):
    shown = book_view(Contents(book, decisions=1), None, {}, may_write=True, asks=True, here=here)
    assert told in shown
    assert "3 claims of it leave the library" in shown
    assert "1 decision of people" in shown
