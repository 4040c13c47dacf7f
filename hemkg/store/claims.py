"""Claims and materials out of a store: what is wanted, as SPARQL, and what came back, as plain records.

Both the answers and the review table stand on this.  A ``Selection`` says which claims, a
``MaterialSelection`` which materials; each turns into one SELECT query that a user can read and run
again.  What hangs on the hits (names, elements, papers, quotes) is fetched for all of them together.
"""

import gc
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from math import isclose
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

from hemkg.model.answer import Citation
from hemkg.model.paper import Bibliography
from hemkg.rdf import iris
from hemkg.store.base import Store, Value
from hemkg.vocab import elements, terms, units
from hemkg.vocab.terms import HEM

PREFIXES = f"PREFIX hem: <{terms.BASE}>\nPREFIX dcterms: <http://purl.org/dc/terms/>\n"
TYPE = terms.RDF_TYPE
TITLE = "http://purl.org/dc/terms/title"
BATCH = 500
# shares are kept to four digits; what differs by less is printed equal
EQUAL_SHARES = 0.0011


@dataclass(frozen=True, slots=True)
class Range:
    """Bounds on a number in its canonical unit; None where a side is open."""

    least: float | None = None
    most: float | None = None
    above: float | None = None
    below: float | None = None

    def filters(self, variable: str) -> Iterator[str]:
        """Yield the SPARQL conditions on a variable."""
        for sign, bound in ((">=", self.least), ("<=", self.most), (">", self.above), ("<", self.below)):
            if bound is not None:
                yield f"{variable} {sign} {_number(bound)}"

    def holds(self, number: float) -> bool:
        """Whether a number lies within the bounds.

        >>> Range(least=2020).holds(2020), Range(above=2020).holds(2020)
        (True, False)
        """
        return (
            (self.least is None or number >= self.least)
            and (self.most is None or number <= self.most)
            and (self.above is None or number > self.above)
            and (self.below is None or number < self.below)
        )

    def __bool__(self) -> bool:
        return any(bound is not None for bound in (self.least, self.most, self.above, self.below))


@dataclass(frozen=True, slots=True)
class MaterialSelection:
    """Which materials are wanted; an empty field does not matter.

    Attributes:
        materials: their IRIs, where they are known already.
        has: symbols of elements that must be in it.
        any_of: symbols of elements of which one must be in it.
        lacks: symbols of elements that must not be in it.
        families, structures, morphologies, roles: terms of which it must have one.
        excluded_roles: terms that it must not have.
        high_entropy: whether it is high-entropy by computation or by its paper's word.
        cations: bounds on the number of different cations.
        entropy: bounds on the configurational entropy per cation [R].
        years: bounds on the year in which its paper was published.
        anions: bounds on the number of different anions.
        is_on_carbon: whether carbon carries or coats it.
        is_equimolar: whether its cations share their sites equally.
        called, not_called: entropy classes of which its paper must call it one, and none.
        computed, not_computed: entropy classes of which its composition must compute to one, and none.
        only: symbols of elements besides which nothing may be in it.
        groups: symbols of a group of elements each, with bounds on how many of them are in it.
    """

    materials: tuple[str, ...] = ()
    has: tuple[str, ...] = ()
    any_of: tuple[str, ...] = ()
    lacks: tuple[str, ...] = ()
    families: tuple[str, ...] = ()
    structures: tuple[str, ...] = ()
    morphologies: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    excluded_roles: tuple[str, ...] = ()
    high_entropy: bool | None = None
    cations: Range = Range()
    entropy: Range = Range()
    years: Range = Range()
    anions: Range = Range()
    is_on_carbon: bool = False
    is_equimolar: bool | None = None
    called: tuple[str, ...] = ()
    not_called: tuple[str, ...] = ()
    computed: tuple[str, ...] = ()
    not_computed: tuple[str, ...] = ()
    only: tuple[str, ...] = ()
    groups: tuple[tuple[tuple[str, ...], Range], ...] = ()

    def __bool__(self) -> bool:
        return self != MaterialSelection()

    def patterns(self) -> Iterator[str]:
        """Yield the SPARQL patterns on ``?material``."""
        few = bool(self.materials)
        if self.materials:
            yield f"VALUES ?material {{ {_nodes(self.materials)} }}"
        yield from (f"?material hem:containsElement hem:{symbol} ." for symbol in self.has)
        if self.any_of:
            yield f"?material hem:containsElement ?one . VALUES ?one {{ {_terms(self.any_of)} }}"
        yield from (f"FILTER NOT EXISTS {{ ?material hem:containsElement hem:{symbol} }}" for symbol in self.lacks)
        if self.lacks:
            yield _names_more_than_anions()
        yield from _one_of("?material", HEM.anionFamily, "?family", self.families, few=few)
        yield from _one_of("?material", HEM.structureType, "?structure", self.structures, few=few)
        yield from _one_of("?material", HEM.morphology, "?morphology", self.morphologies, few=few)
        yield from _one_of("?material", HEM.materialRole, "?materialRole", self.roles, few=few)
        if self.excluded_roles:
            unwanted = _in("?other", self.excluded_roles)
            yield f"FILTER NOT EXISTS {{ ?material hem:materialRole ?other . {unwanted} }}"
        if self.high_entropy is not None:
            yield f"?material hem:isHighEntropy {str(self.high_entropy).lower()} ."
        yield from _bounded("?material", HEM.cationCount, "?cations", self.cations)
        yield from _bounded("?material", HEM.entropyPerCation, "?entropy", self.entropy)
        yield from _bounded("?material", HEM.anionCount, "?anions", self.anions)
        if self.is_on_carbon:
            yield _on_carbon()
        if self.years:
            yield "?material hem:inPaper ?dated ."
            yield from _bounded("?dated", HEM.year, "?year", self.years)
        if self.only:
            strange = f"FILTER(?strange NOT IN ({_listed(self.only)}))"
            yield f"FILTER NOT EXISTS {{ ?material hem:containsElement ?strange . {strange} }}"
        yield from (_of_a_group(place, *wanted) for place, wanted in enumerate(self.groups))
        yield from self._by_entropy(few=few)

    def _by_entropy(self, *, few: bool) -> Iterator[str]:
        """Yield the patterns on what its paper calls a material, and on what its composition computes to."""
        yield from _one_of("?material", HEM.entropyLabel, "?called", self.called, few=few)
        yield from _one_of("?material", HEM.entropyClass, "?computed", self.computed, few=few)
        yield from (
            f"FILTER NOT EXISTS {{ ?material hem:entropyLabel hem:{_known(name)} }}" for name in self.not_called
        )
        if self.not_computed:
            yield f"?material hem:entropyClass ?other . FILTER(?other NOT IN ({_listed(self.not_computed)}))"
        if self.is_equimolar is not None:
            sign = "<=" if self.is_equimolar else ">"
            yield "?material hem:smallestCationShare ?least ; hem:largestCationShare ?most ; hem:cationCount ?mixed ."
            yield f"FILTER(?mixed > 1 && ?most - ?least {sign} {_number(EQUAL_SHARES)})"


