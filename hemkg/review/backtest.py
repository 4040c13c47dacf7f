"""Do ranked gaps get filled?  Hide what came after a year, rank, and count what was filled later.

Ranked are the empty cells of mechanism, anion family and ion for high-entropy materials, with the weights
as they stand and with weights fitted on earlier splits, never on the one that is tested.  Works of unknown year are
left out on both sides, for a reference without a year would fall to the year of the review that cites it and fill
its cell too early or too late.  Not filled is not wrong: the literature may still come to it.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from hemkg.review import scoring
from hemkg.review.backtest_kinds import (
    COMMON,
    OURS,
    POPULARITY,
    RANDOM,
    KindTest,
    Past,
    Split,
    kind_json,
    kind_text,
    rankings_json,
    rankings_lines,
    tests_of,
)
from hemkg.review.cells import filled_neighbours, is_allowed, places
from hemkg.review.composition_gaps import read_sets
from hemkg.review.disputes import read_words
from hemkg.review.field import Field, Place
from hemkg.review.fitting import Example, Fit, fitted
from hemkg.review.gap_words import plural
from hemkg.review.hits import Hits, hits_of, random_hits
from hemkg.review.knowledge import Knowledge, Method, read_knowledge
from hemkg.store.base import Store
from hemkg.vocab import terms
from hemkg.vocab.terms import HEM

Json = dict[str, object]
TOPS = (5, 10, 20)
FITTED = "fitted on earlier splits"


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
    known = read_knowledge(store)
    return split_ranking(known, year, tops, Past(read_sets(store, known.field.years), read_words(store)))


def split_ranking(known: Knowledge, year: int, tops: Sequence[int] = TOPS, past: Past | None = None) -> Backtest:
    """Return the backtest of what is known; the store is not needed any more.

    Args:
        known: everything, whatever its year.
        year: the last year that is known to the ranking.
        tops: how many of the first cells to look at.
        past: sets of metals and contradictions; without them these kinds have no gaps.
    """
    then = known_until(known, year)
    later = known.field.only(r for r in known.field.reports if r.year is not None and r.year > year)
    cells = [place for place in places(then.field) if _is_open(then.field, place)]
    filled = [place for place in cells if later.count(place)]
    orders = rankings(then, cells)
    found = tuple((rank, place) for rank, place in enumerate(orders[OURS], start=1) if place in set(filled))
    counted = {name: tuple(_hits(order, later, top) for top in tops) for name, order in orders.items()}
    counted[RANDOM] = tuple(random_hits([bool(later.count(place)) for place in cells], top) for top in tops)
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
        kinds=tuple(tests_of(Split(then, later, known, past or Past(), year))),
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
    used, elsewhere = (_used_until(known, papers, year) for papers in (known.used, known.used_elsewhere))
    field = known.field.until(year)
    return replace(
        known, field=field, statements=statements, used=used, used_elsewhere=elsewhere, heeds_guidelines=False
    )


def _used_until(known: Knowledge, used: Mapping[Method, frozenset[str]], year: int) -> dict[Method, frozenset[str]]:
    """Return the methods that were used until a year with the papers that did."""
    years = known.field.years
    then = {
        method: frozenset(paper for paper in papers if years.get(paper, year + 1) <= year)
        for method, papers in used.items()
    }
    return {method: papers for method, papers in then.items() if papers}


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


def _hits(order: Sequence[Place], later: Field, top: int) -> Hits:
    return hits_of([bool(later.count(place)) for place in order], top)


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
        "rankings": rankings_json(test.rankings),
        "kinds": [kind_json(kind) for kind in test.kinds],
        "fit": {
            "splits": list(test.fit.years),
            "cells": test.fit.cells,
            "filled": test.fit.filled,
            "enough": test.fit.is_enough,
            "weights": {terms.notation(part): weight for part, weight in test.fit.weights.items()},
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
    kinds = ["By kind, closed later of those that were open:", *map(kind_text, test.kinds)]
    return "\n".join([*head, *rankings_lines(test.rankings), _fit_text(test.fit), *kinds]) + "\n"


def _fit_text(fit: Fit) -> str:
    """Return what fitted weights stand on, and why there are none where earlier splits say too little."""
    stands = f"{plural(fit.filled, 'cell')} of {plural(len(fit.years), 'earlier split')} were filled"
    if fit.is_enough:
        return f"Weights were fitted where {stands}; this split was kept from them."
    return f"No weights were fitted: {stands}, which is too few."
