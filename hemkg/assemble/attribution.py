"""On whose authority a paper says something: its own, or a cited work's.

A mark governs what stands before it in its part of the sentence (``642 mAh g−1 [51]``); a mark on an
author governs what follows (``Petrov [22] found ...``), also in a next sentence that goes on about
the same authors.  What the paper compares with its own result stays its own.
"""

import re
from collections.abc import Iterator
from functools import cache

from hemkg.assemble.context import Context, View
from hemkg.assemble.entity import Entity
from hemkg.model.claim import Attribution
from hemkg.model.mention import Mention, MentionKind
from hemkg.model.paper import Span
from hemkg.vocab import terms
from hemkg.vocab.lexicon import alternatives
from hemkg.vocab.terms import HEM

Authority = tuple[Attribution, tuple[str, ...]]
OWN: Authority = (Attribution.OWN, ())
NUMBERS = re.compile(r"(\d+)(?:\s?[–‐−-]\s?(\d+))?")
WIDEST = 40
MAIN_MATERIAL = 0.34


def authority_of(context: Context, view: View, span: Span, entity: Entity | None = None) -> Authority:
    """Return whose statement a stretch of a sentence is, with the labels of the works cited for it.

    Args:
        context: the paper.
        view: the sentence.
        span: the words or the number that make the statement.
        entity: the material that it is about; a mark behind the full stop of a sentence about the
            paper's main material backs it up and does not make it another's.
    """
    marks = marks_in(context, view)
    main = entity is not None and context.weights.get(id(entity), 0.0) >= MAIN_MATERIAL
    chosen = _author_before(view, span, marks) or _behind(view, span, marks)
    if chosen is not None and main and view.text[chosen.span.start - 1] == ".":
        return OWN
    if chosen is None and not marks and _goes_on(view):
        chosen = _author_of_sentence_before(context, view)
    if chosen is None or _is_own(view, span):
        return OWN
    return Attribution.CITED, labels(chosen)


def marks_in(context: Context, view: View) -> list[Mention]:
    """Return the reference marks of a sentence."""
    return [m for m in context.annotated.mentions_in(view.span) if m.kind is MentionKind.CITATION]


def labels(mark: Mention) -> tuple[str, ...]:
    """Return the labels that a mark names, ranges of numbers written out.

    >>> labels(Mention(Span(0, 9), MentionKind.CITATION, "[3, 5–7]*"))
    ('3', '5', '6', '7')
    """
    words = mark.surface.strip("[] ")
    if re.search(r"[A-Za-z]{2}|(?:19|20)\d\d", words):
        return tuple(part.strip(" ()") if "(" not in part.strip("( ") else part.strip() for part in words.split(";"))
    return tuple(dict.fromkeys(str(number) for number in _numbers(words)))


def _numbers(words: str) -> Iterator[int]:
    for found in NUMBERS.finditer(words):
        low, high = int(found[1]), int(found[2] or found[1])
        yield from range(low, high + 1) if low <= high < low + WIDEST else (low, high)


def _behind(view: View, span: Span, marks: list[Mention]) -> Mention | None:
    """Return the first mark behind a place, unless the place is set against what the mark is for."""
    after = [m for m in marks if m.span.start >= span.end]
    if not after or _is_of_author(view, after[0]):
        return None
    between = Span(span.end, after[0].span.start + 1)
    turned = any(c.concept == HEM.ComparisonCue and between.overlaps(c.span) for c in view.concepts)
    return None if turned or ";" in between.of(view.text) else after[0]


def _author_before(view: View, span: Span, marks: list[Mention]) -> Mention | None:
    """Return the last mark on an author before a place."""
    before = [m for m in marks if m.span.end <= span.start and _is_of_author(view, m)]
    return before[-1] if before else None


def _is_of_author(view: View, mark: Mention) -> bool:
    before = view.text[max(view.span.start, mark.span.start - 24) : mark.span.start]
    aside = _aside().search(before)
    return mark.surface[:1].isupper() or bool(not aside and _author().search(before))


@cache
def _aside() -> re.Pattern[str]:
    """Return a pattern for a mark that only points somewhere: (see also Refs. 60–63)."""
    words = alternatives("AsideWord")
    return re.compile(rf"\b(?:{words})\s[\w.]*\s?$", re.I)


@cache
def _author() -> re.Pattern[str]:
    """Return a pattern for what stands before a mark on authors: a name, or a word for people and their work."""
    words = [str(w) for kind in ("AuthorWord", "ReferenceWord") for w in terms.objects(kind, "exactLabel")]
    joined = "|".join(re.escape(word) for word in sorted(words, key=lambda w: (-len(w), w)))
    return re.compile(rf"(?:(?<![\w.])[A-Z][a-z’'‐-]{{2,}}|\b(?i:{joined})),?\s?\[?\(?$")


def _goes_on(view: View) -> bool:
    """Whether a sentence opens with words that stand for the authors of the one before."""
    opening = Span(view.span.start, min(view.span.end, view.span.start + 20))
    return any(c.concept == HEM.SameAuthorsCue and opening.overlaps(c.span) for c in view.concepts)


def _author_of_sentence_before(context: Context, view: View) -> Mention | None:
    index = view.sentence.index - 1
    if index < 0 or context.views[index].sentence.block is not view.sentence.block:
        return None
    marks = marks_in(context, context.views[index])
    return marks[-1] if marks else None


def _is_own(view: View, span: Span) -> bool:
    """Whether words for the paper's own work govern a place: in its clause, no comparison between."""
    clause = view.sentence.clauses[view.sentence.clause_at(span.start)]
    compared = [c.span for c in view.concepts if c.concept == HEM.ComparisonCue]
    return any(
        clause.overlaps(c.span) and not any(c.span.end <= s.start < span.start for s in compared)
        for c in view.words(HEM.OwnWorkCue)
    )
