"""Capacities, retentions and efficiencies from tables, read by their headers.

A header says by its words and its unit what the cells under it (or beside it) hold; the current
density, the cycle number and the reference stand in other cells of the same line, in the header, or for all
cells in the caption.
A cell that prints its own units is read by these.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cache

from hemkg.assemble.attribution import labels
from hemkg.assemble.caption_conditions import Caption, read_caption
from hemkg.assemble.context import CYCLES, DENSITIES, Context
from hemkg.assemble.entity import Entity
from hemkg.assemble.ions import paper_ions
from hemkg.assemble.measurements import names_first_efficiency
from hemkg.model.claim import Attribution, Claim, ClaimType, Conditions, Evidence
from hemkg.model.mention import Mention, MentionKind
from hemkg.model.paper import Block, Cell, Span, Table
from hemkg.model.quantity import Comparator, Quantity
from hemkg.vocab import terms, units
from hemkg.vocab.lexicon import alternatives
from hemkg.vocab.terms import HEM

NUMBER = re.compile(
    r"(?P<bound>[<>≤≥~≈∼]?)\s?(?P<low>\d[\d,]*(?:\.\d+)?)(?:\s?[–-]\s?(?P<high>\d+(?:\.\d+)?))?"
    r"(?:\s?±\s?(?P<spread>\d+(?:\.\d+)?))?"
)
BARE = re.compile(rf"(?:{NUMBER.pattern.replace('?P<', '?P<x')}\s*[%/;,]?\s*){{1,4}}")
BOUNDS = {"<": Comparator.LESS, ">": Comparator.MORE, "≤": Comparator.AT_MOST, "≥": Comparator.AT_LEAST}
SURE = 0.8
TYPES = {
    HEM.SpecificCapacity: ClaimType.CAPACITY,
    HEM.CapacityRetention: ClaimType.RETENTION,
    HEM.CoulombicEfficiency: ClaimType.COULOMBIC_EFFICIENCY,
}


@dataclass(frozen=True, slots=True)
class Value:
    """What a cell measures: which claim it makes, the value, and its conditions."""

    claim_type: ClaimType
    quantity: Quantity
    conditions: Conditions
    kind: str | None = None


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a header says of its cells: the property, the unit, and conditions that it states itself."""

    of: str
    unit: str = ""
    conditions: Conditions = field(default_factory=Conditions)
    kind: str | None = None


def find_in_tables(context: Context) -> Iterator[Claim]:
    """Yield the numeric claims of a paper's tables, cell by cell."""
    paper = context.annotated.paper
    for block in paper.blocks:
        if block.table is not None and block.table < len(paper.tables):
            yield from TableReader(context, block, paper.tables[block.table]).claims()


