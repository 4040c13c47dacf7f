"""A process of its own for work on what strangers wrote: ended after a time, held to a limit of memory.

A worker is started by command and not by ``multiprocessing``: so it can be ended alone, runs no script of the
caller's a second time, and works from a notebook.  ``sealed`` keeps Python code that parses bytes from opening
files, sockets and processes.  What is worked on is no business of this module.
"""

import atexit
import contextlib
import os
import pickle
import site
import subprocess
import sys
import sysconfig
import threading
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from queue import SimpleQueue
from types import TracebackType
from typing import IO, Any, Final, Self, TypeVar
from weakref import WeakSet

from hemkg.errors import HemkgError, ReadingStopped

T = TypeVar("T")
START = "from hemkg.isolation import serve; serve({memory})"
GRACE = 5  # seconds after which a worker that nobody ended ends itself
# What a process keeps of documents (words, freed memory that stays its own) grows with their number.  A new one takes
# its place after so many calls, which cost a hundred times its start, or when it has grown by a share of its limit.
LIFE = 2000  # calls
GROWTH = 0.25  # of the memory that it may hold, since its first call
AHEAD = 32  # documents a worker that are begun before an earlier one is done; what they became is held meanwhile


@dataclass(frozen=True, slots=True)
class Limits:
    """What the work on one document may take.

    Attributes:
        seconds: time by the clock [s].
        memory: data that the process may hold [bytes]; held on Linux.
    """

    seconds: float = 300.0
    memory: int = 4 * 2**30


USUAL: Final = Limits()


First = tuple[Callable[..., object], Sequence[object]]


class Worker:
    """One process that calls functions; a new one takes its place when it had to be ended, or has done its share.

    Args:
        limits: of each call.
        first: a function and its arguments, called once in each process before anything else.
    """

    def __init__(self, limits: Limits, first: First | None = None) -> None:
        self.limits = limits
        self._first = first
        self._process: subprocess.Popen[bytes] | None = None
        self._changing = threading.Lock()
        self._calls = 0
        self._size: int | None = None  # after the first call [bytes]
        self._is_late = False
        self._is_stopped = False
        _EVERY.add(self)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.end()

    def call(self, function: Callable[..., T], *arguments: object, about: str) -> T:
        """Return what a function of a module gives, called in the process.

        Args:
            function: named by its module, so no lambda.
            arguments: what can be pickled.
            about: what is worked on, for messages.

        Raises:
            ReadingStopped: if it takes too long, needs too much memory or ends the process.
            HemkgError: what the function raises of that kind.

        >>> with Worker(Limits(seconds=60)) as worker:
        ...     worker.call(len, "four", about="a word")
        4
        """
        if self._is_spent():
            self.end()
        is_new = self._process is None or self._process.poll() is not None
        if is_new and self._first is not None:
            self._called(*self._first, about)
        given = self._called(function, arguments, about)
        self._calls += 1
        return given  # type: ignore[no-any-return]

    def begin_with(self, first: First) -> None:
        """Call a function in each process before anything else, and in the running one before the next call.

        Nothing is called again for arguments that are the very same.
        """
        is_known = self._first is not None and self._first[0] is first[0] and _are_same(self._first[1], first[1])
        if not is_known and self._process is not None and self._process.poll() is None:
            self._called(*first, "a process")
        self._first = first

    def end(self) -> None:
        """End the process, if there is one."""
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.communicate()

    def stop(self) -> None:
        """Kill the process for good, whoever waits for its answer in another thread; that one ends the worker."""
        with self._changing:
            self._is_stopped = True
            if self._process is not None:
                self._process.kill()

    def _called(self, function: Callable[..., object], arguments: Sequence[object], about: str) -> Any:  # noqa: ANN401  whatever was called gives
        process = self._started(about)
        timer = threading.Timer(self.limits.seconds, self._end_late, [process])
        timer.start()
        try:
            told = _asked(process, function, arguments, self.limits.seconds)
        finally:
            timer.cancel()
        return self._understood(told, about)

    def _started(self, about: str) -> subprocess.Popen[bytes]:
        with self._changing:
            if self._is_stopped:
                raise ReadingStopped(f"{about} was not read, since all work was stopped; start it again.")
            if self._process is None or self._process.poll() is not None:
                self.end()
                self._is_late = False
                self._calls, self._size = 0, None
                self._process = _start(self.limits)
            return self._process

    def _is_spent(self) -> bool:
        """Whether the process has done its share, or keeps more than it should between two calls."""
        if self._process is None or self._calls == 0:
            return False
        size = _resident(self._process.pid)
        if self._size is None:
            self._size = size
        return self._calls >= LIFE or size > self._size + GROWTH * self.limits.memory

    def _end_late(self, process: subprocess.Popen[bytes]) -> None:
        self._is_late = True
        process.kill()

    def _understood(self, told: "tuple[str, Any] | None", about: str) -> Any:  # noqa: ANN401  whatever was called gives
        if told is not None and told[0] == _DONE:
            return told[1]
        if told is not None and told[0] == _REFUSED:
            raise told[1]
        self.end()
        raise ReadingStopped(self._why(told, about))

    def _why(self, told: tuple[str, Any] | None, about: str) -> str:
        if told is not None:
            size = self.limits.memory // 2**20
            said = f"{about} needed more than {size} MB of memory and was stopped"
            return f"{said}; leave it out or set HEMKG_MEMORY higher."
        if self._is_late:
            limit = f"{self.limits.seconds:g} s"
            return f"{about} took more than {limit} and was stopped; leave it out or set HEMKG_SECONDS higher."
        return f"{about} ended the process that was reading it; leave it out and report it."