@dataclass(frozen=True, slots=True)
class Selection:
    """Which claims are wanted; an empty field does not matter.

    Attributes:
        kinds: classes of claims (``CapacityClaim``).
        material: what the claim's material must be.
        needs_material: whether a claim without a material is of no use.
        mechanisms, techniques, roles, methods, properties: terms, one of which the claim must be about.
        modes: modes of a technique, one of which it must have.
        probes: techniques (None for any), each with the modes of which it must have one (none for any); one must fit.
        capacity_kinds, excluded_capacity_kinds: terms of which it must have one, and none.
        ions: terms of which it must have one.
        polarities: terms of which it must have one.
        elements: symbols, one of which the claim must be stated of.
        needs_elements: whether a claim that names no element is of no use.
        papers: IRIs of the papers it must come from.
        value: bounds on the value [canonical unit].
        unit: term of the canonical unit.
        current: bounds on the current density [A/g].
        c_rate: bounds on the C-rate [1/h].
        cycle: bounds on the cycle number.
        titles: whether claims of papers known by title only are wanted.
        years: bounds on the year in which the paper was published.
    """

    kinds: tuple[str, ...]
    material: MaterialSelection = MaterialSelection()
    needs_material: bool = False
    mechanisms: tuple[str, ...] = ()
    techniques: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    methods: tuple[str, ...] = ()
    properties: tuple[str, ...] = ()
    modes: tuple[str, ...] = ()
    probes: tuple[tuple[str | None, tuple[str, ...]], ...] = ()
    capacity_kinds: tuple[str, ...] = ()
    excluded_capacity_kinds: tuple[str, ...] = ()
    ions: tuple[str, ...] = ()
    polarities: tuple[str, ...] = ()
    elements: tuple[str, ...] = ()
    needs_elements: bool = False
    papers: tuple[str, ...] = ()
    value: Range = Range()
    unit: str | None = None
    current: Range = Range()
    c_rate: Range = Range()
    cycle: Range = Range()
    titles: bool = True
    years: Range = Range()

    def sparql(self) -> str:
        """Return the query whose ``?claim`` are the wanted ones.

        It holds no pattern that selects nothing, and no order: each would be looked up once for every claim.
        """
        lines = [f"VALUES ?paper {{ {_nodes(self.papers)} }}"] if self.papers else []
        named, others = self._about_material()
        lines += [*named, *self._of_kind()]
        for name, variable, wanted in self._ranges():
            lines += _bounded("?claim", name, variable, wanted)
        lines += [*self._about_claim(), *others]
        lines += _bounded("?paper", HEM.year, "?year", self.years)
        body = "\n".join(f"  {line}" for line in lines)
        return f"{PREFIXES}SELECT DISTINCT ?claim WHERE {{\n{body}\n}}"

    @property
    def _few(self) -> bool:
        """Whether it starts from things that are known one by one."""
        return bool(self.papers or self.material.materials)

    def _about_material(self) -> tuple[list[str], list[str]]:
        """Return the patterns of materials that are known one by one, from which all starts, and the others."""
        patterns = list(self.material.patterns())
        of = "?claim hem:ofMaterial ?material ."
        if self.material.materials:
            return [patterns[0], of], patterns[1:]
        if patterns:
            return [], [of, *patterns]
        return [], ["FILTER EXISTS { ?claim hem:ofMaterial ?material }"] if self.needs_material else []

    def _of_kind(self) -> list[str]:
        """Return the pattern of the claim and its class, as is cheapest where the store is large."""
        kind = f"hem:{_known(self.kinds[0])}" if len(self.kinds) == 1 else "?kind"
        is_by_paper = self.papers or self.years or not self.titles
        claim = f"?claim a {kind} ; hem:inPaper ?paper ." if is_by_paper else f"?claim a {kind} ."
        if len(self.kinds) == 1:
            return [claim]
        return [claim, _in("?kind", self.kinds)] if self._few else [f"VALUES ?kind {{ {_terms(self.kinds)} }}", claim]

    def _about_claim(self) -> list[str]:
        lines: list[str] = []
        for predicate, variable, names in (
            (HEM.mechanism, "?mechanism", self.mechanisms),
            (HEM.technique, "?technique", self.techniques),
            (HEM.role, "?role", self.roles),
            (HEM.method, "?method", self.methods),
            (HEM.property, "?property", self.properties),
            (HEM.mode, "?mode", self.modes),
            (HEM.capacityKind, "?capacityKind", self.capacity_kinds),
            (HEM.ion, "?ion", self.ions),
            (HEM.polarity, "?polarity", self.polarities),
            (HEM.element, "?element", self.elements),
        ):
            if predicate == HEM.polarity:  # nearly every claim is asserted: to start from all that are helps nobody
                lines += _told_to_be("?claim", predicate, variable, names)
            else:
                lines += _one_of("?claim", predicate, variable, names, few=self._few)
        if self.probes:
            lines.append("?claim hem:technique ?probe . OPTIONAL { ?claim hem:mode ?probeMode }")
            lines.append(f"FILTER({' || '.join(_probe(*probe) for probe in self.probes)})")
        if self.needs_elements and not self.elements:
            lines.append("?claim hem:element ?element .")
        lines += [
            f"FILTER NOT EXISTS {{ ?claim hem:capacityKind hem:{name} }}" for name in self.excluded_capacity_kinds
        ]
        if self.unit:
            lines += _told_to_be("?claim", HEM.unit, "?unit", (self.unit,))
        if not self.titles:
            lines.append("FILTER NOT EXISTS { ?paper hem:isTitleOnly true }")
        return lines

    def _ranges(self) -> Iterator[tuple[str, str, Range]]:
        yield HEM.value, "?value", self.value
        yield HEM.currentDensity, "?current", self.current
        yield HEM.cRate, "?cRate", self.c_rate
        yield HEM.cycle, "?cycle", self.cycle


