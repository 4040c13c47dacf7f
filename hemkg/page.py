"""The page: a chat with its evidence, the review table, the gaps, the graph and the check, in a browser.

It stands on an ``Assistant`` and adds nothing of its own to an answer.  It loads nothing from elsewhere:
the browser is told to refuse it.
"""

import contextlib
import os
import sys
import warnings
from importlib.resources import files
from threading import Event, Thread
from typing import TYPE_CHECKING, Any

from hemkg.assistant import Assistant
from hemkg.errors import HemkgError, InputError
from hemkg.page_parts.answers import scope_line
from hemkg.page_parts.follow_ups import EXAMPLES
from hemkg.page_parts.html import Html, element
from hemkg.store.places import Place

if TYPE_CHECKING:
    import gradio as gr
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

TITLE = "hemkg"
SUBTITLE = "high-entropy anodes, answered from the literature"
WAITING = 64
POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self' data: blob:; worker-src 'self' blob:; "
    "object-src 'none'; base-uri 'self'; form-action 'self'"
)
HEADERS = (
    (b"content-security-policy", POLICY.encode()),
    (b"referrer-policy", b"no-referrer"),
    (b"x-content-type-options", b"nosniff"),
)
NOT_SERVED = ("/upload", "/component_server")
SANS = ("system-ui", "-apple-system", "Segoe UI", "Roboto", "Helvetica Neue", "Arial", "sans-serif")
MONO = ("ui-monospace", "SFMono-Regular", "Menlo", "Consolas", "monospace")
COLOURS = {
    "body_background_fill": "paper", "background_fill_primary": "paper", "background_fill_secondary": "panel",
    "block_background_fill": "paper", "block_label_background_fill": "paper", "body_text_color": "ink",
    "body_text_color_subdued": "faint", "block_label_text_color": "faint", "block_title_text_color": "faint",
    "block_info_text_color": "faint", "border_color_primary": "rule", "border_color_accent": "accent",
    "input_background_fill": "field", "input_background_fill_focus": "field", "input_border_color": "rule",
    "input_border_color_focus": "accent", "input_placeholder_color": "faint", "color_accent": "accent",
    "button_primary_background_fill": "accent", "button_primary_background_fill_hover": "accent-strong",
    "button_primary_text_color": "on-accent", "button_secondary_background_fill": "panel",
    "button_secondary_background_fill_hover": "rule", "button_secondary_text_color": "ink",
    "checkbox_background_color_selected": "accent", "checkbox_label_background_fill": "paper",
    "checkbox_label_background_fill_selected": "panel", "checkbox_label_text_color": "ink",
    "checkbox_label_text_color_selected": "ink", "slider_color": "accent", "color_accent_soft": "panel",
}  # fmt: skip
"""Colours of Gradio's components, as variables of the page's own style, which has a light and a dark set."""


def build_page(assistant: Assistant) -> "gr.Blocks":
    """Return the page around an assistant, to be shown with ``launch_options``."""
    _quieten()
    import gradio as gr

    from hemkg.page_parts.tabs.ask import ask_tab
    from hemkg.page_parts.tabs.check import check_tab
    from hemkg.page_parts.tabs.common import drawn
    from hemkg.page_parts.tabs.gaps import gaps_tab
    from hemkg.page_parts.tabs.graph import graph_tab
    from hemkg.page_parts.tabs.review import review_tab

    page: gr.Blocks
    with gr.Blocks(title=TITLE, analytics_enabled=False, fill_width=True) as page:
        drawn(_masthead(assistant), elem_id="masthead")
        with gr.Tabs():
            with gr.Tab("Ask", id="ask"):
                ask_tab(assistant)
            for name, lay_out in (("Review table", review_tab), ("Gaps", gaps_tab), ("Graph", graph_tab)):
                with gr.Tab(name) as tab:
                    lay_out(assistant, tab)
            with gr.Tab("Check"):
                check_tab(assistant)
    page.queue(max_size=WAITING, default_concurrency_limit=2, api_open=False)
    return page


