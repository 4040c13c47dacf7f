"""A store that is read while a build writes it: readers get a state of it that does not change and is soon renewed.

Whoever reads borrows the newest state that stands ready and finishes on it; a newer one is opened and prepared beside
it, and the old one is closed after its last reader.  What was read of a state is kept with the state and goes with it.
"""

import contextlib
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Final, Generic, Self, TypeVar

from hemkg.errors import HemkgError, StoreMissing
from hemkg.store.catalogue import Catalogue
from hemkg.store.oxigraph import check
from hemkg.store.pairing import generation

T = TypeVar("T")
Prepare = Callable[[Catalogue, T | None], T]
EVERY: Final = 2.0
SHARE: Final = 0.2  # of the time that preparing new states may take at most, so that answering has the rest


@dataclass(slots=True, eq=False)
class _State(Generic[T]):
    """A state of the store, what is lent of it, and to how many; an empty one where there is no store yet."""

    generation: str
    catalogue: Catalogue
    lent: T
    readers: int = 0
    is_old: bool = False
    is_missing: bool = False


class LiveCatalogue(Generic[T]):
    """The newest state of a store, lent to readers and renewed after each build.

    Args:
        folder: of the store.
        prepare: makes what is lent of a catalogue, and does beforehand what would make a first reader wait; it is
            given what was lent of the state before, if any.
        every: how often to look whether something was written [s].
        may_be_missing: whether an empty state is lent where there is no store, until somebody makes one.

    Raises:
        StoreMissing, StoreBroken, StoreVersion: as ``Catalogue.open`` does.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     Catalogue.open(Path(folder), write=True, create=True).close()
    ...     with LiveCatalogue(Path(folder), lambda catalogue, before: catalogue) as live, live.lend() as catalogue:
    ...         catalogue.graph.count()
    0
    """

    def __init__(
        self, folder: Path, prepare: Prepare[T], every: float = EVERY, *, may_be_missing: bool = False
    ) -> None:
        self.folder = folder
        self.trouble: str | None = None
        self._prepare = prepare
        self._every = every
        self._lock = threading.Lock()  # held while states are counted and swapped, never while one is opened
        self._renewing = threading.Lock()
        self._stopped = threading.Event()
        self._watcher: threading.Thread | None = None
        self._state = self._first(may_be_missing=may_be_missing)
        self._checked = time.monotonic()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def age(self) -> float:
        """Time since what is lent was last known to be the newest there is [s]."""
        return time.monotonic() - self._checked

    @contextlib.contextmanager
    def lend(self) -> Iterator[T]:
        """Lend the newest state for the length of a ``with`` statement; it does not change meanwhile."""
        with self._lock:
            state = self._state
            state.readers += 1
        try:
            yield state.lent
        finally:
            with self._lock:
                state.readers -= 1
                is_last = state.is_old and not state.readers
            if is_last:
                state.catalogue.close()

    def renew(self) -> bool:
        """Let a newer state take the place of the one that is lent, if something was written; return whether.

        A store that cannot be opened leaves the old state in place, and ``trouble`` says why.
        """
        with self._renewing:
            began = time.monotonic()
            if self._stopped.is_set():
                return False
            if not self._has_news():
                self._checked = began
                return False
            try:
                state = self._opened(self._state.lent)
            except (HemkgError, OSError, RuntimeError, sqlite3.Error) as error:  # the watcher must not die of it
                self.trouble = str(error)
                return False
            self.trouble, self._checked = None, began
            self._retire(state)
            return True

    def watch(self) -> None:
        """Renew in the background from now on."""
        self._watcher = threading.Thread(target=self._keep_watch, name="store-watcher", daemon=True)
        self._watcher.start()

    def close(self) -> None:
        """Stop watching and let go of the store; who still reads finishes first."""
        self._stopped.set()
        if self._watcher is not None:
            self._watcher.join()
        with self._renewing:
            self._retire(None)

    def _has_news(self) -> bool:
        """Whether a state that is not the one which is lent may be had by opening the store."""
        if not self._state.is_missing:
            return generation(self.folder) != self._state.generation or self.trouble is not None
        try:
            check(self.folder)
        except StoreMissing:
            return False
        except HemkgError:
            return True  # to be told why it cannot be opened
        return True

    def _first(self, *, may_be_missing: bool) -> _State[T]:
        try:
            return self._opened(None)
        except StoreMissing:
            if not may_be_missing:
                raise
            nothing = Catalogue.in_memory()
            return _State("", nothing, self._prepare(nothing, None), is_missing=True)

    def _opened(self, before: T | None) -> _State[T]:
        told = generation(self.folder)  # before it is opened: what is written meanwhile is looked at again
        with contextlib.ExitStack() as undone:
            catalogue = Catalogue.open(self.folder)
            undone.callback(catalogue.close)
            state = _State(told, catalogue, self._prepare(catalogue, before))
            undone.pop_all()
        return state

    def _retire(self, successor: _State[T] | None) -> None:
        with self._lock:
            old = self._state
            if successor is not None:
                self._state = successor
            is_free = not old.is_old and not old.readers
            old.is_old = True
        if is_free:
            old.catalogue.close()

    def _keep_watch(self) -> None:
        pause = self._every
        while not self._stopped.wait(pause):
            began = time.monotonic()
            self.renew()
            pause = max(self._every, (time.monotonic() - began) / SHARE)