class TableReader:
    """Reads one table."""

    def __init__(self, context: Context, block: Block, table: Table) -> None:
        self.context, self.block, self.table = context, block, table
        self.mentions = context.annotated.mentions_in(block.span)
        self.meanings: dict[str, Meaning | None] = {}

    def claims(self) -> Iterator[Claim]:
        """Yield the numeric claims of the cells, conditions of the caption put to capacities that lack them."""
        found = list(self._claims()) if self.mentions else []
        rows = frozenset(claim.material for claim in found if claim.material)
        caption = read_caption(self.context, self.block, self.table, rows) if found else Caption()
        columns = self._condition_columns() if caption.words else frozenset()
        yield from (self._finished(claim, caption, columns) for claim in found)

    def _claims(self) -> Iterator[Claim]:
        for cell in self.table.cells:
            upright = self._of_path(cell.column_path)
            meaning = upright or self._of_path(cell.row_path)
            line = self.line(cell, upright=upright is not None)
            if meaning is not None and meaning.of in TYPES:
                yield from self._measured(cell, meaning, line, upright=upright is not None)
            elif meaning is None or meaning.of == HEM.PerformanceColumn:
                yield from self._written_out(cell, line)

    def _condition_columns(self) -> frozenset[str]:
        """Return the conditions that the table has columns or rows of its own for."""
        paths = {path for cell in self.table.cells for path in (cell.column_path, cell.row_path)}
        meant = {meaning.of for path in paths if (meaning := self._of_path(path)) is not None}
        is_ion = re.compile(alternatives("IonHeader"), re.IGNORECASE)
        told = {
            "current_density": bool(meant & {*DENSITIES, HEM.CurrentColumn}),
            "cycle": HEM.CyclesColumn in meant,
            "ion": any(is_ion.fullmatch(header.strip()) for path in paths for header in path),
        }
        return frozenset(name for name, is_told in told.items() if is_told)

    def _finished(self, claim: Claim, caption: Caption, columns: frozenset[str]) -> Claim:
        """Return a claim with what the caption adds to it, and the ion of the paper where nothing else tells one."""
        conditions, words = claim.conditions, ""
        if claim.claim_type is ClaimType.CAPACITY and not (claim.cites and caption.is_own):
            conditions, words = caption.completed(conditions, claim.kind, columns | self._told_beside(claim))
        ions = paper_ions(self.context)
        if conditions.ion is None and len(ions) == 1:
            conditions = replace(conditions, ion=next(iter(ions)))
        evidence = _noted(claim.evidence, words) if words else claim.evidence
        return replace(claim, conditions=conditions, evidence=evidence)

    def _told_beside(self, claim: Claim) -> frozenset[str]:
        """Return the conditions that a cell or its headers speak of, though they may tell several values."""
        cells = [cell for cell in self.table.cells if cell.span == claim.evidence.span]
        headers = {header for cell in cells for header in (*cell.column_path, *cell.row_path)}
        spans = [claim.evidence.span, *(span for header in headers if (span := self._place_of(header)) is not None)]
        said = {m.concept for m in self.mentions if any(span.contains(m.span) for span in spans)}
        told = {"current_density": bool(said & DENSITIES), "cycle": bool(said & CYCLES)}
        return frozenset(name for name, is_told in told.items() if is_told)

    def _place_of(self, header: str) -> Span | None:
        """Return where a header stands in the table's text."""
        start = self.context.text.find(header, self.block.span.start, self.block.span.end) if header.strip() else -1
        return Span(start, start + len(header)) if start >= 0 else None

    def line(self, cell: Cell, *, upright: bool) -> list[tuple[Cell, Meaning]]:
        """Return the other cells of a cell's line with what they mean: its row, or its column."""
        same = [
            c for c in self.table.cells if c is not cell and (c.row == cell.row if upright else c.column == cell.column)
        ]
        known = [(c, self._of_path(c.column_path if upright else c.row_path)) for c in same]
        return [(c, m) for c, m in known if m is not None]

    # ------------------------------------------------------------ headers

    def _of_path(self, path: Sequence[str]) -> Meaning | None:
        """Return what a path of headers means: the innermost header that says something."""
        told = [m for header in reversed(path) if (m := self._of_header(header)) is not None]
        if not told:
            return None
        merged = told[0]
        for other in told[1:]:
            merged = replace(
                merged, unit=merged.unit or other.unit, conditions=_merged(merged.conditions, other.conditions)
            )
        return merged

    def _of_header(self, header: str) -> Meaning | None:
        if header not in self.meanings:
            self.meanings[header] = self._read_header(header)
        return self.meanings[header]

    def _read_header(self, header: str) -> Meaning | None:
        span = self._place_of(header)
        if span is None:
            return None
        inside = [m for m in self.mentions if span.contains(m.span)]
        unit = unit_in(header)
        told = _told_by(inside, unit)
        if told is None:
            return None
        kinds = [m.concept for m in inside if m.concept and HEM.CapacityKind in terms.kinds(m.concept)]
        conditions = _conditions(inside)
        if told == HEM.CoulombicEfficiency and conditions.cycle is None and names_first_efficiency(header):
            conditions = replace(conditions, cycle=1)
        return Meaning(told, unit.symbol if unit else "", conditions, kinds[0] if kinds else None)

    # ------------------------------------------------------------ cells

    def _measured(
        self, cell: Cell, meaning: Meaning, line: list[tuple[Cell, Meaning]], *, upright: bool
    ) -> Iterator[Claim]:
        entity = self.material_of(cell, line, upright=upright)
        numbers = list(numbers_in(cell.span.of(self.context.text)))
        unit = meaning.unit or ("%" if TYPES[meaning.of] is not ClaimType.CAPACITY else "")
        if entity is None or not unit or not numbers or len(numbers) > 4:
            return
        for place, quantity in enumerate(numbers):
            conditions = self._conditions_of(line, meaning, place, len(numbers))
            value = Value(TYPES[meaning.of], replace(quantity, unit=unit), conditions, meaning.kind)
            yield self._claim(cell, value, entity, line)

    def _written_out(self, cell: Cell, line: list[tuple[Cell, Meaning]]) -> Iterator[Claim]:
        """Yield the capacity of a cell such as ``654 mAh g−1 after 50 cycles at 1 A g−1``."""
        inside = [m for m in self.mentions if cell.span.contains(m.span)]
        capacities = [m for m in inside if m.concept == HEM.SpecificCapacity and m.quantity]
        entity = self.material_of(cell, line, upright=True)
        if len(capacities) == 1 and entity is not None and capacities[0].quantity is not None:
            value = Value(ClaimType.CAPACITY, capacities[0].quantity, _conditions(inside))
            yield self._claim(cell, value, entity, line)

    def _conditions_of(self, line: list[tuple[Cell, Meaning]], meaning: Meaning, place: int, count: int) -> Conditions:
        found = meaning.conditions
        for cell, other in line:
            numbers = list(numbers_in(cell.span.of(self.context.text)))
            if len(numbers) not in {1, count} or other.of in TYPES:
                continue
            number = numbers[place if len(numbers) == count else 0]
            if other.of == HEM.CyclesColumn and found.cycle is None and number.low == int(number.low):
                found = replace(found, cycle=int(number.low))
            elif (other.of in DENSITIES or other.of == HEM.CurrentColumn) and found.current_density is None:
                unit = other.unit or self._own_unit(cell)
                found = replace(found, current_density=replace(number, unit=unit)) if unit else found
        return found

    def _own_unit(self, cell: Cell) -> str:
        inside = [m for m in self.mentions if cell.span.contains(m.span) and m.concept in DENSITIES]
        return inside[0].quantity.unit if inside and inside[0].quantity else ""

    def material_of(self, cell: Cell, line: list[tuple[Cell, Meaning]], *, upright: bool) -> Entity | None:
        """Return the material of a cell's line: under a header for materials, else the line's own header."""
        named = [c.span.of(self.context.text) for c, m in line if m.of == HEM.MaterialColumn]
        for name in [*named, *(cell.row_path if upright else cell.column_path)]:
            entity = self.context.materials.named(name) or self._in_words(name)
            if entity is not None:
                return entity
        return None

    def _in_words(self, name: str) -> Entity | None:
        """Return the first material mentioned in a header or cell that says more: ``CoO (this work)``."""
        span = self._place_of(name)
        if span is None:
            return None
        inside = self.context.materials.within(span)
        return inside[0][1] if inside else None

    def _claim(self, cell: Cell, value: Value, entity: Entity, line: list[tuple[Cell, Meaning]]) -> Claim:
        cites = self.cites(line)
        return Claim(
            value.claim_type,
            self.context.annotated.paper.paper_id,
            self.evidence_of(cell),
            material=entity.surface,
            concept={v: k for k, v in TYPES.items()}[value.claim_type],
            quantity=value.quantity,
            kind=value.kind,
            conditions=value.conditions,
            attribution=Attribution.CITED if cites else Attribution.OWN,
            cites=cites,
        )

    def evidence_of(self, cell: Cell) -> Evidence:
        """Return a cell as evidence, with the headers above and beside it."""
        path = " > ".join(part for part in ("/".join(cell.row_path), "/".join(cell.column_path)) if part)
        quote, block = cell.span.of(self.context.text), self.block
        return Evidence(
            cell.span, quote, block.section, block.page, path, "table", SURE, (f"header: {path}",),
            supplement=block.supplement, table=self.table.label or None,
        )  # fmt: skip

    def cites(self, line: list[tuple[Cell, Meaning]]) -> tuple[str, ...]:
        """Return the references of a line; ``this work`` has none."""
        for cell, meaning in line:
            words = cell.span.of(self.context.text)
            if meaning.of == HEM.ReferenceColumn and re.search(r"\d", words):
                return labels(Mention(cell.span, MentionKind.CITATION, words))
        return ()


