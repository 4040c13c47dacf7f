"""A store on a real server, the whole way: built, asked, cut off, shared, and the same as one in a folder."""

import io
import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from hemkg import building
from hemkg.ask import report
from hemkg.assistant import Assistant
from hemkg.errors import StoreBusy, StoreError, StoreMissing, StoreRefused
from hemkg.model.graph import PaperGraph
from hemkg.model.paper import Source
from hemkg.rdf import iris
from hemkg.rdf.validate import validate_store
from hemkg.rdf.write import RDF_TYPE, literal
from hemkg.review.gap_card import gap_json
from hemkg.review.render import render
from hemkg.store import lease, names, server
from hemkg.store.catalogue import Catalogue, status
from hemkg.store.client import SparqlClient
from hemkg.store.passages import Passage
from hemkg.store.places import Place, Server
from hemkg.store.server import ServerStore
from hemkg.vocab import terms
from hemkg.vocab.terms import HEM
from tests.conftest import ROOT, Ran
from tests.virtuoso import MISSING, PASSWORD, USER, Virtuoso, is_installed, running

PAPERS = ("hem-anodes-perspective.md", "fef2-cathode-magnetometry.md", "jms2021-al0.2cocrfemnni.md")
FEWEST_PAPERS = 8
STRIDE = 16  # every so many of the questions are asked


@pytest.fixture
def place(virtuoso: Virtuoso, tmp_path: Path) -> Server:
    virtuoso.empty()
    return as_user(virtuoso, tmp_path / "cache")


def as_user(virtuoso: Virtuoso, cache: Path) -> Server:
    return Server(virtuoso.url, user=USER, password=PASSWORD, cache=cache)


def build(papers: Path, store: Place) -> building.BuildReport:
    return building.build([papers], store, workers=2, largest=2**26)


# ---------------------------------------------------------------- the same as in a folder


@pytest.fixture
def papers(tmp_path: Path) -> Path:
    folder = tmp_path / "papers"
    folder.mkdir()
    others = [path.name for path in sorted((ROOT / "corpus" / "papers").glob("*.md")) if path.name not in PAPERS]
    for name in (*PAPERS, *others[: FEWEST_PAPERS - len(PAPERS)]):
        shutil.copy(ROOT / "corpus" / "papers" / name, folder)
    (folder / "broken.pdf").write_bytes(b"%PDF-1.4 broken")
    return folder


@pytest.mark.slow
def test_a_server_says_the_same_as_a_folder(place, papers, tmp_path):
    """One test, since the papers are built twice for it."""
    for store in (tmp_path / "store", place):
        first, second = build(papers, store), build(papers, store)
        assert (first.added, len(first.failed)) == (FEWEST_PAPERS, 1)
        assert (second.added, second.updated, second.unchanged, len(second.failed)) == (0, 0, FEWEST_PAPERS, 1)
    changed = papers / PAPERS[1]
    changed.write_text(
        changed.read_text(encoding="utf-8") + "\n\nIn the end CoO gives 650 mAh g-1.\n", encoding="utf-8"
    )
    (papers / PAPERS[2]).unlink()
    for store in (tmp_path / "store", place):  # so that rules run over few papers, too
        third = build(papers, store)
        assert (third.updated, len(third.withdrawn), third.unchanged) == (1, 1, FEWEST_PAPERS - 2)
    with Assistant.open(tmp_path / "store") as here, Assistant.open(place) as there:
        hold_the_same(here.catalogue, there.catalogue)
        answer_the_same(here, there)
        review_the_same(here, there)
        assert list(validate_store(there.catalogue.graph)) == list(validate_store(here.catalogue.graph))
        for form in ("nq", "nanopub", "graphml", "orkg"):
            assert exported(there, form) == exported(here, form) != []


def hold_the_same(here: Catalogue, there: Catalogue) -> None:
    assert there.digest() == here.digest()
    assert there.documents() == here.documents()
    assert there.claims() == here.claims() > 0
    assert there.graph.count() == here.graph.count()
    assert list(there.graph.graphs()) == list(here.graph.graphs())
    for graph in (graph for graph in here.graph.graphs() if graph.startswith(iris.DERIVED_GRAPH)):
        assert there.graph.lines(graph) == here.graph.lines(graph), graph
    assert status(there) == status(here)
    assert there.passages.count() == here.passages.count() > 0


