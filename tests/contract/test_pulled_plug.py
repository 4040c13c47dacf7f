"""A build that is ended anywhere leaves a whole store, and the next one finishes it to what it would have been."""

import multiprocessing
import pickle
import random
import resource
import shutil
import signal
import sqlite3
import time
from pathlib import Path

import pytest

from hemkg import building, pipeline
from hemkg.errors import StoreBroken, StoreBusy, StoreMissing
from hemkg.isolation import Limits
from hemkg.rdf import iris
from hemkg.sources.inputs import discover
from hemkg.store import names
from hemkg.store.catalogue import Catalogue
from hemkg.store.oxigraph import OxigraphStore, _translated

pytestmark = pytest.mark.slow

KILLS = 50
METALS = ("Fe", "Co", "Ni", "Cu", "Zn", "Mn", "Mg", "Cr", "Al")
FORKING = multiprocessing.get_context("forkserver")
FORKING.set_forkserver_preload(["hemkg.building", "hemkg.reason.rules", "hemkg.reason.guidelines"])


def paper(number):
    """Return the text of an invented paper."""
    formula = "".join(f"{METALS[(number + step) % len(METALS)]}0.2" for step in range(5)) + "O"
    return (
        f"# An invented oxide for lithium cells, number {number}\n\n## Results\n\n"
        f"The high-entropy oxide {formula} delivers {500 + 10 * number} mAh g-1 at 0.1 A g-1 after 100 cycles in a "
        f"lithium-ion cell. It stores lithium by conversion and keeps {70 + number} % after 1000 cycles.\n"
    )


@pytest.fixture(scope="module")
def shelf(tmp_path_factory):
    """A folder of papers of which one cannot be read, and what reading each of them gives."""
    folder = tmp_path_factory.mktemp("papers")
    for number in range(9):
        (folder / f"{number}.md").write_text(paper(number), encoding="utf-8")
    doi = '<meta name="citation_doi" content="10.9999/one"><meta name="citation_title" content="One oxide, told twice">'
    for name in ("page", "copy"):
        body = f"<body><h1>One oxide, told twice</h1><p>{paper(20)}</p></body>"
        text = f"<!DOCTYPE html><html><head>{doi}</head>{body}</html>" + "<!-- again -->" * (name == "copy")
        (folder / f"{name}.html").write_text(text, encoding="utf-8")
    (folder / "empty.pdf").write_bytes(b"")
    outcomes = {source.path: pipeline.work(source, 2**20) for source in discover([folder])}
    (folder.parent / "outcomes.pickle").write_bytes(pickle.dumps(outcomes))
    return folder


def build(papers, store, told=None, largest=None):
    """Build a store of papers that were read before, with no file larger than some bytes; say when it begins."""
    if largest is not None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (largest, largest))
    outcomes = pickle.loads((papers.parent / "outcomes.pickle").read_bytes())  # noqa: S301  written above
    building.work_all = lambda sources, **_: (outcomes[source.path] for source in sources)
    if told is not None:
        told.set()
    return building.build([papers], store, workers=1, largest=2**20, limits=Limits(60.0))


def built_alone(papers, store, largest=None):
    """Build in a process of its own; return it once it has begun."""
    told = FORKING.Event()
    process = FORKING.Process(target=build, args=(papers, store, told, largest))
    process.start()
    assert told.wait(60)
    return process


def killed(papers, store, after):
    """Begin a build and kill it after some seconds; return whether that ended it."""
    process = built_alone(papers, store)
    time.sleep(after)
    process.kill()
    process.join(60)
    return process.exitcode == -signal.SIGKILL


@pytest.fixture(scope="module")
def undisturbed(shelf, tmp_path_factory):
    """A store that nothing happened to, and how long it took to build."""
    store = tmp_path_factory.mktemp("undisturbed") / "store"
    process = built_alone(shelf, store)
    began = time.monotonic()
    process.join(120)
    assert process.exitcode == 0
    return store, time.monotonic() - began


@pytest.fixture(autouse=True)
def own_reader(monkeypatch):
    monkeypatch.setattr(building, "work_all", building.work_all)


def content(store):
    """Return all that a store holds: each graph and each passage."""
    with Catalogue.open(store) as catalogue:
        graphs = {graph: catalogue.graph.lines(graph) for graph in catalogue.graph.graphs()}
    with sqlite3.connect(store / "passages.sqlite") as connection:
        passages = connection.execute("SELECT paper, document, start, quote FROM passage ORDER BY 1, 2, 3").fetchall()
    return graphs, passages


