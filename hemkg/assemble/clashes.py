"""Whether two values of a sentence contradict each other: of one kind, material, current and cycle.

Texts say so of two values hardly ever, but for the two halves of a cycle; so a choice that makes a number
contradict one before it is seldom right.  How seldom is left to the fitted models.
"""

from hemkg.assemble.candidates import Candidate
from hemkg.assemble.context import CYCLES, DENSITIES, Context, View
from hemkg.assemble.frames import Frame
from hemkg.assemble.half_cycles import HALVES
from hemkg.assemble.memory import Memory
from hemkg.assemble.orders import list_around
from hemkg.assemble.wording import Features
from hemkg.model.mention import Mention
from hemkg.vocab.terms import HEM


def condition_clash(context: Context, frame: Frame, candidate: Candidate, name: str, memory: Memory) -> Features:
    """Describe whether a condition would make the number contradict one before it in its sentence."""
    view = context.views[frame.index]
    before = [f for f in _before(frame, memory) if f.entity is frame.entity]
    if name == "cycle":
        before = [f for f in before if _value(f.density) == _value(frame.density)]
    if not before:
        return {}
    mine = _value(candidate.mention)
    clash = any(_value(f.density if name == "density" else f.cycle) == mine for f in before)
    nothing = candidate.mention is None
    features = {
        f"clash:{clash}:{frame.label}:{nothing}": 1.0,
        f"clash:{clash}:{_halves(view)}:{frame.label}:{nothing}": 1.0,
        f"clash:{clash}:{_between(view, before[-1], frame)}:{nothing}": 1.0,
    }
    if name == "density":
        several = min(len({_value(q) for q in view.of_kind(CYCLES)}), 2)
        features[f"clash:{clash}:cycles:{several}:{nothing}"] = 1.0
    return features


def _before(frame: Frame, memory: Memory) -> list[Frame]:
    """Return the values of the number's kind before it in its sentence."""
    told = [f for f in memory.history if f.index == frame.index and f.label == frame.label]
    mine = frame.mention.quantity
    return [f for f in told if f.mention.quantity is None or mine is None or f.mention.quantity.low != mine.low]


def _value(mention: Mention | None) -> tuple[object, ...]:
    quantity = mention.quantity if mention is not None else None
    return () if quantity is None else (quantity.low, quantity.unit)


def _halves(view: View) -> bool:
    return any(c.concept in HALVES for c in view.concepts)


def _between(view: View, last: Frame, frame: Frame) -> str:
    """Say whether a list holds both values, and where conditions stand that could tell them apart."""
    series = list_around(view, frame)
    listed = series is not None and last.span in series.spans
    told = view.of_kind(CYCLES | DENSITIES)
    ends = [q.span.start for q in view.of_kind({HEM.SpecificCapacity, HEM.Percentage}) if q.span.start > frame.span.end]
    stop = min(ends, default=view.span.end)
    inside = any(last.span.end <= q.span.start < frame.span.start for q in told)
    behind = any(frame.span.end <= q.span.start < stop for q in told)
    return f"{'list' if listed else 'apart'}:{inside}:{behind}:{_halves(view)}"