_EVERY: "Final[WeakSet[Worker]]" = WeakSet()


def stop_all() -> None:
    """Kill the processes of all workers for good: whoever waits for an answer learns that work was stopped."""
    for worker in list(_EVERY):
        worker.stop()


def _are_same(these: Sequence[object], those: Sequence[object]) -> bool:
    return len(these) == len(those) and all(this is that for this, that in zip(these, those, strict=True))


def _resident(process: int) -> int:
    """Return the memory that a process keeps [bytes], 0 where the system does not tell."""
    try:
        pages = Path(f"/proc/{process}/statm").read_text(encoding="ascii").split()[1]
    except (OSError, IndexError):
        return 0
    return int(pages) * os.sysconf("SC_PAGE_SIZE")


SECRETS = frozenset({"HEMKG_STORE_PASSWORD", "HEMKG_LANGUAGE_MODEL_KEY"})  # no business of who reads strangers' files
_DONE, _REFUSED, _TOO_LARGE = "done", "refused", "too large"


def known_to_workers() -> dict[str, str]:
    """Return the environment without what is no business of who reads strangers' files."""
    return {name: value for name, value in os.environ.items() if name not in SECRETS}


def _start(limits: Limits) -> subprocess.Popen[bytes]:
    command = START.format(memory=limits.memory)
    known = os.pathsep.join(path for path in sys.path if path)
    is_watched = os.environ.get("HEMKG_DEBUG", "") in {"1", "yes", "true"}
    return subprocess.Popen(  # noqa: S603  our own interpreter and module
        [sys.executable, "-P", "-c", command],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=None if is_watched else subprocess.DEVNULL,
        # one core each: several stand side by side
        env={"OMP_NUM_THREADS": "1", **known_to_workers(), "PYTHONPATH": known},
        # out of the reach of what a terminal sends to all that runs in it: whoever started the worker ends it
        process_group=None if sys.platform == "win32" else 0,
    )


def _asked(
    process: subprocess.Popen[bytes], function: object, arguments: object, seconds: float
) -> tuple[str, Any] | None:
    """Return what a worker says to a call, None if it ends before it has said it."""
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        pickle.dump((function, arguments, seconds), process.stdin)
        process.stdin.flush()
        told: tuple[str, Any] = pickle.load(process.stdout)  # noqa: S301  our own process wrote it
    except (EOFError, OSError, pickle.UnpicklingError):
        return None
    return told


