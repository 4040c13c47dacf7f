"""The desk of the librarian: one thing after another is written, and everybody reads meanwhile."""

import queue
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path

from hemkg.building import BuildReport, build, counted, settle
from hemkg.errors import HemkgError, InputError, StoreBusy, StoreMissing
from hemkg.isolation import Limits, stop_all
from hemkg.librarian import shelf
from hemkg.librarian.intake import USUAL, Bounds, Brought, Intake, take_in
from hemkg.librarian.people import ITSELF, Person
from hemkg.librarian.shelf import Placed
from hemkg.librarian.tasks import OVER, Result, Seen, State, StopAsked, Task
from hemkg.model.decision import DecisionKind
from hemkg.pipeline import ALONE, Advice
from hemkg.settings import Settings
from hemkg.store.catalogue import Catalogue
from hemkg.store.curation.applying import Record

REFUSED = "only those who keep this library can change it; ask whoever runs the server."
NONE_SUCH = "this paper is not in the library any more; open the tab again."
BROKEN = "something broke inside hemkg; the details stand in the terminal that it was started in."
PATIENCE = 5.0  # that a decision waits for papers that are being read [s]
EVERY = 2.0  # between two tries where another process writes [s]
SHOWN_FOR = 3600.0  # that what came of a task can be seen [s]
MOST_WAITING = 20
ENDING = 8.0  # that a task gets to stop when the server is stopped [s]


