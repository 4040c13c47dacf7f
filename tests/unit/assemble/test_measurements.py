"""Numbers, with the material and the conditions that they belong to."""

from hemkg.model.claim import ClaimType

from .facts import claims, read


def only(kind, *parts):
    (claim,) = claims(kind, *parts)
    return claim


def test_the_condition_in_the_sentence_wins_over_an_earlier_one():
    found = claims(
        ClaimType.RETENTION,
        "(FeCoNiCrMn)3O4 keeps 89 % of its capacity after 500 cycles at 0.5 A g−1. "
        "The hollow form keeps 100 % of its initial capacity (over 1200 mAh g−1) after 100 cycles at 0.2 A g−1.",
    )
    assert [(str(c.quantity.low), c.conditions.cycle) for c in found] == [("89", 500), ("100", 100)]


def test_an_adverb_does_not_part_a_value_from_its_cycles():
    claim = only(
        ClaimType.RETENTION,
        "(MgCoNiCuZn)O shows no decay after 1000 cycles at 1 A g−1 and a retention of 80 % even after 2500 cycles.",
    )
    assert claim.conditions.cycle == 2500


def test_no_capacity_is_kept_in_the_first_cycle():
    found = claims(ClaimType.RETENTION, "In lithium cells CuO keeps 94 % of the capacity of its first cycle.")
    assert all(c.conditions.cycle != 1 for c in found)


def test_a_form_named_behind_its_formula_has_its_composition():
    reading = read("The (LiFeZnNiCoMn)3O4 HEO-HoMS keeps 100 % of its capacity after 100 cycles. HEO-HoMS is hollow.")
    form = next(m for m in reading.materials if "HEO-HoMS" in m.names)
    assert form.composition is not None
    assert set(form.composition.elements) == {"Li", "Fe", "Zn", "Ni", "Co", "Mn", "O"}


def test_an_initial_efficiency_is_of_the_first_cycle():
    claim = only(ClaimType.COULOMBIC_EFFICIENCY, "For CoSe2 the initial Coulombic efficiency reaches 81.9 %.")
    assert (claim.material, str(claim.quantity.low), claim.conditions.cycle) == ("CoSe2", "81.9", 1)
