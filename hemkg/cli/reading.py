"""Commands that read papers: ``extract``, ``build`` and ``fetch``."""

import contextlib
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from hemkg.cli.common import DONE, SOME_FAILED, counts, say, say_json, warn
from hemkg.cli.options import PATHS_HELP, ModelOption, OcrOption, Paths, ReportFormat, StoreOption
from hemkg.errors import HemkgError
from hemkg.settings import Settings, place_of
from hemkg.store.places import Place

if TYPE_CHECKING:
    from hemkg.building import BuildReport, Progress
    from hemkg.sources.fetching import FetchReport
    from hemkg.sources.language_model import Endpoint


SPEED_OVER = 120.0  # seconds of work that tell how fast it goes on


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
                say(told)
                warn(notes)
            except HemkgError as error:
                failed += 1
                warn([str(error)])
    return SOME_FAILED if failed else DONE


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
        say(f"Nothing that failed is left to be tried again in {place}.")
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
        warn(planned.remarks)
        say(json.dumps(planned.to_json(), ensure_ascii=False) if format is ReportFormat.JSON else str(planned))
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
    warn(failure["error"] for failure in report.failed)
    warn(f"a claim was left out: {broken}" for broken in report.left_out)
    warn(report.notes)
    warn(f"{same['path']} is the same paper as {same['as']}, which stands for it." for same in report.same)
    if format is ReportFormat.JSON:
        say_json(report.to_json())
    else:
        say(_build_words(report, place))
    return SOME_FAILED if report.failed else DONE


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
    warn(failure["error"] for failure in report.failed)
    warn(report.remarks)
    if format is ReportFormat.JSON:
        say_json(report.to_json())
    else:
        say(_fetch_words(report, out))
    return SOME_FAILED if report.failed else DONE


def _fetch_words(report: "FetchReport", folder: Path) -> str:
    parts = {
        "fetched": report.fetched,
        "known by title": report.titles,
        "there before": report.unchanged,
        "failed": len(report.failed),
    }
    return f"{report.works} works: {counts(parts) or 'nothing found'}; read them with 'hemkg build {folder}'."


def _build_words(report: "BuildReport", place: Place) -> str:
    from hemkg.building import counted

    parts = {
        "added": report.added,
        "updated": report.updated,
        "unchanged": report.unchanged,
        "failed": len(report.failed),
    }
    told = counts(parts) or "nothing to do"
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
            told = counts({"failed": failed, "unchanged": report.unchanged})
            done = (
                report.added + report.updated + failed
            )  # what is unchanged takes no time and says nothing of the rest
            shown.update(task, total=report.documents - report.unchanged, completed=done, told=told)

        yield step
