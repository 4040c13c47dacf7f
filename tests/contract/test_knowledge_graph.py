"""What Python promises: the same answers as the command line, a table, a view for notebooks, and files to ask again."""

import json
import re
import subprocess
import sys

import pytest

from hemkg import KnowledgeGraph
from hemkg.errors import InputError, MissingDependency, StoreMissing, UnknownTerm
from hemkg.model.answer import Answer, Citation, Row, Scope

QUESTION = "What capacity does InGeSiP3 reach?"


@pytest.fixture(scope="module")
def graph(corpus_store):
    with KnowledgeGraph.open(corpus_store) as opened:
        yield opened


def test_it_is_there_and_loads_nothing_before_it_is_asked():
    code = "import sys; from hemkg import KnowledgeGraph; print(' '.join(sys.modules))"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert not {"pyoxigraph", "spacy", "torch", "pandas", "gradio", "numpy", "httpx"} & set(loaded)
    with pytest.raises(AttributeError, match="has no attribute 'Nothing'"):
        __import__("hemkg").Nothing  # noqa: B018


def test_an_answer_is_that_of_the_command_line(graph, hemkg, corpus_store):
    told = json.loads(hemkg("ask", QUESTION, "--store", corpus_store, "--format", "json").out)
    result = graph.ask(QUESTION)
    assert json.loads(json.dumps(result.to_json())) == told
    assert (result.text, result.abstained, result.sparql) == (told["answer"], False, told["sparql"])
    assert result.scope.graph == told["scope"]["graph"]
    assert [row["capacity"] for row in result.rows] == [row["capacity"] for row in told["rows"]]
    assert str(result) == hemkg("ask", QUESTION, "--store", corpus_store).out
    assert result.to_markdown() == hemkg("ask", QUESTION, "--store", corpus_store, "--format", "md").out


def test_a_follow_up_sees_the_result_before(graph):
    first = graph.ask("What capacities does CS-CuCo2S4@PPy show?")
    assert len(first.rows) > 1
    assert [row["cycle"] for row in graph.ask("only after 2000 cycles", follows=first).rows] == [2000]


def test_rows_become_a_table_of_pandas(graph, monkeypatch):
    pytest.importorskip("pandas")
    frame = graph.ask(QUESTION).to_dataframe()
    assert 1733 in list(frame["capacity"])
    assert list(frame.columns)[-1] == "citations"
    empty = graph.ask("How much does a kilogram of InGeSiP3 cost?").to_dataframe()
    assert len(empty) == 0
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(MissingDependency, match="pip install pandas"):
        graph.ask(QUESTION).to_dataframe()


def test_a_notebook_shows_text_and_no_markup_of_others(graph):
    from hemkg.ask.answering import Turn
    from hemkg.ask.intent import Intent
    from hemkg.knowledge_graph import Result

    assert "<table>" in graph.ask(QUESTION)._repr_html_()
    evil = "<script>alert('x')</script>"
    cited = (Citation(1, evil, evil, title=evil),)
    answer = Answer(evil, evil, Scope(1, 0, 0, "a"), (Row({evil: evil}, (1,)),), (evil,), cited)
    shown = Result(evil, Turn(Intent(), answer))._repr_html_()
    assert "<script" not in shown
    assert shown.count("&lt;script&gt;") == 6


def test_a_kept_answer_is_asked_again(graph, tmp_path):
    first = graph.ask("What capacities does CS-CuCo2S4@PPy show?")
    second = graph.ask("only after 2000 cycles", follows=first)
    second.save(tmp_path / "answer.json")
    kept = json.loads((tmp_path / "answer.json").read_text(encoding="utf-8"))
    assert kept["follows"] == ["What capacities does CS-CuCo2S4@PPy show?"]
    assert (kept["hemkg"], kept["scope"]["graph"]) == (__import__("hemkg").__version__, second.scope.graph)
    found = graph.rerun(tmp_path / "answer.json")
    assert found.is_same_graph
    assert found.are_same_rows
    with pytest.raises(InputError, match="cannot be read"):
        graph.rerun(tmp_path / "nowhere.json")
    with pytest.raises(InputError, match="cannot be written"):
        second.save(tmp_path / "no" / "where.json")


def test_the_other_questions_are_there(graph):
    assert len(graph.gaps(3)) == 3
    assert graph.check("Fe3O4", ion="Na").composition.elements == ("Fe", "O")
    judged = graph.check("Fe3O4", capacity=1300, mechanisms=["conversion"]).judgement
    assert judged.verdict == "ImpossibleForMechanism"
    assert graph.check("(MgCoNiCuZn)O").papers
    assert graph.why("Fe")
    assert graph.conflicts()
    with pytest.raises(UnknownTerm):
        graph.why("unobtainium")


def test_a_review_table_is_looked_at_computed_with_and_saved(graph, tmp_path):
    columns = ["material", "ion", "value", "unit", "doi"]
    table = graph.table("sodium, above 400 mAh/g", columns)
    assert table.columns == tuple(columns)
    assert len(table) == len(table.rows) > 3
    assert all(row["value"] > 400 and row["ion"] == "Na+" for row in table.rows)
    known = {citation.number for citation in table.citations}
    assert all(row["citations"] and known.issuperset(row["citations"]) for row in table.rows)
    frame = table.to_dataframe()
    assert list(frame.columns) == [*columns, "citations"]
    assert frame["value"].min() > 400
    cited = set(re.findall(r"\\cite\w*\{([^}]+)\}", table.to_latex()))
    assert cited
    assert {key for keys in cited for key in keys.split(",")} <= set(re.findall(r"@\w+\{(.+),", table.to_bibtex()))
    for name in ("table.csv", "table.md", "table.TEX", "table.xlsx", "table.docx", "table.json", "table.bib"):
        table.save(tmp_path / name)
        assert (tmp_path / name).stat().st_size > 100
    with pytest.raises(InputError, match=r"table\.pptx says no format; let the name end in \.csv, .*\.bib"):
        table.save(tmp_path / "table.pptx")
    with pytest.raises(InputError, match="cannot be written"):
        table.save(tmp_path / "no" / "table.csv")


def test_a_notebook_shows_a_table_as_text_only(graph):
    from hemkg.knowledge_graph import Table
    from hemkg.model.answer import Citation
    from hemkg.review.tables import ReviewTable, TableCell, TableRow

    evil = "<script>alert('x')</script>"
    whole = graph.table("sodium", ["material"]).review
    row = TableRow("urn:claim", "CapacityClaim", "urn:paper", {"material": TableCell(evil, (1,))})
    shown = Table(ReviewTable(whole.columns, (row,), (Citation(1, evil, evil, title=evil),)))._repr_html_()
    assert "<table>" in shown
    assert "<script" not in shown
    assert shown.count("&lt;script&gt;") >= 3


def test_papers_are_built_and_what_failed_is_told(tmp_path):
    (tmp_path / "good.txt").write_text("CoO delivers 650 mAh g-1 at 0.1 A g-1.", encoding="utf-8")
    (tmp_path / "bad.pdf").write_bytes(b"%PDF-1.4 nothing")
    with KnowledgeGraph.build([tmp_path / "good.txt", str(tmp_path / "bad.pdf")], tmp_path / "store") as graph:
        assert (graph.built.added, len(graph.built.failed)) == (1, 1)
        assert graph.ask("capacity of CoO").rows[0]["capacity"] == 650
    with pytest.raises(StoreMissing, match="there is no store"):
        KnowledgeGraph.open(tmp_path / "nowhere")
