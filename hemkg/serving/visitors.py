"""Who is let in: whoever sits before this machine, those who have accounts, or everybody, to read.

Each request that passes says in ``scope["hemkg.person"]`` who sent it.  Programs say who they are with every request
(HTTP Basic); browsers log in once and carry a signed cookie.
"""

import asyncio
import base64
import binascii
import hashlib
import hmac
import math
import secrets
import time
from collections import OrderedDict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import parse_qs, quote, urlsplit

from starlette.middleware.sessions import SessionMiddleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response

from hemkg.errors import HemkgError, InputError, sentence
from hemkg.librarian import HERE, READER, Person
from hemkg.serving.accounts import LONGEST_NAME, Account, Accounts
from hemkg.serving.attempts import Attempts
from hemkg.serving.login_page import ACCOUNT, LOGIN, LOGOUT, account_page, login_page, safe_path
from hemkg.serving.uploads import is_same_origin
from hemkg.store.places import is_loopback

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send

FOR_ALL: Final = frozenset({"/health", "/ready", "/favicon.ico", "/manifest.json"})
"""What is given to those who do not say who they are: browsers ask for the last two without, and they tell a title."""
SAFE: Final = frozenset({"GET", "HEAD", "OPTIONS"})
COOKIE: Final = "hemkg"
LONGEST_SESSION: Final = 12 * 3600  # [s]
LARGEST_FORM: Final = 10_000  # [bytes]
KNOWN: Final = 1000  # of programs whose password need not be hashed anew with every request
AT_ONCE: Final = 2  # passwords that are hashed side by side: each takes 64 MB
SLOWEST: Final = 4.0  # before a wrong password is told [s]
WRONG: Final = "That name and password do not go together."
CHALLENGE: Final = {"www-authenticate": 'Basic realm="hemkg", charset="UTF-8"'}


@dataclass(frozen=True, slots=True)
class Rule:
    """Who is let in.

    Attributes:
        accounts: of those who may come in by name; None if nobody is asked.
        is_open: whether everybody may read.
    """

    accounts: Accounts | None = None
    is_open: bool = False


def rule_for(host: str, accounts: Accounts, *, is_open: bool = False) -> Rule:
    """Return who is let in where a server listens.

    Args:
        host: address that it listens on.
        accounts: that were made, if any.
        is_open: whether everybody is to read, and nobody without an account to write.

    Raises:
        InputError: if others could reach it and there are no accounts.
    """
    has_accounts = bool(accounts.book().accounts)
    if is_open or has_accounts:
        return Rule(accounts if has_accounts else None, is_open)
    if is_loopback(host):
        return Rule()
    raise InputError(
        f"others can reach {host}, and there are no accounts in {accounts.path}: make one with 'hemkg accounts add "
        "NAME --keeper', or let everybody read and nobody write with --open."
    )


class TooOftenError(HemkgError):
    """Somebody tried passwords too often.

    Attributes:
        seconds: after which he may try again.
    """

    def __init__(self, seconds: float) -> None:
        self.seconds = math.ceil(seconds)
        super().__init__(f"too many wrong passwords came; try again in {self.seconds} s.")


