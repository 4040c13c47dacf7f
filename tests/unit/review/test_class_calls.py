"""A material is called by an entropy class where nothing but links stands between the two."""

from dataclasses import replace

import pytest

from hemkg.review.class_calls import called_by_class
from hemkg.vocab.terms import HEM

from .papers import OXIDE, SULFIDE, mechanism, paper


def called(sentence, *names):
    """Return what a sentence calls the materials that it names."""
    made = paper("mine", *(mechanism(sentence, name, HEM.Conversion) for name in names))
    return dict(called_by_class(*made))


@pytest.mark.parametrize(
    "words",
    [
        "The high-entropy oxide {name} was made.",
        "We designed a high-entropy oxide with the nominal composition {name}.",
        "{name} is a high-entropy oxide.",
        "The anode, {name}, which is a high-entropy oxide, was cycled.",
        "{name} belongs to the high-entropy oxide family.",
        "Among high-entropy oxide materials, {name} was chosen.",
        "{name} was studied as a novel high-entropy oxide anode.",
    ],
)
def test_a_class_that_is_linked_to_a_name_is_its_class(words):
    assert called(words.format(name=OXIDE), OXIDE) == {OXIDE: HEM.HighEntropy}


@pytest.mark.parametrize(
    "words",
    [
        "{name} is not a high-entropy oxide.",
        "{name} lasts longer than a high-entropy oxide.",
        "A high-entropy oxide was compared with {name}.",
        "{name} was cycled; a high-entropy oxide was not.",
        "{name} is a high-entropy sulfide.",
        "High-entropy oxides are known. {name} was cycled.",
    ],
)
def test_a_class_beside_a_name_is_not(words):
    assert called(words.format(name=OXIDE), OXIDE) == {}


def test_the_other_material_of_a_sentence_is_not_called_by_it():
    sentence = f"The high-entropy oxide {OXIDE} outlasts {SULFIDE}."
    assert called(sentence, OXIDE, SULFIDE) == {OXIDE: HEM.HighEntropy}


def test_another_name_of_the_material_may_stand_between():
    made, reading = paper("mine", mechanism(f"{OXIDE} (HEO-1) is a high-entropy oxide.", OXIDE, HEM.Conversion))
    named = replace(reading, materials=tuple(replace(m, aliases=("HEO-1",)) for m in reading.materials))
    assert dict(called_by_class(made, named)) == {OXIDE: HEM.HighEntropy}
