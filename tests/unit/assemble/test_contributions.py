"""A capacity that is one mechanism's share is held apart from what the material stores in all."""

import pytest

from hemkg.model.claim import ClaimType
from hemkg.vocab.terms import HEM

from .facts import claims


def told(text):
    """Return value, kind and mechanism of each capacity."""
    found = claims(ClaimType.CAPACITY, "The NiFe2O4 anode was cycled in lithium cells. " + text)
    return sorted((float(c.quantity.low), c.kind, c.mechanism) for c in found)


@pytest.mark.parametrize(
    ("text", "mechanism"),
    [
        ("The conversion capacity of NiFe2O4 is 526 mAh g-1.", HEM.Conversion),
        ("Its space-charge capacity reached 526 mAh/g.", HEM.SpaceCharge),
        ("The contribution of the alloying reaction capacity is small, 526 mAh/g.", HEM.Alloying),
        ("NiFe2O4 delivers 526 mAh/g from space charge.", HEM.SpaceCharge),
        ("In NiFe2O4 526 mAh g-1 are contributed by the conversion of nickel.", HEM.Conversion),
    ],
)
def test_a_share_is_that_of_its_mechanism(text, mechanism):
    assert told(text) == [(526.0, HEM.ContributedCapacity, mechanism)]


def test_of_which_speaks_of_the_number_behind_it():
    whole, part = reversed(told("NiFe2O4 stores 900 mAh/g, of which 300 mAh/g stem from space charge."))
    assert part == (300.0, HEM.ContributedCapacity, HEM.SpaceCharge)
    assert whole[2] is None
    assert whole[1] != HEM.ContributedCapacity


@pytest.mark.parametrize(
    "text",
    [
        "NiFe2O4 undergoes conversion and stores 900 mAh/g.",
        "The conversion-type oxide NiFe2O4 stores 900 mAh/g.",
        "NiFe2O4 keeps 900 mAh/g after the conversion of all nickel.",
    ],
)
def test_a_mechanism_beside_a_capacity_makes_it_no_share(text):
    assert [(kind == HEM.ContributedCapacity, mechanism) for _, kind, mechanism in told(text)] == [(False, None)]
