"""What the command line promises: fields, statuses, one sentence for every mistake."""

import json
import subprocess
import sys
import time
from pathlib import Path

import pytest

PASSAGE = "The oxide CoO delivers 650 mAh g-1 at 0.1 A g-1 after 300 cycles in a lithium-ion cell."
CLAIM_FIELDS = {
    "capacity": {"material", "value", "unit", "comparator", "uncertainty", "current_density", "cycle", "ion", "kind"},
    "retention": {"material", "value", "unit", "cycles", "current_density", "ion"},
    "coulombic_efficiency": {"material", "value", "unit", "cycle", "ion"},
    "mechanism": {"material", "mechanism", "elements", "ion", "polarity"},
    "technique": {"technique", "material"},
    "element_role": {"element", "role", "material"},
    "synthesis": {"method", "material"},
    "quantity": {"property", "material", "value", "unit"},
    "gap_statement": {"text"},
}
EXPORTS = ("ttl", "trig", "nq", "jsonld", "nanopub", "graphml", "csv", "orkg")
EVERY_CLAIM = {"type", "confidence", "cites", "evidence"}


@pytest.fixture
def passage(tmp_path: Path) -> Path:
    path = tmp_path / "paper.txt"
    path.write_text(PASSAGE, encoding="utf-8")
    return path


def one_sentence(err: str) -> bool:
    """Whether something is said in one plain sentence and no traceback."""
    lines = err.strip().splitlines()
    return len(lines) == 1 and lines[0].startswith("hemkg: ") and lines[0].endswith(".") and "Traceback" not in err


def test_help_answers_at_once(hemkg_alone, in_time):
    ran = in_time(lambda: hemkg_alone("--help"), 0.5, time.perf_counter)
    assert ran.status == 0
    assert "extract" in ran.out


def test_extract_prints_a_claim_with_its_conditions(hemkg, passage):
    ran = hemkg("extract", passage, "--format", "jsonl")
    (document,) = map(json.loads, ran.out.splitlines())
    assert document["doc"]["id"] == "paper"
    capacity = next(claim for claim in document["claims"] if claim["type"] == "capacity")
    assert (capacity["value"], capacity["unit"], capacity["cycle"], capacity["ion"]) == (650, "mAh g-1", 300, "Li")
    assert capacity["current_density"] == {"value": 0.1, "unit": "A g-1"}
    assert capacity["material"] == "CoO"


def test_claims_of_every_type_have_the_fields_of_the_contract(hemkg):
    folder = Path(__file__).parents[2] / "corpus" / "papers"
    ran = hemkg("extract", folder, "--format", "jsonl")
    assert ran.status == 0
    documents = [json.loads(line) for line in ran.out.splitlines()]
    seen = set()
    for claim in (claim for document in documents for claim in document["claims"]):
        seen.add(claim["type"])
        assert CLAIM_FIELDS[claim["type"]] | EVERY_CLAIM <= set(claim)
        assert 0 <= claim["confidence"] <= 1
        assert {"quote", "start", "end", "page", "section"} <= set(claim["evidence"])
    assert {"capacity", "retention", "mechanism", "technique", "element_role", "synthesis"} <= seen


def test_mentions_stand_where_they_say(hemkg, passage):
    document = json.loads(hemkg("extract", "--mentions", passage).out)
    for mention in document["mentions"]:
        assert PASSAGE[mention["start"] : mention["end"]] == mention["surface"]
    assert {"formula", "quantity"} <= {mention["kind"] for mention in document["mentions"]}


def test_explain_says_what_made_a_claim(hemkg, passage):
    document = json.loads(hemkg("extract", "--explain", passage).out)
    assert all(claim["explanation"]["rule"] for claim in document["claims"])


