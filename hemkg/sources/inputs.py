"""Paths to inputs: which documents stand behind files and folders, and what manifests and libraries know of each."""

import hashlib
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path

from hemkg.errors import HemkgError, InputError, NothingToRead
from hemkg.isolation import USUAL, Limits, Worker
from hemkg.model.paper import Bibliography, Paper
from hemkg.read.compose import merged
from hemkg.sources.libraries import Library, by_name, is_library, read_library
from hemkg.sources.manifest import Manifest, TitleEntry, read_manifest, title_paper
from hemkg.sources.records import Record, gravest
from hemkg.sources.supplements import ORIGIN, paper_name, papers_of

MANIFEST = "manifest.csv"
SKIPPED = {".git", ".venv", "__pycache__", ".store", "node_modules", ".fetched"}
SUFFIXES = {".txt", ".md", ".markdown", ".html", ".htm", ".xhtml", ".xml", ".nxml", ".norm-xml", ".pdf"}
LIBRARIES = {".bib", ".ris", ".json (CSL)", "zotero.sqlite"}
NOT_A_PAPER = {"readme.md", "changelog.md", "license.txt", "contributing.md"}
_HEAD = 65536


@dataclass(frozen=True, slots=True)
class Input:
    """One document that is to be read.

    Attributes:
        path: where it stands; a title has the path of its manifest or library, and its row.
        bibliography: what a manifest or library knows of it.
        title: the Paper of an entry that is known by its title only.
        supplements: files that are read as parts of its paper.
        is_supplement: whether it is a supplement by its name or by declaration, of a paper that is not known yet.
        error: why it cannot be used, where that is known before it is opened.
    """

    path: str
    bibliography: Bibliography | None = None
    title: Paper | None = None
    supplements: tuple[str, ...] = ()
    is_supplement: bool = False
    error: str | None = None

    @property
    def key(self) -> str:
        """The name of the document in a store: its absolute path, with the row for a title."""
        head, mark, row = self.path.partition("#") if self.title is not None else (self.path, "", "")
        return f"{resolved(head)}{mark}{row}"

    def digest(self) -> str | None:
        """Return the SHA-256 of the bytes, or None if they cannot be had."""
        if self.title is not None:
            return self.title.source.sha256
        return digest_of(self.path)


def resolved(path: str) -> str:
    """Return the absolute path of a file without links, as ``Path.resolve`` does; a folder of many is looked at once.

    >>> resolved("nowhere/../a.txt") == str(Path("a.txt").resolve())
    True
    """
    folder, name = os.path.split(path)
    if name in {"", ".", ".."} or os.path.islink(path):  # noqa: PTH114  many thousand times
        return os.path.realpath(path)
    return os.path.join(_resolved_folder(folder, os.getcwd()), name)  # noqa: PTH109, PTH118


@lru_cache(maxsize=4096)
def _resolved_folder(folder: str, beside: str) -> str:
    return os.path.realpath(os.path.join(beside, folder))  # noqa: PTH118


def digest_of(path: str) -> str | None:
    """Return the SHA-256 of a file's bytes, or None if they cannot be had."""
    try:
        with Path(path).open("rb") as opened:
            return hashlib.file_digest(opened, "sha256").hexdigest()
    except OSError:
        return None


@dataclass(frozen=True, slots=True)
class Found:
    """What stands behind paths.

    Attributes:
        inputs: the documents, in input order; a supplement that is known to belong to one is named by that one.
        known: what manifests and libraries say of works, by DOI.
        remarks: what libraries name and is not opened, a sentence each.
    """

    inputs: tuple[Input, ...]
    known: Mapping[str, Bibliography] = field(default_factory=dict)
    remarks: tuple[str, ...] = ()


def discover(paths: Sequence[Path], limits: Limits = USUAL) -> list[Input]:
    """Return the documents behind files and folders; see ``find_inputs``."""
    return list(find_inputs(paths, limits).inputs)


