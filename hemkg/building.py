"""A build: which documents are new or changed, what becomes of each, and what follows from it in the store.

Each document is counted once: in = added + updated + unchanged + failed.  What a document becomes is put into the
store in one transaction, so that a build that was cut off anywhere is finished by the next one.
"""

import hashlib
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, partial
from pathlib import Path

from hemkg import __version__
from hemkg.isolation import USUAL, Limits
from hemkg.model.paper import Bibliography
from hemkg.pipeline import ALONE, Advice, Done, Outcome, work_all
from hemkg.rdf import iris
from hemkg.read.compose import merged
from hemkg.sources.inputs import Found, Input, digest_of, find_inputs
from hemkg.store.catalogue import Catalogue, Document, rank_of
from hemkg.store.places import Place
from hemkg.store.twins import Works


@dataclass(slots=True)
class BuildReport:
    """What a build did.  ``documents`` is the sum of added, updated, unchanged and failed.

    ``same`` names files that are the same paper as another, with that file; ``supplements`` counts the documents that
    were read as parts of their papers.
    """

    documents: int = 0
    added: int = 0
    updated: int = 0
    unchanged: int = 0
    failed: list[dict[str, str]] = field(default_factory=list)
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


@cache
def engine() -> str:
    """Return a digest of everything that decides what is read in a paper: version, ontology, weights."""
    from hemkg.vocab.terms import ontology_directory

    digest = hashlib.sha256(__version__.encode())
    weights = Path(__file__).parent / "assemble" / "weights"
    for path in [*sorted(Path(str(ontology_directory())).glob("*.ttl")), *sorted(weights.glob("*.json"))]:
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def build(
    paths: Sequence[Path],
    folder: Place,
    *,
    workers: int,
    largest: int,
    advice: Advice = ALONE,
    progress: Progress | None = None,
    limits: Limits = USUAL,
) -> BuildReport:
    """Read, extract, validate and store the documents behind paths; do only what is new or changed.

    Args:
        paths: files, folders and bibliography files.
        folder: the store, or the server that holds it; made if it is not there.
        workers: processes side by side.
        largest: files above this size are refused [bytes].
        advice: who else is asked about what the papers say.
        progress: called after each document.
        limits: what reading one document may take.

    Returns:
        what was done.

    Raises:
        InputError: if a path does not exist or holds nothing; the store is as it was.
        StoreError: if the store cannot be written.
    """
    began = time.monotonic()
    found = find_inputs(paths, limits)
    with Catalogue.open(folder, write=True, create=True) as catalogue:
        run = _Run(catalogue, found, advice, progress)
        run.do(partial(work_all, workers=workers, largest=largest, advice=advice, known=found.known, limits=limits))
        report = run.report
        report.derived = _derive(catalogue, changed=run.is_changed)
        report.triples = catalogue.graph.count()
        report.claims = catalogue.claims()
    report.seconds = round(time.monotonic() - began, 2)
    return report


