"""What a score is worth: fit the curves of ``confidence.json``, and draw how well they hold.

    python training/calibrate.py [--folds 5] [--picture docs/pictures/reliability.png]

Every passage is read by models fitted to the other folds only.  A logistic curve a type of claim then
turns scores into shares of right claims.  The picture shows curves fitted to one half of the passages
on the other half, so that a curve is never judged by what it was fitted to.
"""

from __future__ import annotations

import argparse
import itertools
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import numpy as np
from scipy.optimize import minimize

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))

from align import Passage, load  # noqa: E402  # the folder of this script comes first on the path
from evaluate import OWN, extract_by_folds, fold_of  # noqa: E402
from scoring import verdicts  # noqa: E402
from train import WEIGHTS, write  # noqa: E402

from hemkg.assemble import ranker  # noqa: E402
from hemkg.assemble.confidence import FILE, RAW, logit  # noqa: E402

Verdict = tuple[str, float, bool]
LEAST = 30  # judged claims of a type, below which no curve is fitted
PENALTY = 0.5
BINS = (0.0, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 1.0001)


def judged(passages: Sequence[Passage], folds: int) -> dict[str, list[Verdict]]:
    """Return {passage: verdicts on its claims}, the confidence being the plain score."""
    found = extract_by_folds(passages, folds, beside={FILE: {}})
    return {p.name: verdicts(p.gold, found[p.name]) for p in passages}


def fit_curves(rows: Iterable[Verdict]) -> dict[str, dict]:
    """Fit a logistic curve a type of claim to (type, score, right)."""
    by_type: dict[str, list[tuple[float, bool]]] = {}
    for kind, score, right in rows:
        by_type.setdefault(kind, []).append((logit(score), right))
    return {kind: _curve(pairs) for kind, pairs in sorted(by_type.items()) if len(pairs) >= LEAST}


def _curve(pairs: Sequence[tuple[float, bool]]) -> dict:
    x = np.array([score for score, _ in pairs])
    y = np.array([right for _, right in pairs], dtype=float)

    def loss(w: np.ndarray) -> float:
        z = w[0] * x + w[1]
        return float(np.logaddexp(0, z).sum() - (y * z).sum() + PENALTY * (w[0] - 1) ** 2)

    slope, shift = minimize(loss, np.array([1.0, 0.0]), bounds=[(0.0, None), (None, None)]).x
    return {"bias": round(float(shift), 4), "weights": {RAW: round(float(slope), 4)}}


def apply_curves(curves: Mapping[str, ranker.Linear], rows: Iterable[Verdict]) -> list[Verdict]:
    """Return verdicts with the calibrated confidence in the place of the score."""
    return [
        (kind, curves[kind].probability({RAW: logit(score)}) if kind in curves else score, right)
        for kind, score, right in rows
    ]


def crossed(found: Mapping[str, Sequence[Verdict]]) -> list[Verdict]:
    """Return all verdicts, each half of the passages under the curves fitted to the other half."""
    out: list[Verdict] = []
    for half in (0, 1):
        fitting = [row for name, rows in found.items() if fold_of(name, 2) != half for row in rows]
        curves = ranker.read_models(fit_curves(fitting))
        out += apply_curves(curves, (row for name, rows in found.items() if fold_of(name, 2) == half for row in rows))
    return out


def bins(rows: Sequence[Verdict]) -> list[tuple[float, float, int]]:
    """Return (mean confidence, share right, count) of each bin that holds claims."""
    out = []
    for low, high in itertools.pairwise(BINS):
        here = [(sure, right) for _, sure, right in rows if low <= sure < high]
        if here:
            out.append((float(np.mean([s for s, _ in here])), float(np.mean([r for _, r in here])), len(here)))
    return out


def error(rows: Sequence[Verdict]) -> float:
    """Return the expected calibration error: the mean gap between confidence and share right, by claims."""
    told = bins(rows)
    return sum(abs(sure - right) * count for sure, right, count in told) / sum(count for *_, count in told)


def draw(rows: Sequence[Verdict], target: Path) -> None:
    """Draw the reliability of all claims and of each type."""
    import matplotlib as mpl

    mpl.use("Agg")
    from matplotlib import pyplot as plt

    kinds = ["all claims", *sorted({kind for kind, *_ in rows})]
    columns = (len(kinds) + 1) // 2
    figure, axes = plt.subplots(2, columns, figsize=(2.6 * columns, 5.6), sharex=True, sharey=True)
    for axis, kind in zip(axes.flat, kinds, strict=False):
        told = bins([row for row in rows if kind in {"all claims", row[0]}])
        axis.plot([0, 1], [0, 1], color="0.75", linewidth=1, zorder=1)
        axis.plot([t[0] for t in told], [t[1] for t in told], color="#1b4f72", linewidth=1.2, zorder=2)
        sizes = [12 + 90 * t[2] / max(t[2] for t in told) for t in told]
        axis.scatter([t[0] for t in told], [t[1] for t in told], s=sizes, color="#1b4f72", zorder=3)
        axis.set_title(f"{kind.replace('_', ' ')}  (n = {sum(t[2] for t in told)})", fontsize=8.5)
        axis.set_xlim(0, 1.02)
        axis.set_ylim(0, 1.02)
        axis.set_aspect("equal")
        axis.tick_params(labelsize=7)
        for side in ("top", "right"):
            axis.spines[side].set_visible(False)
    for axis in axes.flat[len(kinds) :]:
        axis.set_visible(False)
    figure.supxlabel("confidence that hemkg gives", fontsize=9)
    figure.supylabel("share of such claims that are right", fontsize=9)
    figure.tight_layout()
    target.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(target, dpi=130)


def main() -> None:
    """Fit the curves, write them, say how well they hold."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--folds", type=int, default=5)
    parser.add_argument("--picture", type=Path)
    arguments = parser.parse_args()
    passages = [p for folder in OWN for p in load(folder)]
    found = judged(passages, arguments.folds)
    everything = [row for rows in found.values() for row in rows]
    write(FILE, fit_curves(everything), WEIGHTS)
    held = crossed(found)
    print(f"{len(everything)} claims of {len(passages)} passages; calibration error {error(held):.3f}")
    for sure, right, count in bins(held):
        print(f"  confidence {sure:.2f}: {right:.2f} right of {count}")
    if arguments.picture:
        draw(held, arguments.picture)


if __name__ == "__main__":
    main()
