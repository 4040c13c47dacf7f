"""How many of the first of a ranking came true later, with intervals, and beside chance."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from statistics import NormalDist

from hemkg.vocab import terms
from hemkg.vocab.terms import HEM

SEED = 20260101


@dataclass(frozen=True, slots=True)
class Hits:
    """How many of the first gaps of a ranking were closed later.

    Attributes:
        top: how many were looked at.
        hits: how many of them were closed later; for the random order, on average.
        low, high: between which the hits lie; for the random order, in so many draws.
    """

    top: int
    hits: float
    low: float
    high: float


def hits_of(closed: Sequence[bool], top: int) -> Hits:
    """Return the hits of a ranking with their interval.

    Args:
        closed: whether each gap was closed later, in the order of the ranking.
        top: how many of the first to look at.
    """
    first = closed[:top]
    return Hits(top, float(sum(first)), *wilson(sum(first), len(first)))


def wilson(hits: int, of: int) -> tuple[float, float]:
    """Return between which the hits lie by Wilson's score interval, which holds for few and for all of them too.

    >>> wilson(0, 0), wilson(5, 10)
    ((0.0, 0.0), (2.7, 7.3))
    """
    if not of:
        return 0.0, 0.0
    z = NormalDist().inv_cdf(0.5 + terms.number(HEM.IntervalShare) / 200)
    share, scale = hits / of, 1 + z * z / of
    middle = (share + z * z / (2 * of)) / scale
    half = z * sqrt(share * (1 - share) / of + z * z / (4 * of * of)) / scale
    return round(of * max(0.0, middle - half), 1), round(of * min(1.0, middle + half), 1)


def random_hits(closed: Sequence[bool], top: int) -> Hits:
    """Return the mean hits of a random order, and between which they lie."""
    chance = random.Random(SEED)  # noqa: S311  a baseline, no secret
    of = min(top, len(closed))
    samples = [sum(chance.sample(closed, of)) for _ in range(int(terms.number(HEM.BootstrapSamples)))]
    mean = sum(closed) * of / len(closed) if closed else 0.0
    return Hits(top, round(mean, 2), *_interval(samples))


def _interval(samples: Sequence[int]) -> tuple[float, float]:
    """Return the bounds that leave the same share of samples out on either side."""
    if not samples:
        return 0.0, 0.0
    ordered = sorted(samples)
    outside = (1 - terms.number(HEM.IntervalShare) / 100) / 2
    at = [min(int(share * len(ordered)), len(ordered) - 1) for share in (outside, 1 - outside)]
    return float(ordered[at[0]]), float(ordered[at[1]])
