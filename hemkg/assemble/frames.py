"""Numbers that may be measurements, and what may fill their slots, described by features.

A frame is a number with a unit that a measurement may have.  Candidates for its material, current
density and cycle come from its sentence and the ones before; ``measurements`` chooses among them.
Features say how a candidate stands to the number; none of them knows a word of the field, words are
counted by their class in the ontology.
"""

import math
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache

from hemkg.assemble.context import CYCLES, DENSITIES, Context, View
from hemkg.assemble.entity import Entity
from hemkg.assemble.families import family_of
from hemkg.assemble.grammar import path_features
from hemkg.assemble.lists import Series
from hemkg.model.annotated import Token
from hemkg.model.mention import Mention
from hemkg.model.paper import Span
from hemkg.vocab import elements, terms
from hemkg.vocab.stems import stem
from hemkg.vocab.terms import HEM

REACH = 4
Features = dict[str, float]


@dataclass(slots=True)
class Frame:
    """A number with its place, and what has been decided about it so far.

    Attributes:
        mention: the number.
        index: which sentence of the context it stands in.
        label: what it is (``capacity``, ``retention`` ...), once decided.
        entity: its material, once decided.
        density: its current density, once decided.
        cycle: its cycle, once decided.
    """

    mention: Mention
    index: int
    label: str = ""
    entity: Entity | None = None
    density: Mention | None = None
    cycle: Mention | None = None
    trace: list[str] = field(default_factory=list)
    confidence: float = 1.0

    @property
    def span(self) -> Span:
        """Where the number stands."""
        return self.mention.span


@dataclass(frozen=True, slots=True)
class Candidate:
    """Something that may fill a slot: a mention in a sentence, or nothing at all."""

    span: Span | None
    index: int
    entity: Entity | None = None
    mention: Mention | None = None


NOTHING = Candidate(None, -1)


@dataclass(slots=True)
class Memory:
    """What was decided about the numbers before: the last frame, and the materials of the last lists."""

    last: Frame | None = None
    history: list[Frame] = field(default_factory=list)
    lists: dict[int, tuple[Entity | None, ...]] = field(default_factory=dict)
    _open: list[Entity | None] = field(default_factory=list)

    def note(self, context: Context, frame: Frame) -> None:
        """Remember a decided frame; a finished list with two or more materials is kept by its length."""
        self.last = frame
        self.history.append(frame)
        series = own_series(context.views[frame.index], frame)
        place = series.index(frame.span) if series else None
        if series is None or place is None:
            return
        self._open = [*self._open[:place], *[None] * (place - len(self._open)), frame.entity]
        known = {id(entity) for entity in self._open if entity is not None}
        if place == len(series.spans) - 1 and len(known) > 1:
            self.lists[len(series.spans)] = tuple(self._open)

    def turn(self, context: Context, frame: Frame) -> Entity | None:
        """Return the material whose turn it is: the values of the sentence before were of as many materials."""
        series = own_series(context.views[frame.index], frame)
        place = series.index(frame.span) if series else None
        before = [f for f in self.history if series and f.span.start < series.spans[0].start]
        if series is None or place is None or not before:
            return None
        last = [f.entity for f in before if f.index == before[-1].index and f.entity is not None]
        turns = [e for i, e in enumerate(last) if not any(e is other for other in last[:i])]
        return turns[place] if len(turns) == len(series.spans) else None

    def parallel(self, context: Context, frame: Frame) -> Frame | None:
        """Return the number that stood at this place of the values told just before, of another sample.

        ``A holds 579 at 1 A/g and 389 at 0.1 A/g, B 466 and 271``: the second list repeats the first.
        """
        series = own_series(context.views[frame.index], frame)
        place = series.index(frame.span) if series else None
        if series is None or place is None:
            return None
        start = series.spans[0].start
        before = [f for f in self.history if f.label == frame.label and f.span.start < start][-len(series.spans) :]
        if len(before) < len(series.spans) or any(f.entity is not before[0].entity for f in before):
            return None
        near = frame.index - before[0].index <= 1
        varied = len({id(f.density) for f in before} | {id(f.cycle) for f in before}) > 2
        return before[place] if near and varied else None

    def echo(self, context: Context, frame: Frame) -> Entity | None:
        """Return the material that stood at this place of the last list of this length."""
        series = own_series(context.views[frame.index], frame)
        place = series.index(frame.span) if series else None
        remembered = self.lists.get(len(series.spans)) if series else None
        return remembered[place] if remembered and place is not None and place < len(remembered) else None


# ---------------------------------------------------------------- words around a place


def _tokens(view: View, start: int, end: int) -> Sequence[Token]:
    sentence = view.sentence
    return sentence.tokens[sentence.token_at(start) : sentence.token_at(end - 1) + 1] if end > start else ()


def _before(view: View, position: int, count: int) -> list[str]:
    """Return the words before a position, the nearest first."""
    index = view.sentence.token_at(position)
    return [token.lower for token in reversed(view.sentence.tokens[max(0, index - count) : index])]


