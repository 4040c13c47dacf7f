"""From a store to a server that listens, and from a signal to its end."""

import asyncio
import contextlib
import math
import os
import signal
import socket
import sys
from collections.abc import Iterator
from pathlib import Path
from threading import Event, Thread
from types import FrameType
from typing import TYPE_CHECKING, Final

import uvicorn

from hemkg.errors import HemkgError, InputError, StoreMissing
from hemkg.serving.accounts import Accounts, usual_place
from hemkg.serving.application import Service, application
from hemkg.serving.first_build import first_build
from hemkg.serving.inside import LOADING
from hemkg.serving.keep_home import KeepHome
from hemkg.serving.rules import Rules
from hemkg.serving.visitors import Rule, Visitors, rule_for
from hemkg.settings import Settings
from hemkg.store.oxigraph import check

if TYPE_CHECKING:
    from starlette.applications import Starlette

    from hemkg.assistant import Assistant
    from hemkg.store.live import LiveCatalogue

LOOPBACK: Final = "127.0.0.1"
FIRST_PORT: Final = 7860
PORTS: Final = 100
CONNECTIONS: Final = 1000
BACKLOG: Final = 256
LOADED_WITHIN: Final = 15.0  # [s]
PAGE_FIRST: Final = 4.0  # that a browser may take to fetch the page before anything else is loaded [s]


def serve(
    store: Path,
    host: str | None = None,
    port: int | None = None,
    *,
    has_page: bool = True,
    rules: Rules | None = None,
    may_be_missing: bool = False,
    papers: Path | None = None,
    accounts: Path | None = None,
    is_open: bool = False,
) -> None:
    """Serve a store until it is stopped: the page, answers, SPARQL, health and metrics.

    Args:
        store: folder of the store; a build may write it meanwhile.
        host: address to listen on; None for what ``GRADIO_SERVER_NAME`` says, or this machine only.
        port: to listen on; None for what ``GRADIO_SERVER_PORT`` says, or the first free one from 7860 on.
        has_page: whether the page is served as well.
        rules: how much at once, and how long.
        may_be_missing: whether a page that says how to make a store is served where there is none.
        papers: that are built into the store, if it is missing, while its page is open.
        accounts: file of those who may come in; None for the usual one.
        is_open: whether everybody may read, and nobody without an account write.

    Raises:
        StoreMissing, StoreBroken, StoreVersion: if the store cannot be read.
        InputError: if nothing can listen there, or others could reach it and there are no accounts.
    """
    rules = rules or Rules()
    address = host or os.environ.get("GRADIO_SERVER_NAME", LOOPBACK)
    rule = rule_for(address, Accounts(accounts or usual_place()), is_open=is_open)
    with contextlib.suppress(StoreMissing) if may_be_missing else contextlib.nullcontext():
        check(store)
    os.environ.setdefault("OMP_NUM_THREADS", "1")  # for the processes that answer: each has a core
    with contextlib.ExitStack() as ended:
        listening = ended.enter_context(contextlib.closing(_listening(address, port)))
        ended.enter_context(first_build(papers, store))
        service, app = _with_page(store, rules, rule, ended) if has_page else _without_page(store, rules)
        _run(app, service, listening, rule, "the page is open at" if has_page else "serving at")


def _without_page(store: Path, rules: Rules) -> "tuple[Service, Starlette]":
    service = Service(store, rules)
    return service, application(service)


def _with_page(store: Path, rules: Rules, rule: Rule, ended: contextlib.ExitStack) -> "tuple[Service, Starlette]":
    """Return a service with its page; what the page needs as long as it is there is put away with the stack."""
    from hemkg.assistant import LiveAssistant
    from hemkg.librarian import Librarian
    from hemkg.page import mount_page
    from hemkg.serving.uploads import Uploads, private_folder

    folder = ended.enter_context(private_folder())
    service = Service(store, rules)
    app = application(service)
    live = _live(store, ended)
    librarian = Librarian(store, live.renew, Settings.from_environment())
    service.when_stopping = mount_page(app, LiveAssistant(live), librarian, has_accounts=rule.accounts is not None)
    app.add_middleware(Uploads, folder=folder)
    ended.callback(librarian.close)
    librarian.take_up()
    _warm_up_later(live, ended)
    return service, app


