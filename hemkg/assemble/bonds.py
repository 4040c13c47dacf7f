"""How tightly a number and a condition hold together, from what stands between them.

``at 2 A g−1 it gives 300`` and ``300 (2 A g−1)`` are tight, ``300 in the end, and at 2 A g−1 150`` is not:
the current there is claimed by 150.  A condition that another number claims more tightly can only be carried on.
"""

import re
from collections.abc import Sequence
from functools import cache

from hemkg.assemble.context import CYCLES, DENSITIES, Context, View
from hemkg.assemble.frames import Frame, frames_at, plain_series
from hemkg.model.paper import Span
from hemkg.vocab import lexicon, terms
from hemkg.vocab.lexicon import alternatives, table_words
from hemkg.vocab.terms import HEM

# from loose to tight
RANK = {
    "none": 0, "parted": 1, "far behind": 2, "far before": 2, "behind": 3, "comma": 3, "before": 4, "listed": 5,
    "touching": 6, "bracket": 7, "led": 7,
}  # fmt: skip
NONE = "none"
PERCENTAGES = frozenset({HEM.Percentage})
BRACKET = re.compile(r"\s?\((?:[^()\s]+\s){0,4}[^()\s]?")
IN_BRACKET = re.compile(r"[^()]{0,24}")
COMMA = re.compile(r"\s?[,/]\s?(?:and\s)?")
CHAINED = re.compile(r"\s?(?:,|and|,\sand)?\s?")


def numbers_at(context: Context, index: int) -> tuple[tuple[Span, Span, str], ...]:
    """Return the numbers of a sentence that may be measurements, each with its plain list and its kind."""
    return context.once(f"numbers of sentence {index}", lambda paper: _numbers(paper, index))


def _numbers(context: Context, index: int) -> tuple[tuple[Span, Span, str], ...]:
    view = context.views[index]
    return tuple((f.span, list_of(view, f), f.mention.concept or "") for f in frames_at(context, index))


def values_at(context: Context, index: int) -> tuple[Span, ...]:
    """Return where the numbers of a sentence stand that may be measurements."""
    return tuple(span for span, _, _ in numbers_at(context, index))


def list_of(view: View, frame: Frame) -> Span:
    """Return the plain list that a number stands in, else the number."""
    series = plain_series(view, frame)
    return series.span if series is not None else frame.span


def bond(view: View, value: Span, condition: Span, values: Sequence[Span]) -> str:
    """Return how a number or its list and a condition of the same sentence hold together.

    Args:
        view: the sentence.
        value: where the number or its list stands.
        condition: where the condition stands.
        values: where the sentence's numbers stand.

    Returns:
        a name of ``RANK``.
    """
    condition = _with_restatement(view, condition)
    if value.overlaps(condition):
        return "touching"
    behind = condition.start >= value.end
    low, high = (value.end, condition.start) if behind else (condition.end, value.start)
    if any(low <= v.start and v.end <= high for v in values):
        return "parted"
    pieces = _pieces(view, low, high)
    tight = _tight_behind(pieces) if behind else _tight_before(pieces)
    if tight and not any(c.concept == HEM.Negation and low <= c.span.start < high for c in view.concepts):
        return tight
    near = view.sentence.clause_at(value.start) == view.sentence.clause_at(condition.start)
    side = "behind" if behind else "before"
    return side if near and ";" not in view.text[low:high] else f"far {side}"


RESTATED = re.compile(r"\s?\([^()]{1,24}\)")


def _with_restatement(view: View, condition: Span) -> Span:
    """Return a condition with a bracket behind it that says the same in other units: 5C (5800 mA g−1)."""
    behind = RESTATED.match(view.text, condition.end, view.span.end)
    inside = [q for q in view.of_kind(DENSITIES) if behind and condition.end <= q.span.start < behind.end()]
    return Span(condition.start, behind.end()) if behind and inside else condition


def _pieces(view: View, low: int, high: int) -> list[str]:
    """Return the text between two places, cut at the conditions in it."""
    pieces, position = [], low
    for mention in view.of_kind(CYCLES | DENSITIES):
        if position <= mention.span.start and mention.span.end <= high:
            pieces.append(view.text[position : mention.span.start])
            position = mention.span.end
    return [*pieces, view.text[position:high]]


