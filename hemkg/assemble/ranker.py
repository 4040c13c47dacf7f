"""Small linear models: a score for a candidate from named features, weights in a readable JSON file.

The weights are fitted by ``training/train.py`` on annotated passages; the files are a few kilobytes,
the arithmetic is addition, and the same input gives the same output everywhere.
"""

import json
import math
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, TypeVar

Features = Mapping[str, float]
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Linear:
    """A linear model.

    Attributes:
        bias: the score of a candidate without features.
        weights: what each feature adds.
        scale: slope and shift that turn a score into a probability.
    """

    bias: float
    weights: Mapping[str, float]
    scale: tuple[float, float] = (1.0, 0.0)

    def score(self, features: Features) -> float:
        """Return the score of a candidate; higher is better.

        >>> Linear(0.5, {"near": 2.0}).score({"near": 1.0, "unknown": 9.0})
        2.5
        """
        weights = self.weights
        return self.bias + sum([value * weights[name] for name, value in features.items() if name in weights])

    def probability(self, features: Features) -> float:
        """Return the probability that a candidate is right, 0 to 1."""
        slope, shift = self.scale
        return squash(slope * self.score(features) + shift)

    def reasons(self, features: Features, count: int = 4) -> list[str]:
        """Return the features that weighed most, with what they added."""
        parts = [(value * self.weights.get(name, 0.0), name) for name, value in features.items()]
        parts.sort(key=lambda part: -abs(part[0]))
        return [f"{name} {weight:+.2f}" for weight, name in parts[:count] if weight]


def squash(score: float) -> float:
    """Return the logistic function of a score, without overflow."""
    return 1.0 / (1.0 + math.exp(-max(-40.0, min(40.0, score))))


_IN_USE: dict[str, Mapping[str, Linear]] = {}


def load(name: str) -> Mapping[str, Linear]:
    """Load a file of models from ``hemkg/assemble/weights``; one model a class or slot."""
    return _IN_USE[name] if name in _IN_USE else _shipped(name)


@cache
def _shipped(name: str) -> Mapping[str, Linear]:
    text = files("hemkg.assemble").joinpath("weights", f"{name}.json").read_text(encoding="utf-8")
    return read_models(json.loads(text)["models"])


def read_models(models: Mapping[str, Mapping[str, Any]]) -> Mapping[str, Linear]:
    """Return the models of a file by their class or slot."""
    return {
        label: Linear(model["bias"], model["weights"], tuple(model.get("scale", (1.0, 0.0))))
        for label, model in models.items()
    }


@contextmanager
def using(models: Mapping[str, Mapping[str, Linear]]) -> Iterator[None]:
    """Put other models in the place of the shipped ones, to measure them."""
    _IN_USE.update(models)
    try:
        yield
    finally:
        _IN_USE.clear()


def best(models: Mapping[str, Linear], features: Features) -> tuple[str, float]:
    """Return the class with the highest score, with its share of the softmax."""
    return best_of_alike(models, [features])


def shares(models: Mapping[str, Linear], features: Features) -> dict[str, float]:
    """Return each class's share of the softmax.

    >>> shares({"yes": Linear(0.0, {"sign": 1.0}), "no": Linear(1.0, {})}, {"sign": 1.0})
    {'yes': 0.5, 'no': 0.5}
    """
    scores = {label: model.score(features) for label, model in models.items()}
    top = max(scores.values())
    raised = {label: math.exp(score - top) for label, score in scores.items()}
    total = sum(raised.values())
    return {label: value / total for label, value in raised.items()}


def best_of_alike(models: Mapping[str, Linear], features: Sequence[Features]) -> tuple[str, float]:
    """Return the class that several things of one kind score highest for together, such as the items of a list."""
    count = len(features)
    scores = {label: sum(model.score(f) for f in features) / count for label, model in models.items()}
    top = max(scores.values())
    total = sum(math.exp(score - top) for score in scores.values())
    label = max(scores, key=lambda key: (scores[key], key))
    return label, math.exp(scores[label] - top) / total


def choose(model: Linear, candidates: Sequence[T], features: Sequence[Features]) -> tuple[T, float, list[float]]:
    """Return the best of the candidates, its share of the softmax, and all scores.

    Raises:
        ValueError: if there is no candidate.
    """
    if not candidates:
        raise ValueError("nothing to choose from")
    scores = [model.score(f) for f in features]
    top = max(scores)
    index = scores.index(top)
    share = 1.0 / sum(math.exp(score - top) for score in scores)
    return candidates[index], share, scores