class Visitors:
    """Lets in who may come, and says who it is.

    Args:
        app: what they come for.
        rule: who may.
    """

    def __init__(self, app: "ASGIApp", rule: Rule) -> None:
        self._app = app
        self._rule = rule
        inner: ASGIApp = self._let_in
        if rule.accounts is not None:
            key = rule.accounts.book().key
            self._desk = _Desk(rule.accounts)
            self._sessions = {
                scheme: SessionMiddleware(
                    inner, key, COOKIE, max_age=LONGEST_SESSION, same_site="strict", https_only=scheme == "https"
                )
                for scheme in ("http", "https")
            }

    async def __call__(self, scope: "Scope", receive: "Receive", send: "Send") -> None:
        """Pass a request on, or say why not."""
        if scope["type"] not in {"http", "websocket"}:
            return await self._app(scope, receive, send)
        refusal = self._objection(scope)
        if refusal is not None:
            return await refusal(scope, receive, send)
        if self._rule.accounts is None:
            person = READER if self._rule.is_open else HERE
            return await self._app({**scope, "hemkg.person": person}, receive, send)
        secure = "https" if scope.get("scheme") in {"https", "wss"} else "http"
        return await self._sessions[secure](scope, receive, send)

    def _objection(self, scope: "Scope") -> Response | None:
        """Return why a request is not even looked at: it comes from a page of somebody else."""
        host = _header(scope, b"host")
        if self._rule == Rule() and not is_loopback(urlsplit(f"//{host}").hostname or ""):
            return _told(421, "this server is for this machine alone: ask localhost, or start it with accounts.")
        if scope.get("method", "GET") not in SAFE and not is_same_origin(scope):
            return _told(403, "this was asked by a page of somebody else, and was not done.")
        return None

    async def _let_in(self, scope: "Scope", receive: "Receive", send: "Send") -> None:
        """Pass on requests of those who have an account, and answer those by which one logs in and out."""
        if scope["type"] == "websocket":
            person = self._desk.person_of(scope["session"]) or (READER if self._rule.is_open else None)
            if person is None:
                return await send({"type": "websocket.close", "code": 1008})
            return await self._app({**scope, "hemkg.person": person}, receive, send)
        request = Request(scope, receive)
        try:
            own = await self._desk.answer(request)
            person = None if own else await self._desk.person(request)
        except TooOftenError as error:
            return await _told(429, str(error), {"retry-after": str(error.seconds)})(scope, receive, send)
        except HemkgError as error:
            return await _told(503, str(error))(scope, receive, send)
        if own is not None:
            return await own(scope, receive, send)
        if person is None and (self._rule.is_open or scope["path"] in FOR_ALL) and not _gives_password(scope):
            person = READER
        if person is None:
            return await _asked_who(request)(scope, receive, send)
        return await self._app({**scope, "hemkg.person": person}, receive, send)


# ---------------------------------------------------------------- who it is


