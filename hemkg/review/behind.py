"""Which techniques are behind a mechanism: those of its own sentence, and able ones of a sentence beside it.

A paper uses many techniques and tells of few what they showed.  What stands in the same sentence as a mechanism was
told with it.  A sentence beside it often goes on to something else (conductivity, diffusion), so that a technique there
counts only if the ontology says that it can show the mechanism, and if the sentence tells no mechanism of its own and
speaks of no other material.  What the paper used elsewhere is not behind the mechanism, however able it is.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from hemkg.review.companions import Companion, Quote
from hemkg.review.knowledge import able
from hemkg.vocab.terms import HEM

BETWEEN_SENTENCES = 1  # code points between two sentences of one paragraph; paragraphs stand farther apart


@dataclass(frozen=True, slots=True)
class Link:
    """A technique behind a mechanism.

    Attributes:
        technique: its claim.
        mechanism: the claim of the mechanism.
        is_beside: whether it stands in a sentence beside that of the mechanism, and not in the same.
    """

    technique: Companion
    mechanism: Companion
    is_beside: bool = False


def links(
    mechanism: Companion, said: Sequence[Companion], names: Mapping[str, Collection[str]] | None = None
) -> tuple[Link, ...]:
    """Return the techniques behind a mechanism; those beside it only where its own sentence names none.

    Args:
        mechanism: its claim.
        said: everything that the paper says of mechanisms and techniques.
        names: {IRI of a material of the paper: its names}.
    """
    techniques = [other for other in said if other.kind == HEM.TechniqueClaim and _may_share(other, mechanism)]
    own = [Link(other, mechanism) for other in techniques if _share(other.quote, mechanism.quote)]
    if own:
        return tuple(own)
    quiet = [
        other for other in techniques if _is_beside(other.quote, mechanism.quote) and not _tells(other.quote, said)
    ]
    able_here = able(mechanism.concept)
    return tuple(
        Link(other, mechanism, is_beside=True)
        for other in quiet
        if other.concept in able_here and not _speaks_of_another(other.quote, mechanism, names or {})
    )


def able_ones(mechanism: Companion, techniques: Sequence[Companion]) -> Iterator[Companion]:
    """Yield the techniques that can show a mechanism, in whatever mode, by the ontology."""
    able_here = able(mechanism.concept)
    return (other for other in techniques if other.concept in able_here)


def _may_share(technique: Companion, mechanism: Companion) -> bool:
    """Whether both can be of one material; most sentences hang a technique on none."""
    return technique.material in {None, mechanism.material}


def _share(one: Quote, other: Quote) -> bool:
    return one.start < other.end and other.start < one.end


def _is_beside(one: Quote, other: Quote) -> bool:
    """Whether two sentences follow each other in one paragraph."""
    apart = max(one.start, other.start) - min(one.end, other.end)
    return 0 <= apart <= BETWEEN_SENTENCES and one.section == other.section


def _tells(quote: Quote, said: Sequence[Companion]) -> bool:
    """Whether a sentence tells a mechanism of its own, which its techniques are then of."""
    return any(other.kind == HEM.MechanismClaim and _share(other.quote, quote) for other in said)


def _speaks_of_another(quote: Quote, mechanism: Companion, names: Mapping[str, Collection[str]]) -> bool:
    """Whether a sentence names a material of the paper, and not that of the mechanism."""
    named = {iri for iri, those in names.items() if any(name in quote.text for name in those)}
    return bool(named) and mechanism.material not in named
