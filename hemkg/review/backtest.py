"""Do ranked gaps get filled?  Hide what came after a year, rank, and count what was filled later.

Ranked are the empty cells of mechanism, anion family and ion for high-entropy materials, with the weights
as they stand.  Works of unknown year are left out on both sides, for a reference without a year would fall
to the year of the review that cites it and fill its cell too early or too late.  Not filled is not wrong:
the literature may still come to it.
"""

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from hemkg.review import scoring
from hemkg.review.cells import filled_neighbours, is_allowed, places
from hemkg.review.field import Field, Place
from hemkg.review.knowledge import Knowledge, read_knowledge
from hemkg.store.base import Store
from hemkg.vocab import terms
from hemkg.vocab.terms import HEM

Json = dict[str, object]
TOPS = (5, 10, 20)
SEED = 20260101
OURS, RANDOM, POPULARITY, COMMON = "ranked", "random", "popularity", "common neighbours"


@dataclass(frozen=True, slots=True)
class Hits:
    """How many of the first cells of a ranking were filled later.

    Attributes:
        top: how many cells were looked at.
        hits: how many of them were filled later; for the random order, on average.
        low, high: between which the hits lie when the later works are drawn anew.
    """

    top: int
    hits: float
    low: float
    high: float


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
        others = max((self.rankings[name][-1].hits for name in (POPULARITY, COMMON)), default=0.0)
        relation = "more than" if ours.hits > others else ("as many as" if ours.hits == others else "fewer than")
        return (
            f"Of the first {ours.top} cells {ours.hits:.0f} were filled after {self.year}; "
            f"a random order has {chance.hits:.1f}, and it is {relation} the better of the two plain rankings has."
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
    undated = {report.work for report in known.field.reports if report.year is None}
    return Backtest(
        year=year,
        before=then.field.count(Place()),
        after=later.count(Place()),
        undated=len(undated),
        cells=len(cells),
        filled=len(filled),
        rankings=counted,
        found=found,
        is_enough=len(filled) >= terms.number(HEM.LeastFilledLater),
    )


def known_until(known: Knowledge, year: int) -> Knowledge:
    """Return what was known at the end of a year.

    What compositions allow does not depend on it.  The guidelines come from a review of the whole field and
    would tell the ranking what is to be found, so they are kept from it.
    """
    statements = tuple(s for s in known.statements if s.year is not None and s.year <= year)
    return replace(known, field=known.field.until(year), statements=statements, heeds_guidelines=False)


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


# ---------------------------------------------------------------- hits


def _hits(order: Sequence[Place], later: Field, top: int) -> Hits:
    """Return the hits of a ranking, with their interval over samples of the later works."""
    first = order[:top]
    works = sorted(later.works(Place()))
    fillers = [sorted(later.works(place)) for place in first]
    chance = random.Random(SEED)  # noqa: S311  an interval, no secret
    samples = []
    for _ in range(int(terms.number(HEM.BootstrapSamples))):
        drawn = set(chance.choices(works, k=len(works))) if works else set()
        samples.append(sum(any(work in drawn for work in filling) for filling in fillers))
    low, high = _interval(samples)
    return Hits(top, float(sum(bool(filling) for filling in fillers)), low, high)


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
        "found": [{"rank": rank, "cell": _cell(place)} for rank, place in test.found],
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
        f"  {name:<18}" + "".join(f"  top {h.top}: {h.hits:g} ({h.low:g} to {h.high:g})" for h in hits)
        for name, hits in test.rankings.items()
    ]
    return "\n".join([*head, *rows]) + "\n"
