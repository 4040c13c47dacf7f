"""Commands about the store itself: writing it out, queries, validation, backups, and whether all is well."""

from pathlib import Path
from typing import Annotated

import typer

from hemkg.cli.common import (
    DONE,
    PROGRAM,
    SOME_FAILED,
    folder_named,
    opened,
    opened_assistant,
    say,
    say_json,
    store_named,
)
from hemkg.cli.options import GraphFormat, OutOption, ReportFormat, RowFormat, Shell, StoreOption


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
    with opened_assistant(store) as assistant, opened(out) as file:
        assistant.export(format.value, file)
    return DONE


def sparql(
    query: Annotated[str, typer.Argument(help="A SELECT, ASK or CONSTRUCT query; hem: and hd: are declared.")],
    store: StoreOption = None,
    format: Annotated[RowFormat, typer.Option(help="How rows are printed.")] = RowFormat.TEXT,
) -> int:
    """Run a SPARQL query over the store."""
    from hemkg.store.queries import run_query

    with opened_assistant(store) as assistant:
        say(run_query(assistant.catalogue.graph, query, format.value))
    return DONE


def validate(
    store: StoreOption = None,
    format: Annotated[ReportFormat, typer.Option(help="How the findings are printed.")] = ReportFormat.TEXT,
    warnings: Annotated[bool, typer.Option("--warnings", help="Show doubts as well.")] = False,
) -> int:
    """Check every graph of the store against the shapes."""
    from hemkg.rdf.validate import Severity, validate_store

    with opened_assistant(store) as assistant:
        found = list(validate_store(assistant.catalogue.graph))
    broken = [violation for violation in found if violation.severity is Severity.VIOLATION]
    shown = found if warnings else broken
    if format is ReportFormat.JSON:
        fields = ("severity", "message", "focus", "paper", "quote")
        say_json([{name: getattr(violation, name) for name in fields} for violation in shown])
    else:
        say("\n".join([*map(str, shown), f"{len(broken)} violations, {len(found) - len(broken)} warnings."]))
    return SOME_FAILED if broken else DONE


def status(store: StoreOption = None) -> int:
    """Say what the store holds and which documents failed."""
    from hemkg.store.catalogue import status as counts

    with opened_assistant(store) as assistant:
        catalogue, scope = assistant.catalogue, assistant.scope
        held = counts(catalogue)
        say(
            f"{scope.papers} papers, {scope.titles} titles, {catalogue.claims()} claims, {catalogue.graph.count()} "
            f"triples, {held['copy']} copies, {held['failed']} failed; graph {scope.graph}."
        )
        for document in catalogue.documents().values():
            if document.error:
                say(f"failed: {document.error}")
    return DONE


def backup(
    out: Annotated[Path, typer.Argument(help="File to write, such as store.zip; must not be there yet.")],
    store: StoreOption = None,
) -> int:
    """Write the whole store to one file, with digests by which restore verifies it; a build may go on meanwhile."""
    from hemkg.store.backup import backup as write

    with opened_assistant(store) as assistant:
        written = write(assistant.catalogue, out)
    say(f"{written.papers} papers, {written.triples} triples are saved in {out}; graph {written.digest[:16]}.")
    return DONE


def restore(path: Annotated[Path, typer.Argument(help="A file that backup wrote.")], store: StoreOption = None) -> int:
    """Make a store from a backup, in a new folder, and verify it."""
    from hemkg.store.backup import restore_to

    folder = folder_named(store, "restore fills")
    made = restore_to(path, folder)
    say(f"{made.papers} papers, {made.triples} triples stand in {folder}, verified; graph {made.digest[:16]}.")
    return DONE


def completion(shell: Annotated[Shell, typer.Argument(help="The shell that is to complete.")]) -> int:
    """Print the script by which a shell completes commands, options and values: eval "$(hemkg completion bash)"."""
    from typer._completion_shared import get_completion_script  # it is given out nowhere else

    say(get_completion_script(prog_name=PROGRAM, complete_var=f"_{PROGRAM.upper()}_COMPLETE", shell=shell.value))
    return DONE


def doctor(store: StoreOption = None) -> int:
    """Say whether everything that hemkg needs is there and works."""
    from hemkg.doctor import examine

    findings = list(examine(store_named(store)))
    for finding in findings:
        say(f"{'ok     ' if finding.is_well else 'missing'} {finding.what}: {finding.told}")
    return DONE if all(finding.is_well or not finding.is_needed for finding in findings) else SOME_FAILED
