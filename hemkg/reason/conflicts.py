"""Where claims do not go together: contradictions, tensions, differences by host.

The rules find them; here their sides are read back with the words of each claim, and the conditions in
which the sides differ are named, for two results under different conditions may both be right.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from hemkg.rdf import iris
from hemkg.reason import rules
from hemkg.reason.why import Reason, marked, why
from hemkg.store.base import Store, Value
from hemkg.vocab import terms
from hemkg.vocab.terms import HEM

RDFS_LABEL = "http://www.w3.org/2000/01/rdf-schema#label"
KINDS = (HEM.Contradiction, HEM.Disagreement, HEM.Tension, HEM.ContextualDifference)
CONDITIONS = (
    HEM.ion, HEM.cycle, HEM.currentDensity, HEM.cRate, HEM.voltageLow, HEM.voltageHigh, HEM.temperature,
    HEM.cellType, HEM.capacityKind, HEM.element, HEM.technique, HEM.mode, HEM.morphology, HEM.support,
)  # fmt: skip


@dataclass(frozen=True)
class Side:
    """What one passage says in a conflict, or a computed value.

    Attributes:
        iris: the claims, several where a sentence makes them together, or the derivation.
        says: the words.
        source: paper, as people call it.
        section: where in the paper.
        works: labels or names of the primary works that it reports.
        conditions: {term of the condition: values as people write them}.
        standing: what became of the paper since, in a word (``retracted``), where a register says so.
    """

    iris: tuple[str, ...]
    says: str
    source: str | None
    section: str | None
    works: tuple[str, ...]
    conditions: dict[str, tuple[str, ...]]
    standing: str | None = None

    @property
    def iri(self) -> str:
        """The first of the claims."""
        return self.iris[0]


@dataclass(frozen=True)
class Conflict:
    """Claims that do not go together.

    Attributes:
        iri: the derivation.
        kind: term: ``Contradiction``, ``Disagreement``, ``Tension`` or ``ContextualDifference``.
        rule: name of the rule that found it.
        says: what the rule says.
        about: what it is about, and in what respect.
        sides: what each passage says, computed values last.
        differs: the conditions that not all sides share, by term.
        verdict: what a limit says of a value beyond it, by term; None where no limit is in play.
        excess: by how much a value lies beyond a limit [mAh g-1].
        causes: what could explain the excess, by term.
    """

    iri: str
    kind: str
    rule: str
    says: str
    about: str
    sides: tuple[Side, ...]
    differs: tuple[str, ...]
    verdict: str | None = None
    excess: float | None = None
    causes: tuple[str, ...] = ()

    def __str__(self) -> str:
        last = [f"  They differ in {', '.join(map(label, self.differs))}."] if self.differs else []
        if self.verdict is not None:
            beyond = f"  {self.excess:.0f} mAh/g beyond: {label(self.verdict)}"
            last.append(f"{beyond}. It could come from {', '.join(map(label, self.causes))}.")
        return "\n".join([f"{label(self.kind)}, {self.about}: {self.says}", *map(_side_line, self.sides), *last])


def to_json(conflict: Conflict) -> dict[str, object]:
    """Return a conflict as a plain dictionary, its terms as people call them."""
    return {
        "iri": conflict.iri,
        "kind": label(conflict.kind),
        "rule": conflict.rule,
        "says": conflict.says,
        "about": conflict.about,
        "sides": [_side_json(side) for side in conflict.sides],
        "differs_in": [label(condition) for condition in conflict.differs],
        "verdict": terms.notation(conflict.verdict) if conflict.verdict else None,
        "excess": conflict.excess,
        "could_come_from": [label(cause) for cause in conflict.causes],
    }


def _side_json(side: Side) -> dict[str, object]:
    conditions = {label(condition): list(values) for condition, values in side.conditions.items()}
    fields = ("says", "source", "section", "standing")
    told: dict[str, object] = {name: getattr(side, name) for name in fields}
    return {**told, "claims": list(side.iris), "references": list(side.works), "conditions": conditions}


def label(term: str) -> str:
    """Return what people call a term, a property too."""
    return terms.text(term, "skos:prefLabel") or terms.text(term, RDFS_LABEL) or term


def _side_line(side: Side) -> str:
    where = ", ".join(filter(None, (marked(side.source, side.standing) or "computed", side.section)))
    works = f", after ref. {', '.join(side.works)}" if side.works else ""
    return f"  - {side.says} ({where}{works})"


FOUND = """SELECT DISTINCT ?d ?kind WHERE {
  ?d a hem:Derivation , ?kind . FILTER(?kind IN (%s)) ?d hem:rule ?rule .
} ORDER BY ?rule ?d"""


def query() -> str:
    """Return the query that finds the conflicts of a store."""
    return rules.PREFIX + FOUND % ", ".join(f"hem:{kind}" for kind in KINDS)


def find_conflicts(store: Store) -> tuple[Conflict, ...]:
    """Return every conflict of a store, in the order of the rules.

    Args:
        store: a store after ``rules.derive``.
    """
    rows = store.query(query()).rows
    return tuple(_conflict(store, str(row["d"]), str(row["kind"]).removeprefix(terms.BASE)) for row in rows)


def _conflict(store: Store, node: str, kind: str) -> Conflict:
    (reason,) = why(store, node)
    told = [_side(store, each) for each in sorted(reason.because, key=lambda r: (r.rule is not None, r.iri))]
    sides = tuple(_together(told))
    about, rule = reason.result or "", reason.rule or ""
    # what is said of an element, a property or a class names elements by nature: there they are no condition
    of_material = bool(store.query(rules.PREFIX + OF_MATERIAL.format(node=node)).rows)
    asked = [each for each in CONDITIONS if of_material or each != HEM.element]
    differs = tuple(_differing(sides, asked))
    return Conflict(node, kind, rule, reason.says, about, sides, differs, *_beyond(store, node))


BEYOND = """SELECT ?verdict ?excess ?cause WHERE {{
  <{node}> hem:capacityVerdict ?verdict ; hem:value ?excess ; hem:explainedBy ?cause .
}} ORDER BY ?cause"""


def _beyond(store: Store, node: str) -> tuple[str | None, float | None, tuple[str, ...]]:
    """Return the verdict on a capacity beyond its limit, the excess, and what could explain it."""
    rows = store.query(rules.PREFIX + BEYOND.format(node=node)).rows
    if not rows:
        return None, None, ()
    verdict, *causes = (
        str(name).removeprefix(terms.BASE) for name in (rows[0]["verdict"], *(r["cause"] for r in rows))
    )
    return verdict, round(float(str(rows[0]["excess"])), 1), tuple(causes)


OF_MATERIAL = """SELECT ?about WHERE {{
  <{node}> hem:about ?about . ?about a ?kind . FILTER(?kind IN (hem:Material, hem:Composition))
}} LIMIT 1"""


def _together(sides: Iterable[Side]) -> Iterator[Side]:
    """Yield what each passage says once, with the conditions of all the claims that it makes."""
    passages: dict[tuple[str, str | None, str | None], list[Side]] = {}
    for side in sides:
        passages.setdefault((side.says, side.source, side.section), []).append(side)
    for (says, source, section), same in passages.items():
        conditions = {
            condition: tuple(sorted({value for side in same for value in side.conditions.get(condition, ())}))
            for condition in CONDITIONS
            if any(condition in side.conditions for side in same)
        }
        works = tuple(sorted({work for side in same for work in side.works}))
        claims = tuple(iri for side in same for iri in side.iris)
        yield Side(claims, says, source, section, works, conditions, same[0].standing)


def _side(store: Store, reason: Reason) -> Side:
    says = _limit_words(store, reason) or _entropy_words(store, reason.iri) or reason.says
    found = dict(_conditions(store, reason.iri))
    return Side(
        (reason.iri,), says, reason.source, reason.section, tuple(_works(store, reason.iri)), found, reason.standing
    )


LIMIT = """SELECT ?low ?high ?unit ?ion WHERE {{
  <{node}> a hem:FaradayLimit ; hem:value ?low ; hem:valueMax ?high ; hem:unit ?unit ; hem:ion ?ion .
}}"""


def _limit_words(store: Store, reason: Reason) -> str | None:
    """Return a computed limit in words."""
    for row in store.query(rules.PREFIX + LIMIT.format(node=reason.iri)).rows:
        unit, ion = (str(row[key]).removeprefix(terms.BASE) for key in ("unit", "ion"))
        value = f"{row['low']:g}" if row["low"] == row["high"] else f"{row['low']:g} to {row['high']:g}"
        allowed = f"{value} {terms.text(unit, HEM.symbol)}"
        return f"By conversion and alloying {reason.result} allows {allowed} with {terms.label(ion)}."
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


def _differing(sides: Sequence[Side], asked: Iterable[str]) -> Iterator[str]:
    """Yield the conditions for which two sides say different things, or one says something and another nothing."""
    for condition in asked:
        if len({side.conditions.get(condition) for side in sides if side.source}) > 1:
            yield condition
