"""Cycle numbers and elided currents, as papers write them."""

import pytest

from hemkg.annotate.quantities import find_quantities
from hemkg.vocab.units import parse_unit


@pytest.mark.parametrize(
    ("text", "cycle"),
    [
        ("in the two-hundredth cycle", 200),
        ("in the hundred and fiftieth cycle", 150),
        ("after 300 loops at 1 A/g", 300),
        ("after 1000 charge–discharge cycles", 1000),
        ("in the 150th turn", 150),
        ("it starts at 412 mAh/g", 1),
        ("for the first 40 cycles", 40),
    ],
)
def test_a_cycle_is_read(text: str, cycle: int) -> None:
    found = [m.quantity.low for m in find_quantities(text) if m.quantity and m.concept in {"CycleLife", "CycleNumber"}]
    assert found == [cycle]


def test_a_current_keeps_its_unit_where_it_is_changed() -> None:
    found = find_quantities("It gives 410 mAh/g at 2 A/g and recovers when the current returns to 0.1.")
    assert [m.concept for m in found] == ["SpecificCapacity", "CurrentDensity", "CurrentDensity"]


@pytest.mark.parametrize(("text", "end"), [("A g−1)", 5), ("A g^(-1))", 8), ("A g$^{-1}$)", 10)])
def test_a_unit_ends_before_a_bracket_that_it_did_not_open(text: str, end: int) -> None:
    read = parse_unit(text, 0)
    assert read is not None
    assert read[1] == end
