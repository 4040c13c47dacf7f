"""What authors say is missing is a stated gap and no denial."""

import pytest

from hemkg.model.claim import ClaimType, Polarity

from .facts import claims, read


@pytest.mark.parametrize(
    "sentence",
    [
        "Space charge in high-entropy sulfides remains unexplored.",
        "The conversion of such selenides has not been reported so far.",
        "Little is known about the alloying of bismuth in these hosts.",
        "Whether gallium takes part has yet to be examined.",
        "Studies of potassium storage in tellurides are still scarce.",
        "Nobody has so far looked at the oxide by magnetometry.",
        "Future work should clarify the role of indium.",
        "Magnetic measurements would be needed to settle this.",
        "EXAFS at the indium edge would be welcome here.",
        "From these spectra we are not able to tell which metal is reduced.",
        "Whether gallium alloys can not be said.",
        "Only few reports deal with tellurides.",
    ],
)
def test_a_sentence_that_states_a_gap(sentence):
    (gap,) = claims(ClaimType.GAP_STATEMENT, sentence)
    assert gap.evidence.quote == sentence
    assert gap.words
    assert gap.words in sentence


@pytest.mark.parametrize(
    "sentence",
    [
        "The oxide has not lost capacity after 300 cycles at 1 A g-1.",
        "Copper was studied by XRD and shows no reflections of the metal.",
        "The reported capacity is limited by the slow diffusion of sodium.",
        "No metal was detected by XPS after the first discharge.",
        "To the best of our knowledge no selenide has shown more.",
        "Raman spectra needed five scans each.",
    ],
)
def test_a_finding_is_no_gap(sentence):
    assert claims(ClaimType.GAP_STATEMENT, sentence) == []


def test_a_gap_carries_its_mechanism_and_ion():
    (gap,) = claims(ClaimType.GAP_STATEMENT, "Space charge in sodium-ion anodes has not been explored.")
    assert gap.concept == "SpaceCharge"
    assert gap.conditions.ion == "Na"


def test_a_gap_denies_no_mechanism():
    reading = read("Alloying of zinc in the high-entropy oxide has never been reported.")
    assert [c for c in reading.claims if c.polarity is Polarity.NEGATED] == []
