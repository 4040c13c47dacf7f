"""What the librarian was asked to do, and how far it is."""

import itertools
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from hemkg.building import BuildReport
from hemkg.librarian.people import Person
from hemkg.pipeline import Outcome


class State(StrEnum):
    """How far a task is."""

    WAITING = "waiting"
    BUSY = "busy"
    RUNNING = "running"
    STOPPING = "stopping"
    DONE = "done"
    STOPPED = "stopped"
    BROKEN = "broken"


OVER = frozenset({State.DONE, State.STOPPED, State.BROKEN})


@dataclass(frozen=True, slots=True)
class Result:
    """What came of a task.

    Attributes:
        added, updated, unchanged: how many documents.
        failed: name and reason of each that could not be read.
        documents: keys of what was read, as far as it is in the store now.
        notes: what else is to be said, a sentence each.
    """

    added: int = 0
    updated: int = 0
    unchanged: int = 0
    failed: tuple[tuple[str, str], ...] = ()
    documents: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


NOTHING = Result()


@dataclass(frozen=True, slots=True)
class Seen:
    """A task as it stands at a moment.

    Attributes:
        number: of the task.
        person: who wants it done.
        what: in words: ``reading 3 papers``.
        state: how far it is.
        ahead: tasks that come before it.
        done, of: documents that were read, of how many; 0 of 0 while that is not known.
        failed: how many of them could not be read.
        last: name of the document that was read last.
        result: what came of it.
        error: why nothing came of it, in a sentence.
    """

    number: int
    person: Person
    what: str
    state: State
    ahead: int = 0
    done: int = 0
    of: int = 0
    failed: int = 0
    last: str = ""
    result: Result = NOTHING
    error: str | None = None

    @property
    def is_over(self) -> bool:
        """Whether nothing will change any more."""
        return self.state in OVER


class StopAsked(Exception):  # noqa: N818  it is no error
    """Raised inside a build that somebody wants to end."""


_NUMBERS = itertools.count(1)


@dataclass(slots=True, eq=False)
class Task:
    """Something that is done in its turn.

    Attributes:
        person: who wants it done.
        what: in words.
        work: does it.
        stop: set once it is to end.
        keeps: whether what was not read by then is kept for another time.
        is_cut: whether it was ended before all was done.
    """

    person: Person
    what: str
    work: "Callable[[Task], Result]"
    number: int = field(default_factory=lambda: next(_NUMBERS))
    state: State = State.WAITING
    result: Result = NOTHING
    error: str | None = None
    report: BuildReport = field(default_factory=BuildReport)
    last: str = ""
    ended: float = 0.0
    keeps: bool = False
    is_cut: bool = False
    stop: threading.Event = field(default_factory=threading.Event)

    def tell(self, outcome: Outcome, report: BuildReport) -> None:
        """Take note of a document that was read; end the build if somebody wants that.

        Raises:
            StopAsked: in that case.
        """
        self.report = report
        self.last = Path(outcome.source.path).name
        if self.stop.is_set():
            raise StopAsked

    def end(self, state: State, *, error: str | None = None, result: Result | None = None) -> None:
        """Say how it ended."""
        self.error = error
        self.result = result or self.result
        self.ended = time.monotonic()
        self.state = state

    def seen(self, ahead: int = 0) -> Seen:
        """Return how it stands."""
        told, state = self.report, self.state
        if self.stop.is_set() and state in {State.RUNNING, State.BUSY}:
            state = State.STOPPING
        done = told.added + told.updated + told.unchanged + len(told.failed)
        return Seen(
            self.number, self.person, self.what, state, ahead, done, told.documents, len(told.failed), self.last,
            self.result, self.error,
        )  # fmt: skip
