"""Rules: what follows from claims, as CONSTRUCT queries run in the order of their files.

Each file of ``ontology/rules`` begins with what it says in plain words; its number tells when it runs.
Rules of one ten do not rest on each other, those of a later ten rest on the earlier ones.  The Faraday limits come
first and are computed in Python, for SPARQL does not know polyanions.  What is derived stands in graphs
of its own, never mixed in with claims; every derived thing can be asked why.

After a change of few papers only what they touch is derived anew, with the same result as if everything were.
Lines that begin with ``#:`` in a file say how: ``material``, ``denied`` or ``composition`` stand where the variable
of that name may be held to the materials or compositions in question; ``claims`` names the classes of claims
without which the whole rule gives what it gave; a ``fixed`` rule rests on the guidelines alone.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache, lru_cache
from importlib.resources.abc import Traversable
from itertools import islice
from pathlib import Path

from hemkg.model.composition import Composition
from hemkg.rdf import iris
from hemkg.rdf.write import RDF_TYPE, Sheet
from hemkg.reason import faraday
from hemkg.store.base import Store
from hemkg.store.touched import MOST, Touched
from hemkg.vocab import terms
from hemkg.vocab.terms import HEM

FOLDER = "rules"
LIMITS = "00_faraday_limits"
TWO_VALUES = "38_two_values_in_a_paper"
VERDICT = "49_capacity_beyond_limit"
PIECE = 5_000  # triples that are written at once
PART = 5_000  # materials over which a rule runs at once: what it gives of so many fits into memory
MARK = re.compile(r"#: (material|denied|composition)$", re.M)
LIMITS_SAY = (
    "The Faraday limit of a composition with a working ion: conversion by the charge of the anions, "
    "alloying by the ions that atoms host."
)
DERIVATIONS = iris.ID + "derivation/"
PREFIX = f"PREFIX hem: <{terms.BASE}>\n"


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule.

    Attributes:
        name: stem of its file (``20_accessible_conversion``).
        says: what it says, in plain words.
        sparql: the CONSTRUCT query.
        claims: the classes of claims that a rule over the whole store reads; empty for one that rests on the
            guidelines alone, None for one that can be held to some materials or compositions.
    """

    name: str
    says: str
    sparql: str
    claims: frozenset[str] | None = None

    @property
    def is_whole(self) -> bool:
        """Whether it always looks at the whole store; then its results stand in a graph of their own."""
        return self.claims is not None

    def over(self, scope: "Scope | None") -> str:
        """Return the query, held to some materials and compositions."""
        return self.sparql if scope is None else MARK.sub(lambda mark: scope.values(mark[1]), self.sparql)


@dataclass(frozen=True, slots=True)
class Scope:
    """The things about which something may have changed; closed: whatever shares a composition is in it.

    Attributes:
        materials: IRIs.
        compositions: IRIs.
    """

    materials: Sequence[str]
    compositions: Sequence[str]

    def values(self, variable: str) -> str:
        """Return the VALUES clause that holds a variable to this scope."""
        return _values(variable, self.compositions if variable == "composition" else self.materials)


@dataclass(frozen=True, slots=True)
class Derivation:
    """What a run of the rules gave.

    Attributes:
        counts: rule and number of things that it derived, in the order of the run.
        triples: number of triples that were derived, now.
    """

    counts: tuple[tuple[str, int], ...]
    triples: int

    def of(self, rule: str) -> int:
        """Return how many things a rule derived."""
        return dict(self.counts)[rule]


@cache
def rules() -> tuple[Rule, ...]:
    """Return the rules in the order in which they run.

    >>> rules()[0].name
    '10_guideline_roles'
    """
    folder = terms.ontology_directory().joinpath(FOLDER)
    return tuple(_rule(entry) for entry in sorted(folder.iterdir(), key=lambda e: e.name) if entry.name.endswith(".rq"))


