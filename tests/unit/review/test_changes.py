"""What a new batch of papers changed: maxima, conflicts, gaps, materials, papers."""

from dataclasses import replace

import pytest

from hemkg.model.claim import Polarity
from hemkg.review import changes as changes_of
from hemkg.review.changes import compare, to_json, to_text
from hemkg.review.gaps import find_gaps
from hemkg.vocab.terms import HEM

from .papers import OXIDE, SULFIDE, capacity, mechanism, paper, store_of

LOW = f"{OXIDE} gives 650 mAh/g at 0.1 A/g."
HIGH = f"{OXIDE} gives 900 mAh/g at 0.1 A/g."
OLD = paper(
    "old",
    capacity(LOW, OXIDE, 650, current=0.1),
    mechanism(f"{OXIDE} stores lithium by conversion.", OXIDE, HEM.Conversion),
)
NEW = paper(
    "new",
    capacity(HIGH, OXIDE, 900, current=0.1),
    capacity(f"{OXIDE} could hold 2000 mAh/g.", OXIDE, 2000, kind=HEM.TheoreticalCapacity),
    capacity(f"{SULFIDE} gives 400 mAh/g with sodium.", SULFIDE, 400, ion="Na"),
    mechanism(f"{OXIDE} does not convert.", OXIDE, HEM.Conversion, polarity=Polarity.NEGATED),
    mechanism(f"{SULFIDE} stores sodium by conversion.", SULFIDE, HEM.Conversion, ion="Na"),
)


@pytest.fixture(scope="module")
def changes():
    return compare(store_of(OLD), store_of(OLD, NEW))


def test_new_papers_and_materials_are_named(changes):
    assert [found.document for found in changes.papers] == ["new"]
    assert [found.surface for found in changes.materials] == [SULFIDE]
    assert changes.gone == ()


def test_a_higher_value_is_a_new_maximum_with_its_sentence(changes):
    oxide, sulfide = changes.maxima
    assert (oxide.ion, oxide.family, oxide.value, oxide.before) == ("Li+", "oxide", 900.0, 650.0)
    assert oxide.citation.quote == HIGH
    assert (sulfide.ion, sulfide.value, sulfide.before) == ("Na+", 400.0, None)


def test_a_denial_of_what_was_said_is_a_new_conflict(changes):
    assert HEM.Contradiction in {conflict.kind for conflict in changes.conflicts}
    assert all("does not convert" in str(c) for c in changes.conflicts if c.kind == HEM.Contradiction)


def test_what_somebody_now_reports_closes_a_gap(changes):
    filled = [closed for closed in changes.closed if closed.filled_by]
    assert filled
    assert {c.quote for closed in filled for c in closed.filled_by} == {f"{SULFIDE} stores sodium by conversion."}


def test_a_gap_is_not_closed_and_opened_again(changes):
    assert not {closed.gap.gap_id for closed in changes.closed} & {gap.gap_id for gap in changes.opened}


def test_a_gap_that_is_only_called_otherwise_is_neither_closed_nor_opened():
    store = store_of(OLD)
    gap = next(gap for gap in find_gaps(store) if gap.cell.mechanism)
    before, after = {gap.gap_id: gap}, {"other": replace(gap, gap_id="other")}
    assert changes_of._closed(store, store, before, after) == ()
    assert changes_of._opened(before, after) == ()
    assert [closed.gap for closed in changes_of._closed(store, store, before, {})] == [gap]


def test_the_other_way_round_papers_are_gone():
    found = compare(store_of(OLD, NEW), store_of(OLD))
    assert [gone.document for gone in found.gone] == ["new"]
    assert (found.papers, found.maxima, found.materials, found.conflicts) == ((), (), (), ())


def test_the_same_store_has_not_changed():
    store = store_of(OLD)
    assert to_text(compare(store, store)) == "Nothing that the review looks at has changed."


def test_changes_are_told_in_words_and_as_data(changes):
    told, data = to_text(changes), to_json(changes)
    assert "900 by " in told
    assert "(650 before)" in told
    assert "Gaps closed" in told
    assert data["maxima"][0]["citation"]["quote"] == HIGH
    assert all(closed["filled_by"] or closed["now"] is None for closed in data["gaps_closed"])