def answer_the_same(here: Assistant, there: Assistant) -> None:
    lines = (ROOT / "tests" / "evaluation" / "questions.jsonl").read_text(encoding="utf-8").splitlines()
    questions = [json.loads(line)["question"] for line in lines[::STRIDE]]
    assert len(questions) > 10
    for question in questions:
        mine, theirs = here.ask(question).answer, there.ask(question).answer
        assert report.to_text(theirs) == report.to_text(mine), question
        assert report.to_csv(theirs) == report.to_csv(mine), question


def review_the_same(here: Assistant, there: Assistant) -> None:
    assert render(there.table(), "csv") == render(here.table(), "csv")
    assert [gap_json(gap) for gap in there.gaps()] == [gap_json(gap) for gap in here.gaps()]
    assert list(map(str, there.conflicts())) == list(map(str, here.conflicts()))
    assert there.why("Co3O4") == here.why("Co3O4")


def exported(assistant: Assistant, form: str) -> list[bytes]:
    """Return the lines of an export but for factors of tiny units: Virtuoso keeps 15 digits after a decimal's point."""
    out = io.BytesIO()
    assistant.export(form, out)
    return sorted(line for line in out.getvalue().splitlines() if b"ont#factor>" not in line)


@pytest.mark.slow
def test_rules_run_again_on_a_server_when_they_were_cut_off(place, tmp_path):
    (tmp_path / "a.txt").write_text("The oxide Co3O4 delivers 650 mAh g-1 after 300 cycles in a lithium-ion cell.")
    assert build(tmp_path / "a.txt", place).derived > 0
    assert build(tmp_path / "a.txt", place).derived == 0
    with opened(place, write=True) as catalogue:
        assert isinstance(catalogue.graph, ServerStore)
        catalogue.graph._do([server._mark("INSERT DATA", [iris.DERIVED_GRAPH])])
    assert build(tmp_path / "a.txt", place).derived > 0
    with opened(place) as catalogue:
        assert catalogue.graph.unfinished() == frozenset()


# ---------------------------------------------------------------- the command line


