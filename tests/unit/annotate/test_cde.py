"""ChemDataExtractor is asked in a process of its own, and nobody waits for it in vain."""

import importlib.util
import sys
import textwrap
import time

import pytest

from hemkg.annotate import cde
from hemkg.annotate.cde import CapacityOpinion, SecondOpinion
from hemkg.errors import MissingDependency

SENTENCES = [
    "The (Mg0.2Co0.2Ni0.2Cu0.2Zn0.2)O anode delivers a reversible capacity of 650 mAh g-1 at 0.1 A g-1.",
    "Hard carbon shows a capacity of 310 mAh g−1 after 100 cycles.",
    "The cell was opened in a glove box.",
]


@pytest.fixture
def stand_in(tmp_path):
    """A worker that answers, crashes, hangs or refuses to start, as its requests say."""
    script = tmp_path / "worker.py"
    script.write_text(
        textwrap.dedent("""
            import json, os, sys, time
            if "--refuse" in sys.argv:
                print(json.dumps({"failed": "ImportError: no numpy"}), flush=True)
                sys.exit()
            print(json.dumps({"ready": True}), flush=True)
            for line in sys.stdin:
                request = json.loads(line)
                said = request.get("sentence", "")
                if "crash" in said:
                    os._exit(9)
                if "hang" in said:
                    time.sleep(60)
                found = [{"low": 1.0, "high": 2.0, "unit": "mAhg-1", "compounds": request["names"]}]
                print(json.dumps({"answer": found if "capacity" in said else []}), flush=True)
        """),
        encoding="utf-8",
    )
    return lambda *options: (sys.executable, str(script), *options)


def test_a_sentence_is_answered_with_its_opinions(stand_in):
    with SecondOpinion(command=stand_in()) as asked:
        assert asked.capacities(["a capacity", "nothing"], [["Si"]]) == [
            [CapacityOpinion(1.0, 2.0, "mAhg-1", ("Si",))],
            [],
        ]


def test_nothing_is_started_before_the_first_question(stand_in):
    with SecondOpinion(command=stand_in("--refuse")):
        pass


def test_a_crash_costs_one_sentence(stand_in):
    with SecondOpinion(command=stand_in()) as asked:
        answers = asked.capacities(["a capacity", "a crash", "a capacity"])
    assert [len(answer) for answer in answers] == [1, 0, 1]


def test_a_hang_costs_one_sentence_and_its_time(stand_in, monkeypatch):
    monkeypatch.setattr(cde, "_GRACE", 0.2)
    begun = time.monotonic()
    with SecondOpinion(command=stand_in(), sentence_limit=0.2) as asked:
        answers = asked.capacities(["a hang", "a capacity"])
    assert [len(answer) for answer in answers] == [0, 1]
    assert time.monotonic() - begun < 10


def test_after_three_crashes_in_a_row_it_is_asked_no_more(stand_in):
    with SecondOpinion(command=stand_in()) as asked:
        assert asked.capacities(["a crash"] * 4 + ["a capacity"]) == [[], [], [], [], []]


def test_a_worker_that_does_not_start_is_missing_once(stand_in):
    with SecondOpinion(command=stand_in("--refuse")) as asked:
        with pytest.raises(MissingDependency, match=r"does not start .ImportError: no numpy.*without its opinion"):
            asked.capacities(["a capacity"])
        assert asked.capacities(["a capacity"]) == [[]]


def test_a_library_that_is_not_installed_is_missing_once(monkeypatch, stand_in):
    monkeypatch.setattr(cde.importlib.util, "find_spec", lambda name: None)
    with SecondOpinion(command=stand_in()) as asked:
        with pytest.raises(MissingDependency, match="install chemdataextractor2"):
            asked.table_capacities([["a"]])
        assert asked.table_capacities([["a"]]) == []
        assert asked.read_html(b"", "acs") == []


def test_the_worker_leaves_nothing_behind(tmp_path, monkeypatch, stand_in):
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", None)
    with SecondOpinion(command=stand_in()) as asked:
        asked.capacities(["a capacity"])
        assert len(list(tmp_path.glob("hemkg-cde-*"))) == 1
    assert not list(tmp_path.glob("hemkg-cde-*"))


@pytest.fixture(scope="module")
def library():
    if importlib.util.find_spec("chemdataextractor") is None:  # importing it would write log files here
        pytest.skip("ChemDataExtractor is not installed")
    with SecondOpinion() as asked:
        yield asked


@pytest.mark.slow
def test_the_library_reads_capacities_with_their_compounds(library):
    first, second, third = library.capacities(SENTENCES, [[], ["Hard carbon"]])
    assert first == [CapacityOpinion(650.0, 650.0, "mAhg-1", ("(Mg0.2Co0.2Ni0.2Cu0.2Zn0.2)O",))]
    assert [(opinion.low, opinion.compounds) for opinion in second] == [(310.0, ("Hard carbon",))]
    assert third == []


@pytest.mark.slow
def test_the_library_reads_a_range_as_its_ends(library):
    (found,) = library.capacities(["Between 600-650 mAh g-1 of capacity is seen for Fe2O3."])
    assert [(opinion.low, opinion.high) for opinion in found] == [(600.0, 650.0)]


@pytest.mark.slow
def test_the_library_reads_a_table(library):
    rows = [["Material", "Capacity (mAh g-1)", "Current"], ["Fe2O3", "650", "0.1"], ["Co3O4", "720", "0.2"]]
    found = library.table_capacities(rows, caption="Table 1. Cycling")
    assert {(opinion.low, opinion.compounds) for opinion in found} == {(650.0, ("Fe2O3",)), (720.0, ("Co3O4",))}


@pytest.mark.slow
def test_the_library_reads_a_publishers_page(library):
    page = b"""<html><body><h1>A title</h1><h2><span class="a_heading">Introduction</span></h2>
        <p>It was written.</p></body></html>"""
    assert ("heading", "Introduction") in library.read_html(page, "rsc")
    assert library.read_html(page, "nobody") == []


@pytest.mark.slow
def test_the_library_writes_nothing_where_it_is_called(library, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with SecondOpinion() as asked:
        asked.capacities(SENTENCES[:1])
    assert list(tmp_path.iterdir()) == []
