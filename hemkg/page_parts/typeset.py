"""How the words of papers are set on the page: formulas, units and charges raised and lowered.

What papers wrote is moved up and down and otherwise left as it is.
"""

import re
from collections.abc import Collection, Iterator

from hemkg.page_parts.html import Html, element, escaped, joined
from hemkg.review.typography import as_html, runs
from hemkg.vocab import elements

# What a formula's digits could be mistaken for, and what is raised; the rest is left to ``typography``.
LABEL = (
    r"(?P<label>\b(?:Tables?|Fig(?:ure)?s?\.?|Scheme|Section|Eq\.?)\s?S?\d+\w?"
    r"|\b[OP][23](?=[-‐‑/](?:type|[OP]\d|[A-Z])))"
)
UNIT = (
    r"(?P<unit>(?:(?<![A-Za-z])|(?<=mAh)|(?<=[mW]h)|(?<=mA)|(?<=\dA))"
    r"(?:kg|g|cm|mol|s|h|L|K|mm|V))(?P<power>[-−–]\d)(?!\.?\d)"
)
AREA = r"(?P<length>(?<![A-Za-z])[cmnµμ]?m)(?P<square>[23])(?!\.?\d|\w)"
CHARGE = r"(?P<ion>(?<![A-Za-z])[A-Z][a-z]?)(?P<charge>\d?[+])(?!\.?\d|\w)"
UNICODE = r"(?P<script>[₀-₉₊₋ₓ⁰¹²³⁴-⁹⁺⁻]+)"
KEPT = re.compile("|".join((LABEL, UNIT, AREA, CHARGE, UNICODE)))
RAISED = (("unit", "power"), ("length", "square"), ("ion", "charge"))
MARK = re.compile(r"\[(\d{1,4})\]")
QUOTED = re.compile(r"“[^”]*”")
BREAK = re.compile(
    r"(?<=\d) (?=(?:mAh?|A|C|V|R|%)(?![A-Za-z]))|(?<=[Ah]) (?=g<sup>)|(?<=[≤≥≈]) (?=\d)|(?<=&[gl]t;) (?=\d)"
)
TIED = "\N{NO-BREAK SPACE}"


def words(text: str) -> Html:
    """Return running text of ours with its formulas, units and charges set, numbers and units on one line.

    >>> words("Fe3O4 takes up Li+").replace(TIED, "~")
    'Fe<sub>3</sub>O<sub>4</sub> takes up Li<sup>+</sup>'
    >>> words("at 0.1 A g-1").replace(TIED, "~")
    'at 0.1~A~g<sup>−1</sup>'
    """
    return tied(Html(verbatim(text).replace("<sup>-", "<sup>−")))


def tied(html: Html) -> Html:
    """Return text of ours in which no line ends between a number and its unit."""
    return Html(BREAK.sub(TIED, html))


def verbatim(text: str) -> Html:
    """Return a paper's text set like ours, with no character changed: a quote that is copied is the quote."""
    return joined(_pieces(text))


def _pieces(text: str) -> Iterator[Html]:
    last = 0
    for found in KEPT.finditer(text):
        yield _formulas(text[last : found.start()])
        yield _raised(found)
        last = found.end()
    yield _formulas(text[last:])


def _raised(found: re.Match[str]) -> Html:
    for line, high in RAISED:
        if found[line] is not None and (line != "ion" or found[line] in elements.table()):
            return joined([found[line], element("sup", found[high])])
    return escaped(found.group())


def _formulas(text: str) -> Html:
    return Html(as_html(runs(text, is_formula=True)).replace("'", "&#39;").replace("\0", ""))


def cite(number: int, group: str) -> Html:
    """Return a citation mark that opens its quote.

    Args:
        number: of the citation.
        group: which set of quotes on the page it belongs to.
    """
    return element("a", f"[{number}]", href=f"#{source_id(group, number)}", class_="cite", data_group=group,
        data_n=number, aria_label=f"Open source {number}")  # fmt: skip


def source_id(group: str, number: int) -> str:
    """Return the name of a quote's place on the page."""
    return f"source-{group}-{number}"


def cites(numbers: Collection[int], group: str) -> Html:
    """Return the marks of several citations."""
    return joined(cite(number, group) for number in numbers)


def marked(text: str, numbers: Collection[int], group: str) -> Html:
    """Return an answer's text with its ``[1]`` as marks; those inside a quote are the paper's own.

    >>> marked("“as in [2]” [1]", {1, 2}, "t").count("<a ")
    1
    """
    quotes = [found.span() for found in QUOTED.finditer(text)]
    pieces, last = [], 0
    for found in MARK.finditer(text):
        if int(found[1]) in numbers and not any(start < found.start() < end for start, end in quotes):
            pieces += [words(text[last : found.start()].rstrip(" ")), cite(int(found[1]), group)]
            last = found.end()
    return joined([*pieces, words(text[last:])])
