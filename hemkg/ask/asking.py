"""What a question asks for: numbers, materials, mechanisms, papers."""

import re
from collections.abc import Sequence

from hemkg.ask.bounds import Bounds, count_after, count_before
from hemkg.ask.form import (
    MECHANISM_KINDS,
    asks_ceiling,
    each_spans,
    has_alternative,
    is_inside_a_mechanism,
    names_materials,
)
from hemkg.ask.intent import Target
from hemkg.ask.words import Words
from hemkg.model.mention import Mention
from hemkg.model.paper import Span
from hemkg.store.claims import MaterialSelection
from hemkg.vocab import terms
from hemkg.vocab.lexicon import table_words
from hemkg.vocab.stems import stem
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
    HEM.AskMorphology: Target.MORPHOLOGIES,
    HEM.AskRole: Target.ROLES,
    HEM.AskComposition: Target.COMPOSITION,
    HEM.AskGap: Target.GAPS,
    HEM.AskAuthor: Target.AUTHORS,
}


# things by which measurements can be grouped, since the graph holds them
COMPARED = frozenset({Target.SYNTHESES, Target.STRUCTURES, Target.MORPHOLOGIES, Target.FAMILIES})


MATERIAL_KINDS = (HEM.AnionFamily, HEM.StructureType, HEM.Morphology)
LONE_KINDS = frozenset({HEM.Voltage, HEM.Duration})


BEING = table_words("YesNoOpeners")


# letters between *is there any* and what may be there
LONGEST_STEP = 12


CONDITION_KINDS = frozenset(str(kind) for kind in terms.objects("ConditionKinds", "kind"))


def says_quantity(words: Words) -> bool:
    """Whether a kind of quantity or its unit is spelt out, and not just *how much*."""
    spoken = [cue.surface.lower() for cue in words.cues if cue.concept in MEASURED]
    told = words.of_kind(HEM.QuantityKind) or words.of_kind(HEM.CapacityKind)
    return bool(told) or any(not text.startswith("how much") for text in spoken)


def names_quantity(words: Words) -> bool:
    """Whether a kind of quantity is named, and not only told by the unit of a number."""
    numbers = set(words.quantities())
    return words.has(*MEASURED) or any(m not in numbers for m in words.of_kind(HEM.QuantityKind))


def find_quantities(words: Words, bounds: Bounds, kinds: Sequence[str]) -> tuple[str, ...]:
    """Return the kinds of quantity that are asked for, or bounded."""
    if HEM.TheoreticalCapacity in kinds and (words.has(HEM.AskTheory) or asks_ceiling(words)):
        return (HEM.SpecificCapacity,)
    asked = [_kind_asked(words, cue) for cue in words.cues if cue.concept in MEASURED]
    numbers = set(words.quantities())
    said = [m for m in words.of_kind(HEM.QuantityKind) if m not in numbers and not is_inside_a_mechanism(words, m)]
    named = [m for m in said if m.concept not in CONDITION_KINDS]
    other = [m.concept or "" for m in named if m.concept not in MEASURED.values()]
    watched = {str(kind) for technique in told_techniques(words) for kind in terms.objects(technique, "measuresKind")}
    asked = [*(kind for kind in other if kind not in watched), *asked]
    if not asked and words.named and words.has(HEM.AskDoes, HEM.AskWhich):
        asked = [m.concept or "" for m in said if m.concept in LONE_KINDS]
    if not asked and bounds.unit == HEM.MilliampereHourPerGram:
        asked = [HEM.SpecificCapacity]
    if not asked and bounds.unit == HEM.Percent:
        asked = [HEM.CapacityRetention]
    if not asked and bounds.bare_kind in terms.instances(HEM.QuantityKind) and not words.named:
        asked = [bounds.bare_kind or ""]
    if _asks_share(words, asked, bounds):
        asked = [HEM.CapacityRetention]
    sharpened = _sharpened(words, _without_verbs(words, asked))
    if len(set(sharpened)) > 1:
        sharpened = [kind for kind in sharpened if kind != HEM.CycleLife]
    if len(set(sharpened)) > 1:  # a loading is told beside another value
        sharpened = [kind for kind in sharpened if kind != HEM.MassLoading]
    others = {HEM.VolumetricCapacity, HEM.ArealCapacity} & set(sharpened)
    if others:
        sharpened = [kind for kind in sharpened if kind != HEM.SpecificCapacity]
    return tuple(dict.fromkeys(sharpened))