@dataclass(frozen=True, slots=True)
class RowSelection:
    """Which rows of a table of measurements are wanted.

    Attributes:
        measured: what the measurement itself must be.
        beside: claims of other kinds, each of which the paper must make of the same material.
        without: claims of other kinds, none of which it may make of it.
    """

    measured: Selection
    beside: tuple[Selection, ...] = ()
    without: tuple[Selection, ...] = ()


@dataclass(frozen=True, slots=True)
class PaperRecord:
    """A paper as the store knows it.

    Attributes:
        speaks_of: properties that its text mentions anywhere, whether or not a claim took them up.
        standing: what became of it since, in a word (``retracted``), where a register says so.
    """

    iri: str
    document: str
    title: str | None = None
    doi: str | None = None
    year: int | None = None
    venue: str | None = None
    authors: tuple[str, ...] = ()
    title_only: bool = False
    speaks_of: frozenset[str] = frozenset()
    standing: str | None = None


@dataclass(frozen=True, slots=True)
class MaterialRecord:
    """A material as one paper speaks of it, as the store knows it; terms are local names.

    Attributes:
        elements: symbols of what it contains.
        shares: symbol and share of all atoms, where the amounts are known.
    """

    iri: str
    paper: str
    surface: str
    formula: str | None = None
    aliases: tuple[str, ...] = ()
    elements: tuple[str, ...] = ()
    shares: Mapping[str, float] = field(default_factory=dict, hash=False)
    composition: str | None = None
    family: str | None = None
    structure: str | None = None
    morphology: str | None = None
    role: str | None = None
    high_entropy: bool = False
    entropy_label: str | None = None
    entropy_class: str | None = None
    entropy: float | None = None
    cations: int | None = None
    damaged: bool = False
    quote: str | None = None
    start: int | None = None
    end: int | None = None
    section: str | None = None
    page: int | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """Everything that the paper calls it."""
        return tuple(dict.fromkeys([self.surface, *self.aliases, *([self.formula] if self.formula else [])]))

    def citation(self, number: int, paper: PaperRecord) -> Citation:
        """Return the sentence that first names the material as a numbered citation."""
        return Citation(
            number=number,
            document=paper.document,
            quote=self.quote or self.surface,
            doi=paper.doi,
            title=paper.title,
            section=self.section,
            page=self.page,
            year=paper.year,
            start=self.start,
            end=self.end,
            standing=paper.standing,
        )


@dataclass(frozen=True, slots=True)
class Telling:
    """One place in which a paper tells a claim: the words, and where they stand; of a table's cell its headers."""

    quote: str
    start: int
    end: int
    section: str | None = None
    page: int | None = None
    cell: str | None = None
    table: str | None = None
    supplement: str | None = None
    rule: str | None = None


