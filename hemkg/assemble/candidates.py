"""What may fill the slots of a number: materials, current densities and cycles near it, or nothing."""

import re
from dataclasses import dataclass
from functools import cache

from hemkg.assemble.bonds import is_of_next, opens_phrase
from hemkg.assemble.context import DENSITIES, Context, View
from hemkg.assemble.entity import Entity
from hemkg.assemble.frames import Frame, own_series
from hemkg.assemble.memory import Memory
from hemkg.assemble.orders import orders_of
from hemkg.assemble.parts import holds_carrier, is_carrier_phase, is_cathode
from hemkg.model.mention import Mention
from hemkg.model.paper import Span
from hemkg.vocab import terms
from hemkg.vocab.lexicon import alternatives
from hemkg.vocab.terms import HEM

REACH = 4
BASIS = 30


@dataclass(frozen=True, slots=True)
class Candidate:
    """Something that may fill a slot: a mention in a sentence, or nothing at all."""

    span: Span | None
    index: int
    entity: Entity | None = None
    mention: Mention | None = None


NOTHING = Candidate(None, -1)


def material_candidates(context: Context, frame: Frame, memory: Memory) -> list[Candidate]:
    """Return the materials that the number may be of, each by its nearest mentions."""
    found: list[Candidate] = []
    for back in range(len(context.views)):
        index = frame.index - back
        if index < 0 or (back > REACH and found):
            break
        mentions = context.views[index].referents
        usable = (
            (s, e)
            for s, e in mentions
            if _may_be_measured(context, e)
            and not (e.is_weak and back)
            and not (e.is_element and context.text[s.start - 1 : s.start] == "/")
        )
        found += [Candidate(span, index, entity) for span, entity in usable]
        if back > REACH and found:
            break
    if not found:
        known = [e for e in context.materials.entities if _may_be_measured(context, e)] or context.materials.entities
        found = [Candidate(e.first, context.index_at(e.first.start), e) for e in known[:3]]
    kept = _nearest(context, [c for c in found if not _is_likened(context, c)] or found, frame)
    echo = memory.echo(context, frame)
    turn = memory.turn(context, frame)
    meant = [e for r in context.views[frame.index].references for e in r.entities]
    listed = [e for order in orders_of(context, frame, memory).values() for e in order]
    further = [*(e for e in (echo, turn) if e is not None), *meant, *listed, *context.main_materials]
    for entity in further:
        if all(candidate.entity is not entity for candidate in kept) and _may_be_measured(context, entity):
            kept.append(_last_before(context, entity, frame.span.start))
    return _of_side(context, frame, kept) if context.full_cells[frame.index] else kept


def _of_side(context: Context, frame: Frame, candidates: list[Candidate]) -> list[Candidate]:
    """Return the candidates of the side of a full cell that a number is told of.

    By convention the figures of a full cell are those of its anode, unless they are told by cathode mass.
    """
    cathodes = [c for c in candidates if c.entity is not None and is_cathode(c.entity)]
    others = [c for c in candidates if all(c is not other for other in cathodes)]
    chosen = cathodes if _is_by_cathode(context, frame, cathodes) else others
    return chosen or candidates


