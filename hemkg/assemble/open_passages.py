"""What the models of this room leave open in a paper, by paragraph, for whoever else may be asked.

Open is a number of which the models are unsure what it is, or whose; and a sentence that speaks of a
mechanism or of a role without a claim of that kind.  Where a paragraph is asked about at all, its other
sentences about materials may be told of as well: they cost no further request.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from hemkg.assemble import ranker
from hemkg.assemble.context import Context, View
from hemkg.assemble.frames import Frame, frames_of
from hemkg.assemble.gaps import gap_span
from hemkg.assemble.measurements import NONE, alike
from hemkg.assemble.mechanism_hints import hints_in
from hemkg.assemble.role_features import roles
from hemkg.assemble.value_features import value_features
from hemkg.model.claim import NUMERIC, Claim, ClaimType, Reading
from hemkg.model.paper import Span
from hemkg.vocab import terms
from hemkg.vocab.terms import HEM

STATED = (ClaimType.MECHANISM, ClaimType.ELEMENT_ROLE)
MECHANISMS = (HEM.IonStorageMechanism, HEM.ChargeStorageMechanism)
BEFORE = 2  # sentences of the paragraph that are shown before the first open one
LONGEST = 3000  # code points that are shown at once
MOST_NAMES = 60

Place = tuple[int, str]


@dataclass(frozen=True, slots=True)
class OpenPassage:
    """A stretch of one paragraph in which something was left open.

    Attributes:
        text: what is shown: the open sentences, those between them and a few before.
        shown: the indices of the sentences shown.
        numbers: the open numbers as printed.
        statements: for each sentence shown the kinds of statement that may be told of it, none for most.
        materials: the names of the paper's materials, one each, those of the passage first.
    """

    text: str
    shown: range
    numbers: tuple[str, ...]
    statements: dict[int, frozenset[ClaimType]]
    materials: tuple[str, ...]

    def question(self) -> dict[str, object]:
        """Return the passage as it is put to another reader, with the names that an answer may use."""
        asked = {kind for kinds in self.statements.values() for kind in kinds}
        mechanisms = [terms.notation(m) for kind in MECHANISMS for m in terms.instances(kind)]
        return {
            "text": self.text,
            "numbers": list(self.numbers),
            "materials": list(self.materials),
            "mechanisms": mechanisms if ClaimType.MECHANISM in asked else [],
            "roles": [terms.notation(role) for role in roles()] if ClaimType.ELEMENT_ROLE in asked else [],
        }


def open_passages(context: Context, reading: Reading, *, sure: float | None = None) -> tuple[OpenPassage, ...]:
    """Return the passages of a paper in which a number or a statement is left open.

    Args:
        context: the paper.
        reading: what the models made of it.
        sure: confidence from which a number counts as read, 0 to 1; the ontology's threshold if not given.
    """
    numbers: dict[int, list[str]] = {}
    for frame in open_frames(context, reading, sure):
        numbers.setdefault(frame.index, []).append(frame.mention.surface)
    statements = _statements(context, reading)
    asked = {*numbers, *(index for index, (_, is_cued) in statements.items() if is_cued)}
    blocks = {id(context.views[index].sentence.block) for index in asked}
    beside = {index for index in statements if id(context.views[index].sentence.block) in blocks}
    groups = _grouped(context, sorted(asked | beside))
    return tuple(_passage(context, reading, g, numbers, statements) for g in groups if not asked.isdisjoint(g))


def _passage(
    context: Context,
    reading: Reading,
    group: range,
    numbers: dict[int, list[str]],
    statements: dict[int, tuple[frozenset[ClaimType], bool]],
) -> OpenPassage:
    views = [context.views[index] for index in group]
    named = [entity.surface for view in views for _, entity in view.referents]
    known = [material.surface for material in reading.materials]
    names = dict.fromkeys([*(name for name in named if name in known), *known])
    return OpenPassage(
        views[0].text[views[0].span.start : views[-1].span.end],
        group,
        tuple(number for index in group for number in numbers.get(index, ())),
        {index: statements[index][0] for index in group if index in statements},
        tuple(names)[:MOST_NAMES],
    )


def _grouped(context: Context, indices: Sequence[int]) -> Iterator[range]:
    """Yield the sentences to be shown together: open ones of one paragraph with those between and before them."""
    first, last = -1, -1
    for index in indices:
        if first >= 0 and _fits(context, first, index):
            last = index
            continue
        if first >= 0:
            yield range(first, last + 1)
        first, last = _lead(context, index), index
    if first >= 0:
        yield range(first, last + 1)


def _fits(context: Context, first: int, index: int) -> bool:
    begin, view = context.views[first], context.views[index]
    return begin.sentence.block is view.sentence.block and view.span.end - begin.span.start <= LONGEST


def _lead(context: Context, index: int) -> int:
    """Return the first sentence to be shown with an open one: two before it, as far as they fit."""
    return next(i for i in range(max(0, index - BEFORE), index + 1) if i == index or _fits(context, i, index))


# ---------------------------------------------------------------- numbers


def open_frames(context: Context, reading: Reading, sure: float | None) -> Iterator[Frame]:
    """Yield the numbers that the models left open.

    Args:
        context: the paper.
        reading: what the models made of it.
        sure: as for ``open_passages``.
    """
    sure = terms.number("SureReading") if sure is None else sure
    claims = by_place(reading.claims)
    models = ranker.load("values")
    for frame in frames_of(context):
        claim = claims.get(place(context, frame))
        if claim is not None:
            if claim.evidence.confidence < sure or claim.material is None:
                yield frame
            continue
        rows = [value_features(context, f) for f in alike(context, frame)]
        label, share = ranker.best_of_alike(models, rows)
        if label != NONE or share < sure:
            yield frame


def place(context: Context, frame: Frame) -> Place:
    """Return where a number stands: its sentence, and how it is printed there."""
    return context.views[frame.index].span.start, frame.mention.surface


def by_place(claims: Iterable[Claim]) -> dict[Place, Claim]:
    """Return the numeric claims by their sentence and their number as printed."""
    return {(c.evidence.span.start, c.quantity.as_written): c for c in claims if c.claim_type in NUMERIC and c.quantity}


# ---------------------------------------------------------------- statements


def _statements(context: Context, reading: Reading) -> dict[int, tuple[frozenset[ClaimType], bool]]:
    """Return the kinds of statement open in each sentence, and whether its words ask for one of them."""
    claimed = {(claim.evidence.span, claim.claim_type) for claim in reading.claims if claim.claim_type in STATED}
    hints = hints_in(context)
    found = {}
    for index, view in enumerate(context.views):
        kinds = frozenset(kind for kind in STATED if (view.span, kind) not in claimed)
        cued = {kind for kind, is_cued in zip(STATED, (hints[index], view.words(HEM.RoleCue)), strict=True) if is_cued}
        if _states_something(view) and (kinds & cued or (len(kinds) == len(STATED) and view.materials)):
            found[index] = kinds, bool(kinds & cued)
    return found


def _states_something(view: View) -> bool:
    """Whether a sentence may state something of a material: no caption, and no word on what nobody has looked at."""
    return not view.is_caption and gap_span(view) is None


def places_of(context: Context, shown: Iterable[int], quote: str) -> Iterator[tuple[int, Span]]:
    """Yield where words stand verbatim and unbroken in some sentences: the sentence and the span.

    Args:
        context: the paper.
        shown: indices of the sentences.
        quote: the words.
    """
    for index in shown:
        span = context.views[index].span
        start = context.text.find(quote, span.start, span.end)
        while start >= 0:
            end = start + len(quote)
            if not _goes_on(context.text, start) and not _goes_on(context.text, end):
                yield index, Span(start, end)
            start = context.text.find(quote, start + 1, span.end)


def _goes_on(text: str, at: int) -> bool:
    """Whether a word goes on across a position."""
    return 0 < at < len(text) and text[at - 1].isalnum() and text[at].isalnum()
