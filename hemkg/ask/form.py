"""The form of a question: yes or no, most or least, one or many."""

import itertools
import re
from collections.abc import Sequence

from hemkg.annotate.spacy_engine import stop_words
from hemkg.ask.bounds import count_after, denials_of_bounds, number_word
from hemkg.ask.intent import Shape, Target
from hemkg.ask.words import Words
from hemkg.model.annotated import Token
from hemkg.model.mention import Mention
from hemkg.model.paper import Span
from hemkg.vocab import terms
from hemkg.vocab.lexicon import alternatives, table_words
from hemkg.vocab.stems import stem
from hemkg.vocab.terms import HEM

MOST_OF_THE_BEST = 30
# what may stand between a word of leaving out and what is left out
ARTICLES = frozenset({"", "the", "any", "all", "all the", "those", "these"})
# signs after which a question may begin anew, and verbs that make a sentence of what stands before them
PAUSES = frozenset({",", ":", ";", "-", "–", "—"})
FINITE = frozenset({"VBZ", "VBP", "VBD", "MD"})
# what may stand between a superlative and the papers that are counted
NUMBER_OF = frozenset({"", "number of", "count of", "share of", "of the", "of these", "of all"})
# things that may be reported most often
COUNTED = frozenset(
    {Target.MECHANISMS, Target.IONS, Target.TECHNIQUES, Target.FAMILIES, Target.SYNTHESES, Target.ELEMENTS}
)
# words for things that papers may be counted by
COUNTED_BY = (HEM.AskMechanism, HEM.AskIon, HEM.AskTechnique, HEM.AskFamily, HEM.AskSynthesis, HEM.AskElement)
MECHANISM_KINDS = (HEM.IonStorageMechanism, HEM.ChargeStorageMechanism)


def is_inside_a_mechanism(words: Words, mention: Mention) -> bool:
    """Whether a mention is part of the name of a mechanism."""
    return any(m.span.contains(mention.span) for kind in MECHANISM_KINDS for m in words.of_kind(kind))


def names_materials(words: Words, mention: Mention) -> bool:
    """Whether a word is a plural that names materials and not what happens in them: *which are alloys?*."""
    families = {m.span for m in words.of_kind(HEM.AnionFamily)}
    tags = {token.tag for token in words.tokens if mention.span.contains(token.span)}
    after_which = words.before(mention.span, 6).strip() in {"which", "what"}
    if _is_the_verb_of_a_clause(words, mention) or _is_formed(words, mention) or _opens_with_verb(words, mention):
        return False
    return mention.span in families and (tags == {"NNS"} or (tags == {"VBZ"} and after_which))


def _opens_with_verb(words: Words, mention: Mention) -> bool:
    """Whether a question begins with its verb, as in other tongues: *alloys indium with potassium in it?*."""
    follows = any(element.span.start == mention.span.end + 1 for element in words.elements())
    return mention.span.start == 0 and follows and words.text.rstrip().endswith("?")


def _is_formed(words: Words, mention: Mention) -> bool:
    """Whether a verb of forming stands just before: *metals that form alloys with sodium*."""
    verbs = {stem(str(label)) for label in terms.objects("FormingVerbs", "exactLabel")}
    before = [token for token in words.tokens if token.span.end <= mention.span.start][-1:]
    return any(token.stem in verbs and token.tag.startswith("VB") for token in before)


def _is_the_verb_of_a_clause(words: Words, mention: Mention) -> bool:
    """Whether a clause after *that* or *whether* has no other verb: *whether zinc alloys in it*."""
    joints = table_words("WhetherWords") | {"that"}
    places = [i for i, t in enumerate(words.tokens) if t.lower in joints and t.span.end <= mention.span.start]
    after = [t for t in words.tokens[places[-1] + 1 :] if not mention.span.contains(t.span)] if places else []
    subjects = [m.span for m in words.elements()]
    return (
        bool(after)
        and any(s.contains(after[0].span) for s in subjects)
        and not any(token.tag in FINITE for token in after)
    )


def is_left_out(words: Words, span: Span) -> bool:
    """Whether what stands at a place is set aside: *without cathodes*, *cathodes set aside*."""
    before = words.spans(HEM.AskAside, HEM.AskLacks, HEM.AskRather)
    gaps = [words.text[s.end : span.start] for s in before if s.end <= span.start]
    gaps += [
        words.text[span.end : s.start] for s in words.spans(HEM.AskLeftOut, HEM.AskAsideAfter) if span.end <= s.start
    ]
    return any(gap.strip(" ,–(").lower() in ARTICLES for gap in gaps)


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
    is_number = has(HEM.AskCycles, HEM.AskCapacity, HEM.AskDifference)
    if has(HEM.AskCount) and not (is_number or _bounds_a_count(words)):
        return Shape.COUNT
    if _asks_what_is_missing(words) and (len(ions) > 1 or len(mechanisms) > 1) and not is_yes_no(words):
        return Shape.NONE
    return _ranking(words)


