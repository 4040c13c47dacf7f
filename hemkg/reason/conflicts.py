"""Where claims do not go together: contradictions, tensions, differences by host.

The rules find them; here their sides are read back with the words of each claim, and the conditions in
which the sides differ are named, for two results under different conditions may both be right.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from hemkg.rdf import iris
from hemkg.reason import rules
from hemkg.store.base import Store, Value
from hemkg.vocab import terms
from hemkg.vocab.terms import HEM

RDFS_LABEL = "http://www.w3.org/2000/01/rdf-schema#label"
KINDS = (HEM.Contradiction, HEM.Tension, HEM.ContextualDifference)
CONDITIONS = (
    HEM.ion, HEM.cycle, HEM.currentDensity, HEM.cRate, HEM.voltageLow, HEM.voltageHigh, HEM.temperature,
    HEM.cellType, HEM.capacityKind, HEM.element, HEM.technique, HEM.mode, HEM.morphology, HEM.support,
)  # fmt: skip


@dataclass(frozen=True)
class Side:
    """One claim of a conflict, or a computed value.

    Attributes:
        iri: the claim or derivation.
        says: its words.
        source: paper, as people call it.
        section: where in the paper.
        works: labels or names of the primary works that it reports.
        conditions: {term of the condition: values as people write them}.
    """

    iri: str
    says: str
    source: str | None
    section: str | None
    works: tuple[str, ...]
    conditions: dict[str, tuple[str, ...]]


@dataclass(frozen=True)
class Conflict:
    """Claims that do not go together.

    Attributes:
        iri: the derivation.
        kind: term: ``Contradiction``, ``Tension`` or ``ContextualDifference``.
        rule: name of the rule that found it.
        says: what the rule says.
        about: what it is about, and in what respect.
        sides: the claims, computed values last.
        differs: the conditions that not all sides share, by term.
    """

    iri: str
    kind: str
    rule: str
    says: str
    about: str
    sides: tuple[Side, ...]
    differs: tuple[str, ...]

    def __str__(self) -> str:
        differing = ", ".join(map(label, self.differs))
        last = [f"  They differ in {differing}."] if differing else []
        return "\n".join([f"{label(self.kind)}, {self.about}: {self.says}", *map(_side_line, self.sides), *last])


def label(term: str) -> str:
    """Return what people call a term, a property too."""
    return terms.text(term, "skos:prefLabel") or terms.text(term, RDFS_LABEL) or term


def _side_line(side: Side) -> str:
    where = ", ".join(filter(None, (side.source or "computed", side.section)))
    works = f", after ref. {', '.join(side.works)}" if side.works else ""
    return f"  - {side.says} ({where}{works})"


FOUND = """SELECT DISTINCT ?d ?kind WHERE {
  ?d a hem:Derivation , ?kind . FILTER(?kind IN (%s)) ?d hem:rule ?rule .
} ORDER BY ?rule ?d"""


def find_conflicts(store: Store) -> tuple[Conflict, ...]:
    """Return every conflict of a store, in the order of the rules.

    Args:
        store: a store after ``rules.derive``.
    """
    kinds = ", ".join(f"hem:{kind}" for kind in KINDS)
    rows = store.query(rules.PREFIX + FOUND % kinds).rows
    return tuple(_conflict(store, str(row["d"]), str(row["kind"]).removeprefix(terms.BASE)) for row in rows)


def _conflict(store: Store, node: str, kind: str) -> Conflict:
    (reason,) = rules.why(store, node)
    sides = tuple(_side(store, each) for each in sorted(reason.because, key=lambda r: (r.rule is not None, r.iri)))
    about, rule = reason.result or "", reason.rule or ""
    return Conflict(node, kind, rule, reason.says, about, sides, tuple(_differing(sides)))


def _side(store: Store, reason: rules.Reason) -> Side:
    says = _limit_words(store, reason) or _entropy_words(store, reason.iri) or reason.says
    found = dict(_conditions(store, reason.iri))
    return Side(reason.iri, says, reason.source, reason.section, tuple(_works(store, reason.iri)), found)


LIMIT = """SELECT ?low ?high ?unit WHERE {{
  <{node}> a hem:FaradayLimit ; hem:value ?low ; hem:valueMax ?high ; hem:unit ?unit .
}}"""


def _limit_words(store: Store, reason: rules.Reason) -> str | None:
    """Return a computed limit in words."""
    for row in store.query(rules.PREFIX + LIMIT.format(node=reason.iri)).rows:
        unit = terms.text(str(row["unit"]).removeprefix(terms.BASE), HEM.symbol)
        return f"By conversion and alloying {reason.result} allows {row['low']:g} to {row['high']:g} {unit}."
    return None


ENTROPY = """SELECT ?surface ?label ?entropy ?class WHERE {{
  <{node}> hem:surface ?surface ; hem:entropyLabel ?label ; hem:entropyPerCation ?entropy ; hem:entropyClass ?class .
}}"""


def _entropy_words(store: Store, node: str) -> str | None:
    """Return what a paper calls a material and what that computes to, in words."""
    for row in store.query(rules.PREFIX + ENTROPY.format(node=node)).rows:
        called, computed = (label(str(row[key]).removeprefix(terms.BASE)) for key in ("label", "class"))
        return f"{row['surface']} is called {called}; {row['entropy']:.3f} R per mole of cations is {computed}."
    return None


SAID = """SELECT ?condition ?value WHERE {{
  VALUES ?condition {{ {conditions} }}
  {{ <{node}> ?condition ?value }} UNION {{ <{node}> hem:ofMaterial ?m . ?m ?condition ?value }}
}}"""


def _conditions(store: Store, node: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield the conditions that a claim states, those of its material among them."""
    wanted = " ".join(f"hem:{condition}" for condition in CONDITIONS)
    found: dict[str, set[str]] = {}
    for row in store.query(rules.PREFIX + SAID.format(node=node, conditions=wanted)).rows:
        found.setdefault(str(row["condition"]).removeprefix(terms.BASE), set()).add(_words(row["value"]))
    yield from ((condition, tuple(sorted(found[condition]))) for condition in CONDITIONS if condition in found)


def _words(value: Value) -> str:
    if isinstance(value, float):
        return f"{value:g}"
    return label(str(value).removeprefix(terms.BASE))


WORKS = """SELECT DISTINCT ?work ?label WHERE {{
  <{node}> hem:attributedTo ?work . OPTIONAL {{ ?work hem:referenceLabel ?label }}
}} ORDER BY ?label"""


def _works(store: Store, node: str) -> Iterator[str]:
    for row in store.query(rules.PREFIX + WORKS.format(node=node)).rows:
        yield str(row["label"] or str(row["work"]).removeprefix(iris.ID))


def _differing(sides: tuple[Side, ...]) -> Iterator[str]:
    """Yield the conditions for which two sides say different things, or one says something and another nothing."""
    for condition in CONDITIONS:
        if len({side.conditions.get(condition) for side in sides if side.source}) > 1:
            yield condition
