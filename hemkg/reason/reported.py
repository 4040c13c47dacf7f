"""What papers say of a composition: its name by entropy, mechanisms, and capacities held against the limit."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from hemkg.model.composition import Composition
from hemkg.rdf import iris
from hemkg.reason import faraday, guidelines
from hemkg.reason.faraday import Faraday
from hemkg.reason.rules import PREFIX
from hemkg.reason.why import source_of
from hemkg.store.base import Row, Store
from hemkg.vocab import terms
from hemkg.vocab.terms import HEM


@dataclass(frozen=True, slots=True)
class Reported:
    """One claim of one paper about a composition.

    Attributes:
        iri: the claim.
        says: what is said, in few words (``conversion, asserted``; ``1310 mAh g-1``).
        quote: the sentence behind it.
        source: the paper's DOI, title or document name.
        verdict: for a measured capacity, what the Faraday limit says of it (a term); None otherwise.
    """

    iri: str
    says: str
    quote: str
    source: str
    verdict: str | None = None


@dataclass(frozen=True, slots=True)
class Called:
    """How a work calls a composition by its entropy.

    Attributes:
        iri: the material.
        label: term of the entropy class.
        source: the work's DOI, title or document name.
    """

    iri: str
    label: str
    source: str


SAID = """SELECT DISTINCT
  ?claim ?kind ?mechanism ?polarity ?value ?unit ?property ?capacityKind ?quote ?doi ?title ?name
WHERE {{
  ?material hem:composition <{composition}> . ?claim hem:ofMaterial ?material ; a ?kind ; hem:polarity ?polarity ;
    hem:evidence/hem:quote ?quote ; hem:inPaper ?paper .
  FILTER(?kind IN (hem:MechanismClaim, hem:CapacityClaim))
  FILTER NOT EXISTS {{ ?claim hem:ion ?other . FILTER(?other != <{ion}>) }}
  OPTIONAL {{ ?claim hem:mechanism ?mechanism }}
  OPTIONAL {{ ?claim hem:value ?value ; hem:unit ?unit ; hem:property ?property }}
  OPTIONAL {{ ?claim hem:capacityKind ?capacityKind }}
  OPTIONAL {{ ?paper hem:doi ?doi }} OPTIONAL {{ ?paper <http://purl.org/dc/terms/title> ?title }}
  OPTIONAL {{ ?paper hem:documentName ?name }}
}} ORDER BY ?kind ?mechanism DESC(?value) ?claim"""

CALLED = """SELECT DISTINCT ?material ?label ?doi ?title ?name WHERE {{
  ?material hem:composition <{composition}> ; hem:entropyLabel ?label ; hem:inPaper ?paper .
  OPTIONAL {{ ?paper hem:doi ?doi }} OPTIONAL {{ ?paper <http://purl.org/dc/terms/title> ?title }}
  OPTIONAL {{ ?paper hem:documentName ?name }}
}} ORDER BY ?label ?doi ?title ?name"""


def reported_in(store: Store, composition: Composition, ion: str, limit: Faraday | None) -> tuple[Reported, ...]:
    """Return what the papers of a store say of a composition, for one working ion or for none named.

    Args:
        store: with papers read.
        composition: what is asked about; one with open amounts has no key and finds nothing.
        ion: term of the working ion.
        limit: the Faraday limit that measured capacities are held against.
    """
    key = composition.key()
    if key is None:
        return ()
    rows = store.query(PREFIX + SAID.format(composition=iris.composition(key), ion=iris.term(ion))).rows
    told = {_local(r["mechanism"]) for r in rows if _is(r, HEM.MechanismClaim) and _is_asserted(r)}
    return tuple(_reported(row, composition, limit, tuple(sorted(told))) for row in rows)


def called_of_old(composition: Composition) -> Iterator[Called]:
    """Yield how the works behind the guidelines call a composition."""
    yield from _once(Called(*found) for found in guidelines.labels(composition))


def called_in(store: Store, composition: Composition) -> Iterator[Called]:
    """Yield how the papers of a store, the guidelines among them, call a composition; each once a work."""
    key = composition.key()
    rows = store.query(PREFIX + CALLED.format(composition=iris.composition(key))).rows if key is not None else ()
    yield from _once(Called(str(row["material"]), _local(row["label"]), _source(row)) for row in rows)


def _once(called: Iterable[Called]) -> Iterator[Called]:
    """Yield what a work says once, for it may write a composition in several ways."""
    seen = set()
    for one in called:
        if (one.label, one.source) not in seen:
            seen.add((one.label, one.source))
            yield one


def _reported(row: Row, composition: Composition, limit: Faraday | None, told: tuple[str, ...]) -> Reported:
    verdict = None
    if _is(row, HEM.MechanismClaim):
        says = f"{terms.label(_local(row['mechanism']))}, {terms.notation(_local(row['polarity']))}"
    else:
        says = f"{float(str(row['value'])):g} {terms.text(_local(row['unit']), HEM.symbol)}"
        kind = _local(row["capacityKind"]) if row["capacityKind"] else None
        says += f", {terms.label(kind)}" if kind else ""
        verdict = _verdict(row, composition, limit, told, kind)
    return Reported(str(row["claim"]), says, str(row["quote"]), _source(row), verdict)


def _verdict(
    row: Row, composition: Composition, limit: Faraday | None, told: tuple[str, ...], kind: str | None
) -> str | None:
    """Hold a measured reversible capacity against the limit; what is computed or a share is not."""
    if limit is None or _local(row["property"]) != HEM.SpecificCapacity or not faraday.is_bounded(kind):
        return None
    judged = faraday.judge(limit, float(str(row["value"])), composition.elements, told)
    return judged.verdict if judged else None


def _is(row: Row, kind: str) -> bool:
    return _local(row["kind"]) == kind


def _is_asserted(row: Row) -> bool:
    return _local(row["polarity"]) == HEM.Asserted


def _local(node: object) -> str:
    return str(node).removeprefix(terms.BASE)


def _source(row: Row) -> str:
    return source_of(row) or ""
