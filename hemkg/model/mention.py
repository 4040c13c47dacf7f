"""A stretch of text that an annotator recognised, before anything is linked to anything."""

from dataclasses import dataclass
from enum import StrEnum

from hemkg.model.composition import Composition
from hemkg.model.paper import Span
from hemkg.model.quantity import Quantity


class MentionKind(StrEnum):
    """What was recognised."""

    FORMULA = "formula"
    NAME = "name"
    QUANTITY = "quantity"
    CONCEPT = "concept"
    ELEMENT = "element"
    CITATION = "citation"


@dataclass(frozen=True, slots=True)
class Mention:
    """Something recognised in the text.

    Attributes:
        span: where it stands.
        kind: what it is.
        surface: the text at ``span``.
        value: the parsed formula or quantity, if it is one.
        concept: name of the ontology term that it stands for, if it stands for one.
        annotator: which annotator saw it.
        score: how sure the annotator is, 0 to 1.

    Raises:
        ValueError: if the surface has not the span's length or the score leaves 0..1.
    """

    span: Span
    kind: MentionKind
    surface: str
    value: Composition | Quantity | None = None
    concept: str | None = None
    annotator: str = ""
    score: float = 1.0

    def __post_init__(self) -> None:
        if len(self.surface) != self.span.end - self.span.start:
            raise ValueError(f"{self.surface!r} is not the text at {self.span}")
        if not 0 <= self.score <= 1:
            raise ValueError(f"a score lies between 0 and 1, not {self.score}")

    @property
    def composition(self) -> Composition | None:
        """The parsed formula, if the mention is one."""
        return self.value if isinstance(self.value, Composition) else None

    @property
    def quantity(self) -> Quantity | None:
        """The parsed quantity, if the mention is one."""
        return self.value if isinstance(self.value, Quantity) else None
