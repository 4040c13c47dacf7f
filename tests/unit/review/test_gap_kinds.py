"""Gaps of every kind: a query that defines it, neighbours by name, what would close it, why it may be none."""

import pytest

from hemkg.model.claim import Polarity
from hemkg.review.cells import hosted, is_allowed
from hemkg.review.field import Place, Shown
from hemkg.review.gap_card import gap_json, gaps_text
from hemkg.review.gap_map import CELL_REASONS
from hemkg.review.gaps import find_gaps
from hemkg.review.knowledge import Method, read_knowledge
from hemkg.vocab import terms
from hemkg.vocab.terms import HEM

from .papers import OXIDE, SULFIDE, capacity, mechanism, open_question, paper, store_of, technique
from .test_gaps import field_of

TIN = "(Mg0.2Co0.2Ni0.2Cu0.2Sn0.2)O"
ZINC = "(Mg0.2Co0.2Ni0.2Zn0.2Sn0.2)O"


def report(material, term, name, ion="Li", **more):
    return paper(name, mechanism(f"{material} stores {ion} by {name}.", material, term, ion=ion, **more))


def gaps_of(*papers):
    """Return the gaps of a store of these papers alone, without what the guidelines report."""
    return find_gaps(store_of(*papers, guided=False))


def of(gaps, reason):
    return [gap for gap in gaps if gap.reasons[0] == reason]


def cell(gaps, place):
    """Return the gap that calls a cell empty."""
    return next(gap for gap in gaps if gap.place == place and gap.reasons[0] in CELL_REASONS)


# ---------------------------------------------------------------- what all have


@pytest.fixture(scope="module")
def store():
    metals = ("Fe0.2Co0.2Ni0.2Cu0.2Zn0.2", "Fe0.2Co0.2Ni0.2Cu0.2Mn0.2", "Cr0.2Co0.2Ni0.2Cu0.2Zn0.2")
    measured = [
        paper(f"set{n}", capacity(f"({m})O gives {500 + n}.", f"({m})O", 500 + n)) for n, m in enumerate(metals)
    ]
    return store_of(
        *measured,
        report(OXIDE, HEM.Conversion, "a"),
        report(TIN, HEM.Alloying, "tin"),
        report(ZINC, HEM.Alloying, "zinc", ion="Na"),
        report(SULFIDE, HEM.Conversion, "b", ion="Na"),
        report("Fe3O4", HEM.SpaceCharge, "plain"),
        report("Co3O4", HEM.SpaceCharge, "plainer"),
        report("NiO", HEM.Conversion, "nickel", ion="Na"),
        report(OXIDE, HEM.SpaceCharge, "supposed", polarity=Polarity.HYPOTHESISED),
        paper("xrd", technique(f"{OXIDE} was followed by operando XRD.", OXIDE, HEM.XRayDiffraction, HEM.InSitu)),
        paper("magnet", technique("Fe3O4 was seen by operando magnetometry.", "Fe3O4", HEM.Magnetometry, HEM.Operando)),
        paper("open", open_question("The structural configuration of such materials remains underexplored.")),
        guided=False,
    )


@pytest.fixture(scope="module")
def gaps(store):
    return find_gaps(store)


def test_every_gap_has_a_query_what_closes_it_caveats_evidence_and_parts(gaps):
    for gap in gaps:
        told = gap_json(gap)
        for field in ("sparql", "closing", "caveats", "evidence", "parts", "why", "label"):
            assert told[field], (field, gap.label)
        assert "This stands on 14 papers" in gap.caveats[0]


def test_the_query_of_what_is_missing_finds_nothing(store, gaps):
    reasons = {
        HEM.EmptyCellReason, HEM.TransferReason, HEM.HypothesisOnlyReason, HEM.ClassOnlyReason, HEM.ElementReason,
        HEM.ElementTransferReason, HEM.UntestedTechniqueReason, HEM.TechniqueApartReason, HEM.CompositionReason,
    }  # fmt: skip
    seen = set()
    for gap in gaps:
        if gap.reasons[0] in reasons:
            assert store.query(gap.sparql).rows == (), gap.label
            seen.add(gap.reasons[0])
    assert reasons - seen <= {HEM.HypothesisOnlyReason, HEM.ElementReason}


