"""Zotero's own library, ``zotero.sqlite`` with its ``storage`` folder; it is never written.

The file is opened as it stands.  If Zotero is at work on it (a journal lies beside it), a copy is read.
"""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from hemkg.errors import InputError
from hemkg.sources.records import Record, bibliography

_FIELDS = """SELECT items.itemID, items.key, fields.fieldName, itemDataValues.value FROM items
  JOIN itemTypes USING (itemTypeID) JOIN itemData USING (itemID) JOIN fields USING (fieldID)
  JOIN itemDataValues USING (valueID)
  WHERE itemTypes.typeName NOT IN ('attachment', 'note', 'annotation')
    AND items.itemID NOT IN (SELECT itemID FROM deletedItems) ORDER BY items.itemID"""
_AUTHORS = """SELECT itemCreators.itemID, creators.lastName, creators.firstName FROM itemCreators
  JOIN creators USING (creatorID) JOIN creatorTypes USING (creatorTypeID)
  WHERE creatorTypes.creatorType = 'author' ORDER BY itemCreators.itemID, itemCreators.orderIndex"""
_FILES = """SELECT itemAttachments.parentItemID, items.key, itemAttachments.path FROM itemAttachments
  JOIN items USING (itemID) WHERE itemAttachments.path IS NOT NULL
    AND items.itemID NOT IN (SELECT itemID FROM deletedItems) ORDER BY items.itemID"""
_VENUES = ("publicationTitle", "proceedingsTitle", "bookTitle", "repository")


def read_zotero(path: Path) -> tuple[Record, ...]:
    """Return the works of a Zotero library that are not in its bin, with their stored files.

    Raises:
        InputError: if it is no Zotero library, or cannot be read.
    """
    try:
        with _opened(path) as library:
            return tuple(_records(library))
    except (sqlite3.Error, OSError, ValueError) as error:
        raise InputError(f"it cannot be read as a Zotero library ({error})") from None


@contextmanager
def _opened(path: Path) -> Iterator[sqlite3.Connection]:
    beside = [path.with_name(path.name + tail) for tail in ("-wal", "-journal")]
    if not any(one.exists() for one in beside):
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)) as library:
            yield library
        return
    with TemporaryDirectory() as folder:
        for one in (path, *beside):
            if one.exists():
                shutil.copyfile(one, Path(folder) / one.name)
        with closing(sqlite3.connect(Path(folder) / path.name)) as library:
            yield library


def _records(library: sqlite3.Connection) -> Iterator[Record]:
    keys: dict[int, str] = {}
    fields: dict[int, dict[str, str]] = {}
    for item, key, name, value in library.execute(_FIELDS):
        keys[item] = str(key)
        fields.setdefault(item, {})[str(name)] = str(value)
    authors: dict[int, list[str]] = {}
    for item, last, first in library.execute(_AUTHORS):
        authors.setdefault(item, []).append(", ".join(part for part in (last, first) if part))
    files: dict[int, list[str]] = {}
    for parent, key, stored in library.execute(_FILES):
        files.setdefault(parent, []).append(_place(str(key), str(stored)))
    for item, given in fields.items():
        known = bibliography(
            doi=given.get("DOI") or given.get("extra"),
            title=given.get("title"),
            year=given.get("date"),
            venue=next((given[name] for name in _VENUES if name in given), None),
            authors=authors.get(item, ()),
            licence=given.get("rights"),
        )
        yield Record(f"item {keys[item]}", known, tuple(files.get(item, ())))


def _place(key: str, stored: str) -> str:
    """Return where a file lies: a stored one under its key, a linked one where it says."""
    if stored.startswith("storage:"):
        return f"storage/{key}/{stored.removeprefix('storage:')}"
    return stored.removeprefix("attachments:")
