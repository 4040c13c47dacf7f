"""The ontology's terms, read from ``ontology/*.ttl`` and from nowhere else.

``HEM.SpaceCharge`` is the local name ``"SpaceCharge"`` if the Turtle defines it; a misspelt term
raises ``UnknownTerm`` when the module that uses it is imported.  Everything that a concept says of
itself is read through ``objects`` and ``value``; nobody outside this module reads the files.
"""

from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from types import MappingProxyType

import pyoxigraph

from hemkg.errors import UnknownTerm

BASE = "https://w3id.org/hemkg/ont#"
RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
OWL = "http://www.w3.org/2002/07/owl#"
SUBCLASS = "http://www.w3.org/2000/01/rdf-schema#subClassOf"
SKOS = "http://www.w3.org/2004/02/skos/core#"

# answers that are kept: more than there are terms, and no more, since what is asked for may come from a paper
REMEMBERED = 65536

Literal = str | float | int
Triple = tuple[str, str, Literal]


def ontology_directory() -> Traversable:
    """Return the folder of Turtle files: the packaged copy, or the checkout's own."""
    packaged = files("hemkg").joinpath("_ontology")
    return packaged if packaged.is_dir() else Path(__file__).parents[2] / "ontology"


OF_QUESTIONS = "questions.ttl"  # words of people who ask; nothing of it is looked for in papers


def vocabulary_files() -> Iterator[Traversable]:
    """Yield the Turtle files that define terms, by name; shapes and examples are not among them."""
    for entry in sorted(ontology_directory().iterdir(), key=lambda e: e.name):
        if entry.name.endswith(".ttl") and entry.name not in {"shapes.ttl", "guidelines.ttl", "mappings.ttl"}:
            yield entry


@cache
def prefixes() -> Mapping[str, str]:
    """Return {prefix: namespace} as the file of classes and properties declares them.

    >>> prefixes()["xsd"]
    'http://www.w3.org/2001/XMLSchema#'
    """
    data = ontology_directory().joinpath("hemkg.ttl").read_bytes()
    parser = pyoxigraph.parse(data, format=pyoxigraph.RdfFormat.TURTLE)
    deque(parser, maxlen=0)  # a prefix is known once its line has been read
    return MappingProxyType(dict(parser.prefixes))


def _plain(node: pyoxigraph.NamedNode | pyoxigraph.BlankNode | pyoxigraph.Literal) -> Literal:
    """Turn an RDF node into a Python value; terms of our own lose their namespace."""
    if isinstance(node, pyoxigraph.Literal):
        kind = node.datatype.value.rsplit("#", 1)[-1]
        if kind in {"decimal", "double", "float"}:
            return float(node.value)
        return int(node.value) if kind == "integer" else node.value
    return node.value.removeprefix(BASE)


@dataclass(frozen=True, eq=False)
class _Indices:
    """{subject: {predicate: objects}}, local names for our terms."""

    of_reading: Mapping[str, Mapping[str, list[Literal]]]
    of_everything: Mapping[str, Mapping[str, list[Literal]]]


@cache
def _indices() -> _Indices:
    """Return what the vocabulary files say, read once: whoever reads a stranger's file later may open none."""
    of_reading: dict[str, dict[str, list[Literal]]] = {}
    of_everything: dict[str, dict[str, list[Literal]]] = {}
    for entry in vocabulary_files():
        indices = [of_everything] if entry.name == OF_QUESTIONS else [of_everything, of_reading]
        for quad in pyoxigraph.parse(entry.read_bytes(), format=pyoxigraph.RdfFormat.TURTLE):
            subject, value = str(_plain(quad.subject)), _plain(quad.object)
            predicate = quad.predicate.value.removeprefix(BASE)
            for index in indices:
                index.setdefault(subject, {}).setdefault(predicate, []).append(value)
    return _Indices(of_reading, of_everything)


def _index() -> Mapping[str, Mapping[str, list[Literal]]]:
    """Return {subject: {predicate: objects}} over all vocabulary files, local names for our terms."""
    return _indices().of_everything


@cache
def _instances() -> dict[str, tuple[str, ...]]:
    """Return {class: its members}, in the order of the files."""
    members: dict[str, list[str]] = {}
    for subject, predicates in _index().items():
        for kind in predicates.get(RDF_TYPE, ()):
            members.setdefault(str(kind), []).append(subject)
    return {kind: tuple(names) for kind, names in members.items()}


