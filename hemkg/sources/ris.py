"""RIS libraries, as Zotero, EndNote, Web of Science and publishers write them."""

from collections.abc import Mapping
from typing import Any

from hemkg.errors import InputError
from hemkg.sources.records import Record, bibliography

_ATTACHED = ("file_attachments1", "file_attachments2", "link1", "link2", "link3", "link4")
_TITLES = ("title", "primary_title", "translated_title")
_VENUES = ("secondary_title", "journal_name", "alternate_title1", "alternate_title3")


def read_ris(text: str) -> tuple[Record, ...]:
    r"""Return the works of a RIS library.

    Raises:
        InputError: if it is no RIS.

    >>> read_ris("TY  - JOUR\nTI  - High-entropy oxides\nPY  - 2024\nER  - \n")[0].bibliography.year
    2024
    """
    import rispy

    try:
        entries = rispy.loads(text, skip_unknown_tags=True)
    except (OSError, ValueError, KeyError, IndexError, TypeError, AttributeError) as error:
        raise InputError(f"it is no RIS ({str(error).splitlines()[0][:80] if str(error) else error!r})") from None
    return tuple(_record(number, entry) for number, entry in enumerate(entries, start=1))


def _record(number: int, entry: Mapping[str, Any]) -> Record:
    known = bibliography(
        doi=entry.get("doi"),
        title=_first(entry, _TITLES),
        year=_first(entry, ("year", "publication_year", "date")),
        venue=_first(entry, _VENUES),
        authors=[*entry.get("authors", ()), *entry.get("first_authors", ())],
    )
    return Record(f"entry {number}", known, tuple(path for path in _attached(entry) if "://" not in path))


def _first(entry: Mapping[str, Any], names: tuple[str, ...]) -> object:
    return next((entry[name] for name in names if entry.get(name)), None)


def _attached(entry: Mapping[str, Any]) -> list[str]:
    found: list[str] = []
    for name in _ATTACHED:
        given = entry.get(name, ())
        found += [given] if isinstance(given, str) else map(str, given)
    return found
