"""Which digits are citations: marks in brackets, raised marks, author-and-year marks.

Only the shape of the characters and what stands around them decides here; which symbol is an
element and which a unit is not known in this room.
"""

import re
from collections.abc import Iterable, Iterator, Sequence

from hemkg.model.paper import Mark, MarkKind, Span
from hemkg.read.flow import Flow, Run

_NUMBER = r"\d{1,3}[a-z]{0,2}"
_DASH = r"[–‐‑−-]"
_LIST = rf"(?:qv:\s?)?{_NUMBER}(?:\s?(?:[,;]|{_DASH})\s?(?:{_NUMBER}|[a-z]\b))*"
_RAISED = re.compile(rf"[\[(]?\s?{_LIST}\s?[\])]?,?")
_IN_BRACKETS = re.compile(rf"\[\s?{_LIST}\s?\]")
_BRACKET = re.compile(r"\(([^()]*)\)|\[([^\[\]]*)\]")
_ONLY_BETWEEN = re.compile(r"(?:\s|[,;&–‐‑−-]|and|qv:)*")
_AUTHOR_WORD = re.compile(
    r"[^\W\d_a-z][\w’'‐-]*\.?|et|al\.?|and|&|see|also|e\.g\.|i\.e\.|cf\.|for|review|in|of|de|da|di|du|la|le|del|"
    r"van|von|der|den|ten|ter|\d{4}[a-z]?|[a-z]|[,;.:]+"
)
_YEAR = re.compile(r"(?<![\d.-])(?:19|20)\d\d[a-z]?(?:,\s?[a-z]\b)*(?!\d)")
_DIRECTION = re.compile(r"\[[0-3]{3}\]")
_LETTERS = re.compile(r"[^\W\d_]+$")
_YEAR_AT_END = re.compile(r"\b(19|20)\d\d$")


def is_number_list(text: str) -> bool:
    """Whether a text is a list of reference numbers, with or without brackets.

    >>> is_number_list("5–7, 12"), is_number_list("2+"), is_number_list("−1")
    (True, False, False)
    """
    return bool(_RAISED.fullmatch(text.strip()))


def numbers(text: str) -> list[int]:
    """Return the numbers that a citation names, ranges written out.

    >>> numbers("[3, 5–7]")
    [3, 5, 6, 7]
    """
    named: list[int] = []
    for first, last in re.findall(rf"(\d+)[a-z]{{0,2}}(?:\s?{_DASH}\s?(\d+))?", text):
        low, high = int(first), int(last or first)
        named += range(low, high + 1) if low <= high < low + 100 else [low, high]
    return named


def raised_is_citation(before: str, raised: str, *, before_is_lowered: bool = False) -> bool:
    """Whether raised characters are a citation, and not an exponent, a charge or an isotope.

    Args:
        before: what stands on the line in front of them.
        raised: the raised characters.
        before_is_lowered: whether the last character before is a subscript, as in ``LiFePO4`` and then ``47``.

    >>> raised_is_citation("a capacity of 300 mAh g−1.", "41")
    True
    >>> raised_is_citation("up to 10", "5"), raised_is_citation("in cm", "3"), raised_is_citation("of ", "57")
    (False, False, False)
    """
    if not is_number_list(raised):
        return False
    if raised[0] in "[(" or len(numbers(raised)) > 1:
        return bool(before.strip())
    if not before or before[-1].isspace() or before[-1] in "([{":
        return False
    if before_is_lowered:
        return True
    return _number_is_citation(before, int(re.findall(r"\d+", raised)[0]))


def _number_is_citation(before: str, number: int) -> bool:
    """Decide on one raised number by the word that it stands on."""
    last = before[-1]
    if last in ".,;:?!”’\"'":
        return True
    if last.isdigit():
        return _YEAR_AT_END.search(before) is not None
    word = _LETTERS.search(before)
    return number > 9 or (word is not None and len(word.group()) > 3)


def raised_as_citations(runs: Iterable[Run]) -> Iterator[Run]:
    """Take raised numbers for citations where they stand as citations do."""
    before, lowered = "", False
    for run in runs:
        raised = run.kind is MarkKind.SUPERSCRIPT
        if raised and raised_is_citation(before, run.text.strip(), before_is_lowered=lowered):
            yield Run(run.text, MarkKind.CITATION, raised=True)
        else:
            yield run
        if run.text:
            before, lowered = (before + run.text)[-40:], run.kind is MarkKind.SUBSCRIPT


