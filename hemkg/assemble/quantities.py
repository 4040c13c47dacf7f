"""Other quantities of a material: diffusion coefficients, resistances, sizes, barriers, voltages.

A number becomes a claim where a property word of the same clause asks for its unit, or where the unit
alone tells the property (cm2 s−1).  Nothing is inferred from far away: these claims are few and sure.
"""

from collections.abc import Iterator
from functools import cache

from hemkg.assemble.attribution import authority_of
from hemkg.assemble.context import Context, View
from hemkg.assemble.evidence import evidence_at
from hemkg.assemble.frames import Frame
from hemkg.assemble.ions import ion_of
from hemkg.assemble.measurements import fill_material
from hemkg.assemble.memory import Memory
from hemkg.assemble.wording import clause_of
from hemkg.model.claim import Claim, ClaimType, Conditions
from hemkg.model.mention import Mention
from hemkg.model.paper import BlockKind, Span
from hemkg.vocab import terms
from hemkg.vocab.terms import HEM

REACH = 11
SURE = 0.7
TOLD_BY_WORD, TOLD_BY_UNIT = 0.85, 0.75


def find_quantities(context: Context) -> Iterator[Claim]:
    """Yield the claims about quantities that are no capacity, retention or efficiency."""
    memory = Memory()
    for index, view in enumerate(context.views):
        if view.sentence.block.kind is BlockKind.HEADING:
            continue
        for mention in view.quantities:
            named = property_of(view, mention)
            if named is not None:
                yield _claim(context, view, Frame(mention, index), memory, named)


def property_of(view: View, mention: Mention) -> tuple[str, bool] | None:
    """Return the property that a number is of and whether a word names it, or None."""
    fitting = [p for p in terms.instances(HEM.MeasuredProperty) if mention.concept in _kinds(p)]
    if not fitting or mention.quantity is None:
        return None
    words = [c for c in view.concepts if c.concept in fitting and _governs(view, c.span, mention.span)]
    if words:
        nearest = min(words, key=lambda c: (abs(c.span.start - mention.span.start), -len(c.surface)))
        return nearest.concept or "", True
    told = [p for p in fitting if terms.objects(p, "isTold")]
    return (told[0], False) if len(told) == 1 else None


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
    sure = frame.confidence >= SURE and _is_near(context, frame)
    entity = frame.entity if sure else None
    attribution, cites = authority_of(context, view, frame.span, entity)
    share = TOLD_BY_WORD if by_word else TOLD_BY_UNIT
    ion = ion_of(context, view, frame.span, entity) if name == HEM.IonDiffusion else None
    return Claim(
        ClaimType.QUANTITY,
        context.annotated.paper.paper_id,
        evidence_at(context, view.span, rule="quantity", confidence=share, trace=(f"property: {name}", *frame.trace)),
        material=entity.surface if entity else None,
        concept=frame.mention.concept,
        words=terms.label(name),
        quantity=frame.mention.quantity,
        conditions=Conditions(ion=ion),
        attribution=attribution,
        cites=cites,
    )


def _is_near(context: Context, frame: Frame) -> bool:
    """Whether the material is named in the sentence of the number or in the one before."""
    near = context.views[max(0, frame.index - 1) : frame.index + 1]
    return any(entity is frame.entity for view in near for _, entity in view.materials)
