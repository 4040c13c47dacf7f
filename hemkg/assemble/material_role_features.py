"""What speaks for each role that a material may play in a paper: the words beside it, its chemistry, its place.

The rules of ``parts`` decide while a paper is still being linked, sentence by sentence; here everything is known:
how much of the paper is about the material, which electrodes the paper speaks of at all, what stands next to its name.
"""

import re
from collections import Counter
from functools import cache

from hemkg.assemble.context import Context, View
from hemkg.assemble.element_groups import carriers
from hemkg.assemble.entity import Entity, cations_of, is_supported, normal
from hemkg.assemble.families import family_of
from hemkg.assemble.parts import holds_carrier, is_carrier_phase, votes_for
from hemkg.assemble.wording import Features, near_words, plain
from hemkg.model.composition import Composition
from hemkg.model.paper import Span
from hemkg.vocab import elements, terms
from hemkg.vocab.lexicon import table_symbols
from hemkg.vocab.terms import HEM

NEAR = 3
LATE = 0.5


def material_role_features(context: Context, entity: Entity) -> Features:
    """Describe what a paper says for or against each role of a material.

    Args:
        context: the whole paper.
        entity: the material.
    """
    features: Features = {f"rule:{entity.part}": 1.0}
    features |= _votes(context, entity) | _substance(context, entity) | _weight(context, entity)
    electrodes = context.once("electrodes", _electrodes)
    features |= electrodes
    kinds = [f"rule:{entity.part}", f"carrier:{holds_carrier(entity)}", f"family:{family_of(entity.composition)}"]
    features |= {f"{name}:{kind}": 1.0 for name in electrodes for kind in kinds}
    return features | _company(context, entity)


def _votes(context: Context, entity: Entity) -> Features:
    """Describe the words right before and behind its mentions, by the role that they give."""
    votes = votes_for(context.annotated, entity)
    return {f"vote:{role}:{min(count, 2)}": 1.0 for role, count in votes.items()} or {"vote:none": 1.0}


def _substance(context: Context, entity: Entity) -> Features:
    """Describe what kind of substance it is, beside the others of the paper."""
    composition = entity.composition
    richest = context.once("most cations", _richest)
    mine = len(cations_of(entity))
    features: Features = {
        f"cations:{min(mine, 5)}": 1.0,
        f"cations-less:{min(richest - mine, 4)}": 1.0,
        "richest": float(mine == richest),
        "poorer-than-rich": float(mine <= 2 and richest >= 4),
        "code": float(entity.is_code),
        "named": float(entity.named is not None),
        "element": float(entity.is_element),
        "derived": float(entity.is_derived),
        "based": float(entity.base is not None),
        "weak": float(entity.is_weak),
        "composite": float(is_supported(entity)),
        "no-composition": float(composition is None),
        "carrier": float(holds_carrier(entity)),
        "carrier-phase": float(is_carrier_phase(entity)),
        "inside-another": float(_is_inside_another(context, entity)),
    }
    if composition is not None:
        features |= _host(composition)
        features[f"elements:{min(len(composition.elements), 6)}"] = 1.0
        features |= {f"holds:{symbol}": 1.0 for symbol in composition.elements if symbol in _telling()}
    return features


def _richest(context: Context) -> int:
    return max((len(cations_of(e)) for e in context.materials.entities), default=0)


def _host(composition: Composition) -> Features:
    """Describe whether a compound was made with ions that can leave it: a cathode or a solid electrolyte."""
    table = elements.table()
    amounts = {symbol: amount for symbol, amount in composition.amounts if amount is not None}
    ions = sum(amount for symbol, amount in amounts.items() if symbol in carriers())
    metals = [s for s in amounts if table[s].is_metallic and s not in carriers() and not table[s].is_anion_former]
    if not metals or ions < terms.number("ExtractableShare") * sum(amounts[s] for s in metals):
        return {}
    redox = any(s in table_symbols("ExtractionMetal") for s in metals)
    return {"ions-may-leave:redox" if redox else "ions-may-leave:no-redox": 1.0}


@cache
def _telling() -> frozenset[str]:
    """Return the elements that say what a compound is for: working ions, anions, carbon and hydrogen."""
    return frozenset(carriers() | {"O", "S", "Se", "Te", "P", "F", "Cl", "N", "C", "H"})


def _is_inside_another(context: Context, entity: Entity) -> bool:
    """Whether its name is part of a composite's name: CoTe2 in CoTe2@NC."""
    name = normal(entity.surface)
    others = (normal(e.surface) for e in context.materials.entities if e is not entity)
    return any(name != other and name in re.split(r"[@/\-–+:]", other) for other in others)


def _weight(context: Context, entity: Entity) -> Features:
    """Describe how much of the paper is about it, and where it comes up first."""
    weights = context.weights
    mine, first = weights[id(entity)], context.index_at(entity.first.start)
    order = sorted(weights.values(), reverse=True).index(mine)
    return {
        f"rank:{min(order, 4)}": 1.0,
        f"mentions:{min(len(entity.spans), 4)}": 1.0,
        "titled": float(id(entity) in context.titled),
        f"sentence:{min(first, 4)}": 1.0,
        "first": float(context.materials.mentions[0][1] is entity),
        "late": float(first > LATE * len(context.views)),
        "only": float(len(weights) == 1),
    }


def _electrodes(context: Context) -> Features:
    """Describe which electrodes the paper speaks of at all."""
    spoken = Counter(m.concept for view in context.views for m in view.words(HEM.MaterialRole))
    named = {role for role in (HEM.Anode, HEM.Cathode) if spoken[role]}
    return {f"electrodes:{'+'.join(sorted(named)) or 'none'}": 1.0}


def _company(context: Context, entity: Entity) -> Features:
    """Describe the sentences that name it: the words beside it, what is measured and compared there."""
    total: Counter[str] = Counter()
    for span in entity.spans:
        view = context.view_at(span.start)
        if view is not None:
            total.update({name: value for name, value in _beside(view, span).items() if value})
    return {name: min(1.0, count / len(entity.spans) ** 0.5) for name, count in total.items()}


def _beside(view: View, span: Span) -> Features:
    features: Features = {f"near:{name}": value for name, value in near_words(view, span, NEAR).items()}
    for cue in view.concepts:
        features |= {f"with:{kind}": 1.0 for kind in _kinds(cue.concept or "")}
    features["with:capacity"] = float(bool(view.of_kind({HEM.SpecificCapacity})))
    features["with:percentage"] = float(bool(view.of_kind({HEM.Percentage})))
    first = view.sentence.tokens[view.sentence.token_at(view.span.start)]
    features[f"sentence-begins:{plain(first.lower)}"] = 1.0
    features["begins"] = float(span.start - view.span.start < NEAR)
    return features


@cache
def _kinds(concept: str) -> tuple[str, ...]:
    """Return what a word of the lexicon is, by concept for cues and by class for the rest."""
    wanted = {HEM.SynthesisMethod, HEM.Technique, HEM.IonStorageMechanism, HEM.Ion, HEM.StructureType}
    kinds = set(terms.kinds(concept))
    return tuple(sorted((kinds & wanted) or {concept}))