def test_neighbours_name_their_works(gaps):
    gap = cell(gaps, Place(HEM.SpaceCharge, True))
    near = {n.label: n.works for n in gap.neighbours}
    assert set(near["space charge in conventional materials"]) >= {"10.1234/plain", "10.1234/plainer"}
    assert gap.neighbours[0].works[0] in gaps_text([gap])
    assert all(n.papers >= len(n.works) > 0 for gap in gaps for n in gap.neighbours)


# ---------------------------------------------------------------- cells


def test_a_mechanism_claimed_of_the_class_is_told_of_the_class_and_of_one_member(gaps):
    found = next(gap for gap in of(gaps, HEM.ClassOnlyReason) if gap.cell.family == HEM.Oxide and not gap.cell.ion)
    assert found.label == (
        "Space charge is claimed of high-entropy materials as a class, "
        "but no high-entropy oxide has been shown to store by it."
    )


def test_of_a_family_it_is_told_only_where_something_stands_around_it(gaps):
    families = {gap.cell.family for gap in of(gaps, HEM.ClassOnlyReason) if gap.cell.family and not gap.cell.ion}
    assert HEM.Oxide in families  # conversion and alloying are reported of high-entropy oxides
    assert HEM.Sulfide not in families  # of high-entropy sulfides conversion alone


def test_what_is_only_supposed_says_so():
    supposed = report(SULFIDE, HEM.Alloying, "supposed", polarity=Polarity.HYPOTHESISED)
    found = of(gaps_of(report(SULFIDE, HEM.Conversion, "a"), report(OXIDE, HEM.Alloying, "b"), supposed),
        HEM.HypothesisOnlyReason)  # fmt: skip
    places = {gap.place for gap in found}
    assert Place(HEM.Alloying, True, HEM.Sulfide) in places
    assert all("supposed" in gap.label for gap in found)


def test_an_ion_says_its_rank_and_why(gaps):
    lithium = cell(gaps, Place(HEM.SpaceCharge, True, ion=HEM.LithiumIon))
    assert "Among the ions it ranks 1 of 2" in lithium.why
    assert "works on space charge in conventional materials by ion: Li+ " in lithium.why


def test_what_stands_in_the_way_of_another_ion_is_said(gaps):
    sodium = cell(gaps, Place(HEM.SpaceCharge, True, ion=HEM.SodiumIon))
    assert any(caveat.startswith("Na+ is larger than Li+") for caveat in sodium.caveats)


def test_a_transfer_says_with_which_ion_it_is_shown(gaps):
    found = next(gap for gap in of(gaps, HEM.TransferReason) if gap.cell.family == HEM.Oxide)
    assert found.kind.value == "transfer"
    assert found.label.endswith(("but not yet with Na+.", "but not yet with Li+."))


# ---------------------------------------------------------------- why it may be none


def test_a_report_of_a_medium_entropy_material_is_named():
    medium = report("(Co0.33Ni0.33Cu0.33)O", HEM.Alloying, "medium")
    found = gaps_of(medium, report(OXIDE, HEM.Conversion, "a"), report(SULFIDE, HEM.Alloying, "b"))
    gap = cell(found, Place(HEM.Alloying, True, HEM.Oxide))
    assert any("medium-entropy" in caveat for caveat in gap.caveats)


def test_a_rival_name_for_the_same_observation_is_named(store):
    rival = report(OXIDE, HEM.Pseudocapacitance, "rival")
    found = gaps_of(report(OXIDE, HEM.Conversion, "a"), report("Fe3O4", HEM.SpaceCharge, "b"), rival)
    gap = cell(found, Place(HEM.SpaceCharge, True))
    assert any(caveat.startswith("Pseudocapacitance, which the same observation may mean") for caveat in gap.caveats)
    quiet = cell(find_gaps(store), Place(HEM.SpaceCharge, True))
    assert not any("Pseudocapacitance" in caveat for caveat in quiet.caveats)


