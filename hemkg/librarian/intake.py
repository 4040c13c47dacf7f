"""What people bring: which files are let in, under which names, and what of an archive is unpacked.

Everything here is a stranger's: names, contents, and what an archive says of itself.
"""

import hashlib
import os
import stat
import unicodedata
import zipfile
from collections.abc import Container, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from hemkg.errors import HemkgError, InputError
from hemkg.read.sniff import ELSEVIER, HOUSE, HTML, JATS, MARKDOWN, PDF, TEXT, XML, sniff

MEGABYTE = 2**20
PAPERS = (
    (".pdf",), (".xml", ".nxml", ".norm-xml"), (".html", ".htm", ".xhtml"), (".md", ".markdown"), (".txt",),
)  # fmt: skip
LIBRARIES = (".bib", ".bibtex", ".ris", ".json")
ARCHIVE = ".zip"
SUFFIXES = (*(suffix for group in PAPERS for suffix in group), *LIBRARIES, ARCHIVE)
"""The endings of what is let in."""
OF_KIND = {
    PDF: PAPERS[0], JATS: PAPERS[1], ELSEVIER: PAPERS[1], HOUSE: PAPERS[1],
    XML: PAPERS[1], HTML: PAPERS[2], MARKDOWN: PAPERS[3], TEXT: PAPERS[4],
}  # fmt: skip
PROSE = {*PAPERS[3], *PAPERS[4]}
NOT_IN_NAMES = frozenset('/\\:*?"<>|#')  # of no file system, or with a meaning in the names of documents
LONGEST_NAME = 150  # bytes: a file system has 255 for name and ending
DEEPEST = 8
LARGEST_DIRECTORY = MEGABYTE  # of an archive, some ten thousand files [bytes]
RATIO = 200  # to which nothing that is text or PDF shrinks
END_OF_ARCHIVE, SHORTEST_END, LONGEST_END = b"PK\x05\x06", 22, 22 + 65535
LONG_ARCHIVE = b"PK\x06\x07"
OF_DOCUMENTS = ("[Content_Types].xml", "mimetype", "META-INF/container.xml")
WORD = "save its text as PDF, HTML or plain text"


@dataclass(frozen=True, slots=True)
class Bounds:
    """How much may be brought at once.

    Attributes:
        largest: one file [bytes].
        together: all files of one time, unpacked [bytes].
        files: how many.
    """

    largest: int = 64 * MEGABYTE
    together: int = 256 * MEGABYTE
    files: int = 500


USUAL = Bounds()


@dataclass(frozen=True, slots=True)
class Brought:
    """A file as a person brought it: what it is called there, and where it lies now."""

    name: str
    path: Path


@dataclass(frozen=True, slots=True)
class LetIn:
    """A file that was let in.

    Attributes:
        place: where it belongs below the folder of what was brought with it.
        path: where it lies until then.
        sha256: digest of its bytes.
    """

    place: PurePosixPath
    path: Path
    sha256: str

    @property
    def is_library(self) -> bool:
        """Whether it is a bibliography and no paper."""
        return self.place.suffix.lower() in LIBRARIES


@dataclass(frozen=True, slots=True)
class Intake:
    """What was let in of what was brought, and why the rest was not, a sentence each."""

    files: tuple[LetIn, ...] = ()
    refused: tuple[str, ...] = ()


# ---------------------------------------------------------------- names


def clean_name(name: str) -> str:
    r"""Return what a stranger called a file as a name that leads nowhere, and that people can still read.

    >>> clean_name("../../etc/Müller et al. - 2024 - High-entropy.pdf"), clean_name("a\u202e#b:c\n"), clean_name("..")
    ('Müller et al. - 2024 - High-entropy.pdf', 'a-b-c', 'paper')
    """
    last = unicodedata.normalize("NFC", name).replace("\\", "/").rstrip("/").rsplit("/", 1)[-1]
    told = "".join(_clean(sign) for sign in last)
    told = " ".join(told.split()).lstrip(".- ").rstrip(". ")
    stem, suffix = _parted(told)
    return f"{_cut(stem) or 'paper'}{suffix}"


