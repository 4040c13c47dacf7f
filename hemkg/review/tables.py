"""The review table: one row a measurement, and behind every cell the sentences it rests on.

A cell that is empty says why: it does not apply, the amounts are open, the text that was read reports
nothing of the kind, or it does and nothing was extracted (``lacks``).
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache

from hemkg.errors import InputError
from hemkg.model.answer import Citation, Value
from hemkg.reason.rules import LIMITS_SAY, VERDICT, says
from hemkg.review.behind import Link, able_ones, links
from hemkg.review.carried import CONDITIONS, is_carried
from hemkg.review.companions import (
    KINDS,
    Companion,
    Quote,
    companions,
    names_of_materials,
    quote_of_claim,
    quote_of_material,
)
from hemkg.review.composition_reports import Reported, composition_reports
from hemkg.review.lacks import Lack, lack_of
from hemkg.store.base import Store
from hemkg.store.claims import (
    MaterialRecord,
    PaperRecord,
    RowSelection,
    Selection,
    StoredClaim,
    claims_by_iri,
    find_claims,
)
from hemkg.store.whereabouts import told_apart
from hemkg.vocab import terms
from hemkg.vocab.terms import HEM

MEASUREMENTS = (HEM.CapacityClaim, HEM.RetentionClaim, HEM.EfficiencyClaim)
NO_MATERIAL = "the sentence names no material"
UNSTATED = "not in the sentence"
AS_RATE, AS_DENSITY = "given as a C-rate", "given as a current density"
NO_FORMULA = "the paper gives a name and no formula"
OPEN_AMOUNTS = "the amounts are not given"
NOT_FOUND = "not known"
NO_NOTICE = "no notice is known"
NO_TABLE = "no table of the paper was read to say so"
NO_OTHER = "no other value under the same conditions was read in the paper"
COMPUTED = "computed from the composition"
OF_PAPER = "from the record of the paper that the sentence stands in"
OWN_ESTIMATE = "an estimate of ours that the sentence was read rightly, 0 to 1"
UNDECIDED = "no person decided on it"
NO_LIMIT = "only of a capacity with an ion, in a known composition"
ELSEWHERE = "read elsewhere in the paper; the sentence names the material"
CARRIED = "not in these words in the sentence that gives the value; carried over from elsewhere in the paper"
TOLD_TOGETHER = "named in the sentence that tells the mechanism"
TOLD_BESIDE = "in a sentence beside that of the mechanism, which by the ontology they can show"
NOT_TOLD = "no technique is named with the mechanism"
ABLE = "used on the material in this paper and by the ontology able to show the mechanism; no sentence ties them"
NONE_ABLE = "no other technique of the paper is able to show the mechanism"
BESIDE = " (sentence beside)"
SHARE = "the capacity divided by the upper end of the limit"
WITHIN = "the capacity is not above the upper end of the limit"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the table.

    Attributes:
        key: its name in JSON and on the command line.
        label: its heading.
        unit: term of the unit of its numbers, if all have one.
        is_formula: whether it holds chemical formulas, whose digits are set low.
    """

    key: str
    label: str
    unit: str | None = None
    is_formula: bool = False

    @property
    def heading(self) -> str:
        """The label with the unit in square brackets."""
        symbol = terms.text(self.unit, HEM.symbol) if self.unit else None
        return f"{self.label} [{symbol}]" if symbol else self.label


@dataclass(frozen=True, slots=True)
class TableCell:
    """A value with what it rests on.

    Attributes:
        value: text, number or several texts; None where there is nothing.
        citations: numbers of the citations behind the value; a cell with a value has at least one.
        note: why it is empty, or how it came about where no sentence says it.
        lack: whether the paper does not report it or it was not extracted; None where neither is meant.
    """

    value: Value = None
    citations: tuple[int, ...] = ()
    note: str | None = None
    lack: Lack | None = None

    @property
    def text(self) -> str:
        """The value as a person reads it; empty where there is none.

        >>> TableCell(("alloying", "conversion")).text, TableCell(650.0).text
        ('alloying; conversion', '650')
        """
        if self.value is None:
            return ""
        if isinstance(self.value, tuple):
            return "; ".join(self.value)
        if isinstance(self.value, float):
            return f"{self.value:.6g}" if abs(self.value) < 1e6 else f"{self.value:g}"
        return str(self.value)


