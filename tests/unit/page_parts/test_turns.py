"""Handlers of the page answer in the request that asks, so many of a kind at once, and say when too many ask."""

import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from threading import Lock

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from hemkg import page as pages
from hemkg.assistant import Assistant
from hemkg.page import BUSY, build_page
from hemkg.page_parts.tabs.common import STORE
from hemkg.page_parts.tabs.library import SHELVES

MANY = 6


class Worker:
    """Does something that takes a moment, and knows how often it was done at once."""

    def __init__(self, seconds: float = 0.1) -> None:
        self.now, self.most, self._lock = 0, 0, Lock()
        self._seconds = seconds

    def work(self, given: str) -> str:
        with self._lock:
            self.now += 1
            self.most = max(self.most, self.now)
        time.sleep(self._seconds)
        with self._lock:
            self.now -= 1
        return given.upper()

    def add(self, count: int) -> tuple[int, str]:
        time.sleep(0.05)
        return count + 1, str(count + 1)


def asked_at_once(worker: Worker, *asked: dict[str, object]) -> list[tuple[int, dict]]:
    """Return what those get who ask at once handlers that take turns."""
    import gradio as gr

    with gr.Blocks() as blocks:
        field, shown, state = gr.Textbox(), gr.Textbox(), gr.State(0)
        field.submit(worker.work, field, shown, **STORE)
        field.blur(worker.work, field, shown, **STORE)
        field.change(worker.add, state, [state, shown], **STORE)
        field.focus(worker.add, state, [state, shown], **SHELVES)
    pages._take_turns(blocks)
    app = Starlette()
    gr.mount_gradio_app(app, blocks, path="/")
    with ExitStack() as open_now, ThreadPoolExecutor(len(asked)) as hands:
        client = open_now.enter_context(TestClient(app))
        told = list(hands.map(lambda body: client.post("/gradio_api/run/predict", json=body), asked))
    return [(one.status_code, one.json()) for one in told]


def of_many_visitors() -> list[dict[str, object]]:
    return [{"data": [f"word {n}"], "fn_index": n % 2, "session_hash": str(n)} for n in range(MANY)]


def test_handlers_of_a_kind_take_turns_and_each_gets_the_own_answer() -> None:
    worker = Worker()
    told = asked_at_once(worker, *of_many_visitors())
    assert worker.most == 1
    assert [(status, body["data"]) for status, body in told] == [(200, [f"WORD {n}"]) for n in range(MANY)]


def test_each_click_of_a_visitor_finds_what_the_one_before_left() -> None:
    clicks = [{"data": [None], "fn_index": 2, "session_hash": "one"}] * MANY
    told = asked_at_once(Worker(), *clicks)
    assert sorted(body["data"][1] for _, body in told) == [str(n + 1) for n in range(MANY)]


def test_one_visitor_is_answered_in_turn_where_several_are_at_once() -> None:
    clicks = [{"data": [None], "fn_index": 3, "session_hash": "one"}] * MANY
    told = asked_at_once(Worker(), *clicks)
    assert sorted(body["data"][1] for _, body in told) == [str(n + 1) for n in range(MANY)]


def test_too_many_who_wait_are_told_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages, "WAITING", 1)
    told = asked_at_once(Worker(seconds=1.5), *of_many_visitors())
    answered = [body for status, body in told if status == 200]
    assert 2 <= len(answered) < MANY
    assert {body["error"] for status, body in told if status != 200} == {BUSY}


def test_nothing_but_what_takes_long_is_answered_over_a_shared_stream(corpus_store) -> None:
    with Assistant.open(corpus_store) as assistant:
        listeners = build_page(assistant).fns.values()
    queued = [listener for listener in listeners if listener.fn is not None and listener.queue]
    assert [listener.concurrency_id for listener in queued] == ["long"]
