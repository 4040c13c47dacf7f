"""The ontology as a dictionary: its branches, what stands above and below a term, and words that are looked up."""

import pytest

from hemkg.review import dictionary
from hemkg.vocab import terms
from hemkg.vocab.terms import HEM


def test_every_concept_stands_in_the_branches_and_each_branch_once():
    found, left = [], list(dictionary.roots())
    while left:
        kind = left.pop()
        below = list(dictionary.below_branch(kind))
        left += [name for name in below if name in dictionary.BRANCHES]
        found.append(kind)
    assert sorted(found) == sorted(dictionary.BRANCHES)


def test_what_is_broader_is_known_from_either_side():
    assert HEM.Oxide in dictionary.broader(HEM.Oxyfluoride)  # the file says broader
    assert HEM.Chalcogenide in dictionary.broader(HEM.Sulfide)  # the file says narrower
    assert HEM.Diffraction in dictionary.broader(HEM.XRayDiffraction)  # and here that a technique is narrower
    assert set(dictionary.narrower(HEM.Chalcogenide)) == {HEM.Sulfide, HEM.Selenide, HEM.Telluride}
    assert HEM.Sulfoselenide in dictionary.with_narrower(HEM.Chalcogenide)


def test_every_term_has_an_entry_with_a_title():
    for name in dictionary.every():
        entry = dictionary.entry(name)
        assert entry.title, name
        assert not {entry.title} & set(entry.labels), name
        assert all(dictionary.is_entry(other) for other in (*entry.broader, *entry.narrower)), name


def test_a_symbol_that_is_also_a_name_is_no_link():
    iron = dictionary.entry(HEM.Fe)
    assert "symbol" not in iron.named_by
    assert not dictionary.is_link("symbol", "Fe")
    assert dictionary.is_link(HEM.ofElement, "Fe")


def test_an_entry_tells_what_other_terms_say_of_it():
    assert HEM.XRayDiffraction in dictionary.entry(HEM.Conversion).named_by[HEM.canShow]


def test_matches_of_units_and_of_concepts_are_there():
    assert any("qudt.org" in match.iri for match in dictionary.entry(HEM.MilliampereHourPerGram).matches)
    assert {match.how for match in dictionary.entry(HEM.XRayDiffraction).matches} == {"exact"}


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("space charge", HEM.SpaceCharge),
        ("space-charge", HEM.SpaceCharge),
        ("Space  Charge", HEM.SpaceCharge),
        ("PXRD", HEM.XRayDiffraction),
        ("pxrd", HEM.XRayDiffraction),
        ("Fe", HEM.Fe),
        ("iron", HEM.Fe),
        ("intercallation", HEM.Intercalation),
        ("electrochemical impedence", HEM.ElectrochemicalImpedanceSpectroscopy),
        ("rocksalt", HEM.RockSalt),
        ("mAh/g", HEM.MilliampereHourPerGram),
        ("mA h g⁻¹", HEM.MilliampereHourPerGram),
        ("SpaceCharge", HEM.SpaceCharge),
        ("CapacityClaim", HEM.CapacityClaim),
        ("FeS2", HEM.IronPyrite),
    ],
)
def test_words_lead_to_their_term(typed, name):
    assert dictionary.look_up(typed)[0].name == name


@pytest.mark.parametrize("typed", ["", "   ", "qqqqzzzz", "<script>", "\0", "[" * 300, "-"])
def test_words_that_mean_nothing_lead_nowhere(typed):
    assert dictionary.look_up(typed) == ()


def test_of_terms_that_are_as_near_concepts_come_before_classes():
    found = [one.name for one in dictionary.look_up("capcity")]
    assert found.index(HEM.SpecificCapacity) < found.index(HEM.CapacityClaim)


def test_no_term_is_found_twice_and_never_too_many():
    found = dictionary.look_up("e", most=7)
    assert len(found) == len({one.name for one in found}) == 7


def test_a_term_says_all_that_stands_in_the_files():
    assert terms.said("LithiumIon")[HEM.ofElement] == ("Li",)
    assert terms.said("nothing of the kind") == {}
