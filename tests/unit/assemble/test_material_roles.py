"""What a material is there for in a paper as a whole, and what a paper's class, bracket or bare copy stands for."""

import pytest

from hemkg.model.claim import ClaimType
from hemkg.vocab.terms import HEM

from .facts import claims, read


def roles(text):
    return {material.surface: material.role for material in read(text).materials}


def families(text):
    return {material.surface: material.family for material in read(text).materials}


def test_a_layered_oxide_in_a_paper_on_cathodes_is_one_though_no_word_beside_it_says_so():
    text = (
        "Layered cathodes of sodium-ion batteries lose oxygen at high voltage. We prepared "
        "Na0.67Mn0.5Fe0.2Ni0.1Cu0.1Ti0.1O2 in the solid state. It gives 131 mAh g-1 at 0.1 C."
    )
    assert roles(text) == {"Na0.67Mn0.5Fe0.2Ni0.1Cu0.1Ti0.1O2": HEM.Cathode}


def test_what_a_paper_makes_is_its_anode_and_what_it_is_held_against_a_comparison():
    text = (
        "The spinel (FeCoNiCrMn)3O4 was made by a sol-gel route as an anode for lithium-ion batteries. It delivers "
        "912 mAh g-1 after 200 cycles at 0.5 A g-1, whereas the reference Co3O4 keeps 301 mAh g-1 only."
    )
    assert roles(text) == {"(FeCoNiCrMn)3O4": HEM.Anode, "Co3O4": HEM.Comparison}


def test_a_salt_is_part_of_the_electrolyte_wherever_it_stands():
    text = "Anodes of SnS2 were cycled in 1 M LiPF6 and deliver 640 mAh g-1 at 0.1 A g-1."
    assert roles(text)["LiPF6"] == HEM.ElectrolyteComponent


@pytest.mark.parametrize(
    ("text", "name", "family"),
    [
        ("Operando XRD shows that HESs of pyrite type convert and alloy with sodium.", "HESs", HEM.Sulfide),
        ("We follow how high-entropy oxides are lithiated: they convert.", "high-entropy oxides", HEM.Oxide),
    ],
)
def test_the_class_that_a_paper_is_about_is_a_material_where_it_names_no_member(text, name, family):
    assert families(text) == {name: family}
    assert {claim.material for claim in claims(ClaimType.MECHANISM, text)} == {name}


def test_a_class_is_no_material_beside_one_of_its_members():
    text = "HEOs promise much. (MgCoNiCuZn)O delivers 610 mAh g-1 at 0.1 A g-1."
    assert list(families(text)) == ["(MgCoNiCuZn)O"]


def test_metals_in_a_bracket_by_themselves_are_the_one_compound_that_mixes_them():
    text = (
        "Fibres of (Mn0.2Fe0.2Co0.2Ni0.2Cu0.2)3O4 were spun. The (Mn,Fe,Co,Ni,Cu) fibres deliver 702 mAh g-1 at "
        "0.1 A g-1."
    )
    assert [(c.material, float(c.quantity.low)) for c in claims(ClaimType.CAPACITY, text)] == [
        ("(Mn0.2Fe0.2Co0.2Ni0.2Cu0.2)3O4", 702.0)
    ]


def test_two_forms_of_one_compound_that_a_sentence_names_in_turn_are_two_samples():
    text = (
        "Hollow and solid (FeCoNiMnV)S2 were compared: (FeCoNiMnV)S2 hollow cubes (VS-H) and solid cubes (VS-S). "
        "VS-H keeps 611 mAh g-1 at 1 A g-1 and VS-S 402 mAh g-1."
    )
    found = {float(c.quantity.low): c.material for c in claims(ClaimType.CAPACITY, text)}
    assert found == {611.0: "VS-H", 402.0: "VS-S"}


def test_a_dopant_is_among_the_elements_in_an_amount_that_is_not_told():
    text = "Plain FeS2 fades. Ni-doped FeS2 delivers 300 mAh g-1 at 1 A g-1, more than the undoped FeS2."
    (doped,) = [m for m in read(text).materials if "Ni" in m.surface]
    assert dict(doped.composition.amounts)["Ni"] is None


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("We sintered O3-NaNi0.3Fe0.3Mn0.2Ti0.2O2 and studied it by XRD for Na-ion batteries.", HEM.Cathode),
        ("The anode P2-Na0.66Li0.22Ti0.78O2 delivers 115 mAh g-1 at 0.1 C in sodium cells.", HEM.Anode),
    ],
)
def test_a_name_by_the_stacking_of_layers_is_that_of_a_cathode_unless_said_to_be_an_anode(text, role):
    (material,) = read(text).materials
    assert material.role == role


def test_a_compound_has_the_structure_of_the_same_with_a_dopant():
    text = (
        "The spinel (Mg0.1CoCrFeMn)0.6O4 holds 500 mAh g-1 at 0.2 A g-1 as an anode. Measured against "
        "(CoCrFeMn)0.6O4 it stores twice as much."
    )
    assert {material.structure for material in read(text).materials} == {HEM.Spinel}
