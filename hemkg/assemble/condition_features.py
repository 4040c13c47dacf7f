"""How a current density or a cycle stands to a number, as features for the fitted model."""

from hemkg.assemble.bonds import NONE, RANK, bond, claim_on, list_of, values_at
from hemkg.assemble.candidates import NOTHING, Candidate
from hemkg.assemble.clashes import condition_clash
from hemkg.assemble.context import CYCLES, DENSITIES, Context, View
from hemkg.assemble.frames import Frame
from hemkg.assemble.memory import Memory
from hemkg.assemble.standing import alignment, position, preposition, value_rivals
from hemkg.assemble.wording import Features, clause_of, cues_in, plain, words_before
from hemkg.model.paper import Span
from hemkg.vocab.terms import HEM


def condition_features(context: Context, frame: Frame, candidate: Candidate, name: str, memory: Memory) -> Features:
    """Describe how a current density or a cycle stands to the number."""
    view, previous = context.views[frame.index], memory.last
    held = previous.density if name == "density" and previous else previous.cycle if previous else None
    same_sentence = previous is not None and previous.index == frame.index
    lead = words_before(view, frame.span.start, 1)
    led = f"own-lead:{plain(lead[0])}" if lead else "own-lead:none"
    if candidate is NOTHING or candidate.span is None:
        told = _nothing_features(context, frame, name, previous) | {f"nothing:{led}": 1.0}
        told |= condition_clash(context, frame, candidate, name, memory)
        return told | _nothing_carried(context, frame, name, memory)
    home = context.views[candidate.index]
    kinds = DENSITIES if name == "density" else CYCLES
    rivals = [q.span for q in home.of_kind(kinds) if q.span != candidate.span]
    features = position(context, frame, candidate, rivals)
    side = "before" if candidate.span.start < frame.span.start else "after"
    side = side if candidate.index == frame.index else "back"
    features[f"{led}:{side}"] = 1.0
    features |= {f"c:{key}": value for key, value in preposition(home, candidate.span, side).items()}
    features |= alignment(context, frame, candidate, name)
    values = [q.span for q in view.of_kind({HEM.SpecificCapacity, HEM.Percentage}) if q is not frame.mention]
    features |= value_rivals(frame, candidate, values)
    near = Span(max(home.span.start, candidate.span.start - 40), min(home.span.end, candidate.span.end + 30))
    features["formation"] = float(HEM.FormationCue in cues_in(home, near))
    features[f"kind:{candidate.mention.concept if candidate.mention else ''}"] = 1.0
    if candidate.mention is not None and candidate.mention.concept == HEM.CycleNumber and candidate.mention.score < 1:
        features[f"soft:{side}"] = 1.0
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
    features |= _bond_features(context, frame, candidate, kinds)
    features |= _carried_features(context, frame, candidate, name, memory)
    features |= condition_clash(context, frame, candidate, name, memory)
    if name == "cycle":
        features[f"with-density:{_density_turn(frame, previous)}:{held is candidate.mention}"] = 1.0
        features[f"crossed:{_is_crossed(frame, candidate, previous)}:{_density_turn(frame, previous)}"] = 1.0
    return features


def _bond_features(context: Context, frame: Frame, candidate: Candidate, kinds: set[str]) -> Features:
    """Describe how tightly number and condition hold together, and whether either is held more tightly by another."""
    assert candidate.span is not None
    view = context.views[frame.index]
    own = list_of(view, frame)
    if candidate.index != frame.index:
        return {}
    values = values_at(context, frame.index)
    told = bond(view, own, candidate.span, values)
    claimed, holder = claim_on(context, frame.index, candidate.span, own)
    others = [bond(view, own, q.span, values) for q in view.of_kind(kinds) if q.span != candidate.span]
    best = max(others, key=RANK.__getitem__, default=NONE)
    return {
        f"bond:{told}": 1.0,
        f"bond:{told}:claimed:{_compared(claimed, told)}": 1.0,
        f"bond:{told}:other:{_compared(best, told)}": 1.0,
        f"bond:claimed:{_compared(claimed, told)}:other:{_compared(best, told)}": 1.0,
        f"bond:claimed:{claimed}": 1.0,
        f"order:{_order(frame.span, candidate.span, holder)}:{claimed}": 1.0,
        f"order:{_order(frame.span, candidate.span, holder)}:{told}:{_compared(claimed, told)}": 1.0,
    }


