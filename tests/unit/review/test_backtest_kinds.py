"""Each kind of gap is followed by its own rule: planted in papers of two times, closed by some of the later ones."""

from itertools import combinations

import pytest

from hemkg.model.claim import Polarity
from hemkg.review.backtest import backtest, to_json, to_text
from hemkg.review.backtest_kinds import Candidate, kind_test, kind_text
from hemkg.review.disputes import Word, disputes
from hemkg.vocab import terms
from hemkg.vocab.terms import HEM

from .papers import OXIDE, SULFIDE, capacity, mechanism, open_question, paper, store_of, technique

BEFORE, SPLIT, AFTER = 2018, 2020, 2023


def followed(reason, *papers):
    """Return (gaps, closed) of a kind after the split."""
    found = backtest(store_of(*papers, guided=False), SPLIT)
    label = terms.label(reason)
    return next((kind.gaps, kind.closed) for kind in found.kinds if kind.kind == label)


def says(name, material, term, year, ion="Li", **more):
    return paper(
        name, mechanism(f"{material} stores {ion} by {term}, {name}.", material, term, ion=ion, **more), year=year
    )


# two works each, so that both families and both ions are of the field
FIELD = tuple(
    says(f"{material[:4]}{ion}{number}", material, HEM.Conversion, BEFORE, ion)
    for material in (OXIDE, SULFIDE)
    for ion in ("Li", "Na")
    for number in range(2)
)


# ---------------------------------------------------------------- cells


def test_what_was_only_supposed_is_closed_by_an_assertion_and_not_by_another_supposition():
    supposed = says("guess", OXIDE, HEM.SpaceCharge, BEFORE, polarity=Polarity.HYPOTHESISED)
    again = says("again", OXIDE, HEM.SpaceCharge, AFTER, polarity=Polarity.HYPOTHESISED)
    shown = says("shown", OXIDE, HEM.SpaceCharge, AFTER)
    assert followed(HEM.HypothesisOnlyReason, *FIELD, supposed, again) == (1, 0)
    assert followed(HEM.HypothesisOnlyReason, *FIELD, supposed, shown) == (1, 1)


def test_what_authors_call_open_is_closed_by_a_later_report_of_the_cell():
    asked = paper(
        "asks", open_question("Whether space charge occurs in high-entropy materials is not known."), year=BEFORE
    )
    shown = says("shown", OXIDE, HEM.SpaceCharge, AFTER)
    assert followed(HEM.StatedReason, *FIELD, asked) == (1, 0)
    assert followed(HEM.StatedReason, *FIELD, asked, shown) == (1, 1)
    late = paper(
        "asks", open_question("Whether space charge occurs in high-entropy materials is not known."), year=AFTER
    )
    assert followed(HEM.StatedReason, *FIELD, late, shown) == (0, 0)


def test_a_mechanism_that_is_shown_with_another_ion_is_closed_by_this_one():
    shown = _without_sodium_sulfide(FIELD)
    gaps, closed = followed(HEM.TransferReason, *shown)
    assert gaps > 0
    assert closed == 0
    transferred = says("transferred", SULFIDE, HEM.Conversion, AFTER, "Na")
    assert followed(HEM.TransferReason, *shown, transferred) == (gaps, 1)


def _without_sodium_sulfide(papers):
    return [
        made for made in papers if not any(c.material == SULFIDE and c.conditions.ion == "Na" for c in made[1].claims)
    ]


def test_what_a_guideline_claims_of_the_class_counts_from_the_year_of_its_source():
    papers = (says("shown", OXIDE, HEM.SpaceCharge, 2030), says("early", OXIDE, HEM.Conversion, BEFORE))
    store = store_of(*papers)
    before, after = (
        next(kind for kind in backtest(store, year).kinds if kind.kind == terms.label(HEM.ClassOnlyReason))
        for year in (2020, 2026)
    )
    assert before.gaps == 0
    assert after.closed == 1


# ---------------------------------------------------------------- techniques


def used(name, term, mode, year, material=OXIDE):
    return paper(name, technique(f"{material} was watched, {name}.", material, term, mode), year=year)


def test_a_technique_that_was_never_used_is_closed_by_a_later_use_on_a_high_entropy_material():
    gaps, closed = followed(HEM.UntestedTechniqueReason, *FIELD)
    assert gaps > 0
    assert closed == 0
    later = used("late", HEM.Magnetometry, HEM.Operando, AFTER)
    # the technique with its mode is one method
    assert followed(HEM.UntestedTechniqueReason, *FIELD, later) == (gaps, 1)
    elsewhere = used("plain", HEM.Magnetometry, HEM.Operando, AFTER, material="CoO")
    assert followed(HEM.UntestedTechniqueReason, *FIELD, elsewhere) == (gaps, 0)
    early = used("early", HEM.Magnetometry, HEM.Operando, BEFORE)
    assert followed(HEM.UntestedTechniqueReason, *FIELD, early) == (gaps - 1, 0)


def test_a_technique_apart_from_its_mechanism_is_closed_by_a_paper_that_has_both():
    apart = (used("watch", HEM.Magnetometry, HEM.Operando, BEFORE), says("charge", OXIDE, HEM.SpaceCharge, BEFORE))
    both = paper(
        "both",
        technique(f"{OXIDE} was watched.", OXIDE, HEM.Magnetometry, HEM.Operando),
        mechanism(f"{OXIDE} stores Li by space charge.", OXIDE, HEM.SpaceCharge),
        year=AFTER,
    )
    gaps, closed = followed(HEM.TechniqueApartReason, *FIELD, *apart)
    assert gaps > 0
    assert closed == 0
    assert followed(HEM.TechniqueApartReason, *FIELD, *apart, both) == (gaps, 1)


