"""The routes of the server: what is asked, who answers it, and what is said when nobody can."""

import json
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from starlette.applications import Starlette
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from hemkg import __version__
from hemkg.errors import AnswerStopped, HemkgError, InputError, QueryError, ServerBusy, StoreError
from hemkg.serving import inside, sparql
from hemkg.serving.description import openapi
from hemkg.serving.desk import Desk
from hemkg.serving.keeper import Keeper
from hemkg.serving.metrics import MEDIA_TYPE, Metrics
from hemkg.serving.model_context import Door
from hemkg.serving.rules import Rules

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

LATER: Final = 2  # seconds after which one may ask again
JSON: Final = "application/json"
TOOLS: Final = "/mcp"
TABLES: Final = {"json": JSON, "csv": "text/csv; charset=utf-8"}
STATUS: Final[Mapping[type[HemkgError], int]] = {
    sparql.ForbiddenError: 403,
    sparql.NotAcceptableError: 406,
    sparql.NoSuchKindError: 415,
    QueryError: 400,
    InputError: 400,
    ServerBusy: 503,
    StoreError: 503,
}
Endpoint = Callable[["Request"], Awaitable[Response]]


class TooLargeError(InputError):
    """A request that is longer than is read here."""


class Service:
    """One store, served: its desks, what keeps them at the newest state, and what is counted.

    Args:
        folder: of the store.
        rules: how much at once, and how long.
    """

    def __init__(self, folder: Path, rules: Rules) -> None:
        self.rules = rules
        self.is_stopping = False
        self.when_stopping: Callable[[], None] = lambda: None
        desk = partial(Desk, opening_seconds=rules.opening, waiting=rules.waiting, patience=rules.patience)
        self.answers = desk("answers", processes=rules.answering, limits=rules.answer, opening=inside.open_for_answers)
        self.queries = desk("queries", processes=rules.querying, limits=rules.query, opening=inside.open_for_queries)
        self.desks = (self.answers, self.queries)
        self.keeper = Keeper(folder, self.desks)
        self.metrics = Metrics(self.desks, self.keeper.seen)
        self.tools = Door(self._call_tool, rules.largest_body)

    def stop_taking(self) -> None:
        """Refuse what waits and what comes; what runs goes on."""
        self.is_stopping = True
        self.when_stopping()
        for desk in self.desks:
            desk.stop_taking()

    @asynccontextmanager
    async def open(self, app: Starlette) -> AsyncIterator[None]:
        """Open the desks for as long as the server runs."""
        del app
        self.keeper.start()
        try:
            yield
        finally:
            await self.tools.close()
            for desk in self.desks:
                await desk.close()
            await self.keeper.close()

    # ------------------------------------------------------------ what is asked

    async def ask(self, request: "Request") -> Response:
        """Answer a question, ``?q=`` or ``{"question": ...}``."""
        question = await self._question(request)
        if not question.strip():
            raise InputError("ask something: ?q=QUESTION, or a JSON object with a question.")
        if len(question) > self.rules.longest_question:
            raise TooLargeError(f"please ask in at most {self.rules.longest_question} characters.")
        return Response(await self.answers.call(inside.answer, question), media_type=JSON)

    async def _question(self, request: "Request") -> str:
        if request.method != "POST":
            return str(request.query_params.get("q", ""))
        try:
            told = json.loads(await self._body(request))
        except (ValueError, RecursionError):
            told = None
        if not isinstance(told, dict) or not isinstance(told.get("question"), str):
            raise InputError('send a JSON object with a question: {"question": "..."}.')
        return str(told["question"])

    async def gaps(self, request: "Request") -> Response:
        """List research gaps, best first, all or ``?limit=`` of them."""
        given = request.query_params.get("limit")
        if given is not None and not given.isdecimal():
            raise InputError("limit is a number.")
        limit = None if given is None else int(given[:9])
        return Response(await self.answers.call(inside.gaps, limit), media_type=JSON)

    async def table(self, request: "Request") -> Response:
        """Return the review table, of what ``?where=`` picks, as JSON or ``?format=csv``."""
        where = request.query_params.get("where")
        form = request.query_params.get("format", "json")
        if form not in TABLES:
            raise InputError(f"the table comes as {' or '.join(TABLES)}.")
        if where is not None and len(where) > self.rules.longest_question:
            raise TooLargeError(f"please ask in at most {self.rules.longest_question} characters.")
        data = await self.answers.call(inside.table, where, form)
        return Response(data, headers={"content-type": TABLES[form]})

    async def sparql(self, request: "Request") -> Response:
        """Run a query of the SPARQL 1.1 Protocol."""
        body = await self._body(request) if request.method == "POST" else b""
        kind, accept = (request.headers.get(name, "") for name in ("content-type", "accept"))
        if len(request.url.query) > self.rules.largest_body:
            raise TooLargeError(f"a query may have {self.rules.largest_body} bytes.")
        asked = sparql.asked(
            request.method, kind=kind, accept=accept, parameters=request.url.query, body=body, rows=self.rules.rows
        )
        media, data, is_cut = await self.queries.call(inside.query, asked)
        cut = {"hemkg-cut": f"rows={asked.rows}"} if is_cut else {}
        charset = "; charset=utf-8" if media.startswith("text/") else ""
        return Response(data, headers={"content-type": media + charset, "vary": "accept", **cut})

    async def _call_tool(self, name: str, given: Mapping[str, object]) -> bytes:
        return await self.answers.call(inside.tool, name, given)

    async def _body(self, request: "Request") -> bytes:
        parts, size = [], 0
        async for part in request.stream():
            size += len(part)
            if size > self.rules.largest_body:
                raise TooLargeError(f"a request may have {self.rules.largest_body} bytes.")
            parts.append(part)
        return b"".join(parts)

    # ------------------------------------------------------------ how it is

    async def health(self, request: "Request") -> Response:
        """Say that the server runs."""
        del request
        return JSONResponse({"status": "ok", "version": __version__})

    async def ready(self, request: "Request") -> Response:
        """Say whether the store can be read and answers can be given, and what the store holds."""
        del request
        seen = self.keeper.seen()
        is_ready = seen is not None and not self.is_stopping
        told: dict[str, object] = {"status": "ready" if is_ready else "not ready"}
        if self.keeper.trouble is not None:
            told["trouble"] = self.keeper.trouble
        if seen is not None:
            scope, age = seen
            told |= {"papers": scope.papers, "titles": scope.titles, "failed": scope.failed, "graph": scope.graph}
            told["age"] = round(age, 1)
        return JSONResponse(told, 200 if is_ready else 503, {} if is_ready else {"retry-after": str(LATER)})

    async def described(self, request: "Request") -> Response:
        """Return the description of these routes."""
        del request
        return JSONResponse(openapi())

    async def told(self, request: "Request") -> Response:
        """Return what is counted."""
        del request
        return Response(self.metrics.text(), headers={"content-type": MEDIA_TYPE})

    def routes(self) -> dict[str, tuple[Endpoint, tuple[str, ...]]]:
        """Return {path: who answers it, and the methods}."""
        return {
            "/ask": (self.ask, ("GET", "POST")),
            "/gaps": (self.gaps, ("GET",)),
            "/table": (self.table, ("GET",)),
            "/sparql": (self.sparql, ("GET", "POST")),
            "/openapi.json": (self.described, ("GET",)),
            "/health": (self.health, ("GET",)),
            "/ready": (self.ready, ("GET",)),
            "/metrics": (self.told, ("GET",)),
        }


