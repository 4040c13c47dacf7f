"""What was decided about the numbers before, so that a list or a paragraph is read in order."""

from dataclasses import dataclass, field

from hemkg.assemble.context import Context
from hemkg.assemble.entity import Entity
from hemkg.assemble.frames import Frame, own_series

NEAR = 3


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
        if series is None or place is None or not before or frame.index - before[-1].index > NEAR:
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