def _rule(entry: Traversable) -> Rule:
    text = entry.read_text(encoding="utf-8")
    lines = text.splitlines()
    comments = [line.removeprefix("#").strip() for line in lines if line.startswith("#")]
    marks = [line.split()[1:] for line in lines if line.lstrip().startswith("#:")]
    whole = [frozenset(classes) for kind, *classes in marks if kind in {"claims", "fixed"}]
    return Rule(entry.name.removesuffix(".rq"), " ".join(comments), text, whole[0] if whole else None)


def says(rule: str) -> str:
    """Return what a rule says in plain words."""
    return LIMITS_SAY if rule == LIMITS else next((r.says for r in rules() if r.name == rule), "")


@cache
def fingerprint() -> str:
    """Return a digest of all that decides what is derived from claims: ontology, rules, and the code that runs them."""
    digest = hashlib.sha256()
    ontology = terms.ontology_directory()
    folders = (ontology, ontology.joinpath(FOLDER), Path(__file__).parent)
    for entry in (e for folder in folders for e in sorted(folder.iterdir(), key=lambda e: e.name)):
        if entry.name.endswith((".ttl", ".rq", ".py")):
            digest.update(entry.read_bytes())
    return digest.hexdigest()[:16]


def derive(store: Store, touched: Touched | None = None) -> Derivation:
    """Run all rules over a store and write what they derive; memory does not grow with the store.

    Args:
        store: holds the vocabulary, the guidelines and the papers' claims; is written to.
        touched: what changed since the rules ran last, if nothing else did; everything is derived anew if not given.

    Returns:
        how much each rule derived, now.
    """
    scope = _closed(store, touched) if touched is not None else None
    if scope is None:
        wanted = rules()
        store.replace(dict.fromkeys(_graphs(), ()))
        scopes = list(_everything(store))
    else:
        classes = touched.classes if touched else ()
        wanted = tuple(rule for rule in rules() if rule.claims is None or rule.claims.intersection(classes))
        store.change(iris.DERIVED_GRAPH, _about(store, scope), ())
        scopes = [scope]
    written = _Written(store)
    for part in scopes:
        written.add(LIMITS, limit_lines(store, part))
    for rule in wanted:
        if rule.is_whole:
            written.put(rule.name, store.construct(rule.sparql))
        for part in scopes if not rule.is_whole else ():
            written.add(rule.name, store.construct(rule.over(part)))
    return Derivation(tuple(written.counts.items()), _triples(store) if scope is None else written.triples)