@dataclass(frozen=True, slots=True)
class StoredClaim:
    """A claim as the store knows it; terms are local names, values in canonical units and as printed.

    Attributes:
        kind: class of the claim (``CapacityClaim``).
        current: current density [A/g].
        c_rate: C-rate [1/h].
        cites: labels of the works that the paper reports this from.
        table: label of the table in whose cell it is told.
        supplement: the supplement in which it is told.
        further: where else the paper tells it.
        disagrees: IRIs of the claims of the same paper that give another value of the same measurement.
        decided: what a person decided on it, in one sentence, if somebody did.
    """

    iri: str
    kind: str
    paper: PaperRecord
    quote: str
    start: int
    end: int
    material: MaterialRecord | None = None
    section: str | None = None
    page: int | None = None
    cell: str | None = None
    rule: str | None = None
    confidence: float = 1.0
    polarity: str = "Asserted"
    attribution: str = "OwnResult"
    mechanism: str | None = None
    technique: str | None = None
    mode: str | None = None
    role: str | None = None
    method: str | None = None
    property: str | None = None
    capacity_kind: str | None = None
    ion: str | None = None
    statement: str | None = None
    elements: tuple[str, ...] = ()
    cites: tuple[str, ...] = ()
    value: float | None = None
    value_max: float | None = None
    unit: str | None = None
    printed_value: float | None = None
    printed_unit: str | None = None
    as_written: str | None = None
    comparator: str | None = None
    uncertainty: float | None = None
    current: float | None = None
    c_rate: float | None = None
    current_as_printed: str | None = None
    cycle: int | None = None
    voltage_low: float | None = None
    voltage_high: float | None = None
    temperature: float | None = None
    cell_type: str | None = None
    table: str | None = None
    supplement: str | None = None
    further: tuple[Telling, ...] = ()
    disagrees: tuple[str, ...] = ()
    decided: str | None = None

    def tellings(self) -> tuple["StoredClaim", ...]:
        """Return the claim as each place of its paper tells it, this one first."""
        places = ({name: getattr(place, name) for name in Telling.__slots__} for place in self.further)
        return (self, *(replace(self, further=(), **place) for place in places))

    def value_words(self) -> str:
        """Return the value as printed, with its unit; where a person put it right, as it should be.

        >>> StoredClaim("c", "CapacityClaim", PaperRecord("p", "p"), "q", 0, 1, printed_value=802.0).value_words()
        '802'
        """
        if self.decided and self.value is not None and self.unit and self._is_value_corrected():
            top = "" if self.value_max is None else f"–{self.value_max:.10g}"
            return f"{self.value:.10g}{top} {terms.text(self.unit, HEM.symbol) or ''}".strip()
        number = "" if self.printed_value is None else f"{self.printed_value:.10g}"
        return f"{number} {self.printed_unit or ''}".strip()

    def _is_value_corrected(self) -> bool:
        unit = units.units().get(self.printed_unit or "")
        printed = (
            self.printed_value if unit is None or self.printed_value is None else unit.canonical(self.printed_value)
        )
        return printed is None or self.value is None or not isclose(printed, self.value, rel_tol=1e-9)

    def cell_words(self) -> str | None:
        """Return the table and the headers of the cell in which the claim is told, if it is told in one."""
        return cell_words(self.table, self.cell)

    def citation(self, number: int) -> Citation:
        """Return the claim's quote as a numbered citation."""
        return Citation(
            number=number,
            document=self.paper.document,
            quote=self.quote,
            doi=self.paper.doi,
            title=self.paper.title,
            section=self.section,
            page=self.page,
            year=self.paper.year,
            claim=self.iri,
            start=self.start,
            end=self.end,
            standing=self.paper.standing,
            cell=self.cell_words(),
            decided=self.decided,
        )


def cell_words(table: str | None, cell: str | None) -> str | None:
    """Return what stands above and beside a cell, in one line; None for what stands in no table.

    >>> cell_words("Table 2", "CoO > Capacity (mAh g−1)")
    'Table 2, CoO > Capacity (mAh g−1)'
    """
    return ", ".join(part for part in (table, cell) if part) or None


# ---------------------------------------------------------------- finding


def find_claims(store: Store, selection: Selection) -> tuple[StoredClaim, ...]:
    """Return the wanted claims, by paper and place in the text."""
    found = claims_by_iri(store, [str(row["claim"]) for row in store.query(selection.sparql()).rows])
    return tuple(sorted(found, key=lambda claim: (claim.paper.iri, claim.start, claim.iri)))


def claims_by_iri(store: Store, claims: Sequence[str]) -> tuple[StoredClaim, ...]:
    """Return claims by their IRIs, in the order given."""
    return tuple(_remembered(store, claims, _read_claims).values())


def _read_claims(store: Store, wanted: Sequence[str]) -> dict[str, StoredClaim]:
    told = {iri: facts for iri, facts in _told_of(store, wanted).items() if HEM.evidence in facts}
    places = _told_of(
        store, [str(one) for facts in told.values() for one in (facts[HEM.evidence][0], *_further(facts))]
    )
    materials = materials_by_iri(store, [str(one) for facts in told.values() for one in facts.get(HEM.ofMaterial, ())])
    papers = papers_by_iri(store, [str(facts[HEM.inPaper][0]) for facts in told.values()])
    found = {}
    for iri, facts in ((iri, _Facts(told[iri])) for iri in wanted if iri in told):
        paper = papers[str(facts.one(HEM.inPaper))]
        material = materials.get(str(facts.one(HEM.ofMaterial)))
        evidence = (facts.one(HEM.evidence), *_further(facts.told))
        found[iri] = _claim(iri, facts, [_telling(_Facts(places[str(one)])) for one in evidence], paper, material)
    return found


