"""What programs may ask for by name: the tools of the MCP server, as they are called beside a store.

A tool adds nothing to what the command line prints; it bounds it, and says what was left out.  Whatever does not exist
is an error in one sentence, never a row.
"""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from hemkg.errors import InputError, UnknownTerm
from hemkg.vocab import terms

if TYPE_CHECKING:
    from hemkg.assistant import Assistant
    from hemkg.model.answer import Citation

Json = dict[str, Any]
LARGEST: Final = 120_000  # of what a tool gives back [characters of JSON]
USUAL_ROWS: Final = 50
USUAL_LINES: Final = 20
USUAL_GAPS: Final = 5
COLUMNS: Final = (
    "material", "formula", "entropy_class", "mechanisms", "ion", "quantity", "kind", "comparator", "value", "value_max",
    "unit", "current_density", "cycle", "paper", "year", "doi", "confidence",
)  # fmt: skip
"""Columns of the table that are given where none are asked for: those that most questions are about."""
DOI: Final = ("doi:", "https://doi.org/")


def call(assistant: "Assistant", name: str, given: Mapping[str, Any]) -> Json:
    """Return what a tool gives.

    Args:
        assistant: of the store.
        name: of the tool, one of ``TOOLS``.
        given: its arguments, as its schema wants them.

    Raises:
        HemkgError: if it cannot be given; the message is for whoever asked.
    """
    return TOOLS[name](assistant, given)


def ask(assistant: "Assistant", given: Mapping[str, Any]) -> Json:
    """Answer a question, after those that it follows."""
    from hemkg.ask.report import to_json

    question = str(given["question"])
    if not question.strip():
        raise InputError("ask something: the question is empty.")
    before = None
    for earlier in given.get("previous", ()):
        before = assistant.ask(earlier, before)
    told = to_json(assistant.ask(question, before).answer)
    return _bounded(lambda most: _cut(told, most), given.get("limit", USUAL_ROWS))


def table(assistant: "Assistant", given: Mapping[str, Any]) -> Json:
    """Return rows of the review table."""
    from hemkg.review.render import as_json

    found = assistant.table(given.get("where"), tuple(given.get("columns") or COLUMNS))
    told = as_json(found)
    kept: Json = {key: told[key] for key in ("columns", "headings", "rows", "citations")}
    for row in kept["rows"]:
        row.pop("notes")
    return _bounded(lambda most: _cut(kept, most), given.get("limit", USUAL_LINES))


def gaps(assistant: "Assistant", given: Mapping[str, Any]) -> Json:
    """Return research gaps, best first."""
    from hemkg.page_parts.gap_view import Wanted
    from hemkg.review.field import Place
    from hemkg.review.gap_card import gap_json

    wanted = Wanted(place=Place(mechanism=_mechanism(given.get("mechanism"))), text=given.get("words", ""))
    found = [gap for gap in assistant.gaps() if wanted.takes(gap)]

    def cut(most: int) -> Json:
        return {
            "gaps": [gap_json(gap) for gap in found[:most]],
            "left_out": {"gaps": max(0, len(found) - most)},
        }

    return _bounded(cut, given.get("limit", USUAL_GAPS))


def _mechanism(notation: str | None) -> str | None:
    if notation is None:
        return None
    known = terms.by_notation("IonStorageMechanism")
    if notation not in known:
        raise UnknownTerm(f"{notation[:80]!r} is no storage mechanism; known are {', '.join(known)}.")
    return known[notation]


def check(assistant: "Assistant", given: Mapping[str, Any]) -> Json:
    """Return what follows from a formula, and what the papers of the store say of it."""
    from hemkg.reason.check import check_formula, to_json

    found = check_formula(
        given["formula"], given.get("ion", "Li"), given.get("capacity"), given.get("mechanisms", ()),
        assistant.catalogue.graph,
    )  # fmt: skip
    told = to_json(found)
    papers: Sequence[object] = found.papers

    def cut(most: int) -> Json:
        kept: Any = told["papers"]
        return told | {"papers": kept[:most], "left_out": {"papers": max(0, len(papers) - most)}}

    return _bounded(cut, USUAL_ROWS)


# ---------------------------------------------------------------- the sentences behind something


