"""What Virtuoso 7 does in its own way, and how the same values are had from it all the same.

It writes a double with six digits into every format but Turtle, where it writes it whole, but without its datatype.  So
rows are asked for as Turtle, in the vocabulary for result sets, and triples as N-Triples and as Turtle, which are laid
over each other.
"""

from collections.abc import Iterable, Iterator, Mapping

import pyoxigraph
from pyoxigraph import Literal, Triple

from hemkg.store.base import Results, Value
from hemkg.store.nodes import REALS, XSD, value_of

ROWS = "text/turtle"
RESULT = "http://www.w3.org/2005/sparql-results#"
DOUBLE = XSD + "double"


def is_virtuoso(software: str) -> bool:
    """Whether a server says that it is Virtuoso.

    >>> is_virtuoso("Virtuoso/07.20.3229 (Linux) x86_64-pc-linux-gnu"), is_virtuoso("Jetty(9.4)")
    (True, False)
    """
    return software.lower().startswith("virtuoso")


def results_in(turtle: bytes) -> Results:
    """Return the rows that stand in Turtle as a result set.

    Raises:
        SyntaxError: if it is no Turtle.
    """
    columns: list[str] = []
    solutions: dict[str, list[str]] = {}
    variables: dict[str, str] = {}
    values: dict[str, Value] = {}
    for quad in pyoxigraph.parse(turtle, format=pyoxigraph.RdfFormat.TURTLE):
        name, subject, node = quad.predicate.value.removeprefix(RESULT), str(quad.subject), quad.object
        if name == "resultVariable":
            columns.append(str(value_of(node)))
        elif name == "solution":
            solutions.setdefault(str(node), [])
        elif name == "binding":
            solutions.setdefault(subject, []).append(str(node))
        elif name == "variable":
            variables[subject] = str(value_of(node))
        elif name == "value":
            values[subject] = value_of(node)
    return Results(tuple(columns), tuple(_row(columns, solution, variables, values) for solution in solutions.values()))


def _row(
    columns: Iterable[str], solution: Iterable[str], variables: Mapping[str, str], values: Mapping[str, Value]
) -> dict[str, Value]:
    told = {variables[binding]: values[binding] for binding in solution if binding in values}
    return {name: told.get(name) for name in columns}


def has_doubles(triples: Iterable[Triple]) -> bool:
    """Whether a double is among the objects."""
    return any(_is_double(triple.object) for triple in triples)


def with_whole_doubles(triples: Iterable[Triple], turtle: bytes) -> Iterator[Triple]:
    """Yield triples with their doubles as Turtle writes them, where it tells the same number in more digits."""
    whole: dict[tuple[str, str], list[float]] = {}
    for quad in pyoxigraph.parse(turtle, format=pyoxigraph.RdfFormat.TURTLE):
        if isinstance(quad.object, Literal) and quad.object.datatype.value.removeprefix(XSD) in REALS:
            whole.setdefault((str(quad.subject), str(quad.predicate)), []).append(float(quad.object.value))
    for triple in triples:
        if not _is_double(triple.object):
            yield triple
            continue
        assert isinstance(triple.object, Literal)
        short = float(triple.object.value)
        found = [number for number in whole.get(_key(triple), ()) if float(f"{number:.6g}") == short]
        number = pyoxigraph.Literal(repr(found[0] if found else short), datatype=pyoxigraph.NamedNode(DOUBLE))
        if found:
            whole[_key(triple)].remove(found[0])
        yield Triple(triple.subject, triple.predicate, number)


def _is_double(node: object) -> bool:
    return isinstance(node, Literal) and node.datatype.value == DOUBLE


def _key(triple: Triple) -> tuple[str, str]:
    return str(triple.subject), str(triple.predicate)
