"""The command line: arguments to pipeline calls, results to text, errors to one sentence.

Nothing heavy is imported before a command needs it, so that ``--help`` answers at once.
"""

import json
import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import click
import typer

from hemkg import __version__
from hemkg.errors import HemkgError
from hemkg.settings import Settings

DONE, SOME_FAILED, WRONG_USAGE, STOPPED = 0, 1, 2, 130

app = typer.Typer(
    help="A knowledge-graph literature assistant for high-entropy anodes of rechargeable batteries.",
    no_args_is_help=True,
    add_completion=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)


class GraphFormat(StrEnum):
    """Formats of ``export``."""

    TTL = "ttl"
    TRIG = "trig"
    NQ = "nq"
    JSONLD = "jsonld"
    GRAPHML = "graphml"
    CSV = "csv"


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


Paths = Annotated[list[Path], typer.Argument(help="Files or folders: txt, md, html, xml (JATS, Elsevier), pdf.")]
StoreOption = Annotated[Path | None, typer.Option("--store", "-s", help="Folder of the store.", show_default=False)]
JsonOption = Annotated[bool, typer.Option("--json", help="The same as --format json.")]


def run() -> None:
    """Run the command line and leave with the exit status of the contract."""
    sys.excepthook = _excuse
    try:
        status = app(standalone_mode=False)
    except HemkgError as error:
        _fail(str(error))
    except click.exceptions.UsageError as error:
        _fail(_usage(error))
    except click.exceptions.Abort:
        print("Stopped; what was done is kept.", file=sys.stderr)
        raise SystemExit(STOPPED) from None
    except BrokenPipeError:
        raise SystemExit(DONE) from None
    raise SystemExit(status if isinstance(status, int) else DONE)


def _usage(error: click.exceptions.UsageError) -> str:
    """Return a usage error as one sentence with the way to help."""
    command = error.ctx.command_path if error.ctx else "hemkg"
    return f"{error.format_message().rstrip('.')}; see '{command} --help'."


def _fail(message: str) -> None:
    print(f"hemkg: {message}", file=sys.stderr)
    raise SystemExit(WRONG_USAGE) from None


def _excuse(kind: type[BaseException], error: BaseException, trace: object) -> None:
    """Say that something of ours broke, in a sentence; the traceback only for those who ask for it."""
    if Settings.from_environment().debug:
        sys.__excepthook__(kind, error, trace)  # type: ignore[arg-type]
        return
    told = f"{kind.__name__}: {error}".split("\n", 1)[0][:200]
    print(f"hemkg: something broke inside hemkg ({told}); run again with HEMKG_DEBUG=1 and report it.", file=sys.stderr)


def _print(text: str) -> None:
    sys.stdout.write(text if text.endswith("\n") else text + "\n")


def _print_json(value: object) -> None:
    _print(json.dumps(value, ensure_ascii=False))


def _version(value: bool) -> None:
    if value:
        _print(f"hemkg {__version__}")
        raise typer.Exit


@app.callback()
def main(
    version: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")] = False,
) -> None:
    """A knowledge-graph literature assistant for high-entropy anodes of rechargeable batteries."""


@app.command()
def extract(
    paths: Paths,
    format: Annotated[str, typer.Option(help="Only jsonl: one JSON object a document.")] = "jsonl",
    text: Annotated[bool, typer.Option("--text", help="Print the text that offsets refer to.")] = False,
    mentions: Annotated[bool, typer.Option("--mentions", help="Print what was recognised before anything is linked.")] = False,
    explain: Annotated[bool, typer.Option("--explain", help="Say for each claim which rule and words made it.")] = False,
) -> int:
    """Print what is claimed in documents; write nothing."""
    from hemkg import pipeline

    if format != "jsonl":
        raise click.exceptions.BadParameter(f"extract prints jsonl only, not {format!r}")
    settings, failed = Settings.from_environment(), 0
    sources = pipeline.discover(paths)
    for source in sources:
        try:
            _print(pipeline.report(source, settings.largest_file, text=text, mentions=mentions, explain=explain))
        except HemkgError as error:
            failed += 1
            print(f"hemkg: {error}", file=sys.stderr)
    return SOME_FAILED if failed else DONE


@app.command()
def build(
    paths: Paths,
    store: StoreOption = None,
    format: Annotated[str, typer.Option(help="text or json.")] = "text",
    workers: Annotated[int | None, typer.Option(help="Processes side by side; all cores if not given.")] = None,
) -> int:
    """Read, extract, validate and store documents; do only what is new or changed."""
    from hemkg import pipeline
    from hemkg.progress import bar

    settings = Settings.from_environment()
    folder = store or settings.store
    with bar("Reading papers") as progress:
        report = pipeline.build(
            paths, folder, workers=workers or settings.workers, largest=settings.largest_file, progress=progress
        )
    for failure in report.failed:
        print(f"hemkg: {failure['error']}", file=sys.stderr)
    _print(json.dumps(report.to_json()) if format == "json" else pipeline.summary(report, folder))
    return SOME_FAILED if report.failed else DONE


if __name__ == "__main__":
    run()
