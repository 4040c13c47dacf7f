"""Commands by which people decide about claims: ``curate accept``, ``reject``, ``correct`` and so on."""

import contextlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from hemkg.cli.common import (
    DONE,
    SOME_FAILED,
    counts,
    opened_assistant,
    say,
    say_json,
    store_named,
    text_of,
    warn,
    write_to,
)
from hemkg.cli.options import OutOption, ReportFormat, StoreOption
from hemkg.settings import Settings

if TYPE_CHECKING:
    from hemkg.store.catalogue import Catalogue


curate = typer.Typer(
    help="Accept, reject or correct claims; what a person decides wins over what is read.", no_args_is_help=True
)

Claim = Annotated[str, typer.Argument(help="A claim: its IRI, hd:claim/..., or the beginning of its number.")]
ByOption = Annotated[
    str | None, typer.Option("--by", help="Your name; else that of HEMKG_CURATOR.", show_default=False)
]
BecauseOption = Annotated[str, typer.Option("--because", help="Why.")]


@contextlib.contextmanager
def _open_to_decide(store: str | None) -> "Iterator[Catalogue]":
    from hemkg.store.catalogue import Catalogue

    with Catalogue.open(store_named(store), write=True) as catalogue:
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
        say(curating.told(done))
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
    say(f"taken back: {curating.told(old)}")
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

    with opened_assistant(store) as assistant:
        found = curating.listed(assistant.catalogue, is_waiting=waiting, is_everything=everything)
    if format is ReportFormat.JSON:
        say_json([curating.to_json(record) for record in found])
    else:
        say("\n".join(map(curating.told, found)) or "Nothing was decided here.")
    return DONE


@curate.command()
def doubtful(
    store: StoreOption = None,
    limit: Annotated[int, typer.Option(help="How many.")] = 20,
    format: Annotated[ReportFormat, typer.Option(help="How the claims are printed.")] = ReportFormat.TEXT,
) -> int:
    """List the claims that were read least surely, with their numbers and sentences."""
    from hemkg import curating

    with opened_assistant(store) as assistant:
        found = curating.doubtful(assistant.catalogue, limit)
    if format is ReportFormat.JSON:
        say_json([curating.doubt_json(claim) for claim in found])
    else:
        say("\n".join(map(curating.doubt_told, found)) or "No claim here is in doubt.")
    return DONE


@curate.command("export")
def export_decisions(store: StoreOption = None, out: OutOption = None) -> int:
    """Write all decisions as JSON Lines, for another store."""
    from hemkg import curating

    with opened_assistant(store) as assistant:
        write_to(curating.written(curating.every(assistant.catalogue)).encode(), out)
    return DONE


@curate.command("import")
def import_decisions(
    path: Annotated[Path, typer.Argument(help="A file that 'curate export' wrote.")], store: StoreOption = None
) -> int:
    """Take in the decisions of a file; what is known already changes nothing."""
    from hemkg import curating

    text = text_of(path)
    with _open_to_decide(store) as catalogue:
        taken = curating.take_in(catalogue, text, str(path))
    warn(taken.broken)
    parts = {"new": taken.new, "known before": taken.known, "waiting": len(taken.waiting)}
    say(f"{taken.new + taken.known} decisions: {counts(parts) or 'nothing to do'}.")
    return SOME_FAILED if taken.broken else DONE
