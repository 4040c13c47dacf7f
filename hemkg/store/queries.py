"""A SPARQL query as a person types it, and its result as text, JSON or CSV."""

import csv
import io
import json
import re

from hemkg.rdf import iris
from hemkg.store.base import Results, Store, Value
from hemkg.vocab import terms

NAMESPACES = {
    "hem": terms.BASE,
    "hd": iris.ID,
    "dcterms": "http://purl.org/dc/terms/",
    "skos": terms.SKOS,
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "prov": "http://www.w3.org/ns/prov#",
}


def with_prefixes(sparql: str) -> str:
    """Declare the usual prefixes in front of a query, those that it does not declare itself.

    >>> with_prefixes("ASK { ?x a hem:Paper }").splitlines()[0]
    'PREFIX hem: <https://w3id.org/hemkg/ont#>'
    """
    declared = {name.lower() for name in re.findall(r"(?i)\bprefix\s+([\w-]*):", sparql)}
    head = [f"PREFIX {name}: <{iri}>" for name, iri in NAMESPACES.items() if name not in declared]
    return "\n".join([*head, sparql])


def run_query(store: Store, sparql: str, form: str = "text") -> str:
    """Run a query and return its result as ``text``, ``json`` or ``csv``.

    Raises:
        QueryError: if the query cannot be run.
    """
    found = store.run(with_prefixes(sparql))
    if isinstance(found, bool):
        return json.dumps(found) if form == "json" else ("yes" if found else "no")
    if isinstance(found, tuple):
        return json.dumps(found, ensure_ascii=False) if form == "json" else "\n".join(found)
    makers = {"text": _text, "json": _json, "csv": _csv}
    return makers[form](found)


def _json(results: Results) -> str:
    return json.dumps([dict(row) for row in results.rows], ensure_ascii=False)


def _csv(results: Results) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(results.columns)
    writer.writerows([row[name] for name in results.columns] for row in results.rows)
    return out.getvalue()


def _text(results: Results) -> str:
    lines = [list(results.columns), *([_plain(row[name]) for name in results.columns] for row in results.rows)]
    widths = [max(len(line[i]) for line in lines) for i in range(len(results.columns))]
    return "\n".join("  ".join(cell.ljust(w) for cell, w in zip(line, widths, strict=True)).rstrip() for line in lines)


def _plain(value: Value) -> str:
    if value is None:
        return ""
    text = f"{value:g}" if isinstance(value, float) else str(value)
    for name, iri in NAMESPACES.items():
        if text.startswith(iri):
            return f"{name}:{text.removeprefix(iri)}"
    return text
