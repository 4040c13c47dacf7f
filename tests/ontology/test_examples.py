"""Every shape has an example that is right, and the same example wrong in the one way that breaks it."""

import re

import pytest

from hemkg.rdf.validate import validate

from .worlds import ONTOLOGY, lines_of

VALID = sorted((ONTOLOGY / "examples" / "valid").glob("*.ttl"))
INVALID = sorted((ONTOLOGY / "examples" / "invalid").glob("*.ttl"))
SHAPES = (ONTOLOGY / "shapes.ttl").read_text()


def message_of(shape):
    block = re.search(rf"^s:{shape} a .*?sh:message \"(.*?)\"", SHAPES, re.M | re.S)
    return block.group(1)


@pytest.mark.parametrize("path", VALID, ids=lambda path: path.stem)
def test_what_is_right_is_found_right(path):
    assert validate(lines_of(path)) == ()


@pytest.mark.parametrize("path", INVALID, ids=lambda path: path.stem)
def test_what_is_wrong_in_one_way_breaks_that_shape_alone(path):
    assert {violation.message for violation in validate(lines_of(path))} == {message_of(path.stem)}


def test_every_shape_has_its_pair():
    shapes = set(re.findall(r"^s:([\w-]+) a sh:", SHAPES, re.M))
    assert {path.stem for path in INVALID} == shapes


def test_every_wrong_example_is_a_right_one_with_few_words_changed():
    for path in INVALID:
        wrong = path.read_text().splitlines()
        right = (ONTOLOGY / "examples" / wrong[0].split(",")[0].removeprefix("# ")).read_text().splitlines()
        assert len(wrong) == len(right)
        assert sum(a != b for a, b in zip(right[1:], wrong[1:], strict=True)) == 1
