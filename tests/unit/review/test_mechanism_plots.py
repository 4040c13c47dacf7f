"""Plots of what is reported of mechanisms, and of capacities beside an order of elements."""

import pytest

from hemkg.errors import InputError
from hemkg.model.claim import Polarity
from hemkg.review import gallery
from hemkg.review.mechanism_plots import by_element, by_year
from hemkg.review.order_plot import order_points
from hemkg.review.picture_files import data_csv
from hemkg.review.reported import held_elements, read_reported
from hemkg.review.tables import review_table
from hemkg.store.claims import MaterialSelection, Range, RowSelection, Selection
from hemkg.vocab.terms import HEM

from .papers import OXIDE, SULFIDE, capacity, mechanism, paper, store_of

CONVERTS = f"{OXIDE} stores lithium by conversion."
FIRST = paper("first", mechanism(CONVERTS, OXIDE, HEM.Conversion), year=2021)
SECOND = paper(
    "second",
    mechanism(f"{SULFIDE} stores sodium by conversion.", SULFIDE, HEM.Conversion, ion="Na"),
    mechanism(f"{SULFIDE} does not alloy.", SULFIDE, HEM.Alloying, polarity=Polarity.NEGATED),
    capacity("Fe3O4 gives 900 mAh/g at 0.1 A/g.", "Fe3O4", 900, current=0.1),
    capacity("NiO gives 600 mAh/g at 0.1 A/g.", "NiO", 600, current=0.1),
    capacity("NiFe2O4 gives 700 mAh/g at 0.1 A/g.", "NiFe2O4", 700, current=0.1),
    year=2023,
)


@pytest.fixture(scope="module")
def store():
    return store_of(FIRST, SECOND, guided=False)


def test_a_year_counts_works_and_a_denial_is_no_report(store):
    found = by_year(read_reported(store))
    assert {key: len(those) for key, those in found.items()} == {(HEM.Conversion, 2021): 1, (HEM.Conversion, 2023): 1}


def test_a_work_that_reports_twice_is_one_work():
    twice = paper("twice", *(mechanism(f"{name} converts.", name, HEM.Conversion) for name in (OXIDE, SULFIDE)))
    ((_, those),) = by_year(read_reported(store_of(twice, guided=False))).items()
    assert len(those) == 1


def test_an_element_counts_the_materials_that_hold_it(store):
    found = by_element(read_reported(store), held_elements(store))
    counts = {symbol: len(those) for (_, symbol), those in found.items()}
    assert (counts["Co"], counts["Mg"], counts["Fe"]) == (2, 1, 1)


@pytest.mark.parametrize("kind", gallery.OF_REPORTS)
def test_every_cell_and_bar_tells_its_sentence(store, kind):
    assert CONVERTS in data_csv(gallery.draw(store, kind))


def picked(**wanted):
    return RowSelection(Selection((HEM.CapacityClaim,), **wanted))


def test_reports_are_picked_by_ion_family_and_mechanism(store):
    assert {r.ion for r in read_reported(store, picked(ions=(HEM.SodiumIon,)))} == {HEM.SodiumIon}
    assert {r.year for r in read_reported(store, picked(years=Range(least=2022)))} == {2023}
    oxides = picked(material=MaterialSelection(families=(HEM.Oxide,)))
    assert {r.family for r in read_reported(store, oxides)} == {HEM.Oxide}
    alloying = Selection((HEM.MechanismClaim,), mechanisms=(HEM.Alloying,), polarities=(HEM.Asserted,))
    assert read_reported(store, RowSelection(picked().measured, (alloying,))) == ()


@pytest.mark.parametrize("wanted", [{"cycle": Range(least=100)}, {"material": MaterialSelection(has=("Fe",))}])
def test_what_a_report_does_not_say_cannot_pick_it(store, wanted):
    with pytest.raises(InputError, match="leave the rest out"):
        read_reported(store, picked(**wanted))


def test_a_capacity_stands_over_the_one_ranked_element_that_its_material_holds(store):
    points = order_points(review_table(store))
    assert [(point.x, point.y) for point in points] == [("Fe", 900.0), ("Ni", 600.0)]


def test_the_claimed_order_stands_above_the_points(store):
    picture = gallery.draw(store, "order")
    assert list(picture.layout.xaxis.categoryarray) == ["Fe", "Co", "Ni"]
    assert "Fe &gt; Co &gt; Ni" in picture.layout.annotations[0].text


def test_a_plot_that_is_none_is_named(store):
    with pytest.raises(InputError, match="'colour'"):
        gallery.draw(store, "colour")