def _after(view: View, position: int, count: int) -> list[str]:
    """Return the words from a position on, the nearest first."""
    tokens = view.sentence.tokens
    index = next(
        (i for i in range(view.sentence.token_at(position), len(tokens)) if tokens[i].span.start >= position),
        len(tokens),
    )
    return [token.lower for token in tokens[index : index + count]]


def _bucket(count: int) -> str:
    return (
        "0" if count <= 0 else str(count) if count <= 2 else "3-5" if count <= 5 else "6-12" if count <= 12 else "far"
    )


@cache
def _cue_classes() -> frozenset[str]:
    return frozenset(terms.instances("ContextCue"))


def cues_in(view: View, span: Span) -> set[str]:
    """Return the classes of context words in a stretch of a sentence."""
    return {c.concept or "" for c in view.concepts if c.concept in _cue_classes() and span.overlaps(c.span)}


def clause_of(view: View, position: int) -> Span:
    """Return the clause around a position."""
    return view.sentence.clauses[view.sentence.clause_at(position)]


# ---------------------------------------------------------------- what a number is


def frames_of(context: Context) -> Iterator[Frame]:
    """Yield the numbers that may be measurements, in text order."""
    for index in range(len(context.views)):
        yield from frames_at(context, index)


def frames_at(context: Context, index: int) -> Iterator[Frame]:
    """Yield the numbers of one sentence that may be measurements."""
    for mention in context.views[index].quantities:
        if mention.concept in {HEM.SpecificCapacity, HEM.Percentage} or _may_be_elided(context, index, mention):
            yield Frame(mention, index)


def _may_be_elided(context: Context, index: int, mention: Mention) -> bool:
    """Whether a bare number may be a capacity whose unit was left out: ``only 498``."""
    quantity = mention.quantity
    if mention.concept != HEM.Count or quantity is None or quantity.low < 20 or quantity.is_range:
        return False
    view = context.views[index]
    after = view.text[mention.span.end : mention.span.end + 2]
    if not re.match(r"[\s.,;:)]|/\d|$", after) or _is_label(view, mention):
        return False
    return _stands_alone(view, mention) and any(v.capacity_unit for v in context.views[max(0, index - 1) : index + 1])


def _stands_alone(view: View, mention: Mention) -> bool:
    """Whether no noun follows that a bare number would count: 498 and, 1011 taken out."""
    tokens = view.sentence.tokens
    index = view.sentence.token_at(mention.span.end)
    following = tokens[index] if index < len(tokens) else None
    if following is None or not following.lower[0].isalpha() or following.lower in _functional():
        return True
    return following.tag.startswith(("VB", "IN", "RB", "CC", "WDT"))


def _is_label(view: View, mention: Mention) -> bool:
    """Whether a bare number is part of a name, a citation or the indices of a plane."""
    before = view.text[mention.span.start - 1 : mention.span.start]
    if before == "(":
        led = re.match(r"\s(?:for|of|in)\s", view.text[mention.span.end : mention.span.end + 5])
        return not led and not any(
            span.end in {mention.span.start - 1, mention.span.start - 2} for span, _ in view.materials
        )
    return before in "-–[" or (
        before == "/" and not view.text[mention.span.start - 2 : mention.span.start - 1].isdigit()
    )


@cache
def _functional() -> frozenset[str]:
    return frozenset(str(w) for w in terms.objects("FunctionWord", "exactLabel"))


def near_words(view: View, span: Span, count: int) -> Features:
    """Return the stems around a place, before and behind, numbers as one."""
    features: Features = {}
    for distance, word in enumerate(_before(view, span.start, count)):
        features[f"before{min(distance, 1)}:{_plain(word)}"] = 1.0
    for distance, word in enumerate(_after(view, span.end, count)):
        features[f"after{min(distance, 1)}:{_plain(word)}"] = 1.0
    return features


def value_features(context: Context, frame: Frame) -> Features:
    """Describe a number: its unit, its size, and the words around it by class and by stem."""
    view = context.views[frame.index]
    quantity = frame.mention.quantity
    assert quantity is not None
    kind = frame.mention.concept or ""
    features: Features = {f"unit={kind}": 1.0}
    clause = clause_of(view, frame.span.start)
    near = Span(max(view.span.start, frame.span.start - 60), min(view.span.end, frame.span.end + 50))
    for name, span in (("near", near), ("clause", clause), ("sentence", view.span)):
        for cue in cues_in(view, span):
            features[f"{kind}:{name}:{cue}"] = 1.0
    for distance, word in enumerate(_before(view, frame.span.start, 6)):
        features[f"{kind}:before{min(distance, 2)}:{_plain(word)}"] = 1.0
    for distance, word in enumerate(_after(view, frame.span.end, 6)):
        features[f"{kind}:after{min(distance, 2)}:{_plain(word)}"] = 1.0
    features.update(_value_shape(view, frame, kind, clause))
    features.update(_nearest_cues(view, frame, kind))
    if kind == HEM.Percentage:
        features.update(_ratio(context, frame))
    return features


