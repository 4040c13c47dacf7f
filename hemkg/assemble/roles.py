"""What an element does in a material: holds the structure, conducts, reacts for good, carries redox.

Roles that a mechanism implies (a converting, alloying or space-charge element) come with the mechanism
claims; here are the others.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from hemkg.assemble import ranker
from hemkg.assemble.attribution import authority_of
from hemkg.assemble.context import Context, View
from hemkg.assemble.element_groups import PRODUCT, Group, groups_of
from hemkg.assemble.entity import Entity
from hemkg.assemble.evidence import evidence_at
from hemkg.assemble.role_features import role_features, roles, surroundings
from hemkg.assemble.subjects import subject_of
from hemkg.assemble.wording import clause_of
from hemkg.model.claim import Claim, ClaimType, Polarity
from hemkg.vocab.terms import HEM

YES = "yes"
# roles are told in so many words that a model is rarely sure; measured on passages it was not fitted to
LEAST = 0.42
DOUBT = (HEM.Supposition, HEM.OpenQuestion)


def find_roles(context: Context) -> Iterator[Claim]:
    """Yield the element-role claims of a paper, in text order."""
    models = ranker.load("roles")
    for view in context.views:
        if view.is_caption:
            continue
        yield from _once(_claims_in(context, view, models))


def _claims_in(context: Context, view: View, models: Mapping[str, ranker.Linear]) -> Iterator[Claim]:
    entity, groups = candidates(context, view)
    for group in groups:
        around = surroundings(view, group, entity)
        for role in roles():
            features = role_features(view, role, group, groups, around)
            label, share = ranker.best(models, features)
            share = share if label == YES else 1 - share
            if share > LEAST:
                for claim in _claims(context, view, group, role, share):
                    yield _explained(claim, group.span.of(view.text), models[YES].reasons(features))


def _once(claims: Iterable[Claim]) -> Iterator[Claim]:
    """Yield what a sentence says of an element a single time: Cr stays Cr3+ speaks of chromium twice."""
    surest = sorted(claims, key=lambda claim: -claim.evidence.confidence)
    seen: set[tuple[object, ...]] = set()
    for claim in surest:
        said = (claim.elements, claim.concept, claim.polarity)
        if (said, claim.material) not in seen and not (claim.material is None and said in seen):
            seen |= {said, (said, claim.material)}
            yield claim


def candidates(context: Context, view: View) -> tuple[Entity | None, list[Group]]:
    """Return the material that a sentence is about, and the elements in it that could be given a role."""
    if not view.elements and not view.materials and not view.words(HEM.RoleCue):
        return None, []
    entity = subject_of(context, view, view.span)
    return entity, [group for group in groups_of(context, view, entity) if group.source != PRODUCT]


def _explained(claim: Claim, words: str, reasons: Sequence[str]) -> Claim:
    """Return a claim that says which words it is about and what weighed most, for ``--explain``."""
    trace = (f"role of '{words}': {claim.evidence.confidence:.2f}", *reasons)
    return replace(claim, evidence=replace(claim.evidence, trace=trace))


def _claims(context: Context, view: View, group: Group, role: str, share: float) -> Iterator[Claim]:
    entity = subject_of(context, view, group.span)
    attribution, cites = authority_of(context, view, group.span)
    for symbol in group.symbols:
        yield Claim(
            ClaimType.ELEMENT_ROLE,
            context.annotated.paper.paper_id,
            evidence_at(context, view.span, rule="role", confidence=share),
            material=entity.surface if entity else None,
            concept=role,
            words=group.span.of(view.text),
            elements=(symbol,),
            polarity=_polarity(view, group),
            attribution=attribution,
            cites=cites,
        )


def _polarity(view: View, group: Group) -> Polarity:
    """Return whether a role is only supposed: words of doubt stand in its clause."""
    clause = clause_of(view, group.span.start)
    doubted = any(clause.overlaps(c.span) for kind in DOUBT for c in view.words(kind))
    return Polarity.HYPOTHESISED if doubted else Polarity.ASSERTED
