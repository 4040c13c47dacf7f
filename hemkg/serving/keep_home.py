"""What the browser is told with every answer: to load nothing from anywhere else."""

from typing import TYPE_CHECKING

from hemkg.librarian import HERE

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

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


class AtHome:
    """Says of each request that it comes from whoever sits before this machine."""

    def __init__(self, app: "ASGIApp") -> None:
        self.app = app

    async def __call__(self, scope: "Scope", receive: "Receive", send: "Send") -> None:
        """Pass a request on."""
        await self.app({**scope, "hemkg.person": HERE}, receive, send)
