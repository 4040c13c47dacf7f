"""The page: a chat with its evidence, the review table, the gaps, the graph and the check, in a browser.

It stands on an ``Assistant`` and adds nothing of its own to an answer.  It loads nothing from elsewhere:
the browser is told to refuse it.
"""

import logging
import os
import warnings
from collections.abc import Callable
from functools import wraps
from importlib.resources import files
from threading import Lock
from typing import TYPE_CHECKING, Any
from weakref import WeakValueDictionary

from hemkg.assistant import Assistant
from hemkg.librarian.intake import USUAL
from hemkg.page_parts.answers import scope_line
from hemkg.page_parts.html import Html, element

if TYPE_CHECKING:
    import gradio as gr
    from starlette.applications import Starlette
    from starlette.types import ASGIApp, Receive, Scope, Send

    from hemkg.librarian import Librarian

    Shown = dict[gr.HTML, Callable[[], Html]]

logger = logging.getLogger(__name__)
TITLE = "hemkg"
SUBTITLE = "high-entropy anodes, answered from the literature"
WAITING = 64
BUSY = "too many people ask this page at once; try again in a moment."
MOST_SENT = USUAL.together
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


HEAD = f"<title>{TITLE}</title><style>body.dark {{ background: #15181b; color-scheme: dark; }}</style>"
"""What Gradio says late or not at all: the title, and what is behind the page where the dark set holds."""


def build_page(assistant: Assistant, librarian: "Librarian | None" = None) -> "gr.Blocks":
    """Return the page around an assistant, to be mounted with ``launch_options``.

    Args:
        assistant: answers.
        librarian: writes what people on the page decide and bring; without one, the page only reads.
    """
    return _laid_out(assistant, librarian)[0]


def _laid_out(
    assistant: Assistant, librarian: "Librarian | None", *, has_accounts: bool = False
) -> "tuple[gr.Blocks, Shown]":
    """Return the page, and what of it tells of the state of the store that it was made in."""
    _quieten()
    import gradio as gr

    from hemkg.page_parts.tabs.ask import ask_tab
    from hemkg.page_parts.tabs.check import check_tab
    from hemkg.page_parts.tabs.common import drawn
    from hemkg.page_parts.tabs.curate import curate_tab, hand_mark
    from hemkg.page_parts.tabs.gaps import gaps_tab
    from hemkg.page_parts.tabs.graph import graph_tab
    from hemkg.page_parts.tabs.library import library_tab
    from hemkg.page_parts.tabs.ontology import ontology_tab
    from hemkg.page_parts.tabs.review import review_tab

    page: gr.Blocks
    with assistant.one_state(), gr.Blocks(title=TITLE, analytics_enabled=False, fill_width=True) as page:
        head = drawn(_masthead(assistant, has_accounts=has_accounts), elem_id="masthead")
        hand_mark(librarian)
        with gr.Tabs():
            with gr.Tab("Ask", id="ask"):
                log, welcome = ask_tab(assistant)
            for name, lay_out in (("Review table", review_tab), ("Gaps", gaps_tab), ("Graph", graph_tab)):
                with gr.Tab(name) as tab:
                    lay_out(assistant, tab)
            with gr.Tab("Check"):
                check_tab(assistant)
            with gr.Tab("Library", id="library") as tab:
                library_tab(assistant, tab, librarian)
            with gr.Tab("Curate", id="curate") as tab:
                curate_tab(assistant, tab, librarian)
            with gr.Tab("Ontology", id="ontology") as tab:
                ontology_tab(assistant, tab)
    _keep_to_one_state(page, assistant)
    _take_turns(page)
    page.queue(max_size=WAITING, api_open=False)
    return page, {head: lambda: _masthead(assistant, has_accounts=has_accounts), log: welcome}


def mount_page(
    app: "Starlette", assistant: Assistant, librarian: "Librarian | None" = None, *, has_accounts: bool = False
) -> Callable[[], None]:
    """Put the page around an assistant below an application; return what ends the connections that it keeps open."""
    page, shown = _laid_out(assistant, librarian, has_accounts=has_accounts)
    import gradio as gr

    gr.mount_gradio_app(app, page, path="/", **launch_options())
    mounted: Any = app.routes[-1]
    stop: Callable[[], None] = mounted.app.stop_event.set
    mounted.app = _Current(mounted.app, page, assistant, shown)
    return stop