PERCENT_CUES = (
    HEM.RetentionCue, HEM.EfficiencyCue, HEM.ShareCue, HEM.VolumeCue, HEM.LossCue, HEM.ContentCue,
    HEM.EnergyEfficiencyCue, HEM.RateRetentionCue, HEM.DifferenceCue,
)  # fmt: skip


def _nearest_cues(view: View, frame: Frame, kind: str) -> Features:
    """Describe the words for what a number is of that stand nearest: touching it, before it, behind it."""
    series = own_series(view, frame)
    own = series.span if series is not None and series.is_plain(view.text) else frame.span
    cues = [c for c in view.concepts if c.concept in PERCENT_CUES]
    features: Features = {}
    behind = sorted((c for c in cues if c.span.start >= own.end), key=lambda c: c.span.start)
    before = sorted((c for c in cues if c.span.end <= own.start), key=lambda c: -c.span.end)
    for side, found in (("behind", behind), ("before", before)):
        for cue in found[:1]:
            between = view.text[own.end : cue.span.start] if side == "behind" else view.text[cue.span.end : own.start]
            parted = any(sign in between for sign in ",;()") or len(between.split()) > 7
            features[f"{kind}:{side}:{cue.concept}:{'apart' if parted else 'near'}"] = 1.0
            if len(between.split()) <= 1 and not parted:
                features[f"{kind}:touching:{side}:{cue.concept}"] = 1.0
    bracket = view.text[max(view.span.start, own.start - 30) : own.start].rpartition("(")[2]
    if len(bracket) < 30 and ")" not in bracket:
        features[f"{kind}:in-bracket"] = 1.0
    return features


def _ratio(context: Context, frame: Frame) -> Features:
    """Describe whether a percentage is the ratio of two capacities told beside it, and of which."""
    quantity = frame.mention.quantity
    value = quantity.value if quantity else 0.0
    near = context.views[max(0, frame.index - 1) : frame.index + 1]
    told = [q for v in near for q in v.quantities if q.concept == HEM.SpecificCapacity or _is_bare(q)]
    told = [q for q in told if abs(q.span.start - frame.span.start) < RATIO_REACH and q.quantity and q.quantity.low > 0]
    for one in told:
        for other in told:
            if one is other or one.quantity is None or other.quantity is None:
                continue
            ratio = 100 * one.quantity.value / other.quantity.value
            if abs(ratio - value) <= max(0.06, 0.006 * value) and ratio != 100:
                early = _is_early(context, one) or _is_early(context, other)
                return {"percent:ratio": 1.0, f"percent:ratio:early:{early}": 1.0}
    return {"percent:ratio:none": 1.0}


RATIO_REACH = 160


def _is_bare(mention: Mention) -> bool:
    return mention.concept == HEM.Count and mention.quantity is not None and mention.quantity.low >= 20


def _is_early(context: Context, mention: Mention) -> bool:
    """Whether words for the first cycle or its halves stand around a number."""
    view = context.view_at(mention.span.start)
    if view is None:
        return False
    near = Span(max(view.span.start, mention.span.start - 60), min(view.span.end, mention.span.end + 60))
    named = any(
        c.concept in {HEM.InitialDischargeCapacity, HEM.InitialChargeCapacity} and near.overlaps(c.span)
        for c in view.concepts
    )
    first = any(
        q.concept == HEM.CycleNumber and q.quantity and q.quantity.low == 1 and near.overlaps(q.span)
        for q in view.quantities
    )
    return named or first


def _plain(word: str) -> str:
    return "#" if word[0].isdigit() else stem(word)


def _value_shape(view: View, frame: Frame, kind: str, clause: Span) -> Features:
    """Describe the number itself and its company."""
    quantity = frame.mention.quantity
    assert quantity is not None
    value = quantity.value
    shape: Features = {
        f"{kind}:size:{0 if value <= 0 else min(4, int(math.log10(value)))}": 1.0,
        f"{kind}:shared": float(frame.mention.score < 1),
    }
    if kind == HEM.Percentage:
        shape["percent:over100"] = float(value > 100)
        shape["percent:under35"] = float(value < 35)
        shape["percent:over98"] = float(value >= 98)
    for name, kinds in (("cycle", CYCLES), ("density", DENSITIES), ("capacity", {HEM.SpecificCapacity})):
        inside = any(clause.contains(q.span) for q in view.of_kind(kinds) if q is not frame.mention)
        shape[f"{kind}:clause-has-{name}"] = float(inside)
    previous = [q for q in view.quantities if q.span.end <= frame.span.start]
    if previous:
        shape[f"{kind}:after:{previous[-1].concept}"] = 1.0
    return shape


# ---------------------------------------------------------------- candidates


