"""Which materials a paper speaks of, under which names: formulas, sample codes, named substances.

Mentions that name one sample are one material.  Two samples of one composition stay apart, since
each has measurements of its own; a code without a formula of its own takes the composition of the
formula it stands for.
"""

import re
from dataclasses import replace
from fractions import Fraction
from functools import cache

from hemkg.assemble.entity import Entity, Materials, merge, normal
from hemkg.assemble.introductions import inherit, introduce, stands_alone
from hemkg.assemble.samples import Labelled, find_codes, find_labelled, is_within
from hemkg.model.annotated import Annotated
from hemkg.model.composition import Composition
from hemkg.model.mention import Mention, MentionKind
from hemkg.model.paper import Span
from hemkg.vocab import elements, terms
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
        entity = _add(found, span.of(annotated.text), span, None)
        entity.is_code = True
    _drop_inner(found)
    for label in find_labelled(annotated):
        _add_labelled(found, label)
    _add_elements(annotated, found)
    _drop_parts(found)
    entities = list(found.values())
    introduce(annotated, entities)
    _name_formulas(entities)
    merged = [entity for entity in entities if entity.names]
    inherit(annotated, merged)
    merged = [entity for entity in merged if entity.names]
    merged = [
        entity
        for entity in merged
        if entity.composition or entity.named or entity.base or stands_alone(annotated, entity)
    ]
    _add_bare(annotated, merged)
    return Materials(merged)


@cache
def _bare_phrase() -> re.Pattern[str]:
    bare = "|".join(re.escape(str(w)) for w in terms.objects("BareWord", "exactLabel") if str(w) != "powder")
    nouns = "|".join(re.escape(str(w)) for w in terms.objects("MaterialNoun", "exactLabel"))
    return re.compile(rf"\b(?:{bare})\s(?:[a-z-]+\s){{0,2}}?(?:{nouns})\b", re.I)


def _add_bare(annotated: Annotated, entities: list[Entity]) -> None:
    """Add the active phase of the one composite where a paper speaks of it uncoated without a formula."""
    coated = [e for e in entities if e.composition and e.composition.support and not e.named]
    keys = {e.composition.key() for e in coated if e.composition}
    if len(keys) != 1 or any(
        e.composition and not e.composition.support and e.composition.key() in keys for e in entities
    ):
        return
    found = _bare_phrase().finditer(annotated.text)
    spans = [Span(f.start(), f.end()) for f in found]
    spans = [s for s in spans if not any(s.overlaps(o) for e in entities for o in e.spans)]
    composition = coated[0].composition
    if spans and composition:
        bare = replace(composition, as_written=composition.formula, support=())
        entities.append(Entity([composition.formula], spans, bare))


