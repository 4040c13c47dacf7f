"""Which material a number is of, where the layout of the sentence or of the talk tells it."""

from hemkg.model.claim import ClaimType
from tests.unit.assemble.facts import claims


def of(*parts: str, kind: ClaimType = ClaimType.CAPACITY) -> dict[float, str | None]:
    """Return {value: material} of the claims of one type."""
    return {c.quantity.value: c.material for c in claims(kind, *parts) if c.quantity}


PAIR = "The spinel (FeCoNi)3O4 and the rock salt (MgCoNi)O were cycled against lithium. "
FULL = "The selenide (FeCoNi)Se2 stores sodium. Full cells with Na3V2(PO4)3 gave "


def test_a_plural_gives_its_materials_in_order() -> None:
    found = of(PAIR + "The two oxides deliver 511 and 402 mAh g−1 at 0.1 A g−1.")
    assert found == {511: "(FeCoNi)3O4", 402: "(MgCoNi)O"}


def test_a_relative_clause_belongs_to_what_it_follows() -> None:
    found = of("At 1 A g−1 (FeCoNi)3O4 outdoes (MgCoNi)O, which was reported to keep 350 mAh g−1.")
    assert found == {350: "(MgCoNi)O"}


def test_an_article_says_that_a_number_is_known_as_that_of_what_follows() -> None:
    found = of("(FeCoNi)3O4 reaches 744 mAh g−1, twice the 372 mAh g−1 of graphite.")
    assert found[372] == "graphite"


def test_rows_go_to_the_materials_of_a_list() -> None:
    found = of("At the 10th and 200th cycle, FeP, CoP and NiP provide 301/148, 334/251 and 356/349 mAh g−1.")
    assert found == {301: "FeP", 148: "FeP", 334: "CoP", 251: "CoP", 356: "NiP", 349: "NiP"}


def test_what_is_likened_has_not_the_number() -> None:
    found = of("FeSb2 fades soon. CoSb2 behaves like FeSb2 with 155 mAh g−1 at cycle 80.")
    assert found != {155: "FeSb2"}


def test_set_off_values_follow_the_order_of_naming() -> None:
    found = of(PAIR + "Capacity: 412 versus 839 mAh g−1 after 120 cycles.")
    assert found == {412: "(FeCoNi)3O4", 839: "(MgCoNi)O"}


def test_discharge_and_charge_are_no_two_materials() -> None:
    found = of(PAIR + "(FeCoNi)3O4 wins. The first discharge and charge capacities are 1120 and 830 mAh g−1.")
    assert len(set(found.values())) == 1


def test_figures_of_a_full_cell_are_those_of_the_anode() -> None:
    assert of(FULL + "310 mAh g−1 at 0.1 A g−1.") == {310: "(FeCoNi)Se2"}


def test_unless_they_are_told_by_cathode_mass() -> None:
    assert of(FULL + "101 mAh g−1 (cathode mass) at 0.1 A g−1.") == {101: "Na3V2(PO4)3"}


def test_a_rock_salt_is_no_salt_of_the_electrolyte() -> None:
    assert of("The rock salt (MgCoNiCuZn)O stores 610 mAh g−1 in lithium cells.") == {610: "(MgCoNiCuZn)O"}


def test_a_papers_own_short_name_is_a_material() -> None:
    text = "Hollow porous carbon (HPC) was made from reed. " + "The HPC was washed. " * 3
    assert of(text + "The HPC anode delivers 604 mAh g−1 at 0.1 A g−1.") == {604: "HPC"}
