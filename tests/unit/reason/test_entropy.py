"""Entropy of mixing, each convention by its name, against numbers worked out by hand."""

from math import log

import pytest

from hemkg.annotate.formula_grammar import parse
from hemkg.reason.entropy import criteria, entropies, written


def value(formula, convention):
    (found,) = [e.value for e in entropies(parse(formula)) if e.convention == convention]
    return found


@pytest.mark.parametrize(
    ("formula", "convention", "expected"),
    [
        ("(MgCoNiCuZn)O", "EntropyPerCation", log(5)),
        ("(MgCoNiCuZn)O", "EntropyOnAnions", 0),
        ("(MgCoNiCuZn)O", "EntropyPerFormulaUnit", log(5)),
        ("(MgCoNiCuZn)O", "EntropyPerAtom", log(5) / 2),
        ("(MgCoNiCuZn)O", "EntropyOneLattice", log(2) + log(5) / 2),
        ("(LiFeZnNiCoMn)3O4", "EntropyPerCation", log(6)),
        ("(LiFeZnNiCoMn)3O4", "EntropyPerFormulaUnit", 3 * log(6)),
        ("(LiFeZnNiCoMn)3O4", "EntropyPerAtom", 3 * log(6) / 7),
        ("InGeSiP3", "EntropyPerCation", log(3)),
        ("CoCrFeMnNi", "EntropyPerCation", log(5)),
        ("CoCrFeMnNi", "EntropyPerAtom", log(5)),
        ("Fe3O4", "EntropyPerCation", 0),
        ("Cu0.88Sn0.02Sb0.02Bi0.02Mn0.02S0.9Se0.1", "EntropyPerCation", 0.402),
        ("Cu0.88Sn0.02Sb0.02Bi0.02Mn0.02S0.9Se0.1", "EntropyOnAnions", 0.325),
        ("Sb1.4Bi0.2Sn0.2Co0.1Mn0.1Te3", "EntropyPerCation", 1.010),
        ("La(CrMnFeCoNi)O3", "EntropyPerCation", log(2) + log(5) / 2),
        ("La(CrMnFeCoNi)O3", "EntropyOnSite", log(5)),
        ("La(CrMnFeCoNi)O3", "EntropyPerFormulaUnit", log(5)),
    ],
)
def test_entropy_in_units_of_r(formula, convention, expected):
    assert value(formula, convention) == pytest.approx(expected, abs=5e-4)


def test_a_doubled_formula_doubles_the_entropy_per_formula_unit_and_no_other():
    one = {e.convention: e.value for e in entropies(parse("(FeCo)O"))}
    two = {e.convention: e.value for e in entropies(parse("(FeCo)2O2"))}
    assert two.pop("EntropyPerFormulaUnit") == pytest.approx(2 * one.pop("EntropyPerFormulaUnit"))
    assert two == pytest.approx(one)


def test_two_bracketed_sites_have_an_entropy_each():
    found = [
        (e.of, round(e.value, 3)) for e in entropies(parse("(LaSr)(CrMnFeCoNi)O3")) if e.convention == "EntropyOnSite"
    ]
    assert found == [("La0.5Sr0.5", 0.693), ("Cr0.2Mn0.2Fe0.2Co0.2Ni0.2", 1.609)]


def test_open_amounts_have_no_entropy():
    assert entropies(parse("CrxFe3-xO4")) == ()
    assert criteria(parse("CrxFe3-xO4")) is None


def test_carbon_has_no_cations():
    assert entropies(parse("C")) == ()


@pytest.mark.parametrize(
    ("formula", "entropy_class", "by_shares", "agree"),
    [
        ("(LiFeZnNiCoMn)3O4", "HighEntropy", True, True),
        ("GaCuZnInGeSiP6", "HighEntropy", True, True),
        ("InGeSiP3", "MediumEntropy", False, True),
        ("Sb1.4Bi0.2Sn0.2Co0.1Mn0.1Te3", "MediumEntropy", False, True),
        ("Cu0.88Sn0.02Sb0.02Bi0.02Mn0.02S0.9Se0.1", "LowEntropy", False, True),
        # seven cations at 40 % and six times 10 %: 1.75 R, but one share above 35 %
        ("Fe4CoNiCuZnMnCrO10", "HighEntropy", False, False),
        # five cations at 35/35/20/5/5 %: 1.36 R, but every share between 5 and 35 %
        ("Fe7Co7Ni4CuZnO20", "MediumEntropy", True, False),
    ],
)
def test_the_two_criteria_and_whether_they_agree(formula, entropy_class, by_shares, agree):
    found = criteria(parse(formula))
    assert (found.entropy_class, found.is_high_by_shares, found.agree) == (entropy_class, by_shares, agree)


def test_shares_outside_are_named():
    found = criteria(parse("Fe4CoNiCuZnMnCrO10"))
    assert found.outside == (("Fe", 40.0),)
    assert found.principal == ("Co", "Ni", "Cu", "Zn", "Mn", "Cr")


def test_amounts_are_written_shortly():
    assert written(dict(parse("(FeCo)3O4").amounts)) == "Fe1.5Co1.5O4"
