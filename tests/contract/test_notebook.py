"""The notebook runs, shows what it says, and stands in the repository without its output."""

from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

ROOT = Path(__file__).parents[2]
NOTEBOOK = ROOT / "docs" / "notebook" / "hemkg.ipynb"
SECONDS = 120


@pytest.fixture(scope="module")
def cells(tmp_path_factory):
    """The cells with code after they were run, as {first line: what was shown}."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", str(ROOT))
        patch.setenv("TMPDIR", str(tmp_path_factory.mktemp("notebook")))
        patch.setenv("IPYTHONDIR", str(tmp_path_factory.mktemp("ipython")))
        patch.delenv("HEMKG_STORE", raising=False)
        read = nbformat.read(NOTEBOOK, 4)
        NotebookClient(read, timeout=SECONDS, resources={"metadata": {"path": str(NOTEBOOK.parent)}}).execute()
    return {cell.source: [shown(output) for output in cell.outputs] for cell in read.cells if cell.cell_type == "code"}


def shown(output):
    assert output.output_type != "error", output
    return output.text if output.output_type == "stream" else output.data


def output_of(cells, words):
    """What the cell that holds some words printed and gave, as text; printed text may come in pieces."""
    (found,) = [outputs for source, outputs in cells.items() if words in source]
    return "".join(part if isinstance(part, str) else part.get("text/plain", "") for part in found)


def test_the_notebook_is_kept_without_output():
    read = nbformat.read(NOTEBOOK, 4)
    nbformat.validate(read)
    code = [cell for cell in read.cells if cell.cell_type == "code"]
    assert len(code) > 15
    assert [cell.source for cell in code if cell.outputs or cell.execution_count] == []


@pytest.mark.slow
def test_a_store_is_built_and_asked(cells):
    assert output_of(cells, "graph.built.added") == "(126, 586, [])"
    (answer,) = [outputs for source, outputs in cells.items() if source.startswith("found = graph.ask")]
    page = answer[0]["text/html"]
    assert page.count("<tr>") == 3
    assert "1310" in page
    assert "gives a reversible 1310 mAh/g over 200 cycles at 0.1 A/g" in page


@pytest.mark.slow
def test_an_answer_is_edited_and_followed(cells):
    assert output_of(cells, "found.edited") == "(2, 8)"
    assert output_of(cells, "follows=wider").startswith("(True,")
    (frame,) = [outputs for source, outputs in cells.items() if "wider.to_dataframe()" in source]
    assert frame[0]["text/html"].count("<tr") == 9


@pytest.mark.slow
def test_a_table_its_references_and_a_plot_are_made(cells):
    (made,) = [outputs for source, outputs in cells.items() if "table.save" in source]
    assert made[0].startswith("9 rows; ")
    assert " 0 citations" not in made[0]
    assert made[1]["text/html"].count("<tr") == 10
    assert "@article{" in output_of(cells, "to_bibtex")
    points, _, is_page = output_of(cells, 'assistant.plot("capacity"').strip("()").partition(", ")
    assert int(points) > 5
    assert is_page == "True"
    (drawn,) = [outputs for source, outputs in cells.items() if "capacity.svg" in source]
    assert "<svg" in drawn[0]["image/svg+xml"]


@pytest.mark.slow
def test_gaps_checks_reasons_and_kept_answers_are_shown(cells):
    assert output_of(cells, "graph.gaps").count("But: This stands on 66 papers") == 3
    assert "is beyond the Faraday limit, needs explaining" in output_of(cells, "graph.check")
    assert "40_unreported_mechanisms" in output_of(cells, "graph.why")
    assert "The rows are what they were (2)." in output_of(cells, "graph.rerun")
    assert "('conversion', 77)" in output_of(cells, "dataset.query")
