"""What a question says that the wanted materials are like, in words that no slot stands for.

*Which oxides are transparent?* must not list the oxides: what is said of the wanted things picks them, whether or
not the lexicon has a word for it.
"""

from collections.abc import Iterator

from hemkg.ask.intent import Intent, Target
from hemkg.ask.words import Words
from hemkg.model.annotated import Token
from hemkg.model.paper import Span
from hemkg.vocab import terms
from hemkg.vocab.terms import HEM

# *are cheap*, *is the cheapest*
ADJECTIVES, BEHIND_IS = frozenset({"JJ", "JJS"}), frozenset({"acomp", "attr"})
# cues that pick materials only where a quantity, or more words, go with them
LOOSE = frozenset({HEM.FillerWord, HEM.AskKeeps})
# what picks materials wherever it stands
SLOTS = frozenset(
    {
        HEM.IonStorageMechanism, HEM.ChargeStorageMechanism, HEM.Technique, HEM.TechniqueMode, HEM.SynthesisMethod,
        HEM.StructureType, HEM.Morphology, HEM.AnionFamily, HEM.EntropyClass, HEM.Ion, HEM.MaterialRole,
        HEM.QuantityKind, HEM.GapPart,
    }
)  # fmt: skip


def find_predicates(words: Words, intent: Intent) -> tuple[str, ...]:
    """Return the words by which a question for materials says what they are like and that nothing has taken up."""
    if intent.target is not Target.MATERIALS or intent.quantities or intent.polarity or intent.is_vague:
        return ()
    return tuple(dict.fromkeys(token.span.of(words.text) for token in _told(words)))


def _told(words: Words) -> Iterator[Token]:
    """Yield adjectives that stand behind *are*; of a filler such as *available*, the words that make it tell more."""
    for place, token in enumerate(words.tokens):
        if not _is_said(token) or _is_taken(words, token.span):
            continue
        if not _is_filler(words, token.span):
            yield token
            continue
        yield from (t for t in words.tokens if t.head == place and t.relation == "advmod" and _says_how(words, t))


def _is_said(token: Token) -> bool:
    return token.relation in BEHIND_IS and token.tag in ADJECTIVES


def _is_taken(words: Words, span: Span) -> bool:
    """Whether a cue, a concept, an element or a name has taken up a word."""
    cues = (cue.span for cue in words.cues if cue.concept not in LOOSE)
    concepts = (m.span for m in words.mentions if SLOTS & set(terms.kinds(m.concept or "")))
    elements = (m.span for m in words.elements())
    names = (named.span for named in words.named)
    return any(other.overlaps(span) for other in (*cues, *concepts, *elements, *names))


def _is_filler(words: Words, span: Span) -> bool:
    """Whether a word only fills: *available* does, *reversible*, which names a kind of capacity as well, does not."""
    names_a_kind = any(mention.span.overlaps(span) for mention in words.of_kind(HEM.CapacityKind))
    return not names_a_kind and any(filler.contains(span) for filler in words.spans(HEM.FillerWord))


def _says_how(words: Words, token: Token) -> bool:
    return len(token.lower) > 1 and not _is_filler(words, token.span) and not _is_taken(words, token.span)
