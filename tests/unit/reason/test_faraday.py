"""Faraday's limit against theoretical capacities that every battery chemist knows."""
# ruff: noqa: E501  (a table)

import pytest

from hemkg.annotate.formula_grammar import parse
from hemkg.errors import FormulaError, UnknownTerm
from hemkg.reason.faraday import causes, ion_term, judge, limit, of_role
from hemkg.vocab import elements

KNOWN = [
    # conversion: every anion gets its closed shell
    ("Fe3O4", "Li", 926, 926), ("Fe2O3", "Li", 1007, 1007), ("Co3O4", "Li", 890, 890), ("CoO", "Li", 715, 715),
    ("NiO", "Li", 718, 718), ("CuO", "Li", 674, 674), ("MnO", "Li", 756, 756), ("FeS2", "Na", 894, 894), ("FeS", "Li", 610, 610),
    ("MoS2", "Li", 670, 670), ("FeF3", "Li", 713, 713), ("FeSe", "Na", 398, 398), ("NiP2", "Li", 1333, 1333),
    # conversion, then alloying
    ("SnO2", "Li", 1467, 1494), ("ZnO", "Li", 988, 988), ("Sb2S3", "Na", 947, 947), ("Sb2Se3", "Na", 670, 670),
    ("SnS2", "Na", 916, 1136), ("Bi2S3", "Na", 626, 626), ("SnP3", "Na", 1425, 1615),
    # alloying alone
    ("Si", "Li", 3579, 4199), ("Ge", "Li", 1384, 1624), ("Sn", "Li", 960, 993), ("Sb", "Li", 660, 660), ("Bi", "Li", 385, 385),
    ("Zn", "Li", 410, 410), ("Al", "Li", 993, 2235), ("In", "Li", 233, 1011), ("Sn", "Na", 508, 847), ("Sb", "Na", 660, 660),
    ("Sn", "K", 226, 226), ("Bi", "K", 385, 385), ("Ge", "Na", 369, 590), ("Bi", "Mg", 385, 385), ("Sn", "Mg", 903, 903),
    # the anion formers themselves
    ("S", "Li", 1672, 1672), ("P", "Na", 2596, 2596), ("Se", "Na", 679, 679), ("Te", "K", 420, 420),
    # carbon
    ("C", "Li", 372, 372), ("C", "K", 279, 279), ("C", "Na", 0, 35), ("LiC6", "Li", 372, 372), ("KC8", "K", 279, 279),
    # the article's compounds
    ("(LiFeZnNiCoMn)3O4", "Li", 1000, 1063), ("InGeSiP3", "Li", 1521, 1923), ("(MgCoNiCuZn)O", "Li", 687, 840),
    # bound in polyanions
    ("FePO4", "Li", 533, 533), ("FeOOH", "Li", 905, 905), ("Co(OH)2", "Li", 577, 577), ("FeCO3", "Li", 463, 463), ("FePS3", "Li", 293, 1318),
    # sulfur beside little oxygen is no sulfate
    ("FeOS", "Li", 1032, 1032), ("FeSO4", "Li", 353, 353),
    # cations that stay
    ("MgO", "Li", 0, 1330), ("TiO2", "Li", 0, 1342),
]  # fmt: skip


@pytest.mark.parametrize(("formula", "ion", "low", "high"), KNOWN, ids=[f"{f}-{i}" for f, i, _, _ in KNOWN])
def test_the_limit_in_milliampere_hours_per_gram(formula, ion, low, high):
    found = limit(parse(formula), ion_term(ion))
    assert (found.low, found.high) == pytest.approx((low, high), abs=1.0)


def test_faradays_law_by_hand():
    iron, oxygen = elements.element("Fe").mass, elements.element("O").mass
    by_hand = 8 * 96485.33212 / 3.6 / (3 * iron + 4 * oxygen)
    assert limit(parse("Fe3O4"), "LithiumIon").high == pytest.approx(by_hand, rel=1e-6)


def test_guests_of_a_metal_or_carbon_do_not_weigh():
    bare, filled = limit(parse("Si"), "LithiumIon"), limit(parse("Li4.4Si"), "LithiumIon")
    assert (filled.low, filled.high, float(filled.guests)) == (bare.low, bare.high, 4.4)


