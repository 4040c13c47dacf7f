"""Who may touch the two files of a store, graph and passages, so that nobody sees a half of a paper.

A writer holds the turn while it commits a paper to both; who opens the store for reading holds it while it takes hold
of both.  The turn is a lock of the operating system: it falls with the process that holds it, however that one ends.
"""

import contextlib
import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from filelock import FileLock, Timeout

from hemkg.errors import StoreBusy

LOCK = "turn.lock"
DOOR = "turn.door"
GENERATION = "generation"
PATIENCE: Final = 60.0  # a turn lasts milliseconds; who waits so long [s] waits for something that hangs
_BETWEEN_TRIES = 0.002  # [s]


class Turns:
    """The turns at one store: one process at a time, and one thread.

    Args:
        folder: of the store; None for a store in memory, which needs no turns.
    """

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder
        # for all threads: the store is written by one thread, and within its turn it may take a turn
        self._lock = None if folder is None else FileLock(folder / LOCK, thread_local=False)
        self._door = None if folder is None else FileLock(folder / DOOR, thread_local=False)

    @contextlib.contextmanager
    def reading(self) -> Iterator[None]:
        """Hold the turn for the length of a ``with`` statement.

        Raises:
            StoreBusy: if somebody else does not let go of it.
            OSError: if the folder cannot be written, so that no turn can be held.
        """
        if self._lock is None or self._door is None:
            yield
            return
        try:
            self._take(self._lock, self._door)
        except Timeout:
            raise StoreBusy(f"another process holds the store at {self._folder}; wait for it or end it.") from None
        try:
            yield
        finally:
            self._lock.release()

    @staticmethod
    def _take(lock: FileLock, door: FileLock) -> None:
        """Wait at the door and then for the turn: so a writer in a hurry does not come before who waits already."""
        if lock.is_locked:
            lock.acquire()  # within a turn of ours
            return
        door.acquire(timeout=PATIENCE, poll_interval=_BETWEEN_TRIES)
        try:
            lock.acquire(timeout=PATIENCE, poll_interval=_BETWEEN_TRIES)
        finally:
            door.release()

    @contextlib.contextmanager
    def writing(self) -> Iterator[None]:
        """Hold the turn, and leave a mark by which readers see that something was written."""
        with self.reading():
            yield
            self.mark()

    def mark(self) -> None:
        """Leave a mark that is unlike all before."""
        if self._folder is not None:
            # written over and not anew: to empty a file and fill it costs more than to write a paper
            file = os.open(self._folder / GENERATION, os.O_WRONLY | os.O_CREAT, 0o644)
            try:
                os.write(file, b"%020d" % time.time_ns())
            finally:
                os.close(file)


@contextlib.contextmanager
def turn_if_any(folder: Path) -> Iterator[None]:
    """Hold the turn at a store that is read; where its folder cannot be written, nobody writes and none is needed."""
    with contextlib.ExitStack() as held:
        with contextlib.suppress(OSError):
            held.enter_context(Turns(folder).reading())
        yield


def generation(folder: Path) -> str:
    """Return the mark of the last change to a store; empty where nobody left one."""
    try:
        return (folder / GENERATION).read_text(encoding="ascii")
    except (OSError, UnicodeDecodeError):
        return ""
