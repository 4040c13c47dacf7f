"""One client for everything that is fetched: it waits its turn, keeps what it was given, and goes nowhere private.

Each host is asked no more often than its pause allows, ``Retry-After`` is heeded, a failing host is asked again with
growing waits and then left alone.  An answer is kept on disk, so that a run that was stopped goes on where it was.  A
redirect may lead to a public address only; what is larger or slower than agreed is given up.
"""

import hashlib
import ipaddress
import json
import socket
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self
from urllib.parse import urljoin, urlsplit
from urllib.request import getproxies

from hemkg import __version__
from hemkg.errors import FetchFailure

if TYPE_CHECKING:
    import httpx
    import tenacity

MOST_REDIRECTS = 5
AGAIN = frozenset({408, 425, 429, 500, 502, 503, 504})
MOVED = frozenset({301, 302, 303, 307, 308})
NOT_THERE = frozenset({404, 410})
DAY = 86400


@dataclass(frozen=True, slots=True)
class Manners:
    """How others are asked.

    Attributes:
        mail: told to them, so that they can write to whoever burdens them.
        pause: between two requests to one host [s].
        timeout: for the next bytes of an answer [s].
        longest: for a whole answer [s].
        tries: how often one thing is asked for.
        longest_wait: the longest that is waited because a host asks for it [s].
        largest: the largest answer that is taken [bytes].
        days: how old a kept answer may be [d].
        pauses: other pauses by host [s].
        use_proxies: whether the proxies of the environment are used.
    """

    mail: str | None = None
    pause: float = 1.0
    timeout: float = 30.0
    longest: float = 300.0
    tries: int = 4
    longest_wait: float = 120.0
    largest: int = 64 * 2**20
    days: float = 7.0
    pauses: Mapping[str, float] = field(default_factory=dict)
    use_proxies: bool = True


class _Again(Exception):  # noqa: N818  it is no error yet
    """Something that may go well the next time; ``wait`` is what the host asks for [s]."""

    def __init__(self, why: str, wait: float | None = None) -> None:
        super().__init__(why)
        self.wait = wait


