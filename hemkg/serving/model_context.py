"""The MCP server: the tools for programs that speak the Model Context Protocol, over stdio and over HTTP.

Its libraries are loaded when somebody first speaks it, since a server that nobody asks in this way needs none of them.
"""

import asyncio
import contextlib
import json
import os
import signal
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from hemkg import __version__
from hemkg.errors import HemkgError, StoreError
from hemkg.serving import inside
from hemkg.serving.desk import Desk
from hemkg.serving.keeper import OPENING, Keeper
from hemkg.serving.rules import Rules
from hemkg.store.oxigraph import check

if TYPE_CHECKING:
    from mcp.server.lowlevel import Server
    from mcp.server.streamable_http_manager import StreamableHTTPSessionManager
    from starlette.types import Receive, Scope, Send

NAME: Final = "hemkg"
TITLE: Final = "High-entropy anodes"
Caller = Callable[[str, Mapping[str, Any]], Awaitable[bytes]]
"""Calls a tool by its name and gives its JSON."""


def speaker(call: Caller) -> "Server[Any]":
    """Return the server of the protocol.

    Args:
        call: calls a tool; a ``HemkgError`` that it raises is told to whoever asked.
    """
    from mcp import types
    from mcp.server.lowlevel import Server

    from hemkg.serving.tool_schemas import INSTRUCTIONS, complaint, described

    async def list_tools(context: object, asked: object) -> types.ListToolsResult:
        del context, asked
        reads = types.ToolAnnotations(
            read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False
        )
        return types.ListToolsResult(
            tools=[
                types.Tool(
                    name=name,
                    title=one.title,
                    description=one.told,
                    input_schema=one.takes,
                    output_schema=one.gives,
                    annotations=reads,
                )
                for name, one in described().items()
            ]
        )

    async def call_tool(context: object, asked: types.CallToolRequestParams) -> types.CallToolResult:
        del context
        given = asked.arguments or {}
        if asked.name not in described():
            return _refusal(f"there is no tool {asked.name[:80]!r}; there are {', '.join(described())}.")
        if (wrong := complaint(asked.name, given)) is not None:
            return _refusal(wrong)
        try:
            told = (await call(asked.name, given)).decode()
        except HemkgError as error:
            return _refusal(str(error))
        return types.CallToolResult(
            content=[types.TextContent(type="text", text=told)], structured_content=json.loads(told)
        )

    def _refusal(sentence: str) -> types.CallToolResult:
        return types.CallToolResult(content=[types.TextContent(type="text", text=sentence)], is_error=True)

    return Server(
        NAME, version=__version__, title=TITLE, instructions=INSTRUCTIONS,
        on_list_tools=list_tools, on_call_tool=call_tool,
    )  # fmt: skip


# ---------------------------------------------------------------- over HTTP


class Door:
    """Where the protocol is spoken over HTTP: each request by itself, no sessions, so that none can pile up.

    Args:
        call: calls a tool.
        largest: request that is read [bytes].
    """

    def __init__(self, call: Caller, largest: int) -> None:
        self._call = call
        self._largest = largest
        self._opening = asyncio.Lock()
        self._closing = asyncio.Event()
        self._manager: StreamableHTTPSessionManager | None = None
        self._held: asyncio.Task[None] | None = None

    async def __call__(self, scope: "Scope", receive: "Receive", send: "Send") -> None:
        """Answer one request of the protocol."""
        if scope["method"] != "POST":  # there is no stream to be listened to and no session to be ended
            await _not_allowed(send)
            return
        async with self._opening:
            if self._manager is None:
                self._manager = await self._opened()
        await self._manager.handle_request(scope, receive, send)

    async def _opened(self) -> "StreamableHTTPSessionManager":
        manager = await asyncio.to_thread(self._made)
        is_open = asyncio.Event()

        async def hold() -> None:
            async with manager.run():
                is_open.set()
                await self._closing.wait()

        self._held = asyncio.create_task(hold())
        await is_open.wait()
        return manager

    def _made(self) -> "StreamableHTTPSessionManager":
        from mcp.server.streamable_http_manager import StreamableHTTPSessionManager

        # which hosts may be asked, and from which pages, is looked at for all that the server serves: see ``visitors``
        return StreamableHTTPSessionManager(
            speaker(self._call), stateless=True, json_response=True, max_request_body_size=self._largest
        )

    async def close(self) -> None:
        """Answer no more."""
        self._closing.set()
        if self._held is not None:
            await self._held


async def _not_allowed(send: "Send") -> None:
    headers = [(b"content-type", b"application/json"), (b"allow", b"POST")]
    await send({"type": "http.response.start", "status": 405, "headers": headers})
    await send({"type": "http.response.body", "body": b'{"error": "send a POST request of the protocol."}'})


# ---------------------------------------------------------------- over stdio


class AtFirstCall:
    """A process that answers, started when somebody first asks something.

    Args:
        folder: of the store.
        rules: what an answer may take.
    """

    def __init__(self, folder: Path, rules: Rules) -> None:
        self._desk = Desk(
            "answers", processes=rules.answering, limits=rules.answer, opening=inside.open_for_answers,
            opening_seconds=rules.opening, waiting=rules.waiting, patience=rules.answer.seconds,
        )  # fmt: skip
        self._keeper = Keeper(folder, (self._desk,))
        self._is_started = False

    async def call(self, name: str, given: Mapping[str, Any]) -> bytes:
        """Call a tool.

        Raises:
            HemkgError: what the tool raises, or that the store cannot be read.
        """
        if not self._is_started:
            self._is_started = True
            self._keeper.start()
        while self._desk.place is None:
            if self._keeper.trouble not in {None, OPENING}:
                raise StoreError(str(self._keeper.trouble))
            await asyncio.sleep(0.02)
        return await self._desk.call(inside.tool, name, given)

    async def close(self) -> None:
        """End the process."""
        await self._desk.close()
        await self._keeper.close()


def speak(store: Path, rules: Rules) -> None:
    """Speak the protocol on standard input and output until the input ends.

    Args:
        store: folder of the store; a build may write it meanwhile.
        rules: what an answer may take.

    Raises:
        StoreMissing, StoreBroken, StoreVersion: if the store cannot be read.
    """
    check(store)
    asyncio.run(_speak(AtFirstCall(store, rules)))


async def _leave(answering: AtFirstCall) -> None:
    """End at once: a thread waits for the next line of the input, and nothing can call it back."""
    try:
        await answering.close()
    finally:
        os._exit(0)


async def _speak(answering: AtFirstCall) -> None:
    from mcp.server.stdio import stdio_server

    server = speaker(answering.call)
    loop, leaving = asyncio.get_running_loop(), set()

    def leave() -> None:
        leaving.add(loop.create_task(_leave(answering)))

    for told in (signal.SIGINT, signal.SIGTERM):
        with contextlib.suppress(NotImplementedError):
            loop.add_signal_handler(told, leave)
    try:
        async with stdio_server() as (incoming, outgoing):
            await server.run(incoming, outgoing, server.create_initialization_options())
    finally:
        with contextlib.suppress(HemkgError):
            await answering.close()
