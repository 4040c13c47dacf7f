"""Materials that the layout of a sentence tells without doubt.

Parallel lists, brackets, words that touch, and lists that take up the order of the values before;
what is left open here is left to the fitted models.
"""

import itertools
import re
from collections.abc import Sequence
from functools import cache

from hemkg.assemble.candidates import REACH, Candidate
from hemkg.assemble.context import Context, View
from hemkg.assemble.entity import Entity
from hemkg.assemble.frames import Frame, own_series, plain_series
from hemkg.assemble.grammar import ancestors, word_at
from hemkg.assemble.lists import Series
from hemkg.assemble.memory import Memory
from hemkg.assemble.parts import is_carrier_phase
from hemkg.assemble.standing import alignment, outside
from hemkg.assemble.wording import clause_of, words_before
from hemkg.model.paper import Span
from hemkg.vocab import terms
from hemkg.vocab.lexicon import alternatives
from hemkg.vocab.terms import HEM

IN_BRACKET_BEHIND = re.compile(r"\s?\((?:[\w–-]+\s){0,2}")
IN_BRACKET_OF = re.compile(r"\s?\((?:[\w–-]+\s){0,3}[<>~≈]?\s?")
LEAD = 24
Decision = tuple[Candidate, str]


def decided(context: Context, frame: Frame, candidates: Sequence[Candidate], memory: Memory) -> Decision | None:
    """Return the material that the layout of the sentence tells without doubt, with the reason.

    Parallel lists of one length; a material that touches the number or stands in a bracket with it, or
    behind it with ``for``; and values that are set against each other, in the order of the materials' naming.
    """
    view = context.views[frame.index]
    here = [c for c in candidates if c.index == frame.index and c.span is not None]
    meant = _of_plural(context, frame, candidates)
    if meant is not None:
        return meant
    for candidate in here:
        told = alignment(context, frame, candidate, "material")
        if told.get("listed:aligned:here") and _are_neighbours(view, frame, candidate):
            return candidate, "parallel lists"
        if _of_rows(context, frame, candidate):
            return candidate, "a row of values for each material"
    for test, reason in (
        (_is_in_bracket, "bracket"),
        (_is_touching, "right before the number"),
        (_is_behind, "right behind the number"),
        (_is_antecedent, "relative clause"),
    ):
        found = next((c for c in here if test(context, frame, c)), None)
        if found is not None:
            return found, reason
    if _is_told_apart(view, frame):
        return _of_one(view, frame, candidates, memory)
    return _set_against(context, frame, candidates) if _is_free(view, frame, memory) else None


def suggested(context: Context, frame: Frame, candidates: Sequence[Candidate], memory: Memory) -> Decision | None:
    """Return the material that the values before suggest for a list, with the reason; the model weighs it."""
    view = context.views[frame.index]
    if _is_told_apart(view, frame) or not _is_free(view, frame, memory):
        return None
    return _taken_up(context, frame, candidates, memory)


def _are_neighbours(view: View, frame: Frame, candidate: Candidate) -> bool:
    """Whether no other values stand between a list of values and a list of materials, or the sentence pairs them."""
    own, other = own_series(view, frame), view.series_at(candidate.span, "material") if candidate.span else None
    if own is None or other is None or view.is_respective:
        return True
    low, high = sorted((own.span, other.span))
    values = view.of_kind({HEM.SpecificCapacity, HEM.Percentage})
    return not any(low.end <= q.span.start and q.span.end <= high.start for q in values)


def _of_rows(context: Context, frame: Frame, candidate: Candidate) -> bool:
    """Whether values stand in rows, one for each material of a list, and the number is in the material's row.

    Rows end with their unit, or are written with slashes: A and B give 301/148 and 334/251 mAh g−1.
    """
    view = context.views[frame.index]
    own, other = own_series(view, frame), view.series_at(candidate.span, "material") if candidate.span else None
    if own is None or other is None or candidate.span is None or len(own.spans) <= len(other.spans):
        return False
    rows = _rows(view, own)
    row = next((i for i, spans in enumerate(rows) if frame.span in spans), None)
    return len(rows) == len(other.spans) and row == other.index(candidate.span)


def _rows(view: View, series: Series) -> list[list[Span]]:
    """Return the values of a list row by row."""
    slashed = any("/" in view.text[a.end : b.start] for a, b in itertools.pairwise(series.spans))
    own_unit = {q.span for q in view.of_kind({HEM.SpecificCapacity, HEM.Percentage}) if q.score >= 1}
    rows: list[list[Span]] = [[]]
    for span, following in itertools.zip_longest(series.spans, series.spans[1:]):
        rows[-1].append(span)
        ends = "/" not in view.text[span.end : following.start] if slashed and following else span in own_unit
        if following and ends:
            rows.append([])
    return rows