@dataclass(frozen=True, slots=True)
class TableRow:
    """One measurement.

    Attributes:
        claim: IRI of the claim.
        kind: class of the claim (``CapacityClaim``).
        paper: IRI of the paper.
        cells: one for each column of the table, by key.
        capacity_kind: term of which capacity it is, if that is said.
    """

    claim: str
    kind: str
    paper: str
    cells: Mapping[str, TableCell]
    capacity_kind: str | None = None

    def lacking(self, lack: Lack) -> tuple[str, ...]:
        """Return the columns that are empty for one reason, in their order."""
        return tuple(key for key, cell in self.cells.items() if cell.lack is lack)

    @property
    def citations(self) -> tuple[int, ...]:
        """The numbers of all citations of the row, each once, in order."""
        return tuple(sorted({number for cell in self.cells.values() for number in cell.citations}))


@dataclass(frozen=True, slots=True)
class Work:
    """A paper that the table rests on: what a bibliography needs.

    Attributes:
        iri: of the paper.
        document: stem of its file.
        title_only: whether nothing but its title was read.
        standing: what became of it since, in a word (``retracted``).
    """

    iri: str
    document: str
    title: str | None = None
    doi: str | None = None
    year: int | None = None
    venue: str | None = None
    authors: tuple[str, ...] = ()
    title_only: bool = False
    standing: str | None = None


@dataclass(frozen=True, slots=True)
class ReviewTable:
    """A table of measurements, best read with its citations beside it.

    Attributes:
        columns: in the order in which they are shown.
        rows: by paper and place in the text.
        citations: the quotes, numbered from 1.
        works: the papers of the citations, by document name.
        work_of: number of a citation and the IRI of its paper.
        groups: label of the group of each row, where rows stand in groups.
        grouped_by: the column that the groups are made by.

    Raises:
        ValueError: if a value has no citation, a citation is not there, or a row has no group where others have.
    """

    columns: tuple[Column, ...]
    rows: tuple[TableRow, ...]
    citations: tuple[Citation, ...]
    works: tuple[Work, ...] = ()
    work_of: Mapping[int, str] = field(default_factory=dict)
    groups: tuple[str, ...] = ()
    grouped_by: str | None = None

    def __post_init__(self) -> None:
        if self.groups and len(self.groups) != len(self.rows):
            raise ValueError("every row of a grouped table has a group")
        known = {citation.number for citation in self.citations}
        for row in self.rows:
            for key, cell in row.cells.items():
                if cell.value is not None and not cell.citations:
                    raise ValueError(f"the cell {key!r} has a value and no citation")
                if not set(cell.citations) <= known:
                    raise ValueError(f"the cell {key!r} points to a citation that is not there")

    @property
    def grouped_rows(self) -> tuple[tuple[str | None, TableRow], ...]:
        """The rows, each with the label of its group, or None where there are no groups."""
        return tuple(zip(self.groups or (None,) * len(self.rows), self.rows, strict=True))

    def with_columns(self, keys: Sequence[str]) -> "ReviewTable":
        """Return the same rows with other columns of the table, in the order given.

        Raises:
            InputError: if the table has no such column.
        """
        here = {column.key: column for column in self.columns}
        columns = tuple(_known_column(key, here) for key in keys)
        rows = tuple(replace(row, cells={key: row.cells[key] for key in keys}) for row in self.rows)
        return replace(self, columns=columns, rows=rows)


