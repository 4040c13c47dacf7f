"""Sentences of a manuscript that claim to be first or highest, and what they claim it of.

What is compared is what the sentence itself says: material or class, ion, mechanism, technique, way of making.  A
sentence that cites others speaks of them.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from hemkg.annotate.citations import find_citations
from hemkg.annotate.concepts import find_in_text
from hemkg.model.claim import Material, Reading
from hemkg.model.mention import Mention
from hemkg.model.paper import Paper, Span
from hemkg.review.certain import named_in
from hemkg.review.whereabouts import sentences
from hemkg.vocab import elements, terms
from hemkg.vocab.terms import HEM

# what else a sentence may be about, in which another paper need not agree with it
NARROWER = (HEM.MeasuredProperty, HEM.StructuralLever, HEM.EntropyEffect)


@dataclass(frozen=True, slots=True)
class Priority:
    """What a sentence claims to be the first or the highest of.

    Attributes:
        span: the sentence.
        materials: the materials that it names, or that its claims are about.
        is_high: whether it speaks of high-entropy materials.
        families, ions, mechanisms, techniques, modes, methods: terms that it names.
        is_narrower: whether it names something else, so that an earlier report need not be of the same.
    """

    span: Span
    materials: tuple[Material, ...]
    is_high: bool
    families: tuple[str, ...]
    ions: tuple[str, ...]
    mechanisms: tuple[str, ...]
    techniques: tuple[str, ...]
    modes: tuple[str, ...]
    methods: tuple[str, ...]
    is_narrower: bool

    @property
    def is_scoped(self) -> bool:
        """Whether it says enough to look for others."""
        return bool(self.materials or (self.is_high and (self.families or self.ions or self.mechanisms)))


def find_priorities(paper: Paper, reading: Reading, *cues: str) -> Iterator[Priority]:
    """Yield what the sentences with all of these cues claim, where they speak of the manuscript itself.

    Args:
        paper: the manuscript.
        reading: what was read in it.
        cues: terms of the words that make the claim (``FirstReportCue``).
    """
    for sentence in sentences(paper):
        found = {mention.concept for mention in find_in_text(sentence.span.of(paper.text), HEM.RefereeClasses)}
        if set(cues) <= found and HEM.PartialScope not in found and not _cites(paper, sentence.span):
            yield _priority(paper, reading, sentence.span)


def _cites(paper: Paper, span: Span) -> bool:
    return any(citation.span.overlaps(span) for citation in _citations(paper))


@lru_cache(maxsize=4)
def _citations(paper: Paper) -> tuple[Mention, ...]:
    return tuple(find_citations(paper))


def _priority(paper: Paper, reading: Reading, span: Span) -> Priority:
    words = span.of(paper.text)
    concepts = tuple(dict.fromkeys(mention.concept for mention in find_in_text(words) if mention.concept))
    named = named_in(reading, words)
    about = named or {c.material for c in reading.claims if c.material and c.evidence.span.overlaps(span)}
    is_high = HEM.HighEntropy in concepts or HEM.HighEntropyMaterial in concepts
    return Priority(
        span,
        tuple(m for m in reading.materials if m.surface in about) if named or not is_high else (),
        is_high,
        _of_kind(concepts, HEM.AnionFamily),
        _of_kind(concepts, HEM.Ion) or _ions_by_element(words),
        _of_kind(concepts, HEM.IonStorageMechanism),
        _of_kind(concepts, HEM.Technique),
        _of_kind(concepts, HEM.TechniqueMode),
        _of_kind(concepts, HEM.SynthesisMethod),
        any(kind in terms.kinds(concept) for concept in concepts for kind in NARROWER),
    )


def _ions_by_element(words: str) -> tuple[str, ...]:
    """Return the working ions whose elements are named: a sulfide that stores sodium."""
    symbols = {ion: terms.text(ion, HEM.ofElement) for ion in terms.instances(HEM.Ion)}
    names = {ion: elements.element(symbol).name for ion, symbol in symbols.items() if symbol}
    return tuple(ion for ion, name in names.items() if re.search(rf"\b{name}\b", words, re.IGNORECASE))


def _of_kind(concepts: tuple[str, ...], kind: str) -> tuple[str, ...]:
    return tuple(concept for concept in concepts if kind in terms.kinds(concept))
