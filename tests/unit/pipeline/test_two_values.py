"""A value that a table and the text tell is one claim with two quotes; where they differ, every answer says so.

The paper is a retracted one, which shows wherever it is named.
"""

import csv
import io
import json

import pytest
from typer.testing import CliRunner

from hemkg import building
from hemkg.assistant import Assistant
from hemkg.cli import app
from hemkg.isolation import Limits
from hemkg.reason.conflicts import find_conflicts, to_json
from hemkg.reason.why import to_json as why_json
from hemkg.reason.why import why
from hemkg.review.bibliography import bibtex
from hemkg.review.render import render
from hemkg.review.tables import review_table
from hemkg.store.catalogue import Catalogue
from hemkg.vocab.terms import HEM

pytestmark = pytest.mark.slow  # a store is built

OXIDE = "(Co0.2Cu0.2Mg0.2Ni0.2Zn0.2)O"
ROWS = ((OXIDE, "0.5", "300", "0.812"), ("NiO", "0.1", "50", "0.42"))
HEAD = ("Sample", "Current density (A g−1)", "Cycle number", "Capacity (Ah g−1)")


def _row(cells, tag):
    return f"<tr>{''.join(f'<{tag}>{cell}</{tag}>' for cell in cells)}</tr>"


PAPER = (
    '<article><front><article-meta><article-id pub-id-type="doi">10.1234/t</article-id>'
    "<title-group><article-title>An invented oxide</article-title></title-group></article-meta></front>"
    "<body><sec><title>Results</title>"
    f"<p>In lithium-ion half cells the {OXIDE} anode keeps 812 mAh g−1 after 300 cycles at 0.5 A g−1. "
    "NiO keeps a capacity of 402 mAh g−1 after 50 cycles at 0.1 A g−1.</p>"
    "<table-wrap><label>Table 2</label><caption><p>Performance.</p></caption><table>"
    f"<thead>{_row(HEAD, 'th')}</thead><tbody>{''.join(_row(row, 'td') for row in ROWS)}</tbody></table></table-wrap>"
    "<table-wrap><label>Table 3</label><caption><p>Composition (at.%) by ICP-OES.</p></caption><table>"
    f"<thead>{_row(('Sample', 'Ni', 'O'), 'th')}</thead><tbody>{_row(('NiO', '49.1', '50.9'), 'td')}</tbody></table>"
    "</table-wrap></sec></body></article>"
)
SAID = "The text says 402 mAh g-1, Table 2 0.42 Ah g-1"


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    folder = tmp_path_factory.mktemp("two")
    (folder / "papers").mkdir()
    (folder / "papers" / "t.xml").write_text(PAPER)
    (folder / "papers" / "manifest.csv").write_text("file,doi,title,year,standing\nt.xml,,,,retracted\n")
    building.build([folder / "papers"], folder / "store", workers=1, largest=2**26, limits=Limits(120.0))
    return folder / "store"


def ask(store, question):
    with Assistant.open(store) as assistant:
        return assistant.ask(question).answer


def test_a_value_told_twice_is_one_row_with_both_quotes(store):
    answer = ask(store, f"What is the capacity of {OXIDE} after 300 cycles?")
    assert len(answer.rows) == 1
    assert {(c.quote[:6], c.cell) for c in answer.citations} == {
        ("In lit", None),
        ("0.812", f"Table 2, {OXIDE} > Capacity (Ah g−1)"),
    }


def test_the_review_table_cites_both_places(store):
    with Catalogue.open(store) as catalogue:
        table = review_table(catalogue.graph)
    (row,) = [row for row in table.rows if row.cells["material"].value == OXIDE]
    assert {table.citations[n - 1].quote[:6] for n in row.cells["value"].citations} == {"In lit", "0.812"}


def test_two_values_stay_two_and_the_answer_says_so(store):
    answer = ask(store, "What is the capacity of NiO after 50 cycles?")
    assert sorted(row.cells["capacity"] for row in answer.rows) == [402, 420]
    assert {row.cells["disagreement"] for row in answer.rows} == {SAID}
    assert answer.text.count(SAID) == 1
    assert all(len(row.citations) == 2 for row in answer.rows)


