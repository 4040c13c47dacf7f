"""The table for orkg.org: its headings, a row a measurement, nothing computed, nothing that runs."""

import csv
import io

import pytest

from hemkg.model.claim import Polarity
from hemkg.review.orkg import orkg_csv, plain
from hemkg.review.tables import review_table
from hemkg.vocab.terms import HEM

from .papers import OXIDE, capacity, mechanism, paper, store_of
from .test_render import hostile_table

SAID = paper(
    "wu",
    capacity(f"{OXIDE} gives 650 mAh/g after 300 cycles at 0.1 A/g.", OXIDE, 650, current=0.1, cycle=300),
    capacity(f"{OXIDE} gives 900 mAh/g at first.", OXIDE, 900, cycle=1),
    mechanism(f"{OXIDE} stores lithium by conversion.", OXIDE, HEM.Conversion),
    mechanism(f"{OXIDE} does not alloy.", OXIDE, HEM.Alloying, polarity=Polarity.NEGATED),
    authors=("Wu, C.", "Yang, D."),
    title="Oxides",
)


def rows_of(table):
    return list(csv.reader(io.StringIO(orkg_csv(table).decode("utf-8"))))


@pytest.fixture(scope="module")
def rows():
    return rows_of(review_table(store_of(SAID)))


def test_the_paper_stands_in_the_columns_that_the_import_knows(rows):
    assert rows[0][:6] == [
        "paper:title", "paper:authors", "paper:publication_year", "paper:published_in", "paper:doi",
        "contribution:extraction_method",
    ]  # fmt: skip
    assert {tuple(row[:6]) for row in rows[1:]} == {
        ("Oxides", "Wu, C.; Yang, D.", "2024", "Journal of Tests", "10.1234/wu", "automatic")
    }


def test_a_measurement_is_a_row_with_its_sentence(rows):
    value, quote = rows[0].index("Value"), rows[0].index("Quote")
    assert [row[value] for row in rows[1:]] == ["650", "900"]
    assert all(row[value] in row[quote] for row in rows[1:])


def test_several_values_of_a_property_stand_in_columns_of_one_name(rows):
    places = [place for place, name in enumerate(rows[0]) if name == "Mechanisms"]
    assert {rows[1][place] for place in places} == {"conversion", "alloying (negated)"}
    assert rows[0].count("Elements") == 6


def test_what_hemkg_computes_is_not_said_to_be_the_paper_s(rows):
    assert not [name for name in rows[0] if "Faraday" in name or "limit" in name or "computed" in name or "[R]" in name]


def test_a_property_that_no_row_has_is_no_column(rows):
    assert "Voltage window [V]" not in rows[0]


def test_no_byte_order_mark_stands_before_the_first_heading():
    assert orkg_csv(review_table(store_of(SAID))).startswith(b"paper:title,")


def test_hostile_texts_are_text_in_every_cell():
    rows = rows_of(hostile_table())
    assert len({len(row) for row in rows}) == 1
    assert not [
        cell for row in rows[1:] for cell in row if len(cell) > 1 and cell.lstrip().startswith(("=", "@", "+", "\t"))
    ]


@pytest.mark.parametrize("text", ["orkg:R100", "resource:Berlin", '=HYPERLINK("x")', "@SUM(A1)"])
def test_a_text_is_neither_link_nor_formula(text):
    assert plain(text) == f"'{text}"


def test_an_empty_store_has_its_headings():
    assert rows_of(review_table(store_of(guided=False)))[0][0] == "paper:title"
