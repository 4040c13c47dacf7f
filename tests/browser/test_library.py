"""The library on the page, on a store of its own: papers are dropped in, asked about, tried again, and go."""

import json
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from reportlab.pdfgen import canvas
from selenium.webdriver.remote.webelement import WebElement

from hemkg import building

from .conftest import ROOT, served
from .test_accessibility import findings
from .visitor import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.slow]
SCRIPT = (
    "A high-entropy selenide <script>document.title='caught'</script><img src=x onerror=\"document.title='caught'\">"
)
FORMULA = "(Mg0.2Co0.2Ni0.2Cu0.2Zn0.2)O"
LINES = (
    f"The high-entropy oxide {FORMULA} in lithium-ion batteries",
    "",
    "Abstract",
    f"The oxide {FORMULA} delivers a reversible capacity of 653 mAh g-1 at 0.1 A g-1 in lithium half cells.",
)


def print_pdf(path: Path, lines: tuple[str, ...] = LINES) -> Path:
    """Print a paper of one page."""
    page = canvas.Canvas(str(path))
    for number, line in enumerate(lines):
        page.drawString(60, 800 - 16 * number, line)
    page.save()
    return path


def text_of(name: str, capacity: int, title: str | None = None) -> str:
    """Return a paper about one selenide."""
    said = (
        f"The selenide {name} delivers a reversible capacity of {capacity} mAh g-1 at 0.1 A g-1 in sodium half cells."
    )
    return f"# {title or f'A selenide {name}'}\n\n## Results\n\n{said}\n"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small store; the tests here change it."""
    folder = tmp_path_factory.mktemp("library")
    papers = folder / "papers-elsewhere"
    papers.mkdir()
    (papers / "scripted.md").write_text(text_of("CoSe2", 411, SCRIPT), "utf-8")
    (papers / "known.md").write_text(text_of("NiSe2", 322), "utf-8")
    (papers / "empty.md").write_text("", "utf-8")
    building.build([papers, ROOT / "corpus/papers/ees2024-zngesip3.md"], folder / "store", workers=1, largest=2**26)
    return folder / "store"


@pytest.fixture(scope="module")
def home(store: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where the page of that store is."""
    with served(store, tmp_path_factory.mktemp("library-log") / "log.txt") as address:
        yield address


@pytest.fixture(scope="module")
def keeper_at(home: str, open_browser: Callable[..., Visitor]) -> Visitor:
    """The browser of one who keeps this library."""
    return open_browser(home)


@pytest.fixture
def keeper(keeper_at: Visitor) -> Visitor:
    """One who keeps this library and has just opened it."""
    keeper_at.arrive()
    keeper_at.go_to("Library")
    keeper_at.see(".books tbody tr")
    return keeper_at


def drop(visitor: Visitor, *files: Path, field: str = "library-drop") -> None:
    """Bring files, as the browser does when they are dropped or picked."""
    visitor.until(lambda: visitor.all(f"#{field}"), "the place for files")
    found = visitor.browser.find_element("css selector", f"#{field} input[type=file]")
    found.send_keys("\n".join(map(str, files)))


def outcome(visitor: Visitor) -> str:
    """Wait until all is done and return what is said of it."""
    return visitor.read("#library-progress .over")


def row(visitor: Visitor, words: str) -> WebElement:
    """Return the line of a document."""
    found = visitor.until(lambda: [r for r in visitor.all(".books tbody tr") if words in r.text], f"a row of {words}")
    assert isinstance(found, list)
    return found[0]


def open_book(visitor: Visitor, words: str) -> str:
    """Look at what was read in a document, and return it."""
    visitor.ask_the_page("arguments[0].click()", row(visitor, words).find_element("css selector", ".title"))
    found = visitor.until(lambda: [b for b in visitor.all(".book") if words in b.text], f"the paper {words}")
    assert isinstance(found, list)
    return str(found[0].text)


def remove(visitor: Visitor, words: str) -> str:
    """Take a document out; return what was said before."""
    open_book(visitor, words)
    visitor.click('.book [data-send="remove"]')
    said = visitor.read('.book [role="alertdialog"]')
    visitor.click('.book [data-send="removed"]')
    visitor.until(lambda: not [r for r in visitor.all(".books tbody tr") if words in r.text], f"{words} gone")
    return said


