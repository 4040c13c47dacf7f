"""The form of a question: yes or no, most or least, one or many."""

import itertools
from collections.abc import Sequence

from hemkg.ask.bounds import count_after, number_word
from hemkg.ask.intent import Shape, Target
from hemkg.ask.words import Words
from hemkg.model.mention import Mention
from hemkg.model.paper import Span
from hemkg.vocab import terms
from hemkg.vocab.terms import HEM

MOST_OF_THE_BEST = 30
# signs after which a question may begin anew, and verbs that make a sentence of what stands before them
PAUSES = frozenset({",", ":", ";", "-", "–", "—"})
FINITE = frozenset({"VBZ", "VBP", "VBD", "MD"})
# things that may be reported most often
COUNTED = frozenset({Target.MECHANISMS, Target.IONS, Target.TECHNIQUES, Target.FAMILIES, Target.SYNTHESES})
MECHANISM_KINDS = (HEM.IonStorageMechanism, HEM.ChargeStorageMechanism)


def is_inside_a_mechanism(words: Words, mention: Mention) -> bool:
    """Whether a mention is part of the name of a mechanism."""
    return any(m.span.contains(mention.span) for kind in MECHANISM_KINDS for m in words.of_kind(kind))


def names_materials(words: Words, mention: Mention) -> bool:
    """Whether a word is a plural that names materials and not what happens in them: *which are alloys?*."""
    families = {m.span for m in words.of_kind(HEM.AnionFamily)}
    tags = {token.tag for token in words.tokens if mention.span.contains(token.span)}
    after_which = words.before(mention.span, 6).strip() in {"which", "what"}
    return mention.span in families and (tags == {"NNS"} or (tags == {"VBZ"} and after_which))


def is_denied(words: Words, span: Span) -> bool:
    """Whether a denial stands just before a place."""
    return words.before(span, 8).rstrip(" -").endswith(("not", "non", "no"))


def find_shape(words: Words, target: Target, ions: Sequence[str], mechanisms: Sequence[str]) -> Shape:
    """Return what is to be done with the rows."""
    has = words.has
    if _counts_each(words, target, ions):
        return Shape.COUNT_EACH
    if has(HEM.AskMean):
        return Shape.MEAN
    if has(HEM.AskMedian):
        return Shape.MEDIAN
    if has(HEM.AskCount) and not (has(HEM.AskCycles, HEM.AskCapacity) or _bounds_a_count(words)):
        return Shape.COUNT
    if _asks_what_is_missing(words) and (len(ions) > 1 or len(mechanisms) > 1) and not is_yes_no(words):
        return Shape.NONE
    return _ranking(words)


def _counts_each(words: Words, target: Target, ions: Sequence[str]) -> bool:
    """Whether papers are counted by what they report: for each mechanism, ion by ion, most often."""
    if words.has(HEM.AskEach) and (words.has(HEM.AskCount) or target is Target.PAPERS):
        return True
    if words.has(HEM.AskCount) and target is Target.PAPERS and _lists_ions(words, ions):
        return True
    return words.has(HEM.AskOften) and target in COUNTED and not words.named


def _ranking(words: Words) -> Shape:
    """Return by which end of an order the rows are asked for, if by one."""
    if _says_less_than_another(words):
        return Shape.LEAST
    if words.has(HEM.AskOrder) or top_count(words) is not None:
        return Shape.ORDER
    if has_superlative(words, HEM.AskMost) or has_superlative(words, HEM.AskLongest):
        return Shape.MOST
    return Shape.LEAST if has_superlative(words, HEM.AskLeast) else Shape.LIST


def _says_less_than_another(words: Words) -> bool:
    """Whether one material is held to be below another one: *is X worse than Y?*."""
    lower = [c.span for c in words.cues if HEM.BoundBefore in terms.kinds(c.concept or "") and _is_below(c)]
    gaps = [words.before(named.span, 30) for named in words.named[1:]]
    ends = [span.of(words.text).lower() for span in lower]
    return any(gap.rstrip(" ").removesuffix(" that of").endswith(end) for gap in gaps for end in ends)


def _is_below(cue: Mention) -> bool:
    return terms.notation(cue.concept or "") == "<"


def _asks_what_is_missing(words: Words) -> bool:
    """Whether a denial asks what is not there, and does not only set something aside: *not just supposed*."""
    asides = words.spans(HEM.AskAside)
    return any(not any(aside.contains(span) for aside in asides) for span in words.spans(HEM.AskNone))


def _bounds_a_count(words: Words) -> bool:
    """Whether a number is not asked for but told: *with a number of cations of at least five*."""
    return any(count_after(words, span) is not None for span in words.spans(HEM.AskElement))


def _lists_ions(words: Words, ions: Sequence[str]) -> bool:
    """Whether ions are listed one by one before what is counted: *for Li, Na and K, how many papers …*."""
    if len(ions) < 2 or has_alternative(words) or words.has(HEM.AskBoth):
        return False
    counted = min(span.start for span in words.spans(HEM.AskCount))
    listed = [*words.elements(), *words.of_kind(HEM.Ion)]
    return all(m.span.end <= counted for m in listed)


def has_alternative(words: Words) -> bool:
    """Whether things are joined by *or*."""
    return any(token.lower == "or" for token in words.tokens)


