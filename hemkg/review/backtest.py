"""Do ranked gaps get filled?  Hide what came after a year, rank, and count what was filled later.

Ranked are the empty cells of mechanism, anion family and ion for high-entropy materials, with the weights
as they stand and with weights fitted on earlier splits, never on the one that is tested.  Works of unknown year are
left out on both sides, for a reference without a year would fall to the year of the review that cites it and fill
its cell too early or too late.  Not filled is not wrong: the literature may still come to it.
"""

import random
from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from math import sqrt
from statistics import NormalDist

from hemkg.review import scoring
from hemkg.review.cells import filled_neighbours, is_allowed, places
from hemkg.review.field import Field, Place
from hemkg.review.fitting import Example, Fit, fitted
from hemkg.review.gap_words import plural
from hemkg.review.gaps import cell_reasons
from hemkg.review.knowledge import Knowledge, read_knowledge
from hemkg.store.base import Store
from hemkg.vocab import terms
from hemkg.vocab.terms import HEM

Json = dict[str, object]
TOPS = (5, 10, 20)
SEED = 20260101
NO_GAP = "no gap by any rule"
OURS, FITTED = "ranked", "fitted on earlier splits"
RANDOM, POPULARITY, COMMON = "random", "popularity", "common neighbours"


@dataclass(frozen=True, slots=True)
class Hits:
    """How many of the first cells of a ranking were filled later.

    Attributes:
        top: how many cells were looked at.
        hits: how many of them were filled later; for the random order, on average.
        low, high: between which the hits lie; for the random order, in so many draws.
    """

    top: int
    hits: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class KindTest:
    """How many gaps of one kind were closed later.

    Attributes:
        kind: what they are gaps for, in words.
        gaps: how many there were at the end of the year.
        closed: how many of them were closed later: filled, or confirmed by a second work.
        low, high: between which the number lies.
        at_chance: how many would be closed if its cells were as often filled as all that were empty; None where
            the gaps are no empty cells.
    """

    kind: str
    gaps: int
    closed: int
    low: float
    high: float
    at_chance: float | None = None

    @property
    def is_enough(self) -> bool:
        """Whether there are so many that the share says anything."""
        return self.gaps >= terms.number(HEM.LeastCellsOfKind)


@dataclass(frozen=True, slots=True)
class Backtest:
    """The outcome of a backtest.

    Attributes:
        year: the last year that was known.
        before: number of works up to that year.
        after: number of works after it.
        undated: number of works left out because their year is not known.
        cells: number of empty cells that were ranked.
        filled: number of them that were filled later.
        rankings: name of a ranking and its hits for each top.
        kinds: the same gaps by kind.
        fit: weights fitted on earlier splits.
        found: the filled cells with their rank, best first.
        is_enough: whether there is enough to say anything.
    """

    year: int
    before: int
    after: int
    undated: int
    cells: int
    filled: int
    rankings: Mapping[str, tuple[Hits, ...]]
    kinds: tuple[KindTest, ...]
    fit: Fit
    found: tuple[tuple[int, Place], ...]
    is_enough: bool

    @property
    def verdict(self) -> str:
        """What the backtest says, in a sentence."""
        if not self.is_enough:
            return (
                f"Too little to say anything: {self.filled} of {self.cells} empty cells were filled after {self.year}, "
                f"and {terms.number(HEM.LeastFilledLater):.0f} would be needed."
            )
        ours, chance = self.rankings[OURS][-1], self.rankings[RANDOM][-1]
        others = max(self.rankings[name][-1].hits for name in (POPULARITY, COMMON))
        relation = "more than" if ours.hits > others else ("as many as" if ours.hits == others else "fewer than")
        return (
            f"Of the first {ours.top} cells {ours.hits:.0f} were filled after {self.year}, {relation} by popularity or "
            f"common neighbours, whichever is better ({others:.0f}), and {chance.hits:.1f} in a random order."
        )


def backtest(store: Store, year: int, tops: Sequence[int] = TOPS) -> Backtest:
    """Return how many of the first ranked gaps were filled after a year, beside three plain rankings.

    Args:
        store: after ``derive``.
        year: the last year that is known to the ranking.
        tops: how many of the first cells to look at.
    """
    return split_ranking(read_knowledge(store), year, tops)


