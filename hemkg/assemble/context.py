"""A paper laid out for linking: each sentence with its quantities, materials, concepts and lists."""

import re
from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import TypeVar, cast

from hemkg.assemble.entity import Entity, Materials
from hemkg.assemble.lists import Series, find_series, series_of
from hemkg.assemble.materials import find_materials
from hemkg.assemble.parts import assign_parts
from hemkg.assemble.references import Reference, find_references
from hemkg.assemble.samples import is_used_as_sample
from hemkg.model.annotated import Annotated, Sentence
from hemkg.model.mention import Mention, MentionKind
from hemkg.model.paper import BlockKind, Span
from hemkg.vocab import terms, units
from hemkg.vocab.terms import HEM

T = TypeVar("T")
_kinds = cache(terms.kinds)
CYCLES = {HEM.CycleLife, HEM.CycleNumber}
MAIN = 2
REVIEW = 40
SUBJECT = 0.2
LONG = 60
CHARGE = re.compile(r"(?<![A-Za-z])m?A\s?[·⋅]?\s?h")
CAPTION = re.compile(
    r"\b[Cc]opyright\s(?:\d{4}|©)|[Rr]eproduced\s(?:from|with)|"
    r"(?:(?<=\n)|\A)\s*(?:Fig\.|Figure|Scheme)\s?\d+\s?(?:[|:(]|[A-Z(][^.]{0,80}\([a-z]\))"
)
DENSITIES = {HEM.CurrentDensity, HEM.CRate, HEM.ArealCurrentDensity}


@dataclass(frozen=True)
class View:
    """One sentence with what stands in it.

    Attributes:
        sentence: the sentence.
        text: the whole paper's text, so that spans can be cut from it.
        quantities: numbers in order.
        concepts: words of the lexicon in order.
        elements: element symbols and names in order.
        materials: where materials are mentioned, in order.
        references: phrases that stand for materials (the coated oxide, both, it), in order.
    """

    sentence: Sentence
    text: str
    quantities: tuple[Mention, ...]
    concepts: tuple[Mention, ...]
    elements: tuple[Mention, ...]
    materials: tuple[tuple[Span, Entity], ...]
    references: tuple[Reference, ...] = ()

    @cached_property
    def referents(self) -> tuple[tuple[Span, Entity], ...]:
        """Where one material is named or meant, in order."""
        meant = ((r.span, r.entities[0]) for r in self.references if len(r.entities) == 1)
        return tuple(sorted((*self.materials, *meant), key=lambda pair: pair[0]))

    def reference_at(self, span: Span) -> Reference | None:
        """Return the phrase at a span that stands for a material, if it is no name."""
        return next((r for r in self.references if r.span == span), None)

    @property
    def span(self) -> Span:
        """The sentence's span."""
        return self.sentence.span

    @cached_property
    def is_caption(self) -> bool:
        """Whether the sentence is a heading, or says what a figure shows: it states nothing by itself."""
        if self.sentence.block.kind in {BlockKind.HEADING, BlockKind.CAPTION}:
            return True
        return bool(CAPTION.search(self.text, self.span.start, self.span.end))

    @cached_property
    def capacity_unit(self) -> str | None:
        """The unit of capacity that the sentence prints, on a number or by itself: (in mAh g−1)."""
        printed = next((q.quantity.unit for q in self.of_kind({HEM.SpecificCapacity}) if q.quantity), None)
        if printed is not None:
            return printed
        for found in CHARGE.finditer(self.text, self.span.start, self.span.end):
            read = units.parse_unit(self.text, found.start())
            if read and read[0].kind == HEM.SpecificCapacity:
                return read[0].symbol
        return None

    def of_kind(self, kinds: set[str]) -> tuple[Mention, ...]:
        """Return the quantities of some kinds."""
        return tuple(q for q in self.quantities if q.concept in kinds)

    def words(self, kind: str) -> tuple[Mention, ...]:
        """Return the concepts of a class, or the mentions of one concept."""
        return self._by_class.get(kind, ())

    @cached_property
    def _by_class(self) -> dict[str, tuple[Mention, ...]]:
        """The concepts by class and by name."""
        found: dict[str, list[Mention]] = {}
        for concept in self.concepts:
            for name in {concept.concept or "", *_kinds(concept.concept or "")}:
                found.setdefault(name, []).append(concept)
        return {name: tuple(mentions) for name, mentions in found.items()}

    @cached_property
    def series(self) -> dict[str, tuple[Series, ...]]:
        """The lists of the sentence by what they list."""
        groups: dict[str, Sequence[Span]] = {
            "capacity": [q.span for q in self.of_kind({HEM.SpecificCapacity})],
            "percentage": [q.span for q in self.of_kind({HEM.Percentage})],
            "density": [q.span for q in self.of_kind(DENSITIES)],
            "cycle": [q.span for q in self.of_kind(CYCLES)],
            "number": [q.span for q in self.of_kind({HEM.Count})],
            "material": [span for span, _ in self.referents],
            "ion": [m.span for m in self._ions()],
        }
        return {name: find_series(self.text, spans) for name, spans in groups.items()}

    def _ions(self) -> list[Mention]:
        """Return what may name a working ion: its words, and the elements that can be one."""
        carriers = {terms.notation(ion) for ion in terms.instances("Ion")}
        found = [*self.words(HEM.Ion), *(e for e in self.elements if e.concept in carriers)]
        found.sort(key=lambda mention: (mention.span.start, -mention.span.end))
        return [m for i, m in enumerate(found) if not any(o.span.contains(m.span) for o in found[:i])]

    def series_at(self, span: Span, name: str) -> Series | None:
        """Return the list of this name that holds a span."""
        return series_of(self.series[name], span)

    @cached_property
    def is_respective(self) -> bool:
        """Whether the sentence pairs its lists in so many words."""
        return bool(self.words(HEM.PairingCue))


