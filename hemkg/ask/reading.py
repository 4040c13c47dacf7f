"""From the words of a question to its intent, slot by slot."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from hemkg.ask.bounds import Bounds, count_before, read_bounds
from hemkg.ask.intent import Intent, Shape, Target
from hemkg.ask.materials import Named
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
    HEM.AskAuthor: Target.AUTHORS,
}
LISTED = {",", "and", "or", "/", ", and", ", or", "&", "or for", "and for", "and with", "or with"}
MECHANISM_KINDS = (HEM.IonStorageMechanism, HEM.ChargeStorageMechanism)
LONE_KINDS = frozenset({HEM.Voltage, HEM.Duration})
CONDITION_KINDS = frozenset(str(kind) for kind in terms.objects("ConditionKinds", "kind"))


def read_intent(words: Words) -> Intent:
    """Read what a question asks from its words."""
    bounds = _without_first_cycle(words, read_bounds(words))
    ions, symbols, used_elements = _ions_and_elements(words)
    mechanisms, excluded, used_cues = _mechanisms(words)
    has, lacks = _composition(words, symbols, mechanisms)
    about = tuple(s for s in symbols if s not in {*has, *lacks})
    material, families = _material(words, has, lacks, bounds)
    kinds = _capacity_kinds(words)
    quantities = _quantities(words, bounds, kinds)
    head = _head(words)
    target = _target(words, head, quantities, mechanisms, material)
    quantities, target = _implied(words, quantities, target, bounds, kinds)
    roles, used_roles = _roles(words, target, mechanisms)
    if target in {Target.OVERVIEW, Target.UNKNOWN} and roles and (about or _is_yes_no(words)):
        target = Target.ELEMENTS
    bounds = _with_bare(bounds, quantities)
    subjects = words.named or _lone_element(words, target, about)
    kinds, bounds = _by_half_cycles(words, kinds, bounds)
    intent = Intent(
        target=target,
        shape=_shape(words, target, ions, mechanisms),
        is_yes_no=_is_yes_no(words),
        quantities=quantities,
        subjects=subjects,
        material=material,
        families=families,
        mechanisms=mechanisms,
        all_mechanisms=_are_joined(words, MECHANISM_KINDS),
        techniques=_techniques(words, kinds),
        all_techniques=_are_joined(words, (HEM.Technique,)),
        modes=() if words.has(HEM.AskAnyMode) else words.terms_of(HEM.TechniqueMode),
        methods=words.terms_of(HEM.SynthesisMethod),
        roles=roles,
        ions=ions,
        elements=about if not (subjects and not words.named) else (),
        polarity=_polarity(words, roles),
        capacity_kinds=kinds,
        is_measured=_is_measured(words, kinds),
        is_first_cycle=_is_first_cycle(words),
        bounds=bounds,
        by_cycle=_is_by_cycle(words, quantities),
        group=_group(words, head),
        wants_papers=words.has(HEM.AskPaper),
        asks_existence=words.has(HEM.AskExistence, HEM.AskHere, HEM.AskAsserted),
        is_general=words.has(HEM.AskGeneral),
        names_corpus=words.has(HEM.AskHere, HEM.AskAsserted),
        is_table=words.has(HEM.AskTable),
        excluded_mechanisms=excluded,
        words=words,
    )
    used = [*bounds.used, *used_elements, *used_cues, *used_roles, *_used_concepts(words, target)]
    leftovers = words.leftovers(used)
    return replace(intent, leftovers=leftovers, premises=_premises(words, intent, leftovers))


OWN_UNITS = {
    HEM.SpecificCapacity: HEM.MilliampereHourPerGram,
    HEM.CapacityRetention: HEM.Percent,
    HEM.CoulombicEfficiency: HEM.Percent,
}


def _with_bare(bounds: Bounds, quantities: Sequence[str]) -> Bounds:
    """Give a bound without a unit the unit of the one quantity that is asked for: *more than 150*."""
    unit = OWN_UNITS.get(quantities[0]) if len(quantities) == 1 else None
    if unit is None or bounds.value or not bounds.bare:
        return bounds
    return replace(bounds, value=bounds.bare, unit=unit, bare=Range())


def _premises(words: Words, intent: Intent, leftovers: Sequence[str]) -> tuple[str, ...]:
    """Return the leftover words that the papers must speak of.

    Things and numbers count always; how something is done or what it is like counts only where the
    question does not say in the lexicon's words what is asked for (*what does it cost?*, *who funded it?*).
    """
    is_vague = intent.target in {Target.OVERVIEW, Target.UNKNOWN} or words.has(HEM.AskWho)
    is_vague = is_vague or (intent.target is Target.MEASUREMENTS and not _says_quantity(words))
    kept = (word for word in leftovers if words.is_noun(word) or (is_vague and not words.is_adverb(word)))
    return (*kept, *_strange_elements(intent))


def _strange_elements(intent: Intent) -> tuple[str, ...]:
    """Return elements that a question for the numbers of a named material adds and that are not in it."""
    if intent.target is not Target.MEASUREMENTS or not intent.subjects:
        return ()
    known = {s for named in intent.subjects for r in named.records for s in r.elements}
    known |= {s for named in intent.subjects if named.composition for s in named.composition.elements}
    return tuple(s for s in intent.elements if s not in known)


def _says_quantity(words: Words) -> bool:
    """Whether a kind of quantity or its unit is spelt out, and not just *how much*."""
    spoken = [cue.surface.lower() for cue in words.cues if cue.concept in MEASURED]
    told = words.of_kind(HEM.QuantityKind) or words.of_kind(HEM.CapacityKind)
    return bool(told) or any(not text.startswith("how much") for text in spoken)


def _without_first_cycle(words: Words, bounds: Bounds) -> Bounds:
    """Return bounds without the cycle of *first-cycle efficiency*, which names the quantity."""
    asks = words.has(HEM.AskEfficiency) and bounds.cycle.least == bounds.cycle.most == 1
    return replace(bounds, cycle=Range()) if asks else bounds


def _by_half_cycles(words: Words, kinds: tuple[str, ...], bounds: Bounds) -> tuple[tuple[str, ...], Bounds]:
    """Settle what discharge and charge mean: both halves of the first cycle, or the first cycle against another."""
    halves = {HEM.InitialDischargeCapacity, HEM.InitialChargeCapacity}
    if halves & set(kinds) and words.has(HEM.AskHalves):
        kinds = tuple(dict.fromkeys((*kinds, *sorted(halves))))
    cycle = bounds.cycle
    if halves & set(kinds) and cycle.least is not None and cycle.least == cycle.most and cycle.least > 1:
        return tuple(k for k in kinds if k not in halves), replace(bounds, cycle=Range(), cycles=(1, int(cycle.least)))
    return kinds, bounds


def _implied(
    words: Words, quantities: tuple[str, ...], target: Target, bounds: Bounds, kinds: Sequence[str]
) -> tuple[tuple[str, ...], Target]:
    """Return the capacity as what is asked for where the question says so without the word: *holds more*."""
    if quantities:
        return quantities, target
    open_targets = {Target.OVERVIEW, Target.UNKNOWN}
    if HEM.ContributedCapacity in kinds and target is not Target.PASSAGES and words.named:
        return (HEM.SpecificCapacity,), Target.MEASUREMENTS
    compares = (
        _has_superlative(words, HEM.AskMost) or _has_superlative(words, HEM.AskLeast) or words.has(HEM.AskComparison)
    )
    conditions = bounds.cycle or bounds.cycles or bounds.current or bounds.currents or bounds.c_rate or bounds.c_rates
    holds = words.has(HEM.AskHolds) and (compares or words.has(HEM.AskDoes))
    if words.named and target in open_targets and words.has(HEM.AskKeeps) and (compares or conditions):
        return (HEM.CapacityRetention,), Target.MEASUREMENTS
    if words.named and target in open_targets and (kinds or holds or conditions):
        return (HEM.SpecificCapacity,), Target.MEASUREMENTS
    if target in open_targets and bounds.bare and (words.named or words.has(HEM.AskHolds)):
        return (HEM.SpecificCapacity,), Target.MEASUREMENTS
    asks_which = words.has(HEM.AskMaterial, HEM.AskExistence, HEM.AskPaper) or _is_yes_no(words)
    if target in open_targets and asks_which and (bounds.cycle or bounds.cycles):
        return (HEM.CycleLife,), Target.MEASUREMENTS
    return quantities, target


def _lone_element(words: Words, target: Target, about: Sequence[str]) -> tuple[Named, ...]:
    """Return an element as the material that is asked about: the capacity *of tin*."""
    if target is not Target.MEASUREMENTS or len(about) != 1:
        return ()
    named = words.as_materials.get(about[0])
    told = named is not None and words.before(named.span, 4).split()[-1:] == ["of"]
    return (named,) if named is not None and named.records and told else ()


def _is_by_cycle(words: Words, quantities: Sequence[str]) -> bool:
    """Whether most and least are meant of cycles."""
    if _has_superlative(words, HEM.AskLongest) or set(quantities) == {HEM.CycleLife}:
        return True
    superlatives = [s for cue in (HEM.AskMost, HEM.AskLeast) for s in words.spans(cue)]
    gaps = [words.text[s.end : c.start] for s in superlatives for c in words.spans(HEM.AskCycles) if s.end <= c.start]
    return any(not gap.strip() for gap in gaps)


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


def _mechanisms(words: Words) -> tuple[tuple[str, ...], tuple[str, ...], list[Span]]:
    """Return the mechanisms that are named, or else those that the words hint at, and those that are excluded."""
    mentions = sorted((m for kind in MECHANISM_KINDS for m in words.of_kind(kind)), key=lambda m: m.span)
    excluding = {str(label) for label in terms.objects("ExcludingWords", "exactLabel")}
    out = [m for m in mentions[1:] if set(words.before(m.span, 12).split()[-2:]) & excluding]
    excluded = tuple(dict.fromkeys(m.concept or "" for m in out))
    if excluded and mentions[0].concept not in excluded:
        kept = dict.fromkeys(m.concept or "" for m in mentions)
        beyond = [m.concept or "" for m in mentions if m.span > out[0].span]
        excluded = tuple(dict.fromkeys((*excluded, *beyond)))
        return tuple(name for name in kept if name not in excluded), excluded, []
    named = tuple(dict.fromkeys(m.concept or "" for m in mentions))
    if named or words.has(HEM.AskComposition):
        return named, (), []
    if words.has(HEM.AskMechanism):
        return (), (), []
    hinted = [m for m in words.of_kind(HEM.MechanismCue) if len(m.surface.split()) > 1 or "-" in m.surface]
    found = [terms.text(m.concept or "", HEM.suggests) for m in hinted]
    return tuple(dict.fromkeys(f for f in found if f)), (), [m.span for m in hinted]


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
    cues += [cue for cue in words.cues if HEM.EverydayRole in terms.kinds(cue.concept or "")]
    said = [cue for cue in cues if not _is_said_not(words, cue)]
    opposed = not said and not _is_yes_no(words)
    cues = said or cues
    wanted = target in {Target.ELEMENTS, Target.UNKNOWN, Target.OVERVIEW, Target.ROLES} or _is_yes_no(words)
    if named or mechanisms or not wanted:
        return named, []
    found = [terms.text(cue.concept or "", HEM.suggests) for cue in cues]
    if opposed:
        found = [str(other) for role in found for other in list(terms.objects(role, HEM.excludes))[:1]] or found
    return tuple(dict.fromkeys(f for f in found if f)), [cue.span for cue in cues]


def _is_said_not(words: Words, cue: Mention) -> bool:
    """Whether a denial stands just before a word for a role: *does not compensate charge*."""
    before = words.before(cue.span, 14).split()[-2:]
    return any(word in {"not", "never", "no"} or word.endswith("n't") for word in before)


def _is_inside_a_mechanism(words: Words, mention: Mention) -> bool:
    return any(m.span.contains(mention.span) for kind in MECHANISM_KINDS for m in words.of_kind(kind))


def _capacity_kinds(words: Words) -> tuple[str, ...]:
    kinds = [m for m in words.of_kind(HEM.CapacityKind) if not _is_denied(words, m.span)]
    named = tuple(dict.fromkeys(m.concept or "" for m in kinds))
    is_computed = HEM.DensityFunctionalTheory in words.terms_of(HEM.Technique) and words.has(HEM.AskCapacity)
    if words.has(HEM.AskTheory) or (not named and is_computed):
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
    if words.has(HEM.AskHypothesised) and not words.has(HEM.AskAside):
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
    strange = [s for s in symbols if s in by_element and _is_not_in_named(words, s)]
    ions += [by_element[s] for s in strange if words.has(HEM.AskMechanism, HEM.AskCapacity, HEM.AskStoring)]
    symbols = [s for s in symbols if by_element.get(s) not in ions]
    return tuple(dict.fromkeys(ions)), tuple(dict.fromkeys(symbols)), [m.span for m in words.elements()]


def _is_not_in_named(words: Words, symbol: str) -> bool:
    """Whether the named materials are known not to contain an element."""
    known = [named.composition.elements for named in words.named if named.composition is not None]
    return bool(known) and len(known) == len(words.named) and not any(symbol in elements for elements in known)


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
    before = words.before(mention.span).split()
    storing = {str(label) for label in terms.objects("StoringWords", "exactLabel")}
    if set(before[-2:]) & storing:
        return True
    towards = {str(label) for label in terms.objects("TowardsWords", "exactLabel")}
    asks_storage = words.has(HEM.AskMechanism, HEM.AskCapacity, HEM.AskRetention) or any(
        map(words.of_kind, MECHANISM_KINDS)
    )
    return bool(before[-1:] and before[-1] in towards and asks_storage and not words.has(HEM.AskElement))


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
    asking = words.spans(HEM.AskElement)
    mentions = [m for m in words.of_kind(HEM.AnionFamily) if not any(span.overlaps(m.span) for span in asking)]
    mechanisms = [m.span for kind in MECHANISM_KINDS for m in words.of_kind(kind)]
    kept = [
        m
        for m in mentions
        if (m.concept not in loose or m.surface.lower().endswith("s"))
        and not any(s.overlaps(m.span) for s in mechanisms)
    ]
    return tuple(dict.fromkeys(m.concept or "" for m in kept))


def _spelt_out(families: Sequence[str]) -> tuple[str, ...]:
    """Return families with those that they hold: a chalcogenide is a sulfide, a selenide or a telluride."""
    found = []
    for family in families:
        found += [str(name) for name in terms.objects(family, "skos:narrower")] or [family]
    narrower = [n for n in terms.instances(HEM.AnionFamily) if set(terms.objects(n, "skos:broader")) & set(families)]
    return tuple(dict.fromkeys([*found, *narrower]))


def _composition(
    words: Words, symbols: Sequence[str], mechanisms: Sequence[str]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the elements that the materials must and must not contain."""
    if words.named or not symbols or words.has(HEM.AskOrder) or mechanisms or words.terms_of(HEM.RoleCue):
        return (), ()
    asks_materials = words.has(HEM.AskMaterial) or bool(
        words.of_kind(HEM.AnionFamily) or words.of_kind(HEM.StructureType)
    )
    if not (words.has(HEM.AskContains) or asks_materials):
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
    """Return bounds on the number of cations that the materials have, not that of those asked for."""
    if words.named:
        return Range()
    asks = min((cue.span for cue in words.cues if cue.concept in HEADS), default=None)
    for span in words.spans(HEM.AskElement):
        mine = [cue for cue in words.cues if cue.span == span and cue.concept == HEM.AskElement]
        counts = span != asks or words.has(HEM.AskEntropy) or any(_is_part_of_materials(words, cue) for cue in mine)
        bound = count_before(words, span) if counts else None
        if bound is not None:
            return bound
    return Range()


