"""Mechanisms told by a verb and its partners, in whatever words: lithium slips between the sheets.

The ontology lists the verbs, the nouns that they are said of, and the places that they lead to; the parse
says which noun belongs to which verb.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from hemkg.assemble.context import View
from hemkg.model.annotated import Sentence, Token
from hemkg.model.paper import Span
from hemkg.vocab import terms
from hemkg.vocab.stems import stem
from hemkg.vocab.terms import HEM

VERB = "VB"
PARTNERS = frozenset({"nsubj", "nsubjpass", "dobj", "csubj", "agent"})
JOINTS = frozenset({"conj", "compound", "nmod", "amod", "appos", "poss"})
LINKS = frozenset({"prep", "agent"})


@dataclass(frozen=True, slots=True)
class Frame:
    """What a verb frame of the ontology asks for, as stems."""

    name: str
    mechanism: str
    verbs: frozenset[str]
    partners: frozenset[str]
    links: frozenset[str]
    places: frozenset[str]


def framed(view: View, carriers: frozenset[str]) -> Iterator[tuple[Span, str, str]]:
    """Yield where a frame is filled: the span from verb to partner, the mechanism and the frame.

    Args:
        view: the sentence.
        carriers: the symbols of the working ions; a frame without a place is said of other elements.
    """
    sentence = view.sentence
    elements = {i for e in view.elements if e.concept not in carriers for i in _inside(sentence, e.span)}
    guests = {i for e in (*view.elements, *view.words(HEM.Ion)) for i in _inside(sentence, e.span)} - elements
    for index, token in enumerate(sentence.tokens):
        if token.tag.startswith(VERB):
            for frame in _frames():
                if token.stem in frame.verbs:
                    partner = _filled(sentence, index, frame, guests if frame.places else elements)
                    if partner is not None:
                        yield _cover(token, sentence.tokens[partner]), frame.mechanism, frame.name


def _filled(sentence: Sentence, verb: int, frame: Frame, named: set[int]) -> int | None:
    """Return the partner of a verb if the frame is filled, else None."""
    for index, token in enumerate(sentence.tokens):
        if token.head != verb or token.relation not in PARTNERS:
            continue
        group = {index, *_hanging_on(sentence, index, JOINTS)}
        said = next((i for i in sorted(group) if i in named or sentence.tokens[i].stem in frame.partners), None)
        if said is not None and (not frame.places or _leads(sentence, verb, frame)):
            return said
    return None


def _leads(sentence: Sentence, verb: int, frame: Frame) -> bool:
    """Whether a verb leads to a place of the frame, as its object or behind a preposition."""
    for index, token in enumerate(sentence.tokens):
        if token.head != verb:
            continue
        if token.relation == "dobj" and _is_place(sentence, index, frame):
            return True
        if token.relation in LINKS and token.stem in frame.links:
            ends = [i for i, t in enumerate(sentence.tokens) if t.head == index and t.relation == "pobj"]
            if any(_is_place(sentence, i, frame) for i in ends):
                return True
    return False


def _is_place(sentence: Sentence, index: int, frame: Frame) -> bool:
    return sentence.tokens[index].stem in frame.places


def _hanging_on(sentence: Sentence, index: int, relations: frozenset[str]) -> Iterator[int]:
    """Yield the words that hang on a word by some relations, two levels down."""
    for i, token in enumerate(sentence.tokens):
        if token.relation in relations and i != index:
            head = sentence.tokens[token.head] if 0 <= token.head < len(sentence.tokens) else None
            if token.head == index or (head is not None and head.head == index and head.relation in relations):
                yield i


def _inside(sentence: Sentence, span: Span) -> range:
    return range(sentence.token_at(span.start), min(sentence.token_at(span.end - 1) + 1, len(sentence.tokens)))


def _cover(one: Token, other: Token) -> Span:
    return one.span.cover(other.span)


@cache
def _frames() -> tuple[Frame, ...]:
    return tuple(
        Frame(
            name,
            terms.text(name, "suggests") or "",
            *(
                frozenset(stem(str(word)) for word in terms.objects(name, predicate))
                for predicate in ("frameVerb", "framePartner", "frameLink", "framePlace")
            ),
        )
        for name in terms.instances("VerbFrame")
    )
