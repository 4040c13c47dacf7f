"""A thousand measurements are a file in two seconds, in every format."""

import pytest

from hemkg.review.orkg import orkg_csv
from hemkg.review.render import FORMATS
from hemkg.review.tables import review_table
from hemkg.vocab.terms import HEM

from .papers import OXIDE, capacity, mechanism, paper, store_of, technique

PAPERS, MEASUREMENTS, SECONDS = 50, 20, 2.0


def said(number):
    gives = (
        capacity(
            f"{OXIDE} gives {500 + step} mAh/g at 0.{step + 1} A/g after {step + 1} cycles in paper {number}.",
            OXIDE, 500 + step, current=(step + 1) / 10, cycle=step + 1,
        )
        for step in range(MEASUREMENTS)
    )  # fmt: skip
    converts = mechanism(f"{OXIDE} stores lithium by conversion.", OXIDE, HEM.Conversion)
    return paper(f"p{number}", *gives, converts, technique("XRD was used.", None, HEM.XRayDiffraction))


@pytest.fixture(scope="module")
def store():
    return store_of(*map(said, range(PAPERS)))


@pytest.mark.parametrize("form", [*FORMATS, "orkg"])
def test_a_thousand_rows_are_written_in_time(store, form, in_time):
    write = {**FORMATS, "orkg": orkg_csv}[form]
    write(review_table(store_of(said(0))))  # what is imported once is no time of the table's
    table, data = in_time(lambda: _written(store, write), SECONDS)
    assert len(table.rows) == PAPERS * MEASUREMENTS
    assert len(data) > 50_000


def _written(store, write):
    table = review_table(store)
    return table, write(table)
