"""Currents and cycles that the layout of a sentence tells without doubt.

Parallel lists, brackets, prepositions that tie a condition to the number right before it, a current that is
new, words for the same condition, and lists that take up the order of the values before; what is left open
here is left to the fitted models.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from hemkg.assemble.bonds import RANK, bond, claim_on, list_of, values_at
from hemkg.assemble.candidates import NOTHING, Candidate
from hemkg.assemble.context import CYCLES, DENSITIES, Context, View
from hemkg.assemble.frames import Frame, own_series
from hemkg.assemble.kinds import is_theoretical
from hemkg.assemble.memory import Memory
from hemkg.assemble.standing import alignment
from hemkg.assemble.wording import cues_in
from hemkg.model.mention import Mention
from hemkg.model.paper import Span
from hemkg.vocab import terms
from hemkg.vocab.lexicon import alternatives
from hemkg.vocab.terms import HEM

Decision = tuple[Candidate, str]
LEAST_LIST = 3
# bonds (see ``bonds.RANK``) that are loose, and those that are sure; a mention that only a word implies scores less
NEAR, SURE, SHARED = 3, 6, 0.9
BEFORE, BEHIND_NUMBER = 60, 70
SAME = {"density": {HEM.SameConditionsCue, HEM.SameCurrentCue}, "cycle": {HEM.SameConditionsCue, HEM.SameCycleCue}}
BEHIND = re.compile(r"\s?\([^()]{0,40}")


# what a percentage is of, before the condition that it holds under: of its initial capacity (over 900 mAh/g)
OF_WHAT = r"(?:\sof\s(?:its|the|their)\s(?:[a-z-]+\s){0,2}(?:capacity|value)(?:\s\([^()]{0,40}\))?)?"


@cache
def _leads() -> re.Pattern[str]:
    """Return a pattern for a preposition that ties a condition to the number right before it."""
    words = alternatives("ConditionLead")
    adverbs = "|".join(re.escape(str(w)) for w in terms.objects("TouchWord", "exactLabel") if str(w).isalpha())
    return re.compile(rf"{OF_WHAT}\s(?:(?:{adverbs})\s)?(?:{words})\s(?:a\s|the\s)?(?:[a-z-]+\s){{0,3}}(?:of\s)?")


@dataclass(frozen=True, slots=True)
class _Case:
    """A number in search of its current (``density``) or its ``cycle``, with what may fill the slot."""

    context: Context
    frame: Frame
    candidates: Sequence[Candidate]
    name: str
    memory: Memory

    @property
    def view(self) -> View:
        return self.context.views[self.frame.index]

    @property
    def here(self) -> list[Candidate]:
        """The candidates in the number's sentence."""
        return [c for c in self.candidates if c.index == self.frame.index and c.span is not None]

    @property
    def is_percentage(self) -> bool:
        return self.frame.mention.concept == HEM.Percentage

    def strength(self, candidate: Candidate) -> int:
        """How tightly the number and a condition of its sentence hold together."""
        assert candidate.span is not None  # callers look at candidates of the sentence only
        own = list_of(self.view, self.frame)
        return RANK[bond(self.view, own, candidate.span, values_at(self.context, self.frame.index))]

    def rival(self, candidate: Candidate) -> int:
        """How tightly another number of the sentence holds a condition at most."""
        assert candidate.span is not None  # callers look at candidates of the sentence only
        own = list_of(self.view, self.frame)
        return RANK[claim_on(self.context, self.frame.index, candidate.span, own)[0]]

    def held(self, frame: Frame) -> Mention | None:
        """The condition of this name that a number before has."""
        return frame.density if self.name == "density" else frame.cycle


def decided_condition(
    context: Context, frame: Frame, candidates: Sequence[Candidate], name: str, memory: Memory
) -> Decision | None:
    """Return the condition that the layout of the sentence tells without doubt, with the reason."""
    case = _Case(context, frame, candidates, name, memory)
    return next((told for test in TESTS if (told := test(case)) is not None), None)


def _no_cycle(case: _Case) -> Decision | None:
    """Tell the numbers that have no cycle: the start of a course, and the whole that a percentage is told of."""
    if case.name != "cycle":
        return None
    if not case.is_percentage and _is_start(case.view, case.frame):
        return NOTHING, "start of a course"
    return (NOTHING, "what a percentage is of") if _is_whole(case.view, case.frame) else None


def _parallel(case: _Case) -> Decision | None:
    found = next((c for c in case.here if _is_aligned_plainly(case.context, case.frame, c, case.name)), None)
    return (found, "parallel lists") if found is not None else None


def _right_behind(case: _Case) -> Decision | None:
    chain = _chain(case.view, case.frame)
    chained = [c for c in case.here if any(c.mention is q for q in chain)]
    if len(chained) == 1 and own_series(case.view, case.frame) is None:
        return chained[0], "right behind the number"
    return None