class Librarian:
    """Writes a store for people on the page.

    Args:
        folder: of the store.
        renew: lets readers turn to the newest state; it is called after each change.
        settings: how papers are read; with half of the processes that are set, so that answers keep the rest.
        bounds: how much may be brought at once.
    """

    def __init__(
        self,
        folder: Path,
        renew: Callable[[], object] = lambda: None,
        settings: Settings | None = None,
        bounds: Bounds = USUAL,
    ) -> None:
        self.folder = folder
        self.settings = settings or Settings()
        self.bounds = bounds
        self._renew = renew
        self._turn = threading.Lock()
        self._tasks: list[Task] = []
        self._queue: queue.SimpleQueue[Task] = queue.SimpleQueue()
        self._starting = threading.Lock()
        self._placing = threading.Lock()
        self._thread: threading.Thread | None = None

    # ------------------------------------------------------------ at once

    @contextmanager
    def writing(self, person: Person) -> Iterator[Catalogue]:
        """Open the store for writing, when nobody else here does, and let readers see what was written.

        Raises:
            InputError: if the person may not write.
            StoreBusy: if another process writes the store, or papers are being read.
        """
        check_may_write(person)
        if not self._turn.acquire(timeout=PATIENCE):
            raise StoreBusy("papers are being read into this library just now; try again when that is done.")
        try:
            with Catalogue.open(self.folder, write=True) as catalogue:
                yield catalogue
            self._renew()
        finally:
            self._turn.release()

    def decide(
        self, person: Person, kind: DecisionKind, claim: str, reason: str, fields: Mapping[str, str] | None = None
    ) -> Record:
        """Decide on a claim in the name of a person.

        Args:
            person: whose word it is.
            kind: accept, reject or correct.
            claim: its IRI or number.
            reason: why.
            fields: what the claim should say, for a correction.

        Raises:
            InputError: if the person has no name or may not decide, or the claim cannot say so.
            StoreBusy: if another process writes the store, or papers are being read.
            UnknownTerm: if there is no such claim.
        """
        from hemkg import curating

        who = curating.named(person.name)
        with self.writing(person) as catalogue:
            return curating.decide(catalogue, kind, claim, who=who, reason=reason, fields=fields)

    def take_back(self, person: Person, decision: str) -> Record:
        """Take a decision back in the name of a person, so that what held before holds again.

        Args:
            person: whose word it is.
            decision: its number.

        Returns:
            the decision that was taken back.

        Raises:
            InputError: if the person has no name or may not decide, or no such decision stands.
            StoreBusy: if another process writes the store, or papers are being read.
        """
        from hemkg import curating

        who = curating.named(person.name)
        with self.writing(person) as catalogue:
            return curating.take_back(catalogue, decision, who=who)

    # ------------------------------------------------------------ in turn

    def add(self, person: Person, brought: Sequence[Brought]) -> tuple[Seen | None, tuple[str, ...]]:
        """Take files in and have them read, in turn.

        Args:
            person: who brings them.
            brought: the files; they may be gone when this returns.

        Returns:
            the task, None if nothing was let in; and why files were not, a sentence each.

        Raises:
            InputError: if the person may not write, or too much waits.
        """
        check_may_write(person)
        self._check_room()
        with tempfile.TemporaryDirectory(prefix="hemkg-intake-") as hold:
            intake = take_in(brought, Path(hold), self.bounds)
            if not intake.files:
                return None, intake.refused
            with self._placing:
                placed = self._place(intake)
        what = f"reading {counted(len(placed.read))}" if placed.read else "looking at what is there already"
        return self._take(Task(person, what, lambda task: self._add(task, placed))), intake.refused

    def _place(self, intake: Intake) -> Placed:
        """Copy what was let in into the store's folder; where there is no store, make one."""
        try:
            with Catalogue.open(self.folder) as catalogue:
                return shelf.place(intake, self.folder, catalogue.documents())
        except StoreMissing:
            Catalogue.open(self.folder, write=True, create=True).close()
            return shelf.place(intake, self.folder, {})

    def read_again(self, person: Person, keys: Sequence[str]) -> Seen:
        """Have documents read again, in turn: those that failed, and those that a newer version may read better.

        Raises:
            InputError: if the person may not write, there are no such files any more, or too much waits.
        """
        check_may_write(person)
        paths = _files_of(keys)
        if not paths:
            raise InputError("its file is not where it was, so that it cannot be read again; bring it once more.")
        what = f"reading {counted(len(paths))} again"
        return self._take(Task(person, what, lambda task: self._build(task, paths, tuple(keys))))

    def remove(self, person: Person, key: str) -> Seen:
        """Have a document taken out of the store, in turn; a file that was brought here is deleted.

        Raises:
            InputError: if the person may not write, or too much waits.
        """
        check_may_write(person)
        return self._take(Task(person, f"removing {shelf.name_of(key)}", lambda task: self._remove(task, key)))

    def stop(self, person: Person, number: int) -> None:
        """Have a task end as soon as the document that is being read is done.

        Raises:
            InputError: if the person may not write.
        """
        check_may_write(person)
        for task in self._tasks:
            if task.number == number:
                task.stop.set()

    def tasks(self) -> tuple[Seen, ...]:
        """Return what is being done, waits, and was done lately, in the order in which it was asked for."""
        now = time.monotonic()
        kept = [task for task in self._tasks if task.state not in OVER or now - task.ended < SHOWN_FOR]
        self._tasks = kept
        ahead, told = 0, []
        for task in kept:
            told.append(task.seen(ahead))
            ahead += task.state not in OVER
        return tuple(told)

    def take_up(self) -> None:
        """Read what was brought before and not read, since the server was ended meanwhile."""
        left = shelf.unread(self.folder)
        if left:
            paths = [path for batch in left for path in shelf.files_in(batch)]
            what = f"reading {counted(len(paths))} that came before the last stop"
            self._take(Task(ITSELF, what, lambda task: self._take_up(task, left, paths)))

    def close(self) -> None:
        """Stop what is being done; what was brought and not read is kept for the next time."""
        for task in self._tasks:
            task.keeps = True
            task.stop.set()
        if not self._is_idle_within(ENDING):
            stop_all()  # who waits for a paper that takes minutes would keep this process from its end
            self._is_idle_within(ENDING)

    def _is_idle_within(self, seconds: float) -> bool:
        """Wait until nothing is done any more, and return whether it is so."""
        end = time.monotonic() + seconds
        while any(task.state not in OVER for task in self._tasks):
            if time.monotonic() > end:
                return False
            time.sleep(0.05)
        return True

    # ------------------------------------------------------------ doing

    def _check_room(self) -> None:
        if sum(task.state not in OVER for task in self._tasks) >= MOST_WAITING:
            raise InputError("too much waits already to be read; come back when some of it is done.")

    def _take(self, task: Task) -> Seen:
        self._check_room()
        with self._starting:
            ahead = sum(other.state not in OVER for other in self._tasks)
            self._tasks.append(task)
            self._queue.put(task)
            if self._thread is None:
                self._thread = threading.Thread(target=self._work, name="librarian", daemon=True)
                self._thread.start()
        return task.seen(ahead)

    def _work(self) -> None:
        """Do one task after the other, each in a thread of its own: what breaks in one ends that one only."""
        while True:
            doing = threading.Thread(target=self._do, args=(self._queue.get(),), name="librarian's task", daemon=True)
            doing.start()
            doing.join()

    def _do(self, task: Task) -> None:
        """Do a task; however that ends, it is over then."""
        state, error = State.BROKEN, BROKEN
        task.state = State.RUNNING
        try:
            with self._turn:
                task.result = self._when_free(task)
                state, error = State.STOPPED if task.is_cut else State.DONE, ""
        except StopAsked:
            state, error = State.STOPPED, ""
        except HemkgError as refusal:
            error = str(refusal)
        finally:
            if not task.keeps:
                with suppress(HemkgError, OSError):
                    self._renew()
            task.end(state, error=error or None)

    def _when_free(self, task: Task) -> Result:
        """Do a task as soon as no other process writes the store."""
        while True:
            try:
                return task.work(task)
            except StoreBusy:
                task.state = State.BUSY
                task.stop.wait(EVERY)  # if it is to end, it is told so by itself, and clears up
                task.state = State.RUNNING

    def _add(self, task: Task, placed: Placed) -> Result:
        if task.stop.is_set() and not task.keeps:
            self._clear(placed.batch)
        with Catalogue.open(self.folder) as catalogue:  # another may have brought the same meanwhile
            placed = shelf.without_known(placed, catalogue.documents())
        if not placed.read:
            self._clear(placed.batch)
            return Result(unchanged=placed.unchanged, notes=placed.notes)
        return self._read(task, placed)

    def _take_up(self, task: Task, left: Sequence[Path], paths: Sequence[Path]) -> Result:
        result = Result()
        for batch in left:
            result = self._read(task, Placed(batch, tuple(path for path in paths if batch in path.parents)))
        return result

    def _read(self, task: Task, placed: Placed) -> Result:
        """Read what was placed; of what is not read when somebody stops it, nothing stays."""
        is_waiting = False
        try:
            result = self._build(task, placed.read, (), of=placed.batch)
        except StoreBusy:
            is_waiting = True
            raise
        finally:
            if not (is_waiting or task.keeps):
                self._clear(placed.batch)
        if task.keeps and not task.is_cut:
            self._clear(placed.batch)
        return replace(result, unchanged=result.unchanged + placed.unchanged, notes=(*placed.notes, *result.notes))

    def _clear(self, batch: Path) -> None:
        """Take away the files of a batch that no document of the store stands for."""
        with Catalogue.open(self.folder) as catalogue:
            shelf.clear(batch, catalogue.documents())

    def _build(self, task: Task, paths: Sequence[Path], keys: Sequence[str], of: Path | None = None) -> Result:
        """Read files into the store."""
        settings = self.settings
        if task.stop.is_set():
            task.is_cut = True
            raise StopAsked
        is_stopped = False
        try:
            report = build(
                paths, self.folder, workers=max(1, settings.workers // 2), largest=settings.largest_file,
                advice=_advice(settings), progress=task.tell, limits=Limits(settings.seconds, settings.memory),
                retries=True, rereads=of is None, keeps_meaning=settings.keeps_meaning,
            )  # fmt: skip
        except StopAsked:
            is_stopped, report = True, task.report
            task.is_cut = True
            if task.keeps:  # the server is ending, and the next build works out what follows
                raise
        with Catalogue.open(self.folder, write=is_stopped) as catalogue:
            if is_stopped:
                settle(catalogue)
            documents = catalogue.documents()
            inside = tuple(key for key in documents if of is not None and shelf.is_in(key, of))
        return _result(report, inside or tuple(key for key in keys if key in documents), is_stopped=is_stopped)

    def _remove(self, task: Task, key: str) -> Result:
        if task.stop.is_set():
            raise StopAsked
        with Catalogue.open(self.folder, write=True) as catalogue:
            document = catalogue.document(key)
            if document is None:
                raise InputError(NONE_SUCH)
            others = [d.key for d in catalogue.documents().values() if d.paper == document.paper and d.key != key]
            left = _files_of(others) if document.paper and document.status == "done" else []
            catalogue.withdraw(key)
            settle(catalogue)
        shelf.drop(key, self.folder)
        if left:  # a copy stands for the paper from now on
            self._build(task, left, ())
        return Result(notes=(f"{shelf.name_of(key)} was removed.",))


def check_may_write(person: Person) -> None:
    """Refuse a person who may only read.

    Raises:
        InputError: in that case.
    """
    if not person.may_write:
        raise InputError(REFUSED)


def _files_of(keys: Sequence[str]) -> list[Path]:
    files = dict.fromkeys(Path(key.partition("#")[0]) for key in keys)
    return [path for path in files if path.is_file()]


def _advice(settings: Settings) -> Advice:
    if not (settings.second_opinion or settings.language_model or settings.recognises_scans):
        return ALONE
    from hemkg.sources.language_model import Endpoint

    model = settings.language_model
    endpoint = Endpoint(model, settings.language_model_name, settings.language_model_key) if model else None
    return Advice(settings.second_opinion, endpoint, settings.recognises_scans)


def _result(report: BuildReport, documents: tuple[str, ...], *, is_stopped: bool) -> Result:
    failed = tuple((shelf.name_of(told["path"]), shelf.in_short(told["error"], told["path"])) for told in report.failed)
    same = (f"{shelf.name_of(s['path'])} is the same paper as {shelf.name_of(s['as'])}." for s in report.same)
    notes = (shelf.without_folders(note) for note in report.notes)
    return Result(
        report.added, report.updated, report.unchanged, failed, documents, (*same, *(() if is_stopped else notes))
    )