# ---------------------------------------------------------------- what is asked for


def _quantities(words: Words, bounds: Bounds, kinds: Sequence[str]) -> tuple[str, ...]:
    """Return the kinds of quantity that are asked for, or bounded."""
    if HEM.TheoreticalCapacity in kinds and words.has(HEM.AskTheory):
        return (HEM.SpecificCapacity,)
    asked = [MEASURED[cue.concept] for cue in words.cues if cue.concept in MEASURED]
    numbers = set(words.quantities())
    said = [m for m in words.of_kind(HEM.QuantityKind) if m not in numbers and not _is_inside_a_mechanism(words, m)]
    named = [m for m in said if m.concept not in CONDITION_KINDS]
    other = [m.concept or "" for m in named if m.concept not in MEASURED.values()]
    asked = [*other, *asked]
    if not asked and words.named and words.has(HEM.AskDoes, HEM.AskWhich):
        asked = [m.concept or "" for m in said if m.concept in LONE_KINDS]
    if not asked and bounds.unit == HEM.MilliampereHourPerGram:
        asked = [HEM.SpecificCapacity]
    if not asked and bounds.unit == HEM.Percent:
        asked = [HEM.CapacityRetention]
    if words.has(HEM.AskPercent) and set(asked) <= {HEM.SpecificCapacity} and (asked or words.has(HEM.AskKeeps)):
        asked = [HEM.CapacityRetention]
    sharpened = _sharpened(words, asked)
    if len(set(sharpened)) > 1:
        sharpened = [kind for kind in sharpened if kind != HEM.CycleLife]
    others = {HEM.VolumetricCapacity, HEM.ArealCapacity} & set(sharpened)
    if others:
        sharpened = [kind for kind in sharpened if kind != HEM.SpecificCapacity]
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
    asked_how = _asked_how(words)
    if asked_how is not None and not quantities and not words.has(HEM.AskComparison):
        return asked_how
    picks_by_entropy = set(quantities) <= {HEM.ConfigurationalEntropy} and bool(material.entropy)
    if _asks_content(words):
        return Target.COMPOSITION
    if quantities and head in {None, Target.MATERIALS, Target.FAMILIES, Target.IONS} and not picks_by_entropy:
        return Target.MEASUREMENTS
    if head is Target.ELEMENTS and words.named and words.has(HEM.AskContains) and not _says_a_role(words, mechanisms):
        return Target.COMPOSITION
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


