"""Claims and materials out of a store: what is wanted, as SPARQL, and what came back, as plain records.

Both the answers and the review table stand on this.  A ``Selection`` says which claims, a
``MaterialSelection`` which materials; each turns into one SELECT query that a user can read and run
again.  What hangs on the hits (names, elements, papers, quotes) is fetched for all of them together.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from hemkg.model.answer import Citation
from hemkg.rdf import iris
from hemkg.store.base import Row, Store, Value
from hemkg.vocab import terms
from hemkg.vocab.terms import HEM

PREFIXES = f"PREFIX hem: <{terms.BASE}>\nPREFIX dcterms: <http://purl.org/dc/terms/>\n"
BATCH = 500


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
        families, structures, roles: terms of which it must have one.
        excluded_roles: terms that it must not have.
        high_entropy: whether it is high-entropy by computation or by its paper's word.
        cations: bounds on the number of different cations.
        entropy: bounds on the configurational entropy per cation [R].
    """

    materials: tuple[str, ...] = ()
    has: tuple[str, ...] = ()
    any_of: tuple[str, ...] = ()
    lacks: tuple[str, ...] = ()
    families: tuple[str, ...] = ()
    structures: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    excluded_roles: tuple[str, ...] = ()
    high_entropy: bool | None = None
    cations: Range = Range()
    entropy: Range = Range()

    def __bool__(self) -> bool:
        return self != MaterialSelection()

    def patterns(self) -> Iterator[str]:
        """Yield the SPARQL patterns on ``?material``."""
        if self.materials:
            yield f"VALUES ?material {{ {_nodes(self.materials)} }}"
        yield from (f"?material hem:containsElement hem:{symbol} ." for symbol in self.has)
        if self.any_of:
            yield f"?material hem:containsElement ?one . VALUES ?one {{ {_terms(self.any_of)} }}"
        yield from (f"FILTER NOT EXISTS {{ ?material hem:containsElement hem:{symbol} }}" for symbol in self.lacks)
        yield from _one_of("?material", HEM.anionFamily, "?family", self.families)
        yield from _one_of("?material", HEM.structureType, "?structure", self.structures)
        yield from _one_of("?material", HEM.materialRole, "?materialRole", self.roles)
        for role in self.excluded_roles:
            yield f"FILTER NOT EXISTS {{ ?material hem:materialRole hem:{role} }}"
        if self.high_entropy is not None:
            yield f"?material hem:isHighEntropy {str(self.high_entropy).lower()} ."
        yield from _bounded("?material", HEM.cationCount, "?cations", self.cations)
        yield from _bounded("?material", HEM.entropyPerCation, "?entropy", self.entropy)