def _order(value: Span, condition: Span, holder: Span | None) -> str:
    """Say in which order the number, the condition and the other number that holds it stand: value holder condition."""
    placed = [(value.start, "value"), (condition.start, "condition"), *([(holder.start, "holder")] if holder else [])]
    return " ".join(name for _, name in sorted(placed))


def _carried_features(context: Context, frame: Frame, candidate: Candidate, name: str, memory: Memory) -> Features:
    """Describe a condition that numbers before were measured under, or one that a sentence sets for what follows."""
    assert candidate.span is not None
    home, view = context.views[candidate.index], context.views[frame.index]
    holders = [f for f in memory.history if getattr(f, name) is candidate.mention]
    if candidate.index == frame.index and not holders:
        return {}
    where = "here" if candidate.index == frame.index else "back"
    last = holders[-1] if holders else None
    others = DENSITIES if name == "cycle" else CYCLES
    alike = _kinship(frame, last)
    features = {
        f"held:{where}:{_recency(memory, last)}": 1.0,
        f"held:{where}:kin:{alike}": 1.0,
        f"held:{where}:kin:{alike}:other:{bool(view.of_kind(others))}": 1.0,
        f"held:{where}:opens:{_opening(view, frame)}": 1.0,
    }
    if where == "back":
        claimed, _ = claim_on(context, candidate.index, candidate.span, Span(0, 1))
        count = min(len(values_at(context, candidate.index)), 2)
        features[f"scene:{claimed}:values:{count}"] = 1.0
        features[f"scene:{count}:{_recency(memory, last)}"] = 1.0
        varied = min(len({(q.quantity.low, q.quantity.unit) for q in home.of_kind(DENSITIES) if q.quantity}), 3)
        features[f"scene:varied:{varied}:{_recency(memory, last)}"] = 1.0
        features[f"scene:varied:{varied}:kin:{alike}"] = 1.0
        features[f"scene:back:{min(frame.index - candidate.index, 3)}:{bool(home.of_kind(others))}"] = 1.0
    return features


def _kinship(frame: Frame, last: Frame | None) -> str:
    """Say whether a number before is of the same material and of the same kind."""
    if last is None:
        return "none"
    return f"{'same' if last.entity is frame.entity else 'other'}:{last.label == frame.label}"


def _recency(memory: Memory, last: Frame | None) -> str:
    """Say whether a condition was held by the number just before, by one earlier, or by none."""
    if last is None:
        return "never"
    return "last" if last is memory.last else "earlier"


def _opening(view: View, frame: Frame) -> str:
    """Return the word that opens the number's clause."""
    words = [t for t in view.sentence.tokens if t.span.start >= clause_of(view, frame.span.start).start]
    return plain(words[0].lower) if words else "none"


def _nothing_carried(context: Context, frame: Frame, name: str, memory: Memory) -> Features:
    """Describe what could be carried on to the number if it has no such condition of its own."""
    view, last = context.views[frame.index], memory.last
    others = DENSITIES if name == "cycle" else CYCLES
    held = next((f for f in reversed(memory.history) if getattr(f, name) is not None), None)
    near = "none" if held is None else str(min(frame.index - held.index, 3))
    told = context.views[held.index].of_kind(DENSITIES) if held is not None else ()
    varied = min(len({(q.quantity.low, q.quantity.unit) for q in told if q.quantity}), 3)
    return {
        f"nothing:varied:{varied}:{near}": 1.0,
        f"nothing:held:{near}:kin:{_kinship(frame, held)}": 1.0,
        f"nothing:held:{near}:other:{bool(view.of_kind(others))}": 1.0,
        f"nothing:opens:{_opening(view, frame)}": 1.0,
        f"nothing:last:{_kinship(frame, last)}": 1.0,
    }


def _compared(one: str, other: str) -> str:
    """Say whether one bond is tighter than another."""
    return "tighter" if RANK[one] > RANK[other] else "alike" if RANK[one] == RANK[other] else "looser"


def _is_crossed(frame: Frame, candidate: Candidate, previous: Frame | None) -> bool:
    """Whether a new current is stated between a cycle and the number, which so is a new measurement."""
    if previous is None or candidate.span is None or frame.density is None or frame.density is previous.density:
        return False
    return candidate.span.end <= frame.density.span.start and candidate.span.start < previous.span.end + 60


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
    own = list_of(view, frame)
    values = values_at(context, frame.index)
    best = max((bond(view, own, q.span, values) for q in here), key=RANK.__getitem__, default=NONE)
    features[f"nothing:bond:{best}"] = 1.0
    if name == "cycle":
        features[f"nothing:with-density:{_density_turn(frame, previous)}:{held}"] = 1.0
    return features
