"""Bibliography files as ways in: which works a library lists, and which files below its folder are theirs.

Only files below the library's own folder are opened, whatever a record says, links followed: a library
that a stranger made must not name the files of the one who reads it.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from hemkg.errors import InputError
from hemkg.sources.bibtex import read_bibtex
from hemkg.sources.csl import read_csl
from hemkg.sources.manifest import MOST_ROWS, bytes_of
from hemkg.sources.records import Record
from hemkg.sources.ris import read_ris
from hemkg.sources.zotero import read_zotero

LARGEST_DATABASE = 2**31
ZOTERO = "zotero.sqlite"
_READERS: dict[str, Callable[[str], tuple[Record, ...]]] = {
    ".bib": read_bibtex, ".bibtex": read_bibtex, ".ris": read_ris, ".json": read_csl,
}  # fmt: skip
SHORTEST_NAME = 20  # letters of a title below which a file's name may hold it by chance


@dataclass(frozen=True, slots=True)
class Library:
    """The works that a library lists, in its order.

    Attributes:
        path: the library's file.
        records: its works; of their files those that exist below its folder, as paths.
        remarks: what was left out, a sentence each.
    """

    path: str
    records: tuple[Record, ...]
    remarks: tuple[str, ...] = ()


def is_library(path: Path) -> bool:
    """Whether a file is a bibliography by its name."""
    return path.name == ZOTERO or path.suffix.lower() in _READERS


def read_library(path: Path) -> Library:
    """Return the works of a bibliography file.

    Raises:
        InputError: if it cannot be read, is too large, or is not what its name says.
        NothingToRead: if it is JSON of another kind.
    """
    text = "" if path.name == ZOTERO else _text(path)
    try:
        records = read_zotero(path) if path.name == ZOTERO else _READERS[path.suffix.lower()](text)
    except InputError as error:
        raise type(error)(f"{path} cannot be used as a library: {error}; export it again.") from None
    if len(records) > MOST_ROWS:
        raise InputError(f"{path} has more than {MOST_ROWS} works; export it in parts.")
    return _with_files(path, records)


def _text(path: Path) -> str:
    data = bytes_of(path)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def _with_files(path: Path, records: Sequence[Record]) -> Library:
    """Keep of each work the files that are there and may be opened; say which are not."""
    home = path.parent.resolve()
    kept, remarks = [], []
    for record in records:
        files = []
        for named in record.files:
            file, remark = _found(home, named)
            files += [str(path.parent / file)] if file else []
            remarks += [f"{path}, {record.where}: {remark}"] if remark else []
        kept.append(replace(record, files=tuple(dict.fromkeys(files))))
    return Library(str(path), tuple(kept), tuple(remarks))


def _found(home: Path, named: str) -> tuple[str | None, str | None]:
    """Return a named file's place below the library's folder, or why it is not opened."""
    try:
        full = (home / named.replace("\\", "/")).resolve()
        if not full.is_relative_to(home):
            return None, f"{named} lies outside the library's folder and is not opened; export the files with it."
        if not full.is_file():
            return None, f"{named} is not there; the work is known by its title."
    except (OSError, ValueError, RuntimeError):
        return None, f"{named[:80]!r} is no path; the work is known by its title."
    return full.relative_to(home).as_posix(), None


def by_name(records: Sequence[Record], files: Sequence[Path]) -> dict[Path, Record]:
    """Return the works to which files belong by their names, as Zotero names them: *Author - Year - Title*.

    Used for libraries that name no files, such as CSL-JSON; a name that fits two works fits none.
    """
    titles = [(letters(r.bibliography.title or ""), r) for r in records if not r.files and r.bibliography.title]
    found: dict[Path, Record] = {}
    for file in files:
        name = letters(file.stem)
        fitting = [record for title, record in titles if len(title) >= SHORTEST_NAME and _is_named(title, name)]
        if len(fitting) == 1:
            found[file] = fitting[0]
    return found


def _is_named(title: str, name: str) -> bool:
    """Whether a name holds a title, or ends in the first part of one that was too long."""
    return title in name or any(name.endswith(title[:n]) for n in range(len(title) - 1, 2 * SHORTEST_NAME, -1))


def letters(title: str) -> str:
    """Return a title without what differs between two writings of it: case, blanks, punctuation.

    >>> letters("High-Entropy Oxides: a review")
    'highentropyoxidesareview'
    """
    return "".join(re.findall(r"[^\W_]+", title.casefold()))