@dataclass(frozen=True, slots=True)
class Selection:
    """Which claims are wanted; an empty field does not matter.

    Attributes:
        kinds: classes of claims (``CapacityClaim``).
        material: what the claim's material must be.
        needs_material: whether a claim without a material is of no use.
        mechanisms, techniques, roles, methods, properties: terms, one of which the claim must be about.
        modes: modes of a technique, one of which it must have.
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

    def sparql(self) -> str:
        """Return the query whose ``?claim`` are the wanted ones, best bound values first in text order."""
        lines = [
            f"VALUES ?kind {{ {_terms(self.kinds)} }}",
            "?claim a ?kind ; hem:inPaper ?paper ; hem:evidence ?evidence .",
        ]
        lines += self._about_material()
        lines += self._about_claim()
        for name, variable, wanted in self._ranges():
            lines += _bounded("?claim", name, variable, wanted)
        lines.append("?evidence hem:start ?start .")
        body = "\n".join(f"  {line}" for line in lines)
        return f"{PREFIXES}SELECT DISTINCT ?claim ?paper ?start WHERE {{\n{body}\n}} ORDER BY ?paper ?start ?claim"

    def _about_material(self) -> list[str]:
        patterns = list(self.material.patterns())
        return ["?claim hem:ofMaterial ?material .", *patterns] if patterns or self.needs_material else []

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
            lines += _one_of("?claim", predicate, variable, names)
        if self.needs_elements and not self.elements:
            lines.append("?claim hem:element ?element .")
        lines += [
            f"FILTER NOT EXISTS {{ ?claim hem:capacityKind hem:{name} }}" for name in self.excluded_capacity_kinds
        ]
        if self.papers:
            lines.append(f"VALUES ?paper {{ {_nodes(self.papers)} }}")
        if self.unit:
            lines.append(f"?claim hem:unit hem:{self.unit} .")
        if not self.titles:
            lines.append("FILTER NOT EXISTS { ?paper hem:isTitleOnly true }")
        return lines

    def _ranges(self) -> Iterator[tuple[str, str, Range]]:
        yield HEM.value, "?value", self.value
        yield HEM.currentDensity, "?current", self.current
        yield HEM.cRate, "?cRate", self.c_rate
        yield HEM.cycle, "?cycle", self.cycle


@dataclass(frozen=True, slots=True)
class PaperRecord:
    """A paper as the store knows it."""

    iri: str
    document: str
    title: str | None = None
    doi: str | None = None
    year: int | None = None
    venue: str | None = None
    authors: tuple[str, ...] = ()
    title_only: bool = False


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
        )


@dataclass(frozen=True, slots=True)
class StoredClaim:
    """A claim as the store knows it; terms are local names, values in canonical units and as printed.

    Attributes:
        kind: class of the claim (``CapacityClaim``).
        current: current density [A/g].
        c_rate: C-rate [1/h].
        cites: labels of the works that the paper reports this from.
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
        )


# ---------------------------------------------------------------- finding


def find_claims(store: Store, selection: Selection) -> tuple[StoredClaim, ...]:
    """Return the wanted claims, by paper and place in the text."""
    return claims_by_iri(store, [str(row["claim"]) for row in store.query(selection.sparql()).rows])


def claims_by_iri(store: Store, claims: Sequence[str]) -> tuple[StoredClaim, ...]:
    """Return claims by their IRIs, in the order given."""
    wanted = list(dict.fromkeys(claims))
    rows = {str(row["claim"]): row for part in _batches(wanted) for row in store.query(_claim_query(part)).rows}
    several = _several(store, wanted, (HEM.element, HEM.attributedTo))
    materials = materials_by_iri(store, [str(row["material"]) for row in rows.values() if row["material"]])
    papers = papers_by_iri(store, [str(row["paper"]) for row in rows.values()])
    found = []
    for iri in wanted:
        row = rows.get(iri)
        if row is not None:
            material = materials.get(str(row["material"])) if row["material"] else None
            found.append(_claim(row, papers[str(row["paper"])], material, several.get(iri, {})))
    return tuple(found)


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


def materials_by_iri(store: Store, materials: Iterable[str]) -> dict[str, MaterialRecord]:
    """Return {IRI: material}, in the order given."""
    wanted = list(dict.fromkeys(materials))
    rows = {str(r["material"]): r for part in _batches(wanted) for r in store.query(_material_query(part)).rows}
    several = _several(store, wanted, (HEM.alias, HEM.containsElement))
    shares = _shares(store, sorted({str(r["composition"]) for r in rows.values() if r["composition"]}))
    return {iri: _material(rows[iri], several.get(iri, {}), shares) for iri in wanted if iri in rows}


def papers_by_iri(store: Store, papers: Iterable[str]) -> dict[str, PaperRecord]:
    """Return {IRI: paper}, in the order given."""
    wanted = list(dict.fromkeys(papers))
    found: dict[str, PaperRecord] = {}
    for part in _batches(wanted):
        for row in store.query(_paper_query(part)).rows:
            iri = str(row["paper"])
            names = tuple((_text(row["authors"]) or "").split("; ")) if row["authors"] else ()
            found[iri] = PaperRecord(
                iri,
                str(row["document"]),
                _text(row["title"]),
                _text(row["doi"]),
                _integer(row["year"]),
                _text(row["venue"]),
                names,
                row["titleOnly"] is True,
            )
    return found


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

