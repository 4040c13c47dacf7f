"""From the words of a question to its intent, slot by slot."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from hemkg.ask.bounds import Bounds, count_before, read_bounds
from hemkg.ask.intent import Intent, Shape, Target
from hemkg.ask.words import Words
from hemkg.model.mention import Mention
from hemkg.model.paper import Span
from hemkg.store.claims import MaterialSelection, Range
from hemkg.vocab import terms
from hemkg.vocab.terms import HEM

MEASURED = {
    HEM.AskCapacity: HEM.SpecificCapacity,
    HEM.AskRetention: HEM.CapacityRetention,
    HEM.AskEfficiency: HEM.CoulombicEfficiency,
    HEM.AskCycles: HEM.CycleLife,
    HEM.AskEntropy: HEM.ConfigurationalEntropy,
}
HEADS = {
    HEM.AskPaper: Target.PAPERS,
    HEM.AskMaterial: Target.MATERIALS,
    HEM.AskElement: Target.ELEMENTS,
    HEM.AskMechanism: Target.MECHANISMS,
    HEM.AskTechnique: Target.TECHNIQUES,
    HEM.AskSynthesis: Target.SYNTHESES,
    HEM.AskIon: Target.IONS,
    HEM.AskFamily: Target.FAMILIES,
    HEM.AskStructure: Target.STRUCTURES,
    HEM.AskRole: Target.ROLES,
    HEM.AskComposition: Target.COMPOSITION,
    HEM.AskGap: Target.GAPS,
}
LISTED = {",", "and", "or", "/", ", and", ", or", "&", "or for", "and for", "and with", "or with"}
MECHANISM_KINDS = (HEM.IonStorageMechanism, HEM.ChargeStorageMechanism)
CONDITION_KINDS = frozenset(str(kind) for kind in terms.objects("ConditionKinds", "kind"))


def read_intent(words: Words) -> Intent:
    """Read what a question asks from its words."""
    bounds = read_bounds(words)
    ions, symbols, used_elements = _ions_and_elements(words)
    has, lacks = _composition(words, symbols)
    about = tuple(s for s in symbols if s not in {*has, *lacks})
    material, families = _material(words, has, lacks, bounds)
    quantities = _quantities(words, bounds)
    mechanisms, used_cues = _mechanisms(words)
    head = _head(words)
    target = _target(words, head, quantities, mechanisms, material)
    kinds = _capacity_kinds(words, quantities)
    if not quantities and kinds and words.named and target in {Target.OVERVIEW, Target.UNKNOWN}:
        quantities, target = (HEM.SpecificCapacity,), Target.MEASUREMENTS
    roles, used_roles = _roles(words, target, mechanisms)
    if target in {Target.OVERVIEW, Target.UNKNOWN} and roles and (about or _is_yes_no(words)):
        target = Target.ELEMENTS
    intent = Intent(
        target=target,
        shape=_shape(words, target, ions, mechanisms),
        is_yes_no=_is_yes_no(words),
        quantities=quantities,
        subjects=words.named,
        material=material,
        families=families,
        mechanisms=mechanisms,
        all_mechanisms=_are_joined(words, MECHANISM_KINDS),
        techniques=_techniques(words, kinds),
        all_techniques=_are_joined(words, (HEM.Technique,)),
        modes=words.terms_of(HEM.TechniqueMode),
        methods=words.terms_of(HEM.SynthesisMethod),
        roles=roles,
        ions=ions,
        elements=about,
        polarity=_polarity(words, roles),
        capacity_kinds=kinds,
        is_measured=_is_measured(words, kinds),
        is_first_cycle=_is_first_cycle(words),
        bounds=bounds,
        by_cycle=words.has(HEM.AskLongest) or HEM.CycleLife in quantities and len(quantities) == 1,
        group=_group(words, head),
        wants_papers=words.has(HEM.AskPaper),
        asks_existence=words.has(HEM.AskExistence) or words.has(HEM.AskHere, HEM.AskAsserted),
        is_general=words.has(HEM.AskGeneral),
        names_corpus=words.has(HEM.AskHere, HEM.AskAsserted),
        is_table=words.has(HEM.AskTable),
        words=words,
    )
    used = [*bounds.used, *used_elements, *used_cues, *used_roles, *_used_concepts(words, target)]
    return replace(intent, leftovers=words.leftovers(used))


def _used_concepts(words: Words, target: Target) -> Iterable[Span]:
    """Yield where concepts stand that a slot has taken up."""
    kinds = [
        *MECHANISM_KINDS, HEM.Technique, HEM.TechniqueMode, HEM.SynthesisMethod, HEM.StructureType, HEM.AnionFamily,
        HEM.EntropyClass, HEM.Ion, HEM.MaterialRole, HEM.QuantityKind, HEM.ContextCue, HEM.PolarityCue, HEM.GapPart,
    ]  # fmt: skip
    if target in {Target.MEASUREMENTS, Target.PASSAGES}:
        kinds.append(HEM.CapacityKind)
    quantities = set(words.quantities())
    return (m.span for kind in kinds for m in words.of_kind(kind) if m not in quantities)


# ---------------------------------------------------------------- concepts


def _mechanisms(words: Words) -> tuple[tuple[str, ...], list[Span]]:
    """Return the mechanisms that are named, or else those that the words hint at."""
    named = tuple(dict.fromkeys(term for kind in MECHANISM_KINDS for term in words.terms_of(kind)))
    if named or words.has(HEM.AskComposition):
        return named, []
    hinted = [m for m in words.of_kind(HEM.MechanismCue) if len(m.surface.split()) > 1 or "-" in m.surface]
    found = [terms.text(m.concept or "", HEM.suggests) for m in hinted]
    return tuple(dict.fromkeys(f for f in found if f)), [m.span for m in hinted]


def _techniques(words: Words, kinds: Sequence[str]) -> tuple[str, ...]:
    """Return the techniques; ``calculated capacity`` asks for a theoretical value and not for calculations."""
    named = words.terms_of(HEM.Technique)
    if HEM.TheoreticalCapacity in kinds or words.has(HEM.AskEntropy):
        return tuple(name for name in named if name != HEM.DensityFunctionalTheory)
    return named


def _are_joined(words: Words, kinds: Sequence[str]) -> bool:
    """Whether the terms of a class are wanted together: both, as well as, combined."""
    mentions = [m for kind in kinds for m in words.of_kind(kind)]
    if len({m.concept for m in mentions}) < 2:
        return False
    spans = sorted(m.span for m in mentions)
    between = [words.text[a.end : b.start].strip().lower() for a, b in zip(spans, spans[1:], strict=False)]
    return words.has(HEM.AskBoth) or any(part in {"and", "and with", "with"} for part in between)


def _roles(words: Words, target: Target, mechanisms: Sequence[str]) -> tuple[tuple[str, ...], list[Span]]:
    """Return the roles that are named or worded otherwise: ``props up the lattice``."""
    named = words.terms_of(HEM.ElementRole)
    cues = [m for m in words.of_kind(HEM.RoleCue) if not _is_inside_a_mechanism(words, m)]
    wanted = target in {Target.ELEMENTS, Target.UNKNOWN, Target.OVERVIEW, Target.ROLES} or _is_yes_no(words)
    if named or mechanisms or not wanted:
        return named, []
    found = [terms.text(cue.concept or "", HEM.suggests) for cue in cues]
    return tuple(dict.fromkeys(f for f in found if f)), [cue.span for cue in cues]


def _is_inside_a_mechanism(words: Words, mention: Mention) -> bool:
    return any(m.span.contains(mention.span) for kind in MECHANISM_KINDS for m in words.of_kind(kind))


def _capacity_kinds(words: Words, quantities: Sequence[str]) -> tuple[str, ...]:
    kinds = [m for m in words.of_kind(HEM.CapacityKind) if not _is_denied(words, m.span)]
    named = tuple(dict.fromkeys(m.concept or "" for m in kinds))
    if not named and HEM.SpecificCapacity in quantities and HEM.DensityFunctionalTheory in words.terms_of(HEM.Technique):
        return (HEM.TheoreticalCapacity,)
    return tuple(kind for kind in named if kind != HEM.RateCapacity)


def _is_denied(words: Words, span: Span) -> bool:
    return words.before(span, 8).rstrip(" -").endswith(("not", "non", "no"))


def _is_measured(words: Words, kinds: Sequence[str]) -> bool:
    denied = any(_is_denied(words, m.span) for m in words.of_kind(HEM.CapacityKind))
    best = _has_superlative(words, HEM.AskMost) and not kinds
    return denied or words.has(HEM.AskMeasured) or best


def _is_first_cycle(words: Words) -> bool:
    cues = [m.surface.lower() for m in words.of_kind(HEM.ContextCue) if m.concept == HEM.EfficiencyCue]
    asked = [span.of(words.text).lower() for span in words.spans(HEM.AskEfficiency)]
    first = {str(label) for label in terms.objects(HEM.AskFirst, "exactLabel")} | {"initial", "ice", "ices"}
    return words.has(HEM.AskFirst) or any(set(text.replace("-", " ").split()) & first for text in (*cues, *asked))


def _polarity(words: Words, roles: Sequence[str]) -> str | None:
    if words.has(HEM.AskHypothesised):
        return HEM.Hypothesised
    if _is_yes_no(words) or roles:
        return None
    return HEM.Negated if words.has(HEM.AskDenied) else None


# ---------------------------------------------------------------- ions and elements


def _ions_and_elements(words: Words) -> tuple[tuple[str, ...], tuple[str, ...], list[Span]]:
    """Tell the working ions from the elements of a material."""
    by_element = {str(terms.text(ion, HEM.ofElement)): ion for ion in terms.instances(HEM.Ion)}
    covered = [m.span for m in words.of_kind(HEM.Ion)]
    ions = list(words.terms_of(HEM.Ion))
    symbols: list[str] = []
    for run in _runs(words, [m for m in words.elements() if not any(s.overlaps(m.span) for s in covered)]):
        if any(_is_carrier(words, mention, by_element) for mention in run):
            ions += [by_element[m.concept or ""] for m in run if m.concept in by_element]
            symbols += [m.concept or "" for m in run if m.concept not in by_element]
        else:
            symbols += [m.concept or "" for m in run]
    return tuple(dict.fromkeys(ions)), tuple(dict.fromkeys(symbols)), [m.span for m in words.elements()]


def _runs(words: Words, mentions: Sequence[Mention]) -> list[list[Mention]]:
    """Group elements that are listed together."""
    runs: list[list[Mention]] = []
    for mention in mentions:
        last = runs[-1][-1] if runs else None
        if last and words.text[last.span.end : mention.span.start].strip().lower() in LISTED:
            runs[-1].append(mention)
        else:
            runs.append([mention])
    return runs


def _is_carrier(words: Words, mention: Mention, by_element: dict[str, str]) -> bool:
    """Whether an element is spoken of as what is stored: ``sodium capacity``, ``take up magnesium``."""
    symbol = mention.concept or ""
    if symbol not in by_element or _is_content(words, mention):
        return False
    if HEM.UsualCarrier in terms.kinds(by_element[symbol]):
        return True
    stored = tuple(str(label) for label in terms.objects("StoredWords", "exactLabel"))
    if words.after(mention.span).strip(" -").startswith(stored):
        return True
    storing = {str(label) for label in terms.objects("StoringWords", "exactLabel")}
    return bool(set(words.before(mention.span).split()[-2:]) & storing)


def _is_content(words: Words, mention: Mention) -> bool:
    """Whether the nearest word before an element says that a material is made of it."""
    spans = [s for s in words.spans(HEM.AskContains, HEM.AskLacks) if s.end <= mention.span.start]
    nearest = max(spans, key=lambda s: s.end, default=None)
    loose = {str(label) for label in terms.objects("LooseContent", "exactLabel")}
    return nearest is not None and nearest.of(words.text).lower() not in loose


# ---------------------------------------------------------------- materials


def _material(
    words: Words, has: tuple[str, ...], lacks: tuple[str, ...], bounds: Bounds
) -> tuple[MaterialSelection, tuple[str, ...]]:
    """Return what the question says that the materials must be, and the families it lists."""
    families = _families(words)
    entropies = words.terms_of(HEM.EntropyClass)
    selection = MaterialSelection(
        has=has,
        lacks=lacks,
        families=_spelt_out(families),
        structures=words.terms_of(HEM.StructureType),
        roles=tuple(role for role in words.terms_of(HEM.MaterialRole) if role == HEM.Cathode),
        excluded_roles=_excluded_roles(words),
        high_entropy=(HEM.HighEntropy in entropies) if entropies else None,
        cations=_cation_count(words),
        entropy=bounds.entropy,
    )
    return selection, families


def _families(words: Words) -> tuple[str, ...]:
    """Return the families; a metal or an alloy only where several are asked for, not as a verb."""
    loose = {HEM.Alloy, HEM.Metal}
    mentions = words.of_kind(HEM.AnionFamily)
    mechanisms = [m.span for kind in MECHANISM_KINDS for m in words.of_kind(kind)]
    kept = [
        m
        for m in mentions
        if (m.concept not in loose or m.surface.lower().endswith("s")) and not any(s.overlaps(m.span) for s in mechanisms)
    ]
    return tuple(dict.fromkeys(m.concept or "" for m in kept))


def _spelt_out(families: Sequence[str]) -> tuple[str, ...]:
    """Return families with those that they hold: a chalcogenide is a sulfide, a selenide or a telluride."""
    found = []
    for family in families:
        found += [str(name) for name in terms.objects(family, "skos:narrower")] or [family]
    narrower = [n for n in terms.instances(HEM.AnionFamily) if set(terms.objects(n, "skos:broader")) & set(families)]
    return tuple(dict.fromkeys([*found, *narrower]))


def _composition(words: Words, symbols: Sequence[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the elements that the materials must and must not contain."""
    if words.named or not symbols or words.has(HEM.AskOrder) or any(map(words.terms_of, MECHANISM_KINDS)):
        return (), ()
    if not words.has(HEM.AskContains):
        return (), ()
    excluding = words.spans(HEM.AskLacks)
    has: list[str] = []
    lacks: list[str] = []
    for mention in words.elements():
        if mention.concept in symbols:
            is_out = any(span.end <= mention.span.start for span in excluding)
            (lacks if is_out else has).append(mention.concept or "")
    return tuple(dict.fromkeys(has)), tuple(dict.fromkeys(lacks))


