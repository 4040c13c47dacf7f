"""What a claim says, in a line: of what, and what of it."""

from hemkg.store.claims import StoredClaim
from hemkg.vocab import terms
from hemkg.vocab.terms import HEM

WORDED = frozenset({HEM.ElementRoleClaim, HEM.MechanismClaim})
"""Kinds whose statement is no more than the words that name the elements or the mechanism: *their*, *two-phase*."""


def claim_words(claim: StoredClaim) -> str:
    """Return in a line what a claim says."""
    if claim.statement and claim.kind not in WORDED:
        return claim.statement
    about = claim.property or claim.mechanism or claim.technique or claim.role or claim.method
    value, elements = claim.value_words(), ", ".join(claim.elements)
    material = claim.material.surface if claim.material else None
    ion = f"with {terms.text(claim.ion, HEM.ofElement) or terms.label(claim.ion)}" if claim.ion else None
    if value:
        measured = f"{terms.label(claim.capacity_kind or about or claim.kind)} {value}"
        return ", ".join(part for part in (material or elements, measured, ion) if part)
    said = terms.label(about or claim.kind)
    denied = "denied" if claim.polarity == HEM.Negated else None
    return ", ".join(part for part in (said[:1].upper() + said[1:], denied, elements, material, ion) if part)
