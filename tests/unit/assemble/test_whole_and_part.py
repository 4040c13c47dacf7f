"""What is denied of the whole only, what is computed and not measured, and what a first cycle gives."""

import pytest

from hemkg.model.claim import ClaimType, Polarity
from hemkg.vocab.terms import HEM

from .facts import claims


def test_what_is_not_complete_is_not_denied():
    text = "Above 1.5 V the CoF2 of this cell is not converted completely into metal and LiF."
    assert Polarity.NEGATED not in {claim.polarity for claim in claims(ClaimType.MECHANISM, text)}


def test_capacities_of_a_paper_that_only_computes_are_theoretical():
    text = "By density functional theory we find capacities of 812 mAh g-1 for TiVC and 640 mAh g-1 for TiNbC."
    assert {claim.kind for claim in claims(ClaimType.CAPACITY, text)} == {HEM.TheoreticalCapacity}


def test_a_capacity_beside_a_calculation_in_a_paper_that_also_measures_is_not():
    text = (
        "Calculations by density functional theory support XRD. At 0.1 A g-1 the anode (FeCoNi)S2 delivers 540 mAh g-1."
    )
    assert HEM.TheoreticalCapacity not in {claim.kind for claim in claims(ClaimType.CAPACITY, text)}


def test_an_initial_efficiency_is_of_the_first_cycle_whatever_was_spoken_of_before():
    text = (
        "After 150 cycles at 1 A g-1 SnO2@C keeps 91% of its capacity. Bare SnO2 manages an initial Coulombic "
        "efficiency of only 49%."
    )
    (claim,) = claims(ClaimType.COULOMBIC_EFFICIENCY, text)
    assert claim.conditions.cycle == 1


def test_cycles_that_a_cell_endures_without_a_value_are_its_cycle_life():
    (claim,) = claims(ClaimType.QUANTITY, "The anode of Sb2Te3@C survives 2600 cycles at 3 A g-1 in a potassium cell.")
    assert (claim.concept, float(claim.quantity.low)) == (HEM.CycleLife, 2600.0)
    assert float(claim.conditions.current_density.low) == 3.0


def test_cycles_after_which_a_value_was_measured_are_no_cycle_life():
    assert not claims(ClaimType.QUANTITY, "SnSb reaches 410 mAh g-1 after 500 cycles at 1 A g-1.")


@pytest.mark.parametrize("opening", ["Followed operando, it", "Recorded in situ, the signal"])
def test_a_mode_that_opens_the_next_sentence_is_of_the_technique_before_it(opening):
    text = f"NiF2 was cycled in a magnetometer (SQUID). {opening} falls as nickel is charged."
    (claim,) = claims(ClaimType.TECHNIQUE, text)
    assert claim.mode in {HEM.Operando, HEM.InSitu}


def test_theory_has_no_mode():
    text = "In situ and ex situ measurements and density functional theory agree on the phases of SnSe2."
    assert {claim.mode for claim in claims(ClaimType.TECHNIQUE, text)} <= {None}


def test_a_method_makes_the_electrode_and_not_what_is_weighed_in():
    text = "From FeCl3·6H2O and thiourea the anode (FeCoNi)S2 was obtained by a solvothermal reaction."
    assert {claim.material for claim in claims(ClaimType.SYNTHESIS, text)} == {"(FeCoNi)S2"}


def test_a_plural_before_a_list_describes_all_of_it():
    from .facts import read

    text = "The perovskites barium titanate (BaTiO3) and strontium titanate (SrTiO3) were tried as lithium-ion anodes."
    assert {m.structure for m in read(text).materials if m.composition} == {HEM.Perovskite}