def material_candidates(context: Context, frame: Frame, memory: Memory) -> list[Candidate]:
    """Return the materials that the number may be of, each by its nearest mentions."""
    found: list[Candidate] = []
    for back in range(len(context.views)):
        index = frame.index - back
        if index < 0 or (back > REACH and found):
            break
        mentions = context.views[index].referents
        usable = ((s, e) for s, e in mentions if _may_be_measured(e) and not (e.is_weak and back))
        found += [Candidate(span, index, entity) for span, entity in usable]
        if back > REACH and found:
            break
    if not found:
        usable = [e for e in context.materials.entities if _may_be_measured(e)] or context.materials.entities
        found = [Candidate(e.first, context.index_at(e.first.start), e) for e in usable[:3]]
    kept = _nearest(context, found, frame)
    echo = memory.echo(context, frame)
    turn = memory.turn(context, frame)
    further = [*(e for e in (echo, turn) if e is not None), *context.main_materials]
    for entity in further:
        if all(candidate.entity is not entity for candidate in kept) and _may_be_measured(entity):
            kept.append(_last_before(context, entity, frame.span.start))
    return kept


def _last_before(context: Context, entity: Entity, position: int) -> Candidate:
    """Return a material at its last mention before a place, or at its first of all."""
    span = max((s for s in entity.spans if s.start < position), default=entity.first)
    return Candidate(span, context.index_at(span.start), entity)


def _may_be_measured(entity: Entity) -> bool:
    """Whether a material can have a capacity of its own: salts of the electrolyte and products have none."""
    made_from = entity.part == HEM.Precursor and len(entity.spans) == 1
    return entity.part not in {HEM.ElectrolyteComponent, HEM.ReactionProduct} and not made_from


def _nearest(context: Context, found: list[Candidate], frame: Frame) -> list[Candidate]:
    """Keep, of each material, the mentions in the number's sentence and the last one before it.

    A mention in a list as long as the number's own list is kept too: the two may be parallel.
    """
    kept: list[Candidate] = []
    seen: set[int] = set()
    own = own_series(context.views[frame.index], frame)
    for candidate in sorted(found, key=lambda c: (-c.index, -(c.span.start if c.span else 0))):
        same = candidate.index == frame.index
        listed = context.views[candidate.index].series_at(candidate.span, "material") if candidate.span else None
        parallel = bool(own and listed and len(own.spans) == len(listed.spans))
        if same or parallel or id(candidate.entity) not in seen:
            kept.append(candidate)
        if not same:
            seen.add(id(candidate.entity))
    return kept


def quantity_candidates(context: Context, frame: Frame, kinds: set[str], reach: int = 4) -> list[Candidate]:
    """Return the conditions of some kinds that may go with the number, and nothing."""
    found = [NOTHING]
    block = context.views[frame.index].sentence.block
    for back in range(reach + 1):
        index = frame.index - back
        if index < 0 or context.views[index].sentence.block is not block:
            break
        view = context.views[index]
        found += [Candidate(q.span, index, None, q) for q in view.of_kind(kinds) if not _is_restated(view, q)]
    return found


RESTATED = re.compile(r"\s?(?:\(|=|≙|≡|≈)\s?")


def _is_restated(view: View, mention: Mention) -> bool:
    """Whether a current only says another one in other units: C/10 (58 mA g−1), 1C = 390 mA g−1."""
    return any(
        other.concept in DENSITIES and RESTATED.fullmatch(view.text[other.span.end : mention.span.start])
        for other in view.quantities
        if mention.concept in DENSITIES and other.span.end <= mention.span.start <= other.span.end + 3
    ) or bool(re.match(r"\s?[=≙≡]", view.text[mention.span.end : mention.span.end + 3]))


# ---------------------------------------------------------------- how a candidate stands to the number


def _position(context: Context, frame: Frame, candidate: Candidate, others: Iterable[Span]) -> Features:
    """Describe distance and direction, in the same sentence or from one before."""
    assert candidate.span is not None
    span = candidate.span
    back = frame.index - candidate.index
    own = _outside(context, frame, span)
    if back:
        return {f"back:{min(back, 3)}" if back > 0 else "later": 1.0}
    view = context.views[frame.index]
    side = "before" if span.start < own.start else "after"
    low, high = (span.end, own.start) if side == "before" else (own.end, span.start)
    same_clause = view.sentence.clause_at(span.start) == view.sentence.clause_at(frame.span.start)
    between = sum(1 for other in others if low <= other.start and other.end <= high)
    words = len(_tokens(view, low, high)) if high > low else 0
    grammar = path_features(view.sentence, frame.span, span, "dep")
    text = view.text[low:high]
    features = {
        f"{side}": 1.0,
        f"{side}:words:{_bucket(words)}": 1.0,
        f"{side}:same-clause:{same_clause}": 1.0,
        f"{side}:rivals:{min(between, 3)}": 1.0,
        f"{side}:semicolon": float(";" in text),
        f"{side}:comma": float("," in text),
        f"{side}:bracket": float(bool(re.fullmatch(r"[^()]*\(\s*", text))),
        f"{side}:closes": float(bool(re.match(r"[^()]*\)", text))),
        f"{side}:next-to-list": float(own is not frame.span and words <= 2),
    }
    return features | grammar


