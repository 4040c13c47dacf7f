"""Capacities, retentions and efficiencies, each with its material and conditions.

Numbers are first told apart (capacity, retention, efficiency, something else), then each slot is
filled with the candidate that the fitted models score highest; the choices before it are known to the
next, so that a list or a paragraph is read in order.
"""

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from hemkg.assemble import ranker
from hemkg.assemble.attribution import authority_of, marks_in
from hemkg.assemble.bonds import list_of
from hemkg.assemble.candidates import Candidate, material_candidates, quantity_candidates
from hemkg.assemble.condition_features import condition_features
from hemkg.assemble.condition_layout import decided_condition
from hemkg.assemble.conditions import cell_of, temperature_of, voltage_window_of
from hemkg.assemble.context import CYCLES, DENSITIES, Context, View
from hemkg.assemble.contributions import contributing_mechanism
from hemkg.assemble.evidence import evidence_at
from hemkg.assemble.frames import Frame, frames_at, frames_of, plain_series
from hemkg.assemble.ions import ion_of, named_in
from hemkg.assemble.kinds import capacity_kind
from hemkg.assemble.layout import decided
from hemkg.assemble.material_features import material_rows
from hemkg.assemble.memory import Memory
from hemkg.assemble.value_features import value_features
from hemkg.assemble.wording import clause_of
from hemkg.model.claim import Claim, ClaimType, Conditions
from hemkg.model.mention import Mention
from hemkg.model.paper import Span
from hemkg.model.quantity import Quantity
from hemkg.vocab import terms
from hemkg.vocab.terms import HEM

NONE = "none"
BESIDE = 16
CONCEPTS = {
    ClaimType.CAPACITY: HEM.SpecificCapacity,
    ClaimType.RETENTION: HEM.CapacityRetention,
    ClaimType.COULOMBIC_EFFICIENCY: HEM.CoulombicEfficiency,
}


@dataclass(frozen=True, slots=True)
class Measured:
    """A frame whose slots are filled."""

    frame: Frame
    claim_type: ClaimType


def find_measurements(context: Context) -> Iterator[Claim]:
    """Yield the numeric claims of a paper, in text order."""
    told: list[Frame] = []
    for measured in _fill(context):
        claim = claim_of(context, measured)
        if claim is None or any(_is_repeated(context, measured.frame, other) for other in told):
            continue
        told.append(measured.frame)
        yield claim


def _is_repeated(context: Context, frame: Frame, told: Frame) -> bool:
    """Whether a paragraph only says once more what a value before said: the 512 at 6 A/g, 85.2 % of 512."""
    views, one, other = context.views, frame.mention.quantity, told.mention.quantity
    if frame.label != told.label or frame.entity is not told.entity or one is None or other is None:
        return False
    same = all(
        a is None or b is None or (a.quantity and b.quantity and a.quantity.low == b.quantity.low)
        for a, b in ((frame.density, told.density), (frame.cycle, told.cycle))
    )
    near = views[frame.index].sentence.block is views[told.index].sentence.block
    return same and near and one.low == other.low and one.high == other.high


def _fill(context: Context) -> Iterator[Measured]:
    models = ranker.load("values")
    memory = Memory()
    for frame in frames_of(context):
        label, share = ranker.best_of_alike(models, [value_features(context, f) for f in alike(context, frame)])
        if label == NONE:
            continue
        frame.label = label
        frame.confidence = share
        fill_material(context, frame, memory)
        _fill_condition(context, frame, memory, "density", DENSITIES)
        _fill_condition(context, frame, memory, "cycle", CYCLES)
        frame.ion = _ion(context, frame, memory)
        memory.note(context, frame)
        yield Measured(frame, ClaimType(label))


def alike(context: Context, frame: Frame) -> list[Frame]:
    """Return the number with the others of its list, which are of its kind: 58.4, 79.0 and 97.7%."""
    series = plain_series(context.views[frame.index], frame)
    if series is None:
        return [frame]
    here = [f for f in frames_at(context, frame.index) if f.span in series.spans]
    return here or [frame]


def fill_material(context: Context, frame: Frame, memory: Memory) -> None:
    """Choose the material of a number among those that it may be of."""
    candidates = material_candidates(context, frame, memory)
    if not candidates or _is_of_unnamed(context, frame):
        return
    told = decided(context, frame, candidates, memory)
    if told is not None:
        frame.entity = told[0].entity
        frame.trace.append(f"material: {_name(told[0])} ({told[1]})")
        return
    model = ranker.load("links")["material"]
    features = material_rows(context, frame, candidates, memory)
    chosen, _, scores = ranker.choose(model, candidates, features)
    frame.entity = chosen.entity
    frame.confidence *= _mass(scores, [c.entity is chosen.entity for c in candidates])
    frame.trace.append(_told("material", candidates, scores, chosen))


def _is_of_unnamed(context: Context, frame: Frame) -> bool:
    """Whether a long text tells a value from a cited work in a paragraph that has named no material so far.

    ``In sodium cells conversion contributes 476.0 mAh g−1 [73]``: a material of another paragraph is not meant.
    """
    view = context.views[frame.index]
    if not context.is_long or not marks_in(context, view) or view.words(HEM.AnaphorCue):
        return False
    block = view.sentence.block
    before = (v for v in context.views[: frame.index] if v.sentence.block is block)
    return not view.referents and not any(v.referents for v in before)


def _mass(scores: Sequence[float], alike: Sequence[bool]) -> float:
    """Return the share of the softmax that the candidates which say the same have together."""
    top = max(scores)
    weights = [math.exp(score - top) for score in scores]
    return sum(weight for weight, same in zip(weights, alike, strict=True) if same) / sum(weights)


