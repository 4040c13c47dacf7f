"""What another reader proposes counts only where the text holds it: number, material and conditions."""

import pytest

from hemkg.annotate.annotator import annotate
from hemkg.assemble.claims import assemble
from hemkg.assemble.context import lay_out
from hemkg.assemble.open_passages import open_passages
from hemkg.assemble.proposals import settle
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
    return lay_out(annotated), assemble(annotated)


def settled(doubtful, *told):
    context, reading = doubtful
    (passage,) = open_passages(context, reading, sure=NOTHING_IS_SURE)
    return settle(context, reading, [(passage, told)], engine="stand-in", sure=NOTHING_IS_SURE)


def capacity_of(reading, value):
    found = (c for c in reading.claims if c.claim_type is ClaimType.CAPACITY and c.quantity.value == value)
    return next(found, None)


def test_an_open_passage_shows_its_numbers_with_what_stands_before(doubtful):
    (passage,) = open_passages(*doubtful, sure=NOTHING_IS_SURE)
    assert passage.numbers == ("612 mAh g-1", "455 mAh g-1")
    assert passage.text == TEXT
    assert {"CoO", "NiO"} <= set(passage.materials)


def test_what_is_read_for_sure_is_not_open():
    annotated = annotate(
        paper("The oxide CoO delivers 650 mAh g-1 at 0.1 A g-1 after 300 cycles in a lithium-ion cell.")
    )
    assert open_passages(lay_out(annotated), assemble(annotated)) == ()


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
        ({"ion": ["Li"]}, "working ion"),
        ({"type": "energy"}, "no kind of claim"),
        ({"type": ["capacity"]}, "no kind of claim"),
        ({"type": "retention"}, "no number"),
        ({"quote": "CoO gives 999 mAh g-1"}, "no sentence shown"),
        ({"quote": 7}, "no sentence shown"),
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


def test_a_quote_tells_which_of_two_equal_numbers_is_meant():
    annotated = annotate(paper("CoO gives 455 mAh g-1 at 0.2 A g-1. After a rest NiO gives 455 mAh g-1 too."))
    second = {"type": "capacity", "value": 455, "material": "NiO", "quote": "NiO gives 455 mAh g-1"}
    result = settled((lay_out(annotated), assemble(annotated)), second)
    assert [c.evidence.quote[:5] for c in result.reading.claims if c.material == "NiO"] == ["After"]


def test_hostile_words_are_shown_short_and_escaped(doubtful):
    hostile = {"value": 1, "unit": "\x1b[2J\ud800\n", "more": "x" * 10**5}
    result = settled(doubtful, RIGHT | {"current_density": hostile}, RIGHT | {"material": "\x1b[31m" * 10**4})
    assert len(result.dropped) == 2
    assert all(told.isprintable() and len(told) < 200 for told in result.dropped)
