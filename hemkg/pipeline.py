"""The one place where stages meet files, clocks, processes and stores.

Paths become inputs (``sources.inputs``), inputs become readings (side by side in processes where there
are many), readings become graphs that are checked and put into a store, one transaction a paper.
"""

import atexit
import hashlib
import json
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cache
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING

from hemkg import __version__
from hemkg.errors import HemkgError, LanguageModelFailure, UnreadableDocument
from hemkg.model.claim import Reading
from hemkg.model.graph import PaperGraph
from hemkg.model.paper import BlockKind, Paper, Source
from hemkg.sources.inputs import Input, discover
from hemkg.store.catalogue import Catalogue
from hemkg.store.passages import Passage

if TYPE_CHECKING:
    from hemkg.annotate.cde import SecondOpinion
    from hemkg.model.annotated import Annotated
    from hemkg.read.publisher import PublisherReader
    from hemkg.read.recogniser import TextRecogniser
    from hemkg.sources.language_model import Endpoint, LanguageModel

IN_PROCESS = 12
LONGEST_PASSAGE = 1500


@dataclass(frozen=True, slots=True)
class Advice:
    """Who else is asked about what a paper says; nobody, unless a user wants it.

    Attributes:
        second_opinion: whether ChemDataExtractor is asked about every capacity.
        language_model: a language model that is asked about what is left open.
        recognises_scans: whether Tesseract reads pages that are pictures.
    """

    second_opinion: bool = False
    language_model: "Endpoint | None" = None
    recognises_scans: bool = False

    @property
    def identity(self) -> str:
        """Who is asked, in words that tell one choice from another and hold no key; empty for nobody."""
        asked = ["second opinion"] if self.second_opinion else []
        asked += [f"language model {self.language_model.identity}"] if self.language_model else []
        asked += ["text recognition"] if self.recognises_scans else []
        return ", ".join(asked)


ALONE = Advice()