def _outside(context: Context, frame: Frame, span: Span) -> Span:
    """Return the number's list if the candidate stands outside of it, so that its items are alike."""
    series = own_series(context.views[frame.index], frame)
    if series is None or series.span.overlaps(span) or not series.is_plain(context.text):
        return frame.span
    return series.span


def _preposition(view: View, span: Span, side: str) -> Features:
    words = _before(view, span.start, 3)
    features = {f"{side}:lead:{_plain(words[0])}": 1.0} if words else {f"{side}:lead:none": 1.0}
    if any(word in {"the", "a", "an"} for word in words[:1]) and len(words) > 1:
        features[f"{side}:lead2:{_plain(words[1])}"] = 1.0
    return features


def _alignment(context: Context, frame: Frame, candidate: Candidate, name: str) -> Features:
    """Compare places in parallel lists."""
    view = context.views[frame.index]
    if candidate.span is None:
        return {}
    home = context.views[candidate.index]
    own = own_series(view, frame)
    other = home.series_at(candidate.span, name)
    if own is None or other is None:
        return {
            "listed:neither" if own is None and other is None else "listed:value" if own else "listed:candidate": 1.0
        }
    same = len(own.spans) == len(other.spans)
    if not same:
        return {"listed:uneven": 1.0}
    aligned = own.index(frame.span) == other.index(candidate.span)
    near = "here" if candidate.index == frame.index else "back"
    return {
        f"listed:{'aligned' if aligned else 'misaligned'}:{near}": 1.0,
        f"listed:respectively:{aligned}": float(view.is_respective),
    }


def own_series(view: View, frame: Frame) -> Series | None:
    """Return the list that a number stands in."""
    for name in ("capacity", "percentage", "number"):
        series = view.series_at(frame.span, name)
        if series is not None:
            return series
    return None


IN_BRACKET_BEHIND = re.compile(r"\s?\((?:[\w–-]+\s){0,2}")
IN_BRACKET_OF = re.compile(r"\s?\((?:[\w–-]+\s){0,3}[<>~≈]?\s?")
Decision = tuple[Candidate, str]


def decided(context: Context, frame: Frame, candidates: Sequence[Candidate], memory: Memory) -> Decision | None:
    """Return the material that the layout of the sentence tells without doubt, with the reason.

    Parallel lists of one length; a material that touches the number or stands in a bracket with it, or
    behind it with ``for``; and a list that takes up the materials of the values before in their order.
    """
    view = context.views[frame.index]
    here = [c for c in candidates if c.index == frame.index and c.span is not None]
    for candidate in here:
        if _alignment(context, frame, candidate, "material").get("listed:aligned:here"):
            return candidate, "parallel lists"
    for test, reason in (
        (_is_in_bracket, "bracket"),
        (_is_touching, "right before the number"),
        (_is_behind, "right behind the number"),
    ):
        found = next((c for c in here if test(context, frame, c)), None)
        if found is not None:
            return found, reason
    return _taken_up(context, frame, candidates, memory) if not view.referents else None


