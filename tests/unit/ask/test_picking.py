"""A table is picked by the whole of what was asked, or not at all."""

import pytest

from hemkg.ask.answering import selection_for
from hemkg.errors import InputError
from hemkg.store.catalogue import Catalogue
from hemkg.store.claims import Range
from hemkg.vocab.terms import HEM


@pytest.fixture(scope="module")
def catalogue():
    return Catalogue.in_memory()


def test_numbers_bound_the_measurement(catalogue):
    found = selection_for(catalogue, "sodium, sulfides, above 400 mAh/g at 1 A/g or more").measured
    assert found.ions == (HEM.SodiumIon,)
    assert HEM.Sulfide in found.material.families
    assert (found.value, found.current) == (Range(above=400), Range(least=1))
    assert found.kinds == (HEM.CapacityClaim,)


def test_mechanisms_techniques_and_syntheses_are_said_of_the_material(catalogue):
    found = selection_for(catalogue, "conversion and alloying, operando XRD, made by ball milling")
    assert [one.kinds[0] for one in found.beside] == [
        HEM.MechanismClaim, HEM.MechanismClaim, HEM.TechniqueClaim, HEM.SynthesisClaim,
    ]  # fmt: skip
    assert found.beside[0].polarities == (HEM.Asserted,)
    assert found.beside[2].modes == (HEM.Operando,)
    assert not found.measured.mechanisms


def test_one_of_several_mechanisms_is_enough_where_or_joins_them(catalogue):
    (wanted,) = selection_for(catalogue, "conversion or alloying").beside
    assert wanted.mechanisms == (HEM.Conversion, HEM.Alloying)


def test_a_mechanism_is_left_out_beside_one_that_is_wanted(catalogue):
    found = selection_for(catalogue, "conversion but not alloying")
    assert [one.mechanisms for one in found.without] == [(HEM.Alloying,)]


def test_a_technique_is_left_out_beside_one_that_is_wanted(catalogue):
    found = selection_for(catalogue, "operando XRD but not TEM")
    assert [one.modes for one in found.beside] == [(HEM.Operando,)]
    assert HEM.TransmissionElectronMicroscopy in found.without[0].techniques


def test_years_are_those_of_the_papers(catalogue):
    assert selection_for(catalogue, "sodium, since 2020").measured.years == Range(least=2020)


def test_an_element_that_is_only_named_is_in_the_material(catalogue):
    assert selection_for(catalogue, "iron").measured.material.has == ("Fe",)
    assert selection_for(catalogue, "iron or cobalt").measured.material.any_of == ("Fe", "Co")


def test_the_first_cycle_is_a_cycle(catalogue):
    found = selection_for(catalogue, "initial Coulombic efficiency above 80%").measured
    assert (found.kinds, found.cycle) == ((HEM.EfficiencyClaim,), Range(least=1, most=1))


@pytest.mark.parametrize(
    ("where", "why"),
    [
        ("blue bananas", "names nothing"),
        ("sodium, blue bananas", "“bananas”, which was not understood"),
        ("no intercalation", "leaves something out"),
        ("oxides other than spinels", "leaves something out"),
        ("highest capacity of oxides", "more than a list"),
        ("how many oxides", "more than a list"),
        ("energy density of oxides", "holds specific capacity, capacity retention and Coulombic efficiency"),
        ("sodium oxides, more than 405", "without a unit"),
        ("Mn as buffer", "role of an element"),
        ("hollow oxides", "“hollow”, which was not understood"),
        ("oxides in ether electrolyte", "nothing is read into this graph"),
        ("best capacity of each ion", "more than a list"),
        ("capacity of (CoNiFe)3O4", "no paper here speaks"),
    ],
)
def test_what_would_be_heeded_in_part_is_refused_with_a_way_out(catalogue, where, why):
    with pytest.raises(InputError, match=why) as refused:
        selection_for(catalogue, where)
    assert f"“{where}”" in str(refused.value)


@pytest.mark.parametrize("where", ["no less than 600 mAh/g", "oxides, not theoretical", "oxides without cobalt"])
def test_what_only_looks_like_a_denial_is_understood(catalogue, where):
    assert selection_for(catalogue, where).measured.kinds
