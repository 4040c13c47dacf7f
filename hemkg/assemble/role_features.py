"""What speaks for a role of a group of elements, as features: words for the role, denial, company, chemistry.

Every role is asked for by itself, for an element may hold the structure together and conduct.
"""

from collections.abc import Sequence
from functools import cache

from hemkg.assemble.context import View
from hemkg.assemble.element_groups import Group, carriers
from hemkg.assemble.entity import Entity
from hemkg.assemble.grammar import path_features
from hemkg.assemble.group_features import belonging, chemistry, state
from hemkg.assemble.mechanism_scope import POLARITY_CLASSES
from hemkg.assemble.wording import Features, bucket, clause_of, near_words
from hemkg.model.mention import Mention
from hemkg.model.paper import Span
from hemkg.vocab import terms
from hemkg.vocab.terms import HEM

# whole paths are too rare among the words for roles: the arms and the verbs tell more
WHOLE_PATH = ":path:"


@cache
def roles() -> tuple[str, ...]:
    """Return the roles that words can give, in the order of their names."""
    return tuple(sorted({terms.text(cue, "suggests") or "" for cue in terms.instances(HEM.RoleCue)}))


def surroundings(view: View, group: Group, entity: Entity | None) -> Features:
    """Describe a group of elements whatever role is asked for.

    Args:
        view: the sentence.
        group: the elements.
        entity: the material that the sentence is about.
    """
    clause = clause_of(view, group.span.start)
    features: Features = {"source": 1.0, f"source:{group.source}": 1.0}
    features |= chemistry(group) | belonging(group, entity) | _words(view, group, clause)
    features |= _denial(view, group, clause) | state(view, group)
    return features | {f"near:{name}": value for name, value in near_words(view, group.span, 1).items()}


def role_features(view: View, role: str, group: Group, groups: Sequence[Group], around: Features) -> Features:
    """Describe what a sentence says for or against a role of a group of elements.

    Args:
        view: the sentence.
        role: the role asked for.
        group: the elements.
        groups: everything in the sentence that elements may be.
        around: the group's surroundings.
    """
    asked = {f"{role}:{name}": value for name, value in around.items()}
    cues = [c for c in view.words(HEM.RoleCue) if terms.text(c.concept or "", "suggests") == role]
    return asked | (_cues(view, role, group, groups, cues) if cues else {})


def _words(view: View, group: Group, clause: Span) -> Features:
    """Describe the words of the clause and the mechanisms spoken of in it."""
    features: Features = {}
    for token in view.sentence.tokens:
        if clause.contains(token.span) and token.lower.isalpha() and not group.span.contains(token.span):
            features[f"word:{token.stem}"] = 1.0
    for cue in view.concepts:
        if terms.text(cue.concept or "", "suggests") or HEM.IonStorageMechanism in terms.kinds(cue.concept or ""):
            features[f"cue:{cue.concept}:{'clause' if clause.overlaps(cue.span) else 'sentence'}"] = 1.0
    return features


def _denial(view: View, group: Group, clause: Span) -> Features:
    """Describe words of denial and doubt in the clause, before and behind the group."""
    features: Features = {}
    for cue in view.concepts:
        if cue.concept in POLARITY_CLASSES and clause.overlaps(cue.span):
            side = "before" if cue.span.start < group.span.start else "after"
            features[f"{cue.concept}:{side}"] = features[cue.concept or ""] = 1.0
    return features


def _cues(view: View, role: str, group: Group, groups: Sequence[Group], cues: Sequence[Mention]) -> Features:
    """Describe the nearest word for the role: where it stands, what it is, how grammar ties it to the group."""
    clause = clause_of(view, group.span.start)

    cue = min(cues, key=lambda c: (not clause.overlaps(c.span), group.span.distance(c.span), c.span))
    side = "in" if cue.span.overlaps(group.span) else "after" if cue.span.start >= group.span.end else "before"
    here = "clause" if clause.overlaps(cue.span) else "sentence"
    rivals = [g for g in groups if g is not group and not set(g.symbols) <= carriers() | set(group.symbols)]
    nearer = sum(1 for g in rivals if g.span.distance(cue.span) < group.span.distance(cue.span))
    taken = here == "sentence" and any(clause_of(view, cue.span.start).overlaps(g.span) for g in rivals)
    words = len(view.text[min(cue.span.end, group.span.end) : max(cue.span.start, group.span.start)].split())
    features: Features = {
        f"cue:{here}:{side}": 1.0,
        f"cue:{here}:{side}:nearer:{min(nearer, 2)}": 1.0,
        f"cue:distance:{bucket(words)}:{side}": 1.0,
        f"cue:nearer:{min(nearer, 2)}": 1.0,
        f"cue:taken:{taken}": 1.0,
        f"{role}:cue:taken:{taken}": 1.0,
        f"{role}:cue:{here}:{side}": 1.0,
        f"{role}:cue:is:{view.text[cue.span.start : cue.span.end].lower()[:20]}": 1.0,
        f"{role}:cue:nearer:{min(nearer, 2)}": 1.0,
    }
    grammar = path_features(view.sentence, cue.span, group.span, "role")
    return features | {name: value for name, value in grammar.items() if WHOLE_PATH not in name}
