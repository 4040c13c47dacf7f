"""RDF nodes as Python values and lines, the same whichever store they came from."""

from collections.abc import Iterable, Sequence

import pyoxigraph

from hemkg.errors import StoreError
from hemkg.store.base import Results, Row, Value

XSD = "http://www.w3.org/2001/XMLSchema#"
REALS = frozenset({"double", "decimal", "float"})
INTEGERS = frozenset({"integer", "int", "long", "nonNegativeInteger"})


def value_of(node: object) -> Value:
    """Turn an RDF node into a Python value; a blank node into its name.

    >>> value_of(pyoxigraph.Literal("1", datatype=pyoxigraph.NamedNode(XSD + "boolean"))), value_of(None)
    (True, None)
    """
    if node is None:
        return None
    if isinstance(node, pyoxigraph.Literal):
        kind = node.datatype.value.removeprefix(XSD)
        if kind in REALS:
            return float(node.value)
        if kind in INTEGERS:
            return int(node.value)
        return node.value in {"true", "1"} if kind == "boolean" else node.value
    return str(node.value) if isinstance(node, pyoxigraph.NamedNode) else str(node)


def results_of(solutions: pyoxigraph.QuerySolutions) -> Results:
    """Return solutions as rows of Python values."""
    columns = tuple(variable.value for variable in solutions.variables)
    return Results(columns, tuple(_row(columns, solution) for solution in solutions))


def _row(columns: Sequence[str], solution: pyoxigraph.QuerySolution) -> Row:
    return {name: value_of(solution[i]) for i, name in enumerate(columns)}


def triples_of(lines: Iterable[str]) -> list[pyoxigraph.Triple]:
    """Return the triples of N-Triples lines: what is none of these cannot end an update and begin another.

    Raises:
        StoreError: if a line is no triple.
    """
    try:
        data = "\n".join(lines).encode()
        return [quad.triple for quad in pyoxigraph.parse(data, format=pyoxigraph.RdfFormat.N_TRIPLES)]
    except (SyntaxError, ValueError) as error:
        told = str(error).strip().split("\n", 1)[0][:300]
        raise StoreError(f"a graph could not be written: {told}.") from None


def in_one_writing(triples: Iterable[pyoxigraph.Triple]) -> tuple[str, ...]:
    """Return triples as sorted N-Triples lines in which every number is written as the embedded store writes it.

    >>> number = pyoxigraph.Literal("650.0", datatype=pyoxigraph.NamedNode(XSD + "double"))
    >>> in_one_writing([pyoxigraph.Triple(pyoxigraph.NamedNode("urn:a"), pyoxigraph.NamedNode("urn:b"), number)])
    ('<urn:a> <urn:b> "650"^^<http://www.w3.org/2001/XMLSchema#double> .',)
    """
    held = pyoxigraph.Store()
    held.extend(pyoxigraph.Quad(*triple) for triple in triples)
    return tuple(sorted(f"{quad.triple} ." for quad in held))