HOW = {
    HEM.AskStoring: Target.MECHANISMS,
    HEM.AskMaking: Target.SYNTHESES,
    HEM.AskStudying: Target.TECHNIQUES,
}


def _says_a_role(words: Words, mechanisms: Sequence[str]) -> bool:
    told = words.terms_of(HEM.ElementRole) or words.terms_of(HEM.RoleCue) or words.terms_of(HEM.MechanismCue)
    return bool(mechanisms or told or words.has(HEM.AskDenied, HEM.AskGeneral))


def _asked_how(words: Words) -> Target | None:
    """Return what *how* asks for by its verb: how does it store, how is it made, how was it followed."""
    degrees = {str(label) for label in terms.objects("DegreeWords", "exactLabel")}
    heads = [cue.span for cue in words.cues if cue.concept in HEADS and not _is_aside(words, cue)]
    for index, token in enumerate(words.tokens):
        after = words.tokens[index + 1].lower if index + 1 < len(words.tokens) else ""
        if token.lower != "how" or after in degrees or any(head.end <= token.span.start for head in heads):
            continue
        verbs = [cue for cue in words.cues if cue.concept in HOW and cue.span.start > token.span.end]
        verbs = [cue for cue in verbs if not words.is_noun(cue.surface)] or verbs
        return HOW[min(verbs, key=lambda cue: cue.span).concept or ""] if verbs else None
    return None


