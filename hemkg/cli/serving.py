"""The command that serves a store to others: ``serve``."""

from typing import Annotated

import typer

from hemkg.cli.common import DONE, folder_named
from hemkg.cli.options import StoreOption


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
    serve_store(folder_named(store, "serve answers from"), host, port, has_page=not no_page, rules=rules)
    return DONE
