"""IRIs of things that papers speak of.  Terms of the ontology come from ``vocab.terms``."""

import hashlib
from urllib.parse import quote

from hemkg.vocab import terms

ID = "https://w3id.org/hemkg/id/"
VOCABULARY_GRAPH = ID + "graph/vocabulary"
GUIDELINES_GRAPH = ID + "graph/guidelines"
MAPPINGS_GRAPH = ID + "graph/mappings"
DERIVED_GRAPH = ID + "graph/derived"
STATE_GRAPH = ID + "graph/state"
MANIFEST_GRAPH = ID + "graph/manifest"
CURATION_GRAPH = ID + "graph/curation"
CLAIMS_GRAPHS = ID + "claims/"


def slug(text: str) -> str:
    """Return a text as part of an IRI: readable where it can be, percent-encoded where it must.

    >>> slug("doi:10.1039/d5ee05507e")
    'doi/10.1039/d5ee05507e'
    """
    return quote(text.replace(":", "/", 1), safe="/-._~")


def short(*parts: object) -> str:
    """Return sixteen hexadecimal digits that stand for the parts."""
    return hashlib.sha256("\x1f".join(map(str, parts)).encode()).hexdigest()[:16]


def term(name: str) -> str:
    """Return the IRI of an ontology term."""
    return terms.iri(name)


def paper(paper_id: str) -> str:
    """Return the IRI of a paper."""
    return f"{ID}paper/{slug(paper_id)}"


def claims_graph(paper_id: str) -> str:
    """Return the name of the graph that holds a paper's claims."""
    return CLAIMS_GRAPHS + slug(paper_id)


def claim(claim_id: str) -> str:
    """Return the IRI of a claim."""
    return f"{ID}claim/{claim_id}"


def evidence(claim_id: str) -> str:
    """Return the IRI of a claim's evidence."""
    return f"{ID}evidence/{claim_id}"


def composition_report(paper_id: str, surface: str, place: int) -> str:
    """Return the IRI of what a table says a material of a paper is made of, counted from 1."""
    return f"{ID}composition-report/{short(paper_id, surface)}-{place}"


def material(paper_id: str, surface: str) -> str:
    """Return the IRI of a material as one paper speaks of it."""
    return f"{ID}material/{short(paper_id, surface)}"


def composition(key: str) -> str:
    """Return the IRI of a composition; two spellings of one composition share it."""
    return f"{ID}composition/{short(key)}"


def component(key: str, symbol: str) -> str:
    """Return the IRI of one element's share in a composition."""
    return f"{ID}composition/{short(key)}/{symbol}"


def proposition(key: str) -> str:
    """Return the IRI of a proposition."""
    return f"{ID}proposition/{short(key)}"


def cited_work(paper_id: str, label: str, doi: str | None = None) -> str:
    """Return the IRI of a work that a paper cites: its own if the DOI is known, else one by its label."""
    return paper(f"doi:{doi.lower()}") if doi else f"{paper(paper_id)}/reference/{slug(label)}"


def work(doi: str) -> str:
    """Return the IRI by which the world knows the work of a DOI.

    >>> work("10.1002/(SICI)1521-4095<1>a")
    'https://doi.org/10.1002/(SICI)1521-4095%3C1%3Ea'
    """
    return f"https://doi.org/{quote(doi, safe='/:;()-._~')}"


def decision(decision_id: str) -> str:
    """Return the IRI of a decision of a person on a claim."""
    return f"{ID}decision/{decision_id}"


def curator(name: str) -> str:
    """Return the IRI of a person who decides on claims."""
    return f"{ID}curator/{short(name)}"


def document(path: str) -> str:
    """Return the IRI of a document in the manifest."""
    return f"{ID}document/{short(path)}"
