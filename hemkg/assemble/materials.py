"""Which materials a paper speaks of, under which names: formulas, sample codes, named substances.

Mentions that name one sample are one material.  Two samples of one composition stay apart, since
each has measurements of its own; a code without a formula of its own takes the composition of the
formula it stands for.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cache

from hemkg.model.annotated import Annotated
from hemkg.model.composition import Composition
from hemkg.model.mention import Mention, MentionKind
from hemkg.model.paper import Span
from hemkg.vocab import elements, terms
from hemkg.vocab.terms import HEM

CODE = re.compile(
    r"(?<![\w@/.])(?:\d[A-Z]|[A-Z]|[a-z]-[A-Z])[A-Za-z0-9]*(?:[@/–‐-][A-Za-z0-9]+)*(?:(?<=[–‐-]\d)\.\d+)?(?![\w@])"
)
NOISE = re.compile(r"[\s_{}$~^]")


@dataclass(slots=True)
class Entity:
    """A material while it is being gathered: its names, where they stand, what it is made of."""

    names: list[str]
    spans: list[Span]
    composition: Composition | None = None
    named: str | None = None
    is_code: bool = False
    is_element: bool = False
    is_weak: bool = False
    part: str | None = None
    structure: str | None = None
    entropy: str | None = None
    base: "Entity | None" = field(default=None, repr=False)

    @property
    def surface(self) -> str:
        """The name by which the paper calls it first."""
        return self.names[0]

    @property
    def first(self) -> Span:
        """Its first mention."""
        return min(self.spans)


def normal(name: str) -> str:
    """Return a name without spaces, markup and differences between dashes."""
    return NOISE.sub("", name).replace("–", "-").replace("−", "-").replace("‐", "-")


class Materials:
    """The materials of one paper and the places where each is mentioned."""

    def __init__(self, entities: Iterable[Entity]) -> None:
        self.entities = list(entities)
        self.mentions = sorted(
            ((span, entity) for entity in self.entities for span in entity.spans), key=lambda pair: pair[0]
        )
        self._by_name = {normal(name): entity for entity in self.entities for name in entity.names}

    def named(self, name: str) -> Entity | None:
        """Return the material of a name."""
        return self._by_name.get(normal(name))

    def within(self, span: Span) -> list[tuple[Span, Entity]]:
        """Return the mentions inside a span, in order."""
        return [(where, entity) for where, entity in self.mentions if span.contains(where)]


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
    for span in _codes(annotated):
        entity = _add(found, span.of(annotated.text), span, None)
        entity.is_code = True
    _add_elements(annotated, found)
    _drop_parts(found)
    entities = list(found.values())
    _introduce(annotated, entities)
    _name_formulas(entities)
    merged = [entity for entity in entities if entity.names]
    _inherit(annotated, merged)
    merged = [entity for entity in merged if entity.names]
    merged = [entity for entity in merged if entity.composition or entity.named or entity.base or _stands_alone(annotated, entity)]
    return Materials(merged)


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
        if mention.kind is MentionKind.ELEMENT and mention.concept in chosen and mention.surface.isalpha():
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
    if sentence is None or mention.span.start != sentence.span.start or annotated.text[mention.span.end] in "-–":
        return False
    capacities = [m for m in annotated.mentions_in(sentence.span) if m.concept == HEM.SpecificCapacity]
    if not capacities:
        return False
    between = Span(mention.span.end, capacities[0].span.start) if capacities[0].span.start > mention.span.end else None
    return between is not None and not any(between.overlaps(span) for span in taken)


def _add_element(found: dict[str, Entity], mention: Mention, name: str) -> None:
    symbol = mention.concept or ""
    composition = Composition(symbol, symbol, ((symbol, Fraction(1)),))
    entity = _add(found, name if len(name) > 2 else symbol, mention.span, composition)
    entity.is_element = entity.is_weak = True


def _name_formulas(entities: list[Entity]) -> None:
    """Join a named substance with the formula that the ontology gives it."""
    by_formula = {e.composition.formula: e for e in entities if e.composition and not e.named}
    for entity in entities:
        formula = terms.text(entity.named, "formula") if entity.named else None
        partner = by_formula.get(formula or "")
        if entity.names and partner and partner is not entity:
            _merge(partner, entity)


def _drop_parts(found: dict[str, Entity]) -> None:
    """Forget names inside longer names: CNT in HEO–CNT is no material of its own."""
    spans = [span for entity in found.values() for span in entity.spans]
    for key, entity in list(found.items()):
        if entity.is_code or not entity.named:
            continue
        entity.spans = [s for s in entity.spans if not any(_within(s, other) for other in spans)]
        if not entity.spans:
            del found[key]


def _add_formula(found: dict[str, Entity], mention: Mention) -> None:
    """Add a formula; a member of a series goes by ``x = 0.25`` wherever its number stands alone."""
    assert mention.composition is not None  # noqa: S101  # the caller has looked
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


def _add(found: dict[str, Entity], name: str, span: Span, composition: Composition | None) -> Entity:
    key = normal(name)
    if key not in found:
        found[key] = Entity([name], [], composition)
    found[key].spans.append(span)
    if span.end and name not in found[key].names:
        found[key].names.append(name)
    return found[key]


# ---------------------------------------------------------------- sample codes


@cache
def _no_names() -> frozenset[str]:
    return frozenset(map(str, terms.objects("NotAName", "caseLabel"))) | frozenset(
        map(str, terms.objects("NotAFormula", "caseLabel"))
    )


TECHNICAL = ("Technique", "Ion", "TechniqueMode", "QuantityKind", "SynthesisMethod", "NamedMaterial", "NotAConcept")


def _codes(annotated: Annotated) -> Iterator[Span]:
    """Yield sample codes: capital letters and digits that are no formula, unit or abbreviation."""
    taken = [
        mention.span
        for mention in annotated.mentions
        if mention.kind is MentionKind.FORMULA
        or (mention.kind is MentionKind.QUANTITY and mention.concept != HEM.Count)
        or (mention.kind is MentionKind.ELEMENT and len(mention.surface) > 2)
        or mention.kind is MentionKind.NAME
        or (mention.kind is MentionKind.CONCEPT and set(terms.kinds(mention.concept or "")) & set(TECHNICAL))
    ]
    for sentence in annotated.sentences:
        for found in CODE.finditer(annotated.text, sentence.span.start, sentence.span.end):
            span = Span(found.start(), found.end())
            if _is_code(found.group()) and not any(span.overlaps(o) and not _within(o, span) for o in taken):
                yield span


def _within(inner: Span, outer: Span) -> bool:
    """Whether one span is a proper part of another."""
    return outer.contains(inner) and inner != outer


def _is_code(word: str) -> bool:
    """Whether a word has the look of a sample code."""
    if word in _no_names() or word.rstrip("s") in _no_names():
        return False
    capitals = sum(c.isupper() for c in word)
    if capitals < 2 and not (capitals == 1 and any(c.isdigit() for c in word) and len(word) <= 4):
        return False
    if re.fullmatch(r"[A-Z][a-z]+(?:[-–][A-Z][a-z]+)+|[A-Z]\d+|\d[A-Z]|[A-Z][a-z]?\d?[+−-]?", word):
        return bool(re.fullmatch(r"[ST]\d{1,3}", word))
    return not re.fullmatch(r"[A-Z][a-z]{2,}.*|(?:Fig|Table|Ref).*", word)


# ---------------------------------------------------------------- introductions


@cache
def _alias_cue() -> str:
    words = sorted((str(w) for w in terms.objects("AliasCue", "exactLabel")), key=lambda w: (-len(w), w))
    return "|".join(re.escape(w) for w in words)


@cache
def _between() -> re.Pattern[str]:
    """What may stand between a formula and the name that is given to it."""
    cue = _alias_cue()
    noun = r"(?:\s[a-z][\w-]*){0,4}"
    return re.compile(
        rf"{noun}\s?[,(]?\s?(?:(?:{cue})[\s,]*){{1,3}}(?:the\s|a\s|an\s)?[\"“'‘]?$|{noun}\s?\(\s?$|,\s(?:{cue})\s$", re.I
    )


def _introduce(annotated: Annotated, entities: list[Entity]) -> None:
    """Join a code with the formula that introduces it, in either order."""
    text = annotated.text
    formulas = sorted(
        ((s, e) for e in entities if e.composition and not e.named and not e.is_element for s in e.spans),
        key=lambda p: p[0],
    )
    for entity in [e for e in entities if e.named or not e.composition]:
        partner = _introduced_by(text, entity, formulas)
        if partner is not None:
            _merge(partner, entity)


def _introduced_by(text: str, entity: Entity, formulas: list[tuple[Span, Entity]]) -> Entity | None:
    for span in sorted(entity.spans)[:2]:
        for where, formula in formulas:
            if entity.named:
                if text[span.end : where.start].strip() == "(":
                    return formula
                continue
            if 0 <= span.start - where.end <= 70 and _between().fullmatch(text[where.end : span.start]):
                if formula.names and not _is_variant(text[where.start : where.end], span.of(text)):
                    return formula
            if 0 <= where.start - span.end <= 60 and _reverse().fullmatch(text[span.end : where.start]):
                return formula
    return None


@cache
def _reverse() -> re.Pattern[str]:
    cue = _alias_cue()
    return re.compile(rf"\s?\(\s?$|,\s$|\s?[,(]?\s?(?:(?:{cue})\s)+(?:the\s|a\s|an\s)?(?:[a-z-]+\s){{0,3}}$|\s?=\s?$", re.I)


def _is_variant(formula: str, name: str) -> bool:
    """Whether the name carries a coating that the formula lacks: no alias of it."""
    return "@" in name and "@" not in formula and "/" not in formula


def _merge(keep: Entity, gone: Entity) -> None:
    keep.names += [name for name in gone.names if name not in keep.names]
    keep.spans += gone.spans
    gone.names.clear()


# ---------------------------------------------------------------- codes without a formula


@cache
def _class_codes() -> tuple[tuple[str, str], ...]:
    pairs = (str(entry).split("=") for entry in terms.objects("ClassCode", "classCode"))
    return tuple(sorted(((code, family) for code, family in pairs), key=lambda p: -len(p[0])))


def _inherit(annotated: Annotated, entities: list[Entity]) -> None:
    """Give a code the composition of the material that it is a sample of."""
    known = [entity for entity in entities if entity.composition and not entity.named]
    for entity in entities:
        if entity.composition or entity.named:
            continue
        same = _same_as(entity, known, entities)
        if same is not None:
            _merge(same, entity)
            continue
        base = _stem_base(entity, entities) or _class_base(entity, known) or _initials_base(entity, known)
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
    taken = base is not None and any(normal(n) != name and _is_code(n) for n in base.names[1:])
    return None if taken else base


def _sample(composition: Composition, name: str) -> Composition:
    support = tuple(part for part in re.split(r"[@/]", name)[1:])
    return replace(composition, as_written=name, support=support or composition.support)


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
        fitting = [e for e in known if len(_metals(e)) >= 3 and family in {family_of(e.composition), "Any"}]
        distinct = {e.composition.key() for e in fitting if e.composition}
        if fitting and len(distinct) == 1:
            return fitting[0]
        richest = [e for e in fitting if len(_metals(e)) == max(len(_metals(f)) for f in fitting)]
        if len(richest) == 1:
            return richest[0]
    return None


def _metals(entity: Entity) -> list[str]:
    table = elements.table()
    return [s for s in (entity.composition.elements if entity.composition else ()) if not table[s].is_anion_former]


def _initials_base(entity: Entity, known: list[Entity]) -> Entity | None:
    """Return the formula whose elements the code spells by their initials: ZGSP of ZnGe0.5Si0.5P2."""
    letters = re.sub(r"[^A-Za-z]", "", re.split(r"[@/-]", normal(entity.surface))[0])
    for other in known:
        symbols = other.composition.elements if other.composition else ()
        initials = "".join(symbol[0] for symbol in symbols)
        if len(letters) >= 3 and letters.upper() in {initials, initials[:-1]}:
            return other
    return None


def _stands_alone(annotated: Annotated, entity: Entity) -> bool:
    """Whether a code without composition is worth keeping: it is used more than once or has a sample's look."""
    return len(entity.spans) > 1 or any(sign in entity.surface for sign in "@") or any(
        re.match(rf"{re.escape(code)}(?:$|[-@/\d])", normal(entity.surface)) for code, _ in _class_codes()
    )


