"""The command line: arguments to calls, results to text, errors to one sentence.

Nothing heavy is imported before a command needs it, so that ``--help`` answers at once.
"""

import contextlib
import json
import signal
import sys
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from pathlib import Path
from types import TracebackType
from typing import IO, TYPE_CHECKING, Annotated

import typer

from hemkg import __version__
from hemkg.errors import HemkgError, InputError
from hemkg.settings import Settings, place_of
from hemkg.store.places import Place

if TYPE_CHECKING:
    from hemkg.assistant import Assistant
    from hemkg.building import BuildReport, Progress
    from hemkg.knowledge_graph import KnowledgeGraph, Result
    from hemkg.review.tables import ReviewTable
    from hemkg.sources.fetching import FetchReport
    from hemkg.sources.language_model import Endpoint
    from hemkg.store.catalogue import Catalogue

DONE, SOME_FAILED, WRONG_USAGE, STOPPED = 0, 1, 2, 130
SPEED_OVER = 120.0  # seconds of work that tell how fast it goes on

app = typer.Typer(
    help="A knowledge-graph literature assistant for high-entropy anodes of rechargeable batteries.",
    no_args_is_help=True,
    add_completion=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)


class ReportFormat(StrEnum):
    """Formats of ``build``, ``gaps``, ``check``, ``why``, ``conflicts`` and ``validate``."""

    TEXT = "text"
    JSON = "json"


class AnswerFormat(StrEnum):
    """Formats of ``ask``."""

    TEXT = "text"
    JSON = "json"
    MD = "md"
    CSV = "csv"


class TableFormat(StrEnum):
    """Formats of ``table``."""

    CSV = "csv"
    MD = "md"
    LATEX = "latex"
    XLSX = "xlsx"
    DOCX = "docx"
    JSON = "json"
    ORKG = "orkg"


class Grouping(StrEnum):
    """What the rows of ``table`` can be grouped by."""

    PAPER = "paper"
    MATERIAL = "material"
    MECHANISM = "mechanism"
    ION = "ion"


class PlotKind(StrEnum):
    """What ``plot`` draws."""

    CAPACITY = "capacity"
    RETENTION = "retention"
    MECHANISMS = "mechanisms"
    YEARS = "years"
    ORDER = "order"


class GraphFormat(StrEnum):
    """Formats of ``export``."""

    TTL = "ttl"
    TRIG = "trig"
    NQ = "nq"
    JSONLD = "jsonld"
    NANOPUB = "nanopub"
    GRAPHML = "graphml"
    CSV = "csv"
    ORKG = "orkg"


class RowFormat(StrEnum):
    """Formats of ``sparql``."""

    TEXT = "text"
    JSON = "json"
    CSV = "csv"


PATHS_HELP = "Files, folders or libraries: txt, md, html, xml, pdf; bib, ris, CSL-JSON, Zotero."
Paths = Annotated[list[Path], typer.Argument(help=PATHS_HELP)]
StoreOption = Annotated[
    str | None,
    typer.Option(
        "--store", "-s", metavar="<place>", help="The store: a folder, or the address of a SPARQL server.",
        show_default=False,
    ),
]  # fmt: skip
OcrOption = Annotated[bool, typer.Option("--ocr", help="Read scanned pages with Tesseract, which has to be installed.")]
ModelOption = Annotated[
    str | None,
    typer.Option(
        "--language-model",
        help="Ask the language model at this address (http://HOST:PORT/v1) about what is left open.",
        show_default=False,
    ),
]
WhereOption = Annotated[
    str | None, typer.Option("--where", help="Only what a question in plain words picks.", show_default=False)
]
OutOption = Annotated[Path | None, typer.Option("--out", "-o", help="Write to this file.", show_default=False)]


# ---------------------------------------------------------------- errors and output


def run() -> None:
    """Run the command line and leave with the exit status of the contract."""
    sys.excepthook = _excuse
    _stop_once()
    try:
        status = typer.main.get_command(app)(standalone_mode=False)  # app() would set a hook of its own
    except HemkgError as error:
        _fail(str(error))
    except typer.Exit as leaving:
        raise SystemExit(leaving.exit_code) from None
    except (typer.Abort, KeyboardInterrupt):
        status = STOPPED
    except typer.TyperException as error:
        _fail(_usage(error))
    except BrokenPipeError:
        sys.stderr.close()
        raise SystemExit(DONE) from None
    if status == STOPPED:  # what typer makes of it where it was stopped inside a command
        print("hemkg: stopped; what was done is kept.", file=sys.stderr)
    raise SystemExit(status if isinstance(status, int) else DONE)


def _stop_once() -> None:
    """Let the first signal to stop, of a terminal or of whoever manages processes, undo what is begun and leave.

    Those that follow are not heeded, since the first one is being obeyed.
    """

    def stop(number: int, frame: object) -> None:
        for other in heeded:
            signal.signal(other, signal.SIG_IGN)
        raise KeyboardInterrupt

    heeded = [s for s in (signal.SIGINT, signal.SIGTERM) if signal.getsignal(s) not in {signal.SIG_IGN, None}]
    if threading.current_thread() is threading.main_thread():
        for each in heeded:
            signal.signal(each, stop)


def _usage(error: typer.TyperException) -> str:
    """Return a usage error as one sentence with the way to help."""
    context = getattr(error, "ctx", None)
    command = context.command_path if context else "hemkg"
    told = getattr(error, "format_message", lambda: str(error))()
    message = " ".join(told.split()).rstrip(".").replace("Value error, ", "")
    return f"{message[:1].lower()}{message[1:]}; see '{command} --help'."


