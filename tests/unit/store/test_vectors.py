"""Vectors in a file that is mapped: the nearest are found, and what a writer left half done is nothing."""

import shutil
import sys
from pathlib import Path

import numpy
import pytest

from hemkg.errors import StoreBroken
from hemkg.store import vectors as module
from hemkg.store.vectors import FIRST_ROW, Vectors, digest_of

DIMENSION = 64


def made(number, seed=1, spread=0.8):
    """Return vectors in clusters, as those of texts are."""
    chance = numpy.random.default_rng(seed)
    centres = numpy.random.default_rng(0).normal(size=(50, DIMENSION))
    rows = centres[chance.integers(50, size=number)] + spread * chance.normal(size=(number, DIMENSION))
    return (rows / numpy.linalg.norm(rows, axis=1, keepdims=True)).astype("f4")


def keys(number, first=0):
    return [(passage, digest_of(str(passage))) for passage in range(first, first + number)]


def exact(rows, vector, limit):
    return list(numpy.argsort(-(rows @ vector), kind="stable")[:limit])


@pytest.fixture
def filled(tmp_path):
    rows = made(500)
    vectors = Vectors(tmp_path, DIMENSION)
    vectors.append(keys(300), rows[:300])
    Vectors(tmp_path).append(keys(200, 300), rows[300:])
    return tmp_path, rows


@pytest.mark.parametrize("block", [7, 100, 8192])
def test_the_nearest_are_found_whatever_is_compared_at_once(filled, monkeypatch, block):
    folder, rows = filled
    monkeypatch.setattr(module, "BLOCK", block)
    for vector in made(20, seed=2):
        found = Vectors(folder).search(vector, 10)
        assert [near.passage for near in found] == exact(rows, vector, 10)
        assert [near.score for near in found] == pytest.approx(sorted(rows @ vector, reverse=True)[:10], abs=1e-6)


def test_what_was_added_is_there_for_whoever_opens_the_file(filled):
    folder, _ = filled
    assert list(Vectors(folder).passages()) == keys(500)


@pytest.mark.parametrize("cut", [1, 4 * DIMENSION, 4 * DIMENSION + 16 + 5])
def test_a_torn_end_is_ignored_and_written_over(filled, cut):
    folder, rows = filled
    path = folder / "vectors.bin"
    with path.open("r+b") as opened:
        opened.truncate(path.stat().st_size - cut)
    vectors = Vectors(folder)
    left = vectors.rows
    assert left == 500 - 1 - (cut > 4 * DIMENSION + 16)
    vectors.append(keys(500 - left, left), rows[left:])
    assert [near.passage for near in Vectors(folder).search(rows[499], 1)] == [499]
    assert list(Vectors(folder).passages()) == keys(500)


def test_rows_that_the_head_does_not_count_are_nothing(filled):
    folder, rows = filled
    with (folder / "vectors.bin").open("ab") as opened:
        opened.write(b"\xff" * 5000)
    vectors = Vectors(folder)
    assert vectors.rows == 500
    vectors.append(keys(1, 500), rows[:1])
    assert list(Vectors(folder).passages()) == keys(501)


@pytest.mark.parametrize("size", [0, 3, FIRST_ROW])
def test_a_file_that_was_only_begun_is_an_empty_one(tmp_path, size):
    (tmp_path / "vectors.bin").write_bytes(b"\0" * size if size < FIRST_ROW else b"")
    vectors = Vectors(tmp_path, DIMENSION)
    assert (vectors.rows, vectors.search(made(1)[0], 3)) == (0, [])
    vectors.append(keys(2), made(2))
    assert Vectors(tmp_path).rows == 2


def test_what_is_no_file_of_vectors_or_of_others_is_refused(filled, tmp_path_factory):
    folder, _ = filled
    with pytest.raises(StoreBroken, match="holds no vectors of this version"):
        Vectors(folder, DIMENSION + 1)
    other = tmp_path_factory.mktemp("other")
    (other / "vectors.bin").write_bytes(b"something else" * 100)
    with pytest.raises(StoreBroken, match="delete it, and build again"):
        Vectors(other)


def test_what_is_not_wanted_any_more_is_left_out(filled):
    folder, rows = filled
    vectors = Vectors(folder)
    vectors.keep(lambda passage, digest: passage % 3 == 0 and digest == digest_of(str(passage)))
    for there in (vectors, Vectors(folder)):
        assert [passage for passage, _ in there.passages()] == list(range(0, 500, 3))
        assert [near.passage for near in there.search(rows[30], 1)] == [30]
    vectors.append(keys(1, 500), rows[:1])
    assert Vectors(folder).rows == 168


@pytest.fixture(scope="module")
def indexed(tmp_path_factory):
    pytest.importorskip("usearch", reason="usearch is not installed")
    folder, rows = tmp_path_factory.mktemp("indexed"), made(20_000)
    vectors = Vectors(folder, DIMENSION)
    vectors.append(keys(20_000), rows)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "MANY", 10_000)
        assert vectors.index()
    return folder, rows


class TestApproximateIndex:
    @pytest.fixture
    def many(self, indexed, tmp_path, monkeypatch):
        monkeypatch.setattr(module, "MANY", 10_000)
        folder, rows = indexed
        return Path(shutil.copytree(folder, tmp_path / "store")), rows

    def test_nineteen_of_twenty_nearest_are_found_and_in_their_order(self, many):
        folder, rows = many
        vectors, hits = Vectors(folder), 0
        for vector in made(100, seed=3):
            found = [near.passage for near in vectors.search(vector, 10)]
            wanted = exact(rows, vector, 10)
            hits += len(set(found) & set(wanted))
            assert found == sorted(found, key=lambda passage: -(rows[passage] @ vector))
        assert hits / 1000 >= 0.95

    def test_few_rows_are_compared(self, many, monkeypatch):
        folder, rows = many
        compared = []
        original = Vectors._compared
        monkeypatch.setattr(
            Vectors, "_compared", lambda self, part, *rest: compared.append(len(part)) or original(self, part, *rest)
        )
        Vectors(folder).search(rows[0], 10)
        assert compared == [40]

    def test_rows_that_came_since_are_found_too(self, many):
        folder, rows = many
        new = made(3, seed=9)
        Vectors(folder).append(keys(3, 20_000), new)
        assert not (folder / "vectors.new").exists()
        assert Vectors(folder).search(new[1], 1)[0].passage == 20_001
        assert Vectors(folder).search(rows[5], 1)[0].passage == 5

    def test_rows_left_out_are_left_out_of_it(self, many):
        folder, rows = many
        Vectors(folder).keep(lambda passage, _: passage != 5)
        assert Vectors(folder).search(rows[5], 1)[0].passage != 5
        assert not list(folder.glob("*.usearch"))

    def test_a_broken_one_and_a_missing_library_cost_time_only(self, many, monkeypatch):
        folder, rows = many
        (path,) = folder.glob("*.usearch")
        whole = path.read_bytes()
        path.write_bytes(b"no index")
        assert Vectors(folder).search(rows[5], 1)[0].passage == 5
        path.write_bytes(whole)
        monkeypatch.setitem(sys.modules, "usearch.index", None)
        assert Vectors(folder).search(rows[5], 1)[0].passage == 5


def test_few_rows_need_no_approximate_index(filled):
    folder, _ = filled
    assert not Vectors(folder).index()
    assert not list(folder.glob("*.usearch"))
