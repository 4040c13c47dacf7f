"""Elements that could take part in a mechanism and of which it was never shown, in general or with one ion.

What chemistry forbids is none: iron forms no alloy with lithium, zinc hardly one with potassium.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from hemkg.model.gap import Neighbour
from hemkg.review import closing, scoring
from hemkg.review.cells import MECHANISMS, hosted
from hemkg.review.field import Place, cell_query
from hemkg.review.gap_card import cell_of
from hemkg.review.gap_drafts import MOST_NEIGHBOURS, Draft, card_of, neighbour
from hemkg.review.gap_words import capital, listed, plural, sentence, told, with_ion
from hemkg.review.knowledge import Knowledge, able_elements
from hemkg.vocab import terms
from hemkg.vocab.terms import HEM


@dataclass(frozen=True, slots=True)
class Part:
    """An element in a mechanism, with one ion or with any."""

    mechanism: str
    element: str
    ion: str | None = None

    @property
    def place(self) -> Place:
        """The cell in which it lies."""
        return Place(self.mechanism, True, ion=self.ion)


def silent_elements(known: Knowledge) -> Iterator[Draft]:
    """Yield the elements that could take part in a mechanism and were never shown to, where others were."""
    for mechanism in MECHANISMS:
        if mechanism != HEM.Intercalation:
            for element in able_elements(mechanism):
                if known.holders.get(element):
                    yield from (_silent(known, part) for part in _open_parts(known, mechanism, element))


def _open_parts(known: Knowledge, mechanism: str, element: str) -> Iterator[Part]:
    """Yield the element where it is open: in general, or else with the ions with which others are shown."""
    if not known.by_element.get((mechanism, element, None)):
        if known.field.count(Place(mechanism, True)):
            yield Part(mechanism, element)
        return
    for ion in known.field.ions:
        is_reported = known.field.count(Place(mechanism, True, ion=ion))
        is_shown = known.by_element.get((mechanism, element, ion))
        if is_reported and not is_shown and hosted(mechanism, element, ion) is not False:
            yield Part(mechanism, element, ion)


def _silent(known: Knowledge, part: Part) -> Draft:
    claims, held = able_elements(part.mechanism)[part.element], known.holders[part.element]
    parts = {HEM.CapablePart: scoring.some(len(claims)), HEM.NeighboursPart: scoring.some(held), HEM.RelevancePart: 1.0}
    reason = HEM.ElementTransferReason if part.ion else HEM.ElementReason
    shown = [ion for ion in known.field.ions if known.by_element.get((part.mechanism, part.element, ion))]
    label = sentence(
        reason,
        part.place,
        element=terms.label(part.element),
        shown=listed([terms.label(ion) for ion in shown]) or "an ion that is not named",
    )
    card = card_of(
        known,
        (reason,),
        part.place,
        parts,
        label=label,
        why=_why(known, part),
        sparql=cell_query(part.place, part.element),
        factor=terms.number(HEM.ImpliedFactor) if part.ion else 1.0,
        mark=(part.element,),
    )
    close = closing.of_cell(known, part.place)
    words = sentence(HEM.ElementReason, part.place, HEM.closingSentence, **_blanks(part, close["techniques"]))
    card = replace(
        card,
        cell=cell_of(part.place, element=part.element),
        elements=(part.element,),
        techniques=close["techniques"],
        closing=(words,),
        expected=round(_expected(known, part), 2),
        neighbours=_neighbours(known, part),
        caveats=(*card.caveats, *_caveats(part)),
    )
    return Draft(card, guidelines=claims[:3], nearby=_nearby(known, part))


def _blanks(part: Part, techniques: tuple[str, ...]) -> dict[str, str]:
    return {
        "techniques": listed(techniques, last="or") or "a technique that tells elements apart",
        "symbol": part.element,
    }


def _why(known: Knowledge, part: Part) -> str:
    held = plural(known.holders[part.element], "high-entropy material")
    verb = "holds" if known.holders[part.element] == 1 else "hold"
    reported = (
        f"{held} {verb} {part.element}; {told(part.place)} is reported, but of none of them{with_ion(part.place)}."
    )
    return f"{reported} Were elements and mechanisms independent, {_expected(known, part):.1f} works would be expected."


def _expected(known: Knowledge, part: Part) -> float:
    """Return how many of the works on the mechanism one would expect to speak of materials with the element."""
    hosts = max(known.field.hosts.get(None, 0), 1)
    return known.field.count(part.place) * min(1.0, known.holders[part.element] / hosts)


def _neighbours(known: Knowledge, part: Part) -> tuple[Neighbour, ...]:
    """Return the other elements of which the mechanism is shown with this ion, the most often shown first."""
    others = {
        e: known.by_element.get((part.mechanism, e, part.ion), frozenset()) for e in able_elements(part.mechanism)
    }
    filled = sorted((e for e, works in others.items() if works), key=lambda e: (-len(others[e]), e))
    mechanism = terms.label(part.mechanism)
    return tuple(
        neighbour(
            known.field,
            f"{mechanism}{with_ion(part.place)} in high-entropy materials that hold {element}",
            others[element],
        )
        for element in filled[:MOST_NEIGHBOURS]
    )


def _caveats(part: Part) -> Iterator[str]:
    """Yield why it may be none: the element may only stand by, or nobody knows whether it can take part."""
    name = capital(terms.label(part.element))
    if part.ion is None:
        yield f"{name} may take part unseen: works often tell the mechanism of a material as a whole."
    if part.ion and part.mechanism == HEM.Alloying and hosted(part.mechanism, part.element, part.ion) is None:
        yield f"No guideline tells how many {terms.label(part.ion)} an atom of {part.element} takes up."


def _nearby(known: Knowledge, part: Part) -> tuple[str, ...]:
    best = sorted(known.field.at(part.place), key=lambda report: (-report.confidence, report.best))
    return tuple(report.best for report in best[:2])
