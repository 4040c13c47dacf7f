"""Other quantities of a material: diffusion coefficients, resistances, sizes, barriers, voltages.

A number becomes a claim where a property word of the same clause asks for its unit, or where the unit
alone tells the property (cm2 s−1).  Nothing is inferred from far away: these claims are few and sure.
"""

import re
from collections.abc import Iterator
from functools import cache

from hemkg.assemble import ranker
from hemkg.assemble.attribution import authority_of
from hemkg.assemble.context import DENSITIES, Context, View
from hemkg.assemble.evidence import evidence_at
from hemkg.assemble.frames import Frame
from hemkg.assemble.ions import ion_of
from hemkg.assemble.measurements import NONE, alike, fill_material
from hemkg.assemble.memory import Memory
from hemkg.assemble.value_features import value_features
from hemkg.assemble.wording import clause_of
from hemkg.model.claim import Claim, ClaimType, Conditions
from hemkg.model.mention import Mention
from hemkg.model.paper import BlockKind, Span
from hemkg.model.quantity import Quantity
from hemkg.vocab import terms
from hemkg.vocab.terms import HEM

REACH = 11
SURE = 0.5
LIST_GAP = re.compile(r"\)?\s?(?:,|/|;|and|or|to|,\sand|vs\.|against|\(|\))?\s?\(?(?:[a-z]+\)\s?(?:,|and|,\sand)\s)?$")
TOLD_BY_WORD, TOLD_BY_UNIT = 0.85, 0.75


def find_quantities(context: Context) -> Iterator[Claim]:
    """Yield the claims about quantities that are no capacity, retention or efficiency."""
    memory = Memory()
    for index, view in enumerate(context.views):
        if view.sentence.block.kind is BlockKind.HEADING:
            continue
        for mention in view.quantities:
            named = property_of(view, mention)
            frame = Frame(mention, index)
            if named is not None and not _is_of_capacity(context, frame) and not _is_condition(view, mention):
                yield _claim(context, view, frame, memory, named)
                memory.note(context, frame)


def _is_of_capacity(context: Context, frame: Frame) -> bool:
    """Whether a percentage is a retention or an efficiency: those are claims of their own."""
    if frame.mention.concept != HEM.Percentage:
        return False
    label, _ = ranker.best_of_alike(ranker.load("values"), [value_features(context, f) for f in alike(context, frame)])
    return label != NONE


def _is_condition(view: View, mention: Mention) -> bool:
    """Whether a number of cycles says after how many a value was measured, and not how many a cell endured."""
    values = view.of_kind({HEM.SpecificCapacity, HEM.Percentage})
    return mention.concept == HEM.CycleLife and bool(values)


def property_of(view: View, mention: Mention) -> tuple[str, bool] | None:
    """Return the property that a number is of and whether a word names it, or None."""
    fitting = [p for p in terms.instances(HEM.MeasuredProperty) if mention.concept in _kinds(p)]
    if not fitting or mention.quantity is None:
        return None
    run = run_of(view, mention)
    words = [c for c in view.concepts if c.concept in fitting and _governs(view, c.span, run)]
    if words:
        nearest = min(words, key=lambda c: (abs(c.span.start - mention.span.start), -len(c.surface)))
        return nearest.concept or "", True
    told = [p for p in fitting if terms.objects(p, "isTold")]
    return (told[0], False) if len(told) == 1 else None


def run_of(view: View, mention: Mention) -> Span:
    """Return the stretch of a number with those of its kind that it is listed with: 60, 38 and 35 Ω."""
    alike = [q.span for q in view.quantities if q.concept == mention.concept]
    place = alike.index(mention.span)
    first = last = place
    while first and LIST_GAP.fullmatch(view.text[alike[first - 1].end : alike[first].start]):
        first -= 1
    while last + 1 < len(alike) and LIST_GAP.fullmatch(view.text[alike[last].end : alike[last + 1].start]):
        last += 1
    return alike[first].cover(alike[last])


@cache
def _kinds(name: str) -> frozenset[str]:
    return frozenset(str(kind) for kind in terms.objects(name, "ofKind"))


def _governs(view: View, word: Span, number: Span) -> bool:
    """Whether a property word stands close before a number of its clause, or right behind it."""
    if word.overlaps(number):
        return False
    if number.end <= word.start:
        between = view.text[number.end : word.start]
        return len(between.split()) <= 1 and not set(between) & set(",;:()")
    between = view.text[word.end : number.start]
    same = clause_of(view, number.start).overlaps(word) or len(between.split()) <= REACH // 2
    return same and ";" not in between and len(between.split()) <= REACH


def _claim(context: Context, view: View, frame: Frame, memory: Memory, named: tuple[str, bool]) -> Claim:
    name, by_word = named
    fill_material(context, frame, memory)
    sure = frame.confidence >= SURE and (not context.is_long or _is_near(context, frame))
    entity = frame.entity if sure else None
    attribution, cites = authority_of(context, view, frame.span, entity)
    share = TOLD_BY_WORD if by_word else TOLD_BY_UNIT
    ion = ion_of(context, view, frame.span, entity) if name in {HEM.IonDiffusion, HEM.Endurance} else None
    return Claim(
        ClaimType.QUANTITY,
        context.annotated.paper.paper_id,
        evidence_at(context, view.span, rule="quantity", confidence=share, trace=(f"property: {name}", *frame.trace)),
        material=entity.surface if entity else None,
        concept=frame.mention.concept,
        words=terms.label(name),
        quantity=frame.mention.quantity,
        conditions=Conditions(ion=ion, current_density=_current(view, frame) if name == HEM.Endurance else None),
        attribution=attribution,
        cites=cites,
    )


def _current(view: View, frame: Frame) -> Quantity | None:
    """Return the only current of the clause of a number."""
    clause = clause_of(view, frame.span.start)
    told = [q.quantity for q in view.of_kind(DENSITIES) if clause.overlaps(q.span)]
    return told[0] if len(told) == 1 else None


def _is_near(context: Context, frame: Frame) -> bool:
    """Whether the material is named in the sentence of the number or in the one before."""
    near = context.views[max(0, frame.index - 1) : frame.index + 1]
    return any(entity is frame.entity for view in near for _, entity in view.materials)
