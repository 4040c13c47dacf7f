"""No table of cue words stands there unread: a module names it, or the class whose members it asks for."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from rdflib import OWL, RDF, Graph

ROOT = Path(__file__).parents[2]


def named_in(module: ast.Module) -> Iterator[str]:
    """Yield the terms that a module may name: attributes of ``HEM``, and strings that could be local names."""
    for node in ast.walk(module):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "HEM":
            yield node.attr
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.isidentifier():
            yield node.value


@pytest.fixture(scope="module")
def named() -> frozenset[str]:
    modules = (ast.parse(path.read_text()) for path in (ROOT / "hemkg").rglob("*.py"))
    return frozenset(name for module in modules for name in named_in(module))


def tables() -> dict[str, set[str]]:
    """Return what ``cues.ttl`` lists words under, with its classes."""
    graph = Graph().parse(ROOT / "ontology" / "cues.ttl")
    found: dict[str, set[str]] = {}
    for subject, kind in graph.subject_objects(RDF.type):
        if not str(kind).startswith(str(OWL)):
            found.setdefault(str(subject).rsplit("#", 1)[-1], set()).add(str(kind).rsplit("#", 1)[-1])
    return found


def test_every_table_of_cues_is_named_by_some_code(named):
    idle = [table for table, kinds in tables().items() if not named & {table, *kinds}]
    assert idle == []


def test_a_table_is_not_used_because_it_is_one(named):
    assert "SymbolTable" not in named
    assert len(tables()) > 100
