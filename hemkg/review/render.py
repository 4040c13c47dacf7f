"""A review table in the formats of the command line.

CSV, XLSX and JSON carry every column; Markdown, LaTeX and DOCX are for reading and carry a few, with value
and unit, current and cycle drawn together, unless columns were asked for.  Whatever papers wrote is text
in every format: it cannot become a formula of a spreadsheet, a command of LaTeX or a tag.
"""

import csv
import io
import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter

from hemkg.errors import InputError
from hemkg.model.answer import Citation
from hemkg.review import bibliography, lacks
from hemkg.review.lacks import Lack
from hemkg.review.latex_text import latex, latex_runs, prose
from hemkg.review.tables import COLUMNS, Column, ReviewTable, TableCell, TableRow
from hemkg.review.typography import Run, as_html, ion_runs, runs, unit_runs
from hemkg.vocab import terms
from hemkg.vocab.terms import HEM

Json = dict[str, object]
MOST_PRINTED = 14
MOST_LISTED = 5
LISTS = "; "
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r", "|")
GROUP = ("Group",)
LACKING = tuple(lack.value.capitalize() for lack in Lack)
SIGNS = {"=": "", "~": "≈ ", ">": "> ", "<": "< ", ">=": "≥ ", "<=": "≤ "}


def render(table: ReviewTable, form: str) -> bytes:
    """Return a review table as a file.

    Args:
        table: the table.
        form: ``csv``, ``md``, ``latex``, ``xlsx``, ``docx`` or ``json``.

    Raises:
        InputError: if there is no such format.
    """
    if form not in FORMATS:
        raise InputError(f"a table cannot be written as {form!r}; it can as {', '.join(FORMATS)}.")
    return FORMATS[form](table)


# ---------------------------------------------------------------- data


def as_csv(table: ReviewTable) -> str:
    """Return the table as CSV, one line a measurement, with the key of the work, the quote and the citations."""
    out, keys = io.StringIO(), bibliography.keys(table.works)
    quotes = {citation.number: citation.quote for citation in table.citations}
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(
        [
            *GROUP[: bool(table.groups)],
            *(column.heading for column in table.columns),
            *LACKING,
            "Source",
            "Quote",
            "Citations",
        ]
    )
    for group, row in table.grouped_rows:
        cells = [harmless(row.cells[column.key].text) for column in table.columns]
        quote = quotes[leading(row)] if row.citations else ""
        source = keys.get(row.paper, "")
        grouped = [harmless(group)] if group is not None else []
        writer.writerow([*grouped, *cells, *lacking_columns(row), source, harmless(quote), _footing(table, row)])
    return out.getvalue()


def lacking_columns(row: TableRow) -> list[str]:
    """Return which columns of a row are not reported, and which not extracted, under the headings of ``LACKING``."""
    return [LISTS.join(row.lacking(lack)) for lack in Lack]


