"""Readers of a store that is being written see a state that stands still, whole papers only, and the newest soon."""

import os
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from hemkg.errors import StoreBroken
from hemkg.model.graph import PaperGraph
from hemkg.model.paper import Source
from hemkg.store import linked, names
from hemkg.store.catalogue import Catalogue
from hemkg.store.linked import READERS
from hemkg.store.live import LiveCatalogue
from hemkg.store.oxigraph import MARKER, OxigraphStore
from hemkg.store.pairing import Turns, generation
from hemkg.store.passages import Passage
from hemkg.vocab import terms

ROOT = Path(__file__).parents[3]
LINES = 40
ENDLESS = """
import sys
sys.path[:0] = [{root!r}, {here!r}]
from pathlib import Path
from test_live import put
from hemkg.store.catalogue import Catalogue
with Catalogue.open(Path({folder!r}), write=True) as catalogue:
    number = len(catalogue.documents())
    while True:
        put(catalogue, number)
        number += 1
        print(number, flush=True)
"""

HURRIED = """
import sys, time
sys.path.insert(0, {root!r})
from pathlib import Path
from hemkg.store.pairing import Turns
folder, turns, number = Path({folder!r}), Turns(Path({folder!r})), 0
while True:
    with turns.writing():
        number += 1
        (folder / "new").write_text(str(number))
        (folder / "new").replace(folder / "count")
        time.sleep(0.02)
    if number == 1:
        print("begun", flush=True)
"""


def paper(number: int) -> str:
    return f"https://w3id.org/hemkg/id/paper/{number}"


def put(catalogue: Catalogue, number: int, edition: int = 0) -> None:
    """Put an invented paper into a store; another edition of it has other claims and other words."""
    iri = paper(number)
    lines = [f'<{iri}/{n}> <{terms.BASE}value> "{edition} {n}" .' for n in range(LINES)]
    graph = PaperGraph(names.claims_graph_of(iri), iri, tuple(sorted(lines)))
    source = Source(f"p{number}", f"p{number}", "text/plain", f"{edition:064}", "text")
    told = [Passage(iri, f"p{number}", None, None, None, None, None, 0, f"Paper {number}, edition {edition}.")]
    catalogue.put(f"p{number}", source, graph, told, "e")


def seen(catalogue: Catalogue) -> dict[str, int]:
    """Return how many triples of each paper a reader sees."""
    counted = f"SELECT ?g (COUNT(*) AS ?n) {{ GRAPH ?g {{ ?s <{terms.BASE}value> ?o }} }} GROUP BY ?g"
    lines = {row["g"]: row["n"] for row in catalogue.graph.query(counted).rows}
    known = [document.paper for document in catalogue.documents().values() if document.status == "done"]
    assert len(lines) == len(known)
    return {iri: lines[names.claims_graph_of(iri)] for iri in known}


def quoted(catalogue: Catalogue) -> dict[str, str]:
    """Return the words of each paper that a reader finds."""
    return {hit.paper: hit.quote for hit in catalogue.passages.search("paper edition", 10_000)}


@pytest.fixture
def folder(tmp_path):
    store = tmp_path / "store"
    with Catalogue.open(store, write=True, create=True) as catalogue:
        put(catalogue, 0)
    return store


def live_on(folder):
    return LiveCatalogue(folder, lambda catalogue, before: catalogue)


def test_what_is_lent_stays_as_it_was_while_a_build_writes(folder):
    with live_on(folder) as live, Catalogue.open(folder, write=True) as writer:
        with live.lend() as before:
            put(writer, 1)
            put(writer, 0, edition=1)
            assert live.renew()
            assert seen(before) == {paper(0): LINES}
            assert quoted(before) == {paper(0): "Paper 0, edition 0."}
        with live.lend() as after:
            assert seen(after) == {paper(0): LINES, paper(1): LINES}
            assert quoted(after)[paper(0)] == "Paper 0, edition 1."


def test_a_state_is_renewed_only_when_something_was_written(folder):
    with live_on(folder) as live:
        with live.lend() as first:
            pass
        assert not live.renew()
        with live.lend() as same:
            assert same is first
        with Catalogue.open(folder, write=True) as writer:
            put(writer, 1)
        assert live.renew()
        assert live.age < 60


def test_an_old_state_is_closed_after_its_last_reader(folder):
    with live_on(folder) as live:
        reading, other = live.lend(), live.lend()
        old = reading.__enter__()
        other.__enter__()
        with Catalogue.open(folder, write=True) as writer:
            put(writer, 1)
        live.renew()
        assert len(list((folder / READERS).iterdir())) == 2
        reading.__exit__(None, None, None)
        assert seen(old) == {paper(0): LINES}
        other.__exit__(None, None, None)
        assert len(list((folder / READERS).iterdir())) == 1
    assert list((folder / READERS).iterdir()) == []


def test_what_is_prepared_is_given_what_was_lent_before(folder):
    given = []
    with LiveCatalogue(folder, lambda catalogue, before: given.append(before) or len(given)) as live:
        with Catalogue.open(folder, write=True) as writer:
            put(writer, 1)
        live.renew()
        with live.lend() as lent:
            assert (lent, given) == (2, [None, 1])


def test_a_store_that_breaks_leaves_the_state_before_and_says_why(folder):
    with live_on(folder) as live:
        marker = (folder / MARKER).read_text()
        (folder / MARKER).write_text("{")
        Turns(folder).mark()
        assert not live.renew()
        assert "damaged" in live.trouble
        with live.lend() as catalogue:
            assert seen(catalogue) == {paper(0): LINES}
        (folder / MARKER).write_text(marker)
        assert live.renew()
        assert live.trouble is None


