"""Materials and conditions that the layout of a sentence tells without doubt.

Parallel lists, brackets, words that touch, and lists that take up the order of the values before;
what is left open here is left to the fitted models.
"""

import itertools
import re
from collections.abc import Sequence
from functools import cache

from hemkg.assemble.bonds import RANK, bond, claim_on, list_of, values_at
from hemkg.assemble.candidates import NOTHING, REACH, Candidate
from hemkg.assemble.context import CYCLES, DENSITIES, Context, View
from hemkg.assemble.entity import Entity
from hemkg.assemble.frames import Frame, own_series, plain_series
from hemkg.assemble.grammar import ancestors, word_at
from hemkg.assemble.kinds import is_theoretical
from hemkg.assemble.lists import Series
from hemkg.assemble.memory import Memory
from hemkg.assemble.parts import is_carrier_phase
from hemkg.assemble.standing import alignment, outside
from hemkg.assemble.wording import clause_of, words_before
from hemkg.model.mention import Mention
from hemkg.model.paper import Span
from hemkg.vocab import terms
from hemkg.vocab.terms import HEM

IN_BRACKET_BEHIND = re.compile(r"\s?\((?:[\w–-]+\s){0,2}")
IN_BRACKET_OF = re.compile(r"\s?\((?:[\w–-]+\s){0,3}[<>~≈]?\s?")
LEAST_LIST, LEAD = 3, 24
Decision = tuple[Candidate, str]


