"""What the tabs share: how components listen, how many work at once, and what is said when something breaks."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from hemkg.errors import HemkgError, sentence
from hemkg.librarian import READER, Person
from hemkg.page_parts.answers import note
from hemkg.page_parts.html import Html

if TYPE_CHECKING:
    import gradio as gr

PRIVATE: Mapping[str, Any] = {"api_visibility": "private", "show_progress": "hidden", "queue": False}
"""For every listener: the page's own handlers are no programming interface, and answer in the request that asks.

Gradio's queue answers over a stream that a page shares between its events, and closes it when none is running: an
event that begins in that moment is never answered (decision 29).
"""
STORE: Mapping[str, Any] = {**PRIVATE, "concurrency_id": "store", "concurrency_limit": 1}
"""For handlers that read the store: one after another is fastest, since they share one processor."""
ASIDE: Mapping[str, Any] = {**PRIVATE, "concurrency_id": "aside", "concurrency_limit": 1}
"""For what is done without being asked; it does not hold up those who ask."""
CHECKS: Mapping[str, Any] = {**PRIVATE, "concurrency_id": "check", "concurrency_limit": 2}
"""For what is checked against the ontology's rules and the store."""
LONG: Mapping[str, Any] = {**PRIVATE, "concurrency_id": "long", "concurrency_limit": 2, "queue": True}
"""For what may take minutes, through Gradio's queue, which keeps a silent connection open; one listener at most."""
KEPT = 24 * 3600
"""How long a visitor's state is kept after he left [s]."""
SAVE = "watch('value', () => { const b = element.querySelector('[data-save]'); if (b) hemkg.save(b.dataset); });"
"""For a component that is given a file: the browser saves it at once."""
BROKEN = (
    "Something broke inside hemkg, or too many people ask it at once; "
    "the terminal that it was started in says which. Please try again."
)
"""What stands where a handler failed; Gradio does not say why."""


def wired(*names: str, more: str = "") -> str:
    """Return the JavaScript by which a component tells the server of the clicks on its buttons.

    Args:
        names: of the events; Gradio looks for them in quotes in this text.
        more: statements to run besides.
    """
    told = ", ".join(f"'{name}'" for name in names)
    return f"hemkg.wire(element, trigger); /* sends {told} */ {more}"


def drawn(value: Html | str = "", listens: str = "hemkg", *, elem_id: str) -> "gr.HTML":
    """Return a component that shows HTML of ours and nothing of Gradio's.

    Args:
        value: what it shows at first.
        listens: JavaScript that runs once it stands, see ``wired``.
        elem_id: its id on the page.
    """
    import gradio as gr

    return gr.HTML(value, js_on_load=listens, apply_default_css=False, padding=False, elem_id=elem_id)


def told(event: "gr.EventData", key: str, longest: int = 1000) -> str:
    """Return what a button said of itself, as text that is not too long."""
    data: Any = event._data
    value = data.get(key, "") if isinstance(data, dict) else ""
    return str(value or "")[:longest]


def person_of(request: "gr.Request | None") -> Person:
    """Return who uses the page, as whoever serves it found out; a stranger where nobody said."""
    scope: Any = getattr(getattr(request, "request", None), "scope", None) or {}
    person = scope.get("hemkg.person", READER)
    return person if isinstance(person, Person) else READER


def or_note(make: Callable[[], Html]) -> Html:
    """Return what is made, or the one sentence that says why it could not be."""
    try:
        return make()
    except HemkgError as error:
        return note(sentence(error))


def broken() -> Html:
    """Return what stands where something broke."""
    return note(BROKEN)