def test_building_twice_does_only_what_is_new(hemkg, passage, tmp_path):
    store = tmp_path / "store"
    first = json.loads(hemkg("build", passage, "--store", store, "--format", "json").out)
    again = json.loads(hemkg("build", passage, "--store", store, "--format", "json").out)
    assert (first["documents"], first["added"], first["failed"]) == (1, 1, [])
    assert (again["added"], again["unchanged"]) == (0, 1)
    assert again["claims"] == first["claims"] >= 1
    passage.write_text(PASSAGE.replace("650", "640"), encoding="utf-8")
    changed = json.loads(hemkg("build", passage, "--store", store, "--format", "json").out)
    assert changed["updated"] == 1


def test_an_answer_has_rows_with_citations(hemkg, corpus_store):
    answer = json.loads(
        hemkg("ask", "What capacity does InGeSiP3 reach?", "--store", corpus_store, "--format", "json").out
    )
    assert not answer["abstained"]
    assert 1733 in [row["capacity"] for row in answer["rows"]]
    numbers = {citation["n"] for citation in answer["citations"]}
    assert all(row["citations"] and set(row["citations"]) <= numbers for row in answer["rows"])
    assert {"answer", "interpretation", "columns", "yesno", "sparql", "scope"} <= set(answer)
    assert {"papers", "failed", "graph"} <= set(answer["scope"])


def test_a_question_nobody_can_answer_is_refused(hemkg, corpus_store):
    answer = json.loads(
        hemkg("ask", "How much does a kilogram of InGeSiP3 cost?", "--store", corpus_store, "--format", "json").out
    )
    assert answer["abstained"]
    assert answer["rows"] == []


def test_a_follow_up_sees_the_turn_before(hemkg, corpus_store, tmp_path):
    questions = tmp_path / "questions.jsonl"
    lines = [
        {"id": "a", "question": "What capacities does CS-CuCo2S4@PPy show?", "follow_up_of": None},
        {"id": "b", "question": "only after 2000 cycles", "follow_up_of": "a"},
    ]
    questions.write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    ran = hemkg("ask", "--batch", questions, "--store", corpus_store)
    answers = {answer["id"]: answer for answer in map(json.loads, ran.out.splitlines())}
    assert len(answers["a"]["rows"]) > 1
    assert [row["cycle"] for row in answers["b"]["rows"]] == [2000]
    assert all(answer["seconds"] >= 0 for answer in answers.values())


def test_the_same_question_gets_the_same_answer(hemkg, corpus_store):
    question = ("ask", "Which papers used in situ TEM?", "--store", corpus_store, "--format", "json")
    assert hemkg(*question).out == hemkg(*question).out


@pytest.mark.parametrize("form", ["csv", "md", "latex", "json", "orkg"])
def test_the_review_table_comes_in_every_format(hemkg, corpus_store, tmp_path, form):
    bib = tmp_path / "works.bib"
    ran = hemkg("table", "--store", corpus_store, "--where", "sodium", "--format", form, "--bib", bib)
    assert ran.status == 0, ran.err
    assert "551" in ran.out
    assert bib.read_text(encoding="utf-8").startswith("@")


def test_the_works_of_a_table_come_as_csl_too(hemkg, corpus_store, tmp_path):
    path = tmp_path / "works.json"
    assert hemkg("table", "--store", corpus_store, "--where", "sodium", "--bib", path).status == 0
    assert all({"id", "type"} <= set(work) for work in json.loads(path.read_text(encoding="utf-8")))


@pytest.mark.parametrize("by", ["paper", "material", "mechanism", "ion"])
def test_the_review_table_is_grouped(hemkg, corpus_store, by):
    ran = hemkg("table", "--store", corpus_store, "--by", by, "--columns", "value,unit", "--format", "json")
    rows = json.loads(ran.out)["rows"]
    groups = [row["group"] for row in rows]
    assert len(set(groups)) > 2
    assert set(rows[0]) >= {"group", "value", "unit", "citations"}
    assert "material" not in rows[0]


