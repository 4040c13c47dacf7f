"""Weights of a score's parts, fitted to what was filled in the past.

A split hides what came after a year; each of its empty cells is an example, right where it was filled before the
fit's own year.  A logistic regression is drawn towards the weights as they stand, and no weight falls below 0: a part
may turn out to say nothing, but never to speak against what it was made to speak for.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import exp

from hemkg.vocab import terms
from hemkg.vocab.terms import HEM

STEPS = 400
PACE = 0.5
SCALE = 10.0
"""Standing weights are below 1; times this they move a probability as a logistic regression's do."""


@dataclass(frozen=True, slots=True)
class Example:
    """An empty cell of a split.

    Attributes:
        cell: what tells it from other cells; the same in every split.
        parts: term of a part of its score and its value, 0 to 1.
        is_filled: whether it was filled later.
    """

    cell: str
    parts: Mapping[str, float]
    is_filled: bool


@dataclass(frozen=True, slots=True)
class Fit:
    """Fitted weights and what they stand on.

    Attributes:
        weights: term of a part and its weight.
        years: the last known year of each split.
        cells: number of examples.
        filled: number of different cells among them that were filled.
    """

    weights: Mapping[str, float]
    years: tuple[int, ...] = ()
    cells: int = 0
    filled: int = 0

    @property
    def is_enough(self) -> bool:
        """Whether so much was filled that the weights say anything."""
        return self.filled >= terms.number(HEM.LeastFilledLater)

    def value(self, parts: Mapping[str, float]) -> float:
        """Return the weighted sum of a score's parts."""
        return sum(self.weights.get(part, 0.0) * value for part, value in sorted(parts.items()))


def standing() -> dict[str, float]:
    """Return the weights as they stand in the ontology."""
    return {part: terms.number(part, HEM.weight) for part in terms.instances(HEM.ScorePart)}


def fitted(examples: Sequence[Example], years: Sequence[int] = ()) -> Fit:
    """Return the weights that tell best which examples were filled.

    Args:
        examples: of earlier splits.
        years: of these splits.

    >>> fitted([]).weights == standing()
    True
    """
    prior = standing()
    filled = len({example.cell for example in examples if example.is_filled})
    if not filled or all(example.is_filled for example in examples):
        return Fit(prior, tuple(years), len(examples), filled)
    weights = _descended(examples, {part: SCALE * weight for part, weight in prior.items()})
    return Fit({p: round(w / SCALE, 4) for p, w in weights.items()}, tuple(years), len(examples), filled)


def _descended(examples: Sequence[Example], prior: Mapping[str, float]) -> dict[str, float]:
    """Return the weights at the end of a gradient descent that starts from those that stand."""
    weights, bias = dict(prior), 0.0
    pull = terms.number(HEM.FitPull)
    for _ in range(STEPS):
        slope, bias_slope = dict.fromkeys(weights, 0.0), 0.0
        for example in examples:
            score = bias + sum(weights[part] * value for part, value in example.parts.items())
            error = (1 / (1 + exp(-score)) - example.is_filled) / len(examples)
            bias_slope += error
            for part, value in example.parts.items():
                slope[part] += error * value
        bias -= PACE * SCALE * bias_slope
        for part, weight in weights.items():
            moved = weight - PACE * SCALE * (slope[part] + pull * (weight - prior[part]))
            weights[part] = max(0.0, moved)
    return weights
