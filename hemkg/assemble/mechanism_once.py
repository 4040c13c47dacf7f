"""What a paper says of a mechanism more than once, or less exactly another time, is one claim."""

from collections.abc import Iterable, Sequence

from hemkg.model.claim import Claim


def consolidated(claims: Iterable[Claim], general: Sequence[Claim] = ()) -> list[Claim]:
    """Return the claims without those that a more specific one of the same paper says too, in text order.

    A claim says another if mechanism, polarity and authority are the same, and material, ion and elements
    are the same or left open by the other.  A claim about a class of materials is open by intent and stays.

    Args:
        claims: the claims of one paper.
        general: those of them that are about a class.
    """
    kept: list[Claim] = []
    classes = {id(claim) for claim in general}
    for claim in sorted(claims, key=_vagueness):
        if not any(says(other, claim, general=id(claim) in classes) for other in kept):
            kept.append(claim)
    return sorted(kept, key=lambda c: (c.evidence.span, c.concept or "", c.polarity, c.elements))


def _vagueness(claim: Claim) -> tuple[int, bool, bool, float]:
    return -len(claim.elements), claim.material is None, claim.conditions.ion is None, -claim.evidence.confidence


def says(one: Claim, other: Claim, *, general: bool = False) -> bool:
    """Whether a claim says all that another says.

    Args:
        one: the claim.
        other: the other.
        general: whether the other is about a class, and so leaves its material open by intent.
    """
    same = (one.concept, one.polarity, one.attribution, one.cites) == (
        other.concept, other.polarity, other.attribution, other.cites,
    )  # fmt: skip
    material = other.material == one.material or (other.material is None and not general)
    ion = other.conditions.ion in {one.conditions.ion, None}
    return same and material and ion and set(other.elements) <= set(one.elements)
