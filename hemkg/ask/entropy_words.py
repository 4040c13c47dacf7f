"""What a question says of the entropy of materials: computed from the composition, or claimed by their papers."""

from hemkg.ask.bounds import Bounds
from hemkg.ask.words import Words
from hemkg.model.mention import Mention
from hemkg.model.paper import Span
from hemkg.store.claims import MaterialSelection, Range
from hemkg.vocab import terms
from hemkg.vocab.terms import HEM

# words between a denial and what it denies: *not by computed entropy*, *but are not*
LONGEST_STEP = 2


def find_entropy(words: Words, bounds: Bounds) -> MaterialSelection:
    """Return what the entropy of the materials must be, by whose word, and whether their cations are equally many.

    A class that is said of papers' words (*call themselves high-entropy*) or of the sum (*by computed entropy*) is held
    against that alone; one of which nothing is said holds for either.
    """
    classes = words.terms_of(HEM.EntropyClass)
    called, computed = words.spans(HEM.AskCalled), words.spans(HEM.AskComputed)
    equimolar = _is_equimolar(words)
    if not classes or not (called or computed) or words.named or _asks_where_a_class_begins(words):
        high = (HEM.HighEntropy in classes) if classes else None
        return MaterialSelection(
            high_entropy=high, entropy=bounds.entropy or _entropy_of(classes), is_equimolar=equimolar
        )
    by_word, by_sum = (_sign(words, spans) for spans in (called, computed))
    if called and not computed and not bounds.entropy and by_word is False:
        by_sum = True
    return MaterialSelection(
        entropy=bounds.entropy,
        is_equimolar=equimolar,
        called=classes if by_word is True else (),
        not_called=classes if by_word is False else (),
        computed=classes if by_sum is True and not bounds.entropy else (),
        not_computed=classes if by_sum is False and not bounds.entropy else (),
    )


def told_by_entropy(material: MaterialSelection) -> bool:
    """Whether materials are picked by whose word calls them by an entropy class, or by equal amounts.

    >>> told_by_entropy(MaterialSelection(called=("HighEntropy",))), told_by_entropy(MaterialSelection())
    (True, False)
    """
    told = (material.called, material.not_called, material.computed, material.not_computed)
    return any(told) or material.is_equimolar is not None


def _asks_where_a_class_begins(words: Words) -> bool:
    """Whether a limit is asked for and no materials: *from which entropy on is a material called high-entropy?*."""
    nouns = words.spans(HEM.AskMaterial) + tuple(m.span for m in words.of_kind(HEM.AnionFamily))
    picks = any(words.before(span, 6).strip() in {"which", "what"} or span.start == 0 for span in nouns)
    plural = any(token.tag == "NNS" for token in words.tokens if any(s.contains(token.span) for s in nouns))
    return words.has(HEM.AskLimit) and not (picks or plural)


def _entropy_of(classes: tuple[str, ...]) -> Range:
    """Return the bounds of the medium-entropy class, where it is named."""
    if classes != (HEM.MediumEntropy,):
        return Range()
    return Range(least=terms.number("MediumEntropyThreshold"), below=terms.number("HighEntropyThreshold"))


def _sign(words: Words, spans: tuple[Span, ...]) -> bool | None:
    """Return whether something is said (True) or denied (False) by words that stand there; None where they do not."""
    return None if not spans else not any(_is_denied(words, span) for span in spans)


def _is_denied(words: Words, span: Span) -> bool:
    """Whether a denial stands just before a place."""
    tables = ("ExcludingWords", "NegatingPrefix")
    excluding = {str(label) for table in tables for label in terms.objects(table, "exactLabel")} | {"n't", "n’t"}
    excluding.discard("in")  # a prefix of some words, and a word of its own
    before = [token.lower for token in words.tokens if token.span.end <= span.start]
    return bool(excluding & set(before[-1 - LONGEST_STEP :]))


def _is_equimolar(words: Words) -> bool | None:
    """Return whether the cations must be equally many; None where nothing is said of it."""
    if any(_is_of_materials(words, span) for span in words.spans(HEM.AskUnequal)):
        return False
    return _sign(words, tuple(span for span in words.spans(HEM.AskSame) if _is_of_materials(words, span)))


def _is_of_materials(words: Words, span: Span) -> bool:
    """Whether words for equal amounts describe materials and no sum that is to be computed."""
    numbers: tuple[Mention, ...] = words.quantities()
    return not words.named and not words.has(HEM.AskEntropy) and not any(span.overlaps(m.span) for m in numbers)