COLUMNS = {
    column.key: column
    for column in (
        Column("material", "Material", is_formula=True),
        Column("composition", "Composition as written", is_formula=True),
        Column("formula", "Formula", is_formula=True),
        Column("nominal_composition", "Composition in a table, nominal", is_formula=True),
        Column("measured_composition", "Composition in a table, measured", is_formula=True),
        Column("elements", "Elements"),
        Column("family", "Family"),
        Column("entropy", "Entropy per cation", HEM.GasConstantUnit),
        Column("entropy_convention", "Convention of the entropy"),
        Column("entropy_class", "Entropy class, computed"),
        Column("entropy_label", "Entropy class, in the paper"),
        Column("structure", "Structure"),
        Column("morphology", "Morphology"),
        Column("synthesis", "Synthesis"),
        Column("ion", "Ion"),
        Column("mechanisms", "Mechanisms"),
        Column("mechanism_techniques", "Techniques behind the mechanisms"),
        Column("able_techniques", "Further techniques able to show them"),
        Column("techniques", "Techniques"),
        Column("quantity", "Quantity"),
        Column("kind", "Kind"),
        Column("comparator", "Bound"),
        Column("value", "Value"),
        Column("value_max", "Value, upper end"),
        Column("unit", "Unit"),
        Column("uncertainty", "Uncertainty"),
        Column("current_density", "Current density", HEM.AmperePerGram),
        Column("current_as_printed", "Current as printed"),
        Column("c_rate", "C-rate", HEM.CRateUnit),
        Column("cycle", "Cycle"),
        Column("voltage_window", "Voltage window", HEM.Volt),
        Column("cell", "Cell"),
        Column("faraday_limit", "Faraday limit", HEM.MilliampereHourPerGram),
        Column("faraday_share", "Share of the limit", HEM.Percent),
        Column("verdict", "Against the limit"),
        Column("paper", "Paper"),
        Column("year", "Year"),
        Column("doi", "DOI"),
        Column("standing", "Standing of the paper"),
        Column("confidence", "Confidence"),
        Column("attribution", "Attribution"),
        Column("reported_from", "Reported from"),
        Column("disagreement", "Another value in the paper"),
    )
}
ON_REQUEST = {column.key: column for column in (Column("claim", "Claim"), Column("decision", "Decision of a person"))}

EVERYTHING = RowSelection(Selection(MEASUREMENTS))


def review_table(
    store: Store, selection: RowSelection = EVERYTHING, columns: Sequence[str] | None = None
) -> ReviewTable:
    """Return the review table of a store.

    Args:
        store: after ``derive``, if Faraday limits are wanted.
        selection: which measurements.
        columns: keys of ``COLUMNS`` or ``ON_REQUEST``, in the order wanted; all of ``COLUMNS`` if not given.

    Returns:
        rows by paper and place in the text; values in canonical units.

    Raises:
        InputError: if there is no such column.
    """
    chosen = tuple(_known_column(key, COLUMNS | ON_REQUEST) for key in (columns or COLUMNS))
    claims = find_claims(store, selection.measured)
    papers = tuple(dict.fromkeys(claim.paper.iri for claim in claims))
    beside, names = companions(store, papers), names_of_materials(store, papers)
    reports = composition_reports(store, papers)
    apart = {claim.iri: claims_by_iri(store, claim.disagrees) for claim in claims if claim.disagrees}
    reader = _Reader(_materials(store), beside, names, _limits(store), _verdicts(store), apart=apart, reports=reports)
    rows = tuple(reader.row(claim, chosen) for claim in claims if reader.is_wanted(claim, selection))
    return ReviewTable(chosen, rows, tuple(reader.citations), reader.works(), reader.work_of)


def _known_column(key: str, known: Mapping[str, Column]) -> Column:
    if key not in known:
        raise InputError(f"the review table has no column {key!r}; its columns are {', '.join(known)}.")
    return known[key]


# ---------------------------------------------------------------- from the store


def _materials(store: Store) -> dict[str, int]:
    """Return {paper: of how many materials it gives measurements}, whichever of them are picked."""
    kinds = " ".join(f"hem:{kind}" for kind in MEASUREMENTS)
    query = f"""PREFIX hem: <{terms.BASE}>
    SELECT ?paper (COUNT(DISTINCT ?material) AS ?n) WHERE {{
      VALUES ?kind {{ {kinds} }} ?claim a ?kind ; hem:inPaper ?paper ; hem:ofMaterial ?material }} GROUP BY ?paper"""
    return {str(row["paper"]): int(row["n"] or 0) for row in store.query(query).rows}


def _limits(store: Store) -> dict[tuple[str, str], tuple[float, float]]:
    """Return {(composition, ion): Faraday limit, low and high [mAh g-1]}."""
    query = f"""PREFIX hem: <{terms.BASE}>
    SELECT ?about ?ion ?low ?high WHERE {{
      ?d a hem:FaradayLimit ; hem:about ?about ; hem:ion ?ion ; hem:value ?low ; hem:valueMax ?high
    }}"""
    return {
        (str(row["about"]), _local(row["ion"])): (float(row["low"] or 0), float(row["high"] or 0))
        for row in store.query(query).rows
    }


