"""The HTTP endpoints described for programs, as OpenAPI 3.1."""

from collections.abc import Mapping
from functools import cache
from typing import Any, Final

from hemkg import __version__
from hemkg.serving import schemas
from hemkg.serving.schemas import Schema, number, table, text, whole

JSON: Final = "application/json"
ROWS_AS: Final = ("application/sparql-results+json", "application/sparql-results+xml", "text/csv",
    "text/tab-separated-values")  # fmt: skip
GRAPH_AS: Final = ("text/turtle", "application/n-triples", "application/ld+json", "application/rdf+xml")
READY: Final = table(
    {
        "status": text("ready or not ready."),
        "papers": whole("Papers that were read."),
        "titles": whole("Works known by their title only."),
        "failed": whole("Documents that could not be read."),
        "graph": text("Digest of the graph."),
        "age": number("Time since that was known to be the newest [s]."),
        "trouble": text("Why the newest state cannot be read, if it cannot."),
    },
    "Whether answers are given, and what the store holds.",
    needs=("status",),
)
HEALTH: Final = table({"status": text("ok"), "version": text("Version of hemkg.")}, "That the server runs.")
SHAPES: Final[Mapping[str, Schema]] = {
    "Answer": schemas.ANSWER,
    "Citation": schemas.CITATION,
    "Gap": schemas.GAP,
    "ReviewTable": schemas.TABLE,
    "Health": HEALTH,
    "Ready": READY,
    "Error": schemas.ERROR,
}
TROUBLE: Final = {
    "400": "It was not understood.",
    "401": "Name and password are asked for, and were not given or are wrong.",
    "403": "It would write, or a page of somebody else asked it.",
    "413": "It is too long.",
    "503": "Too many ask, or there is no store; Retry-After says when to come again.",
    "504": "It took too long.",
    "507": "It needed too much memory.",
}


