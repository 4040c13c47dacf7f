"""The shelf: a folder inside the store's own, where the files lie that people brought by the page.

Each time somebody brings files they get a folder of their own, so that no bibliography of one speaks of the files of
another.  The shelf is no part of what is served, and a build reads of it only what it is told to.
"""

import os
import re
import time
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from hemkg.librarian.intake import LIBRARIES, Intake, LetIn, unlike, write_new
from hemkg.sources.inputs import digest_of
from hemkg.store.catalogue import Document

SHELF = "papers"
UNREAD = ".unread"  # in a folder whose files were not all read yet
FORM_OF_BATCH = "%Y-%m-%d-%H%M%S"
ANY_FOLDER = re.compile(r"(?:/[^/\s“”\"']+)+/(?=[^/\s])")


@dataclass(frozen=True, slots=True)
class Placed:
    """What was put on the shelf.

    Attributes:
        batch: the folder of what was brought together.
        read: what is to be read.
        unchanged: how many files the store has already.
        notes: what is to be said of those, a sentence each.
    """

    batch: Path
    read: tuple[Path, ...] = ()
    unchanged: int = 0
    notes: tuple[str, ...] = ()


def place(intake: Intake, store: Path, documents: Mapping[str, Document]) -> Placed:
    """Put what was let in on the shelf, under names that no document of the store bears.

    A file that the store has read already is not put there twice; one that it failed to read is tried again.  What
    comes with a bibliography keeps its names, by which that one speaks of it.

    Args:
        intake: what was let in.
        store: folder of the store.
        documents: of the store, by key.
    """
    batch = _new_batch(store)
    known = {document.sha256: document for document in documents.values() if "#" not in document.key}
    taken = {Path(key).stem.casefold() for key in documents}
    has_library = any(file.is_library for file in intake.files)
    read, notes = dict[Path, None](), []
    for file in intake.files:
        old = None if has_library else known.get(file.sha256)
        if old is None:
            path = _put(file, batch, set() if has_library else taken)
            taken.add(path.stem.casefold())
            known[file.sha256] = Document(str(path), file.sha256, "", "done")
            read[path] = None
        elif old.status == "failed" and Path(old.key).is_file():
            read[Path(old.key)] = None
        elif Path(old.key) not in read:
            notes.append(f"{file.place.name} is in the library already, as {name_of(old.key)}.")
    return Placed(batch, tuple(read), len(notes), tuple(notes))


def without_known(placed: Placed, documents: Mapping[str, Document]) -> Placed:
    """Return what is still to be read of what was put on the shelf, if the same came another way meanwhile."""
    if any(path.suffix in LIBRARIES for path in placed.read):
        return placed
    known = {document.sha256: key for key, document in documents.items() if document.status != "failed"}
    read, notes = [], list(placed.notes)
    for path in placed.read:
        key = known.get(digest_of(str(path)) or "")
        if key is None or key == str(path):
            read.append(path)
        else:
            notes.append(f"{path.name} is in the library already, as {name_of(key)}.")
    return replace(placed, read=tuple(read), unchanged=len(notes), notes=tuple(notes))


def _new_batch(store: Path) -> Path:
    shelf = store.resolve() / SHELF
    shelf.mkdir(mode=0o700, exist_ok=True)
    name = time.strftime(FORM_OF_BATCH, time.gmtime())
    batch = shelf / unlike(name, {entry.name for entry in shelf.iterdir()})
    batch.mkdir(mode=0o700)
    (batch / UNREAD).touch()
    return batch


def _put(file: LetIn, batch: Path, taken: set[str]) -> Path:
    folder = batch.joinpath(*file.place.parent.parts)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    here = {entry.stem.casefold() for entry in folder.iterdir()}
    path = folder / f"{unlike(file.place.stem, taken | here)}{file.place.suffix.lower()}"
    write_new(path, file.path.read_bytes())
    return path


# ---------------------------------------------------------------- what lies there


def is_on_shelf(key: str, store: Path) -> bool:
    """Whether a document was brought by the page."""
    return is_in(key, store.resolve() / SHELF)


def is_in(key: str, folder: Path) -> bool:
    """Whether a document lies in a folder.

    >>> is_in("/a/b/c.bib#row", Path("/a/b")), is_in("/a/bc/d.pdf", Path("/a/b"))
    (True, False)
    """
    return key.startswith(f"{folder}{os.sep}")


def brought_at(key: str, store: Path) -> str | None:
    """Return the day on which a document was brought by the page, as ``2026-12-01``; None if it came otherwise."""
    if not is_on_shelf(key, store):
        return None
    batch = key[len(str(store.resolve() / SHELF)) + 1 :].partition(os.sep)[0]
    return batch[:10] if re.match(r"\d{4}-\d\d-\d\d-\d{6}", batch) else None


def unread(store: Path) -> tuple[Path, ...]:
    """Return the folders of what was brought and not read to its end."""
    shelf = store.resolve() / SHELF
    return tuple(sorted(mark.parent for mark in shelf.glob(f"*/{UNREAD}"))) if shelf.is_dir() else ()


def files_in(batch: Path) -> Iterator[Path]:
    """Yield the files of a folder that are to be read."""
    yield from (path for path in sorted(batch.rglob("*")) if path.is_file() and path.name != UNREAD)


def clear(batch: Path, documents: Mapping[str, Document]) -> None:
    """Say that all of a folder was read; take away the files that no document of the store stands for."""
    known = {key.partition("#")[0] for key in documents}
    has_library = any("#" in key for key in documents if is_in(key, batch))
    for path in files_in(batch):
        if str(path) not in known and not has_library:
            path.unlink(missing_ok=True)
    (batch / UNREAD).unlink(missing_ok=True)
    _sweep(batch)


def drop(key: str, store: Path) -> None:
    """Delete the file of a document that was brought by the page, and no other."""
    path = Path(key)
    if "#" in key or not is_on_shelf(key, store):
        return
    path.unlink(missing_ok=True)
    shelf = store.resolve() / SHELF
    _sweep(next(folder for folder in (path, *path.parents) if folder.parent == shelf))


def _sweep(batch: Path) -> None:
    """Take away the folders in which nothing is left."""
    for place, _, _ in os.walk(batch, topdown=False):
        with suppress(OSError):
            Path(place).rmdir()


# ---------------------------------------------------------------- in words


def name_of(key: str) -> str:
    """Return what a document is called, without its folder: where that lies is no business of readers.

    >>> name_of("/home/me/papers/a.pdf"), name_of("/home/me/lib.bib#smith-2024")
    ('a.pdf', 'lib.bib, smith-2024')
    """
    path, _, row = key.partition("#")
    name = PurePosixPath(path).name
    return f"{name}, {row}" if row else name


def in_short(error: str, path: str) -> str:
    """Return a reason without the folder of the file that it speaks of.

    >>> in_short("/home/me/a b.pdf is empty; fetch the file again.", "/home/me/a b.pdf")
    'a b.pdf is empty; fetch the file again.'
    """
    head = path.partition("#")[0]
    return without_folders(error.replace(head, name_of(head)))


def without_folders(text: str) -> str:
    """Return a text with the names of files only.

    >>> without_folders("/home/me/a.pdf is the supplement of /home/me/b.pdf, 10.1/x.")
    'a.pdf is the supplement of b.pdf, 10.1/x.'
    """
    return ANY_FOLDER.sub("", text)