def find_inputs(paths: Sequence[Path], limits: Limits = USUAL) -> Found:
    """Return the documents behind files, folders and libraries, in input order, folders sorted by name.

    A folder with a ``manifest.csv`` or a bibliography file lends its documents what that knows of them, and works
    without a file become inputs of their own.  A file given alone is lent what the manifest and the libraries of its
    folder know of it, and nothing else of them.

    Args:
        paths: files, folders, bibliography files.
        limits: what reading one bibliography file may take.

    Raises:
        InputError: if a path does not exist.
        NothingToRead: if there is no document at all.
    """
    gathered = _Gathered(limits)
    with gathered.worker:
        for path in paths:
            if not path.exists():
                raise InputError(f"there is no file or folder {path}; check the path.")
            gathered.take(path)
        gathered.take_beside()
    if not gathered.inputs:
        named = ", ".join(str(path) for path in paths)
        kinds = ", ".join(sorted(SUFFIXES | LIBRARIES))
        raise NothingToRead(f"{named} holds no document that can be read; hemkg reads {kinds}.")
    return Found(tuple(with_supplements(gathered.inputs.values())), gathered.known, tuple(gathered.remarks))


class _Gathered:
    """Inputs as they are found; what two sources know of one file is put together."""

    def __init__(self, limits: Limits) -> None:
        self.worker = Worker(limits)
        self.inputs: dict[str, Input] = {}
        self.known: dict[str, Bibliography] = {}
        self.remarks: list[str] = []
        self.alone: dict[Path, list[Path]] = {}

    def take(self, path: Path) -> None:
        if path.is_dir():
            self._take_folder(path)
        elif is_library(path):
            self._take_library(path, sorted(path.parent.rglob("*")), is_named=True)
        else:
            self._add(Input(str(path), _known_beside(path)))
            self.alone.setdefault(path.parent, []).append(path)

    def _take_folder(self, folder: Path) -> None:
        every = list(_files_in(folder))
        manifests = {path.parent: read_manifest(path) for path in every if path.name == MANIFEST}
        for path in every:
            if path.suffix.lower() in SUFFIXES and path.name.lower() not in NOT_A_PAPER:
                self._add(Input(str(path), _from_manifests(manifests, path)))
        for parent, manifest in manifests.items():
            self._learn(row.bibliography for row in manifest.rows)
            for entry in manifest.title_only():
                self._add_title(parent / MANIFEST, entry)
        for path in every:
            if _may_be_library(path):
                self._take_library(path, every)

    def _take_library(self, path: Path, beside: Sequence[Path], *, is_named: bool = False) -> None:
        """Take the works of a library; one that is broken is a document that failed.

        JSON of another kind is none, unless the user named it.
        """
        try:
            library: Library = self.worker.call(read_library, path, about=str(path))
        except HemkgError as error:
            if is_named or not isinstance(error, NothingToRead):
                self._add(Input(str(path), error=str(error)))
            return
        self.remarks += library.remarks
        self._learn(record.bibliography for record in library.records)
        papers = [file for file in beside if file.suffix.lower() in SUFFIXES and path.parent in file.parents]
        named: dict[str, list[str]] = {}
        for file, record in by_name(library.records, papers).items():
            named.setdefault(record.where, []).append(str(file))
        for record in library.records:
            self._take_record(path, record, (*record.files, *named.get(record.where, ())))

    def take_beside(self) -> None:
        """Take what the libraries beside them know of files that were given alone; nobody asked for other works."""
        for folder, files in self.alone.items():
            for path in (path for path in _listed(folder) if path not in files and _may_be_library(path)):
                library = self._beside(path)
                self._learn(record.bibliography for record in library.records)
                for file, record in _naming(files, library):
                    self._add(Input(str(file), record.bibliography))

    def _beside(self, path: Path) -> Library:
        """Return a library that the user did not name; one that is broken is remarked on, and empty."""
        try:
            return self.worker.call(read_library, path, about=str(path))
        except HemkgError as error:
            self.remarks += [] if isinstance(error, NothingToRead) else [str(error)]
            return Library(str(path), ())

    def _take_record(self, path: Path, record: Record, files: Sequence[str]) -> None:
        known = record.bibliography
        readable = [file for file in files if Path(file).suffix.lower() in SUFFIXES]
        if record.error is not None or not (readable or known.title or known.doi):
            error = record.error or "has neither a title, a DOI nor a file that can be read; complete or delete it"
            self._add(Input(f"{path}#{record.where}", error=f"{path}, {record.where}, {error.rstrip('.')}."))
        for file in readable:
            self._add(Input(file, known))
        if known.title and not readable and record.error is None:
            self._add_title(path, TitleEntry(known.title, replace(known, origin="title"), str(path)))

    def _add_title(self, path: Path, entry: TitleEntry) -> None:
        paper = title_paper(entry)
        self._add(Input(f"{path}#{paper.source.name}", None, paper))

    def _add(self, item: Input) -> None:
        old = self.inputs.get(item.key)
        if old is not None and old.bibliography is not None and item.title is None:
            item = replace(item, bibliography=merged(item.bibliography, old.bibliography))
        self.inputs[item.key] = item

    def _learn(self, works: Iterable[Bibliography]) -> None:
        for work in works:
            if work.doi and work.origin != ORIGIN:
                self.known[work.doi] = _together(self.known.get(work.doi), work)