class _Current:
    """Lets whoever opens the page see at its head what the store holds then.

    An event of the page that drew it anew kept every browser busy.
    """

    def __init__(self, app: "ASGIApp", page: "gr.Blocks", assistant: Assistant, shown: "Shown") -> None:
        self._app = app
        self._page = page
        self._assistant = assistant
        self._shown = shown
        self._drawn_of = ""
        self._drawing = Lock()

    async def __call__(self, scope: "Scope", receive: "Receive", send: "Send") -> None:
        if scope["type"] == "http" and scope["method"] == "GET" and scope["path"] == "/":
            from starlette.concurrency import run_in_threadpool

            await run_in_threadpool(self._draw)
        await self._app(scope, receive, send)

    def _draw(self) -> None:
        with self._drawing, self._assistant.one_state():
            told = self._assistant.scope
            if repr(told) == self._drawn_of:
                return
            for component, draw in self._shown.items():
                component.value = draw()
            self._page.config = self._page.get_config_file()
            self._drawn_of = repr(told)


def _keep_to_one_state(page: "gr.Blocks", assistant: Assistant) -> None:
    """Let each handler of the page see one state of the store from its beginning to its end."""

    def kept(handle: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(handle)
        def handler(*given: Any, **named: Any) -> Any:  # noqa: ANN401  whatever Gradio hands over
            with assistant.one_state():
                return handle(*given, **named)

        return handler

    for listener in page.fns.values():
        if listener.fn is not None:
            listener.fn = kept(listener.fn)


def _take_turns(page: "gr.Blocks") -> None:
    """Let no more handlers of a kind run at once than they say, nor more wait than may, without Gradio's queue.

    A turn lasts from what a handler is given to what is kept of it, and one visitor has one of a kind at a time: of two
    clicks the second finds what the first left, and is answered after it.
    """
    import gradio as gr
    from anyio import CapacityLimiter, Lock

    process = page.process_api
    turns: dict[str, CapacityLimiter] = {}
    visits: WeakValueDictionary[tuple[str, str], Lock] = WeakValueDictionary()  # of those that run or wait
    for listener in page.fns.values():
        if not listener.queue and isinstance(listener.concurrency_limit, int):
            turns.setdefault(listener.concurrency_id, CapacityLimiter(listener.concurrency_limit))

    async def in_turn(block_fn: Any, *given: Any, **named: Any) -> dict[str, Any]:  # noqa: ANN401  as Gradio calls it
        turn = turns.get(block_fn.concurrency_id)
        if turn is None:
            return await process(block_fn, *given, **named)
        if turn.statistics().tasks_waiting >= WAITING:
            logger.warning("hemkg: %s", BUSY)
            raise gr.Error(BUSY, print_exception=False)
        visit = visits.setdefault((str(named.get("session_hash")), block_fn.concurrency_id), Lock())
        async with visit, turn:
            return await process(block_fn, *given, **named)

    page.process_api = in_turn  # type: ignore[method-assign]


def _quieten() -> None:
    """Turn off, before Gradio is imported, all by which it would call elsewhere; drop its warnings to developers."""
    os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    warnings.filterwarnings("ignore", module="gradio")


def _masthead(assistant: Assistant, *, has_accounts: bool) -> Html:
    account = element("a", "Account", href="/account", class_="account") if has_accounts else None
    return element("header", element("h1", TITLE, element("span", SUBTITLE)), scope_line(assistant.scope), account)


def launch_options() -> dict[str, Any]:
    """Return how the page is shown: theme, style, script."""
    _quieten()
    import gradio as gr

    assets = files("hemkg.page_parts") / "assets"
    colours = {f"{name}{mode}": f"var(--{value})" for name, value in COLOURS.items() for mode in ("", "_dark")}
    theme = gr.themes.Base(font=list(SANS), font_mono=list(MONO), radius_size=gr.themes.sizes.radius_sm)
    known = {name: value for name, value in colours.items() if hasattr(theme, name)}
    return {
        "theme": theme.set(**known),
        "css": (assets / "page.css").read_text("utf-8"),
        "head": f"{HEAD}<script>{(assets / 'page.js').read_text('utf-8')}</script>",
        "footer_links": [],
        "max_file_size": MOST_SENT,
        "show_error": False,
        "ssr_mode": False,
    }
