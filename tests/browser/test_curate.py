"""Claims decided on at the page: rejected, corrected, taken back, and what the answers say right after that."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread

import pytest
import uvicorn
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webelement import WebElement

from hemkg import building, curating
from hemkg.assistant import Assistant
from hemkg.librarian import Librarian
from hemkg.model.decision import DecisionKind
from hemkg.page import mount_page
from hemkg.serving.accounts import Accounts
from hemkg.store.catalogue import Catalogue

from .conftest import free_port, served
from .test_login import NAME, PASSWORD, log_in
from .visitor import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.slow]
COBALT = "The oxide CoO delivers 560 mAh g-1 after 300 cycles in a lithium cell."
NICKEL = "The oxide NiO delivers 700 mAh g-1 after 100 cycles in a lithium cell."
PAPER = f"# Two <script>alert(1)</script> oxides\n\n{COBALT}\n\n{NICKEL}\n\nCoO stores lithium by conversion.\n"
FOCUS = "#curate-claim .claim"
FORGED = "hemkg.press('curate-claim', 'decide', {kind: 'accept', name: arguments[0], fields: '{}'})"
"""Sends a decision for which the page shows no button."""
OVERFLOWS = "return document.documentElement.scrollWidth > innerWidth"


def oxides(folder: Path) -> Path:
    """Return a small store in a folder, that may be written."""
    (folder / "oxides.md").write_text(PAPER, encoding="utf-8")
    report = building.build([folder / "oxides.md"], folder / "store", workers=1, largest=2**26)
    assert not report.failed
    return folder / "store"


@pytest.fixture(scope="module")
def curator(tmp_path_factory: pytest.TempPathFactory, open_browser: Callable[..., Visitor]) -> Iterator[Visitor]:
    """Someone before a small store, with a name that the browser keeps."""
    folder = tmp_path_factory.mktemp("curate")
    oxides(folder)
    with served(folder / "store", folder / "log.txt") as address:
        visitor = open_browser(address)
        visitor.arrive()
        visitor.go_to("Curate")
        visitor.see("#curate-name").send_keys("Ada")
        yield visitor


@pytest.fixture
def at_desk(curator: Visitor) -> Visitor:
    """The same with the queue before her."""
    curator.arrive()
    curator.go_to("Curate")
    curator.see(FOCUS)
    return curator


def in_focus(visitor: Visitor) -> str:
    return str(visitor.see(FOCUS).get_attribute("data-key"))


def open_claim(visitor: Visitor, words: str) -> str:
    """Put the claim in focus whose line in the queue holds some words."""

    def line() -> list[WebElement]:
        return [one for one in visitor.all(".queue .line") if words in one.text.replace("\n", "")]

    found = visitor.until(line, f"a claim with {words}")
    assert isinstance(found, list)
    key = str(found[0].get_attribute("data-key"))
    found[0].click()
    visitor.until(lambda: in_focus(visitor) == key, f"the claim with {words} in focus")
    return key


def press(visitor: Visitor, keys: str) -> None:
    """Press keys while nothing is typed into."""
    visitor.ask_the_page("document.activeElement.blur()")
    visitor.see("body").send_keys(keys)


def told(visitor: Visitor, words: str) -> None:
    visitor.until(lambda: words in visitor.read("#curate-claim .last"), f"that it was {words}")


def cobalt(visitor: Visitor) -> str:
    """Ask what CoO reaches and return the answer."""
    visitor.go_to("Ask")
    return visitor.ask("What capacity does CoO reach?").text.replace("\N{NO-BREAK SPACE}", " ")


def test_a_claim_is_rejected_from_its_quote_and_gone_from_the_answer_until_it_is_taken_back(curator: Visitor) -> None:
    curator.arrive()
    assert "560" in cobalt(curator)
    curator.click(".source[open] .doubt")
    curator.until(lambda: "560" in curator.read(f"{FOCUS} .said"), "the claim behind the quote")
    curator.see("#curate-reason").send_keys("of the carbon")
    curator.click("[data-decide=reject]")
    told(curator, "Rejected")
    assert "560" not in cobalt(curator)
    curator.go_to("Curate")
    curator.click("[data-decide=undo]")
    told(curator, "Taken back")
    assert "560" in cobalt(curator)
    assert curator.complaints() == []


def test_a_correction_is_seen_in_the_answer_with_who_made_it(at_desk: Visitor) -> None:
    key = open_claim(at_desk, "560")
    at_desk.click("[data-decide=edit]")
    box = at_desk.see("input[data-field=value]")
    box.send_keys(Keys.CONTROL, "a")
    box.send_keys("very much")
    at_desk.see("#curate-reason").send_keys("the table prints 650")
    at_desk.click("[data-decide=correct]")
    assert "is neither" in at_desk.read("#mistake-value")
    assert at_desk.see("input[data-field=value]").get_attribute("value") == "very much"
    box = at_desk.see("input[data-field=value]")
    box.send_keys(Keys.CONTROL, "a")
    box.send_keys("650", Keys.ENTER)
    told(at_desk, "Corrected")
    assert "650" in cobalt(at_desk)
    assert "corrected by Ada" in at_desk.read(".source[open] .decided")
    at_desk.go_to("Curate")
    at_desk.choose("curate-state", "decided")
    open_claim(at_desk, "650")
    assert in_focus(at_desk) == key
    at_desk.click("[data-decide=back]")
    told(at_desk, "Taken back")
    assert "560" in cobalt(at_desk)


def test_keys_decide_walk_and_undo_but_not_while_one_types(at_desk: Visitor) -> None:
    first = in_focus(at_desk)
    press(at_desk, "j")
    at_desk.until(lambda: in_focus(at_desk) != first, "the next claim")
    press(at_desk, Keys.ARROW_UP)
    at_desk.until(lambda: in_focus(at_desk) == first, "the claim before")
    press(at_desk, "r")
    assert "why" in at_desk.read("#curate-claim .wrong")
    at_desk.browser.switch_to.active_element.send_keys("a j u c r")
    assert at_desk.see("#curate-reason").get_attribute("value") == "a j u c r"
    assert in_focus(at_desk) == first
    at_desk.browser.switch_to.active_element.send_keys(Keys.ENTER)
    told(at_desk, "Rejected")
    assert at_desk.see("#curate-reason").get_attribute("value") == "", "what was typed was typed for another claim"
    press(at_desk, "a")
    told(at_desk, "Accepted")
    assert at_desk.read(".progress").startswith("2 of ")
    press(at_desk, "u")
    at_desk.until(lambda: at_desk.read(".progress").startswith("1 of "), "one less decided")
    press(at_desk, "u")
    at_desk.until(lambda: at_desk.read(".progress").startswith("0 of "), "none decided")
    assert in_focus(at_desk) == first


def test_claims_are_picked_by_kind_and_words(at_desk: Visitor) -> None:
    at_desk.see("#curate-words textarea").send_keys("NiO", Keys.ENTER)
    at_desk.until(lambda: all("NiO" in line.text.replace("\n", "") for line in at_desk.all(".queue .line")), "NiO")
    at_desk.see("#curate-words textarea").send_keys(Keys.CONTROL, "a")
    at_desk.see("#curate-words textarea").send_keys("nothing of the kind", Keys.ENTER)
    at_desk.until(lambda: "Nothing is left" in at_desk.read("#curate-queue .empty"), "that none is there")


def test_decisions_are_saved_as_a_file(at_desk: Visitor, tmp_path: Path) -> None:
    press(at_desk, "a")
    told(at_desk, "Accepted")
    at_desk.download_to(tmp_path)
    at_desk.click("#curate-export")
    file = tmp_path / "decisions.jsonl"
    at_desk.until(file.exists, "the file")
    assert '"by": "Ada"' in file.read_text("utf-8")
    press(at_desk, "u")
    told(at_desk, "Taken back")


def test_what_papers_wrote_is_shown_as_text_and_nothing_sticks_out_on_a_phone(
    curator: Visitor, open_browser: Callable[..., Visitor]
) -> None:
    phone = open_browser(curator.address, width=390, height=844)
    phone.arrive()
    phone.go_to("Curate")
    assert "<script>" in phone.read(f"{FOCUS} .paper")
    phone.click("[data-decide=edit]")
    phone.see("input[data-field]")
    assert not phone.ask_the_page(OVERFLOWS)
    assert phone.complaints() == []


@contextmanager
def served_to_readers(store: Path) -> Iterator[str]:
    """Serve a store to people whom no door has let in as more than readers."""
    from starlette.applications import Starlette

    app, port = Starlette(), free_port()
    with Catalogue.open(store) as catalogue:
        stop = mount_page(app, Assistant(catalogue), Librarian(store))
        server = uvicorn.Server(uvicorn.Config(app, port=port, log_level="critical", timeout_graceful_shutdown=1))
        thread = Thread(target=server.run, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{port}/"
        finally:
            stop()
            server.should_exit = True
            thread.join(15)


def test_a_reader_sees_the_claims_and_can_decide_on_none(
    corpus_store: Path, open_browser: Callable[..., Visitor]
) -> None:
    with served_to_readers(corpus_store) as address:
        reader = open_browser(address)
        reader.arrive()
        reader.go_to("Curate")
        assert "Only those who keep this library" in reader.read("#curate-claim .empty")
        assert reader.ask_the_page(
            "return document.querySelector('#hand i') && !document.querySelector('[data-may-decide]')"
        )
        assert reader.read(f"{FOCUS} .said")
        assert not reader.all("#curate-claim [data-decide]")
        reader.ask_the_page(FORGED, "Eve")
        assert "can change it" in reader.read("#curate-claim .wrong")
        reader.browser.get("about:blank")
    with Catalogue.open(corpus_store) as catalogue:
        assert not curating.every(catalogue)


def test_who_has_an_account_decides_under_its_name_and_only_as_a_keeper(
    open_browser: Callable[..., Visitor], tmp_path: Path
) -> None:
    store, accounts = oxides(tmp_path), Accounts(tmp_path / "accounts.json")
    for name, is_keeper in ((NAME, True), ("Otto", False)):
        accounts.add(name, PASSWORD, is_keeper=is_keeper)
    with served(store, tmp_path / "log.txt", HEMKG_ACCOUNTS=str(accounts.path)) as address:
        keeper, reader = open_browser(address), open_browser(address)
        for visitor, name in ((keeper, NAME), (reader, "Otto")):
            visitor.browser.get(address)
            log_in(visitor, PASSWORD, name)
            visitor.see(".welcome")
            visitor.go_to("Curate")
            visitor.see(FOCUS)
        assert keeper.read("#curate-claim .who") == f"Deciding as {NAME}"
        open_claim(keeper, "560")
        keeper.see("#curate-reason").send_keys("of the carbon")
        keeper.click("[data-decide=reject]")
        told(keeper, "Rejected")
        assert not reader.all("#curate-claim [data-decide]")
        reader.ask_the_page(FORGED, NAME)
        assert "can change it" in reader.read("#curate-claim .wrong")
        assert "560" not in cobalt(reader)
        assert (keeper.complaints(), reader.complaints()) == ([], [])
    with Catalogue.open(store) as catalogue:
        assert [(one.decision.who, one.decision.kind) for one in curating.every(catalogue)] == [
            (NAME, DecisionKind.REJECT)
        ]
