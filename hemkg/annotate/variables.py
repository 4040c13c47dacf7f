"""Members of a series: ``x = 0.25`` beside ``Mn1.5−xFexO4`` is a formula with a number in place of x."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from hemkg.annotate import formula_grammar
from hemkg.errors import FormulaError
from hemkg.model.composition import Composition
from hemkg.model.mention import Mention, MentionKind
from hemkg.model.paper import Span

ANNOTATOR = "formulas"
NUMBER = r"\d+(?:\.\d+)?"
MEMBERS = re.compile(
    rf"(?<![\w])(?P<variable>[xyz])\s?=\s?(?P<values>{NUMBER}(?:(?:,\s?(?:and\s|or\s)?|\s(?:and|or|to)\s){NUMBER})*)(?![\d%–-])"
)
IN_FORMULA = re.compile(r"(?P<factor>\d+(?:\.\d+)?)?(?P<variable>[xyz])(?![a-z])")
ZERO = re.compile(r"[A-Z][a-z]?0(?:\.0+)?(?![.\d])")


def find_members(text: str, formulas: Sequence[Mention]) -> Iterator[Mention]:
    """Find the members of the series that a formula with a variable stands for.

    Args:
        text: the paper's text.
        formulas: the formulas found in it, in text order.

    Yields:
        FORMULA mentions; the members of a list after the first stand at their number alone.
    """
    series = [m.composition for m in formulas if m.composition and _variable(m.composition)]
    for found in MEMBERS.finditer(text) if series else ():
        fitting = [s for s in series if _variable(s) == found["variable"]]
        if not fitting:
            continue
        for value in re.finditer(NUMBER, found["values"]):
            start = found.start("values") + value.start()
            begin = found.start() if value.start() == 0 else start
            member = _member(fitting[0], found["variable"], value.group())
            if member is not None:
                span = Span(begin, start + len(value.group()))
                yield Mention(span, MentionKind.FORMULA, span.of(text), member, None, ANNOTATOR, 0.9)


def _variable(composition: Composition) -> str | None:
    """Return the one variable of a formula that is a composition's and no small deficit."""
    open_ones = [v for v in composition.variables if v in {"x", "y", "z"}]
    return open_ones[0] if len(set(open_ones)) == 1 and not composition.is_known else None


def _member(series: Composition, variable: str, number: str) -> Composition | None:
    """Return the composition with a number in place of the variable, under the name ``x = 0.25``."""
    written = formula_grammar.plain(series.as_written)

    def with_number(found: re.Match[str]) -> str:
        if found["variable"] != variable:
            return found.group()
        return f"{float(number) * float(found['factor'] or 1):g}"

    try:
        member = formula_grammar.parse(ZERO.sub("", IN_FORMULA.sub(with_number, written)))
    except FormulaError:
        return None
    return replace(member, as_written=f"{variable} = {number}") if member.is_known else None
