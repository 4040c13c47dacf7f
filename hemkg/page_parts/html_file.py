"""A page of ours as one file of HTML that needs nothing else: no network, no script."""

from collections.abc import Sequence
from importlib import resources

from hemkg.page_parts.html import Html, escaped

STYLE = """
body { margin: 0 auto; padding: 20px 28px 60px; max-width: 1240px; font: 16px/1.5 system-ui, sans-serif; }
body { box-sizing: border-box; color: var(--ink); background: var(--paper); }
button.quiet { display: none; }
"""


def document(title: str, body: Sequence[Html], style: str = "") -> str:
    """Return a whole document.

    Args:
        title: of the window.
        body: what stands in it.
        style: rules of this document beside those of all pages.
    """
    shared = resources.files("hemkg").joinpath("page_parts", "assets", "page.css").read_text("utf-8")
    head = f"<meta charset=utf-8><meta name=viewport content='width=device-width'><title>{escaped(title)}</title>"
    shown = f'<body class="gradio-container">{"".join(body)}</body>'
    return f"<!doctype html>\n<html lang=en><head>{head}<style>{shared}{STYLE}{style}</style></head>{shown}</html>\n"
