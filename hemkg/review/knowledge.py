"""What the gap finder asks beside the field: what can show a mechanism, which elements take part, what was used.

Guidelines come from ``reason``, each with its citation; uses of techniques and unreported mechanisms come
from the graph, counted there.
"""

import dataclasses
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from hemkg.model.answer import Citation
from hemkg.reason import guidelines
from hemkg.reason.guidelines import Guideline
from hemkg.review.field import PREFIX, Field, Place, excluded_roles, local, read_field
from hemkg.review.statements import Statement, read_statements
from hemkg.store.base import Store
from hemkg.vocab import terms
from hemkg.vocab.terms import HEM

GUIDELINES = "guidelines"
MOST_MATERIALS = 3


@dataclass(frozen=True, slots=True)
class Method:
    """A technique, with the mode in which it is used where that matters."""

    technique: str
    mode: str | None = None

    @property
    def words(self) -> str:
        """The technique as it is called in a sentence.

        >>> Method("Magnetometry", "Operando").words
        'operando magnetometry'
        """
        name = terms.notation(self.technique)
        return f"{terms.label(self.mode)} {name}" if self.mode else name


@dataclass(frozen=True)
class Knowledge:
    """Everything that gaps are judged by.

    Attributes:
        field: who reports what.
        statements: what is called open.
        used: method without mode and with it, and the papers that used it on high-entropy materials.
        used_elsewhere: the same for the other materials.
        untried: (mechanism, family or None) and materials that allow it and are not reported to do it.
        together: (mechanism, method) and the papers on high-entropy materials that report the one and use the other.
        by_element: (mechanism, element, ion or None) and the works that report it of a high-entropy material with it.
        otherwise: cells of what competes with a mechanism for the same observation, each with a work that reports it.
        elements: (mechanism, element) and high-entropy materials with that element that are reported to do it.
        holders: element and number of high-entropy materials that hold it.
        heeds_guidelines: whether what guidelines say of the field counts.
    """

    field: Field
    statements: tuple[Statement, ...] = ()
    used: Mapping[Method, frozenset[str]] = dataclasses.field(default_factory=dict)
    used_elsewhere: Mapping[Method, frozenset[str]] = dataclasses.field(default_factory=dict)
    together: Mapping[tuple[str, Method], frozenset[str]] = dataclasses.field(default_factory=dict)
    by_element: Mapping[tuple[str, str, str | None], frozenset[str]] = dataclasses.field(default_factory=dict)
    otherwise: tuple[tuple[Place, str], ...] = ()
    untried: Mapping[tuple[str, str | None], tuple[str, ...]] = dataclasses.field(default_factory=dict)
    elements: Mapping[tuple[str, str], int] = dataclasses.field(default_factory=dict)
    holders: Mapping[str, int] = dataclasses.field(default_factory=dict)
    heeds_guidelines: bool = True


def read_knowledge(store: Store) -> Knowledge:
    """Return what a store knows; a handful of queries that count inside the store."""
    used, elsewhere = _methods(store)
    found, held = read_field(store), _held(store)
    return Knowledge(
        field=found,
        statements=read_statements(store),
        used=used,
        used_elsewhere=elsewhere,
        together=_together(store, used),
        by_element=_by_element(found, held),
        otherwise=_otherwise(store),
        untried=_untried(store),
        elements=_elements(found, held),
        holders=Counter(element for elements in held.values() for element in elements),
    )


# ---------------------------------------------------------------- from the store


Methods = dict[Method, frozenset[str]]


def _methods(store: Store) -> tuple[Methods, Methods]:
    """Return the papers that used each technique on high-entropy materials, and on the others.

    A technique that a sentence hangs on no material was used on what its paper is about.
    """
    about: dict[str, set[bool]] = defaultdict(set)
    for row in store.query(ABOUT).rows:
        about[str(row["paper"])].add(row["high"] is True)
    found: dict[tuple[Method, bool], set[str]] = defaultdict(set)
    for row in store.query(TECHNIQUES).rows:
        technique, mode, paper = local(row["technique"]) or "", local(row["mode"]), str(row["paper"])
        for is_high in {row["high"] is True} if row["high"] is not None else about[paper]:
            found[Method(technique), is_high].add(paper)
            found[Method(technique, mode), is_high].add(paper)
    used, elsewhere = (
        {method: frozenset(papers) for (method, high), papers in found.items() if high is is_high}
        for is_high in (True, False)
    )
    return used, elsewhere


def _together(store: Store, used: Methods) -> dict[tuple[str, Method], frozenset[str]]:
    """Return the papers that report a mechanism of high-entropy materials and use a method on them."""
    reporting: dict[str, set[str]] = defaultdict(set)
    for row in store.query(REPORTING).rows:
        reporting[local(row["mechanism"]) or ""].add(str(row["paper"]))
    both = {(m, method): papers & found for m, found in reporting.items() for method, papers in used.items()}
    return {key: papers for key, papers in both.items() if papers}