@dataclass(frozen=True, slots=True)
class Done:
    """What one document became: a checked graph and quotable passages.

    Attributes:
        source: the file behind it.
        graph: its graph, without the claims that broke a shape.
        passages: its prose in quotable pieces.
        left_out: why claims were left out, one sentence each.
        warnings: how many doubts the shapes raised.
        notes: what of the file could not be read, and what whoever else was asked did not answer, or said without
            ground, a sentence each.
        is_answered: whether whoever was asked answered every question, so that asking again is of no use.
    """

    source: Source
    graph: PaperGraph
    passages: tuple[Passage, ...]
    left_out: tuple[str, ...] = ()
    warnings: int = 0
    notes: tuple[str, ...] = ()
    is_answered: bool = True


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one input: what it was made into, or an error; neither if it was unchanged."""

    source: Input
    done: Done | None = None
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


class Printout(StrEnum):
    """What ``extract`` prints of a document."""

    CLAIMS = "claims"
    TEXT = "text"
    MENTIONS = "mentions"
    EXPLAINED = "explained claims"


# ---------------------------------------------------------------- inputs to readings


def read(
    source: Input,
    largest: int,
    publisher_reader: "PublisherReader | None" = None,
    recogniser: "TextRecogniser | None" = None,
) -> Paper:
    """Read one input.

    Args:
        source: the input.
        largest: files above this size are refused [bytes].
        publisher_reader: asked first about the pages of publishers that it knows.
        recogniser: reads pages of a PDF that are pictures.

    Raises:
        UnreadableDocument: if it cannot be read.
    """
    if source.title is not None:
        return source.title
    from hemkg.read import read_paper

    path = Path(source.path)
    try:
        if path.stat().st_size > largest:
            raise UnreadableDocument(f"{path} is larger than {largest // 2**20} MB; split it or raise the limit.")
        data = path.read_bytes()
    except OSError as error:
        raise UnreadableDocument(
            f"{path} cannot be opened: {error.strerror or error}; check its permissions."
        ) from None
    return read_paper(
        data,
        path=source.path,
        bibliography=source.bibliography,
        publisher_reader=publisher_reader,
        recogniser=recogniser,
    )


def understand(paper: Paper) -> Reading:
    """Recognise and link everything in a paper."""
    from hemkg.annotate.annotator import annotate
    from hemkg.assemble.claims import assemble

    return assemble(annotate(paper))


@dataclass(frozen=True, slots=True)
class Advised:
    """A reading about which others were asked.

    Attributes:
        reading: the reading.
        notes: what they did not answer, or said without ground, a sentence each.
        is_answered: whether they answered every question.
    """

    reading: Reading
    notes: tuple[str, ...] = ()
    is_answered: bool = True


def understand_with(paper: Paper, advice: Advice) -> Advised:
    """Recognise and link everything in a paper, and ask whom the user wants asked."""
    from hemkg.annotate.annotator import annotate
    from hemkg.assemble.claims import assemble

    annotated = annotate(paper)
    reading = assemble(annotated)
    if advice.second_opinion:
        reading = with_second_opinion(reading)
    if advice.language_model is not None:
        return with_language_model(annotated, reading, _language_model(advice.language_model))
    return Advised(reading)


def print_out(source: Input, largest: int, what: Printout, advice: Advice = ALONE) -> tuple[str, tuple[str, ...]]:
    """Return what ``extract`` prints of one document: its text, or a line of JSON.

    Args:
        source: the document.
        largest: files above this size are refused [bytes].
        what: what is wanted of it.
        advice: who else is asked.

    Returns:
        the printout, and what could not be read or was not answered, a sentence each.

    Raises:
        UnreadableDocument: if it cannot be read.
    """
    from hemkg.annotate.annotator import annotate
    from hemkg.assemble.report import document_json, mentions_json

    paper = read(source, largest, recogniser=_tesseract() if advice.recognises_scans else None)
    if what is Printout.TEXT:
        return paper.text, paper.notes
    if what is Printout.MENTIONS:
        return json.dumps(mentions_json(annotate(paper)), ensure_ascii=False), paper.notes
    advised = understand_with(paper, advice)
    told = document_json(paper, advised.reading, explained=what is Printout.EXPLAINED)
    return json.dumps(told, ensure_ascii=False), (*paper.notes, *advised.notes)


def make(paper: Paper, reading: Reading) -> Done:
    """Turn a reading into a graph; a claim that breaks a shape is left out and named."""
    from hemkg.rdf.validate import Severity, validate_graph
    from hemkg.rdf.write import paper_graph

    graph = paper_graph(paper, reading)
    found = validate_graph(graph)
    broken = [violation for violation in found if violation.severity is Severity.VIOLATION]
    if broken:
        foci = {violation.focus.rsplit("/", 1)[-1] for violation in broken}
        kept = tuple(claim for claim in reading.claims if claim.claim_id not in foci)
        graph = paper_graph(paper, replace(reading, claims=kept))
    passages = tuple(passages_of(paper, graph.paper))
    return Done(paper.source, graph, passages, tuple(map(str, broken)), len(found) - len(broken))


def work(source: Input, largest: int, advice: Advice = ALONE) -> Outcome:
    """Do one input from bytes to graph; whatever goes wrong is kept, never raised."""
    try:
        publisher_reader = _chemdataextractor() if advice.second_opinion else None
        paper = read(source, largest, publisher_reader, _tesseract() if advice.recognises_scans else None)
        advised = understand_with(paper, advice)
        done = make(paper, advised.reading)
        return Outcome(source, replace(done, notes=(*paper.notes, *advised.notes), is_answered=advised.is_answered))
    except HemkgError as error:
        return Outcome(source, error=str(error))
    except Exception as error:  # noqa: BLE001  the batch loop: one paper must not stop the others
        fault = f"{type(error).__name__}: {error}".split("\n", 1)[0]
        return Outcome(source, error=f"{source.path} could not be understood ({fault}); please report it.")


@cache
def _tesseract() -> "TextRecogniser":
    """Return the Tesseract of this machine."""
    from hemkg.sources.tesseract import Tesseract

    return Tesseract()


@cache
def _chemdataextractor() -> "SecondOpinion":
    """Return the one ChemDataExtractor of this process, ended with the process."""
    from hemkg.annotate.cde import SecondOpinion

    engine_ = SecondOpinion()
    atexit.register(engine_.close)
    return engine_


def with_second_opinion(reading: Reading) -> Reading:
    """Return a reading in which each capacity says whether ChemDataExtractor reads the same value."""
    from hemkg.assemble.votes import asked_sentences, with_votes

    asked = asked_sentences(reading)
    opinions = _chemdataextractor().capacities([a.sentence for a in asked], [a.names for a in asked])
    values = [[(opinion.low, opinion.high) for opinion in found] for found in opinions]
    return with_votes(reading, asked, values)


@cache
def _language_model(endpoint: "Endpoint") -> "LanguageModel":
    """Return the one client of this process for an endpoint, closed with the process."""
    from hemkg.sources.language_model import LanguageModel

    model = LanguageModel(endpoint)
    atexit.register(model.close)
    return model


def with_language_model(annotated: "Annotated", reading: Reading, model: "LanguageModel") -> Advised:
    """Return a reading about whose open passages a language model was asked, with what it failed to answer.

    Args:
        annotated: the paper with its mentions.
        reading: what was read without it.
        model: the language model.
    """
    from hemkg.assemble.context import lay_out
    from hemkg.assemble.open_passages import open_passages
    from hemkg.assemble.proposals import settle

    context = lay_out(annotated)
    proposals, notes = [], []
    for passage in open_passages(context, reading):
        if model.is_given_up:
            notes.append(f"{annotated.paper.source.name}: {model.engine} failed too often and was left alone.")
            break
        try:
            told = model.propose(passage.question())
        except LanguageModelFailure as failure:
            notes.append(f"{annotated.paper.source.name}: {failure}")
            continue
        proposals.append((passage, told))
    settled = settle(context, reading, proposals, engine=model.engine)
    return Advised(settled.reading, (*notes, *settled.dropped), is_answered=not notes)


def work_all(sources: Sequence[Input], *, workers: int, largest: int, advice: Advice = ALONE) -> Iterator[Outcome]:
    """Do inputs side by side; yield outcomes in input order.

    A process that dies takes down the documents it was given, not the run: each is tried again alone
    and named if it kills again.
    """
    if workers <= 1 or len(sources) <= IN_PROCESS:
        yield from (work(source, largest, advice) for source in sources)
        return
    waiting: dict[int, Outcome] = {}
    following = 0
    for index, outcome in _in_processes(sources, workers, largest, advice):
        waiting[index] = outcome
        while following in waiting:
            yield waiting.pop(following)
            following += 1


def _in_processes(
    sources: Sequence[Input], workers: int, largest: int, advice: Advice
) -> Iterator[tuple[int, Outcome]]:
    lost: list[int] = []
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        futures = {pool.submit(work, source, largest, advice): index for index, source in enumerate(sources)}
        for future in as_completed(futures):
            try:
                yield futures[future], future.result()
            except BrokenProcessPool:
                lost.append(futures[future])
    yield from ((index, _alone(sources[index], largest, advice)) for index in sorted(lost))


def _alone(source: Input, largest: int, advice: Advice) -> Outcome:
    """Do one input in a process of its own, so that only it can be lost."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        try:
            return pool.submit(work, source, largest, advice).result()
        except BrokenProcessPool:
            return Outcome(source, error=f"{source.path} ends the process that reads it; leave it out and report it.")


