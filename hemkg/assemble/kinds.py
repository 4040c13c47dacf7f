"""Which capacity a number is: theoretical, initial, after cycling, at a rate, of one mechanism."""

from hemkg.assemble.context import DENSITIES, Context, View
from hemkg.assemble.frames import Frame
from hemkg.assemble.half_cycles import HALVES, half_cycle_of
from hemkg.assemble.wording import clause_of
from hemkg.model.paper import Span
from hemkg.vocab import terms
from hemkg.vocab.terms import HEM


def capacity_kind(context: Context, view: View, frame: Frame, mechanism: str | None) -> str | None:
    """Return the kind of capacity (a term), or None where the text does not tell.

    Words in the clause decide, the nearest before the number first; a cycle number makes a capacity one
    after cycling, a current density in a series one of a rate test.

    Args:
        context: the paper.
        view: the sentence.
        frame: the number.
        mechanism: the one whose share the capacity is told to be, if it is.
    """
    clause = clause_of(view, frame.span.start)
    named = [c for c in view.words(HEM.CapacityKind) if clause.overlaps(c.span)]
    before = [c for c in named if c.span.start < frame.span.start]
    chosen = (before or named)[-1:] if before else named[:1]
    for kind in (HEM.TheoreticalCapacity, HEM.ContributedCapacity):
        told = [c for c in named if c.concept == kind and not _belongs_to_next(view, c.span, frame.span)]
        if told and _near(chosen[0].span if chosen else clause, frame.span):
            return kind
    if mechanism is not None:
        return HEM.ContributedCapacity
    half = half_cycle_of(view, frame)
    if half is not None:
        return half
    if chosen and chosen[0].concept in HALVES:
        return chosen[0].concept
    cycle = frame.cycle.quantity if frame.cycle else None
    if cycle is not None and cycle.low > 3:
        return HEM.CapacityAfterCycling if not _is_reversible(named) else HEM.ReversibleCapacity
    if cycle is None and _is_of_rates(view, frame):
        return HEM.RateCapacity
    if context.once("computed", _is_computed):
        return HEM.TheoreticalCapacity
    return HEM.ReversibleCapacity if _is_reversible(named) else None


def _is_computed(context: Context) -> bool:
    """Whether a paper only computes: it names methods of theory, no other technique and no current."""
    techniques = {t.concept for view in context.views for t in view.words(HEM.Technique)}
    theory = set(terms.objects("TheoryTechniques", "kind"))
    return bool(techniques) and techniques <= theory and not any(view.of_kind(DENSITIES) for view in context.views)


def _is_of_rates(view: View, frame: Frame) -> bool:
    """Whether a number is one of several at several currents."""
    currents = {q.surface for q in view.of_kind(DENSITIES)}
    return frame.density is not None and len(currents) > 1 and view.series_at(frame.span, "capacity") is not None


def _belongs_to_next(view: View, cue: Span, number: Span) -> bool:
    """Whether a word behind a number speaks of the number behind it: 900 mAh/g, of which 300 ..."""
    after = [m.span for m in view.of_kind({HEM.SpecificCapacity}) if m.span.start >= cue.end]
    return cue.start >= number.end and bool(after)


def is_theoretical(view: View, frame: Frame) -> bool:
    """Whether the words nearest to a number in its clause say that it is computed and not measured."""
    clause = clause_of(view, frame.span.start)
    named = [c for c in view.words(HEM.CapacityKind) if clause.overlaps(c.span)]
    nearest = min(named, key=lambda c: abs(c.span.start - frame.span.start), default=None)
    return nearest is not None and nearest.concept == HEM.TheoreticalCapacity and _near(nearest.span, frame.span)


def _is_reversible(named: list) -> bool:  # type: ignore[type-arg]
    return any(c.concept == HEM.ReversibleCapacity for c in named)


def _near(one: Span, other: Span) -> bool:
    return abs(one.start - other.start) < 90
