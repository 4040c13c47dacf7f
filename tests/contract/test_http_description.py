"""``/openapi.json`` says what is so: its parts fit together, and real answers are as it describes them."""

import json
import re
import sys
from pathlib import Path
from urllib.parse import quote, urlencode

import httpx2
import jsonschema
import pytest

from hemkg.serving.application import Service
from hemkg.serving.description import SHAPES, openapi
from hemkg.serving.rules import Rules

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "benchmarks"))

from readers_while_writing import served  # noqa: E402  # the folder comes first on the path

DESCRIBED = openapi()
PAGE = (ROOT / "docs" / "http.md").read_text("utf-8")
QUESTION = "Which high-entropy anodes exceed 1000 mAh/g at 0.1 A/g or more?"
# What OpenAPI 3.1 asks of a document, of the parts that are used here.
PARAMETER = {"type": "object", "required": ["name", "in", "schema"], "properties": {"in": {"enum": ["query"]}},
    "additionalProperties": False} | {"properties": {"name": {"type": "string"}, "in": {"enum": ["query"]},
    "required": {"type": "boolean"}, "description": {"type": "string"}, "schema": {"type": "object"}}}  # fmt: skip
CONTENT = {"type": "object", "minProperties": 1, "additionalProperties": {"type": "object", "required": ["schema"]}}
RESPONSE = {"anyOf": [
    {"type": "object", "required": ["$ref"], "maxProperties": 1},
    {"type": "object", "required": ["description", "content"], "properties": {"content": CONTENT}},
]}  # fmt: skip
OPERATION = {"type": "object", "required": ["operationId", "summary", "responses"], "additionalProperties": False,
    "properties": {
        "operationId": {"type": "string"}, "summary": {"type": "string"}, "security": {"type": "array"},
        "parameters": {"type": "array", "items": PARAMETER},
        "requestBody": {"type": "object", "required": ["content"]},
        "responses": {"type": "object", "required": ["200"], "patternProperties": {r"^\d{3}$": RESPONSE},
            "additionalProperties": False},
    }}  # fmt: skip
DOCUMENT = {"type": "object", "required": ["openapi", "info", "paths", "components"], "properties": {
    "openapi": {"const": "3.1.0"},
    "info": {"type": "object", "required": ["title", "version"]},
    "paths": {"type": "object", "patternProperties": {"^/": {"type": "object", "additionalProperties": False,
        "properties": {"get": OPERATION, "post": OPERATION}}}, "additionalProperties": False},
}}  # fmt: skip


def everything(value):
    yield value
    for part in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from everything(part)


def fits(value, shape):
    whole = {"$ref": f"#/components/schemas/{shape}"} if isinstance(shape, str) else shape
    jsonschema.Draft202012Validator({**whole, "components": DESCRIBED["components"]}).validate(value)


def test_it_is_a_document_of_openapi_and_its_schemas_are_schemas():
    jsonschema.validate(DESCRIBED, DOCUMENT)
    for shape in DESCRIBED["components"]["schemas"].values():
        jsonschema.Draft202012Validator.check_schema(shape)
    names = [operation["operationId"] for path in DESCRIBED["paths"].values() for operation in path.values()]
    assert len(names) == len(set(names))


def test_every_reference_leads_somewhere_and_nothing_leads_out():
    for part in everything(DESCRIBED):
        if isinstance(part, dict) and "$ref" in part:
            at = DESCRIBED
            for name in part["$ref"].removeprefix("#/").split("/"):
                at = at[name]
    assert "http" not in re.sub(r'"(type|scheme)": "http"', "", json.dumps(DESCRIBED))


def test_it_describes_every_route_that_there_is(tmp_path):
    routes = Service(tmp_path, Rules(answering=1)).routes()
    told = {path: {method.upper() for method in of} for path, of in DESCRIBED["paths"].items()}
    assert told == {path: set(methods) for path, (_, methods) in routes.items() if path != "/openapi.json"}


def test_the_page_for_people_tells_every_route_and_every_status():
    for path in (*DESCRIBED["paths"], "/openapi.json", "/mcp"):
        assert f"`{path}" in PAGE or f" {path}" in PAGE, path
    statuses = {status for path in DESCRIBED["paths"].values() for of in path.values() for status in of["responses"]}
    assert [status for status in sorted(statuses) if not re.search(rf"\b{status}\b", PAGE)] == []


# ---------------------------------------------------------------- real answers


@pytest.fixture(scope="module")
def at(corpus_store):
    with served(corpus_store, "--workers", "1") as port, httpx2.Client(base_url=f"http://127.0.0.1:{port}") as client:
        yield client


@pytest.mark.slow
def test_real_answers_are_as_described(at):
    assert at.get("/openapi.json").json() == json.loads(json.dumps(DESCRIBED))
    for path, shape in (
        (f"/ask?q={quote(QUESTION)}", "Answer"),
        (f"/ask?q={quote('What is the capacity of a PEM fuel-cell cathode?')}", "Answer"),
        (f"/ask?q={quote('Which mechanisms are there?')}", "Answer"),
        ("/gaps?limit=20", {"type": "array", "minItems": 20, "items": SHAPES["Gap"]}),
        ("/table?where=sodium", "ReviewTable"),
        ("/health", "Health"),
        ("/ready", "Ready"),
    ):
        answer = at.get(path)
        assert answer.status_code == 200
        fits(answer.json(), shape)
    fits(at.post("/ask", json={"question": QUESTION}).json(), "Answer")
    assert at.get("/metrics").headers["content-type"].startswith("text/plain")
    found = at.get(f"/sparql?{urlencode({'query': 'ASK {}'})}")
    assert found.headers["content-type"] in DESCRIBED["paths"]["/sparql"]["get"]["responses"]["200"]["content"]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("path", "status"),
    [("/ask", 400), (f"/ask?q={'a' * 1001}", 413), ("/gaps?limit=x", 400), ("/sparql?query=nothing", 400),
        ("/sparql?query=ASK%7B%7D", 406), ("/sparql?update=CLEAR%20ALL", 403)],
)  # fmt: skip
def test_what_cannot_be_answered_is_as_described(at, path, status):
    answer = at.get(path, headers={"accept": "application/pdf"} if status == 406 else {})
    assert answer.status_code == status
    assert str(status) in DESCRIBED["paths"][path.split("?")[0]]["get"]["responses"]
    fits(answer.json(), "Error")