def _further(facts: Mapping[str, Sequence[Value]]) -> Sequence[Value]:
    return facts.get(HEM.furtherEvidence, ())


def material_query(selection: MaterialSelection) -> str:
    """Return the query whose ``?material`` are the wanted ones."""
    body = "\n".join(
        f"  {line}"
        for line in ["?material a hem:Material ; hem:surface ?surface ; hem:inPaper ?paper .", *selection.patterns()]
    )
    return f"{PREFIXES}SELECT DISTINCT ?material ?surface ?paper WHERE {{\n{body}\n}} ORDER BY ?surface ?paper"


def find_materials(store: Store, selection: MaterialSelection) -> tuple[MaterialRecord, ...]:
    """Return the wanted materials, by name."""
    order = [str(row["material"]) for row in store.query(material_query(selection)).rows]
    found = materials_by_iri(store, order)
    return tuple(found[iri] for iri in order)


def materials_named(store: Store, keys: Iterable[str]) -> tuple[MaterialRecord, ...]:
    """Return the materials that go by one of these name keys (see ``vocab.name_keys``)."""
    listed = " ".join(sorted(_string(key) for key in set(keys)))
    if not listed:
        return ()
    query = f"""{PREFIXES}SELECT DISTINCT ?material WHERE {{
      VALUES ?key {{ {listed} }} ?material hem:nameKey ?key }} ORDER BY ?material"""
    found = materials_by_iri(store, [str(row["material"]) for row in store.query(query).rows])
    return tuple(found.values())


def materials_of_composition(store: Store, key: str) -> tuple[MaterialRecord, ...]:
    """Return the materials of one composition (see ``Composition.key``), however they are written."""
    query = f"""{PREFIXES}SELECT DISTINCT ?material WHERE {{
      ?material hem:composition <{iris.composition(key)}> }} ORDER BY ?material"""
    found = materials_by_iri(store, [str(row["material"]) for row in store.query(query).rows])
    return tuple(found.values())


def materials_sharing(store: Store, symbols: Sequence[str], least: int) -> tuple[MaterialRecord, ...]:
    """Return the materials that contain at least so many of these elements."""
    query = f"""{PREFIXES}SELECT ?material (COUNT(DISTINCT ?element) AS ?shared) WHERE {{
      VALUES ?element {{ {_terms(symbols)} }} ?material hem:containsElement ?element ; a hem:Material
    }} GROUP BY ?material HAVING(COUNT(DISTINCT ?element) >= {least}) ORDER BY ?material"""
    return tuple(materials_by_iri(store, [str(row["material"]) for row in store.query(query).rows]).values())


def materials_by_iri(store: Store, materials: Iterable[str]) -> dict[str, MaterialRecord]:
    """Return {IRI: material}, in the order given."""
    return _remembered(store, materials, _read_materials)


def _read_materials(store: Store, wanted: Sequence[str]) -> dict[str, MaterialRecord]:
    told = {iri: facts for iri, facts in _told_of(store, wanted).items() if HEM.surface in facts}
    places = _told_of(store, [str(facts[HEM.evidence][0]) for facts in told.values() if HEM.evidence in facts])
    shares = _shares(store, [str(one) for facts in told.values() for one in facts.get(HEM.composition, ())])
    return {
        iri: _material(iri, facts, _Facts(places.get(str(facts.one(HEM.evidence)), {})), shares)
        for iri, facts in ((iri, _Facts(told[iri])) for iri in wanted if iri in told)
    }


def papers_by_iri(store: Store, papers: Iterable[str]) -> dict[str, PaperRecord]:
    """Return {IRI: paper}, in the order given."""
    return _remembered(store, papers, _read_papers)


def _read_papers(store: Store, wanted: Sequence[str]) -> dict[str, PaperRecord]:
    told = _told_of(store, wanted)
    return {iri: _paper(iri, _Facts(told[iri])) for iri in wanted if HEM.documentName in told.get(iri, {})}


def find_papers(store: Store, years: Range = Range()) -> tuple[PaperRecord, ...]:
    """Return the papers of known year within bounds, the newest first; without bounds all, the undated last."""
    wanted = f"?paper hem:year ?year . FILTER({' && '.join(years.filters('?year'))})" if years else ""
    query = f"""{PREFIXES}SELECT DISTINCT ?paper WHERE {{
      ?paper a hem:Paper ; hem:documentName ?document . {wanted} }} ORDER BY ?paper"""
    papers = papers_by_iri(store, [str(row["paper"]) for row in store.query(query).rows]).values()
    return tuple(sorted(papers, key=lambda paper: (-(paper.year or 0), paper.document)))


