"""Checks of a manuscript: each error that was put in is found, and what a referee would forgive is not told."""

import json

import pytest

from hemkg.model.claim import Polarity
from hemkg.review.findings import Severity
from hemkg.review.manuscript import check_manuscript, to_json, to_text
from hemkg.vocab.terms import HEM

from .papers import OXIDE, SULFIDE, capacity, efficiency, mechanism, paper, retention, store_of, technique

GIVES = f"{OXIDE} gives 900 mAh/g at first discharge at 0.1 A/g."
BACK = f"{OXIDE} gives 700 mAh/g at first charge at 0.1 A/g."


def alarms(*said, store=None, **more):
    """Return the kinds of the findings that are no notes."""
    found = check_manuscript(*paper("mine", *said, **more), store)
    return [(f.check, f.severity) for f in found.findings if f.severity is not Severity.NOTE]


def first_cycle(share):
    return (
        capacity(GIVES, OXIDE, 900, current=0.1, cycle=1, kind=HEM.InitialDischargeCapacity),
        capacity(BACK, OXIDE, 700, current=0.1, cycle=1, kind=HEM.InitialChargeCapacity),
        efficiency(f"The first efficiency of {OXIDE} is {share}%.", OXIDE, share),
    )


# ---------------------------------------------------------------- sums


def test_charge_over_discharge_is_the_first_efficiency():
    assert alarms(*first_cycle("77.8")) == []
    assert alarms(*first_cycle("87.8")) == [(HEM.EfficiencyCheck, Severity.ERROR)]


def cycled(share, final):
    return (
        retention(f"{OXIDE} keeps {share}% of its 800 mAh/g after 300 cycles.", OXIDE, share, cycle=300, current=0.1),
        capacity(f"{OXIDE} keeps {share}% of its 800 mAh/g after 300 cycles.", OXIDE, 800, cycle=2, current=0.1),
        capacity(f"{OXIDE} has {final} mAh/g after 300 cycles.", OXIDE, final, cycle=300, current=0.1),
    )


def test_retention_times_the_first_capacity_is_the_last():
    assert alarms(*cycled(80, 640)) == []
    assert alarms(*cycled(80, 700)) == [(HEM.RetentionCheck, Severity.ERROR)]


def test_rounding_and_about_are_forgiven():
    assert alarms(*cycled(80, 645)) == []


def test_a_retention_counted_from_elsewhere_only_warns():
    start = capacity(f"{OXIDE} starts with 800 mAh/g.", OXIDE, 800, cycle=2, current=0.1)
    kept, _, final = cycled(80, 700)
    assert alarms(kept, start, final) == [(HEM.RetentionCheck, Severity.WARNING)]


def test_another_current_is_another_measurement():
    kept, start, _ = cycled(80, 700)
    assert alarms(kept, start, capacity(f"{OXIDE} has 700 mAh/g.", OXIDE, 700, cycle=300, current=1)) == []


# ---------------------------------------------------------------- agreement


def twice(one, other, cycle=100, name=OXIDE):
    return (
        capacity(f"{name} gives {one} mAh/g after {cycle} cycles at 1 A/g.", OXIDE, one, cycle=cycle, current=1),
        capacity(f"After {cycle} cycles at 1 A/g {name} has {other} mAh/g.", OXIDE, other, cycle=cycle, current=1),
    )


def test_abstract_and_text_give_the_same_value():
    assert alarms(*twice(650, 650)) == []
    assert alarms(*twice(650, 560)) == [(HEM.AgreementCheck, Severity.ERROR)]


def test_discharge_and_charge_are_two_values():
    said = (
        capacity(f"The discharge capacity of {OXIDE} is 650 mAh/g in cycle 2.", OXIDE, 650, cycle=2, current=1),
        capacity(f"The charge capacity of {OXIDE} is 600 mAh/g in cycle 2.", OXIDE, 600, cycle=2, current=1),
    )
    assert alarms(*said) == []


