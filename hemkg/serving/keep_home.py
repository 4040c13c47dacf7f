"""What the browser is told with every answer: to load nothing from anywhere else."""

from typing import TYPE_CHECKING

from hemkg.serving.uploads import refuse

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self' data: blob:; worker-src 'self' blob:; "
    "object-src 'none'; base-uri 'self'; form-action 'self'"
)
HEADERS = (
    (b"content-security-policy", POLICY.encode()),
    # others are told nothing; told nothing at all, a form of ours would not say whence it comes
    (b"referrer-policy", b"same-origin"),
    (b"x-content-type-options", b"nosniff"),
)
NOT_SERVED = ("/component_server", "/process_recording", "/deep_link", "/vibe-edit", "/vibe-code")
NOTHING_OF = ("/file=", "/file/", "/proxy=", "/stream/", "/custom_component/")
"""What the page's machinery would serve, and no page of ours asks for: files that lie on this machine, among them."""


class KeepHome:
    """Tells the browser, with every answer, to load nothing from anywhere else."""

    def __init__(self, app: "ASGIApp") -> None:
        self.app = app

    async def __call__(self, scope: "Scope", receive: "Receive", send: "Send") -> None:
        """Pass a request on and add the headers to its answer; no file is given out that somebody sent."""

        async def with_headers(message: "Message") -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message["headers"], *HEADERS]
            await send(message)

        if scope["type"] == "http" and _is_not_served(scope["path"]):
            return await refuse(with_headers, 403, "nothing of this kind is given out here.")
        return await self.app(scope, receive, with_headers)


def _is_not_served(path: str) -> bool:
    """Whether a path names what is given to nobody.

    >>> _is_not_served("/gradio_api/file=/etc/passwd"), _is_not_served("/assets/index.js")
    (True, False)
    """
    return path.rstrip("/").endswith(NOT_SERVED) or any(part in path for part in NOTHING_OF)