def _counts_each(words: Words, target: Target, ions: Sequence[str]) -> bool:
    """Whether papers are counted by what they report: for each mechanism, ion by ion, most often."""
    if each_spans(words) and (words.has(HEM.AskCount) or target is Target.PAPERS):
        return True
    if words.has(HEM.AskCount) and target is Target.PAPERS and _lists_ions(words, ions):
        return True
    return asks_most_often(words) and target in COUNTED and not words.named


def each_spans(words: Words) -> tuple[Span, ...]:
    """Return where it stands that something is counted by: *for each ion*, *per storage mechanism*."""
    things = words.spans(*COUNTED_BY) if words.has(HEM.AskCount) else ()
    by = (s for s in words.spans(HEM.AskBy) if any(words.text[s.end : thing.start] == " " for thing in things))
    return (*words.spans(HEM.AskEach), *by)


def asks_most_often(words: Words) -> bool:
    """Whether what most papers tell is asked for: *most often*, *by the greatest number of papers*."""
    counted = words.spans(HEM.AskPaper)
    most = [s for s in words.spans(HEM.AskMost) if any(s.end <= paper.start for paper in counted)]
    gaps = [words.text[s.end : paper.start].strip().lower() for s in most for paper in counted if s.end <= paper.start]
    return words.has(HEM.AskOften) or any(gap in NUMBER_OF for gap in gaps)


def _ranking(words: Words) -> Shape:
    """Return by which end of an order the rows are asked for, if by one."""
    if _says_less_than_another(words):
        return Shape.LEAST
    if words.has(HEM.AskOrder) or top_count(words) is not None or _goes_up(words):
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
    others = (*words.spans(HEM.AskAside), *denials_of_bounds(words))
    return any(not any(other.overlaps(span) for other in others) for span in words.spans(HEM.AskNone))


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


def is_ascending(words: Words) -> bool:
    """Whether the lowest comes first: *from worst to best*, *weakest first*, *the three lowest*."""
    return words.has(HEM.AskAscending) or _goes_up(words) or _top_count(words, HEM.AskLeast) is not None


def _goes_up(words: Words) -> bool:
    """Whether an order begins with the lowest: *from poorest to best*."""
    lowest = table_words(HEM.AskLeast)
    ordered = [span.of(words.text).lower().split() for span in words.spans(HEM.AskOrder)]
    if any(order[0] == "from" and order[1] in lowest for order in ordered):
        return True
    most = words.spans(HEM.AskMost)
    leads = ("from ", "from the ")
    least = [span for span in words.spans(HEM.AskLeast) if words.before(span, 10).endswith(leads)]
    return any(s.end < m.start and "to" in words.text[s.end : m.start].lower().split() for s in least for m in most)


def top_count(words: Words) -> int | None:
    """Return how many of the best are asked for: 3 of *the three best*, *top three*; None where it does not say."""
    return _top_count(words, HEM.AskMost, HEM.AskLeast)


def _top_count(words: Words, *ends: str) -> int | None:
    bounds = _bound_spans(words)
    free = [s for s in words.spans(*ends) if not any(s.overlaps(bound) for bound in bounds)]
    places = [i for i, token in enumerate(words.tokens) if token.span in free]
    beside = [words.tokens[j].lower for i in places for j in (i - 1, i + 1) if 0 <= j < len(words.tokens)]
    counts = (number_word(word) for word in beside)
    return next((count for count in counts if count is not None and 1 < count <= MOST_OF_THE_BEST), None)


def has_superlative(words: Words, cue: str) -> bool:
    """Whether a superlative stands by itself and not in ``at least`` or ``or more``."""
    asides = [*_bound_spans(words), *(span for span in words.spans(cue) if _is_courtesy(words, span))]
    return any(not any(aside.overlaps(span) for aside in asides) for span in words.spans(cue))


def _is_courtesy(words: Words, span: Span) -> bool:
    """Whether a superlative only makes a request polite: *I should be most grateful for*."""
    courtesies = table_words("CourtesyWords")
    after = [token.lower for token in words.tokens if token.span.start >= span.end]
    return bool(after) and after[0] in courtesies


