"""Denials that turn a bound round: *fails to reach 70 %* is below 70 %, *never exceeds 500 mAh/g* is 500 at most."""

from hemkg.ask.words import Words
from hemkg.model.paper import Span
from hemkg.vocab.lexicon import table_words
from hemkg.vocab.terms import HEM

OPENERS = table_words("YesNoOpeners")
OPPOSITE = {">": "<=", ">=": "<", "<": ">=", "<=": ">", "=": "<"}
TURNING = table_words("TurningWords")
# denials of things: without tin, no lithium, neither tin nor lead
OF_THINGS = table_words("ThingDenials")
STEPS = table_words("TurningSteps")
# words of holding and of what is held that may stand between a denial and its number
HELD = (HEM.AskHolds, HEM.AskKeeps, HEM.AskLoses, HEM.AskEndures, HEM.AskRetention, HEM.AskCapacity, HEM.AskEfficiency)
MOST_STEPS = 7


def find_denial(words: Words, start: int) -> Span | None:
    """Return the denial before the words of a bound that begin at a place; None where they are not denied.

    Only words of holding, going and being able may stand between, so that *does not alloy above 0.5 V* denies the
    alloying and not the number.  A denial that opens the question only asks: *doesn't it hold 300 mAh/g?*.
    """
    before = [token for token in words.tokens[_opening(words) :] if token.span.end <= start][-MOST_STEPS:]
    held = words.spans(*HELD)
    stored = [m.span for m in (*words.elements(), *words.of_kind(HEM.Ion))]
    is_object_passed = False
    for token in reversed(before):
        if token.lower in TURNING:
            return None if is_object_passed and token.lower in OF_THINGS else token.span
        is_object = any(span.contains(token.span) for span in stored)
        is_object_passed = is_object_passed or is_object
        if not (is_object or token.lower in STEPS or any(span.contains(token.span) for span in held)):
            return None
    return None


def _opening(words: Words) -> int:
    """Return how many words only open a question for yes or no: the *doesn't* of *doesn't it hold 300 mAh/g?*."""
    return int(bool(words.tokens) and words.tokens[0].lower in OPENERS)
