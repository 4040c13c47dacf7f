"""How soon the page is there, how soon it answers, and twenty people who ask it at once."""

import html
import json
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from uuid import uuid4

import httpx
import pytest

from hemkg.assistant import Assistant
from tests.conftest import SHARED

from .conftest import fetch, served
from .visitor import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.slow]
COLD, WARM, BESIDE = 10.0, 3.0, 0.3
PEOPLE, EACH = 20, 3
QUESTIONS = ("Which techniques show space charge?", "Which sulfides are there?", "Which elements enable alloying?",
    "Which oxides exceed 600 mAh/g?")  # fmt: skip
WATCH = """
const [question, done] = arguments;
const before = document.querySelectorAll("article.turn").length;
const field = document.querySelector("#question textarea");
field.value = question;
field.dispatchEvent(new Event("input", { bubbles: true }));
setTimeout(() => {
  const began = performance.now();
  new MutationObserver((_, self) => {
    if (document.querySelectorAll("article.turn").length === before) return;
    self.disconnect();
    requestAnimationFrame(() => done(performance.now() - began));
  }).observe(document.querySelector("#conversation"), { childList: true, subtree: true });
  document.querySelector("#question .submit-button").click();
}, 200);
"""
"""Types a question, sends it, and tells how long it takes until its answer is drawn [ms]."""


def timed(work: Callable[[], object]) -> float:
    began = time.monotonic()
    work()
    return time.monotonic() - began


def test_the_first_question_can_be_clicked_soon_after_the_start(
    open_browser: Callable[..., Visitor], corpus_store: Path, tmp_path: Path
) -> None:
    visitor = open_browser("about:blank")
    began = time.monotonic()
    with served(corpus_store, tmp_path / "log.txt") as address:
        visitor.address = address
        visitor.arrive()
        visitor.see("button.ask[data-question]")
        cold = time.monotonic() - began
        warm = min(timed(visitor.arrive) for _ in range(3))
    assert cold < SHARED * COLD
    assert warm < SHARED * WARM


def test_an_answer_is_on_the_page_soon_after_it_is_found(visitor: Visitor, corpus_store: Path) -> None:
    questions = ("What capacity does InGeSiP3 reach?", "Which techniques show space charge?", "Which oxides store Na?")
    visitor.browser.set_script_timeout(60)
    visitor.browser.execute_async_script(WATCH, "Which sulfides are there?")  # whatever is loaded first, is
    with Assistant.open(corpus_store) as assistant:
        assistant.ask(questions[0])
        found = sum(timed(lambda q=q: assistant.ask(q)) for q in questions) / len(questions)  # type: ignore[misc]

    def shown() -> float:
        taken = []
        for question in questions:
            taken.append(float(visitor.browser.execute_async_script(WATCH, question)) / 1000)
            visitor.see("#offers")
        return sum(taken) / len(taken)

    taken = [shown() for _ in range(2)]
    assert min(taken) - found < SHARED * BESIDE, (taken, found)


# ---------------------------------------------------------------- many at once


class Person:
    """Someone who asks the page as a browser does, but draws nothing."""

    def __init__(self, address: str) -> None:
        self.client = httpx.Client(base_url=address, timeout=120)
        self.session = uuid4().hex[:10]
        config = json.loads(fetch(f"{address}config")[1])
        field = next(one["id"] for one in config["components"] if one["props"].get("elem_id") == "question")
        asking = next(one for one in config["dependencies"] if [field, "submit"] in one["targets"])
        self.asking, self.given = asking["id"], len(asking["inputs"])
        self.place = next(one["id"] for one in config["components"] if one["props"].get("elem_id") == "conversation")
        self.shown = asking["outputs"].index(self.place)

    def ask(self, question: str) -> str:
        """Return the conversation as it is drawn after a question."""
        body = {"data": [question, *[None] * (self.given - 1)], "fn_index": self.asking, "session_hash": self.session}
        told = self.client.post("gradio_api/run/predict", json=body).raise_for_status()
        return str(told.json()["data"][self.shown])


def test_twenty_people_ask_at_once_and_each_gets_the_own_answer(address: str) -> None:
    people = [Person(address) for _ in range(PEOPLE)]

    def talk(place: int) -> list[str]:
        mine = QUESTIONS[place % len(QUESTIONS)]
        return [people[place].ask(mine) for _ in range(EACH)]

    with ThreadPoolExecutor(PEOPLE) as all_at_once:
        dialogues = list(all_at_once.map(talk, range(PEOPLE)))
    for place, drawn in enumerate(dialogues):
        last, mine = html.unescape(drawn[-1]).replace("\N{NO-BREAK SPACE}", " "), QUESTIONS[place % len(QUESTIONS)]
        assert [one.count("<article") for one in drawn] == list(range(1, EACH + 1))
        assert [last.count(f">{question}<") for question in QUESTIONS if question == mine] == [EACH]
        assert not [question for question in QUESTIONS if question != mine and f'class="question">{question}' in last]
        assert 'class="note"' not in last, "somebody was refused"
    assert json.loads(fetch(f"{address}health")[1])["status"] == "ok"