def _asks_share(words: Words, asked: Sequence[str], bounds: Bounds) -> bool:
    """Whether the capacity is asked for as a share of it: in per cent, or as what is lost."""
    if not set(asked) <= {HEM.SpecificCapacity}:
        return False
    in_points = bool(words.named) and words.has(HEM.AskDifference)
    in_percent = words.has(HEM.AskPercent) and bool(asked or words.has(HEM.AskKeeps) or in_points)
    return in_percent or (bool(asked) and words.has(HEM.AskLoses) and bounds.unit != HEM.MilliampereHourPerGram)


def _kind_asked(words: Words, cue: Mention) -> str:
    """Return the kind of quantity that a word asks for; *of the capacity* is no share of it behind *the mean*."""
    is_of_a_mean = any(span.overlaps(cue.span) for span in words.spans(HEM.AskMeanOf))
    return HEM.SpecificCapacity if is_of_a_mean and cue.concept == HEM.AskRetention else MEASURED[cue.concept or ""]


def _without_verbs(words: Words, asked: list[str]) -> list[str]:
    """Drop the retention that only a verb tells where *which capacity* is asked: *what capacities remain?*."""
    numbers = {MEASURED[c.concept or ""] for c in words.cues if c.concept in MEASURED and _follows_which(words, c)}
    if HEM.SpecificCapacity not in numbers or HEM.CapacityRetention in words.terms_of(HEM.QuantityKind):
        return asked
    spans = words.spans(HEM.AskRetention)
    by_verb = all(any(t.tag.startswith("VB") for t in words.tokens if span.contains(t.span)) for span in spans)
    return [kind for kind in asked if kind != HEM.CapacityRetention] if by_verb else asked


def told_techniques(words: Words) -> tuple[str, ...]:
    """Return the techniques that a question tells by what they measure: *where was the magnetisation followed?*."""
    if words.named or not (words.has(HEM.AskStudying) or words.terms_of(HEM.TechniqueMode)):
        return _hinted_techniques(words)
    said = set(words.terms_of(HEM.QuantityKind))
    told = (t for t in terms.instances(HEM.Technique) if said & set(map(str, terms.objects(t, "measuresKind"))))
    return tuple(told) or _hinted_techniques(words)


def _hinted_techniques(words: Words) -> tuple[str, ...]:
    """Return the techniques that a question tells by their probe alone: *and neutrons?*."""
    if words.named or words.of_kind(HEM.QuantityKind):
        return ()
    told = (terms.text(hint, HEM.tellsTechnique) for hint in words.terms_of(HEM.TechniqueHint))
    return tuple(dict.fromkeys(name for name in told if name))


def _sharpened(words: Words, asked: list[str]) -> list[str]:
    """Drop ``how much`` where the question says of what."""
    if len(set(asked)) < 2 or HEM.SpecificCapacity not in asked:
        return asked
    spoken = [span.of(words.text).lower() for span in words.spans(HEM.AskCapacity)]
    is_vague = not any("capacit" in text or "mah" in text for text in spoken)
    return [kind for kind in asked if kind != HEM.SpecificCapacity] if is_vague else asked


