"""What any store promises.  The contract tests in ``tests/contract`` hold every engine to it.

A store keeps named graphs.  A query sees the union of all of them; a graph is replaced whole and at
once, so that a reader sees all of a paper or none of it.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import IO, Protocol

Value = str | float | int | bool | None
Row = Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Results:
    """Solutions of a SELECT query.

    Attributes:
        columns: the names of the variables, in the order of the query.
        rows: one mapping a solution; an unbound variable is None, an IRI is a string.
    """

    columns: tuple[str, ...]
    rows: tuple[Row, ...]


class Store(Protocol):
    """A place for graphs."""

    @property
    def is_fixed(self) -> bool:
        """Whether nothing in it can change while it is open, so that what was read of it may be kept."""
        ...

    def query(self, sparql: str) -> Results:
        """Run a SELECT query over the union of all graphs.

        Raises:
            QueryError: if the query is malformed or is not a SELECT query.
        """
        ...

    def ask(self, sparql: str) -> bool:
        """Run an ASK query."""
        ...

    def describe(self, subjects: Sequence[str]) -> dict[str, dict[str, list[Value]]]:
        """Return {subject: {property: its values, sorted}}, by IRI; what several graphs hold counts once."""
        ...

    def construct(self, sparql: str) -> tuple[str, ...]:
        """Run a CONSTRUCT query and return its triples as sorted N-Triples lines."""
        ...

    def run(self, sparql: str) -> Results | bool | tuple[str, ...]:
        """Run a query of any form: rows, yes or no, or triples as sorted N-Triples lines.

        Raises:
            QueryError: if the query is malformed or would ask another server.
        """
        ...

    def replace(self, graphs: Mapping[str, Sequence[str]]) -> None:
        """Replace whole named graphs by N-Triples lines, all in one transaction; no lines drop a graph."""
        ...

    def change(self, graph: str, gone: Iterable[str], new: Iterable[str]) -> None:
        """Take N-Triples lines out of a graph and put others in, in one transaction; what else it holds stays."""
        ...

    def graphs(self) -> Iterator[str]:
        """Yield the names of the graphs that hold something."""
        ...

    def lines(self, graph: str) -> tuple[str, ...]:
        """Return the triples of a graph as sorted N-Triples lines."""
        ...

    def count(self) -> int:
        """Return the number of triples in all graphs."""
        ...

    def dump(self, out: IO[bytes], form_name: str, graphs: Iterable[str] | None = None) -> None:
        """Write graphs to an open file as ``ttl``, ``nt``, ``trig``, ``nq`` or ``jsonld``."""
        ...

    def close(self) -> None:
        """Let go of the files."""
        ...