@cache
def _cathode_basis() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return patterns for words that refer a number to the cathode, and for those that lead its name."""
    by = alternatives("CathodeBasis")
    lead = alternatives("MassBasis")
    return re.compile(rf"[^.;]{{0,{BASIS}}}?\b(?:{by})\b", re.I), re.compile(rf"\b(?:{lead})\s(?:the\s)?$", re.I)


def _is_by_cathode(context: Context, frame: Frame, cathodes: list[Candidate]) -> bool:
    by, lead = _cathode_basis()
    text, end = context.text, frame.span.end
    if by.match(text, end):
        return True
    behind = (c.span for c in cathodes if c.span is not None and 0 <= c.span.start - end <= BASIS)
    return any(lead.search(text, end, span.start) for span in behind)


def _is_likened(context: Context, candidate: Candidate) -> bool:
    """Whether another material is said to resemble this one: B behaves like A with 155 mAh g−1."""
    view = context.views[candidate.index]
    if candidate.span is None or not any(s.start < candidate.span.start for s, _ in view.referents):
        return False
    words = view.text[view.span.start : candidate.span.start].split()
    return bool(words) and words[-1].lower() in set(map(str, terms.objects("LikenessWord", "exactLabel")))


def _last_before(context: Context, entity: Entity, position: int) -> Candidate:
    """Return a material at its last mention before a place, or at its first of all."""
    span = max((s for s in entity.spans if s.start < position), default=entity.first)
    return Candidate(span, context.index_at(span.start), entity)


def _may_be_measured(context: Context, entity: Entity) -> bool:
    """Whether a material can have a capacity of its own: salts of the electrolyte have none, nor phases of the ion.

    What else was called a product or a starting material somewhere may be measured elsewhere; the model weighs it.
    """
    grown = entity.part == HEM.ReactionProduct and holds_carrier(entity)
    if id(entity) not in context.samples:
        return False
    return entity.part != HEM.ElectrolyteComponent and not is_carrier_phase(entity) and not grown


def _nearest(context: Context, found: list[Candidate], frame: Frame) -> list[Candidate]:
    """Keep, of each material, the mentions in the number's sentence and the last one before it.

    A mention in a list as long as the number's own list is kept too: the two may be parallel.
    """
    kept: list[Candidate] = []
    seen: set[int] = set()
    own = own_series(context.views[frame.index], frame)
    for candidate in sorted(found, key=lambda c: (-c.index, -(c.span.start if c.span else 0))):
        same = candidate.index == frame.index
        listed = context.views[candidate.index].series_at(candidate.span, "material") if candidate.span else None
        parallel = bool(own and listed and len(own.spans) == len(listed.spans))
        if same or parallel or id(candidate.entity) not in seen:
            kept.append(candidate)
        if not same:
            seen.add(id(candidate.entity))
    return kept


def quantity_candidates(context: Context, frame: Frame, kinds: set[str], reach: int = 4) -> list[Candidate]:
    """Return the conditions of some kinds that may go with the number, and nothing.

    A sentence that states such a condition itself is not searched past.
    """
    found = [NOTHING]
    block = context.views[frame.index].sentence.block
    for back in range(reach + 1):
        index = frame.index - back
        if index < 0 or context.views[index].sentence.block is not block:
            break
        view = context.views[index]
        usable = (q for q in view.of_kind(kinds) if not _is_restated(view, q) and not _is_of_whole(view, q))
        here = [Candidate(q.span, index, None, q) for q in usable]
        if not back:
            here = [c for c in here if c.span and not _is_taken(context, frame, c.span, kinds)]
        found += here
        if here and not back:
            break
    return found


def _is_taken(context: Context, frame: Frame, condition: Span, kinds: set[str]) -> bool:
    """Whether a condition behind the number can only be the next number's."""
    plain = (kinds is DENSITIES) == (frame.mention.concept == HEM.Percentage)
    opens = not plain and opens_phrase(context.views[frame.index], condition)
    return (plain or opens) and is_of_next(context, frame, condition)


RESTATED = re.compile(r"\s?(?:\(|=|≙|≡|≈)\s?")


WHOLE = re.compile(r"\s?of\s(?:the|its|that|their)\s?(?:[\w-]+\s){0,2}?(?:(?:in|of|at|from)\s(?:the\s)?)?")


def _is_of_whole(view: View, mention: Mention) -> bool:
    """Whether a cycle is that of what a percentage is told of: 93 % of the value in cycle 2."""
    if mention.concept != HEM.CycleNumber:
        return False
    percentages = (q.span for q in view.of_kind({HEM.Percentage}) if q.span.end <= mention.span.start)
    return any(WHOLE.fullmatch(view.text[span.end : mention.span.start]) for span in percentages)


def _is_restated(view: View, mention: Mention) -> bool:
    """Whether a current only says another one in other units: C/10 (58 mA g−1), 1C = 390 mA g−1."""
    return any(
        other.concept in DENSITIES and RESTATED.fullmatch(view.text[other.span.end : mention.span.start])
        for other in view.quantities
        if mention.concept in DENSITIES and other.span.end <= mention.span.start <= other.span.end + 3
    ) or bool(re.match(r"\s?[=≙≡]", view.text[mention.span.end : mention.span.end + 3]))
