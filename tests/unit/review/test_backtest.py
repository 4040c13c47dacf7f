"""The backtest: what was known until a year is ranked, what came later is counted, and little says nothing."""

import json
import random
from dataclasses import replace

from hemkg.review.backtest import (
    FITTED,
    backtest,
    fit_until,
    known_until,
    rankings,
    split_ranking,
    to_json,
    to_text,
)
from hemkg.review.backtest_kinds import COMPLETE, KindTest
from hemkg.review.field import Field, Hosts, Place, Report
from hemkg.review.fitting import Example, fitted, standing
from hemkg.review.knowledge import Knowledge, Method
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


# ---------------------------------------------------------------- by kind, and fitted weights


def test_every_empty_cell_counts_for_a_kind_and_single_sources_beside_them():
    tested = split_ranking(known(*BEFORE, *LATER), 2020)
    kinds = {kind.kind: kind for kind in tested.kinds}
    cells = [kind for name, kind in kinds.items() if name in COMPLETE]
    assert sum(kind.gaps for kind in cells) == tested.cells
    assert sum(kind.closed for kind in cells) == tested.filled
    assert kinds["rests on a single work"].gaps == len(ALL[::2])
    assert all(kind.low <= kind.closed for kind in tested.kinds)


def test_a_single_source_is_confirmed_by_a_second_work_and_not_by_the_same():
    twice = [report(BEFORE[-1].place, 2023, "second"), report(BEFORE[-2].place, 2023, BEFORE[-2].work[4:])]
    (single,) = (k for k in split_ranking(known(*BEFORE, *twice), 2020).kinds if k.kind == "rests on a single work")
    assert single.closed == 1


def test_few_gaps_of_a_kind_say_nothing():
    few = KindTest("transfer", 3, 1, 0, 2)
    assert not few.is_enough
    assert "too few to say anything" in to_text(replace(split_ranking(known(*BEFORE), 2020), kinds=(few,)))


WIDE = [
    place(m, f, i) for m in MECHANISMS for f in (*FAMILIES, HEM.Telluride, HEM.Phosphide, HEM.Fluoride) for i in IONS
]


def world(reason, until=2020, seed=7):
    """Return reports of a field in which a cell is filled three years after its conventional twin, or at random."""
    chance = random.Random(seed)  # noqa: S311  invented years, no secret
    found = []
    for n, high in enumerate(WIDE):
        year = 2009 + chance.randrange(12)
        found.append(report(replace(high, is_high=False), year, f"plain{n}"))
        found.append(report(high, year + 3 if reason == "twin" else 2009 + chance.randrange(15), f"high{n}"))
    return [r for r in found if r.year <= until]


def test_weights_are_fitted_on_what_was_filled_before_and_never_see_what_came_after():
    early = world("twin", until=2017)
    assert fit_until(known(*world("twin")), 2017) == fit_until(known(*early), 2017)
    assert max(fit_until(known(*early), 2017).years) < 2017


def test_a_part_that_told_what_was_filled_gains_weight():
    fit = fit_until(known(*world("twin")), 2017)
    assert fit.is_enough
    assert fit.weights[HEM.AnaloguePart] > standing()[HEM.AnaloguePart]
    assert fit.weights[HEM.AnaloguePart] > fit_until(known(*world("chance")), 2017).weights[HEM.AnaloguePart]


def test_fitted_weights_rank_a_later_split_no_worse_than_those_that_stand():
    tested = split_ranking(known(*world("twin")), 2017)
    assert tested.is_enough
    assert FITTED in tested.rankings
    ours, fitted = (sum(h.hits for h in tested.rankings[name]) for name in ("ranked", FITTED))
    assert fitted >= ours
    assert fitted > sum(h.hits for h in tested.rankings["random"])


def test_too_little_filled_before_gives_no_weights_and_says_so():
    tested = split_ranking(known(*BEFORE, *LATER), 2020)
    assert FITTED not in tested.rankings
    assert "No weights were fitted" in to_text(tested)
    assert to_json(tested)["fit"]["enough"] is False


def test_no_weight_falls_below_nothing():
    against = [Example(str(n), {HEM.AnaloguePart: float(n % 2)}, n % 2 == 0) for n in range(40)]
    assert fitted(against).weights[HEM.AnaloguePart] == 0.0


# ---------------------------------------------------------------- nothing of the future is told


def test_materials_and_techniques_of_later_papers_are_hidden_too():
    method = Method(HEM.XRayDiffraction, HEM.InSitu)
    materials = (Hosts(HEM.Oxide, None, 2018, 2), Hosts(HEM.Nitride, None, 2024, 5), Hosts(HEM.Oxide, None, None, 9))
    field = Field(tuple(BEFORE), materials=materials, years={"urn:a": 2018, "urn:b": 2024})
    now = Knowledge(field, used={method: frozenset(("urn:a", "urn:b", "urn:c"))})
    then = known_until(now, 2020)
    assert then.used[method] == {"urn:a"}
    assert dict(then.field.hosts) == {HEM.Oxide: 2, None: 2}
    assert not then.heeds_guidelines
