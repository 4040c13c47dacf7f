"""Mechanisms: named or paraphrased, of which material, element and ion, and with which polarity."""

from collections.abc import Iterator

from hemkg.assemble.context import Context, View
from hemkg.assemble.evidence import evidence_at
from hemkg.assemble.frames import clause_of
from hemkg.assemble.ions import ion_of
from hemkg.assemble.materials import Entity
from hemkg.model.claim import Claim, ClaimType, Polarity
from hemkg.model.mention import Mention
from hemkg.vocab.terms import HEM


def find_mechanisms(context: Context) -> Iterator[Claim]:
    """Yield the mechanism claims of a paper, in text order."""
    for view in context.views:
        found = [*view.words(HEM.IonStorageMechanism), *view.words(HEM.ChargeStorageMechanism)]
        for mention in sorted(set(found), key=lambda m: m.span):
            clause = clause_of(view, mention.span.start)
            entity = _material(context, view, mention)
            yield Claim(
                ClaimType.MECHANISM,
                context.annotated.paper.paper_id,
                evidence_at(context, view.span, rule="lexicon", confidence=0.7),
                material=entity.surface if entity else None,
                concept=mention.concept,
                words=mention.surface,
                elements=tuple(dict.fromkeys(e.concept or "" for e in view.elements if clause.overlaps(e.span))),
                conditions=_conditions(context, view, mention, entity),
                polarity=_polarity(view, mention),
            )


def _conditions(context: Context, view: View, mention: Mention, entity: Entity | None):  # type: ignore[no-untyped-def]
    from hemkg.model.claim import Conditions

    return Conditions(ion=ion_of(context, view, mention.span, entity))


def _material(context: Context, view: View, mention: Mention) -> Entity | None:
    here = [entity for span, entity in view.materials]
    return here[0] if here else None


def _polarity(view: View, mention: Mention) -> Polarity:
    clause = clause_of(view, mention.span.start)
    cues = {c.concept for c in view.words(HEM.PolarityCue) if clause.overlaps(c.span) and c.span.start < mention.span.start}
    if HEM.Negation in cues:
        return Polarity.NEGATED
    return Polarity.HYPOTHESISED if HEM.Supposition in cues else Polarity.ASSERTED
