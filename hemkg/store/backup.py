"""A store in one file, and back again, verified by digests.

The file is a ZIP of N-Quads, JSON lines and a manifest, so that it can be read without hemkg, outlives the layout of a
store, and may be restored into a store of another kind.  It is taken of what a reader sees: whole papers, also while
a build writes.
"""

import hashlib
import io
import json
import shutil
import zipfile
from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields
from itertools import groupby
from pathlib import Path
from typing import IO

from hemkg import __version__
from hemkg.errors import InputError, StoreBroken, StoreError
from hemkg.store.base import Store
from hemkg.store.catalogue import Catalogue
from hemkg.store.oxigraph import MARKER
from hemkg.store.passages import Passage

FORMAT = 1
MANIFEST, GRAPHS, PASSAGES = "manifest.json", "graphs.nq", "passages.jsonl"
FEW = 2_000  # triples that are written in one transaction, unless one graph holds more
WORDS = tuple(field.name for field in fields(Passage) if field.name != "score")


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup holds.

    Attributes:
        format: version of the format of backups.
        hemkg: version that wrote it.
        digest: of the papers' graphs, as answers and ``hemkg status`` give it.
        content: SHA-256 of all graphs.
        passages: SHA-256 of all passages.
        papers: number of documents that stand for a paper.
        triples: number of triples.
    """

    format: int
    hemkg: str
    digest: str
    content: str
    passages: str
    papers: int
    triples: int


def backup(catalogue: Catalogue, path: Path) -> Manifest:
    """Write a store to a file; an older file of that name is not touched.

    Args:
        catalogue: the store; only read.
        path: the file.

    Raises:
        InputError: if the file is there already or cannot be written.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     written = backup(Catalogue.in_memory(), Path(folder) / "store.zip")
    ...     other = Catalogue.in_memory()
    ...     restore(Path(folder) / "store.zip", other) == written
    True
    """
    if path.exists():
        raise InputError(f"{path} is there already; choose another name for the backup.")
    unfinished = path.with_name(path.name + ".new")
    try:
        with zipfile.ZipFile(unfinished, "w", zipfile.ZIP_DEFLATED) as archive:
            with archive.open(GRAPHS, "w", force_zip64=True) as file:
                catalogue.graph.dump(file, "nq")
            with archive.open(PASSAGES, "w", force_zip64=True) as file:
                file.writelines(_line_of(passage) for passage in catalogue.passages.every())
            manifest = _manifest(catalogue)
            archive.writestr(MANIFEST, json.dumps(asdict(manifest), indent=1) + "\n")
        unfinished.replace(path)
    except OSError as error:
        raise InputError(f"{path} cannot be written: {error.strerror or error}; choose another place.") from None
    finally:
        unfinished.unlink(missing_ok=True)
    return manifest


def manifest_of(path: Path) -> Manifest:
    """Return what a backup says that it holds.

    Raises:
        InputError: if the file is no backup, or one of a later version.
    """
    with _opened(path) as archive:
        return _read_manifest(archive, path)


def restore(path: Path, catalogue: Catalogue) -> Manifest:
    """Fill an empty store from a backup and verify what came out.

    Args:
        path: the file.
        catalogue: an empty store, open for writing.

    Raises:
        InputError: if the file is no backup, or one of a later version.
        StoreBroken: if what was restored is not what was saved; then the store is of no use.
    """
    with _opened(path) as archive:
        manifest = _read_manifest(archive, path)
        try:
            with archive.open(GRAPHS) as file:
                _restore_graphs(file, catalogue.graph)
            with archive.open(PASSAGES) as file:
                for paper, told in groupby(map(_passage_of, file), key=lambda passage: passage.paper):
                    catalogue.passages.replace(paper, list(told))
        except (zipfile.BadZipFile, KeyError, ValueError, TypeError, EOFError) as error:
            raise StoreBroken(f"{path} is damaged ({error}); restore another backup.") from None
    found = _manifest(catalogue)
    if (found.digest, found.content, found.passages) != (manifest.digest, manifest.content, manifest.passages):
        raise StoreBroken(f"what came out of {path} is not what went into it; restore another backup.")
    return manifest


def restore_to(path: Path, folder: Path) -> Manifest:
    """Make a store in a folder from a backup; the store is there whole and verified, or not at all.

    Args:
        path: the backup.
        folder: where no store is yet.

    Raises:
        InputError, StoreBroken: as ``restore`` does, and if something stands in the folder.
        StoreError: if the folder cannot be written.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise InputError(f"something stands at {folder} already; restore into a new folder.")
    manifest_of(path)
    made = folder.with_name(f"{folder.name}.restoring")
    shutil.rmtree(made, ignore_errors=True)  # left by one that was cut off
    try:
        with Catalogue.open(made, write=True, create=True) as catalogue:
            manifest = restore(path, catalogue)
        _put(made, folder)
    except OSError as error:
        raise StoreError(f"{folder} cannot be written: {error.strerror or error}; choose another place.") from None
    finally:
        shutil.rmtree(made, ignore_errors=True)
    return manifest