@cache
def _sample_context() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return what before and behind an element makes it a sample of the pure element."""
    before = "|".join(re.escape(str(w)) for w in terms.objects("SampleWord", "exactLabel"))
    after = "|".join(re.escape(str(w)) for w in terms.objects("SampleNoun", "exactLabel"))
    return re.compile(rf"(?:\b(?:{before})\s)$", re.I), re.compile(rf"[\s-](?:[a-z]+\s)?(?:{after})\b", re.I)


def _add_elements(annotated: Annotated, found: dict[str, Entity]) -> None:
    """Add elements that are samples themselves: pure Sn, Si nanowires, a tin anode."""
    before, after = _sample_context()
    text = annotated.text
    taken = [span for entity in found.values() for span in entity.spans]
    chosen: dict[str, str] = {}
    for mention in annotated.mentions:
        if mention.kind is MentionKind.ELEMENT and not any(span.contains(mention.span) for span in taken):
            lead = text[max(0, mention.span.start - 24) : mention.span.start]
            rest = text[mention.span.end : mention.span.end + 40]
            plain = mention.surface.isalpha() and _can_be_sample(mention.concept or "")
            if plain and (before.search(lead) or after.match(rest) or _is_measured(annotated, mention, taken)):
                chosen.setdefault(mention.concept or "", mention.surface)
    for mention in annotated.mentions:
        inside = any(span.contains(mention.span) for span in taken)
        if (
            mention.kind is MentionKind.ELEMENT
            and mention.concept in chosen
            and mention.surface.isalpha()
            and not inside
        ):
            _add_element(found, mention, chosen[mention.concept])


@cache
def _can_be_sample(symbol: str) -> bool:
    """Whether the pure element is an anode of its own: metals and metalloids but the counter electrodes."""
    counter = set(map(str, terms.objects("CounterElectrode", "caseLabel")))
    element = elements.table().get(symbol)
    return element is not None and (element.is_metallic or symbol == "P") and symbol not in counter


def _is_measured(annotated: Annotated, mention: Mention, taken: list[Span]) -> bool:
    """Whether a sentence opens with the element and goes on to a capacity, no other material between."""
    sentence = annotated.sentence_at(mention.span.start)
    if sentence is None or annotated.text[mention.span.end : mention.span.end + 1] in "-–":
        return False
    token = sentence.tokens[sentence.token_at(mention.span.start)]
    opens = mention.span.start == sentence.span.start
    if not opens and not (token.relation == "nsubj" and sentence.tokens[token.head].tag.startswith("VB")):
        return False
    capacities = [m for m in annotated.mentions_in(sentence.span) if m.concept == HEM.SpecificCapacity]
    if not capacities:
        return False
    if not opens and sentence.clause_at(mention.span.start) != sentence.clause_at(capacities[0].span.start):
        return False
    between = Span(mention.span.end, capacities[0].span.start) if capacities[0].span.start > mention.span.end else None
    return between is not None and not any(between.overlaps(span) for span in taken)


def _add_element(found: dict[str, Entity], mention: Mention, name: str) -> None:
    symbol = mention.concept or ""
    composition = Composition(symbol, symbol, ((symbol, Fraction(1)),))
    entity = _add(found, name if len(name) > 2 else symbol, mention.span, composition)
    entity.is_element = entity.is_weak = True
    entity.names += [symbol] if symbol not in entity.names else []


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
        if len(holders) < 2:
            continue
        entity.spans = outside or entity.spans
        if not outside:
            del found[key]
        for code in holders.values():
            code.composition = code.composition or replace(entity.composition, as_written=code.surface)


CONTACT = re.compile(r"(?:^|[/@|–-])(?:Li|Na|K|Ca|Mg)\d?(?:O|S|Se|Te|F|Cl|P|N|OH|CO3)\d?(?:$|[/|–-])")
COUNTER = re.compile(r"(?:/{1,2}|\|{1,2}|‖|∥)(?:Li|Na|K|Ca|Mg|Zn)$")


def _is_contact(surface: str) -> bool:
    """Whether a name is that of an interface between a metal and a salt: Fe/Li2O."""
    return "/" in surface and bool(CONTACT.search(normal(surface)))


def _add_formula(found: dict[str, Entity], mention: Mention) -> None:
    """Add a formula; a member of a series goes by ``x = 0.25`` wherever its number stands alone."""
    assert mention.composition is not None
    if _is_contact(mention.surface):
        return
    written = mention.composition.as_written
    name = written if "=" in written else mention.surface
    entity = _add(found, name, mention.span, mention.composition)
    if mention.surface not in entity.names:
        entity.names.append(mention.surface)


def _add_named(found: dict[str, Entity], mention: Mention) -> None:
    """Add a substance that goes by its name, unless it is only part of a composite's name."""
    if any(span.contains(mention.span) for entity in found.values() for span in entity.spans):
        return
    word = mention.surface
    key = word if word.isupper() else word.lower()
    entity = _add(found, key, mention.span, mention.composition)
    entity.named = mention.concept
    entity.is_weak = terms.text(mention.concept or "", "anionFamily") == HEM.Carbon
    if word not in entity.names:
        entity.names.insert(0, word)


def _add_compound(found: dict[str, Entity], mention: Mention) -> None:
    """Add a compound that goes by its chemical name, unless a longer name holds it."""
    if any(span.contains(mention.span) for entity in found.values() for span in entity.spans):
        return
    entity = _add(found, mention.surface.lower(), mention.span, mention.composition)
    entity.is_weak = True
    if mention.surface not in entity.names:
        entity.names.append(mention.surface)


def _add_labelled(found: dict[str, Entity], label: Labelled) -> None:
    """Add a sample that goes by a letter; nothing else may claim its places."""
    spans = [s for s in label.spans if not any(s.overlaps(o) for e in found.values() for o in e.spans)]
    if spans:
        entity = Entity([label.name, label.letter], spans, is_code=True)
        found[normal(label.name)] = entity


def _add(found: dict[str, Entity], name: str, span: Span, composition: Composition | None) -> Entity:
    key = normal(name)
    if key not in found:
        found[key] = Entity([name], [], composition)
    found[key].spans.append(span)
    if span.end and name not in found[key].names:
        found[key].names.append(name)
    return found[key]