def test_of_several_materials_a_sentence_that_names_none_accuses_nobody():
    other = capacity(f"{SULFIDE} gives 300 mAh/g after 100 cycles at 1 A/g.", SULFIDE, 300, cycle=100, current=1)
    assert alarms(*twice(650, 560, name="The electrode"), other) == []


def test_two_samples_of_one_material_may_differ_where_no_sentence_names_it():
    assert alarms(*twice(650, 560, name="The electrode")) == []
    one, other = twice(650, 560, name="The electrode")
    other[1]["section"] = "Abstract"
    assert alarms(one, other) == [(HEM.AgreementCheck, Severity.ERROR)]


def test_a_value_read_without_confidence_accuses_nobody():
    sure, doubtful = twice(650, 560)
    doubtful[1]["confidence"] = 0.2
    assert alarms(sure, doubtful) == []


# ---------------------------------------------------------------- chemistry


def test_a_capacity_beyond_faraday_needs_a_word():
    said = capacity(f"{OXIDE} gives 1500 mAh/g after 50 cycles at 1 A/g.", OXIDE, 1500, cycle=50, current=1)
    assert alarms(said) == [(HEM.FaradayCheck, Severity.WARNING)]


def test_a_first_discharge_may_go_beyond_it():
    said = capacity(f"The first discharge capacity of {OXIDE} is 1500 mAh/g.", OXIDE, 1500, cycle=1, current=1)
    assert alarms(said) == []


def test_a_whole_cell_has_no_limit_of_its_own():
    said = capacity("Fe3O4/PEO/Li gives 1500 mAh/g after 9 cycles at 1 A/g.", "Fe3O4/PEO/Li", 1500, cycle=9, current=1)
    assert alarms(said, support={"Fe3O4/PEO/Li": ("PEO", "Li")}) == []
    assert alarms(said, support={"Fe3O4/PEO/Li": ("C",)}) == [(HEM.FaradayCheck, Severity.WARNING)]


@pytest.mark.parametrize(
    ("formula", "is_told"),
    [(OXIDE, False), ("(Mg0.3Co0.2Ni0.2Cu0.2Zn0.2)O", True), ("(Fe0.5Co0.5)3O4", False), ("(Fe1Co0.2)3O4", False)],
)
def test_amounts_on_a_site_add_up_to_one(formula, is_told):
    found = alarms(capacity(f"{formula} gives 500 mAh/g.", formula, 500))
    assert ((HEM.FormulaCheck, Severity.ERROR) in found) is is_told


def test_what_is_called_high_entropy_computes_to_it():
    said = capacity("The high-entropy (Fe0.9Co0.1)3O4 gives 500 mAh/g.", "(Fe0.9Co0.1)3O4", 500)
    assert alarms(said, labels={"(Fe0.9Co0.1)3O4": HEM.HighEntropy}) == [(HEM.EntropyCheck, Severity.WARNING)]


def test_a_mechanism_needs_a_technique_that_can_show_it():
    told = mechanism(f"{OXIDE} stores lithium by space charge.", OXIDE, HEM.SpaceCharge)
    value = capacity(f"{OXIDE} gives 500 mAh/g.", OXIDE, 500)
    pictures = technique("SEM images were taken.", None, HEM.ScanningElectronMicroscopy)
    magnet = technique("Operando magnetometry was used.", None, HEM.Magnetometry, HEM.Operando)
    assert alarms(told, value, pictures) == [(HEM.TechniqueCheck, Severity.WARNING)]
    assert alarms(told, value, pictures, magnet) == []


def test_words_that_only_hint_at_a_mechanism_accuse_nobody():
    hint = mechanism(f"{OXIDE} has a low interfacial resistance.", OXIDE, HEM.SpaceCharge)
    value = capacity(f"{OXIDE} gives 500 mAh/g.", OXIDE, 500)
    assert alarms(hint, value, technique("SEM images were taken.", None, HEM.ScanningElectronMicroscopy)) == []


