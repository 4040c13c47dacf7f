"""How much is served at once, and how long anything may take."""

import os
from dataclasses import dataclass
from typing import Final

from hemkg.isolation import Limits

MOST_ANSWERING = 4
ANSWER: Final = Limits(seconds=60.0)
QUERY: Final = Limits(seconds=20.0, memory=2**31)


def usual_answering() -> int:
    """Return how many questions are answered at once if nobody says: one a core, as each needs one."""
    return min(os.cpu_count() or 1, MOST_ANSWERING)


@dataclass(frozen=True, slots=True)
class Rules:
    """The limits of a server.

    Attributes:
        answering: processes that answer questions.
        querying: processes that run SPARQL queries.
        waiting: requests that may wait for a process of their kind; more are refused.
        patience: time that a request may wait before it is refused [s].
        answer: what one answer may take.
        query: what one SPARQL query may take.
        opening: what opening the store may take, and reading what first answers rest on [s].
        rows: most rows or triples that a query gives back.
        largest_body: of a request [bytes].
        longest_question: [characters].
        stopping: time that running answers get when the server is stopped [s].
    """

    answering: int = 1
    querying: int = 2
    waiting: int = 100
    patience: float = 10.0
    answer: Limits = ANSWER
    query: Limits = QUERY
    opening: float = 900.0
    rows: int = 10_000
    largest_body: int = 100_000
    longest_question: int = 1000
    stopping: float = 10.0