# ---------------------------------------------------------------- what kind of material


@cache
def _family_of_element() -> dict[str, str]:
    found: dict[str, str] = {}
    for family in terms.instances("AnionFamily"):
        for symbol in terms.objects(family, "ofElement"):
            found.setdefault(str(symbol), family)
    return found


def family_of(composition: Composition | None) -> str | None:
    """Return the anion family of a composition, by its elements.

    Two anions give the mixed family (``Sulfoselenide``) if the ontology has one, phosphorus with
    oxygen a phosphate, carbon with a transition metal and no anion a carbide or MXene.
    """
    if composition is None:
        return None
    table = elements.table()
    symbols = composition.elements
    anions = [s for s in symbols if table[s].is_anion_former]
    metals = [s for s in symbols if table[s].is_metallic and not table[s].is_anion_former]
    amounts = dict(composition.amounts)
    if {"C", "N", "Fe"} <= set(symbols) and "(CN)" in composition.formula:
        return HEM.PrussianBlueAnalogue
    if not metals and not anions:
        return HEM.Carbon if "C" in symbols else None
    if not anions:
        return _without_anion(composition, metals)
    return _with_anions(set(anions), amounts, "H" in symbols)


def _without_anion(composition: Composition, metals: list[str]) -> str:
    if "C" in composition.elements:
        return HEM.MXene if "T" in composition.as_written or len(metals) > 1 else HEM.Carbide
    if "B" in composition.elements and len(metals) > 1:
        return HEM.Boride
    for symbol, family in (("Si", HEM.Silicide), ("Sb", HEM.Antimonide)):
        if symbol in metals and len(metals) > 1 and all(_is_transition(m) for m in metals if m != symbol):
            return family
    return HEM.Alloy if len(metals) > 1 else HEM.Metal


