"""Numbers that someone else proposes a meaning for: the number, its material and its conditions, as printed."""

from collections.abc import Collection, Iterator, Mapping
from decimal import Decimal, InvalidOperation

from hemkg.assemble.context import CYCLES, DENSITIES, Context
from hemkg.assemble.founded import Proposal, UnfoundedError, entity_named, ion_told, quoted, shown
from hemkg.assemble.frames import Frame, frames_at
from hemkg.assemble.open_passages import BEFORE, OpenPassage, Place, place
from hemkg.model.claim import ClaimType, Reading
from hemkg.model.mention import Mention
from hemkg.vocab import units
from hemkg.vocab.terms import HEM

MEASURED = (ClaimType.CAPACITY, ClaimType.RETENTION, ClaimType.COULOMBIC_EFFICIENCY)
LONGEST_UNIT = 20


def founded_frame(
    context: Context, reading: Reading, passage: OpenPassage, proposal: Proposal, wanted: Collection[Place]
) -> Frame:
    """Return the number that a proposal speaks of, its slots filled with what stands in the text.

    Args:
        context: the paper.
        reading: what the models made of it.
        passage: what was shown.
        proposal: the proposal, of one of the types ``MEASURED``.
        wanted: the numbers still open, which go before others of the same value.

    Raises:
        UnfoundedError: if something of it does not stand there.
    """
    kind = ClaimType(str(proposal.get("type")))
    frame = _chosen(context, _frames(context, passage, proposal, kind), wanted)
    frame.label = kind
    frame.entity = entity_named(context, reading, proposal.get("material"))
    frame.density = _density(context, frame.index, proposal.get("current_density"))
    cycles = "cycles" if kind is ClaimType.RETENTION else "cycle"
    frame.cycle = _cycle(context, frame.index, proposal.get(cycles))
    frame.ion = ion_told(context, context.views[frame.index], frame.span, frame.entity, proposal.get("ion"))
    return frame


def _frames(context: Context, passage: OpenPassage, proposal: Proposal, kind: ClaimType) -> list[Frame]:
    """Return the numbers of a passage that a proposal may speak of: by value, unit, and quote where it gives one."""
    number, quote = _number(proposal.get("value")), proposal.get("quote")
    indices = passage.shown if quote is None else [index for index, _ in quoted(context, passage, quote)]
    percent = kind is not ClaimType.CAPACITY
    found = [
        frame
        for index in dict.fromkeys(indices)
        for frame in frames_at(context, index)
        if frame.mention.quantity is not None
        and frame.mention.quantity.low == number
        and (frame.mention.concept == HEM.Percentage) == percent
    ]
    if not found:
        raise UnfoundedError(f"the text holds no number {shown(proposal.get('value'))} of this kind")
    return found


def _chosen(context: Context, frames: list[Frame], wanted: Collection[Place]) -> Frame:
    return next((frame for frame in frames if place(context, frame) in wanted), frames[0])


def _number(value: object) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, (int, float, str)):
        raise UnfoundedError(f"{shown(value)} is no number")
    try:
        return Decimal(str(value)).normalize()
    except InvalidOperation:
        raise UnfoundedError(f"{shown(value)} is no number") from None


def _near(context: Context, index: int, kinds: set[str]) -> Iterator[Mention]:
    """Yield the quantities of some kinds in a sentence and in those right before it, the nearest sentence first."""
    block = context.views[index].sentence.block
    for near in range(index, max(-1, index - BEFORE - 1), -1):
        if context.views[near].sentence.block is block:
            yield from context.views[near].of_kind(kinds)


def _density(context: Context, index: int, told: object) -> Mention | None:
    if told is None:
        return None
    if not isinstance(told, Mapping):
        raise UnfoundedError("a current density is no object")
    number, unit = _number(told.get("value")), str(told.get("unit"))[:LONGEST_UNIT]
    read = units.parse_unit(unit, 0)
    symbol = read[0].symbol if read and read[1] == len(unit) else unit
    for mention in _near(context, index, DENSITIES):
        if mention.quantity is not None and mention.quantity.low == number and mention.quantity.unit == symbol:
            return mention
    raise UnfoundedError(f"no current density of {shown(told.get('value'))} {shown(unit)} stands near")


def _cycle(context: Context, index: int, told: object) -> Mention | None:
    if told is None:
        return None
    number = _number(told)
    for mention in _near(context, index, CYCLES):
        if mention.quantity is not None and mention.quantity.low == number:
            return mention
    raise UnfoundedError(f"no cycle {shown(told)} stands near")
