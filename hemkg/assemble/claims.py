"""All that is claimed in one paper: the materials and the claims about them."""

from collections.abc import Iterable
from dataclasses import replace

from hemkg.assemble.confidence import calibrated
from hemkg.assemble.context import Context, lay_out
from hemkg.assemble.entity import Entity
from hemkg.assemble.evidence import evidence_at
from hemkg.assemble.families import family_of
from hemkg.assemble.gaps import find_gaps
from hemkg.assemble.introductions import family_of_name
from hemkg.assemble.material_roles import role_of
from hemkg.assemble.measurements import find_measurements
from hemkg.assemble.mechanisms import find_mechanisms
from hemkg.assemble.quantities import find_quantities
from hemkg.assemble.roles import find_roles
from hemkg.assemble.spoken_of import spoken_of
from hemkg.assemble.syntheses import find_syntheses
from hemkg.assemble.table_cells import find_in_tables
from hemkg.assemble.techniques import find_techniques
from hemkg.assemble.told_cells import find_told_in_tables
from hemkg.assemble.traits import assign_traits
from hemkg.model.annotated import Annotated
from hemkg.model.claim import NUMERIC, Claim, ClaimType, Evidence, Material, Reading
from hemkg.vocab import terms
from hemkg.vocab.terms import HEM

MATERIAL_RULE = "first mention"

FINDERS = (
    find_measurements,
    find_quantities,
    find_mechanisms,
    find_roles,
    find_techniques,
    find_syntheses,
    find_gaps,
    find_in_tables,
    find_told_in_tables,
)


def assemble(annotated: Annotated) -> Reading:
    """Turn what annotators saw in a paper into its materials and claims."""
    context = lay_out(annotated)
    assign_traits(context)
    claims: list[Claim] = []
    for find in FINDERS:
        claims += find(context)
    measured = {claim.material for claim in claims if claim.claim_type in NUMERIC - {ClaimType.QUANTITY}}
    _tell_subject(context)
    kept = [e for e in context.materials.entities if _is_told(e, measured)]
    names = {name for entity in kept for name in entity.names}
    claims = [claim if claim.material in names else replace(claim, material=None) for claim in claims]
    materials = tuple(_material(context, entity) for entity in kept)
    claims.sort(key=lambda claim: (claim.evidence.span, claim.claim_type, claim.claim_id))
    told = tuple(calibrated(claim) for claim in _surest(claims))
    return Reading(annotated.paper.paper_id, materials, told, tuple(spoken_of(annotated.mentions)))


def _surest(claims: Iterable[Claim]) -> tuple[Claim, ...]:
    """Return every claim once; what two rules read alike is as sure as the surer of them."""
    found: dict[str, Claim] = {}
    for claim in claims:
        old = found.get(claim.claim_id)
        if old is None or claim.evidence.confidence > old.evidence.confidence:
            found[claim.claim_id] = claim
    return tuple(found.values())


def _tell_subject(context: Context) -> None:
    """Let the elements that a paper is about be told where it speaks of no compound that could be an electrode."""
    entities = context.materials.entities
    compounds = [e for e in entities if e.composition and len(e.composition.amounts) > 1]
    if not any(e.part in {HEM.Anode, HEM.Comparison} for e in compounds):
        for entity in entities:
            entity.is_told = entity.is_told or (entity.is_element and entity.part != HEM.ReactionProduct)


def _is_told(entity: Entity, measured: set[str | None]) -> bool:
    """Whether a material is worth a line: elements, carbons, names and bare codes if something was measured."""
    if entity.is_code and not entity.composition:
        return entity.is_told or entity.surface in measured
    told = not entity.is_weak or entity.is_told
    return told or entity.surface in measured or (not entity.is_element and len(entity.spans) > 2)


def _material(context: Context, entity: Entity) -> Material:
    named = terms.text(entity.named, "anionFamily") if entity.named else None
    family = family_of(entity.composition) or named or family_of_name(entity)
    return Material(
        surface=entity.surface,
        span=entity.first,
        aliases=tuple(entity.names[1:]),
        composition=entity.composition,
        family=family,
        structure=entity.structure,
        morphology=entity.morphology,
        role=role_of(context, entity),
        entropy_label=entity.entropy,
        evidence=_first_words(context, entity),
        reports=tuple(entity.reports),
    )


def _first_words(context: Context, entity: Entity) -> Evidence:
    """Return the sentence in which a material is first named."""
    view = context.view_at(entity.first.start)
    return evidence_at(context, view.span if view else entity.first, rule=MATERIAL_RULE)