def paper_called(store: Store, name: str) -> PaperRecord | None:
    """Return the paper of a document's name, or of a DOI; None if there is none."""
    query = f"""{PREFIXES}SELECT DISTINCT ?paper WHERE {{
      {{ ?paper hem:documentName {_string(name)} }} UNION {{ ?paper hem:doi {_string(name.lower())} }}
    }} ORDER BY ?paper LIMIT 1"""
    found = papers_by_iri(store, [str(row["paper"]) for row in store.query(query).rows])
    return next(iter(found.values()), None)


def claims_of_paper(store: Store, paper: str) -> tuple[StoredClaim, ...]:
    """Return all claims of a paper, by their place in the text."""
    query = f"""{PREFIXES}SELECT DISTINCT ?claim WHERE {{ ?claim hem:inPaper {_nodes([paper])} ; a hem:Claim }}"""
    found = claims_by_iri(store, [str(row["claim"]) for row in store.query(query).rows])
    return tuple(sorted(found, key=lambda claim: (claim.start, claim.iri)))


def titled_works(store: Store) -> Iterator[tuple[str, Bibliography]]:
    """Yield the papers that have a title, with what tells works apart: one query, since a store may hold very many."""
    query = f"""{PREFIXES}SELECT DISTINCT ?paper ?title ?doi ?year ?authors WHERE {{
      ?paper a hem:Paper ; hem:documentName ?document ; dcterms:title ?title .
      OPTIONAL {{ ?paper hem:doi ?doi }} OPTIONAL {{ ?paper hem:year ?year }}
      OPTIONAL {{ ?paper hem:authorsInOrder ?authors }} }} ORDER BY ?paper"""
    for row in store.query(query).rows:
        title, doi, authors = (None if row[name] is None else str(row[name]) for name in ("title", "doi", "authors"))
        told = tuple(authors.split("; ")) if authors else ()
        yield str(row["paper"]), Bibliography(doi=doi, title=title, year=_integer(row["year"]), authors=told)


def newest_year(store: Store) -> int | None:
    """Return the year of the newest paper, or None where no paper has one."""
    query = f"""{PREFIXES}SELECT (MAX(?year) AS ?newest) WHERE {{
      ?paper a hem:Paper ; hem:documentName ?document ; hem:year ?year }}"""
    rows = store.query(query).rows
    return _integer(rows[0].get("newest")) if rows else None


def ions_by_paper(store: Store, papers: Iterable[str]) -> dict[str, frozenset[str]]:
    """Return {paper: terms of the ions that its claims name}."""
    found: dict[str, set[str]] = {}
    for part in _batches(list(dict.fromkeys(papers))):
        query = f"""{PREFIXES}SELECT DISTINCT ?paper ?ion WHERE {{
          VALUES ?paper {{ {_nodes(part)} }} ?claim hem:inPaper ?paper ; hem:ion ?ion }}"""
        for row in store.query(query).rows:
            found.setdefault(str(row["paper"]), set()).add(_local(row["ion"]) or "")
    return {paper: frozenset(ions) for paper, ions in found.items()}


def count_papers(store: Store) -> tuple[int, int]:
    """Return how many papers have a text and how many are known by their title only."""
    query = f"""{PREFIXES}SELECT (COUNT(DISTINCT ?paper) AS ?n) WHERE {{
      ?paper a hem:Paper ; hem:documentName ?d . FILTER %s EXISTS {{ ?paper hem:isTitleOnly true }} }}"""
    with_text, titles = (store.query(query % sign).rows[0]["n"] for sign in ("NOT", ""))
    return _integer(with_text) or 0, _integer(titles) or 0


# ---------------------------------------------------------------- queries

Record = TypeVar("Record")
# What was read of stores that nobody can change while they are open; it goes with the store.
_MEMORY: WeakKeyDictionary[Store, dict[Callable[..., Any], dict[str, Any]]] = WeakKeyDictionary()


def _remembered(
    store: Store, wanted: Iterable[str], read: Callable[[Store, Sequence[str]], dict[str, Record]]
) -> dict[str, Record]:
    """Return records by IRI in the order given, reading only those that were not read before."""
    names = list(dict.fromkeys(wanted))
    if not store.is_fixed:
        return read(store, names)
    known = _MEMORY.setdefault(store, {}).setdefault(read, {})
    missing = [name for name in names if name not in known]
    if missing:
        known.update(dict.fromkeys(missing) | read(store, missing))  # that a thing is not told is remembered as well
    if len(missing) > BATCH:
        gc.freeze()  # so many things that stay would be walked through again and again by the garbage collector
    return {name: known[name] for name in names if known[name] is not None}


def _told_of(store: Store, subjects: Iterable[str]) -> dict[str, dict[str, list[Value]]]:
    """Return {subject: {local name of a property: its values, sorted}}.

    Things are read one by one and joined here: a pattern that the graphs of several papers hold matches once in each,
    so that a query with joins would count what many papers say many times over.
    """
    found: dict[str, dict[str, list[Value]]] = {}
    for part in _batches(list(dict.fromkeys(subjects))):
        for subject, told in store.describe(part).items():
            found[subject] = {_name(predicate): values for predicate, values in told.items()}
    return found


@cache
def _name(predicate: str) -> str:
    """Return the local name of a property of ours, or the IRI of another."""
    return predicate.removeprefix(terms.BASE)