def application(service: Service) -> Starlette:
    """Return the application of a service."""
    routes = service.routes()
    answered = [Route(path, _excused(answer), methods=list(methods)) for path, (answer, methods) in routes.items()]
    app = Starlette(routes=[*answered, Route(TOOLS, service.tools)], lifespan=service.open)
    app.add_middleware(Counted, metrics=service.metrics, routes=frozenset({*routes, TOOLS}))
    return app


def _excused(answer: Endpoint) -> Endpoint:
    """Let what cannot be answered be told in one sentence."""

    async def endpoint(request: "Request") -> Response:
        try:
            return await answer(request)
        except HemkgError as error:
            return excuse(error)

    return endpoint


def excuse(error: HemkgError) -> JSONResponse:
    """Return what a client is told of an error."""
    if isinstance(error, AnswerStopped):
        status = 504 if error.is_late else 507
    elif isinstance(error, TooLargeError):
        status = 413
    else:
        status = next((code for kind, code in STATUS.items() if isinstance(error, kind)), 500)
    later = {"retry-after": str(LATER)} if status == 503 else {}
    return JSONResponse({"error": str(error)}, status, later)


class Counted:
    """Counts requests and the seconds they take.

    Args:
        app: answers them.
        metrics: counts.
        routes: that are counted by name; all else is the page.
    """

    def __init__(self, app: "ASGIApp", metrics: Metrics, routes: frozenset[str]) -> None:
        self._app = app
        self._metrics = metrics
        self._routes = routes

    async def __call__(self, scope: "Scope", receive: "Receive", send: "Send") -> None:
        """Pass a request on and count it when its answer begins."""
        if scope["type"] != "http":
            return await self._app(scope, receive, send)
        began, path = time.monotonic(), scope["path"]
        route = path if path in self._routes else "page"

        async def counted(message: "Message") -> None:
            if message["type"] == "http.response.start":
                self._metrics.count(route, message["status"], time.monotonic() - began)
            await send(message)

        return await self._app(scope, receive, counted)
