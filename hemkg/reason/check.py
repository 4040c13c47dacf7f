"""All that follows from a formula and a working ion: entropy, mechanisms, Faraday's limit, a verdict.

It needs no store and no network: what it knows it reads from the ontology's files; with a store, what its
papers say of the composition stands beside what is computed.  How the result is printed stands in ``report``.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from hemkg.annotate.formula_grammar import parse
from hemkg.errors import UnknownTerm
from hemkg.model.composition import Composition
from hemkg.reason import faraday as limits
from hemkg.reason import guidelines
from hemkg.reason.accessible import Accessible, accessible
from hemkg.reason.entropy import Criteria, Entropy, criteria, entropies
from hemkg.reason.faraday import Faraday, Judgement
from hemkg.reason.guidelines import Guideline
from hemkg.reason.report import to_json, to_text
from hemkg.reason.reported import Called, Reported, called_in, called_of_old, reported_in
from hemkg.store.base import Store
from hemkg.vocab import terms

__all__ = ["Check", "check_formula", "to_json", "to_text"]


@dataclass(frozen=True, slots=True)
class Check:
    """What follows from a formula.

    Attributes:
        formula: as it was given.
        ion: term of the working ion.
        composition: what the formula says.
        entropies: the entropy of mixing under each convention; none if amounts are open.
        criteria: what the two criteria for high entropy say, or None if amounts are open.
        mechanisms: the four mechanisms, accessible or not, with the reasons.
        faraday: the limit, or None if amounts are open.
        judgement: what the limit says of the capacity that was asked about.
        called: how works call this composition by its entropy.
        reported: what the guidelines say of this very composition.
        papers: what the papers of a store say of it, capacities held against the limit.
        notes: what the reader should know of how the formula was read.
    """

    formula: str
    ion: str
    composition: Composition
    entropies: tuple[Entropy, ...]
    criteria: Criteria | None
    mechanisms: tuple[Accessible, ...]
    faraday: Faraday | None
    judgement: Judgement | None = None
    called: tuple[Called, ...] = ()
    reported: tuple[Guideline, ...] = ()
    papers: tuple[Reported, ...] = ()
    notes: tuple[str, ...] = ()


def check_formula(
    formula: str,
    ion: str,
    capacity: float | None = None,
    mechanisms: Sequence[str] = (),
    store: Store | None = None,
) -> Check:
    """Say all that follows from a formula and a working ion.

    Args:
        formula: a chemical formula, as papers print it.
        ion: symbol of the working ion's element (``Li``, ``Na``, ``K`` ...).
        capacity: a reported specific capacity to hold against the limit [mAh g-1].
        mechanisms: by which it is said to come about (``conversion`` ...); none if nothing is said.
        store: of papers, to show what they say of the composition; none is needed.

    Raises:
        FormulaError: if the string is no formula.
        UnknownTerm: if the ion or a mechanism is not known.

    >>> found = check_formula("Fe3O4", "Li", capacity=1300)
    >>> round(found.faraday.high), found.judgement.verdict
    (926, 'NeedsExplaining')
    """
    composition, term = parse(formula.strip()), limits.ion_term(ion)
    limit = limits.limit(composition, term) if composition.is_known else None
    stated = [_mechanism(word) for word in mechanisms]
    judgement = limits.judge(limit, capacity, composition.elements, stated) if limit and capacity is not None else None
    return Check(
        formula=formula,
        ion=term,
        composition=composition,
        entropies=entropies(composition),
        criteria=criteria(composition),
        mechanisms=accessible(limits.host(composition, term), term),
        faraday=limit,
        judgement=judgement,
        called=tuple(called_in(store, composition) if store else called_of_old(composition)),
        reported=_reported(composition),
        papers=reported_in(store, composition, term, limit) if store else (),
        notes=tuple(_notes(composition)),
    )


def _mechanism(word: str) -> str:
    for kind in ("IonStorageMechanism", "ChargeStorageMechanism"):
        if word in terms.by_notation(kind):
            return terms.by_notation(kind)[word]
    raise UnknownTerm(
        f"{word!r} is no storage mechanism; known are {', '.join(terms.by_notation('IonStorageMechanism'))}."
    )


def _reported(composition: Composition) -> tuple[Guideline, ...]:
    """Return the guideline claims about materials of the same composition."""
    key = composition.key()
    same = {iri for iri, other in guidelines.compositions().items() if key is not None and other.key() == key}
    return tuple(claim for claim in guidelines.claims() if same & set(guidelines.materials_of(claim)))


def _notes(composition: Composition) -> list[str]:
    notes = []
    if composition.basis.value == "equimolar shorthand":
        notes.append("Elements without amounts that share a site were taken to share it equally.")
    if composition.variables:
        notes.append(f"{', '.join(composition.variables)} leave amounts open.")
    if composition.expands_to:
        notes.append(f"Read as {composition.formula}; the formula also stands for {', '.join(composition.expands_to)}.")
    return notes