class _Written:
    """What was written to the derived graphs of a store: in pieces, since one change is held in memory as a whole."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.counts: dict[str, int] = {}
        self.triples = 0

    def add(self, rule: str, lines: Iterable[str]) -> None:
        """Put what a rule gave of some things beside what else is derived."""
        found = iter(lines)
        self.counts.setdefault(rule, 0)
        while piece := tuple(islice(found, PIECE)):
            self._store.change(iris.DERIVED_GRAPH, (), piece)
            self._note(rule, piece)

    def put(self, rule: str, lines: Sequence[str]) -> None:
        """Put what a rule gave of the whole store into a graph of its own, in the place of what it gave before."""
        self._store.replace({f"{iris.DERIVED_GRAPH}/{rule}": lines})
        self.counts.setdefault(rule, 0)
        self._note(rule, lines)

    def _note(self, rule: str, lines: Sequence[str]) -> None:
        self.counts[rule] += _count(lines, rule)
        self.triples += len(lines)


def _graphs() -> tuple[str, ...]:
    """Return the names of the graphs of what is derived."""
    return (iris.DERIVED_GRAPH, *(f"{iris.DERIVED_GRAPH}/{rule.name}" for rule in rules() if rule.is_whole))


def _triples(store: Store) -> int:
    counted = f"SELECT (COUNT(*) AS ?n) WHERE {{ {_values('g', _graphs())} GRAPH ?g {{ ?s ?p ?o }} }}"
    return int(store.query(counted).rows[0]["n"] or 0)


def _everything(store: Store) -> Iterator[Scope | None]:
    """Yield the whole store in parts of which each fits into memory; None for a small store as it is."""
    materials = _subjects(store, "?x a hem:Material")
    if len(materials) <= PART:
        yield None
        return
    compositions = _subjects(store, "?x a hem:Composition")
    for start in range(0, max(len(materials), len(compositions)), PART):
        yield Scope(materials[start : start + PART], compositions[start : start + PART])


def _subjects(store: Store, pattern: str) -> list[str]:
    rows = store.query(f"{PREFIX}SELECT DISTINCT ?x WHERE {{ {pattern} }}").rows
    return sorted(str(row["x"]) for row in rows)


# ---------------------------------------------------------------- what few papers touch


def _closed(store: Store, touched: Touched) -> Scope | None:
    """Return what was touched with everything that shares a composition with it; None if that is too much to name."""
    if touched.is_too_much:
        return None
    shared = f"{_values('c', touched.compositions)} ?x hem:composition ?c"
    materials = touched.materials.union(_subjects(store, shared))
    return Scope(sorted(materials), sorted(touched.compositions)) if len(materials) <= MOST else None


def _about(store: Store, scope: Scope) -> tuple[str, ...]:
    """Return what stands in the derived graph about a scope, and about the claims that it was derived from."""
    things = {*scope.materials, *scope.compositions}
    graph = f"GRAPH <{iris.DERIVED_GRAPH}>"
    derivations = _subjects(store, f"{_values('about', things)} {graph} {{ ?x hem:about ?about }}")
    sources = _subjects(store, f"{_values('d', derivations)} {graph} {{ ?d hem:derivedFrom ?x }}")
    things.update(derivations, sources)
    return store.construct(f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ {_values('s', things)} {graph} {{ ?s ?p ?o }} }}")


def _values(variable: str, iris_: Iterable[str]) -> str:
    return f"VALUES ?{variable} {{ {' '.join(f'<{iri}>' for iri in sorted(iris_))} }}"


def _count(lines: Iterable[str], rule: str) -> int:
    """Return how many derivations a rule made: each says once which rule made it."""
    mark = f' <{iris.term(HEM.rule)}> "{rule}" .'
    return sum(line.endswith(mark) for line in lines)


# ---------------------------------------------------------------- limits

MEASURED = """SELECT DISTINCT ?composition ?key ?ion WHERE {
  #: composition
  ?claim a hem:CapacityClaim ; hem:ion ?ion ; hem:ofMaterial/hem:composition ?composition .
  ?composition hem:compositionKey ?key .
}"""


def limit_lines(store: Store, scope: Scope | None = None) -> Iterator[str]:
    """Yield the Faraday limit of every composition, or of some, whose capacity somebody measured, for that ion."""
    sheet = Sheet()
    asked = MEASURED if scope is None else MARK.sub(lambda mark: scope.values(mark[1]), MEASURED)
    for row in store.query(PREFIX + asked).rows:
        _write_limit(sheet, str(row["composition"]), str(row["key"]), str(row["ion"]).removeprefix(terms.BASE))
    yield from sheet.lines


def _write_limit(sheet: Sheet, composition: str, key: str, ion: str) -> None:
    found = faraday.limit(composition_of(key), ion)
    if not found.is_computed:
        return
    node = f"{DERIVATIONS}{iris.short(LIMITS, composition, ion)}"
    for kind in (HEM.Derivation, HEM.FaradayLimit):
        sheet.term(node, RDF_TYPE, kind)
    sheet.say(node, HEM.rule, LIMITS)
    sheet.link(node, HEM.about, composition)
    sheet.term(node, HEM.ion, ion)
    sheet.say(node, HEM.value, round(found.low, 1))
    sheet.say(node, HEM.valueMax, round(found.high, 1))
    sheet.term(node, HEM.unit, HEM.MilliampereHourPerGram)
    for source in {share.source.iri for step in found.steps for share in step.shares if share.source}:
        sheet.link(node, HEM.derivedFrom, source)


@lru_cache(maxsize=4096)
def composition_of(key: str) -> Composition:
    """Return the composition of a key that the graph holds.

    >>> composition_of("Fe:3/7|O:4/7").amounts
    (('Fe', Fraction(3, 7)), ('O', Fraction(4, 7)))
    """
    amounts = tuple((symbol, Fraction(share)) for symbol, share in (part.split(":") for part in key.split("|")))
    return Composition(key, key, amounts)