def bracketed(text: str, highest: int | None = None) -> Iterator[Span]:
    """Find citations printed in square brackets, leaving crystal directions alone.

    Args:
        text: prose.
        highest: the number of the last reference, where it is known.

    >>> [s.of("as in [3,5–7] along the [110] axis") for s in bracketed("as in [3,5–7] along the [110] axis")]
    ['[3,5–7]']
    """
    for found in _IN_BRACKETS.finditer(text):
        named = numbers(found.group())
        if highest is not None and max(named) > highest:
            continue
        if min(named) == 0 or (_DIRECTION.fullmatch(found.group()) and (highest or 0) < max(named)):
            continue
        yield Span(*found.span())


def author_years(text: str) -> Iterator[Span]:
    """Find citations printed as authors and years in brackets: ``(Cabana et al., 2010; Hong, 2019)``.

    >>> [s.of("x (Li and Wu, 2010; Ho et al., 2019b) at 2000 (in 2010)") for s in
    ...  author_years("x (Li and Wu, 2010; Ho et al., 2019b) at 2000 (in 2010)")]
    ['(Li and Wu, 2010; Ho et al., 2019b)']
    """
    for found in _BRACKET.finditer(text):
        span = Span(*found.span())
        years = [Span(span.start + y.start(), span.start + y.end()) for y in _YEAR.finditer(found.group())]
        named = re.search(r"[^\W\d_a-z][\w’'-]+,?\s|et al", found.group()) or re.search(
            r"\bal\.,?\s$", text[: span.start]
        )
        if years and named and _all_citation(text, span, years):
            yield span


def with_bracketed(written: Flow, highest: int | None = None) -> Flow:
    """Mark the citations that a flow prints in brackets and that are not marked yet."""
    cited = [m.span for m in written.marks if m.kind is MarkKind.CITATION]
    found = [s for s in bracketed(written.text, highest) if not any(c.overlaps(s) for c in cited)]
    named = [s for s in author_years(written.text) if not any(c.overlaps(s) for c in (*cited, *found))]
    return marked(written, [*found, *named])


def marked(written: Flow, spans: Sequence[Span]) -> Flow:
    """Add citation marks to a flow."""
    if not spans:
        return written
    kept = (m for m in written.marks if not any(span.contains(m.span) for span in spans))
    marks = [*kept, *(Mark(MarkKind.CITATION, span) for span in spans)]
    return _in_order(written.text, marks)


def widened(written: Flow) -> Flow:
    """Widen citation marks to the brackets around them and join the ones that belong together.

    A reader that was told by links marks ``2`` and ``3`` of ``[2,3]``, or ``2010`` of
    ``(Cabana et al., 2010)``; the whole bracket is the citation.

    >>> links = tuple(Mark(MarkKind.CITATION, Span(i, i + 1)) for i in (8, 10))
    >>> [m.span.of("known [ 2,3 ].") for m in widened(Flow("known [ 2,3 ].", links)).marks]
    ['[ 2,3 ]']
    """
    cited = [m.span for m in written.marks if m.kind is MarkKind.CITATION]
    if not cited:
        return written
    groups = list(_groups(written.text, cited))
    scripts = [m for m in written.marks if m.kind is not MarkKind.CITATION]  # a citation is in one of the groups
    others = [m for m in scripts if not any(group.overlaps(m.span) for group in groups)]
    return _in_order(written.text, [*others, *(Mark(MarkKind.CITATION, group) for group in groups)])


def _in_order(text: str, marks: Iterable[Mark]) -> Flow:
    return Flow(text, tuple(sorted(marks, key=lambda m: (m.span.start, m.span.end))))


def _groups(text: str, cited: Sequence[Span]) -> Iterator[Span]:
    rest = list(cited)
    for bracket in _BRACKET.finditer(text):
        start, end = bracket.span()
        inside = [s for s in rest if start <= s.start and s.end <= end]
        if inside and _all_citation(text, Span(start, end), inside):
            yield Span(start, end)
            rest = [s for s in rest if s not in inside]
    yield from _neighbours(text, rest)


def _all_citation(text: str, bracket: Span, inside: Sequence[Span]) -> bool:
    """Whether a bracket holds nothing but the marked characters, commas and names of authors."""
    residue, position = "", bracket.start + 1
    for span in inside:
        residue += text[position : span.start] + " "
        position = max(position, span.end)
    residue += text[position : bracket.end - 1]
    if _ONLY_BETWEEN.fullmatch(residue):
        return True
    words = re.findall(r"[,;.:]+(?=\s|$)|\S+?(?=[,;:]*(?:\s|$))", residue)
    return all(_AUTHOR_WORD.fullmatch(word) for word in words)


def _neighbours(text: str, spans: Sequence[Span]) -> Iterator[Span]:
    """Join marks that only a comma or a dash parts."""
    held: Span | None = None
    for span in spans:
        if held and _ONLY_BETWEEN.fullmatch(text[held.end : span.start]):
            held = held.cover(span)
        else:
            if held:
                yield held
            held = span
    if held:
        yield held