def test_measurements_are_counted_crosswise(hemkg, corpus_store):
    ran = hemkg("table", "--store", corpus_store, "--by", "ion", "--across", "mechanism", "--format", "json")
    counts = {line["ion"]: line for line in json.loads(ran.out)}
    assert counts["Li+"]["conversion"] > 5


def test_papers_are_scored_by_the_conditions_that_they_state(hemkg, corpus_store):
    ran = hemkg("table", "--store", corpus_store, "--completeness", "--format", "json")
    scores = [line["Completeness"] for line in json.loads(ran.out)]
    assert scores == sorted(scores)
    assert 0 <= scores[0] < scores[-1] <= 1


@pytest.mark.parametrize(
    "options",
    [
        ("--where", "blue bananas"),
        ("--where", "space charge without magic"),
        ("--across", "ion"),
        ("--completeness", "--format", "docx"),
        ("--completeness", "--by", "ion"),
        ("--columns", "colour"),
    ],
)
def test_what_no_table_can_be_made_of_is_said_in_one_sentence(hemkg, corpus_store, options):
    ran = hemkg("table", "--store", corpus_store, *options)
    assert ran.status == 2
    assert one_sentence(ran.err), ran.err
    assert ran.out == ""


def test_a_table_without_rows_says_so(hemkg, corpus_store):
    ran = hemkg("table", "--store", corpus_store, "--where", "sodium, above 9000 mAh/g")
    assert ran.status == 0
    assert one_sentence(ran.err)


@pytest.mark.parametrize("kind", ["capacity", "retention", "mechanisms", "years", "order"])
def test_a_plot_prints_its_data_or_becomes_a_file(hemkg, corpus_store, tmp_path, kind):
    lines = hemkg("plot", kind, "--store", corpus_store).out.splitlines()
    assert len(lines) > 5
    for form, begins in {
        "svg": b"<?xml",
        "png": b"\x89PNG",
        "html": b"<!doctype html>",
        "csv": b"\xef\xbb\xbfSeries",
    }.items():
        path = tmp_path / f"{kind}.{form}"
        assert hemkg("plot", kind, "--store", corpus_store, "--where", "lithium", "--out", path).status == 0
        assert path.read_bytes().startswith(begins)


def test_a_plot_that_cannot_be_drawn_is_said_in_one_sentence(hemkg, corpus_store, tmp_path):
    for options in (("capacity", "-o", tmp_path / "x.docx"), ("years", "--where", "above 400 mAh/g"), ("colour",)):
        ran = hemkg("plot", *options, "--store", corpus_store)
        assert ran.status == 2
        assert one_sentence(ran.err), ran.err


def test_two_stores_are_compared(hemkg, corpus_store, tmp_path):
    (tmp_path / "paper.txt").write_text(PASSAGE, encoding="utf-8")
    assert hemkg("build", tmp_path / "paper.txt", "--store", tmp_path / "s").status == 0
    found = json.loads(hemkg("diff", tmp_path / "s", corpus_store, "--format", "json").out)
    assert [paper["doc"] for paper in found["gone"]] == ["paper"]
    assert all(maximum["citation"]["quote"] for maximum in found["maxima"])
    assert "New maxima" in hemkg("diff", tmp_path / "s", corpus_store).out
    assert "Nothing" in hemkg("diff", corpus_store, corpus_store).out


def test_gaps_have_the_fields_of_the_contract(hemkg, corpus_store):
    gaps = json.loads(hemkg("gaps", "--store", corpus_store, "--format", "json").out)
    fields = {"id", "kind", "label", "cell", "score", "why", "neighbours", "evidence", "sparql", "caveats"}
    assert gaps
    assert all(fields <= set(gap) for gap in gaps)
    assert [gap["score"] for gap in gaps] == sorted((gap["score"] for gap in gaps), reverse=True)


def test_a_formula_is_checked(hemkg, tmp_path):
    found = json.loads(hemkg("check", "Fe3O4", "--format", "json").out)
    assert found["faraday"]
    formulas = tmp_path / "formulas.txt"
    formulas.write_text("Fe3O4\n(MgCoNiCuZn)O\n", encoding="utf-8")
    assert len(hemkg("check", "--batch", formulas).out.splitlines()) == 2