def find_target(
    words: Words,
    head: Target | None,
    quantities: Sequence[str],
    mechanisms: Sequence[str],
    material: MaterialSelection,
) -> Target:
    """Return what the rows of the answer are to be."""
    outright = _said_outright(words, quantities)
    if outright is not None:
        return outright
    picks_by_entropy = set(quantities) <= {HEM.ConfigurationalEntropy} and bool(material.entropy)
    if quantities and head in {None, Target.MATERIALS, Target.FAMILIES, Target.IONS} and not picks_by_entropy:
        return Target.MEASUREMENTS
    holds = (
        words.has(HEM.AskContains) if words.named else words.has(HEM.AskIt, HEM.AskThem) and _contains_by_verb(words)
    )
    if head is Target.ELEMENTS and holds and not _says_a_role(words, mechanisms):
        return Target.COMPOSITION
    is_open = head is None and words.named and not (mechanisms or quantities)
    if is_open and (_contains_by_verb(words) or (words.elements() and words.has(HEM.AskWhetherIn))):
        return Target.COMPOSITION
    if head is Target.COMPOSITION and material and not words.named:
        return Target.MATERIALS
    if head is Target.MATERIALS and words.named and _names_nothing_else(words, mechanisms):
        return Target.OVERVIEW
    if head is None and _asks_what_it_is(words, mechanisms):
        return Target.DEFINITION
    return head or _implied_by_slots(words, mechanisms, material)


def _said_outright(words: Words, quantities: Sequence[str]) -> Target | None:
    """Return what is asked for where the question says so whatever else it names."""
    asked = [cue.concept for cue in words.cues if _follows_which(words, cue)]
    asks_number = any(concept in MEASURED for concept in asked)
    asks_things = any(concept in HEADS and concept != HEM.AskPaper for concept in asked)
    if words.has(HEM.AskConflict):
        return Target.CONFLICTS
    if _asks_for_gaps(words) or (not quantities and _asks_what_nobody_did(words)):
        return Target.GAPS
    if words.has(HEM.AskQuote) and not (asks_things or _asks_for_any_evidence(words)):
        return Target.PASSAGES
    if words.has(HEM.AskSaying) and words.has(HEM.AskPaper) and not (asks_number or words.has(HEM.AskCount)):
        return Target.PAPERS if _denies_a_mechanism(words) else Target.PASSAGES
    if words.has(HEM.AskDefinition) and not words.named:
        return Target.DEFINITION
    if _asks_when(words, quantities):
        return Target.PAPERS
    by_verb = asked_how(words)
    if by_verb is not None and not quantities and not words.has(HEM.AskComparison):
        return by_verb
    return Target.COMPOSITION if _asks_content(words) else None


def _asks_for_gaps(words: Words) -> bool:
    """Whether what nobody did is asked for; a band gap is none, and *an open question whether* tells a doubt."""
    quantities = [mention.span for mention in words.of_kind(HEM.MeasuredProperty)]
    gaps = [span for span in words.spans(HEM.AskGap) if not any(span.overlaps(other) for other in quantities)]
    return any(not set(words.text[span.end :].lower().split()[:1]) & table_words("WhetherWords") for span in gaps)


def _asks_what_nobody_did(words: Words) -> bool:
    """Whether kinds of mechanisms or ions are asked for that nobody reported, and none is listed to choose from."""
    mechanisms = {m.concept for kind in MECHANISM_KINDS for m in words.of_kind(kind)}
    ions = {*words.terms_of(HEM.Ion), *(m.concept for m in words.elements())}
    if not words.has(HEM.AskNobody) or words.named:
        return False
    return (words.has(HEM.AskMechanism) and not mechanisms) or (words.has(HEM.AskIon) and not ions)


def _denies_a_mechanism(words: Words) -> bool:
    """Whether the verb of saying is one of denying, and what is denied is a mechanism."""
    denials = words.spans(HEM.AskDenied)
    denies = all(any(d.overlaps(s) for d in denials) for s in words.spans(HEM.AskSaying))
    return denies and any(map(words.of_kind, MECHANISM_KINDS))


