"""A research gap: a cell of the field that nobody filled, with its neighbours and its reasons."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from hemkg.model.answer import Citation


class GapKind(StrEnum):
    """How the gap was found; the words are those of the command line's JSON."""

    UNEXPLORED = "unexplored"
    STATED = "stated"
    CONTRADICTED = "contradicted"
    SINGLE_SOURCE = "single-source"
    UNTESTED_TECHNIQUE = "untested-technique"
    TRANSFER = "transfer"


@dataclass(frozen=True, slots=True)
class Cell:
    """The place of a gap in the field; an axis that does not matter to it is None."""

    mechanism: str | None = None
    material_class: str | None = None
    family: str | None = None
    ion: str | None = None
    element: str | None = None
    technique: str | None = None


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A cell one step away that is populated, with the number of papers in it and what they are called."""

    label: str
    papers: int
    works: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Gap:
    """A research gap.

    Attributes:
        gap_id: the same for the same cell and kind in every run.
        kind: how it was found.
        label: one sentence that a scientist would write.
        cell: where it lies.
        score: higher is more worth filling; the parts are in ``parts``.
        parts: the named parts of the score.
        why: the reasons, in sentences.
        neighbours: populated cells around it.
        evidence: quotes that speak of it.
        sparql: the query that finds the papers of the cell; it returns none.
        caveats: why it may be no gap after all.
    """

    gap_id: str
    kind: GapKind
    label: str
    cell: Cell
    score: float
    parts: Mapping[str, float]
    why: str
    neighbours: tuple[Neighbour, ...] = ()
    evidence: tuple[Citation, ...] = ()
    sparql: str | None = None
    caveats: tuple[str, ...] = ()