def test_a_pdf_is_dropped_in_and_asked_about(keeper: Visitor, tmp_path: Path) -> None:
    drop(keeper, print_pdf(tmp_path / "Oxide & salt #1.pdf"))
    keeper.see("#library-progress .task progress")
    assert "Reading 1 document" in keeper.read("#library-progress .task")
    assert "Done: 1 added." in outcome(keeper)
    assert "read" in row(keeper, "Oxide & salt -1.pdf").text
    keeper.click("#library-progress .over .ask")
    keeper.answer(1)
    assert "653 mAh g−1" in keeper.read("article.turn")
    assert "Oxide & salt -1" in keeper.read(".source[open]")
    assert keeper.complaints() == []


def test_what_is_no_paper_is_refused_in_a_sentence_and_the_rest_is_read(keeper: Visitor, tmp_path: Path) -> None:
    (tmp_path / "photo.pdf").write_bytes(b"\x89PNG\r\n")
    (tmp_path / "VSe2.md").write_text(text_of("VSe2", 512), "utf-8")
    drop(keeper, tmp_path / "photo.pdf", tmp_path / "VSe2.md")
    assert keeper.read("#library-progress .note") == (
        "photo.pdf is a picture; give the paper as PDF with text, XML or HTML."
    )
    assert "Done: 1 added." in outcome(keeper)
    drop(keeper, tmp_path / "VSe2.md")
    keeper.until(lambda: "1 there already" in keeper.read("#library-progress"), "that it is there already")


def test_a_library_with_its_files_is_read_out_of_an_archive(keeper: Visitor, tmp_path: Path) -> None:
    entry = "@article{x, title={A selenide of three metals for sodium}, year={2023}, file={files/1/three.md}}"
    with zipfile.ZipFile(tmp_path / "Exported.zip", "w") as archive:
        archive.writestr("Exported/Exported.bib", entry)
        archive.writestr("Exported/files/1/three.md", text_of("FeCoNiSe4", 601))
    drop(keeper, tmp_path / "Exported.zip")
    assert "1 added" in outcome(keeper)
    told = row(keeper, "A selenide of three metals").text
    assert "2023" in told
    assert "three.md" in told


def test_a_file_that_is_too_large_is_refused_in_a_sentence(keeper: Visitor, tmp_path: Path) -> None:
    with (tmp_path / "large.pdf").open("wb") as file:
        file.write(b"%PDF-1.7")
        file.truncate(65 * 2**20)
    drop(keeper, tmp_path / "large.pdf")
    keeper.until(lambda: keeper.all("#library-progress .note"), "a refusal")
    assert keeper.read("#library-progress .note") == "large.pdf is larger than 64 MB; split it."


def test_a_paper_that_is_removed_is_gone_from_the_answer(keeper: Visitor, store: Path) -> None:
    known = store.parent / "papers-elsewhere" / "known.md"
    assert "322" in open_book(keeper, "NiSe")
    said = remove(keeper, "NiSe2")
    assert "stays where it is on the disk" in said
    assert known.is_file(), "a file of others is not deleted"
    keeper.go_to("Ask")
    assert "322" not in keeper.ask("What capacity does NiSe2 reach?").text.partition("Nearest")[0]


def test_what_failed_is_said_with_its_reason_and_tried_again(keeper: Visitor, store: Path) -> None:
    failed = row(keeper, "empty.md")
    assert "empty.md is empty; fetch the file again." in failed.text
    assert str(store.parent) not in keeper.read("#library-list"), "folders are not told"
    (store.parent / "papers-elsewhere" / "empty.md").write_text(text_of("MnSe2", 288), "utf-8")
    keeper.click('.books [data-send="again"]')
    keeper.until(lambda: "MnSe" in keeper.read("#library-list"), "the paper that was read now")
    assert "failed" not in row(keeper, "empty.md").text


def test_a_script_in_a_title_is_text_in_the_list_in_the_evidence_and_in_answers(keeper: Visitor) -> None:
    assert "<script>document.title='caught'</script>" in row(keeper, "A high-entropy selenide").text
    assert "<script>" in open_book(keeper, "A high-entropy selenide")
    keeper.go_to("Ask")
    keeper.ask("What capacity does CoSe2 reach?")
    assert "<script>" in keeper.read(".source[open] .paper")
    assert keeper.browser.title == "hemkg"


def test_documents_are_found_and_sorted(keeper: Visitor) -> None:
    before = len(keeper.all(".books tbody tr"))
    field = keeper.see("#library-words textarea, #library-words input")
    field.send_keys("zngesip3\n")
    keeper.until(lambda: len(keeper.all(".books tbody tr")) == 1, "the one paper")
    assert f"1 of {before} documents" in keeper.read("#library-list .caption")


