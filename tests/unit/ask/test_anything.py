"""Whatever is asked, an answer comes back, and it says no number that no row or question holds."""

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hemkg.ask import meaning
from hemkg.ask.report import to_csv, to_json, to_markdown, to_text

PIECES = [
    "capacity", "of", "GeP3", "SnS2@C", "above 500 mAh/g", "after 300 cycles", "highest", "which", "how many", "papers",
    "does", "not", "convert", "sodium", "for", "retention", "at 1 A/g", "?", "versus", "SnP3", "it", "<script>",
    '"} UNION {',
    "mean", "each mechanism", "sulfides", "without", "Fe", "and", "K-ion", "neither", "quote", "why", "R", "%", "0",
]  # fmt: skip
NUMBER = re.compile(r"(?<![\w.(+-])\d+(?:\.\d+)?(?![\w)])")
EXAMPLES = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture(autouse=True)
def _without_model(monkeypatch):
    monkeypatch.setattr(meaning, "embedder", lambda: None)


@EXAMPLES
@given(st.one_of(st.text(max_size=200), st.lists(st.sampled_from(PIECES), max_size=12).map(" ".join)))
def test_any_question_gets_an_answer_in_every_format(assistant, question):
    answer = assistant.answer(question)
    assert answer.text
    assert all(form(answer) for form in (to_json, to_text, to_markdown, to_csv))


@EXAMPLES
@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=8).map(" ".join))
def test_every_number_in_the_text_stands_in_a_row_or_in_a_quote_or_in_the_question(assistant, question):
    answer = assistant.answer(question)
    if answer.abstained:
        return
    said = re.sub(r"\[\d+\]", "", answer.text)
    held = " ".join(
        [question, *(c.quote for c in answer.citations), *(str(c) for r in answer.rows for c in r.cells.values())]
    )
    known = {float(n) for n in re.findall(r"\d+(?:\.\d+)?", held)} | {float(len(answer.rows)), 8.314}
    strange = [n for n in NUMBER.findall(said) if float(n) not in known and not _counts(float(n), answer)]
    assert not strange, (answer.text, strange)


def _counts(number, answer):
    """Whether a number only counts rows, values or papers."""
    return number.is_integer() and number <= 3 * max(len(answer.rows), 10)


@EXAMPLES
@given(
    st.lists(st.sampled_from(PIECES), min_size=1, max_size=8).map(" ".join),
    st.sampled_from(["it?", "and SnP3?", "those", "who measured that?"]),
)
def test_any_follow_up_gets_an_answer(assistant, question, next_question):
    first = assistant.ask(question)
    assert assistant.ask(next_question, first).answer.text


def test_markup_in_a_question_or_a_paper_cannot_become_markup(assistant):
    answer = assistant.answer("Which paper says <b>GeP3</b> <script>alert(1)</script>?")
    assert "<script>" not in to_markdown(answer)


def test_a_question_of_ten_thousand_words_is_answered(assistant):
    assert assistant.answer("capacity " * 10_000).text


def test_a_query_in_a_question_is_not_run(assistant):
    before = assistant.catalogue.claims()
    assistant.answer("'} ; DROP ALL ; INSERT DATA { <a> <b> <c> } #")
    assert assistant.catalogue.claims() == before
