"""How formulas and units are set: a text as runs on the line, below it and above it.

Every printed form (LaTeX, DOCX, HTML, Markdown) is made of the same runs, so that a formula looks alike
in all of them.  Digits are lowered only where what they follow are symbols of elements: ``NCM811`` is a
name and stays one.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from hemkg.vocab import elements

LOW = str.maketrans("₀₁₂₃₄₅₆₇₈₉₊₋ₓ", "0123456789+-x")
HIGH = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻", "0123456789+-")
NUMBER = r"(?:\d+(?:\.\d+|/\d+)?|[xyzδ])"
AMOUNT = rf"{NUMBER}(?:[-−–±+]{NUMBER}(?![a-z]))*"
FORMULA = re.compile(rf"(?:[(\[{{]*[A-Z][a-z]?(?:{AMOUNT})?(?:[)\]}}](?:{AMOUNT})?)*)+(?![a-z])")
SYMBOL = re.compile(r"[A-Z][a-z]?")
LOWERED = re.compile(rf"(?<=[A-Za-z)\]}}])(?P<low>{AMOUNT})")
SCRIPTS = re.compile(r"(?P<low>[₀₁₂₃₄₅₆₇₈₉₊₋ₓ]+)|(?P<high>[⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻]+)")
EXPONENT = re.compile(r"(?<=[A-Za-z])(?P<high>[-−]?\d)(?!\d)")
CHARGE = re.compile(r"(?<=[A-Za-z])(?P<high>\d?[+])$")


class Script(StrEnum):
    """Where a run stands."""

    LINE = "line"
    LOW = "low"
    HIGH = "high"


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text set in one way."""

    text: str
    script: Script = Script.LINE


def runs(text: str, *, is_formula: bool = False) -> tuple[Run, ...]:
    """Return a text as runs; raised and lowered characters become runs of plain ones.

    Args:
        text: any text.
        is_formula: whether digits after symbols of elements are amounts.

    >>> [run.text for run in runs("FeS2@CNTs", is_formula=True) if run.script is Script.LOW]
    ['2']
    """
    pieces = (piece for run in _marked(text) for piece in (_formulas(run) if is_formula else (run,)))
    return tuple(_joined(pieces))


def unit_runs(symbol: str) -> tuple[Run, ...]:
    """Return a unit with its exponents raised.

    >>> [run.text for run in unit_runs("mAh g-1") if run.script is Script.HIGH]
    ['−1']
    """
    return tuple(_joined(_split(symbol.replace("-", "−"), EXPONENT)))


def ion_runs(label: str) -> tuple[Run, ...]:
    """Return an ion with its charge raised.

    >>> [run.text for run in ion_runs("Mg2+")]
    ['Mg', '2+']
    """
    return tuple(_joined(_split(label, CHARGE)))


def as_html(parts: tuple[Run, ...]) -> str:
    """Return runs as HTML, escaped.

    >>> as_html(runs("Fe3O4", is_formula=True))
    'Fe<sub>3</sub>O<sub>4</sub>'
    """
    tags = {Script.LINE: "{}", Script.LOW: "<sub>{}</sub>", Script.HIGH: "<sup>{}</sup>"}
    return "".join(tags[run.script].format(_html(run.text)) for run in parts)


def _html(text: str) -> str:
    for sign, escaped in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ('"', "&quot;")):
        text = text.replace(sign, escaped)
    return text


def _marked(text: str) -> Iterator[Run]:
    """Yield the text with what is raised or lowered by its characters as runs of their own."""
    for run in _split(text, SCRIPTS):
        table = {Script.LOW: LOW, Script.HIGH: HIGH}.get(run.script)
        yield Run(run.text.translate(table), run.script) if table else run


def _formulas(run: Run) -> Iterator[Run]:
    if run.script is not Script.LINE:
        yield run
        return
    last = 0
    for found in FORMULA.finditer(run.text):
        if _is_formula(found.group()):
            yield Run(run.text[last : found.start()])
            yield from _split(found.group(), LOWERED)
            last = found.end()
    yield Run(run.text[last:])


def _is_formula(text: str) -> bool:
    return set(SYMBOL.findall(text)) <= _symbols()


@cache
def _symbols() -> frozenset[str]:
    return frozenset(elements.table())


def _split(text: str, pattern: re.Pattern[str]) -> Iterator[Run]:
    """Yield a text cut at the matches of a pattern; the name of the group tells where they stand."""
    last = 0
    for found in pattern.finditer(text):
        yield Run(text[last : found.start()])
        yield Run(found.group(), Script(found.lastgroup or Script.LINE))
        last = found.end()
    yield Run(text[last:])


def _joined(parts: Iterator[Run]) -> Iterator[Run]:
    """Yield runs without empty ones, neighbours of one script joined."""
    held: Run | None = None
    for run in parts:
        if not run.text:
            continue
        if held is not None and held.script is run.script:
            held = Run(held.text + run.text, run.script)
            continue
        if held is not None:
            yield held
        held = run
    if held is not None:
        yield held
