"""Which techniques a paper used, and in which mode."""

import pytest

from hemkg.model.claim import ClaimType
from tests.unit.assemble.facts import claims


def techniques(text: str) -> set[str]:
    return {claim.words for claim in claims(ClaimType.TECHNIQUE, text)}


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        ("In situ TEM of (CoNiFe)S shows rings of Na2S.", "in situ TEM"),
        ("TEM of (CoNiFe)S, performed in situ, shows rings of Na2S.", "in situ TEM"),
        ("SAED patterns of (CoNiFe)S recorded ex situ show rings of Na2S.", "ex situ SAED"),
        ("The oxide (CoNiFe)3O4 was studied by 57Fe NMR and XPS (ex situ).", "ex situ XPS"),
        ("The wire of (CoNiFe)S was sodiated inside the microscope.", "in situ TEM"),
        ("Operando diffraction of (CoNiFe)S shows no new phase.", "operando XRD"),
    ],
)
def test_a_mode_stands_before_or_behind_its_technique(sentence, told):
    assert told in techniques(sentence)


def test_a_mode_holds_for_a_second_technique_but_not_for_the_next_mode():
    assert {"in situ TEM", "in situ EELS"} <= techniques("In situ TEM and EELS of (CoNiFe)S show rings of Na2S.")
    found = techniques("In situ Raman and ex situ XPS of (CoNiFe)S agree.")
    assert found == {"in situ Raman", "ex situ XPS"}


def test_what_formed_in_situ_is_no_mode_of_a_technique():
    assert "TEM" in techniques("TEM of (CoNiFe)S shows that in situ formed Na2S surrounds the grains.")


def test_a_technique_that_is_still_to_come_was_not_used():
    assert techniques("DSC measurements of (CoNiFe)S are under way.") == set()
    assert techniques("For (CoNiFe)S, an XAS study would be needed to settle this.") == set()


def test_two_microscopies_may_share_their_noun():
    found = techniques("(CoNiFe)S was examined by scanning and transmission electron microscopy.")
    assert found == {"SEM", "TEM"}


def test_diffraction_is_not_told_again_where_its_kind_is_named():
    assert techniques("XRD shows that (CoNiFe)S is cubic. According to diffraction no second phase exists.") == {"XRD"}


def test_a_spectrum_of_a_core_level_tells_photoelectron_spectroscopy():
    assert "XPS" in techniques("The Co 2p spectra of (CoNiFe)S show metallic cobalt after discharge.")