def _asks_when(words: Words, quantities: Sequence[str]) -> bool:
    """Whether the year is asked for, or the newest of all papers: those are told of papers."""
    asks = words.has(HEM.AskYear) or (words.has(HEM.AskNewest, HEM.AskOldest) and words.has(HEM.AskPaper))
    return asks and not quantities and not words.has(HEM.AskEach)


def _asks_for_any_evidence(words: Words) -> bool:
    """Whether evidence is asked for as a thing that may be there or not: *is there any evidence of*."""
    asked = words.spans(HEM.AskQuote)
    existing = words.spans(HEM.AskExistence)
    return all(any(0 <= a.start - e.end <= LONGEST_STEP for e in existing) for a in asked)


def _implied_by_slots(words: Words, mechanisms: Sequence[str], material: MaterialSelection) -> Target:
    """Return what is asked for where no noun says so, by what the question names."""
    if words.terms_of(HEM.Technique) or told_techniques(words):
        return Target.PAPERS
    if mechanisms:
        return Target.MECHANISMS if words.named else Target.MATERIALS
    if words.terms_of(HEM.SynthesisMethod):
        return Target.PAPERS
    if words.named:
        return Target.OVERVIEW
    return Target.MATERIALS if material else Target.UNKNOWN


def _contains_by_verb(words: Words) -> bool:
    """Whether the verb of the question is one of containing: *what does it contain?*."""
    loose = table_words("LooseContent")
    spans = [s for s in words.spans(HEM.AskContains) if s.of(words.text).lower() not in loose]
    return any(t.tag in {"VB", "VBP", "VBZ"} for t in words.tokens if any(s.contains(t.span) for s in spans))


def _names_nothing_else(words: Words, mechanisms: Sequence[str]) -> bool:
    """Whether a named material is all that is told: *tell me something about HEO-9*."""
    kinds = (HEM.Technique, HEM.SynthesisMethod, HEM.ElementRole, HEM.RoleCue, *MATERIAL_KINDS)
    others = words.elements() or words.has(HEM.AskThem, HEM.AskComparison, HEM.AskContains, HEM.AskLacks)
    return words.has(HEM.AskAbout) and not (mechanisms or others or any(words.of_kind(kind) for kind in kinds))


def _asks_what_it_is(words: Words, mechanisms: Sequence[str]) -> bool:
    """Whether it asks what a concept is, or what two differ in."""
    if words.named or words.elements() or words.of_kind(HEM.Ion):
        return False
    if len(mechanisms) > 1 and words.has(HEM.AskComparison):
        return not has_alternative(words)
    concepts = [m for kind in (*MECHANISM_KINDS, HEM.Technique) for m in words.of_kind(kind)]
    named = [m.span for m in concepts if terms.text(m.concept or "", "skos:definition")]
    asking = words.spans(HEM.AskWhatIs)
    return any(o.end <= m.start and not words.text[o.end : m.start].strip(" the") for o in asking for m in named)


HOW = {
    HEM.AskStoring: Target.MECHANISMS,
    HEM.AskMaking: Target.SYNTHESES,
    HEM.AskStudying: Target.TECHNIQUES,
}


def _says_a_role(words: Words, mechanisms: Sequence[str]) -> bool:
    told = words.terms_of(HEM.ElementRole) or words.terms_of(HEM.RoleCue) or words.terms_of(HEM.MechanismCue)
    return bool(mechanisms or told or words.has(HEM.AskDenied, HEM.AskGeneral))


