"""A desk: so many processes that work, so many requests that wait for one; whoever comes then is told to come later."""

import asyncio
import contextlib
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from typing import TypeVar

from hemkg.errors import AnswerStopped, HemkgError, ReadingStopped, ServerBusy
from hemkg.isolation import Limits, Worker

T = TypeVar("T")
Opening = tuple[Callable[[str], None], str]


class Desk:
    """Processes of one kind, and the queue before them.

    Args:
        name: what is done here, for messages and metrics: ``answers``.
        processes: that work side by side.
        limits: of one piece of work.
        opening: what a process does before it takes work, and what of.
        opening_seconds: that it may take for that [s].
        waiting: requests that may wait.
        patience: time that one may wait [s].
    """

    def __init__(
        self, name: str, *, processes: int, limits: Limits, opening: Opening, opening_seconds: float,
        waiting: int, patience: float,
    ) -> None:  # fmt: skip
        self.name = name
        self.limits = limits
        self.waiting = 0
        self.running = 0
        self.refused = 0
        self.stopped = 0
        self.opened = 0
        self.is_closing = False
        self._opening = opening
        self._opening_limits = Limits(opening_seconds, limits.memory)
        self._most_waiting = waiting
        self._patience = patience
        self._workers = [Worker(limits) for _ in range(processes)]
        self._threads = ThreadPoolExecutor(processes, thread_name_prefix=name)
        self._free: asyncio.Queue[Worker | None] = asyncio.Queue()
        self._loop: asyncio.AbstractEventLoop | None = None

    def open(self) -> None:
        """Let all processes make ready; each takes work when it is."""
        self._loop = asyncio.get_running_loop()
        for worker in self._workers:
            self._threads.submit(self._make_ready, worker)

    async def call(self, function: Callable[..., T], *arguments: object) -> T:
        """Return what a function gives, called in one of the processes as soon as one is free.

        Raises:
            ServerBusy: if too many wait, or it waited too long, or the server is being stopped.
            AnswerStopped: if it takes too long or too much memory.
            HemkgError: what the function raises of that kind.
        """
        worker = await self._worker()
        self.running += 1
        # asked by the wall clock: the work goes on in its process although who asked is gone
        work = self._threads.submit(partial(self._run, worker, function, arguments))
        work.add_done_callback(partial(self._is_done, worker))
        return await asyncio.wrap_future(work)

    def stop_taking(self) -> None:
        """Refuse whoever waits and whoever comes; what runs goes on."""
        if not self.is_closing:
            self.is_closing = True
            for _ in range(self.waiting):
                self._free.put_nowait(None)

    async def close(self, opened: Callable[[str], None], seconds: float) -> None:
        """End the processes, those at rest in good order, those at work when their time is over.

        Args:
            opened: undoes what a process opened.
            seconds: that this may take [s].
        """
        self.stop_taking()
        self._threads.shutdown(wait=False, cancel_futures=True)
        resting = []
        with contextlib.suppress(asyncio.QueueEmpty):
            while True:
                resting.append(self._free.get_nowait())
        await asyncio.to_thread(_let_go, [w for w in resting if w], opened, self._opening[1], seconds)
        for worker in self._workers:
            worker.end()

    async def _worker(self) -> Worker:
        if self.is_closing:
            raise self._refusal("the server is being stopped")
        if self._free.empty() and self.waiting >= self._most_waiting:
            raise self._refusal(f"{self.waiting} others wait already")
        self.waiting += 1
        try:
            worker = await asyncio.wait_for(self._free.get(), self._patience)
        except TimeoutError:
            raise self._refusal(f"{self._patience:g} s went by") from None
        finally:
            self.waiting -= 1
        if worker is None:
            raise self._refusal("the server is being stopped")
        return worker

    def _refusal(self, why: str) -> ServerBusy:
        self.refused += 1
        return ServerBusy(f"there was no time for this request, {why}; ask again a little later.")

    def _run(self, worker: Worker, function: Callable[..., T], arguments: Sequence[object]) -> T:
        began = time.monotonic()
        try:
            return worker.call(function, *arguments, about="this request")
        except ReadingStopped:
            self.stopped += 1
            is_late = time.monotonic() - began >= self.limits.seconds
            asks = f"more than {self.limits.seconds:g} s" if is_late else "more memory than it may have"
            raise AnswerStopped(f"this would take {asks} and was stopped; ask for less.", is_late=is_late) from None

    def _is_done(self, worker: Worker, work: "Future[object]") -> None:
        """Take the process back; one that had to be ended starts anew first."""
        error = None if work.cancelled() else work.exception()
        with contextlib.suppress(RuntimeError):  # everything is being stopped
            if isinstance(error, AnswerStopped):
                self._threads.submit(self._make_ready, worker)
            else:
                self._tell(self._free.put_nowait, worker)
            self._tell(self._is_over)

    def _is_over(self) -> None:
        self.running -= 1

    def _make_ready(self, worker: Worker) -> None:
        open_store, folder = self._opening
        worker.limits = self._opening_limits
        with contextlib.suppress(HemkgError):  # whoever asks next is told
            worker.call(open_store, folder, about="the store")
        worker.limits = self.limits
        with contextlib.suppress(RuntimeError):
            self._tell(self._is_open)
            self._tell(self._free.put_nowait, worker)

    def _is_open(self) -> None:
        self.opened += 1

    def _tell(self, what: Callable[..., object], *given: object) -> None:
        assert self._loop is not None
        self._loop.call_soon_threadsafe(what, *given)


def _let_go(workers: Sequence[Worker], opened: Callable[[str], None], folder: str, seconds: float) -> None:
    for worker in workers:
        worker.limits = Limits(seconds, worker.limits.memory)
        with contextlib.suppress(HemkgError):
            worker.call(opened, folder, about="the store")
