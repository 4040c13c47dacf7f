"""Answers that are kept: in this browser, named, asked again, handed on as a file."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from .visitor import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.slow]
QUESTION = "Which high-entropy oxides reach more than 600 mAh/g?"
ASK_AND_KEEP = """
const [question, pause, done] = arguments;
const find = (selector) => document.querySelector(selector);
const given = () => find("#kept-new [data-keep]")?.dataset.nonce;
const until = async (holds, patience) => {
  for (const end = performance.now() + patience; performance.now() < end && !holds();) {
    await new Promise((next) => setTimeout(next, 4));
  }
  return holds();
};
(async () => {
  const field = find("#question textarea");
  field.value = question;
  field.dispatchEvent(new Event("input", { bubbles: true }));
  await new Promise((next) => setTimeout(next, 50));
  find("#question .submit-button").click();
  await until(() => find('[data-send="keep"]'), 20000);
  const before = given();
  await new Promise((next) => setTimeout(next, pause));
  find('[data-send="keep"]').click();
  done(await until(() => given() !== before, 10000));
})();
"""
"""Asks, and so long after the answer [ms] has it kept; tells whether it was."""
HOSTILE = "<img src=x onerror='window.broken = 1'>"


@pytest.fixture
def keeper(visitor: Visitor) -> Iterator[Visitor]:
    """Someone who keeps nothing yet, and leaves nothing behind."""
    yield visitor
    visitor.ask_the_page("localStorage.clear()")


def names(visitor: Visitor) -> list[str]:
    return [one.text for one in visitor.all(".kept-list .name")]


def keep(visitor: Visitor, question: str) -> None:
    before = len(names(visitor))
    visitor.ask(question)
    visitor.click('article.turn:last-child [data-send="keep"]')
    visitor.until(lambda: len(names(visitor)) == before + 1, "one more kept answer")


def saved_file(visitor: Visitor, folder: Path, pattern: str) -> Path:
    found = visitor.until(lambda: list(folder.glob(pattern)), f"the file {pattern}")
    assert isinstance(found, list)
    return found[0]


def open_file(visitor: Visitor, file: Path) -> None:
    if not visitor.all(".kept-foot"):
        visitor.click("#kept summary")
    visitor.browser.find_element("css selector", "#kept input[type=file]").send_keys(str(file))


def test_a_kept_answer_is_named_survives_a_reload_and_is_asked_again(keeper: Visitor) -> None:
    keep(keeper, QUESTION)
    assert names(keeper) == [QUESTION]
    keeper.click(".kept-list li button:nth-of-type(2)")
    field = keeper.see(".kept-list input")
    field.send_keys("Oxides for table 2\n")
    keeper.until(lambda: names(keeper) == ["Oxides for table 2"], "the new name")
    keeper.arrive()
    keeper.click("#kept summary")
    keeper.click(".kept-list .name")
    keeper.answer(1)
    assert keeper.read(".compared") == (
        "Kept answer, asked again: the graph is the one of then; the rows are what they were."
    )
    assert keeper.all("article.turn .rows tbody tr")


def test_a_follow_up_is_kept_with_what_it_stands_on(keeper: Visitor) -> None:
    keeper.ask("Which techniques show space charge?")
    keeper.ask("What capacity does InGeSiP3 reach?")
    keep(keeper, "Which is the highest?")
    told = json.loads(keeper.see(".kept-list .name").get_attribute("data-saved") or "")
    assert told["follows"] == ["What capacity does InGeSiP3 reach?"]
    keeper.click("#new")
    keeper.see(".welcome")
    keeper.click(".kept-list .name")
    keeper.answer(1)
    assert "the rows are what they were" in keeper.read(".compared")


def test_a_kept_answer_is_handed_on_as_a_file(keeper: Visitor, tmp_path: Path, hemkg: Callable, corpus_store) -> None:
    keeper.download_to(tmp_path)
    keep(keeper, QUESTION)
    keeper.click(".kept-list li button:nth-of-type(3)")
    file = saved_file(keeper, tmp_path, "*.json")
    keeper.click(".kept-list li button:nth-of-type(4)")
    keeper.until(lambda: not names(keeper), "an empty list")
    again = hemkg("ask", "--rerun", file, "--store", corpus_store)
    assert again.status == 0
    assert "The rows are what they were" in again.out
    open_file(keeper, file)
    keeper.until(lambda: names(keeper) == [QUESTION], "the answer that was handed on")


def test_an_answer_is_shared_as_a_page_that_needs_nothing(keeper: Visitor, tmp_path: Path) -> None:
    keeper.download_to(tmp_path)
    keeper.ask("What do we know about ZnGeSiP3?")
    quotes = len(keeper.browser.find_elements("css selector", "#evidence .source"))
    keeper.click('[data-send="hand_on"]')
    file = saved_file(keeper, tmp_path, "what-do-we-know-about-zngesip3.html")
    keeper.browser.get(file.as_uri())
    assert keeper.read("h1").replace("\n", "") == "What do we know about ZnGeSiP3?"
    assert len(keeper.all(".source[open] blockquote mark")) == quotes
    assert "10.1039/d4ee01329h" in keeper.browser.page_source
    keeper.browser.get(keeper.address)
    open_file(keeper, file)
    keeper.until(lambda: names(keeper) == ["What do we know about ZnGeSiP3?"], "the answer of the page")


def test_what_is_clicked_while_follow_ups_are_looked_for_is_done(keeper: Visitor) -> None:
    """Gradio's queue lost some of these clicks: it closed the stream of one event under the next (decision 29)."""
    keeper.browser.set_script_timeout(60)
    for pause in range(0, 110, 10):
        keeper.click("#new")
        keeper.see(".welcome")
        assert keeper.browser.execute_async_script(ASK_AND_KEEP, QUESTION, pause), f"a click after {pause} ms was lost"
        keeper.ask_the_page("localStorage.clear()")


def test_what_is_saved_twice_comes_twice(keeper: Visitor, tmp_path: Path) -> None:
    keeper.download_to(tmp_path)
    keeper.ask(QUESTION)
    for _ in range(2):
        keeper.click('[data-send="hand_on"]')
        saved_file(keeper, tmp_path, "*.html").unlink()


def test_a_hostile_file_is_only_text_and_a_wrong_one_is_refused(keeper: Visitor, tmp_path: Path) -> None:
    wrong, hostile = tmp_path / "wrong.json", tmp_path / "hostile.json"
    wrong.write_text('{"question": 1}', encoding="utf-8")
    told = {"form": 1, "hemkg": HOSTILE, "question": HOSTILE, "follows": [], "reworded": None,
        "rows": [{"material": HOSTILE, "doc": HOSTILE}], "scope": {"graph": HOSTILE}}  # fmt: skip
    hostile.write_text(json.dumps(told), encoding="utf-8")
    open_file(keeper, wrong)
    keeper.until(lambda: keeper.read(".kept-told") == "wrong.json is no kept answer.", "a refusal")
    open_file(keeper, hostile)
    keeper.until(lambda: names(keeper) == [HOSTILE], "its name as text")
    keeper.click(".kept-list .name")
    keeper.answer(1)
    assert HOSTILE in keeper.read(".compared")
    assert keeper.ask_the_page("return window.broken") is None
    told["form"] = 99
    hostile.write_text(json.dumps(told), encoding="utf-8")
    open_file(keeper, hostile)
    keeper.until(lambda: len(names(keeper)) == 2, "the other one")
    keeper.click(".kept-list .name")
    keeper.answer(2)
    assert "saved in form 99" in keeper.read("article.turn:last-child .note")
