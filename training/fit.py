"""Fit linear models: classes by softmax, choices by conditional logit.  Deterministic, a few seconds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence, Set

import numpy as np
from scipy import sparse
from scipy.optimize import minimize

Features = Mapping[str, float]


class Columns:
    """Names of features as columns; rare ones are dropped."""

    def __init__(self, rows: Sequence[Features], least: int) -> None:
        counts = Counter(name for row in rows for name, value in row.items() if value)
        self.names = sorted(name for name, count in counts.items() if count >= least)
        self.index = {name: i for i, name in enumerate(self.names)}

    def matrix(self, rows: Sequence[Features]) -> sparse.csr_matrix:
        """Return the rows as a sparse matrix."""
        data, columns, pointer = [], [], [0]
        for row in rows:
            for name, value in row.items():
                if value and name in self.index:
                    columns.append(self.index[name])
                    data.append(float(value))
            pointer.append(len(columns))
        return sparse.csr_matrix((data, columns, pointer), shape=(len(rows), len(self.names)))


def _model(columns: Columns, weights: np.ndarray, bias: float = 0.0) -> dict:
    kept = {name: round(float(w), 4) for name, w in zip(columns.names, weights, strict=True) if abs(w) >= 5e-4}
    return {"bias": round(float(bias), 4), "weights": kept}


def classes(
    rows: Sequence[Features], labels: Sequence[str] | Sequence[Set[str]], *, penalty: float = 1.0, least: int = 2
) -> dict[str, dict]:
    """Fit one linear model a class, so that the softmax of their scores is the class's probability.

    A row's label may be a set of classes, of which one is right but nobody knows which.
    """
    columns = Columns(rows, least)
    x = sparse.hstack([columns.matrix(rows), np.ones((len(rows), 1))]).tocsr()
    allowed = [{label} if isinstance(label, str) else label for label in labels]
    names = sorted(set().union(*allowed))
    y = np.array([[float(name in row) for name in names] for row in allowed])
    size = (x.shape[1], len(names))

    def loss(flat: np.ndarray) -> tuple[float, np.ndarray]:
        w = flat.reshape(size)
        scores = x @ w
        p = np.exp(scores - scores.max(axis=1, keepdims=True))
        p /= p.sum(axis=1, keepdims=True)
        right = p * y
        share = np.maximum(right.sum(axis=1, keepdims=True), 1e-300)
        value = -float(np.log(share).sum())
        gradient = x.T @ (p - right / share)
        ridge = w.copy()
        ridge[-1] = 0
        return value + 0.5 * penalty * float((ridge**2).sum()), (gradient + penalty * ridge).ravel()

    found = minimize(loss, np.zeros(size[0] * size[1]), jac=True, method="L-BFGS-B", options={"maxiter": 400})
    w = found.x.reshape(size)
    return {name: _model(columns, w[:-1, i], w[-1, i]) for i, name in enumerate(names)}


def choices(groups: Sequence[Sequence[tuple[Features, bool]]], *, penalty: float = 1.0, least: int = 2) -> dict:
    """Fit a conditional logit: within each group the right candidates should score above the others."""
    usable = [g for g in groups if any(right for _, right in g) and not all(right for _, right in g)]
    rows = [features for group in usable for features, _ in group]
    right = np.array([r for group in usable for _, r in group], dtype=bool)
    columns = Columns(rows, least)
    x = columns.matrix(rows)
    sizes = np.array([len(group) for group in usable])
    starts = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    owner = np.repeat(np.arange(len(usable)), sizes)

    def loss(w: np.ndarray) -> tuple[float, np.ndarray]:
        scores = x @ w
        top = np.maximum.reduceat(scores, starts)
        exp = np.exp(scores - top[owner])
        total = np.add.reduceat(exp, starts)
        good = np.add.reduceat(np.where(right, exp, 0.0), starts)
        value = float((np.log(total) - np.log(np.maximum(good, 1e-300))).sum())
        p = exp / total[owner]
        q = np.where(right, exp, 0.0) / np.maximum(good, 1e-300)[owner]
        return value + 0.5 * penalty * float((w**2).sum()), x.T @ (p - q) + penalty * w

    found = minimize(loss, np.zeros(len(columns.names)), jac=True, method="L-BFGS-B", options={"maxiter": 600})
    return _model(columns, found.x)
