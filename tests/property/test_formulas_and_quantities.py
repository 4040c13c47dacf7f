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


SPACES = ["", " ", "\u00a0", "\u2009", "\u202f"]
SIGNS = ["-", "−", "–", "‒", "‐"]
JOINTS = [" ", "\u00a0", "\u2009", "·", "⋅", ""]
SUPER = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
QUOTIENTS = {
    ("mA", "h", "g"): "mAh g-1",
    ("A", "g"): "A g-1",
    ("mA", "g"): "mA g-1",
    ("mA", "cm2"): "mA cm-2",
    ("µA", "cm2"): "µA cm-2",
    ("mV", "s"): "mV s-1",
    ("m2", "g"): "m2 g-1",
    ("cm2", "s"): "cm2 s-1",
    ("W", "h", "kg"): "Wh kg-1",
    ("F", "g"): "F g-1",
    ("emu", "g"): "emu g-1",
    ("S", "cm"): "S cm-1",
}


@st.composite
def printed_units(draw):
    """A unit as journals print it, with the symbol that hemkg writes."""
    parts = draw(st.sampled_from(sorted(QUOTIENTS)))
    *above, below = parts
    tight = above[-1] == "h" and draw(st.booleans())
    top = "".join(above) if tight else draw(st.sampled_from([" ", "·", "\u2009"])).join(above)
    power = "2" if below.endswith("2") else "1"
    base = below.removesuffix("2")
    if draw(st.booleans()):
        raised = draw(st.sampled_from(["", "²" if power == "2" else ""])) or power
        return f"{top}/{base}{raised if power == '2' else ''}", QUOTIENTS[parts]
    minus = draw(st.sampled_from([*(sign + power for sign in SIGNS), f"-{power}".translate(SUPER), f"(-{power})"]))
    joint = draw(st.sampled_from(JOINTS if len(base) == 1 else JOINTS[:-1]))
    return f"{top}{joint}{base}{minus}", QUOTIENTS[parts]


@st.composite
def printed_numbers(draw):
    """A number as journals print it, with its value."""
    style = draw(st.sampled_from(["plain", "grouped", "tenths", "power"]))
    if style == "plain":
        value = draw(st.integers(1, 999))
        return str(value), float(value)
    if style == "grouped":
        value = draw(st.integers(1000, 99999))
        return f"{value:,}".replace(",", draw(st.sampled_from([",", " ", "\u2009", "\u00a0"]))), float(value)
    if style == "tenths":
        value = draw(st.integers(1, 99999))
        return f"{value / 100:.2f}", value / 100
    digits, power = draw(st.integers(11, 99)), draw(st.integers(2, 15))
    times = draw(st.sampled_from(["×", "x", "·"]))
    written = f"{digits / 10} {times} 10{draw(st.sampled_from(SIGNS))}{power}"
    return written, digits / 10 * 10.0**-power


BOUNDS = {"": "=", "about ": "~", "∼": "~", "up to ": "<=", "less than ": "<", "more than ": ">", "at least ": ">="}


@settings(max_examples=300, deadline=None)
@given(printed_numbers(), st.sampled_from(SPACES), printed_units(), st.sampled_from(sorted(BOUNDS)))
def test_a_quantity_survives_its_typography(number, space, unit, bound):
    (written, value), (spelt, symbol) = number, unit
    (found,) = find_quantities(f"we measured {bound}{written}{space}{spelt} here.")
    assert found.quantity.unit == symbol
    assert float(found.quantity.low) == pytest.approx(value)
    assert found.quantity.comparator.value == BOUNDS[bound]


@settings(max_examples=100, deadline=None)
@given(st.integers(1, 400), st.integers(401, 900), st.sampled_from(SIGNS), printed_units())
def test_a_range_keeps_both_ends(low, high, dash, unit):
    (found,) = find_quantities(f"values of {low}{dash}{high} {unit[0]} were found")
    assert (found.quantity.low, found.quantity.high, found.quantity.unit) == (low, high, unit[1])


@settings(max_examples=100, deadline=None)
@given(st.lists(st.integers(1, 900), min_size=2, max_size=5), printed_units())
def test_the_items_of_a_list_share_the_unit_of_the_last(values, unit):
    written = ", ".join(map(str, values[:-1])) + f" and {values[-1]} {unit[0]}"
    found = find_quantities(f"values of {written} were found")
    assert [(int(m.quantity.low), m.quantity.unit) for m in found] == [(value, unit[1]) for value in values]


@settings(max_examples=100, deadline=None)
@given(st.integers(100, 900), st.integers(1, 99), st.sampled_from([" ± ", "±", " +/- "]), printed_units())
def test_an_uncertainty_stays_with_its_value(value, spread, sign, unit):
    (found,) = find_quantities(f"a value of {value}{sign}{spread} {unit[0]} was found")
    assert (found.quantity.low, found.quantity.uncertainty, found.quantity.unit) == (value, spread, unit[1])


@QUIET
@given(st.integers(1, 99), st.sampled_from(["mAh g-1", "A g−1", "m2 g-1"]))
def test_a_citation_behind_a_unit_is_no_exponent(citation, unit):
    (found,) = find_quantities(f"a value of 650 {unit}.{citation} The next sentence.")
    assert found.quantity.low == 650


TENS = {"twenty": 20, "fifty": 50, "ninety": 90}


@QUIET
@given(st.sampled_from(sorted(TENS)), st.sampled_from(["hundred ", "thousand ", ""]))
def test_cycles_may_be_spelt_out(tens, scale):
    (found,) = find_quantities(f"it lasted {tens} {scale}cycles")
    assert found.quantity.low == TENS[tens] * {"hundred ": 100, "thousand ": 1000, "": 1}[scale]