@cache
def openapi() -> dict[str, Any]:
    """Return the description of all endpoints."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "hemkg",
            "version": __version__,
            "summary": "High-entropy anodes, answered from the literature.",
            "description": "Every row points to citations: the sentence, its document, year, DOI and place.  What is "
            "not known is null.  More fields than are described here may come.",
            "license": {"name": "MIT", "identifier": "MIT"},
        },
        "servers": [{"url": "/"}],
        "security": [{}, {"password": []}],
        "paths": _paths(),
        "components": {
            "schemas": {name: _linked(schema, name) for name, schema in SHAPES.items()},
            "securitySchemes": {
                "password": {
                    "type": "http",
                    "scheme": "basic",
                    "description": "Where the server has accounts; /health and /ready need none.",
                }
            },
            "responses": {
                f"Trouble{status}": {"description": told, "content": {JSON: {"schema": _ref("Error")}}}
                for status, told in TROUBLE.items()
            },
        },
    }


def _paths() -> dict[str, Any]:
    question = table({"question": text("The question.", maxLength=1000)}, needs=("question",))
    return {
        "/ask": {
            "get": _operation(
                "ask",
                "Answer a question in plain words",
                _ref("Answer"),
                [_query("q", "The question.", maxLength=1000)],
            ),
            "post": _operation("askByBody", "The same, with the question in the body", _ref("Answer"), body=question),
        },
        "/gaps": {
            "get": _operation(
                "gaps",
                "List research gaps, best first",
                {"type": "array", "items": _ref("Gap")},
                [_query("limit", "How many; all if not given.", is_needed=False, kind="integer", minimum=0)],
            )
        },
        "/table": {"get": _table()},
        "/sparql": _sparql(),
        "/health": {"get": _state("health", "Say that the server runs", "Health")},
        "/ready": {"get": _state("ready", "Say whether answers are given", "Ready", troubles={"503": _ref("Ready")})},
        "/metrics": {
            "get": {
                "operationId": "metrics",
                "summary": "What the server counts, in the text format of Prometheus",
                "responses": {"200": _gives({"text/plain": text()}), **_troubles("401")},
            }
        },
    }


def _table() -> dict[str, Any]:
    where = _query("where", "Words that pick rows; all rows if not given.", is_needed=False, maxLength=1000)
    form = _query("format", "How it comes.", is_needed=False, enum=["json", "csv"], default="json")
    told = _operation("table", "Return the review table, one row a measurement", _ref("ReviewTable"), [where, form])
    told["responses"]["200"]["content"]["text/csv"] = {"schema": text()}
    return told


def _sparql() -> dict[str, Any]:
    graphs = [
        {"name": name, "in": "query", "schema": {"type": "array", "items": text(format="iri")},
            "description": "IRI of a graph; all graphs if none is given."}
        for name in ("default-graph-uri", "named-graph-uri")
    ]  # fmt: skip
    gives = {media: text() for media in (*ROWS_AS, *GRAPH_AS)}
    gives[ROWS_AS[0]] = schemas.open_table("Rows as the W3C describes them.")
    gives[GRAPH_AS[2]] = {}
    answer = _gives(gives)
    answer["headers"] = {"Hemkg-Cut": {"description": "Where there are more rows than are given.", "schema": text()}}
    responses = {"200": answer, "406": _error("It cannot come in such a format."),
        "415": _error("The body is of another kind."), **_troubles()}  # fmt: skip
    told = "Run a query of the SPARQL 1.1 Protocol; nothing can be written"
    query = {"application/sparql-query": {"schema": text()},
        "application/x-www-form-urlencoded": {"schema": table({"query": text("The query.")})}}  # fmt: skip
    return {
        "get": {"operationId": "sparql", "summary": told, "responses": responses,
            "parameters": [_query("query", "SELECT, ASK, CONSTRUCT or DESCRIBE."), *graphs]},
        "post": {"operationId": "sparqlByBody", "summary": told, "responses": responses, "parameters": graphs,
            "requestBody": {"required": True, "content": query}},
    }  # fmt: skip


# ---------------------------------------------------------------- parts


def _operation(
    name: str, summary: str, gives: Schema, parameters: list[Schema] | None = None, body: Schema | None = None
) -> dict[str, Any]:
    told: dict[str, Any] = {"operationId": name, "summary": summary}
    told |= {"parameters": parameters} if parameters else {}
    told |= {"requestBody": {"required": True, "content": {JSON: {"schema": body}}}} if body else {}
    return told | {"responses": {"200": _gives({JSON: gives}), **_troubles()}}


def _state(name: str, summary: str, gives: str, troubles: Mapping[str, Schema] | None = None) -> dict[str, Any]:
    others = {status: _gives({JSON: shape}, "Not now.") for status, shape in (troubles or {}).items()}
    return {
        "operationId": name,
        "summary": summary,
        "security": [{}],
        "responses": {"200": _gives({JSON: _ref(gives)}), **others},
    }


def _query(name: str, told: str, *, is_needed: bool = True, kind: str = "string", **more: Any) -> Schema:  # noqa: ANN401
    return {"name": name, "in": "query", "required": is_needed, "description": told, "schema": {"type": kind, **more}}


def _gives(content: Mapping[str, Schema], told: str = "What was asked for.") -> dict[str, Any]:
    return {"description": told, "content": {media: {"schema": schema} for media, schema in content.items()}}


def _error(told: str) -> dict[str, Any]:
    return _gives({JSON: _ref("Error")}, told)


def _troubles(*only: str) -> dict[str, Any]:
    return {status: {"$ref": f"#/components/responses/Trouble{status}"} for status in only or TROUBLE}


def _ref(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}


def _linked(schema: Any, name: str) -> Any:  # noqa: ANN401  schemas within schemas
    """Return a schema with what stands under a name of its own put as a reference to it."""
    found = next((other for other, shape in SHAPES.items() if shape is schema and other != name), None)
    if found:
        return _ref(found)
    if isinstance(schema, dict):
        return {key: _linked(value, name) for key, value in schema.items()}
    return [_linked(value, name) for value in schema] if isinstance(schema, list) else schema