def test_an_impossible_efficiency_is_out_of_range():
    assert alarms(efficiency(f"The efficiency of {OXIDE} is 980%.", OXIDE, 980))[0][0] == HEM.RangeCheck


# ---------------------------------------------------------------- conditions and the graph


def notes(*said, **more):
    return [f.message for f in check_manuscript(*paper("mine", *said, **more)).findings]


def test_a_window_that_stands_among_the_methods_is_not_asked_for():
    said = capacity(f"{OXIDE} gives 500 mAh/g at 1 A/g after 9 cycles.", OXIDE, 500, current=1, cycle=9)
    assert notes(said) == ["For 1 of 1 capacity value no voltage window was read anywhere in the manuscript."]
    assert notes(said, text_after="Cells were cycled between 0.01-3.0 V.") == []


def test_a_value_without_its_current_gets_a_note():
    said = capacity(f"{OXIDE} gives 500 mAh/g after 9 cycles.", OXIDE, 500, cycle=9, window=("0.01", "3"))
    assert notes(said) == ["For 1 of 1 capacity value no current density was read beside it."]


def test_a_contradiction_with_another_paper_quotes_both():
    ours = mechanism(f"{OXIDE} stores by alloying.", OXIDE, HEM.Alloying)
    theirs = mechanism(f"{OXIDE} does not alloy.", OXIDE, HEM.Alloying, polarity=Polarity.NEGATED)
    found = check_manuscript(*paper("mine", ours), store_of(paper("theirs", theirs)))
    assert [f.check for f in found.findings] == [HEM.GraphCheck]
    assert [q.quote for q in found.findings[0].quotes] == [f"{OXIDE} stores by alloying.", f"{OXIDE} does not alloy."]


def test_a_manuscript_that_is_in_the_graph_does_not_contradict_itself():
    mine = paper("mine", mechanism(f"{OXIDE} does not alloy.", OXIDE, HEM.Alloying, polarity=Polarity.NEGATED))
    revised = paper("mine", mechanism(f"{OXIDE} stores by alloying.", OXIDE, HEM.Alloying))
    assert check_manuscript(*revised, store_of(mine)).findings == ()


# ---------------------------------------------------------------- formulas and techniques


def test_what_is_called_equimolar_has_equal_amounts():
    def named(formula):
        return alarms(capacity(f"The equimolar {formula} gives 400 mAh/g at 1 A/g.", formula, 400, current=1))

    assert named(OXIDE) == []
    assert named("(Mg0.3Co0.2Ni0.2Cu0.2Zn0.1)O") == [(HEM.FormulaCheck, Severity.WARNING)]


def test_what_is_called_non_equimolar_need_not():
    formula = "(Mg0.3Co0.2Ni0.2Cu0.2Zn0.1)O"
    assert alarms(capacity(f"The non-equimolar {formula} gives 400 mAh/g.", formula, 400)) == []


def test_anions_cannot_ask_for_more_charge_than_the_cations_have():
    too_much = "(Mg0.2Co0.2Ni0.2Cu0.2Zn0.2)O2"
    assert alarms(capacity(f"{too_much} gives 400 mAh/g.", too_much, 400)) == [(HEM.FormulaCheck, Severity.WARNING)]
    assert alarms(capacity("Li2O2 gives 400 mAh/g.", "Li2O2", 400)) == []


def test_a_sentence_cannot_rest_a_mechanism_on_a_technique_that_is_blind_to_it():
    value = capacity(f"{OXIDE} gives 400 mAh/g.", OXIDE, 400)
    diffraction = technique("Powders were studied by XRD.", None, HEM.XRayDiffraction)
    resting = mechanism(f"SEM proves that {OXIDE} stores lithium by conversion.", OXIDE, HEM.Conversion)
    assert alarms(value, diffraction, resting) == [(HEM.TechniqueCheck, Severity.WARNING)]
    sure = technique(f"In situ XRD shows the conversion of {OXIDE}.", OXIDE, HEM.XRayDiffraction, HEM.InSitu)
    assert alarms(value, diffraction, resting, sure) == []