def defined() -> frozenset[str]:
    """Return the local names of all terms that the ontology defines."""
    return frozenset(name for name in _index() if ":" not in name and "/" not in name)


def is_defined(name: str) -> bool:
    """Whether the ontology defines a term of this local name."""
    return name in _index()


def instances(kind: str) -> tuple[str, ...]:
    """Return the terms of a class, in the order of the files.

    >>> instances("IonStorageMechanism")
    ('Intercalation', 'Conversion', 'Alloying', 'SpaceCharge')
    """
    return _instances().get(kind, ())


@lru_cache(maxsize=REMEMBERED)
def kinds(name: str) -> tuple[str, ...]:
    """Return the classes of a term."""
    return tuple(str(k) for k in objects(name, RDF_TYPE))


@lru_cache(maxsize=REMEMBERED)
def all_kinds(name: str) -> frozenset[str]:
    """Return the classes of a term with their superclasses.

    >>> "Claim" in all_kinds("nothing that is defined")
    False
    """
    found: set[str] = set()
    left = list(kinds(name))
    while left:
        kind = left.pop()
        if kind not in found:
            found.add(kind)
            left += map(str, objects(kind, SUBCLASS))
    return frozenset(found)


@lru_cache(maxsize=REMEMBERED)
def objects(name: str, predicate: str) -> tuple[Literal, ...]:
    """Return what a term says under a predicate (a local name, ``skos:notation`` or a full IRI)."""
    if predicate.startswith("skos:"):
        predicate = SKOS + predicate.removeprefix("skos:")
    return tuple(_index().get(name, {}).get(predicate, ()))


def said(name: str) -> Mapping[str, tuple[Literal, ...]]:
    """Return everything that a term says, by predicate: local names for ours, full IRIs for others.

    >>> said("LithiumIon")["ofElement"]
    ('Li',)
    """
    return {predicate: tuple(values) for predicate, values in _index().get(name, {}).items()}


def literals() -> Iterator[str]:
    """Yield every text that the ontology holds for reading papers: labels, words of its tables, definitions."""
    for predicates in _indices().of_reading.values():
        for objects_ in predicates.values():
            yield from (each for each in objects_ if isinstance(each, str) and not _is_name(each))


def _is_name(text: str) -> bool:
    """Whether a text is a term or an address, which have no blanks and are no words."""
    return text in _index() or "://" in text


def text(name: str, predicate: str) -> str | None:
    """Return the one string or term under a predicate, or None."""
    found = objects(name, predicate)
    return str(found[0]) if found else None


def number(name: str, predicate: str = "value") -> float:
    """Return the number that a term carries; thresholds and constants are read with this.

    Raises:
        UnknownTerm: if the term has no number there.

    >>> number("HighEntropyThreshold")
    1.5
    """
    for found in objects(name, predicate):
        if isinstance(found, (int, float)):
            return float(found)
    raise UnknownTerm(f"{name} has no number under {predicate}; see the files in ontology/")


def label(name: str) -> str:
    """Return the preferred label of a term, or its local name.

    >>> label("SpaceCharge")
    'space charge'
    """
    return text(name, "skos:prefLabel") or name


def notation(name: str) -> str:
    """Return the word by which the command line's JSON calls a term.

    >>> notation("SpaceCharge")
    'space_charge'
    """
    return text(name, "skos:notation") or label(name)


@cache
def by_notation(kind: str) -> dict[str, str]:
    """Return {JSON word: term} for the terms of a class."""
    return {notation(name): name for name in instances(kind)}


def iri(name: str) -> str:
    """Return the full IRI of a term.

    Raises:
        UnknownTerm: if the ontology does not define it.
    """
    if not is_defined(name):
        raise UnknownTerm(f"the ontology defines no term {name!r}; see the files in ontology/")
    return BASE + name


class _Closed:
    """The terms of the ontology as attributes; a name that is not defined cannot be used."""

    def __getattr__(self, name: str) -> str:
        if name.startswith("__"):
            raise AttributeError(name)
        if not is_defined(name):
            raise UnknownTerm(f"the ontology defines no term {name!r}; see the files in ontology/")
        self.__dict__[name] = name  # looked up once; from now on an attribute like any other
        return name


HEM = _Closed()
