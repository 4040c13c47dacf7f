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
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from queue import SimpleQueue
from types import TracebackType
from typing import IO, Any, Final, Self, TypeVar

from hemkg.errors import HemkgError, ReadingStopped

T = TypeVar("T")
START = "from hemkg.isolation import serve; serve({memory})"
GRACE = 5  # seconds after which a worker that nobody ended ends itself


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


class Worker:
    """One process that calls functions; a new one takes its place when it had to be ended.

    Args:
        limits: of each call.
    """

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self._process: subprocess.Popen[bytes] | None = None
        self._is_late = False

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
        process = self._started()
        timer = threading.Timer(self.limits.seconds, self._end_late, [process])
        timer.start()
        try:
            told = _asked(process, function, arguments, self.limits.seconds)
        finally:
            timer.cancel()
        return self._understood(told, about)  # type: ignore[no-any-return]

    def end(self) -> None:
        """End the process, if there is one."""
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.communicate()

    def _started(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None:
            self.end()
            self._is_late = False
            self._process = _start(self.limits)
        return self._process

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


SECRETS = frozenset({"HEMKG_STORE_PASSWORD", "HEMKG_LANGUAGE_MODEL_KEY"})  # no business of who reads strangers' files
_DONE, _REFUSED, _TOO_LARGE = "done", "refused", "too large"


def _start(limits: Limits) -> subprocess.Popen[bytes]:
    command = START.format(memory=limits.memory)
    known = os.pathsep.join(path for path in sys.path if path)
    is_watched = os.environ.get("HEMKG_DEBUG", "") in {"1", "yes", "true"}
    return subprocess.Popen(  # noqa: S603  our own interpreter and module
        [sys.executable, "-P", "-c", command],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=None if is_watched else subprocess.DEVNULL,
        env={**{name: value for name, value in os.environ.items() if name not in SECRETS}, "PYTHONPATH": known},
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
    function: Callable[..., T], each: Sequence[tuple[str, Sequence[object]]], *, workers: int, limits: Limits
) -> "Iterator[T | ReadingStopped]":
    """Yield what a function gives for many arguments, in their order, in several processes.

    Args:
        function: named by its module.
        each: what is worked on, for messages, and the arguments.
        workers: processes side by side.
        limits: of each call.

    Yields:
        what the function gives, or why it was stopped.
    """
    free: SimpleQueue[Worker] = SimpleQueue()
    every = [_borrowed(limits), *(Worker(limits) for _ in range(workers - 1))]
    for worker in every:
        free.put(worker)

    def one(item: tuple[str, Sequence[object]]) -> "T | ReadingStopped":
        worker = free.get()
        try:
            return worker.call(function, *item[1], about=item[0])
        except ReadingStopped as stopped:
            return stopped
        finally:
            free.put(worker)

    pool, is_whole = ThreadPoolExecutor(len(every)), False
    try:
        yield from pool.map(one, each)
        is_whole = True
    finally:
        pool.shutdown(wait=False, cancel_futures=True)
        for worker in every[1:]:
            worker.end()
        _give_back(every[0], is_free=is_whole)


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
    worker = _IDLE.pop() if _IDLE else None
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