def asked_how(words: Words) -> Target | None:
    """Return what *how* asks for by its verb: how does it store, how is it made, how was it followed."""
    degrees = table_words("DegreeWords")
    heads = [cue.span for cue in words.cues if cue.concept in HEADS and not _is_aside(words, cue)]
    methods = words.spans(HEM.AskMethod)
    for index, token in enumerate(words.tokens):
        after = words.tokens[index + 1].lower if index + 1 < len(words.tokens) else ""
        asks = (token.lower == "how" and after not in degrees) or any(m.end == token.span.end for m in methods)
        if not asks or any(head.end <= token.span.start for head in heads):
            continue
        verbs = [cue for cue in words.cues if cue.concept in HOW and cue.span.start > token.span.end]
        verbs = [cue for cue in verbs if not words.is_noun(cue.surface)] or verbs
        if verbs:
            return HOW[min(verbs, key=lambda cue: cue.span).concept or ""]
        return Target.TECHNIQUES if methods else None
    return None


def _asks_content(words: Words) -> bool:
    """Whether it asks how much of an element a named material contains."""
    if not words.named or not words.elements() or words.has(HEM.AskStoring, HEM.AskEfficiency):
        return False
    if words.has(HEM.AskAmount):
        return True
    first = words.elements()[0].span
    return words.before(first, 10).rstrip().endswith(("how much", "how many"))


def find_head(words: Words) -> Target | None:
    """Return what the noun after *which* or *what* asks for, or else the first asking noun of the question."""
    if _asks_what_elements_do(words):
        return Target.ROLES
    after_which = next((cue for cue in words.cues if _follows_which(words, cue)), None)
    if after_which is not None:
        after_which = _last_of_compound(words, after_which)
        return HEADS.get(after_which.concept or "")
    if any(goes_with_which(words, m.span) for kind in MATERIAL_KINDS for m in words.of_kind(kind)):
        return Target.MATERIALS
    for cue in sorted(words.cues, key=lambda c: (c.span.start, -c.span.end)):
        if cue.concept in HEADS and not _is_aside(words, cue):
            return HEADS[cue.concept or ""]
    return None


def _last_of_compound(words: Words, cue: Mention) -> Mention:
    """Return the noun that a noun before it only describes: the families of *which anode families*."""
    nexts = (c for c in words.cues if c.concept in HEADS and c.concept not in {HEM.AskMaterial, HEM.AskPaper})
    is_material = cue.concept == HEM.AskMaterial
    return next((c for c in nexts if is_material and words.text[cue.span.end : c.span.start] == " "), cue)


def _follows_which(words: Words, cue: Mention) -> bool:
    """Whether an asking noun is the one that *which* or *what* goes with, and no part of a description."""
    if cue.concept not in {*HEADS, *MEASURED} or (cue.concept in HEADS and _is_aside(words, cue)):
        return False
    return goes_with_which(words, cue.span)


def goes_with_which(words: Words, span: Span) -> bool:
    """Whether *which* or *what* stands just before a noun, or before its adjectives."""
    if words.before(span, 6).strip() in {"which", "what"}:
        return True
    inside = [i for i, token in enumerate(words.tokens) if span.contains(token.span)]
    return any(
        token.tag in {"WDT", "WP", "WP$"} and token.relation in {"det", "poss"} and token.head in inside[-1:]
        for token in words.tokens
    )


def _asks_what_elements_do(words: Words) -> bool:
    """Whether it asks what an element is there for: *what does zinc do in it?*."""
    opening = list(words.spans(HEM.AskDoes))
    named = [m.span for m in words.elements()]
    return any(not words.text[o.end : e.start].strip(" ,the") for o in opening for e in named if o.end <= e.start)


