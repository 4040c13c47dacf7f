"""What tables say samples are made of: a column or a row for each element, or a column of formulas.

What was designed and what was found are told apart by the words of headers, rows and captions; where none of them
says which it is, that stays open.  Shares that name no unit and no ratio anywhere are left alone, and so is a row in
which a cell cannot be read.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from hemkg.assemble.composition_cells import Counts, Shares, shares_of
from hemkg.model.annotated import Annotated
from hemkg.model.claim import CompositionReport, Evidence
from hemkg.model.mention import MentionKind
from hemkg.model.paper import Block, Cell, Span, Table
from hemkg.vocab import elements, lexicon, terms
from hemkg.vocab.lexicon import Matching, alternatives
from hemkg.vocab.terms import HEM

RULE, SURE = "composition table", 0.8
FOOTNOTE = re.compile(r"[*†‡§#]+$")
Headers = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TableReport:
    """What a table says one sample is made of.

    Attributes:
        names: the words that may name the sample, the likeliest first; none where no header names one.
        caption: of the table, which may name the only sample.
        report: the composition with its origin and the cells.
        is_whole: whether the shares are of everything in the sample, as far as they show.
        formula: where the formula stands, for a column of formulas.
    """

    names: tuple[str, ...]
    caption: str
    report: CompositionReport
    is_whole: bool
    formula: Span | None = None


@dataclass(frozen=True, slots=True)
class Share:
    """A cell that holds the share of an element: whose sample, and under which headers besides the element's."""

    symbol: str
    cell: Cell
    sample: Headers
    others: Headers


def find_table_reports(annotated: Annotated) -> tuple[TableReport, ...]:
    """Return what the tables of a paper say samples are made of, in text order."""
    paper = annotated.paper
    found: list[TableReport] = []
    for block in paper.blocks:
        if block.table is not None and block.table < len(paper.tables):
            reader = CompositionReader(annotated, block, paper.tables[block.table])
            found += [*reader.of_elements(), *reader.of_formulas()]
    return tuple(found)


class CompositionReader:
    """Reads the compositions of one table."""

    def __init__(self, annotated: Annotated, block: Block, table: Table) -> None:
        self.annotated, self.block, self.table = annotated, block, table
        self.text = annotated.text

    # ------------------------------------------------------------ a column, or a row, for each element

    def of_elements(self) -> Iterator[TableReport]:
        """Yield the samples of a table whose headers are elements."""
        groups: dict[object, list[Share]] = defaultdict(list)
        for key, share in self._shares():
            groups[key].append(share)
        for shares in groups.values():
            if len({share.symbol for share in shares}) == len(shares) > 1:
                yield from self._report(shares)

    def _shares(self) -> Iterator[tuple[object, Share]]:
        for cell in self.table.cells:
            for path, other, line in (
                (cell.column_path, cell.row_path, cell.row),
                (cell.row_path, cell.column_path, -1 - cell.column),
            ):
                place = next((i for i, header in enumerate(path) if symbol_in(header)), None)
                if place is not None:
                    rest = path[:place] + path[place + 1 :]
                    yield (line, rest), Share(symbol_in(path[place]) or "", cell, other, (*rest, path[place]))
                    break

    def _report(self, shares: Sequence[Share]) -> Iterator[TableReport]:
        first = shares[0]
        beside = self._beside(first) if first.cell.column_path and symbol_in_any(first.cell.column_path) else ()
        words = (*first.others, *first.sample, *beside, *self._corner())
        counted = counts_in(words) or counts_in([self.table.caption])
        if counted is None:
            return
        counts, percent = counted
        cells = {share.symbol: share.cell.span.of(self.text) for share in shares}
        spans = _joined([share.cell for share in shares])
        told = shares_of(cells, counts, percent=percent, as_written=" | ".join(cells.values()))
        if told is not None:
            yield self._made(told, (*first.sample, *beside), words, spans, shares)

    def _made(
        self, told: Shares, names: Headers, words: Headers, spans: Sequence[Span], shares: Sequence[Share]
    ) -> TableReport:
        path = " > ".join(filter(None, ("/".join(shares[0].sample), ", ".join(share.symbol for share in shares))))
        evidence = tuple(self._evidence(span, path) for span in spans)
        origin, technique = self._origin(words)
        report = CompositionReport(told.composition, origin, evidence, technique)
        return TableReport(tuple(n for n in names if not _is_heading(n)), self.table.caption, report, told.is_whole)

    def _corner(self) -> Headers:
        """Return the headers above the first column, where a table that lists elements downwards tells its unit."""
        return next((cell.column_path for cell in self.table.cells if cell.column == 0), ())

    def _beside(self, share: Share) -> Headers:
        """Return the words of the other cells of a row that hold no number."""
        row = (c for c in self.table.cells if c.row == share.cell.row and not symbol_in_any(c.column_path))
        return tuple(words for c in row if (words := c.span.of(self.text)) and re.search(r"[A-Za-z]{2}", words))

    # ------------------------------------------------------------ a column of formulas

    def of_formulas(self) -> Iterator[TableReport]:
        """Yield the samples of a table with a column of formulas beside one of names."""
        formulas = {
            m.span: m.composition for m in self.annotated.mentions_in(self.block.span) if m.kind is MentionKind.FORMULA
        }
        for cell in self.table.cells:
            header = " ".join(cell.column_path)
            span = next((span for span in formulas if cell.span.contains(span)), None)
            composition = formulas[span] if span is not None else None
            if composition is None or span is None or not cell.row_path or not _names_formulas(header):
                continue
            if composition.fractions() is None or len(span.of(self.text)) < len(cell.span.of(self.text).strip()):
                continue
            origin, technique = self._origin((*cell.column_path, *cell.row_path[1:]))
            path = f"{'/'.join(cell.row_path)} > {'/'.join(cell.column_path)}"
            report = CompositionReport(composition, origin, (self._evidence(cell.span, path),), technique)
            yield TableReport(cell.row_path, self.table.caption, report, True, span)

    # ------------------------------------------------------------ what it is

    def _origin(self, words: Headers) -> tuple[str, str | None]:
        """Return whether a composition was designed or found, and by which technique, as headers or caption say."""
        for told in (words, (self.table.caption,)):
            joined = " ".join(told)
            technique = technique_in(joined)
            is_nominal, is_measured = (_has(table, joined) for table in ("NominalWord", "MeasuredWord"))
            if is_nominal and not (is_measured or technique):
                return HEM.NominalComposition, None
            if (is_measured or technique) and not is_nominal:
                return HEM.MeasuredComposition, technique or technique_in(self.table.caption)
        return HEM.StatedComposition, None

    def _evidence(self, span: Span, path: str) -> Evidence:
        block = self.block
        return Evidence(
            span, span.of(self.text), block.section, block.page, path, RULE, SURE, supplement=block.supplement,
            table=self.table.label or None,
        )  # fmt: skip


