"""A paper's graph as plain lines, so that it can be compared, hashed and stored by any engine."""

import hashlib
from dataclasses import dataclass
from functools import cached_property


@dataclass(frozen=True)
class PaperGraph:
    """The named graph of one paper.

    Attributes:
        iri: name of the graph.
        paper: IRI of the paper.
        lines: its triples as N-Triples lines, sorted, without blank nodes.

    Raises:
        ValueError: if a line holds a blank node, or the lines are not sorted.
    """

    iri: str
    paper: str
    lines: tuple[str, ...]

    def __post_init__(self) -> None:
        if list(self.lines) != sorted(self.lines):
            raise ValueError("the lines of a paper's graph must be sorted")
        if any(line.startswith("_:") or " _:" in line.split('"', 1)[0] for line in self.lines):
            raise ValueError("a paper's graph has no blank nodes")

    @cached_property
    def digest(self) -> str:
        """SHA-256 over the lines: the same claims give the same digest, in any order of finding."""
        return hashlib.sha256("\n".join(self.lines).encode()).hexdigest()

    def __len__(self) -> int:
        return len(self.lines)
