"""The backtest: what was known until a year is ranked, what came later is counted, and little says nothing."""

import json

from hemkg.review.backtest import backtest, rankings, split_ranking, to_json, to_text
from hemkg.review.field import Field, Place, Report
from hemkg.review.knowledge import Knowledge
from hemkg.vocab.terms import HEM

from .papers import OXIDE, mechanism, paper, store_of

MECHANISMS = (HEM.Conversion, HEM.Intercalation, HEM.Alloying, HEM.SpaceCharge)
FAMILIES = (HEM.Oxide, HEM.Sulfide, HEM.Selenide)
IONS = (HEM.LithiumIon, HEM.SodiumIon, HEM.PotassiumIon)


def report(place, year, work):
    return Report(place, HEM.Asserted, f"urn:{work}", year)


def known(*reports):
    return Knowledge(Field(tuple(reports)), heeds_guidelines=False)


def place(mechanism, family, ion, high=True):
    return Place(mechanism, high, family, ion)


ALL = [place(m, f, i) for m in MECHANISMS for f in FAMILIES for i in IONS]
PLAIN = [place(m, f, i, high=False) for m in MECHANISMS for f in FAMILIES for i in IONS]
BEFORE = [report(p, 2018, f"old{n}") for n, p in enumerate([*PLAIN, *ALL[::2]])]
LATER = [report(p, 2024, f"new{n}") for n, p in enumerate(ALL[1::3])]


def test_what_came_later_is_hidden_from_the_ranking():
    tested = split_ranking(known(*BEFORE, *LATER), 2020)
    assert tested.before == len(BEFORE)
    assert tested.cells == len(set(ALL) - {r.place for r in BEFORE})
    assert tested.filled == len({r.place for r in LATER} - {r.place for r in BEFORE})


def test_a_cell_that_was_known_before_is_not_counted_as_filled():
    again = [report(r.place, 2024, f"again{n}") for n, r in enumerate(BEFORE)]
    assert split_ranking(known(*BEFORE, *again), 2020).filled == 0


def test_works_of_unknown_year_are_left_out_on_both_sides():
    undated = [report(p, None, f"undated{n}") for n, p in enumerate(ALL)]
    with_them = split_ranking(known(*BEFORE, *LATER, *undated), 2020)
    without = split_ranking(known(*BEFORE, *LATER), 2020)
    assert with_them.undated == len(undated)
    assert (with_them.cells, with_them.filled) == (without.cells, without.filled)


def test_few_filled_cells_say_nothing():
    tested = split_ranking(known(*BEFORE, *LATER[:3]), 2020)
    assert not tested.is_enough
    assert tested.verdict.startswith("Too little to say anything")


def test_hits_are_counted_beside_three_plain_rankings():
    filled = [report(p, 2024, f"new{n}") for n, p in enumerate(ALL[1::2])]
    tested = split_ranking(known(*BEFORE, *filled), 2020)
    assert tested.is_enough
    assert set(tested.rankings) == {"ranked", "random", "popularity", "common neighbours"}
    assert [hits.hits for hits in tested.rankings["ranked"]] == [5.0, 10.0, 18.0]
    assert all(hits.low <= hits.hits for hits in tested.rankings["ranked"])


def test_popularity_ranks_the_fuller_axes_first():
    much = [report(place(HEM.Conversion, HEM.Oxide, HEM.LithiumIon), 2018, f"w{n}") for n in range(9)]
    little = [report(place(HEM.Alloying, HEM.Sulfide, HEM.SodiumIon), 2018, f"v{n}") for n in range(2)]
    cells = [place(HEM.Alloying, HEM.Sulfide, HEM.LithiumIon), place(HEM.Alloying, HEM.Sulfide, HEM.PotassiumIon)]
    assert rankings(known(*much, *little), cells)["popularity"] == cells


def test_the_same_store_gives_the_same_backtest():
    store = store_of(paper("old", mechanism(f"{OXIDE} converts.", OXIDE, HEM.Conversion), year=2018))
    assert backtest(store, 2020) == backtest(store, 2020)


def test_it_is_told_as_json_and_as_text():
    tested = split_ranking(known(*BEFORE, *LATER), 2020)
    told = json.loads(json.dumps(to_json(tested)))
    assert told["works"] == {"before": len(BEFORE), "after": len(LATER), "undated": 0}
    assert [hits["top"] for hits in told["rankings"]["ranked"]] == [5, 10, 20]
    assert tested.verdict in to_text(tested)


def test_an_empty_store_says_that_it_is_too_little():
    assert "Too little" in to_text(backtest(store_of(guided=False), 2020))