def evidence(assistant: "Assistant", given: Mapping[str, Any]) -> Json:
    """Return the sentences behind a claim, a guideline, a gap or a document."""
    name = str(given["id"]).strip()
    for find in (_of_gap, _of_guideline, _of_document, _of_claim):
        found = find(assistant, name)
        if found is not None:
            kind, label, citations = found
            break
    else:
        raise UnknownTerm(
            f"nothing here is called {name[:80]!r}; give the claim of a citation, the id of a gap, the doc or the DOI "
            "of a citation."
        )
    told = {"id": name, "kind": kind, "label": label}

    def cut(most: int) -> Json:
        kept = [_shown(assistant, citation, number) for number, citation in enumerate(citations[:most], start=1)]
        return told | {"citations": kept, "left_out": {"citations": max(0, len(citations) - most)}}

    return _bounded(cut, given.get("limit", USUAL_LINES))


Found = tuple[str, str, "Sequence[Citation]"]


def _of_gap(assistant: "Assistant", name: str) -> Found | None:
    return next((("gap", gap.label, gap.evidence) for gap in assistant.gaps() if gap.gap_id == name), None)


def _of_guideline(assistant: "Assistant", name: str) -> Found | None:
    del assistant
    from hemkg.reason import guidelines
    from hemkg.review.knowledge import guideline_citation

    found = next((claim for claim in guidelines.claims() if claim.iri == name), None)
    return None if found is None else ("guideline", found.statement, (guideline_citation(1, found),))


def _of_document(assistant: "Assistant", name: str) -> Found | None:
    from hemkg.store.claims import claims_of_paper, paper_called

    for prefix in DOI:
        name = name.removeprefix(prefix)
    paper = paper_called(assistant.catalogue.graph, name)
    if paper is None:
        return None
    claims = claims_of_paper(assistant.catalogue.graph, paper.iri)
    label = ", ".join(str(part) for part in (paper.title or paper.document, paper.year) if part)
    return "document", label, tuple(claim.citation(1) for claim in claims)


def _of_claim(assistant: "Assistant", name: str) -> Found | None:
    from hemkg.curating import SHORT_ID, claim_called
    from hemkg.rdf import iris
    from hemkg.store.claims import claims_by_iri

    if not SHORT_ID.fullmatch(name.removeprefix("hd:").removeprefix(iris.ID).removeprefix("claim/")):
        return None
    iri = claim_called(assistant.catalogue, name)
    found = claims_by_iri(assistant.catalogue.graph, (iri,))
    if not found:
        raise UnknownTerm(f"the claim {name[:80]!r} was rejected and is in no answer.")
    tellings = tuple(telling.citation(1) for telling in found[0].tellings())
    return "claim", f"{terms.label(found[0].kind)} in {tellings[0].work}", tellings


def _shown(assistant: "Assistant", citation: "Citation", number: int) -> Json:
    """Return a citation with the text around it in its paragraph."""
    from hemkg.ask.report import citation_json
    from hemkg.page_parts.evidence import setting_of

    setting = setting_of(citation, assistant.catalogue.passages)
    return citation_json(citation) | {"n": number, "before": setting.before, "after": setting.after}


# ---------------------------------------------------------------- not too much at once


def _bounded(cut: Callable[[int], Json], most: int) -> Json:
    """Return what a cut to so many items gives, to fewer if that is still too large."""
    while True:
        told = cut(most)
        if most <= 1 or len(json.dumps(told, ensure_ascii=False)) <= LARGEST:
            return told
        most = most * 2 // 3


def _cut(told: Json, most: int) -> Json:
    """Return an answer or a table with its first rows, and the citations that they and the text point to."""
    rows, citations = told["rows"][:most], told["citations"]
    cut = len(rows) < len(told["rows"])
    wanted = set(_cited(rows)) | _marked(str(told.get("answer", ""))) if cut else {one["n"] for one in citations}
    kept = [one for one in citations if one["n"] in wanted]
    left_out = {"rows": len(told["rows"]) - len(rows), "citations": len(citations) - len(kept)}
    return told | {"rows": rows, "citations": kept, "left_out": left_out}


def _cited(rows: Iterable[Json]) -> Iterable[int]:
    return (number for row in rows for number in row["citations"])


def _marked(text: str) -> set[int]:
    """Return the numbers of the citations that a text points to.

    >>> sorted(_marked("802 mAh g-1 [1], and 650 [12]."))
    [1, 12]
    """
    parts = (part.split("]", 1)[0] for part in text.split("[")[1:])
    return {int(part) for part in parts if part.isdecimal()}


TOOLS: Final[Mapping[str, Callable[["Assistant", Mapping[str, Any]], Json]]] = {
    "ask": ask,
    "table": table,
    "gaps": gaps,
    "check": check,
    "evidence": evidence,
}
