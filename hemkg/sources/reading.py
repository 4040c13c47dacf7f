"""An input to a paper: its bytes opened, parsed under seal, its supplements read with it."""

from collections.abc import Mapping
from contextlib import nullcontext
from dataclasses import dataclass, field, replace
from pathlib import Path

from hemkg.errors import UnreadableDocument
from hemkg.isolation import sealed
from hemkg.model.paper import Bibliography, Paper
from hemkg.read.compose import finished, merged
from hemkg.read.publisher import PublisherReader
from hemkg.read.recogniser import TextRecogniser
from hemkg.sources.inputs import Input
from hemkg.sources.supplements import is_headed, joined, marked

Known = Mapping[str, Bibliography]
Contents = Mapping[str, bytes | UnreadableDocument]


@dataclass(frozen=True, slots=True)
class Opened:
    """What an input was read into.

    Attributes:
        paper: the paper, with the supplements that could be read.
        failed: {supplement: why it could not}.
        is_supplement: whether it is a supplement itself, by its name, by declaration or by its heading.
    """

    paper: Paper
    failed: Mapping[str, str] = field(default_factory=dict)
    is_supplement: bool = False


def open_input(
    source: Input,
    largest: int,
    known: Known | None = None,
    publisher_reader: PublisherReader | None = None,
    recogniser: TextRecogniser | None = None,
    *,
    contents: Contents | None = None,
) -> Opened:
    """Read one input with its supplements.

    Args:
        source: the input.
        largest: files above this size are refused [bytes].
        known: what libraries and manifests say of works, by DOI.
        publisher_reader: asked first about the pages of publishers that it knows.
        recogniser: reads pages of a PDF that are pictures.
        contents: the bytes of the files by path, or why they cannot be had, where another machine opened them.

    Raises:
        UnreadableDocument: if it cannot be read; a supplement that cannot is named in the result.
    """
    if source.error is not None:
        raise UnreadableDocument(source.error)
    if source.title is not None:
        return Opened(_with_known(source.title, known or {}))
    paper = _read(source.path, largest, source.bibliography, publisher_reader, recogniser, contents=contents)
    paper = _with_known(paper, known or {})
    parts, failed = [], {}
    for path in source.supplements:
        try:
            parts.append(_read(path, largest, None, None, recogniser, contents=contents))
        except UnreadableDocument as error:
            failed[path] = str(error)
    is_supplement = source.is_supplement or is_headed(paper)
    return Opened(joined(marked(paper) if is_supplement else paper, parts), failed, is_supplement)


def _read(
    path: str,
    largest: int,
    known: Bibliography | None,
    publisher_reader: PublisherReader | None,
    recogniser: TextRecogniser | None,
    *,
    contents: Contents | None,
) -> Paper:
    from hemkg.read import read_paper

    data = bytes_of(Path(path), largest) if contents is None else contents[path]
    if isinstance(data, UnreadableDocument):
        raise data
    with nullcontext() if publisher_reader else sealed(path):  # ChemDataExtractor is a process of its own
        return read_paper(data, path=path, bibliography=known, publisher_reader=publisher_reader, recogniser=recogniser)


def bytes_of(path: Path, largest: int) -> bytes:
    """Return a file's bytes; a pipe or device is no file.

    Args:
        path: the file.
        largest: files above this size are refused [bytes].

    Raises:
        UnreadableDocument: if it is none, too large or cannot be opened.
    """
    try:
        if not path.is_file():
            raise UnreadableDocument(f"{path} is no file any more; check the path.")
        with path.open("rb") as opened:
            data = opened.read(largest + 1)
    except OSError as error:
        raise UnreadableDocument(
            f"{path} cannot be opened: {error.strerror or error}; check its permissions."
        ) from None
    if len(data) > largest:
        raise UnreadableDocument(f"{path} is larger than {largest // 2**20} MB; split it or raise the limit.")
    return data


def _with_known(paper: Paper, known: Known) -> Paper:
    """Return a paper with what libraries say of its DOI."""
    said = known.get(paper.bibliography.doi or "")
    if said is None:
        return paper
    more = merged(replace(said, origin=None), paper.bibliography)
    told = finished(
        paper.text, blocks=paper.blocks, bibliography=more, source=paper.source, marks=paper.marks,
        tables=paper.tables, references=paper.references,
    )  # fmt: skip
    return replace(told, notes=paper.notes)
