"""Which gaps of each kind were closed later, and whether their score, popularity or neighbours told which.

A kind has gaps that were open at the end of a year, a rule for what closes them, and three values by which they may be
ranked; what a random order gives stands beside them.  What came later, and what has no year, is kept from all of them.

==============================  ====================================================================================
gap                             closed by
==============================  ====================================================================================
called open by authors          a later work that reports the cell
claimed of the class            a later work that shows it of a member; guidelines count from the year of their source
only supposed                   a later work that asserts it
shown with another ion          a later work that shows it with this one
nobody reports it               a later work that reports it
rests on a single work          a later work of others that reports it as well
technique never used            a later paper that uses it on high-entropy materials
technique never used for it     a later paper that uses it and reports the mechanism
composition not tried           a later paper with a material of these metals in this family
contradicted                    later works on the same composition and mechanism that all take one side
==============================  ====================================================================================

A statement that names no cell, and a contradiction about anything but a mechanism, have no such rule.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from hemkg.review import scoring
from hemkg.review.cells import MECHANISMS, filled_neighbours, is_allowed, places
from hemkg.review.composition_gaps import MetalSet, expected_sets, untried, worth
from hemkg.review.disputes import Dispute, Word, disputes
from hemkg.review.field import Field, Place
from hemkg.review.gaps import cell_reasons
from hemkg.review.hits import Hits, hits_of, random_hits, wilson
from hemkg.review.knowledge import Knowledge, Method, class_claims, showing
from hemkg.review.technique_gaps import methods, technique_parts
from hemkg.vocab import terms
from hemkg.vocab.terms import HEM

OURS, RANDOM, POPULARITY, COMMON = "ranked", "random", "popularity", "common neighbours"
NO_GAP = "no gap by any rule"
TOPS = (5, 10)


@dataclass(frozen=True, slots=True)
class Past:
    """What a backtest asks of a store beside its field: sets of metals, and who says what of a composition."""

    sets: tuple[MetalSet, ...] = ()
    words: tuple[Word, ...] = ()


@dataclass(frozen=True, slots=True)
class Split:
    """What was known at the end of a year, and what came after it.

    Attributes:
        then: what was known.
        later: the reports after it.
        known: everything, for the years of papers.
        past: what else the store holds.
        year: the last year that was known.
    """

    then: Knowledge
    later: Field
    known: Knowledge
    past: Past
    year: int

    def is_later(self, paper: str) -> bool:
        """Whether a paper is known to have appeared after the year."""
        return self.known.field.years.get(paper, self.year) > self.year


@dataclass(frozen=True, slots=True)
class Candidate:
    """A gap that was open.

    Attributes:
        name: what tells it from others; equals are ordered by it.
        is_closed: whether it was closed later.
        score, popularity, neighbours: what the three rankings go by.
    """

    name: str
    is_closed: bool
    score: float
    popularity: float
    neighbours: float


@dataclass(frozen=True, slots=True)
class KindTest:
    """How many gaps of one kind were closed later, and how many of the first by each ranking.

    Attributes:
        kind: what they are gaps for, in words.
        gaps: how many there were at the end of the year.
        closed: how many of them were closed later.
        low, high: between which the number lies.
        rankings: name of a ranking and its hits for each top; empty where too few were closed to tell them apart.
        at_chance: how many would be closed if its cells were as often filled as all that were empty; None where
            the gaps are no complete cells.
    """

    kind: str
    gaps: int
    closed: int
    low: float
    high: float
    rankings: Mapping[str, tuple[Hits, ...]] = field(default_factory=dict)
    at_chance: float | None = None

    @property
    def is_enough(self) -> bool:
        """Whether there are so many that the share says anything."""
        return self.gaps >= terms.number(HEM.LeastCellsOfKind)

    @property
    def is_rankable(self) -> bool:
        """Whether so many were closed, and so many were not, that one ranking can do better than another."""
        least = terms.number(HEM.LeastClosedOfKind)
        return self.is_enough and self.closed >= least and self.gaps - self.closed >= least


def tests_of(split: Split) -> Iterator[KindTest]:
    """Yield the test of each kind of gap, those of cells first."""
    cells = _cells(split)
    share = _share(split)
    for kind, those in cells.items():
        is_complete = kind in COMPLETE
        yield kind_test(kind, those, round(share * len(those), 1) if is_complete else None)
    for reason, candidates in OTHERS.items():
        yield kind_test(terms.label(reason), list(candidates(split)))


def _share(split: Split) -> float:
    """Return which share of all complete empty cells was filled later."""
    now = split.then.field
    empty = [p for p in places(now) if not p.open_axes and not now.count(p) and is_allowed(now, p)]
    return sum(bool(split.later.count(place)) for place in empty) / len(empty) if empty else 0.0


def kind_test(kind: str, candidates: Sequence[Candidate], at_chance: float | None = None) -> KindTest:
    """Return how many of the gaps of a kind were closed, and how many of the first by each ranking."""
    closed = sum(candidate.is_closed for candidate in candidates)
    found = KindTest(kind, len(candidates), closed, *wilson(closed, len(candidates)), at_chance=at_chance)
    return replace(found, rankings=_rankings(candidates)) if found.is_rankable else found


def _rankings(candidates: Sequence[Candidate]) -> dict[str, tuple[Hits, ...]]:
    by: dict[str, Callable[[Candidate], float]] = {
        OURS: lambda candidate: candidate.score,
        POPULARITY: lambda candidate: candidate.popularity,
        COMMON: lambda candidate: candidate.neighbours,
    }
    found = {
        name: [c.is_closed for c in sorted(candidates, key=lambda c: (-value(c), c.name))] for name, value in by.items()
    }
    counted = {name: tuple(hits_of(closed, top) for top in TOPS) for name, closed in found.items()}
    closed = [candidate.is_closed for candidate in candidates]
    return {**counted, RANDOM: tuple(random_hits(closed, top) for top in TOPS)}


# ---------------------------------------------------------------- cells


def _cells(split: Split) -> dict[str, list[Candidate]]:
    """Return the gaps of cells by kind; a cell counts for each of its kinds, a complete one without any for none."""
    found: dict[str, list[Candidate]] = {kind: [] for kind in CELL_KINDS}
    for place in places(split.then.field):
        if split.then.field.count(place) or not is_allowed(split.then.field, place):
            continue
        for reason in _kinds_of(split, place):
            found[reason].append(_cell(split, place, split.later.count(place) > 0))
    return found


def _kinds_of(split: Split, place: Place) -> Iterator[str]:
    """Yield the kinds of an empty cell: a wide one is told for what authors, the class or a supposition make of it."""
    reasons = set(cell_reasons(split.then, place))
    if place.open_axes:
        reasons &= {HEM.StatedReason} if not _is_narrowest(split.then.field, place) else STATED_OR_SUPPOSED
    yield from map(terms.label, sorted(reasons))
    if place == Place(place.mechanism, True) and _is_claimed_of_the_class(split, place.mechanism or ""):
        yield terms.label(HEM.ClassOnlyReason)
    if not reasons and not place.open_axes:
        yield NO_GAP


CELL_KINDS = (
    *map(
        terms.label,
        (HEM.StatedReason, HEM.ClassOnlyReason, HEM.HypothesisOnlyReason, HEM.TransferReason, HEM.EmptyCellReason),
    ),
    NO_GAP,
)
# kinds whose gaps are complete cells only
COMPLETE = {terms.label(HEM.TransferReason), terms.label(HEM.EmptyCellReason), NO_GAP}
STATED_OR_SUPPOSED = {HEM.StatedReason, HEM.HypothesisOnlyReason}


def _is_narrowest(found: Field, place: Place) -> bool:
    """Whether what is supposed of a cell is supposed of none within it, so that one supposition is one gap."""
    return not any(
        other != place and place.holds(other) and found.count(other, HEM.Hypothesised) for other in places(found)
    )


def _is_claimed_of_the_class(split: Split, mechanism: str) -> bool:
    """Whether a guideline whose source had appeared claims a mechanism of high-entropy materials as a class."""
    sources = (claim.one(HEM.inPaper) or "" for claim in class_claims(mechanism))
    years = split.known.field.years
    return any(years.get(source, split.year + 1) <= split.year for source in sources)


def _cell(split: Split, place: Place, is_closed: bool) -> Candidate:
    then = split.then
    score = scoring.weighted(scoring.cell_parts(then, place), scoring.factor(then, place))
    near = float(len(filled_neighbours(then.field, place)))
    return Candidate(str(place), is_closed, score, then.field.expected(place), near)


def _single_sources(split: Split) -> Iterator[Candidate]:
    """Yield the complete cells that one work alone fills."""
    now = split.then.field
    for place in places(now):
        if place.family and place.ion and now.count(place) == 1:
            others = split.later.works(place) - now.works(place)
            claims = sum(report.claims for report in now.at(place))
            parts = {HEM.ReliancePart: scoring.some(claims), HEM.RelevancePart: 1.0}
            near = float(len(filled_neighbours(now, place)))
            yield Candidate(str(place), bool(others), scoring.weighted(parts), now.expected(place), near)


# ---------------------------------------------------------------- techniques


def _unused_techniques(split: Split) -> Iterator[Candidate]:
    """Yield the methods that can show a mechanism and were not used on high-entropy materials."""
    for method, mechanisms in methods().items():
        if method not in split.then.used:
            is_closed = any(map(split.is_later, split.known.used.get(method, ())))
            parts = technique_parts(split.then, method, mechanisms)
            elsewhere = len(_until(split, split.known.used_elsewhere.get(method, ())))
            alike = len(split.then.used.get(Method(method.technique), ()))
            yield Candidate(method.words, is_closed, scoring.weighted(parts), float(elsewhere), float(alike))


def _techniques_apart(split: Split) -> Iterator[Candidate]:
    """Yield the methods that were used and the mechanisms that were reported, but in no paper together."""
    together = {key: _until(split, papers) for key, papers in split.known.together.items()}
    for mechanism in MECHANISMS:
        works = split.then.field.count(Place(mechanism, True))
        for method in showing(mechanism) if works else ():
            used = len(split.then.used.get(method, ()))
            if used and not together.get((mechanism, method)):
                parts = technique_parts(split.then, method, (mechanism,))
                later = split.known.together.get((mechanism, method), frozenset())
                near = sum(bool(papers) for (m, t), papers in together.items() if m == mechanism or t == method)
                name = f"{mechanism} {method.words}"
                is_closed = any(map(split.is_later, later))
                yield Candidate(name, is_closed, scoring.weighted(parts), float(used * works), float(near))


def _until(split: Split, papers: Iterable[str]) -> frozenset[str]:
    years = split.known.field.years
    return frozenset(paper for paper in papers if years.get(paper, split.year + 1) <= split.year)


# ---------------------------------------------------------------- compositions and contradictions


def _compositions(split: Split) -> Iterator[Candidate]:
    """Yield the sets of metals that nobody had tried; a set in a paper without a year counts for neither side."""
    before = [made for made in split.past.sets if made.year is not None and made.year <= split.year]
    after = {(made.family, made.metals) for made in split.past.sets if made.year is not None and made.year > split.year}
    undated = {(made.family, made.metals) for made in split.past.sets if made.year is None}
    for palette, found in untried(before):
        for metals, near in found.items():
            key = (palette.family, metals)
            if key not in undated:
                name = f"{palette.family} {' '.join(sorted(metals))}"
                score = worth(palette, metals, near)
                yield Candidate(name, key in after, score, expected_sets(palette, metals), float(len(near)))


def _contradictions(split: Split) -> Iterator[Candidate]:
    """Yield the contradictions about a mechanism of one composition."""
    for dispute in disputes(split.past.words, split.year):
        yield _dispute(split, dispute)


def _dispute(split: Split, dispute: Dispute) -> Candidate:
    mechanism = dispute.mechanism
    return Candidate(
        f"{dispute.composition} {mechanism}",
        dispute.is_settled,
        dispute.surety,
        float(split.then.field.count(Place(mechanism, True))),
        float(len({word.work for word in dispute.before})),
    )


OTHERS: Mapping[str, Callable[[Split], Iterable[Candidate]]] = {
    HEM.SingleSourceReason: _single_sources,
    HEM.UntestedTechniqueReason: _unused_techniques,
    HEM.TechniqueApartReason: _techniques_apart,
    HEM.CompositionReason: _compositions,
    HEM.ContradictedReason: _contradictions,
}


# ---------------------------------------------------------------- told


def kind_json(test: KindTest) -> dict[str, object]:
    """Return the test of a kind as JSON."""
    return {
        "kind": test.kind,
        "gaps": test.gaps,
        "closed": test.closed,
        "low": test.low,
        "high": test.high,
        "at_chance": test.at_chance,
        "enough": test.is_enough,
        "rankable": test.is_rankable,
        "rankings": rankings_json(test.rankings),
    }


def rankings_json(rankings: Mapping[str, Sequence[Hits]]) -> dict[str, list[dict[str, float]]]:
    """Return the hits of rankings as JSON."""
    return {
        name: [{"top": h.top, "hits": h.hits, "low": h.low, "high": h.high} for h in hits]
        for name, hits in rankings.items()
    }


def kind_text(test: KindTest) -> str:
    """Return the test of a kind in lines for a terminal, and what there is too little of to say more."""
    chance = "" if test.at_chance is None else f", {test.at_chance:g} at chance"
    few = "" if test.is_rankable else "; too few that went either way to compare rankings"
    few = few if test.is_enough else "; too few to say anything"
    head = f"  {test.kind:<42} {test.closed} of {test.gaps} ({test.low:g} to {test.high:g}){chance}{few}"
    return "\n".join([head, *rankings_lines(test.rankings, 4)])


def rankings_lines(rankings: Mapping[str, Sequence[Hits]], indent: int = 2) -> Iterator[str]:
    """Yield the hits of rankings, a line each."""
    for name, hits in rankings.items():
        told = "".join(f"  top {h.top}: {h.hits:g} ({h.low:g} to {h.high:g})" for h in hits)
        yield f"{' ' * indent}{name:<24}{told}"
