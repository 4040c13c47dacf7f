"""The lines of one paper's graph while a decision works on them, by what they are about and what they point to."""

import json
import re
from collections.abc import Iterable, Iterator, Sequence

import pyoxigraph

from hemkg.rdf import iris
from hemkg.rdf.write import literal
from hemkg.vocab import terms

Value = str | float | int | bool
LITERAL = re.compile(r'"(?P<text>(?:[^"\\]|\\.)*)"(?:\^\^<(?P<kind>[^>]*)>)?')
XSD = "http://www.w3.org/2001/XMLSchema#"


class Leaf:
    """A paper's graph as lines that can be taken out and put in.

    >>> leaf = Leaf(['<urn:a> <https://w3id.org/hemkg/ont#cycle> "5"^^<http://www.w3.org/2001/XMLSchema#integer> .'])
    >>> leaf.one("urn:a", "cycle")
    5
    """

    def __init__(self, lines: Iterable[str]) -> None:
        self.lines: set[str] = set()
        self._about: dict[str, set[str]] = {}
        self._to: dict[str, set[str]] = {}
        self.add(lines)

    def add(self, lines: Iterable[str]) -> None:
        """Put lines in."""
        for line in set(lines) - self.lines:
            subject, _, target = parts(line)
            self.lines.add(line)
            self._about.setdefault(subject, set()).add(line)
            self._to.setdefault(target, set()).add(line)

    def discard(self, lines: Iterable[str]) -> None:
        """Take lines out."""
        for line in set(lines) & self.lines:
            subject, _, target = parts(line)
            self.lines.discard(line)
            self._about[subject].discard(line)
            self._to[target].discard(line)

    def about(self, subject: str) -> tuple[str, ...]:
        """Return the lines about a thing."""
        return tuple(sorted(self._about.get(f"<{subject}>", ())))

    def to(self, thing: str) -> tuple[str, ...]:
        """Return the lines that point to a thing."""
        return tuple(sorted(self._to.get(f"<{thing}>", ())))

    def values(self, subject: str, predicate: str) -> list[Value]:
        """Return what is said of a thing under a term or an IRI; IRIs as text, terms of ours by their local names."""
        wanted = f"<{_full(predicate)}>"
        return [_value(target) for _, name, target in map(parts, self.about(subject)) if name == wanted]

    def one(self, subject: str, predicate: str) -> Value | None:
        """Return the first of what is said, or None."""
        return next(iter(self.values(subject, predicate)), None)

    def text(self, subject: str, predicate: str) -> str | None:
        """Return the first of what is said as text, or None."""
        found = self.one(subject, predicate)
        return None if found is None else str(found)

    def number(self, subject: str, predicate: str) -> float | None:
        """Return the first of what is said as a number, or None."""
        found = self.one(subject, predicate)
        return float(found) if isinstance(found, int | float) else None

    def drop(self, subject: str, predicate: str) -> None:
        """Take out what is said of a thing under a term."""
        wanted = f"<{_full(predicate)}>"
        self.discard(line for line in self.about(subject) if parts(line)[1] == wanted)

    def say(self, subject: str, predicate: str, *values: Value | None) -> None:
        """Put these values in the place of what is said of a thing under a term."""
        self._put(subject, predicate, [literal(value) for value in values if value is not None and value != ""])

    def link(self, subject: str, predicate: str, *targets: str) -> None:
        """Put links to these terms or IRIs in the place of what is said of a thing under a term."""
        self._put(subject, predicate, [f"<{_full(target)}>" for target in targets])

    def _put(self, subject: str, predicate: str, targets: Sequence[str]) -> None:
        self.drop(subject, predicate)
        self.add(f"<{subject}> <{_full(predicate)}> {target} ." for target in targets)

    def of_kind(self, kind: str) -> tuple[str, ...]:
        """Return the things of a class."""
        lines = self.to(iris.term(kind))
        return tuple(parts(line)[0][1:-1] for line in lines if parts(line)[1] == f"<{terms.RDF_TYPE}>")

    def reachable(self, subject: str) -> set[str]:
        """Return the lines about a thing, and about all that these lead to."""
        found: set[str] = set()
        left, seen = [subject], set[str]()
        while left:
            thing = left.pop()
            if thing not in seen:
                seen.add(thing)
                found.update(self.about(thing))
                left += [t[1:-1] for _, _, t in map(parts, self.about(thing)) if t.startswith("<")]
        return found


def parts(line: str) -> tuple[str, str, str]:
    """Return subject, predicate and object of a line, as they are written."""
    subject, predicate, target = line.split(" ", 2)
    return subject, predicate, target.removesuffix(" .")


def _full(name: str) -> str:
    return name if ":" in name else iris.term(name)


def _value(target: str) -> Value:
    if target.startswith("<"):
        return target[1:-1].removeprefix(terms.BASE)
    found = LITERAL.fullmatch(target)
    text = str(json.loads(f'"{found["text"]}"', strict=False)) if found else target
    kind = (found["kind"] or "").removeprefix(XSD) if found else ""
    if kind in {"double", "decimal"}:
        return float(text)
    if kind == "integer":
        return int(text)
    return text == "true" if kind == "boolean" else text


def as_written(lines: Iterable[str]) -> Iterator[str]:
    """Yield lines as the writer of graphs writes them: a store may write a number in another way.

    >>> list(as_written(['<urn:a> <urn:b> "5"^^<http://www.w3.org/2001/XMLSchema#double> .']))
    ['<urn:a> <urn:b> "5.0"^^<http://www.w3.org/2001/XMLSchema#double> .']
    """
    for quad in pyoxigraph.parse("\n".join(lines).encode(), format=pyoxigraph.RdfFormat.N_TRIPLES):
        yield f"{quad.subject} {quad.predicate} {_node(quad.object)} ."


def _node(node: object) -> str:
    if not isinstance(node, pyoxigraph.Literal) or node.language:
        return str(node)
    kind = node.datatype.value.removeprefix(XSD)
    if kind == "double":
        return literal(float(node.value))
    return literal(node.value) if kind == "string" else str(node)
