"""A formula means its amounts however they are written, and a quantity its value in whatever unit."""

import contextlib
import time
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hemkg.annotate.formula_grammar import parse
from hemkg.annotate.formulas import find_formulas
from hemkg.annotate.placeholders import find_placeholders
from hemkg.annotate.quantities import find_quantities
from hemkg.errors import FormulaError
from hemkg.reason.check import check_formula
from hemkg.vocab.units import units

METALS = ["Fe", "Co", "Ni", "Cu", "Zn", "Mg", "Mn", "Cr", "Ti", "V", "Al", "Sn", "Sb", "Bi", "Nb", "Mo"]
SHARES = st.lists(st.integers(1, 9), min_size=2, max_size=7)
QUIET = settings(max_examples=60, deadline=None)


def composition_of(written):
    (found,) = [m for m in find_formulas(f"The oxide {written} was made.") if m.composition]
    assert found.surface == written
    return found.composition


@QUIET
@given(SHARES, st.permutations(METALS), st.sampled_from(["O", "S", "Se"]))
def test_amounts_come_back_as_exact_fractions(shares, metals, anion):
    written = "".join(f"{metal}0.{share}" for metal, share in zip(metals, shares, strict=False)) + anion
    total = sum(Fraction(share, 10) for share in shares) + 1
    expected = {metal: Fraction(share, 10) / total for metal, share in zip(metals, shares, strict=False)}
    assert composition_of(written).fractions() == {**expected, anion: 1 / total}


@QUIET
@given(st.permutations(METALS), st.integers(3, 7))
def test_a_shorthand_means_equal_shares(metals, count):
    short = composition_of(f"({''.join(metals[:count])})O")
    spelt = composition_of("".join(f"{metal}0.1" for metal in metals[:count]) + f"O0.{count}")
    assert short.fractions() == spelt.fractions()


@QUIET
@given(st.permutations(METALS), st.integers(3, 7))
def test_the_order_of_the_metals_changes_no_entropy(metals, count):
    forth = check_formula(f"({''.join(metals[:count])})3O4", "Li")
    back = check_formula(f"({''.join(reversed(metals[:count]))})3O4", "Li")
    assert [e.value for e in forth.entropies] == pytest.approx([e.value for e in back.entropies])


@QUIET
@given(
    st.integers(1, 5000),
    st.sampled_from(["mAh g-1", "mAh/g", "mAh·g−1", "mA h g−1", "mAh g⁻¹", "mAhg-1", "Ah kg-1", "mAh g^-1"]),
)
def test_a_capacity_is_the_same_in_every_spelling(value, unit):
    (found,) = find_quantities(f"a capacity of {value} {unit} was measured")
    assert found.quantity.low == value
    assert units()[found.quantity.unit].canonical(float(found.quantity.low)) == units()["mAh g-1"].canonical(value)


@QUIET
@given(st.integers(1, 20000))
def test_a_current_in_milliampere_is_a_thousandth_in_ampere(value):
    (small,) = find_quantities(f"at {value} mA g-1")
    (large,) = find_quantities(f"at {value / 1000:.3f} A g-1")
    canonical = [units()[m.quantity.unit].canonical(float(m.quantity.low)) for m in (small, large)]
    assert abs(canonical[0] - canonical[1]) < 1e-9


@QUIET
@given(SHARES, st.permutations(METALS), st.sampled_from(["O", "S", "Se"]))
def test_what_is_read_of_a_formula_reads_alike(shares, metals, anion):
    written = "".join(f"{metal}0.{share}" for metal, share in zip(metals, shares, strict=False)) + anion
    first = parse(f"({written[: -len(anion)]})3{anion}4")
    assert parse(first.formula).fractions() == first.fractions()


@QUIET
@given(st.text(alphabet="FeCoNiMx0123456789.()[]{},/-–+δ·@□ \u200b\u0301₂²", max_size=200))
def test_any_string_is_a_formula_or_refused(written):
    with contextlib.suppress(FormulaError):
        assert parse(written).amounts


@pytest.mark.parametrize(
    "hostile",
    [
        "Fe" * 5000,
        "(" * 5000 + "Fe" + ")" * 5000,
        "Fe0.2" * 2000,
        "(1-x)" * 2000,
        "Fe2(1-x" * 1500,
        "CoO-" * 2500,
        "Fe(or " * 1500,
        "M = Fe, " * 1200,
        "(Fe/Co" * 1500,
        "[" * 3000 + "O" * 7000,
        "\u0301\u200b\ufeff" * 3000,
        "₂₃₄" * 3000,
        "without Fe and Co, " * 500,
    ],
)
def test_hostile_strings_end_quickly(hostile):
    begin = time.perf_counter()
    with contextlib.suppress(FormulaError):
        parse(hostile)
    find_formulas(hostile)
    list(find_placeholders(f"M = Fe, Co. {hostile}"))
    assert time.perf_counter() - begin < 10
