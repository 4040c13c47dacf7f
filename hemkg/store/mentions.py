"""How often the papers of a store say something of a term, and where they say it most surely."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from hemkg.model.answer import Citation
from hemkg.store.base import Row, Store
from hemkg.store.claims import PREFIXES, claims_by_iri, materials_by_iri, papers_by_iri
from hemkg.vocab import terms
from hemkg.vocab.terms import HEM

COUNTED = 20_000
"""So many claims or materials are counted at most; of a term that stands in every claim there may be millions."""
OF_MATERIALS = (
    HEM.containsElement, HEM.anionFamily, HEM.structureType, HEM.morphology, HEM.materialRole, HEM.entropyLabel,
    HEM.entropyClass,
)  # fmt: skip
"""What papers say of materials as such, apart from claims."""


@dataclass(frozen=True, slots=True)
class Mentions:
    """How often papers speak of a term.

    Attributes:
        claims: how many claims name it.
        materials: how many materials are of it, or hold it.
        papers: how many papers say either.
        is_more: whether there are more than were counted.
        citations: some of the sentences, the surest first.
    """

    claims: int = 0
    materials: int = 0
    papers: int = 0
    is_more: bool = False
    citations: tuple[Citation, ...] = ()


def mentions(store: Store, names: Sequence[str], most: int = 3, counted: int = COUNTED) -> Mentions:
    """Return how often papers say something of one of some terms.

    Args:
        store: where they are looked for.
        names: of the terms, such as one with all that are narrower.
        most: how many sentences are wanted.
        counted: how many claims, and how many materials, are counted at most.
    """
    wanted = " ".join(f"<{terms.iri(name)}>" for name in names)
    claims = _rows(store, "?it ?how ?term ; a hem:Claim ; hem:evidence ?place ; hem:confidence ?sure", wanted, counted)
    which = " ".join(f"hem:{name}" for name in OF_MATERIALS)
    materials = _rows(
        store, f"?it ?how ?term ; a hem:Material ; hem:evidence ?place . VALUES ?how {{ {which} }}", wanted, counted
    )
    is_more = max(len(claims), len(materials)) > counted
    claims, materials = claims[:counted], materials[:counted]
    return Mentions(
        len({row["it"] for row in claims}), len({row["it"] for row in materials}),
        len({row["paper"] for row in (*claims, *materials)}), is_more, _citations(store, claims, materials, most),
    )  # fmt: skip


def _rows(store: Store, pattern: str, wanted: str, counted: int) -> Sequence[Row]:
    query = f"""{PREFIXES}SELECT DISTINCT ?it ?paper ?sure WHERE {{
      VALUES ?term {{ {wanted} }} {pattern} . ?it hem:inPaper ?paper }} LIMIT {counted + 1}"""
    return store.query(query).rows


def _citations(store: Store, claims: Iterable[Row], materials: Iterable[Row], most: int) -> tuple[Citation, ...]:
    """Return the sentences of the surest claims, each of another paper while there are any, then those of materials."""
    surest = sorted(claims, key=lambda row: (-float(row["sure"] or 0), str(row["it"])))
    chosen = claims_by_iri(store, _spread(surest, most))
    found = [claim.citation(number) for number, claim in enumerate(chosen, start=1)]
    if len(found) < most:
        left = _spread(sorted(materials, key=lambda row: str(row["it"])), most - len(found))
        records = materials_by_iri(store, left)
        papers = papers_by_iri(store, [record.paper for record in records.values()])
        for record in records.values():
            found.append(record.citation(len(found) + 1, papers[record.paper]))
    return tuple(found)


def _spread(rows: Sequence[Row], most: int) -> list[str]:
    """Return the first things, one a paper; where there are fewer papers, more of each."""
    first = dict.fromkeys({str(row["paper"]): str(row["it"]) for row in reversed(rows)}.values())
    every = dict.fromkeys(str(row["it"]) for row in rows)
    return [*(one for one in every if one in first), *(one for one in every if one not in first)][:most]