def passages_of(paper: Paper, iri: str) -> Iterator[Passage]:
    """Yield the prose of a paper in quotable pieces, cut at the ends of sentences where it is long."""
    known = paper.bibliography
    for block in paper.prose():
        if block.kind is BlockKind.HEADING:
            continue
        start = block.span.start
        while start < block.span.end:
            end = _cut(paper.text, start, block.span.end)
            yield Passage(
                iri, paper.source.name, known.title, known.doi, known.year, block.section, block.page, start,
                paper.text[start:end],
            )  # fmt: skip
            start = end


def _cut(text: str, start: int, stop: int) -> int:
    """Return where a piece that begins at ``start`` ends: after the last full stop that fits."""
    if stop - start <= LONGEST_PASSAGE:
        return stop
    found = text.rfind(". ", start, start + LONGEST_PASSAGE)
    return found + 2 if found > start else start + LONGEST_PASSAGE


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


def build(
    paths: Sequence[Path],
    folder: Path,
    *,
    workers: int,
    largest: int,
    advice: Advice = ALONE,
    progress: Progress | None = None,
) -> BuildReport:
    """Read, extract, validate and store the documents behind paths; do only what is new or changed.

    Args:
        paths: files and folders.
        folder: the store; made if it is not there.
        workers: processes side by side.
        largest: files above this size are refused [bytes].
        advice: who else is asked about what the papers say.
        progress: called after each document.

    Returns:
        what was done.

    Raises:
        InputError: if a path does not exist or holds nothing; the store is as it was.
        StoreError: if the store cannot be written.
    """
    began = time.monotonic()
    sources = discover(paths)
    report = BuildReport(documents=len(sources))
    with Catalogue.open(folder, write=True, create=True) as catalogue:
        todo = [source for source in sources if not _is_done(catalogue, source, advice, report, progress)]
        for outcome in work_all(todo, workers=workers, largest=largest, advice=advice):
            _store(catalogue, outcome, advice, report)
            if progress is not None:
                progress(outcome, report)
        report.derived = _derive(catalogue, changed=bool(todo))
        report.triples = catalogue.graph.count()
        report.claims = catalogue.claims()
    report.seconds = round(time.monotonic() - began, 2)
    return report


