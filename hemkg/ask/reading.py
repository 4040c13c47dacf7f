"""From the words of a question to its intent, slot by slot."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from hemkg.ask.asking import find_compared, find_group, find_head, find_quantities, find_target, says_quantity
from hemkg.ask.bounds import Bounds, read_bounds
from hemkg.ask.concepts import (
    are_all_denied,
    are_joined,
    asks_first_cycle,
    asks_measured,
    find_capacity_kinds,
    find_denials,
    find_mechanisms,
    find_modes,
    find_polarity,
    find_roles,
    find_techniques,
)
from hemkg.ask.contents import find_composition, find_ions_and_elements, find_material, of_a_series
from hemkg.ask.entropy_words import told_by_entropy
from hemkg.ask.form import (
    MECHANISM_KINDS,
    find_age,
    find_shape,
    has_alternative,
    has_superlative,
    is_ascending,
    is_yes_no,
    top_count,
)
from hemkg.ask.intent import Intent, Shape, Target
from hemkg.ask.materials import Named
from hemkg.ask.predicates import find_predicates
from hemkg.ask.probes import Probes, find_probes
from hemkg.ask.words import Words
from hemkg.model.paper import Span
from hemkg.store.claims import MaterialSelection, Range
from hemkg.vocab import terms
from hemkg.vocab.lexicon import table_words
from hemkg.vocab.terms import HEM


def read_intent(words: Words) -> Intent:
    """Read what a question asks from its words."""
    words = of_a_series(words)
    bounds = _kept_of_lost(words, _without_first_cycle(words, read_bounds(words)))
    ions, symbols, used_elements = find_ions_and_elements(words)
    mechanisms, excluded, used_cues = find_mechanisms(words)
    has, lacks = find_composition(words, symbols, mechanisms)
    about = tuple(s for s in symbols if s not in {*has, *lacks})
    material, families = find_material(words, has, lacks, bounds)
    kinds = find_capacity_kinds(words)
    quantities, target = _asked(words, (mechanisms, material, ions), bounds, kinds)
    roles, used_roles = find_roles(words, target, mechanisms)
    target = _of_roles(words, target, mechanisms, about) if roles else target
    bounds = _with_bare(bounds, quantities)
    bounds = _endured(words, _at_least(words, bounds), quantities)
    shape = _shape(words, target, quantities, ions, mechanisms)
    subjects = words.named or _lone_element(words, target, about)
    kinds, bounds = _by_half_cycles(words, kinds, bounds)
    probes = find_probes(words)
    intent = Intent(
        target=target,
        shape=shape,
        is_yes_no=is_yes_no(words) and not (shape in OPPOSITE and _offers(words, families, ions)),
        quantities=quantities,
        subjects=subjects,
        material=material,
        families=families,
        mechanisms=mechanisms,
        all_mechanisms=are_joined(words, MECHANISM_KINDS) or are_all_denied(words),
        techniques=_wanted_techniques(find_techniques(words, kinds), probes),
        all_techniques=are_joined(words, (HEM.Technique,)) or probes.are_all_wanted,
        modes=_wanted_modes(find_modes(words), probes),
        probes=() if words.has(HEM.AskAnyMode) else probes.wanted,
        excluded_probes=probes.excluded,
        methods=_methods(words, target),
        roles=roles,
        ions=ions,
        all_ions=len(ions) > 1 and words.has(HEM.AskBoth),
        elements=about if not (subjects and not words.named) else (),
        all_elements=len(about) > 1 and not has_alternative(words),
        polarity=None if told_by_entropy(material) else find_polarity(words, roles, excluded),
        capacity_kinds=kinds,
        is_measured=asks_measured(words, kinds),
        bounds=bounds,
        by_cycle=_is_by_cycle(words, quantities),
        group=_group(words, target, shape),
        excluded_mechanisms=excluded,
        words=words,
    )
    used = [*bounds.used, *used_elements, *used_cues, *used_roles, *_used_concepts(words, target)]
    return _with_rest(words, _of_what_is_not(_in_manner(words, intent)), used)


def _in_manner(words: Words, intent: Intent) -> Intent:
    """Return an intent with what the words tell of the test, of the order and of the manner of asking."""
    return replace(
        intent,
        is_first_cycle=asks_first_cycle(words),
        cell=_cell(words),
        asks_window=_asks_window(words),
        by_current=_current_ranked(words) is not None,
        asks_difference=words.has(HEM.AskDifference),
        is_ascending=is_ascending(words),
        by_year=find_age(words),
        asks_existence=words.has(HEM.AskExistence, HEM.AskHere, HEM.AskAsserted),
        asks_absence=words.has(HEM.AskUntrue),
        is_general=_is_general(words),
        names_corpus=words.has(HEM.AskHere, HEM.AskAsserted),
        is_table=words.has(HEM.AskTable),
    )


def _of_what_is_not(intent: Intent) -> Intent:
    """Return mechanisms as what is asked for where only a denial or a doubt is told: *what is unproven of it?*."""
    is_open = intent.polarity and intent.target in {Target.OVERVIEW, Target.UNKNOWN}
    return replace(intent, target=Target.MECHANISMS) if is_open else intent


def _with_rest(words: Words, intent: Intent, used: Sequence[Span]) -> Intent:
    """Return an intent with the words that no slot stands for."""
    intent = replace(intent, leftovers=words.leftovers(used), is_vague=_is_vague(words, intent))
    predicates = find_predicates(words, intent)
    premises = tuple(dict.fromkeys((*_premises(words, intent), *predicates)))
    return _without_unplaced(words, replace(intent, predicates=predicates, premises=premises))


def _without_unplaced(words: Words, intent: Intent) -> Intent:
    """Return an intent that names the denials of a question for numbers: they deny no mechanism and bound nothing."""
    if intent.target is not Target.MEASUREMENTS or intent.mechanisms or intent.polarity != HEM.Negated:
        return intent
    denials = dict.fromkeys(span.of(words.text) for span in find_denials(words))
    return replace(intent, polarity=None, unplaced=tuple(denials))


def _wanted_techniques(techniques: tuple[str, ...], probes: Probes) -> tuple[str, ...]:
    """Return the techniques without those that must not have been used."""
    return tuple(name for name in techniques if name not in probes.unwanted)


def _wanted_modes(modes: tuple[str, ...], probes: Probes) -> tuple[str, ...]:
    """Return the modes without those in which nothing must have been used."""
    out = {mode for probe in probes.excluded for mode in probe.modes}
    return tuple(name for name in modes if name not in out)


def _asked(
    words: Words,
    about: tuple[Sequence[str], MaterialSelection, Sequence[str]],
    bounds: Bounds,
    kinds: tuple[str, ...],
) -> tuple[tuple[str, ...], Target]:
    """Return the kinds of quantity that are asked for, and what the rows are to be.

    Args:
        words: the question.
        about: the mechanisms, the materials and the ions that it is about.
        bounds: what its numbers bound.
        kinds: the kinds of capacity that it names.
    """
    mechanisms, material, ions = about
    quantities = find_quantities(words, bounds, kinds)
    target = find_target(words, find_head(words), quantities, mechanisms, material)
    properties = _properties_asked(words) if target is Target.OVERVIEW and not quantities else ()
    if properties:
        return properties, Target.MEASUREMENTS
    quantities, target = _implied(words, quantities, target, bounds, kinds)
    if find_compared(words) is not None:
        return quantities or (HEM.SpecificCapacity,), Target.MEASUREMENTS
    if set(quantities) <= {HEM.Voltage} and _asks_window(words):
        return (HEM.SpecificCapacity, HEM.CapacityRetention, HEM.CoulombicEfficiency), Target.MEASUREMENTS
    is_tested = bounds.voltage or bounds.temperature or _cell(words)
    if not quantities and is_tested and target in {Target.MATERIALS, Target.OVERVIEW} and not mechanisms:
        return (HEM.SpecificCapacity, HEM.CapacityRetention), Target.MEASUREMENTS
    quantities, target = _by_best(words, quantities, target, bounds, ions)
    if target is Target.UNKNOWN and not quantities and bounds.year:
        target = Target.PAPERS
    return _first_cycle_share(words, quantities, bounds), target


def _of_roles(words: Words, target: Target, mechanisms: Sequence[str], about: Sequence[str]) -> Target:
    """Return elements as what is asked for where a role is told and nothing else says what."""
    is_open = target in {Target.OVERVIEW, Target.UNKNOWN} or (target is Target.MECHANISMS and not mechanisms)
    return Target.ELEMENTS if is_open and (about or is_yes_no(words)) else target


def _shape(
    words: Words, target: Target, quantities: tuple[str, ...], ions: Sequence[str], mechanisms: Sequence[str]
) -> Shape:
    """Return what is done with the rows; of a share that is lost, most is least."""
    shape = find_shape(words, target, ions, mechanisms)
    if shape is Shape.NONE and len(ions) < 2 and are_all_denied(words):  # what is denied is told, not missing
        shape = Shape.LIST
    ranked = _current_ranked(words)
    if ranked is not None:
        return ranked
    loses = quantities == (HEM.CapacityRetention,) and words.has(HEM.AskLoses)
    if quantities == (HEM.CapacityRetention,) and words.has(HEM.AskFastest):
        return Shape.LEAST
    if quantities == (HEM.CapacityRetention,) and (words.has(HEM.AskSlowest) or _fades_less(words)):
        return Shape.MOST
    return OPPOSITE.get(shape, shape) if loses else shape


def _fades_less(words: Words) -> bool:
    """Whether a verb of fading has a *less* behind it that bounds no number: *which of the two fades less?*."""
    kinds = {HEM.BoundBefore, HEM.BoundAfter}
    bounding = [cue.span for cue in words.cues if kinds & set(terms.kinds(cue.concept or ""))]
    ends = {span.end + 1 for span in words.spans(HEM.AskRetention, HEM.AskLoses)}
    less = [t.span for t in words.tokens if t.lower in FADING_LESS and t.span.start in ends]
    return any(not any(span.overlaps(bound) for bound in bounding) for span in less)


def _group(words: Words, target: Target, shape: Shape) -> Target | None:
    """Return what is counted by: as the question says, or else the things that are asked for."""
    if target is Target.MEASUREMENTS and shape is not Shape.COUNT_EACH:
        return find_compared(words)
    told = find_group(words, find_head(words))
    return told or (target if shape is Shape.COUNT_EACH and target is not Target.PAPERS else None)


CURRENT_WORDS = table_words("CurrentWords")
CAPABLE = table_words("RequestModals")
FADING_LESS = table_words("FadingLess")
# who loses least keeps most
OPPOSITE = {Shape.MOST: Shape.LEAST, Shape.LEAST: Shape.MOST}
# what the name of a composite adds to its active phase: the C of SnS2@C
ADDED = re.compile(r"[@/–-]([A-Z][a-z]?)\b")
OWN_UNITS = {
    HEM.SpecificCapacity: HEM.MilliampereHourPerGram,
    HEM.CapacityRetention: HEM.Percent,
    HEM.CoulombicEfficiency: HEM.Percent,
}


def _with_bare(bounds: Bounds, quantities: Sequence[str]) -> Bounds:
    """Give a bound without a unit the unit of the one quantity that is asked for: *more than 150*."""
    kind = quantities[0] if len(quantities) == 1 else ""
    unit = OWN_UNITS.get(kind) or (terms.text(kind, "canonicalUnit") if bounds.bare_kind == kind else None)
    if unit is None or bounds.value or not bounds.bare:
        return bounds
    return replace(bounds, value=bounds.bare, unit=unit, bare=Range())


def _premises(words: Words, intent: Intent) -> tuple[str, ...]:
    """Return the leftover words that can make an answer wrong.

    Things and numbers can always; how something is done or what it is like only where the question
    does not say in the lexicon's words what is asked for (*what does it cost?*, *who funded it?*).
    """
    told = [word for word in intent.leftovers if not words.is_of_the_speaker(word)]
    if intent.target is Target.MATERIALS and _picks_nothing(intent):
        return tuple(told)
    kept = (word for word in told if words.is_noun(word) or (intent.is_vague and not words.is_adverb(word)))
    return (*kept, *_strange_elements(intent))


def _cell(words: Words) -> str | None:
    """Return which kind of cell is meant, where just one is named."""
    is_half = words.has(HEM.AskHalfCell) or any(m.concept == HEM.HalfCellCue for m in words.of_kind(HEM.ContextCue))
    told = [kind for kind, is_told in (("full", words.has(HEM.AskFullCell)), ("half", is_half)) if is_told]
    return told[0] if len(told) == 1 else None


def _is_general(words: Words) -> bool:
    """Whether a word tells that the general is asked for, and no polite modal: *I should like*, *can you*."""
    speakers = table_words("SpeakerWords")
    spans = words.spans(HEM.AskGeneral)
    polite = [s for s in spans if words.before(s, 8).split()[-1:] and words.before(s, 8).split()[-1] in speakers]
    polite += [s for s in spans if words.after(s, 5).split()[:1] == ["you"]]
    return any(span not in polite for span in spans)


def _offers(words: Words, families: Sequence[str], ions: Sequence[str]) -> bool:
    """Whether a question offers two things to choose from: *do oxides or sulfides have the higher capacity?*."""
    return has_alternative(words) and max(len(families), len(ions), len(words.named)) > 1


def _is_vague(words: Words, intent: Intent) -> bool:
    """Whether no slot says what is asked for."""
    bounds = intent.bounds
    is_of_people = words.has(HEM.AskWho) and not (intent.target is Target.MEASUREMENTS and bounds.value)
    if intent.target in {Target.OVERVIEW, Target.UNKNOWN} or is_of_people:
        return True
    conditions = bounds.current or bounds.cycle or bounds.c_rate or bounds.currents or bounds.cycles or bounds.c_rates
    return intent.target is Target.MEASUREMENTS and not says_quantity(words) and not conditions


def _picks_nothing(intent: Intent) -> bool:
    """Whether a question for materials says nothing of them that was understood but what they are for."""
    plain = replace(intent.material, roles=(), excluded_roles=())
    slots = (intent.mechanisms, intent.techniques, intent.methods, intent.roles, intent.ions, intent.subjects)
    return not plain and not any(slots) and not intent.polarity and intent.shape is Shape.LIST


def _strange_elements(intent: Intent) -> tuple[str, ...]:
    """Return elements that a question for a named material adds and that are not in it, nor in what holds it."""
    if intent.target not in {Target.MEASUREMENTS, Target.OVERVIEW} or not intent.subjects:
        return ()
    known = {s for named in intent.subjects for r in named.records for s in r.elements}
    known |= {s for named in intent.subjects if named.composition for s in named.composition.elements}
    added = {part for named in intent.subjects for part in ADDED.findall(named.words)}
    return tuple(s for s in intent.elements if s not in known | added)


def _without_first_cycle(words: Words, bounds: Bounds) -> Bounds:
    """Return bounds without the cycle of *first-cycle efficiency*, which names the quantity."""
    asks = words.has(HEM.AskEfficiency) and bounds.cycle.least == bounds.cycle.most == 1
    return replace(bounds, cycle=Range()) if asks else bounds


def _by_best(
    words: Words, quantities: tuple[str, ...], target: Target, bounds: Bounds, ions: Sequence[str]
) -> tuple[tuple[str, ...], Target]:
    """Return the capacity as what best, or a current without a quantity, is said of; papers by their numbers too."""
    best = has_superlative(words, HEM.AskMost) or has_superlative(words, HEM.AskLeast) or top_count(words) is not None
    if quantities:
        holds_charge = bounds.value and bounds.unit == HEM.MilliampereHourPerGram
        if quantities == (HEM.CycleLife,) and holds_charge:
            return (HEM.SpecificCapacity,), target
        return quantities, Target.MEASUREMENTS if target is Target.PAPERS and best else target
    people = {Target.PAPERS} if words.has(HEM.AskWho) and has_superlative(words, HEM.AskLongest) else set()
    if target not in {Target.MATERIALS, Target.OVERVIEW, Target.UNKNOWN, *people} or _names_concepts(words):
        return quantities, target
    if _current_ranked(words) is not None:
        return (HEM.SpecificCapacity,), Target.MEASUREMENTS
    if has_superlative(words, HEM.AskLongest) and not words.named:
        return (HEM.CycleLife,), Target.MEASUREMENTS
    under = bounds.current or bounds.c_rate
    versus = len(words.named) > 1 and (best or words.has(HEM.AskComparison)) and target is Target.OVERVIEW
    versus = versus or (target is Target.MATERIALS and _ranks_families(words, best=best))
    counts = words.has(HEM.AskElement, HEM.AskContains, HEM.AskLacks)
    ranks = best and not counts and (words.terms_of(HEM.MaterialRole) or ions)
    if versus or (target is Target.MATERIALS and ranks) or (under and target is not Target.OVERVIEW):
        kept = best and words.has(HEM.AskKeeps)  # *the most stable* is what keeps most
        return (HEM.CapacityRetention if kept else HEM.SpecificCapacity,), Target.MEASUREMENTS
    return quantities, target


def _ranks_families(words: Words, *, best: bool) -> bool:
    """Whether one anion family is held against another: *are sulfides better than oxides?*."""
    cues = words.of_kind(HEM.ContextCue)
    controls = [mention.span for mention in cues if mention.concept == HEM.ControlCue]
    families = [m for m in words.of_kind(HEM.AnionFamily) if not any(m.span.overlaps(s) for s in controls)]
    compares = best or any(mention.concept == HEM.ComparisonCue for mention in cues)
    return compares and len({mention.concept for mention in families}) > 1


def _methods(words: Words, target: Target) -> tuple[str, ...]:
    """Return the methods; *carbon-coated* tells what materials are and not how they were made."""
    told = words.terms_of(HEM.SynthesisMethod)
    tells_material = words.has(HEM.AskOnCarbon) and target is not Target.SYNTHESES
    return tuple(name for name in told if not (tells_material and name == HEM.CarbonCoating))


def _asks_window(words: Words) -> bool:
    """Whether the voltage window is asked for and not told: *which voltage window was used?*."""
    return words.has(HEM.AskWindow) and not any(m.concept == HEM.Voltage for m in words.quantities())


def _first_cycle_share(words: Words, quantities: tuple[str, ...], bounds: Bounds) -> tuple[str, ...]:
    """Return the Coulombic efficiency for a share that is kept over the first cycle alone."""
    in_first = bounds.cycle.least == bounds.cycle.most == 1
    if (
        quantities == (HEM.CapacityRetention,)
        and in_first
        and HEM.CapacityRetention not in words.terms_of(HEM.QuantityKind)
    ):
        return (HEM.CoulombicEfficiency,)
    return quantities


def _kept_of_lost(words: Words, bounds: Bounds) -> Bounds:
    """Return bounds on a share that is lost as bounds on the share that is kept: less than 5 % is more than 95 %."""
    if bounds.unit != HEM.Percent or not words.has(HEM.AskLoses):
        return bounds
    least, most, above, below = bounds.value.least, bounds.value.most, bounds.value.above, bounds.value.below
    kept = [None if share is None else 100 - share for share in (most, least, below, above)]
    return replace(bounds, value=Range(*kept))


def _at_least(words: Words, bounds: Bounds) -> Bounds:
    """Return bounds where a number that something *can* hold, or *any* holds, is the least that will do."""
    value = bounds.value
    is_open = words.has(HEM.AskExistence) or (bool(words.tokens) and words.tokens[0].lower in CAPABLE)
    if not (is_yes_no(words) and is_open and value.least is not None and value.least == value.most):
        return bounds
    return replace(bounds, value=Range(least=value.least))


def _endured(words: Words, bounds: Bounds, quantities: Sequence[str]) -> Bounds:
    """Return bounds where cycles that something survives are the least that will do: *which last over 5000 cycles?*."""
    cycle = bounds.cycle
    is_point = cycle.least is not None and cycle.least == cycle.most
    if quantities != (HEM.CycleLife,) or words.named or not (is_point and words.has(HEM.AskEndures)):
        return bounds
    return replace(bounds, cycle=Range(least=cycle.least))


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
    open_targets = {Target.OVERVIEW, Target.UNKNOWN, Target.ROLES}
    if HEM.ContributedCapacity in kinds and target is not Target.PASSAGES and words.named:
        return (HEM.SpecificCapacity,), Target.MEASUREMENTS
    compares = (
        has_superlative(words, HEM.AskMost) or has_superlative(words, HEM.AskLeast) or words.has(HEM.AskComparison)
    )
    conditions = bounds.cycle or bounds.cycles or bounds.current or bounds.currents or bounds.c_rate or bounds.c_rates
    holds = words.has(HEM.AskHolds) and (compares or words.has(HEM.AskDoes))
    if words.named and target in open_targets and words.has(HEM.AskKeeps) and (compares or conditions):
        return (HEM.CapacityRetention,), Target.MEASUREMENTS
    stores_most = holds and compares and target in {*open_targets, Target.MATERIALS} and not _names_concepts(words)
    if stores_most and (words.has(HEM.AskPerMass) or _stores_an_ion(words)):
        return (HEM.SpecificCapacity,), Target.MEASUREMENTS
    computes = target is Target.PAPERS and bool(kinds) and not words.has(HEM.AskPaper)
    if words.named and holds and computes:
        return (HEM.SpecificCapacity,), Target.MEASUREMENTS
    if words.named and target in open_targets and words.has(HEM.AskCurrent) and (bounds.cycle or bounds.cycles):
        return (HEM.CycleLife,), Target.MEASUREMENTS
    if words.named and target in open_targets and (kinds or holds or conditions):
        return (HEM.SpecificCapacity,), Target.MEASUREMENTS
    if target in open_targets and bounds.bare and (words.named or words.has(HEM.AskHolds)):
        return (HEM.SpecificCapacity,), Target.MEASUREMENTS
    asks_which = words.has(HEM.AskMaterial, HEM.AskExistence, HEM.AskPaper, HEM.AskWhich) or is_yes_no(words)
    picks = {*open_targets, Target.MATERIALS} if not _names_concepts(words) else open_targets
    if target in picks and asks_which and (bounds.cycle or bounds.cycles):
        return (HEM.CycleLife,), Target.MEASUREMENTS
    return quantities, target


def _properties_asked(words: Words) -> tuple[str, ...]:
    """Return the kinds of the property of a named material that a question is for: *the hardness of HEO-9?*."""
    numbers = words.quantities()
    named = [m for m in words.of_kind(HEM.MeasuredProperty) if not any(m.span.overlaps(n.span) for n in numbers)]
    is_asked = bool(words.named) and not numbers
    labels = {m.concept: terms.label(m.concept or "").lower() for m in named}
    told = [m.concept or "" for m in named if is_asked and _is_called(m.surface, labels[m.concept])]
    return tuple(dict.fromkeys(str(kind) for name in told for kind in terms.objects(name, HEM.ofKind)))


def _is_called(surface: str, label: str) -> bool:
    """Whether the last word of a property's name stands in what was written; its other labels may only hint at it."""
    return label.rpartition(" ")[2] in surface.lower()


