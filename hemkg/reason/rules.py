"""Rules: what follows from claims, as CONSTRUCT queries run in the order of their files.

Each file of ``ontology/rules`` begins with what it says in plain words; its number tells when it runs.
Rules of one ten do not see each other's results, those of a later ten do.  The Faraday limits come
first and are computed in Python, for SPARQL does not know polyanions.  Everything derived stands in one
graph, which is dropped and rebuilt whole; every derived thing can be asked why.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cache, lru_cache
from importlib.resources.abc import Traversable
from itertools import groupby

from hemkg.model.composition import Composition
from hemkg.rdf import iris
from hemkg.rdf.write import RDF_TYPE, Sheet
from hemkg.reason import faraday
from hemkg.store.base import Store
from hemkg.vocab import terms
from hemkg.vocab.terms import HEM

FOLDER = "rules"
LIMITS = "00_faraday_limits"
TWO_VALUES = "38_two_values_in_a_paper"
VERDICT = "49_capacity_beyond_limit"
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
    """

    name: str
    says: str
    sparql: str


@dataclass(frozen=True, slots=True)
class Derivation:
    """What a run of the rules gave.

    Attributes:
        counts: rule and number of things that it derived, in the order of the run.
        triples: number of triples in the derived graph.
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
    comments = [line.removeprefix("#").strip() for line in text.splitlines() if line.startswith("#")]
    return Rule(entry.name.removesuffix(".rq"), " ".join(comments), text)


def says(rule: str) -> str:
    """Return what a rule says in plain words."""
    return LIMITS_SAY if rule == LIMITS else next((r.says for r in rules() if r.name == rule), "")


def derive(store: Store) -> Derivation:
    """Run all rules over a store and replace its derived graph.

    Args:
        store: holds the vocabulary, the guidelines and the papers' claims; is written to.

    Returns:
        how much each rule derived.
    """
    found = set(limit_lines(store))
    counts = [(LIMITS, _count(found, LIMITS))]
    for _, group in groupby(rules(), key=lambda rule: rule.name[0]):
        store.replace({iris.DERIVED_GRAPH: tuple(found)})
        for rule in group:
            new = store.construct(rule.sparql)
            counts.append((rule.name, _count(new, rule.name)))
            found.update(new)
    store.replace({iris.DERIVED_GRAPH: tuple(found)})
    return Derivation(tuple(counts), len(found))


def _count(lines: Iterable[str], rule: str) -> int:
    """Return how many derivations a rule made: each says once which rule made it."""
    mark = f' <{iris.term(HEM.rule)}> "{rule}" .'
    return sum(line.endswith(mark) for line in lines)


# ---------------------------------------------------------------- limits

MEASURED = """SELECT DISTINCT ?composition ?key ?ion WHERE {
  ?claim a hem:CapacityClaim ; hem:ion ?ion ; hem:ofMaterial/hem:composition ?composition .
  ?composition hem:compositionKey ?key .
}"""


def limit_lines(store: Store) -> Iterator[str]:
    """Yield the Faraday limit of every composition whose capacity somebody measured, for that ion."""
    sheet = Sheet()
    for row in store.query(PREFIX + MEASURED).rows:
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
