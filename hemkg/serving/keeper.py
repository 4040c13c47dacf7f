"""Keeps the desks at the newest state of the store: looks whether a build wrote, and lets all turn to it at once."""

import asyncio
import contextlib
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from hemkg.errors import HemkgError
from hemkg.model.answer import Scope

if TYPE_CHECKING:
    from hemkg.serving.desk import Desk
    from hemkg.store.catalogue import Catalogue, KeptState

EVERY: Final = 2.0
OPENING: Final = "the store is being opened."
LONGEST: Final = 30.0  # that may lie between two looks [s]
SHARE: Final = 0.2  # of the time that turning to new states may take, so that answering has the rest


@dataclass(frozen=True, slots=True)
class _State:
    """A state of the store that is kept open for all processes, and what it holds."""

    generation: str
    catalogue: "Catalogue"
    place: "KeptState"
    scope: Scope


class Keeper:
    """Looks at a store in the background.

    Args:
        folder: of the store.
        desks: that are kept at its newest state.
        every: how often to look [s].

    Attributes:
        trouble: why the newest state cannot be read, None if it can.
    """

    def __init__(self, folder: Path, desks: "Sequence[Desk]", every: float = EVERY) -> None:
        self.trouble: str | None = OPENING
        self._folder = folder
        self._desks = desks
        self._every = every
        self._state: _State | None = None
        self._current = 0.0
        self._watching: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin to look."""
        self._watching = asyncio.create_task(self._watch())

    async def close(self) -> None:
        """Look no more, and let go of the store."""
        if self._watching is not None:
            self._watching.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._watching
        if self._state is not None:
            self._state.catalogue.close()

    def seen(self) -> tuple[Scope, float] | None:
        """Return what the store holds, and the time since that was known to be the newest [s]; None if unknown."""
        return None if self._state is None else (self._state.scope, time.monotonic() - self._current)

    async def _watch(self) -> None:
        while True:
            began, is_first = time.monotonic(), self._state is None
            try:
                await self._renew(began)
            except (HemkgError, OSError, RuntimeError) as error:  # told by /ready; the next look may go better
                self.trouble = str(error)
            taken = 0.0 if is_first else time.monotonic() - began
            await asyncio.sleep(min(max(self._every, taken * (1 / SHARE - 1)), LONGEST))

    async def _renew(self, began: float) -> None:
        from hemkg.store.pairing import generation

        before = self._state
        if before is None or self.trouble is not None or generation(self._folder) != before.generation:
            state = await asyncio.to_thread(self._opened)
            with contextlib.ExitStack() as undone:
                undone.callback(state.catalogue.close)
                await asyncio.gather(*(desk.turn_to(state.place) for desk in self._desks))
                undone.pop_all()
            self._state, self.trouble = state, None
            if before is not None:
                await asyncio.to_thread(before.catalogue.close)
        self._current = began

    def _opened(self) -> _State:
        from hemkg.store.catalogue import Catalogue, status
        from hemkg.store.claims import count_papers
        from hemkg.store.pairing import generation

        told = generation(self._folder)  # before it is opened: what is written meanwhile is looked at again
        catalogue = Catalogue.open(self._folder)
        with_text, titles = count_papers(catalogue.graph)
        scope = Scope(with_text, titles, status(catalogue)["failed"], catalogue.digest()[:16])
        return _State(told, catalogue, catalogue.kept_state(), scope)
