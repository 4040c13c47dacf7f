"""No mechanism, technique, unit, synonym or threshold is spelled in Python: the Turtle is the one place for them."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from rdflib import RDF, SKOS, Graph, URIRef

ROOT = Path(__file__).parents[2]
GOVERNED = {
    "IonStorageMechanism", "ChargeStorageMechanism", "CompetingExplanation", "Technique", "TechniqueMode",
    "SynthesisMethod", "StructureType", "StructuralLever", "ElementRole", "Ion", "NamedMaterial", "EntropyEffect",
    "FutureDirection",
}  # fmt: skip
ALSO_ANOTHER_TRADE = {("hemkg/read/html.py", "template")}  # an element of HTML


def spelled(module: ast.Module) -> Iterator[tuple[int, str]]:
    """Return the strings that a module spells, with their lines; what stands alone as a statement is its docs."""
    docs = {id(node.value) for node in ast.walk(module) if isinstance(node, ast.Expr)}
    for node in ast.walk(module):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docs:
            yield node.lineno, node.value


@pytest.fixture(scope="module")
def labels() -> dict[str, str]:
    graph = Graph().parse(ROOT / "ontology" / "concepts.ttl")
    local = {
        concept: str(concept).rsplit("#", 1)[-1]
        for concept in graph.subjects(RDF.type, None)
        if isinstance(concept, URIRef)
    }
    governed = {
        c for c in local if any(str(kind).rsplit("#", 1)[-1] in GOVERNED for kind in graph.objects(c, RDF.type))
    }
    return {
        str(label).casefold(): local[concept]
        for concept in governed
        for name in (SKOS.prefLabel, SKOS.altLabel, SKOS.hiddenLabel)
        for label in graph.objects(concept, name)
        if len(str(label)) > 3  # shorter ones (Li, XRD) are also words of other trades
    }


@pytest.mark.parametrize(
    "path", sorted((ROOT / "hemkg").rglob("*.py")), ids=lambda path: path.relative_to(ROOT).as_posix()
)
def test_a_module_spells_no_label_of_a_concept(path, labels):
    found = [
        f"line {line}: {text!r} is a label of {labels[text.strip().casefold()]}"
        for line, text in spelled(ast.parse(path.read_text()))
        if text.strip().casefold() in labels and (path.relative_to(ROOT).as_posix(), text) not in ALSO_ANOTHER_TRADE
    ]
    assert not found, "\n".join(found)


def test_the_ontology_knows_labels_at_all(labels):
    assert len(labels) > 500
    assert labels["space charge"] == labels["space-charge storage"]