# ---------------------------------------------------------------- compositions

METALS = ("Fe", "Co", "Ni", "Cu", "Zn", "Mn", "Cr")
SETS = list(combinations(METALS, 5))


def oxide_of(metals, year):
    name = f"({''.join(f'{metal}0.2' for metal in metals)})O"
    sentence = f"{name} gives 500 mAh/g after 100 cycles at 1 A/g."
    return paper("-".join(metals), capacity(sentence, name, 500, cycle=100, current=1), year=year)


def test_a_composition_that_was_not_tried_is_closed_by_a_later_paper_that_makes_it():
    early, late, never = SETS[:15], SETS[15:18], SETS[18:]
    papers = [*(oxide_of(metals, BEFORE) for metals in early), *(oxide_of(metals, AFTER) for metals in late)]
    gaps, closed = followed(HEM.CompositionReason, *papers)
    assert (gaps, closed) == (len(late) + len(never), len(late))


def test_a_composition_of_a_paper_without_a_year_counts_for_neither_side():
    early, undated = SETS[:15], SETS[15]
    papers = [*(oxide_of(metals, BEFORE) for metals in early), oxide_of(undated, None)]
    assert followed(HEM.CompositionReason, *papers) == (len(SETS) - len(early) - 1, 0)


# ---------------------------------------------------------------- contradictions


def test_a_contradiction_is_settled_by_later_works_of_one_side():
    opposed = (
        says("yes", OXIDE, HEM.Alloying, BEFORE),
        says("no", OXIDE, HEM.Alloying, BEFORE, polarity=Polarity.NEGATED),
    )
    later_yes = says("later", OXIDE, HEM.Alloying, AFTER)
    later_no = says("also", OXIDE, HEM.Alloying, AFTER, polarity=Polarity.NEGATED)
    assert followed(HEM.ContradictedReason, *opposed) == (1, 0)
    assert followed(HEM.ContradictedReason, *opposed, later_yes) == (1, 1)
    assert followed(HEM.ContradictedReason, *opposed, later_yes, later_no) == (1, 0)
    assert followed(HEM.ContradictedReason, opposed[0], later_no) == (0, 0)


def word(is_said, work, year, ion="LithiumIon", confidence=0.9):
    return Word("composition", HEM.Alloying, is_said, work, year, ion, confidence)


@pytest.mark.parametrize(
    ("words", "count"),
    [
        ([word(True, "a", 2018), word(False, "b", 2019)], 1),
        ([word(True, "a", 2018), word(False, "a", 2019)], 0),
        ([word(True, "a", 2018), word(False, "b", 2019, ion="SodiumIon")], 0),
        ([word(True, "a", 2018), word(False, "b", 2019, ion=None)], 1),
        ([word(True, "a", 2018), word(False, "b", None)], 0),
        ([word(True, "a", 2018), word(False, "b", 2022)], 0),
    ],
)
def test_a_dispute_has_two_works_with_the_same_ion_before_the_year(words, count):
    assert len(list(disputes(words, 2020))) == count


def test_a_later_word_on_another_ion_settles_nothing():
    opposed = [word(True, "a", 2018), word(False, "b", 2019)]
    (other,) = disputes([*opposed, word(True, "c", 2023, ion="SodiumIon")], 2020)
    assert not other.is_settled
    (same,) = disputes([*opposed, word(True, "c", 2023)], 2020)
    assert same.is_settled
    assert same.surety == 0.9


# ---------------------------------------------------------------- rankings and few


def candidates(count, closed):
    """Return gaps of which the best scored are closed, and the most popular are not."""
    return [Candidate(f"{n:03}", n < closed, -n, n, 0.0) for n in range(count)]


def test_each_kind_has_its_rankings_beside_chance():
    found = kind_test("a kind", candidates(40, 8))
    assert found.is_rankable
    first = {name: [hits.hits for hits in ranked] for name, ranked in found.rankings.items()}
    assert first == {"ranked": [5, 8], "popularity": [0, 0], "common neighbours": [5, 8], "random": [1, 2]}
    assert all(hits.low <= hits.hits <= hits.high for ranked in found.rankings.values() for hits in ranked)


@pytest.mark.parametrize(("count", "closed"), [(5, 5), (0, 0)])
def test_few_gaps_say_nothing(count, closed):
    found = kind_test("a kind", candidates(count, closed))
    assert not found.is_enough
    assert "too few to say anything" in kind_text(found)


@pytest.mark.parametrize("closed", [2, 38])
def test_where_few_were_closed_or_few_were_not_no_ranking_is_told(closed):
    found = kind_test("a kind", candidates(40, closed))
    assert found.is_enough
    assert found.rankings == {}
    assert "too few that went either way to compare rankings" in kind_text(found)


def test_kinds_are_told_as_json_and_as_text_with_a_word_where_there_are_too_few():
    found = backtest(store_of(*FIELD, guided=False), SPLIT)
    told = {kind["kind"]: kind for kind in to_json(found)["kinds"]}
    assert terms.label(HEM.CompositionReason) in told
    assert told[terms.label(HEM.ContradictedReason)]["enough"] is False
    assert "0 of 0 (0 to 0); too few to say anything" in to_text(found)