def _asks_content(words: Words) -> bool:
    """Whether it asks how much of an element a named material contains."""
    if not words.named or not words.elements():
        return False
    if words.has(HEM.AskAmount):
        return True
    first = words.elements()[0].span
    return words.before(first, 10).rstrip().endswith(("how much", "how many"))


def _head(words: Words) -> Target | None:
    """Return what the first asking noun of the question asks for."""
    if _asks_what_elements_do(words):
        return Target.ROLES
    for cue in sorted(words.cues, key=lambda c: (c.span.start, -c.span.end)):
        if cue.concept in HEADS and not _is_aside(words, cue):
            return HEADS[cue.concept or ""]
    return None


def _asks_what_elements_do(words: Words) -> bool:
    """Whether it asks what an element is there for: *what does zinc do in it?*"""
    opening = [span for span in words.spans(HEM.AskDoes)]
    named = [m.span for m in words.elements()]
    return any(not words.text[o.end : e.start].strip(" ,the") for o in opening for e in named if o.end <= e.start)


def _is_aside(words: Words, cue: Mention) -> bool:
    """Whether an asking noun is no head: ``converted to metal``, ``in these papers``."""
    before = words.before(cue.span, 16).split()
    last = before[-1] if before else ""
    if cue.concept == HEM.AskElement and _is_part_of_materials(words, cue):
        return True
    if cue.concept == HEM.AskElement:
        loose = last in {"to", "into", "per", "the", "metallic", "of"} and not _is_counted(words, cue)
        return loose or last.isdigit() or _is_adjective(cue)
    if cue.concept == HEM.AskPaper and words.has(HEM.AskAuthor):
        return True
    if cue.concept == HEM.AskPaper and cue.surface.lower() == "who" and len(words.named) > 1:
        return True
    if cue.concept == HEM.AskPaper:
        return last in {"to", "on"} or (_is_inside(words, cue, HEM.AskHere) and not _is_counted(words, cue))
    if cue.concept == HEM.AskMaterial:
        return before[-2:] == ["as", "a"] or last in {"that", "this", "same"}
    if cue.concept in {HEM.AskSynthesis, HEM.AskStructure}:
        return any(cue.span.overlaps(m.span) for m in words.of_kind(HEM.RoleCue)) or bool(words.has(HEM.AskQuote))
    return False


