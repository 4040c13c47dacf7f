"""The reference is what the files of the ontology give, speaks of every term, and its links lead somewhere."""

import importlib.util
import re
import sys
from pathlib import Path

import pytest

from hemkg.vocab import terms

from .worlds import ONTOLOGY

DOCS = ONTOLOGY.parent / "docs"
OWL = "http://www.w3.org/2002/07/owl#"
SOURCE = "http://purl.org/dc/terms/source"
LARGEST = 315_000


def load():
    spec = importlib.util.spec_from_file_location("reference", DOCS / "reference.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules["reference"] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def reference():
    return load()


@pytest.fixture(scope="module")
def pages(reference):
    return reference.pages()


def documented(reference):
    return [*reference.classes(), *reference.properties(), *reference.concepts()]


def anchors(text):
    return re.findall(r'<a id="([\w-]+)"></a>', text)


def test_the_pages_are_made_of_the_files_as_they_are(reference, pages):
    old = [name for name, text in pages.items() if not reference.same(reference.FOLDER / name, text)]
    assert old == [], "run `make docs`"
    assert {path.name for path in reference.FOLDER.iterdir()} == set(pages)


def test_every_class_property_and_concept_has_an_entry(reference, pages):
    places = {f"{page}#{anchor}" for page, text in pages.items() for anchor in anchors(text)}
    assert {name for name in documented(reference) if reference.place(name) not in places} == set()
    assert len(documented(reference)) > 900


def test_every_rule_and_every_shape_has_an_entry(pages):
    shown = set(anchors(pages["rules.md"]))
    assert {path.stem for path in (ONTOLOGY / "rules").glob("*.rq")} <= shown
    assert set(re.findall(r"^s:([\w-]+) a sh:", (ONTOLOGY / "shapes.ttl").read_text(), re.M)) <= shown


def test_no_entry_stands_twice_on_a_page(pages):
    for text in pages.values():
        assert len(anchors(text)) == len(set(anchors(text)))


def test_links_within_the_pages_lead_somewhere(reference, pages):
    for page, text in pages.items():
        for target in re.findall(r"\]\((?!https?:)([^)]+)\)", text):
            path, _, anchor = target.partition("#")
            assert (reference.FOLDER / path).exists(), f"{page}: {target}"
            assert not anchor or anchor in anchors(pages[path]), f"{page}: {target}"


def test_every_class_of_concepts_is_shown_or_is_a_table_of_words(reference):
    used = {kind for name in terms.defined() for kind in terms.kinds(name) if terms.is_defined(kind)}
    shown = {*reference.SCHEMES, *reference.PAGE_OF, *reference.WORD_TABLES}
    # words that bound a value share a name with a role of materials; usual carriers and general symmetries are said
    # of ions and structures that are shown
    assert (
        used - shown == {"Comparison", "UsualCarrier", "GeneralMorphology", "GeneralSymmetry", "MaterialRole"} - shown
    )


def test_nothing_lacks_a_definition(reference):
    told_by_numbers = {name for kind in ("Element", "Unit") for name in terms.instances(kind)}
    lacking = {name for name in documented(reference) if not (reference.definition(name) or "").strip()}
    assert lacking - told_by_numbers == set()


def test_a_definition_is_a_sentence_and_stands_once():
    for path in ONTOLOGY.glob("*.ttl"):
        for text in re.findall(r'(?:rdfs:comment|skos:definition) "(.*?)"@en', path.read_text()):
            assert text.endswith("."), text
    for name in terms.defined():
        for predicate in ("http://www.w3.org/2000/01/rdf-schema#comment", "skos:definition"):
            assert len(terms.objects(name, predicate)) < 2, name


def test_elements_and_units_are_told_by_numbers():
    for name in terms.instances("Element"):
        assert all(terms.objects(name, p) for p in ("symbol", "atomicNumber", "atomicMass"))
    for name in terms.instances("Unit"):
        assert all(terms.objects(name, p) for p in ("ofKind", "factor"))


def test_thresholds_and_equations_say_where_they_come_from():
    assert {name for name in terms.instances("Threshold") if not terms.objects(name, "skos:note")} == set()
    assert {name for name in terms.instances("Equation") if not terms.objects(name, SOURCE)} == set()


def test_the_reference_stays_small(pages):
    assert sum(map(len, pages.values())) < LARGEST


def test_the_page_about_the_ontology_leads_to_the_reference():
    linked = re.findall(r"\]\((\.\./docs/ontology/[\w.]+)\)", (ONTOLOGY / "README.md").read_text())
    assert linked
    assert all((ONTOLOGY / path).exists() for path in linked)


def test_a_page_that_was_edited_is_found(reference, pages, tmp_path):
    path = tmp_path / "classes.md"
    path.write_text(pages["classes.md"].replace("claim", "cliam", 1), encoding="utf-8")
    assert not reference.same(Path(path), pages["classes.md"])
