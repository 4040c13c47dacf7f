"""The field as a map: how often a mechanism is reported by class, ion, family, element, technique; which gap is where.

Every empty spot leads to the gap that lies in it, or to the wider one that takes it in; where there is none, the spot
says why it is no gap: chemistry forbids it, no guideline lets the element take part, too little stands around it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from hemkg.review.cells import MECHANISMS, filled_neighbours, hosted, is_allowed
from hemkg.review.field import Place
from hemkg.review.gap_card import GapCard
from hemkg.review.gap_words import capital, host, plural, told, with_ion
from hemkg.review.knowledge import Knowledge, Method, able_elements, showing
from hemkg.vocab import terms
from hemkg.vocab.terms import HEM

CELL_REASONS = frozenset(
    (HEM.StatedReason, HEM.ClassOnlyReason, HEM.HypothesisOnlyReason, HEM.TransferReason, HEM.EmptyCellReason)
)


SHADES = (0, 1, 2, 4, 7, 12)


@dataclass(frozen=True, slots=True)
class Spot:
    """A spot of the map.

    Attributes:
        place: mechanism, class, family and ion.
        element: symbol, on a map by elements.
        technique: in words, on a map by techniques.
        here: works on high-entropy materials; papers, on a map by techniques.
        elsewhere: works on conventional materials, or None where they are not counted.
        gap: the gap that lies here, or takes it in.
        told: what the spot says, in a sentence.
    """

    place: Place
    element: str | None = None
    technique: str | None = None
    here: int = 0
    elsewhere: int | None = None
    gap: GapCard | None = None
    told: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table of the map: mechanisms against an axis.

    Attributes:
        axis: what the columns are: class, ion, family, element, technique.
        ion: the ion that all spots have, or None for any.
        columns: heads of the columns, in words.
        rows: a mechanism and its spots, in the order of the columns.
    """

    axis: str
    ion: str | None
    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[Spot, ...]], ...]

    @property
    def name(self) -> str:
        """The table in words.

        >>> Sheet("element", "LithiumIon", (), ()).name
        'Mechanism by element with Li+'
        """
        return f"Mechanism by {self.axis}{with_ion(Place(ion=self.ion))}"


