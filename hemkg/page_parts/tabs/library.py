"""The library: which papers are in, what became of each, and how more come in."""

from typing import TYPE_CHECKING

from hemkg.assistant import Assistant
from hemkg.page_parts.html import element
from hemkg.page_parts.tabs.common import drawn

if TYPE_CHECKING:
    import gradio as gr

    from hemkg.librarian import Librarian


def library_tab(assistant: Assistant, tab: "gr.Tab", librarian: "Librarian | None") -> None:
    """Lay out the library inside the tab that is open."""
    del assistant, tab, librarian
    drawn(element("p", "Looking at the shelves", class_="looking"), elem_id="library-list")