def _shares(store: Store, compositions: Iterable[str]) -> dict[str, dict[str, float]]:
    """Return {composition: {symbol: share of all atoms}}."""
    told = _told_of(store, compositions)
    parts = _told_of(store, [str(part) for facts in told.values() for part in facts.get(HEM.component, ())])
    shares: dict[str, dict[str, float]] = {}
    for iri, facts in told.items():
        for part in (_Facts(parts[str(name)]) for name in facts.get(HEM.component, ())):
            shares.setdefault(iri, {})[part.term(HEM.element) or ""] = part.number(HEM.share) or 0.0
    return shares


class _Facts:
    """What the store holds of one thing, read by the kind of value."""

    __slots__ = ("told",)

    def __init__(self, told: Mapping[str, Sequence[Value]]) -> None:
        self.told = told

    def one(self, name: str) -> Value:
        return next(iter(self.told.get(name, ())), None)

    def text(self, name: str) -> str | None:
        return _text(self.one(name))

    def term(self, name: str) -> str | None:
        return _local(self.one(name))

    def terms(self, name: str) -> tuple[str, ...]:
        return tuple(_local(value) or "" for value in self.told.get(name, ()))

    def number(self, name: str) -> float | None:
        return _float(self.one(name))

    def whole(self, name: str) -> int | None:
        return _integer(self.one(name))


def _paper(iri: str, told: _Facts) -> PaperRecord:
    authors, standing = told.text(HEM.authorsInOrder), told.term(HEM.standing)
    return PaperRecord(
        iri, told.text(HEM.documentName) or "", told.text(TITLE), told.text(HEM.doi), told.whole(HEM.year),
        told.text(HEM.venue), tuple(authors.split("; ")) if authors else (), told.one(HEM.isTitleOnly) is True,
        frozenset(told.terms(HEM.speaksOf)), terms.label(standing) if standing else None,
    )  # fmt: skip


def _telling(place: _Facts) -> Telling:
    return Telling(
        place.text(HEM.quote) or "", place.whole(HEM.start) or 0, place.whole(HEM.end) or 0, place.text(HEM.section),
        place.whole(HEM.page), place.text(HEM.cell), place.text(HEM.table), place.text(HEM.supplement),
        place.text(HEM.rule),
    )  # fmt: skip


def _claim(
    iri: str, told: _Facts, told_in: Sequence[Telling], paper: PaperRecord, material: MaterialRecord | None
) -> StoredClaim:
    place, *further = told_in
    kinds = [kind for kind in told.terms(TYPE) if kind != HEM.Claim]
    return StoredClaim(
        iri=iri, kind=kinds[0] if kinds else "", paper=paper, material=material,
        quote=place.quote, start=place.start, end=place.end, section=place.section, page=place.page,
        cell=place.cell, table=place.table, supplement=place.supplement, further=tuple(further),
        disagrees=tuple(map(str, told.told.get(HEM.disagreesWith, ()))),
        rule=place.rule, confidence=told.number(HEM.confidence) or 0.0,
        polarity=told.term(HEM.polarity) or HEM.Asserted, attribution=told.term(HEM.attribution) or HEM.OwnResult,
        mechanism=told.term(HEM.mechanism), technique=told.term(HEM.technique), mode=told.term(HEM.mode),
        role=told.term(HEM.role), method=told.term(HEM.method), property=told.term(HEM.property),
        capacity_kind=told.term(HEM.capacityKind), ion=told.term(HEM.ion), statement=told.text(HEM.statement),
        elements=told.terms(HEM.element), cites=tuple(_label(work) for work in told.terms(HEM.attributedTo)),
        value=told.number(HEM.value), value_max=told.number(HEM.valueMax), unit=told.term(HEM.unit),
        printed_value=told.number(HEM.printedValue), printed_unit=told.text(HEM.printedUnit),
        as_written=told.text(HEM.asWritten), comparator=told.text(HEM.comparator),
        uncertainty=told.number(HEM.uncertainty), current=told.number(HEM.currentDensity),
        c_rate=told.number(HEM.cRate), current_as_printed=told.text(HEM.currentAsPrinted),
        cycle=told.whole(HEM.cycle), voltage_low=told.number(HEM.voltageLow),
        voltage_high=told.number(HEM.voltageHigh), temperature=told.number(HEM.temperature),
        cell_type=told.text(HEM.cellType), decided=told.text(HEM.decisionNote),
    )  # fmt: skip


def _material(iri: str, told: _Facts, place: _Facts, shares: Mapping[str, Mapping[str, float]]) -> MaterialRecord:
    composition = told.text(HEM.composition)
    return MaterialRecord(
        iri=iri, paper=told.text(HEM.inPaper) or "", surface=told.text(HEM.surface) or "",
        formula=told.text(HEM.formula), aliases=told.terms(HEM.alias), elements=told.terms(HEM.containsElement),
        shares=shares.get(composition or "", {}), composition=composition, family=told.term(HEM.anionFamily),
        structure=told.term(HEM.structureType), morphology=told.term(HEM.morphology),
        role=told.term(HEM.materialRole),
        high_entropy=told.one(HEM.isHighEntropy) is True, entropy_label=told.term(HEM.entropyLabel),
        entropy_class=told.term(HEM.entropyClass), entropy=told.number(HEM.entropyPerCation),
        cations=told.whole(HEM.cationCount), damaged=told.one(HEM.isDamaged) is True,
        quote=place.text(HEM.quote), start=place.whole(HEM.start), end=place.whole(HEM.end),
        section=place.text(HEM.section), page=place.whole(HEM.page),
    )  # fmt: skip


