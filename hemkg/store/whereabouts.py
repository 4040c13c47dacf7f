"""Where a paper tells a claim, as people say it: Table 2, the abstract, the text, the supplement."""

from collections.abc import Iterable

from hemkg.store.claims import StoredClaim
from hemkg.vocab.lexicon import summary_in


def place_words(claim: StoredClaim) -> str:
    """Return where a claim is told, in words."""
    within = f" of {claim.supplement}" if claim.supplement else ""
    if claim.cell is not None:
        return (claim.table or "a table") + within
    return f"the {summary_in(claim.section) or 'text'}{within}"


def value_words(claim: StoredClaim) -> str:
    """Return the value of a claim as printed, with its unit.

    >>> from hemkg.store.claims import PaperRecord
    >>> value_words(StoredClaim("c", "CapacityClaim", PaperRecord("p", "p"), "q", 0, 1, printed_value=802.0))
    '802'
    """
    return claim.value_words()


def told_apart(claims: Iterable[StoredClaim]) -> str:
    """Return which place says what, in text order: ``The text says 802 mAh g-1, Table 2 820 mAh g-1``.

    Args:
        claims: of one paper, giving several values of one measurement.
    """
    one, *others = sorted(claims, key=lambda claim: (claim.start, claim.iri))
    first = f"{place_words(one)} says {value_words(one)}"
    said = ", ".join([first, *(f"{place_words(other)} {value_words(other)}" for other in others)])
    return said[:1].upper() + said[1:]