_CLAIM_FIELDS = (
    HEM.polarity, HEM.attribution, HEM.mechanism, HEM.technique, HEM.mode, HEM.role, HEM.method, HEM.property,
    HEM.capacityKind, HEM.ion, HEM.statement, HEM.confidence, HEM.value, HEM.valueMax, HEM.unit, HEM.printedValue,
    HEM.printedUnit, HEM.asWritten, HEM.comparator, HEM.uncertainty, HEM.currentDensity, HEM.cRate,
    HEM.currentAsPrinted, HEM.cycle, HEM.voltageLow, HEM.voltageHigh, HEM.temperature, HEM.cellType,
)  # fmt: skip
_EVIDENCE_FIELDS = (HEM.section, HEM.page, HEM.cell, HEM.rule)
_MATERIAL_FIELDS = (
    HEM.formula, HEM.composition, HEM.anionFamily, HEM.structureType, HEM.materialRole, HEM.isHighEntropy,
    HEM.entropyLabel, HEM.entropyClass, HEM.entropyPerCation, HEM.cationCount, HEM.isDamaged,
)  # fmt: skip


def _optional(subject: str, names: Iterable[str]) -> str:
    return " ".join(f"OPTIONAL {{ {subject} hem:{name} ?{name} }}" for name in names)


def _claim_query(claims: Sequence[str]) -> str:
    return f"""{PREFIXES}SELECT * WHERE {{ VALUES ?claim {{ {_nodes(claims)} }}
  ?claim a ?kind ; hem:inPaper ?paper ; hem:evidence ?evidence . FILTER(?kind != hem:Claim)
  ?evidence hem:quote ?quote ; hem:start ?start ; hem:end ?end .
  OPTIONAL {{ ?claim hem:ofMaterial ?material }}
  {_optional("?claim", _CLAIM_FIELDS)} {_optional("?evidence", _EVIDENCE_FIELDS)} }}"""


def _material_query(materials: Sequence[str]) -> str:
    return f"""{PREFIXES}SELECT * WHERE {{ VALUES ?material {{ {_nodes(materials)} }}
  ?material hem:surface ?surface ; hem:inPaper ?paper . {_optional("?material", _MATERIAL_FIELDS)}
  OPTIONAL {{ ?material hem:evidence ?evidence . ?evidence hem:quote ?quote ; hem:start ?start ; hem:end ?end .
    {_optional("?evidence", (HEM.section, HEM.page))} }} }}"""


def _paper_query(papers: Sequence[str]) -> str:
    return f"""{PREFIXES}SELECT * WHERE {{ VALUES ?paper {{ {_nodes(papers)} }} ?paper hem:documentName ?document .
  OPTIONAL {{ ?paper dcterms:title ?title }} OPTIONAL {{ ?paper hem:doi ?doi }} OPTIONAL {{ ?paper hem:year ?year }}
  OPTIONAL {{ ?paper hem:venue ?venue }} OPTIONAL {{ ?paper hem:isTitleOnly ?titleOnly }}
  OPTIONAL {{ ?paper hem:authorsInOrder ?authors }} }}"""


def _several(store: Store, subjects: Sequence[str], names: Sequence[str]) -> dict[str, dict[str, list[str]]]:
    """Return {subject: {property: its values}} for properties that may have many."""
    found: dict[str, dict[str, list[str]]] = {}
    for part in _batches(subjects):
        query = f"""{PREFIXES}SELECT ?s ?p ?o WHERE {{
          VALUES ?s {{ {_nodes(part)} }} VALUES ?p {{ {_terms(names)} }} ?s ?p ?o }} ORDER BY ?s ?p ?o"""
        for row in store.query(query).rows:
            values = found.setdefault(str(row["s"]), {}).setdefault(_local(row["p"]) or "", [])
            values.append(_local(row["o"]) or "")
    return found


