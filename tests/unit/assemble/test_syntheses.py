"""Which words tell how the material was made."""

import pytest

from hemkg.model.claim import ClaimType
from tests.unit.assemble.facts import claims


def methods(text: str) -> set[str]:
    return {claim.words for claim in claims(ClaimType.SYNTHESIS, text)}


@pytest.mark.parametrize(
    ("sentence", "method"),
    [
        ("(CoNiFeCuZn)3O4 was prepared by a Pechini route and studied as anode.", "sol-gel"),
        ("The oxide (CoNiFeCuZn)3O4 was made by pulsed laser deposition.", "pulsed laser deposition"),
        ("(CoNiFeCuZn)S was obtained by ball milling the elements for 20 h.", "mechanochemical"),
        ("The powders of (CoNiFe)P were synthesised from hydroxides by phosphidation at 350 °C.", "phosphorization"),
    ],
)
def test_a_method_of_the_material_is_claimed(sentence, method):
    assert method in methods(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "XPS of (CoNiFe)S was measured after 60 s of sputtering.",
        "On discharge of (CoNiFe)S the metals precipitate as 3 nm grains.",
        "(CoNiFe)3O4 powder was burnt for combustion analysis.",
    ],
)
def test_what_happens_elsewhere_is_no_method(sentence):
    assert methods(sentence) == set()
