"""Which claims are still to be decided on, the most doubtful first, and what is picked out of them."""

import pytest

from hemkg import curating
from hemkg.curating import EVERY, Wanted, decided, doubtful, mistakes, queue
from hemkg.store.curation.fields import fields
from hemkg.vocab.terms import HEM

from .curated import World


@pytest.fixture
def world():
    return World()


def test_the_most_doubtful_comes_first_and_what_is_decided_is_gone(world):
    assert queue(world.catalogue)[0] == world.mechanism
    assert set(queue(world.catalogue)) == {world.mechanism, world.coo, world.nio}
    world.decide("accept", world.mechanism)
    world.decide("reject", world.coo)
    assert queue(world.catalogue) == (world.nio,)


@pytest.mark.parametrize(
    ("wanted", "names"),
    [
        (Wanted(kind=HEM.CapacityClaim), {"coo", "nio"}),
        (Wanted(most=0.55), {"mechanism"}),
        (Wanted(least=0.55), {"coo", "nio"}),
        (Wanted(words="DELIVERS 700"), {"nio"}),
        (Wanted(words='"quoted" \\ and } more'), set()),
        (Wanted(words="  "), {"coo", "nio", "mechanism"}),
        (Wanted(paper="https://elsewhere/paper"), set()),
        (Wanted(kind=HEM.CapacityClaim, words="CoO", most=0.7), {"coo"}),
    ],
)
def test_claims_are_picked_by_kind_paper_confidence_and_words(world, wanted, names):
    assert set(queue(world.catalogue, wanted)) == {getattr(world, name) for name in names}


def test_they_are_picked_by_their_paper(world):
    assert len(queue(world.catalogue, Wanted(paper=world.graph.paper))) == 3


def test_no_filter_can_break_out_of_the_query(world):
    for nasty in ("> } DROP ALL #", '") } #', "\n} INSERT DATA {", "\\u0022) }"):
        assert queue(world.catalogue, Wanted(paper=nasty)) == ()
        assert queue(world.catalogue, Wanted(words=nasty)) == ()


def test_they_come_in_parts(world):
    every = [claim.iri for claim in doubtful(world.catalogue)]
    assert [claim.iri for claim in doubtful(world.catalogue, 1, 1)] == every[1:2]
    assert doubtful(world.catalogue, 5, 3) == ()
    assert doubtful(world.catalogue, -1) == ()


def test_decisions_are_picked_likewise_the_newest_first(world):
    first, second = world.decide("accept", world.coo), world.decide("reject", world.mechanism)
    assert [record.decision for record in decided(world.catalogue)] == [second, first]
    assert [record.decision for record in decided(world.catalogue, Wanted(kind=HEM.CapacityClaim))] == [first]
    assert [record.decision for record in decided(world.catalogue, Wanted(words="diffraction"))] == [second]
    assert decided(world.catalogue, EVERY, is_waiting=True) == ()
    world.undo(first)
    assert [record.decision for record in decided(world.catalogue)] == [second]


def test_papers_and_kinds_are_counted(world):
    papers, kinds = curating.papers_and_kinds(world.catalogue)
    assert papers == {world.graph.paper: 3}
    assert kinds == {HEM.CapacityClaim: 2, HEM.MechanismClaim: 1}


def test_what_a_claim_says_and_what_its_paper_calls_materials(world):
    (claim,) = doubtful(world.catalogue, wanted=Wanted(words="CoO delivers"))
    said, materials = curating.said_by(world.catalogue, claim)
    assert (said["value"], said["unit"], said["ion"], said["material"]) == ("560", "mAh g-1", "LithiumIon", "CoO")
    assert materials == ("CoO", "NiO")


def test_each_field_says_what_is_wrong_with_it():
    wrong = mistakes({"value": "many", "ion": "Li", "cycle": "1.5", "nonsense": "1", "unit": ""})
    assert set(wrong) == {"value", "cycle", "nonsense"}
    assert "'many'" in wrong["value"]


def test_the_choices_of_a_field_are_words_that_it_takes():
    for field in fields().values():
        for word in field.choices:
            assert field.in_words(field.plain(word)[field.name]) == word