def _fail(message: str) -> None:
    print(f"hemkg: {message}", file=sys.stderr)
    raise SystemExit(WRONG_USAGE) from None


def _excuse(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """Say that something of ours broke, in a sentence; the traceback only for those who ask for it."""
    if Settings.from_environment().debug:
        sys.__excepthook__(kind, error, trace)
        return
    told = f"{kind.__name__}: {error}".split("\n", 1)[0][:200]
    print(f"hemkg: something broke inside hemkg ({told}); run again with HEMKG_DEBUG=1 and report it.", file=sys.stderr)


def _warn(messages: Iterable[str]) -> None:
    for message in messages:
        print(f"hemkg: {message}", file=sys.stderr)


def _print(text: str) -> None:
    sys.stdout.write(text if text.endswith("\n") else text + "\n")


def _print_json(value: object) -> None:
    _print(json.dumps(value, ensure_ascii=False))


def _write(data: bytes, out: Path | None) -> None:
    """Write to a file, or to standard output."""
    with _file(out) as file:
        file.write(data)


@contextlib.contextmanager
def _file(out: Path | None) -> "Iterator[IO[bytes]]":
    """Open a file for writing, or standard output."""
    try:
        if out is None:
            yield sys.stdout.buffer
            sys.stdout.flush()
        else:
            with out.open("wb") as file:
                yield file
    except BrokenPipeError:
        raise  # who reads along has seen enough; run() ends quietly
    except OSError as error:
        place = out or "standard output"
        raise InputError(f"{place} cannot be written: {error.strerror or error}; choose another place.") from None


def _read_lines(path: Path) -> list[str]:
    return [line for line in _read_text(path).splitlines() if line.strip()]


def _read_text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror or error}; check the path.") from None
    except UnicodeDecodeError:
        raise InputError(f"{path} is not a text file in UTF-8; check the path.") from None


def _place(store: str | None) -> Place:
    """Return the store that is named, or that of the environment."""
    return place_of(store) if store else Settings.from_environment().store


def _folder(store: str | None, what: str) -> Path:
    """Return the folder of the store that is named; a server is refused."""
    place = _place(store)
    if isinstance(place, Path):
        return place
    raise InputError(f"{what} a store in a folder, not one on a server; name a folder with --store.")


@contextlib.contextmanager
def _assistant(store: str | None) -> "Iterator[Assistant]":
    from hemkg.assistant import Assistant

    with Assistant.open(_place(store)) as assistant:
        yield assistant


def _version(value: bool) -> None:
    if value:
        _print(f"hemkg {__version__}")
        raise typer.Exit