def test_other_names_of_a_mechanism_are_told(gaps):
    gap = cell(gaps, Place(HEM.SpaceCharge, True))
    assert any("job sharing" in caveat for caveat in gap.caveats)


def test_a_negative_result_is_told():
    denied = report(SULFIDE, HEM.Alloying, "denied", polarity=Polarity.NEGATED)
    found = gaps_of(denied, report(SULFIDE, HEM.Conversion, "a"), report(OXIDE, HEM.Alloying, "b"))
    gap = cell(found, Place(HEM.Alloying, True, HEM.Sulfide))
    assert "A negative result exists: it is denied by 1 work." in gap.caveats


# ---------------------------------------------------------------- what chemistry forbids


def test_hard_carbon_has_no_conversion_and_iron_no_alloy(gaps):
    assert not is_allowed(field_of(), Place(HEM.Conversion, True, HEM.Carbon))
    assert not [gap for gap in gaps if gap.cell.element == "Fe" and gap.cell.mechanism == HEM.Alloying]


def test_conversion_of_fluorides_is_allowed_although_the_perspective_lists_no_fluorine():
    assert is_allowed(field_of(), Place(HEM.Conversion, True, HEM.Fluoride))
    assert is_allowed(field_of(), Place(HEM.SpaceCharge, True, HEM.Nitride))


def test_an_element_that_takes_up_no_potassium_is_no_gap_with_it():
    assert hosted(HEM.Alloying, "Zn", HEM.PotassiumIon) is False
    assert hosted(HEM.Alloying, "Fe", HEM.LithiumIon) is None
    zinc = "(Mg0.2Co0.2Ni0.2Cu0.2Zn0.2)O"
    lithium = [report(zinc, HEM.Alloying, "a"), report(zinc, HEM.Alloying, "aa")]
    potassium = [report(TIN, HEM.Alloying, "b", ion="K"), report(TIN, HEM.Conversion, "c", ion="K")]
    found = gaps_of(*lithium, *potassium)
    open_ones = {(gap.cell.element, gap.cell.ion) for gap in of(found, HEM.ElementTransferReason)}
    assert ("Zn", HEM.PotassiumIon) not in open_ones
    assert ("Sn", HEM.LithiumIon) in open_ones


# ---------------------------------------------------------------- elements and techniques


def test_an_element_shown_with_one_ion_is_open_with_another(gaps):
    found = {(gap.cell.element, gap.cell.ion): gap for gap in of(gaps, HEM.ElementTransferReason)}
    zinc = found["Zn", HEM.LithiumIon]
    assert (
        zinc.label
        == "High-entropy materials that hold zinc are shown to store by alloying with Na+, but none with Li+."
    )
    assert zinc.neighbours[0].label.startswith("alloying with Li+ in high-entropy materials that hold")
    assert zinc.expected is not None


def test_an_element_that_could_take_part_and_was_never_shown_is_a_gap():
    held = paper("held", capacity(f"{TIN} gives 600.", TIN, 600))
    found = of(gaps_of(held, report(OXIDE, HEM.Conversion, "a")), HEM.ElementReason)
    tin = next(gap for gap in found if gap.cell.element == "Sn" and gap.cell.mechanism == HEM.Conversion)
    assert "tells Sn from the other elements" in tin.closing[0]


def test_a_technique_never_used_on_the_class_is_a_gap_with_its_use_elsewhere(gaps):
    magnetometry = next(gap for gap in of(gaps, HEM.UntestedTechniqueReason) if "magnetometry" in gap.label)
    nearest = magnetometry.neighbours[0]
    assert nearest.label == "operando magnetometry on conventional materials"
    assert nearest.works == ("10.1234/magnet",)
    assert magnetometry.expected > 0