def _verdicts(store: Store) -> dict[str, str]:
    """Return {claim: what the limit says of its capacity} for the capacities beyond it."""
    query = (
        f"PREFIX hem: <{terms.BASE}> SELECT ?claim ?v WHERE {{ ?claim hem:capacityVerdict ?v . ?claim a hem:Claim }}"
    )
    return {str(row["claim"]): _local(row["v"]) for row in store.query(query).rows}


def _local(value: object) -> str:
    return str(value).removeprefix(terms.BASE)


# ---------------------------------------------------------------- one row


class _Reader:
    """Turns claims into rows and numbers the citations on the way."""

    def __init__(
        self,
        materials: Mapping[str, int],
        beside: Mapping[str, Sequence[Companion]],
        names: Mapping[str, Mapping[str, Collection[str]]],
        limits: Mapping[tuple[str, str], tuple[float, float]],
        verdicts: Mapping[str, str],
        *,
        apart: Mapping[str, Sequence[StoredClaim]],
        reports: Mapping[str, Sequence[Reported]],
    ) -> None:
        self.materials = materials
        self.beside = beside
        self.names = names
        self.limits = limits
        self.verdicts = verdicts
        self.apart = apart
        self.reports = reports
        self.citations: list[Citation] = []
        self.work_of: dict[int, str] = {}
        self._numbers: dict[tuple[str, int, int, str | None], int] = {}
        self._works: dict[str, Work] = {}
        self._own: dict[str, int] = {}
        self._naming: dict[str, int] = {}
        self._links: dict[tuple[str, str | None], tuple[Link, ...]] = {}

    def row(self, claim: StoredClaim, columns: Sequence[Column]) -> TableRow:
        cells = {column.key: self.cell(claim, column.key) for column in columns}
        return TableRow(claim.iri, claim.kind, claim.paper.iri, cells, claim.capacity_kind)

    def cell(self, claim: StoredClaim, key: str) -> TableCell:
        """Return a cell; a condition that the sentence of the value does not hold says so, and so does a decision."""
        found = READERS[key](self, claim)
        if claim.decided and key in {"value", "confidence"}:
            return replace(found, note=claim.decided)
        is_elsewhere = key in CONDITIONS and found.value is not None and is_carried(claim, key)
        return TableCell(found.value, found.citations, CARRIED) if is_elsewhere else found

    def is_wanted(self, claim: StoredClaim, selection: RowSelection) -> bool:
        """Whether the paper says of a measurement's material what must be said of it, and nothing that must not."""
        return all(self._says(claim, wanted) for wanted in selection.beside) and not any(
            self._says(claim, unwanted) for unwanted in selection.without
        )

    def _says(self, claim: StoredClaim, wanted: Selection) -> bool:
        return any(_is_one(other, wanted) for other in self._about(claim, wanted.kinds))

    def number(self, paper: PaperRecord, quote: Quote) -> int:
        """Return the number of a quote; one quote has one number, whatever it says."""
        place = (paper.iri, quote.start, quote.end, quote.decided)
        if place not in self._numbers:
            self._numbers[place] = len(self.citations) + 1
            self.citations.append(_citation(self._numbers[place], paper, quote))
            self.work_of[self._numbers[place]] = paper.iri
            self._works[paper.iri] = _work(paper)
        return self._numbers[place]

    def own(self, claim: StoredClaim) -> int:
        """Return the number of a measurement's own sentence."""
        if claim.iri not in self._own:
            self._own[claim.iri] = self.number(claim.paper, quote_of_claim(claim))
        return self._own[claim.iri]

    def tellings(self, claim: StoredClaim) -> tuple[int, ...]:
        """Return the numbers of all places in which a measurement is told, its own sentence first."""
        others = (self.number(claim.paper, quote_of_claim(told)) for told in claim.tellings()[1:])
        return (self.own(claim), *others)

    def naming(self, claim: StoredClaim, material: MaterialRecord) -> int:
        """Return the number of a sentence that names the material of a measurement, its own if that does."""
        if claim.iri not in self._naming:
            quote = quote_of_material(material)
            is_own = quote is None or any(name in claim.quote for name in material.names)
            self._naming[claim.iri] = self.own(claim) if quote is None or is_own else self.number(claim.paper, quote)
        return self._naming[claim.iri]

    def works(self) -> tuple[Work, ...]:
        return tuple(sorted(self._works.values(), key=lambda work: (work.document, work.iri)))

    # -------- cells

    def reported(self, claim: StoredClaim, origin: str) -> TableCell:
        """Return a cell with what tables of the paper say the material is made of, resting on their cells."""
        told = [r for r in self.reports.get(claim.material.iri if claim.material else "", ()) if r.origin == origin]
        if not told:
            return TableCell(note=NO_TABLE)
        numbers = dict.fromkeys(self.number(claim.paper, report.quote) for report in told)
        return TableCell(tuple(dict.fromkeys(report.words for report in told)), tuple(numbers))

    def disagreement(self, claim: StoredClaim) -> TableCell:
        """Return a cell that says which place of the paper gives which value, where it gives several."""
        others = self.apart.get(claim.iri, ())
        if not others:
            return TableCell(note=NO_OTHER)
        numbers = dict.fromkeys(n for each in (claim, *others) for n in self.tellings(each))
        return TableCell(told_apart((claim, *others)), tuple(numbers))

    def said(self, claim: StoredClaim, value: Value, told_as: str | None = None) -> TableCell:
        """Return a cell that the sentences of the measurement fill; ``told_as`` is what the paper may report it as."""
        if value is None or value in ((), ""):
            return _missing(claim, told_as) if told_as else TableCell(note=UNSTATED)
        return TableCell(value, self.tellings(claim))

    def of_material(
        self, claim: StoredClaim, value: Value, *, empty: str = NOT_FOUND, told_as: str | None = None
    ) -> TableCell:
        """Return a cell about the material as such, resting on a sentence that names it."""
        if claim.material is None:
            return TableCell(note=NO_MATERIAL)
        if value is None or value in ((), ""):
            return _missing(claim, told_as) if told_as else TableCell(note=empty)
        return TableCell(value, (self.naming(claim, claim.material),))

    def of_term(self, claim: StoredClaim, term: str | None, told_as: str | None = None) -> TableCell:
        """Return a cell with a term of the material, resting on a sentence that has its word."""
        cell = self.of_material(claim, terms.label(term) if term else None, told_as=told_as)
        if term is None or cell.value is None:
            return cell
        words = _words_of(term)
        near = [quote_of_claim(claim), *(other.quote for other in self._about(claim, tuple(KINDS)))]
        near += [naming] if claim.material and (naming := quote_of_material(claim.material)) else []
        saying = next((quote for quote in near if any(word in quote.text.casefold() for word in words)), None)
        if saying is None:
            return replace(cell, note=ELSEWHERE)
        return TableCell(cell.value, (self.number(claim.paper, saying),))

    def computed(self, claim: StoredClaim, value: Value, rule: str) -> TableCell:
        """Return a cell that follows from the composition by a rule, told in words."""
        cell = self.of_material(claim, value, empty=OPEN_AMOUNTS)
        by_rule = f"{COMPUTED}: {rule[:1].lower()}{rule[1:]}"
        return cell if cell.value is None else TableCell(cell.value, cell.citations, by_rule)

    def listed(self, claim: StoredClaim, kind: str, name: Callable[[Companion], str]) -> TableCell:
        """Return a cell with everything of one kind that the paper says of the material."""
        found: dict[str, list[Companion]] = {}
        for other in self._about(claim, (kind,)):
            found.setdefault(name(other), []).append(other)
        if not found:
            return _missing(claim, KINDS[kind])
        best = [max(those, key=lambda c: c.confidence) for those in found.values()]
        numbers = dict.fromkeys(self.number(claim.paper, other.quote) for other in best)
        return TableCell(tuple(found), tuple(numbers))

    def behind(self, claim: StoredClaim) -> TableCell:
        """Return the techniques behind each mechanism: of its sentence, and of one beside it, which is marked."""
        found: dict[str, dict[str, Link]] = {}
        for link in sorted(self._linked(claim), key=lambda link: link.is_beside):
            found.setdefault(_mechanism(link.mechanism), {}).setdefault(_technique(link.technique), link)
        if not found:
            return self._without(claim, NOT_TOLD)
        told = tuple(f"{name}: {', '.join(map(_link, those.values()))}" for name, those in found.items())
        shown = [link for those in found.values() for link in those.values()]
        quotes = [quote for link in shown for quote in (link.mechanism.quote, link.technique.quote)]
        numbers = dict.fromkeys(self.number(claim.paper, quote) for quote in quotes)
        ways = {link.is_beside: TOLD_BESIDE if link.is_beside else TOLD_TOGETHER for link in shown}
        return TableCell(told, tuple(numbers), "; ".join(ways[key] for key in sorted(ways)))

    def able(self, claim: StoredClaim) -> TableCell:
        """Return the other techniques that the paper used on the material and that can show its mechanisms."""
        used, found = self._about(claim, (HEM.TechniqueClaim,)), dict[str, dict[str, Companion]]()
        told = {(_mechanism(link.mechanism), link.technique.concept) for link in self._linked(claim)}
        for mechanism in self._about(claim, (HEM.MechanismClaim,)):
            for technique in able_ones(mechanism, used):
                if (_mechanism(mechanism), technique.concept) not in told:
                    found.setdefault(_mechanism(mechanism), {}).setdefault(_technique(technique), technique)
        if not found:
            return self._without(claim, NONE_ABLE)
        numbers = dict.fromkeys(self.number(claim.paper, t.quote) for those in found.values() for t in those.values())
        return TableCell(tuple(f"{name}: {', '.join(those)}" for name, those in found.items()), tuple(numbers), ABLE)

    def _linked(self, claim: StoredClaim) -> list[Link]:
        """Return the techniques behind the mechanisms of a measurement's material."""
        return [link for other in self._about(claim, (HEM.MechanismClaim,)) for link in self._links_of(other, claim)]

    def _links_of(self, mechanism: Companion, claim: StoredClaim) -> tuple[Link, ...]:
        paper, key = claim.paper.iri, (claim.paper.iri, mechanism.quote.claim)
        if key not in self._links:
            self._links[key] = links(mechanism, self.beside.get(paper, ()), self.names.get(paper))
        return self._links[key]

    def _without(self, claim: StoredClaim, note: str) -> TableCell:
        """Return an empty cell about mechanisms: none is told, or nothing else is told of them."""
        is_told = self._about(claim, (HEM.MechanismClaim,))
        return TableCell(note=note) if is_told else _missing(claim, KINDS[HEM.MechanismClaim])

    def _about(self, claim: StoredClaim, kinds: Sequence[str]) -> list[Companion]:
        """Return what the paper says of the same material, with no other ion, or of none."""
        return [
            other
            for other in self.beside.get(claim.paper.iri, ())
            if other.kind in kinds and self._is_about(other, claim) and _same_ion(other, claim)
        ]

    def _is_about(self, other: Companion, claim: StoredClaim) -> bool:
        """Whether it is about a measurement's material; in a paper on few materials it may name none.

        A mechanism is heard as the gaps hear it: read with confidence, from a sentence that names the material.
        """
        few = self.materials.get(claim.paper.iri, 0) <= terms.number(HEM.FewMaterials)
        if other.material is None or claim.material is None:
            return other.material is None and few and other.kind != HEM.MechanismClaim
        is_heard = other.kind != HEM.MechanismClaim or (
            other.confidence >= terms.number(HEM.LeastConfidence)
            and (few or any(name in other.quote.text for name in claim.material.names))
        )
        return is_heard and other.material == claim.material.iri

    def limit(self, claim: StoredClaim) -> tuple[float, float] | None:
        material = claim.material
        if material is None or material.composition is None or claim.ion is None or claim.kind != HEM.CapacityClaim:
            return None
        return self.limits.get((material.composition, claim.ion))