def test_commands_take_an_address(place, virtuoso, hemkg: Callable[..., Ran], tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    with opened(place, write=True) as catalogue:
        put(catalogue, graph_of("a", 2, "x"), "tin alloys")
        catalogue.fail("/broken.pdf", "sha", "engine", "/broken.pdf is a damaged PDF; fetch the file again.")
    (tmp_path / "a.txt").write_text("CoO delivers 650 mAh g-1.")
    said = hemkg("status", "--store", virtuoso.open_url)
    assert said.out.startswith("1 papers, 0 titles, 2 claims")
    assert (said.status, "damaged PDF" in said.out) == (0, True)
    assert hemkg("sparql", "ASK { ?x a hem:Claim }", "--store", virtuoso.open_url).out == "yes\n"
    assert f"{virtuoso.open_url}: 1 papers, 1 failed" in hemkg("doctor", "--store", virtuoso.open_url).out
    said = hemkg("build", tmp_path / "a.txt", "--store", virtuoso.open_url)
    assert (said.status, "HEMKG_STORE_USER" in said.err) == (2, True)


# ---------------------------------------------------------------- cut off anywhere


def opened(place: Server, *, write: bool = False) -> Catalogue:
    return Catalogue.open(place, write=write, create=write)


def graph_of(name: str, claims: int, version: str) -> PaperGraph:
    paper = iris.paper(name)
    lines = [
        f"<{paper}> <{terms.RDF_TYPE}> <{iris.term(HEM.Paper)}> .",
        f"<{paper}> <{iris.term(HEM.documentName)}> {literal(name)} .",
    ]
    for number in range(claims):
        claim = iris.claim(f"{name}-{version}-{number}")
        lines += [f"<{claim}> <{terms.RDF_TYPE}> <{iris.term(HEM.Claim)}> .",
                  f"<{claim}> <{iris.term(HEM.inPaper)}> <{paper}> ."]  # fmt: skip
    return PaperGraph(iris.claims_graph(name), paper, tuple(sorted(lines)))


def put(catalogue: Catalogue, graph: PaperGraph, words: str, key: str = "/paper.md") -> None:
    passages = [Passage(graph.paper, "paper", "Title", None, 2024, None, None, 0, words)]
    catalogue.put(
        key, Source("paper", "paper.md", "text/markdown", f"sha of {words}", "markdown"), graph, passages, "engine"
    )


class Killed(BaseException):
    """The process is gone."""


def killed_after(updates: int) -> Callable[..., None]:
    update, left = SparqlClient.update, [updates]

    def run(client: SparqlClient, sparql: str) -> None:
        if left[0] == 0:
            raise Killed
        left[0] -= 1
        update(client, sparql)

    return run


def test_a_build_that_is_killed_anywhere_leaves_no_half_paper_that_counts(place, monkeypatch):
    monkeypatch.setattr(server, "PIECE_LINES", 5)
    monkeypatch.setattr(server, "PIECE_BYTES", 900)
    old, new = graph_of("a", 6, "old"), graph_of("a", 8, "new")
    fates = []
    for updates in range(40):
        with opened(place, write=True) as catalogue:
            put(catalogue, old, "tin of old")
        fate = cut_off_after(updates, place, new)
        fates.append(fate)
        with opened(place, write=True) as catalogue:  # the next build
            assert catalogue.graph.lines(new.iri) == {"old": old.lines, "cut off": (), "new": new.lines}[fate]
            assert catalogue.claims() == {"old": 6, "cut off": 0, "new": 8}[fate]
            put(catalogue, new, "tin of new")
            assert catalogue.graph.unfinished() == frozenset()
            assert catalogue.documents()["/paper.md"].status == "done"
            assert [hit.quote for hit in catalogue.passages.search("tin")] == ["tin of new"]
        if fate == "new":
            break
    assert fates[0] == "old"
    assert fates[-1] == "new"
    assert fates.count("cut off") > 5


def cut_off_after(updates: int, place: Server, new: PaperGraph) -> str:
    """Replace a paper until so many updates are done; return what somebody sees who opens the store then."""
    catalogue = opened(place, write=True)
    try:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(SparqlClient, "update", killed_after(updates))
            put(catalogue, new, "tin of new")
    except Killed:
        pass
    finally:
        catalogue.close()  # of the process that is gone, the next would take the lease over
    with opened(place) as seen:
        document = seen.documents().get("/paper.md")
        if document is None or document.error:
            assert document is None or "cut off" in document.error
            assert seen.claims() <= 6  # what is marked is not counted
            return "cut off"
        whole = seen.graph.lines(new.iri)
        assert document.sha256 == ("sha of tin of new" if whole == new.lines else "sha of tin of old")
        assert len(whole) in {14, 18}
        return "new" if whole == new.lines else "old"


# ---------------------------------------------------------------- one writer at a time


def test_of_two_builds_one_is_told_to_wait(place):
    with opened(place, write=True) as first:
        with pytest.raises(StoreBusy, match="another build"):
            opened(place, write=True)
        put(first, graph_of("a", 1, "x"), "tin")
        with opened(place) as reader:
            assert reader.claims() == 1
    opened(place, write=True).close()


def test_what_a_dead_process_of_this_machine_held_is_taken_over_at_once(place):
    code = """
import os, sys
from hemkg.store.places import Server
from hemkg.store.server import ServerStore
url, user, password = sys.argv[1:]
ServerStore.open(Server(url, user=user, password=password), write=True, create=True)
os._exit(9)
"""
    command = [sys.executable, "-c", code, place.url, USER, PASSWORD]
    assert subprocess.run(command, check=False, cwd=ROOT, timeout=60).returncode == 9
    with opened(place, write=True) as catalogue:
        assert catalogue.claims() == 0


def test_an_old_lease_is_taken_over_and_its_holder_notices(place, monkeypatch):
    with opened(place, write=True) as first:
        assert isinstance(first.graph, ServerStore)
        put(first, graph_of("a", 1, "x"), "tin")
        client = first.graph._client
        lease.Lease(client, oldest=-1.0).take()
        monkeypatch.setattr(lease, "RENEWED", -1.0)
        with pytest.raises(StoreBusy, match="taken over"):
            put(first, graph_of("b", 1, "x"), "zinc")
        assert first.claims() == 1


def test_who_asks_in_vain_does_not_disturb_who_has_the_lease(place, monkeypatch):
    monkeypatch.setattr(lease, "RENEWED", -1.0)
    with opened(place, write=True) as first:
        assert isinstance(first.graph, ServerStore)
        other = lease.Lease(first.graph._client)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(other, "give_back", lambda: None)
            with pytest.raises(StoreBusy):
                other.take()
        assert other._tokens() == [first.graph._lease.token]
        first.graph._client.update(
            f"INSERT DATA {{ GRAPH <{names.LEASE}> {{ {other._said().replace('?now', '1')} }} }}"
        )
        put(first, graph_of("a", 1, "x"), "tin")
        other.give_back()
    opened(place, write=True).close()


def test_a_lease_is_renewed_while_its_holder_writes(place, monkeypatch):
    monkeypatch.setattr(lease, "RENEWED", -1.0)
    with opened(place, write=True) as first:
        held = f"SELECT ?o WHERE {{ GRAPH <{names.LEASE}> {{ ?s <{iris.term(HEM.heldSince)}> ?o }} }}"
        (before,) = first.graph.query(held).rows
        put(first, graph_of("a", 1, "x"), "tin")
        (after,) = first.graph.query(held).rows
        assert str(after["o"]) > str(before["o"])


# ---------------------------------------------------------------- texts


def test_a_second_machine_fetches_what_changed_and_only_that(virtuoso, place, tmp_path):
    with opened(place, write=True) as catalogue:
        put(catalogue, graph_of("a", 1, "x"), "tin alloys with sodium", "/a.md")
        put(catalogue, graph_of("b", 1, "x"), 'zinc in 𝛿-phase\nwith "quotes"', "/b.md")
    elsewhere = as_user(virtuoso, tmp_path / "elsewhere")
    with opened(elsewhere) as other:
        assert [hit.quote for hit in other.passages.search("tin")] == ["tin alloys with sodium"]
        (hit,) = other.passages.search("zinc")
        assert (hit.quote, hit.title, hit.year) == ('zinc in 𝛿-phase\nwith "quotes"', "Title", 2024)
        assert other.passages.catch_up(other.graph) == 0
    with opened(place, write=True) as catalogue:
        put(catalogue, graph_of("a", 1, "y"), "tin no more", "/a.md")
        catalogue.fail("/b.md", "sha", "engine", "it is gone.")
    fetched = []
    with pytest.MonkeyPatch.context() as patch:
        lines = ServerStore.lines
        patch.setattr(ServerStore, "lines", lambda store, graph: fetched.append(graph) or lines(store, graph))
        with opened(elsewhere) as other:
            assert [hit.quote for hit in other.passages.search("tin zinc")] == ["tin no more"]
    assert fetched == [names.text_graph_of(iris.paper("a"))]


def test_a_damaged_copy_is_made_anew(place):
    with opened(place, write=True) as catalogue:
        put(catalogue, graph_of("a", 1, "x"), "tin alloys")
    (copy,) = place.cache.rglob("passages.sqlite")
    copy.write_bytes(b"no database at all" * 100)
    with opened(place) as again:
        assert again.passages.count() == 1


def test_texts_are_no_part_of_what_is_counted_and_exported(place):
    with opened(place, write=True) as catalogue:
        put(catalogue, graph_of("a", 2, "x"), "tin alloys")
        out = io.BytesIO()
        catalogue.graph.dump(out, "nq")
        assert b"passageWords" not in out.getvalue()
        assert list(catalogue.graph.graphs()) == [iris.claims_graph("a"), names.document_graph("/paper.md")]
        folder = Catalogue.in_memory()
        put(folder, graph_of("a", 2, "x"), "tin alloys")
        assert catalogue.digest() == folder.digest()
        assert catalogue.graph.count() == folder.graph.count()


# ---------------------------------------------------------------- what is refused


def test_a_server_without_a_store_says_how_to_make_one(place):
    with pytest.raises(StoreMissing, match="hemkg build PAPERS --store http"):
        opened(place)


def test_a_wrong_password_is_said_without_saying_it(virtuoso):
    with pytest.raises(StoreRefused, match="HEMKG_STORE_PASSWORD") as told:
        ServerStore.open(Server(virtuoso.url, user=USER, password="sesame"))  # noqa: S106
    assert "sesame" not in str(told.value)


def test_who_may_not_write_is_told_so(virtuoso, place):
    opened(place, write=True).close()
    ServerStore.open(Server(virtuoso.open_url)).close()
    with pytest.raises(StoreRefused, match="HEMKG_STORE_USER"):
        ServerStore.open(Server(virtuoso.open_url), write=True)


def test_a_server_that_cuts_answers_off_is_found_out(tmp_path):
    if not is_installed():
        pytest.skip(MISSING)
    graph = iris.ID + "test/large"
    with running(tmp_path / "small", most_rows=700) as small:
        store = ServerStore.open(as_user(small, tmp_path), write=True, create=True)
        with pytest.raises(StoreError, match="ResultSetMaxRows"):
            store.replace({graph: [f"<urn:x:{number}> <{RDF_TYPE}> <urn:x:c> ." for number in range(1500)]})
        assert store.unfinished() == {graph}
        store.close()
