"""Crystal structure, morphology and entropy word of each material, from the words beside its mentions.

``the spinel (FeCoNi)3O4``, ``(MgCoNiCuZn)O crystallises in the rock-salt structure`` and ``high-entropy
oxide X`` speak of the material; a structure word elsewhere in the sentence need not.  Every mention
votes; samples of one composition that say nothing take what their base says, but for
the morphology, which is what tells samples of one composition apart.
"""

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache

from hemkg.assemble.context import Context, View
from hemkg.assemble.entity import Entity, metals_of, normal
from hemkg.model.mention import Mention
from hemkg.model.paper import Span
from hemkg.vocab import elements, lexicon, terms
from hemkg.vocab.lexicon import Matching, alternatives
from hemkg.vocab.terms import HEM

# below this many metals one more makes another compound and no doped one
LEAST_METALS = 4
UNDESCRIBED = {HEM.ElectrolyteComponent, HEM.ReactionProduct, HEM.Precursor}
GENERAL = {HEM.GeneralSymmetry, HEM.GeneralMorphology}
NEAR = re.compile(r"[\s(,]*(?:[\w.'’/–-]+\s){0,3}[\s(,]*")
BEHIND = re.compile(r"[\s),]*(?:[\w.'’/–-]+\s){0,2}")
JOINED = re.compile(r"[\s,;/&()]*(?:(?:and|or)\s)?[\s(]*")
APPOSITION = re.compile(r",?\s(?:a|an|the)\s(?:[\w-]+\s){0,3}")


def assign_traits(context: Context) -> None:
    """Set structure, morphology and entropy word of every material."""
    structures, shapes, entropies = (
        _votes(context, kind) for kind in (HEM.StructureType, HEM.Morphology, HEM.EntropyClass)
    )
    for entity in context.materials.entities:
        entity.structure = _winner(structures[id(entity)])
        entity.morphology = _winner(shapes[id(entity)])
        entity.entropy = _of_name(entity) or _winner(entropies[id(entity)])
    _give_main_material(context, structures)
    _inherit(context)


def _votes(context: Context, kind: str) -> dict[int, Counter[str]]:
    """Return {material: how often each word of a class describes it}."""
    votes = {id(e): Counter[str]() for e in context.materials.entities}
    for view in context.views:
        for word in view.words(kind):
            for entity in _spoken_of(view, word, stated=kind != HEM.EntropyClass):
                if entity.part not in UNDESCRIBED:
                    votes[id(entity)][word.concept or ""] += 1
    if kind == HEM.StructureType:
        for entity, structure in _members(context):
            votes[id(entity)][structure] += 1
    return votes


def _members(context: Context) -> Iterator[tuple[Entity, str]]:
    """Yield the materials that are said to be further members of a class that was spoken of just before.

    *…to perovskites, CaSnO3 first, as anodes.  Na0.5Bi0.5TiO3 is now added to the list.*
    """
    for view, before in zip(context.views[1:], context.views, strict=False):
        entities = {id(entity): entity for _, entity in view.materials if entity.part not in UNDESCRIBED}
        classes = {word.concept for word in before.words(HEM.StructureType) if _is_plural(before, word.span)}
        if len(entities) == len(classes) == 1 and _membership().search(view.text, view.span.start, view.span.end):
            yield next(iter(entities.values())), classes.pop() or ""


@cache
def _membership() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{alternatives('MembershipWord')})\b", re.I)


def _is_plural(view: View, word: Span) -> bool:
    """Whether a structure word names a class: *perovskites*, *layered oxides*."""
    return word.of(view.text).endswith("s")


def _give_main_material(context: Context, votes: dict[int, Counter[str]]) -> None:
    """Give the paper's main material the one structure that the paper names without saying of what."""
    mixed = [e for e in context.materials.entities if e.part == HEM.Anode and e.composition and not e.named]
    main = max(mixed, key=lambda e: (_richness(e), context.weights[id(e)], -e.first.start), default=None)
    if main is None or main.structure:
        return
    others = {c for e in context.materials.entities if e is not main for c in votes[id(e)]}
    named = {w.concept for v in context.views for w in v.words(HEM.StructureType) if not _is_denied(v, w)}
    plain = {c for c in named - others if c and HEM.GeneralSymmetry not in terms.kinds(c)}
    if len(plain) == 1 and not others - {HEM.Amorphous}:
        main.structure = plain.pop()


def _richness(entity: Entity) -> int:
    """Return how many elements a material mixes, all beyond four alike."""
    return min(len(entity.composition.elements) if entity.composition else 0, 4)


def _winner(votes: Counter[str]) -> str | None:
    """Return what most mentions say; a general word (cubic, porous) counts only where no other is used."""
    general = {c for c in votes if GENERAL & set(terms.kinds(c))}
    named = Counter({c: n for c, n in votes.items() if c not in general}) or votes
    return min(named, key=lambda c: (-named[c], c)) if named else None


def _spoken_of(view: View, word: Mention, *, stated: bool) -> list[Entity]:
    """Return the materials that a word beside them describes."""
    if _is_denied(view, word):
        return []
    carrier = _carrier(view, word) if HEM.Morphology in terms.kinds(word.concept or "") else None
    beside = [(span, e) for span, e in view.materials if _is_beside(view, word.span, span)]
    if carrier:
        return [e for span, e in beside if span.overlaps(carrier)]
    found = [e for span, e in beside] + [e for span, _ in beside for e in _listed_with(view, word.span, span)]
    return found or (_subject(view, word) if stated else [])


