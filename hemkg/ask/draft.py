"""Rows with the claims behind them, before citations are numbered: what every kind of answer is built from."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from hemkg.model.answer import Answer, Citation, Row, Scope, Value
from hemkg.store.claims import MaterialRecord, PaperRecord, StoredClaim
from hemkg.store.passages import Passage

MOST_CITATIONS = 5
MARK = re.compile(r"\{(\d+)\}")


@dataclass(frozen=True, slots=True)
class Source:
    """Something that can be cited: a quote and where it stands.

    Attributes:
        key: what makes two sources one citation.
        cite: makes the citation once its number is known.
    """

    key: str
    cite: Callable[[int], Citation] = field(compare=False)

    @classmethod
    def of_claim(cls, claim: StoredClaim) -> "Source":
        """Return a claim's evidence as a source; claims of one sentence share it."""
        decided = f"|{claim.iri}" if claim.decided else ""  # what a person decided is told of that claim alone
        return cls(f"{claim.paper.iri}|{claim.start}|{claim.end}{decided}", claim.citation)

    @classmethod
    def of_tellings(cls, claim: StoredClaim) -> tuple["Source", ...]:
        """Return every place in which a paper tells a claim as a source: a cell and a sentence may tell it both."""
        return tuple(map(cls.of_claim, claim.tellings()))

    @classmethod
    def of_material(cls, material: MaterialRecord, paper: PaperRecord) -> "Source":
        """Return the sentence that first names a material as a source."""
        return cls(f"{paper.iri}|{material.start}|{material.end}", lambda n: material.citation(n, paper))

    @classmethod
    def of_paper(cls, paper: PaperRecord) -> "Source":
        """Return a paper itself as a source, by its title."""

        def cite(number: int) -> Citation:
            title = paper.title or paper.document
            return Citation(
                number, paper.document, title, paper.doi, paper.title, year=paper.year, standing=paper.standing
            )

        return cls(f"{paper.iri}|title", cite)

    @classmethod
    def of_passage(cls, passage: Passage, quote: str, start: int, standing: str | None = None) -> "Source":
        """Return a sentence of a passage as a source; its paper's standing is known to the store alone."""

        def cite(number: int) -> Citation:
            return Citation(
                number, passage.document, quote, passage.doi, passage.title, passage.section, passage.page,
                passage.year, None, start, start + len(quote), standing,
            )  # fmt: skip

        return cls(f"{passage.paper}|{start}|{start + len(quote)}", cite)

    @classmethod
    def of_citation(cls, citation: Citation) -> "Source":
        """Return a citation that is ready as a source."""
        key = f"{citation.document}|{citation.start}|{citation.quote}"
        return cls(key, lambda n: replace(citation, number=n))


@dataclass(frozen=True, slots=True)
class DraftRow:
    """One row: its cells, the sources behind it, and the papers that it rests on."""

    cells: Mapping[str, Value]
    sources: tuple[Source, ...] = ()
    papers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Draft:
    """An answer in the making.

    Attributes:
        rows: the result.
        columns: columns of the rows in the order they are shown.
        text: what is said above the table; ``{1}`` stands for the citations of the first row.
        yesno: the answer to a yes/no question.
        sparql: the query that was run.
        extra: sources that the text cites besides those of the rows.
        suggestions: follow-up questions that work.
    """

    rows: tuple[DraftRow, ...] = ()
    columns: tuple[str, ...] = ()
    text: str = ""
    yesno: bool | None = None
    sparql: str | None = None
    extra: tuple[Source, ...] = ()
    suggestions: tuple[str, ...] = ()