def side_by_side(
    function: Callable[..., T],
    each: Iterable[tuple[str, Sequence[object]]],
    *,
    workers: int,
    limits: Limits,
    first: First | None = None,
) -> "Generator[T | ReadingStopped, None, None]":
    """Yield what a function gives for many arguments, in their order, in several processes.

    Arguments are taken and results held only a few a process ahead of what was yielded, so that memory does not grow
    with their number.  Whoever leaves off early closes the iterator, which ends the processes.

    Args:
        function: named by its module.
        each: what is worked on, for messages, and the arguments.
        workers: processes side by side.
        limits: of each call.
        first: a function and its arguments, called once in each process before anything else.

    Yields:
        what the function gives, or why it was stopped.
    """
    crew = _Crew(workers, limits, first)
    waiting: deque[Future[T | ReadingStopped]] = deque()
    try:
        for about, arguments in each:
            waiting.append(crew.begin(function, about, arguments))
            while waiting and (len(waiting) >= AHEAD * workers or waiting[0].done()):
                yield _next_of(waiting)
        while waiting:
            yield _next_of(waiting)
    finally:
        crew.leave(is_free=not waiting)


def _next_of(waiting: "deque[Future[T]]") -> T:
    """Return the next answer, which is taken from those that are waited for when it is there and not before."""
    told = waiting[0].result()
    waiting.popleft()
    return told


class _Crew:
    """Workers that take what comes; one of them stays warm for the next crew."""

    def __init__(self, workers: int, limits: Limits, first: First | None) -> None:
        self._every = [_borrowed(limits), *(Worker(limits) for _ in range(workers - 1))]
        self._free: SimpleQueue[Worker] = SimpleQueue()
        for worker in self._every:
            self._free.put(worker)
        self._first = first
        self._pool = ThreadPoolExecutor(workers)

    def begin(
        self, function: Callable[..., T], about: str, arguments: Sequence[object]
    ) -> "Future[T | ReadingStopped]":
        """Begin a call as soon as a worker is free; the answer comes later."""
        return self._pool.submit(self._one, function, about, arguments)

    def _one(self, function: Callable[..., T], about: str, arguments: Sequence[object]) -> "T | ReadingStopped":
        worker = self._free.get()
        try:
            if self._first is not None:
                worker.begin_with(self._first)
            return worker.call(function, *arguments, about=about)
        except ReadingStopped as stopped:
            return stopped
        finally:
            self._free.put(worker)

    def leave(self, *, is_free: bool) -> None:
        """End the workers, in the middle of their calls unless they are free; a free one is kept warm."""
        kept, left = (self._every[:1], self._every[1:]) if is_free else ([], self._every)
        for worker in left:
            worker.stop()
        self._pool.shutdown(wait=True, cancel_futures=True)  # soon: whoever waits for a process learns that it ended
        for worker in left:
            worker.end()
        for worker in kept:
            _give_back(worker, is_free=True)


@contextlib.contextmanager
def warm_worker(limits: Limits) -> Iterator[Worker]:
    """Lend a process that is kept for the next who asks, so that what it has loaded is loaded once.

    Args:
        limits: of each call.
    """
    worker, is_whole = _borrowed(limits), False
    try:
        yield worker
        is_whole = True
    finally:
        _give_back(worker, is_free=is_whole)


_IDLE: Final[list[Worker]] = []


def _borrowed(limits: Limits) -> Worker:
    """Return the worker that stayed warm after the last calls, if it may hold as much memory, else a new one."""
    try:
        worker = _IDLE.pop()
    except IndexError:  # another thread may have been quicker
        worker = None
    if worker is not None and worker.limits.memory == limits.memory:
        worker.limits = limits
        return worker
    if worker is not None:
        worker.end()
    return Worker(limits)


def _give_back(worker: Worker, *, is_free: bool) -> None:
    """Keep one worker warm for the next calls; the process ends with this one, whose pipe it reads."""
    if is_free and not _IDLE:
        _IDLE.append(worker)
    else:
        worker.end()


@atexit.register
def _end_idle() -> None:
    while _IDLE:
        _IDLE.pop().end()


# ---------------------------------------------------------------- inside the process


def serve(memory: int) -> None:
    """Answer calls until nobody asks any more; what is printed meanwhile goes to the errors.

    Args:
        memory: data that the process may hold [bytes].
    """
    asked, told = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    with Path(os.devnull).open("rb") as nothing:
        os.dup2(nothing.fileno(), 0)
    os.dup2(2, 1)
    _limit_memory(memory)
    with contextlib.suppress(EOFError, BrokenPipeError):
        while True:
            # seconds: after which the call ends the process, should the caller be gone
            function, arguments, seconds = pickle.load(asked)  # noqa: S301  our own parent wrote it
            _set_alarm(seconds + GRACE)
            _tell(told, _answer(function, arguments))
            _set_alarm(0)