@pytest.mark.parametrize("form", EXPORTS)
def test_the_graph_is_exported_in_every_format(hemkg, corpus_store, tmp_path, form):
    out = tmp_path / f"graph.{form}"
    ran = hemkg("export", "--store", corpus_store, "--format", form, "--out", out)
    assert ran.status == 0, ran.err
    assert out.stat().st_size > 1000


def test_the_help_of_export_names_every_format(hemkg):
    told = " ".join(hemkg("export", "--help").out.split())
    assert [form for form in EXPORTS if f"{form}" not in told.split("<", 2)[2].split(">")[0].split("|")] == []


@pytest.mark.parametrize("form", EXPORTS)
def test_a_place_that_cannot_be_written_is_said_in_one_sentence(hemkg, corpus_store, tmp_path, form):
    for place in (tmp_path, tmp_path / "nowhere" / "x", "/dev/full"):
        ran = hemkg("export", "--store", corpus_store, "--format", form, "--out", place)
        assert ran.status == 2
        assert one_sentence(ran.err), ran.err


def test_what_breaks_inside_is_told_in_one_sentence():
    code = """
import sys
from hemkg import cli
@cli.app.command()
def breaks():
    raise ZeroDivisionError("by zero")
sys.argv = ["hemkg", "breaks"]
cli.run()
"""
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert ran.returncode == 1
    assert one_sentence(ran.stderr), ran.stderr
    assert "ZeroDivisionError: by zero" in ran.stderr


def test_sparql_answers(hemkg, corpus_store):
    ran = hemkg("sparql", "SELECT (COUNT(?p) AS ?n) { ?p a hem:Paper ; hem:documentName ?d }", "--store", corpus_store)
    assert ran.status == 0
    assert int(ran.out.split()[-1]) > 100


def test_the_store_is_valid(hemkg, corpus_store):
    assert hemkg("validate", "--store", corpus_store).status == 0


def test_doctor_finds_everything(hemkg, corpus_store):
    ran = hemkg("doctor", "--store", corpus_store)
    assert ran.status == 0, ran.out


MISTAKES = {
    "no such file": (("extract", "nowhere.txt"), 2),
    "no such store": (("ask", "Capacity of CoO?", "--store", "nowhere"), 2),
    "unknown option": (("ask", "x", "--colour", "red"), 2),
    "unknown command": (("fetch",), 2),
    "no formula": (("check", "not a formula"), 2),
    "unknown ion": (("check", "CoO", "--ion", "Xx"), 2),
    "not SPARQL": (("sparql", "SELECT WHERE"), 2),
    "another server": (("sparql", "SELECT * { SERVICE <http://example.org/> { ?s ?p ?o } }"), 2),
    "nothing asked": (("ask",), 2),
    "wrong format": (("build", "corpus", "--format", "yaml"), 2),
}


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_gets_one_sentence(hemkg, corpus_store, name):
    arguments, status = MISTAKES[name]
    if arguments[0] == "sparql":
        arguments = (*arguments, "--store", corpus_store)
    ran = hemkg(*arguments)
    assert ran.status == status, ran.err
    assert one_sentence(ran.err), ran.err


BROKEN = {
    "empty.txt": b"",
    "picture.pdf": b"\x89PNG\r\n\x1a\n" + bytes(200),
    "broken.xml": b"<article><front><article-meta><title-group><article-title>A",
    "binary.txt": bytes(range(256)) * 8,
    "archive.pdf": b"PK\x03\x04" + bytes(100),
}


