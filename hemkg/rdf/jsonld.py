"""Graphs as compacted JSON-LD: the short names are the ontology's own, and one node is written after the other.

The context is made from ``hemkg.ttl`` (prefixes, properties) and ``shapes.ttl`` (which property holds which
datatype) when it is needed, so that there is no second list of terms to keep.  Nothing but one node is held in
memory.  A number stands as a number only where every reader of JSON-LD gets the same literal back; elsewhere
its digits stand as text beside their datatype.
"""

import json
import math
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from itertools import groupby
from operator import attrgetter
from types import MappingProxyType
from typing import IO

import pyoxigraph

from hemkg.rdf import iris
from hemkg.vocab import terms

Json = dict[str, object]
SHACL = "http://www.w3.org/ns/shacl#"
XSD = "http://www.w3.org/2001/XMLSchema#"
STRING, BOOLEAN, INTEGER, DOUBLE = (XSD + name for name in ("string", "boolean", "integer", "double"))
PROPERTIES = tuple(terms.OWL + kind for kind in ("ObjectProperty", "DatatypeProperty", "AnnotationProperty"))
SHORT_INTEGER = re.compile(r"0|-?[1-9]\d{0,14}")  # what a reader keeps that takes every number for a double


@cache
def prefixes() -> Mapping[str, str]:
    """Return {prefix: namespace}: those of the ontology, and ``hd`` for the things of papers."""
    return MappingProxyType({**terms.prefixes(), "hd": iris.ID})


@cache
def _datatypes() -> dict[str, str]:
    """Return {property: datatype} as the shapes ask for it, both as IRIs."""
    data = terms.ontology_directory().joinpath("shapes.ttl").read_bytes()
    paths: dict[object, str] = {}
    kinds: dict[object, str] = {}
    for quad in pyoxigraph.parse(data, format=pyoxigraph.RdfFormat.TURTLE):
        found = {SHACL + "path": paths, SHACL + "datatype": kinds}.get(quad.predicate.value)
        if found is not None and isinstance(quad.object, pyoxigraph.NamedNode):
            found[quad.subject] = quad.object.value
    return {paths[shape]: kind for shape, kind in kinds.items() if shape in paths}


@cache
def context() -> Mapping[str, str | Mapping[str, str]]:
    """Return the context: prefixes, and every property of the ontology by its local name.

    >>> context()["ofMaterial"], context()["cycle"]
    ({'@id': 'hem:ofMaterial', '@type': '@id'}, {'@id': 'hem:cycle', '@type': 'xsd:integer'})
    """
    found: dict[str, str | Mapping[str, str]] = dict(prefixes())
    for kind in PROPERTIES:
        for name in sorted(terms.instances(kind)):
            found[name] = _term(name, is_link=kind == PROPERTIES[0])
    return MappingProxyType(found)


def _term(name: str, *, is_link: bool) -> str | dict[str, str]:
    datatype = _datatypes().get(terms.BASE + name)
    kind = "@id" if is_link else short(datatype) if datatype else None
    return {"@id": f"hem:{name}", "@type": kind} if kind else f"hem:{name}"


@cache
def _expected(predicate: str) -> str | None:
    """Return what the context says that a property holds: ``@id``, a datatype, or nothing."""
    term = context().get(predicate.removeprefix(terms.BASE))
    kind = term["@type"] if isinstance(term, Mapping) else None
    return _datatypes()[predicate] if kind and kind != "@id" else kind


@cache
def _key(predicate: str) -> str:
    name = predicate.removeprefix(terms.BASE)
    return name if name != predicate and name in context() else short(predicate)


def short(iri: str) -> str:
    """Return an IRI with a prefix where one fits.

    >>> short("https://w3id.org/hemkg/id/claim/1"), short("urn:a")
    ('hd:claim/1', 'urn:a')
    """
    for prefix, namespace in prefixes().items():
        name = iri.removeprefix(namespace)
        if name != iri and not name.startswith("//"):  # hd://x would be read as an IRI of its own
            return f"{prefix}:{name}"
    return iri


# ---------------------------------------------------------------- writing


def write(graphs: Iterable[tuple[str, Iterable[pyoxigraph.Quad]]], out: IO[bytes]) -> None:
    """Write named graphs as one JSON-LD document.

    Args:
        graphs: name and quads of each; the quads of a subject best stand together.
        out: an open file.
    """
    out.write(f'{{"@context": {_text(dict(context()))},\n"@graph": ['.encode())
    for number, (name, quads) in enumerate(graphs):
        out.write(f'{"," if number else ""}\n{{"@id": {_text(short(name))}, "@graph": ['.encode())
        for place, node in enumerate(_nodes(quads)):
            out.write(f"{',' if place else ''}\n{_text(node)}".encode())
        out.write(b"]}")
    out.write(b"]}\n")


def _text(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, default=dict)


def _nodes(quads: Iterable[pyoxigraph.Quad]) -> Iterator[Json]:
    for subject, group in groupby(quads, key=attrgetter("subject")):
        said: dict[str, list[object]] = {}
        for quad in group:
            key, value = _pair(quad)
            said.setdefault(key, []).append(value)
        values = {key: sorted(found, key=_text) if len(found) > 1 else found[0] for key, found in sorted(said.items())}
        yield {"@id": _name(subject), **values}


def _pair(quad: pyoxigraph.Quad) -> tuple[str, object]:
    predicate = quad.predicate.value
    if not isinstance(quad.object, pyoxigraph.Literal):
        name = _name(quad.object)
        if predicate == terms.RDF_TYPE:
            return "@type", name
        return _key(predicate), name if _expected(predicate) == "@id" else {"@id": name}
    return _key(predicate), _literal(quad.object, _expected(predicate))


def _name(node: object) -> str:
    return short(node.value) if isinstance(node, pyoxigraph.NamedNode) else str(node)


def _literal(literal: pyoxigraph.Literal, expected: str | None) -> object:
    """Return a literal as JSON: plain where the context says all else, with language or datatype elsewhere."""
    if literal.language:
        return {"@language": literal.language, "@value": literal.value}
    kind = literal.datatype.value
    if kind == expected or (expected is None and kind in {STRING, BOOLEAN, INTEGER}):
        native = _native(literal.value, kind)
        if native is not None:
            return native
        if kind == (expected or STRING):
            return literal.value
    return {"@type": short(kind), "@value": literal.value}


def _native(digits: str, kind: str) -> bool | int | float | None:
    """Return the number or truth value of JSON that is read back as this very literal, if there is one."""
    if kind == BOOLEAN and digits in {"true", "false"}:
        return digits == "true"
    if kind == INTEGER and SHORT_INTEGER.fullmatch(digits):
        return int(digits)
    if kind == DOUBLE:
        value = float(digits)
        # JSON-LD gives a double sixteen digits, and no sign to a zero.
        return value if math.isfinite(value) and float(f"{value:.15e}") == value and digits != "-0" else None
    return None