def test_the_conflicts_tell_both_sides(store):
    with Catalogue.open(store) as catalogue:
        (found,) = [c for c in find_conflicts(catalogue.graph) if c.kind == HEM.Disagreement]
    assert found.says == f"{SAID}."
    assert {side.says for side in found.sides} == {
        "NiO keeps a capacity of 402 mAh g−1 after 50 cycles at 0.1 A g−1.",
        "Table 2, NiO > Capacity (Ah g−1): 0.42",
    }


def test_why_tells_it_of_the_material(store):
    told = CliRunner().invoke(app, ["why", "NiO", "--store", str(store)])
    assert f"  {SAID}." in told.output.splitlines()


def test_extract_prints_further_evidence_and_the_pairs_that_differ(store):
    told = json.loads(CliRunner().invoke(app, ["extract", str(store.parent / "papers" / "t.xml")]).output)
    by_place = dict(enumerate(told["claims"]))
    ((one, other),) = told["disagreements"]
    assert {by_place[one]["value"], by_place[other]["value"]} == {402, 0.42}
    (joined,) = [claim for claim in told["claims"] if claim["further_evidence"]]
    assert (joined["material"], joined["further_evidence"][0]["table"]) == (OXIDE, "Table 2")


# ---------------------------------------------------------------- the standing of the paper


def test_a_retraction_has_a_column_in_csv_and_json(store):
    with Catalogue.open(store) as catalogue:
        table = review_table(catalogue.graph)
    (first, *_) = csv.DictReader(io.StringIO(render(table, "csv").decode("utf-8-sig")))
    assert first["Standing of the paper"] == "retracted"
    assert {row["standing"] for row in json.loads(render(table, "json"))["rows"]} == {"retracted"}
    assert "note = {retracted}" in bibtex(table.works)


def test_the_review_table_says_which_other_value_the_paper_gives(store):
    with Catalogue.open(store) as catalogue:
        table = review_table(catalogue.graph)
    told = {row.cells["material"].value: row.cells["disagreement"] for row in table.rows}
    assert told["NiO"].value == SAID
    assert len(told["NiO"].citations) == 2
    assert told[OXIDE].value is None


def test_a_retraction_is_marked_in_why_and_conflicts(store):
    assert (
        "(An invented oxide [retracted], Results)"
        in CliRunner().invoke(app, ["why", "NiO", "--store", str(store)]).output
    )
    assert (
        "(An invented oxide [retracted], Results)"
        in CliRunner().invoke(app, ["conflicts", "--store", str(store)]).output
    )
    with Catalogue.open(store) as catalogue:
        (found,) = [c for c in find_conflicts(catalogue.graph) if c.kind == HEM.Disagreement]
        (reason,) = why(catalogue.graph, found.iri)
    assert {side["standing"] for side in to_json(found)["sides"]} == {"retracted"}
    assert {each["standing"] for each in why_json(reason)["because"]} == {"retracted"}


# ---------------------------------------------------------------- what a table says a sample is made of


def test_a_measured_composition_stands_in_the_review_table_with_its_cells(store):
    with Catalogue.open(store) as catalogue:
        table = review_table(catalogue.graph)
    row = next(row for row in table.rows if row.cells["material"].value == "NiO")
    cell = row.cells["measured_composition"]
    assert (cell.value, row.cells["nominal_composition"].value) == (("Ni0.491O0.509 (ICP-OES)",), None)
    (number,) = cell.citations
    cited = table.citations[number - 1]
    assert (cited.quote, cited.cell) == ("49.1 | 50.9", "Table 3, NiO > Ni, O")
    assert row.cells["formula"].value == "NiO"


def test_extract_prints_it_too(store):
    told = json.loads(CliRunner().invoke(app, ["extract", str(store.parent / "papers" / "t.xml")]).output)
    (report,) = next(m for m in told["materials"] if m["surface"] == "NiO")["composition_reports"]
    assert (report["origin"], report["technique"], report["elements"]) == (
        "measured",
        "ICP-OES",
        {"Ni": 0.491, "O": 0.509},
    )