def test_broken_papers_are_named_and_the_others_done(hemkg, passage, tmp_path):
    folder = tmp_path / "papers"
    folder.mkdir()
    for name, data in BROKEN.items():
        (folder / name).write_bytes(data)
    (folder / "good.txt").write_text(PASSAGE, encoding="utf-8")
    ran = hemkg("build", folder, "--store", tmp_path / "store", "--format", "json")
    report = json.loads(ran.out)
    assert ran.status == 1
    assert report["added"] == 1
    assert {Path(failure["path"]).name for failure in report["failed"]} == set(BROKEN)
    assert report["documents"] == report["added"] + report["updated"] + report["unchanged"] + len(report["failed"])
    assert len(ran.err.strip().splitlines()) == len(BROKEN)
    assert "Traceback" not in ran.err


def test_a_folder_with_nothing_readable_is_refused(hemkg, tmp_path):
    (tmp_path / "data.bin").write_bytes(b"1")
    ran = hemkg("build", tmp_path, "--store", tmp_path / "store")
    assert ran.status == 2
    assert one_sentence(ran.err)
    assert not (tmp_path / "store").exists()


STORES = {
    "an empty file": lambda path: path.write_bytes(b""),
    "an empty folder": lambda path: path.mkdir(),
    "something else": lambda path: (path.mkdir(), (path / "thesis.docx").write_bytes(b"1")),
    "a damaged store": lambda path: (path.mkdir(), (path / "hemkg.json").write_bytes(b"")),
    "another version": lambda path: (path.mkdir(), (path / "hemkg.json").write_text('{"layout": 99, "hemkg": "9.9"}')),
}


@pytest.mark.parametrize("name", STORES)
def test_what_is_no_store_is_said_and_left_as_it_is(hemkg, tmp_path, name):
    path = tmp_path / "store"
    STORES[name](path)
    before = sorted((p.name, p.read_bytes() if p.is_file() else b"") for p in [path, *path.rglob("*")])
    ran = hemkg("ask", "Capacity of CoO?", "--store", path)
    assert ran.status == 2
    assert one_sentence(ran.err), ran.err
    assert sorted((p.name, p.read_bytes() if p.is_file() else b"") for p in [path, *path.rglob("*")]) == before


def test_a_store_of_another_version_is_not_written(hemkg, passage, tmp_path):
    path = tmp_path / "store"
    STORES["another version"](path)
    ran = hemkg("build", passage, "--store", path)
    assert ran.status == 2
    assert one_sentence(ran.err)
    assert [p.name for p in path.iterdir()] == ["hemkg.json"]


def test_a_capacity_is_judged_by_the_stated_mechanism(hemkg):
    ran = hemkg("check", "Fe3O4", "--capacity", "1300", "--mechanism", "conversion", "--format", "json")
    assert json.loads(ran.out)["capacity"]["verdict"] == "impossible for the stated mechanism"
    ran = hemkg("check", "Fe3O4", "--mechanism", "magic", "--capacity", "1300")
    assert ran.status == 2
    assert one_sentence(ran.err)


def test_why_tells_rule_and_claims(hemkg, corpus_store):
    reasons = json.loads(hemkg("why", "Fe", "--store", corpus_store, "--format", "json").out)
    assert {reason["rule"] for reason in reasons} == {"10_guideline_roles"}
    assert all(claim["source"] for reason in reasons for claim in reason["because"])
    assert "[10_guideline_roles]" in hemkg("why", "hem:Fe", "--store", corpus_store).out
    ran = hemkg("why", "unobtainium", "--store", corpus_store)
    assert ran.status == 2
    assert one_sentence(ran.err)


def test_conflicts_name_their_sides_and_the_differing_conditions(hemkg, corpus_store):
    found = json.loads(hemkg("conflicts", "--store", corpus_store, "--format", "json").out)
    assert {"kind", "rule", "about", "sides", "differs_in", "verdict"} <= set(found[0])
    (tension,) = [each for each in found if each["rule"] == "36_entropy_label" and "Sb1.4" in each["about"]]
    assert "medium entropy" in tension["sides"][0]["says"]
    told = hemkg("conflicts", "--store", corpus_store).out
    assert told.count("\n\n") == len(found) - 1
