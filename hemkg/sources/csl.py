"""CSL-JSON, and the JSON of Crossref, which is the same with lists where CSL has words.

From Crossref's fields it is also read how a work stands: what was published about it since (``updated-by``), and what
a notice among the works does to others (``update-to``).
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from hemkg.errors import InputError, NothingToRead
from hemkg.sources.records import Record, bibliography, gravest, standing_of
from hemkg.vocab import terms

Json = object
Fields = Mapping[str, Json]


def read_csl(text: str) -> tuple[Record, ...]:
    """Return the works of a CSL-JSON library, of one Crossref answer or of a list of such.

    Raises:
        InputError: if it is no JSON.
        NothingToRead: if it holds no works.

    >>> read_csl('[{"title": "High-entropy oxides", "issued": {"date-parts": [[2024, 5]]}}]')[0].bibliography.year
    2024
    """
    works = works_of(text)
    records = [record_of(number, work) for number, work in enumerate(works, start=1)]
    return tuple(with_notices(records, works))


def works_of(text: str) -> list[Fields]:
    """Return the works of a library as JSON objects.

    Raises:
        InputError: if it is no JSON.
        NothingToRead: if it holds no works.
    """
    try:
        told = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise InputError(f"it is no JSON ({str(error)[:80]})") from None
    works = list(_works(told))
    if not works:
        raise NothingToRead("it is JSON without works in CSL's or Crossref's fields")
    return works


def _works(told: Json) -> Iterator[Fields]:
    """Yield works, whatever they are wrapped in."""
    if isinstance(told, list):
        for one in told:
            yield from _works(one)
    elif isinstance(told, dict):
        inner = told.get("message") or told.get("items")
        if isinstance(inner, list | dict):
            yield from _works(inner)
        elif _is_work(told):
            yield told


def _is_work(told: Fields) -> bool:
    has_title = isinstance(_one(told.get("title")), str)
    has_doi = bibliography(doi=told.get("DOI")).doi is not None
    return has_doi or (has_title and bool({"type", "issued", "author"} & set(told)))


def record_of(number: int, work: Fields) -> Record:
    """Return a work of CSL or Crossref as a record."""
    updates = [*notices_in(work, "updated-by"), *_related(work)]
    standing = gravest(kind for kind, _ in updates)
    known = bibliography(
        doi=work.get("DOI"),
        title=_one(work.get("title")),
        year=year_of(work),
        venue=_one(work.get("container-title")),
        authors=[_name(author) for author in _list(work.get("author"))],
        licence=licence_of(work),
        standing=standing,
        notice=next((doi for kind, doi in updates if kind == standing), None),
    )
    return Record(f"work {number}", known)


def notices_in(work: Fields, field: str) -> Iterator[tuple[str, str]]:
    """Yield standing and DOI of the notices in ``updated-by``, or of the works in ``update-to``."""
    for update in _list(work.get(field)):
        if isinstance(update, dict):
            standing = standing_of(update.get("type")) or standing_of(update.get("label"))
            if standing:
                yield standing, str(update.get("DOI", ""))


def _related(work: Fields) -> Iterator[tuple[str, str]]:
    """Yield standing and DOI of what a work's relations say became of it."""
    relation = work.get("relation")
    for kind, others in relation.items() if isinstance(relation, dict) else ():
        standing = standing_of(kind)
        for other in _list(others) if standing else ():
            if standing and isinstance(other, dict):
                yield standing, str(other.get("id", ""))


def with_notices(records: Sequence[Record], works: Sequence[Fields]) -> Iterator[Record]:
    """Yield records, and for each work that a notice among them updates what it does to that work."""
    said: dict[str, list[tuple[str, str | None]]] = {}
    for record, work in zip(records, works, strict=True):
        for standing, target in notices_in(work, "update-to"):
            doi = bibliography(doi=target).doi
            if doi:
                said.setdefault(doi, []).append((standing, record.bibliography.doi))
    for record in records:
        yield _stood(record, said.pop(record.bibliography.doi or "", []))
    for doi, told in said.items():  # works of which the library holds the notice only
        yield _stood(Record(f"notices on {doi}", bibliography(doi=doi)), told)


def _stood(record: Record, told: Sequence[tuple[str, str | None]]) -> Record:
    known = record.bibliography
    standing = gravest([known.standing, *(kind for kind, _ in told)])
    if standing is None or standing == known.standing:
        return record
    notice = next((doi for kind, doi in told if kind == standing), None)
    return replace(record, bibliography=replace(known, standing=standing, notice=notice))


def same_work(work: Fields) -> str | None:
    """Return the DOI of the published work that a preprint became, as its relations tell, else None."""
    relation = work.get("relation")
    for name in terms.objects("SameWork", "exactLabel"):
        for other in _list(relation.get(str(name))) if isinstance(relation, dict) else ():
            if isinstance(other, dict) and other.get("id-type") == "doi":
                return bibliography(doi=other.get("id")).doi
    return None


def year_of(work: Fields) -> object:
    """Return the year of a work: that of its issue, else of its first appearance."""
    for field in ("issued", "published", "published-print", "published-online", "posted"):
        date = work.get(field)
        if isinstance(date, dict):
            parts = _list(date.get("date-parts"))
            first = _list(parts[0]) if parts else []
            if first and first[0]:
                return str(first[0])
            if date.get("literal") or date.get("raw"):
                return date.get("literal") or date.get("raw")
    return None


def licence_of(work: Fields) -> object:
    """Return the licence of the version of record, else of any version."""
    given = [one for one in _list(work.get("license")) if isinstance(one, dict)]
    ranked = sorted(given, key=lambda one: one.get("content-version") not in {"vor", "unspecified"})
    return ranked[0].get("URL") if ranked else work.get("license") if isinstance(work.get("license"), str) else None


def _name(author: Json) -> str | None:
    if not isinstance(author, dict):
        return None
    family, given = author.get("family"), author.get("given")
    if family and given:
        return f"{family}, {given}"
    return str(family or author.get("literal") or author.get("name") or "")


def _one(said: Json) -> Json:
    return said[0] if isinstance(said, list) and said else said


def _list(said: Json) -> list[Json]:
    return said if isinstance(said, list) else []