def _noted(evidence: Evidence, words: str) -> Evidence:
    """Return a cell as evidence that names what its table's caption says of it."""
    trace = (*evidence.trace, f"caption: {words}")
    return replace(evidence, cell=f"{evidence.cell}; caption: {words}", trace=trace)


def _merged(inner: Conditions, outer: Conditions) -> Conditions:
    return replace(
        inner,
        current_density=inner.current_density or outer.current_density,
        cycle=inner.cycle if inner.cycle is not None else outer.cycle,
        ion=inner.ion or outer.ion,
    )


def _conditions(mentions: Sequence[Mention]) -> Conditions:
    """Return the conditions that a header or a cell states."""
    densities = [m.quantity for m in mentions if m.concept in DENSITIES and m.quantity]
    counted = [m for m in mentions if m.concept == HEM.CycleLife]
    cycles = [int(m.quantity.low) for m in counted or mentions if m.concept in CYCLES and m.quantity]
    ions = {terms.notation(m.concept) for m in mentions if m.concept and HEM.Ion in terms.kinds(m.concept)}
    return Conditions(
        current_density=densities[0] if len(densities) == 1 else None,
        cycle=cycles[0] if len(cycles) == 1 else None,
        ion=ions.pop() if len(ions) == 1 else None,
    )


