"""What formulas say of amounts: shares, sums in brackets, mixtures, letters for elements."""

from fractions import Fraction

import pytest

from hemkg.annotate.formula_grammar import parse
from hemkg.errors import FormulaError


def amounts(written):
    return {s: None if a is None else float(a) for s, a in parse(written).amounts}


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("Ba2Sn2(1-x)Ge2xO6", {"Ba": 2, "Sn": None, "Ge": None, "O": 6}),
        ("Sr(Mg(1-y)/3NbyTi2(1-y)/3)O3", {"Sr": 1, "Mg": None, "Nb": None, "Ti": None, "O": 3}),
        ("LaCo1-x(Fe/Mn)xO3-δ", {"La": 1, "Co": None, "Fe": None, "Mn": None, "O": 3}),
        ("Ce0.7Gd0.3O2-d", {"Ce": 0.7, "Gd": 0.3, "O": 2}),
        ("LiNi1-xMxO2", {"Li": 1, "Ni": None, "O": 2}),
        ("NdFe1-xTixO3-z", {"Nd": 1, "Fe": None, "Ti": None, "O": 3}),
        ("LiNi2O4-δFδ", {"Li": 1, "Ni": 2, "O": None, "F": None}),
        ("Pb0.75□0.25WO4", {"Pb": 0.75, "W": 1, "O": 4}),
        ("Fe(III)PO4·2H2O", {"Fe": 1, "P": 1, "O": 6, "H": 4}),
    ],
)
def test_amounts_with_sums_letters_and_small_deficits(written, expected):
    assert amounts(written) == expected


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("SrO-TiO2-SrF2", {"Sr": 2, "O": 3, "Ti": 1, "F": 2}),
        ("0.6BaTiO3-0.4SrTiO3", {"Ba": 0.6, "Ti": 1, "O": 3, "Sr": 0.4}),
        ("(1-x)BaTiO3-xCaZrO3", {"Ba": None, "Ti": None, "O": None, "Ca": None, "Zr": None}),
        ("12K2O·5MgO·xSb2O3·(83-x)GeO2", {"K": 24, "O": None, "Mg": 5, "Sb": None, "Ge": None}),
        ("LuCl3·xH2O", {"Lu": 1, "Cl": 3, "H": None, "O": None}),
    ],
)
def test_components_of_mixtures_add_up(written, expected):
    assert amounts(written) == expected


@pytest.mark.parametrize(
    ("written", "element", "amount"),
    [
        ("(FeCoNi)3O4", "Fe", 1),
        ("(CrMnFeCoNi)0.6O4", "Fe", Fraction(3, 5)),
        ("(MnNiCu)0.33Bi2", "Ni", Fraction(11, 100)),
        ("KMnNiCuMgZnF3", "Ni", Fraction(1, 5)),
        ("MnNiCuFeP", "Ni", 1),
        ("ZnCrNiMnCoS", "Ni", 1),
    ],
)
def test_when_elements_without_amounts_share_a_site(written, element, amount):
    assert dict(parse(written).amounts)[element] == (Fraction(33, 100) if "0.33" in written else amount)


@pytest.mark.parametrize("written", ["M3O4", "NaCl1/0", "(1-x)ABC-xDE", "((((((", "Fe2O3-", "2"])
def test_what_is_no_formula_is_refused(written):
    with pytest.raises(FormulaError):
        parse(written)
