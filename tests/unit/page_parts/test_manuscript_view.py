"""The check of a manuscript as HTML: what was found, with its sentences, and nothing that could run."""

from hemkg.page_parts.manuscript_view import NOTHING_FOUND, UNCHECKED, manuscript_file, manuscript_view
from hemkg.review.manuscript import check_manuscript
from hemkg.vocab.terms import HEM
from tests.unit.review.papers import OXIDE, capacity, efficiency, paper, store_of


def examined(share, *more, title="A paper"):
    said = (
        capacity(f"{OXIDE} gives 900 mAh/g at first.", OXIDE, 900, cycle=1, kind=HEM.InitialDischargeCapacity),
        capacity(f"{OXIDE} gives 700 mAh/g back.", OXIDE, 700, cycle=1, kind=HEM.InitialChargeCapacity),
        efficiency(f"The first efficiency of {OXIDE} is {share}%.", OXIDE, share),
    )
    return check_manuscript(*paper("mine", *said, *more, title=title), store_of())


def test_a_finding_shows_its_sentences():
    shown = manuscript_view(examined("87.8"))
    assert "first efficiency of 87.8" in shown
    assert shown.count("<blockquote>") >= 3
    assert NOTHING_FOUND not in shown


def test_nothing_found_is_not_called_right():
    found = examined("77.8")
    assert found.is_clean
    assert ("error" in manuscript_view(found).split("What was checked")[0].replace("No error", "")) is False


def test_without_a_store_the_page_says_what_was_not_looked_for():
    found = examined("77.8")
    assert UNCHECKED in manuscript_view(found, has_store=False)
    assert UNCHECKED not in manuscript_view(found)


def test_the_file_needs_nothing_else_and_escapes_what_it_is_given():
    made = manuscript_file(examined("87.8", title="<script>alert(1)</script>"))
    assert made.startswith("<!doctype html>")
    assert "<script" not in made
    assert "http://" not in made
    assert "https://" not in made