def harmless(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula; numbers stay numbers.

    >>> harmless("=1+1"), harmless("-5"), harmless("@SUM(A1)")
    ("'=1+1", '-5', "'@SUM(A1)")

    A sign that stands alone (the bound ``=``) calls nothing.
    """
    if (
        len(text) > 1
        and text.lstrip().startswith(FORMULA_SIGNS)
        and not re.fullmatch(r"[-+]?\d+(?:\.\d+)?(?:e[-+]?\d+)?", text)
    ):
        return f"'{text}"
    return text


def leading(row: TableRow) -> int:
    """Return the number of the sentence that gives the value."""
    value = row.cells.get("value")
    return value.citations[0] if value and value.citations else row.citations[0]


def _footing(table: ReviewTable, row: TableRow) -> str:
    """Return which citations are behind which cell, for a format without notes."""
    cells = ((column.key, row.cells[column.key]) for column in table.columns)
    return LISTS.join(f"{key}: {' '.join(map(str, cell.citations))}" for key, cell in cells if cell.citations)


def as_json(table: ReviewTable) -> Json:
    """Return the table as JSON: rows as ``hemkg ask`` prints them, with the citations of every cell."""
    return {
        "columns": [column.key for column in table.columns],
        "headings": {column.key: column.heading for column in table.columns},
        "rows": [
            _row_json(table, row) | ({} if group is None else {"group": group}) for group, row in table.grouped_rows
        ],
        "citations": [citation_json(citation) for citation in table.citations],
        "works": bibliography.csl(table.works),
    }


def _row_json(table: ReviewTable, row: TableRow) -> Json:
    cells = {column.key: row.cells[column.key] for column in table.columns}
    values: Json = {key: list(c.value) if isinstance(c.value, tuple) else c.value for key, c in cells.items()}
    return values | {
        "citations": list(row.citations),
        "cell_citations": {key: list(cell.citations) for key, cell in cells.items() if cell.citations},
        "notes": {key: cell.note for key, cell in cells.items() if cell.note},
        "not_reported": list(row.lacking(Lack.NOT_REPORTED)),
        "not_extracted": list(row.lacking(Lack.NOT_EXTRACTED)),
    }


def citation_json(citation: Citation) -> Json:
    """Return a citation in the fields of the contract."""
    return {
        "n": citation.number,
        "doc": citation.document,
        "doi": citation.doi,
        "title": citation.title,
        "year": citation.year,
        "quote": citation.quote,
        "page": citation.page,
        "section": citation.section,
        "claim": citation.claim,
        "standing": citation.standing,
        "cell": citation.cell,
        "decided": citation.decided,
    }


# ---------------------------------------------------------------- what is printed


@dataclass(frozen=True, slots=True)
class Printed:
    """A cell as it is printed.

    Attributes:
        runs: its text.
        citations: numbers of the quotes behind it.
        work: key of the work that it names, in the column of works.
    """

    runs: tuple[Run, ...]
    citations: tuple[int, ...] = ()
    work: str | None = None

    @property
    def text(self) -> str:
        """The runs as plain text."""
        return "".join(run.text for run in self.runs)


@dataclass(frozen=True, slots=True)
class PrintedTable:
    """A table for reading: headings and rows of the same length.

    Attributes:
        headings: of the columns.
        rows: cells in the order of the headings.
        widths: of the columns, as shares of the page.
        groups: label of the group of each row, where rows stand in groups.
    """

    headings: tuple[str, ...]
    rows: tuple[tuple[Printed, ...], ...]
    widths: tuple[float, ...]
    groups: tuple[tuple[Run, ...], ...] = ()

    @property
    def parts(self) -> tuple[tuple[tuple[Run, ...] | None, tuple[tuple[Printed, ...], ...]], ...]:
        """The rows in their groups, each with its label; all rows under None where there are no groups."""
        if not self.groups:
            return ((None, self.rows),)
        pairs = groupby(zip(self.groups, self.rows, strict=True), key=itemgetter(0))
        return tuple((label, tuple(row for _, row in rows)) for label, rows in pairs)

    @property
    def legend(self) -> str | None:
        """What the signs of empty cells mean, if there are any."""
        signs = {lack.sign for lack in Lack}
        return lacks.SIGNS if any(cell.text in signs for row in self.rows for cell in row) else None


Cells = Mapping[str, TableCell]


def printed(table: ReviewTable) -> PrintedTable:
    """Return a table for reading: the short form of a full table, the columns as they are of a chosen one."""
    if len(table.columns) > MOST_PRINTED and set(SHORT_NEEDS) <= {column.key for column in table.columns}:
        named = _named_works(table)
        rows = tuple((*(make(row.cells) for make, _ in SHORT.values()), named[row.paper]) for row in table.rows)
        widths = (*(width for _, width in SHORT.values()), WORK_WIDTH)
        return PrintedTable((*SHORT, "Work"), rows, widths, _groups(table))
    rows = tuple(tuple(_print(row.cells[c.key], c) for c in table.columns) for row in table.rows)
    share = 1 / max(len(table.columns), 1)
    return PrintedTable(tuple(c.heading for c in table.columns), rows, (share,) * len(table.columns), _groups(table))


def _groups(table: ReviewTable) -> tuple[tuple[Run, ...], ...]:
    if table.grouped_by == "ion":
        return tuple(map(ion_runs, table.groups))
    return tuple(runs(label, is_formula=True) for label in table.groups)


def _named_works(table: ReviewTable) -> Mapping[str, Printed]:
    """Return {IRI of a paper: the cell that names it}."""
    keys = bibliography.keys(table.works)
    found = {w.iri: Printed(runs(bibliography.short_name(w), is_formula=True), (), keys[w.iri]) for w in table.works}
    return {row.paper: found.get(row.paper, Printed(())) for row in table.rows}


def _print(cell: TableCell, column: Column) -> Printed:
    if cell.lack is not None:
        return Printed((Run(cell.lack.sign),))
    if column.key == "unit" and isinstance(cell.value, str):
        return Printed(unit_runs(cell.value), cell.citations)
    if column.key == "ion":
        return Printed(ion_runs(cell.text), cell.citations)
    return Printed(runs(cell.text, is_formula=column.is_formula), cell.citations)


def _few(key: str) -> Callable[[Cells], Printed]:
    """Print the first of a long list, with their citations, and how many more there are."""

    def make(cells: Cells) -> Printed:
        cell = cells[key]
        if not isinstance(cell.value, tuple) or len(cell.value) <= MOST_LISTED:
            return _print(cell, COLUMNS[key])
        shown = LISTS.join(cell.value[:MOST_LISTED])
        return Printed(runs(f"{shown} and {len(cell.value) - MOST_LISTED} more"), cell.citations[:MOST_LISTED])

    return make


def _only(key: str) -> Callable[[Cells], Printed]:
    return lambda cells: _print(cells[key], COLUMNS[key])


def _together(cells: Cells, *parts: tuple[str, tuple[Run, ...]]) -> Printed:
    """Return several cells as one, with the citations of all that have a value."""
    numbers = tuple(dict.fromkeys(n for key, _ in parts for n in cells[key].citations))
    return Printed(tuple(run for _, part in parts for run in part), numbers)


def _composition(cells: Cells) -> Printed:
    """Return the name of the material, and its formula where the name is none."""
    name, formula = cells["material"], cells["formula"]
    shown = runs(name.text, is_formula=True)
    if formula.value and formula.text.replace(" ", "") not in name.text.replace(" ", ""):
        shown += (Run(" ("), *runs(formula.text, is_formula=True), Run(")"))
    return Printed(shown, name.citations)


def _quantity(cells: Cells) -> Printed:
    kind = cells["kind"]
    return _together(cells, ("kind" if kind.value else "quantity", runs(kind.text or cells["quantity"].text)))


def _value(cells: Cells) -> Printed:
    low, high, spread = cells["value"].text, cells["value_max"].text, cells["uncertainty"].text
    text = SIGNS.get(cells["comparator"].text, "") + low
    text += f"–{high}" if high else ""
    text += f" ± {spread}" if spread else ""
    unit = cells["unit"].text
    return _together(cells, ("value", runs(text)), ("unit", (Run(" "), *unit_runs(unit)) if unit else ()))


def _conditions(cells: Cells) -> Printed:
    """Return current, cycle and window on one line."""
    parts: list[tuple[str, tuple[Run, ...]]] = []
    density, rate, cycle, window = (cells[key] for key in ("current_density", "c_rate", "cycle", "voltage_window"))
    if density.value is not None:
        parts.append(("current_density", (Run(f"{density.text} "), *unit_runs(_symbol(HEM.AmperePerGram)))))
    elif rate.value is not None:
        parts.append(("c_rate", (Run(f"{rate.text} {_symbol(HEM.CRateUnit)}"),)))
    if cycle.value is not None:
        parts.append(("cycle", (Run(f"cycle {cycle.text}"),)))
    if window.value is not None:
        parts.append(("voltage_window", (Run(f"{window.text} {_symbol(HEM.Volt)}"),)))
    if not parts and density.lack is not None:
        return _print(density, COLUMNS["current_density"])
    spaced = [part for part in parts for part in ((part[0], (Run(", "),)), part)][1:]
    return _together(cells, *spaced)


def _symbol(unit: str) -> str:
    return terms.text(unit, HEM.symbol) or ""


SHORT: Mapping[str, tuple[Callable[[Cells], Printed], float]] = {
    "Material": (_composition, 0.18),
    "Structure": (_only("structure"), 0.07),
    "Ion": (_only("ion"), 0.06),
    "Mechanisms": (_few("mechanisms"), 0.12),
    "Techniques": (_few("techniques"), 0.11),
    "Quantity": (_quantity, 0.11),
    "Value": (_value, 0.11),
    "At": (_conditions, 0.11),
}
WORK_WIDTH = 0.13
SHORT_NEEDS = ("material", "formula", "structure", "ion", "mechanisms", "techniques", "quantity", "kind",
    "value", "value_max", "uncertainty", "comparator", "unit", "current_density", "c_rate", "cycle",
    "voltage_window")  # fmt: skip


# ---------------------------------------------------------------- Markdown

MARKDOWN = re.compile(r"([\\`*_\[\]|~$^])")  # nothing begins a line, so that # + - are harmless


def as_markdown(table: ReviewTable) -> str:
    """Return the table in Markdown, the quotes below it."""
    shown = printed(table)
    head = ["| " + " | ".join(map(markdown, shown.headings)) + " |", "|" + " --- |" * len(shown.headings)]
    body = [line for label, rows in shown.parts for line in _markdown_part(label, rows, len(shown.headings))]
    notes = [f"{citation.number}\\. {_markdown_source(citation)}" for citation in table.citations]
    legend = [markdown(shown.legend), ""] if shown.legend else []
    return "\n".join([*head, *body, "", *legend, *(line for note in notes for line in (note, ""))])


def _markdown_part(label: tuple[Run, ...] | None, rows: Sequence[Sequence[Printed]], width: int) -> Iterator[str]:
    """Yield the rows of a group under a row that names it."""
    if label is not None:
        yield f"| **{_markdown_runs(label)}** |" + " |" * (width - 1)
    for row in rows:
        yield "| " + " | ".join(map(_markdown_cell, row)) + " |"


def markdown(text: str) -> str:
    r"""Return a text in which no sign means anything to Markdown or HTML.

    >>> print(markdown("a|b <img> [x](y)"))
    a\|b &lt;img&gt; \[x\](y)
    """
    plain = " ".join(text.split()).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return MARKDOWN.sub(r"\\\1", plain)


def _markdown_runs(parts: Sequence[Run]) -> str:
    shown = as_html(tuple(Run(" ".join(run.text.split(" ")).replace("\n", " "), run.script) for run in parts))
    return MARKDOWN.sub(r"\\\1", shown)


def _markdown_cell(cell: Printed) -> str:
    marks = "".join(f" \\[{number}\\]" for number in cell.citations)
    return _markdown_runs(cell.runs) + marks


def _markdown_source(citation: Citation) -> str:
    return f"“{markdown(citation.quote)}” — {markdown(source(citation))}"


def source(citation: Citation) -> str:
    """Return where a quote stands, on one line.

    >>> source(Citation(1, "sarkar", "q", doi="10.1/x", title="Oxides", section="Results", page=3, year=2018))
    'Oxides (2018), doi:10.1/x, Results, p. 3'
    """
    parts = [
        f"{citation.work} ({citation.year})" if citation.year else citation.work,
        f"doi:{citation.doi}" if citation.doi else None,
        citation.section,
        citation.cell,
        f"p. {citation.page}" if citation.page else None,
        citation.decided,
    ]
    return ", ".join(part for part in parts if part)


# ---------------------------------------------------------------- LaTeX

PREAMBLE = r"""\documentclass[10pt]{article}
\usepackage[T1]{fontenc}
\usepackage[utf8]{inputenc}
\usepackage{textcomp}
\IfFileExists{lmodern.sty}{\usepackage{lmodern}}{}
\usepackage[a4paper,landscape,margin=15mm]{geometry}
\usepackage{longtable,booktabs,array}
\setlength{\tabcolsep}{3pt}
\setlength{\LTleft}{0pt}
\setlength{\LTright}{0pt}
\emergencystretch=3em
"""


def as_latex(table: ReviewTable) -> str:
    r"""Return the table as a document that plain pdflatex sets: booktabs, the quotes and the works below.

    The keys of its ``\cite`` are those of ``bibliography.bibtex``, so that its own list of works can be
    taken out and a ``.bib`` file put in.
    """
    return "\n".join([PREAMBLE + r"\begin{document}", r"\footnotesize", *latex_body(table), r"\end{document}", ""])


def latex_body(table: ReviewTable) -> list[str]:
    """Return the table, the quotes and the works as lines to be put into a document."""
    shown = printed(table)
    widths = "".join(
        rf">{{\raggedright\arraybackslash}}p{{\dimexpr {width:.4f}\linewidth-2\tabcolsep\relax}}"
        for width in shown.widths
    )
    head = " & ".join(rf"\textbf{{{latex(heading)}}}" for heading in shown.headings) + r" \\"
    rows = [line for label, part in shown.parts for line in _latex_part(label, part, len(shown.headings))]
    frame = [
        rf"\begin{{longtable}}{{{widths}}}",
        r"\toprule",
        head,
        r"\midrule",
        r"\endhead",
        r"\bottomrule",
        r"\endfoot",
    ]
    legend = [rf"\noindent {latex(shown.legend)}"] if shown.legend else []
    return [*frame, *rows, r"\end{longtable}", *legend, *_latex_quotes(table), *_latex_works(table)]


def _latex_part(label: tuple[Run, ...] | None, rows: Sequence[Sequence[Printed]], width: int) -> Iterator[str]:
    """Yield the rows of a group under a row that names it."""
    if label is not None:
        shown = latex_runs(label)
        yield rf"\addlinespace \multicolumn{{{width}}}{{@{{}}p{{\linewidth}}@{{}}}}{{\textbf{{{shown}}}}} \\"
    for row in rows:
        yield " & ".join(map(_latex_cell, row)) + r" \\"


def _latex_cell(cell: Printed) -> str:
    marks = ",".join(map(str, cell.citations))
    shown = latex_runs(cell.runs, joint=r"\allowbreak ")
    if cell.work:
        return rf"{shown}~\cite{{{cell.work}}}"
    return shown + (rf"\,\textsuperscript{{[{marks}]}}" if cell.runs and marks else "")


def _latex_quotes(table: ReviewTable) -> list[str]:
    if not table.citations:
        return []
    keys = bibliography.keys(table.works)
    items = [
        rf"\item[{{[{c.number}]}}] ``{prose(c.quote)}'' \cite{{{keys[table.work_of[c.number]]}}}{_latex_place(c)}"
        for c in table.citations
    ]
    return [r"\subsection*{Quotes}", r"\begin{description}", *items, r"\end{description}"]


def _latex_place(citation: Citation) -> str:
    place = [citation.section, citation.cell, f"p. {citation.page}" if citation.page else None]
    return "".join(f", {prose(part)}" for part in place if part)


def _latex_works(table: ReviewTable) -> list[str]:
    if not table.works:
        return []
    keys = bibliography.keys(table.works)
    items = []
    for work in sorted(table.works, key=lambda work: keys[work.iri]):
        title = latex_runs(runs(work.title or work.document, is_formula=True))
        standing = f"[{prose(work.standing)}]" if work.standing else ""
        parts = [prose(", ".join(work.authors)), title, prose(work.venue or ""), str(work.year or ""), standing]
        told = ", ".join(part for part in parts if part)
        items.append(rf"\bibitem{{{keys[work.iri]}}} {told}" + (f", doi:{latex(work.doi)}" if work.doi else ""))
    return [r"\begin{thebibliography}{99}", *items, r"\end{thebibliography}"]


def _office(name: str) -> Callable[[ReviewTable], bytes]:
    def write(table: ReviewTable) -> bytes:
        from hemkg.review import office

        return office.WRITERS[name](table)

    return write


def _text(make: Callable[[ReviewTable], str]) -> Callable[[ReviewTable], bytes]:
    return lambda table: make(table).encode("utf-8")


FORMATS: Mapping[str, Callable[[ReviewTable], bytes]] = {
    "csv": lambda table: as_csv(table).encode("utf-8-sig"),
    "md": _text(as_markdown),
    "latex": _text(as_latex),
    "xlsx": _office("xlsx"),
    "docx": _office("docx"),
    "json": lambda table: (json.dumps(as_json(table), ensure_ascii=False) + "\n").encode("utf-8"),
}
