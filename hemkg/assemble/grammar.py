"""How two places of a parsed sentence hang together: the path between them, and the verbs above them."""

from collections.abc import Mapping

from hemkg.model.annotated import Sentence
from hemkg.model.paper import Span

Features = dict[str, float]
INSIDE = "inside"
LONGEST = 4
COARSE: Mapping[str, str] = {
    "nsubj": "S", "nsubjpass": "S", "csubj": "S", "agent": "S", "expl": "S",
    "dobj": "O", "attr": "O", "oprd": "O", "dative": "O", "acomp": "O",
    "conj": "c", "cc": "c", "appos": "a", "parataxis": "a",
    "nummod": "n", "npadvmod": "n", "quantmod": "n", "amod": "m", "compound": "m", "nmod": "m", "poss": "m", "det": "m",
    "advcl": "C", "relcl": "C", "ccomp": "C", "xcomp": "C", "acl": "C", "pcomp": "C",
    "pobj": "p", "advmod": "d", "ROOT": "R", "dep": "x", "punct": "x", "meta": "x",
}  # fmt: skip
VERBS = ("VB", "MD")


def word_at(sentence: Sentence, span: Span) -> int | None:
    """Return the index of the token that stands for a span: the one whose head lies outside of it."""
    start = sentence.token_at(span.start)
    inside = range(start, min(sentence.token_at(span.end - 1) + 1, len(sentence.tokens)))
    for index in inside:
        token = sentence.tokens[index]
        if token.relation and token.relation != INSIDE and (token.head not in inside or token.head == index):
            return index
    for index in inside:
        head = sentence.tokens[index].head
        if sentence.tokens[index].relation == INSIDE and 0 <= head < len(sentence.tokens):
            return head
    return None


def ancestors(sentence: Sentence, index: int) -> list[int]:
    """Return a word and the words above it, up to the root."""
    found = [index]
    while len(found) < 40:
        head = sentence.tokens[found[-1]].head
        if head < 0 or head in found:
            break
        found.append(head)
    return found


def _label(sentence: Sentence, index: int) -> str:
    token = sentence.tokens[index]
    if token.relation == "prep":
        return f"P:{token.lower}"
    return COARSE.get(token.relation, "x")


def path_features(sentence: Sentence, one: Span, other: Span, name: str) -> Features:
    """Describe the path from one place to another, the first being the number.

    Args:
        sentence: the parsed sentence that holds both.
        one: where the number stands.
        other: where the candidate stands.
        name: what the candidate is, so that paths of different slots do not mix.
    """
    left, right = word_at(sentence, one), word_at(sentence, other)
    if left is None or right is None:
        return {f"{name}:path:none": 1.0}
    up, down = ancestors(sentence, left), ancestors(sentence, right)
    meeting = next((i for i in up if i in down), None)
    if meeting is None:
        return {f"{name}:path:apart": 1.0}
    rise, fall = up[: up.index(meeting)], down[: down.index(meeting)]
    length = len(rise) + len(fall)
    features: Features = {f"{name}:path:length:{min(length, 9)}": 1.0}
    if length <= LONGEST + 1:
        told = f"{'<'.join(_label(sentence, i) for i in rise)}|{'>'.join(_label(sentence, i) for i in reversed(fall))}"
        features[f"{name}:path:{told}"] = 1.0
    if fall:
        features[f"{name}:arm:{_label(sentence, fall[-1])}"] = 1.0
    features |= _verb_features(sentence, up, down, name)
    return features


def _verb_features(sentence: Sentence, up: list[int], down: list[int], name: str) -> Features:
    """Describe the verbs above the two places: the same, one above the other, or none in common."""
    mine = [i for i in up[1:] if _is_verb(sentence, i)]
    its = [i for i in down[1:] if _is_verb(sentence, i)]
    if not mine or not its:
        return {f"{name}:verb:missing": 1.0}
    relation = "same" if mine[0] == its[0] else "above" if its[0] in mine else "below" if mine[0] in its else "apart"
    child = down[down.index(its[0]) - 1]
    return {
        f"{name}:verb:{relation}": 1.0,
        f"{name}:verb:{relation}:{_label(sentence, child)}": 1.0,
    }


def _is_verb(sentence: Sentence, index: int) -> bool:
    return sentence.tokens[index].tag.startswith(VERBS)


SUBJECTS = frozenset({"nsubj", "nsubjpass"})
NOMINAL = frozenset({"prep", "pobj", "appos", "compound", "nmod", "amod", "conj", "poss", "nummod", "det"})


def _rise(sentence: Sentence, span: Span) -> list[int]:
    index = word_at(sentence, span)
    return ancestors(sentence, index) if index is not None else []


def in_subject(sentence: Sentence, span: Span) -> bool:
    """Whether a place stands in the noun phrase that is the subject of a main verb: the capacity of X rises.

    Args:
        sentence: the parsed sentence.
        span: the place.
    """
    for index in _rise(sentence, span):
        relation = sentence.tokens[index].relation
        if relation in SUBJECTS:
            head = sentence.tokens[index].head
            return sentence.tokens[head].relation in {"ROOT", "conj", "ccomp", "parataxis"}
        if relation not in NOMINAL:
            return False
    return False


def is_object(sentence: Sentence, span: Span) -> bool:
    """Whether a place is an object of the main verb: gives the oxide X, leads to X.

    Args:
        sentence: the parsed sentence.
        span: the place.
    """
    for index in _rise(sentence, span):
        relation = sentence.tokens[index].relation
        if relation in {"dobj", "attr", "oprd"}:
            head = sentence.tokens[index].head
            return sentence.tokens[head].relation in {"ROOT", "conj", "xcomp", "advcl"}
        if relation not in {"appos", "compound", "nmod", "amod", "conj"}:
            return False
    return False


MODIFIERS = frozenset({"neg", "aux", "auxpass", "det", "advmod", "preconj", "mark", "cc", "predet", "amod", "acomp"})
HIGHEST = 4


def governors(sentence: Sentence, span: Span) -> frozenset[int]:
    """Return the tokens above a place with what modifies them: the verbs, their ``not``, ``may`` and ``no``.

    Args:
        sentence: the parsed sentence.
        span: the place.
    """
    index = word_at(sentence, span)
    if index is None:
        return frozenset()
    above = set(ancestors(sentence, index)[: HIGHEST + 1])
    below = {i for i, t in enumerate(sentence.tokens) if t.head in above and t.relation in MODIFIERS}
    subjects = {i for i, t in enumerate(sentence.tokens) if t.head in above and t.relation.startswith("nsubj")}
    of_subjects = {i for i, t in enumerate(sentence.tokens) if t.head in subjects and t.relation in {"det", "neg"}}
    return frozenset(above | below | of_subjects)
