"""One SPARQL 1.1 server over HTTP: questions and updates go out, nodes and sentences about failures come back.

This is the only module that talks to the server of a store.  It goes nowhere else: no redirect to another host is
followed, for with it would go the password.  What is sent may be sent twice: queries change nothing, and every
update of ours leaves the same behind when it is done again.
"""

import re
import time
from collections.abc import Callable
from types import TracebackType
from typing import TYPE_CHECKING, Self
from urllib.parse import urljoin, urlsplit

from hemkg import __version__
from hemkg.errors import QueryError, StoreBroken, StoreError, StoreRefused, StoreUnreachable
from hemkg.store.places import WHERE_TO, Server

if TYPE_CHECKING:
    import httpx
    import tenacity

SECONDS = 300.0  # for the next bytes of an answer; a query over much may think long
CONNECTING = 10.0  # seconds
LARGEST = 512 * 2**20  # bytes of one answer
TRIES = 4
LONGEST_WAIT = 4.0  # seconds between two tries
MOST_REDIRECTS = 3
AGAIN = frozenset({408, 425, 429, 502, 503, 504})
REFUSED = frozenset({401, 403})
MOVED = frozenset({301, 302, 303, 307, 308})
DEADLOCK = re.compile(rb"\b40001\b|deadlock", re.I)
FORBIDDEN = re.compile(rb"SECURITY|[Pp]ermission|not allowed|[Rr]ead.only")
UNFIT = re.compile(rb"SP03\d|SQ\d{3}|SPARQL compiler|syntax", re.I)
CUT_OFF = ("x-sparql-maxrows", "x-sql-state")


class _Again(Exception):  # noqa: N818  it is no error yet
    """Something that may go well the next time."""


