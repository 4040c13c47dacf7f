"""A desk: so many processes that work, so many requests that wait for one; whoever comes then is told to come later."""

import asyncio
import contextlib
import time
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Concatenate, ParamSpec, TypeVar

from hemkg.errors import AnswerStopped, HemkgError, ReadingStopped, ServerBusy
from hemkg.isolation import Limits, Worker
from hemkg.serving.inside import let_go
from hemkg.store.catalogue import KeptState

T = TypeVar("T")
Given = ParamSpec("Given")
STOPPING = "the server is being stopped"


@dataclass(slots=True, eq=False)
class _Seat:
    """A process, and who wants this one and no other."""

    worker: Worker
    claims: "deque[asyncio.Future[_Seat]]" = field(default_factory=deque)


class Desk:
    """Processes of one kind, and the queue before them.

    Args:
        name: what is done here, for messages and metrics: ``answers``.
        processes: that work side by side.
        limits: of one piece of work.
        opening: how a process opens a state of the store.
        opening_seconds: that it may take for that [s].
        waiting: requests that may wait.
        patience: time that one may wait [s].

    Attributes:
        place: the state of the store that answers are given from; None until there is one.
        running, refused, stopped: requests that are worked on, and that came to no answer.
    """

    def __init__(
        self, name: str, *, processes: int, limits: Limits, opening: Callable[[KeptState], None],
        opening_seconds: float, waiting: int, patience: float,
    ) -> None:  # fmt: skip
        self.name = name
        self.limits = limits
        self.place: KeptState | None = None
        self.running = 0
        self.refused = 0
        self.stopped = 0
        self._opening = opening
        self._opening_limits = replace(limits, seconds=opening_seconds)
        self._most_waiting = waiting
        self._patience = patience
        self._seats = [_Seat(Worker(limits)) for _ in range(processes)]
        self._idle = list(self._seats)
        self._queue: deque[asyncio.Future[_Seat]] = deque()
        self._threads = ThreadPoolExecutor(processes, thread_name_prefix=name)
        self._is_closing = False

    @property
    def waiting(self) -> int:
        """Requests that wait for a process."""
        return sum(not waiter.done() for waiter in self._queue)

    async def call(
        self, function: Callable[Concatenate[KeptState, Given], T], *given: Given.args, **named: Given.kwargs
    ) -> T:
        """Return what a function gives for the store, called in one of the processes as soon as one is free.

        Raises:
            ServerBusy: if too many wait, or it waited too long, or the server is being opened or stopped.
            AnswerStopped: if it takes too long or too much memory.
            HemkgError: what the function raises of that kind.
        """
        seat = await self._next_seat()
        place = self.place
        assert place is not None
        self.running += 1
        work = self._threads.submit(self._run, seat, partial(function, place, *given, **named))
        # whoever asked may be gone before it is done; the process is free only then
        loop = asyncio.get_running_loop()
        work.add_done_callback(lambda done: _tell(loop, self._settle, seat, done))
        return await asyncio.wrap_future(work)

    async def turn_to(self, place: KeptState) -> None:
        """Give answers from another state of the store, once all processes have opened it.

        They do that one after the other, while the others answer.

        Raises:
            HemkgError: if one cannot open it; then the state before is kept.
        """
        if self.place is None:
            await asyncio.gather(*(self._with(seat, self._open, place) for seat in self._seats))
        else:
            for seat in self._seats:
                await self._with(seat, self._open, place)
        self.place = place
        for seat in self._seats:
            await self._with(seat, self._let_go, place)

    def stop_taking(self) -> None:
        """Refuse whoever waits and whoever comes; what runs goes on."""
        self._is_closing = True
        while self._queue:
            waiter = self._queue.popleft()
            if not waiter.done():
                waiter.set_exception(self._refusal(STOPPING))

    async def close(self) -> None:
        """End the processes, those at rest in good order."""
        self.stop_taking()
        for seat in self._idle:
            with contextlib.suppress(HemkgError):
                await asyncio.to_thread(self._let_go, seat.worker, None)
        for seat in self._seats:
            seat.worker.end()
        self._threads.shutdown(wait=False, cancel_futures=True)

    # ------------------------------------------------------------ seats

    async def _next_seat(self) -> _Seat:
        if self._is_closing:
            raise self._refusal(STOPPING)
        if self.place is None:
            raise self._refusal("the store is being opened")
        if self._idle:
            return self._idle.pop()
        if self.waiting >= self._most_waiting:
            raise self._refusal(f"{self.waiting} others wait already")
        try:
            return await self._wait_in(self._queue, self._patience)
        except TimeoutError:
            raise self._refusal(f"{self._patience:g} s went by") from None

    async def _wait_in(self, queue: "deque[asyncio.Future[_Seat]]", seconds: float | None = None) -> _Seat:
        waiter: asyncio.Future[_Seat] = asyncio.get_running_loop().create_future()
        queue.append(waiter)  # before anybody else is asked, so that who comes next is counted right
        try:
            return await asyncio.wait_for(waiter, seconds)
        except (asyncio.CancelledError, TimeoutError):
            if waiter.done() and not waiter.cancelled() and waiter.exception() is None:
                self._free(waiter.result())  # it came while who waited left
            raise

    def _free(self, seat: _Seat) -> None:
        for queue in (seat.claims, self._queue):
            while queue:
                waiter = queue.popleft()
                if not waiter.done():
                    waiter.set_result(seat)
                    return
        self._idle.append(seat)

    def _refusal(self, why: str) -> ServerBusy:
        self.refused += 1
        return ServerBusy(f"there was no time for this request, {why}; ask again a little later.")

    async def _with(self, seat: _Seat, work: "Callable[[Worker, KeptState], None]", place: KeptState) -> None:
        """Do something in one process, as soon as it is free."""
        if seat in self._idle:
            self._idle.remove(seat)
        else:
            await self._wait_in(seat.claims)
        try:
            await asyncio.to_thread(work, seat.worker, place)
        finally:
            self._free(seat)

    def _settle(self, seat: _Seat, done: "Future[object]") -> None:
        """Take a process back; one that had to be ended opens the store anew first."""
        self.running -= 1
        if isinstance(done.exception(), AnswerStopped) and self.place is not None and not self._is_closing:
            self.stopped += 1
            loop, again = asyncio.get_running_loop(), self._threads.submit(self._open_if_possible, seat, self.place)
            again.add_done_callback(lambda _: _tell(loop, self._free, seat))
        else:
            self._free(seat)

    # ------------------------------------------------------------ in a thread that waits for the process

    def _run(self, seat: _Seat, work: "partial[T]") -> T:
        began = time.monotonic()
        try:
            return seat.worker.call(work, about="this request")
        except ReadingStopped:
            is_late = time.monotonic() - began >= self.limits.seconds
            asks = f"more than {self.limits.seconds:g} s" if is_late else "more memory than it may have"
            raise AnswerStopped(f"this would take {asks} and was stopped; ask for less.", is_late=is_late) from None

    def _open(self, worker: Worker, place: KeptState) -> None:
        worker.limits = self._opening_limits
        try:
            worker.call(self._opening, place, about="the store")
        finally:
            worker.limits = self.limits

    def _open_if_possible(self, seat: _Seat, place: KeptState) -> None:
        with contextlib.suppress(HemkgError):  # whoever asks next is told
            self._open(seat.worker, place)

    def _let_go(self, worker: Worker, place: KeptState | None) -> None:
        worker.call(let_go, place, about="the store")


def _tell(loop: asyncio.AbstractEventLoop, what: Callable[..., None], *given: object) -> None:
    with contextlib.suppress(RuntimeError):  # the loop is closed, everything is over
        loop.call_soon_threadsafe(what, *given)