def _live(store: Path, ended: contextlib.ExitStack) -> "LiveCatalogue[Assistant]":
    """Return the newest state of the store; where there is none yet, answers come of nothing until one is made."""
    from hemkg.assistant import Assistant, warmed
    from hemkg.store.catalogue import Catalogue
    from hemkg.store.live import LiveCatalogue

    def prepared(catalogue: Catalogue, before: Assistant | None) -> Assistant:
        return Assistant(catalogue) if before is None else warmed(catalogue, before)  # the page opens at once

    live = LiveCatalogue(store, prepared, may_be_missing=True)
    ended.callback(live.close)  # a thread that opens a store while the process ends would abort it
    return live


def _warm_up_later(live: "LiveCatalogue[Assistant]", ended: contextlib.ExitStack) -> None:
    """Load what answers need, so that the first question of a person finds it, once whoever waits for the page has it.

    Loaded while the page is laid out and fetched, it held up both: page and first answer came three seconds later.
    """
    is_over = Event()

    def warm_up() -> None:
        if is_over.wait(PAGE_FIRST):
            return
        with live.lend() as assistant, contextlib.suppress(HemkgError):
            assistant.answer(LOADING)
        live.watch()

    warming = Thread(target=warm_up, daemon=True)
    warming.start()
    ended.callback(warming.join, LOADED_WITHIN)  # libraries that are being loaded when the process ends abort it
    ended.callback(is_over.set)


# ---------------------------------------------------------------- listening


def _listening(address: str, port: int | None) -> socket.socket:
    """Return a socket that is bound where the server is to listen."""
    named = port if port is not None else os.environ.get("GRADIO_SERVER_PORT", "")
    tried = [int(named)] if str(named).isdecimal() else list(range(FIRST_PORT, FIRST_PORT + PORTS))
    for number in tried:
        with contextlib.suppress(OSError, OverflowError):
            family = socket.AF_INET6 if ":" in address else socket.AF_INET
            return socket.create_server((address, number), family=family, backlog=BACKLOG)
    raise InputError(f"port {tried[0]} is taken or the address is wrong; choose another with --port.")


class _Server(uvicorn.Server):
    """A server that takes no new work once it is told to stop."""

    def __init__(self, config: uvicorn.Config, service: Service, address: str) -> None:
        super().__init__(config)
        self._service = service
        self._address = address
        self._loop: asyncio.AbstractEventLoop | None = None

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Say where the server is, once it listens."""
        self._loop = asyncio.get_running_loop()
        await super().startup(sockets)
        if not self.should_exit:
            sys.stderr.write(f"hemkg: {self._address}; Ctrl-C closes it.\n")
            sys.stderr.flush()

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Stop: what runs is finished, what waits is refused."""
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._service.stop_taking)
        super().handle_exit(sig, frame)


def _run(app: "Starlette", service: Service, listening: socket.socket, rule: Rule, told: str) -> None:
    """Serve until a signal says to stop."""
    host, port = listening.getsockname()[:2]
    shown = f"[{host}]" if ":" in host else host
    config = uvicorn.Config(
        KeepHome(Visitors(app, rule)),
        log_level="critical" if not _is_debugging() else "info",
        access_log=False,
        server_header=False,
        limit_concurrency=CONNECTIONS,
        timeout_graceful_shutdown=math.ceil(service.rules.stopping),
    )
    with _calm():
        _Server(config, service, f"{told} http://{shown}:{port}/").run(sockets=[listening])
    sys.stderr.write("hemkg: closed.\n")


def _is_debugging() -> bool:
    return os.environ.get("HEMKG_DEBUG", "") in {"1", "yes", "true"}


@contextlib.contextmanager
def _calm() -> Iterator[None]:
    """Let a stop that went well be no error: the server raises its signals again when it is done."""
    before = {told: signal.signal(told, lambda *_: None) for told in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for told, handler in before.items():
            signal.signal(told, handler)