@cache
def _words_of(term: str) -> tuple[str, ...]:
    """Return the labels of a term, in small letters."""
    labels = (w for p in ("skos:prefLabel", "skos:altLabel", "skos:hiddenLabel") for w in terms.objects(term, p))
    return tuple(str(label).casefold() for label in labels)


def _missing(claim: StoredClaim, told_as: str) -> TableCell:
    lack, note = lack_of(claim.paper, told_as)
    return TableCell(note=note, lack=lack)


def _citation(number: int, paper: PaperRecord, quote: Quote) -> Citation:
    return Citation(
        number=number,
        document=paper.document,
        quote=quote.text,
        doi=paper.doi,
        title=paper.title,
        section=quote.section,
        page=quote.page,
        year=paper.year,
        claim=quote.claim,
        start=quote.start,
        end=quote.end,
        standing=paper.standing,
        cell=quote.cell,
        decided=quote.decided,
    )


def _work(p: PaperRecord) -> Work:
    return Work(p.iri, p.document, p.title, p.doi, p.year, p.venue, p.authors, p.title_only, p.standing)


def _is_one(other: Companion, wanted: Selection) -> bool:
    """Whether something that a paper says is what is wanted."""
    concepts = (*wanted.mechanisms, *wanted.techniques, *wanted.methods)
    return (
        (not concepts or other.concept in concepts)
        and (not wanted.modes or other.mode in wanted.modes)
        and (not wanted.polarities or other.polarity in wanted.polarities)
    )


