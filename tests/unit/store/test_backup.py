"""A backup holds all of a store, is verified, and never half there."""

import json
import shutil
import zipfile
from pathlib import Path

import pytest

from hemkg.errors import InputError, StoreBroken
from hemkg.store import backup
from hemkg.store.catalogue import Catalogue


@pytest.fixture
def saved(corpus_store, tmp_path):
    with Catalogue.open(corpus_store) as catalogue:
        manifest = backup.backup(catalogue, tmp_path / "store.zip")
    return tmp_path / "store.zip", manifest


def content(folder):
    with Catalogue.open(folder) as catalogue:
        graphs = {graph: catalogue.graph.lines(graph) for graph in catalogue.graph.graphs()}
        return graphs, list(catalogue.passages.every()), catalogue.documents()


def test_what_is_restored_is_what_was_saved(saved, corpus_store, tmp_path):
    path, manifest = saved
    assert manifest.papers > 10
    assert backup.restore_to(path, tmp_path / "restored") == manifest
    assert content(tmp_path / "restored") == content(corpus_store)


def test_a_restored_store_answers_alike(saved, corpus_store, tmp_path, hemkg):
    backup.restore_to(saved[0], tmp_path / "restored")
    question = ("ask", "What capacity does InGeSiP3 reach?", "--format", "json")
    assert hemkg(*question, "--store", tmp_path / "restored").out == hemkg(*question, "--store", corpus_store).out


def changed(path, name, change):
    """Write an archive with one of its members changed."""
    with zipfile.ZipFile(path) as archive:
        members = {member: archive.read(member) for member in archive.namelist()}
    members[name] = change(members[name])
    with zipfile.ZipFile(path, "w") as archive:
        for member, data in members.items():
            archive.writestr(member, data)


def without_last_line(data):
    return b"".join(data.splitlines(keepends=True)[:-1])


@pytest.mark.parametrize(
    ("name", "change"),
    [
        (backup.GRAPHS, without_last_line),
        (backup.GRAPHS, lambda data: data.replace(b"1733", b"1734")),
        (backup.GRAPHS, lambda data: data + b"nonsense\n"),
        (backup.PASSAGES, without_last_line),
        (backup.PASSAGES, lambda data: data + b"nonsense\n"),
        (backup.MANIFEST, lambda data: data.replace(b'"content": "', b'"content": "0')),
    ],
)
def test_a_damaged_backup_leaves_no_store(saved, tmp_path, name, change):
    path, _ = saved
    changed(path, name, change)
    with pytest.raises(StoreBroken, match="another backup"):
        backup.restore_to(path, tmp_path / "restored")
    assert [entry.name for entry in tmp_path.iterdir()] == ["store.zip"]


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04 and no more", b"some words"])
def test_what_is_no_backup_is_refused(tmp_path, data):
    (tmp_path / "other.zip").write_bytes(data)
    with pytest.raises(InputError, match="no backup"):
        backup.restore_to(tmp_path / "other.zip", tmp_path / "restored")


def test_half_a_backup_is_refused(saved, tmp_path):
    path, _ = saved
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    with pytest.raises(InputError, match="only a part"):
        backup.restore_to(path, tmp_path / "restored")


def test_a_later_format_is_refused_with_its_version(saved, tmp_path):
    path, _ = saved
    changed(path, backup.MANIFEST, lambda data: json.dumps(json.loads(data) | {"format": 99, "hemkg": "9.9"}).encode())
    with pytest.raises(InputError, match=r"hemkg 9\.9"):
        backup.restore_to(path, tmp_path / "restored")


def test_nothing_is_written_over(saved, corpus_store, tmp_path):
    path, _ = saved
    with Catalogue.open(corpus_store) as catalogue, pytest.raises(InputError, match="there already"):
        backup.backup(catalogue, path)
    with pytest.raises(InputError, match="already"):
        backup.restore_to(path, tmp_path)


def test_a_restore_that_was_cut_off_is_begun_again(saved, corpus_store, tmp_path):
    path, _ = saved
    shutil.copytree(corpus_store, tmp_path / "restored.restoring")
    backup.restore_to(path, tmp_path / "restored")
    assert content(tmp_path / "restored") == content(corpus_store)


def test_a_folder_that_cannot_be_replaced_is_filled(saved, corpus_store, tmp_path, monkeypatch):
    replace = Path.replace

    def refuse(self, target):
        if self.name.endswith(".restoring"):
            raise OSError(16, "Device or resource busy")
        return replace(self, target)

    (tmp_path / "mounted").mkdir()
    monkeypatch.setattr(Path, "replace", refuse)
    backup.restore_to(saved[0], tmp_path / "mounted")
    assert content(tmp_path / "mounted") == content(corpus_store)
    assert not (tmp_path / "mounted.restoring").exists()
