"""The one place where stages meet files, clocks, processes and stores.

Paths become inputs (``sources.inputs``), inputs become readings (in processes of their own), readings become
graphs that are checked and put into a store, one transaction a paper.
"""

import atexit
import hashlib
import json
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

from hemkg import __version__
from hemkg.errors import HemkgError, LanguageModelFailure
from hemkg.isolation import USUAL, Limits, side_by_side
from hemkg.model.claim import Reading
from hemkg.model.graph import PaperGraph
from hemkg.model.paper import Bibliography, BlockKind, Paper, Source
from hemkg.rdf import iris
from hemkg.read.compose import merged
from hemkg.sources.inputs import Found, Input, digest_of, find_inputs
from hemkg.store.catalogue import Catalogue, Document, rank_of
from hemkg.store.passages import Passage
from hemkg.store.twins import Works

if TYPE_CHECKING:
    from hemkg.annotate.cde import SecondOpinion
    from hemkg.model.annotated import Annotated
    from hemkg.read.publisher import PublisherReader
    from hemkg.read.recogniser import TextRecogniser
    from hemkg.sources.language_model import Endpoint, LanguageModel

Known = Mapping[str, Bibliography]

FEW = 12  # documents that are read sooner than a second process has started
ADVISED = 10
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
        bibliography: what is known of it.
        graph: its graph, without the claims that broke a shape.
        passages: its prose in quotable pieces.
        left_out: why claims were left out, one sentence each.
        warnings: how many doubts the shapes raised.
        notes: what of the file could not be read, and what whoever else was asked did not answer, or said without
            ground, a sentence each.
        is_answered: whether whoever was asked answered every question, so that asking again is of no use.
        is_supplement: whether it is a supplement, read without its paper.
        lost: {supplement: why it could not be read}.
    """

    source: Source
    bibliography: Bibliography
    graph: PaperGraph
    passages: tuple[Passage, ...]
    left_out: tuple[str, ...] = ()
    warnings: int = 0
    notes: tuple[str, ...] = ()
    is_answered: bool = True
    is_supplement: bool = False
    lost: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one input: what it was made into, or an error; neither if it was unchanged."""

    source: Input
    done: Done | None = None
    error: str | None = None


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
    """Read one input with its supplements.

    Args:
        source: the input.
        largest: files above this size are refused [bytes].
        publisher_reader: asked first about the pages of publishers that it knows.
        recogniser: reads pages of a PDF that are pictures.

    Raises:
        UnreadableDocument: if it cannot be read.
    """
    from hemkg.sources.reading import open_input

    return open_input(source, largest, None, publisher_reader, recogniser).paper


def understand(paper: Paper) -> Reading:
    """Recognise and link everything in a paper."""
    from hemkg.annotate.annotator import annotate
    from hemkg.assemble.claims import assemble

    return assemble(annotate(paper))


def read_and_understand(source: Input, largest: int) -> tuple[Paper, Reading]:
    """Read one input and recognise everything in it; called in a process of its own.

    Raises:
        UnreadableDocument: if it cannot be read.
    """
    paper = read(source, largest)
    return paper, understand(paper)


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
    from hemkg.assemble.alignment import aligned
    from hemkg.assemble.report import document_json, mentions_json

    paper = read(source, largest, recogniser=_tesseract() if advice.recognises_scans else None)
    if what is Printout.TEXT:
        return paper.text, paper.notes
    if what is Printout.MENTIONS:
        return json.dumps(mentions_json(annotate(paper)), ensure_ascii=False), paper.notes
    advised = understand_with(paper, advice)
    told = document_json(paper, aligned(paper, advised.reading), explained=what is Printout.EXPLAINED)
    return json.dumps(told, ensure_ascii=False), (*paper.notes, *advised.notes)


def make(paper: Paper, reading: Reading) -> Done:
    """Turn a reading into a graph; a claim that breaks a shape is left out and named.

    What a paper tells of one measurement in several places becomes one claim.
    """
    from hemkg.assemble.alignment import aligned
    from hemkg.rdf.validate import Severity, validate_graph
    from hemkg.rdf.write import paper_graph

    reading = aligned(paper, reading)
    graph = paper_graph(paper, reading)
    found = validate_graph(graph)
    broken = [violation for violation in found if violation.severity is Severity.VIOLATION]
    if broken:
        foci = {violation.focus.rsplit("/", 1)[-1] for violation in broken}
        kept = tuple(claim for claim in reading.claims if claim.claim_id not in foci)
        graph = paper_graph(paper, replace(reading, claims=kept))
    passages = tuple(passages_of(paper, graph.paper))
    return Done(paper.source, paper.bibliography, graph, passages, tuple(map(str, broken)), len(found) - len(broken))


def work(source: Input, largest: int, advice: Advice = ALONE, known: Known | None = None) -> Outcome:
    """Do one input from bytes to graph; whatever goes wrong is kept, never raised.

    Raises:
        MemoryError: for whoever holds the process to a limit.
    """
    from hemkg.sources.reading import open_input

    try:
        publisher_reader = _chemdataextractor() if advice.second_opinion else None
        recogniser = _tesseract() if advice.recognises_scans else None
        opened = open_input(source, largest, known, publisher_reader, recogniser)
        advised = understand_with(opened.paper, advice)
        done = make(opened.paper, advised.reading)
        done = replace(done, is_supplement=opened.is_supplement, lost=opened.failed)
        notes = (*opened.paper.notes, *advised.notes)
        return Outcome(source, replace(done, notes=notes, is_answered=advised.is_answered))
    except HemkgError as error:
        return Outcome(source, error=str(error))
    except MemoryError:
        raise
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


def work_all(
    sources: Sequence[Input],
    *,
    workers: int,
    largest: int,
    advice: Advice = ALONE,
    known: Known | None = None,
    limits: Limits = USUAL,
) -> Iterator[Outcome]:
    """Do inputs side by side in processes of their own; yield outcomes in input order.

    A document that takes too long, needs too much memory or ends its process is named; the others are done.

    Args:
        sources: the inputs.
        workers: processes side by side; few documents are done by one.
        largest: files above this size are refused [bytes].
        advice: who else is asked; whoever is asked gets ten times the time.
        known: what manifests and libraries say of works, by DOI.
        limits: what one document may take.
    """
    limits = limits_with(limits, advice)
    each = [(source.path, (source, largest, advice, _known_of(source, known or {}))) for source in sources]
    count = 1 if len(sources) <= FEW else max(1, workers)
    for source, told in zip(sources, side_by_side(work, each, workers=count, limits=limits), strict=True):
        yield told if isinstance(told, Outcome) else Outcome(source, error=str(told))


def limits_with(limits: Limits, advice: Advice) -> Limits:
    """Return the limits of one document: where others are asked, their time is theirs."""
    return limits if advice == ALONE else replace(limits, seconds=ADVISED * limits.seconds)


def _known_of(source: Input, known: Known) -> Known:
    """Return what a worker needs to be told: of a title, which has its DOI, that one work."""
    if source.title is None:
        return known
    doi = source.title.bibliography.doi or ""
    return {doi: known[doi]} if doi in known else {}


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
    limits: Limits = USUAL,
) -> BuildReport:
    """Read, extract, validate and store the documents behind paths; do only what is new or changed.

    Args:
        paths: files, folders and bibliography files.
        folder: the store; made if it is not there.
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
