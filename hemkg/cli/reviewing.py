"""Commands that review: tables, plots, changes, gaps, checks, reasons and conflicts."""

import contextlib
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from hemkg.cli import completing
from hemkg.cli.common import DONE, SOME_FAILED, lines_of, opened_assistant, say, say_json, warn, write_to
from hemkg.cli.options import Grouping, OutOption, PlotKind, ReportFormat, StoreOption, TableFormat, WhereOption
from hemkg.errors import HemkgError
from hemkg.settings import Settings

if TYPE_CHECKING:
    from hemkg.assistant import Assistant
    from hemkg.review.tables import ReviewTable


def table(
    store: StoreOption = None,
    where: WhereOption = None,
    format: Annotated[
        TableFormat, typer.Option(help="Format of the table; orkg is for the import of orkg.org.")
    ] = TableFormat.MD,
    columns: Annotated[
        str | None, typer.Option(help="Columns in the order wanted, with commas.", autocompletion=completing.columns)
    ] = None,
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
    with opened_assistant(store) as assistant:
        found = assistant.table(where, None if by or format is TableFormat.ORKG else chosen)
    if where and not found.rows:
        warn([f"no measurement here fits “{where}”."])
    write_to(_table_file(found, format.value, chosen, (by, across), completeness=completeness), out)
    if bib is not None:
        write_to(bibliography.written(found.works, bib.name), bib)
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

    with opened_assistant(store) as assistant:
        picture = assistant.plot(kind.value, where)
    if not picture.data:
        warn([picture.layout.annotations[0].text])
    if out is None:
        say(picture_files.data_csv(picture))
    else:
        picture_files.save(picture, out)
    return DONE


def diff(
    earlier: Annotated[str, typer.Argument(help="The earlier store: a folder, or an address.")],
    later: Annotated[str, typer.Argument(help="The later store: a folder, or an address.")],
    format: Annotated[ReportFormat, typer.Option(help="How the changes are printed.")] = ReportFormat.TEXT,
) -> int:
    """Say what a new batch of papers changed: maxima, conflicts, gaps, materials."""
    from hemkg.review import changes

    with opened_assistant(earlier) as old, opened_assistant(later) as new:
        found = changes.compare(old.catalogue.graph, new.catalogue.graph)
    if format is ReportFormat.JSON:
        say_json(changes.to_json(found))
    else:
        say(changes.to_text(found))
    return DONE


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
    with opened_assistant(store) as assistant:
        if map is not None:
            _write_map(assistant, map)
            return DONE
        if backtest is not None:
            from hemkg.review import backtest as past

            result = past.backtest(assistant.catalogue.graph, backtest)
            say(
                json.dumps(past.to_json(result), ensure_ascii=False)
                if format is ReportFormat.JSON
                else past.to_text(result)
            )
            return DONE
        from hemkg.review.gap_card import gap_json, gaps_text

        found = assistant.gaps(limit)
        if format is ReportFormat.JSON:
            say_json([gap_json(gap) for gap in found])
        else:
            say(gaps_text(found) or "No gaps were found: the store holds too little.")
    return DONE


def _write_map(assistant: "Assistant", path: Path) -> None:
    from hemkg.page_parts.gap_file import map_as
    from hemkg.review.gaps import field_map

    written_as = map_as(path.name)
    drawn = field_map(assistant.catalogue.graph)
    write_to(written_as(drawn), path)
    say(f"The map with {len(drawn.gaps)} gaps stands in {path}.")


def check(
    formula: Annotated[
        str | None, typer.Argument(help="A chemical formula.", autocompletion=completing.formulas)
    ] = None,
    ion: Annotated[
        str, typer.Option(help="Working ion: Li, Na, K, Mg, Ca, Al or Zn.", autocompletion=completing.ions)
    ] = "Li",
    capacity: Annotated[float | None, typer.Option(help="A capacity to judge [mAh/g].")] = None,
    mechanism: Annotated[
        list[str] | None,
        typer.Option(
            help="By which mechanism the capacity is said to come about; may be given again.",
            autocompletion=completing.mechanisms,
        ),
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
        papers = stack.enter_context(opened_assistant(store)).catalogue.graph if store else None
        found = check_formula(formula or "", ion, capacity, mechanism or (), papers)
    say(json.dumps(to_json(found), ensure_ascii=False) if format is ReportFormat.JSON else to_text(found))
    return DONE


def why(
    name: Annotated[str, typer.Argument(help="An IRI (hd:claim/...), a formula, an element, a mechanism.")],
    store: StoreOption = None,
    format: Annotated[ReportFormat, typer.Option(help="How the reasons are printed.")] = ReportFormat.TEXT,
) -> int:
    """Say why something stands in the graph: by which rule, and from which claims."""
    from hemkg.reason.why import tell, to_json

    with opened_assistant(store) as assistant:
        reasons = assistant.why(name)
    if format is ReportFormat.JSON:
        say_json([to_json(reason) for reason in reasons])
    else:
        say(tell(reasons))
    return DONE


def conflicts(
    store: StoreOption = None,
    format: Annotated[ReportFormat, typer.Option(help="How the conflicts are printed.")] = ReportFormat.TEXT,
) -> int:
    """List claims that do not go together, with the conditions in which they differ."""
    from hemkg.reason.conflicts import to_json

    with opened_assistant(store) as assistant:
        found = assistant.conflicts()
    if format is ReportFormat.JSON:
        say_json([to_json(conflict) for conflict in found])
    else:
        say("\n\n".join(map(str, found)) or "No claims of this store stand against each other.")
    return DONE


def _check_all(path: Path, ion: str) -> int:
    from hemkg.reason.check import check_formula, to_json

    failed = 0
    for line in lines_of(path):
        try:
            say_json(to_json(check_formula(line.strip(), ion)))
        except HemkgError as error:
            failed += 1
            warn([str(error)])
            say_json({"formula": line.strip(), "error": str(error)})
    return SOME_FAILED if failed else DONE


def _check_paper(path: Path, store: str | None, form: ReportFormat, out: Path | None) -> int:
    from hemkg.isolation import Limits
    from hemkg.page_parts.manuscript_view import manuscript_file
    from hemkg.pipeline import read_apart
    from hemkg.review import manuscript
    from hemkg.sources.inputs import discover

    settings = Settings.from_environment()
    limits = Limits(settings.seconds, settings.memory)
    read, reading = read_apart(discover([path])[0], settings.largest_file, limits)
    if store is None:
        found = manuscript.check_manuscript(read, reading)
    else:
        with opened_assistant(store) as assistant:
            found = manuscript.check_manuscript(read, reading, assistant.catalogue.graph)
    if form is ReportFormat.JSON or (out is not None and out.suffix == ".json"):
        told = json.dumps(manuscript.to_json(found), ensure_ascii=False) + "\n"
    elif out is not None and out.suffix in {".html", ".htm"}:
        told = manuscript_file(found, has_store=store is not None)
    else:
        told = manuscript.to_text(found)
    write_to(told.encode("utf-8"), out)
    return DONE
