"""Which materials a paper speaks of, under which names: formulas, sample codes, named substances.

Mentions that name one sample are one material.  Two samples of one composition stay apart, since
each has measurements of its own; a code without a formula of its own takes the composition of the
formula it stands for.
"""

import re
from dataclasses import replace
from functools import cache

from hemkg.assemble.alloy_names import add_alloys
from hemkg.assemble.bare_samples import add_bare
from hemkg.assemble.class_samples import add_class
from hemkg.assemble.composition_tables import find_table_reports
from hemkg.assemble.derived import add_derived
from hemkg.assemble.doped_samples import add_doped, add_qualified
from hemkg.assemble.element_samples import add_elements
from hemkg.assemble.entity import Entity, Materials, add, merge, metals_of, normal
from hemkg.assemble.introductions import inherit, introduce, stands_alone
from hemkg.assemble.reported_compositions import hand_out, take_formulas
from hemkg.assemble.samples import Labelled, find_codes, find_labelled, is_within
from hemkg.assemble.told_samples import add_told
from hemkg.model.annotated import Annotated
from hemkg.model.mention import Mention, MentionKind
from hemkg.model.paper import Span
from hemkg.vocab import terms
from hemkg.vocab.lexicon import alternatives
from hemkg.vocab.terms import HEM


def find_materials(annotated: Annotated) -> Materials:
    """Gather the materials of a paper."""
    found: dict[str, Entity] = {}
    for mention in annotated.mentions:
        if mention.kind is MentionKind.FORMULA and mention.composition:
            _add_formula(found, mention)
        elif mention.kind is MentionKind.NAME and mention.concept:
            _add_named(found, mention)
        elif mention.kind is MentionKind.NAME:
            _add_compound(found, mention)
    for span in find_codes(annotated):
        if COUNTER.search(span.of(annotated.text)) or _is_contact(span.of(annotated.text)):
            continue
        entity = add(found, span.of(annotated.text), span, None)
        entity.is_code = True
    _abbreviate(annotated, found)
    _drop_inner(found)
    for label in find_labelled(annotated):
        _add_labelled(found, label)
    add_alloys(annotated, found)
    add_elements(annotated, found)
    _drop_parts(found)
    entities = list(found.values())
    reports = find_table_reports(annotated)
    introduce(annotated, entities)
    take_formulas(reports, entities)
    _name_formulas(entities)
    merged = [entity for entity in entities if entity.names]
    _drop_told_apart(merged)
    _join_series(merged)
    _join_bare(annotated, merged)
    _join_listed(merged)
    inherit(annotated, merged)
    merged = [entity for entity in merged if entity.names]
    hand_out(reports, merged)
    merged = [
        entity
        for entity in merged
        if entity.composition or entity.named or entity.base or stands_alone(annotated, entity) or entity.reports
    ]
    add_doped(annotated, merged)
    add_qualified(annotated, merged)
    add_bare(annotated, merged)
    add_derived(annotated, merged)
    add_told(annotated, merged)
    add_class(annotated, merged)
    return Materials(merged)


SHORT = re.compile(r"s?\s?\((?P<short>[A-Z][A-Za-z]{0,3}[A-Z][A-Za-z]{0,2}?)s?\)")


def _abbreviate(annotated: Annotated, found: dict[str, Entity]) -> None:
    """Give a named substance its abbreviation: hierarchically porous carbon (HPC), and where that stands."""
    text = annotated.text
    for entity in [e for e in found.values() if e.named]:
        shorts = {
            m["short"] for s in entity.spans if (m := SHORT.match(text, s.end)) and _spells(m["short"], s.of(text))
        }
        for short in shorts:
            for match in re.finditer(rf"(?<![\w@/–-])(?:{re.escape(short)})(?![\w@/])", text):
                span = Span(match.start(), match.end())
                if not any(span.overlaps(o) for e in found.values() for o in e.spans):
                    entity.spans.append(span)
            entity.names += [short] if short not in entity.names else []


def _spells(short: str, name: str) -> bool:
    """Whether an abbreviation is made of the first letters of a name's last words."""
    initials = "".join(word[0] for word in re.split(r"[\s-]", name) if word).lower()
    return initials.endswith(short.lower()) or (len(short) > 1 and short.lower().endswith(initials))


def _name_formulas(entities: list[Entity]) -> None:
    """Join a named substance with the formula that the ontology gives it."""
    by_formula = {e.composition.formula: e for e in entities if e.composition and not e.named}
    for entity in entities:
        formula = terms.text(entity.named, "formula") if entity.named else None
        partner = by_formula.get(formula or "")
        if entity.names and partner and partner is not entity:
            merge(partner, entity)


def _drop_parts(found: dict[str, Entity]) -> None:
    """Forget names inside longer names: CNT in HEO–CNT is no material of its own."""
    spans = [span for entity in found.values() for span in entity.spans]
    for key, entity in list(found.items()):
        if entity.is_code or not entity.named:
            continue
        entity.spans = [s for s in entity.spans if not any(is_within(s, other) for other in spans)]
        if not entity.spans:
            del found[key]


def _drop_inner(found: dict[str, Entity]) -> None:
    """Forget a formula that only ever opens the names of samples: FeCoNiP-1, FeCoNiP-2; they take what it says."""
    codes = [entity for entity in found.values() if entity.is_code]
    for key, entity in list(found.items()):
        if entity.is_code or entity.named or not entity.composition:
            continue
        holders = {id(code): code for s in entity.spans for code in codes for o in code.spans if is_within(s, o)}
        outside = [s for s in entity.spans if not any(is_within(s, o) for code in codes for o in code.spans)]
        if len(holders) < 2 and (outside or not any(ONE_SAMPLE.search(code.surface) for code in holders.values())):
            continue
        entity.spans = outside or entity.spans
        if not outside:
            del found[key]
        for code in holders.values():
            if not CLASS_BEHIND.search(code.surface):
                code.composition = code.composition or replace(entity.composition, as_written=code.surface)


