"""How words of denial and doubt reach a place: on the word itself, on a verb above it, or only beside it.

A cue inside a longer one of another class counts as the longer one only: ``cannot be excluded`` is a
doubt, although ``excluded`` alone would deny.
"""

import re
from collections.abc import Sequence
from functools import cache, lru_cache

from hemkg.assemble.context import View
from hemkg.assemble.grammar import COARSE, MODIFIERS, ancestors, word_at
from hemkg.assemble.wording import Features, clause_of
from hemkg.model.annotated import Sentence
from hemkg.model.mention import Mention
from hemkg.model.paper import Span
from hemkg.vocab.lexicon import alternatives
from hemkg.vocab.stems import stem
from hemkg.vocab.terms import HEM

POLARITY_CLASSES = (HEM.Negation, HEM.Supposition, HEM.OpenQuestion, HEM.NegatedState)
SCOPED = (*POLARITY_CLASSES, HEM.Indication)
DOUBT = (HEM.Supposition, HEM.OpenQuestion)
BESIDE, AWAY, JOINED, SHARED = "beside", "away", "joined", "shared"
HIGHEST = 4
AFAR = 40
VERB = "VB"


def polarity_cues(view: View) -> list[Mention]:
    """Return the words of denial and doubt of a sentence, without those inside longer ones."""
    cues = [c for c in view.concepts if c.concept in SCOPED]
    return [c for c in cues if not any(_swallows(other, c) for other in cues)]


def denies_the_whole(view: View, cue: Mention) -> bool:
    """Whether a word of denial only says that something is not complete: *does not convert completely*."""
    if cue.concept != HEM.Negation:
        return False
    clause = clause_of(view, cue.span.start)
    return bool(_wholly().search(view.text, cue.span.end, min(clause.end, cue.span.end + AFAR)))


@cache
def _wholly() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{alternatives('WholenessWord')})\b", re.I)


def _swallows(one: Mention, other: Mention) -> bool:
    return one.span != other.span and one.span.contains(other.span)


def reach_of(sentence: Sentence, cue: Mention, chain: Sequence[int], clause: Span) -> str:
    """Return how a cue reaches a place: its level in the grammar (0 on the word itself), beside it, or away.

    Args:
        sentence: the parsed sentence.
        cue: the word of denial or doubt.
        chain: the word of the place and those above it, up to the root.
        clause: the clause of the place.
    """
    tokens = _tokens(sentence, cue.span)
    joined = False
    for level, index in enumerate(chain[: HIGHEST + 1]):
        if index in tokens or any(_modifies(sentence, i, index) for i in tokens):
            return JOINED if joined else str(level)
        joined |= _is_joined_verb(sentence, index)
        if level and sentence.tokens[chain[level - 1]].relation.startswith("nsubj"):
            also = _joined_to(sentence, index)
            if any(i in tokens or any(_modifies(sentence, t, i) for t in tokens) for i in also):
                return SHARED
    return BESIDE if clause.overlaps(cue.span) else AWAY


def _is_joined_verb(sentence: Sentence, index: int) -> bool:
    """Whether a verb is the second of two, so that what is said of the first need not reach it."""
    token = sentence.tokens[index]
    return token.relation == "conj" and token.tag.startswith(VERB)


def _joined_to(sentence: Sentence, index: int) -> set[int]:
    """Return the verbs that share the subject of a verb: it is improbable but was not excluded."""
    return {i for i, t in enumerate(sentence.tokens) if t.head == index and t.relation == "conj" and i != index}


def _tokens(sentence: Sentence, span: Span) -> range:
    first = sentence.token_at(span.start)
    return range(first, min(sentence.token_at(span.end - 1) + 1, len(sentence.tokens)))


def _modifies(sentence: Sentence, index: int, head: int) -> bool:
    """Whether a word modifies another, or stands before the subject or object that hangs on it."""
    token = sentence.tokens[index]
    if token.head == head:
        return token.relation in MODIFIERS
    if not 0 <= token.head < len(sentence.tokens):
        return False
    above = sentence.tokens[token.head]
    return above.head == head and above.relation.startswith("nsubj") and token.relation in {"det", "neg", "preconj"}


def chain_of(sentence: Sentence, span: Span) -> list[int]:
    """Return the word of a place and those above it, up to the root; empty where there is no grammar."""
    index = word_at(sentence, span)
    return [] if index is None else ancestors(sentence, index)


def scope_features(view: View, span: Span, clause: Span) -> Features:
    """Describe the words of denial and doubt over a place, and the words that govern it."""
    sentence = view.sentence
    chain = chain_of(sentence, span)
    features: Features = {}
    over: list[str] = []
    for cue in polarity_cues(view):
        reach = reach_of(sentence, cue, chain, clause)
        if denies_the_whole(view, cue):
            features[f"not-wholly:{reach}"] = features["not-wholly"] = 1.0
            continue
        side = "before" if cue.span.start < span.start else "after"
        features[f"reach:{cue.concept}:{reach}"] = 1.0
        features[f"reach:{cue.concept}:{side}:{reach if reach in {BESIDE, AWAY} else 'over'}"] = 1.0
        where = reach if reach in {BESIDE, AWAY} else "over"
        features[f"cue:{_stems(cue.surface)}:{where}"] = 1.0
        if where == "over":
            over.append("Doubt" if cue.concept in DOUBT else cue.concept or "")
    over = [o for o in over if o != HEM.Indication]
    features[f"over:{'+'.join(sorted(set(over)))}"] = 1.0
    return features | _governed(sentence, chain)


@lru_cache(maxsize=4096)
def _stems(surface: str) -> str:
    return " ".join(stem(word) for word in surface.lower().split())


def _governed(sentence: Sentence, chain: Sequence[int]) -> Features:
    """Describe the words above a place: what they are, and how the place hangs on them."""
    features: Features = {}
    if not chain:
        return {"governed:none": 1.0}
    first = sentence.tokens[chain[0]]
    features[f"relation:{COARSE.get(first.relation, 'x')}"] = 1.0
    features[f"tag:{first.tag[:3]}"] = 1.0
    for level, index in enumerate(chain[1:4], 1):
        features[f"governor:{min(level, 2)}:{sentence.tokens[index].stem}"] = 1.0
    verbs = [i for i in chain if sentence.tokens[i].tag.startswith(VERB)]
    if verbs:
        verb = verbs[0]
        features[f"verb:{sentence.tokens[verb].tag}"] = 1.0
        for token in sentence.tokens:
            if token.head == verb and token.relation in {"aux", "auxpass"}:
                features[f"aux:{token.lower}"] = 1.0
    return features
