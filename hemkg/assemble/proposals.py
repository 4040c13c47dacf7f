"""What another reader proposes for numbers that the models leave open; the text has the last word.

The models of this room read most numbers with confidence; some they leave open.  Whoever else reads
those sentences (a language model, where a user plugs one in) may propose what they mean.  A proposal
is taken over only where the text holds all of it: the number and the material as printed, and every
condition among the quantities that stand before or beside the number.  What does not is dropped, with
a reason.  Nothing here knows who proposes, or how.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation

from hemkg.assemble import ranker
from hemkg.assemble.context import CYCLES, DENSITIES, Context, View, lay_out
from hemkg.assemble.frames import Frame, frames_of
from hemkg.assemble.ions import ion_of
from hemkg.assemble.measurements import NONE, Measured, alike, claim_of
from hemkg.assemble.value_features import value_features
from hemkg.model.annotated import Annotated
from hemkg.model.claim import NUMERIC, Claim, ClaimType, Reading
from hemkg.model.mention import Mention
from hemkg.vocab import terms, units
from hemkg.vocab.terms import HEM

Proposal = Mapping[str, object]
MEASURED = (ClaimType.CAPACITY, ClaimType.RETENTION, ClaimType.COULOMBIC_EFFICIENCY)
BEFORE = 2  # sentences of the paragraph that are shown with an open one
MOST_PROPOSALS = 40
LONGEST_UNIT = 20


@dataclass(frozen=True, slots=True)
class OpenSentence:
    """A sentence with numbers that were left open.

    Attributes:
        index: which sentence of the paper it is.
        text: the sentence.
        before: what stands right before it in its paragraph.
        numbers: the open numbers as printed.
        materials: the names of the paper's materials, one each.
    """

    index: int
    text: str
    before: str
    numbers: tuple[str, ...]
    materials: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Settled:
    """A reading in which open numbers were settled.

    Attributes:
        reading: the reading.
        taken: how many proposals were taken over or agreed.
        dropped: why the others were not, a sentence each.
    """

    reading: Reading
    taken: int = 0
    dropped: tuple[str, ...] = ()


def open_sentences(annotated: Annotated, reading: Reading, *, sure: float | None = None) -> tuple[OpenSentence, ...]:
    """Return the sentences in which a number is left open: unsure what it is, or whose.

    Args:
        annotated: the paper with its mentions.
        reading: what the models made of it.
        sure: confidence from which a number counts as read, 0 to 1; the ontology's threshold if not given.
    """
    context = lay_out(annotated)
    names = tuple(material.surface for material in reading.materials)
    opened: dict[int, list[str]] = {}
    for frame in _open_frames(context, reading, sure):
        opened.setdefault(frame.index, []).append(frame.mention.surface)
    return tuple(
        OpenSentence(index, _text(context.views[index]), _before(context, index), tuple(numbers), names)
        for index, numbers in opened.items()
    )


def _open_frames(context: Context, reading: Reading, sure: float | None) -> Iterator[Frame]:
    sure = terms.number("SureReading") if sure is None else sure
    claims = _by_place(reading.claims)
    models = ranker.load("values")
    for frame in frames_of(context):
        claim = claims.get(_place(context, frame))
        if claim is not None:
            if claim.evidence.confidence < sure or claim.material is None:
                yield frame
            continue
        rows = [value_features(context, f) for f in alike(context, frame)]
        label, share = ranker.best_of_alike(models, rows)
        if label != NONE or share < sure:
            yield frame


Place = tuple[int, str]


def _place(context: Context, frame: Frame) -> Place:
    return context.views[frame.index].span.start, frame.mention.surface


def _by_place(claims: Iterable[Claim]) -> dict[Place, Claim]:
    """Return the numeric claims by their sentence and their number as printed."""
    return {(c.evidence.span.start, c.quantity.as_written): c for c in claims if c.claim_type in NUMERIC and c.quantity}


def _text(view: View) -> str:
    return view.span.of(view.text)


def _before(context: Context, index: int) -> str:
    block = context.views[index].sentence.block
    near = context.views[max(0, index - BEFORE) : index]
    return " ".join(_text(view) for view in near if view.sentence.block is block)


# ---------------------------------------------------------------- proposals against the text


class UnfoundedError(Exception):
    """A proposal that the text does not hold; the message says what is missing."""


def settle(
    annotated: Annotated,
    reading: Reading,
    proposals: Sequence[tuple[OpenSentence, Sequence[Proposal]]],
    *,
    engine: str,
    sure: float | None = None,
) -> Settled:
    """Return a reading with what was proposed for its open numbers, as far as the text holds it.

    Args:
        annotated: the paper with its mentions.
        reading: what the models made of it.
        proposals: for each open sentence the proposed claims, with the field names of ``hemkg extract``.
            They come from outside and may hold anything.
        engine: the name of who proposes; it stands in the evidence.
        sure: as for ``open_sentences``.
    """
    context = lay_out(annotated)
    claims = _by_place(reading.claims)
    open_places = {_place(context, frame) for frame in _open_frames(context, reading, sure)}
    found: dict[Place, Claim] = {}
    dropped: list[str] = []
    for sentence, proposed in proposals:
        for proposal in proposed[:MOST_PROPOSALS]:
            try:
                frame = _founded(context, reading, sentence, proposal)
            except UnfoundedError as reason:
                dropped.append(f"{engine}: {reason}")
                continue
            place = _place(context, frame)
            claim = _claim(context, frame, engine)
            if claim is not None and place in open_places and place not in found:
                found[place] = _agreed(claims.get(place), claim, engine)
    kept = [claim for claim in reading.claims if not _is_replaced(claim, found)]
    joined = tuple(sorted((*kept, *found.values()), key=lambda c: (c.evidence.span, c.claim_type, c.claim_id)))
    return Settled(replace(reading, claims=joined), len(found), tuple(dropped))


def _is_replaced(claim: Claim, found: Mapping[Place, Claim]) -> bool:
    quantity = claim.quantity
    return (
        claim.claim_type in MEASURED
        and quantity is not None
        and (claim.evidence.span.start, quantity.as_written) in found
    )


def _claim(context: Context, frame: Frame, engine: str) -> Claim | None:
    frame.confidence = terms.number("ProposedReading")
    frame.trace.append(f"proposed by {engine}, found in the text")
    claim = claim_of(context, Measured(frame, ClaimType(frame.label)))
    if claim is None:
        return None
    return replace(claim, evidence=replace(claim.evidence, rule=f"proposed by {engine}"))


def _agreed(old: Claim | None, new: Claim, engine: str) -> Claim:
    """Return the claim of the models where both say the same, surer than before; else the proposed one."""
    if old is None or (old.claim_type, old.material, old.conditions) != (new.claim_type, new.material, new.conditions):
        return new
    evidence = old.evidence
    surer = max(evidence.confidence, new.evidence.confidence)
    return replace(old, evidence=replace(evidence, confidence=surer, agreed_by=(*evidence.agreed_by, engine)))


def _founded(context: Context, reading: Reading, sentence: OpenSentence, proposal: Proposal) -> Frame:
    """Return the number that a proposal speaks of, its slots filled with what stands in the text.

    Raises:
        UnfoundedError: if something of it does not.
    """
    if not isinstance(proposal, Mapping):
        raise UnfoundedError("a proposal is no object")
    kind, view = proposal.get("type"), context.views[sentence.index]
    if kind not in set(MEASURED):
        raise UnfoundedError(f"no kind of measurement is called {str(kind)[:40]!r}")
    frame = _frame(context, sentence, proposal.get("value"), str(kind))
    frame.label = str(kind)
    name = proposal.get("material")
    entity = context.materials.named(name) if isinstance(name, str) else None
    if entity is None or not any(material.surface == entity.surface for material in reading.materials):
        raise UnfoundedError(f"the paper names no material {str(name)[:60]!r}")
    frame.entity = entity
    frame.density = _density(context, sentence, proposal.get("current_density"))
    frame.cycle = _cycle(context, sentence, proposal.get("cycles") if kind == MEASURED[1] else proposal.get("cycle"))
    frame.ion = ion_of(context, view, frame.span, entity)
    ion = proposal.get("ion")
    if ion is not None and ion != frame.ion:
        raise UnfoundedError(f"the sentence does not tell {str(ion)[:20]!r} as the working ion")
    return frame


def _frame(context: Context, sentence: OpenSentence, value: object, kind: str) -> Frame:
    number = _number(value)
    percent = kind != ClaimType.CAPACITY
    for frame in frames_of(context):
        quantity = frame.mention.quantity
        if frame.index != sentence.index or quantity is None or quantity.low != number:
            continue
        if (frame.mention.concept == HEM.Percentage) == percent:
            return frame
    raise UnfoundedError(f"the sentence holds no number {str(value)[:40]!r} of this kind")


def _number(value: object) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, (int, float, str)):
        raise UnfoundedError(f"{str(value)[:40]!r} is no number")
    try:
        return Decimal(str(value)).normalize()
    except InvalidOperation:
        raise UnfoundedError(f"{value[:40]!r} is no number") from None  # type: ignore[index]  # only a text can be unfit


def _near(context: Context, sentence: OpenSentence, kinds: set[str]) -> Iterator[Mention]:
    """Yield the quantities of some kinds in a sentence and in those shown before it, the nearest sentence first."""
    block = context.views[sentence.index].sentence.block
    for index in range(sentence.index, max(-1, sentence.index - BEFORE - 1), -1):
        if context.views[index].sentence.block is block:
            yield from context.views[index].of_kind(kinds)


def _density(context: Context, sentence: OpenSentence, told: object) -> Mention | None:
    if told is None:
        return None
    if not isinstance(told, Mapping):
        raise UnfoundedError("a current density is no object")
    number, unit = _number(told.get("value")), str(told.get("unit"))[:LONGEST_UNIT]
    read = units.parse_unit(unit, 0)
    symbol = read[0].symbol if read and read[1] == len(unit) else unit
    for mention in _near(context, sentence, DENSITIES):
        if mention.quantity is not None and mention.quantity.low == number and mention.quantity.unit == symbol:
            return mention
    raise UnfoundedError(f"no current density of {number} {unit} stands near")


def _cycle(context: Context, sentence: OpenSentence, told: object) -> Mention | None:
    if told is None:
        return None
    number = _number(told)
    for mention in _near(context, sentence, CYCLES):
        if mention.quantity is not None and mention.quantity.low == number:
            return mention
    raise UnfoundedError(f"no cycle {number} stands near")
