"""Who may write a store on a server: one at a time, by a lease in a graph of its own.

The lease is taken by an update that does nothing where another stands, and read back, so that of two who come at once
at most one has it.  It is renewed while its holder writes.  One whose holder was killed is taken over: at once where
that was a process of this machine, else when it is older than ``OLDEST``.  Times are the server's own, so that clocks
of two machines need not agree.
"""

import contextlib
import hashlib
import os
import platform
import re
import secrets
import time
from collections.abc import Iterator
from datetime import datetime

import pyoxigraph

from hemkg.errors import StoreBusy, StoreError
from hemkg.rdf import iris
from hemkg.rdf.write import literal
from hemkg.store import names
from hemkg.store.client import SparqlClient
from hemkg.vocab.terms import HEM

OLDEST = 900.0  # seconds: longer than one paper is read and one request takes
RENEWED = 60.0  # seconds
BUSY = "another build is writing the store at {url}; wait for it, or for a quarter of an hour if it died elsewhere."
OVERTAKEN = "another build has taken over the store at {url}; this one ends, run it again after the other."
TOKEN = re.compile(r"([0-9a-f]{16})-(\d{1,10})-([0-9a-f]{16})")


class Lease:
    """The right to write a store.

    Args:
        client: asks the server.
        oldest: age at which a lease is taken over [s].
    """

    def __init__(self, client: SparqlClient, oldest: float = OLDEST) -> None:
        self._client, self._oldest = client, oldest
        self.token = f"{_machine()}-{os.getpid()}-{secrets.token_hex(8)}"
        self._kept = 0.0

    def take(self) -> None:
        """Take the lease.

        Raises:
            StoreBusy: if somebody else has it.
        """
        for token, age in self._holders():
            if age > self._oldest or _is_dead(token):
                self._remove(token)
        # Virtuoso 7 does not heed FILTER NOT EXISTS where nothing else is asked for; it counts rightly
        others = (
            f"SELECT (COUNT(*) AS ?others) WHERE {{ GRAPH <{names.LEASE}> {{ ?any <{iris.term(HEM.heldBy)}> ?t }} }}"
        )
        self._client.update(
            f"INSERT {{ GRAPH <{names.LEASE}> {{ {self._said()} }} }} WHERE {{ "
            f"{{ {others} }} FILTER(?others = 0) BIND(NOW() AS ?now) }}"
        )
        if self._tokens() != [self.token]:  # of two who see each other, both give up
            self.give_back()
            raise StoreBusy(BUSY.format(url=self._client.server.url))
        self._kept = time.monotonic()

    def keep(self) -> None:
        """Renew the lease, if that is due.

        Raises:
            StoreBusy: if it was taken over meanwhile.
        """
        if time.monotonic() - self._kept < RENEWED:
            return
        graph, since = f"GRAPH <{names.LEASE}>", f"<{_node(self.token)}> <{iris.term(HEM.heldSince)}>"
        self._client.update(
            f"DELETE {{ {graph} {{ {since} ?old }} }} INSERT {{ {graph} {{ {since} ?now }} }} "
            f"WHERE {{ {graph} {{ {since} ?old }} BIND(NOW() AS ?now) }}"
        )
        if self.token not in self._tokens():
            raise StoreBusy(OVERTAKEN.format(url=self._client.server.url))
        self._kept = time.monotonic()

    def give_back(self) -> None:
        """Let others write; where the server is gone, they may when the lease is old."""
        with contextlib.suppress(StoreError):
            self._remove(self.token)

    def _said(self) -> str:
        node = _node(self.token)
        return (
            f"<{node}> <{iris.term(HEM.heldBy)}> {literal(self.token)} . <{node}> <{iris.term(HEM.heldSince)}> ?now ."
        )

    def _tokens(self) -> list[str]:
        return [token for token, _ in self._holders()]

    def _holders(self) -> Iterator[tuple[str, float]]:
        """Yield who has the lease, and since when [s]."""
        query = f"""SELECT ?token ?since (NOW() AS ?now) WHERE {{ GRAPH <{names.LEASE}> {{
          ?lease <{iris.term(HEM.heldBy)}> ?token ; <{iris.term(HEM.heldSince)}> ?since }} }}"""
        _, body = self._client.query(query, "application/sparql-results+json")
        found = pyoxigraph.parse_query_results(body, format=pyoxigraph.QueryResultsFormat.JSON)
        assert isinstance(found, pyoxigraph.QuerySolutions)
        for solution in found:
            token, since, now = (solution[place] for place in range(3))
            yield _text(token), (_moment(_text(now)) - _moment(_text(since))).total_seconds()

    def _remove(self, token: str) -> None:
        if TOKEN.fullmatch(token):  # what others wrote there is no part of an update of ours
            self._client.update(f"DELETE WHERE {{ GRAPH <{names.LEASE}> {{ <{_node(token)}> ?p ?o }} }}")


def _node(token: str) -> str:
    return f"{names.LEASE}/{token}"


def _text(node: object) -> str:
    return node.value if isinstance(node, pyoxigraph.Literal) else str(node)


def _moment(text: str) -> datetime:
    """Return a time of the server, long ago for what is none; zones do not matter, for all are of one clock.

    >>> (_moment("2026-12-01T02:51:36Z") - _moment("2026-12-01T02:50:36")).total_seconds(), _moment("once").year
    (60.0, 1)
    """
    try:
        return datetime.fromisoformat(text.replace("Z", "+00:00")).replace(tzinfo=None)
    except ValueError:
        return datetime.min


def _machine() -> str:
    """Return a name of this machine that tells nobody which it is."""
    return hashlib.sha256(f"hemkg {platform.node()}".encode()).hexdigest()[:16]


def _is_dead(token: str) -> bool:
    """Whether a lease is held by a process of this machine that runs no more."""
    found = TOKEN.fullmatch(token)
    if found is None or found[1] != _machine():
        return False
    try:
        os.kill(int(found[2]), 0)
    except ProcessLookupError:
        return True
    except (PermissionError, OverflowError):
        return False
    return False