def _together(one: Bibliography | None, other: Bibliography) -> Bibliography:
    """Return what two sources know of a work; of two standings the graver one holds."""
    if one is None:
        return other
    standing = gravest([one.standing, other.standing])
    notice = one.notice if one.standing == standing else other.notice
    return replace(merged(one, other), standing=standing, notice=notice)


def with_supplements(inputs: Iterable[Input]) -> Iterator[Input]:
    """Yield inputs with the supplements that their names or a manifest give them; those are no inputs of their own."""
    every = list(inputs)
    files = [item for item in every if item.title is None and item.error is None]
    belongs = {**papers_of(item.path for item in files), **_declared(files)}
    parts: dict[str, list[str]] = {}
    for supplement, paper in belongs.items():
        parts.setdefault(paper, []).append(supplement)
    for item in every:
        if item.path not in belongs:
            yield replace(item, supplements=tuple(parts.get(item.path, ())), is_supplement=_is_supplement(item))


def _is_supplement(item: Input) -> bool:
    is_declared = item.bibliography is not None and item.bibliography.origin == ORIGIN
    return is_declared or (item.title is None and bool(paper_name(Path(item.path).stem)))


def _declared(files: Sequence[Input]) -> dict[str, str]:
    """Return {supplement: paper} for files that one record lists, or that a manifest gives one DOI."""
    papers: dict[str, list[Input]] = {}
    for item in files:
        if item.bibliography and item.bibliography.doi:
            papers.setdefault(item.bibliography.doi, []).append(item)
    found = {}
    for items in papers.values():
        main = next((item for item in items if not _is_supplement(item)), None)
        found.update({item.path: main.path for item in items if main and _is_supplement(item)})
    return found


def _naming(files: Sequence[Path], library: Library) -> Iterator[tuple[Path, Record]]:
    """Yield files with the sound records that list them, or that they are called after."""
    called = by_name(library.records, files)
    by_place = {file.resolve(): file for file in files}
    for record in library.records:
        listed = [by_place[place] for other in record.files if (place := Path(other).resolve()) in by_place]
        named = [file for file, other in called.items() if other is record]
        yield from ((file, record) for file in (*listed, *named) if record.error is None)


def _files_in(folder: Path) -> Iterator[Path]:
    """Yield the files of a folder and the folders in it, sorted by their paths, but for what is none of ours."""
    found = []
    if not SKIPPED & set(folder.parts):
        for place, folders, names in os.walk(folder):
            folders[:] = [name for name in folders if name not in SKIPPED]
            found += [Path(place, name) for name in names]
    yield from (path for path in sorted(found) if path.is_file())


def _listed(folder: Path) -> list[Path]:
    """Return what stands in a folder, in order; nothing where it may not be looked into."""
    try:
        return sorted(folder.iterdir())
    except OSError:
        return []


def _may_be_library(path: Path) -> bool:
    """Whether a file may be a library by its name and, for JSON, by its look."""
    try:
        return path.is_file() and is_library(path) and (path.suffix.lower() != ".json" or _looks_like_works(path))
    except OSError:
        return False  # what may not be opened belongs to somebody else


def _looks_like_works(path: Path) -> bool:
    """Whether a JSON file in a folder may be a library: most are something else, and no business of ours."""
    with path.open("rb") as opened:
        head = opened.read(_HEAD)
    return (b'"DOI"' in head or b'"issued"' in head) and b'"title"' in head


def _known_beside(path: Path) -> Bibliography | None:
    """Return what a manifest beside a file, or one folder up, knows of it."""
    for folder in (path.parent, path.parent.parent):
        if (folder / MANIFEST).is_file():
            return _from_manifests({folder: read_manifest(folder / MANIFEST)}, path)
    return None


def _from_manifests(manifests: dict[Path, Manifest], path: Path) -> Bibliography | None:
    for folder, manifest in manifests.items():
        if folder in path.parents:
            inside = path.relative_to(folder).as_posix()
            known = manifest.bibliography_for(inside) or manifest.bibliography_for(path.name)
            if known is not None:
                return known
    return None