def asks_ceiling(words: Words) -> bool:
    """Whether as much as a host can hold is asked for: *could store at most*, *maximum lithium per formula unit*."""
    if words.quantities():
        return False
    if words.has(HEM.AskPer) and (words.has(HEM.AskCount, HEM.AskMost) or words.has(HEM.AskCeiling)):
        return bool(words.named) or bool(words.elements())
    modals = table_words("RequestModals")
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
    openers = table_words("YesNoOpeners")
    if asks_whether(words) or any(_opens_with_verb(words, m) for kind in MECHANISM_KINDS for m in words.of_kind(kind)):
        return True
    if bool(words.tokens) and words.tokens[0].lower in openers:
        return not _is_request(words)
    if asks_of_a_claim(words) or _asks_after_an_adjunct(words) or _ends_by_asking(words):
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


def asks_whether(words: Words) -> bool:
    """Whether only talk stands before *whether* or *if*: *could you tell me whether*, *I wonder if*."""
    joints = table_words("WhetherWords")
    place = next((i for i, token in enumerate(words.tokens) if token.lower in joints), 0)
    if not place or not words.tokens[place - 1].lower[0].isalnum() or _is_polite_if(words, place):
        return False
    return all(_is_only_talk(words, token) for token in words.tokens[:place])


def _is_polite_if(words: Words, place: int) -> bool:
    """Whether *if* goes on with whom is asked: *I should be obliged if you named*."""
    return [token.lower for token in words.tokens[place : place + 2]] == ["if", "you"]


def _is_only_talk(words: Words, token: Token) -> bool:
    """Whether a word belongs to a request and asks for no thing itself."""
    own = [cue for cue in words.cues if cue.span.contains(token.span)]
    if any(HEM.AskedThing in terms.kinds(cue.concept or "") or cue.concept == HEM.AskWhich for cue in own):
        return False
    verbs = table_words("RequestVerbs")
    is_plain = token.lower in stop_words() or token.lower in verbs or not token.lower[0].isalnum()
    return is_plain or any(cue.concept == HEM.FillerWord for cue in own)


def _ends_by_asking(words: Words) -> bool:
    """Whether the end asks if it is so, or if there is any: *zinc alloys in it, right?*, *any data?*."""
    tags = alternatives("TagQuestions")
    return bool(re.search(rf"[,;:.–-] ?(?:{tags})\?$", words.text.lower())) or _ends_by_asking_if_any(words)


def _ends_by_asking_if_any(words: Words) -> bool:
    """Whether a telegram ends by asking if there is any: *fluorides for potassium: any data?*."""
    marks = [i for i, token in enumerate(words.tokens) if token.lower in {":", ",", ";", "–", "-", "—", "."}]
    if not marks or not words.text.rstrip().endswith("?"):
        return False
    tail = [token for token in words.tokens[marks[-1] + 1 :] if token.lower[0].isalnum()]
    asking = words.spans(HEM.AskExistence)
    pronouns = table_words("IndefiniteWords")
    is_asking = [t.lower in pronouns or any(span.contains(t.span) for span in asking) for t in tail]
    return any(is_asking) and all(asks or _is_only_talk(words, t) for asks, t in zip(is_asking, tail, strict=True))


def asks_of_a_claim(words: Words) -> bool:
    """Whether a claim is told first and asked about then: *… takes no part in it.  Is that true?*."""
    openers = table_words("YesNoOpeners")
    after = [
        b.lower for a, b in itertools.pairwise(words.tokens) if a.lower in {".", ";"} and not b.lower[:1].isdigit()
    ]
    return bool(after) and after[-1] in openers and words.has(HEM.AskTrue)


def _asks_after_an_adjunct(words: Words) -> bool:
    """Whether the verb comes after words that only say of what or where: *At 20C, is X ahead of Y?*."""
    openers = table_words("YesNoOpeners")
    places = [
        i for i, (a, b) in enumerate(itertools.pairwise(words.tokens)) if a.lower in PAUSES and b.lower in openers
    ]
    if not places or not words.text.rstrip().endswith("?"):
        return False
    ahead = words.tokens[: places[0]]
    return not any(token.tag.startswith("W") or token.tag in FINITE for token in ahead) and not words.has(HEM.AskWhich)


def _is_request(words: Words) -> bool:
    """Whether a polite verb opens a request: *could you tell me*, *can you list*."""
    verbs = table_words("RequestVerbs")
    modals = table_words("RequestModals")
    first = [token.lower for token in words.tokens[:5]]
    if first[:1] and first[0] in modals and first[1:2] == ["you"]:
        verbs_after = [token.span for token in words.tokens[2:3]]
        return not any(saying.overlaps(span) for saying in words.spans(HEM.AskSaying) for span in verbs_after)
    return first[1:2] in (["you"], ["i"]) and bool(verbs & set(first))


def _numbers_charge(words: Words) -> bool:
    return any(m.concept in {HEM.SpecificCapacity, HEM.Percentage, HEM.Count} for m in words.quantities())
