"""Asking with the help of who says things in other words; wherever that fails, the answer is hemkg's own."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from hemkg.ask.answering import Turn
from hemkg.ask.rewording import is_same_question, keeps_what_was_understood
from hemkg.ask.smoothing import Rewriter, can_be_smoothed, shown, smoothed
from hemkg.errors import LanguageModelFailure

Ask = Callable[[str], Turn]


@dataclass(frozen=True, slots=True)
class Helped:
    """A turn with what the helper did to it.

    Attributes:
        turn: the turn.
        reworded: the helper's words in which the question was read, if its own words were not.
        notes: what the helper failed to do, a sentence each.
    """

    turn: Turn
    reworded: str | None = None
    notes: tuple[str, ...] = ()


def ask_with_help(ask: Ask, question: str, rewriter: Rewriter) -> Helped:
    """Answer a question; what is not understood of it may be reworded, and the answer smoothed.

    Args:
        ask: answers a question in its own words.
        question: as it was asked.
        rewriter: who helps.
    """
    turn = ask(question)
    try:
        helped = _reworded(ask, question, turn, rewriter)
        return replace(helped, turn=_smoothed(question, helped.turn, rewriter))
    except LanguageModelFailure as failure:
        return Helped(turn, notes=(f"answered without it: {failure}",))


def _reworded(ask: Ask, question: str, turn: Turn, rewriter: Rewriter) -> Helped:
    """Return the answer to the question in other words, where its own were not all understood and it is the same."""
    if not turn.answer.abstained and not turn.intent.leftovers:
        return Helped(turn)
    words = rewriter.reword(question, turn.intent.leftovers)
    if words is None or not is_same_question(question, words):
        return Helped(turn)
    again = ask(words)
    is_better = not again.answer.abstained and len(again.intent.leftovers) < max(1, len(turn.intent.leftovers))
    if not is_better or not keeps_what_was_understood(turn.intent, again.intent):
        return Helped(turn)
    told = f"{again.answer.interpretation} (reworded by {rewriter.engine}: “{words}”)".strip()
    return Helped(replace(again, answer=replace(again.answer, interpretation=told)), words)


def _smoothed(question: str, turn: Turn, rewriter: Rewriter) -> Turn:
    if not can_be_smoothed(turn.answer, turn.intent):
        return turn
    return replace(turn, answer=smoothed(turn.answer, rewriter.smooth(shown(question, turn.answer))))
