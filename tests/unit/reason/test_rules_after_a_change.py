"""After a change of few papers the rules give what they would give of everything."""

import random
import sys
from pathlib import Path

import pytest

from hemkg.rdf import iris
from hemkg.reason import rules
from hemkg.store import touched as limits
from hemkg.store.touched import Touched

from .test_rules import CASES, OXIDE
from .worlds import world

TYPED = " e:m a hem:Material . "  # as every material of a paper is
EVALUATION = Path(__file__).parents[2] / "evaluation"
sys.path.append(str(EVALUATION))

from annotated import load, store_of  # noqa: E402


def derived(store):
    """Return what stands in the derived graphs."""
    return {line for graph in store.graphs() if graph.startswith(iris.DERIVED_GRAPH) for line in store.lines(graph)}


def change(store, graph, lines):
    """Replace a graph; return what that touches."""
    touched = Touched()
    touched.take(store.lines(graph))
    touched.take(lines)
    store.replace({graph: lines})
    return touched


def guided(store):
    """Return what the guidelines of a small graph lead to; where they change, everything is derived anew."""
    return store.lines(f"{iris.DERIVED_GRAPH}/10_guideline_roles")


@pytest.mark.parametrize("case", CASES, ids=[f"{n}-{case[0]}" for n, case in enumerate(CASES)])
@pytest.mark.parametrize("is_forwards", [True, False])
def test_each_rule_follows_a_change(case, is_forwards):
    before, after = (world(text + TYPED) for text in ((case[1], case[3]) if is_forwards else (case[3], case[1])))
    rules.derive(before)
    rules.derive(after)
    if guided(before) == guided(after):
        rules.derive(before, change(before, "urn:world", after.lines("urn:world")))
        assert derived(before) == derived(after)
    else:
        assert case[0].startswith(("10", "47"))


def test_papers_that_come_change_and_go_leave_what_the_rest_gives():
    catalogue = store_of(load(EVALUATION / "passages"))
    store, chance = catalogue.graph, random.Random(8)  # noqa: S311  a game of chance, no secret
    papers = [graph for graph in store.graphs() if graph.startswith(iris.CLAIMS_GRAPHS)]
    whole = {graph: store.lines(graph) for graph in papers}
    assert len(papers) > 50
    for _ in range(12):
        touched = Touched()
        for graph in chance.sample(papers, 3):
            kept = chance.choice([0, 0.8, 1])
            lines = tuple(line for line in whole[graph] if chance.random() < kept)
            touched.take(store.lines(graph))
            touched.take(lines)
            store.replace({graph: lines})
        rules.derive(store, touched)
        follows = derived(store)
        rules.derive(store)
        assert follows == derived(store)


def test_a_large_store_is_derived_in_parts_with_the_same_result(monkeypatch):
    store = store_of(load(EVALUATION / "passages")).graph
    whole = derived(store)
    monkeypatch.setattr(rules, "PART", 7)
    rules.derive(store)
    assert derived(store) == whole


def test_where_too_much_is_touched_everything_is_derived(monkeypatch):
    store = world(OXIDE)
    rules.derive(store)
    whole = derived(store)
    monkeypatch.setattr(limits, "MOST", 0)
    touched = Touched()
    touched.take(store.lines("urn:world"))
    assert touched.is_too_much
    store.replace({iris.DERIVED_GRAPH: ()})
    rules.derive(store, touched)
    assert derived(store) == whole


def test_nothing_touched_derives_nothing():
    store = world(OXIDE)
    rules.derive(store)
    before = derived(store)
    assert not [number for _, number in rules.derive(store, Touched()).counts if number]
    assert derived(store) == before