def _gap(context: Context, frame: Frame, candidate: Candidate) -> tuple[str, bool]:
    """Return the words between a candidate and the number or its list, and whether the candidate comes first."""
    assert candidate.span is not None  # noqa: S101  # callers look at candidates of the sentence only
    own = _outside(context, frame, candidate.span)
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
    return (
        re.compile(rf"\s?:?\s?(?:(?:{stress})\s?){{0,2}}"),
        re.compile(rf"\s(?:[\w–-]+\s){{0,2}}?(?:{leads})\s(?:(?:the|a|its|bare|pure|plain)\s){{0,2}}"),
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
    clause = clause_of(view, frame.span.start)
    return not any(clause.contains(s) and s.end <= frame.span.start for s, _ in view.referents)


def _taken_up(context: Context, frame: Frame, candidates: Sequence[Candidate], memory: Memory) -> Decision | None:
    """Return the material at the number's place of those that the values before were of, in their order."""
    entity = memory.echo(context, frame) or memory.turn(context, frame)
    found = next((c for c in candidates if c.entity is entity), None) if entity is not None else None
    return (found, "order of the values before") if found is not None else None


def material_features(context: Context, frame: Frame, candidate: Candidate, memory: Memory) -> Features:
    """Describe how a material stands to the number."""
    assert candidate.span is not None
    assert candidate.entity is not None
    view, home = context.views[frame.index], context.views[candidate.index]
    entity = candidate.entity
    rivals = [span for span, other in view.referents if other is not entity]
    features = _position(context, frame, candidate, rivals)
    rivalling = {HEM.SpecificCapacity, HEM.Percentage, frame.mention.concept or ""}
    values = [q.span for q in view.of_kind(rivalling) if q is not frame.mention]
    side = "here" if candidate.index == frame.index else "back"
    features |= {f"m:{key}": value for key, value in _preposition(home, candidate.span, side).items()}
    features |= _alignment(context, frame, candidate, "material")
    features |= _value_rivals(frame, candidate, values)
    features |= _standing(context, home, candidate)
    features |= _kind_of_material(entity)
    previous, echo = memory.last, memory.echo(context, frame)
    if previous is not None:
        near = "sentence" if previous.index == frame.index else "earlier"
        features[f"previous:{near}:{previous.entity is entity}"] = 1.0
        twin = _same_value(previous, frame)
        features[f"previous:twin:{twin}:{previous.entity is entity}"] = 1.0
    if echo is not None:
        features[f"echo:{echo is entity}:{bool(view.referents)}"] = 1.0
    anaphor = HEM.AnaphorCue in cues_in(view, clause_of(view, frame.span.start))
    if candidate.index != frame.index:
        features[f"back:anaphor:{anaphor}"] = 1.0
        features[f"back:free:{not view.referents}"] = 1.0
        own_clause = clause_of(view, frame.span.start)
        features[f"back:clause-free:{not any(own_clause.contains(s) for s, _ in view.referents)}"] = 1.0
    else:
        features[f"here:only:{len({id(e) for _, e in view.referents}) == 1}"] = 1.0
    features |= _family_noun(context, frame, entity)
    features |= _resolution(context, frame, candidate)
    reference = home.reference_at(candidate.span)
    if reference is not None:
        features["meant"] = 1.0
        features[f"meant:{reference.kind}:{side}"] = 1.0
    features |= _plural(view, frame, entity)
    compared = HEM.ComparisonCue in cues_in(
        home, Span(max(home.span.start, candidate.span.start - 22), candidate.span.end)
    )
    features["compared"] = float(compared)
    return features


def _plural(view: View, frame: Frame, entity: Entity) -> Features:
    """Describe whether the material stands at the number's place of a plural (the four tellurides)."""
    own = own_series(view, frame)
    place = own.index(frame.span) if own else None
    for reference in view.references:
        if own is None or place is None or len(reference.entities) != len(own.spans):
            continue
        return {f"plural:{reference.entities[place] is entity}": 1.0}
    return {}


def _family_noun(context: Context, frame: Frame, entity: Entity) -> Features:
    """Describe whether the nearest family word before the number (the sulfide) fits the material."""
    view = context.views[frame.index]
    clause = clause_of(view, frame.span.start)
    named = [c for c in view.words(HEM.AnionFamily) if clause.overlaps(c.span) and c.span.end <= frame.span.start]
    if not named:
        return {}
    word = named[-1]
    if any(span.contains(word.span) for span, _ in view.materials):
        return {}
    definite = view.text[max(0, word.span.start - 24) : word.span.start].lower()
    the = bool(re.search(r"\b(?:the|this|its|each|bare|pure)\b[^,;.]*$", definite))
    return {f"family:{family_of(entity.composition) == word.concept}:{the}": 1.0}


CONTRASTS = (HEM.BareCue, HEM.CoatedCue, HEM.ControlCue, HEM.CathodeCue)


def _resolution(context: Context, frame: Frame, candidate: Candidate) -> Features:
    """Describe how the material answers to words such as the former, the bare one, the control."""
    view = context.views[frame.index]
    entity = candidate.entity
    assert entity is not None
    clause = clause_of(view, frame.span.start)
    near = Span(max(clause.start, frame.span.start - 90), min(clause.end, frame.span.end + 40))
    cues = cues_in(view, near)
    composition = entity.composition
    supported = bool(composition and composition.support) or "@" in entity.surface
    features: Features = {}
    for cue in CONTRASTS:
        if cue in cues:
            features[f"{cue}:supported:{supported}"] = 1.0
            features[f"{cue}:heaviest:{context.weights.get(id(entity), 0) >= max(context.weights.values())}"] = 1.0
    pair = _last_pair(context, frame)
    for cue, place in ((HEM.FormerCue, 0), (HEM.LatterCue, 1)):
        if cue in cues and pair is not None:
            features[f"{cue}:{pair[place] is entity}"] = 1.0
    return features


def _last_pair(context: Context, frame: Frame) -> tuple[Entity, Entity] | None:
    """Return the two materials that were named last before the number, in the order of their naming."""
    found: list[Entity] = []
    for back in range(REACH + 1):
        index = frame.index - back
        if index < 0:
            break
        for span, entity in reversed(context.views[index].referents):
            if span.start < frame.span.start and all(entity is not other for other in found):
                found.append(entity)
            if len(found) == 2:
                return found[1], found[0]
    return None


def _value_rivals(frame: Frame, candidate: Candidate, values: Sequence[Span]) -> Features:
    """Count other values that stand nearer to the material than the number does."""
    assert candidate.span is not None
    if candidate.index != -1 and candidate.span.end <= frame.span.start:
        between = sum(1 for v in values if candidate.span.end <= v.start and v.end <= frame.span.start)
        return {f"values-between:before:{min(between, 3)}": 1.0}
    between = sum(1 for v in values if frame.span.end <= v.start and v.end <= candidate.span.start)
    return {f"values-between:after:{min(between, 3)}": 1.0}


def _standing(context: Context, home: View, candidate: Candidate) -> Features:
    """Describe how much of the paper's talk is about the material, and its place in its sentence."""
    entity = candidate.entity
    assert entity is not None
    weights = context.weights
    mine = weights.get(id(entity), 0.0)
    first = home.referents[0][1] is entity if home.referents else False
    last = home.referents[-1][1] is entity if home.referents else False
    return {
        "weight": mine,
        "heaviest": float(mine >= max(weights.values(), default=0.0)),
        "first-of-paper": float(bool(context.materials.mentions) and context.materials.mentions[0][1] is entity),
        "titled": float(id(entity) in context.titled),
        "first-in-sentence": float(first),
        "last-in-sentence": float(last),
    }


def _same_value(previous: Frame, frame: Frame) -> bool:
    """Whether two neighbouring numbers describe one thing in two units: a capacity and its efficiency."""
    return previous.index == frame.index and previous.mention.concept != frame.mention.concept


def _kind_of_material(entity: Entity) -> Features:
    """Describe what kind of substance it is, as far as it bears on being measured."""
    composition = entity.composition
    features: Features = {
        f"part:{entity.part}": 1.0,
        "code": float(entity.is_code),
        "named": float(entity.named is not None),
        "pure-element": float(entity.is_element),
    }
    if composition is None:
        return features | {"no-composition": 1.0}
    table = elements.table()
    metals = [s for s in composition.elements if table[s].is_metallic and not table[s].is_anion_former]
    carriers = {"Li", "Na", "K", "Mg", "Ca"} & set(composition.elements)
    features[f"metals:{min(len(metals), 5)}"] = 1.0
    features["binary-of-carrier"] = float(bool(carriers) and len(composition.elements) <= 2)
    features["carrier"] = float(bool(carriers))
    features["supported"] = float(bool(composition.support))
    return features


BEHIND = re.compile(r"\s?\([^()]{0,40}")


@cache
def _leads() -> re.Pattern[str]:
    """Return a pattern for a preposition that ties a condition to the number right before it."""
    words = "|".join(re.escape(str(w)) for w in terms.objects("ConditionLead", "exactLabel"))
    return re.compile(rf"\s(?:{words})\s(?:a\s|the\s)?(?:[a-z-]+\s){{0,3}}(?:of\s)?")


def decided_condition(
    context: Context, frame: Frame, candidates: Sequence[Candidate], name: str, memory: Memory
) -> tuple[Candidate, str] | None:
    """Return the condition that the layout of the sentence tells without doubt, with the reason."""
    view = context.views[frame.index]
    if name == "cycle" and _is_start(view, frame):
        return NOTHING, "start of a course"
    here = [c for c in candidates if c.index == frame.index and c.span is not None]
    for candidate in here:
        if _is_aligned_plainly(context, frame, candidate, name):
            return candidate, "parallel lists"
    chained = [c for c in here if c.mention is not None and any(c.mention is q for q in _chain(view, frame))]
    if len(chained) == 1 and own_series(view, frame) is None:
        return chained[0], "right behind the number"
    values = [q.span for q in view.of_kind({HEM.SpecificCapacity, HEM.Percentage}) if q is not frame.mention]
    for candidate in here:
        assert candidate.span is not None  # noqa: S101  # chosen above
        behind = view.text[frame.span.end : candidate.span.start] if candidate.span.start >= frame.span.end else None
        if behind is None or any(frame.span.end <= v.start < candidate.span.start for v in values):
            continue
        if BEHIND.fullmatch(behind) and not _is_aside(view, Span(frame.span.end, candidate.span.start)):
            return candidate, "bracket behind the number"
    return _repeated(context, frame, candidates, name, memory)


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


def _is_aside(view: View, span: Span) -> bool:
    """Whether a bracket opens with a denial, so that what it holds is no condition of the number."""
    return any(c.concept == HEM.Negation and span.overlaps(c.span) for c in view.concepts)


def _is_aligned_plainly(context: Context, frame: Frame, candidate: Candidate, name: str) -> bool:
    view = context.views[frame.index]
    own = own_series(view, frame)
    other = view.series_at(candidate.span, name) if candidate.span else None
    plain = own is not None and other is not None and own.is_plain(view.text) and other.is_plain(view.text)
    return plain and bool(_alignment(context, frame, candidate, name).get("listed:aligned:here"))


def _repeated(
    context: Context, frame: Frame, candidates: Sequence[Candidate], name: str, memory: Memory
) -> tuple[Candidate, str] | None:
    """Return the condition of the number at the same place of the values before, where none is stated anew."""
    twin = memory.parallel(context, frame)
    if twin is None:
        return None
    stated = [c for c in candidates if c.span is not None and c.span.start > twin.span.end and c.index == frame.index]
    kept = twin.density if name == "density" else twin.cycle
    if any(c.mention is not None and not _is_of_twins(memory, c.mention, name) for c in stated):
        return None
    chosen = next((c for c in candidates if c.mention is kept), None)
    return (chosen, "same place of the values before") if chosen is not None else None


def _is_of_twins(memory: Memory, mention: Mention, name: str) -> bool:
    """Whether a condition already belongs to a value told before."""
    return any((f.density if name == "density" else f.cycle) is mention for f in memory.history)


def condition_features(
    context: Context, frame: Frame, candidate: Candidate, name: str, previous: Frame | None
) -> Features:
    """Describe how a current density or a cycle stands to the number."""
    view = context.views[frame.index]
    held = previous.density if name == "density" and previous else previous.cycle if previous else None
    same_sentence = previous is not None and previous.index == frame.index
    lead = _before(view, frame.span.start, 1)
    led = f"own-lead:{_plain(lead[0])}" if lead else "own-lead:none"
    if candidate is NOTHING or candidate.span is None:
        return _nothing_features(context, frame, name, previous) | {f"nothing:{led}": 1.0}
    home = context.views[candidate.index]
    kinds = DENSITIES if name == "density" else CYCLES
    rivals = [q.span for q in home.of_kind(kinds) if q.span != candidate.span]
    features = _position(context, frame, candidate, rivals)
    side = "before" if candidate.span.start < frame.span.start else "after"
    side = side if candidate.index == frame.index else "back"
    features[f"{led}:{side}"] = 1.0
    features |= {f"c:{key}": value for key, value in _preposition(home, candidate.span, side).items()}
    features |= _alignment(context, frame, candidate, name)
    values = [q.span for q in view.of_kind({HEM.SpecificCapacity, HEM.Percentage}) if q is not frame.mention]
    features |= _value_rivals(frame, candidate, values)
    near = Span(max(home.span.start, candidate.span.start - 40), min(home.span.end, candidate.span.end + 30))
    features["formation"] = float(HEM.FormationCue in cues_in(home, near))
    features[f"kind:{candidate.mention.concept if candidate.mention else ''}"] = 1.0
    features["opens-sentence"] = float(candidate.span.start - home.span.start < 12)
    if previous is not None and candidate.mention is not None:
        used = held is candidate.mention
        features[f"used:{used}:{'here' if same_sentence else 'back'}"] = 1.0
        features[f"same-material:{previous.entity is frame.entity}:{used}"] = 1.0
    features[f"value:{frame.mention.concept}:{side}"] = 1.0
    if candidate.index != frame.index:
        same = HEM.SameCue in cues_in(view, view.span)
        features[f"back:same-cue:{same}"] = 1.0
        features[f"back:free:{not view.of_kind(kinds)}"] = 1.0
        between = [q for v in context.views[candidate.index : frame.index + 1] for q in v.of_kind(kinds)]
        later = sum(1 for q in between if candidate.span.end <= q.span.start < frame.span.start)
        features[f"back:later:{min(later, 3)}"] = 1.0
    features |= _cycle_shape(candidate, frame)
    if name == "cycle":
        features[f"with-density:{_density_turn(frame, previous)}:{held is candidate.mention}"] = 1.0
    return features


def _density_turn(frame: Frame, previous: Frame | None) -> str:
    """Say how the number's current stands to that of the number before: the same, another, or none."""
    if previous is None or previous.density is None:
        return "first" if frame.density is not None else "none"
    if frame.density is None:
        return "dropped"
    one, other = frame.density.quantity, previous.density.quantity
    same = one is not None and other is not None and (one.low, one.unit) == (other.low, other.unit)
    return "same" if same else "new"


def _cycle_shape(candidate: Candidate, frame: Frame) -> Features:
    quantity = candidate.mention.quantity if candidate.mention else None
    if quantity is None or candidate.mention is None or candidate.mention.concept not in CYCLES:
        return {}
    return {
        "first-cycle": float(quantity.low == 1),
        f"count:{candidate.mention.concept}:{frame.label or frame.mention.concept}": 1.0,
    }


def _nothing_features(context: Context, frame: Frame, name: str, previous: Frame | None) -> Features:
    """Describe the choice to leave a condition open."""
    view = context.views[frame.index]
    kinds = DENSITIES if name == "density" else CYCLES
    clause = clause_of(view, frame.span.start)
    here = view.of_kind(kinds)
    held = previous is not None and (previous.density if name == "density" else previous.cycle) is not None
    cues = cues_in(view, clause)
    features: Features = {
        "nothing": 1.0,
        f"nothing:sentence:{min(len(here), 2)}": 1.0,
        f"nothing:clause:{any(clause.contains(q.span) for q in here)}": 1.0,
        f"nothing:previous:{held}:{previous is not None and previous.index == frame.index}": 1.0,
        f"nothing:kind:{frame.label or frame.mention.concept}": 1.0,
        "nothing:theoretical": float(
            any(c.concept == HEM.TheoreticalCapacity for c in view.concepts if clause.overlaps(c.span))
        ),
        "nothing:difference": float(HEM.DifferenceCue in cues),
    }
    if name == "cycle":
        features[f"nothing:with-density:{_density_turn(frame, previous)}:{held}"] = 1.0
    return features
