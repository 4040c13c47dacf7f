"""BibTeX libraries, as Zotero, JabRef, Mendeley and publishers write them."""

import logging
import re
from collections.abc import Iterator
from typing import Any

from hemkg.sources.records import Record, bibliography

_LOWERED = re.compile(r"\$?[_^]\{([^{}$]{1,40})\}\$?|\$[_^]([A-Za-z0-9+-])\$")
_LOWERED_BARE = re.compile(r"(?<=[A-Za-z)])_([0-9.]{1,6}|[xyzn])(?![A-Za-z0-9])")
_BETWEEN_AUTHORS = re.compile(r"\s+and\s+", re.IGNORECASE)


def read_bibtex(text: str) -> tuple[Record, ...]:
    """Return the works of a BibTeX library; an entry that is broken is a record with an error.

    >>> read_bibtex("@article{a, title={{High}-entropy Fe$_2$O$_3$}, year=2024}")[0].bibliography.title
    'High-entropy Fe2O3'
    """
    from bibtexparser.entrypoint import parse_string

    logging.getLogger("bibtexparser").setLevel(logging.CRITICAL)  # what is broken is told in our own report
    library = parse_string(text)
    return (*map(_record, library.entries), *_broken(library.failed_blocks))


def _record(entry: Any) -> Record:  # noqa: ANN401  the library is not typed
    given = {field.key.lower(): str(field.value) for field in entry.fields}
    known = bibliography(
        doi=re.sub(r"[\\{}\s]", "", given.get("doi", "")) or given.get("url"),
        title=_plain(given.get("title", "")),
        year=given.get("year") or given.get("date"),
        venue=_plain(given.get("journal") or given.get("journaltitle") or given.get("booktitle") or ""),
        authors=[_plain(name) for name in _BETWEEN_AUTHORS.split(given.get("author", "")) if name.strip()],
        licence=given.get("copyright") or given.get("license") or given.get("licence"),
    )
    return Record(f"entry {entry.key}"[:80], known, tuple(files_of(given.get("file", ""))))


def _broken(blocks: Any) -> Iterator[Record]:  # noqa: ANN401  the library is not typed
    for block in blocks:
        line = (block.start_line or 0) + 1
        if "Duplicate" in type(block).__name__ and getattr(block, "ignore_error_block", None) is not None:
            inner = block.ignore_error_block
            if hasattr(inner, "fields"):
                yield _record(inner)  # one key for two works: both are works
                continue
        yield Record(f"line {line}", error="is no well-formed BibTeX entry; check its braces and commas")


def files_of(field: str) -> Iterator[str]:
    r"""Yield the paths of a ``file`` field: ``description:path:type`` or a bare path, parted by semicolons.

    >>> list(files_of(r"Full Text:files/2/a.pdf:application/pdf;:b\:c.pdf:PDF")), list(files_of("a.pdf"))
    (['files/2/a.pdf', 'b:c.pdf'], ['a.pdf'])
    """
    for one in re.split(r"(?<!\\);", field):
        parts = re.split(r"(?<!\\):", one.strip())
        path = ":".join(parts[1:-1]) if len(parts) > 2 else parts[0]
        if path.strip():
            yield re.sub(r"\\([:;\\])", r"\1", path).strip()


def _plain(said: str) -> str:
    """Return TeX as plain words; what lowers or raises in a formula goes, the formula stays."""
    from pylatexenc.latex2text import LatexNodes2Text

    if not re.search(r"[\\{}$~]", said):
        return said
    lowered = _LOWERED.sub(lambda m: m.group(1) or m.group(2), said)
    text = LatexNodes2Text(math_mode="text", strict_latex_spaces=False).latex_to_text(lowered.replace("%", r"\%"))
    return _LOWERED_BARE.sub(r"\1", text.replace("{", "").replace("}", ""))