def _fill_condition(context: Context, frame: Frame, memory: Memory, name: str, kinds: set[str]) -> None:
    """Choose the current density or the cycle of a number, or nothing."""
    candidates = quantity_candidates(context, frame, kinds)
    if name == "cycle" and frame.label == ClaimType.RETENTION:
        candidates = [c for c in candidates if c.mention is None or not _is_first(c.mention)]
    told = decided_condition(context, frame, candidates, name, memory)
    if told is not None:
        setattr(frame, name, told[0].mention)
        frame.trace.append(f"{name}: {_name(told[0])} ({told[1]})")
        return
    model = ranker.load("links")[name]
    features = [condition_features(context, frame, c, name, memory) for c in candidates]
    chosen, _, scores = ranker.choose(model, candidates, features)
    setattr(frame, name, chosen.mention)
    frame.confidence *= _mass(scores, [_value(c.mention) == _value(chosen.mention) for c in candidates])
    frame.trace.append(_told(name, candidates, scores, chosen))


def _value(mention: Mention | None) -> tuple[object, ...]:
    quantity = mention.quantity if mention is not None else None
    return () if quantity is None else (quantity.low, quantity.unit)


def _is_first(cycle: Mention) -> bool:
    """Whether a cycle is the first: what is kept of a capacity is told of a later one."""
    return cycle.quantity is not None and cycle.quantity.high <= 1


def _ion(context: Context, frame: Frame, memory: Memory) -> str | None:
    """Return the ion of a number: that of the number at its place of the values before, unless one is named anew."""
    twin, view = memory.parallel(context, frame), context.views[frame.index]
    if twin is not None:
        own = list_of(view, frame)
        start = max((s.start for s, _ in view.referents if s.end <= own.start), default=own.start)
        if not any(start <= m.span.start <= own.end + BESIDE for m, _ in named_in(view)):
            return twin.ion
    return ion_of(context, view, frame.span, frame.entity)


def _told(slot: str, candidates: list[Candidate], scores: list[float], chosen: Candidate) -> str:
    """Say what was chosen for a slot and what came next, for ``--explain``."""
    ranked = sorted(zip(scores, candidates, strict=True), key=lambda pair: -pair[0])
    named = [f"{_name(candidate)} {score:+.2f}" for score, candidate in ranked[:3]]
    return f"{slot}: {' | '.join(named)}"


def _name(candidate: Candidate) -> str:
    if candidate.entity is not None:
        return candidate.entity.surface
    return candidate.mention.surface if candidate.mention else "not stated"


def claim_of(context: Context, measured: Measured) -> Claim | None:
    """Return the claim that a number with filled slots makes, or None where it lacks a unit."""
    frame, claim_type = measured.frame, measured.claim_type
    view = context.views[frame.index]
    quantity = _quantity(frame, context)
    if quantity is None:
        return None
    conditions = Conditions(
        current_density=_density(frame.density),
        cycle=_cycle(view, frame, claim_type),
        ion=frame.ion,
        voltage_window=voltage_window_of(context, view, frame.span),
        temperature=temperature_of(view, frame.span),
        cell=cell_of(view, frame.span),
    )
    span = _quote_span(view, frame)
    attribution, cites = authority_of(context, view, frame.span, frame.entity)
    is_capacity = claim_type is ClaimType.CAPACITY
    mechanism = contributing_mechanism(view, frame) if is_capacity else None
    kind = capacity_kind(context, view, frame, mechanism) if is_capacity else None
    return Claim(
        claim_type,
        context.annotated.paper.paper_id,
        evidence_at(context, span, rule="linked", confidence=min(1.0, frame.confidence), trace=tuple(frame.trace)),
        material=frame.entity.surface if frame.entity else None,
        concept=CONCEPTS[claim_type],
        quantity=quantity,
        kind=kind,
        mechanism=mechanism,
        conditions=conditions,
        attribution=attribution,
        cites=cites,
    )


def _cycle(view: View, frame: Frame, claim_type: ClaimType) -> int | None:
    """Return the cycle of a value; an initial efficiency is that of the first, whatever cycle was spoken of before."""
    clause = clause_of(view, frame.span.start)
    is_first = claim_type is ClaimType.COULOMBIC_EFFICIENCY and names_first_efficiency(clause.of(view.text))
    told = frame.cycle if frame.cycle and (not is_first or clause.overlaps(frame.cycle.span)) else None
    if told is not None and told.quantity is not None:
        return int(told.quantity.low)
    return 1 if is_first else None


def names_first_efficiency(words: str) -> bool:
    """Whether words name the efficiency of the first cycle."""
    return _of_first().search(words) is not None


@cache
def _of_first() -> re.Pattern[str]:
    """Return a pattern for the words that name the efficiency of the first cycle."""
    words = sorted(map(str, terms.objects("FirstEfficiencyWord", "exactLabel")), key=lambda word: -len(word))
    told = "|".join(re.escape(word) if word.startswith("ICE") else f"(?i:{re.escape(word)})" for word in words)
    return re.compile(rf"\b(?:{told})\b")


def _quantity(frame: Frame, context: Context) -> Quantity | None:
    """Return the value; a bare number takes the unit of the capacity before it."""
    quantity = frame.mention.quantity
    if quantity is None or frame.mention.concept != HEM.Count:
        return quantity
    near = context.views[max(0, frame.index - 1) : frame.index + 1]
    unit = next((v.capacity_unit for v in reversed(near) if v.capacity_unit), None)
    return replace(quantity, unit=unit) if unit else None


def _density(mention: Mention | None) -> Quantity | None:
    return mention.quantity if mention else None


def _quote_span(view: View, frame: Frame) -> Span:
    """Return what is quoted: the whole sentence of the number, so that the quote can be read alone."""
    return view.span
