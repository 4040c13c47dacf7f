"""What is promised of gaps, on the bundled corpus as a user gets it, and on the article alone where it is at hand."""

import json
import re
from collections import defaultdict
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ARTICLES = sorted((ROOT.parent / "shared" / "review").glob("*.txt"))


@pytest.fixture(scope="module")
def of_corpus(hemkg, corpus_store):
    return json.loads(hemkg("gaps", "--store", corpus_store, "--format", "json").out)


@pytest.fixture(scope="module")
def of_article(hemkg, tmp_path_factory):
    if not ARTICLES:
        pytest.skip("the perspective article is not at hand: its text is not part of the repository")
    store = tmp_path_factory.mktemp("article") / "store"
    assert hemkg("build", ARTICLES[0], "--store", store).status == 0
    return json.loads(hemkg("gaps", "--store", store, "--format", "json").out)


@pytest.fixture(scope="module", params=["of_corpus", "of_article"])
def gaps(request):
    return request.getfixturevalue(request.param)


def space_charge(gaps, **cell):
    wanted = {"mechanism": "space_charge", "family": None, "ion": None, "element": None, "technique": None, **cell}
    found = (gap for gap in gaps if wanted.items() <= gap["cell"].items())
    return next(gap for gap in found if gap["kind"] in {"stated", "unexplored"})


def test_space_charge_in_high_entropy_materials_comes_first_stated_and_shown_in_no_member(gaps):
    first = gaps[0]
    assert first == space_charge(gaps)
    assert first["kind"] == "stated"
    assert first["cell"]["class"] == "high-entropy material"
    assert "the authors call it open" in first["reasons"]
    assert "claimed of the class, shown in no member" in first["reasons"]
    assert any("unexplored" in citation["quote"] or "lacking" in citation["quote"] for citation in first["evidence"])


def test_iron_cobalt_nickel_magnetometry_and_small_particles_would_close_it(gaps):
    first = gaps[0]
    assert first["elements"] == ["Fe", "Co", "Ni"]
    assert first["techniques"][0] == "operando magnetometry"
    assert "10 nm" in " ".join(first["closing"])
    assert "operando magnetometry" in " ".join(first["closing"])


def test_lithium_comes_before_sodium_before_potassium_each_with_its_reason(gaps):
    ions = [space_charge(gaps, ion=ion) for ion in ("Li", "Na", "K")]
    places = [gaps.index(gap) for gap in ions]
    assert places == sorted(places)
    for rank, gap in enumerate(ions, start=1):
        assert f"Among the ions it ranks {rank} of 3" in gap["why"]
        assert "works on space charge in conventional materials by ion" in gap["why"]


def test_every_gap_says_on_how_much_it_stands_and_what_would_close_it(gaps):
    for gap in gaps:
        assert gap["caveats"][0].startswith("This stands on ")
        for field in ("label", "why", "sparql", "closing", "evidence", "parts", "reasons"):
            assert gap[field], (field, gap["label"])


def test_empty_cells_tell_what_was_expected_and_who_stands_around_them(gaps):
    cells = [gap for gap in gaps if "nobody reports it" in gap["reasons"] or "shown with another ion" in gap["reasons"]]
    assert cells
    for gap in cells:
        assert gap["expected"] is not None
        assert len(gap["neighbours"]) >= 2
        assert all(near["works"] and near["papers"] > 0 for near in gap["neighbours"])


def test_no_cell_that_chemistry_forbids_is_among_them(gaps):
    elements = {gap["cell"]["element"] for gap in gaps if gap["cell"]["mechanism"] == "alloying"}
    assert not elements & {"Fe", "Co", "Ni", "Mn", "Cu", "Cr", "Ti"}
    families = {gap["cell"]["family"] for gap in gaps if gap["cell"]["mechanism"] in {"conversion", "space_charge"}}
    assert not families & {"alloy", "carbon", "metal"} - {"alloy"}
    empty = {gap["cell"]["family"] for gap in gaps if gap["kind"] in {"unexplored", "transfer"}
        and gap["cell"]["mechanism"] in {"conversion", "space_charge"}}  # fmt: skip
    assert "alloy" not in empty


def test_no_sentence_is_told_of_the_wrong_number(gaps):
    number = r"(?<![\d.])1 (works|statements|claims|papers)\b|(?<!\d)1 statement of 1 work call "
    wrong = re.compile(rf"{number}|None of 1 paper|  |\.\.|[{{}}]")
    for gap in gaps:
        told = " ".join([gap["label"], gap["why"], *gap["closing"], *gap["caveats"]])
        assert not wrong.findall(told), told


def test_all_kinds_of_the_contract_are_found_on_the_corpus(of_corpus):
    kinds = defaultdict(list)
    for gap in of_corpus:
        kinds[gap["kind"]].append(gap)
    assert set(kinds) == {"unexplored", "stated", "contradicted", "single-source", "untested-technique", "transfer"}
    reasons = {reason for gap in of_corpus for reason in gap["reasons"][:1]}
    assert {"composition not tried", "element that could, never shown", "technique never used"} <= reasons


def test_the_query_of_an_empty_cell_finds_nothing_from_the_command_line(hemkg, corpus_store, of_corpus):
    for gap in [g for g in of_corpus if g["kind"] in {"unexplored", "transfer", "untested-technique"}][::25]:
        ran = hemkg("sparql", "--store", corpus_store, gap["sparql"], "--format", "json")
        assert json.loads(ran.out) == []


def test_so_small_a_corpus_says_nothing_of_the_past(hemkg, corpus_store):
    told = json.loads(hemkg("gaps", "--store", corpus_store, "--backtest", 2022, "--format", "json").out)
    assert told["enough"] is False
    assert told["verdict"].startswith("Too little to say anything")
    assert {"ranked", "random", "popularity", "common neighbours"} <= set(told["rankings"])
    assert told["fit"]["enough"] is False
    assert told["kinds"]
    assert told["works"]["undated"] > 0


def test_the_map_is_one_file_whose_empty_cells_open_gaps(hemkg, corpus_store, tmp_path):
    path = tmp_path / "map.html"
    ran = hemkg("gaps", "--store", corpus_store, "--map", path)
    assert ran.status == 0
    assert str(path) in ran.out
    text = path.read_text(encoding="utf-8")
    assert "Mechanism by element with K" in text
    assert text.count('href="#gap-') > 100


@pytest.mark.parametrize("form", ["svg", "png", "csv"])
def test_the_map_is_written_as_the_ending_of_its_name_says(hemkg, corpus_store, tmp_path, form):
    path = tmp_path / f"map.{form}"
    assert hemkg("gaps", "--store", corpus_store, "--map", path).status == 0
    data = path.read_bytes()
    assert data.startswith({"svg": b"<?xml", "png": b"\x89PNG", "csv": b"\xef\xbb\xbfTable,Mechanism"}[form])
    if form == "svg":
        assert data.decode().count("<title>") > 400


def test_a_map_of_another_ending_is_refused_in_one_sentence(hemkg, corpus_store, tmp_path):
    ran = hemkg("gaps", "--store", corpus_store, "--map", tmp_path / "map.pdf")
    assert (ran.status, ran.err.count("\n")) == (2, 1)
    assert ".html, .svg, .png, .csv" in ran.err


def test_a_map_that_cannot_be_written_is_one_sentence(hemkg, corpus_store, tmp_path):
    ran = hemkg("gaps", "--store", corpus_store, "--map", tmp_path / "nowhere" / "map.html")
    assert ran.status != 0
    assert "cannot be written" in ran.err
    assert "Traceback" not in ran.err