def split_ranking(known: Knowledge, year: int, tops: Sequence[int] = TOPS) -> Backtest:
    """Return the backtest of what is known; the store is not needed any more."""
    then = known_until(known, year)
    later = known.field.only(r for r in known.field.reports if r.year is not None and r.year > year)
    cells = [place for place in places(then.field) if _is_open(then.field, place)]
    filled = [place for place in cells if later.count(place)]
    orders = rankings(then, cells)
    found = tuple((rank, place) for rank, place in enumerate(orders[OURS], start=1) if place in set(filled))
    counted = {name: tuple(_hits(order, later, top) for top in tops) for name, order in orders.items()}
    counted[RANDOM] = tuple(_random_hits(cells, filled, top) for top in tops)
    fit = fit_until(known, year)
    if fit.is_enough:
        counted[FITTED] = tuple(_hits(fitted_ranking(then, cells, fit), later, top) for top in tops)
    undated = {report.work for report in known.field.reports if report.year is None}
    return Backtest(
        year=year,
        before=then.field.count(Place()),
        after=later.count(Place()),
        undated=len(undated),
        cells=len(cells),
        filled=len(filled),
        rankings=counted,
        kinds=tuple(_kinds(then, cells, later)),
        fit=fit,
        found=found,
        is_enough=len(filled) >= terms.number(HEM.LeastFilledLater),
    )


def known_until(known: Knowledge, year: int) -> Knowledge:
    """Return what was known at the end of a year.

    The guidelines come from a review of the whole field and would tell the ranking what is to be found, so they
    are kept from it.
    """
    statements = tuple(s for s in known.statements if s.year is not None and s.year <= year)
    years = known.field.years
    then = {
        method: frozenset(paper for paper in papers if years.get(paper, year + 1) <= year)
        for method, papers in known.used.items()
    }
    used = {method: papers for method, papers in then.items() if papers}
    return replace(known, field=known.field.until(year), statements=statements, used=used, heeds_guidelines=False)


def fit_until(known: Knowledge, year: int) -> Fit:
    """Return weights fitted on every earlier split, judged by what was filled until the year; nothing later is seen."""
    now = known.field.until(year)
    years = sorted({report.year for report in now.reports if report.year is not None and report.year < year})
    examples = [example for earlier in years for example in _examples(known, now, earlier)]
    return fitted(examples, years)


def _examples(known: Knowledge, now: Field, year: int) -> Iterator[Example]:
    then = known_until(known, year)
    for place in places(then.field):
        if _is_open(then.field, place):
            yield Example(str(place), scoring.cell_parts(then, place), bool(now.count(place)))


def fitted_ranking(known: Knowledge, cells: Sequence[Place], fit: Fit) -> list[Place]:
    """Return the cells by fitted weights, best first; what speaks against a cell counts as it stands."""
    worth = {place: fit.value(scoring.cell_parts(known, place)) * scoring.factor(known, place) for place in cells}
    return sorted(cells, key=lambda place: (-worth[place], str(place)))


def _is_open(field: Field, place: Place) -> bool:
    """Whether a cell is complete, empty and allowed."""
    return bool(place.family and place.ion) and not field.count(place) and is_allowed(field, place)


def rankings(known: Knowledge, cells: Sequence[Place]) -> dict[str, list[Place]]:
    """Return the cells in the order of each ranking, best first; equals in the order of their names."""
    field = known.field
    by: dict[str, Callable[[Place], float]] = {
        OURS: lambda place: scoring.weighted(scoring.cell_parts(known, place), scoring.factor(known, place)),
        POPULARITY: field.expected,
        COMMON: lambda place: float(len(filled_neighbours(field, place))),
    }
    return {name: sorted(cells, key=lambda place: (-value(place), str(place))) for name, value in by.items()}


# ---------------------------------------------------------------- by kind


def _kinds(then: Knowledge, cells: Sequence[Place], later: Field) -> Iterator[KindTest]:
    """Yield how many gaps of each kind were closed, empty cells by what first makes them a gap."""
    share = sum(bool(later.count(place)) for place in cells) / len(cells) if cells else 0.0
    for kind, those in _by_kind(then, cells).items():
        fillers = [later.works(place) for place in those]
        yield _kind_test(kind, fillers, share * len(those))
    alone = [place for place in _complete(then.field) if then.field.count(place) == 1]
    others = [later.works(place) - then.field.works(place) for place in alone]
    yield _kind_test(terms.label(HEM.SingleSourceReason), others, None)


def _by_kind(then: Knowledge, cells: Sequence[Place]) -> Mapping[str, list[Place]]:
    found: dict[str, list[Place]] = {}
    for place in cells:
        reasons = sorted(cell_reasons(then, place), key=lambda reason: terms.number(reason, HEM.precedence))
        found.setdefault(terms.label(reasons[0]) if reasons else NO_GAP, []).append(place)
    return dict(sorted(found.items()))


def _complete(field: Field) -> Iterator[Place]:
    return (place for place in places(field) if place.family and place.ion)


def _kind_test(kind: str, fillers: Sequence[Set[str]], at_chance: float | None) -> KindTest:
    closed = sum(bool(works) for works in fillers)
    chance = None if at_chance is None else round(at_chance, 1)
    return KindTest(kind, len(fillers), closed, *_wilson(closed, len(fillers)), chance)


# ---------------------------------------------------------------- hits


def _hits(order: Sequence[Place], later: Field, top: int) -> Hits:
    """Return the hits of a ranking with their interval."""
    first = order[:top]
    hits = sum(bool(later.count(place)) for place in first)
    return Hits(top, float(hits), *_wilson(hits, len(first)))