def _clean(sign: str) -> str:
    if sign in NOT_IN_NAMES:
        return "-"
    if sign.isspace():
        return " "
    return "" if unicodedata.category(sign).startswith("C") else sign


def _parted(name: str) -> tuple[str, str]:
    """Return a name without its ending, and the ending, if that is one of those that are let in."""
    suffix = PurePosixPath(name).suffix
    return (name[: -len(suffix)], suffix) if suffix.lower() in SUFFIXES else (name, "")


def _cut(stem: str) -> str:
    return stem.encode()[:LONGEST_NAME].decode("utf-8", "ignore").rstrip(". ")


def unlike(stem: str, taken: Container[str]) -> str:
    """Return a name that nothing else bears, whatever the case of its letters.

    >>> unlike("Paper", {"paper", "paper-2"})
    'Paper-3'
    """
    number, name = 1, stem
    while name.casefold() in taken:
        number += 1
        name = f"{stem}-{number}"
    return name


# ---------------------------------------------------------------- contents


def checked_name(data: bytes, name: str) -> str:
    """Return the name of a file with the ending of what it is, by its contents.

    Args:
        data: the file.
        name: as ``clean_name`` gives it.

    Raises:
        InputError: if it is nothing that is read here.

    >>> checked_name(b"%PDF-1.7 ...", "paper.exe"), checked_name(b"Fe3O4 stores lithium.", "note.txt")
    ('paper.exe.pdf', 'note.txt')
    """
    kind = sniff(data, name)
    stem, suffix = _parted(name)
    lower = suffix.lower()
    if lower in LIBRARIES:
        if kind in {TEXT, MARKDOWN}:
            return name
        raise InputError(f"{name} is no bibliography; give the paper with its own ending.")
    if kind in {TEXT, MARKDOWN} and lower not in PROSE:
        raise InputError(f"{name} is text of a kind that is not read here; if it is a paper, call it .txt or .md.")
    fitting = PROSE if kind in {TEXT, MARKDOWN} else OF_KIND[kind]
    return name if lower in fitting else f"{stem}{OF_KIND[kind][0]}"


def take_in(brought: Sequence[Brought], hold: Path, bounds: Bounds = USUAL) -> Intake:
    """Look at what was brought, unpack archives, and return what is let in.

    Args:
        brought: the files.
        hold: an empty folder, where what comes out of archives lies until it is taken over.
        bounds: how much may be brought.
    """
    look = _Look(hold, bounds)
    for file in brought:
        try:
            look.take(file)
        except HemkgError as error:
            look.refused.append(str(error))
        except OSError:
            look.refused.append(f"{clean_name(file.name)} did not arrive whole; bring it again.")
    return Intake(tuple(look.files), tuple(look.refused))


