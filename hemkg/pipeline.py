"""The one place where stages meet files, clocks, processes and stores.

Everything that a command does with papers goes through here: paths become inputs, inputs become
readings (side by side in processes where there are many), readings become graphs in a store.
"""

import hashlib
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from functools import cache
from multiprocessing import get_context
from pathlib import Path

from hemkg import __version__
from hemkg.errors import HemkgError, InputError, NothingToRead, UnreadableDocument
from hemkg.model.claim import Reading
from hemkg.model.graph import PaperGraph
from hemkg.model.paper import Bibliography, BlockKind, Paper
from hemkg.sources.manifest import Manifest, read_manifest, title_paper
from hemkg.store.passages import Passage

MANIFEST = "manifest.csv"
SKIPPED = {".git", ".venv", "__pycache__", ".store", "node_modules"}
SUFFIXES = {".txt", ".md", ".markdown", ".html", ".htm", ".xhtml", ".xml", ".nxml", ".norm-xml", ".pdf"}
IN_PROCESS = 12
LONGEST_PASSAGE = 1500


@dataclass(frozen=True, slots=True)
class Input:
    """One document that is to be read.

    Attributes:
        path: where it stands; a title has the manifest's path and its row.
        bibliography: what a manifest knows of it.
        title: the Paper of an entry that is known by its title only.
    """

    path: str
    bibliography: Bibliography | None = None
    title: Paper | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one input: a paper with its reading, or an error."""

    source: Input
    paper: Paper | None = None
    reading: Reading | None = None
    error: str | None = None


@dataclass(slots=True)
class BuildReport:
    """What a build did.  ``documents`` is the sum of added, updated, unchanged and failed."""

    documents: int = 0
    added: int = 0
    updated: int = 0
    unchanged: int = 0
    failed: list[dict[str, str]] = field(default_factory=list)
    copies: int = 0
    claims: int = 0
    triples: int = 0
    violations: int = 0
    seconds: float = 0.0

    def to_json(self) -> dict[str, object]:
        """Return the report in the words of the contract."""
        return {name: getattr(self, name) for name in self.__slots__}  # type: ignore[attr-defined]


# ---------------------------------------------------------------- paths to inputs


def discover(paths: Sequence[Path]) -> list[Input]:
    """Return the documents behind files and folders, in input order, folders sorted by name.

    A folder with a ``manifest.csv`` lends its documents what the manifest knows of them, and its
    title-only entries become inputs of their own.

    Raises:
        InputError: if a path does not exist.
        NothingToRead: if there is no document at all.
    """
    found: list[Input] = []
    for path in paths:
        if not path.exists():
            raise InputError(f"there is no file or folder {path}; check the path.")
        found += _in_folder(path) if path.is_dir() else [Input(str(path), _known(path))]
    if not found:
        named = ", ".join(str(path) for path in paths)
        raise NothingToRead(
            f"{named} holds no document that can be read; hemkg reads {', '.join(sorted(SUFFIXES))}."
        )
    unique = {item.path: item for item in found}
    return list(unique.values())


def _in_folder(folder: Path) -> list[Input]:
    manifests = {path.parent: read_manifest(path) for path in sorted(folder.rglob(MANIFEST))}
    found = [
        Input(str(path), _from_manifests(manifests, path))
        for path in sorted(folder.rglob("*"))
        if path.is_file()
        and path.suffix.lower() in SUFFIXES
        and not SKIPPED & set(path.parts)
        and path.name.lower() != "readme.md"
    ]
    for parent, manifest in manifests.items():
        for entry in manifest.title_only():
            paper = title_paper(entry)
            found.append(Input(f"{parent / MANIFEST}#{paper.source.name}", None, paper))
    return found


def _known(path: Path) -> Bibliography | None:
    """Return what a manifest beside a file, or one folder up, knows of it."""
    for folder in (path.parent, path.parent.parent):
        if (folder / MANIFEST).is_file():
            return _from_manifests({folder: read_manifest(folder / MANIFEST)}, path)
    return None


def _from_manifests(manifests: dict[Path, Manifest], path: Path) -> Bibliography | None:
    for folder, manifest in manifests.items():
        if folder in path.parents:
            known = manifest.bibliography_for(
                path.relative_to(folder).as_posix()
            ) or manifest.bibliography_for(path.name)
            if known is not None:
                return known
    return None


# ---------------------------------------------------------------- inputs to readings


def read(source: Input, largest: int) -> Paper:
    """Read one input.

    Raises:
        UnreadableDocument: if it cannot be read.
    """
    if source.title is not None:
        return source.title
    from hemkg.read import read_paper

    path = Path(source.path)
    try:
        size = path.stat().st_size
        if size > largest:
            raise UnreadableDocument(
                f"{path} is larger than {largest // 2**20} MB; split it or raise the limit."
            )
        data = path.read_bytes()
    except OSError as error:
        raise UnreadableDocument(
            f"{path} cannot be opened: {error.strerror or error}; check its permissions."
        ) from None
    return read_paper(data, path=source.path, bibliography=source.bibliography)


def understand(paper: Paper) -> Reading:
    """Recognise and link everything in a paper."""
    from hemkg.annotate.annotator import annotate
    from hemkg.assemble.claims import assemble

    return assemble(annotate(paper))


def work(source: Input, largest: int) -> Outcome:
    """Do one input from bytes to reading; whatever goes wrong is kept, never raised."""
    try:
        paper = read(source, largest)
        return Outcome(source, paper, understand(paper))
    except HemkgError as error:
        return Outcome(source, error=str(error))
    except Exception as error:  # noqa: BLE001  the batch loop: one paper must not stop the others
        return Outcome(
            source,
            error=f"{source.path} could not be understood ({type(error).__name__}: {error}); please report it.",
        )


def work_all(sources: Sequence[Input], *, workers: int, largest: int) -> Iterator[Outcome]:
    """Do inputs side by side; yield outcomes in input order.

    A process that dies takes down the documents it was given, not the run: each is tried again alone
    and named if it kills again.
    """
    if workers <= 1 or len(sources) <= IN_PROCESS:
        yield from (work(source, largest) for source in sources)
        return
    waiting: dict[int, Outcome] = {}
    following = 0
    for index, outcome in _in_processes(sources, workers, largest):
        waiting[index] = outcome
        while following in waiting:
            yield waiting.pop(following)
            following += 1


def _in_processes(sources: Sequence[Input], workers: int, largest: int) -> Iterator[tuple[int, Outcome]]:
    todo = list(range(len(sources)))
    alone = False
    while todo:
        lost: list[int] = []
        with ProcessPoolExecutor(1 if alone else workers, mp_context=get_context("spawn")) as pool:
            batch = todo[:1] if alone else todo
            futures = {pool.submit(work, sources[i], largest): i for i in batch}
            for future in as_completed(futures):
                index = futures[future]
                try:
                    yield index, future.result()
                except BrokenProcessPool:
                    if alone:
                        message = f"{sources[index].path} ends the process that reads it; leave it out and report it."
                        yield index, Outcome(sources[index], error=message)
                    else:
                        lost.append(index)
        todo = lost if not alone else todo[1:]
        alone = alone or bool(lost)


# ---------------------------------------------------------------- readings to a store


@cache
def engine() -> str:
    """Return a digest of everything that decides what is read in a paper: version, ontology, weights."""
    from hemkg.vocab.terms import ontology_directory

    digest = hashlib.sha256(__version__.encode())
    weights = Path(__file__).parent / "assemble" / "weights"
    for path in [*sorted(Path(str(ontology_directory())).glob("*.ttl")), *sorted(weights.glob("*.json"))]:
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def passages_of(paper: Paper, iri: str) -> list[Passage]:
    """Return the prose of a paper in quotable pieces."""
    work_ = paper.bibliography
    found = []
    for block in paper.prose():
        if block.kind is BlockKind.HEADING:
            continue
        for start in range(block.span.start, block.span.end, LONGEST_PASSAGE):
            quote = paper.text[start : min(start + LONGEST_PASSAGE, block.span.end)]
            found.append(
                Passage(
                    iri,
                    paper.source.name,
                    work_.title,
                    work_.doi,
                    work_.year,
                    block.section,
                    block.page,
                    start,
                    quote,
                )
            )
    return found


Progress = Callable[[Outcome, BuildReport], None]


def build(
    paths: Sequence[Path], folder: Path, *, workers: int, largest: int, progress: Progress | None = None
) -> BuildReport:
    """Read, extract, validate and store the documents behind paths; do only what is new or changed.

    Args:
        paths: files and folders.
        folder: the store; made if it is not there.
        workers: processes side by side.
        largest: files above this size are refused [bytes].
        progress: called after each document.

    Returns:
        what was done.

    Raises:
        InputError: if a path does not exist or holds nothing; the store is as it was.
        StoreError: if the store cannot be written.
    """
    from hemkg.store.catalogue import Catalogue

    began = time.monotonic()
    sources = discover(paths)
    report = BuildReport(documents=len(sources))
    with Catalogue.open(folder, write=True, create=True) as catalogue:
        todo = [source for source in sources if not _is_done(catalogue, source, report, progress)]
        for outcome in work_all(todo, workers=workers, largest=largest):
            _store(catalogue, outcome, report)
            if progress is not None:
                progress(outcome, report)
        _derive(catalogue, report, changed=bool(todo))
        report.triples = catalogue.graph.count()
        report.claims = catalogue.claims()
    report.seconds = round(time.monotonic() - began, 2)
    return report


def _digest(source: Input) -> str | None:
    """Return the digest of an input's bytes, or None if they cannot be had."""
    if source.title is not None:
        return source.title.source.sha256
    try:
        return hashlib.sha256(Path(source.path).read_bytes()).hexdigest()
    except OSError:
        return None


