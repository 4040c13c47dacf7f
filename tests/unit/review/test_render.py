"""The table as CSV, Markdown, LaTeX and JSON: readable, cited, and never more than text."""

import csv
import io
import json
import shutil
import subprocess

import pytest

from hemkg.errors import InputError
from hemkg.model.answer import Citation
from hemkg.review.render import LACKING, SHORT_NEEDS, harmless, printed, render
from hemkg.review.tables import COLUMNS, ReviewTable, TableCell, TableRow, Work, review_table
from hemkg.vocab.terms import HEM

from .papers import OXIDE, capacity, mechanism, paper, store_of

HOSTILE = (
    '=HYPERLINK("http://x","y")', "@SUM(A1)", "+1+cmd|' /C calc'!A0", "-2+3", "\t=1", r"\input{/etc/passwd}",
    "50% of $x_1^2$ & #7 ~ {}", "<img src=x onerror=alert(1)>", "a | b `c` [d](javascript:e)", "--- ‐‐ “q” «q»",
    "α-Fe₂O₃ ≥ 5 µm 与 □", "line\nbreak",
)  # fmt: skip


def hostile_table():
    """A table in which every text is one that a format could take for more than text."""
    citations = tuple(Citation(n, "doc", text, title=text, year=2024) for n, text in enumerate(HOSTILE, start=1))
    rows = tuple(
        TableRow(f"urn:c{n}", HEM.CapacityClaim, "urn:p", {key: TableCell(text, (n,)) for key in COLUMNS})
        for n, text in enumerate(HOSTILE, start=1)
    )
    works = (Work("urn:p", "doc", HOSTILE[6], "10.1/a%b{c}", 2024, HOSTILE[7], (HOSTILE[5],)),)
    return ReviewTable(tuple(COLUMNS.values()), rows, citations, works, {c.number: "urn:p" for c in citations})


@pytest.fixture(scope="module")
def table():
    said = paper(
        "wu",
        capacity(f"{OXIDE} gives 650 mAh/g after 300 cycles at 0.1 A/g.", OXIDE, 650, current=0.1, cycle=300),
        mechanism(f"{OXIDE} stores lithium by conversion.", OXIDE, HEM.Conversion),
        authors=("Wu, C.", "Yang, D."),
        title="Oxides such as Fe3O4",
    )
    return review_table(store_of(said))


def text_of(table, form):
    return render(table, form).decode("utf-8-sig")


def test_every_format_tells_what_is_not_reported_from_what_was_not_extracted():
    said = paper("half", capacity(f"{OXIDE} gives 650 mAh/g.", OXIDE, 650), speaks_of=(HEM.structureType,))
    table = review_table(store_of(said))
    line = next(csv.DictReader(io.StringIO(text_of(table, "csv"))))
    assert "current_density" in line["Not reported"].split("; ")
    assert line["Not extracted"] == "structure"
    shown = printed(table)
    at = {heading: cell.text for heading, cell in zip(shown.headings, shown.rows[0], strict=True)}
    assert (at["Structure"], at["At"], at["Mechanisms"]) == ("n.e.", "n.r.", "n.r.")
    assert all("n.e. not extracted" in text_of(table, form) for form in ("md", "latex"))


def test_a_table_without_such_cells_needs_no_legend():
    table = review_table(store_of(paper("a", capacity(f"{OXIDE} gives 650 mAh/g.", OXIDE, 650))), columns=["value"])
    assert printed(table).legend is None


# ---------------------------------------------------------------- CSV


def test_csv_has_a_line_a_measurement_with_its_quote(table):
    rows = list(csv.DictReader(io.StringIO(text_of(table, "csv"))))
    assert [row["Value"] for row in rows] == ["650"]
    assert rows[0]["Quote"].startswith(OXIDE)
    assert rows[0]["Source"] == "wu2024oxides"
    assert "value: " in rows[0]["Citations"]


def test_csv_headings_have_their_units(table):
    heading = text_of(table, "csv").splitlines()[0]
    assert "Current density [A g-1]" in heading
    assert "Entropy per cation [R]" in heading


@pytest.mark.parametrize("text", HOSTILE[:5])
def test_no_spreadsheet_takes_a_text_for_a_formula(text):
    assert harmless(text).startswith("'")