class _Look:
    """Looks at one file after the other, and counts."""

    def __init__(self, hold: Path, bounds: Bounds) -> None:
        self.hold = hold
        self.bounds = bounds
        self.files: list[LetIn] = []
        self.refused: list[str] = []
        self.size = 0

    def take(self, file: Brought) -> None:
        name = clean_name(file.name)
        with file.path.open("rb") as opened:
            data = opened.read(self.bounds.largest + 1)
        if len(data) > self.bounds.largest and not data.startswith(b"PK\x03\x04"):
            raise InputError(f"{name} is larger than {self.bounds.largest // MEGABYTE} MB; split it.")
        if data.startswith(b"PK\x03\x04"):
            self._unpack(file.path, name)
        else:
            self._let_in(data, PurePosixPath(checked_name(data, name)), file.path)

    def _let_in(self, data: bytes, place: PurePosixPath, path: Path) -> None:
        self.size += len(data)
        if len(self.files) >= self.bounds.files:
            raise InputError(f"more than {self.bounds.files} files came at once; bring the rest later.")
        if self.size > self.bounds.together:
            raise InputError(f"more than {self.bounds.together // MEGABYTE} MB came at once; bring the rest later.")
        self.files.append(LetIn(place, path, hashlib.sha256(data).hexdigest()))

    # ------------------------------------------------------------ archives

    def _unpack(self, path: Path, name: str) -> None:
        _check_directory(path, name)
        try:
            with zipfile.ZipFile(path) as archive:
                members = archive.infolist()
                if any(member.filename in OF_DOCUMENTS for member in members):
                    raise InputError(f"{name} is a Word document or an e-book, which are not read; {WORD}.")
                self._take_members(archive, members, name)
        except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, ValueError) as error:
            raise InputError(f"{name} is damaged or packed in a way that is not known here; pack it again.") from error

    def _take_members(self, archive: zipfile.ZipFile, members: Sequence[zipfile.ZipInfo], name: str) -> None:
        others, found = 0, 0
        home = PurePosixPath(_parted(name)[0])
        for member in members:
            if member.is_dir() or _is_of_the_system(member.filename):
                continue
            place = _place_of(member, name)
            if place.suffix.lower() not in SUFFIXES or place.suffix.lower() == ARCHIVE:
                others += 1
                continue
            found += 1
            try:
                self._take_member(archive, member, home / place)
            except HemkgError as error:
                self.refused.append(f"{name}: {error}")
        if not found:
            raise InputError(f"{name} holds no paper and no bibliography; a library goes out of Zotero as BibTeX, RIS "
                             "or CSL JSON, with its files.")  # fmt: skip
        if others:
            self.refused.append(f"{name}: {others} files of other kinds were left out.")

    def _take_member(self, archive: zipfile.ZipFile, member: zipfile.ZipInfo, place: PurePosixPath) -> None:
        with archive.open(member) as opened:
            data = opened.read(self.bounds.largest + 1)
        if len(data) > self.bounds.largest:
            raise InputError(f"{place.name} is larger than {self.bounds.largest // MEGABYTE} MB.")
        if len(data) > max(MEGABYTE, RATIO * member.compress_size):
            raise InputError(f"{place.name} is packed tighter than any paper and was left out.")
        held = self.hold / f"{len(self.files)}"
        self._let_in(data, place.with_name(checked_name(data, place.name)), held)
        write_new(held, data)


def write_new(path: Path, data: bytes) -> None:
    """Write a file that is not there yet, and follow no link to do so."""
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600), "wb") as file:
        file.write(data)


def _check_directory(path: Path, name: str) -> None:
    """Refuse an archive whose list of files would fill the memory, before that list is read.

    Raises:
        InputError: if it is so, or if it has no such list.
    """
    with path.open("rb") as opened:
        size = opened.seek(0, os.SEEK_END)
        opened.seek(max(0, size - LONGEST_END))
        tail = opened.read()
    is_plain = tail[-SHORTEST_END:].startswith(END_OF_ARCHIVE) and tail.endswith(b"\0\0")
    start = len(tail) - SHORTEST_END if is_plain else tail.rfind(END_OF_ARCHIVE)
    if start < 0 or len(tail) - start < SHORTEST_END:
        raise InputError(f"{name} is no whole archive; pack it again.")
    listed = int.from_bytes(tail[start + 12 : start + 16], "little")
    if listed > LARGEST_DIRECTORY or LONG_ARCHIVE in tail[max(0, start - 20) : start]:
        raise InputError(f"{name} holds too many files; bring them in several archives.")


def _is_of_the_system(filename: str) -> bool:
    parts = filename.split("/")
    return "__MACOSX" in parts or parts[-1].startswith(".") or parts[-1] in {"Thumbs.db", "desktop.ini"}


def _place_of(member: zipfile.ZipInfo, name: str) -> PurePosixPath:
    """Return where a file of an archive belongs below it.

    Raises:
        InputError: if it is a link or no file, is locked, or would lead out of the archive; then none of it is taken.
    """
    parts = member.filename.split("/")
    if "\\" in member.filename or {"", ".", ".."} & set(parts) or len(parts) > DEEPEST:
        raise InputError(f"{name} holds names that lead out of it, and nothing of it was taken; pack it again.")
    kind = stat.S_IFMT(member.external_attr >> 16)
    if kind not in {0, stat.S_IFREG}:
        raise InputError(f"{name} holds links, and nothing of it was taken; pack the files themselves.")
    if member.flag_bits & 1:
        raise InputError(f"{name} is locked with a password; pack it without one.")
    return PurePosixPath(*(clean_name(part) for part in parts))
