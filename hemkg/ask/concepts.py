"""The concepts that a question names or words otherwise: mechanisms, techniques, roles, kinds of capacity."""

import itertools
from collections.abc import Sequence

from hemkg.ask.asking import asked_how, told_techniques
from hemkg.ask.form import (
    MECHANISM_KINDS,
    asks_ceiling,
    asks_of_a_claim,
    has_superlative,
    is_denied,
    is_inside_a_mechanism,
    is_left_out,
    is_yes_no,
    names_materials,
)
from hemkg.ask.intent import Target
from hemkg.ask.probes import with_narrower_modes
from hemkg.ask.words import Words
from hemkg.model.mention import Mention
from hemkg.model.paper import Span
from hemkg.vocab import terms
from hemkg.vocab.terms import HEM

# words between *rather than* and what is not wanted
LONGEST_STEP = 4
# between mechanisms that are denied together
JOINED_BY = frozenset({"", "and", "or", "nor", "/", "and no", "or any"})
SUBJECTS = frozenset({"nsubj", "nsubjpass"})


def find_mechanisms(words: Words) -> tuple[tuple[str, ...], tuple[str, ...], list[Span]]:
    """Return the mechanisms that are named, or else those that the words hint at, and those that are excluded."""
    mentions = sorted((m for kind in MECHANISM_KINDS for m in words.of_kind(kind)), key=lambda m: m.span)
    mentions = [m for m in mentions if not names_materials(words, m)]
    excluding = {str(label) for label in terms.objects("ExcludingWords", "exactLabel")}
    out = [m for m in mentions[1:] if set(words.before(m.span, 12).split()[-2:]) & excluding]
    excluded = tuple(dict.fromkeys(m.concept or "" for m in out))
    if excluded and mentions[0].concept not in excluded:
        kept = dict.fromkeys(m.concept or "" for m in mentions)
        beyond = [m.concept or "" for m in mentions if m.span > out[0].span]
        excluded = tuple(dict.fromkeys((*excluded, *beyond)))
        return tuple(name for name in kept if name not in excluded), excluded, []
    named, excluded = _without_first_excluded(words, mentions, excluding)
    if excluded:
        return named, excluded, []
    if named or words.has(HEM.AskComposition):
        return named, (), []
    if words.has(HEM.AskMechanism) or asked_how(words) is Target.MECHANISMS:
        return (), (), []
    hinted = [m for m in words.of_kind(HEM.MechanismCue) if len(m.surface.split()) > 1 or "-" in m.surface]
    roles = [cue.span for cue in words.cues if HEM.EverydayRole in terms.kinds(cue.concept or "")]
    hinted = [m for m in hinted if not any(span.overlaps(m.span) for span in roles)]
    found = [terms.text(m.concept or "", HEM.suggests) for m in hinted]
    return tuple(dict.fromkeys(f for f in found if f)), (), [m.span for m in hinted]