def _same_ion(other: Companion, claim: StoredClaim) -> bool:
    return other.ion is None or claim.ion is None or other.ion == claim.ion


def _mechanism(other: Companion) -> str:
    """Return a mechanism in words, with what is said of it where that is not a plain yes."""
    label = terms.label(other.concept)
    return label if other.polarity == HEM.Asserted else f"{label} ({terms.label(other.polarity)})"


def _technique(other: Companion) -> str:
    name = terms.notation(other.concept)
    return f"{terms.label(other.mode)} {name}" if other.mode else name


def _link(link: Link) -> str:
    return _technique(link.technique) + (BESIDE if link.is_beside else "")


def _window(claim: StoredClaim) -> str | None:
    if claim.voltage_low is None or claim.voltage_high is None:
        return None
    return f"{claim.voltage_low:g}–{claim.voltage_high:g}"


def _faraday(reader: _Reader, claim: StoredClaim) -> TableCell:
    limit = reader.limit(claim)
    if limit is None:
        return TableCell(note=NO_LIMIT)
    low, high = limit
    return reader.computed(claim, f"{high:.0f}" if round(low) == round(high) else f"{low:.0f}–{high:.0f}", LIMITS_SAY)


def _faraday_share(reader: _Reader, claim: StoredClaim) -> TableCell:
    """Return a capacity as a share of the upper end of its limit [%]."""
    limit = reader.limit(claim)
    if limit is None or claim.value is None or claim.unit != HEM.MilliampereHourPerGram or not limit[1]:
        return TableCell(note=NO_LIMIT)
    return reader.computed(claim, round(100 * claim.value / limit[1], 1), f"{SHARE}. {LIMITS_SAY}")


