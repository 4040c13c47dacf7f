"""One visitor's dialogue: what was asked, what was answered, what may be asked next.

It lives in the visitor's own session and is never seen by another.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from hemkg import __version__
from hemkg.ask.answering import Turn
from hemkg.ask.report import to_json
from hemkg.ask.saved import Comparison, Saved, compare
from hemkg.assistant import Assistant
from hemkg.errors import HemkgError, InputError
from hemkg.page_parts.evidence import Setting, settings_of
from hemkg.page_parts.html import plain

LONGEST_QUESTION = 1000
MOST_BEFORE = 30
"""Questions before one that are remembered for asking it again."""
TRIED = (0, 1, 2, 3)


@dataclass(frozen=True, slots=True)
class Exchange:
    """A question with its answer.

    Attributes:
        number: counted from 1 over the dialogue.
        question: as it was asked.
        turn: what was meant and answered; None if it could not be.
        settings: what stands around the quotes, by number.
        follows: the questions that were asked before, first to last; none that a kept answer did not follow.
        compared: what has changed, where a kept answer was asked again.
        error: why there is no answer, in a sentence.
    """

    number: int
    question: str
    turn: Turn | None = None
    settings: Mapping[int, Setting] = field(default_factory=dict)
    follows: tuple[str, ...] = ()
    compared: Comparison | None = None
    error: str | None = None

    @property
    def group(self) -> str:
        """The name of its quotes on the page."""
        return f"answer-{self.number}"


@dataclass(frozen=True, slots=True)
class Offers:
    """Questions to go on with, which were tried.

    Attributes:
        after: number of the exchange that they follow.
        turns: what they are answered, by question; the best first.
    """

    after: int = 0
    turns: Mapping[str, Turn] = field(default_factory=dict)


NO_OFFERS = Offers()


@dataclass(frozen=True, slots=True)
class Dialogue:
    """What was said so far, exchange by exchange."""

    exchanges: tuple[Exchange, ...] = ()

    @property
    def last(self) -> Turn | None:
        """The last turn that was answered."""
        return next((exchange.turn for exchange in reversed(self.exchanges) if exchange.turn), None)

    @property
    def number(self) -> int:
        """The number of the last exchange; 0 at the beginning."""
        return self.exchanges[-1].number if self.exchanges else 0

    def asked(self, assistant: Assistant, question: str, offers: Offers = NO_OFFERS) -> "Dialogue":
        """Return the dialogue with a question and its answer; one that says nothing changes nothing.

        Args:
            assistant: who answers.
            question: as it was typed or clicked.
            offers: what was tried already.
        """
        words = plain(question)
        if not words:
            return self
        if len(words) > LONGEST_QUESTION:
            return self.broken(words, f"Please ask in at most {LONGEST_QUESTION} characters; this has {len(words)}.")
        try:
            tried = offers.turns.get(words) if offers.after == self.number else None
            turn = tried or assistant.ask(words, self.last)
        except HemkgError as error:
            return self.broken(words, str(error))
        return self._with(Exchange(self.number + 1, words, turn, _settings(assistant, turn), self._asked_before()))

    def asked_again(self, assistant: Assistant, saved: Saved) -> "Dialogue":
        """Return the dialogue with a kept answer, asked again, and what has changed since."""
        words = plain(saved.question)[:LONGEST_QUESTION]
        if len(saved.follows) > MOST_BEFORE or any(len(q) > LONGEST_QUESTION for q in (saved.question, *saved.follows)):
            return self.broken(words, "This kept answer holds more questions, or longer ones, than are asked here.")
        try:
            turn = assistant.ask_again(saved)
        except HemkgError as error:
            return self.broken(words, str(error))
        found = compare(saved, turn.answer, __version__)
        settings = _settings(assistant, turn)
        return self._with(Exchange(self.number + 1, words, turn, settings, saved.follows, found))

    def _asked_before(self) -> tuple[str, ...]:
        last = next((exchange for exchange in reversed(self.exchanges) if exchange.turn), None)
        return (*last.follows, last.question)[-MOST_BEFORE:] if last else ()

    def exchange(self, number: str) -> Exchange:
        """Return an answered exchange by its number, as a button tells it.

        Raises:
            InputError: if there is none.
        """
        found = next((one for one in self.exchanges if str(one.number) == number and one.turn), None)
        if found is None:
            raise InputError("this answer is no longer in the dialogue; ask the question again.")
        return found

    def broken(self, question: str, error: str) -> "Dialogue":
        """Return the dialogue with a question that could not be answered, and why."""
        return self._with(Exchange(self.number + 1, plain(question)[:LONGEST_QUESTION], error=error))

    def _with(self, exchange: Exchange) -> "Dialogue":
        return Dialogue((*self.exchanges, exchange))


def _settings(assistant: Assistant, turn: Turn) -> Mapping[int, Setting]:
    return settings_of(turn.answer.citations, assistant.catalogue.passages)


def saved_answer(assistant: Assistant, exchange: Exchange) -> Saved:
    """Return the answer of an exchange as it is kept, with no more questions before it than it stands on.

    Args:
        assistant: who tries whether it can be asked with fewer.
        exchange: an answered one.
    """
    assert exchange.turn is not None
    answer = to_json(exchange.turn.answer)
    for count in TRIED:
        saved = Saved(exchange.question, exchange.follows[len(exchange.follows) - count :], __version__, answer)
        if count >= len(exchange.follows) or to_json(assistant.ask_again(saved).answer) == answer:
            return saved
    return Saved(exchange.question, exchange.follows, __version__, answer)
