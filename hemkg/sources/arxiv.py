"""arXiv: preprints by number or query; their licence is told by its harvesting interface."""

import re
from collections.abc import Iterator
from urllib.parse import quote, urlencode

from hemkg.read.xml import all_of, first, parse_xml, words
from hemkg.sources.offers import Copy, Told, open_licence
from hemkg.sources.records import bibliography

DOI = "10.48550/arxiv."
_NUMBER = re.compile(r"(?:[a-z-]+(?:\.[a-z]{2})?/\d{7}|\d{4}\.\d{4,5})(?:v\d+)?", re.IGNORECASE)


def number_of(doi: str) -> str | None:
    """Return the arXiv number in one of arXiv's own DOIs, None for another DOI.

    >>> number_of("10.48550/arxiv.2301.01234"), number_of("10.1/x")
    ('2301.01234', None)
    """
    number = doi.removeprefix(DOI)
    return number if doi.startswith(DOI) and _NUMBER.fullmatch(number) else None


def work_address(base: str, number: str) -> str:
    """Return the address at which arXiv tells of a number."""
    return f"{base}/api/query?id_list={quote(number)}&max_results=1"


def licence_address(base: str, number: str) -> str:
    """Return the address at which arXiv tells of a number's licence."""
    return f"{base}/oai2?" + urlencode(
        {"verb": "GetRecord", "identifier": f"oai:arXiv.org:{number}", "metadataPrefix": "arXiv"}
    )


def query_address(base: str, query: str, limit: int) -> str:
    """Return the address at which arXiv lists works that a query fits."""
    plain = " ".join(re.findall(r"[\w-]+", query))
    asked = {"search_query": " AND ".join(f"all:{word}" for word in plain.split()), "max_results": str(limit)}
    return f"{base}/api/query?" + urlencode(asked)


def read_work(body: bytes, licence_body: bytes | None, base: str, number: str) -> Told:
    """Return what arXiv says of a number.

    Raises:
        UnreadableDocument: if the answer is no XML.
    """
    entry = first(parse_xml(body, "the answer of arXiv"), "entry")
    if entry is None or first(entry, "title") is None:
        return Told()
    licence = _licence(licence_body)
    known = bibliography(
        doi=f"{DOI}{number}",
        title=words(first(entry, "title")),
        year=words(first(entry, "published")),
        venue="arXiv",
        authors=[words(first(author, "name")) for author in all_of(entry, "author")],
        licence=licence,
    )
    if licence is None:
        return Told(known, remark=f"{known.doi} names no open licence; its text was not fetched.")
    return Told(known, Copy(f"{base}/pdf/{quote(number)}", licence, "pdf"))


def _licence(body: bytes | None) -> str | None:
    """Return the open licence that arXiv names; its own licence to distribute is none."""
    if body is None:
        return None
    return open_licence(words(first(parse_xml(body, "the answer of arXiv"), "//license")))


def read_query(body: bytes) -> Iterator[str]:
    """Yield the DOIs that an answer lists.

    Raises:
        UnreadableDocument: if the answer is no XML.
    """
    for entry in all_of(parse_xml(body, "the answer of arXiv"), "entry"):
        found = re.search(r"/abs/([^\s]+?)(?:v\d+)?$", words(first(entry, "id")))
        if found and _NUMBER.fullmatch(found.group(1)):
            yield f"{DOI}{found.group(1).lower()}"
