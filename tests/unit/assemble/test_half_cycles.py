"""Halves of the first cycle: a number belongs to the discharge or to the charge."""

import pytest

from hemkg.model.claim import ClaimType
from hemkg.vocab.terms import HEM

from .facts import claims

DISCHARGE, CHARGE = HEM.InitialDischargeCapacity, HEM.InitialChargeCapacity


def kinds(text):
    """Return {value: kind} of the capacities of a text."""
    found = claims(ClaimType.CAPACITY, "The NiCo2O4 anode was cycled at 50 mA g-1 in lithium cells. " + text)
    return {float(claim.quantity.low): claim.kind for claim in found}


@pytest.mark.parametrize(
    "text",
    [
        "NiCo2O4 shows initial specific discharge and charge capacities of 1120 and 972 mAh g-1.",
        "In the first cycle, the discharge and charge capacities of NiCo2O4 are 1120 mAh g-1 and 972 mAh g-1.",
        "The initial lithiation/delithiation capacities of NiCo2O4 are 1120 and 972 mAh g-1.",
    ],
)
def test_two_halves_named_together_take_their_numbers_in_order(text):
    assert kinds(text) == {1120.0: DISCHARGE, 972.0: CHARGE}


def test_one_half_named_for_several_materials_holds_for_all():
    text = "The first charge capacities of NiCo2O4, CuCo2O4 and ZnCo2O4 are 785, 633 and 972 mAh g-1, respectively."
    assert set(kinds(text).values()) == {CHARGE}


def test_a_later_discharge_is_no_first_one():
    assert DISCHARGE not in kinds("After 50 cycles NiCo2O4 keeps a discharge capacity of 745 mAh g-1.").values()


def test_one_current_makes_no_rate_test():
    text = "At 50 mA g-1 NiCo2O4 and CuCo2O4 store 745 and 690 mAh g-1."
    assert HEM.RateCapacity not in kinds(text).values()
    assert set(kinds("NiCo2O4 stores 745, 690 and 600 mAh g-1 at 0.1, 0.2 and 0.5 A g-1.").values()) == {
        HEM.RateCapacity
    }