def assert_whole(store, papers):
    """Hold that each paper is in the store with all of its claims, or not at all."""
    try:
        opened = Catalogue.open(store)
    except StoreMissing:  # it was not yet made; the message says how
        return 0
    with opened as catalogue:
        standing = {d.paper: d for d in catalogue.documents().values() if d.status == "done"}
        graphs = {graph for graph in catalogue.graph.graphs() if graph.startswith(iris.CLAIMS_GRAPHS)}
        assert graphs == {names.claims_graph_of(paper) for paper in standing}
        for document in standing.values():
            graph = read(papers)[document.key].done.graph
            assert catalogue.graph.lines(graph.iri) == as_kept(graph)
        return len(standing)


def as_kept(graph):
    """Return the lines of a graph as the engine writes them."""
    alone = OxigraphStore.in_memory()
    alone.replace({graph.iri: graph.lines})
    return alone.lines(graph.iri)


def read(papers):
    """Return what reading each paper gave, by key."""
    outcomes = pickle.loads((papers.parent / "outcomes.pickle").read_bytes())  # noqa: S301  written by the fixture
    return {outcome.source.key: outcome for outcome in outcomes.values()}


@pytest.mark.parametrize("kill", range(KILLS))
def test_killed_at_any_moment(kill, shelf, undisturbed, tmp_path):
    whole, seconds = undisturbed
    chance = random.Random(kill)  # noqa: S311  a game of chance, no secret
    store = tmp_path / "store"
    after = seconds * chance.random()
    while not killed(shelf, store, after):  # it was done already: sooner, and from the beginning
        shutil.rmtree(store)
        after *= 0.7
    assert_whole(store, shelf)
    report = build(shelf, store)
    assert report.documents == report.added + report.updated + report.unchanged + len(report.failed) == 12
    assert content(store) == content(whole)


@pytest.mark.parametrize("largest", [2_000, 30_000, 100_000, 600_000, 2_000_000])
def test_a_full_disk(largest, shelf, undisturbed, tmp_path):
    store = tmp_path / "store"
    process = built_alone(shelf, store, largest)
    process.join(120)
    assert process.exitcode == 1
    assert_whole(store, shelf)
    build(shelf, store)
    assert content(store) == content(undisturbed[0])


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("IO error: No space left on device: While appending to file: 1.log", "is full"),
        ("IO error: File too large: 1.log", "is full"),
        ("IO error: Permission denied", "no permission"),
        ("IO error: lock hold by current process", "another process is writing"),
        ("Corruption: block checksum mismatch", "is damaged"),
    ],
)
def test_what_the_engine_cannot_do_is_said_in_a_sentence(said, told):
    assert told in str(_translated(Path("store"), OSError(said)))


def test_lost_passages_are_filled_again(shelf, undisturbed, tmp_path):
    store = tmp_path / "store"
    shutil.copytree(undisturbed[0], store)
    for file in store.glob("passages.sqlite*"):
        file.unlink()
    assert build(shelf, store).updated == 11
    assert content(store) == content(undisturbed[0])
    assert build(shelf, store).unchanged == 11


def test_damaged_passages_are_told(shelf, undisturbed, tmp_path):
    store = tmp_path / "store"
    shutil.copytree(undisturbed[0], store)
    (store / "passages.sqlite").write_bytes(b"nothing of the kind" * 1000)
    with pytest.raises(StoreBroken, match="remove that file and build again"):
        build(shelf, store)


def test_two_builds_at_once(shelf, undisturbed, tmp_path):
    whole, _ = undisturbed
    store = tmp_path / "store"
    one, other = built_alone(shelf, store), built_alone(shelf, store)
    one.join(120)
    other.join(120)
    assert 0 in {one.exitcode, other.exitcode}
    build(shelf, store)
    assert content(store) == content(whole)


def test_a_store_that_is_being_written_is_not_written_by_another(undisturbed, shelf, tmp_path):
    store = tmp_path / "store"
    shutil.copytree(undisturbed[0], store)
    with Catalogue.open(store, write=True), pytest.raises(StoreBusy, match="another process is writing"):
        build(shelf, store)
    assert content(store) == content(undisturbed[0])


def test_a_reader_of_a_store_that_is_written_sees_whole_papers(undisturbed, shelf, tmp_path):
    store = tmp_path / "store"
    process = built_alone(shelf, store)
    seen = [0]
    while process.is_alive():
        seen.append(assert_whole(store, shelf))
    process.join(60)
    assert process.exitcode == 0
    assert seen == sorted(seen)
    assert content(store) == content(undisturbed[0])


def test_a_build_that_was_killed_while_deriving_derives(undisturbed, shelf, tmp_path):
    store = tmp_path / "store"
    shutil.copytree(undisturbed[0], store)
    with Catalogue.open(store, write=True) as catalogue:
        catalogue.graph.replace({iris.DERIVED_GRAPH: (), iris.STATE_GRAPH: ()})
    report = build(shelf, store)
    assert (report.added, report.updated) == (0, 0)
    assert content(store) == content(undisturbed[0])