def keeping(draft: Draft, rows: Sequence[DraftRow]) -> Draft:
    """Return a draft with some of its rows, its text saying no more than these.

    >>> rows = tuple(DraftRow({"value": number}) for number in (1, 2, 3))
    >>> keeping(Draft(rows, text="3 values: A has 1 {1}; B has 2 {2}; and 1 more below."), rows[1:2]).text
    'B has 2 {1}.'
    """
    if tuple(rows) == draft.rows:
        return draft
    places = {old: rows.index(row) + 1 for old, row in enumerate(draft.rows, start=1) if row in rows}
    parts = []
    for part in re.sub(r"^\d+ values: ", "", draft.text).rstrip(".").split("; "):
        marks = {int(n) for n in MARK.findall(part)}
        if marks and marks <= set(places):
            parts.append(MARK.sub(lambda mark: f"{{{places[int(mark[1])]}}}", part))
    told = (
        "; ".join(parts) or f"What was found stands in the table: {' '.join(f'{{{n + 1}}}' for n in range(len(rows)))}"
    )
    return replace(draft, rows=tuple(rows), text=f"{told}.")


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a question gets no answer: what is missing, and what is nearest."""

    text: str
    sparql: str | None = None
    suggestions: tuple[str, ...] = ()


def finished(draft: Draft, interpretation: str, scope: Scope) -> Answer:
    """Number the citations of a draft and return it as an answer."""
    sources = [source for row in draft.rows for source in row.sources[:MOST_CITATIONS]]
    numbers = {key: n for n, key in enumerate(dict.fromkeys(s.key for s in (*sources, *draft.extra)), start=1)}
    by_key = {source.key: source for source in reversed((*sources, *draft.extra))}
    citations = tuple(by_key[key].cite(number) for key, number in numbers.items())
    rows = tuple(
        Row(row.cells, tuple(dict.fromkeys(numbers[s.key] for s in row.sources[:MOST_CITATIONS]))) for row in draft.rows
    )
    marks = [" ".join(f"[{n}]" for n in row.citations) for row in rows]
    extra = " ".join(f"[{numbers[source.key]}]" for source in draft.extra)
    return Answer(
        text=_filled(draft.text, marks, extra),
        interpretation=interpretation,
        scope=scope,
        rows=rows,
        columns=draft.columns,
        citations=citations,
        yesno=draft.yesno,
        sparql=draft.sparql,
        suggestions=draft.suggestions,
    )


def refused(refusal: Refusal, interpretation: str, scope: Scope) -> Answer:
    """Return a refusal as an answer."""
    return Answer(
        text=refusal.text,
        interpretation=interpretation,
        scope=scope,
        abstained=True,
        sparql=refusal.sparql,
        suggestions=refusal.suggestions,
    )


def _filled(text: str, marks: Sequence[str], extra: str) -> str:
    """Put the citation marks in place of ``{1}``, ``{2}`` and ``{*}``."""
    for index, mark in enumerate(marks, start=1):
        text = text.replace(f"{{{index}}}", mark)
    return text.replace("{*}", extra).replace("  ", " ").replace(" .", ".").strip()


def merged(rows: Iterable[DraftRow], *keys: str) -> tuple[DraftRow, ...]:
    """Return rows that agree in these cells as one, with all their sources; other cells are gathered.

    >>> rows = [DraftRow({"element": "Fe", "doc": "a"}), DraftRow({"element": "Fe", "doc": "b"})]
    >>> [dict(row.cells) for row in merged(rows, "element")]
    [{'element': 'Fe', 'doc': ('a', 'b')}]
    """
    groups: dict[tuple[Value, ...], list[DraftRow]] = {}
    for row in rows:
        groups.setdefault(tuple(row.cells.get(name) for name in keys), []).append(row)
    return tuple(map(_joined, groups.values()))


def _joined(rows: Sequence[DraftRow]) -> DraftRow:
    """Return rows as one."""
    if len(rows) == 1:
        return rows[0]
    cells = dict(rows[0].cells)
    for name in dict.fromkeys(name for row in rows for name in row.cells):
        cells[name] = _gathered(row.cells.get(name) for row in rows)
    sources = (source for row in rows for source in row.sources)
    return DraftRow(cells, tuple(dict.fromkeys(sources)), tuple(dict.fromkeys(p for row in rows for p in row.papers)))


def _gathered(told: Iterable[Value]) -> Value:
    """Return cells as one: alike as they are, different ones as a tuple."""
    cells = list(dict.fromkeys(cell for cell in told if cell is not None))
    if len(cells) < 2:
        return next(iter(cells), None)
    return tuple(dict.fromkeys(str(p) for cell in cells for p in (cell if isinstance(cell, tuple) else (cell,))))
