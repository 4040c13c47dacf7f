"""Files that people send: from whom, how many and how large, and that nobody gets those of another.

The page's own machinery takes them in; here stands what it may take.  They lie in a folder of this process's own until
they are looked at, under names that cannot be guessed, and nothing is ever sent back out of it.
"""

import contextlib
import json
import os
import secrets
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from hemkg.librarian.intake import MEGABYTE, USUAL
from hemkg.librarian.people import READER, Person

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

PAGE, UPLOAD = "/gradio_api/", "/upload"
AROUND: Final = MEGABYTE  # of headers between the files of a request [bytes]
LARGEST_EVENT: Final = 4 * MEGABYTE  # of what a button or field of the page tells [bytes]
OLDEST: Final = 3600.0  # that a file waits for somebody who sent it and asked for nothing [s]
SECONDS: Final = 600.0  # that sending may take


@dataclass(frozen=True, slots=True)
class UploadRules:
    """What may be sent.

    Attributes:
        together: one request [bytes].
        files: of one request.
        at_once: requests at the same time.
        held: all that lies in the folder [bytes].
    """

    together: int = USUAL.together
    files: int = USUAL.files
    at_once: int = 4
    held: int = 4 * USUAL.together


SENT: Final = UploadRules()


class _TooLargeError(Exception):
    """More came than may come."""


@contextlib.contextmanager
def private_folder() -> Iterator[Path]:
    """Let whatever is sent to this process lie in a folder that only its user can read, and that goes with it."""
    with tempfile.TemporaryDirectory(prefix="hemkg-sent-") as made:  # the system makes it 0700
        folder = Path(made)
        for part in ("kept", "coming"):
            (folder / part).mkdir(mode=0o700)
        before, tempfile.tempdir = tempfile.tempdir, str(folder / "coming")
        old = os.environ.get("GRADIO_TEMP_DIR")
        os.environ["GRADIO_TEMP_DIR"] = str(folder / "kept")
        try:
            yield folder
        finally:
            tempfile.tempdir = before
            os.environ.pop("GRADIO_TEMP_DIR")
            if old is not None:
                os.environ["GRADIO_TEMP_DIR"] = old


