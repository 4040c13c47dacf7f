"""One visitor's dialogue: what was asked, what was answered, what may be asked next.

It lives in the visitor's own session and is never seen by another.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from hemkg.ask.answering import Turn
from hemkg.assistant import Assistant
from hemkg.errors import HemkgError
from hemkg.page_parts.evidence import Setting, settings_of
from hemkg.page_parts.html import plain

LONGEST_QUESTION = 1000


@dataclass(frozen=True, slots=True)
class Exchange:
    """A question with its answer.

    Attributes:
        number: counted from 1 over the dialogue.
        question: as it was asked.
        turn: what was meant and answered; None if it could not be.
        error: why not, in a sentence.
        settings: what stands around the quotes, by number.
    """

    number: int
    question: str
    turn: Turn | None = None
    error: str | None = None
    settings: Mapping[int, Setting] = field(default_factory=dict)

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
        settings = settings_of(turn.answer.citations, assistant.catalogue.passages)
        return self._with(Exchange(self.number + 1, words, turn, settings=settings))

    def broken(self, question: str, error: str) -> "Dialogue":
        """Return the dialogue with a question that could not be answered, and why."""
        return self._with(Exchange(self.number + 1, plain(question)[:LONGEST_QUESTION], error=error))

    def _with(self, exchange: Exchange) -> "Dialogue":
        return Dialogue((*self.exchanges, exchange))
