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


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("HEO-7 930, 845 and 702 mAh/g", [930, 845, 702]),
        ("NaTi2(PO4)3 126 mAh/g", [126]),
        ("At cycle 200 411/705 mAh/g remain", [411, 705]),
        ("after cycle 200 411 mAh/g", [411]),
        ("From HEO@C-10 to 904 mAh/g", [904]),
        ("0.1 A/g: 750, 0.4 A/g: 702, 2 A/g: 541 mAh/g", [750, 702, 541]),
        ("At 0.1 A/g it delivers 750 mAh/g, and 402 at 5 A/g", [750, 402]),
        ("1 250 mAh/g", [1250]),
    ],
)
def test_sample_codes_formulas_and_cycles_keep_to_themselves(text: str, values: list[int]) -> None:
    assert [m.quantity.low for m in find_quantities(text) if m.quantity and m.concept == "SpecificCapacity"] == values


@pytest.mark.parametrize(
    ("text", "cycles"),
    [
        ("One hundred and sixty cycles were run", [160]),
        ("700 mAh/g after 800 cycles and 510 mAh/g after 2400.", [800, 2400]),
        ("at cycle 1 000 it fades", [1000]),
        ("After 30 h at 500 cycles", [500]),
    ],
)
def test_counts_of_cycles_may_be_spelt_or_elided(text: str, cycles: list[int]) -> None:
    found = [m.quantity.low for m in find_quantities(text) if m.quantity and m.concept in {"CycleLife", "CycleNumber"}]
    assert found == cycles
