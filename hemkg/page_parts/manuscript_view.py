"""What was checked in a manuscript and what was found, as HTML: for the page, and as a file of its own."""

from collections.abc import Sequence

from hemkg.model.answer import Citation
from hemkg.page_parts.html import Html, element, scrolled
from hemkg.page_parts.html_file import document
from hemkg.page_parts.typeset import verbatim, words
from hemkg.review.findings import Finding
from hemkg.review.gap_words import capital, plural
from hemkg.review.manuscript import Examination
from hemkg.vocab import terms

NOTHING_FOUND = "No error was found; what was not read could not be checked."
UNCHECKED = "No store was given, so that first reports, records and contradictions were not looked for."
BADGES = {"error": "no", "warning": "medium", "note": ""}


def manuscript_view(examination: Examination, *, has_store: bool = True) -> Html:
    """Return an examination as sections: what was found, what was claimed and held, what was checked.

    Args:
        examination: the outcome.
        has_store: whether the manuscript was held against other papers.
    """
    found, held = examination.findings, examination.held
    claims, materials = plural(examination.claims, "claim"), plural(examination.materials, "material")
    lead = f"{claims} about {materials} were read."
    sections = [
        element("p", NOTHING_FOUND, class_="panel wide") if examination.is_clean else None,
        _section("Notes" if examination.is_clean else "Findings", found) if found else None,
        _section("Claims of rank that nothing in the store contradicts", held) if held else None,
        _checks(examination),
    ]
    return element(
        "div",
        element("h2", words(examination.title or examination.document)),
        element("p", lead, class_="lead"),
        None if has_store else element("p", UNCHECKED, class_="note"),
        element("div", *(section for section in sections if section), class_="checks"),
        class_="check manuscript",
    )


def manuscript_file(examination: Examination, *, has_store: bool = True) -> str:
    """Return an examination as one file of HTML."""
    title = f"Check of {examination.title or examination.document}"
    return document(title, [manuscript_view(examination, has_store=has_store)])


def _section(name: str, findings: Sequence[Finding]) -> Html:
    return element("section", element("h3", name), *map(_finding, findings), class_="panel wide")


def _finding(finding: Finding) -> Html:
    severity = finding.severity.value
    badge = element("b", severity, class_=f"badge {BADGES[severity]}".strip())
    return element(
        "div",
        element("h4", capital(terms.label(finding.check)), " ", badge),
        element("p", words(finding.message)),
        *map(_quote, finding.quotes),
        class_=f"finding is-{severity}",
    )


def _quote(citation: Citation) -> Html:
    """Return a sentence with its place; one of another paper tells that paper first."""
    page = f"p. {citation.page}" if citation.page else None
    source = (citation.title or citation.document) if citation.claim else None
    told = ", ".join(part for part in (source, citation.section, page) if part)
    where = element("footer", words(told)) if told else None
    return element("div", element("blockquote", verbatim(citation.quote)), where, class_="told")


def _checks(examination: Examination) -> Html:
    rows = [
        element(
            "tr",
            element("th", capital(terms.label(check)), scope="row"),
            element("td", tried, class_="number"),
            class_=None if tried else "never",
        )
        for check, tried in examination.checks
    ]
    head = element("tr", element("th", "Check", scope="col"), element("th", "How often", scope="col", class_="number"))
    table = element("table", element("thead", head), element("tbody", *rows), class_="rows")
    return element("section", element("h3", "What was checked"), scrolled("What was checked", table), class_="panel")