def _of_plural(context: Context, frame: Frame, candidates: Sequence[Candidate]) -> Decision | None:
    """Return the material at the number's place of those that a plural means: the two oxides give 511 and 402."""
    view = context.views[frame.index]
    for series in (plain_series(view, frame), own_series(view, frame)):
        place = series.index(frame.span) if series is not None else None
        if series is None or place is None:
            continue
        before = [r for r in view.references if r.span.end <= series.spans[0].start]
        behind = [r for r in view.references if r.span.start - series.spans[-1].end >= 0]
        near = before[-1:] if before and not _is_parted(view, before[-1].span, series.span) else []
        if not near and behind and _touch()[1].fullmatch(view.text[series.spans[-1].end : behind[0].span.start]):
            near = behind[:1]
        for reference in near:
            if len(reference.entities) == len(series.spans):
                entity = reference.entities[place]
                return next(((c, "plural") for c in candidates if c.entity is entity), None)
    return None


def _is_parted(view: View, word: Span, values: Span) -> bool:
    """Whether another material or other values stand between a plural and the values."""
    named = any(word.end <= span.start < values.start for span, _ in view.referents)
    others = view.of_kind({HEM.SpecificCapacity, HEM.Percentage})
    return named or any(word.end <= q.span.start < values.start for q in others)


def _is_free(view: View, frame: Frame, memory: Memory) -> bool:
    """Whether no material is named between the values before and the number, nor in its part of the sentence."""
    if not view.referents:
        return True
    last = memory.last
    series = own_series(view, frame)
    if last is None or last.index != frame.index or series is None:
        return False
    end = next((i for i in range(series.spans[-1].end, view.span.end) if view.text[i] in ";,:.)"), view.span.end)
    return not any(last.span.end <= span.start < end for span, _ in view.referents)


def _gap(context: Context, frame: Frame, candidate: Candidate) -> tuple[str, bool]:
    """Return the words between a candidate and the number or its list, and whether the candidate comes first."""
    assert candidate.span is not None  # callers look at candidates of the sentence only
    own = outside(context, frame, candidate.span)
    if candidate.span.end <= own.start:
        return context.text[candidate.span.end : own.start], True
    return context.text[own.end : candidate.span.start], False


def _is_in_bracket(context: Context, frame: Frame, candidate: Candidate) -> bool:
    between, first = _gap(context, frame, candidate)
    return bool((IN_BRACKET_OF if first else IN_BRACKET_BEHIND).fullmatch(between))


@cache
def _touch() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """Return patterns for what stands between a material and the number it touches, before and behind it."""
    stress = alternatives("TouchWord")
    leads = alternatives("MaterialLead")
    joints = alternatives("TouchBreak")
    return (
        re.compile(rf"\s?:?\s?(?:(?:{stress})\s?){{0,2}}"),
        re.compile(
            rf"\s(?:(?!(?:{joints})\b)[\w–-]+\s){{0,2}}?(?:{leads})\s(?:(?:the|a|its|bare|pure|plain)\s){{0,2}}"
        ),
        re.compile(rf"\b(?:{leads})\s(?:the\s)?$", re.I),
    )


def _is_touching(context: Context, frame: Frame, candidate: Candidate) -> bool:
    """Whether nothing but a colon or a stress stands between the material and the number: CoO 231."""
    between, first = _gap(context, frame, candidate)
    return first and bool(_touch()[0].fullmatch(between))


def _is_behind(context: Context, frame: Frame, candidate: Candidate) -> bool:
    """Whether the material follows with ``for`` or the like, and no other stands before the number in its clause."""
    between, first = _gap(context, frame, candidate)
    if first or not _touch()[1].fullmatch(between):
        return False
    view = context.views[frame.index]
    if _is_known_number(view, frame, between):
        return True
    clause = clause_of(view, frame.span.start)
    before = (s for s, _ in view.referents if clause.contains(s) and s.end <= frame.span.start)
    return all(_hangs_on_number(view, s) for s in before)


OF = re.compile(r"\sof\s(?:the\s)?")


def _is_known_number(view: View, frame: Frame, between: str) -> bool:
    """Whether an article says that a number is known as that of what follows: the 372 mAh g−1 of graphite."""
    words = words_before(view, frame.span.start, 2)
    return bool(OF.fullmatch(between)) and "the" in words[:1]


def _hangs_on_number(view: View, span: Span) -> bool:
    """Whether a material is tied by a preposition to a number before it: 688 mAh g−1 on VNbC."""
    before = [q for q in view.quantities if q.span.end <= span.start]
    return bool(before) and bool(_touch()[1].fullmatch(view.text[before[-1].span.end : span.start]))


