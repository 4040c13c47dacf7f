"""A confidence is what a score is worth: between 0 and 1, rising with the score, one curve a type."""

import pytest

from hemkg.assemble import ranker
from hemkg.assemble.confidence import FILE, calibrated
from hemkg.model.claim import Claim, ClaimType, Evidence
from hemkg.model.paper import Span

CURVE = ranker.Linear(-1.0, {"raw": 0.5})


def claim(score, kind=ClaimType.TECHNIQUE):
    return Claim(kind, "sha:test", Evidence(Span(0, 3), "XRD", confidence=score), words="XRD")


def test_a_score_is_turned_into_the_share_that_was_right():
    with ranker.using({FILE: {ClaimType.TECHNIQUE: CURVE}}):
        assert calibrated(claim(0.5)).evidence.confidence == pytest.approx(0.2689, abs=1e-4)


def test_a_higher_score_is_never_worth_less():
    with ranker.using({FILE: {ClaimType.TECHNIQUE: CURVE}}):
        worth = [calibrated(claim(score / 20)).evidence.confidence for score in range(21)]
    assert worth == sorted(worth)
    assert all(0 < share < 1 for share in worth)


def test_a_type_without_a_curve_keeps_its_score():
    with ranker.using({FILE: {}}):
        assert calibrated(claim(0.5)).evidence.confidence == 0.5


def test_the_shipped_curves_rise():
    for curve in ranker.load(FILE).values():
        assert curve.weights["raw"] >= 0