def _tight_behind(pieces: Sequence[str]) -> str | None:
    """Return how a condition hangs on the number before it: by a bracket, a preposition or a comma."""
    first, *rest = pieces
    if BRACKET.fullmatch(first) and all(IN_BRACKET.fullmatch(piece) for piece in rest):
        return "bracket"
    if not all(CHAINED.fullmatch(piece) or _led().fullmatch(piece) or BRACKET.fullmatch(piece) for piece in rest):
        return None
    if _led().fullmatch(first):
        return "listed" if any("," in piece for piece in rest) else "led"
    if COMMA.fullmatch(first):
        return "listed"
    comma = COMMA.match(first)
    return "comma" if comma and _led().fullmatch(f" {first[comma.end() :]}") else None


def _tight_before(pieces: Sequence[str]) -> str | None:
    """Return whether a condition touches the number behind it: at 2 A g−1, 300; at 2 A g−1: about 300."""
    *rest, last = pieces
    chained = all(CHAINED.fullmatch(piece) or _led().fullmatch(piece) for piece in rest)
    return "touching" if chained and _stressed().fullmatch(last) else None


@cache
def _led() -> re.Pattern[str]:
    """Return a pattern for what ties a condition to the number right before it: still at a current of."""
    words = alternatives("ConditionLead")
    adverbs = "|".join(re.escape(str(w)) for w in terms.objects("TouchWord", "exactLabel") if str(w).isalpha())
    return re.compile(
        rf"(?:\s\([^()]{{0,30}}\))?\s(?:(?:{adverbs})\s)?(?:{words})\s(?:a\s|the\s)?(?:[a-z-]+\s){{0,3}}(?:of\s)?"
    )


@cache
def _stressed() -> re.Pattern[str]:
    """Return a pattern for a comma or colon with words that stress or bound the number: , only about."""
    bounds = [entry.label for entry in lexicon.entries("Comparison")]
    words = "|".join(re.escape(w) for w in sorted({*table_words("TouchWord"), *bounds}, key=lambda w: (-len(w), w)))
    return re.compile(rf"\s?[,:]?\s?(?:(?:{words})\s?){{0,2}}")


def is_of_next(context: Context, frame: Frame, condition: Span) -> bool:
    """Whether a condition behind a number, in its sentence, opens the words about the next: 300, and at 2 A g−1 150."""
    view = context.views[frame.index]
    own = list_of(view, frame)
    if condition.start < own.end:
        return False
    mine = bond(view, own, condition, values_at(context, frame.index))
    leave = frozenset[str]() if frame.mention.concept == HEM.Percentage else PERCENTAGES
    other, holder = claim_on(context, frame.index, condition, own, leave)
    return holder is not None and holder.start >= condition.end and RANK[other] > RANK[mine]


def opens_phrase(view: View, condition: Span) -> bool:
    """Whether a condition stands at the head of a phrase, behind a comma or a conjunction: and at 2 A g−1 it."""
    return bool(_opener().search(view.text, max(view.span.start, condition.start - 40), condition.start))


@cache
def _opener() -> re.Pattern[str]:
    """Return a pattern for a preposition behind a comma or a word that opens a clause, up to a condition."""
    leads, breaks = (alternatives(name) for name in ("ConditionLead", "ClauseBreak"))
    return re.compile(
        rf"(?:[,;:]|\b(?:{breaks}))\s(?:(?:{breaks}|even)\s)?(?:{leads})\s(?:an?\s|the\s)?(?:[a-z-]+\s){{0,3}}(?:of\s)?\Z",
        re.I,
    )


def claim_on(
    context: Context, index: int, condition: Span, but: Span, leave: frozenset[str] = frozenset()
) -> tuple[str, Span | None]:
    """Return how tightly another number than those in a stretch holds a condition, and that number.

    Args:
        context: the paper.
        index: the sentence that holds the condition.
        condition: where the condition stands.
        but: the number or list whose own claim does not count.
        leave: kinds of numbers whose claims do not count.
    """
    view = context.views[index]
    values = values_at(context, index)
    best: tuple[str, Span | None] = (NONE, None)
    for _, own, kind in numbers_at(context, index):
        if own.overlaps(but) or kind in leave:
            continue
        told = bond(view, own, condition, values)
        if RANK[told] > RANK[best[0]]:
            best = told, own
    return best
