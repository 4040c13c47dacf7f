"""The grammar of sentences: tags, dependencies and heads, by spaCy over masked words.

A formula or a quantity is one word to the parser: a name or a bare number.  What spaCy says of that
word is written on the first of its tokens; the others hang on it.
"""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache

from hemkg.annotate.spacy_engine import Grammar, grammars
from hemkg.model.annotated import Sentence, Token
from hemkg.model.mention import Mention, MentionKind
from hemkg.model.paper import BlockKind, Span
from hemkg.vocab import terms
from hemkg.vocab.terms import HEM

LONGEST = 160
BATCH = 64
INSIDE = "inside"
NAME = "NMC"
CHARGES = "+⁺"


def parse_sentences(
    text: str, sentences: Sequence[Sentence], mentions: Sequence[Mention], *, parses_all: bool = False
) -> tuple[Sentence, ...]:
    """Return the sentences with grammar on their tokens, where they hold a number or a mechanism to link.

    Args:
        text: the paper's text.
        sentences: the sentences of a paper.
        mentions: what was recognised in it, in text order; formulas and quantities are masked.
        parses_all: whether all sentences get their grammar: of a question every word counts.
    """
    masked = [m for m in mentions if _mask(m) is not None]
    telling = [m for m in mentions if _tells(m)]
    jobs = [
        _Job(text, s, list(_inside(masked, s.span)))
        for s in sentences
        if parses_all or (_is_wanted(s) and any(True for _ in _inside(telling, s.span)))
    ]
    told = grammars([job.words for job in jobs], batch_size=BATCH)
    parsed = {job.sentence.index: job.applied(grammar) for job, grammar in zip(jobs, told, strict=True)}
    return tuple(parsed.get(s.index, s) for s in sentences)


def _is_wanted(sentence: Sentence) -> bool:
    return sentence.block.kind is not BlockKind.HEADING and 3 < len(sentence.tokens) <= LONGEST


TELLING = frozenset(
    {
        HEM.IonStorageMechanism, HEM.ChargeStorageMechanism, HEM.RoleCue, HEM.MechanismCue, HEM.Technique,
        HEM.SynthesisMethod,
    }
)  # fmt: skip


def _tells(mention: Mention) -> bool:
    """Whether a sentence with this in it may claim something that grammar helps to link."""
    if mention.kind is MentionKind.CONCEPT:
        return _is_telling(mention.concept or "")
    return mention.kind is MentionKind.ELEMENT or (mention.quantity is not None and mention.concept in MEASURED)


MEASURED = frozenset({HEM.SpecificCapacity, HEM.Percentage, HEM.Count})


@cache
def _is_telling(concept: str) -> bool:
    return bool(TELLING & set(terms.kinds(concept))) or terms.text(concept, "suggests") is not None


def _inside(mentions: Sequence[Mention], span: Span) -> Iterator[Mention]:
    last = span.start
    low = bisect_left(mentions, span.start, key=_start)
    for mention in mentions[low : bisect_left(mentions, span.end, key=_start)]:
        if span.contains(mention.span) and mention.span.start >= last:
            last = mention.span.end
            yield mention


def _start(mention: Mention) -> int:
    return mention.span.start


def _mask(mention: Mention) -> str | None:
    """Return the word that stands for a mention, or None where its words are left as they are."""
    if mention.kind is MentionKind.FORMULA or (mention.kind is MentionKind.NAME and mention.surface.isupper()):
        return NAME
    if mention.kind is MentionKind.ELEMENT and mention.surface[-1] in CHARGES:
        return NAME  # Li+ would be two words and a conjunction
    if mention.kind is MentionKind.CITATION:
        return ""
    if mention.quantity is not None:
        return "cycle" if mention.concept == HEM.CycleNumber else "300"
    return None


class _Job:
    """One sentence on its way through the parser."""

    def __init__(self, text: str, sentence: Sentence, masked: Sequence[Mention]) -> None:
        self.sentence = sentence
        self.words: list[str] = []
        self.owner: list[int | None] = []
        self.first: list[int] = []
        waiting = list(masked)
        current: Mention | None = None
        for index, token in enumerate(sentence.tokens):
            while waiting and waiting[0].span.end <= token.span.start:
                waiting.pop(0)
            hit = waiting[0] if waiting and waiting[0].span.overlaps(token.span) else None
            if hit is not None and hit is current:
                self.owner.append(self.owner[-1])
                continue
            current = hit
            word = _mask(hit) if hit is not None else None
            if word == "":
                self.owner.append(None)
                continue
            self.words.append(token.span.of(text) if word is None else word)
            self.first.append(index)
            self.owner.append(len(self.words) - 1)

    def applied(self, grammar: Sequence[Grammar]) -> Sentence:
        """Return the sentence with what the parser said of each word on the first of its tokens."""
        tokens = []
        for index, (token, owner) in enumerate(zip(self.sentence.tokens, self.owner, strict=True)):
            tokens.append(token if owner is None else self._grammar(token, grammar[owner], owner, index))
        return replace(self.sentence, tokens=tuple(tokens))

    def _grammar(self, token: Token, told: Grammar, owner: int, index: int) -> Token:
        first, (tag, relation, head) = self.first[owner], told
        if index != first:
            return Token(token.span, token.lower, token.stem, INSIDE, INSIDE, first)
        return Token(token.span, token.lower, token.stem, tag, relation, self.first[head])