def _carrier(view: View, word: Mention) -> Span | None:
    """Return the carbon or other carrier whose shape a word tells: *graphene nanosheets*, *few-layer MXene*."""
    before = _carriers()[0].search(view.text, view.span.start, word.span.start)
    after = _carriers()[1].match(view.text, word.span.end)
    found = before or after
    return Span(found.start(1), found.end(1)) if found else None


@cache
def _carriers() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return patterns for a carrier right before a word, which is no part of a composite's name, and right after."""
    words = alternatives("CarrierNoun")
    return re.compile(rf"(?<![\w@/])({words})[\s-]+$"), re.compile(rf"[\s-]+({words})\b(?![@/])")


def _is_beside(view: View, word: Span, material: Span) -> bool:
    """Whether word and material stand in one noun phrase: spinel X, X spinel, X, a layered oxide."""
    if material.overlaps(word):
        return True
    if word.end <= material.start:
        between = view.text[word.end : material.start]
        return len(between) < 40 and bool(NEAR.fullmatch(between)) and not _breaks(between)
    between = view.text[material.end : word.start]
    plain = BEHIND.fullmatch(between) or APPOSITION.fullmatch(between)
    return len(between) < 34 and bool(plain) and not _breaks(between)


@cache
def _breaking() -> re.Pattern[str]:
    words = alternatives("TraitBreak")
    return re.compile(rf"\b(?:{words})\b", re.I)


def _breaks(between: str) -> bool:
    return bool(_breaking().search(between))


def _listed_with(view: View, word: Span, span: Span) -> list[Entity]:
    """Return the materials of the list that a plural before it describes: the perovskites BaTiO3 and SrTiO3."""
    if word.end > span.start or not _is_plural(view, word):
        return []
    found, end = [], span.end
    for where, entity in (pair for pair in view.materials if pair[0].start >= span.end):
        if not JOINED.fullmatch(view.text[end : where.start]):
            break
        found.append(entity)
        end = where.end
    return found


def _subject(view: View, word: Mention) -> list[Entity]:
    """Return the one material of a sentence that says what structure something has."""
    entities = {id(e): e for span, e in view.materials if span.end <= word.span.start}
    stated = any(c.concept == HEM.StructureStatement for c in view.concepts)
    behind = [e for span, e in view.materials if span.start >= word.span.end]
    return list(entities.values()) if stated and len(entities) == 1 and not behind else []


def _is_denied(view: View, word: Mention) -> bool:
    lead = max(view.span.start, word.span.start - 20)
    before = view.text[lead : word.span.start]
    turned = any(c.concept in {HEM.Negation, HEM.ComparisonCue} and c.surface in before for c in view.concepts)
    becomes = not _is_plural(view, word.span) and _becoming().search(before)  # nothing turns into a class
    return turned or bool(becomes)


@cache
def _becoming() -> re.Pattern[str]:
    """Return a pattern for words before a structure that something turns into."""
    words = alternatives("BecomingWord")
    return re.compile(rf"\b(?:{words})\s(?:an?\s|the\s)?$", re.I)


def _of_name(entity: Entity) -> str | None:
    """Return the entropy class that a material's own code tells: HEO-3, MEO, 5M-HEO."""
    for name in entity.names:
        for part in re.split(r"[@/–‐\-\s]", normal(name)):
            if part in _entropy_codes():
                return _entropy_codes()[part]
    return None


@cache
def _entropy_codes() -> dict[str, str]:
    entries = lexicon.entries(HEM.EntropyClass)
    return {entry.label: entry.concept for entry in entries if entry.matching is Matching.CASE}


def _inherit(context: Context) -> None:
    """Hand structure and entropy word on to samples of the same composition."""
    by_key: dict[str, list[Entity]] = {}
    for entity in context.materials.entities:
        key = entity.composition.key() if entity.composition else None
        if key:
            by_key.setdefault(key, []).append(entity)
    for group in by_key.values():
        for name in ("structure", "entropy"):
            known = {getattr(e, name) for e in group} - {None}
            if len(known) == 1:
                (value,) = known
                for entity in group:
                    setattr(entity, name, getattr(entity, name) or value)
    for entity in context.materials.entities:
        entity.structure = entity.structure or _of_doped(context, entity)


def _of_doped(context: Context, entity: Entity) -> str | None:
    """Return the structure of the samples that hold one metal more and are otherwise alike: a dopant leaves it."""
    if entity.composition is None or len(metals_of(entity)) < LEAST_METALS:
        return None
    rest = set(entity.composition.elements)
    doped = [e for e in context.materials.entities if e.composition and _is_doped(set(e.composition.elements), rest)]
    known = {e.structure for e in doped if e.structure}
    return known.pop() if len(known) == 1 else None


def _is_doped(symbols: set[str], rest: set[str]) -> bool:
    table = elements.table()
    more = symbols - rest
    return rest < symbols and len(more) == 1 and not table[more.pop()].is_anion_former