def test_a_technique_used_but_never_for_the_mechanism_is_a_gap_of_that_mechanism(gaps):
    apart = {gap.cell.mechanism for gap in of(gaps, HEM.TechniqueApartReason) if gap.cell.technique == "in situ XRD"}
    assert HEM.Conversion in apart
    together = paper("both", mechanism(f"{OXIDE} converts with Li.", OXIDE, HEM.Conversion),
        technique(f"{OXIDE} was followed by in situ XRD.", OXIDE, HEM.XRayDiffraction, HEM.InSitu))  # fmt: skip
    closed = of(gaps_of(together), HEM.TechniqueApartReason)
    assert not [gap for gap in closed if gap.cell.mechanism == HEM.Conversion]


def test_a_mechanism_and_a_technique_of_one_paper_stand_together(store):
    known = read_knowledge(store)
    assert (HEM.Conversion, Method(HEM.XRayDiffraction, HEM.InSitu)) not in known.together
    assert Shown(HEM.Alloying, HEM.SodiumIon, "", "") not in known.field.shown
    assert known.by_element[HEM.Alloying, "Zn", HEM.SodiumIon]


# ---------------------------------------------------------------- compositions


def test_a_set_of_metals_one_exchange_from_several_measured_ones_is_a_gap(gaps):
    found = {tuple(gap.elements): gap for gap in of(gaps, HEM.CompositionReason)}
    gap = found["Co", "Cr", "Cu", "Fe", "Ni"]
    assert gap.label.startswith("No high-entropy oxide of Co, Cr, Cu, Fe and Ni is in this corpus, though ")
    assert {work for n in gap.neighbours for work in n.works} <= {f"10.1234/set{n}" for n in range(3)} | {"10.1234/a"}
    assert gap.expected > 0


def test_a_set_that_any_material_holds_is_no_gap_whoever_measured_it(gaps):
    sets = {frozenset(gap.elements) for gap in of(gaps, HEM.CompositionReason)}
    assert frozenset(("Fe", "Co", "Ni", "Cu", "Zn")) not in sets
    assert sets


def test_planted_compositions_are_found_and_no_other():
    from itertools import combinations

    metals = ("Fe", "Co", "Ni", "Cu", "Zn", "Mn", "Mg")
    full = list(combinations(metals, 5))
    planted = {frozenset(full[n]) for n in (3, 11, 17)}
    left = [those for those in full if frozenset(those) not in planted]
    written = ["(" + "".join(f"{metal}0.2" for metal in those) + ")O" for those in left]
    found = gaps_of(*(paper(f"m{n}", capacity(f"{f} gives {400 + n}.", f, 400 + n)) for n, f in enumerate(written)))
    assert {frozenset(gap.elements) for gap in of(found, HEM.CompositionReason)} == planted


def test_a_set_near_a_single_measured_one_is_no_gap():
    apart = ("(Fe0.2Co0.2Ni0.2Cu0.2Zn0.2)O", "(Mn0.2Cr0.2V0.2Ti0.2Mg0.2)O")
    found = gaps_of(*(paper(f"m{n}", capacity(f"{f} gives {400 + n}.", f, 400 + n)) for n, f in enumerate(apart)))
    assert not of(found, HEM.CompositionReason)


# ---------------------------------------------------------------- words


def test_a_part_of_a_sentence_is_shown_as_the_whole_sentence():
    from hemkg.review.statements import Statement

    part = Statement("c", "p", "and is not understood", (), quote="The cause is complex\nand is not understood.")
    assert part.readable == "The cause is complex and is not understood."
    assert Statement("c", "p", "It is not understood", (), quote="But. It is not understood.").readable.startswith("It")


def test_a_lever_is_told_with_its_measure_only_where_it_was_told_of_the_mechanism(gaps):
    alloying = next(gap for gap in gaps if gap.cell.mechanism == HEM.Alloying and gap.reasons[0] in CELL_REASONS)
    assert any("smaller particle size" in line for line in alloying.closing)
    charge = cell(gaps, Place(HEM.SpaceCharge, True))
    assert not any("10 nm" in line for line in alloying.closing)
    assert any("10 nm" in line for line in charge.closing)


def test_every_reason_has_a_sentence_and_says_how_it_is_counted():
    for reason in terms.instances("GapReason"):
        assert terms.text(reason, HEM.sentence)
        assert terms.text(reason, HEM.countsAs)
