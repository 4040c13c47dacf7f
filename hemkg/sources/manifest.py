"""The list of works beside a folder of papers: what is known of each file, and of works without a file.

A manifest is a CSV file with one row a work.  A row with a file says what the file may not say of
itself; a row without one stands for a work of which the title is all there is.  Nothing is looked up
and nothing is guessed: an empty field stays unknown.
"""

import csv
import hashlib
import io
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from pathlib import Path, PurePosixPath

from hemkg import __version__
from hemkg.errors import InputError
from hemkg.model.paper import Bibliography, Block, BlockKind, Paper, Source, Span
from hemkg.read.compose import finished
from hemkg.sources.records import standing_of
from hemkg.vocab import terms

COLUMNS = ("file", "doi", "title", "year", "venue", "origin", "licence")
MORE_COLUMNS = ("authors", "standing", "notice")
NEEDED = COLUMNS[:4]
TITLE_ONLY = "title"
TITLE_MEDIA_TYPE = "text/x-title"
LARGEST = 16 * 1024 * 1024
MOST_ROWS = 100_000
YEARS = range(1800, 2101)

_DOI = re.compile(r"(?:https?://(?:dx\.|www\.)?doi\.org/|doi:\s*)?(10\.\d{4,9}/\S+)", re.IGNORECASE)
_STEM_WORDS = 5


@dataclass(frozen=True, slots=True)
class ManifestRow:
    """One work of a manifest.

    Attributes:
        line: the line of the manifest that the row ends on, counted from 1.
        file: the file's path below the manifest's folder, or None where there is no file.
        bibliography: what the row says of the work.
    """

    line: int
    file: str | None
    bibliography: Bibliography


@dataclass(frozen=True, slots=True)
class TitleEntry:
    """A work that is known by its title only.

    Attributes:
        title: the title, which is all the text there is.
        bibliography: what the manifest says of the work; its origin is ``title`` unless the row has another.
        manifest: the manifest's path, as it was given.
    """

    title: str
    bibliography: Bibliography
    manifest: str = "manifest.csv"


@dataclass(frozen=True, slots=True)
class Manifest:
    """The works of one folder, in the order of the file.

    >>> known = Bibliography(doi="10.1038/s41467-018-05774-5", year=2018)
    >>> manifest = Manifest("manifest.csv", (ManifestRow(2, "papers/heo.md", known),))
    >>> manifest.bibliography_for("heo.md").year
    2018
    """

    path: str
    rows: tuple[ManifestRow, ...]
    _by_file: Mapping[str, Bibliography | None] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_by_file", _by_file(self.rows))

    def bibliography_for(self, file_name: str) -> Bibliography | None:
        """Return what is known of a file, or None if no row names it.

        Args:
            file_name: the file's path below the manifest's folder, or its last part alone where
                only one file of the manifest is called so.
        """
        return self._by_file.get(file_name)

    def title_only(self) -> tuple[TitleEntry, ...]:
        """Return the works without a file.

        >>> row = ManifestRow(2, None, Bibliography(title="High entropy oxides"))
        >>> Manifest("manifest.csv", (row,)).title_only()[0].bibliography.origin
        'title'
        """
        return tuple(
            TitleEntry(known.title, replace(known, origin=known.origin or TITLE_ONLY), self.path)
            for known in (row.bibliography for row in self.rows if row.file is None)
            if known.title
        )


def read_manifest(path: Path) -> Manifest:
    r"""Return the manifest that a CSV file holds.

    The first line names the columns: ``file``, ``doi``, ``title`` and ``year`` have to be there;
    ``venue``, ``origin`` (``supplement`` for a supplement), ``licence``, ``authors`` (parted by semicolons),
    ``standing`` (``retracted``, ``corrected``, ``under_concern``) and the DOI of its ``notice`` may be; others are left
    alone.

    Raises:
        InputError: if the file cannot be read, is no UTF-8, lacks a column, is too large, names a
            file twice or a work without a file again, or has a field that cannot be what its
            column says.

    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     listed = Path(folder, "manifest.csv")
    ...     _ = listed.write_text("file,doi,title,year\na.md,https://doi.org/10.1039/D5EE05507E,,2025\n")
    ...     read_manifest(listed).bibliography_for("a.md").doi
    '10.1039/d5ee05507e'
    """
    rows = tuple(_rows(_text(path), path))
    _refuse_repeated_files(rows, path)
    _refuse_repeated_titles(rows, path)
    return Manifest(str(path), rows)


