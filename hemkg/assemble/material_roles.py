"""The role that each material plays in the paper as a whole, decided when everything about it is known."""

from hemkg.assemble import ranker
from hemkg.assemble.context import Context
from hemkg.assemble.entity import Entity
from hemkg.assemble.material_role_features import material_role_features
from hemkg.assemble.parts import is_salt


def role_of(context: Context, entity: Entity) -> str:
    """Return the role of a material, by a model of the words beside it, its chemistry and its place in the paper.

    A salt of an electrolyte is one wherever it stands.

    Args:
        context: the whole paper.
        entity: the material.
    """
    if entity.part is not None and is_salt(entity):
        return entity.part
    return ranker.best(ranker.load("material_roles"), material_role_features(context, entity))[0]
