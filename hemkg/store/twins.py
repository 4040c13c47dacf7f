"""Papers of a store that another document may be again, under another DOI or none.

Two works are one if they share a DOI; else if they share a title of several words, and neither two years, two DOIs nor
two first authors tell them apart.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from hemkg.model.paper import Bibliography
from hemkg.store.base import Store
from hemkg.store.claims import titled_works

FEWEST_WORDS = 5


@dataclass(frozen=True, slots=True)
class Twin:
    """A paper of the store.

    Attributes:
        paper: its IRI.
        bibliography: what the store knows of it, as far as it tells works apart.
    """

    paper: str
    bibliography: Bibliography


class Works:
    """The papers of a store by their titles, kept up as papers come and go.

    >>> works = Works()
    >>> works.add("urn:a", Bibliography(doi="10.1/a", title="A high-entropy oxide for lithium cells", year=2024))
    >>> works.twin("urn:b", Bibliography(title="A High-Entropy Oxide for Lithium Cells.")).paper
    'urn:a'
    """

    def __init__(self) -> None:
        self._by_title: dict[str, list[Twin]] = {}
        self._titles: dict[str, str] = {}

    @classmethod
    def of(cls, store: Store) -> "Works":
        """Return the papers of a store."""
        works = cls()
        for paper, known in titled_works(store):
            works.add(paper, known)
        return works

    def add(self, paper: str, known: Bibliography) -> None:
        """Take up a paper, in place of what was known of it."""
        self.drop(paper)
        key = title_key(known.title)
        if key:
            self._by_title.setdefault(key, []).append(Twin(paper, known))
            self._titles[paper] = key

    def drop(self, paper: str) -> None:
        """Forget a paper."""
        twins = self._by_title.get(self._titles.pop(paper, ""), [])
        twins[:] = [twin for twin in twins if twin.paper != paper]

    def twin(self, paper: str, known: Bibliography) -> Twin | None:
        """Return the paper under another IRI that a work is again; None where there is none, or more than one."""
        found = [twin for twin in self._by_title.get(title_key(known.title) or "", ()) if twin.paper != paper]
        fitting = [twin for twin in found if are_one(known, twin.bibliography)]
        return fitting[0] if len(fitting) == 1 else None


def title_key(title: str | None) -> str | None:
    """Return a title without what differs between two writings of it, None for one of few words."""
    words = re.findall(r"[^\W_]+", unicodedata.normalize("NFKC", title or "").casefold())
    return "".join(words) if len(words) >= FEWEST_WORDS else None


def are_one(one: Bibliography, other: Bibliography) -> bool:
    """Whether two works of one title are one: what both say of themselves has to agree.

    >>> are_one(Bibliography(year=2023), Bibliography(year=2024)), are_one(Bibliography(year=2024), Bibliography())
    (False, True)
    """
    if one.doi and other.doi:
        return one.doi == other.doi
    if one.year and other.year and one.year != other.year:
        return False
    families = list(_families(one, other))
    return len(families) < 2 or families[0] == families[1]


def _families(*works: Bibliography) -> Iterator[str]:
    """Yield the family name of each work's first author, where it has one: of *Li, Wei* and *Wei Li* alike."""
    for work in works:
        if work.authors:
            first = work.authors[0].casefold()
            name = first.split(",")[0] if "," in first else (first.split() or [""])[-1]
            yield "".join(re.findall(r"\w+", unicodedata.normalize("NFKD", name)))