def title_paper(entry: TitleEntry) -> Paper:
    """Return a work known by its title as a paper whose text is the title.

    >>> paper = title_paper(TitleEntry("NiCo2Se4 as an anode", Bibliography(doi="10.1016/j.elecom.2020.106684")))
    >>> paper.text, paper.blocks[0].kind.value, paper.source.name
    ('NiCo2Se4 as an anode', 'title', '10.1016-j.elecom.2020.106684')
    """
    known = entry.bibliography
    name = _stem(entry)
    said = "\x1f".join(str(getattr(known, item.name) or "") for item in fields(Bibliography))
    source = Source(
        name=name,
        path=f"{entry.manifest}#{name}",
        media_type=TITLE_MEDIA_TYPE,
        sha256=hashlib.sha256(f"{entry.title}\x1f{said}".encode("utf-8", "surrogatepass")).hexdigest(),
        reader=f"manifest {__version__}",
    )
    block = Block(BlockKind.TITLE, Span(0, len(entry.title)))
    return finished(entry.title, blocks=(block,), bibliography=known, source=source)


def _stem(entry: TitleEntry) -> str:
    """Return a short name that stays the same while the DOI, or else the title, does."""
    doi = entry.bibliography.doi
    if doi:
        return re.sub(r"[^a-z0-9._-]+", "-", doi.lower())
    words = re.findall(r"[a-z0-9]+", entry.title.lower())[:_STEM_WORDS]
    return "-".join([*words, hashlib.sha256(_same(entry.title).encode("utf-8", "surrogatepass")).hexdigest()[:8]])


def _by_file(rows: Sequence[ManifestRow]) -> dict[str, Bibliography | None]:
    """Map paths, and last parts of paths that only one row has, to what is known."""
    by_name: dict[str, Bibliography | None] = {}
    for row in rows:
        if row.file:
            name = PurePosixPath(row.file).name
            by_name[name] = None if name in by_name else row.bibliography
    return {**by_name, **{row.file: row.bibliography for row in rows if row.file}}


def bytes_of(path: Path) -> bytes:
    """Return the bytes of a list of works.

    Raises:
        InputError: if it cannot be opened or is too large for a list.
    """
    try:
        with path.open("rb") as opened:
            data = opened.read(LARGEST + 1)
    except OSError as error:
        raise InputError(f"{path} cannot be read ({error.strerror or error}); check the path.") from error
    if len(data) > LARGEST:
        raise InputError(f"{path} is larger than {LARGEST // 2**20} MB; split it.")
    return data


def _text(path: Path) -> str:
    data = bytes_of(path)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(f"{path} is not UTF-8 at byte {error.start}; save the table as UTF-8 CSV.") from error
    if "\x00" in text:
        raise InputError(f"{path} holds binary data; save the table as UTF-8 CSV.")
    return unicodedata.normalize("NFC", text)


def _rows(text: str, path: Path) -> Iterator[ManifestRow]:
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        columns = _columns(next(reader, []), path)
        for number, cells in enumerate(reader, start=1):
            if number > MOST_ROWS:
                raise InputError(f"{path} has more than {MOST_ROWS} rows; split the folder and its manifest.")
            if any(cell.strip() for cell in cells):
                yield _row(columns, cells, f"{path}, line {reader.line_num},", reader.line_num)
    except csv.Error as error:
        raise InputError(
            f"{path}, line {reader.line_num}, is no CSV ({error}); check its quotes and commas."
        ) from error