def _quieten() -> None:
    """Turn off, before Gradio is imported, all by which it would call elsewhere; drop its warnings to developers."""
    os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    warnings.filterwarnings("ignore", module="gradio")


def _masthead(assistant: Assistant) -> Html:
    return element("header", element("h1", TITLE, element("span", SUBTITLE)), scope_line(assistant.scope))


def launch_options() -> dict[str, Any]:
    """Return how the page is shown: theme, style, script, and headers that keep the browser on this machine."""
    _quieten()
    import gradio as gr
    from starlette.middleware import Middleware

    assets = files("hemkg.page_parts") / "assets"
    colours = {f"{name}{mode}": f"var(--{value})" for name, value in COLOURS.items() for mode in ("", "_dark")}
    theme = gr.themes.Base(font=list(SANS), font_mono=list(MONO), radius_size=gr.themes.sizes.radius_sm)
    known = {name: value for name, value in colours.items() if hasattr(theme, name)}
    return {
        "theme": theme.set(**known),
        "css": (assets / "page.css").read_text("utf-8"),
        "head": f"<script>{(assets / 'page.js').read_text('utf-8')}</script>",
        "footer_links": [],
        "show_error": False,
        "share": False,
        "quiet": True,
        "ssr_mode": False,
        "app_kwargs": {"middleware": [Middleware(KeepHome)]},
    }


class KeepHome:
    """Tells the browser, with every answer, to load nothing from anywhere else."""

    def __init__(self, app: "ASGIApp") -> None:
        self.app = app

    async def __call__(self, scope: "Scope", receive: "Receive", send: "Send") -> None:
        """Pass a request on and add the headers to its answer; the page takes no files, so none are let in."""
        if scope["type"] == "http" and scope["path"].endswith(NOT_SERVED):
            return await _refuse(send)

        async def with_headers(message: "Message") -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message["headers"], *HEADERS]
            await send(message)

        return await self.app(scope, receive, with_headers)


async def _refuse(send: "Send") -> None:
    headers = [(b"content-type", b"text/plain; charset=utf-8"), *HEADERS]
    await send({"type": "http.response.start", "status": 403, "headers": headers})
    await send({"type": "http.response.body", "body": b"hemkg takes no files here; use 'hemkg build'.\n"})


def serve(store: Place, host: str | None = "127.0.0.1", port: int | None = 7860) -> None:
    """Show the page of a store until it is stopped.

    Args:
        store: the store.
        host: address to listen on; None for what Gradio's own environment variable says, or this machine only.
        port: to listen on; None for the first free one from 7860 on.

    Raises:
        StoreMissing, StoreBroken, StoreVersion: as ``Assistant.open`` does.
        InputError: if nothing can listen there.
    """
    with Assistant.open(store) as assistant:
        show(assistant, host, port)


def show(assistant: Assistant, host: str | None = None, port: int | None = None) -> None:
    """Show the page around an assistant until it is stopped.

    Args:
        assistant: who answers.
        host: as for ``serve``.
        port: to listen on; None for the first free one from 7860 on.

    Raises:
        InputError: if nothing can listen there.
    """
    page = build_page(assistant)
    try:
        _, address, _ = page.launch(server_name=host, server_port=port, prevent_thread_lock=True, **launch_options())
    except OSError:
        raise InputError(f"port {port} is taken or the address is wrong; choose another with --port.") from None
    sys.stderr.write(f"hemkg: the page is open at {address}; Ctrl-C closes it.\n")
    Thread(target=_warm_up, args=(assistant,), daemon=True).start()
    with contextlib.suppress(KeyboardInterrupt):
        Event().wait()
    sys.stderr.write("hemkg: closed.\n")


def _warm_up(assistant: Assistant) -> None:
    """Answer a question of our own, so that the first one of a person finds everything loaded."""
    with contextlib.suppress(HemkgError):
        assistant.answer(next(iter(EXAMPLES.values()))[0])