def _is_antecedent(context: Context, frame: Frame, candidate: Candidate) -> bool:
    """Whether the number stands in a relative clause to the material: X, which was reported to keep 350."""
    view = context.views[frame.index]
    word = word_at(view.sentence, candidate.span) if candidate.span else None
    number = word_at(view.sentence, frame.span)
    if candidate.span is None or word is None or number is None or candidate.span.end > frame.span.start:
        return False
    if any(candidate.span.end <= s.start < frame.span.start for s, _ in view.referents):
        return False
    if (
        candidate.entity is not None
        and candidate.entity.is_element
        and view.text[candidate.span.end + 1 : candidate.span.end + 2].islower()
    ):
        return False
    tokens = view.sentence.tokens
    if any(tokens[i].relation == "relcl" and tokens[i].head == word for i in ancestors(view.sentence, number)):
        return True
    opening = view.sentence.token_at(clause_of(view, frame.span.start).start)
    return tokens[opening].tag == "WDT" and not view.text[candidate.span.end : tokens[opening].span.start].strip(" ,")


def _set_against(context: Context, frame: Frame, candidates: Sequence[Candidate]) -> Decision | None:
    """Return the material at the number's place where values are set against each other: 412 versus 839.

    They are of as many materials as were named last, in the order of their naming.
    """
    view = context.views[frame.index]
    series = own_series(view, frame)
    place = series.index(frame.span) if series is not None else None
    if series is None or place is None or not _is_contrast(view, series):
        return None
    named = _named_before(context, frame.index, series.spans[0].start, len(series.spans))
    found = next((c for c in candidates if c.entity is named[place]), None) if named else None
    return (found, "order of naming") if found is not None else None


def _of_one(view: View, frame: Frame, candidates: Sequence[Candidate], memory: Memory) -> Decision | None:
    """Return the material of the item before in a list whose values differ by something else."""
    series, last = own_series(view, frame), memory.last
    if series is None or last is None or last.span not in series.spans or last.entity is None:
        return None
    return next(((c, "as the item before") for c in candidates if c.entity is last.entity), None)


def _is_told_apart(view: View, frame: Frame) -> bool:
    """Whether the values of a list differ by something else than the material: from 830 to 150."""
    series = own_series(view, frame)
    if series is None:
        return False
    before = view.text[max(view.span.start, series.spans[0].start - LEAD) : series.spans[0].start]
    if _course().search(before) and len(series.spans) == 2:
        return True
    if _halves().search(view.text, view.span.start, view.span.end) and len(series.spans) == 2:
        return True
    conditions = (*view.series["density"], *view.series["cycle"])
    return any(len(listed.spans) == len(series.spans) for listed in conditions)


@cache
def _course() -> re.Pattern[str]:
    return re.compile(r"\bfrom\s(?:about\s|only\s)?[<>~≈]?$", re.I)


@cache
def _halves() -> re.Pattern[str]:
    """Return a pattern for the two halves of a cycle named together: discharge and charge."""
    half = "|".join(re.escape(str(w)) for w in terms.objects("HalfCycles", "exactLabel") if str(w).isalpha())
    joint = r"(?:\s(?:specific\s)?capacit(?:y|ies))?(?:\sand\s|/|\sor\s)"
    return re.compile(rf"\b(?:{half}){joint}(?:{half})\b", re.I)


def _is_contrast(view: View, series: Series) -> bool:
    """Whether a sentence pairs its values with materials named before: by versus, respectively, in the same order."""
    joints = (view.text[a.end : b.start] for a, b in itertools.pairwise(series.spans))
    if view.is_respective or _corresponding().search(view.text, view.span.start, series.spans[0].start):
        return True
    return all(_contrasts().search(words) for words in joints)


@cache
def _corresponding() -> re.Pattern[str]:
    words = alternatives("CorrespondingWord")
    return re.compile(rf"\b(?:{words})\b", re.I)


@cache
def _contrasts() -> re.Pattern[str]:
    words = alternatives("ContrastLead")
    return re.compile(rf"\b(?:{words})(?!\w)", re.I)


def _named_before(context: Context, index: int, position: int, count: int) -> list[Entity]:
    """Return the last materials named before a place, in the order of their naming, if they come to a count."""
    found: list[Entity] = []
    for back in range(index, max(-1, index - REACH - 1), -1):
        named = [e for s, e in context.views[back].referents if s.start < position and not is_carrier_phase(e)]
        found = [*named, *found]
        distinct = [e for i, e in enumerate(found) if not any(e is other for other in found[:i])]
        if len(distinct) >= count:
            return distinct if len(distinct) == count else []
    return []


def _taken_up(context: Context, frame: Frame, candidates: Sequence[Candidate], memory: Memory) -> Decision | None:
    """Return the material at the number's place of those that the values before were of, in their order."""
    entity = memory.echo(context, frame) or memory.turn(context, frame)
    found = next((c for c in candidates if c.entity is entity), None) if entity is not None else None
    return (found, "order of the values before") if found is not None else None