class _Desk:
    """Where people and programs say who they are."""

    def __init__(self, accounts: Accounts) -> None:
        self._accounts = accounts
        self._attempts = Attempts()
        self._hashing = asyncio.Semaphore(AT_ONCE)
        self._key = secrets.token_bytes(32)
        self._known: OrderedDict[bytes, tuple[str, str]] = OrderedDict()
        self._ended: OrderedDict[str, float] = OrderedDict()

    async def answer(self, request: Request) -> Response | None:
        """Answer what is asked of this desk; None if it is asked of the page."""
        path, method = request.url.path, request.method
        if path == LOGIN and method in {"GET", "HEAD"}:
            return _page(login_page(safe_path(request.query_params.get("next", ""))))
        if path == LOGIN and method == "POST":
            return await self._log_in(request)
        if path == LOGOUT and method == "POST":
            return self._log_out(request)
        if path == ACCOUNT and method in {"GET", "HEAD"}:
            person = self.person_of(request.session)
            return _asked_who(request) if person is None else _page(account_page(person.name, person.may_write))
        return None

    async def person(self, request: Request) -> Person | None:
        """Return who sent a request; None if nobody says, or wrongly."""
        given = _basic(request)
        if given is None:
            return self.person_of(request.session)
        name, password = given
        token = hmac.digest(self._key, f"{name}:{password}".encode(), hashlib.sha256)
        account = self._account(*self._known.get(token, ("", "")))
        if account is None:
            account = await self._checked(request, name, password)
            if account is not None:
                self._known[token] = (account.name, account.mark)
                while len(self._known) > KNOWN:
                    self._known.popitem(last=False)
        return account.person if account else None

    def person_of(self, session: dict[str, Any]) -> Person | None:
        """Return who has logged in to a session, and is still to be let in."""
        if not session or str(session.get("id")) in self._ended:
            return None
        account = self._account(str(session.get("name")), str(session.get("mark")))
        return account.person if account else None

    def _account(self, name: str, mark: str) -> Account | None:
        """Return the account of a name, if the password is still the one that was given."""
        account = self._accounts.book().accounts.get(name)
        return account if account is not None and hmac.compare_digest(account.mark, mark) else None

    async def _checked(self, request: Request, name: str, password: str) -> Account | None:
        """Return the account of a name and a password; wrong ones are told later and later.

        Raises:
            TooOftenError: if too many wrong ones came before.
        """
        address, name = request.client.host if request.client else "", name[: LONGEST_NAME + 1]
        async with self._hashing:
            wait = self._attempts.wait(name, address)
            if wait:
                raise TooOftenError(wait)
            account = await asyncio.to_thread(self._accounts.check, name, password)
            failed = 0 if account else self._attempts.failed(name, address)
        if account is None:
            await asyncio.sleep(min(0.25 * 2**failed, SLOWEST))
        else:
            self._attempts.succeeded(name, address)
        return account

    async def _log_in(self, request: Request) -> Response:
        form = await _form(request)
        name, wanted = form.get("name", ""), safe_path(form.get("next", ""))
        try:
            account = await self._checked(request, name, form.get("password", ""))
        except TooOftenError as error:
            return _page(login_page(wanted, sentence(error), name), 429, {"retry-after": str(error.seconds)})
        if account is None:
            return _page(login_page(wanted, WRONG, name), 401)
        request.session.clear()
        request.session.update({"name": account.name, "mark": account.mark, "id": secrets.token_urlsafe(16)})
        return RedirectResponse(wanted, 303)

    def _log_out(self, request: Request) -> Response:
        now, ended = time.monotonic(), request.session.get("id")
        while self._ended and now - next(iter(self._ended.values())) > LONGEST_SESSION:
            self._ended.popitem(last=False)
        if ended is not None:  # the cookie is taken back, and would not be taken again from whoever copied it
            self._ended[str(ended)] = now
        request.session.clear()
        return RedirectResponse(LOGIN, 303)


# ---------------------------------------------------------------- requests and answers


def _header(scope: "Scope", name: bytes) -> str:
    return next((value.decode("latin-1") for key, value in scope["headers"] if key.lower() == name), "")


def _gives_password(scope: "Scope") -> bool:
    return bool(_header(scope, b"authorization"))


def _basic(request: Request) -> tuple[str, str] | None:
    """Return name and password of HTTP Basic, if a request gives any."""
    kind, _, told = request.headers.get("authorization", "").partition(" ")
    if kind.lower() != "basic":
        return None
    try:
        name, _, password = base64.b64decode(told, validate=True).decode("utf-8").partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return "", ""
    return name, password


async def _form(request: Request) -> dict[str, str]:
    """Return the fields of a form that is not too large."""
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > LARGEST_FORM:
            return {}
    return {name: values[0] for name, values in parse_qs(body.decode("utf-8", "replace")).items()}


def _asked_who(request: Request) -> Response:
    """Ask who it is: a person by a page, a program by the status."""
    if request.method in {"GET", "HEAD"} and "text/html" in request.headers.get("accept", ""):
        path = request.url.path + (f"?{request.url.query}" if request.url.query else "")
        return RedirectResponse(LOGIN if path == "/" else f"{LOGIN}?next={quote(path, safe='')}", 303)
    # the scripts of the page are not asked: a browser would put a window of its own before the page
    is_script = "sec-fetch-mode" in request.headers
    return _told(401, "give name and password (curl --user NAME), or log in at /login.", {} if is_script else CHALLENGE)


def _told(status: int, sentence: str, headers: dict[str, str] | None = None) -> Response:
    return JSONResponse({"error": sentence}, status, headers)


def _page(html: str, status: int = 200, headers: dict[str, str] | None = None) -> Response:
    return HTMLResponse(html, status, {"cache-control": "no-store", "x-frame-options": "DENY"} | (headers or {}))