# ---------------------------------------------------------------- small parts


def _batches(items: Sequence[str]) -> Iterator[Sequence[str]]:
    return (items[i : i + BATCH] for i in range(0, len(items), BATCH))


def _nodes(nodes: Iterable[str]) -> str:
    """Return IRIs of our own making as SPARQL; anything that could leave the brackets is refused."""
    checked = list(nodes)
    if any(set(node) & set('<>"{}|\\^` \n') for node in checked):
        raise ValueError("an IRI holds a character that no IRI has")
    return " ".join(f"<{node}>" for node in checked)


def _terms(names: Iterable[str]) -> str:
    return " ".join(f"<{terms.iri(name)}>" if not name.isidentifier() else f"hem:{_known(name)}" for name in names)


def _known(name: str) -> str:
    terms.iri(name)
    return name


def _one_of(subject: str, predicate: str, variable: str, names: Sequence[str], *, few: bool) -> Iterator[str]:
    """Yield the pattern that a subject has one of these terms under a predicate.

    Where the subjects are few, their terms are looked at one by one; where they are not, the engine joins all that have
    one of the terms.
    """
    if len(names) == 1:
        yield f"{subject} hem:{predicate} hem:{_known(names[0])} ."
    elif names:
        wanted = _in(variable, names) if few else f"VALUES {variable} {{ {_terms(names)} }}"
        yield f"{subject} hem:{predicate} {variable} . {wanted}"


def _told_to_be(subject: str, predicate: str, variable: str, names: Sequence[str]) -> Iterator[str]:
    """Yield the pattern that a subject has one of these terms, which is looked at subject by subject."""
    if names:
        yield f"{subject} hem:{predicate} {variable} . {_in(variable, names)}"


def _on_carbon() -> str:
    """Return the condition that carbon carries a material, or that it was coated with carbon."""
    supports = " ".join(sorted(_string(str(label)) for label in terms.objects("CarbonSupports", "exactLabel")))
    carried = f"{{ ?material hem:support ?support . VALUES ?support {{ {supports} }} }}"
    coated = f"{{ ?coating hem:ofMaterial ?material ; hem:method hem:{HEM.CarbonCoating} }}"
    return f"FILTER EXISTS {{ {carried} UNION {coated} }}"


def _probe(technique: str | None, modes: Sequence[str]) -> str:
    """Return the condition that a claim is of a technique in one of these modes."""
    parts = [f"?probe = hem:{_known(technique)}"] if technique else []
    parts += [f"?probeMode IN ({_listed(modes)})"] if modes else []
    return f"({' && '.join(parts) or 'true'})"


def _in(variable: str, names: Sequence[str]) -> str:
    return f"FILTER({variable} IN ({_listed(names)}))"


def _listed(names: Sequence[str]) -> str:
    return ", ".join(_terms([name]) for name in names)


def _bounded(subject: str, predicate: str, variable: str, wanted: Range) -> Iterator[str]:
    if wanted:
        yield f"{subject} hem:{predicate} {variable} . FILTER({' && '.join(wanted.filters(variable))})"


def _names_more_than_anions() -> str:
    """Return the pattern of materials of which more is told than their anion: *metal sulfides* may hold any metal."""
    anions = [symbol for symbol, element in elements.table().items() if element.is_anion_former]
    known = f"?material hem:containsElement ?known . FILTER(?known NOT IN ({_listed(anions)}))"
    return f"FILTER(EXISTS {{ {known} }} || NOT EXISTS {{ ?material hem:anionFamily ?ofAnions }})"


def _of_a_group(place: int, symbols: Sequence[str], wanted: Range) -> str:
    """Return the pattern of materials that hold so many elements of a group."""
    variable = f"?members{place}"
    count = f"SELECT ?material (COUNT(DISTINCT ?member) AS {variable})"
    return (
        f"{{ {count} WHERE {{ ?material hem:containsElement ?member . VALUES ?member {{ {_terms(symbols)} }} }} "
        f"GROUP BY ?material }} FILTER({' && '.join(wanted.filters(variable))})"
    )


def _number(value: float) -> str:
    """Return a number as SPARQL; with an exponent where it has a fraction, for a decimal is no double everywhere.

    >>> _number(600.0), _number(94.1), _number(1e-10)
    ('600', '94.1e0', '1e-10')
    """
    text = f"{value:.12g}"
    return f"{text}e0" if "." in text and "e" not in text else text


def _string(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ").replace("\r", " ")
    return f'"{escaped}"'


def _local(value: Value) -> str | None:
    """Return a term's local name, or the value as it is."""
    return None if value is None else str(value).removeprefix(terms.BASE)


def _label(work: str) -> str:
    """Return the reference label at the end of a cited work's IRI, or the work's IRI if it has a DOI."""
    return work.rsplit("/reference/", 1)[-1]


def _text(value: Value) -> str | None:
    return None if value is None else str(value)


def _integer(value: Value) -> int | None:
    return None if value is None else int(float(str(value)))


def _float(value: Value) -> float | None:
    return None if value is None else float(str(value))