def _columns(cells: Sequence[str], path: Path) -> list[str]:
    columns = [cell.strip().lower() for cell in cells]
    missing = [name for name in NEEDED if name not in columns]
    if missing:
        raise InputError(
            f"{path} has no column {' and no column '.join(missing)}; "
            f"its first line should read {','.join(COLUMNS)}, with commas between."
        )
    return columns


def _row(columns: Sequence[str], cells: Sequence[str], where: str, line: int) -> ManifestRow:
    if len(cells) > len(columns):
        raise InputError(f"{where} has {len(cells)} fields for {len(columns)} columns; quote fields that hold a comma.")
    given = {name: " ".join(cell.split()) or None for name, cell in zip(columns, cells, strict=False)}
    file, title = given.get("file"), given.get("title")
    if not file and not title:
        raise InputError(f"{where} names neither a file nor a title; fill in one of them or drop the row.")
    known = Bibliography(
        doi=_doi(given.get("doi"), where),
        title=title,
        year=_year(given.get("year"), where),
        venue=given.get("venue"),
        origin=given.get("origin"),
        licence=given.get("licence"),
        authors=tuple(name.strip() for name in (given.get("authors") or "").split(";") if name.strip()),
        standing=_standing(given.get("standing"), where),
        notice=_doi(given.get("notice"), where),
    )
    return ManifestRow(line, PurePosixPath(file.replace("\\", "/")).as_posix() if file else None, known)


def _doi(said: str | None, where: str) -> str | None:
    if not said:
        return None
    found = _DOI.fullmatch(said)
    if not found:
        raise InputError(
            f"{where} has the DOI {said!r}, which is none; write it like 10.1039/d5ee05507e or leave it empty."
        )
    return found.group(1).lower()


def _standing(said: str | None, where: str) -> str | None:
    found = standing_of(said) if said else None
    if said and found is None:
        known = ", ".join(terms.notation(name) for name in terms.instances("WorkStanding"))
        raise InputError(f"{where} has the standing {said!r}, which is none; write one of {known} or leave it empty.")
    return found


def _year(said: str | None, where: str) -> int | None:
    if not said:
        return None
    if not re.fullmatch(r"[0-9]{4}", said) or int(said) not in YEARS:
        raise InputError(f"{where} has the year {said!r}, which is none; write four digits or leave it empty.")
    return int(said)


def _refuse_repeated_files(rows: Sequence[ManifestRow], path: Path) -> None:
    lines: dict[str, int] = {}
    for row in rows:
        if row.file and row.file in lines:
            raise InputError(f"{path} names {row.file} in lines {lines[row.file]} and {row.line}; keep one of them.")
        if row.file:
            lines[row.file] = row.line


def _refuse_repeated_titles(rows: Sequence[ManifestRow], path: Path) -> None:
    """A work without a file may not be listed again, or it would be counted twice."""
    by_doi: dict[str, ManifestRow] = {}
    by_title: dict[str, ManifestRow] = {}
    for row in sorted(rows, key=lambda row: row.file is None):
        doi, title = row.bibliography.doi or "", _same(row.bibliography.title or "")
        other = by_doi.get(doi) or by_title.get(title)
        if row.file is None and other and _may_be_same(row, other):
            raise InputError(f"{path} lists one work in lines {other.line} and {row.line}; keep one of them.")
        if doi:
            by_doi.setdefault(doi, row)
        if title:
            by_title.setdefault(title, row)


def _may_be_same(one: ManifestRow, other: ManifestRow) -> bool:
    """Whether two rows of one DOI or one title are one work; a shared title does not outweigh two DOIs."""
    dois = {row.bibliography.doi for row in (one, other)} - {None}
    return len(dois) < 2


def _same(title: str) -> str:
    """Return a title without what differs between two writings of it: case, blanks, punctuation."""
    return "".join(re.findall(r"\w+", title.casefold()))
