"""JSON Schemas of what the server gives back, for those who call it: the HTTP description and the MCP tools use them.

A field that the graph does not know is null; more fields than these may come.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final

Schema = dict[str, Any]


def text(told: str = "", **more: Any) -> Schema:  # noqa: ANN401  whatever JSON Schema says of a string
    """Return the schema of a string.

    >>> text("A DOI.", maxLength=10)
    {'type': 'string', 'description': 'A DOI.', 'maxLength': 10}
    """
    return {"type": "string", **({"description": told} if told else {}), **more}


def whole(told: str = "", **more: Any) -> Schema:  # noqa: ANN401
    """Return the schema of a whole number."""
    return text(told, **more) | {"type": "integer"}


def number(told: str = "", **more: Any) -> Schema:  # noqa: ANN401
    """Return the schema of a number."""
    return text(told, **more) | {"type": "number"}


def truth(told: str = "") -> Schema:
    """Return the schema of a yes or no."""
    return text(told) | {"type": "boolean"}


def maybe(schema: Schema) -> Schema:
    """Return the schema of something that may be null."""
    return schema | {"type": [schema["type"], "null"]}


def many(items: Schema, told: str = "", **more: Any) -> Schema:  # noqa: ANN401
    """Return the schema of a list."""
    return {"type": "array", "items": items, **({"description": told} if told else {}), **more}


def table(fields: Mapping[str, Schema], told: str = "", needs: Sequence[str] | None = None) -> Schema:
    """Return the schema of an object.

    Args:
        fields: schemas by name.
        told: what it is.
        needs: fields that are always there; all if not given.
    """
    required = list(fields if needs is None else needs)
    return {"type": "object", "properties": dict(fields), "required": required} | (
        {"description": told} if told else {}
    )


def open_table(told: str) -> Schema:
    """Return the schema of an object whose fields are not known beforehand."""
    return {"type": "object", "description": told}


CITATION: Final = table(
    {
        "n": whole("Number by which rows and text point to it."),
        "doc": text("Name of the document."),
        "doi": maybe(text("DOI of the work.")),
        "title": maybe(text("Title of the work.")),
        "year": maybe(whole("Year of publication.")),
        "quote": text("The words of the paper, verbatim."),
        "page": maybe(whole("Page of the file.")),
        "section": maybe(text("Heading under which it stands.")),
        "claim": maybe(text("IRI of the claim that the words are evidence of; null for a passage.")),
        "standing": maybe(text("What became of the work since, such as retracted.")),
        "cell": maybe(text("Table and headers of the cell in which it stands.")),
        "decided": maybe(text("What a person decided on the claim.")),
        "start": maybe(whole("Where it begins in the text of the document, in Unicode code points.")),
        "end": maybe(whole("Where it ends.")),
    },
    "A sentence with its place.",
    needs=("n", "doc", "doi", "title", "year", "quote", "page", "section"),
)
CITED: Final = many(whole(), "Numbers of the citations behind it.")
ROW: Final = open_table("Values by column; a value that is not known is null.") | {
    "properties": {"citations": CITED},
    "required": ["citations"],
}
SCOPE: Final = table(
    {
        "papers": whole("Papers that were read."),
        "titles": whole("Works known by their title only."),
        "failed": whole("Documents that could not be read."),
        "graph": text("Digest of the graph: the same answers as long as it is the same."),
    },
    "What was searched.",
)
ANSWER: Final = table(
    {
        "answer": text("The answer in words, with [1] where a citation stands behind it."),
        "abstained": truth("Whether the graph cannot answer; then there are no rows."),
        "interpretation": text("What the question was taken to mean."),
        "columns": many(text(), "Columns of the rows, in order."),
        "rows": many(ROW, "The answer as rows."),
        "yesno": maybe(truth("The answer to a yes/no question.")),
        "citations": many(CITATION, "The sentences behind the answer."),
        "sparql": maybe(text("The query that was run.")),
        "scope": SCOPE,
        "suggestions": many(text(), "Questions that could follow."),
    },
    "An answer with its rows and the sentences behind them.",
)
GAP: Final = table(
    {
        "id": text("Number of the gap."),
        "kind": text(
            "How it was found: unexplored, stated, contradicted, single-source, untested-technique, transfer."
        ),
        "label": text("What is missing, in a sentence."),
        "cell": table(
            {name: maybe(text()) for name in ("mechanism", "class", "ion", "element", "technique", "family")},
            "Where in the field it lies.",
        ),
        "score": number("From 0 to 1; the list is sorted by it."),
        "why": text("Why it is taken for a gap."),
        "neighbours": many(
            table({"label": text(), "papers": whole(), "works": many(text())}), "What was done next to it."
        ),
        "evidence": many(CITATION, "Sentences behind it."),
        "sparql": maybe(text("The query that found it.")),
        "caveats": many(text(), "Why it may be none."),
        "closing": many(text(), "What would close it."),
        "techniques": many(text(), "What could show it."),
        "elements": many(text(), "Elements that could take part."),
        "materials": many(text(), "Materials of the graph on which it could be tried."),
        "scope": table({"papers": whole(), "titles": whole()}, "What it stands on."),
    },
    "Something that nobody has done, with reasons.",
)
GAPS: Final = many(GAP, "Research gaps, best first.")
TABLE: Final = table(
    {
        "columns": many(text(), "Keys of the columns, in order."),
        "headings": open_table("Heading of each column."),
        "rows": many(
            ROW
            | {
                "properties": {
                    "citations": CITED,
                    "cell_citations": open_table("Numbers of the citations behind each cell, by column."),
                }
            },
            "One row a measurement.",
        ),
        "citations": many(CITATION, "The sentences behind the cells."),
        "works": many(open_table("A work as CSL-JSON."), "The works that are cited."),
    },
    "The review table.",
    needs=("columns", "headings", "rows", "citations"),
)
CHECK: Final = table(
    {
        "formula": text("As it was given."),
        "ion": text("The working ion."),
        "composition": many(open_table("An element with its amount, and its share by atoms and mass.")),
        "sublattices": open_table("Shares on the sublattices of cations and anions."),
        "entropy": open_table("Ideal entropy of mixing under each convention [R], and what the criteria say."),
        "mechanisms": many(open_table("A mechanism, whether it is open to the formula, and the rule and claims why.")),
        "faraday": {"type": ["object", "null"], "description": "The Faraday limit as a range, with its steps."},
        "capacity": {"type": ["object", "null"], "description": "What the limit says of the capacity given."},
        "called": many(open_table("How works call this composition.")),
        "reported": many(open_table("What the guidelines say of this composition.")),
        "papers": many(open_table("What papers of the store say of this composition, with their sentences.")),
        "notes": many(text(), "How the formula was read."),
    },
    "What follows from a formula.",
)
ERROR: Final = table({"error": text("One sentence: what, and what to do.")}, "Why there is no answer.")