@app.callback()
def main(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """A knowledge-graph literature assistant for high-entropy anodes of rechargeable batteries."""


# ---------------------------------------------------------------- reading


def _endpoint(settings: Settings, address: str | None) -> "Endpoint | None":
    """Return the language model that the user names on the command line or in the environment, if any."""
    named = address or settings.language_model
    if not named:
        return None
    from hemkg.sources.language_model import Endpoint

    return Endpoint(named, settings.language_model_name, settings.language_model_key)


def _is_recognising(settings: Settings, *, asked: bool) -> bool:
    """Whether scanned pages are to be read; said at once where the program for it is not installed."""
    if asked or settings.recognises_scans:
        from hemkg.sources.tesseract import Tesseract

        Tesseract()
        return True
    return False


@app.command()
def extract(
    paths: Paths,
    format: Annotated[str, typer.Option(help="Only jsonl: one JSON object a document.")] = "jsonl",
    text: Annotated[bool, typer.Option("--text", help="Print the text that offsets refer to.")] = False,
    mentions: Annotated[bool, typer.Option("--mentions", help="Print what was recognised, before linking.")] = False,
    explain: Annotated[bool, typer.Option("--explain", help="Say for each claim what made it.")] = False,
    language_model: ModelOption = None,
    ocr: OcrOption = False,
) -> int:
    """Print what is claimed in documents; write nothing."""
    from hemkg.isolation import Limits, warm_worker
    from hemkg.pipeline import Advice, Printout, limits_with, print_out
    from hemkg.sources.inputs import discover

    if format != "jsonl":
        raise typer.BadParameter(f"extract prints jsonl only, not {format!r}")
    if sum([text, mentions, explain]) > 1:
        raise typer.BadParameter("give one of --text, --mentions and --explain")
    wanted = Printout.TEXT if text else Printout.MENTIONS if mentions else Printout.CLAIMS
    wanted = Printout.EXPLAINED if explain else wanted
    settings, failed = Settings.from_environment(), 0
    advice = Advice(
        language_model=_endpoint(settings, language_model), recognises_scans=_is_recognising(settings, asked=ocr)
    )
    limits = limits_with(Limits(settings.seconds, settings.memory), advice)
    with warm_worker(limits) as worker:
        for source in discover(paths):
            try:
                told, notes = worker.call(print_out, source, settings.largest_file, wanted, advice, about=source.path)
                _print(told)
                _warn(notes)
            except HemkgError as error:
                failed += 1
                _warn([str(error)])
    return SOME_FAILED if failed else DONE


@app.command()
def build(
    paths: Annotated[list[Path] | None, typer.Argument(help=f"{PATHS_HELP} May be left out with --retry.")] = None,
    store: StoreOption = None,
    format: Annotated[ReportFormat, typer.Option(help="How the report is printed.")] = ReportFormat.TEXT,
    workers: Annotated[int | None, typer.Option(help="Processes side by side; all cores if not given.")] = None,
    second_opinion: Annotated[
        bool, typer.Option("--second-opinion", help="Ask ChemDataExtractor about every capacity as well.")
    ] = False,
    language_model: ModelOption = None,
    ocr: OcrOption = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would be done, and do nothing.")] = False,
    retry: Annotated[bool, typer.Option("--retry", help="Try again what failed before and is the same.")] = False,
    scheduler: Annotated[
        str | None,
        typer.Option(help="Read on the workers of the Dask scheduler at this address.", show_default=False),
    ] = None,
    meaning: Annotated[
        bool, typer.Option("--meaning", help="Keep what passages mean, so that questions in other words find them.")
    ] = False,
) -> int:
    """Read, extract, validate and store documents; do only what is new or changed, and withdraw what is gone."""
    from hemkg import building, pipeline
    from hemkg.isolation import Limits

    settings = Settings.from_environment()
    place = place_of(store) if store else settings.store
    if not paths and not retry:
        raise typer.BadParameter("give papers, or --retry to try again what failed before")
    paths = paths or building.failed_before(place)
    if not paths:
        _print(f"Nothing that failed is left to be tried again in {place}.")
        return DONE
    advice = pipeline.Advice(
        second_opinion or settings.second_opinion,
        _endpoint(settings, language_model),
        _is_recognising(settings, asked=ocr),
    )
    limits = Limits(settings.seconds, settings.memory)
    if dry_run:
        planned = building.plan(
            paths, place, largest=settings.largest_file, advice=advice, limits=limits, retries=retry
        )
        _warn(planned.remarks)
        _print(json.dumps(planned.to_json(), ensure_ascii=False) if format is ReportFormat.JSON else str(planned))
        return DONE
    with _bar("Reading papers") as progress:
        report = building.build(
            paths,
            place,
            workers=workers or settings.workers,
            largest=settings.largest_file,
            advice=advice,
            progress=progress,
            limits=limits,
            retries=retry,
            scheduler=scheduler or settings.scheduler,
            keeps_meaning=meaning or settings.keeps_meaning,
        )
    _warn(failure["error"] for failure in report.failed)
    _warn(f"a claim was left out: {broken}" for broken in report.left_out)
    _warn(report.notes)
    _warn(f"{same['path']} is the same paper as {same['as']}, which stands for it." for same in report.same)
    if format is ReportFormat.JSON:
        _print_json(report.to_json())
    else:
        _print(_build_words(report, place))
    return SOME_FAILED if report.failed else DONE


@app.command()
def fetch(
    dois: Annotated[list[str] | None, typer.Argument(help="DOIs, or arXiv:NUMBER.")] = None,
    query: Annotated[
        str | None, typer.Option(help="Fetch open works that these words find.", show_default=False)
    ] = None,
    limit: Annotated[int, typer.Option(help="How many of those.")] = 20,
    out: Annotated[Path, typer.Option("--out", "-o", help="Folder for the papers and their manifest.")] = Path(
        "fetched"
    ),
    mail: Annotated[
        str | None, typer.Option(help="Your address, told to the sources as they wish.", show_default=False)
    ] = None,
    format: Annotated[ReportFormat, typer.Option(help="How the report is printed.")] = ReportFormat.TEXT,
) -> int:
    """Fetch open-access papers from Crossref, Europe PMC, OpenAlex and arXiv; the one command that uses the network."""
    from hemkg.sources import fetching
    from hemkg.sources.polite import Manners

    if not dois and not query:
        raise typer.BadParameter("give DOIs, or --query with words")
    wanted = fetching.dois_of(dois or [])
    settings = Settings.from_environment()
    addresses = fetching.Addresses(**settings.registers)
    with fetching.client_for(out, addresses, Manners(mail=mail or settings.mail)) as client:
        report = fetching.fetch(wanted, out, client, query=query, limit=limit, addresses=addresses)
    _warn(failure["error"] for failure in report.failed)
    _warn(report.remarks)
    if format is ReportFormat.JSON:
        _print_json(report.to_json())
    else:
        _print(_fetch_words(report, out))
    return SOME_FAILED if report.failed else DONE


def _fetch_words(report: "FetchReport", folder: Path) -> str:
    parts = {
        "fetched": report.fetched,
        "known by title": report.titles,
        "there before": report.unchanged,
        "failed": len(report.failed),
    }
    return f"{report.works} works: {_counts(parts) or 'nothing found'}; read them with 'hemkg build {folder}'."


def _counts(parts: Mapping[str, int]) -> str:
    return ", ".join(f"{number} {name}" for name, number in parts.items() if number)


def _build_words(report: "BuildReport", place: Place) -> str:
    from hemkg.building import counted

    parts = {
        "added": report.added,
        "updated": report.updated,
        "unchanged": report.unchanged,
        "failed": len(report.failed),
    }
    told = _counts(parts) or "nothing to do"
    told += f"; {len(report.withdrawn)} withdrawn" if report.withdrawn else ""
    return (
        f"{counted(report.documents)}: {told}; {report.claims} claims, {report.triples} triples "
        f"in {place} ({report.seconds:g} s)."
    )


@contextlib.contextmanager
def _bar(title: str) -> "Iterator[Progress | None]":
    """Show a progress bar on a terminal; nothing elsewhere."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeElapsedColumn,
        TimeRemainingColumn,
    )

    columns = (
        TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TextColumn("{task.fields[told]}"),
        TimeElapsedColumn(), TextColumn("left"), TimeRemainingColumn(),
    )  # fmt: skip
    console = Console(stderr=True)
    with Progress(*columns, console=console, transient=True, speed_estimate_period=SPEED_OVER) as shown:
        task = shown.add_task(title, total=None, told="")

        def step(outcome: object, report: "BuildReport") -> None:
            failed = len(report.failed)
            told = _counts({"failed": failed, "unchanged": report.unchanged})
            done = (
                report.added + report.updated + failed
            )  # what is unchanged takes no time and says nothing of the rest
            shown.update(task, total=report.documents - report.unchanged, completed=done, told=told)

        yield step


# ---------------------------------------------------------------- asking


@app.command()
def ask(
    question: Annotated[str | None, typer.Argument(help="A question in plain words.")] = None,
    store: StoreOption = None,
    format: Annotated[AnswerFormat, typer.Option(help="How the answer is printed.")] = AnswerFormat.TEXT,
    batch: Annotated[
        Path | None, typer.Option(help="Answer the questions of a JSONL file.", show_default=False)
    ] = None,
    chat: Annotated[bool, typer.Option("--chat", help="Ask one question after another.")] = False,
    without: Annotated[
        list[str] | None, typer.Option(help="Take away a slot of what the question was taken to mean.", metavar="SLOT")
    ] = None,
    set_: Annotated[
        list[str] | None, typer.Option("--set", help="Give a slot another value.", metavar="SLOT=VALUE")
    ] = None,
    save: Annotated[
        Path | None, typer.Option(help="Keep the answer in this file, to ask again later.", show_default=False)
    ] = None,
    rerun: Annotated[
        Path | None, typer.Option(help="Ask a kept answer again, and say what has changed.", show_default=False)
    ] = None,
    language_model: Annotated[
        str | None,
        typer.Option(
            "--language-model",
            help="Let the language model at this address reword what is not understood and smooth the text.",
            show_default=False,
        ),
    ] = None,
) -> int:
    """Answer a question with rows, citations and the query behind them."""
    if sum([question is not None, batch is not None, chat, rerun is not None]) != 1:
        raise typer.BadParameter("give one question, or --batch FILE, or --chat, or --rerun FILE")
    if save is not None and question is None:
        raise typer.BadParameter("--save keeps the answer to one question; give the question")
    if (without or set_) and question is None:
        raise typer.BadParameter(
            "--without and --set change one question; in --chat type /drop SLOT or /set SLOT VALUE"
        )
    with _graph(store, language_model) as graph:
        if rerun is not None:
            return _ask_again(graph, rerun, format)
        if batch is not None:
            return _ask_all(graph, batch)
        if chat:
            return _chat(graph)
        result = _edited(_asked(graph, question or ""), without or [], set_ or [])
        if save is not None:
            result.save(save)
        _print(_answer_words(result, format))
    return DONE


@contextlib.contextmanager
def _graph(store: str | None, language_model: str | None) -> "Iterator[KnowledgeGraph]":
    from hemkg.knowledge_graph import KnowledgeGraph

    with KnowledgeGraph.open(store, language_model=language_model) as graph:
        yield graph


def _asked(graph: "KnowledgeGraph", question: str, follows: "Result | None" = None) -> "Result":
    """Answer a question; what a language model failed to do is said beside."""
    result = graph.ask(question, follows)
    _warn(result.notes)
    return result


def _edited(result: "Result", without: Sequence[str], values: Sequence[str]) -> "Result":
    """Ask again with slots changed, as ``--without SLOT`` and ``--set SLOT=VALUE`` say."""
    told = dict(value.partition("=")[::2] for value in values)
    if not all(told.values()):
        raise typer.BadParameter("--set takes SLOT=VALUE, such as ion=Na")
    return result.edited(*without, **told)


def _answer_words(result: "Result", form: AnswerFormat) -> str:
    from hemkg.ask import report

    if form is AnswerFormat.JSON:
        return json.dumps(result.to_json(), ensure_ascii=False)
    makers = {AnswerFormat.TEXT: report.to_text, AnswerFormat.MD: report.to_markdown, AnswerFormat.CSV: report.to_csv}
    return makers[form](result.answer)


def _ask_again(graph: "KnowledgeGraph", path: Path, form: AnswerFormat) -> int:
    """Ask a kept answer again and say what has changed, in words or as JSON."""
    if form not in {AnswerFormat.TEXT, AnswerFormat.JSON}:
        raise typer.BadParameter(f"--rerun prints text or json, not {form.value}")
    found = graph.rerun(path)
    if form is AnswerFormat.JSON:
        _print_json(found.to_json())
    else:
        _print(str(found))
    return DONE


def _ask_all(graph: "KnowledgeGraph", path: Path) -> int:
    """Answer the questions of a file; a follow-up sees the turn that it follows."""
    import time

    results: dict[str, Result] = {}
    failed = 0
    for number, line in enumerate(_read_lines(path), start=1):
        try:
            item = json.loads(line)
            name, question = str(item["id"]), str(item["question"])
        except (ValueError, KeyError, TypeError):
            failed += 1
            _warn([f"line {number} of {path} is no object with id and question; mend it."])
            continue
        began = time.perf_counter()
        try:
            results[name] = _asked(graph, question, results.get(str(item.get("follow_up_of"))))
        except InputError as error:
            failed += 1
            _warn([f"line {number} of {path}: {error}"])
            continue
        seconds = round(time.perf_counter() - began, 4)
        _print_json({"id": name, **results[name].to_json(), "seconds": seconds})
    return SOME_FAILED if failed else DONE


CHAT_HELP = (
    "Ask in plain words; an empty line ends.  /slots shows how it was understood, /drop SLOT and /set SLOT VALUE "
    "change it, /undo goes back."
)


def _chat(graph: "KnowledgeGraph") -> int:
    """Answer one question after another until the input ends; each may follow the one before."""
    before: Result | None = None
    _print(CHAT_HELP)
    for line in map(str.strip, sys.stdin):
        if not line:
            break
        try:
            before = _turn(graph, line, before)
        except InputError as error:
            _print(f"{str(error)[:1].upper()}{str(error)[1:]}")
    return DONE


def _turn(graph: "KnowledgeGraph", line: str, before: "Result | None") -> "Result | None":
    """Return the result that the dialogue goes on from, after printing what a line asks for."""
    if line == "/slots":
        slots = before.slots if before else {}
        _print("\n".join(f"{name}: {value}" for name, value in slots.items()) or "Nothing was asked yet.")
        return before
    after = before.follows if line == "/undo" and before else _asked(graph, line, before)
    _print(_answer_words(after, AnswerFormat.TEXT) if after else "Back at the beginning.")
    return after


# ---------------------------------------------------------------- reviewing


@app.command()
def table(
    store: StoreOption = None,
    where: WhereOption = None,
    format: Annotated[
        TableFormat, typer.Option(help="Format of the table; orkg is for the import of orkg.org.")
    ] = TableFormat.MD,
    columns: Annotated[str | None, typer.Option(help="Columns in the order wanted, with commas.")] = None,
    by: Annotated[Grouping | None, typer.Option(help="Group the rows.", show_default=False)] = None,
    across: Annotated[
        Grouping | None, typer.Option(help="Count measurements by --by and by this, crosswise.", show_default=False)
    ] = None,
    completeness: Annotated[
        bool, typer.Option("--completeness", help="Score each paper by the conditions that it states.")
    ] = False,
    bib: Annotated[
        Path | None, typer.Option(help="Write the works to this file: .json as CSL-JSON, else BibTeX.")
    ] = None,
    out: OutOption = None,
) -> int:
    """Print a review table: one row a measurement, a citation behind every cell."""
    from hemkg.review import bibliography

    if format in {TableFormat.XLSX, TableFormat.DOCX} and out is None and sys.stdout.isatty():
        raise typer.BadParameter(f"{format.value} is no text; name a file with --out")
    if across is not None and by is None:
        raise typer.BadParameter("--across counts crosswise; say with --by what goes down")
    if completeness and (by is not None or columns is not None):
        raise typer.BadParameter("--completeness has columns and lines of its own; leave out --by and --columns")
    chosen = [name.strip() for name in columns.split(",")] if columns else None
    with _assistant(store) as assistant:
        found = assistant.table(where, None if by or format is TableFormat.ORKG else chosen)
    if where and not found.rows:
        _warn([f"no measurement here fits “{where}”."])
    _write(_table_file(found, format.value, chosen, (by, across), completeness=completeness), out)
    if bib is not None:
        _write(bibliography.written(found.works, bib.name), bib)
    return DONE


def _table_file(
    found: "ReviewTable",
    form: str,
    columns: list[str] | None,
    groups: tuple[Grouping | None, Grouping | None],
    *,
    completeness: bool,
) -> bytes:
    """Return a review table, or what it comes to, as a file."""
    from hemkg.review import summaries
    from hemkg.review.orkg import orkg_csv
    from hemkg.review.render import render
    from hemkg.review.sheets import render_sheet

    by, across = groups
    if completeness:
        return render_sheet(summaries.completeness_sheet(found), form)
    if by is not None and across is not None:
        return render_sheet(summaries.crosswise(found, by.value, across.value), form)
    if form == TableFormat.ORKG:
        return orkg_csv(found)
    if by is not None:
        found = summaries.grouped(found, by.value)
    return render(found.with_columns(columns) if columns else found, form)


@app.command()
def plot(
    kind: Annotated[
        PlotKind,
        typer.Argument(
            help="capacity against current density; retention against cycles; mechanisms by element; works by years "
            "and mechanism; order: capacity over the elements that reviews rank."
        ),
    ],
    store: StoreOption = None,
    where: WhereOption = None,
    out: Annotated[
        Path | None,
        typer.Option("--out", "-o", help="A name ending in .html, .svg, .png or .csv; else the data are printed."),
    ] = None,
) -> int:
    """Draw what reviews draw; every point tells its sentence."""
    from hemkg.review import picture_files

    with _assistant(store) as assistant:
        picture = assistant.plot(kind.value, where)
    if not picture.data:
        _warn([picture.layout.annotations[0].text])
    if out is None:
        _print(picture_files.data_csv(picture))
    else:
        picture_files.save(picture, out)
    return DONE


@app.command()
def diff(
    earlier: Annotated[str, typer.Argument(help="The earlier store: a folder, or an address.")],
    later: Annotated[str, typer.Argument(help="The later store: a folder, or an address.")],
    format: Annotated[ReportFormat, typer.Option(help="How the changes are printed.")] = ReportFormat.TEXT,
) -> int:
    """Say what a new batch of papers changed: maxima, conflicts, gaps, materials."""
    from hemkg.review import changes

    with _assistant(earlier) as old, _assistant(later) as new:
        found = changes.compare(old.catalogue.graph, new.catalogue.graph)
    if format is ReportFormat.JSON:
        _print_json(changes.to_json(found))
    else:
        _print(changes.to_text(found))
    return DONE


@app.command()
def gaps(
    store: StoreOption = None,
    format: Annotated[ReportFormat, typer.Option(help="How the gaps are printed.")] = ReportFormat.TEXT,
    limit: Annotated[int | None, typer.Option(help="How many; all if not given.")] = None,
    backtest: Annotated[int | None, typer.Option(help="Hide what came after this year, rank, and look.")] = None,
    map: Annotated[
        Path | None,
        typer.Option(
            help="Write the map of the field to a file: .html, where empty cells open their gap, .svg, .png or .csv."
        ),
    ] = None,
) -> int:
    """List research gaps, best first, with reasons and evidence."""
    with _assistant(store) as assistant:
        if map is not None:
            _write_map(assistant, map)
            return DONE
        if backtest is not None:
            from hemkg.review import backtest as past

            result = past.backtest(assistant.catalogue.graph, backtest)
            _print(
                json.dumps(past.to_json(result), ensure_ascii=False)
                if format is ReportFormat.JSON
                else past.to_text(result)
            )
            return DONE
        from hemkg.review.gap_card import gap_json, gaps_text

        found = assistant.gaps(limit)
        if format is ReportFormat.JSON:
            _print_json([gap_json(gap) for gap in found])
        else:
            _print(gaps_text(found) or "No gaps were found: the store holds too little.")
    return DONE


def _write_map(assistant: "Assistant", path: Path) -> None:
    from hemkg.page_parts.gap_file import map_as
    from hemkg.review.gaps import field_map

    write = map_as(path.name)
    drawn = field_map(assistant.catalogue.graph)
    _write(write(drawn), path)
    _print(f"The map with {len(drawn.gaps)} gaps stands in {path}.")


@app.command()
def check(
    formula: Annotated[str | None, typer.Argument(help="A chemical formula.")] = None,
    ion: Annotated[str, typer.Option(help="Working ion: Li, Na, K, Mg, Ca, Al or Zn.")] = "Li",
    capacity: Annotated[float | None, typer.Option(help="A capacity to judge [mAh/g].")] = None,
    mechanism: Annotated[
        list[str] | None,
        typer.Option(help="By which mechanism the capacity is said to come about; may be given again."),
    ] = None,
    format: Annotated[ReportFormat, typer.Option(help="How the result is printed.")] = ReportFormat.TEXT,
    batch: Annotated[Path | None, typer.Option(help="Check a formula a line; prints JSON lines.")] = None,
    paper: Annotated[Path | None, typer.Option(help="Check the numbers of a manuscript.")] = None,
    store: StoreOption = None,
    out: Annotated[
        Path | None, typer.Option("--out", "-o", help="Write the check of a manuscript here, as a page or as JSON.")
    ] = None,
) -> int:
    """Compute what follows from a formula, or check a manuscript."""
    if sum(x is not None for x in (formula, batch, paper)) != 1:
        raise typer.BadParameter("give one formula, or --batch FILE, or --paper FILE")
    if paper is not None:
        return _check_paper(paper, store, format, out)
    if out is not None:
        raise typer.BadParameter("--out goes with --paper")
    if batch is not None:
        return _check_all(batch, ion)
    from hemkg.reason.check import check_formula, to_json, to_text

    with contextlib.ExitStack() as stack:
        papers = stack.enter_context(_assistant(store)).catalogue.graph if store else None
        found = check_formula(formula or "", ion, capacity, mechanism or (), papers)
    _print(json.dumps(to_json(found), ensure_ascii=False) if format is ReportFormat.JSON else to_text(found))
    return DONE


@app.command()
def why(
    name: Annotated[str, typer.Argument(help="An IRI (hd:claim/...), a formula, an element, a mechanism.")],
    store: StoreOption = None,
    format: Annotated[ReportFormat, typer.Option(help="How the reasons are printed.")] = ReportFormat.TEXT,
) -> int:
    """Say why something stands in the graph: by which rule, and from which claims."""
    from hemkg.reason.why import tell, to_json

    with _assistant(store) as assistant:
        reasons = assistant.why(name)
    if format is ReportFormat.JSON:
        _print_json([to_json(reason) for reason in reasons])
    else:
        _print(tell(reasons))
    return DONE


@app.command()
def conflicts(
    store: StoreOption = None,
    format: Annotated[ReportFormat, typer.Option(help="How the conflicts are printed.")] = ReportFormat.TEXT,
) -> int:
    """List claims that do not go together, with the conditions in which they differ."""
    from hemkg.reason.conflicts import to_json

    with _assistant(store) as assistant:
        found = assistant.conflicts()
    if format is ReportFormat.JSON:
        _print_json([to_json(conflict) for conflict in found])
    else:
        _print("\n\n".join(map(str, found)) or "No claims of this store stand against each other.")
    return DONE


def _check_all(path: Path, ion: str) -> int:
    from hemkg.reason.check import check_formula, to_json

    failed = 0
    for line in _read_lines(path):
        try:
            _print_json(to_json(check_formula(line.strip(), ion)))
        except HemkgError as error:
            failed += 1
            _warn([str(error)])
            _print_json({"formula": line.strip(), "error": str(error)})
    return SOME_FAILED if failed else DONE


def _check_paper(path: Path, store: str | None, form: ReportFormat, out: Path | None) -> int:
    from hemkg import pipeline
    from hemkg.isolation import Limits, warm_worker
    from hemkg.page_parts.manuscript_view import manuscript_file
    from hemkg.review import manuscript
    from hemkg.sources.inputs import discover

    settings = Settings.from_environment()
    source = discover([path])[0]
    with warm_worker(Limits(settings.seconds, settings.memory)) as worker:
        read, reading = worker.call(pipeline.read_and_understand, source, settings.largest_file, about=str(path))
    if store is None:
        found = manuscript.check_manuscript(read, reading)
    else:
        with _assistant(store) as assistant:
            found = manuscript.check_manuscript(read, reading, assistant.catalogue.graph)
    if form is ReportFormat.JSON or (out is not None and out.suffix == ".json"):
        told = json.dumps(manuscript.to_json(found), ensure_ascii=False) + "\n"
    elif out is not None and out.suffix in {".html", ".htm"}:
        told = manuscript_file(found, has_store=store is not None)
    else:
        told = manuscript.to_text(found)
    _write(told.encode("utf-8"), out)
    return DONE


# ---------------------------------------------------------------- deciding

curate = typer.Typer(
    help="Accept, reject or correct claims; what a person decides wins over what is read.", no_args_is_help=True
)
app.add_typer(curate, name="curate")

Claim = Annotated[str, typer.Argument(help="A claim: its IRI, hd:claim/..., or the beginning of its number.")]
ByOption = Annotated[
    str | None, typer.Option("--by", help="Your name; else that of HEMKG_CURATOR.", show_default=False)
]
BecauseOption = Annotated[str, typer.Option("--because", help="Why.")]


@contextlib.contextmanager
def _open_to_decide(store: str | None) -> "Iterator[Catalogue]":
    from hemkg.store.catalogue import Catalogue

    with Catalogue.open(_place(store), write=True) as catalogue:
        yield catalogue


def _curator(by: str | None) -> str:
    from hemkg.curating import named

    return named(by or Settings.from_environment().curator)


def _decide(kind: str, claim: str, store: str | None, by: str | None, because: str, typed: Sequence[str] = ()) -> int:
    from hemkg import curating
    from hemkg.model.decision import DecisionKind

    who = _curator(by)
    fields = dict(value.partition("=")[::2] for value in typed)
    if any("=" not in value for value in typed):
        raise typer.BadParameter("--set takes FIELD=VALUE, such as value=650 or ion=Na")
    with _open_to_decide(store) as catalogue:
        done = curating.decide(catalogue, DecisionKind(kind), claim, who=who, reason=because, fields=fields)
        _print(curating.told(done))
    return DONE


@curate.command()
def accept(claim: Claim, because: BecauseOption, by: ByOption = None, store: StoreOption = None) -> int:
    """Say that a claim is right as it stands."""
    return _decide("accept", claim, store, by, because)


@curate.command()
def reject(claim: Claim, because: BecauseOption, by: ByOption = None, store: StoreOption = None) -> int:
    """Take a claim out, because it is read wrongly or says nothing."""
    return _decide("reject", claim, store, by, because)


@curate.command()
def correct(
    claim: Claim,
    because: BecauseOption,
    set_: Annotated[
        list[str],
        typer.Option("--set", help="What a field should say; nothing after = takes it out.", metavar="FIELD=VALUE"),
    ],
    by: ByOption = None,
    store: StoreOption = None,
) -> int:
    """Put right what a claim says: value, unit, ion, current, cycle, material, mechanism and so on."""
    return _decide("correct", claim, store, by, because, set_)


@curate.command()
def undo(
    claim: Annotated[str, typer.Argument(help="The claim, or the number of the decision.")],
    because: Annotated[str, typer.Option("--because", help="Why, if that is to be kept.")] = "",
    by: ByOption = None,
    store: StoreOption = None,
) -> int:
    """Take back the decision that holds for a claim; the one before it holds again."""
    from hemkg import curating

    who = _curator(by)
    with _open_to_decide(store) as catalogue:
        old = curating.take_back(catalogue, claim, who=who, reason=because)
    _print(f"taken back: {curating.told(old)}")
    return DONE


@curate.command("list")
def list_(
    store: StoreOption = None,
    waiting: Annotated[bool, typer.Option("--waiting", help="Only those that wait for their claim.")] = False,
    everything: Annotated[
        bool, typer.Option("--all", help="Those that were superseded or taken back as well.")
    ] = False,
    format: Annotated[ReportFormat, typer.Option(help="How the decisions are printed.")] = ReportFormat.TEXT,
) -> int:
    """List what was decided, and what waits for its claim."""
    from hemkg import curating

    with _assistant(store) as assistant:
        found = curating.listed(assistant.catalogue, is_waiting=waiting, is_everything=everything)
    if format is ReportFormat.JSON:
        _print_json([curating.to_json(record) for record in found])
    else:
        _print("\n".join(map(curating.told, found)) or "Nothing was decided here.")
    return DONE


@curate.command()
def doubtful(
    store: StoreOption = None,
    limit: Annotated[int, typer.Option(help="How many.")] = 20,
    format: Annotated[ReportFormat, typer.Option(help="How the claims are printed.")] = ReportFormat.TEXT,
) -> int:
    """List the claims that were read least surely, with their numbers and sentences."""
    from hemkg import curating

    with _assistant(store) as assistant:
        found = curating.doubtful(assistant.catalogue, limit)
    if format is ReportFormat.JSON:
        _print_json([curating.doubt_json(claim) for claim in found])
    else:
        _print("\n".join(map(curating.doubt_told, found)) or "No claim here is in doubt.")
    return DONE


@curate.command("export")
def export_decisions(store: StoreOption = None, out: OutOption = None) -> int:
    """Write all decisions as JSON Lines, for another store."""
    from hemkg import curating

    with _assistant(store) as assistant:
        _write(curating.written(curating.every(assistant.catalogue)).encode(), out)
    return DONE


@curate.command("import")
def import_decisions(
    path: Annotated[Path, typer.Argument(help="A file that 'curate export' wrote.")], store: StoreOption = None
) -> int:
    """Take in the decisions of a file; what is known already changes nothing."""
    from hemkg import curating

    text = _read_text(path)
    with _open_to_decide(store) as catalogue:
        taken = curating.take_in(catalogue, text, str(path))
    _warn(taken.broken)
    parts = {"new": taken.new, "known before": taken.known, "waiting": len(taken.waiting)}
    _print(f"{taken.new + taken.known} decisions: {_counts(parts) or 'nothing to do'}.")
    return SOME_FAILED if taken.broken else DONE


# ---------------------------------------------------------------- the store itself


@app.command()
def export(
    store: StoreOption = None,
    format: Annotated[
        GraphFormat,
        typer.Option(
            help="ttl, trig, nq, jsonld: the graphs as RDF (ttl merges them); nanopub: a nanopublication a claim; "
            "graphml: the claim graph; csv, orkg: the measurements, and for the import of orkg.org."
        ),
    ] = GraphFormat.TTL,
    out: OutOption = None,
) -> int:
    """Write all that the store holds, in one of the formats that other programs read."""
    with _assistant(store) as assistant, _file(out) as file:
        assistant.export(format.value, file)
    return DONE


@app.command()
def sparql(
    query: Annotated[str, typer.Argument(help="A SELECT, ASK or CONSTRUCT query; hem: and hd: are declared.")],
    store: StoreOption = None,
    format: Annotated[RowFormat, typer.Option(help="How rows are printed.")] = RowFormat.TEXT,
) -> int:
    """Run a SPARQL query over the store."""
    from hemkg.store.queries import run_query

    with _assistant(store) as assistant:
        _print(run_query(assistant.catalogue.graph, query, format.value))
    return DONE


@app.command()
def validate(
    store: StoreOption = None,
    format: Annotated[ReportFormat, typer.Option(help="How the findings are printed.")] = ReportFormat.TEXT,
    warnings: Annotated[bool, typer.Option("--warnings", help="Show doubts as well.")] = False,
) -> int:
    """Check every graph of the store against the shapes."""
    from hemkg.rdf.validate import Severity, validate_store

    with _assistant(store) as assistant:
        found = list(validate_store(assistant.catalogue.graph))
    broken = [violation for violation in found if violation.severity is Severity.VIOLATION]
    shown = found if warnings else broken
    if format is ReportFormat.JSON:
        fields = ("severity", "message", "focus", "paper", "quote")
        _print_json([{name: getattr(violation, name) for name in fields} for violation in shown])
    else:
        _print("\n".join([*map(str, shown), f"{len(broken)} violations, {len(found) - len(broken)} warnings."]))
    return SOME_FAILED if broken else DONE


@app.command()
def status(store: StoreOption = None) -> int:
    """Say what the store holds and which documents failed."""
    from hemkg.store.catalogue import status as counts

    with _assistant(store) as assistant:
        catalogue, scope = assistant.catalogue, assistant.scope
        held = counts(catalogue)
        _print(
            f"{scope.papers} papers, {scope.titles} titles, {catalogue.claims()} claims, {catalogue.graph.count()} "
            f"triples, {held['copy']} copies, {held['failed']} failed; graph {scope.graph}."
        )
        for document in catalogue.documents().values():
            if document.error:
                _print(f"failed: {document.error}")
    return DONE


@app.command()
def backup(
    out: Annotated[Path, typer.Argument(help="File to write, such as store.zip; must not be there yet.")],
    store: StoreOption = None,
) -> int:
    """Write the whole store to one file, with digests by which restore verifies it; a build may go on meanwhile."""
    from hemkg.store.backup import backup as write

    with _assistant(store) as assistant:
        written = write(assistant.catalogue, out)
    _print(f"{written.papers} papers, {written.triples} triples are saved in {out}; graph {written.digest[:16]}.")
    return DONE


@app.command()
def restore(path: Annotated[Path, typer.Argument(help="A file that backup wrote.")], store: StoreOption = None) -> int:
    """Make a store from a backup, in a new folder, and verify it."""
    from hemkg.store.backup import restore_to

    folder = _folder(store, "restore fills")
    made = restore_to(path, folder)
    _print(f"{made.papers} papers, {made.triples} triples stand in {folder}, verified; graph {made.digest[:16]}.")
    return DONE


@app.command()
def serve(
    store: StoreOption = None,
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port to listen on.")] = 7860,
    no_page: Annotated[bool, typer.Option("--no-page", help="Serve /ask, /sparql and their like alone.")] = False,
    workers: Annotated[
        int | None, typer.Option(min=1, help="Processes that answer; one a core, at most four, if not given.")
    ] = None,
    waiting: Annotated[int, typer.Option(min=0, help="Requests that may wait; more are told to come later.")] = 100,
    query_seconds: Annotated[float, typer.Option(min=0.1, help="Time that a SPARQL query may take [s].")] = 20.0,
    rows: Annotated[int, typer.Option(min=1, help="Most rows that a SPARQL query gives back.")] = 10_000,
    stopping: Annotated[float, typer.Option(min=0, help="Time that running answers get at the end [s].")] = 10.0,
) -> int:
    """Open the page in which questions are asked, and answer over HTTP, also while a build runs."""
    from hemkg.isolation import Limits
    from hemkg.serving.rules import Rules, usual_answering
    from hemkg.serving.server import serve as serve_store

    usual = Rules()
    rules = Rules(
        answering=workers or usual_answering(),
        waiting=waiting,
        query=Limits(query_seconds, usual.query.memory),
        rows=rows,
        stopping=stopping,
    )
    serve_store(_folder(store, "serve answers from"), host, port, has_page=not no_page, rules=rules)
    return DONE


@app.command()
def doctor(store: StoreOption = None) -> int:
    """Say whether everything that hemkg needs is there and works."""
    from hemkg.doctor import examine

    findings = list(examine(_place(store)))
    for finding in findings:
        _print(f"{'ok     ' if finding.is_well else 'missing'} {finding.what}: {finding.told}")
    return DONE if all(finding.is_well or not finding.is_needed for finding in findings) else SOME_FAILED


if __name__ == "__main__":
    run()
