"""What a number is, as features: its unit, its size, and the words around it by class and by stem."""

import math

from hemkg.assemble.context import CYCLES, DENSITIES, Context, View
from hemkg.assemble.frames import Frame, plain_series
from hemkg.assemble.wording import Features, clause_of, cues_in, plain, words_after, words_before
from hemkg.model.mention import Mention
from hemkg.model.paper import Span
from hemkg.vocab.terms import HEM


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
    for distance, word in enumerate(words_before(view, frame.span.start, 6)):
        features[f"{kind}:before{min(distance, 2)}:{plain(word)}"] = 1.0
    for distance, word in enumerate(words_after(view, frame.span.end, 6)):
        features[f"{kind}:after{min(distance, 2)}:{plain(word)}"] = 1.0
    features.update(_value_shape(view, frame, kind, clause))
    features.update(_nearest_cues(view, frame, kind))
    if kind == HEM.Percentage:
        features.update(_ratio(context, frame))
        features.update(_carried(context, frame))
    features.update(_neighbour(view, frame, kind))
    return features


def _carried(context: Context, frame: Frame) -> Features:
    """Describe what percentages were of in the sentence before, where this one does not say: it improved to 78.9 %."""
    view = context.views[frame.index]
    if any(c.concept in PERCENT_CUES for c in view.concepts) or not frame.index:
        return {}
    before = context.views[frame.index - 1]
    told = {c.concept for c in before.concepts if c.concept in PERCENT_CUES} if before.of_kind({HEM.Percentage}) else ()
    return {f"percent:carried:{cue}": 1.0 for cue in told} or {"percent:carried:none": 1.0}


def _neighbour(view: View, frame: Frame, kind: str) -> Features:
    """Describe the quantity right behind a number: 91 % at 5 mV/s is no retention."""
    behind = [q for q in view.quantities if frame.span.end <= q.span.start <= frame.span.end + 16]
    return {f"{kind}:next:{behind[0].concept}": 1.0} if behind else {}


PERCENT_CUES = (
    HEM.RetentionCue, HEM.EfficiencyCue, HEM.ShareCue, HEM.VolumeCue, HEM.LossCue, HEM.ContentCue,
    HEM.EnergyEfficiencyCue, HEM.RateRetentionCue, HEM.DifferenceCue,
)  # fmt: skip


def _nearest_cues(view: View, frame: Frame, kind: str) -> Features:
    """Describe the words for what a number is of that stand nearest: touching it, before it, behind it."""
    series = plain_series(view, frame)
    own = series.span if series is not None else frame.span
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
                late = _is_late(context, one) or _is_late(context, other)
                bracket = context.text[frame.span.start - 1] == "("
                return {
                    "percent:ratio": 1.0,
                    f"percent:ratio:early:{early}": 1.0,
                    f"percent:ratio:late:{late}:{early}": 1.0,
                    f"percent:ratio:bracket:{bracket}:{late}:{early}": 1.0,
                }
    return {"percent:ratio:none": 1.0}


RATIO_REACH, LATE = 160, 5


def _is_bare(mention: Mention) -> bool:
    return mention.concept == HEM.Count and mention.quantity is not None and mention.quantity.low >= 20


def _is_late(context: Context, mention: Mention) -> bool:
    """Whether a later cycle is told in the sentence of a number."""
    view = context.view_at(mention.span.start)
    return view is not None and any(q.quantity and q.quantity.low > LATE for q in view.of_kind(CYCLES))


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