def test_lithium_of_an_oxide_weighs_and_may_stay():
    found = limit(parse("(LiFeZnNiCoMn)3O4"), "LithiumIon").of("Conversion")
    assert found.electrons == (7.5, 8.0)


def test_a_divalent_ion_brings_two_electrons():
    (step,) = limit(parse("Bi"), "MagnesiumIon").steps
    assert step.electrons == (3.0, 3.0)


def test_every_number_that_is_not_an_anions_charge_has_its_source():
    for step in limit(parse("(MgCoNiCuZn)O"), "LithiumIon").steps:
        for share in step.shares:
            assert (share.source is None) == elements.element(share.element).is_anion_former


def test_alloying_elements_without_a_number_are_named():
    assert limit(parse("SnSb"), "CalciumIon").unknown == ("Sn", "Sb")


def test_a_carbide_need_not_open():
    assert limit(parse("SiC"), "LithiumIon").low == 0


def test_open_amounts_have_no_limit():
    with pytest.raises(FormulaError, match="amounts are open"):
        limit(parse("CrxFe3-xO4"), "LithiumIon")


def test_what_neither_converts_nor_hosts_has_no_limit_to_hold_a_capacity_against():
    mxene = limit(parse("Ti3C2"), "LithiumIon")
    assert not mxene.is_computed
    assert judge(mxene, 400, ["Ti", "C"]) is None


def test_an_unknown_ion_is_told_with_those_that_are_known():
    with pytest.raises(UnknownTerm, match="'Xe' is no working ion; known are Li, Na"):
        ion_term("Xe")


# ---------------------------------------------------------------- verdicts

OXIDE = limit(parse("Fe3O4"), "LithiumIon")


@pytest.mark.parametrize(
    ("capacity", "mechanisms", "verdict"),
    [
        (900, (), "WithinLimit"),
        (926, (), "WithinLimit"),
        (940, (), "WithinLimit"),  # weighing and rounding
        (950, (), "NeedsExplaining"),
        (950, ("Conversion",), "ImpossibleForMechanism"),
        (950, ("Conversion", "Intercalation"), "ImpossibleForMechanism"),
        (950, ("Conversion", "SpaceCharge"), "NeedsExplaining"),
        (950, ("Pseudocapacitance",), "NeedsExplaining"),
        (900, ("Conversion",), "WithinLimit"),
    ],
)
def test_three_verdicts(capacity, mechanisms, verdict):
    assert judge(OXIDE, capacity, ("Fe", "O"), mechanisms).verdict == verdict


def test_the_textbook_capacity_of_silicon_is_within():
    assert judge(limit(parse("Si"), "LithiumIon"), 4200, ("Si",)).verdict == "WithinLimit"


def test_conversion_alone_is_held_against_conversion_alone():
    oxide = limit(parse("ZnO"), "LithiumIon")
    assert judge(oxide, 900, ("Zn", "O")).verdict == "WithinLimit"
    assert judge(oxide, 900, ("Zn", "O"), ("Conversion",)).verdict == "ImpossibleForMechanism"
    assert judge(oxide, 900, ("Zn", "O"), ("Conversion", "Alloying")).verdict == "WithinLimit"


def test_the_articles_oxide_exceeds_its_limit():
    found = judge(limit(parse("(LiFeZnNiCoMn)3O4"), "LithiumIon"), 1200, ("Fe", "O"))
    assert (found.verdict, round(found.excess)) == ("NeedsExplaining", 137)


def test_the_articles_phosphide_lies_within_its_limit():
    assert judge(limit(parse("InGeSiP3"), "LithiumIon"), 1733, ("In",)).verdict == "WithinLimit"


def test_what_could_explain_excess_is_named_with_claims():
    found = {cause.term: cause for cause in causes(("Fe", "O"))}
    assert set(found) == {"SpaceCharge", "SurfaceFilm", "Pseudocapacitance", "ElectrolyteDecomposition", "Carbon"}
    assert all(cause.claims for cause in found.values())


def test_space_charge_is_expected_only_with_the_metals_that_form_one():
    expected = {
        symbols: {c.term: c.is_expected for c in causes(symbols)}["SpaceCharge"]
        for symbols in (("Fe", "O"), ("Sn", "O"))
    }
    assert expected == {("Fe", "O"): True, ("Sn", "O"): False}
    assert of_role("SpaceChargeElement") == ("Fe", "Co", "Ni")