# ---------------------------------------------------------------- first reports and records

THEIRS = capacity(f"{SULFIDE} gives 500 mAh/g after 200 cycles at 1 A/g.", SULFIDE, 500, cycle=200, current=1)
FIRST = f"{SULFIDE} is reported for the first time in lithium cells."


def rank(sentence, *said, store):
    """Return the kinds of the findings about rank, and how many claims of rank nothing contradicts."""
    given = said or (capacity("The electrode gives 400 mAh/g.", SULFIDE, 400),)
    found = check_manuscript(*paper("mine", *given, text_after=sentence), store)
    kinds = {HEM.NoveltyCheck, HEM.RecordCheck}
    return [f.check for f in found.findings if f.check in kinds], len(found.held)


def in_store(*said, **more):
    return store_of(paper("theirs", *said, **more), guided=False)


def first(sentence, store):
    return rank("", technique(sentence, SULFIDE, HEM.XRayDiffraction), store=store)


def test_a_first_report_that_another_paper_holds_is_none():
    assert first(FIRST, in_store(THEIRS)) == ([HEM.NoveltyCheck], 0)
    told = check_manuscript(*paper("mine", technique(FIRST, SULFIDE, HEM.XRayDiffraction)), in_store(THEIRS)).findings
    assert [quote.quote for quote in told[0].quotes] == [FIRST, THEIRS[0]]


def test_with_another_ion_it_is_still_the_first():
    sodium = capacity(f"{SULFIDE} gives 500 mAh/g.", SULFIDE, 500, ion="Na")
    assert first(FIRST, in_store(sodium)) == ([], 1)


def test_a_younger_paper_takes_no_first_report_away():
    assert first(FIRST, in_store(THEIRS, year=2025)) == ([], 1)


def test_a_sentence_that_cites_others_claims_nothing_for_itself():
    assert first(f"{SULFIDE} was reported for the first time by Li et al. (2019).", in_store(THEIRS)) == ([], 0)


def record(value, *, cycle=100, current=1, store):
    said = f"With {value} mAh/g, {SULFIDE} has the highest capacity reported for a high-entropy sulfide."
    ours = capacity(said, SULFIDE, value, cycle=cycle, current=current)
    return rank("", ours, store=store)


def test_a_record_that_another_paper_holds_is_none():
    assert record(450, store=in_store(THEIRS)) == ([HEM.RecordCheck], 0)
    assert record(550, store=in_store(THEIRS)) == ([], 1)


def test_a_higher_value_under_easier_conditions_breaks_no_record():
    assert record(450, current=2, store=in_store(THEIRS)) == ([], 1)
    assert record(450, cycle=500, store=in_store(THEIRS)) == ([], 1)


def test_one_of_the_highest_is_no_record():
    said = f"With 450 mAh/g, {SULFIDE} has one of the highest capacities reported for a high-entropy sulfide."
    assert rank("", capacity(said, SULFIDE, 450, cycle=9, current=1), store=in_store(THEIRS)) == ([], 0)


# ---------------------------------------------------------------- told


def test_a_finding_tells_its_sentences_and_what_was_computed():
    found = check_manuscript(*paper("mine", *first_cycle("87.8")))
    told = json.loads(json.dumps(to_json(found)))
    error = told["findings"][0]
    assert (error["check"], error["severity"], error["computed"]) == ("efficiency", "error", "77.8 %")
    assert [quote["quote"] for quote in error["quotes"]][1:] == [GIVES, BACK]
    assert "700 mAh g-1 over 900 mAh g-1 is 77.8 %" in to_text(found)


def test_a_clean_manuscript_is_not_called_right():
    found = check_manuscript(*paper("mine", *first_cycle("77.8")))
    assert found.is_clean
    assert "No error was found; what was not read could not be checked." in to_text(found)
    assert dict(found.checks)[HEM.EfficiencyCheck] == 1
