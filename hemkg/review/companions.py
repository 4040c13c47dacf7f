"""What a paper says of a material beside its numbers: mechanisms, techniques, syntheses, each with its sentence."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from hemkg.review.field import PREFIX, local
from hemkg.store.base import Row, Store
from hemkg.store.claims import MaterialRecord, StoredClaim
from hemkg.vocab.terms import HEM

KINDS = {HEM.MechanismClaim: HEM.mechanism, HEM.TechniqueClaim: HEM.technique, HEM.SynthesisClaim: HEM.method}
BATCH = 500


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of a paper with their place, from whatever claim or material.

    Attributes:
        text: the words.
        start, end: where they stand in the paper's text, in code points.
        claim: IRI of the claim that they are evidence of, if of one.
        cell: the table and the headers of the cell in which they stand, if they do in one.
        decided: what a person decided on the claim, if somebody did.
    """

    text: str
    start: int
    end: int
    section: str | None = None
    page: int | None = None
    claim: str | None = None
    cell: str | None = None
    decided: str | None = None


@dataclass(frozen=True, slots=True)
class Companion:
    """One claim about a mechanism, a technique or a synthesis.

    Attributes:
        kind: class of the claim.
        concept: term of the mechanism, technique or method.
        material: IRI of its material, or None where the sentence names none.
        mode: term of the technique's mode.
        ion: term of the working ion.
        polarity: term: asserted, denied or supposed.
        confidence: that it was read rightly, 0 to 1.
        quote: its words.
    """

    kind: str
    concept: str
    material: str | None
    mode: str | None
    ion: str | None
    polarity: str
    confidence: float
    quote: Quote


def companions(store: Store, papers: Sequence[str]) -> Mapping[str, Sequence[Companion]]:
    """Return {IRI of a paper: its companions in text order}."""
    found: dict[str, list[Companion]] = defaultdict(list)
    for kind, predicate in KINDS.items():
        for first in range(0, len(papers), BATCH):
            for row in store.query(_query(kind, predicate, papers[first : first + BATCH])).rows:
                found[str(row["paper"])].append(_companion(kind, row))
    for those in found.values():
        those.sort(key=lambda c: (c.quote.start, c.quote.end, c.kind, c.concept, c.quote.claim or ""))
    return found


def _query(kind: str, predicate: str, papers: Iterable[str]) -> str:
    nodes = " ".join(f"<{paper}>" for paper in papers)
    return f"""{PREFIX}SELECT * WHERE {{
  VALUES ?paper {{ {nodes} }}
  ?claim hem:inPaper ?paper ; a hem:{kind} ; hem:{predicate} ?concept .
  ?claim hem:polarity ?polarity ; hem:evidence ?evidence .
  ?claim hem:confidence ?confidence . ?evidence hem:quote ?quote ; hem:start ?start ; hem:end ?end .
  OPTIONAL {{ ?claim hem:ofMaterial ?material }} OPTIONAL {{ ?claim hem:mode ?mode }}
  OPTIONAL {{ ?claim hem:ion ?ion }}
  OPTIONAL {{ ?evidence hem:section ?section }} OPTIONAL {{ ?evidence hem:page ?page }}
}}"""


def names_of_materials(store: Store, papers: Sequence[str]) -> Mapping[str, Mapping[str, set[str]]]:
    """Return {IRI of a paper: {IRI of a material of it: its names}}."""
    found: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for first in range(0, len(papers), BATCH):
        nodes = " ".join(f"<{paper}>" for paper in papers[first : first + BATCH])
        query = f"""{PREFIX}SELECT ?paper ?material ?name WHERE {{
          VALUES ?paper {{ {nodes} }} ?material hem:inPaper ?paper ; hem:surface|hem:alias ?name }}"""
        for row in store.query(query).rows:
            found[str(row["paper"])][str(row["material"])].add(str(row["name"]))
    return found


def _companion(kind: str, row: Row) -> Companion:
    quote = Quote(
        str(row["quote"]),
        int(row["start"] or 0),
        int(row["end"] or 0),
        None if row["section"] is None else str(row["section"]),
        None if row["page"] is None else int(row["page"]),
        str(row["claim"]),
    )
    return Companion(
        kind,
        local(row["concept"]) or "",
        None if row["material"] is None else str(row["material"]),
        local(row["mode"]),
        local(row["ion"]),
        local(row["polarity"]) or "",
        float(row["confidence"] or 0),
        quote,
    )


def quote_of_claim(claim: StoredClaim) -> Quote:
    """Return the words of a measurement."""
    place = (claim.quote, claim.start, claim.end, claim.section, claim.page)
    return Quote(*place, claim.iri, claim.cell_words(), claim.decided)


def quote_of_material(material: MaterialRecord) -> Quote | None:
    """Return the sentence that first names a material, if the graph has it."""
    if material.quote is None or material.start is None or material.end is None:
        return None
    return Quote(material.quote, material.start, material.end, material.section, material.page)
