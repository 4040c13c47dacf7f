"""Which names mean one material: introductions (``X (HEO)``, ``HEO, i.e. X``) and codes that need none.

A code without a formula of its own takes the composition of the formula that it stands for or is a
sample of.
"""

import re
from dataclasses import replace
from functools import cache

from hemkg.assemble.entity import Entity, cations_of, merge, normal
from hemkg.assemble.families import family_of
from hemkg.assemble.samples import is_code, is_used_as_sample
from hemkg.model.annotated import Annotated
from hemkg.model.composition import Composition
from hemkg.model.paper import Span
from hemkg.vocab import terms
from hemkg.vocab.lexicon import alternatives


@cache
def _between() -> re.Pattern[str]:
    """What may stand between a formula and the name that is given to it."""
    cue = alternatives("AliasCue")
    noun = r"(?:\s[a-z][\w-]*){0,4}"
    return re.compile(
        rf"{noun}\s?[,(]?\s?(?:(?:{cue})[\s,]*){{1,3}}(?:the\s|a\s|an\s)?[\"“'‘]?$|{noun}\s?\(\s?$|,\s(?:{cue})\s$",
        re.I,
    )


def introduce(annotated: Annotated, entities: list[Entity]) -> None:
    """Join a code with the formula that introduces it, in either order."""
    text = annotated.text
    formulas = sorted(
        ((s, e) for e in entities if e.composition and not e.named and not e.is_element for s in e.spans),
        key=lambda p: p[0],
    )
    forms = _forms(text, entities)
    for entity in [e for e in entities if e.named or not e.composition]:
        partner = _introduced_by(text, entity, formulas)
        if partner is not None and partner.composition and id(entity) in forms:
            entity.base, entity.composition = partner, _sample(partner.composition, entity.surface)
        elif partner is not None:
            merge(partner, entity)


FORM = re.compile(r"\s[a-z][\w-]*s\s?\(\s?$")


def _forms(text: str, entities: list[Entity]) -> set[int]:
    """Return the codes, by identity, that name one of two forms: X hollow spheres (X-H) and solid spheres (X-S)."""
    stems: dict[str, list[Entity]] = {}
    for entity in entities:
        stem, dash, tail = normal(entity.surface).rpartition("-")
        if (
            entity.is_code
            and dash
            and tail.isalpha()
            and FORM.search(text[max(0, entity.first.start - 40) : entity.first.start])
        ):
            stems.setdefault(stem, []).append(entity)
    return {id(entity) for alike in stems.values() if len(alike) > 1 for entity in alike}


def _introduced_by(text: str, entity: Entity, formulas: list[tuple[Span, Entity]]) -> Entity | None:
    for span in sorted(entity.spans)[:2]:
        for where, formula in formulas:
            if entity.named:
                if text[span.end : where.start].strip() == "(":
                    return formula
                continue
            told = 0 <= span.start - where.end <= 70 and _between().fullmatch(text[where.end : span.start])
            if told and formula.names and not _is_variant(text[where.start : where.end], span.of(text)):
                return formula
            if 0 <= where.start - span.end <= 60 and _reverse().fullmatch(text[span.end : where.start]):
                return formula
    return None


@cache
def _reverse() -> re.Pattern[str]:
    cue = alternatives("AliasCue")
    return re.compile(
        rf"\s?\(\s?$|,\s$|\s?[,(]?\s?(?:(?:{cue})\s)+(?:the\s|a\s|an\s)?(?:[a-z-]+\s){{0,3}}$|\s?=\s?$", re.I
    )


def _is_variant(formula: str, name: str) -> bool:
    """Whether the name carries a coating that the formula lacks: no alias of it."""
    return "@" in name and "@" not in formula and "/" not in formula


# ---------------------------------------------------------------- codes without a formula


ANY = "Any"


@cache
def _class_codes() -> tuple[tuple[str, str], ...]:
    pairs = (str(entry).split("=") for entry in terms.objects("ClassCode", "classCode"))
    return tuple(sorted(((code, family) for code, family in pairs), key=lambda p: -len(p[0])))


def family_of_name(entity: Entity) -> str | None:
    """Return the anion family that a material's own name tells: HEO-3, N-HESe, HEOs, high-entropy oxides."""
    codes = {code: family for code, family in _class_codes() if family != ANY}
    told = codes | dict(terms.by_notation("AnionFamily"))
    parts = (part.removesuffix("s") for name in entity.names for part in re.split(r"[@/–‐\-\s\d]", name))
    return next((told[part] for part in parts if part in told), None)