def decided(context: Context, frame: Frame, candidates: Sequence[Candidate], memory: Memory) -> Decision | None:
    """Return the material that the layout of the sentence tells without doubt, with the reason.

    Parallel lists of one length; a material that touches the number or stands in a bracket with it, or
    behind it with ``for``; and a list that takes up the materials of the values before in their order.
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
    if not _is_free(view, frame, memory):
        return None
    return _taken_up(context, frame, candidates, memory) or _set_against(context, frame, candidates)


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
    stress = "|".join(re.escape(str(w)) for w in terms.objects("TouchWord", "exactLabel"))
    leads = "|".join(re.escape(str(w)) for w in terms.objects("MaterialLead", "exactLabel"))
    joints = "|".join(re.escape(str(w)) for w in terms.objects("TouchBreak", "exactLabel"))
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
    return any(tokens[i].relation == "relcl" and tokens[i].head == word for i in ancestors(view.sentence, number))


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
    """Whether a list differs by something else than the material: discharge and charge, from 830 to 150."""
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
    words = "|".join(re.escape(str(w)) for w in terms.objects("CorrespondingWord", "exactLabel"))
    return re.compile(rf"\b(?:{words})\b", re.I)


@cache
def _contrasts() -> re.Pattern[str]:
    words = "|".join(re.escape(str(w)) for w in terms.objects("ContrastLead", "exactLabel"))
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


BEHIND = re.compile(r"\s?\([^()]{0,40}")


# what a percentage is of, before the condition that it holds under: of its initial capacity (over 900 mAh/g)
OF_WHAT = r"(?:\sof\s(?:its|the|their)\s(?:[a-z-]+\s){0,2}(?:capacity|value)(?:\s\([^()]{0,40}\))?)?"


@cache
def _leads() -> re.Pattern[str]:
    """Return a pattern for a preposition that ties a condition to the number right before it."""
    words = "|".join(re.escape(str(w)) for w in terms.objects("ConditionLead", "exactLabel"))
    adverbs = "|".join(re.escape(str(w)) for w in terms.objects("TouchWord", "exactLabel") if str(w).isalpha())
    return re.compile(rf"{OF_WHAT}\s(?:(?:{adverbs})\s)?(?:{words})\s(?:a\s|the\s)?(?:[a-z-]+\s){{0,3}}(?:of\s)?")


def decided_condition(
    context: Context, frame: Frame, candidates: Sequence[Candidate], name: str, memory: Memory
) -> tuple[Candidate, str] | None:
    """Return the condition that the layout of the sentence tells without doubt, with the reason."""
    view = context.views[frame.index]
    if name == "cycle" and frame.mention.concept != HEM.Percentage and _is_start(view, frame):
        return NOTHING, "start of a course"
    if name == "cycle" and _is_whole(view, frame):
        return NOTHING, "what a percentage is of"
    here = [c for c in candidates if c.index == frame.index and c.span is not None]
    for candidate in here:
        if _is_aligned_plainly(context, frame, candidate, name):
            return candidate, "parallel lists"
    chained = [c for c in here if c.mention is not None and any(c.mention is q for q in _chain(view, frame))]
    if len(chained) == 1 and own_series(view, frame) is None:
        return chained[0], "right behind the number"
    values = [q.span for q in view.of_kind({HEM.SpecificCapacity, HEM.Percentage}) if q is not frame.mention]
    for candidate in here:
        assert candidate.span is not None  # chosen above
        behind = view.text[frame.span.end : candidate.span.start] if candidate.span.start >= frame.span.end else None
        if behind is None or any(frame.span.end <= v.start < candidate.span.start for v in values):
            continue
        if BEHIND.fullmatch(behind) and not _is_aside(view, Span(frame.span.end, candidate.span.start)):
            return candidate, "bracket behind the number"
    if name == "cycle" and frame.mention.concept != HEM.Percentage and _is_new_test(context, frame, here, memory):
        return NOTHING, "a new current"
    mutual = _mutual(context, frame, here)
    if mutual is not None:
        return mutual, "each nearest to the other"
    if is_theoretical(view, frame):
        return NOTHING, "computed, not measured"
    carried = _carried_list(context, frame, candidates, name)
    return carried or _repeated(context, frame, candidates, name, memory)


NEAR = 3
SHARED = 0.9


def _is_new_test(context: Context, frame: Frame, cycles: Sequence[Candidate], memory: Memory) -> bool:
    """Whether a number has a current other than the number before, and all cycles near it are those of others.

    Another current is another test, whose cycles were not counted with those before.
    """
    last = memory.last
    if last is None or last.cycle is None or frame.density is None or _same_current(frame.density, last.density):
        return False
    held = {id(f.cycle) for f in memory.history}
    return all(id(c.mention) in held or _is_of_another(context, frame, c) for c in cycles)


def _is_of_another(context: Context, frame: Frame, candidate: Candidate) -> bool:
    """Whether another number holds a condition of the sentence tightly, and more tightly than the number."""
    assert candidate.span is not None  # callers look at candidates of the sentence only
    view = context.views[frame.index]
    own = list_of(view, frame)
    mine = RANK[bond(view, own, candidate.span, values_at(context, frame.index))]
    return RANK[claim_on(context, frame.index, candidate.span, own)[0]] > max(mine, NEAR)


def _same_current(one: Mention, other: Mention | None) -> bool:
    if other is None or one.quantity is None or other.quantity is None:
        return False
    return one is other or (one.quantity.low, one.quantity.unit) == (other.quantity.low, other.quantity.unit)


SURE = 6


def _mutual(context: Context, frame: Frame, here: Sequence[Candidate]) -> Candidate | None:
    """Return the condition that holds tightest to the number and to which no other number holds as tightly."""
    view = context.views[frame.index]
    own, values = list_of(view, frame), values_at(context, frame.index)
    told = [c for c in here if c.span and c.mention and c.mention.score >= SHARED]
    ranked = sorted(((RANK[bond(view, own, c.span, values)], i) for i, c in enumerate(told) if c.span), reverse=True)
    if not ranked or ranked[0][0] < SURE or (len(ranked) > 1 and ranked[1][0] == ranked[0][0]):
        return None
    best = told[ranked[0][1]]
    assert best.span is not None  # chosen above
    claimed, _ = claim_on(context, frame.index, best.span, own)
    return best if RANK[claimed] < ranked[0][0] else None


def _carried_list(context: Context, frame: Frame, candidates: Sequence[Candidate], name: str) -> Decision | None:
    """Return the condition at the number's place of the list in the sentence before, where none is stated anew.

    ``A gives 438, 407 and 372 at 0.1, 0.2 and 0.5 A g−1. For B and C they are 325, 290, 241 and 371, 322, 229``.
    """
    view = context.views[frame.index]
    own = own_series(view, frame)
    place = own.index(frame.span) if own else None
    if name != "density" or own is None or place is None or view.of_kind(DENSITIES):
        return None
    for candidate in candidates:
        if candidate.span is None or candidate.index != frame.index - 1:
            continue
        listed = context.views[candidate.index].series_at(candidate.span, name)
        if listed is None or len(listed.spans) < LEAST_LIST or len(own.spans) % len(listed.spans):
            continue
        if listed.index(candidate.span) == place % len(listed.spans):
            return candidate, "list of the sentence before"
    return None


def _chain(view: View, frame: Frame) -> list[Mention]:
    """Return the conditions that follow the number one after the other: at 1 A g−1 after 200 cycles."""
    chain: list[Mention] = []
    position = frame.span.end
    for mention in view.of_kind(CYCLES | DENSITIES):
        if mention.span.start < position:
            continue
        series = view.series_at(mention.span, "density") or view.series_at(mention.span, "cycle")
        if series is not None or not _leads().fullmatch(view.text[position : mention.span.start]):
            break
        chain.append(mention)
        position = mention.span.end
    return chain


def _is_start(view: View, frame: Frame) -> bool:
    """Whether the number opens a course: from 401 to 212."""
    before = view.text[max(view.span.start, frame.span.start - 12) : frame.span.start].lower()
    series = own_series(view, frame)
    after = view.text[frame.span.end : frame.span.end + 12].lower()
    return bool(re.search(r"\bfrom\s[<>~≈]?$", before) and re.match(r"\sto\s(?:only\s)?[<>~≈]?\d", after) and series)


WHOLE = re.compile(
    r"%\sof\s(?:its|the|their|a|an)?\s?(?:(?!cycle)[\w-]+\s){0,3}(?:of\s)?(?:\((?:exceeding|over|about|above|below|around)?\s?)?[<>~≈]?$"
)


def _is_whole(view: View, frame: Frame) -> bool:
    """Whether the number is the whole that a percentage is told of: 94% of the initial 298 mAh g−1."""
    return bool(WHOLE.search(view.text[max(view.span.start, frame.span.start - 50) : frame.span.start]))


def _is_aside(view: View, span: Span) -> bool:
    """Whether a bracket opens with a denial, so that what it holds is no condition of the number."""
    return any(c.concept == HEM.Negation and span.overlaps(c.span) for c in view.concepts)


def _is_aligned_plainly(context: Context, frame: Frame, candidate: Candidate, name: str) -> bool:
    view = context.views[frame.index]
    own = own_series(view, frame)
    other = view.series_at(candidate.span, name) if candidate.span else None
    if own is None or other is None or not other.is_plain(view.text):
        return False
    told = alignment(context, frame, candidate, name)
    return bool(told.get("listed:cyclic:True") or (own.is_plain(view.text) and told.get("listed:aligned:here")))


def _repeated(
    context: Context, frame: Frame, candidates: Sequence[Candidate], name: str, memory: Memory
) -> tuple[Candidate, str] | None:
    """Return the condition of the number at the same place of the values before, where none is stated anew."""
    twin = memory.parallel(context, frame)
    if twin is None:
        return None
    stated = [c for c in candidates if c.span is not None and c.span.start > twin.span.end and c.index == frame.index]
    kept = twin.density if name == "density" else twin.cycle
    if name == "cycle" and frame.density is not twin.density:
        return None
    if any(c.mention is not None and not _is_of_twins(memory, c.mention, name) for c in stated):
        return None
    chosen = next((c for c in candidates if c.mention is kept), None)
    return (chosen, "same place of the values before") if chosen is not None else None


def _is_of_twins(memory: Memory, mention: Mention, name: str) -> bool:
    """Whether a condition already belongs to a value told before."""
    return any((f.density if name == "density" else f.cycle) is mention for f in memory.history)