class PoliteClient:
    """A client with manners and a memory.

    Args:
        memory: the folder in which answers are kept.
        manners: how others are asked.
        trusted: hosts with port that may be asked at private addresses: those that the user named.
        sleep: waits; for tests.
    """

    def __init__(
        self,
        memory: Path,
        manners: Manners,
        *,
        trusted: frozenset[str] = frozenset(),
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        import httpx

        self.memory, self.manners, self.trusted, self._sleep = memory, manners, trusted, sleep
        self._next: dict[str, float] = {}
        self._given_up: dict[str, int] = {}
        self._is_direct = not (manners.use_proxies and getproxies())
        contact = f"; mailto:{manners.mail}" if manners.mail else ""
        self._client = httpx.Client(
            timeout=manners.timeout,
            headers={"User-Agent": f"hemkg/{__version__} (https://w3id.org/hemkg{contact})"},
            follow_redirects=False,
            trust_env=manners.use_proxies,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._client.close()

    def get(self, url: str, is_whole: Callable[[bytes], bool] = bool, *, keep: bool = True) -> bytes | None:
        """Return what stands at an address, None if nothing does.

        Args:
            url: the address.
            is_whole: whether an answer is all there; one that is not is asked for again.
            keep: whether the answer is kept on disk.

        Raises:
            FetchFailure: if it cannot be had, leads to a private address, is too large or too slow.
        """
        kept = self._kept(url)
        if kept is not None and is_whole(kept):
            return kept
        host = urlsplit(url).netloc
        if self._given_up.get(host, 0) >= self.manners.tries:
            raise FetchFailure(f"{host} failed too often and was left alone; try again later.")
        try:
            body = self._retrying()(self._once, url, is_whole)
        except _Again as why:
            self._given_up[host] = self._given_up.get(host, 0) + 1
            raise FetchFailure(f"{url} could not be fetched ({why}); try again later.") from None
        self._given_up.pop(host, None)
        if body is not None and keep:
            self._keep(url, body)
        return body

    def _retrying(self) -> "tenacity.Retrying":
        import tenacity

        growing = tenacity.wait_random_exponential(multiplier=1, max=self.manners.longest_wait)

        def wait(state: "tenacity.RetryCallState") -> float:
            why = state.outcome.exception() if state.outcome else None
            asked = why.wait if isinstance(why, _Again) else None
            return growing(state) if asked is None else asked

        return tenacity.Retrying(
            retry=tenacity.retry_if_exception_type(_Again),
            stop=tenacity.stop_after_attempt(self.manners.tries),
            wait=wait,
            sleep=self._sleep,
            reraise=True,
        )

    # ------------------------------------------------------------ one request

    def _once(self, url: str, is_whole: Callable[[bytes], bool]) -> bytes | None:
        import httpx

        for _ in range(MOST_REDIRECTS + 1):
            self._refuse_private(url)
            self._wait_for_turn(url)
            try:
                with self._client.stream("GET", url) as response:
                    self._refuse_private_peer(response, url)
                    if response.status_code not in MOVED:
                        return self._body(response, url, is_whole)
                    url = urljoin(url, response.headers.get("Location", ""))
            except (httpx.TransportError, httpx.DecodingError) as error:
                raise _Again(type(error).__name__) from None
            except httpx.InvalidURL:
                break
        raise FetchFailure(f"{url} leads on and on; it is left out.")

    def _body(self, response: "httpx.Response", url: str, is_whole: Callable[[bytes], bool]) -> bytes | None:
        status = response.status_code
        if status in NOT_THERE:
            return None
        if status in AGAIN:
            raise _Again(f"status {status}", self._asked_wait(response, url))
        if status != 200:
            raise FetchFailure(f"{url} is not given out (status {status}); it is left out.")
        body, until = bytearray(), time.monotonic() + self.manners.longest
        for part in response.iter_bytes():
            body += part
            if len(body) > self.manners.largest:
                raise FetchFailure(f"{url} is larger than {self.manners.largest // 2**20} MB; it is left out.")
            if time.monotonic() > until:
                raise _Again(f"slower than {self.manners.longest:g} s")
        if not is_whole(bytes(body)):
            raise _Again("not all of it, or something else, came")
        return bytes(body)

    def _asked_wait(self, response: "httpx.Response", url: str) -> float | None:
        """Return how long a host asks to be left alone [s].

        Raises:
            FetchFailure: if that is longer than anybody waits.
        """
        wait = retry_after(response.headers.get("Retry-After", ""))
        if wait is not None and wait > self.manners.longest_wait:
            raise FetchFailure(f"{urlsplit(url).netloc} asks to be left alone for {wait:.0f} s; try again later.")
        return wait

    def _wait_for_turn(self, url: str) -> None:
        host = urlsplit(url).netloc
        now = time.monotonic()
        ahead = self._next.get(host, 0.0) - now
        if ahead > 0:
            self._sleep(ahead)
        self._next[host] = max(now, now + ahead) + self.manners.pauses.get(host, self.manners.pause)

    # ------------------------------------------------------------ where it may go

    def _refuse_private(self, url: str) -> None:
        """Raise for an address that is no web address, or leads into somebody's own network."""
        parts = urlsplit(url)
        if parts.scheme not in {"http", "https"} or not parts.hostname or parts.username:
            raise FetchFailure(f"{url[:200]} is no address on the web; it is left out.")
        if parts.netloc in self.trusted:
            return
        for address in self._addresses(parts.hostname):
            if not is_public(address):
                raise FetchFailure(f"{url[:200]} leads to a private address; it is left out.")

    def _addresses(self, host: str) -> list[str]:
        try:
            return [str(ipaddress.ip_address(host))]
        except ValueError:
            pass
        if not self._is_direct:  # the proxy looks names up
            return ["127.0.0.1"] if host == "localhost" or host.endswith((".localhost", ".local", ".internal")) else []
        try:
            return [str(info[4][0]) for info in socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)]
        except (OSError, UnicodeError):
            raise _Again(f"{host} is not known") from None

    def _refuse_private_peer(self, response: "httpx.Response", url: str) -> None:
        """Raise if a name that was public when it was looked up is answered from a private address."""
        stream = response.extensions.get("network_stream")
        peer = stream.get_extra_info("server_addr") if stream and self._is_direct else None
        if peer and urlsplit(url).netloc not in self.trusted and not is_public(str(peer[0])):
            raise FetchFailure(f"{url[:200]} was answered from a private address; it is left out.")

    # ------------------------------------------------------------ memory

    def _place(self, url: str) -> Path:
        return self.memory / f"{hashlib.sha256(url.encode()).hexdigest()[:32]}.answer"

    def _kept(self, url: str) -> bytes | None:
        place = self._place(url)
        try:
            head, _, body = place.read_bytes().partition(b"\n")
            told = json.loads(head)
            is_fresh = time.time() - float(told["at"]) < self.manners.days * DAY
            is_whole = told["url"] == url and told["length"] == len(body)
        except (OSError, ValueError, KeyError, TypeError):
            return None
        return body if is_fresh and is_whole else None

    def _keep(self, url: str, body: bytes) -> None:
        self.memory.mkdir(parents=True, exist_ok=True)
        head = json.dumps({"url": url, "at": time.time(), "length": len(body)}).encode()
        write_whole(self._place(url), head + b"\n" + body)


def write_whole(path: Path, data: bytes) -> None:
    """Write a file so that it is there whole or not at all."""
    part = path.with_name(path.name + ".part")
    part.write_bytes(data)
    part.replace(path)


def retry_after(said: str) -> float | None:
    """Return how many seconds a ``Retry-After`` asks for, None if it asks for nothing that can be read.

    >>> retry_after("120"), retry_after("soon")
    (120.0, None)
    """
    if said.strip().isdigit():
        return float(said)
    try:
        until = parsedate_to_datetime(said)
    except (TypeError, ValueError):
        return None
    until = until if until.tzinfo else until.replace(tzinfo=UTC)
    return max(0.0, (until - datetime.now(UTC)).total_seconds())


def is_public(address: str) -> bool:
    """Whether an IP address is one of the open network.

    >>> is_public("8.8.8.8"), is_public("169.254.169.254"), is_public("::ffff:10.0.0.1")
    (True, False, False)
    """
    try:
        given = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    inner = getattr(given, "ipv4_mapped", None) or given
    return bool(inner.is_global and not inner.is_multicast)
