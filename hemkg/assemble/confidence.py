"""Confidence that means something: of the claims at 0.9, about nine in ten are right.

What the models add up to is a score between 0 and 1; how often claims of a type with such a score were
right on passages that the models were not fitted to stands in ``weights/confidence.json``, as the two
numbers of a logistic curve a type (Platt, Advances in Large Margin Classifiers, 1999).  ``make train``
makes the file again.
"""

import math
from dataclasses import replace

from hemkg.assemble import ranker
from hemkg.model.claim import Claim

FILE = "confidence"
RAW = "raw"
EDGE = 0.005  # a score nearer to 0 or 1 than this says no more than this


def logit(score: float) -> float:
    """Return the log-odds of a score between 0 and 1, which is kept off both ends.

    >>> round(logit(0.5), 3), round(logit(1.0), 2)
    (0.0, 5.29)
    """
    inside = min(max(score, EDGE), 1 - EDGE)
    return math.log(inside / (1 - inside))


def calibrated(claim: Claim) -> Claim:
    """Return a claim with the share of such claims that are right as its confidence.

    A type that nobody annotates (gap statements, further quantities) keeps its score.
    """
    curve = ranker.load(FILE).get(claim.claim_type)
    if curve is None:
        return claim
    sure = round(curve.probability({RAW: logit(claim.evidence.confidence)}), 4)
    return replace(claim, evidence=replace(claim.evidence, confidence=sure))