def _wilson(hits: int, of: int) -> tuple[float, float]:
    """Return between which the hits lie by Wilson's score interval, which holds for few and for all of them too.

    >>> _wilson(0, 0), _wilson(5, 10)
    ((0.0, 0.0), (2.7, 7.3))
    """
    if not of:
        return 0.0, 0.0
    z = NormalDist().inv_cdf(0.5 + terms.number(HEM.IntervalShare) / 200)
    share, scale = hits / of, 1 + z * z / of
    middle = (share + z * z / (2 * of)) / scale
    half = z * sqrt(share * (1 - share) / of + z * z / (4 * of * of)) / scale
    return round(of * max(0.0, middle - half), 1), round(of * min(1.0, middle + half), 1)


def _random_hits(cells: Sequence[Place], filled: Sequence[Place], top: int) -> Hits:
    """Return the mean hits of a random order, and between which they lie."""
    chance, wanted = random.Random(SEED), set(filled)  # noqa: S311  a baseline, no secret
    rounds = range(int(terms.number(HEM.BootstrapSamples)))
    samples = [sum(place in wanted for place in chance.sample(list(cells), min(top, len(cells)))) for _ in rounds]
    low, high = _interval(samples)
    mean = len(wanted) * min(top, len(cells)) / len(cells) if cells else 0.0
    return Hits(top, round(mean, 2), low, high)


def _interval(samples: Sequence[int]) -> tuple[float, float]:
    """Return the bounds that leave the same share of samples out on either side."""
    if not samples:
        return 0.0, 0.0
    ordered = sorted(samples)
    outside = (1 - terms.number(HEM.IntervalShare) / 100) / 2
    at = [min(int(share * len(ordered)), len(ordered) - 1) for share in (outside, 1 - outside)]
    return float(ordered[at[0]]), float(ordered[at[1]])


# ---------------------------------------------------------------- told


def to_json(test: Backtest) -> Json:
    """Return a backtest as JSON."""
    return {
        "year": test.year,
        "works": {"before": test.before, "after": test.after, "undated": test.undated},
        "cells": test.cells,
        "filled": test.filled,
        "enough": test.is_enough,
        "verdict": test.verdict,
        "rankings": {
            name: [{"top": h.top, "hits": h.hits, "low": h.low, "high": h.high} for h in hits]
            for name, hits in test.rankings.items()
        },
        "kinds": [_kind_json(kind) for kind in test.kinds],
        "fit": {
            "splits": list(test.fit.years),
            "cells": test.fit.cells,
            "filled": test.fit.filled,
            "enough": test.fit.is_enough,
            "weights": {terms.notation(part): weight for part, weight in test.fit.weights.items()},
        },
        "found": [{"rank": rank, "cell": _cell(place)} for rank, place in test.found],
    }


def _kind_json(test: KindTest) -> Json:
    return {
        "kind": test.kind,
        "gaps": test.gaps,
        "closed": test.closed,
        "low": test.low,
        "high": test.high,
        "at_chance": test.at_chance,
        "enough": test.is_enough,
    }


def _cell(place: Place) -> Json:
    return {
        "mechanism": terms.notation(place.mechanism or ""),
        "family": terms.notation(place.family or ""),
        "ion": terms.notation(place.ion or ""),
    }


def to_text(test: Backtest) -> str:
    """Return a backtest as a small table for a terminal."""
    share = f"{terms.number(HEM.IntervalShare):.0f} %"
    head = [
        test.verdict,
        f"{test.before} works until {test.year}, {test.after} after it; {test.undated} of unknown year left out.",
        f"{test.cells} empty cells, {test.filled} filled later. Hits, with the interval of {share}:",
    ]
    rows = [
        f"  {name:<24}" + "".join(f"  top {h.top}: {h.hits:g} ({h.low:g} to {h.high:g})" for h in hits)
        for name, hits in test.rankings.items()
    ]
    kinds = ["By kind, closed later of those that were open:", *map(_kind_text, test.kinds)]
    return "\n".join([*head, *rows, _fit_text(test.fit), *kinds]) + "\n"


def _fit_text(fit: Fit) -> str:
    """Return what fitted weights stand on, and why there are none where earlier splits say too little."""
    stands = f"{plural(fit.filled, 'cell')} of {plural(len(fit.years), 'earlier split')} were filled"
    if fit.is_enough:
        return f"Weights were fitted where {stands}; this split was kept from them."
    return f"No weights were fitted: {stands}, which is too few."


def _kind_text(test: KindTest) -> str:
    chance = "" if test.at_chance is None else f", {test.at_chance:g} at chance"
    few = "" if test.is_enough else "; too few to say anything"
    return f"  {test.kind:<42} {test.closed} of {test.gaps} ({test.low:g} to {test.high:g}){chance}{few}"