def _excluded_roles(words: Words) -> tuple[str, ...]:
    """Who asks for anodes does not want cathodes, precursors or what a cell leaves behind."""
    if HEM.Anode not in words.terms_of(HEM.MaterialRole):
        return ()
    return tuple(str(role) for role in terms.objects("NoAnodeRoles", "kind"))


def _cation_count(words: Words) -> Range:
    found = (count_before(words, span) for span in words.spans(HEM.AskElement))
    return next((bound for bound in found if bound is not None), Range())


# ---------------------------------------------------------------- what is asked for


def _quantities(words: Words, bounds: Bounds) -> tuple[str, ...]:
    """Return the kinds of quantity that are asked for, or bounded."""
    asked = [MEASURED[cue.concept] for cue in words.cues if cue.concept in MEASURED]
    numbers = set(words.quantities())
    named = [m for m in words.of_kind(HEM.QuantityKind) if m not in numbers and m.concept not in CONDITION_KINDS]
    other = [m.concept or "" for m in named if m.concept not in MEASURED.values()]
    asked = [*other, *asked]
    if not asked and bounds.unit == HEM.MilliampereHourPerGram:
        asked = [HEM.SpecificCapacity]
    if not asked and bounds.unit == HEM.Percent:
        asked = [HEM.CapacityRetention]
    sharpened = _sharpened(words, asked)
    if len(set(sharpened)) > 1:
        sharpened = [kind for kind in sharpened if kind != HEM.CycleLife]
    return tuple(dict.fromkeys(sharpened))