class _Run:
    """One build: documents go through readers into a store, each counted once."""

    def __init__(self, catalogue: Catalogue, found: Found, advice: Advice, progress: Progress | None) -> None:
        self.catalogue = catalogue
        self.advice = advice
        self.progress = progress
        self.said = {iris.paper(f"doi:{doi}"): known for doi, known in found.known.items()}
        self.sources = {source.key: source for source in _with_stored_supplements(catalogue, found.inputs)}
        documents = len(self.sources) + sum(len(source.supplements) for source in self.sources.values())
        self.report = BuildReport(documents=documents, notes=list(found.remarks))
        self.works = Works.of(catalogue.graph)
        self.is_changed = False
        self._touched: set[str] = set()
        self._unchanged: set[str] = set()

    def do(self, read_all: Callable[[Sequence[Input]], Iterator[Outcome]]) -> None:
        """Do what is new or changed, then what follows from it: supplements found, copies left alone."""
        self._read_all = read_all
        supplements = []
        for outcome in read_all([source for source in self.sources.values() if not self._is_done(source)]):
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

    def _tell(self, outcome: Outcome) -> None:
        if self.progress is not None:
            self.progress(outcome, self.report)

    # ------------------------------------------------------------ what is done already

    def _is_done(self, source: Input) -> bool:
        """Whether a document and its supplements are in the store as they are, read by this engine and advice."""
        parts = [(str(Path(path).resolve()), digest_of(path)) for path in source.supplements]
        if not all(self._stands(key, digest, source) for key, digest in [(source.key, source.digest()), *parts]):
            return False
        self.report.unchanged += 1 + len(parts)
        self._unchanged.add(source.key)
        self._tell(Outcome(source))
        return True

    def _stands(self, key: str, digest: str | None, source: Input) -> bool:
        known = self.catalogue.document(key)
        return known is not None and not known.error and known.sha256 == digest and known.engine == self._engine(
            source, known.paper
        )  # fmt: skip

    def _engine(self, source: Input, paper: str | None) -> str:
        """Return what reads a document: the engine, whoever else is asked, and what is said of it elsewhere.

        So a corrected year and a retraction are taken over, and so are a new supplement and another advice.
        """
        said = self.said.get(paper or "")
        beside = repr(source.bibliography) + (repr(said) if said else "") + self.advice.identity
        names = sorted(Path(path).name for path in source.supplements)
        beside += repr(names) if names else ""
        return engine() + hashlib.sha256(beside.encode()).hexdigest()[:8]

    # ------------------------------------------------------------ one outcome into the store

    def _store(self, outcome: Outcome, *, is_again: bool = False) -> None:
        """Put one outcome into the store, all of it or nothing; one that is done again is not counted again."""
        self.is_changed = True
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
            key = source.key if path == source.path else str(Path(path).resolve())
            digest = source.digest() if path == source.path else digest_of(path)
            self.catalogue.fail(key, digest or "", self._engine(source, None), why)
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
            key = str(Path(path).resolve())
            known = self.catalogue.document(key)
            is_counted = is_again and known is not None
            if path in done.lost:
                self.catalogue.fail(key, digest_of(path) or "", read_by, done.lost[path])
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
        self.is_changed = True

    def _settle_left_copies(self) -> None:
        """Read copies again whose paper nobody stands for any more."""
        stored = [(source, self.catalogue.document(key)) for key, source in self.sources.items()]
        left = [
            source
            for source, known in stored
            if known and known.status in {"copy", "supplement"} and not self.catalogue.standing(known.paper or "")
        ]
        for outcome in self._read_all(left) if left else ():
            self.report.unchanged -= outcome.source.key in self._unchanged
            self._store(outcome, is_again=outcome.source.key not in self._unchanged)

    def _settle_papers(self) -> None:
        """Read papers again together with supplements that they were not read with."""
        again = []
        for paper in sorted(self._touched):
            standing = self.catalogue.standing(paper)
            source = self.sources.get(standing.key) if standing else None
            wanted = tuple(key for key in self.catalogue.supplements(paper) if Path(key).is_file())
            if source is None or set(wanted) <= {str(Path(path).resolve()) for path in source.supplements}:
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
        own = {str(Path(path).resolve()): path for path in source.supplements}
        kept = [path for part, path in own.items() if part not in taken]
        more = [own.get(part) or (every[part].path if part in every else part) for part in parts.get(key, ())]
        if key not in taken:
            yield replace(source, supplements=tuple(sorted((*kept, *more))))


def _derive(catalogue: Catalogue, *, changed: bool) -> int:
    """Write the vocabulary and run the rules, if anything changed; return how many things were derived."""
    from hemkg.reason import guidelines
    from hemkg.reason.rules import derive

    if not changed and catalogue.has_vocabulary():
        return 0
    catalogue.graph.replace(guidelines.graphs())
    return derive(catalogue.graph).triples
