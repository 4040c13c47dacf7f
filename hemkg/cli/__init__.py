"""The command line: arguments to calls, results to text, errors to one sentence.

Nothing heavy is imported before a command needs it, so that ``--help`` answers at once.
"""

import signal
import sys
import threading
from types import TracebackType
from typing import Annotated

import typer

from hemkg import __version__
from hemkg.cli import asking, curating, helping, keeping, reading, reviewing, serving
from hemkg.cli.common import DONE, PROGRAM, STOPPED, WRONG_USAGE, say
from hemkg.errors import HemkgError
from hemkg.settings import Settings

COMMANDS = (
    reading.extract, reading.build, reading.fetch, asking.ask, reviewing.table, reviewing.plot, reviewing.diff,
    reviewing.gaps, reviewing.check, reviewing.why, reviewing.conflicts, keeping.export, keeping.sparql,
    keeping.validate, keeping.status, keeping.backup, keeping.restore, serving.serve, keeping.doctor,
    keeping.completion,
)  # fmt: skip

NOTHING_SAID = "NoArgsIsHelpError"  # of typer, which does not give it out: a command was named that needs more words
app = typer.Typer(
    help="A knowledge-graph literature assistant for high-entropy anodes of rechargeable batteries.",
    no_args_is_help=True,
    add_completion=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)
for command in COMMANDS:
    app.command()(command)
app.add_typer(curating.curate, name="curate")
app.add_typer(serving.accounts, name="accounts")
app.command("help")(helping.show)


def _version(value: bool) -> None:
    if value:
        say(f"hemkg {__version__}")
        raise typer.Exit


@app.callback()
def main(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """A knowledge-graph literature assistant for high-entropy anodes of rechargeable batteries."""


def run() -> None:
    """Run the command line and leave with the exit status of the contract."""
    sys.excepthook = _excuse
    _stop_once()
    try:
        status = typer.main.get_command(app)(prog_name=PROGRAM, standalone_mode=False)  # app() sets a hook
    except HemkgError as error:
        _fail(str(error))
    except typer.Exit as leaving:
        raise SystemExit(leaving.exit_code) from None
    except (typer.Abort, KeyboardInterrupt):
        status = STOPPED
    except typer.TyperException as error:
        if type(error).__name__ == NOTHING_SAID:
            sys.stderr.write(f"{error}\n")
            raise SystemExit(WRONG_USAGE) from None
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
