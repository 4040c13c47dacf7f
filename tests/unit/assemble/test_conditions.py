"""Currents, cycles and ions that the words of a sentence tell."""

from hemkg.model.claim import Claim, ClaimType

from .facts import claims


def _capacities(*parts: str) -> list[tuple[float, float | None, int | None, str | None]]:
    return sorted((_facts(claim) for claim in claims(ClaimType.CAPACITY, *parts)), key=lambda row: -row[0])


def _facts(claim: Claim) -> tuple[float, float | None, int | None, str | None]:
    current = claim.conditions.current_density
    amount = float(current.low) if current else None
    assert claim.quantity is not None
    return float(claim.quantity.low), amount, claim.conditions.cycle, claim.conditions.ion


def test_a_new_current_is_a_new_test() -> None:
    text = "In lithium cells SnO2 keeps 615 mAh g−1 after 200 cycles at 100 mA g−1 and gives 320 mAh g−1 at 5 A g−1."
    assert _capacities(text) == [(615, 100, 200, "Li"), (320, 5, None, "Li")]


def test_words_for_the_same_conditions_carry_current_and_cycle() -> None:
    first = "In lithium cells SnO2 keeps 615 mAh g−1 after 200 cycles at 100 mA g−1."
    assert _capacities(f"{first} Fe2O3 keeps 210 mAh g−1 under identical conditions.")[1] == (210, 100, 200, "Li")


def test_a_computed_capacity_has_no_current() -> None:
    first = "In lithium cells SnO2 keeps 615 mAh g−1 after 200 cycles at 100 mA g−1."
    assert _capacities(f"{first} In theory SnO2 can store 1494 mAh g−1.")[0] == (1494, None, None, "Li")


def test_conditions_in_one_bracket_with_the_number() -> None:
    text = "Sodium cells of SnS (450 mAh g−1, 0.1 A g−1) are good at high rates (302 mAh g−1, 15 A g−1)."
    assert [row[:2] for row in _capacities(text)] == [(450, 0.1), (302, 15)]


def test_the_storage_of_potassium_is_told_by_its_symbol() -> None:
    assert _capacities("For K-storage SnS was tested. It gives 302 mAh g−1 at 0.1 A g−1.") == [(302, 0.1, None, "K")]


def test_a_dopant_is_no_cell() -> None:
    text = "In lithium cells we tested (CoNiCu)O and (MgCoNiCu)O. With Mg, 302 mAh g−1 are kept, without 120 mAh g−1."
    assert {row[3] for row in _capacities(text)} == {"Li"}