def test_two_who_bring_papers_at_once_wait_for_each_other(
    keeper: Visitor, home: str, open_browser: Callable[..., Visitor], tmp_path: Path
) -> None:
    other = open_browser(home)
    other.arrive()
    other.go_to("Library")
    mine, yours = ([tmp_path / f"{who}-{n}.md" for n in range(12)] for who in ("mine", "yours"))
    for number, path in enumerate((*mine, *yours)):
        path.write_text(text_of(f"Fe{number % 9 + 1}Co{number // 9 + 1}Se9", 300 + number), "utf-8")
    drop(keeper, *mine)
    keeper.see("#library-progress .task")
    drop(other, *yours)
    seen = other.until(lambda: [t.text for t in other.all("#library-progress .task") if "waits" in t.text], "a wait")
    assert seen
    assert not any("mine-" in task.text for task in other.all("#library-progress .task")), (
        "names are of who brought them"
    )
    assert "12 added" in outcome(keeper)
    assert "12 added" in outcome(other)


def test_a_manuscript_is_checked_as_a_file_and_is_gone_afterwards(keeper: Visitor, store: Path, tmp_path: Path) -> None:
    wrong = (*LINES, "The initial discharge capacity is 600 mAh g-1 and the initial charge capacity is 420 mAh g-1.",
        "Its initial Coulombic efficiency is 85.0%.")  # fmt: skip
    keeper.go_to("Check")
    keeper.click("#manuscript-part > button")
    drop(keeper, print_pdf(tmp_path / "submitted.pdf", wrong), field="manuscript-file")
    keeper.see("#manuscript .check")
    assert "submitted" in keeper.read("#manuscript") or "high-entropy oxide" in keeper.read("#manuscript")
    (tmp_path / "text.docx").write_bytes(b"PK\x03\x04 and so on")
    drop(keeper, tmp_path / "text.docx", field="manuscript-file")
    keeper.until(lambda: "text.docx is a Word document" in keeper.read("#manuscript"), "that Word is not read")
    assert not list(store.rglob("submitted*"))


OPEN = """
const isSeen = (button) => !button.closest('.visually-hidden') && button.textContent.trim() === 'Library';
const tab = [...document.querySelectorAll('button')].find(isSeen);
if (!tab) document.querySelector('.overflow-menu > button')?.click();
tab?.click();
return Boolean(tab);
"""


@pytest.mark.parametrize("how", [{}, {"is_dark": True}, {"width": 390, "height": 844}], ids=["light", "dark", "phone"])
def test_axe_finds_nothing_grave_and_nothing_leaves_the_page(
    how: dict[str, int], home: str, open_browser: Callable[..., Visitor]
) -> None:
    guest = open_browser(home, **how)
    guest.arrive()
    guest.until(lambda: guest.ask_the_page(OPEN), "the tab Library, in sight or behind the three dots")
    row(guest, "A high-entropy selenide")
    found = findings(guest)
    open_book(guest, "A high-entropy selenide")
    found += findings(guest)
    guest.click('.book [data-send="remove"]')
    guest.see('.book [role="alertdialog"]')
    guest.settle()
    assert found + findings(guest) == []
    assert guest.ask_the_page("return document.documentElement.scrollWidth") <= how.get("width", 1400)
    guest.click('.book [role="alertdialog"] [data-send="open"]')
    guest.until(lambda: not guest.all('[role="alertdialog"]'), "that it is kept")


def test_a_page_without_a_store_becomes_one_with_a_store(open_browser: Callable[..., Visitor], tmp_path: Path) -> None:
    with served(tmp_path / "none", tmp_path / "log.txt") as address:
        first = open_browser(address)
        first.arrive()
        assert "No paper has been read yet" in first.read(".welcome")
        first.go_to("Library")
        first.until(lambda: "No paper is in the library yet" in first.read("#library-list"), "an empty library")
        (tmp_path / "first.md").write_text(text_of("CuSe2", 377), "utf-8")
        drop(first, tmp_path / "first.md")
        assert "1 added" in outcome(first)
        first.go_to("Ask")
        assert "377" in first.ask("What capacity does CuSe2 reach?").text
        first.arrive()
        assert "What do the papers say?" in first.read(".welcome")
        assert "1 paper" in first.read("#masthead .scope")
    assert [path.name for path in (tmp_path / "none" / "papers").rglob("*.md")] == ["first.md"]
    assert json.loads((tmp_path / "none" / "hemkg.json").read_text("utf-8"))