def _is_done(catalogue, source: Input, report: BuildReport, progress: Progress | None) -> bool:  # type: ignore[no-untyped-def]
    """Whether a document is in the store as it is, read by this engine."""
    digest = _digest(source)
    known = catalogue.document(_key(source))
    if known is None or known.error or known.sha256 != digest or known.engine != engine() + _told(source):
        return False
    report.unchanged += 1
    if progress is not None:
        progress(Outcome(source), report)
    return True


def _told(source: Input) -> str:
    """Return a digest of what a manifest says of a document, so that a corrected year is taken over."""
    return hashlib.sha256(repr(source.bibliography).encode()).hexdigest()[:8]


def _key(source: Input) -> str:
    """Return the name of a document in the catalogue: its absolute path."""
    head, mark, row = source.path.partition("#")
    return f"{Path(head).resolve()}{mark}{row}"


def _store(catalogue, outcome: Outcome, report: BuildReport) -> None:  # type: ignore[no-untyped-def]
    """Put one outcome into the store, all of it or nothing."""
    from hemkg.rdf.write import paper_graph

    source = outcome.source
    if outcome.paper is None or outcome.reading is None:
        catalogue.fail(
            _key(source), _digest(source) or "", engine() + _told(source), outcome.error or "unknown"
        )
        report.failed.append({"path": source.path, "error": outcome.error or "unknown"})
        return
    graph = paper_graph(outcome.paper, outcome.reading)
    report.violations += _violations(graph)
    known = catalogue.document(_key(source))
    kept = catalogue.put(
        _key(source),
        outcome.paper,
        graph,
        passages_of(outcome.paper, graph.paper),
        len(outcome.reading.claims),
        engine() + _told(source),
    )
    report.copies += not kept
    if known is None:
        report.added += 1
    else:
        report.updated += 1


def _violations(graph: PaperGraph) -> int:
    """Return how many of a graph's shapes are broken."""
    from hemkg.rdf.validate import validate_graph

    return sum(1 for violation in validate_graph(graph) if violation.severity == "violation")


def _derive(catalogue, report: BuildReport, *, changed: bool) -> None:  # type: ignore[no-untyped-def]
    """Write the vocabulary and run the rules, if anything changed."""
    from hemkg.reason.rules import derive

    if changed or not catalogue.has_vocabulary():
        catalogue.write_vocabulary()
        derive(catalogue.graph)


def as_paths(paths: Iterable[str | Path]) -> list[Path]:
    """Return paths as Path objects."""
    return [Path(path) for path in paths]
