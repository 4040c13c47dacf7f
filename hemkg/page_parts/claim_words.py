"""What a claim says, in a line: of what, and what of it."""

from hemkg.review.gap_words import capital
from hemkg.store.claims import StoredClaim
from hemkg.store.curation.fields import LABEL
from hemkg.vocab import terms
from hemkg.vocab.terms import HEM


def claim_words(claim: StoredClaim) -> str:
    """Return in a line what a claim says."""
    if claim.statement:
        return claim.statement
    about = claim.property or claim.mechanism or claim.technique or claim.role or claim.method
    value, material = claim.value_words(), claim.material.surface if claim.material else ", ".join(claim.elements)
    ion = f"with {terms.text(claim.ion, HEM.ofElement) or terms.label(claim.ion)}" if claim.ion else None
    if value:
        measured = f"{terms.label(claim.capacity_kind or about or claim.kind)} {value}"
        return ", ".join(part for part in (material, measured, ion) if part)
    kind = (terms.text(claim.kind, LABEL) or "").removesuffix(" claim")
    told = terms.label(about) if about else kind
    said = f"{kind}: {told}" if kind and kind != told else told
    return ", ".join(part for part in (capital(said), material, ion) if part)