REPORTING = f"""{PREFIX}SELECT DISTINCT ?mechanism ?paper WHERE {{
  ?claim a hem:MechanismClaim ; hem:mechanism ?mechanism ; hem:inPaper ?paper ; hem:ofMaterial ?material .
  ?material hem:isHighEntropy true .
}}"""


def _otherwise(store: Store) -> tuple[tuple[Place, str], ...]:
    """Return who reports, of high-entropy materials, what could be a mechanism under another name."""
    rivals = {
        str(rival) for m in terms.instances(HEM.IonStorageMechanism) for rival in terms.objects(m, HEM.competesWith)
    }
    query = f"""{PREFIX}SELECT DISTINCT ?other ?family ?ion ?paper WHERE {{
      VALUES ?other {{ {" ".join(f"hem:{rival}" for rival in sorted(rivals))} }}
      ?claim a hem:MechanismClaim ; hem:mechanism ?other ; hem:inPaper ?paper ; hem:ofMaterial ?material .
      ?claim hem:polarity hem:Asserted .
      ?material hem:isHighEntropy true .
      OPTIONAL {{ ?material hem:anionFamily ?family }} OPTIONAL {{ ?claim hem:ion ?ion }}
    }} ORDER BY ?other ?family ?ion ?paper"""
    rows = store.query(query).rows
    return tuple((Place(local(r["other"]), True, local(r["family"]), local(r["ion"])), str(r["paper"])) for r in rows)


TECHNIQUES = f"""{PREFIX}SELECT DISTINCT ?technique ?mode ?paper ?high WHERE {{
  ?claim a hem:TechniqueClaim ; hem:technique ?technique ; hem:inPaper ?paper .
  OPTIONAL {{ ?claim hem:mode ?mode }}
  OPTIONAL {{ ?claim hem:ofMaterial ?material . ?material hem:isHighEntropy ?high }}
}}"""

ABOUT = f"""{PREFIX}SELECT DISTINCT ?paper ?high WHERE {{
  {{ SELECT ?paper ?material (COUNT(?any) AS ?own) WHERE {{
    ?any hem:ofMaterial ?material ; hem:inPaper ?paper }} GROUP BY ?paper ?material }}
  {{ SELECT ?paper (COUNT(?any) AS ?all) WHERE {{
    ?any hem:ofMaterial ?some ; hem:inPaper ?paper }} GROUP BY ?paper }}
  FILTER(?own >= {terms.number(HEM.AboutShare):g} * ?all)
  ?material hem:isHighEntropy ?high .
}}"""


def _untried(store: Store) -> dict[tuple[str, str | None], tuple[str, ...]]:
    """Return a few materials for each mechanism that they allow and nobody reports of them, best known first."""
    query = f"""{PREFIX}SELECT ?mechanism ?family ?surface (COUNT(DISTINCT ?claim) AS ?n) WHERE {{
      ?material hem:unreportedMechanism ?mechanism ; hem:surface ?surface .
      ?claim hem:ofMaterial ?material .
      {excluded_roles()}
      OPTIONAL {{ ?material hem:anionFamily ?family }}
    }} GROUP BY ?mechanism ?family ?surface ORDER BY DESC(?n) ?surface"""
    found: dict[tuple[str, str | None], list[str]] = defaultdict(list)
    for row in store.query(query).rows:
        for family in {local(row["family"]), None}:
            names = found[local(row["mechanism"]) or "", family]
            if len(names) < MOST_MATERIALS and str(row["surface"]) not in names:
                names.append(str(row["surface"]))
    return {key: tuple(names) for key, names in found.items()}


def _elements(found: Field, held: Mapping[str, set[str]]) -> dict[tuple[str, str], int]:
    """Return how many high-entropy materials with an element are reported to store by a mechanism."""
    shown = {(report.mechanism, report.material) for report in found.shown}
    return dict(Counter((mechanism, element) for mechanism, material in shown for element in held.get(material, ())))


def _by_element(found: Field, held: Mapping[str, set[str]]) -> dict[tuple[str, str, str | None], frozenset[str]]:
    """Return the works that report a mechanism of a high-entropy material with an element, by ion and for any."""
    works: dict[tuple[str, str, str | None], set[str]] = defaultdict(set)
    for report in found.shown:
        for element in held.get(report.material, ()):
            for ion in {report.ion, None}:
                works[report.mechanism, element, ion].add(report.work)
    return {key: frozenset(those) for key, those in works.items()}


