"""What another reader proposes counts only where the text holds it: number, material and conditions."""

import pytest

from hemkg.annotate.annotator import annotate
from hemkg.assemble.claims import assemble
from hemkg.assemble.proposals import open_sentences, settle
from hemkg.model.claim import ClaimType

from .facts import paper

TEXT = (
    "Two oxides, CoO and NiO, were cycled against lithium at 0.2 A g-1. "
    "After 40 cycles CoO gives 612 mAh g-1 and NiO gives 455 mAh g-1."
)
RIGHT = {
    "type": "capacity", "value": 455, "material": "NiO", "cycle": 40,
    "current_density": {"value": 0.2, "unit": "A/g"}, "ion": "Li",
}  # fmt: skip


NOTHING_IS_SURE = 1.1


@pytest.fixture
def doubtful():
    """A paper of which nothing counts as read for sure, so that every number is open."""
    annotated = annotate(paper(TEXT))
    return annotated, assemble(annotated)


def settled(doubtful, *told):
    annotated, reading = doubtful
    (sentence,) = open_sentences(annotated, reading, sure=NOTHING_IS_SURE)
    return settle(annotated, reading, [(sentence, told)], engine="stand-in", sure=NOTHING_IS_SURE)


def capacity_of(reading, value):
    found = (c for c in reading.claims if c.claim_type is ClaimType.CAPACITY and c.quantity.value == value)
    return next(found, None)


def test_an_open_sentence_shows_its_numbers_with_what_stands_before(doubtful):
    (sentence,) = open_sentences(*doubtful, sure=NOTHING_IS_SURE)
    assert sentence.numbers == ("612 mAh g-1", "455 mAh g-1")
    assert sentence.before.endswith("at 0.2 A g-1.")
    assert {"CoO", "NiO"} <= set(sentence.materials)


def test_what_is_read_for_sure_is_not_open():
    annotated = annotate(
        paper("The oxide CoO delivers 650 mAh g-1 at 0.1 A g-1 after 300 cycles in a lithium-ion cell.")
    )
    assert open_sentences(annotated, assemble(annotated)) == ()


def test_a_proposal_that_the_text_holds_is_taken_over_with_its_conditions(doubtful):
    result = settled(doubtful, RIGHT)
    claim = capacity_of(result.reading, 455)
    assert result.taken == 1
    assert (claim.material, claim.conditions.cycle, claim.conditions.current_density.value) == ("NiO", 40, 0.2)
    assert claim.conditions.ion == "Li"
    assert "stand-in" in {claim.evidence.rule.removeprefix("proposed by "), *claim.evidence.agreed_by}


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        ({"value": 456}, "no number"),
        ({"value": "many"}, "is no number"),
        ({"value": True}, "is no number"),
        ({"value": "sNaN"}, "no number"),
        ({"material": "Fe2O3"}, "names no material"),
        ({"material": None}, "names no material"),
        ({"cycle": 400}, "no cycle"),
        ({"current_density": {"value": 2, "unit": "A g-1"}}, "no current density"),
        ({"current_density": "0.2 A g-1"}, "is no object"),
        ({"ion": "Na"}, "working ion"),
        ({"type": "energy"}, "no kind of measurement"),
        ({"type": "retention"}, "no number"),
    ],
)
def test_a_proposal_with_anything_invented_is_dropped_with_the_reason(doubtful, wrong, reason):
    before = doubtful[1]
    result = settled(doubtful, RIGHT | wrong)
    assert result.taken == 0
    assert result.reading == before
    assert reason in result.dropped[0]


def test_the_other_number_is_left_as_it_was(doubtful):
    before = capacity_of(doubtful[1], 612)
    assert capacity_of(settled(doubtful, RIGHT).reading, 612) == before


def test_a_number_is_settled_once(doubtful):
    result = settled(doubtful, RIGHT, RIGHT | {"material": "CoO"})
    assert result.taken == 1
    assert capacity_of(result.reading, 455).material == "NiO"
