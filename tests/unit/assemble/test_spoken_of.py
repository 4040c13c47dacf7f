"""What a paper speaks of: seen in any sentence, whether or not a claim took it up."""

import pytest

from hemkg.vocab.terms import HEM
from tests.unit.assemble.facts import read

SAYS = "(CoNiFeCuZn)3O4 gives 650 mAh/g."


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        ("The window was 0.01–3.0 V.", HEM.voltageLow),
        ("Cells ran for 300 cycles.", HEM.cycle),
        ("Loads of 0.2 A/g were used.", HEM.currentDensity),
        ("Rates up to 2 C were used.", HEM.currentDensity),
        ("Spinels are common.", HEM.structureType),
        ("Nanosheets are common.", HEM.morphology),
        ("Others went the hydrothermal way.", HEM.method),
        ("Sodium-ion cells were assembled.", HEM.ion),
    ],
)
def test_a_mention_anywhere_is_enough(sentence, told):
    assert told not in read(SAYS).speaks_of
    assert told in read(SAYS, sentence).speaks_of
