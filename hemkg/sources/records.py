"""What a library says of one work, cleaned of the habits of the format that it came in.

The readers of BibTeX, RIS, CSL-JSON and Zotero all end here.  Nothing is guessed: what is no DOI or no year
stays unknown.
"""

import html
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from hemkg.model.paper import Bibliography
from hemkg.read.compose import find_doi, find_year, licence_name
from hemkg.vocab import terms

UNKNOWN = Bibliography()
LONGEST_FIELD = 4000
MOST_AUTHORS = 500
_TAG = re.compile(r"</?[A-Za-z][^<>]{0,200}>")


@dataclass(frozen=True, slots=True)
class Record:
    """One work of a library.

    Attributes:
        where: how a message calls it: ``entry 3`` or the library's own key.
        bibliography: what is known of it.
        files: its files, as the library writes their paths.
        error: why it cannot be used, if it cannot.
    """

    where: str
    bibliography: Bibliography = UNKNOWN
    files: tuple[str, ...] = ()
    error: str | None = None


def bibliography(
    *,
    doi: object = None,
    title: object = None,
    year: object = None,
    venue: object = None,
    authors: Iterable[object] = (),
    licence: object = None,
    standing: str | None = None,
    notice: object = None,
) -> Bibliography:
    """Return what is known of a work from the raw fields of a library.

    >>> known = bibliography(doi="https://doi.org/10.1039/D5EE05507E", title="Fe<sub>2</sub>O &amp; I", year="2025/03")
    >>> known.doi, known.title, known.year
    ('10.1039/d5ee05507e', 'Fe2O & I', 2025)
    """
    return Bibliography(
        doi=find_doi(words(doi) or ""),
        title=words(title),
        year=find_year(words(year) or ""),
        venue=words(venue),
        authors=tuple(name for author in list(authors)[:MOST_AUTHORS] if (name := words(author))),
        licence=_licence(words(licence)),
        standing=standing,
        notice=find_doi(words(notice) or ""),
    )


def words(said: object) -> str | None:
    """Return a field as one line without markup, None if it says nothing."""
    if not isinstance(said, str | int):
        return None
    plain = html.unescape(_TAG.sub("", str(said)[:LONGEST_FIELD]))
    kept = "".join(c if unicodedata.category(c)[0] != "C" else " " for c in unicodedata.normalize("NFC", plain))
    return " ".join(kept.split()) or None


def _licence(said: str | None) -> str | None:
    return said and (licence_name(said) or said)


def standing_of(kind: object) -> str | None:
    """Return the standing that a notice of a kind brings a work into, as a term; None for other notices.

    >>> standing_of("retraction"), standing_of("new_edition")
    ('Retracted', None)
    """
    said = str(kind).strip().casefold()
    return next((name for name in terms.instances("WorkStanding") if said in terms.objects(name, "exactLabel")), None)


def gravest(standings: Iterable[str | None]) -> str | None:
    """Return the gravest of several standings, None if there is none."""
    told = set(standings)
    return next((name for name in terms.instances("WorkStanding") if name in told), None)
