"""The questions that the graph must be able to answer, each with its whole answer."""

import pytest

from hemkg.rdf import iris
from hemkg.rdf.validate import is_valid, validate
from hemkg.vocab import terms

from .worlds import ONTOLOGY, guidelines_alone, lines_of, with_examples

QUESTIONS = sorted((ONTOLOGY / "competency").glob("*.rq"))


def shown(value):
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float):
        return f"{value:.6g}"
    return str(value).removeprefix(terms.BASE).removeprefix(iris.ID)


def answer(store, path):
    found = store.query(path.read_text())
    rows = sorted("\t".join(shown(row[column]) for column in found.columns) for row in found.rows)
    return ["\t".join(found.columns), *rows]


@pytest.mark.parametrize("path", QUESTIONS, ids=lambda path: path.stem)
def test_the_answer_is_the_expected_one(path):
    assert answer(with_examples(), path) == path.with_suffix(".tsv").read_text().splitlines()


# What a query must ask for, and the queries for which an invented paper holds a wrong answer if they do not.
MUST_ASK = {
    " ; hem:polarity hem:Asserted": "01 03 06 07 09 10 12 13 20 47 48 50 62",
    "hem:isHighEntropy true ; ": "07 09 41",
    "hem:materialRole hem:Anode ; ": "12 13",
    ' && ?comparator NOT IN ("<", "<=")': "09 10",
    " ; hem:citedBy <https://w3id.org/hemkg/id/paper/doi/10.1039/d5ee05507e>": "08",
    "hem:cycle 1 ; ": "68",
}


@pytest.mark.parametrize(("words", "number"), [(w, n) for w, numbers in MUST_ASK.items() for n in numbers.split()])
def test_a_query_that_forgets_to_ask_is_found_out(words, number, tmp_path):
    (path,) = [path for path in QUESTIONS if path.stem.startswith(number)]
    careless = tmp_path / path.name
    careless.write_text(path.read_text().replace(words, "", 1))
    assert careless.read_text() != path.read_text()
    assert answer(with_examples(), careless) != path.with_suffix(".tsv").read_text().splitlines()


def test_there_are_seventy_four_and_each_says_what_it_asks():
    assert len(QUESTIONS) == 74
    assert all(path.read_text().startswith("# ") and "?" in path.read_text().splitlines()[0] for path in QUESTIONS)


def test_without_the_invented_paper_space_charge_is_claimed_of_the_class_and_shown_in_no_material():
    (path,) = [path for path in QUESTIONS if path.stem.endswith("claimed_without_evidence")]
    assert answer(guidelines_alone(), path) == ["mechanism", "SpaceCharge"]


def test_the_invented_papers_are_valid():
    assert is_valid(validate(lines_of(ONTOLOGY / "competency" / "fixture.ttl")))
