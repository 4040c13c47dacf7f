"""What a table's caption says of all its cells: the current, the cycle and the ion of their capacities.

*Capacities after 100 cycles at 0.1 A g−1 in Na half cells.*  A caption speaks for all cells only where it
tells one value, names no material that is not every row's, and the table has no column for the condition.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache

from hemkg.assemble.context import CYCLES, DENSITIES, Context, View
from hemkg.assemble.ions import ions_in
from hemkg.model.claim import Conditions
from hemkg.model.mention import Mention
from hemkg.model.paper import Block, BlockKind, Span, Table
from hemkg.model.quantity import Comparator
from hemkg.vocab.lexicon import alternatives
from hemkg.vocab.terms import HEM

NOT_CYCLED = {HEM.TheoreticalCapacity, HEM.ContributedCapacity}
FIRST = {HEM.InitialDischargeCapacity, HEM.InitialChargeCapacity}


@dataclass(frozen=True, slots=True)
class Caption:
    """What a caption tells.

    Attributes:
        conditions: the conditions that it states for all cells.
        words: the words that state each, by the condition's name.
        is_own: whether it speaks of the paper's own work, so that rows of others are not meant.
    """

    conditions: Conditions = field(default_factory=Conditions)
    words: tuple[tuple[str, str], ...] = ()
    is_own: bool = False

    def completed(self, own: Conditions, kind: str | None, columns: frozenset[str]) -> tuple[Conditions, str]:
        """Return a capacity's conditions with what they lack from the caption, and the words that say it.

        Args:
            own: what the cell, its headers and its line state.
            kind: the kind of capacity, which may have no current or no cycle.
            columns: conditions that the table has a column for; there the caption does not speak.
        """
        refused = columns | _senseless(kind)
        wanted = [name for name, _ in self.words if name not in refused and getattr(own, name) is None]
        taken = {name: getattr(self.conditions, name) for name in wanted}
        return replace(own, **taken), ", ".join(words for name, words in self.words if name in wanted)


def _senseless(kind: str | None) -> frozenset[str]:
    """Return the conditions that a kind of capacity does not share with the others of its table."""
    if kind in NOT_CYCLED:
        return frozenset({"current_density", "cycle"})
    if kind == HEM.RateCapacity:
        return frozenset({"current_density"})
    return frozenset({"cycle"}) if kind in FIRST else frozenset()


def read_caption(context: Context, block: Block, table: Table, rows: frozenset[str]) -> Caption:
    """Return what the caption of a table tells of all its cells.

    Args:
        context: the paper.
        block: the table's block.
        table: the table.
        rows: the materials of its cells, by the names that the paper calls them by.
    """
    caption = _block_before(context, block, table)
    if caption is None or not _speaks_for_all(context, caption.span, rows):
        return Caption()
    views = [view for view in context.views if caption.span.contains(view.span)]
    told = dict(_told(context, context.annotated.mentions_in(caption.span), views))
    conditions = Conditions(**{name: value for name, (value, _) in told.items()})  # type: ignore[arg-type]  # by name
    is_own = any(view.words(HEM.OwnWorkCue) for view in views)
    return Caption(conditions, tuple((name, words) for name, (_, words) in told.items()), is_own)


def _block_before(context: Context, block: Block, table: Table) -> Block | None:
    """Return the block of a table's caption: the one before its first part."""
    blocks = context.annotated.paper.blocks
    place = blocks.index(block) - 1
    while place > 0 and blocks[place].kind is BlockKind.TABLE:
        place -= 1
    if place < 0 or blocks[place].kind is not BlockKind.CAPTION:
        return None
    said = blocks[place].span.of(context.text)
    is_own = (table.label and said.startswith(table.label)) or (table.caption and table.caption in said)
    return blocks[place] if is_own else None


def _speaks_for_all(context: Context, caption: Span, rows: frozenset[str]) -> bool:
    """Whether a caption sets no material apart and does not speak of cycles before the measurement."""
    named = {entity.surface for _, entity in context.materials.within(caption)}
    aside = re.search(rf"\b(?:{alternatives('PreparatoryCycling')})\b", caption.of(context.text), re.IGNORECASE)
    return aside is None and (not named & rows or named >= rows)


def _told(
    context: Context, mentions: Sequence[Mention], views: Sequence[View]
) -> Iterator[tuple[str, tuple[object, str]]]:
    """Yield each condition that is told once, with its value and words."""
    densities = [m for m in mentions if m.concept in DENSITIES and m.quantity]
    if len(densities) == 1 and _is_one_value(densities[0]):
        yield "current_density", (densities[0].quantity, densities[0].surface)
    cycles = [m for m in mentions if m.concept in CYCLES and m.quantity]
    if len(cycles) == 1 and _is_one_value(cycles[0]) and _is_reached(context, cycles[0]):
        yield "cycle", (int(cycles[0].quantity.low), cycles[0].surface)  # type: ignore[union-attr]  # asked for above
    ions = [(mention, symbol) for view in views for mention, symbol in ions_in(context, view)]
    if len({symbol for _, symbol in ions}) == 1:
        yield "ion", (ions[0][1], ions[0][0].surface)


def _is_one_value(mention: Mention) -> bool:
    quantity = mention.quantity
    return quantity is not None and quantity.low == quantity.high and quantity.comparator is Comparator.EQUAL


def _is_reached(context: Context, cycles: Mention) -> bool:
    """Whether a number of cycles is when it was measured: the 100th cycle, after 100 cycles; not the first three."""
    before = context.text[max(0, cycles.span.start - 24) : cycles.span.start]
    return cycles.concept == HEM.CycleNumber or _lead().search(before) is not None


@cache
def _lead() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{alternatives('CycleReached')})\s+$", re.IGNORECASE)
