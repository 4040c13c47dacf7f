"""Structure, entropy word, window, cell: what the text says of a material or a measurement."""

import pytest

from hemkg.assemble.report import material_json
from hemkg.model.claim import ClaimType

from .facts import claims, read


@pytest.mark.parametrize(
    ("text", "structure"),
    [
        ("The spinel (FeCoNiCrMn)3O4 was made by a sol-gel route.", "Spinel"),
        ("(MgCoNiCuZn)O crystallises in the rock-salt structure.", "RockSalt"),
        ("(FeCoNiCrMn)3O4, a spinel, was cycled against lithium.", "Spinel"),
        ("Unlike a spinel, (MgCoNiCuZn)O was cycled against lithium.", None),
        ("CoO was cycled and gave a spinel.", None),
    ],
)
def test_the_structure_that_the_text_gives_a_material(text, structure):
    assert read(text).materials[0].structure == structure


@pytest.mark.parametrize(
    ("text", "structure"),
    [
        ("Much work went to spinels. Mn2CoO4 is a new member of this family.", "Spinel"),
        ("Many have turned to perovskites. LaMnO3 now joins the list.", "Perovskite"),
        ("Many have turned to perovskites and spinels. LaMnO3 now joins the list.", None),
        ("LaMnO3 turns to spinel. CoO is a further member of this group.", None),
    ],
)
def test_a_further_member_of_a_class_has_its_structure(text, structure):
    assert read(text).materials[-1].structure == structure


def test_a_class_may_be_turned_to_without_any_change_of_structure():
    assert read("Work has turned to spinels, Mn2CoO4 first, as anodes.").materials[0].structure == "Spinel"


@pytest.mark.parametrize(
    ("text", "morphology"),
    [
        ("(FeCoNiCrMn)3O4 nanosheets were made by a sol-gel route.", "Nanosheet"),
        ("Hollow spheres of (MgCoNiCuZn)O were cycled.", "HollowSphere"),
        ("Porous (FeCoNiCrMn)3O4 nanofibers were spun.", "Nanofibre"),
        ("Mesoporous CoO was cycled.", "Porous"),
        ("SEM shows that (FeCoNiCrMn)3O4 consists of flower-like microspheres.", "Nanoflower"),
        ("CoO nanoparticles sit on graphene nanosheets.", "Nanoparticle"),
        ("SnS2 on few-layer MXene was cycled against sodium.", None),
        ("CoO in carbon nanosheets was cycled.", None),
        ("Unlike nanosheets, CoO was cycled.", None),
        ("CoO was cycled and gave nanoparticles.", None),
    ],
)
def test_the_morphology_that_the_text_gives_a_material(text, morphology):
    assert read(text).materials[0].morphology == morphology


def test_a_morphology_is_in_the_report_by_its_label():
    (material,) = read("CoO nanosheets were cycled.").materials
    assert material_json(material)["morphology"] == "nanosheet"
    (material,) = read("CoO was cycled.").materials
    assert material_json(material)["morphology"] is None


@pytest.mark.parametrize(
    ("text", "entropy"),
    [
        ("The high-entropy oxide (FeCoNiCrMn)3O4 was made.", "HighEntropy"),
        ("The medium-entropy (CoNiZn)O and CoO were cycled.", "MediumEntropy"),
        ("CoO was cycled.", None),
    ],
)
def test_the_entropy_word_that_the_text_uses(text, entropy):
    assert read(text).materials[0].entropy_label == entropy


def test_a_window_of_the_paragraph_holds_for_the_values_after_it():
    text = "The cells were cycled between 0.01 and 3.0 V. The oxide CoO gave 600 mAh g-1 at 0.1 A g-1."
    (claim,) = claims(ClaimType.CAPACITY, text)
    window = claim.conditions.voltage_window
    assert (float(window.low), float(window.high)) == (0.01, 3.0)


def test_a_plateau_is_no_window():
    text = "A slope between 0.2 and 1.3 V is seen. The oxide CoO gave 600 mAh g-1 at 0.1 A g-1."
    (claim,) = claims(ClaimType.CAPACITY, text)
    assert claim.conditions.voltage_window is None


def test_full_cells_and_temperatures_are_told():
    text = "In a full cell with LiFePO4 the oxide CoO gave 410 mAh g-1 at 0.1 A g-1 and at −20 °C."
    (claim,) = claims(ClaimType.CAPACITY, text)
    assert claim.conditions.cell == "full"
    assert float(claim.conditions.temperature.low) == -20