def inherit(annotated: Annotated, entities: list[Entity]) -> None:
    """Give a code the composition of the material that it is a sample of."""
    known = [entity for entity in entities if entity.composition and not entity.named]
    for entity in entities:
        if entity.composition or entity.named:
            continue
        same = _same_as(entity, known, entities)
        if same is not None:
            merge(same, entity)
            continue
        same = _suffix_of(entity, known) or _listed_with(entity, entities, known)
        if same is not None:
            merge(same, entity)
            continue
        base = (
            _touched_base(entity, known)
            or _stem_base(entity, entities)
            or _class_base(entity, known)
            or _initials_base(entity, known)
        )
        if base is not None and base is not entity:
            entity.base = base
            if base.composition:
                entity.composition = _sample(base.composition, entity.surface)


def _same_as(entity: Entity, known: list[Entity], entities: list[Entity]) -> Entity | None:
    """Return the formula that a code stands for without having been introduced: HES, ZGSP."""
    name = normal(entity.surface)
    if name in {code for code, _ in _class_codes()}:
        base = _class_base(entity, known)
    else:
        base = None if re.search(r"[-\d]", name) else _initials_base(entity, known)
    taken = base is not None and any(normal(n) != name and is_code(n) for n in base.names[1:])
    return None if taken else base


def _suffix_of(entity: Entity, known: list[Entity]) -> Entity | None:
    """Return the formula whose name ends in the code: BM of (NiCoMn)3O4-BM."""
    name = normal(entity.surface)
    return next((e for e in known if any(normal(n).endswith(f"-{name}") for n in e.names)), None)


def _listed_with(entity: Entity, entities: list[Entity], known: list[Entity]) -> Entity | None:
    """Return the formula at the code's place, where the paper lists as many formulas as codes of a series.

    ``5M-HEO, 4M-MEO ... Compositions: (CoCuMgNiZn)O and (CoCuNiZn)O`` names each sample once.
    """
    codes = [e for e in entities if e.names and e.composition is None and not e.named and _of_series(e, entity)]
    named_once = [e for e in known if e.names and len(e.names) == 1 and len(e.spans) == 1 and not e.is_element]
    starts = sorted(e.first.start for e in named_once)
    listed = len(codes) > 1 and len(codes) == len(named_once) and starts[-1] - starts[0] < 60 * len(starts)
    if not listed or entity not in codes:
        return None
    codes.sort(key=lambda e: e.first)
    named_once.sort(key=lambda e: e.first)
    return named_once[codes.index(entity)]


def _of_series(one: Entity, other: Entity) -> bool:
    """Whether two codes differ in a number or a letter only, or in what stands before the class's code."""
    shapes = [re.sub(r"\d+|(?<=^)[A-Z]?\d?M(?=-)", "#", normal(e.surface)) for e in (one, other)]
    return shapes[0] == shapes[1] or {s.split("-")[0] for s in shapes} == {"#M"} or shapes[0][:2] == shapes[1][:2]


def _sample(composition: Composition, name: str) -> Composition:
    support = tuple(part for part in re.split(r"[@/]", name)[1:])
    return replace(composition, as_written=name, support=support or composition.support)


def _touched_base(entity: Entity, known: list[Entity]) -> Entity | None:
    """Return the formula that stands right before the code, which names a form of it: (FeCoNi)3O4 HEO-HoMS."""
    if "-" not in normal(entity.surface):
        return None
    starts = {span.start - 1 for span in entity.spans}
    return next((e for e in known if not e.is_element and any(span.end in starts for span in e.spans)), None)


def _stem_base(entity: Entity, entities: list[Entity]) -> Entity | None:
    """Return the material whose name the code extends: HEO-700 of HEO, HESe@NC of HESe."""
    name = normal(entity.surface)
    best: tuple[int, Entity] | None = None
    for other in entities:
        for alias in other.names:
            short = normal(alias)
            if other is entity or len(short) < 2 or short == name or not other.composition:
                continue
            extends = re.search(rf"(?:^|[-@/]){re.escape(short)}(?:$|[-@/0-9])", name)
            if extends and (best is None or len(short) > best[0]):
                best = (len(short), other)
    return best[1] if best else None


