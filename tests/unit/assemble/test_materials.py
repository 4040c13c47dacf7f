"""Which materials a paper speaks of: elements, samples that lack something, abbreviations, no acronyms."""

import pytest

from hemkg.assemble.samples import is_code

from .facts import read


def compositions(*texts):
    """Return {name: {element: share of all atoms}} of the materials whose amounts are known."""
    found = {}
    for material in read(*texts).materials:
        shares = material.composition.fractions() if material.composition else None
        if shares:
            found[material.surface] = {element: round(float(share), 3) for element, share in shares.items()}
    return found


def names(*texts):
    return [name for material in read(*texts).materials for name in (material.surface, *material.aliases)]


OXIDE = "(MgCoNiCuZn)O was made by spray pyrolysis."


@pytest.mark.parametrize(
    ("text", "symbols"),
    [
        ("FeSb2 outlives films of pure Ge, Sb and Pb.", {"Ge", "Sb", "Pb"}),
        ("Antimony stores sodium by alloying, unlike FeSb2.", {"Sb"}),
        ("Magnesium metal passivates, hence FeSb2.", {"Mg"}),
        ("Alloying metals such as Sn and Bi swell, unlike FeSb2.", {"Sn", "Bi"}),
        ("Crystalline silicon turns amorphous when lithium enters silicon.", {"Si"}),
        ("FeSb2 turns into Fe and Sb, and Sb alloys.", set()),
    ],
)
def test_elements_that_are_electrode_materials(text, symbols):
    assert {e for shares in compositions(text).values() if len(shares) == 1 for e in shares} == symbols


def test_codes_for_a_missing_element():
    found = compositions(OXIDE, "We left one cation out at a time (noMg, noZn). noMg fades to 300 mAh g-1.")
    assert found["noMg"] == {"Co": 0.125, "Ni": 0.125, "Cu": 0.125, "Zn": 0.125, "O": 0.5}
    assert found["noZn"] == {"Mg": 0.125, "Co": 0.125, "Ni": 0.125, "Cu": 0.125, "O": 0.5}


@pytest.mark.parametrize(
    ("text", "missing", "present"),
    [
        ("Without Cu the oxide gave 210 mAh g-1 at 0.1 A g-1.", "Cu", "Zn"),
        ("When Cu was replaced by Mn the oxide gave 210 mAh g-1 at 0.1 A g-1.", "Cu", "Mn"),
    ],
)
def test_a_sample_described_by_what_it_lacks(text, missing, present):
    described = [s for s in compositions(OXIDE, text).values() if missing not in s and len(s) > 3]
    assert len(described) == 1
    assert present in described[0]


def test_a_code_explained_by_an_exchange():
    found = compositions(OXIDE, "MOX (with Mn instead of Cu) gave 210 mAh g-1, MOX being stable.")
    assert set(found["MOX"]) == {"Mg", "Co", "Ni", "Mn", "Zn", "O"}


def test_a_formula_inside_the_alias_of_another_is_no_material():
    text = "The oxide (Nb0.6Ta0.2W0.2)2O5 (HE-Nb2O5) was cycled. HE-Nb2O5 gives 200 mAh g-1."
    assert names(text) == ["(Nb0.6Ta0.2W0.2)2O5", "HE-Nb2O5"]


def test_a_named_carbon_goes_by_its_abbreviation():
    text = "Hierarchically porous carbon (HPC) was made from straw. HPC gives 500 mAh g-1 after 50 cycles at 0.1 A g-1."
    assert "HPC" in names(text)


def test_a_valence_makes_no_second_material():
    assert names("LiCoO2 was dissolved. LiCo(III)O2 is leached slowly. LiCoO2 is common.") == ["LiCoO2", "LiCo(III)O2"]


@pytest.mark.parametrize("word", ["MHz", "Li–O2", "Self-standing", "Si–O", "JEOL", "NHE"])
def test_acronyms_units_bonds_and_cells_are_no_materials(word):
    text = f"FeSb2 was studied with {word} parts. Then {word} was used again, and {word} gave 120 mAh g-1."
    assert word not in names(text)


def test_numbers_of_figures_are_no_samples():
    text = "FeSb2 gives 500 mAh g-1 (Figure S1). Figure S1 and Table S2 show that S1 holds 400 mAh g-1."
    assert "S1" not in names(text)


def test_a_metal_with_a_glued_reference_number_is_no_sample():
    assert [word for word in ("Co56", "Fe64", "S60", "T750") if is_code(word)] == ["S60", "T750"]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Pyrolysed hotter and hotter, T-600 has 301 mAh g−1 and T-800 has 244 mAh g−1 of sodium.", ["T-600", "T-800"]),
        ("HE-MXene stores 402 mAh g−1 of lithium.", ["HE-MXene"]),
        ("HEO-air has 540 mAh g−1 of lithium.", ["HEO-air"]),
        ("Red phosphorus yields 1320 mAh g−1 with sodium.", ["Red phosphorus"]),
        ("The Li-air cell and the T-600 furnace were bought.", []),
    ],
)
def test_a_code_counts_beside_its_sibling_or_as_the_subject_of_a_value(text, names):
    assert [material.surface for material in read(text).materials] == names
