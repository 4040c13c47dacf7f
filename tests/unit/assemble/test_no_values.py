"""Numbers that look like measurements and are none."""

from hemkg.model.claim import ClaimType
from tests.unit.assemble.facts import claims


def values(text: str, kind: ClaimType = ClaimType.CAPACITY) -> set[float]:
    """Return the values of the claims of one type."""
    return {c.quantity.value for c in claims(kind, text) if c.quantity}


def test_the_end_of_a_range_is_no_second_value() -> None:
    assert values("For (FeCoNi)3O4 the capacity scatters between 571 and 612 mAh g−1.") == {571}


def test_a_difference_is_no_capacity() -> None:
    assert values("(FeCoNi)3O4 delivers 820 mAh g−1, some 106 mAh g−1 more than theory allows.") == {820}
    assert values("In (FeCoNi)3O4 the film explains a loss of 118 mAh g−1 in cycle 1.") == set()
    assert values("The capacity of (FeCoNi)3O4 is higher than that of CoO by 37 mAh g−1.") == set()


def test_planes_years_and_temperatures_are_no_capacities() -> None:
    kept = "(FeCoNi)3O4 keeps 702 mAh g−1. "
    assert values(kept + "Fringes of (FeCoNi)3O4 (311) and CoO (111) were seen.") == {702}
    assert values(kept + "J. Imag. Mater., 2024, was cited for it.") == {702}
    assert values(kept + "It was annealed at 600 ◦ C.") == {702}


def test_a_number_before_another_unit_is_no_capacity() -> None:
    assert values("Films of (FeCoNi)3O4 gave 104 mAh g−1 when made of 50 and 60 mg of powder.") == {104}


def test_a_paragraph_that_repeats_itself_makes_one_claim() -> None:
    text = "(FeCoNi)3O4 delivers 512 mAh g−1 at 6 A g−1. In short, it delivers 512 mAh g−1 at 6 A g−1."
    assert len(claims(ClaimType.CAPACITY, text)) == 1


def test_leaching_has_no_coulombic_efficiency() -> None:
    assert values("From LiCoO2 leaching efficiencies of 99% were reached.", ClaimType.COULOMBIC_EFFICIENCY) == set()
