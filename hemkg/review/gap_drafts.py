"""A gap before its quotes are fetched, and what gaps of all kinds have in common."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from hemkg.model.gap import Neighbour
from hemkg.rdf import iris
from hemkg.reason.guidelines import Guideline
from hemkg.review import scoring
from hemkg.review.cells import filled_neighbours
from hemkg.review.field import Field, Place
from hemkg.review.gap_card import GapCard, cell_of, kind_of
from hemkg.review.gap_caveats import corpus_caveats
from hemkg.review.gap_words import told
from hemkg.review.knowledge import Knowledge

MOST_NEIGHBOURS = 6
MOST_WORKS = 8


@dataclass(frozen=True, slots=True)
class Draft:
    """A gap before its quotes are fetched.

    Attributes:
        card: the gap without evidence.
        claims: IRIs of the claims that speak of it, most telling first.
        guidelines: the guidelines that speak of it.
        nearby: IRIs of claims that do not speak of it, but of what stands next to it.
    """

    card: GapCard
    claims: tuple[str, ...] = ()
    guidelines: tuple[Guideline, ...] = field(default=())
    nearby: tuple[str, ...] = ()


def card_of(
    known: Knowledge,
    reasons: tuple[str, ...],
    place: Place,
    parts: dict[str, float],
    *,
    label: str,
    why: str,
    sparql: str,
    factor: float = 1.0,
    mark: tuple[str, ...] = (),
) -> GapCard:
    """Return a card with what all kinds have in common.

    Args:
        known: what gaps are judged by.
        reasons: terms of the reasons that hold, the one that names the gap first.
        place: the cell.
        parts: term of a part of the score and its value, 0 to 1.
        label: the gap in a sentence.
        why: its reasons in sentences.
        sparql: the query that defines it.
        factor: what speaks against it, 0 to 1.
        mark: what tells it from another gap of its kind in its cell.
    """
    kind = kind_of(reasons[0])
    return GapCard(
        gap_id=identity(kind.value, place, *mark),
        kind=kind,
        label=label,
        cell=cell_of(place),
        score=scoring.weighted(parts, factor),
        parts={part: round(value, scoring.DIGITS) for part, value in parts.items()},
        why=why,
        sparql=sparql,
        reasons=reasons,
        papers=known.field.papers,
        titles=known.field.titles,
        caveats=tuple(corpus_caveats(known.field)),
    )


def identity(kind: str, place: Place, *more: str) -> str:
    """Return the same sixteen digits for the same gap in every run."""
    return iris.short(kind, place.mechanism, place.is_high, place.family, place.ion, *more)


def neighbours_of(found: Field, place: Place) -> tuple[Neighbour, ...]:
    """Return the fullest neighbours of a cell, with how many works report them and which."""
    near = filled_neighbours(found, place)[:MOST_NEIGHBOURS]
    return tuple(neighbour(found, _label(found, other), found.works(other)) for other, _ in near)


def neighbour(found: Field, label: str, works: Iterable[str]) -> Neighbour:
    """Return a neighbour with its works, the first of them by name."""
    names = sorted({found.names.get(work, work) for work in works})
    return Neighbour(label, len(names), tuple(names[:MOST_WORKS]))


def _label(found: Field, place: Place) -> str:
    _, titles = found.counts(place)
    return told(place) + (f" ({titles} of them known by title only)" if titles else "")
