"""The works behind a table or an answer as BibTeX and CSL-JSON: what is known of them and nothing else.

A field that nobody gave is left out, never guessed.  Keys are the same in every export of the same works.
"""

import json
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from itertools import count
from string import ascii_lowercase
from textwrap import shorten

from hemkg.review.latex_text import latex, latex_runs, prose
from hemkg.review.tables import Work
from hemkg.review.typography import runs

Json = dict[str, object]
LONGEST_NAME = 40
SMALL = frozenset(
    ("a", "an", "and", "as", "at", "by", "for", "from", "in", "into", "of", "on", "or", "the", "to", "via", "with")
)


def written(works: Sequence[Work], name: str) -> bytes:
    """Return works as the ending of a file's name asks: ``.json`` is CSL-JSON, everything else BibTeX."""
    if name.lower().endswith(".json"):
        return (json.dumps(csl(works), ensure_ascii=False, indent=1) + "\n").encode()
    return bibtex(works).encode()


def bibtex(works: Sequence[Work]) -> str:
    """Return works as a BibTeX file, in the order of their keys.

    >>> print(bibtex([Work("urn:1", "sarkar", title="High entropy oxides", year=2018, authors=("Sarkar, A.",))]))
    @misc{sarkar2018high,
      author = {Sarkar, A.},
      title = {{High entropy oxides}},
      year = {2018},
    }
    <BLANKLINE>
    """
    named = keys(works)
    entries = [_entry(named[work.iri], work) for work in sorted(works, key=lambda work: named[work.iri])]
    return "\n".join(entries)


def _entry(key: str, work: Work) -> str:
    fields = {
        "author": " and ".join(prose(author) for author in work.authors) or None,
        "title": f"{{{latex_runs(runs(work.title, is_formula=True))}}}" if work.title else None,
        "journal": prose(work.venue) if work.venue else None,
        "year": str(work.year) if work.year else None,
        "doi": _plain_doi(work.doi) if work.doi else None,
        "url": f"https://doi.org/{_plain_doi(work.doi)}" if work.doi else None,
        "note": _note(work),
    }
    kind = "article" if work.venue else "misc"
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
    return "\n".join([f"@{kind}{{{key},", *lines, "}", ""])


def _note(work: Work) -> str | None:
    if work.standing:
        return prose(work.standing)
    return None if work.title or work.doi else f"known by the name of its file only: {latex(work.document)}"


def _plain_note(work: Work) -> str | None:
    if work.standing:
        return work.standing
    return None if work.title or work.doi else f"known by the name of its file only: {work.document}"


def _plain_doi(doi: str) -> str:
    """Return a DOI without the characters that would end or break a BibTeX field."""
    return re.sub(r"[{}\\\s%#]", lambda found: f"%{ord(found.group()):02X}", doi)


def csl(works: Sequence[Work]) -> list[Json]:
    """Return works as CSL-JSON, in the order of their keys."""
    named = keys(works)
    return [_csl_item(named[work.iri], work) for work in sorted(works, key=lambda work: named[work.iri])]


def _csl_item(key: str, work: Work) -> Json:
    fields: Json = {
        "id": key,
        "type": "article-journal" if work.venue else "document",
        "title": work.title,
        "DOI": work.doi,
        "container-title": work.venue,
        "author": [_person(author) for author in work.authors] or None,
        "issued": {"date-parts": [[work.year]]} if work.year else None,
        "note": _plain_note(work),
    }
    return {name: value for name, value in fields.items() if value is not None}


def _person(author: str) -> Mapping[str, str]:
    """Return a name with family and given parts where a comma tells them apart, as it stands elsewhere."""
    family, comma, given = author.partition(",")
    return {"family": family.strip(), "given": given.strip()} if comma and given.strip() else {"literal": author}


def keys(works: Iterable[Work]) -> dict[str, str]:
    """Return {IRI of a work: its key}: surname, year and a word of the title, told apart by letters.

    Keys are plain ASCII letters and digits; the same set of works always gets the same keys.
    """
    wanted: dict[str, list[str]] = {}
    for work in sorted(works, key=lambda work: (work.document, work.iri)):
        wanted.setdefault(_stem(work), []).append(work.iri)
    found: dict[str, str] = {}
    taken = {stem for stem, iris in wanted.items() if len(iris) == 1}
    for stem, iris in wanted.items():
        names = iter([stem] if len(iris) == 1 else (n for n in _lettered(stem) if n not in taken))
        for iri in dict.fromkeys(iris):
            found[iri] = next(names)
            taken.add(found[iri])
    return found


def _lettered(stem: str) -> Iterable[str]:
    yield from (f"{stem}{letter}" for letter in ascii_lowercase)
    yield from (f"{stem}z{number}" for number in count(1))


def _stem(work: Work) -> str:
    author = work.authors[0].partition(",")[0].split()[-1] if work.authors and work.authors[0].split() else ""
    words = [word for word in re.findall(r"[^\W\d_]+", work.title or "") if word.casefold() not in SMALL]
    word, year = words[0] if words else "", str(work.year or "")
    parts = (author, year, word) if author else (word, year)  # a key begins with a letter
    stem = _ascii("".join(parts)) if author or word else ""
    return stem or _ascii(work.document) or "work"


def short_name(work: Work) -> str:
    """Return how a table names a work: its first author and year, or the first words of its title.

    >>> short_name(Work("urn:1", "wu", year=2020, authors=("Wu, C.", "Huang, H."))), short_name(Work("urn:2", "heo"))
    ('Wu et al. 2020', 'heo')
    """
    if work.authors:
        family, comma, _ = work.authors[0].partition(",")
        surname = family.strip() if comma or not family.split() else family.split()[-1]
        name = f"{surname} et al." if len(work.authors) > 1 else surname
    else:
        name = shorten(work.title or work.document, LONGEST_NAME, placeholder=" …")
    named = f"{name} {work.year}" if work.year else name
    return f"{named} [{work.standing}]" if work.standing else named


def _ascii(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]", "", plain.lower())
