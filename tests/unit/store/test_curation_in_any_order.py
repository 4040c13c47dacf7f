"""Whatever people decide and take back, and whenever the paper is read: what holds in the end is what stands."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from hemkg.model.decision import DecisionKind
from hemkg.store.catalogue import Catalogue
from hemkg.store.curation import files
from hemkg.store.curation.applying import State

from .curated import World, graph_of, paper

CLAIMS = ("coo", "nio", "mechanism")
CORRECTIONS = (
    {"value": "650"}, {"value": "700"}, {"material": "NiO"}, {"ion": "", "cycle": "7"}, {"mechanism": "Alloying"},
    {"element": "Co,Ni"}, {"polarity": ""}, {"cycle": "0"},
)  # fmt: skip
STEPS = st.one_of(
    st.tuples(st.sampled_from(["reject", "accept"]), st.sampled_from(CLAIMS)),
    st.tuples(st.just("correct"), st.sampled_from(CLAIMS), st.sampled_from(CORRECTIONS)),
    st.tuples(st.just("undo"), st.integers(0, 20)),
    st.tuples(st.sampled_from(["read again", "fail", "open again"])),
)


def walk(world, steps):
    """Let people do something; return all decisions in the order in which they were made."""
    made = []
    for step in steps:
        what = step[0]
        if what == "undo":
            if made:
                made.append(world.undo(_decision(made, step[1])))
        elif what == "read again":
            world.put()
        elif what == "fail":
            world.catalogue.fail("spinels.txt", "0", "test", "it broke")
            world.put()
        elif what == "open again":
            world.catalogue = Catalogue(world.catalogue.graph, world.catalogue.passages)
        else:
            made.append(world.decide(what, getattr(world, step[1]), **(step[2] if len(step) > 2 else {})))
    return made


def _decision(made, number):
    chosen = made[number % len(made)]
    return chosen if chosen.kind is not DecisionKind.UNDO else made[0]


def fresh(decisions=()):
    world = World(graph_of(paper(), disagreements=[(0, 1)]))
    if decisions:
        world.catalogue.decide(world.graph.paper, list(decisions))
    return world


@settings(max_examples=25, deadline=None)
@given(st.lists(STEPS, max_size=8), st.randoms())
def test_the_store_is_that_of_the_standing_decisions_on_what_was_read(steps, chance):
    world = fresh()
    made = walk(world, steps)
    records = world.catalogue.ledger.of(world.graph.paper)
    standing = [r.decision for r in records if r.state is State.IN_FORCE and r.decision.kind is not DecisionKind.UNDO]
    chance.shuffle(standing)
    assert world.catalogue.digest() == fresh(standing).catalogue.digest()
    assert world.catalogue.ledger.undisturbed(world.graph.paper) == world.graph
    # the whole history, in any order and through a file, gives the same store and the same history
    handed = list(files.loads(files.dumps(made), "a").decisions)
    chance.shuffle(handed)
    other = fresh(handed)
    assert other.lines() == world.lines()
    assert other.catalogue.ledger.of(other.graph.paper) == records


def test_a_decision_that_was_made_twice_is_one():
    world = fresh()
    decision = world.decide("reject", world.coo)
    world.catalogue.decide(world.graph.paper, [decision, replace(decision)])
    assert len(world.states()) == 1