def _verdict(reader: _Reader, claim: StoredClaim) -> TableCell:
    limit, term = reader.limit(claim), reader.verdicts.get(claim.iri)
    if limit is None:
        return TableCell(note=NOT_FOUND)
    tolerance = 1 + terms.number(HEM.CapacityTolerance) / 100
    if term is None and claim.value is not None and claim.value <= limit[1] * tolerance:
        return reader.computed(claim, terms.label(HEM.WithinLimit), f"{WITHIN}. {LIMITS_SAY}")
    return reader.computed(claim, terms.label(term) if term else None, says(VERDICT))


def _unit(claim: StoredClaim) -> str | None:
    return terms.text(claim.unit, HEM.symbol) if claim.unit else None


def _material(name: str) -> Callable[[_Reader, StoredClaim], TableCell]:
    return lambda reader, claim: reader.of_material(claim, getattr(claim.material, name, None))


def _said(name: str, told_as: str | None = None) -> Callable[[_Reader, StoredClaim], TableCell]:
    return lambda reader, claim: reader.said(claim, getattr(claim, name), told_as)


def _current(name: str, other: str, note: str) -> Callable[[_Reader, StoredClaim], TableCell]:
    """Read a current that may be given in another way instead."""

    def read(reader: _Reader, claim: StoredClaim) -> TableCell:
        if getattr(claim, name) is None and getattr(claim, other) is not None:
            return TableCell(note=note)
        return reader.said(claim, getattr(claim, name), HEM.currentDensity)

    return read


def _term(name: str, told_as: str | None = None) -> Callable[[_Reader, StoredClaim], TableCell]:
    return lambda reader, claim: reader.of_term(claim, getattr(claim.material, name, None), told_as)


def _label(name: str, told_as: str | None = None) -> Callable[[_Reader, StoredClaim], TableCell]:
    def read(reader: _Reader, claim: StoredClaim) -> TableCell:
        term = getattr(claim, name)
        return reader.said(claim, terms.label(term) if term else None, told_as)

    return read


def _of_paper(name: str, empty: str = NOT_FOUND) -> Callable[[_Reader, StoredClaim], TableCell]:
    def read(reader: _Reader, claim: StoredClaim) -> TableCell:
        value = getattr(claim.paper, name)
        return TableCell(value, (reader.own(claim),), OF_PAPER) if value is not None else TableCell(note=empty)

    return read