def _is_aside(words: Words, cue: Mention) -> bool:
    """Whether an asking noun is no head: ``converted to metal``, ``in these papers``."""
    before = words.before(cue.span, 16).split()
    last = before[-1] if before else ""
    if cue.concept == HEM.AskElement and (is_part_of_materials(words, cue) or _tells_how_many(words, cue)):
        return True
    if cue.concept == HEM.AskElement:
        asking = (_is_counted, _is_requested, _is_picked_among, _is_fronted)
        is_asked = any(asks(words, cue) for asks in asking)
        describes = last == "whose" and len(before) > 1
        loose = describes or (last in {"to", "into", "per", "the", "metallic", "of"} and not is_asked)
        return loose or last.isdigit() or _is_adjective(cue)
    if cue.concept == HEM.AskPaper and words.has(HEM.AskAuthor):
        return True
    if cue.concept == HEM.AskAuthor and (_does_something(words, cue) or _is_whose_word_it_is(words, cue)):
        return True
    if cue.concept == HEM.AskPaper and words.has(HEM.AskWho) and cue.span in words.spans(HEM.AskWho):
        return len(words.named) > 1 or _says_bounds(words)
    if cue.concept == HEM.AskPaper:
        is_place = _is_inside(words, cue, HEM.AskHere) and not (_is_counted(words, cue) or _is_requested(words, cue))
        return last in {"to", "on"} or is_place
    if cue.concept == HEM.AskSynthesis and _is_of_a_measurement(words, cue):
        return True
    if cue.concept == HEM.AskMaterial:
        return before[-2:] == ["as", "a"] or last in {"that", "this", "same"}
    if cue.concept in {HEM.AskSynthesis, HEM.AskStructure, HEM.AskMorphology}:
        return any(cue.span.overlaps(m.span) for m in words.of_kind(HEM.RoleCue)) or bool(words.has(HEM.AskQuote))
    return False


def _is_of_a_measurement(words: Words, cue: Mention) -> bool:
    """Whether it is a measurement that is *made* and no material: *was a GITT measurement made on it?*."""
    is_verb = any(cue.span.contains(t.span) and t.tag == "VBN" for t in words.tokens)
    ahead = any(m.span.end <= cue.span.start for m in words.of_kind(HEM.Technique))
    return is_verb and ahead and not words.terms_of(HEM.SynthesisMethod)


def _tells_how_many(words: Words, cue: Mention) -> bool:
    """Whether the noun is part of a description of materials by a number: *mixed-anion*, *number of cations*."""
    longer = (HEM.AskMixedAnion, HEM.AskSingleAnion)
    return any(_is_inside(words, cue, name) for name in longer) or count_after(words, cue.span) is not None


def _does_something(words: Words, cue: Mention) -> bool:
    """Whether a noun is the subject of a verb that says more than *is*: *the authors rule out*."""
    own = [token for token in words.tokens if cue.span.contains(token.span)]
    verbs = [words.tokens[token.head] for token in own if token.relation == "nsubj"]
    return any(verb.tag.startswith("VB") and verb.lower not in BEING and verb not in own for verb in verbs)


def _is_whose_word_it_is(words: Words, cue: Mention) -> bool:
    """Whether authors are named only as those who say it: *according to the authors*, *in the authors' view*."""
    leads = table_words("ByWhoseWord")
    before = words.before(cue.span, 30).split()
    return any(" ".join(before[-count:]) in leads for count in (1, 2, 3)) or words.after(cue.span, 2)[:1] in {"'", "’"}


def _says_bounds(words: Words) -> bool:
    """Whether numbers are bounded: then *who* means materials and not people."""
    kinds = {HEM.BoundBefore, HEM.BoundAfter}
    bounded = any(kinds & set(terms.kinds(cue.concept or "")) for cue in words.cues)
    return bounded and any(m.concept in {HEM.SpecificCapacity, HEM.Percentage} for m in words.quantities())


def _is_inside(words: Words, cue: Mention, longer: str) -> bool:
    return any(span.contains(cue.span) for span in words.spans(longer))


def _is_requested(words: Words, cue: Mention) -> bool:
    """Whether a noun is the object of the verb that the question begins with: *name the papers that*."""
    own = [token for token in words.tokens if cue.span.contains(token.span)]
    tables = ("RequestVerbs", "WantingVerbs")
    verbs = {stem(str(label)) for table in tables for label in terms.objects(table, "exactLabel")}
    return any(t.relation == "dobj" and words.tokens[t.head].stem in verbs for t in own)


