"""Crossref: what a DOI stands for, and what was published about the work since."""

import json
from collections.abc import Mapping
from urllib.parse import quote

from hemkg.sources.csl import record_of, same_work
from hemkg.sources.offers import Told


def work_address(base: str, doi: str, mail: str | None) -> str:
    """Return the address at which Crossref tells of a DOI."""
    return f"{base}/works/{quote(doi, safe='')}" + (f"?mailto={quote(mail)}" if mail else "")


def read_work(body: bytes) -> Told:
    """Return what an answer of Crossref says.

    >>> told = read_work(b'{"message": {"DOI": "10.1/A", "title": ["Oxides"], "updated-by": [{"type": "retraction"}]}}')
    >>> told.known.standing
    'Retracted'
    """
    message = json.loads(body).get("message")
    work: Mapping[str, object] = message if isinstance(message, Mapping) else {}
    published = same_work(work)
    remark = f"{work.get('DOI')} is a preprint of {published}; fetch that one too." if published else None
    return Told(record_of(1, work).bibliography, remark=remark)