def test_a_watched_store_is_renewed_without_being_asked(folder):
    with LiveCatalogue(folder, lambda catalogue, before: catalogue, every=0.02) as live:
        live.watch()
        with Catalogue.open(folder, write=True) as writer:
            put(writer, 1)
        for _ in range(500):
            with live.lend() as catalogue:
                if paper(1) in seen(catalogue):
                    break
            threading.Event().wait(0.02)
        else:
            pytest.fail("it was not renewed within ten seconds")


def test_files_that_the_writer_merges_away_are_still_there_for_readers(folder):
    with Catalogue.open(folder, write=True) as writer:
        for number in range(1, 25):
            put(writer, number)
            writer.graph._engine.flush()
        with Catalogue.open(folder) as reader:
            for number in range(1, 25):
                put(writer, number, edition=1)
                writer.graph._engine.flush()
            writer.graph._engine.optimize()
            assert seen(reader) == {paper(number): LINES for number in range(25)}


def test_passages_whose_graph_never_came_are_not_seen(folder, monkeypatch):
    def ended(*_):
        raise KeyboardInterrupt  # as if the writer were ended between the two

    with Catalogue.open(folder, write=True) as writer:
        put(writer, 1)
        with monkeypatch.context() as patched:
            patched.setattr(OxigraphStore, "replace", ended)
            for number in (0, 2):
                with pytest.raises(KeyboardInterrupt):
                    put(writer, number, edition=1)
        with Catalogue.open(folder) as reader:
            assert seen(reader) == {paper(0): LINES, paper(1): LINES}
            assert set(quoted(reader)) == {paper(1)}
            assert reader.halves() == {paper(0), paper(2)}
        for number in (0, 2, 3):
            put(writer, number, edition=1)
    with Catalogue.open(folder) as reader:
        assert reader.halves() == frozenset()
        assert set(quoted(reader)) == set(seen(reader)) == {paper(number) for number in range(4)}


def test_a_withdrawn_paper_is_withdrawn_whole(folder):
    with Catalogue.open(folder, write=True) as writer:
        writer.fail("p0", "0", "e", "it broke")
        put(writer, 1)
    with Catalogue.open(folder) as reader:
        assert set(quoted(reader)) == set(seen(reader)) == {paper(1)}


@pytest.mark.slow
def test_a_writer_that_is_killed_anywhere_leaves_whole_papers(folder):
    here = str(Path(__file__).parent)
    count = 1
    for killed_after in (0, 7, 23):
        code = ENDLESS.format(root=str(ROOT), here=here, folder=str(folder))
        writer = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, cwd=ROOT)
        try:
            for _ in range(killed_after + 1):
                assert writer.stdout.readline()
            for _ in range(5):
                with Catalogue.open(folder) as reader:  # while it writes
                    now = seen(reader)
                    assert set(now.values()) == {LINES}
                    assert set(quoted(reader)) == set(now)
                    assert len(now) >= count
                    count = len(now)
        finally:
            writer.kill()
            writer.wait()
            writer.stdout.close()
        with Catalogue.open(folder) as reader:
            assert set(quoted(reader)) == set(seen(reader))
            assert set(seen(reader).values()) == {LINES}


def test_a_state_that_others_open_is_the_same_for_them(folder):
    with Catalogue.open(folder, write=True) as writer:
        put(writer, 1)
        with Catalogue.open(folder) as kept:
            put(writer, 2)
            put(writer, 0, edition=1)
            with Catalogue.at(kept.kept_state()) as other:
                assert seen(other) == seen(kept) == {paper(0): LINES, paper(1): LINES}
                assert set(quoted(other)) == {paper(1)}  # those of the edition before are gone
                assert other.digest() == kept.digest()


def test_what_a_killed_reader_left_is_taken_away(folder):
    left = folder / READERS / "left"
    left.mkdir(parents=True)
    (left / linked.IN_USE).touch()
    being_made = folder / READERS / "new"
    being_made.mkdir()
    with Catalogue.open(folder), Catalogue.open(folder):
        assert not left.exists()
        assert being_made.exists()
        assert len(list((folder / READERS).iterdir())) == 3
    os.utime(being_made, (0, 0))
    with Catalogue.open(folder):
        assert not being_made.exists()


def test_where_nothing_can_be_linked_the_files_themselves_are_read(folder, monkeypatch):
    def refused(*_):
        raise PermissionError

    monkeypatch.setattr(os, "link", refused)
    with Catalogue.open(folder) as reader:
        assert seen(reader) == {paper(0): LINES}
        assert reader.graph.files == folder / "graph"


def test_a_store_that_stays_unreadable_is_said_to_be_damaged(folder):
    (folder / "graph" / "CURRENT").write_text("MANIFEST-999999\n")
    with pytest.raises(StoreBroken, match="damaged"):
        Catalogue.open(folder)


def test_a_writer_in_a_hurry_lets_readers_in(folder):
    """Who waits at the door goes first; without it a reader would have to meet the instant between two papers."""
    code = HURRIED.format(root=str(ROOT), folder=str(folder))
    writer = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, cwd=ROOT)
    try:
        assert writer.stdout.readline()
        overtaken = []
        for _ in range(20):
            before = int((folder / "count").read_text())
            while int((folder / "count").read_text()) < before + 3:
                time.sleep(0.001)  # the writer is at work again
            with Turns(folder).reading():
                overtaken.append(int((folder / "count").read_text()) - before - 3)
        assert max(overtaken) <= 10
    finally:
        writer.kill()
        writer.wait()
        writer.stdout.close()


def test_each_change_leaves_another_mark(folder):
    before = generation(folder)
    with Catalogue.open(folder, write=True) as writer:
        put(writer, 1)
        after = generation(folder)
        assert after != before
        put(writer, 1)
    assert len(after) == len(before) == 20