@pytest.mark.parametrize("text", ["=", "-5", "+1.5e-3", "Fe3O4", ""])
def test_numbers_bounds_and_names_stay_as_they_are(text):
    assert harmless(text) == text


def test_hostile_csv_reads_back_with_as_many_cells_in_every_line():
    rows = list(csv.reader(io.StringIO(text_of(hostile_table(), "csv"))))
    assert {len(row) for row in rows} == {len(COLUMNS) + len(LACKING) + 3}


# ---------------------------------------------------------------- Markdown


def test_markdown_sets_formulas_low_ions_high_and_names_the_work(table):
    row = text_of(table, "md").splitlines()[2]
    assert "Mg<sub>0.2</sub>Co<sub>0.2</sub>" in row
    assert "Li<sup>+</sup>" in row
    assert "650 mAh g<sup>−1</sup>" in row
    assert row.endswith("| Wu et al. 2024 |")


def test_markdown_rows_are_as_long_as_its_heading():
    lines = [line for line in text_of(hostile_table(), "md").splitlines() if line.startswith("| ")]
    assert {line.replace(r"\|", "").count("|") for line in lines} == {len(printed(hostile_table()).headings) + 1}


def test_nothing_in_markdown_is_a_tag_or_a_link():
    text = text_of(hostile_table(), "md")
    assert "<img" not in text
    assert "](javascript" not in text.replace(r"\]", "")


def test_a_long_list_is_cut_and_says_so():
    cells = {key: TableCell("x", (1,)) for key in SHORT_NEEDS} | {"techniques": TableCell(tuple("abcdefgh"), (1,))}
    whole = {key: cells.get(key, TableCell("x", (1,))) for key in COLUMNS}
    row = TableRow("urn:c", HEM.CapacityClaim, "urn:p", whole)
    shown = printed(ReviewTable(tuple(COLUMNS.values()), (row,), (Citation(1, "d", "q"),)))
    assert shown.rows[0][shown.headings.index("Techniques")].text == "a; b; c; d; e and 3 more"


# ---------------------------------------------------------------- LaTeX


def test_latex_is_a_booktabs_table_with_subscripts_and_cites(table):
    text = text_of(table, "latex")
    assert all(command in text for command in (r"\toprule", r"\midrule", r"\bottomrule"))
    assert r"Mg\textsubscript{0.2}" in text
    assert r"\cite{wu2024oxides}" in text
    assert r"\bibitem{wu2024oxides} Wu, C., Yang, D." in text


def test_no_command_of_a_paper_reaches_latex():
    text = text_of(hostile_table(), "latex")
    assert r"\input{/etc" not in text
    assert r"\textbackslash{}input\{/etc/passwd\}" in text
    assert r"50\% of \$x\_1\textasciicircum{}2\$ \& \#7" in text


def test_latex_sets_formulas_low_in_the_titles_of_works_too(table):
    assert r"Oxides such as Fe\textsubscript{3}O\textsubscript{4}" in text_of(table, "latex")


@pytest.mark.skipif(not shutil.which("pdflatex"), reason="needs pdflatex")
def test_hostile_latex_is_set_by_plain_pdflatex(tmp_path):
    (tmp_path / "t.tex").write_bytes(render(hostile_table(), "latex"))
    done = subprocess.run(
        ["pdflatex", "-interaction=nonstopmode", "-halt-on-error", "-no-shell-escape", "t.tex"],  # noqa: S607
        cwd=tmp_path, capture_output=True, check=False, timeout=120,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-2000:]


# ---------------------------------------------------------------- JSON


def test_json_says_of_every_cell_what_it_rests_on(table):
    found = json.loads(text_of(table, "json"))
    row = found["rows"][0]
    assert (row["value"], row["mechanisms"]) == (650.0, ["conversion"])
    assert set(row["cell_citations"]["value"]) <= {citation["n"] for citation in found["citations"]}
    assert row["notes"]["voltage_window"].startswith("not reported")
    assert "voltage_window" in row["not_reported"]


def test_an_unknown_format_is_named(table):
    with pytest.raises(InputError, match="'pdf'"):
        render(table, "pdf")
