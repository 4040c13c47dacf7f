"""Planted gaps: cells taken from a full graph are found, filled cells are not reported."""

import pytest

from hemkg.review.field import Place, cell_query
from hemkg.review.gap_map import FieldMap
from hemkg.review.gaps import find_gaps
from hemkg.review.knowledge import read_knowledge
from hemkg.vocab.terms import HEM

from .papers import store_of
from .planted import plant, reported, score


@pytest.fixture(scope="module")
def field():
    return plant(1)


@pytest.fixture(scope="module")
def store(field):
    return store_of(*field.papers, guided=False)


@pytest.fixture(scope="module")
def gaps(store):
    return find_gaps(store)


def test_every_cell_that_was_taken_out_is_found(field, gaps):
    assert field.taken <= reported(gaps)


def test_no_filled_cell_is_called_empty(field, gaps):
    assert not field.left & reported(gaps)


def test_no_cell_that_chemistry_forbids_is_reported(gaps):
    forbidden = {place for place in reported(gaps) if place.family == HEM.Alloy and place.mechanism == HEM.Conversion}
    assert not forbidden


def test_the_query_of_each_empty_cell_finds_nothing_and_of_each_filled_cell_something(store, field, gaps):
    empty = [gap for gap in gaps if gap.place in field.taken]
    assert empty
    assert all(store.query(gap.sparql).rows == () for gap in empty)
    assert all(store.query(cell_query(place)).rows for place in sorted(field.left, key=str)[::7])


def test_what_was_supposed_or_denied_is_said_on_the_card(gaps, store):
    known = read_knowledge(store)
    supposed = [g for g in gaps if known.field.count(g.place, HEM.Hypothesised) and g.place in reported(gaps)]
    denied = [g for g in gaps if known.field.count(g.place, HEM.Negated) and g.place in reported(gaps)]
    assert supposed
    assert denied
    assert all(HEM.HypothesisOnlyReason in gap.reasons for gap in supposed)
    assert all(any("negative result" in caveat for caveat in gap.caveats) for gap in denied)


def test_every_planted_spot_of_the_map_opens_its_own_card(field, gaps, store):
    drawn = FieldMap(read_knowledge(store), gaps)
    spots = {spot.place: spot for sheet in drawn.sheets() for _, row in sheet.rows for spot in row if not spot.element}
    for place in field.taken:
        assert spots[place].here == 0
        assert spots[place].gap.place == place
    assert all(spots[place].here for place in field.left if place.is_high)


@pytest.mark.parametrize("seed", [2, 3])
def test_recall_and_precision_hold_for_other_fields(seed):
    found = score(seed)
    assert found.recall == 1.0
    assert found.precision == 1.0


def test_an_empty_alloy_cell_says_that_chemistry_forbids_it(gaps, store):
    drawn = FieldMap(read_knowledge(store), gaps)
    spots = [s for sheet in drawn.sheets() for _, row in sheet.rows for s in row]
    spot = next(s for s in spots if s.place == Place(HEM.Conversion, True, HEM.Alloy))
    assert spot.gap is None
    assert "needs an anion that alloys do not have" in spot.told