def _stores_an_ion(words: Words) -> bool:
    """Whether an ion's element follows a superlative: *stores the most lithium*."""
    elements = {str(terms.text(ion, HEM.ofElement)) for ion in terms.instances(HEM.Ion)}
    ends = [span.end for span in words.spans(HEM.AskMost, HEM.AskLeast)]
    return any(m.concept in elements and 0 <= m.span.start - end <= 1 for m in words.elements() for end in ends)


def _names_concepts(words: Words) -> bool:
    kinds = (*MECHANISM_KINDS, HEM.Technique, HEM.SynthesisMethod, HEM.ElementRole)
    return any(words.of_kind(kind) for kind in kinds)


def _lone_element(words: Words, target: Target, about: Sequence[str]) -> tuple[Named, ...]:
    """Return an element as the material that is asked about: the capacity *of tin*."""
    if target is not Target.MEASUREMENTS or len(about) != 1:
        return ()
    named = words.as_materials.get(about[0])
    told = named is not None and (words.before(named.span, 4).split()[-1:] == ["of"] or _acts(words, named.span))
    return (named,) if named is not None and named.records and told else ()


def _acts(words: Words, span: Span) -> bool:
    """Whether what stands there is the subject of a verb: *how much sodium could tin store?*."""
    return any(span.contains(token.span) and token.relation == "nsubj" for token in words.tokens)