ONE_SAMPLE, CLASS_BEHIND = re.compile(r"[-–][A-Za-z0-9]+$|\)[A-Z]{3,}$"), re.compile(r"\)[-–]?[A-Z]{3,}$")


def _drop_told_apart(entities: list[Entity]) -> None:
    """Forget a formula that only stands inside the alias of another one: Nb2O5 in HE-Nb2O5 for a mixed oxide."""
    held = [(span, e) for e in entities if e.composition and not e.is_element for span in e.spans]
    for entity in list(entities):
        if entity.composition and not entity.is_code and not entity.named and not entity.is_element:
            inside = [any(is_within(s, other) and e is not entity for other, e in held) for s in entity.spans]
            if all(inside) and not entity.composition.support:
                entities.remove(entity)


def _join_series(entities: list[Entity]) -> None:
    """Give a series with a variable the value that a paper gives it, if it gives just one: LixMOFx (x = 1)."""
    members = [e for e in entities if e.composition and "=" in e.composition.as_written]
    if len(members) != 1 or not members[0].composition:
        return
    symbols = set(members[0].composition.elements)
    series = [
        e for e in entities if e.composition and e.composition.variables and set(e.composition.elements) == symbols
    ]
    if len(series) == 1 and series[0] is not members[0] and series[0].composition:
        written = series[0].composition.as_written
        series[0].composition = replace(members[0].composition, as_written=written)
        merge(series[0], members[0])
        entities.remove(members[0])


def _join_bare(annotated: Annotated, entities: list[Entity]) -> None:
    """Join a heterostructure of open proportions with its one composite: ZnTe/CoTe2 with ZnTe/CoTe2@NC."""
    for entity in list(entities):
        if entity.composition and "/" in entity.surface and not entity.composition.is_known:
            name = normal(entity.surface)
            coated = [e for e in entities if normal(e.surface).startswith((f"{name}@", f"{name}/"))]
            bare = any(_bare_word().search(annotated.text[max(0, s.start - 24) : s.start]) for s in entity.spans)
            if len(coated) == 1 and not bare:
                merge(coated[0], entity)
                entities.remove(entity)


LISTED = re.compile(r"\([A-Z][a-z]?(?:\s?,\s?[A-Z][a-z]?){2,}\)")


def _join_listed(entities: list[Entity]) -> None:
    """Join metals in a bracket by themselves with the one compound that mixes them: (Fe,Co,Ni) of (FeCoNi)3O4."""
    for entity in [e for e in entities if e.composition and LISTED.fullmatch(e.surface)]:
        metals = set(metals_of(entity))
        whole = [e for e in entities if e is not entity and e.composition and set(metals_of(e)) == metals]
        keys = {e.composition.key() for e in whole if e.composition}
        if len(keys) == 1:
            merge(whole[0], entity)
            entities.remove(entity)


@cache
def _bare_word() -> re.Pattern[str]:
    words = f"{alternatives('BareWord')}|{alternatives('BareNoun')}"
    return re.compile(rf"\b(?:{words})\s$", re.I)


CONTACT = re.compile(r"(?:^|[/@|–-])(?:Li|Na|K|Ca|Mg)\d?(?:O|S|Se|Te|F|Cl|P|N|OH|CO3)\d?(?:$|[/|–-])")
COUNTER = re.compile(r"(?:/{1,2}|\|{1,2}|‖|∥)(?:Li|Na|K|Ca|Mg|Zn)$")


def _is_contact(surface: str) -> bool:
    """Whether a name is that of an interface between a metal and a salt: Fe/Li2O."""
    return "/" in surface and bool(CONTACT.search(normal(surface)))


VALENCE = re.compile(r"(?<=[A-Za-z])\((?:0|I{1,3}|IV|VI{0,3})\)")


def _add_formula(found: dict[str, Entity], mention: Mention) -> None:
    """Add a formula; a member of a series goes by ``x = 0.25`` wherever its number stands alone."""
    assert mention.composition is not None
    if _is_contact(mention.surface):
        return
    written = mention.composition.as_written
    name = written if "=" in written else VALENCE.sub("", mention.surface)
    entity = add(found, name, mention.span, mention.composition)
    if mention.surface not in entity.names:
        entity.names.append(mention.surface)


def _add_named(found: dict[str, Entity], mention: Mention) -> None:
    """Add a substance that goes by its name, unless it is only part of a composite's name."""
    if any(span.contains(mention.span) for entity in found.values() for span in entity.spans):
        return
    word = mention.surface
    key = word if word.isupper() else word.lower()
    entity = add(found, key, mention.span, mention.composition)
    entity.named = mention.concept
    entity.is_weak = terms.text(mention.concept or "", "anionFamily") == HEM.Carbon
    if word not in entity.names:
        entity.names.insert(0, word)


def _add_compound(found: dict[str, Entity], mention: Mention) -> None:
    """Add a compound that goes by its chemical name, unless a longer name holds it."""
    if any(span.contains(mention.span) for entity in found.values() for span in entity.spans):
        return
    entity = add(found, mention.surface.lower(), mention.span, mention.composition)
    entity.is_weak = True
    if mention.surface not in entity.names:
        entity.names.append(mention.surface)


def _add_labelled(found: dict[str, Entity], label: Labelled) -> None:
    """Add a sample that goes by a letter; nothing else may claim its places."""
    spans = [s for s in label.spans if not any(s.overlaps(o) for e in found.values() for o in e.spans)]
    if spans:
        entity = Entity([label.name, label.letter], spans, is_code=True)
        found[normal(label.name)] = entity
