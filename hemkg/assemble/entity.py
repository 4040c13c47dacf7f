"""A material while a paper is read: its names, where they stand, what it is made of."""

import re
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass, field

from hemkg.model.claim import CompositionReport
from hemkg.model.composition import Composition
from hemkg.model.paper import Span
from hemkg.vocab import elements

NOISE = re.compile(r"[\s_{}$~^]")


@dataclass(slots=True)
class Entity:
    """A material while it is being gathered: its names, where they stand, what it is made of."""

    names: list[str]
    spans: list[Span]
    composition: Composition | None = None
    named: str | None = None
    is_code: bool = False
    is_element: bool = False
    is_weak: bool = False
    is_told: bool = False
    is_derived: bool = False
    part: str | None = None
    structure: str | None = None
    entropy: str | None = None
    morphology: str | None = None
    base: "Entity | None" = field(default=None, repr=False)
    reports: list[CompositionReport] = field(default_factory=list)

    @property
    def surface(self) -> str:
        """The name by which the paper calls it first."""
        return self.names[0]

    @property
    def first(self) -> Span:
        """Its first mention."""
        return min(self.spans)


def normal(name: str) -> str:
    """Return a name without spaces, markup and differences between dashes."""
    return NOISE.sub("", name).replace("–", "-").replace("−", "-").replace("‐", "-")


class Materials:
    """The materials of one paper and the places where each is mentioned."""

    def __init__(self, entities: Iterable[Entity]) -> None:
        self.entities = list(entities)
        self.mentions = sorted(
            ((span, entity) for entity in self.entities for span in entity.spans), key=lambda pair: pair[0]
        )
        self._by_name = {normal(name).lower(): entity for entity in self.entities for name in entity.names}
        self._by_name |= {normal(name): entity for entity in self.entities for name in entity.names}

    def named(self, name: str) -> Entity | None:
        """Return the material of a name."""
        return self._by_name.get(normal(name)) or self._by_name.get(normal(name).lower())

    def within(self, span: Span) -> list[tuple[Span, Entity]]:
        """Return the mentions inside a span, in order."""
        low = bisect_left(self.mentions, span.start, key=_start)
        high = bisect_left(self.mentions, span.end, key=_start)
        return [(where, entity) for where, entity in self.mentions[low:high] if where.end <= span.end]


def _start(mention: tuple[Span, Entity]) -> int:
    return mention[0].start


def metals_of(entity: Entity) -> list[str]:
    """Return the metals and metalloids of a material, anion formers left out, in printed order."""
    table = elements.table()
    symbols = entity.composition.elements if entity.composition else ()
    return [s for s in symbols if table[s].is_metallic and not table[s].is_anion_former]


def cations_of(entity: Entity) -> list[str]:
    """Return every element of a material that forms no anion, in printed order."""
    table = elements.table()
    return [s for s in (entity.composition.elements if entity.composition else ()) if not table[s].is_anion_former]


def is_supported(entity: Entity) -> bool:
    """Whether a material is a composite: an active phase on or in something else."""
    composition = entity.composition
    return bool(composition and composition.support) or bool(re.search(r"[@/]", normal(entity.surface)))


def merge(keep: Entity, gone: Entity) -> None:
    """Hand one material's names and places over to another; the first is left without names."""
    keep.names += [name for name in gone.names if name not in keep.names]
    keep.spans += gone.spans
    keep.reports += gone.reports
    gone.names.clear()


def add(found: dict[str, Entity], name: str, span: Span, composition: Composition | None) -> Entity:
    """Add a mention to the material of a name, which is made if there is none yet."""
    entity = found.setdefault(normal(name), Entity([name], [], composition))
    entity.spans.append(span)
    if span.end and name not in entity.names:
        entity.names.append(name)
    return entity