@dataclass(frozen=True)
class FieldMap:
    """What a map is drawn from.

    Attributes:
        known: what gaps are judged by.
        gaps: all gaps, best first.
    """

    known: Knowledge
    gaps: Sequence[GapCard] = field(default=())

    def sheets(self, ions: Sequence[str | None] | None = None) -> Iterator[Sheet]:
        """Yield the tables: by class; by ion; by family and by element, for any ion and for each; by technique.

        Args:
            ions: for which ions family and element are drawn; None for any ion and for each.
        """
        found = self.known.field
        yield self._sheet("class", None, [Spot(Place(None, is_high)) for is_high in (True, False)])
        yield self._sheet("ion", None, [Spot(Place(None, True, ion=ion)) for ion in found.ions])
        for ion in (None, *found.ions) if ions is None else ions:
            yield self._sheet("family", ion, [Spot(Place(None, True, family, ion)) for family in found.families])
            yield self._sheet("element", ion, [Spot(Place(None, True, ion=ion), element=e) for e in self._elements()])
        yield self._sheet("technique", None, [Spot(Place(None, True), technique=m.words) for m in _methods()])

    def _elements(self) -> list[str]:
        """Return the elements that take part in a mechanism and stand in a high-entropy material, by atomic number."""
        able = {e for m in MECHANISMS if m != HEM.Intercalation for e in able_elements(m)}
        shown = {e for _, e, _ in self.known.by_element}
        held = {e for e in self.known.holders if not terms.objects(e, HEM.anionCharge)}
        return sorted((able | shown) & held, key=lambda e: terms.number(e, HEM.atomicNumber))

    def _sheet(self, axis: str, ion: str | None, columns: Sequence[Spot]) -> Sheet:
        rows = tuple(
            (mechanism, tuple(self.spot(replace(s, place=replace(s.place, mechanism=mechanism))) for s in columns))
            for mechanism in MECHANISMS
        )
        return Sheet(axis, ion, tuple(_head(spot) for spot in columns), rows)

    def spot(self, bare: Spot) -> Spot:
        """Return a spot with its counts, its gap and what it says."""
        counted = replace(bare, here=len(self._works(bare)), elsewhere=self._elsewhere(bare))
        if counted.here:
            told = f"{capital(named(counted))}: reported by {plural(counted.here, _unit(bare))}."
            return replace(counted, gap=self._exact(counted), told=told)
        gap = self.gap_at(counted)
        why = gap.label if gap else self.why_none(counted)
        return replace(counted, gap=gap, told=f"{capital(named(counted))}: no {_unit(bare)}. {why}")

    def _works(self, spot: Spot) -> frozenset[str]:
        place, known = spot.place, self.known
        if spot.element:
            return known.by_element.get((place.mechanism or "", spot.element, place.ion), frozenset())
        if spot.technique:
            method = next(m for m in _methods() if m.words == spot.technique)
            return known.together.get((place.mechanism or "", method), frozenset())
        return known.field.works(place)

    def _elsewhere(self, spot: Spot) -> int | None:
        is_counted = (spot.place.family or spot.place.ion) and not spot.element
        return self.known.field.count(replace(spot.place, is_high=False)) if is_counted else None

    def gap_at(self, spot: Spot) -> GapCard | None:
        """Return the gap that lies in a spot, else the narrowest empty cell that takes it in, else None."""
        if not self._is_possible(spot):
            return None
        wider = [gap for gap in self.gaps if _takes_in(gap, spot)]
        return self._exact(spot) or min(wider, key=lambda gap: gap.place.open_axes, default=None)

    def _exact(self, spot: Spot) -> GapCard | None:
        """Return the best gap of just this spot: where it is filled, that it rests on one work or is called open."""
        return next((gap for gap in self.gaps if _is_of(gap, spot) and gap.place == spot.place), None)

    def _is_possible(self, spot: Spot) -> bool:
        return is_allowed(self.known.field, spot.place) and self._obstacle(spot) is None

    def why_none(self, spot: Spot) -> str:
        """Return why an empty spot is no gap."""
        place = spot.place
        if not is_allowed(self.known.field, place):
            family = f"{terms.label(place.family or '')}s"
            return f"No gap: {terms.label(place.mechanism or '')} needs an anion that {family} do not have."
        found = len(filled_neighbours(self.known.field, place))
        around = f"No gap yet: {found} of its neighbours {'is' if found == 1 else 'are'} reported, which is too little."
        return self._obstacle(spot) or around

    def _obstacle(self, spot: Spot) -> str | None:
        """Return what the guidelines say against an element or a technique in a mechanism."""
        mechanism = spot.place.mechanism or ""
        name = terms.label(mechanism)
        if spot.place.is_high is False:
            return f"No gap: gaps are looked for in {host(Place(is_high=True))} alone."
        if spot.element and mechanism == HEM.Intercalation:
            return f"No gap: {name} is of the lattice as a whole, and single elements are not asked for."
        if spot.element and spot.element not in able_elements(mechanism):
            return f"No gap: no guideline lets {spot.element} take part in {name}."
        if spot.element and spot.place.ion and hosted(mechanism, spot.element, spot.place.ion) is False:
            return f"No gap: {spot.element} takes up hardly any {terms.label(spot.place.ion)}."
        if spot.technique and all(method.words != spot.technique for method in showing(mechanism)):
            return f"No gap: no guideline says that {spot.technique} can show {name}."
        return None


def _is_of(gap: GapCard, spot: Spot) -> bool:
    return (gap.cell.element, gap.cell.technique) == (spot.element, spot.technique)


def _takes_in(gap: GapCard, spot: Spot) -> bool:
    """Whether a gap speaks of all that a spot speaks of: an empty cell, its element, or its technique in any cell."""
    if gap.reasons[0] == HEM.UntestedTechniqueReason:
        return gap.cell.technique == spot.technique
    is_cell = gap.reasons[0] in CELL_REASONS or (gap.cell.element is not None and _is_of(gap, spot))
    return is_cell and gap.place.holds(spot.place)


def _methods() -> list[Method]:
    """Return the methods that can show a mechanism, in the order of the guidelines."""
    return list(dict.fromkeys(method for mechanism in MECHANISMS for method in showing(mechanism)))


def _head(spot: Spot) -> str:
    term = spot.place.family or spot.place.ion
    return spot.element or spot.technique or (terms.label(term) if term else host(spot.place))


def shade(count: int) -> int:
    """Return how dark a spot is, from 0 to 6, by the works that report it.

    >>> shade(0), shade(3), shade(100)
    (0, 3, 6)
    """
    return sum(count > limit for limit in SHADES)


def _unit(spot: Spot) -> str:
    return "paper" if spot.technique else "work"


def named(spot: Spot) -> str:
    """Return a spot in words.

    >>> named(Spot(Place("Alloying", True, ion="LithiumIon"), element="Fe"))
    'alloying with Li+ in high-entropy materials that hold Fe'
    """
    place = spot.place
    if spot.element:
        return f"{terms.label(place.mechanism or '')}{with_ion(place)} in {host(place)} that hold {spot.element}"
    return told(place) + (f" by {spot.technique}" if spot.technique else "")