def _in_bracket(case: _Case) -> Decision | None:
    """Tell the condition in a bracket behind the number, unless the bracket opens with a denial."""
    view, end = case.view, case.frame.span.end
    values = [q.span for q in view.of_kind({HEM.SpecificCapacity, HEM.Percentage}) if q is not case.frame.mention]
    for candidate in case.here:
        start = candidate.span.start if candidate.span else -1
        if start < end or any(end <= v.start < start for v in values):
            continue
        if BEHIND.fullmatch(view.text[end:start]) and not _is_aside(view, Span(end, start)):
            return candidate, "bracket behind the number"
    return None


def _new_current(case: _Case) -> Decision | None:
    """Tell that a number has no cycle where its current is new and all cycles near it are those of others.

    Another current is another test, whose cycles were not counted with those before.
    """
    last, density = case.memory.last, case.frame.density
    if case.name != "cycle" or case.is_percentage or last is None or last.cycle is None or density is None:
        return None
    if _same_current(density, last.density):
        return None
    held = {id(f.cycle) for f in case.memory.history}
    of_others = (id(c.mention) in held or case.rival(c) > max(case.strength(c), NEAR) for c in case.here)
    return (NOTHING, "a new current") if all(of_others) else None


def _mutual(case: _Case) -> Decision | None:
    """Tell the condition that holds tightest to the number and to which no other number holds as tightly."""
    told = [c for c in case.here if c.mention and c.mention.score >= SHARED]
    ranked = sorted(told, key=case.strength, reverse=True)
    if not ranked or case.strength(ranked[0]) < SURE:
        return None
    if len(ranked) > 1 and case.strength(ranked[1]) == case.strength(ranked[0]):
        return None
    mine = case.rival(ranked[0]) < case.strength(ranked[0])
    return (ranked[0], "each nearest to the other") if mine else None


def _computed(case: _Case) -> Decision | None:
    return (NOTHING, "computed, not measured") if is_theoretical(case.view, case.frame) else None


def _same(case: _Case) -> Decision | None:
    """Tell the condition of the number before, where words say that it holds again: under the same current."""
    own = list_of(case.view, case.frame)
    near = Span(max(case.view.span.start, own.start - BEFORE), min(case.view.span.end, own.end + BEHIND_NUMBER))
    cues = SAME[case.name] & cues_in(case.view, near)
    if not cues or any(case.strength(c) > NEAR for c in case.here):
        return None
    whole = HEM.SameConditionsCue in cues
    told = [f for f in case.memory.history if whole or case.held(f) is not None]
    kept = next((c for c in case.candidates if c.mention is case.held(told[-1])), None) if told else None
    return (kept, "words for the same condition") if kept is not None else None


def _carried_list(case: _Case) -> Decision | None:
    """Tell the condition at the number's place of the list in the sentence before, where none is stated anew.

    ``A gives 438, 407 and 372 at 0.1, 0.2 and 0.5 A g−1. For B and C they are 325, 290, 241 and 371, 322, 229``.
    """
    context, frame, view, name = case.context, case.frame, case.view, case.name
    own = own_series(view, frame)
    place = own.index(frame.span) if own else None
    if name != "density" or own is None or place is None or view.of_kind(DENSITIES):
        return None
    for candidate in case.candidates:
        if candidate.span is None or candidate.index != frame.index - 1:
            continue
        listed = context.views[candidate.index].series_at(candidate.span, name)
        if listed is None or len(listed.spans) < LEAST_LIST or len(own.spans) % len(listed.spans):
            continue
        if listed.index(candidate.span) == place % len(listed.spans):
            return candidate, "list of the sentence before"
    return None


def _repeated(case: _Case) -> Decision | None:
    """Tell the condition of the number at the same place of the values before, where none is stated anew."""
    twin = case.memory.parallel(case.context, case.frame)
    if twin is None or (case.name == "cycle" and case.frame.density is not twin.density):
        return None
    stated = (c.mention for c in case.here if c.span and c.span.start > twin.span.end)
    if any(m is not None and all(case.held(f) is not m for f in case.memory.history) for m in stated):
        return None
    kept = next((c for c in case.candidates if c.mention is case.held(twin)), None)
    return (kept, "same place of the values before") if kept is not None else None


def _same_current(one: Mention, other: Mention | None) -> bool:
    if other is None or one.quantity is None or other.quantity is None:
        return False
    return one is other or (one.quantity.low, one.quantity.unit) == (other.quantity.low, other.quantity.unit)


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


# the first that tells something decides
TESTS = (
    _no_cycle, _parallel, _right_behind, _in_bracket, _new_current, _mutual, _computed, _same, _carried_list, _repeated,
)  # fmt: skip