def _is_counted(words: Words, cue: Mention) -> bool:
    """Whether a noun after *how many of the*, *which of the* is what is asked for."""
    before = words.before(cue.span, 40)
    return bool(re.search(r"\b(how many|which|number|count|share) (of )?((all|the|these|those|your) )*$", before))


def _is_picked_among(words: Words, cue: Mention) -> bool:
    """Whether a question begins with the things of which one is asked for: *of the metals that …, which is …?*."""
    openings = table_words("AmongWords")
    asks = any(span.start > cue.span.end for span in words.spans(HEM.AskWhich, HEM.AskComparison))
    return asks and words.text[: cue.span.start].strip().lower() in openings


def is_part_of_materials(words: Words, cue: Mention) -> bool:
    """Whether the noun only tells which materials: *metal* sulfides, oxides of five *cations*."""
    after = words.text[cue.span.end : cue.span.end + 2]
    mechanisms = [m.span for k in MECHANISM_KINDS for m in words.of_kind(k) if not names_materials(words, m)]
    told = [m for m in words.of_kind(HEM.AnionFamily) if not any(s.overlaps(m.span) for s in mechanisms)]
    follows = [m.span.start for m in told]
    is_first = min(c.span for c in words.cues if c.concept in HEADS) == cue.span
    families = [m for m in told if m.span.end <= cue.span.start]
    if cue.span.end + 1 in follows and after[:1] in {" ", "-"}:
        return True
    return bool(families) and is_first and count_before(words, cue.span) is not None


def _is_fronted(words: Words, cue: Mention) -> bool:
    """Whether a noun is asked about by a pronoun at the end: *the elements which alloy - what are they?*."""
    pronouns = table_words("FrontedPronouns")
    asking = [s for s in words.spans(HEM.AskWhatIs, HEM.AskWhich) if s.start > cue.span.end]
    return any(words.text[s.end :].lower().strip(" ?.!") in pronouns for s in asking)


def _is_adjective(cue: Mention) -> bool:
    return cue.surface.lower() in {"metallic", "atomic", "elemental", "ionic", "cationic", "anionic"}


def find_compared(words: Words) -> Target | None:
    """Return what is compared by the best value of each: *which synthesis gives the highest capacity?*."""
    ranks = words.has(HEM.AskMost, HEM.AskLeast, HEM.AskOrder) and not words.has(HEM.AskOften)
    if not ranks or words.of_kind(HEM.SynthesisMethod):
        return None
    says_value = words.has(*MEASURED) or words.of_kind(HEM.QuantityKind)
    for cue in words.cues:
        head = HEADS.get(cue.concept or "")
        if head in COMPARED and not _is_aside(words, cue):
            is_by = any(not words.text[by.end : cue.span.start].strip(" aeht") for by in words.spans(HEM.AskBy))
            is_by = is_by or any(each.contains(cue.span) for each in words.spans(HEM.AskEach))
            if (goes_with_which(words, cue.span) and (says_value or words.has(HEM.AskHolds))) or (is_by and says_value):
                return head
    return None


def find_group(words: Words, head: Target | None) -> Target | None:
    """Return what is counted by: ``per ion``, ``each storage mechanism``."""
    each = each_spans(words)
    if not each:
        return None
    nouns = {str(entry).split("=")[0] for entry in terms.objects("SpansOfYears", "numberWord")}
    if any(nouns & set(re.findall(r"\w+", words.text[span.start : span.end + 6].lower())) for span in each):
        return Target.YEARS
    start = max(span.start for span in each)
    after = [c for c in words.cues if c.concept in HEADS and c.span.start >= start]
    after = [c for c in after if c.concept != HEM.AskPaper or not _is_counted(words, c)]
    told = HEADS[after[0].concept or ""] if after else head
    return None if told is Target.PAPERS else told