def _is_by_cycle(words: Words, quantities: Sequence[str]) -> bool:
    """Whether most and least are meant of cycles."""
    if has_superlative(words, HEM.AskLongest) or set(quantities) == {HEM.CycleLife}:
        return True
    superlatives = [s for cue in (HEM.AskMost, HEM.AskLeast) for s in words.spans(cue)]
    gaps = [words.text[s.end : c.start] for s in superlatives for c in words.spans(HEM.AskCycles) if s.end <= c.start]
    return any(not gap.strip() for gap in gaps)


def _current_ranked(words: Words) -> Shape | None:
    """Return whether the highest or the lowest current is meant, if one is: *at the highest current density*."""
    currents = [m.span for m in words.of_kind(HEM.QuantityKind) if m.concept in {HEM.CurrentDensity, HEM.CRate}]
    capability = words.spans(HEM.AskCapacity)  # the best rate capability is a capacity
    spoken = (token.span for token in words.tokens if token.lower in CURRENT_WORDS)
    currents += [span for span in spoken if not any(named.contains(span) for named in capability)]
    for cue, shape in ((HEM.AskMost, Shape.MOST), (HEM.AskLeast, Shape.LEAST)):
        pairs = ((s, c) for s in words.spans(cue) for c in currents if s.end <= c.start)
        if has_superlative(words, cue) and any(_only_describes(words, Span(s.end, c.start)) for s, c in pairs):
            return shape
    return None


def _only_describes(words: Words, gap: Span) -> bool:
    """Whether nothing but an adjective stands between a superlative and its noun: *the highest reported current*."""
    between = [token for token in words.tokens if gap.contains(token.span)]
    return len(between) <= 1 and all(token.tag in {"JJ", "VBN", "VBD"} for token in between)


def _used_concepts(words: Words, target: Target) -> Iterable[Span]:
    """Yield where concepts stand that a slot has taken up."""
    kinds = [
        *MECHANISM_KINDS, HEM.Technique, HEM.TechniqueMode, HEM.SynthesisMethod, HEM.StructureType, HEM.Morphology,
        HEM.AnionFamily, HEM.EntropyClass, HEM.Ion, HEM.MaterialRole, HEM.QuantityKind, HEM.ContextCue,
        HEM.PolarityCue, HEM.GapPart, HEM.TechniqueHint,
    ]  # fmt: skip
    if target in {Target.MEASUREMENTS, Target.PASSAGES}:
        kinds.append(HEM.CapacityKind)
    quantities = set(words.quantities())
    return (m.span for kind in kinds for m in words.of_kind(kind) if m not in quantities)