def _listed(kind: str, name: Callable[[Companion], str]) -> Callable[[_Reader, StoredClaim], TableCell]:
    return lambda reader, claim: reader.listed(claim, kind, name)


READERS: Mapping[str, Callable[[_Reader, StoredClaim], TableCell]] = {
    "material": _material("surface"),
    "composition": lambda reader, claim: reader.of_material(claim, _as_written(claim), empty=NO_FORMULA),
    "formula": _material("formula"),
    "nominal_composition": lambda reader, claim: reader.reported(claim, HEM.NominalComposition),
    "measured_composition": lambda reader, claim: reader.reported(claim, HEM.MeasuredComposition),
    "elements": _material("elements"),
    "family": _term("family"),
    "entropy": lambda reader, claim: reader.computed(
        claim, getattr(claim.material, "entropy", None), _comment(HEM.entropyPerCation)
    ),
    "entropy_convention": lambda reader, claim: reader.computed(
        claim, _convention(claim), terms.text(HEM.EntropyPerCation, "skos:definition") or ""
    ),
    "entropy_class": lambda reader, claim: reader.computed(claim, _class_label(claim), _comment(HEM.entropyClass)),
    "entropy_label": _term("entropy_label", HEM.entropyLabel),
    "structure": _term("structure", HEM.structureType),
    "morphology": _term("morphology", HEM.morphology),
    "synthesis": _listed(HEM.SynthesisClaim, lambda other: terms.label(other.concept)),
    "ion": _label("ion", HEM.ion),
    "mechanisms": _listed(HEM.MechanismClaim, _mechanism),
    "mechanism_techniques": lambda reader, claim: reader.behind(claim),
    "able_techniques": lambda reader, claim: reader.able(claim),
    "techniques": _listed(HEM.TechniqueClaim, _technique),
    "quantity": _label("property"),
    "kind": _label("capacity_kind"),
    "comparator": _said("comparator"),
    "value": _said("value"),
    "value_max": _said("value_max"),
    "unit": lambda reader, claim: reader.said(claim, _unit(claim)),
    "uncertainty": _said("uncertainty"),
    "current_density": _current("current", "c_rate", AS_RATE),
    "current_as_printed": _said("current_as_printed", HEM.currentDensity),
    "c_rate": _current("c_rate", "current", AS_DENSITY),
    "cycle": _said("cycle", HEM.cycle),
    "voltage_window": lambda reader, claim: reader.said(claim, _window(claim), HEM.voltageLow),
    "cell": _said("cell_type"),
    "faraday_limit": _faraday,
    "faraday_share": _faraday_share,
    "verdict": _verdict,
    "paper": _of_paper("title"),
    "year": _of_paper("year"),
    "doi": _of_paper("doi"),
    "standing": _of_paper("standing", NO_NOTICE),
    "confidence": lambda reader, claim: TableCell(claim.confidence, (reader.own(claim),), OWN_ESTIMATE),
    "attribution": _label("attribution"),
    "reported_from": lambda reader, claim: reader.said(claim, claim.cites),
    "disagreement": lambda reader, claim: reader.disagreement(claim),
    "claim": lambda reader, claim: TableCell(claim.iri.rsplit("/", 1)[-1], (reader.own(claim),)),
    "decision": lambda reader, claim: (
        TableCell(claim.decided, (reader.own(claim),)) if claim.decided else TableCell(note=UNDECIDED)
    ),
}


def _as_written(claim: StoredClaim) -> str | None:
    """Return the name that spells out every element: the formula in the paper's own writing."""
    material = claim.material
    if material is None or not material.elements:
        return None
    names = (material.surface, *material.aliases)
    return next((name for name in names if all(symbol in name for symbol in material.elements)), None)


def _comment(term: str) -> str:
    return terms.text(term, "http://www.w3.org/2000/01/rdf-schema#comment") or ""


def _convention(claim: StoredClaim) -> str | None:
    has_entropy = claim.material is not None and claim.material.entropy is not None
    return terms.label(HEM.EntropyPerCation) if has_entropy else None


def _class_label(claim: StoredClaim) -> str | None:
    term = claim.material.entropy_class if claim.material else None
    return terms.label(term) if term else None
