"""Samples that a paper tells in words, by a dopant, by a noun for each, or by symbols with dashes."""

import pytest

from hemkg.model.claim import ClaimType

from .facts import claims, read


def measured(text):
    """Return {value: material} of the capacities and retentions of a text."""
    found = claims(ClaimType.CAPACITY, text) + claims(ClaimType.RETENTION, text)
    return {float(claim.quantity.low): claim.material for claim in found}


def names(text):
    return [name for material in read(text).materials for name in (material.surface, *material.aliases)]


@pytest.mark.parametrize(
    ("text", "samples"),
    [
        (
            "Hollow ZnSnO3 boxes were etched out. At 0.2 A g-1 the hollow boxes deliver 810 mAh g-1, whereas the "
            "solid ones reach only 390 mAh g-1.",
            {810: "ZnSnO3", 390: "solid ones"},
        ),
        (
            "Amorphous (FeCoNiMn)MoO4 takes up 930 mAh g-1 at 0.1 A g-1; the crystalline form takes up 640 mAh g-1.",
            {930: "(FeCoNiMn)MoO4", 640: "crystalline form"},
        ),
        (
            "Mo-doped niobia, Nb1.9Mo0.1O5, holds 230 mAh g-1 at 2C. The undoped sample drops to 140 mAh g-1.",
            {230: "Nb1.9Mo0.1O5", 140: "undoped sample"},
        ),
        (
            "Nanocrystals of (CoNiCuZnMg)O give 870 mAh g-1 at 0.2 A g-1; the micron-sized powder gives 430 mAh g-1.",
            {870: "(CoNiCuZnMg)O", 430: "micron-sized powder"},
        ),
    ],
)
def test_words_tell_of_a_second_sample(text, samples):
    assert measured(text) == samples


def test_a_sample_in_another_form_has_the_composition_of_the_first():
    text = "Porous NiMn2O4 gives 700 mAh g-1 at 1 A g-1, the dense powder 300 mAh g-1."
    found = {m.surface: m.composition.formula for m in read(text).materials if m.composition}
    assert found == {"NiMn2O4": "NiMn2O4", "dense powder": "NiMn2O4"}


def test_a_word_without_its_opposite_tells_of_no_second_sample():
    text = "(FeCoNiCrMn)3O4 was sprayed. The crystalline oxide delivers 900 mAh g-1 at 0.1 A g-1."
    assert measured(text) == {900: "(FeCoNiCrMn)3O4"}


def test_what_a_word_introduces_by_name_is_that_material():
    text = "Hollow spheres (HES-H) and solid spheres (HES-S) were made. The solid spheres give 300 mAh g-1 at 1 A g-1."
    assert measured(text) == {300: "HES-S"}


def test_the_other_of_two_samples_of_one_composition():
    text = "Dense CoMn2O4 fades. CoMn2O4-RT has pores. The porous powder gives 402 mAh g-1 at 2 A g-1."
    assert measured(text) == {402: "CoMn2O4-RT"}


@pytest.mark.parametrize(
    ("text", "bare"),
    [
        ("Rods of Bi2S3@C give 520 mAh g-1. The uncoated rods end at 90 mAh g-1 after 50 cycles.", 90),
        ("Bi2S3/rGO gives 520 mAh g-1. Without graphene the sulfide shows 210 mAh g-1 at 3 A g-1.", 210),
    ],
)
def test_the_active_phase_of_a_composite_alone(text, bare):
    assert measured(text)[bare] == "Bi2S3"


def test_nouns_that_introduce_codes_stand_for_them():
    text = (
        "The oxide QMCZ-O, the sulfide QMCZ-S and the phosphide QMCZ-P were lithiated at 0.3 A g-1. Oxide, sulfide and "
        "phosphide charge to 904, 731 and 620 mAh g-1. After 300 cycles the sulfide has 522 mAh g-1."
    )
    assert measured(text) == {904: "QMCZ-O", 731: "QMCZ-S", 620: "QMCZ-P", 522: "QMCZ-S"}


