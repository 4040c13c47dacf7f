"""Formats and options that more than one command has."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer


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


class Shell(StrEnum):
    """Shells of ``completion``."""

    BASH = "bash"
    ZSH = "zsh"
    FISH = "fish"
    POWERSHELL = "powershell"


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