def symbol_in(header: str) -> str | None:
    """Return the element that a header is, with a unit or without.

    >>> symbol_in("Fe (at.%)"), symbol_in("Fe/wt%"), symbol_in("Nickel"), symbol_in("Fe2O3"), symbol_in("V (Å3)")
    ('Fe', 'Fe', 'Ni', None, None)
    """
    words = FOOTNOTE.sub("", header.strip())
    plain = _unit_behind().sub("", words).strip()
    return plain if plain in elements.table() else elements.names().get(plain.lower())


def symbol_in_any(path: Sequence[str]) -> bool:
    """Whether one of some headers is an element."""
    return any(symbol_in(header) for header in path)


@cache
def _unit_behind() -> re.Pattern[str]:
    units = f"{alternatives('AtomicShareWord')}|{alternatives('MassShareWord')}|%"
    return re.compile(rf"\s?[,/(\[]?\s?(?:{units})\s?[)\]]?$", re.IGNORECASE)


def counts_in(words: Sequence[str]) -> tuple[Counts, bool] | None:
    """Return what words say is counted, atoms or mass, and whether in per cent; None where they say nothing or both.

    >>> counts_in(["Composition (at.%)"]), counts_in(["Molar ratio"]), counts_in(["Fe"])
    ((<Counts.ATOMS: 'atoms'>, True), (<Counts.ATOMS: 'atoms'>, False), None)
    """
    joined = " ".join(words)
    found = {
        counts: told.group()
        for counts, table in ((Counts.ATOMS, "AtomicShareWord"), (Counts.MASS, "MassShareWord"))
        if (told := _words(table).search(joined))
    }
    if len(found) != 1:
        return None
    ((counts, unit),) = found.items()
    return counts, "%" in unit or "percent" in unit.lower()


def technique_in(words: str) -> str | None:
    """Return the one technique that words name.

    >>> technique_in("Composition by ICP-OES"), technique_in("Composition")
    ('InductivelyCoupledPlasmaSpectrometry', None)
    """
    found = {concept for concept, pattern in _techniques().items() if pattern.search(words)}
    return next(iter(found)) if len(found) == 1 else None


@cache
def _techniques() -> Mapping[str, re.Pattern[str]]:
    """Return {technique: what finds it}, by the labels that mind their case and by its name."""
    labels: dict[str, set[str]] = defaultdict(set)
    for entry in lexicon.entries(HEM.Technique):
        if entry.matching is Matching.CASE or entry.label == terms.label(entry.concept):
            labels[entry.concept].add(re.escape(entry.label))
    return {concept: re.compile(rf"(?<!\w)(?:{'|'.join(sorted(told))})(?!\w)") for concept, told in labels.items()}


@cache
def _words(table: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{alternatives(table)})(?!\w)", re.IGNORECASE)


def _has(table: str, words: str) -> bool:
    return _words(table).search(words) is not None


def _is_heading(words: str) -> bool:
    """Whether words tell what numbers are, and so name no sample: at.%, measured, ICP."""
    return bool(counts_in([words]) or technique_in(words) or _has("NominalWord", words) or _has("MeasuredWord", words))


def _names_formulas(header: str) -> bool:
    """Whether a header is that of a column of formulas: by its word, or because it says designed or found."""
    return _has("CompositionHeader", header) or _has("NominalWord", header) or _has("MeasuredWord", header)


def _joined(cells: Sequence[Cell]) -> Sequence[Span]:
    """Return where cells stand: those of one row as one stretch from the first to the last."""
    if len({cell.row for cell in cells}) > 1:
        return [cell.span for cell in cells]
    spans = sorted(cell.span for cell in cells)
    return [Span(spans[0].start, spans[-1].end)]