def _is_inside(words: Words, cue: Mention, longer: str) -> bool:
    return any(span.contains(cue.span) for span in words.spans(longer))


def _is_counted(words: Words, cue: Mention) -> bool:
    """Whether a noun after *how many of the*, *which of the* is what is asked for."""
    before = words.before(cue.span, 40)
    return bool(re.search(r"\b(how many|which|number|count|share) (of )?((all|the|these|those|your) )*$", before))


def _is_part_of_materials(words: Words, cue: Mention) -> bool:
    """Whether the noun only tells which materials: *metal* sulfides, oxides of five *cations*."""
    after = words.text[cue.span.end : cue.span.end + 2]
    follows = [m.span.start for m in words.of_kind(HEM.AnionFamily)]
    is_first = min(c.span for c in words.cues if c.concept in HEADS) == cue.span
    families = [m for m in words.of_kind(HEM.AnionFamily) if m.span.end <= cue.span.start]
    if cue.span.end + 1 in follows and after[:1] in {" ", "-"}:
        return True
    return bool(families) and is_first and count_before(words, cue.span) is not None


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
    if _has_superlative(words, HEM.AskMost) or _has_superlative(words, HEM.AskLongest):
        return Shape.MOST
    return Shape.LEAST if _has_superlative(words, HEM.AskLeast) else Shape.LIST


