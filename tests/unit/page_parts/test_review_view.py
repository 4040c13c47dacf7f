"""The review table, its groups, its counts and its plots as HTML: all that papers wrote is text."""

import re

import pytest

from hemkg.errors import InputError
from hemkg.page_parts.exports import sheet_file
from hemkg.page_parts.plot_view import FILES, PLOTS, plot_file, plot_view
from hemkg.page_parts.review_view import cross_view, review_view
from hemkg.review import gallery
from hemkg.review.print_pictures import svg
from hemkg.review.summaries import crosswise, grouped, of_pair
from hemkg.review.tables import review_table
from hemkg.vocab.terms import HEM
from tests.unit.review.papers import OXIDE, SULFIDE, capacity, mechanism, paper, retention, store_of

EVIL = "<img src=x onerror=alert(1)>"
SAID = (
    capacity(f"{OXIDE} gives 650 mAh/g at 0.1 A/g.", OXIDE, 650, current=0.1),
    capacity(f"{OXIDE} gives 600 mAh/g at 0.2 A/g.", OXIDE, 600, current=0.2),
    capacity(f"{SULFIDE} gives 400 mAh/g at 1 A/g {EVIL}.", SULFIDE, 400, current=1, ion="Na"),
    mechanism(f"{OXIDE} converts and alloys.", OXIDE, HEM.Conversion),
    mechanism(f"{OXIDE} converts and alloys.", OXIDE, HEM.Alloying),
)
ORDER = paper(
    "o", capacity("CoO gives 650 mAh/g.", "CoO", 650), retention("CoO keeps 80% for 9 cycles.", "CoO", 80, cycle=9)
)


@pytest.fixture(scope="module")
def store():
    return store_of(paper("p", *SAID, title=f"Anodes {EVIL}"))


@pytest.fixture(scope="module")
def table(store):
    return review_table(store)


def heads(shown):
    return [re.sub("<[^>]*>", "", head) for head in re.findall(r'<tr class="group">(.*?)</tr>', shown)]


def test_groups_stand_under_their_name_with_their_number(table):
    assert heads(review_view(grouped(table, "mechanism"))) == [
        "alloying 2 measurements",
        "conversion 2 measurements",
        "not known 1 measurement",
    ]
    assert heads(review_view(grouped(table, "ion"))) == ["Li+ 2 measurements", "Na+ 1 measurement"]
    assert heads(review_view(table)) == []


def test_a_group_that_is_in_view_in_part_tells_its_whole_number(table):
    assert heads(review_view(grouped(table, "ion"), shown=1)) == ["Li+ 2 measurements"]


def test_a_measurement_in_several_groups_is_counted_once(table):
    assert "3 measurements from 1 papers, in 3 groups" in review_view(grouped(table, "mechanism"))


def test_the_name_of_a_group_goes_across_all_columns(table):
    shown = review_view(grouped(table.with_columns(["material", "value", "ion"]), "ion"))
    columns = len(re.findall("<th[ >]", shown[: shown.index("<tbody>")]))
    assert f'colspan="{columns}"' in shown


def test_counts_lead_to_their_measurements(table):
    shown = cross_view(crosswise(table, "mechanism", "ion"), "ion", ("alloying", "Li+"))
    assert re.findall(r'data-down="([^"]*)" data-across="([^"]*)" aria-pressed="true"', shown) == [("alloying", "Li+")]
    assert "Li<sup>+</sup>" in shown
    rows = of_pair(table, "mechanism", "ion", ("alloying", "Li+")).rows
    assert [row.cells["value"].value for row in rows] == [650.0, 600.0]


def test_every_count_is_the_number_of_its_measurements(table):
    for down in ("mechanism", "material", "paper", "ion"):
        sheet = crosswise(table, down, "ion")
        for name, *counts in sheet.lines:
            for count, ion in zip(counts, sheet.headings[1:], strict=True):
                assert len(of_pair(table, down, "ion", (name, ion)).rows) == count


def test_counts_are_files_where_they_can_be(table):
    sheet = crosswise(table, "mechanism", "ion")
    name, _, content = sheet_file(sheet, "CSV")
    assert (name, b"alloying,2" in content) == ("review-counts.csv", True)
    with pytest.raises(InputError, match="xlsx"):
        sheet_file(sheet, "Excel")


def test_the_page_offers_every_plot_of_the_command_line():
    assert set(PLOTS) == set(gallery.KINDS)


@pytest.mark.parametrize("kind", PLOTS)
def test_a_plot_stands_in_the_page_with_its_sentences_and_nothing_else_of_the_page_heeds_it(kind):
    shown = plot_view(gallery.draw(store_of(paper("p", *SAID), ORDER), kind), kind)
    assert re.search(r"<title>[^<]*“[^<]*(converts and alloys|650 mAh/g|keeps 80%)", shown)
    assert not re.search(r"<style|<metadata|<\?xml|<!DOCTYPE|<script", shown)
    assert f'aria-label="Plot: {PLOTS[kind]}"' in shown


def test_no_word_of_a_paper_is_a_tag_of_the_page(store, table):
    picture = gallery.draw(store, "capacity")
    pages = [review_view(grouped(table, "paper")), cross_view(crosswise(table, "paper", "ion"), "ion")]
    for shown in (plot_view(picture, "capacity"), *pages):
        assert "<img" not in shown
        assert "&lt;img" in shown


def test_a_plot_of_nothing_says_so_and_is_not_saved():
    shown = plot_view(gallery.draw(store_of(), "capacity"), "capacity")
    assert "No measurement here states both numbers." in shown
    assert "data-form" not in shown


def test_a_plot_is_saved_as_what_the_command_line_writes(store):
    picture = gallery.draw(store, "capacity")
    files = {form: plot_file(picture, "capacity", form) for form in FILES}
    assert [name for name, _, _ in files.values()] == ["capacity.svg", "capacity.png", "capacity.csv"]
    assert files["svg"][2] == svg(picture)
    assert files["png"][2].startswith(b"\x89PNG")
    assert b"650 mAh/g at 0.1 A/g" in files["csv"][2]