def _held(store: Store) -> dict[str, set[str]]:
    """Return {high-entropy material: its elements}."""
    query = f"""{PREFIX}SELECT ?material ?element WHERE {{
      ?material a hem:Material ; hem:isHighEntropy true ; hem:containsElement ?element .
      {excluded_roles()}
    }}"""
    held: dict[str, set[str]] = defaultdict(set)
    for row in store.query(query).rows:
        held[str(row["material"])].add(local(row["element"]) or "")
    return held


# ---------------------------------------------------------------- from the guidelines


@cache
def showing(mechanism: str) -> Mapping[Method, tuple[Guideline, ...]]:
    """Return the methods that can show a mechanism, with the guidelines that say so."""
    found: dict[Method, list[Guideline]] = defaultdict(list)
    for claim in guidelines.select(mechanism=mechanism):
        if HEM.EvidencingClaim in claim.classes:
            for technique in claim.all(HEM.technique):
                found[Method(technique, claim.one(HEM.mode))].append(claim)
    return {method: tuple(claims) for method, claims in found.items()}


@cache
def able(mechanism: str) -> frozenset[str]:
    """Return the techniques that can show a mechanism, in whatever mode."""
    known = {technique for technique in terms.instances("Technique") if mechanism in _shows(technique)}
    return frozenset(known | {method.technique for method in showing(mechanism)})


def _shows(technique: str) -> tuple[str, ...]:
    return tuple(map(str, terms.objects(technique, HEM.canShow)))


@cache
def blind(technique: str, mode: str | None, mechanism: str) -> tuple[Guideline, ...]:
    """Return the guidelines that deny that a method can show a mechanism."""
    return tuple(
        claim
        for claim in guidelines.claims()
        if HEM.EvidencingClaim in claim.classes
        and claim.one(HEM.polarity) == HEM.Negated
        and technique in claim.all(HEM.technique)
        and mechanism in claim.all(HEM.mechanism)
        and claim.one(HEM.mode) in {None, mode}
    )


@cache
def able_elements(mechanism: str) -> Mapping[str, tuple[Guideline, ...]]:
    """Return the elements that take part in a mechanism by the guidelines, in general."""
    found: dict[str, list[Guideline]] = defaultdict(list)
    for role in terms.instances("ElementRole"):
        if mechanism in terms.objects(role, HEM.enables) and role != HEM.ConversionAnion:
            for claim in guidelines.select(role=role):
                for element in claim.all(HEM.element) if not claim.all(HEM.ofMaterial) else ():
                    found[element].append(claim)
    return {element: tuple(claims) for element, claims in found.items()}


@cache
def class_claims(mechanism: str) -> tuple[Guideline, ...]:
    """Return the guidelines that claim a mechanism of high-entropy materials as a class."""
    named = guidelines.select(mechanism=mechanism, ofMaterialClass=HEM.HighEntropyMaterial)
    roles = (claim for claims in able_elements(mechanism).values() for claim in claims)
    direct = [claim for claim in named if HEM.MechanismClaim in claim.classes]
    return tuple(dict.fromkeys([*direct, *(c for c in roles if HEM.HighEntropyMaterial in c.all(HEM.ofMaterialClass))]))


@cache
def known_places() -> tuple[tuple[Place, Guideline], ...]:
    """Return the cells that the literature is said to know, with the guidelines that say so."""
    return tuple(
        (Place(mechanism, True, family, ion), claim)
        for claim in guidelines.select(ofMaterialClass=HEM.HighEntropyMaterial)
        if HEM.ScopeClaim in claim.classes and claim.one(HEM.polarity) == HEM.Asserted
        for mechanism in claim.all(HEM.mechanism)
        for family in claim.all(HEM.anionFamily) or (None,)
        for ion in claim.all(HEM.ion) or (None,)
    )


@cache
def levers(mechanism: str) -> tuple[str, ...]:
    """Return the structural levers that favour a mechanism, those with a measure to aim at first."""
    found = [lever for lever in terms.instances("StructuralLever") if mechanism in terms.objects(lever, HEM.favours)]
    return tuple(sorted(found, key=lambda lever: (not terms.objects(lever, "skos:scopeNote"), lever)))


@cache
def about_ion(mechanism: str, ion: str) -> tuple[Guideline, ...]:
    """Return the guidelines that say something of a mechanism with an ion, numbers aside."""
    return tuple(
        claim
        for claim in guidelines.select(mechanism=mechanism, ion=ion)
        if not claim.all(HEM.ofMaterial) and HEM.ScopeClaim not in claim.classes
    )


def guideline_citation(number: int, claim: Guideline) -> Citation:
    """Return a guideline as a citation that says that its words are our own."""
    fact = ", ".join(map(str, claim.says.get(HEM.factId, ())))
    mark = f"guideline {fact}, in our own words" if fact else "guideline, in our own words"
    work = claim.citation
    section = f"{work.section} ({mark})"
    return Citation(number, GUIDELINES, claim.statement, work.doi, work.title, section, claim=claim.iri)