def _is_transition(symbol: str) -> bool:
    return elements.table()[symbol].category == "TransitionMetal"


def _with_anions(anions: set[str], amounts: dict[str, object], hydrogen: bool) -> str | None:
    if "P" in anions and "O" in anions:
        return HEM.Phosphate
    if {"P", "S"} <= anions:
        return HEM.Phosphosulfide if _mostly(amounts, "S", "P") else HEM.Phosphide
    if {"P", "Se"} <= anions:
        return HEM.Phosphoselenide if _mostly(amounts, "Se", "P") else HEM.Phosphide
    if {"S", "Se"} <= anions and "O" not in anions:
        return HEM.Sulfoselenide
    if "O" in anions and hydrogen:
        return HEM.Oxyhydroxide if amounts.get("O") == 2 else HEM.Oxide
    mixed = {"F": HEM.Oxyfluoride, "N": HEM.Oxynitride, "S": HEM.Oxysulfide, "Cl": HEM.Oxyhalide, "Br": HEM.Oxyhalide, "I": HEM.Oxyhalide}
    for symbol, family in mixed.items():
        if "O" in anions and symbol in anions:
            return family
    for symbol in ("O", "S", "Se", "Te", "P", "N", "F", "Cl", "Br", "I"):
        if symbol in anions:
            return _family_of_element()[symbol]
    return None


def _mostly(amounts: dict[str, object], first: str, second: str) -> bool:
    """Whether the first element outnumbers the second three to one, as in thiophosphates."""
    a, b = amounts.get(first), amounts.get(second)
    return a is not None and b is not None and float(a) >= 2.5 * float(b)  # type: ignore[arg-type]
