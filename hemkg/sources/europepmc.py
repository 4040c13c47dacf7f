"""Europe PMC: open-access articles as JATS, the best source there is."""

import json
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlencode

from hemkg.sources.offers import Copy, Told, open_licence
from hemkg.sources.records import bibliography


def work_address(base: str, doi: str) -> str:
    """Return the address at which Europe PMC tells of a DOI."""
    escaped = doi.replace('"', "")
    return f"{base}/search?" + urlencode({"query": f'DOI:"{escaped}"', "format": "json", "resultType": "core"})


def query_address(base: str, query: str, limit: int) -> str:
    """Return the address at which Europe PMC lists open works that a query fits."""
    asked = {"query": f"({query}) AND OPEN_ACCESS:y", "format": "json", "resultType": "lite"}
    return f"{base}/search?" + urlencode(asked | {"pageSize": str(min(limit, 1000))})


def read_work(body: bytes, base: str, doi: str) -> Told:
    """Return what an answer of Europe PMC says of a DOI."""
    work = next((one for one in _results(body) if bibliography(doi=one.get("doi")).doi == doi), None)
    if work is None:
        return Told()
    journal = _mapping(_mapping(work.get("journalInfo")).get("journal"))
    people = _mapping(work.get("authorList")).get("author")
    names = [_mapping(one).get("fullName") for one in people] if isinstance(people, list) else []
    known = bibliography(
        doi=work.get("doi"),
        title=str(work.get("title") or "").rstrip("."),
        year=work.get("pubYear"),
        venue=journal.get("title"),
        authors=names,
    )
    number, licence = work.get("pmcid"), open_licence(work.get("license"))
    if work.get("isOpenAccess") != "Y" or not isinstance(number, str) or not number.isalnum():
        return Told(known)
    return Told(known, Copy(f"{base}/{number}/fullTextXML", licence, "xml"))


def read_query(body: bytes) -> Iterator[str]:
    """Yield the DOIs that an answer lists."""
    for work in _results(body):
        doi = bibliography(doi=work.get("doi")).doi
        if doi:
            yield doi


def _results(body: bytes) -> list[Mapping[str, Any]]:
    found = _mapping(json.loads(body).get("resultList")).get("result")
    return [one for one in found if isinstance(one, Mapping)] if isinstance(found, list) else []


def _mapping(said: object) -> Mapping[str, Any]:
    return said if isinstance(said, Mapping) else {}