def _has_superlative(words: Words, cue: str) -> bool:
    """Whether a superlative stands by itself and not in ``at least`` or ``or more``."""
    kinds = {HEM.BoundBefore, HEM.BoundAfter}
    bounds = [c.span for c in words.cues if kinds & set(terms.kinds(c.concept or ""))]
    return any(not any(bound.overlaps(span) for bound in bounds) for span in words.spans(cue))


def _is_yes_no(words: Words) -> bool:
    """Whether the question begins with a verb, or only holds a named material against a number."""
    openers = {str(word) for word in terms.objects("YesNoOpeners", "exactLabel")}
    if bool(words.tokens) and words.tokens[0].lower in openers:
        return not _is_request(words)
    kinds = {HEM.BoundBefore, HEM.BoundAfter}
    bounded = any(kinds & set(terms.kinds(cue.concept or "")) for cue in words.cues)
    asks = words.has(HEM.AskWhich, HEM.AskPaper, HEM.AskMaterial, HEM.AskCycles, HEM.AskCount)
    return words.text.rstrip().endswith("?") and len(words.named) == 1 and bounded and not asks and _numbers_charge(words)


def _is_request(words: Words) -> bool:
    """Whether a polite verb opens a request: *could you tell me*, *can you list*."""
    verbs = {str(label) for label in terms.objects("RequestVerbs", "exactLabel")}
    first = [token.lower for token in words.tokens[1:5]]
    return first[:1] in (["you"], ["i"]) and bool(verbs & set(first))


def _numbers_charge(words: Words) -> bool:
    return any(m.concept in {HEM.SpecificCapacity, HEM.Percentage, HEM.Count} for m in words.quantities())