def _is_done(
    catalogue: Catalogue, source: Input, advice: Advice, report: BuildReport, progress: Progress | None
) -> bool:
    """Whether a document is in the store as it is, read by this engine and with this advice."""
    known = catalogue.document(source.key)
    if known is None or known.error or known.sha256 != source.digest() or known.engine != _engine_of(source, advice):
        return False
    report.unchanged += 1
    if progress is not None:
        progress(Outcome(source), report)
    return True


def _engine_of(source: Input, advice: Advice) -> str:
    """Return what reads a document: the engine, whoever else is asked, and what a manifest says of the document.

    So a corrected year is taken over, and so is the advice of another language model.
    """
    beside = repr(source.bibliography) + advice.identity
    return engine() + hashlib.sha256(beside.encode()).hexdigest()[:8]


def _store(catalogue: Catalogue, outcome: Outcome, advice: Advice, report: BuildReport) -> None:
    """Put one outcome into the store, all of it or nothing."""
    source, done = outcome.source, outcome.done
    if done is None:
        error = outcome.error or "unknown"
        catalogue.fail(source.key, source.digest() or "", _engine_of(source, advice), error)
        report.failed.append({"path": source.path, "error": error})
        return
    known = catalogue.document(source.key)
    read_by = _engine_of(source, advice) if done.is_answered else engine()  # to be asked again by the next build
    kept = catalogue.put(source.key, done.source, done.graph, done.passages, read_by)
    report.copies += not kept
    report.left_out += done.left_out
    report.notes += done.notes
    report.warnings += done.warnings
    if known is None:
        report.added += 1
    else:
        report.updated += 1


def _derive(catalogue: Catalogue, *, changed: bool) -> int:
    """Write the vocabulary and run the rules, if anything changed; return how many things were derived."""
    from hemkg.reason import guidelines
    from hemkg.reason.rules import derive

    if not changed and catalogue.has_vocabulary():
        return 0
    catalogue.graph.replace(guidelines.graphs())
    return derive(catalogue.graph).triples
