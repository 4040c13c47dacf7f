"""Every term that a file of the ontology names is defined, and every concept has one name."""

import re

import pytest

from hemkg.vocab import terms

from .worlds import ONTOLOGY, lines_of

PATTERNS = ("rules/*.rq", "competency/*.rq", "competency/*.ttl", "examples/*/*.ttl")
NAMING = sorted(
    [path for pattern in PATTERNS for path in ONTOLOGY.glob(pattern)]
    + [ONTOLOGY / f"{name}.ttl" for name in ("shapes", "guidelines", "mappings")]
)
VOCABULARY = [ONTOLOGY / entry.name for entry in terms.vocabulary_files()]
OWL = "http://www.w3.org/2002/07/owl#"
OWL_KINDS = ("Class", "ObjectProperty", "DatatypeProperty", "AnnotationProperty")
SKOS = "http://www.w3.org/2004/02/skos/core#"


def named_in(text):
    """Return the local names that a text writes with our prefix or in full; strings count, for rules build IRIs."""
    return set(re.findall(r"\bhem:([A-Za-z_]\w*)", text)) | set(re.findall(re.escape(terms.BASE) + r"(\w+)", text))


@pytest.mark.parametrize("path", NAMING + VOCABULARY, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_every_named_term_is_defined(path):
    assert {name for name in named_in(path.read_text()) if not terms.is_defined(name)} == set()


def test_a_misspelt_term_would_be_found():
    assert not terms.is_defined("SpaceCharg")
    assert named_in("?c hem:mechanism/hem:SpaceCharg ?x") == {"mechanism", "SpaceCharg"}


# Named the same by accident: words that bound a value, and a material that others are compared with.
TWICE_NAMED = {"Comparison"}


def test_no_class_or_property_is_a_concept_too():
    own = {name for kind in OWL_KINDS for name in terms.instances(OWL + kind)}
    assert {name for name in own if not all(kind.startswith(OWL) for kind in terms.kinds(name))} <= TWICE_NAMED


def concepts():
    """Return the terms that are instances of a class of concepts: what people can read and papers can speak of."""
    classes = {c for c in terms.instances(OWL + "Class") if "skos" in str(superclasses(c))}
    return sorted({name for kind in classes for name in terms.instances(kind)})


def superclasses(name):
    found, left = [], [name]
    while left:
        above = [str(c) for c in terms.objects(left.pop(), "http://www.w3.org/2000/01/rdf-schema#subClassOf")]
        found += above
        left += above
    return found


def test_every_concept_has_one_preferred_label():
    wrong = {
        name: terms.objects(name, "skos:prefLabel")
        for name in concepts()
        if len(terms.objects(name, "skos:prefLabel")) != 1
    }
    assert len(concepts()) > 300
    assert wrong == {}


def test_every_class_and_property_has_a_label_or_is_a_concept():
    label = "http://www.w3.org/2000/01/rdf-schema#label"
    every = {name for kind in OWL_KINDS for name in terms.instances(OWL + kind)}
    assert {name for name in every if not terms.objects(name, label)} == set()


def test_no_file_of_the_ontology_has_blank_nodes_but_the_shapes():
    for path in [*VOCABULARY, ONTOLOGY / "guidelines.ttl", ONTOLOGY / "mappings.ttl"]:
        assert not any(line.startswith("_:") or " _:" in line.split('"')[0] for line in lines_of(path))
