"""OpenAlex: where an open copy of a work lies, under which licence, and whether the work was retracted."""

import json
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import quote, urlencode

from hemkg.sources.offers import Copy, Told, open_licence
from hemkg.sources.records import bibliography
from hemkg.vocab.terms import HEM


def work_address(base: str, doi: str, mail: str | None) -> str:
    """Return the address at which OpenAlex tells of a DOI."""
    return f"{base}/works/doi:{quote(doi, safe='/')}" + (f"?mailto={quote(mail)}" if mail else "")


def query_address(base: str, query: str, limit: int, mail: str | None) -> str:
    """Return the address at which OpenAlex lists open works that a query fits."""
    asked = {"search": query, "filter": "open_access.is_oa:true", "per-page": str(min(limit, 200))}
    return f"{base}/works?" + urlencode(asked | ({"mailto": mail} if mail else {}))


def read_work(body: bytes) -> Told:
    """Return what an answer of OpenAlex says of one work."""
    work = json.loads(body)
    place = _mapping(_mapping(work.get("primary_location")).get("source"))
    people = [_mapping(_mapping(one).get("author")).get("display_name") for one in _list(work.get("authorships"))]
    known = bibliography(
        doi=work.get("doi"),
        title=work.get("title") or work.get("display_name"),
        year=work.get("publication_year"),
        venue=place.get("display_name"),
        authors=people,
        standing=HEM.Retracted if work.get("is_retracted") is True else None,
    )
    is_open = _mapping(work.get("open_access")).get("is_oa") is True
    best = _mapping(work.get("best_oa_location"))
    url, licence = best.get("pdf_url"), open_licence(best.get("license"))
    if not is_open or not isinstance(url, str):
        return Told(known)
    if licence is None:
        return Told(known, remark=f"{known.doi} is free to read and names no open licence; its text was not fetched.")
    return Told(known, Copy(url, licence, "pdf"))


def read_query(body: bytes) -> Iterator[str]:
    """Yield the DOIs that an answer lists."""
    for work in _list(json.loads(body).get("results")):
        doi = bibliography(doi=_mapping(work).get("doi")).doi
        if doi:
            yield doi


def _mapping(said: object) -> Mapping[str, Any]:
    return said if isinstance(said, Mapping) else {}


def _list(said: object) -> list[Any]:
    return said if isinstance(said, list) else []