@pytest.mark.parametrize(
    ("text", "samples"),
    [
        (
            "Cobalt-doped MoS2 was made. Co-doped MoS2 keeps 91% after 300 cycles at 1 A g-1, MoS2 only 40%.",
            {91: "Cobalt-doped MoS2", 40: "MoS2"},
        ),
        (
            "Nitrogen-doped TiO2 gives 210 mAh g-1; undoped TiO2 gives 120 mAh g-1. The undoped oxide keeps 61% after "
            "100 cycles at 1 A g-1, the doped oxide 92%.",
            {210: "Nitrogen-doped TiO2", 120: "TiO2", 61: "TiO2", 92: "Nitrogen-doped TiO2"},
        ),
    ],
)
def test_a_dopant_parts_a_compound_from_the_plain_one(text, samples):
    assert measured(text) == samples


@pytest.mark.parametrize("name", ["Ta-doped Nb2O5", "钽掺杂Nb2O5", "タンタルドープNb2O5"])
def test_a_dopant_belongs_to_the_name(name):
    assert names(f"The oxide ({name}) gives 190 mAh g-1 at 5C.") == ["Nb2O5", name]


@pytest.mark.parametrize(
    ("text", "samples"),
    [
        ("In Figure 2b, HEP@rGO keeps 705 mAh g-1 at 0.2 A g-1. HEP@rGO is best.", {705: "HEP@rGO"}),
        ("The powder fired at 1300 °C (HC-1300) gives 328 mAh g-1 at 30 mA g-1.", {328: "HC-1300"}),
        (
            "Without a sheath Si-w holds 911 mAh g-1, HEA@Si-w 1802 mAh g-1.",
            {911: "Si-w", 1802: "HEA@Si-w"},
        ),
        (
            "(CuFeCoNi)Se-2 gives 388 mAh g-1 at 50 mA g-1 and CuSe 301 mAh g-1. (CuFeCoNi)Se-2 lasts.",
            {388: "(CuFeCoNi)Se-2", 301: "CuSe"},
        ),
        (
            "KFeHCF gives 131 mAh g-1 at C/5, K(FeMnNiCo)HCF 124 mAh g-1. KFeHCF fades, K(FeMnNiCo)HCF does not.",
            {131: "KFeHCF", 124: "K(FeMnNiCo)HCF"},
        ),
        (
            "The Fe-rich HEO leads with 1012 mAh g-1 at 0.2 A g-1, followed by the Ni-rich HEO with 955 mAh g-1.",
            {1012: "Fe-rich HEO", 955: "Ni-rich HEO"},
        ),
        (
            "The eutectic alloy Sb–Sn stores 432 mAh g-1 at C/20, compared with 311 mAh g-1 for Sb.",
            {432: "Sb–Sn", 311: "Sb"},
        ),
        ("The alloy SnSbCo attains 402 mAh g-1 at 20 mA g-1, and Sn 355 mAh g-1.", {402: "SnSbCo", 355: "Sn"}),
    ],
)
def test_codes_and_elements_that_are_samples(text, samples):
    assert measured(text) == samples


@pytest.mark.parametrize(
    ("text", "alloy"),
    [
        ("The alloy Fe-Co-Ni forms on discharge and keeps the grains of oxide together.", "Fe-Co-Ni"),
        ("On discharge of BiSbS3 the alloy Bi-Sb comes first.", "Bi-Sb"),
    ],
)
def test_an_alloy_that_conversion_leaves_is_no_sample(text, alloy):
    assert alloy not in names(text)


def test_a_formula_inside_one_code_only_is_no_material():
    assert names("FeCoNiMn–glycerate was cycled. FeCoNiMn–glycerate gives 600 mAh g-1.") == ["FeCoNiMn–glycerate"]


def test_what_is_stored_is_no_sample():
    assert set(measured("VO2 was cycled. In it 210 mAh g-1 of Zn, at 0.1 A g-1, are stored.").values()) == {"VO2"}


def test_a_mechanism_of_an_element_that_is_a_sample():
    found = claims(ClaimType.MECHANISM, "Antimony anodes are cheap. Antimony stores sodium by alloying to Na3Sb.")
    assert [claim.material for claim in found] == ["Antimony"]
