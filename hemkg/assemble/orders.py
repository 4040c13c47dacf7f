"""The orders of materials that a list of values may take up where it names none: 602, 588 and 541 mAh g−1.

Such a list goes through the materials named last, those measured last, those of the last values of its kind,
or all that were measured, each in the order of the text.  Which of them it takes, if any, is left to the model.
"""

from collections.abc import Iterable, Sequence

from hemkg.assemble.context import Context, View
from hemkg.assemble.entity import Entity
from hemkg.assemble.frames import Frame, own_series, plain_series
from hemkg.assemble.lists import Series
from hemkg.assemble.memory import Memory
from hemkg.assemble.parts import is_carrier_phase

Order = tuple[Entity, ...]
REACH = 8


def orders_of(context: Context, frame: Frame, memory: Memory) -> dict[str, Order]:
    """Return the orders that the number's list may take up, by their names; each has as many materials as values."""
    series = list_around(context.views[frame.index], frame)
    if series is None or _goes_through_conditions(context.views[frame.index], series):
        return {}
    start, count = series.spans[0].start, len(series.spans)
    before = [f for f in memory.history if f.span.start < start]
    alike = [f for f in before if f.label == frame.label or f.mention.concept == frame.mention.concept]
    every = distinct(_measured(before))
    found = {
        "named": _last(_named_back(context, frame.index, start), count),
        "measured": _last(([entity] for entity in reversed(_measured(before))), count),
        "alike": _last(([entity] for entity in reversed(_measured(alike))), count),
        "all": every if len(every) == count else (),
    }
    return {name: order for name, order in found.items() if order}


def _goes_through_conditions(view: View, series: Series) -> bool:
    """Whether as many currents or cycles are listed: 830 to 150 mAh/g from 200 to 2000 mA/g are one material's."""
    lists = (other for name in ("density", "cycle") for other in view.series.get(name, ()))
    return any(len(other.spans) == len(series.spans) for other in lists)


def list_around(view: View, frame: Frame) -> Series | None:
    """Return the list of nothing but commas and conjunctions that a number stands in, else any list."""
    return plain_series(view, frame) or own_series(view, frame)


def distinct(entities: Iterable[Entity]) -> Order:
    """Return materials in the order of their first place, each once."""
    found: list[Entity] = []
    for entity in entities:
        if all(entity is not other for other in found):
            found.append(entity)
    return tuple(found)


def _measured(frames: Iterable[Frame]) -> list[Entity]:
    return [frame.entity for frame in frames if frame.entity is not None]


def _named_back(context: Context, index: int, start: int) -> Iterable[list[Entity]]:
    """Yield the materials of a sentence, of the one before it and so on, that stand before a place."""
    for back in range(index, max(-1, index - REACH), -1):
        yield [e for s, e in context.views[back].referents if s.start < start and not is_carrier_phase(e)]


def _last(groups: Iterable[Sequence[Entity]], count: int) -> Order:
    """Return the last materials in the text's order, if going back group by group comes to a count."""
    found: list[Entity] = []
    for group in groups:
        found = [*group, *found]
        order = distinct(found)
        if len(order) >= count:
            return order if len(order) == count else ()
    return ()
