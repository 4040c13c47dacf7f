"""A second engine's opinion on capacities: noted where it agrees, never more than noted.

The other engine is asked about the sentences of capacity claims only.  Where it reads the same value,
the claim is surer; where it reads nothing, nothing follows.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from hemkg.model.claim import Claim, ClaimType, Reading
from hemkg.model.quantity import Quantity

ENGINE = "ChemDataExtractor"
SHARE_OF_DOUBT = 0.5


@dataclass(frozen=True, slots=True)
class Asked:
    """A sentence that the other engine is asked about, with the names of materials in it."""

    sentence: str
    names: tuple[str, ...]


def asked_sentences(reading: Reading) -> tuple[Asked, ...]:
    """Return the sentences of the capacity claims, each once, in order."""
    quotes = dict.fromkeys(c.evidence.quote for c in reading.claims if c.claim_type is ClaimType.CAPACITY)
    names = [name for material in reading.materials for name in material.names]
    return tuple(Asked(quote, tuple(name for name in names if name in quote)) for quote in quotes)


def with_votes(reading: Reading, asked: Sequence[Asked], opinions: Sequence[Sequence[tuple[float, float]]]) -> Reading:
    """Return a reading whose capacity claims say whether the other engine read the same value.

    Args:
        reading: the reading.
        asked: the sentences that were asked about.
        opinions: for each sentence the values read there, as lower and upper ends [mAh g-1].
    """
    told = {a.sentence: values for a, values in zip(asked, opinions, strict=True)}
    return replace(reading, claims=tuple(_voted(claim, told.get(claim.evidence.quote, ())) for claim in reading.claims))


def _voted(claim: Claim, values: Sequence[tuple[float, float]]) -> Claim:
    if claim.claim_type is not ClaimType.CAPACITY or claim.quantity is None:
        return claim
    if not any(_is_same(claim.quantity, low, high) for low, high in values):
        return claim
    evidence = claim.evidence
    surer = evidence.confidence + (1 - evidence.confidence) * SHARE_OF_DOUBT
    voted = replace(
        evidence,
        confidence=round(surer, 4),
        agreed_by=(*evidence.agreed_by, ENGINE),
        trace=(*evidence.trace, f"{ENGINE} reads the same value"),
    )
    return replace(claim, evidence=voted)


def _is_same(quantity: Quantity, low: float, high: float) -> bool:
    return abs(float(quantity.low) - low) < 1e-6 * max(1.0, low) and abs(float(quantity.high) - high) < 1e-6 * max(
        1.0, high
    )