def _sharpened(words: Words, asked: list[str]) -> list[str]:
    """Drop ``how much`` where the question says of what."""
    if len(set(asked)) < 2 or HEM.SpecificCapacity not in asked:
        return asked
    spoken = [span.of(words.text).lower() for span in words.spans(HEM.AskCapacity)]
    is_vague = not any("capacit" in text for text in spoken)
    return [kind for kind in asked if kind != HEM.SpecificCapacity] if is_vague else asked


def _target(
    words: Words,
    head: Target | None,
    quantities: Sequence[str],
    mechanisms: Sequence[str],
    material: MaterialSelection,
) -> Target:
    if words.has(HEM.AskQuote) or (words.has(HEM.AskSaying) and words.has(HEM.AskPaper)):
        return Target.PASSAGES
    if words.has(HEM.AskDefinition):
        return Target.DEFINITION
    picks_by_entropy = set(quantities) <= {HEM.ConfigurationalEntropy} and bool(material.entropy)
    if _asks_content(words):
        return Target.COMPOSITION
    if quantities and head in {None, Target.MATERIALS, Target.FAMILIES, Target.IONS} and not picks_by_entropy:
        return Target.MEASUREMENTS
    if head is not None:
        return head
    if words.terms_of(HEM.Technique):
        return Target.PAPERS
    if mechanisms:
        return Target.MECHANISMS if words.named else Target.MATERIALS
    if words.terms_of(HEM.SynthesisMethod):
        return Target.PAPERS
    if words.named:
        return Target.OVERVIEW
    return Target.MATERIALS if material else Target.UNKNOWN


