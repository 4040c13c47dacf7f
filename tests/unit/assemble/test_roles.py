"""Which element is given a role, where a sentence names several."""

from hemkg.model.claim import ClaimType
from hemkg.vocab.terms import HEM

from .facts import claims


def given(role, text):
    """Return the elements to which a text gives a role."""
    return sorted(c.elements[0] for c in claims(ClaimType.ELEMENT_ROLE, text) if c.concept == role)


def test_a_word_for_a_role_belongs_to_the_elements_of_its_clause():
    text = "In (MgCoNiCuZn)O Mg acts as a structural stabiliser, whereas Cu, Co, Ni and Zn take part in conversion."
    assert given(HEM.StructuralStabiliser, text) == ["Mg"]


def test_in_is_indium_amid_a_sentence():
    text = "In InGeSiP3, Si and Ge provide the lithium storage, while In offers a high electrical conductivity."
    assert given(HEM.ConductivityEnhancer, text) == ["In"]


def test_who_conducts_badly_brings_no_conductivity():
    text = "In the sulfide (FeCoNiMnSi)S silicon has a very low electrical conductivity."
    assert given(HEM.ConductivityEnhancer, text) == []
