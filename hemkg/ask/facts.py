"""What a stretch of words says that can be held against another: numbers, materials, elements, concepts, denials.

Two texts are compared by these, so that what a language model says can be checked: it may choose its words, and
nothing that the annotators of papers see in them may be new.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from hemkg.annotate.annotator import annotate
from hemkg.annotate.concepts import find_in_text
from hemkg.ask.plainer import put_plainly
from hemkg.model.annotated import Annotated
from hemkg.model.mention import Mention, MentionKind
from hemkg.model.paper import Bibliography, Block, BlockKind, Paper, Source, Span
from hemkg.vocab import terms
from hemkg.vocab.lexicon import table_words
from hemkg.vocab.name_keys import name_key
from hemkg.vocab.terms import HEM

NUMBER = re.compile(r"(?<![\w.−-])\d+(?:,\d{3})*(?:\.\d+)?(?:[eE][-+−]?\d+)?")
EDGES = "?!.,;:'\"“”‘’"
SHORTENED = re.compile(r"n['’]t\b", re.IGNORECASE)
SAID = frozenset(
    {
        HEM.IonStorageMechanism, HEM.ChargeStorageMechanism, HEM.Technique, HEM.TechniqueMode, HEM.SynthesisMethod,
        HEM.StructureType, HEM.AnionFamily, HEM.EntropyClass, HEM.ElementRole, HEM.RoleCue, HEM.QuantityKind,
    }
)  # fmt: skip
MECHANISMS = frozenset({HEM.IonStorageMechanism, HEM.ChargeStorageMechanism})
RANKS = frozenset({HEM.AskMost, HEM.AskLeast, HEM.AskLongest, HEM.AskDenied})


@dataclass(frozen=True, slots=True)
class Facts:
    """What a text says.

    Attributes:
        numbers: its numbers outside formulas.
        quantities: (low, high, unit, comparator) of its quantities.
        names: keys of words with a digit or a capital inside, such as formulas and names of samples.
        elements: symbols, those of ions too.
        concepts: terms.
        ranks: words for most, least and none.
        doubts: words of denial and doubt.
    """

    numbers: frozenset[float] = frozenset()
    quantities: frozenset[tuple[float, float, str, str]] = frozenset()
    names: frozenset[str] = frozenset()
    elements: frozenset[str] = frozenset()
    concepts: frozenset[str] = frozenset()
    ranks: frozenset[str] = frozenset()
    doubts: frozenset[str] = frozenset()

    def news(self, other: "Facts") -> Iterator[str]:
        """Yield the kinds of facts in which a text says something that another one does not.

        >>> list(facts_of("CoO gives 650 mAh/g").news(facts_of("NiO gives 650 mAh g-1")))
        ['names', 'elements']
        """
        for kind in ("numbers", "quantities", "names", "elements", "concepts", "ranks"):
            if not getattr(self, kind) <= getattr(other, kind):
                yield kind
        if self.doubts != other.doubts:
            yield "doubts"

    def with_concepts(self, concepts: Iterable[str]) -> "Facts":
        """Return the facts with further concepts."""
        return replace(self, concepts=self.concepts.union(concepts))

    def __bool__(self) -> bool:
        return self != Facts()


def facts_of(text: str) -> Facts:
    """Return what a text says.

    >>> facts_of("CoO holds more than 650 mAh/g.").quantities
    frozenset({(650.0, 650.0, 'mAh g-1', '>')})
    """
    plain = put_plainly(unicodedata.normalize("NFKC", text))
    found = read_words(plain, with_grammar=False)
    quantities = [m for m in found.mentions if m.quantity is not None]
    concepts = [m for m in found.mentions if m.concept and m.kind is not MentionKind.QUANTITY]
    materials = [m for m in found.mentions if m.kind in {MentionKind.FORMULA, MentionKind.NAME}]
    return Facts(
        numbers=frozenset(_numbers(plain, materials)),
        quantities=frozenset(map(_quantity, quantities)),
        names=frozenset(_names(plain, [*quantities, *concepts])),
        elements=frozenset(_elements(found.mentions)),
        concepts=frozenset(_concepts(concepts)),
        ranks=frozenset(m.concept or "" for m in find_in_text(plain, HEM.QuestionClasses) if m.concept in RANKS),
        doubts=frozenset(_doubts(plain, concepts)),
    )


def read_words(text: str, *, with_grammar: bool = True) -> Annotated:
    """Return a short text as the annotators of papers see it."""
    source = Source("words", "words", "text/plain", "", "words")
    blocks = (Block(BlockKind.PARAGRAPH, Span(0, len(text))),)
    return annotate(Paper("words", Bibliography(), text, blocks, source), with_grammar=with_grammar)


def _numbers(text: str, materials: list[Mention]) -> Iterator[float]:
    for found in NUMBER.finditer(text):
        if not any(m.span.overlaps(Span(found.start(), found.end())) for m in materials):
            yield float(found.group().replace(",", "").replace("−", "-"))


def _quantity(mention: Mention) -> tuple[float, float, str, str]:
    quantity = mention.quantity
    assert quantity is not None
    return float(quantity.low), float(quantity.high), quantity.unit, quantity.comparator.value


def _names(text: str, known: list[Mention]) -> Iterator[str]:
    """Yield the keys of words that look like a name and are no quantity nor a word of the ontology."""
    for found in re.finditer(r"\S+", text):
        word = found.group().strip(EDGES)
        start = found.start() + found.group().find(word)
        span = Span(start, start + len(word)) if word else None
        is_name = any(c.isupper() for c in word[1:]) or any(c.isdigit() for c in word)
        is_number = bool(NUMBER.fullmatch(word))
        if span and is_name and not is_number and not any(m.span.contains(span) for m in known):
            yield name_key(word)


def _elements(mentions: tuple[Mention, ...]) -> Iterator[str]:
    for mention in mentions:
        if mention.kind is MentionKind.ELEMENT and mention.concept:
            yield mention.concept
        elif mention.concept and HEM.Ion in terms.kinds(mention.concept):
            yield from map(str, terms.objects(mention.concept, HEM.ofElement))
        elif mention.composition is not None:
            yield from mention.composition.elements


def _concepts(mentions: list[Mention]) -> Iterator[str]:
    """Yield what is spoken of; *alloying* is a mechanism there and not the family of alloys."""
    mechanisms = [m.span for m in mentions if MECHANISMS & set(terms.kinds(m.concept or ""))]
    for mention in mentions:
        kinds = set(terms.kinds(mention.concept or ""))
        is_other = HEM.AnionFamily in kinds and any(mention.span.overlaps(span) for span in mechanisms)
        if SAID & kinds and not is_other:
            yield mention.concept or ""


def _doubts(text: str, concepts: list[Mention]) -> Iterator[str]:
    if SHORTENED.search(text) or table_words("ExcludingWords") & set(re.findall(r"\w+", text.lower())):
        yield HEM.Negated
    for mention in concepts:
        if HEM.PolarityCue in terms.kinds(mention.concept or "") and mention.concept != HEM.Indication:
            yield mention.concept or ""
