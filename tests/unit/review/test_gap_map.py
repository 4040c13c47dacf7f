"""The map of the field: counts, the gap of an empty spot, and why an empty spot may be none."""

import pytest

from hemkg.model.claim import Polarity
from hemkg.review.field import Place
from hemkg.review.gap_map import Spot
from hemkg.review.gaps import field_map
from hemkg.vocab.terms import HEM

from .papers import OXIDE, SULFIDE, capacity, mechanism, paper, store_of, technique

TIN = "(Mg0.2Co0.2Ni0.2Cu0.2Sn0.2)O"
IONS = ("", " with Li+", " with Na+", " with K+")
ALLOY = "Fe0.2Co0.2Ni0.2Cu0.2Zn0.2"


def report(material, term, name, ion="Li", **more):
    return paper(name, mechanism(f"{material} stores {ion} by {name}.", material, term, ion=ion, **more))


@pytest.fixture(scope="module")
def drawn():
    store = store_of(
        report(OXIDE, HEM.Conversion, "a"),
        report(TIN, HEM.Alloying, "b"),
        report(SULFIDE, HEM.Conversion, "c", ion="Na"),
        report(ALLOY, HEM.Intercalation, "d", ion="Na"),
        report(OXIDE, HEM.Alloying, "e", ion="K"),
        report(OXIDE, HEM.Conversion, "f", ion="K", polarity=Polarity.NEGATED),
        report(SULFIDE, HEM.Alloying, "g", ion="K"),
        report("Fe3O4", HEM.SpaceCharge, "plain"),
        report("FeS", HEM.Conversion, "plainer", ion="Na"),
        paper("held", capacity(f"{TIN} gives 600.", TIN, 600)),
        paper("xrd", technique(f"{OXIDE} was followed by in situ XRD.", OXIDE, HEM.XRayDiffraction, HEM.InSitu)),
        guided=False,
    )
    return field_map(store)


@pytest.fixture(scope="module")
def sheets(drawn):
    return {sheet.name: sheet for sheet in drawn.sheets()}


def test_it_has_classes_ions_families_elements_and_techniques_for_any_ion_and_for_each(sheets):
    assert list(sheets) == [
        "Mechanism by class",
        "Mechanism by ion",
        *(f"Mechanism by {axis}{ion}" for ion in IONS for axis in ("family", "element")),
        "Mechanism by technique",
    ]  # fmt: skip


def test_a_spot_counts_works_on_the_class_and_on_the_others(drawn):
    spot = drawn.spot(Spot(Place(HEM.Conversion, True, ion=HEM.SodiumIon)))
    assert (spot.here, spot.elsewhere, spot.gap is None) == (1, 1, True)
    assert "reported by 1 work" in spot.told


def test_by_class_both_are_counted_and_gaps_are_of_high_entropy_materials_alone(sheets):
    rows = dict(sheets["Mechanism by class"].rows)
    assert sheets["Mechanism by class"].columns == ("high-entropy materials", "conventional materials")
    assert [spot.here for spot in rows[HEM.SpaceCharge]] == [0, 1]
    assert rows[HEM.SpaceCharge][0].gap is not None
    other = rows[HEM.Intercalation][1]
    assert (other.here, other.gap) == (0, None)
    assert other.told.endswith("No gap: gaps are looked for in high-entropy materials alone.")


def test_by_element_a_spot_counts_the_works_on_materials_that_hold_it(drawn):
    lithium = Place(HEM.Alloying, True, ion=HEM.LithiumIon)
    assert drawn.spot(Spot(lithium, element="Sn")).here == 1
    assert drawn.spot(Spot(lithium, element="Zn")).here == 0


def test_an_empty_spot_leads_to_its_own_gap(drawn):
    spot = drawn.spot(Spot(Place(HEM.SpaceCharge, True, ion=HEM.LithiumIon)))
    assert spot.gap is not None
    assert spot.gap.place == spot.place
    assert spot.told.endswith(spot.gap.label)


def test_an_empty_spot_without_a_gap_of_its_own_leads_to_the_one_that_takes_it_in(drawn):
    spot = drawn.spot(Spot(Place(HEM.SpaceCharge, True, ion=HEM.LithiumIon), element="Fe"))
    assert spot.gap.place == Place(HEM.SpaceCharge, True, ion=HEM.LithiumIon)


def test_a_technique_never_used_leads_to_its_gap_from_every_mechanism_that_it_can_show(drawn):
    for mechanism_term in (HEM.Conversion, HEM.SpaceCharge):
        spot = drawn.spot(Spot(Place(mechanism_term, True), technique="operando magnetometry"))
        assert spot.gap.cell.technique == "operando magnetometry"


@pytest.mark.parametrize(
    ("spot", "why"),
    [
        (Spot(Place(HEM.Conversion, True, HEM.Alloy)), "needs an anion that alloys do not have"),
        (Spot(Place(HEM.Alloying, True), element="Cr"), "no guideline lets Cr take part in alloying"),
        (Spot(Place(HEM.Alloying, True, ion=HEM.SodiumIon), element="Zn"), "Zn takes up hardly any Na+"),
        (Spot(Place(HEM.Alloying, True), technique="operando magnetometry"), "no guideline says that operando"),
        (Spot(Place(HEM.Intercalation, True), element="Sn"), "single elements are not asked for"),
    ],
)
def test_what_chemistry_or_the_guidelines_forbid_is_no_gap_and_says_why(drawn, spot, why):
    told = drawn.spot(spot)
    assert (told.here, told.gap) == (0, None)
    assert why in told.told


def test_every_empty_spot_has_a_gap_or_says_why_not(sheets):
    spots = [spot for sheet in sheets.values() for _, row in sheet.rows for spot in row]
    empty = [spot for spot in spots if not spot.here]
    assert empty
    assert all(spot.gap or "No gap" in spot.told for spot in empty)


def test_a_filled_spot_that_rests_on_one_work_leads_to_that(drawn):
    spot = drawn.spot(Spot(Place(HEM.Conversion, True, HEM.Oxide, HEM.LithiumIon)))
    assert spot.here == 1
    assert HEM.SingleSourceReason in spot.gap.reasons
