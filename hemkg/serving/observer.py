"""What the listening process itself knows of the store: what it holds, and since when."""

import contextlib
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hemkg.errors import HemkgError
from hemkg.model.answer import Scope

if TYPE_CHECKING:
    from hemkg.store.catalogue import Catalogue
    from hemkg.store.live import LiveCatalogue

EVERY = 2.0


class Held:
    """What a state of the store holds, counted once."""

    def __init__(self, catalogue: "Catalogue") -> None:
        from hemkg.store.catalogue import status
        from hemkg.store.claims import count_papers

        with_text, titles = count_papers(catalogue.graph)
        self.scope = Scope(with_text, titles, status(catalogue)["failed"], catalogue.digest()[:16])


class Observer:
    """Looks at a store in the background.

    Args:
        opened: opens the store; called in the background until it succeeds.  What it lends has a ``scope``.
    """

    def __init__(self, opened: "Callable[[], LiveCatalogue[Any]]") -> None:
        self._opened = opened
        self._live: LiveCatalogue[Any] | None = None
        self._why = "the store is being opened."
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._open, name="observer", daemon=True)

    @classmethod
    def of(cls, folder: Path) -> "Observer":
        """Return an observer of the store in a folder."""

        def opened() -> "LiveCatalogue[Any]":
            from hemkg.store.live import LiveCatalogue

            live: LiveCatalogue[Held] = LiveCatalogue(folder, lambda catalogue, before: Held(catalogue))
            live.watch()
            return live

        return cls(opened)

    def start(self) -> None:
        """Begin to look."""
        self._thread.start()

    def close(self) -> None:
        """Look no more."""
        self._stopped.set()
        self._thread.join()
        if self._live is not None:
            self._live.close()

    @property
    def trouble(self) -> str | None:
        """Why the newest state cannot be read, None if it can."""
        return self._why if self._live is None else self._live.trouble

    def seen(self) -> tuple[Scope, float] | None:
        """Return what the store holds and how old that knowledge is [s]; None if it cannot be read."""
        if self._live is None:
            return None
        with self._live.lend() as held:
            return held.scope, self._live.age

    def _open(self) -> None:
        while self._live is None and not self._stopped.is_set():
            with contextlib.suppress(OSError):
                try:
                    self._live = self._opened()
                except HemkgError as error:
                    self._why = str(error)
            if self._live is None:
                self._stopped.wait(EVERY)