def _class_base(entity: Entity, known: list[Entity]) -> Entity | None:
    """Return the one formula of the anion family that the code names."""
    name = normal(entity.surface)
    for code, family in _class_codes():
        if not re.search(rf"(?:^|[-@/\d]){re.escape(code)}(?:$|[-@/\d])", name):
            continue
        fitting = [e for e in known if len(cations_of(e)) >= 3 and family in {family_of(e.composition), ANY}]
        distinct = {e.composition.key() for e in fitting if e.composition}
        if fitting and len(distinct) == 1:
            return fitting[0]
        richest = [e for e in fitting if len(cations_of(e)) == max(len(cations_of(f)) for f in fitting)]
        if len(richest) == 1:
            return richest[0]
    return None


def _initials_base(entity: Entity, known: list[Entity]) -> Entity | None:
    """Return the formula whose elements the code spells by their initials: ZGSP of ZnGe0.5Si0.5P2."""
    letters = re.sub(r"[^A-Za-z]", "", re.split(r"[@/-]", normal(entity.surface))[0])
    for other in known:
        symbols = other.composition.elements if other.composition else ()
        initials = "".join(symbol[0] for symbol in symbols)
        if len(letters) >= 3 and letters.upper() in {initials, initials[:-1]}:
            return other
    return None


def stands_alone(annotated: Annotated, entity: Entity) -> bool:
    """Whether a code without composition is worth keeping: it is used more than once or has a sample's look."""
    return (
        len(entity.spans) > 1
        or any(sign in entity.surface for sign in "@")
        or any(re.match(rf"{re.escape(code)}(?:$|[-@/\d])", normal(entity.surface)) for code, _ in _class_codes())
        or bool(re.search(r"[A-Za-z][-–][A-Za-z]{2,}$", entity.surface) and _has_sibling(annotated, entity))
        or _has_numbered_sibling(annotated, entity)
        or _has_headed_sibling(annotated, entity)
        or f"@{entity.surface}" in annotated.text
        or any(_labels_sample(annotated.text, span) for span in entity.spans)
        or ("-" in normal(entity.surface) and any(is_used_as_sample(annotated.text, span) for span in entity.spans))
    )


HEADED_CODE = re.compile(r"(?P<head>[A-Z]{2,6})[-–](?P<tail>[A-Z][A-Za-z]?)")


def _has_headed_sibling(annotated: Annotated, entity: Entity) -> bool:
    """Whether another word of the paper differs by its last letters only: NCM-S beside NCM-O."""
    own = HEADED_CODE.fullmatch(entity.surface)
    if own is None:
        return False
    like = re.finditer(rf"(?<![\w@/–-]){own['head']}[-–]([A-Z][A-Za-z]?)(?![\w–-])", annotated.text)
    return any(found[1] != own["tail"] for found in like)


@cache
def _sample_before() -> re.Pattern[str]:
    """Return a pattern for a noun of a sample, with what was done to it, before a bracket."""
    nouns = f"{alternatives('SampleLabel')}|{alternatives('ShapeNoun')}"
    return re.compile(rf"\b(?:{nouns})(?:e?s)?(?:\s[^\s,;:.()]+){{0,5}}\s\($", re.I)


def _labels_sample(text: str, span: Span) -> bool:
    """Whether a code with a number stands in a bracket behind a sample: the powder fired at 900 °C (P-900)."""
    closed = text[span.end : span.end + 1] == ")"
    return (
        closed
        and bool(re.search(r"[-–]\d", span.of(text)))
        and bool(_sample_before().search(text[max(0, span.start - 80) : span.start]))
    )


SERIES_CODE = re.compile(r"(?P<stem>[A-Za-z]{1,6})[-–](?P<number>\d+(?:\.\d+)?)")


def _has_numbered_sibling(annotated: Annotated, entity: Entity) -> bool:
    """Whether another word of the paper differs by its number only: T-650 beside T-750."""
    own = SERIES_CODE.fullmatch(entity.surface)
    if own is None:
        return False
    like = re.finditer(rf"(?<![\w@/–-]){own['stem']}[-–](\d+(?:\.\d+)?)(?![\w–-])", annotated.text)
    return any(found[1] != own["number"] for found in like)


def _has_sibling(annotated: Annotated, entity: Entity) -> bool:
    """Whether another word of the paper has the tail of a name: Ni-PBA beside HE-PBA."""
    name = entity.surface
    tail = re.split(r"[-–]", name)[-1]
    others = re.findall(rf"(?<![\w–-])([\w@/]+)[-–]{re.escape(tail)}(?![\w–-])", annotated.text)
    return len(set(others)) > 1
