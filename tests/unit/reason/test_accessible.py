"""Which mechanisms a composition makes accessible, and what it lacks for the others."""

import pytest

from hemkg.annotate.formula_grammar import parse
from hemkg.reason.accessible import accessible

ICAS = ("Intercalation", "Conversion", "Alloying", "SpaceCharge")


def of(formula, ion="LithiumIon"):
    return {found.mechanism: found for found in accessible(parse(formula), ion)}


@pytest.mark.parametrize(
    ("formula", "ion", "expected"),
    [
        ("(MgCoNiCuZn)O", "LithiumIon", ICAS),
        ("(MgCoNiCuZn)O", "SodiumIon", ("Intercalation", "Conversion", "SpaceCharge")),  # zinc hosts hardly any sodium
        ("CuMnFeSnGeS", "SodiumIon", ICAS),
        ("InGeSiP3", "LithiumIon", ("Conversion", "Alloying")),  # not of high entropy, no Fe, Co, Ni
        ("GaCuZnInGeSiP6", "LithiumIon", ("Intercalation", "Conversion", "Alloying")),
        ("(CrMnFeCoNi)3O4", "LithiumIon", ("Intercalation", "Conversion", "SpaceCharge")),
        ("Fe3O4", "LithiumIon", ("Conversion", "SpaceCharge")),
        ("FeF3", "LithiumIon", ("Conversion", "SpaceCharge")),
        ("MoS2", "SodiumIon", ("Conversion",)),
        ("SnO2", "PotassiumIon", ("Conversion", "Alloying")),
        ("Si", "LithiumIon", ("Alloying",)),
        ("C", "LithiumIon", ("Intercalation",)),
        ("C", "SodiumIon", ()),
        ("TiO2", "LithiumIon", ()),
        ("MgO", "LithiumIon", ()),
    ],
)
def test_accessible_mechanisms(formula, ion, expected):
    assert tuple(m for m, found in of(formula, ion).items() if found.is_accessible) == expected


def test_each_comes_with_its_rule_its_elements_and_claims():
    found = of("(MgCoNiCuZn)O")
    assert {m: f.rule for m, f in found.items()} == {
        "Intercalation": "32_accessible_intercalation", "Conversion": "20_accessible_conversion",
        "Alloying": "30_accessible_alloying", "SpaceCharge": "31_accessible_space_charge",
    }  # fmt: skip
    assert found["Alloying"].roles == (("Zn", "AlloyingElement"),)
    assert [symbol for symbol, _ in found["Conversion"].roles] == ["Co", "Ni", "Cu", "Zn", "O"]
    assert all(f.claims and f.says for f in found.values())


def test_the_claims_can_be_cited():
    for claim in of("Fe3O4")["SpaceCharge"].claims:
        assert claim.says.endswith(".")
        assert claim.source
        assert claim.section


def test_claims_about_another_ion_are_left_out():
    assert [claim.says for claim in of("C", "LithiumIon")["Intercalation"].claims] == [
        "Graphite takes up lithium to LiC6."
    ]


@pytest.mark.parametrize(
    ("formula", "ion", "mechanism", "missing"),
    [
        ("Si", "LithiumIon", "Conversion", "no conversion-enabling anion"),
        ("TiO2", "LithiumIon", "Conversion", "no converting element"),
        ("SnO2", "LithiumIon", "SpaceCharge", "no space-charge-forming element; known are Fe, Co, Ni"),
        ("ZnO", "SodiumIon", "Alloying", "too few Na+ go into Zn to count"),
        ("CoCrFeMnNi", "LithiumIon", "SpaceCharge", "no conversion-enabling anion"),
    ],
)
def test_what_is_missing_is_said(formula, ion, mechanism, missing):
    assert of(formula, ion)[mechanism].missing == missing


def test_space_charge_in_a_high_entropy_material_is_told_to_be_unstudied():
    caveats = [claim.all("factId")[0] for claim in of("(MgCoNiCuZn)O")["SpaceCharge"].caveats]
    assert caveats == ["F082", "F151"]
    assert [claim.all("factId")[0] for claim in of("Fe3O4")["SpaceCharge"].caveats] == ["F151"]


def test_open_amounts_do_not_hinder():
    assert of("CrxFe3-xO4")["Conversion"].is_accessible


def test_one_formula_leaves_nothing_to_the_next():
    before = of("Si", "PotassiumIon")
    of("(MgCoNiCuZn)O")
    assert of("Si", "PotassiumIon") == before