@dataclass(frozen=True)
class Context:
    """A paper laid out for linking.

    Attributes:
        annotated: the paper with its mentions.
        materials: its materials.
        views: its sentences in order.
        known: what was found once for the whole paper, see ``once``.
    """

    annotated: Annotated
    materials: Materials
    views: tuple[View, ...]
    known: dict[str, object] = field(default_factory=dict, compare=False, repr=False)

    def once(self, name: str, find: Callable[["Context"], T]) -> T:
        """Return what holds for the whole paper, found when it is first asked for.

        Args:
            name: what it is called; one name for one function.
            find: finds it in the paper.
        """
        if name not in self.known:
            self.known[name] = find(self)
        return cast("T", self.known[name])

    @property
    def text(self) -> str:
        """The paper's text."""
        return self.annotated.text

    @property
    def is_long(self) -> bool:
        """Whether the text is a whole paper and no abstract or passage."""
        return len(self.views) > LONG

    @cached_property
    def weights(self) -> dict[int, float]:
        """How much of the paper's talk of materials is about each, by the entity's identity."""
        total = max(len(self.materials.mentions), 1)
        return {id(entity): len(entity.spans) / total for entity in self.materials.entities}

    @cached_property
    def main_materials(self) -> tuple[Entity, ...]:
        """The two materials that the paper speaks of most, among those that can be measured.

        A review speaks of many, and none of them is meant where no material is named.
        """
        usable = [e for e in self.materials.entities if not e.is_weak and e.part in {HEM.Anode, HEM.Comparison, None}]
        ranked = sorted(usable, key=lambda e: (-self.weights[id(e)], e.first))
        if len(self.materials.mentions) > REVIEW:
            ranked = [e for e in ranked if self.weights[id(e)] >= SUBJECT]
        return tuple(ranked[:MAIN])

    @cached_property
    def samples(self) -> frozenset[int]:
        """The entities that can have values of their own, by identity: in a whole paper, no abbreviation."""
        entities = self.materials.entities
        if not self.is_long:
            return frozenset(map(id, entities))
        bare = [e for e in entities if e.is_code and not (e.composition or e.named or e.base)]
        unused = {id(e) for e in bare if not any(is_used_as_sample(self.text, span) for span in e.spans)}
        return frozenset(map(id, entities)) - unused

    @cached_property
    def full_cells(self) -> tuple[bool, ...]:
        """Whether each sentence speaks of full cells: it says so, or follows such a one and says nothing else."""
        told: list[bool] = []
        for view in self.views:
            here, half = bool(view.words(HEM.FullCellCue)), bool(view.words(HEM.HalfCellCue))
            goes_on = bool(told) and told[-1] and not half and not view.materials
            told.append(here or goes_on)
        return tuple(told)

    def index_at(self, position: int) -> int:
        """Return the index of the sentence that holds a position, or the nearest before it."""
        return max(0, min(bisect_left(self._ends, position + 1), len(self.views) - 1))

    def view_at(self, position: int) -> View | None:
        """Return the sentence that holds a position."""
        ends = self._ends
        index = bisect_left(ends, position + 1)
        return self.views[index] if index < len(self.views) and self.views[index].span.start <= position else None

    @cached_property
    def _ends(self) -> list[int]:
        return [view.span.end for view in self.views]

    @cached_property
    def titled(self) -> frozenset[int]:
        """The entities that stand in the title or a heading."""
        titles = [b.span for b in self.annotated.paper.blocks if b.kind is BlockKind.TITLE]
        return frozenset(
            id(entity) for span, entity in self.materials.mentions if any(t.contains(span) for t in titles)
        )


def lay_out(annotated: Annotated) -> Context:
    """Lay a paper out sentence by sentence."""
    materials = find_materials(annotated)
    assign_parts(annotated, materials)
    pick = _Picker(annotated.mentions)
    references = sorted(find_references(annotated, materials), key=lambda reference: reference.span)
    views = []
    for sentence in annotated.sentences:
        mentions = pick(sentence.span)
        views.append(
            View(
                sentence,
                annotated.text,
                _of(mentions, lambda m: m.kind is MentionKind.QUANTITY),
                _of(mentions, lambda m: m.kind is MentionKind.CONCEPT),
                _of(mentions, lambda m: m.kind is MentionKind.ELEMENT),
                tuple(_starting_in(sentence.span, materials.mentions, lambda pair: pair[0].start)),
                tuple(_starting_in(sentence.span, references, lambda reference: reference.span.start)),
            )
        )
    return Context(annotated, materials, tuple(views))


def _starting_in(span: Span, placed: Sequence[T], start: Callable[[T], int]) -> Sequence[T]:
    """Return what begins inside a span, of things that stand in text order."""
    return placed[bisect_left(placed, span.start, key=start) : bisect_left(placed, span.end, key=start)]


def _of(mentions: Sequence[Mention], wanted: Callable[[Mention], bool]) -> tuple[Mention, ...]:
    return tuple(mention for mention in mentions if wanted(mention))


class _Picker:
    """Gives the mentions of one sentence after another without searching the whole paper each time."""

    def __init__(self, mentions: Sequence[Mention]) -> None:
        self.mentions = mentions
        self.starts = [mention.span.start for mention in mentions]

    def __call__(self, span: Span) -> Sequence[Mention]:
        return self.mentions[bisect_left(self.starts, span.start) : bisect_left(self.starts, span.end)]
