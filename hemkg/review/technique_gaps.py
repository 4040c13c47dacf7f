"""Techniques that can show a mechanism and were never used on high-entropy materials, or never for it."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from hemkg.model.gap import Neighbour
from hemkg.review import scoring
from hemkg.review.cells import MECHANISMS
from hemkg.review.field import PREFIX, Place
from hemkg.review.gap_card import cell_of
from hemkg.review.gap_drafts import MOST_NEIGHBOURS, Draft, card_of, neighbour
from hemkg.review.gap_words import capital, host, listed, plural, sentence
from hemkg.review.knowledge import Knowledge, Method, class_claims, showing
from hemkg.vocab import terms
from hemkg.vocab.terms import HEM


def untested_techniques(known: Knowledge) -> Iterator[Draft]:
    """Yield the methods that were never used on high-entropy materials, then those never used for a mechanism."""
    for method, mechanisms in methods().items():
        if not known.used.get(method):
            yield _untested(known, method, mechanisms)
        else:
            yield from (_apart(known, method, m) for m in mechanisms if _is_apart(known, method, m))


def methods() -> Mapping[Method, Sequence[str]]:
    """Return the methods that can show a mechanism by the guidelines, each with the mechanisms."""
    able: dict[Method, list[str]] = defaultdict(list)
    for mechanism in MECHANISMS:
        for method in showing(mechanism):
            able[method].append(mechanism)
    return able


def technique_parts(known: Knowledge, method: Method, mechanisms: Sequence[str]) -> dict[str, float]:
    """Return the parts of the score of a method that was never used, or never for these mechanisms."""
    mechanism = _least_reported(known, method, mechanisms)
    claims = dict.fromkeys(claim for m in mechanisms for claim in showing(m)[method])
    elsewhere = known.used_elsewhere.get(method, frozenset())
    return {
        HEM.CapablePart: scoring.some(len(claims)),
        HEM.AnaloguePart: scoring.some(len(elsewhere)) if elsewhere else 0.0,
        HEM.AskedPart: float(bool(class_claims(mechanism)) or bool(known.field.count(Place(mechanism, True)))),
        HEM.RelevancePart: 1.0,
    }


def _is_apart(known: Knowledge, method: Method, mechanism: str) -> bool:
    """Whether a mechanism is reported and a method used, both of high-entropy materials, and never together."""
    return bool(known.field.count(Place(mechanism, True))) and not known.together.get((mechanism, method))


def _untested(known: Knowledge, method: Method, mechanisms: Sequence[str]) -> Draft:
    elsewhere = known.used_elsewhere.get(method, frozenset())
    used = f"used on other materials in {plural(len(elsewhere), 'paper')}" if elsewhere else "used in no paper here"
    names = listed([terms.label(mechanism) for mechanism in mechanisms])
    why = f"By the guidelines {method.words} can show {names}; it is {used}."
    draft = _draft(known, HEM.UntestedTechniqueReason, method, mechanisms, why)
    plain = known.used.get(Method(method.technique), frozenset())
    caveats = (*draft.card.caveats, *_used_otherwise(method, len(plain)))
    return replace(draft, card=replace(draft.card, caveats=caveats))


def _least_reported(known: Knowledge, method: Method, mechanisms: Sequence[str]) -> str:
    return min(mechanisms, key=lambda m: (known.field.count(Place(m, True)), -len(showing(m)[method]), m))


def _apart(known: Knowledge, method: Method, mechanism: str) -> Draft:
    used, reporting = len(known.used[method]), known.field.count(Place(mechanism, True))
    why = (
        f"{capital(method.words)} is used on high-entropy materials in {plural(used, 'paper')}, and "
        f"{terms.label(mechanism)} in them is reported by {plural(reporting, 'work')}, but no paper has both."
    )
    return _draft(known, HEM.TechniqueApartReason, method, (mechanism,), why)


def _draft(known: Knowledge, reason: str, method: Method, mechanisms: Sequence[str], why: str) -> Draft:
    mechanism = _least_reported(known, method, mechanisms)
    place = Place(mechanism, True)
    claims = tuple(dict.fromkeys(claim for m in mechanisms for claim in showing(m)[method]))
    parts = technique_parts(known, method, mechanisms)
    names = listed([terms.label(m) for m in mechanisms])
    blanks = {"technique": method.words, "mechanism": names, "host": host(place), "one": host(place, one=True)}
    expected = _expected(known, method, mechanism)
    is_narrow = reason == HEM.TechniqueApartReason
    card = card_of(
        known,
        (reason,),
        place,
        parts,
        label=sentence(reason, place, **blanks),
        why=f"{why} Were techniques and materials independent, {expected:.1f} papers would be expected.",
        sparql=method_query(method, mechanism if is_narrow else None),
        factor=terms.number(HEM.ImpliedFactor) if is_narrow else 1.0,
        mark=(method.words, mechanism) if is_narrow else (method.words,),
    )
    materials = known.untried.get((mechanism, None), ())
    first = f" {listed(materials, last='or')} would do." if materials else ""
    card = replace(
        card,
        cell=cell_of(place, technique=method.words),
        closing=(sentence(reason, place, HEM.closingSentence, **blanks) + first,),
        techniques=(method.words,),
        materials=materials,
        expected=round(expected, 2),
        neighbours=_neighbours(known, method, mechanism),
    )
    return Draft(card, guidelines=claims)


def _expected(known: Knowledge, method: Method, mechanism: str) -> float:
    """Return how many papers with the method one would expect: on the class, or on a mechanism in it."""
    on_class = frozenset().union(*known.used.values()) if known.used else frozenset()
    others = frozenset().union(*known.used_elsewhere.values()) if known.used_elsewhere else frozenset()
    using = known.used.get(method, frozenset()) | known.used_elsewhere.get(method, frozenset())
    total = len(on_class | others)
    wanted = len(on_class)
    if known.used.get(method):
        wanted = min(wanted, known.field.count(Place(mechanism, True)))
    return len(using) * wanted / total if total else 0.0


def _neighbours(known: Knowledge, method: Method, mechanism: str) -> tuple[Neighbour, ...]:
    """Return what was used: the method on other materials, and the other methods that can show the mechanism."""
    found = known.field
    elsewhere = known.used_elsewhere.get(method)
    near = [neighbour(found, f"{method.words} on conventional materials", elsewhere)] if elsewhere else []
    able = showing(mechanism) or known.used
    others = [other for other in known.used if other != method and (other in able or other.mode == method.mode)]
    others.sort(key=lambda other: (-len(known.used[other]), other.words))
    near += [neighbour(found, f"{other.words} on high-entropy materials", known.used[other]) for other in others]
    return tuple(near[:MOST_NEIGHBOURS])


def _used_otherwise(method: Method, papers: int) -> Iterator[str]:
    if papers and method.mode:
        technique = terms.notation(method.technique)
        yield f"{technique} was used on them in {plural(papers, 'paper')}, but not {terms.label(method.mode)}."


def method_query(method: Method, mechanism: str | None = None) -> str:
    """Return the query that finds the papers that use a method on high-entropy materials; of a gap it finds none.

    Args:
        method: the technique with its mode.
        mechanism: term of a mechanism that the same paper must report of high-entropy materials.
    """
    lines = [
        f"?claim a hem:TechniqueClaim ; hem:technique hem:{method.technique} ; hem:inPaper ?paper .",
        "?claim hem:ofMaterial ?material .",
        "?material hem:isHighEntropy true ; hem:surface ?surface .",
    ]
    lines += [f"?claim hem:mode hem:{method.mode} ."] if method.mode else []
    if mechanism:
        lines.append(
            f"?other a hem:MechanismClaim ; hem:mechanism hem:{mechanism} ; hem:inPaper ?paper ; hem:ofMaterial ?of ."
        )
        lines.append("?of hem:isHighEntropy true .")
    told = "\n  ".join(lines)
    return f"{PREFIX}SELECT DISTINCT ?paper ?surface WHERE {{\n  {told}\n}} ORDER BY ?paper ?surface"