def _answer(function: Callable[..., object], arguments: Sequence[object]) -> tuple[str, object]:
    try:
        return _DONE, function(*arguments)
    except HemkgError as error:
        return _REFUSED, error
    except MemoryError:
        return _TOO_LARGE, None


def _tell(told: IO[bytes], answer: tuple[str, object]) -> None:
    pickle.dump(answer, told, protocol=pickle.HIGHEST_PROTOCOL)
    told.flush()


def _limit_memory(memory: int) -> None:
    """Hold the process to a limit where the system can."""
    if sys.platform == "win32":
        return
    import resource

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with contextlib.suppress(ValueError, OSError):  # a lower limit was set from outside, or the system has none
        resource.setrlimit(resource.RLIMIT_DATA, (memory, memory))


def _set_alarm(seconds: float) -> None:
    if sys.platform != "win32":
        import signal

        signal.setitimer(signal.ITIMER_REAL, seconds)


# ---------------------------------------------------------------- a seal on Python


class _Seal(threading.local):
    is_on = False


_SEAL: Final = _Seal()
_REFUSED_EVENTS = (
    "socket.", "subprocess.", "os.system", "os.exec", "os.posix_spawn", "os.spawn", "os.fork", "os.remove",
    "os.rename", "os.rmdir", "os.mkdir", "os.link", "os.symlink", "os.truncate", "os.chmod", "os.chown", "shutil.",
    "urllib.", "ftplib.", "smtplib.", "http.client.", "webbrowser.", "pty.", "sqlite3.connect",
)  # fmt: skip
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND


@contextlib.contextmanager
def sealed(about: str) -> Iterator[None]:
    """Refuse this thread files, sockets and processes; Python's own modules may still be imported.

    Args:
        about: what is worked on, for messages.

    Raises:
        ReadingStopped: in the block, where something is opened all the same.

    >>> with sealed("a.xml"):
    ...     open("/etc/hostname")
    Traceback (most recent call last):
    hemkg.errors.ReadingStopped: a.xml made its reader want a file, a connection or a process (open)...
    """
    _hook()
    before, _SEAL.is_on = _SEAL.is_on, True
    try:
        yield
    except _Refused as refused:
        said = f"{about} made its reader want a file, a connection or a process ({refused}), which was refused"
        raise ReadingStopped(f"{said}; leave it out and report it.") from None
    finally:
        _SEAL.is_on = before


@contextlib.contextmanager
def unsealed() -> Iterator[None]:
    """Lift the seal for our own code that must start a program, with arguments that no document gave."""
    before, _SEAL.is_on = _SEAL.is_on, False
    try:
        yield
    finally:
        _SEAL.is_on = before


class _Refused(BaseException):
    """Raised through whatever parses; a broad except of a library does not swallow it."""


_HOOKED: Final[list[bool]] = []


def _hook() -> None:
    if not _HOOKED:
        _HOOKED.append(True)
        sys.addaudithook(_audit)


def _audit(event: str, arguments: Sequence[Any]) -> None:
    if _SEAL.is_on and (event.startswith(_REFUSED_EVENTS) or (event == "open" and not _is_of_python(*arguments))):
        raise _Refused(event)


def _is_of_python(path: object, mode: object, flags: object) -> bool:
    """Whether an opened file belongs to Python or a library and is only read, or the file is open already."""
    del mode
    if isinstance(flags, int) and flags & _WRITING:
        return False
    if isinstance(path, int):
        return True
    real = os.path.realpath(os.fsdecode(path))  # type: ignore[arg-type]
    return real.startswith(_homes()) or (real.endswith(_CODE) and real.startswith(_code_folders()))


_CODE = (".py", ".pyc", ".so", ".pyd", ".dll", ".dylib")


@cache
def _homes() -> tuple[str, ...]:
    """Return the folders of Python, its libraries and ours, in which everything may be read."""
    named = {*sysconfig.get_paths().values(), *site.getsitepackages(), str(Path(__file__).parent)}
    return tuple(os.path.realpath(path) + os.sep for path in sorted(named))


@cache
def _code_folders() -> tuple[str, ...]:
    """Return the folders in which code may be read, since imports look there."""
    return tuple(os.path.realpath(path) + os.sep for path in sys.path if path)