def top_count(words: Words) -> int | None:
    """Return how many of the best are asked for: 3 of *the three best*, *top three*; None where it does not say."""
    bounds = _bound_spans(words)
    free = [s for s in words.spans(HEM.AskMost, HEM.AskLeast) if not any(s.overlaps(bound) for bound in bounds)]
    places = [i for i, token in enumerate(words.tokens) if token.span in free]
    beside = [words.tokens[j].lower for i in places for j in (i - 1, i + 1) if 0 <= j < len(words.tokens)]
    counts = (number_word(word) for word in beside)
    return next((count for count in counts if count is not None and 1 < count <= MOST_OF_THE_BEST), None)


def has_superlative(words: Words, cue: str) -> bool:
    """Whether a superlative stands by itself and not in ``at least`` or ``or more``."""
    bounds = _bound_spans(words)
    return any(not any(bound.overlaps(span) for bound in bounds) for span in words.spans(cue))


def asks_ceiling(words: Words) -> bool:
    """Whether as much as a host can hold is asked for: *could store at most*, *maximum lithium per formula unit*."""
    if words.quantities():
        return False
    if words.has(HEM.AskPer) and (words.has(HEM.AskCount, HEM.AskMost) or words.has(HEM.AskCeiling)):
        return bool(words.named) or bool(words.elements())
    modals = {str(label) for label in terms.objects("RequestModals", "exactLabel")}
    can = any(token.lower in modals for token in words.tokens)
    return can and words.has(HEM.AskCeiling) and words.has(HEM.AskHolds, HEM.AskCapacity, HEM.AskStoring)


def find_age(words: Words) -> Shape | None:
    """Return ``MOST`` where the newest papers are asked for, ``LEAST`` where the oldest are."""
    if words.has(HEM.AskNewest):
        return Shape.MOST
    return Shape.LEAST if words.has(HEM.AskOldest) or (words.has(HEM.AskYear) and words.has(HEM.AskFirst)) else None


def _bound_spans(words: Words) -> list[Span]:
    """Return where words stand that make a number a bound."""
    kinds = {HEM.BoundBefore, HEM.BoundAfter}
    return [cue.span for cue in words.cues if kinds & set(terms.kinds(cue.concept or ""))]


def is_yes_no(words: Words) -> bool:
    """Whether the question begins with a verb, or only holds a named material against a number."""
    openers = {str(word) for word in terms.objects("YesNoOpeners", "exactLabel")}
    if bool(words.tokens) and words.tokens[0].lower in openers:
        return not _is_request(words)
    if asks_of_a_claim(words) or _asks_after_an_adjunct(words):
        return True
    is_question = words.text.rstrip().endswith("?")
    if is_question and words.tokens and any(words.tokens[0].span == s for s in words.spans(HEM.AskExistence)):
        return not words.has(HEM.AskWhich)
    kinds = {HEM.BoundBefore, HEM.BoundAfter}
    bounded = any(kinds & set(terms.kinds(cue.concept or "")) for cue in words.cues)
    asks = words.has(HEM.AskWhich, HEM.AskPaper, HEM.AskMaterial, HEM.AskCycles, HEM.AskCount)
    return (
        words.text.rstrip().endswith("?") and len(words.named) == 1 and bounded and not asks and _numbers_charge(words)
    )


def asks_of_a_claim(words: Words) -> bool:
    """Whether a claim is told first and asked about then: *… takes no part in it.  Is that true?*."""
    openers = {str(word) for word in terms.objects("YesNoOpeners", "exactLabel")}
    after = [
        b.lower for a, b in itertools.pairwise(words.tokens) if a.lower in {".", ";"} and not b.lower[:1].isdigit()
    ]
    return bool(after) and after[-1] in openers and words.has(HEM.AskTrue)


def _asks_after_an_adjunct(words: Words) -> bool:
    """Whether the verb comes after words that only say of what or where: *At 20C, is X ahead of Y?*."""
    openers = {str(word) for word in terms.objects("YesNoOpeners", "exactLabel")}
    places = [
        i for i, (a, b) in enumerate(itertools.pairwise(words.tokens)) if a.lower in PAUSES and b.lower in openers
    ]
    if not places or not words.text.rstrip().endswith("?"):
        return False
    ahead = words.tokens[: places[0]]
    return not any(token.tag.startswith("W") or token.tag in FINITE for token in ahead) and not words.has(HEM.AskWhich)


def _is_request(words: Words) -> bool:
    """Whether a polite verb opens a request: *could you tell me*, *can you list*."""
    verbs = {str(label) for label in terms.objects("RequestVerbs", "exactLabel")}
    modals = {str(label) for label in terms.objects("RequestModals", "exactLabel")}
    first = [token.lower for token in words.tokens[:5]]
    if first[:1] and first[0] in modals and first[1:2] == ["you"]:
        verbs_after = [token.span for token in words.tokens[2:3]]
        return not any(saying.overlaps(span) for saying in words.spans(HEM.AskSaying) for span in verbs_after)
    return first[1:2] in (["you"], ["i"]) and bool(verbs & set(first))


def _numbers_charge(words: Words) -> bool:
    return any(m.concept in {HEM.SpecificCapacity, HEM.Percentage, HEM.Count} for m in words.quantities())
