"""A formula and a working ion, and what follows from them; a manuscript, and what does not hold in it."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hemkg.assistant import Assistant
from hemkg.errors import HemkgError, InputError
from hemkg.isolation import Limits
from hemkg.librarian.intake import USUAL
from hemkg.librarian.shelf import in_short
from hemkg.page_parts.answers import note
from hemkg.page_parts.check_view import FORMULAS, check_view, formula
from hemkg.page_parts.html import NOTHING, Html, element, plain
from hemkg.page_parts.manuscript_view import manuscript_view
from hemkg.page_parts.tabs.common import CHECKS, LONG, PRIVATE, broken, drawn, or_note, person_of, told, wired
from hemkg.vocab import elements, terms
from hemkg.vocab.terms import HEM

if TYPE_CHECKING:
    from gradio.events import Dependency

LONGEST = 200
LONGEST_MANUSCRIPT = 400_000
LARGEST = 1e5
FILE = "Or as a file: PDF, Markdown, text, HTML, XML; Word files are not read, save them as PDF"
READING = Limits(seconds=120.0)
"""What reading a manuscript may take that somebody sent."""


def ions() -> list[tuple[str, str]]:
    """Return (name, symbol) of the working ions."""
    symbols = (terms.text(ion, HEM.ofElement) for ion in terms.instances("Ion"))
    return [(elements.element(symbol).name, symbol) for symbol in symbols if symbol]


def check(text: str, ion: str, capacity: str) -> Html:
    """Return what follows from a formula, or why nothing does."""
    words = plain(text or "")[:LONGEST]
    if not words:
        return element("p", "Type a formula, or take one of those above.", class_="empty")
    return or_note(lambda: check_view(Assistant.check(words, ion, reported(plain(capacity or "")))))


def reported(text: str) -> float | None:
    """Return a capacity as it was typed [mAh/g]; None if there is none.

    >>> reported("1 733.5"), reported("")
    (1733.5, None)

    Raises:
        InputError: if it is no capacity.
    """
    digits = text.casefold().removesuffix("mah/g").replace(" ", "").replace(",", ".")
    if not digits:
        return None
    try:
        value = float(digits)
    except ValueError:
        value = 0.0
    if not 0 < value < LARGEST:
        raise InputError(f"“{text}” is no capacity; type a number of mAh/g above 0, or leave the field empty.")
    return value


def examples() -> Html:
    """Return formulas to begin with."""
    buttons = [
        element("button", formula(text), type="button", class_="ask", data_send="take", data_formula=text)
        for text in FORMULAS
    ]
    return element("div", *buttons, class_="offers")


def referee(assistant: Assistant, text: str) -> Html:
    """Return what does not hold in a manuscript, or what to do where there is none."""
    if not (text or "").strip():
        return element("p", "Paste the text of a manuscript, its tables in Markdown.", class_="empty")
    if len(text) > LONGEST_MANUSCRIPT:
        return element("p", "This is too long; give it to “hemkg check --paper FILE”.", class_="note")
    return or_note(lambda: manuscript_view(assistant.check_manuscript(text)))


def referee_file(assistant: Assistant, sent: str) -> Html:
    """Return what does not hold in a manuscript that was sent as a file, which is gone afterwards."""
    path = Path(sent)
    try:
        with or_in_short(sent):
            return manuscript_view(assistant.check_manuscript_file(path, USUAL.largest, READING))
    except HemkgError as error:
        return note(str(error))
    finally:
        path.unlink(missing_ok=True)


@contextmanager
def or_in_short(sent: str) -> Iterator[None]:
    """Let a refusal name a file without its folder, which is ours."""
    try:
        yield
    except HemkgError as error:
        raise InputError(in_short(str(error), sent)) from None


def check_tab(assistant: Assistant) -> None:
    """Lay out the checks inside the tab that is open."""
    import gradio as gr

    with gr.Row(elem_classes="controls"):
        text = gr.Textbox(label="Formula", placeholder="(Mg0.2Co0.2Ni0.2Cu0.2Zn0.2)O", max_length=LONGEST, scale=4,
            elem_id="check-formula")  # fmt: skip
        ion = gr.Dropdown(ions(), value="Li", label="Working ion", scale=1, filterable=False, elem_id="check-ion")
        capacity = gr.Textbox(label="Reported capacity [mAh/g]", placeholder="if any", max_length=20, scale=2,
            elem_id="check-capacity")  # fmt: skip
        run = gr.Button("Check", variant="primary", scale=1, min_width=90, elem_id="check-run")
    taken = drawn(examples(), wired("take"), elem_id="check-examples")
    shown = drawn("", elem_id="check")

    def take(event: gr.EventData) -> str:
        return told(event, "formula", LONGEST)

    given = [text, ion, capacity]
    heard = [
        run.click(check, given, shown, **CHECKS),
        text.submit(check, given, shown, **CHECKS),
        ion.input(check, given, shown, **CHECKS),
        taken.take(take, None, text, **PRIVATE).success(check, given, shown, **CHECKS),
    ]
    heard += _manuscript_part(assistant)
    for event in heard:
        event.failure(broken, None, shown, **PRIVATE)


def _manuscript_part(assistant: Assistant) -> "list[Dependency]":
    """Lay out the field for a manuscript and the place for one as a file; return what is started there."""
    import gradio as gr

    with gr.Accordion("Check a manuscript", open=False, elem_id="manuscript-part") as part:
        file = gr.File(label=FILE, type="filepath", height=92, visible=False, elem_classes="drop",
            elem_id="manuscript-file")  # fmt: skip
        text = gr.Textbox(label="Manuscript, as text or Markdown", lines=8, max_lines=20, elem_id="manuscript-text")
        run = gr.Button("Check the manuscript", variant="primary", elem_id="manuscript-run")
        shown = drawn("", elem_id="manuscript")

    def check_text(given: str) -> Html:
        return referee(assistant, given)

    def offer_file(request: gr.Request) -> dict[str, Any]:
        found: dict[str, Any] = gr.update(visible=person_of(request).may_write)
        return found

    def begin(sent: str | None) -> Html:
        return element("p", "Reading the manuscript", class_="looking", role="status") if sent else NOTHING

    def check_file(sent: str | None, request: gr.Request) -> tuple[None, Html]:
        if not sent or not person_of(request).may_write:
            return None, NOTHING
        return None, referee_file(assistant, sent)

    part.expand(offer_file, None, file, **PRIVATE)
    begun = file.upload(begin, file, shown, **PRIVATE)
    return [
        run.click(check_text, text, shown, **CHECKS),
        begun.success(check_file, file, [file, shown], **LONG),
    ]
