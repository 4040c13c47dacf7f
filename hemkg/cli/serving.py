"""The commands that serve a store to others: ``serve``, and ``accounts`` of those who may come in."""

import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from hemkg.cli.common import DONE, folder_named, say
from hemkg.cli.options import StoreOption
from hemkg.errors import InputError
from hemkg.settings import Settings

if TYPE_CHECKING:
    from hemkg.serving.accounts import Accounts

AccountsOption = Annotated[
    Path | None,
    typer.Option(
        "--accounts",
        help="File of the accounts; else that of HEMKG_ACCOUNTS, or among your settings.",
        show_default=False,
    ),
]
PasswordOption = Annotated[
    bool, typer.Option("--password-stdin", help="Read the password from standard input, not from the terminal.")
]
NameArgument = Annotated[str, typer.Argument(help="Name of the person.")]


def serve(
    store: StoreOption = None,
    host: Annotated[
        str | None, typer.Option(help="Address to listen on; 127.0.0.1 if not given.", show_default=False)
    ] = None,
    port: Annotated[int | None, typer.Option(help="Port to listen on; 7860 if not given.", show_default=False)] = None,
    mcp: Annotated[
        bool,
        typer.Option(
            "--mcp",
            help="Speak the Model Context Protocol on standard input and output; with --host or --port at /mcp, "
            "without the page.",
        ),
    ] = False,
    accounts: AccountsOption = None,
    open: Annotated[
        bool, typer.Option("--open", help="Let everybody read who can reach it; nobody without an account writes.")
    ] = False,
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

    usual = Rules()
    rules = Rules(
        answering=workers or usual_answering(),
        waiting=waiting,
        query=Limits(query_seconds, usual.query.memory),
        rows=rows,
        stopping=stopping,
    )
    folder = folder_named(store, "serve answers from")
    if mcp and host is None and port is None:
        from hemkg.serving.model_context import speak

        speak(folder, replace(rules, answering=workers or 1))
        return DONE
    from hemkg.serving.server import FIRST_PORT, LOOPBACK
    from hemkg.serving.server import serve as serve_store

    serve_store(
        folder,
        host or LOOPBACK,
        FIRST_PORT if port is None else port,
        has_page=not (no_page or mcp),
        rules=rules,
        accounts=accounts or Settings.from_environment().accounts,
        is_open=open,
    )
    return DONE


# ---------------------------------------------------------------- who may come in

accounts = typer.Typer(
    help="Who may use a server that others can reach; keepers may write, the others read.", no_args_is_help=True
)


def _accounts(path: Path | None) -> "Accounts":
    from hemkg.serving.accounts import Accounts, usual_place

    return Accounts(path or Settings.from_environment().accounts or usual_place())


def _password(*, is_piped: bool) -> str:
    """Return a password, from a pipe or asked for twice on the terminal, where it is not shown."""
    if is_piped:
        return sys.stdin.readline().rstrip("\r\n")
    if not sys.stdin.isatty():
        raise InputError("there is no terminal to ask for the password; give it on standard input: --password-stdin.")
    return str(typer.prompt("Password", hide_input=True, confirmation_prompt=True, err=True))


@accounts.command()
def add(
    name: NameArgument,
    keeper: Annotated[bool, typer.Option("--keeper", help="May add papers and decide on claims.")] = False,
    password_stdin: PasswordOption = False,
    accounts: AccountsOption = None,
) -> int:
    """Add an account."""
    found = _accounts(accounts)
    made = found.add(name, _password(is_piped=password_stdin), is_keeper=keeper)
    say(f"{made.name} may {'read and write' if made.is_keeper else 'read'}; it stands in {found.path}.")
    return DONE


@accounts.command("list")
def list_(accounts: AccountsOption = None) -> int:
    """List the accounts."""
    found = _accounts(accounts).book().accounts.values()
    say(
        "\n".join(f"{'keeper' if one.is_keeper else 'reader'}  {one.name}" for one in found) or "There are no accounts."
    )
    return DONE


@accounts.command()
def remove(name: NameArgument, accounts: AccountsOption = None) -> int:
    """Take an account away; a server that runs lets it in no more."""
    _accounts(accounts).remove(name)
    say(f"{name} has no account any more.")
    return DONE


@accounts.command()
def password(name: NameArgument, password_stdin: PasswordOption = False, accounts: AccountsOption = None) -> int:
    """Give an account another password; whoever is logged in with it has to log in again."""
    _accounts(accounts).set_password(name, _password(is_piped=password_stdin))
    say(f"{name} has another password.")
    return DONE