def _asks_content(words: Words) -> bool:
    """Whether it asks how much of an element a named material contains."""
    contains = [s for s in words.spans(HEM.AskContains) if len(s.of(words.text)) > 4]
    vague = any(span.of(words.text).lower().startswith("how much") for span in words.spans(HEM.AskCapacity))
    return bool(words.named and contains and vague and words.elements())


def _head(words: Words) -> Target | None:
    """Return what the first asking noun of the question asks for."""
    for cue in sorted(words.cues, key=lambda c: (c.span.start, -c.span.end)):
        if cue.concept in HEADS and not _is_aside(words, cue):
            return HEADS[cue.concept or ""]
    return None


def _is_aside(words: Words, cue: Mention) -> bool:
    """Whether an asking noun is no head: ``converted to metal``, ``in these papers``."""
    before = words.before(cue.span, 16).split()
    last = before[-1] if before else ""
    if cue.concept == HEM.AskElement:
        return last in {"to", "into", "per", "the", "metallic", "of"} or last.isdigit() or _is_adjective(cue)
    if cue.concept == HEM.AskPaper:
        return any(span.contains(cue.span) for span in words.spans(HEM.AskHere)) or last == "to"
    if cue.concept == HEM.AskMaterial:
        return before[-2:] == ["as", "a"]
    if cue.concept in {HEM.AskSynthesis, HEM.AskStructure}:
        return any(cue.span.overlaps(m.span) for m in words.of_kind(HEM.RoleCue)) or bool(words.has(HEM.AskQuote))
    return False