def _shares(store: Store, compositions: Sequence[str]) -> dict[str, dict[str, float]]:
    shares: dict[str, dict[str, float]] = {}
    for part in _batches(compositions):
        query = f"""{PREFIXES}SELECT ?c ?e ?share WHERE {{
          VALUES ?c {{ {_nodes(part)} }} ?c hem:component ?k . ?k hem:element ?e ; hem:share ?share }} ORDER BY ?c ?e"""
        for row in store.query(query).rows:
            shares.setdefault(str(row["c"]), {})[_local(row["e"]) or ""] = float(row["share"] or 0)
    return shares


def _claim(
    row: Row, paper: PaperRecord, material: MaterialRecord | None, several: Mapping[str, list[str]]
) -> StoredClaim:
    get = row.get
    return StoredClaim(
        iri=str(row["claim"]), kind=_local(row["kind"]) or "", paper=paper, material=material,
        quote=str(row["quote"]), start=_integer(row["start"]) or 0, end=_integer(row["end"]) or 0,
        section=_text(get("section")), page=_integer(get("page")), cell=_text(get("cell")), rule=_text(get("rule")),
        confidence=_float(get("confidence")) or 0.0, polarity=_local(get("polarity")) or HEM.Asserted,
        attribution=_local(get("attribution")) or HEM.OwnResult, mechanism=_local(get("mechanism")),
        technique=_local(get("technique")), mode=_local(get("mode")), role=_local(get("role")),
        method=_local(get("method")), property=_local(get("property")), capacity_kind=_local(get("capacityKind")),
        ion=_local(get("ion")), statement=_text(get("statement")), elements=tuple(several.get(HEM.element, ())),
        cites=tuple(_label(work) for work in several.get(HEM.attributedTo, ())),
        value=_float(get("value")), value_max=_float(get("valueMax")), unit=_local(get("unit")),
        printed_value=_float(get("printedValue")), printed_unit=_text(get("printedUnit")),
        as_written=_text(get("asWritten")), comparator=_text(get("comparator")), uncertainty=_float(get("uncertainty")),
        current=_float(get("currentDensity")), c_rate=_float(get("cRate")),
        current_as_printed=_text(get("currentAsPrinted")), cycle=_integer(get("cycle")),
        voltage_low=_float(get("voltageLow")), voltage_high=_float(get("voltageHigh")),
        temperature=_float(get("temperature")), cell_type=_text(get("cellType")),
    )  # fmt: skip


def _material(row: Row, several: Mapping[str, list[str]], shares: Mapping[str, Mapping[str, float]]) -> MaterialRecord:
    composition = _text(row["composition"])
    return MaterialRecord(
        iri=str(row["material"]), paper=str(row["paper"]), surface=str(row["surface"]), formula=_text(row["formula"]),
        aliases=tuple(several.get(HEM.alias, ())), elements=tuple(several.get(HEM.containsElement, ())),
        shares=shares.get(composition or "", {}), composition=composition, family=_local(row["anionFamily"]),
        structure=_local(row["structureType"]), role=_local(row["materialRole"]),
        high_entropy=row["isHighEntropy"] is True, entropy_label=_local(row["entropyLabel"]),
        entropy_class=_local(row["entropyClass"]), entropy=_float(row["entropyPerCation"]),
        cations=_integer(row["cationCount"]), damaged=row["isDamaged"] is True,
        quote=_text(row["quote"]), start=_integer(row["start"]), end=_integer(row["end"]),
        section=_text(row["section"]), page=_integer(row["page"]),
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


def _one_of(subject: str, predicate: str, variable: str, names: Sequence[str]) -> Iterator[str]:
    """Yield the pattern that a subject has one of these terms under a predicate."""
    if len(names) == 1:
        yield f"{subject} hem:{predicate} hem:{_known(names[0])} ."
    elif names:
        yield f"{subject} hem:{predicate} {variable} . VALUES {variable} {{ {_terms(names)} }}"


def _bounded(subject: str, predicate: str, variable: str, wanted: Range) -> Iterator[str]:
    if wanted:
        yield f"{subject} hem:{predicate} {variable} . FILTER({' && '.join(wanted.filters(variable))})"


def _number(value: float) -> str:
    return f"{value:.12g}"


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
