"""The role that each material plays in the paper as a whole, decided when everything about it is known."""

import re
from functools import cache

from hemkg.assemble import ranker
from hemkg.assemble.context import Context
from hemkg.assemble.entity import Entity
from hemkg.assemble.material_role_features import material_role_features
from hemkg.assemble.parts import holds_carrier, is_salt, votes_for
from hemkg.vocab.lexicon import alternatives
from hemkg.vocab.terms import HEM


def role_of(context: Context, entity: Entity) -> str:
    """Return the role of a material, by a model of the words beside it, its chemistry and its place in the paper.

    A salt of an electrolyte is one wherever it stands; a layered oxide that goes by the stacking of its layers is a
    cathode unless words beside it make it an anode (notation of Delmas et al., Physica B+C 99, 81, 1980).

    Args:
        context: the whole paper.
        entity: the material.
    """
    return context.once("material roles", _all)[id(entity)]


def _all(context: Context) -> dict[int, str]:
    return {id(entity): _told(context, entity) for entity in context.materials.entities}


def _told(context: Context, entity: Entity) -> str:
    if entity.part is not None and is_salt(entity):
        return entity.part
    if (
        _stacking().match(entity.surface)
        and holds_carrier(entity)
        and not votes_for(context.annotated, entity)[HEM.Anode]
    ):
        return HEM.Cathode
    return ranker.best(ranker.load("material_roles"), material_role_features(context, entity))[0]


@cache
def _stacking() -> re.Pattern[str]:
    """Return a pattern for the stacking of layers before a formula: P2-, O3-, P2/O3-."""
    kinds = alternatives("LayerStacking")
    return re.compile(rf"(?:{kinds})(?:[/‐–-](?:{kinds}))*[‐–-]")