def _without_first_excluded(
    words: Words, mentions: Sequence[Mention], excluding: set[str]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the mechanisms, and the first where it alone is denied: *no alloying: anodes that convert*."""
    named = tuple(dict.fromkeys(m.concept or "" for m in mentions))
    if len(named) < 2 or words.before(mentions[0].span, 12).split()[-1:] not in ([word] for word in excluding):
        return named, ()
    between = words.text[mentions[0].span.end : mentions[1].span.start].lower()
    is_listed = between.strip(" ,") in JOINED_BY
    return (named, ()) if is_listed else (named[1:], named[:1])


def find_techniques(words: Words, kinds: Sequence[str]) -> tuple[str, ...]:
    """Return the techniques; ``calculated capacity`` asks for a theoretical value and not for calculations."""
    named = words.terms_of(HEM.Technique) or told_techniques(words)
    computes_entropy = words.has(HEM.AskEntropy) or (words.has(HEM.AskComputed) and words.of_kind(HEM.EntropyClass))
    if HEM.TheoreticalCapacity in kinds or computes_entropy:
        return tuple(name for name in named if name != HEM.DensityFunctionalTheory)
    return named


def find_modes(words: Words) -> tuple[str, ...]:
    """Return the modes of techniques; what is measured in a running cell is measured in place too."""
    if words.has(HEM.AskAnyMode):
        return ()
    return with_narrower_modes(words.terms_of(HEM.TechniqueMode))


def are_joined(words: Words, kinds: Sequence[str]) -> bool:
    """Whether the terms of a class are wanted together: both, as well as, combined."""
    mentions = [m for kind in kinds for m in words.of_kind(kind)]
    if len({m.concept for m in mentions}) < 2:
        return False
    spans = sorted(m.span for m in mentions)
    between = [words.text[a.end : b.start].strip().lower() for a, b in itertools.pairwise(spans)]
    return words.has(HEM.AskBoth) or any(part in {"and", "and with", "with"} for part in between)


def find_roles(words: Words, target: Target, mechanisms: Sequence[str]) -> tuple[tuple[str, ...], list[Span]]:
    """Return the roles that are named or worded otherwise: ``props up the lattice``."""
    named = words.terms_of(HEM.ElementRole)
    cues = [m for m in words.of_kind(HEM.RoleCue) if not is_inside_a_mechanism(words, m)]
    cues += [cue for cue in words.cues if HEM.EverydayRole in terms.kinds(cue.concept or "")]
    said = [cue for cue in cues if not _is_said_not(words, cue)]
    opposed = not said and not is_yes_no(words)
    cues = said or cues
    wanted = target in {Target.ELEMENTS, Target.UNKNOWN, Target.OVERVIEW, Target.ROLES} or is_yes_no(words)
    if named or mechanisms or not wanted:
        return named, []
    found = [terms.text(cue.concept or "", HEM.suggests) for cue in cues]
    if opposed:
        found = [str(other) for role in found if role for other in list(terms.objects(role, HEM.excludes))[:1]] or found
    return tuple(dict.fromkeys(f for f in found if f)), [cue.span for cue in cues]


def _is_said_not(words: Words, cue: Mention) -> bool:
    """Whether a denial stands just before a word for a role: *does not compensate charge*."""
    before = words.before(cue.span, 14).split()[-2:]
    return any(word in {"not", "never", "no"} or word.endswith("n't") for word in before)


def find_capacity_kinds(words: Words) -> tuple[str, ...]:
    """Return the kinds of capacity that a question names and does not deny."""
    kinds = [m for m in words.of_kind(HEM.CapacityKind) if not is_denied(words, m.span)]
    named = tuple(dict.fromkeys(m.concept or "" for m in kinds))
    is_computed = HEM.DensityFunctionalTheory in words.terms_of(HEM.Technique) and words.has(
        HEM.AskCapacity, HEM.AskHolds
    )
    if words.has(HEM.AskTheory) or asks_ceiling(words) or (not named and is_computed):
        return (HEM.TheoreticalCapacity,)
    return tuple(kind for kind in named if kind != HEM.RateCapacity)


def asks_measured(words: Words, kinds: Sequence[str]) -> bool:
    """Whether theoretical values are unwanted."""
    denied = any(is_denied(words, m.span) for m in words.of_kind(HEM.CapacityKind))
    best = has_superlative(words, HEM.AskMost) and not kinds
    return denied or words.has(HEM.AskMeasured) or best


def asks_first_cycle(words: Words) -> bool:
    """Whether the first cycle is meant."""
    cues = [m.surface.lower() for m in words.of_kind(HEM.ContextCue) if m.concept == HEM.EfficiencyCue]
    asked = [span.of(words.text).lower() for span in words.spans(HEM.AskEfficiency)]
    first = {str(label) for label in terms.objects(HEM.AskFirst, "exactLabel")} | {"initial", "ice", "ices"}
    return words.has(HEM.AskFirst) or any(set(text.replace("-", " ").split()) & first for text in (*cues, *asked))


def find_polarity(words: Words, roles: Sequence[str]) -> str | None:
    """Return the polarity that is asked for, or None for what is said to be so."""
    if any(not _is_set_aside(words, span) for span in words.spans(HEM.AskHypothesised)):
        return HEM.Hypothesised
    denials = [span for span in words.spans(HEM.AskDenied) if not _leaves_out(words, span)]
    if is_yes_no(words) and not roles and denials and not any(_is_negation(words, span) for span in denials):
        return HEM.Negated
    if (is_yes_no(words) and not asks_of_a_claim(words)) or roles:
        return None
    return HEM.Negated if any(not _is_of_who_asks(words, span) for span in denials) else None


def _leaves_out(words: Words, span: Span) -> bool:
    """Whether a denial only sets materials aside: *cathodes excluded*."""
    kinds = (HEM.MaterialRole, HEM.AnionFamily, HEM.StructureType, HEM.Morphology)
    before = [m for kind in kinds for m in words.of_kind(kind) if m.span.end <= span.start]
    nearest = max(before, key=lambda m: m.span.end, default=None)
    asides = words.spans(HEM.AskLeftOut)
    return nearest is not None and span in asides and is_left_out(words, nearest.span)


def _is_negation(words: Words, span: Span) -> bool:
    """Whether a denial is a *not* of the question itself and no verb that papers deny by."""
    excluding = {str(label) for label in terms.objects("ExcludingWords", "exactLabel")} | {"n't"}
    text = span.of(words.text).lower()
    return bool(excluding & set(text.split())) or text.endswith("n't")


def _is_set_aside(words: Words, span: Span) -> bool:
    """Whether a word is named as what is not wanted: *established rather than just suspected*."""
    asides = [s for s in words.spans(HEM.AskAside, HEM.AskRather) if s.end <= span.start]
    if any(len(words.text[aside.end : span.start].split()) <= LONGEST_STEP for aside in asides):
        return True
    after = [s for s in words.spans(HEM.AskAsideAfter) if s.start >= span.end]
    return any(len(words.text[span.end : aside.start].split()) <= LONGEST_STEP for aside in after)


def _is_of_who_asks(words: Words, span: Span) -> bool:
    """Whether a denial is the speaker's own: *I do not understand*."""
    speakers = {str(label) for label in terms.objects("SpeakerWords", "exactLabel")}
    verbs = {t.head for t in words.tokens if span.contains(t.span)}
    subjects = [t.lower for t in words.tokens if t.head in verbs and t.relation in SUBJECTS]
    near = [t.lower for t in words.tokens if t.relation in {*SUBJECTS, "dobj"} and t.span.end <= span.start]
    subjects = subjects or near[-1:]
    return any(subject in speakers for subject in subjects)