@cache
def _column_classes() -> tuple[str, ...]:
    return terms.instances("TableColumn")


def _told_by(mentions: Sequence[Mention], unit: units.Unit | None) -> str | None:
    """Return what a header is about, by its words before its unit."""
    words = {m.concept for m in mentions}
    if unit is not None and unit.kind == HEM.SpecificCapacity:
        return HEM.SpecificCapacity
    for cue, told in ((HEM.EfficiencyCue, HEM.CoulombicEfficiency), (HEM.RetentionColumn, HEM.CapacityRetention)):
        if cue in words and (unit is None or unit.kind == HEM.Percentage):
            return told
    if unit is not None:
        return unit.kind if unit.kind in DENSITIES else None
    return next((column for column in _column_classes() if column in words), None)


def unit_in(header: str) -> units.Unit | None:
    """Return the unit that a header prints in brackets, or after a comma or a slash.

    >>> unit_in("Reversible capacity (mAh g−1)").symbol, unit_in("Rate/A g-1").symbol, unit_in("Sample")
    ('mAh g-1', 'A g-1', None)
    """
    for found in re.finditer(r"[(\[/,]\s?", header):
        read = units.parse_unit(header, found.end())
        if read and re.match(r"\s?(?:[)\],]|$|\s)", header[read[1] :]):
            return read[0]
    return None


def numbers_in(words: str) -> Iterator[Quantity]:
    """Yield the numbers of a cell that holds nothing else but signs and units of per cent.

    >>> [float(q.low) for q in numbers_in("100 1000")], [str(q.comparator) for q in numbers_in(">99")]
    ([100.0, 1000.0], ['>'])
    """
    text = words.strip()
    rest = re.sub(r"[%,;/\s]|[mµ]?A\s?h?\s?g[-−–⁻]?[1¹]?|C\b", "", NUMBER.sub("", text))
    if rest:
        return
    for found in NUMBER.finditer(text):
        low = Decimal(found["low"].replace(",", ""))
        high = Decimal(found["high"]) if found["high"] else low
        if low <= high:
            spread = Decimal(found["spread"]) if found["spread"] else None
            bound = BOUNDS.get(found["bound"], Comparator.ABOUT if found["bound"] else Comparator.EQUAL)
            yield Quantity(low, high, "", bound, spread, found.group().strip())