def _put(made: Path, folder: Path) -> None:
    """Put a folder in its place, in one step where that place is no mounted disk."""
    try:
        made.replace(folder)
    except OSError:
        for entry in sorted(made.iterdir(), key=lambda entry: entry.name == MARKER):  # what makes it a store comes last
            shutil.move(entry, folder / entry.name)


# ---------------------------------------------------------------- parts


def _opened(path: Path) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(path)
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror or error}; check the path.") from None
    except zipfile.BadZipFile:
        raise InputError(f"{path} is no backup of hemkg, or only a part of one; check the file.") from None


def _read_manifest(archive: zipfile.ZipFile, path: Path) -> Manifest:
    try:
        told = json.loads(archive.read(MANIFEST))
        later = told["format"] > FORMAT
        if not later:
            return Manifest(**told)
    except (KeyError, ValueError, TypeError, zipfile.BadZipFile):
        raise InputError(f"{path} is no backup of hemkg, or only a part of one; check the file.") from None
    raise InputError(
        f"{path} was written by hemkg {told.get('hemkg', '?')}; restore it with that version or a later one."
    )


def _manifest(catalogue: Catalogue) -> Manifest:
    papers = sum(document.status == "done" for document in catalogue.documents().values())
    return Manifest(
        FORMAT,
        __version__,
        catalogue.digest(),
        _content(catalogue.graph),
        _sha256(_line_of(passage) for passage in catalogue.passages.every()),
        papers,
        catalogue.graph.count(),
    )


def _content(store: Store) -> str:
    """Return a digest of all graphs, whatever order the engine keeps them in."""
    return _sha256(
        f"{graph} {_sha256(line.encode() for line in store.lines(graph))}\n".encode() for graph in _names(store)
    )


def _names(store: Store) -> list[str]:
    return sorted(graph for graph in store.graphs() if graph)


def _sha256(parts: Iterable[bytes]) -> str:
    digest = hashlib.sha256()
    for part in parts:
        digest.update(part)
    return digest.hexdigest()


def _restore_graphs(file: IO[bytes], store: Store) -> None:
    """Write the graphs of an N-Quads file, several small ones in one transaction."""
    waiting: dict[str, list[str]] = {}
    for graph, lines in groupby(map(_quad, io.TextIOWrapper(file, "utf-8", newline="\n")), key=lambda quad: quad[1]):
        waiting[graph] = [line for line, _ in lines]
        if sum(map(len, waiting.values())) > FEW:
            store.replace(waiting)
            waiting = {}
    store.replace(waiting)


def _quad(line: str) -> tuple[str, str]:
    """Return the triple of a quad as an N-Triples line, and the name of its graph."""
    triple, graph, end = line.rstrip("\n").rsplit(" ", 2)
    if end != "." or not graph.startswith("<"):
        raise ValueError("a line is no quad")
    return f"{triple} .", graph[1:-1]


def _line_of(passage: Passage) -> bytes:
    told = [getattr(passage, name) for name in WORDS]
    return (json.dumps(dict(zip(WORDS, told, strict=True)), ensure_ascii=False) + "\n").encode()


def _passage_of(line: bytes) -> Passage:
    return Passage(**json.loads(line))
