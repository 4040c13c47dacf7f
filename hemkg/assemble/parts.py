"""The part that each material plays: anode, cathode, comparison, precursor, electrolyte, product.

The words right before and behind its mentions vote; what it is made of has the last word for salts of
electrolytes and for phases that hold the working ion.
"""

import re
from collections import Counter
from functools import cache

from hemkg.assemble.entity import Entity, Materials, cations_of
from hemkg.model.annotated import Annotated
from hemkg.vocab import terms
from hemkg.vocab.lexicon import alternatives
from hemkg.vocab.terms import HEM

WORDS = ("CathodeWords", "ElectrolyteWords", "PrecursorWords", "ComparisonWords", "ProductWords", "AnodeWords")


FULL_CELL = re.compile(r"\bfull[\s-]cells?\s(?:of|with)\s$", re.I)


def assign_parts(annotated: Annotated, materials: Materials) -> None:
    """Set the part of every material."""
    richest = max((len(cations_of(entity)) for entity in materials.entities), default=0)
    heaviest = max((len(entity.spans) for entity in materials.entities), default=0)
    for entity in materials.entities:
        entity.part = _part(annotated, entity)
        plain = len(cations_of(entity)) <= 2 and richest >= 4 and len(entity.spans) < heaviest
        if entity.part == HEM.Anode and (plain or entity.is_element or entity.named) and heaviest > len(entity.spans):
            entity.part = HEM.Comparison


def _part(annotated: Annotated, entity: Entity) -> str:
    if is_salt(entity):
        return HEM.ElectrolyteComponent if _conducts(entity) else HEM.Precursor
    votes = votes_for(annotated, entity)
    if is_carrier_phase(entity) and not votes.get(HEM.Anode):
        return HEM.ReactionProduct
    if not votes:
        return HEM.Precursor if _is_reagent(entity) else HEM.Anode
    best, count = votes.most_common(1)[0]
    if best == HEM.Comparison and len(cations_of(entity)) >= 5:
        return HEM.Anode
    return best if count > votes.get(HEM.Anode, 0) else HEM.Anode


HYDRATE = re.compile(r"[·•∙⋅]\s?[\dxn.]*H2O")


def _is_reagent(entity: Entity) -> bool:
    """Whether a compound is something that is weighed in or poured: a hydrate, an acid, a solvent."""
    composition = entity.composition
    if composition is None or entity.named or "(CN)" in composition.formula:
        return False
    light = len(composition.elements) > 1 and set(composition.elements) <= {"H", "O", "N", "Cl", "S", "C"}
    return light or bool(HYDRATE.search(composition.formula))


def votes_for(annotated: Annotated, entity: Entity) -> Counter[str]:
    """Return how many mentions of a material stand beside words for each role."""
    votes: Counter[str] = Counter()
    text = annotated.text
    for span in entity.spans:
        before = text[max(0, span.start - 30) : span.start]
        after = text[span.end : span.end + 30]
        for role, lead, tail in _patterns():
            if role == HEM.ReactionProduct and len(cations_of(entity)) > 2:
                continue
            if lead.search(before) or tail.match(after):
                paired = role == HEM.Cathode and FULL_CELL.search(before) and not _is_intercalation_cathode(entity)
                votes[HEM.Anode if paired else role] += 1
        if _paired_with().search(before) and _is_intercalation_cathode(entity):
            votes[HEM.Cathode] += 1
        if re.match(r"\s?(?://|\|\||‖|∥)", after) and _is_intercalation_cathode(entity):
            votes[HEM.Cathode] += 1
        if re.search(r"(?://|\|\||‖|∥)\s?$", before) and not _is_intercalation_cathode(entity):
            votes[HEM.Anode] += 2
    return votes


@cache
def _paired_with() -> re.Pattern[str]:
    """Return words by which an anode is joined with the other side of a full cell: pairs well with."""
    verbs = alternatives("CellPairing")
    return re.compile(rf"\b(?:{verbs})\s(?:[a-z]+\s)?with\s(?:the\s|a\s|an\s)?$", re.I)


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str], re.Pattern[str]], ...]:
    found = []
    for name in WORDS:
        before = "|".join(_escaped(terms.objects(name, "beforeWord")))
        after = "|".join(_escaped(terms.objects(name, "afterWord")))
        lead = re.compile(rf"(?:^|[\s(])(?:{before}),?\s(?:the\s|a\s|an\s)?(?:[a-z-]+\s)?$", re.I)
        tail = re.compile(rf"[\s)]?\s?(?:{after})\b", re.I)
        found.append((terms.text(name, "givesRole") or "", lead, tail))
    return tuple(found)


def _escaped(words: tuple[object, ...]) -> list[str]:
    return [re.escape(str(word)) for word in sorted(words, key=lambda w: (-len(str(w)), str(w)))]


@cache
def _salts() -> re.Pattern[str]:
    return re.compile("|".join(_escaped(terms.objects("ElectrolyteIon", "caseLabel"))))


def is_salt(entity: Entity) -> bool:
    """Whether a formula holds the anion of an electrolyte salt and no mix of metals."""
    return bool(entity.composition and len(cations_of(entity)) <= 2 and _salts().search(entity.composition.formula))


def _conducts(entity: Entity) -> bool:
    """Whether a salt brings a working ion into an electrolyte; nitrates of other metals and hydrates are weighed in."""
    assert entity.composition is not None
    working = {terms.notation(ion) for ion in terms.instances("Ion")}
    return not HYDRATE.search(entity.composition.formula) and set(cations_of(entity)) <= {*working, "B"}


def is_carrier_phase(entity: Entity) -> bool:
    """Whether a phase is made of a working ion and one kind of partner: Na3Bi, Li2O, LixSi."""
    composition = entity.composition
    if composition is None or composition.support:
        return False
    others = [s for s in composition.elements if s not in _carriers()]
    return bool(others) and len(others) < len(composition.elements) and len(others) == 1


@cache
def _carriers() -> frozenset[str]:
    return frozenset(terms.notation(ion) or "" for ion in terms.instances("Ion")) - {"H", "Zn", "Al"}


def holds_carrier(entity: Entity) -> bool:
    """Whether a working ion is part of a composition."""
    return entity.composition is not None and bool(_carriers() & set(entity.composition.elements))


def is_cathode(entity: Entity) -> bool:
    """Whether a material is the positive side of a cell: said to be, or holding the ion from the start."""
    return entity.part == HEM.Cathode or (entity.part != HEM.Anode and _is_intercalation_cathode(entity))


def _is_intercalation_cathode(entity: Entity) -> bool:
    """Whether a composition holds the working ion from the start, as cathodes do."""
    carriers = {"Li", "Na", "K"}
    symbols = set(entity.composition.elements) if entity.composition else set()
    return (bool(carriers & symbols) and "O" in symbols) or entity.named is not None
