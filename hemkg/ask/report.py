"""An answer as JSON, plain text, Markdown or CSV; the JSON's field names are fixed by the contract."""

import csv
import io
from collections.abc import Sequence

from hemkg.model.answer import Answer, Citation, Row, Value

Json = dict[str, object]
WIDEST = 44


def to_json(answer: Answer) -> Json:
    """Return an answer in the fields of the contract."""
    return {
        "answer": answer.text,
        "abstained": answer.abstained,
        "interpretation": answer.interpretation,
        "columns": list(answer.columns),
        "rows": [_row_json(row) for row in answer.rows],
        "yesno": answer.yesno,
        "citations": [citation_json(citation) for citation in answer.citations],
        "sparql": answer.sparql,
        "scope": {
            "papers": answer.scope.papers,
            "titles": answer.scope.titles,
            "failed": answer.scope.failed,
            "graph": answer.scope.graph,
        },
        "suggestions": list(answer.suggestions),
    }


def _row_json(row: Row) -> Json:
    cells: Json = {name: list(cell) if isinstance(cell, tuple) else cell for name, cell in row.cells.items()}
    return cells | {"citations": list(row.citations)}


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
        "start": citation.start,
        "end": citation.end,
        "claim": citation.claim,
        "standing": citation.standing,
        "cell": citation.cell,
        "decided": citation.decided,
    }


def plain(cell: Value) -> str:
    """Return a cell as text.

    >>> plain(1733.0), plain(("Fe", "Co")), plain(None)
    ('1733', 'Fe, Co', '')
    """
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, tuple):
        return ", ".join(cell)
    return f"{cell:g}" if isinstance(cell, float) else str(cell)


def reference(citation: Citation) -> str:
    """Return where a quote stands, in one line."""
    parts = [
        citation.work,
        str(citation.year) if citation.year else "",
        f"doi:{citation.doi}" if citation.doi else "",
        citation.section or "",
        citation.cell or "",
        f"p. {citation.page}" if citation.page else "",
        citation.decided or "",
    ]
    return ", ".join(part for part in parts if part)


def to_text(answer: Answer) -> str:
    """Return an answer for a terminal: the text, the table, the quotes, how it was understood."""
    parts = [answer.text]
    if answer.rows:
        parts.append(_text_table(answer))
    parts += [f"[{c.number}] “{c.quote}”\n    {reference(c)}" for c in answer.citations]
    parts.append(_foot(answer))
    return "\n\n".join(parts) + "\n"


def _foot(answer: Answer) -> str:
    scope = answer.scope
    held = f"{scope.papers} papers, {scope.titles} titles"
    held += f", {scope.failed} that could not be read" if scope.failed else ""
    return f"Understood as: {answer.interpretation or 'a search for these words'}\nSearched: {held}."


def _text_table(answer: Answer) -> str:
    header = [*answer.columns, ""]
    lines = [[plain(row.cells.get(name)) for name in answer.columns] + [_marks(row)] for row in answer.rows]
    shown = [[_clipped(cell) for cell in line] for line in [header, *lines]]
    widths = [max(len(line[i]) for line in shown) for i in range(len(header))]
    return "\n".join("  ".join(cell.ljust(w) for cell, w in zip(line, widths, strict=True)).rstrip() for line in shown)


def _clipped(text: str) -> str:
    return text if len(text) <= WIDEST else text[: WIDEST - 1] + "…"


def _marks(row: Row) -> str:
    return "".join(f"[{n}]" for n in row.citations)


def to_markdown(answer: Answer) -> str:
    """Return an answer as Markdown; nothing that a paper or a question holds can become markup."""
    parts = [_escaped(answer.text)]
    if answer.rows:
        names = [*answer.columns, "source"]
        lines = [[*(plain(row.cells.get(name)) for name in answer.columns), _marks(row)] for row in answer.rows]
        parts.append("\n".join(map(_markdown_line, [names, ["---"] * len(names), *lines])))
    parts += [f"{c.number}. “{_escaped(c.quote)}” {_escaped(reference(c))}" for c in answer.citations]
    return "\n\n".join(parts) + "\n"


def _markdown_line(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cell if cell == "---" else _escaped(cell) for cell in cells) + " |"


MARKUP = str.maketrans({c: f"\\{c}" for c in "\\`*_{}<>#|~"} | {"\n": " "})


def _escaped(text: str) -> str:
    return text.translate(MARKUP)


def to_csv(answer: Answer) -> str:
    """Return the rows as CSV, with the quotes; a cell that a spreadsheet would run as a formula is defused."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([*answer.columns, "source", "quote"])
    quotes = {citation.number: citation for citation in answer.citations}
    for row in answer.rows:
        cited = [quotes[n] for n in row.citations]
        cells = [plain(row.cells.get(name)) for name in answer.columns]
        told = ["; ".join(map(reference, cited)), " | ".join(citation.quote for citation in cited)]
        writer.writerow([_defused(cell) for cell in (*cells, *told)])
    return out.getvalue()


def _defused(cell: str) -> str:
    return f"'{cell}" if cell[:1] in {"=", "+", "-", "@", "\t", "\r"} and not _is_number(cell) else cell


def _is_number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return True