def _is_adjective(cue: Mention) -> bool:
    return cue.surface.lower() in {"metallic", "atomic", "elemental", "ionic", "cationic", "anionic"}


def _group(words: Words, head: Target | None) -> Target | None:
    """Return what is counted by: ``per ion``, ``each storage mechanism``."""
    if not words.has(HEM.AskEach):
        return None
    start = max(span.start for span in words.spans(HEM.AskEach))
    after = [c for c in words.cues if c.concept in HEADS and c.span.start >= start]
    return HEADS[after[0].concept or ""] if after else head


def _shape(words: Words, target: Target, ions: Sequence[str], mechanisms: Sequence[str]) -> Shape:
    has = words.has
    if has(HEM.AskEach) and (has(HEM.AskCount) or target is Target.PAPERS):
        return Shape.COUNT_EACH
    if has(HEM.AskMean):
        return Shape.MEAN
    if has(HEM.AskMedian):
        return Shape.MEDIAN
    if has(HEM.AskCount) and not has(HEM.AskCycles, HEM.AskCapacity):
        return Shape.COUNT
    if has(HEM.AskNone) and (len(ions) > 1 or len(mechanisms) > 1) and not _is_yes_no(words):
        return Shape.NONE
    if has(HEM.AskOrder):
        return Shape.ORDER
    if _has_superlative(words, HEM.AskMost) or has(HEM.AskLongest):
        return Shape.MOST
    return Shape.LEAST if _has_superlative(words, HEM.AskLeast) else Shape.LIST


def _has_superlative(words: Words, cue: str) -> bool:
    """Whether a superlative stands by itself and not in ``at least`` or ``or more``."""
    kinds = {HEM.BoundBefore, HEM.BoundAfter}
    bounds = [c.span for c in words.cues if kinds & set(terms.kinds(c.concept or ""))]
    return any(not any(bound.overlaps(span) for bound in bounds) for span in words.spans(cue))


def _is_yes_no(words: Words) -> bool:
    """Whether the question begins with a verb."""
    openers = {str(word) for word in terms.objects("YesNoOpeners", "exactLabel")}
    return bool(words.tokens) and words.tokens[0].lower in openers