class SparqlClient:
    """A client of one server.

    Args:
        server: where it is, and the way in.
        transport: what carries the requests; for tests.
        seconds: how long it may be silent [s].
        largest: the largest answer that is taken [bytes].
        sleep: waits between two tries; for tests.
    """

    def __init__(
        self,
        server: Server,
        *,
        transport: "httpx.BaseTransport | None" = None,
        seconds: float = SECONDS,
        largest: int = LARGEST,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        import httpx

        self.server, self._seconds, self._largest, self._sleep = server, seconds, largest, sleep
        self._auth: dict[str, httpx.Auth] = {}
        self.software = ""
        self._client = httpx.Client(
            timeout=httpx.Timeout(seconds, connect=min(CONNECTING, seconds)),
            headers={"User-Agent": f"hemkg/{__version__} (https://w3id.org/hemkg)"},
            follow_redirects=False,
            transport=transport,
            trust_env=False,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the connections."""
        self._client.close()

    def query(self, sparql: str, accept: str) -> tuple[str, bytes]:
        """Return the media type and the bytes of an answer.

        Raises:
            QueryError: if the server cannot run this query.
            StoreError: if it does not answer as a SPARQL server should.
        """
        head, body = self._send(self.server.url, {"query": sparql}, accept)
        self._refuse_part(head)
        self.software = head.get("server", "")
        return head.get("content-type", "").split(";")[0].strip().lower(), body

    def update(self, sparql: str) -> None:
        """Change what the server holds; the update must leave the same behind when it is run twice.

        Raises:
            StoreError: if the server does not do it.
        """
        try:
            self._send(self.server.update_url, {"update": sparql}, "*/*")
        except QueryError as error:
            raise StoreError(f"the server at {self.server.update_url} does not take an update: {error}") from None

    # ------------------------------------------------------------ one request

    def _send(self, url: str, form: dict[str, str], accept: str) -> "tuple[httpx.Headers, bytes]":
        try:
            return self._retrying()(self._once, url, form, accept)
        except _Again as why:
            raise StoreUnreachable(
                f"the server of the store at {url} does not answer ({why}); see whether it runs and try again."
            ) from None

    def _retrying(self) -> "tenacity.Retrying":
        import tenacity

        return tenacity.Retrying(
            retry=tenacity.retry_if_exception_type(_Again),
            stop=tenacity.stop_after_attempt(TRIES),
            wait=tenacity.wait_random_exponential(multiplier=0.5, max=LONGEST_WAIT),
            sleep=self._sleep,
            reraise=True,
        )

    def _once(self, url: str, form: dict[str, str], accept: str) -> "tuple[httpx.Headers, bytes]":
        import httpx

        try:
            response, body = self._answered(url, form, accept)
        except httpx.ReadTimeout:
            raise StoreUnreachable(
                f"the server of the store at {url} said nothing for {self._seconds:g} s; "
                "ask for less at once, or see what keeps it busy."
            ) from None
        except httpx.UnsupportedProtocol:
            raise StoreBroken(f"{url} is no address of a SPARQL server; write https://HOST/sparql.") from None
        except (httpx.TransportError, httpx.DecodingError) as error:
            raise _Again(_reason(error)) from None
        self._judge(url, response, body)
        return response.headers, body

    def _answered(self, url: str, form: dict[str, str], accept: str) -> "tuple[httpx.Response, bytes]":
        """Return the answer to a request, after the way in was found and redirects on the same host were followed."""
        for _ in range(MOST_REDIRECTS + 2):
            response, body = self._asked(url, form, accept)
            if response.status_code in MOVED:
                url = _on_the_same_host(url, response.headers.get("location", ""))
            elif response.status_code == 401 and self.server.user is not None and _origin(url) not in self._auth:
                self._auth[_origin(url)] = self._way_in(response)
            else:
                return response, body
        raise StoreBroken(f"{url} leads on and on; give the address at which the server answers.")

    def _asked(self, url: str, form: dict[str, str], accept: str) -> "tuple[httpx.Response, bytes]":
        auth, head = self._auth.get(_origin(url)), {"Accept": accept}
        body = bytearray()
        with self._client.stream("POST", url, data=form, headers=head, auth=auth) as response:
            for part in response.iter_bytes():
                body += part
                if len(body) > self._largest:
                    raise StoreError(
                        f"an answer of {url} is larger than {self._largest // 2**20} MB; ask for less at once."
                    )
        return response, bytes(body)

    def _way_in(self, response: "httpx.Response") -> "httpx.Auth":
        """Return how the user is told to a server that asks for one: as it asks, and encrypted where it can be."""
        import httpx

        user, password = self.server.user or "", self.server.password or ""
        asked = response.headers.get("www-authenticate", "").lower()
        return httpx.DigestAuth(user, password) if "digest" in asked else httpx.BasicAuth(user, password)

    # ------------------------------------------------------------ what an answer means

    def _judge(self, url: str, response: "httpx.Response", body: bytes) -> None:
        """Raise for an answer that is none."""
        status = response.status_code
        if 200 <= status < 300:
            return
        if status in AGAIN or (status == 500 and DEADLOCK.search(body)):
            raise _Again(f"status {status}")
        if status in REFUSED or (status == 500 and FORBIDDEN.search(body)):
            raise StoreRefused(self._refusal(url))
        if status in {404, 405, 410}:
            raise StoreBroken(f"no SPARQL server answers at {url} (status {status}); check the address.")
        if status == 400 or UNFIT.search(body) or (status == 500 and body):
            raise QueryError(f"the query could not be run: {_first_line(body)}.")
        raise StoreBroken(f"{url} does not answer as a SPARQL server does (status {status}); check the address.")

    def _refusal(self, url: str) -> str:
        if self.server.user is None:
            return f"the server at {url} wants to know who asks; {WHERE_TO}."
        return (
            f"the server at {url} does not let this user do it: HEMKG_STORE_USER, HEMKG_STORE_PASSWORD or the rights "
            "of the user there are wrong."
        )

    def _refuse_part(self, head: "httpx.Headers") -> None:
        """Refuse an answer that the server cut off: half the rows would be told as all of them."""
        if any(name in head for name in CUT_OFF):
            raise StoreError(
                f"the server at {self.server.url} cut an answer off; raise its limits of rows and time "
                "(ResultSetMaxRows and MaxQueryExecutionTime of Virtuoso)."
            )


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}".lower()


def _on_the_same_host(url: str, to: str) -> str:
    """Return where a redirect leads; a password must not follow it to another host."""
    led = urljoin(url, to)
    if _origin(led) != _origin(url) or led == url:
        raise StoreBroken(f"{url} leads to another place; give the address at which the server itself answers.")
    return led


def _reason(error: Exception) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", type(error).__name__).lower()


def _first_line(body: bytes) -> str:
    text = body.decode("utf-8", "replace")
    return " ".join(text.split("SPARQL query:")[0].split()).rstrip(".")[:300] or "no reason is given"
