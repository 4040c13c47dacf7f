"""Questions as people ask them, over a store of annotated passages: the share answered rightly does not fall.

The questions stand in ``questions.jsonl``, in our own words.  The store holds what a perfect reader would have
read, so that what is measured is the understanding of questions and not of papers.
"""

import json
from collections import Counter
from pathlib import Path

import pytest
from annotated import load, store_of
from marking import fault

from hemkg.assistant import Assistant

HERE = Path(__file__).parent
QUESTIONS = [json.loads(line) for line in (HERE / "questions.jsonl").read_text(encoding="utf-8").splitlines()]
FLOOR, FLOOR_OF_REFUSALS = 0.95, 0.94


@pytest.fixture(scope="module")
def turns():
    assistant = Assistant(store_of(load(HERE / "passages")))
    found = {}
    for question in QUESTIONS:
        found[question["id"]] = assistant.ask(question["question"], found.get(question.get("after")))
    return found


def test_questions_are_answered_as_well_as_before(turns):
    wrong = {q["question"]: fault(q, turns[q["id"]].answer) for q in QUESTIONS}
    wrong = {question: why for question, why in wrong.items() if why}
    assert len(wrong) <= (1 - FLOOR) * len(QUESTIONS), wrong


def test_what_the_passages_do_not_tell_is_refused_and_nothing_else(turns):
    told = Counter((bool(q.get("abstain")), turns[q["id"]].answer.abstained) for q in QUESTIONS)
    recall = told[True, True] / (told[True, True] + told[True, False])
    precision = told[True, True] / (told[True, True] + told[False, True])
    assert min(recall, precision) >= FLOOR_OF_REFUSALS, told


def test_every_row_from_papers_is_cited_and_every_quote_stands_in_its_passage(turns):
    texts = {stem: " ".join(passage["text"].split()) for stem, passage in load(HERE / "passages")}
    for turn in turns.values():
        cited = [c for c in turn.answer.citations if c.document in texts]
        assert all(" ".join(c.quote.split()) in texts[c.document] for c in cited), turn.answer.text