class Uploads:
    """Lets files in from those who may bring them.

    Args:
        app: the page.
        folder: where files lie that were sent, see ``private_folder``.
        rules: what may be sent.
    """

    def __init__(self, app: "ASGIApp", folder: Path, rules: UploadRules = SENT) -> None:
        self._app = app
        self._folder = folder
        self._rules = rules
        self._running = 0

    async def __call__(self, scope: "Scope", receive: "Receive", send: "Send") -> None:
        """Pass a request on, unless it writes and comes from another page, or sends files that may not come."""
        if scope["type"] != "http" or scope["method"] != "POST":
            return await self._app(scope, receive, send)
        if PAGE in scope["path"] and not is_same_origin(scope):
            return await refuse(send, 403, "this was asked by a page of somebody else, and was not done.")
        if PAGE not in scope["path"]:
            return await self._app(scope, receive, send)
        if not scope["path"].rstrip("/").endswith(UPLOAD):
            return await self._pass_on(scope, receive, send)
        status, why = self._objection(scope)
        if why:
            return await refuse(send, status, why)
        self._running += 1
        try:
            return await self._take(scope, receive, send)
        finally:
            self._running -= 1

    async def _pass_on(self, scope: "Scope", receive: "Receive", send: "Send") -> None:
        """Pass on what a page asks, unless it names a file that nobody sent.

        Gradio takes whatever path or address it is told for such a file, where it is mounted in an application.
        """
        body = b""
        more = True
        while more:
            message = await receive()
            body += message.get("body", b"")
            more = message.get("more_body", False) and message["type"] == "http.request"
            if len(body) > LARGEST_EVENT:
                return await refuse(send, 413, "this is too long for the page; use the command line for it.")
        if not self._names_only_sent(body):
            return await refuse(send, 403, "a file was named that nobody sent.")
        whole: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

        async def again() -> "Message":
            return whole.pop() if whole else await receive()

        return await self._app(scope, again, send)

    def _names_only_sent(self, body: bytes) -> bool:
        if b"path" not in body and b"\\" not in body:  # letters may be told by their numbers
            return True
        try:
            told = json.loads(body)
        except (ValueError, RecursionError):
            return False
        return all(is_sent(path, self._folder) for path in _paths(told))

    def _objection(self, scope: "Scope") -> tuple[int, str]:
        """Return why a request may not send files, with the status; an empty reason if it may."""
        person = scope.get("hemkg.person", READER)
        if not isinstance(person, Person) or not person.may_write:
            return 403, "only those who keep this library can bring files; ask whoever runs the server."
        length = _header(scope, b"content-length")
        if length.isdecimal() and int(length[:18]) > self._rules.together + AROUND:
            return 413, self._too_large
        if self._running >= self._rules.at_once:
            return 503, "too many people send files just now; try again in a minute."
        if _held(self._folder) > self._rules.held:
            return 503, "too many files wait here to be read; try again in a few minutes."
        return 0, ""

    @property
    def _too_large(self) -> str:
        return f"more than {self._rules.together // MEGABYTE} MB came at once; bring the files in several goes."

    async def _take(self, scope: "Scope", receive: "Receive", send: "Send") -> None:
        """Count what comes; what is too much is thrown away and told in place of the page's own answer."""
        from gradio import processing_utils

        processing_utils.hash_seed = secrets.token_bytes(32)  # so that no folder is guessed or shared by two
        size, end, excess, told = 0, time.monotonic() + SECONDS, "", list["Message"]()

        async def counted() -> "Message":
            nonlocal size, excess
            message = await receive()
            size += len(message.get("body", b""))
            if size > self._rules.together + AROUND or time.monotonic() > end:
                excess = self._too_large
                raise _TooLargeError
            return message

        async def held(message: "Message") -> None:
            told.append(message)

        try:
            await self._app(scope, counted, held)
        except _TooLargeError:
            excess = excess or self._too_large
        excess = excess or self._too_many(told)
        if excess:
            await refuse(send, 413, excess)
            return
        for message in told:
            await send(message)

    def _too_many(self, told: "list[Message]") -> str:
        """Return why what came was too many files, which are deleted then."""
        try:
            files = json.loads(b"".join(message.get("body", b"") for message in told))
        except ValueError:
            return ""
        if not isinstance(files, list) or len(files) <= self._rules.files:
            return ""
        for file in files:
            path = Path(str(file))
            if self._folder in path.parents:
                path.unlink(missing_ok=True)
        return f"more than {self._rules.files} files came at once; bring them in several goes."


def is_sent(path: object, folder: Path) -> bool:
    """Whether a path is that of a file which somebody sent.

    >>> is_sent("/etc/hostname", Path("/tmp")), is_sent("https://elsewhere.example/", Path("/tmp"))
    (False, False)
    """
    if not isinstance(path, str) or "\0" in path:
        return False
    place = Path(path)
    return place.is_absolute() and folder.resolve() in place.resolve().parents and place.is_file()


def _paths(told: object) -> Iterator[object]:
    """Yield whatever is called a path in a value from JSON, however deep."""
    left = [told]
    while left:
        value = left.pop()
        if isinstance(value, dict):
            yield from (value[name] for name in ("path",) if name in value)
            left += value.values()
        elif isinstance(value, list):
            left += value


def is_same_origin(scope: "Scope") -> bool:
    """Whether a request comes from a page of this server, or from no browser at all."""
    site = _header(scope, b"sec-fetch-site")
    if site:
        return site in {"same-origin", "none"}
    origin = _header(scope, b"origin")
    return not origin or urlsplit(origin).netloc.lower() == _header(scope, b"host").lower()


def _header(scope: "Scope", name: bytes) -> str:
    return next((value.decode("latin-1") for key, value in scope["headers"] if key.lower() == name), "")


def _held(folder: Path) -> int:
    """Return how much lies in a folder [bytes]; what nobody came for is taken away first."""
    size, now = 0, time.time()
    for path in folder.rglob("*"):
        with contextlib.suppress(OSError):
            about = path.lstat()
            if path.is_dir() and not path.is_symlink():
                continue
            if now - about.st_mtime > OLDEST:
                path.unlink()
            else:
                size += about.st_size
    return size


async def refuse(send: "Send", status: int, why: str) -> None:
    """Answer with one sentence."""
    headers = [(b"content-type", b"text/plain; charset=utf-8")]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": f"hemkg: {why}\n".encode()})
