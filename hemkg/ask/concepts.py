"""The concepts that a question names or words otherwise: mechanisms, techniques, roles, kinds of capacity."""

import itertools
from collections.abc import Sequence

from hemkg.ask.asking import asked_how, told_techniques
from hemkg.ask.bounds import denials_of_bounds
from hemkg.ask.contents import denials_of_content
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
from hemkg.ask.probes import modes_that_count, with_narrower_modes
from hemkg.ask.turned import find_denial
from hemkg.ask.words import Words
from hemkg.model.mention import Mention
from hemkg.model.paper import Span
from hemkg.vocab import terms
from hemkg.vocab.lexicon import table_words
from hemkg.vocab.terms import HEM

# words between *rather than* and what is not wanted
LONGEST_STEP = 4
# between mechanisms that are denied together
JOINING = table_words("JoiningWords")
# no more than a guess is a guess, and more than a guess is none
NO_MORE = table_words("NoMoreWords")
SUBJECTS = frozenset({"nsubj", "nsubjpass"})


def find_mechanisms(words: Words) -> tuple[tuple[str, ...], tuple[str, ...], list[Span]]:
    """Return the mechanisms that are named, or else those that the words hint at, and those that are excluded."""
    mentions = _mechanism_mentions(words)
    out = _denied_mechanisms(words, mentions)
    excluded = tuple(dict.fromkeys(m.concept or "" for m in out))
    kept = tuple(dict.fromkeys(m.concept or "" for m in mentions if m.concept not in excluded))
    if kept and excluded:
        return kept, excluded, []
    if excluded or kept or words.has(HEM.AskComposition):
        return excluded or kept, (), []
    if words.has(HEM.AskMechanism) or asked_how(words) is Target.MECHANISMS:
        return (), (), []
    hinted = [m for m in words.of_kind(HEM.MechanismCue) if len(m.surface.split()) > 1 or "-" in m.surface]
    roles = [cue.span for cue in words.cues if HEM.EverydayRole in terms.kinds(cue.concept or "")]
    hinted = [m for m in hinted if not any(span.overlaps(m.span) for span in roles)]
    found = [terms.text(m.concept or "", HEM.suggests) for m in hinted]
    return tuple(dict.fromkeys(f for f in found if f)), (), [m.span for m in hinted]


def are_all_denied(words: Words) -> bool:
    """Whether every mechanism that is named is denied: *stores without conversion*, *neither alloys nor converts*."""
    mentions = _mechanism_mentions(words)
    out = {m.concept for m in _denied_mechanisms(words, mentions)}
    return bool(out) and out == {m.concept for m in mentions}


def _mechanism_mentions(words: Words) -> list[Mention]:
    mentions = sorted((m for kind in MECHANISM_KINDS for m in words.of_kind(kind)), key=lambda m: m.span)
    return [m for m in mentions if not names_materials(words, m)]


def _denied_mechanisms(words: Words, mentions: Sequence[Mention]) -> list[Mention]:
    """Return the mechanisms that a denial stands before, and those that are listed with one after it."""
    excluding = table_words("ExcludingWords")
    out: list[Mention] = []
    for place, mention in enumerate(mentions):
        near = bool(place) and bool(set(words.before(mention.span, 12).split()[-2:]) & excluding)
        before = mentions[place - 1] if place else None
        listed = before in out and before is not None and _is_listed(words, before, mention)
        if near or listed or find_denial(words, mention.span.start) is not None:
            out.append(mention)
    return out


def _is_listed(words: Words, before: Mention, after: Mention) -> bool:
    """Whether a mechanism goes on with what is denied: *without intercalation or any alloying*."""
    gap = words.text[before.span.end : after.span.start].lower().replace(",", " ").split()
    return set(gap) <= JOINING


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
    return with_narrower_modes(modes_that_count(words))


def are_joined(words: Words, kinds: Sequence[str]) -> bool:
    """Whether the terms of a class are wanted together: both, as well as, combined."""
    mentions = [m for kind in kinds for m in words.of_kind(kind)]
    if len({m.concept for m in mentions}) < 2:
        return False
    spans = sorted(m.span for m in mentions)
    between = [_without_modes(words, Span(a.end, b.start)) for a, b in itertools.pairwise(spans) if a.end <= b.start]
    return words.has(HEM.AskBoth) or any(part in {"and", "and with", "with"} for part in between)


def _without_modes(words: Words, gap: Span) -> str:
    """Return what joins two techniques, but for the mode of the second: *XRD and operando magnetometry*."""
    text = gap.of(words.text)
    for mode in words.of_kind(HEM.TechniqueMode):
        if gap.contains(mode.span):
            text = text.replace(mode.surface, "")
    return text.strip().lower()


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
    kinds = [m for m in words.of_kind(HEM.CapacityKind) if not (is_denied(words, m.span) or _asks_for_noun(words, m))]
    named = tuple(dict.fromkeys(m.concept or "" for m in kinds))
    is_computed = HEM.DensityFunctionalTheory in words.terms_of(HEM.Technique) and words.has(
        HEM.AskCapacity, HEM.AskHolds
    )
    if words.has(HEM.AskTheory) or asks_ceiling(words) or (not named and is_computed):
        return (HEM.TheoreticalCapacity,)
    return tuple(kind for kind in named if kind != HEM.RateCapacity)


def _asks_for_noun(words: Words, mention: Mention) -> bool:
    """Whether the *which* of *of which* asks for the noun behind it: *by means of which method*, *of which element*."""
    last = [token for token in words.tokens if mention.span.contains(token.span)][-1:]
    things = [cue.span.start for cue in words.cues if HEM.AskedThing in terms.kinds(cue.concept or "")]
    is_before = mention.span.end + 1 in things
    return any(token.tag.startswith("W") and (token.relation == "det" or is_before) for token in last)


def asks_measured(words: Words, kinds: Sequence[str]) -> bool:
    """Whether theoretical values are unwanted."""
    denied = any(is_denied(words, m.span) for m in words.of_kind(HEM.CapacityKind))
    best = has_superlative(words, HEM.AskMost) and not kinds
    return denied or words.has(HEM.AskMeasured, HEM.AskInPractice) or best


def asks_first_cycle(words: Words) -> bool:
    """Whether the first cycle is meant."""
    cues = [m.surface.lower() for m in words.of_kind(HEM.ContextCue) if m.concept == HEM.EfficiencyCue]
    asked = [span.of(words.text).lower() for span in words.spans(HEM.AskEfficiency)]
    first = table_words(HEM.AskFirst) | {"initial", "ice", "ices"}
    return words.has(HEM.AskFirst) or any(set(text.replace("-", " ").split()) & first for text in (*cues, *asked))


def find_polarity(words: Words, roles: Sequence[str], excluded: Sequence[str] = ()) -> str | None:
    """Return the polarity that is asked for, or None for what is said to be so.

    Args:
        words: the question.
        roles: the roles of elements that it names.
        excluded: the mechanisms that must not hold, beside others that must: the denial is theirs.
    """
    if any(not _is_set_aside(words, span) for span in words.spans(HEM.AskHypothesised, HEM.AskOpen)):
        return HEM.Hypothesised
    denials = find_denials(words)
    if is_yes_no(words) and not roles and denials and not any(_is_negation(words, span) for span in denials):
        return HEM.Negated
    if (is_yes_no(words) and not asks_of_a_claim(words)) or roles or excluded:
        return None
    return HEM.Negated if denials or are_all_denied(words) else None


def find_denials(words: Words) -> tuple[Span, ...]:
    """Return where the question denies: no bound nor content, nor for the speaker, nor to set things aside."""
    of_content = () if any(map(words.of_kind, MECHANISM_KINDS)) else denials_of_content(words)
    bounding = (*denials_of_bounds(words), *of_content, *words.spans(HEM.AskAside))
    kept = (span for span in words.spans(HEM.AskDenied) if not any(span.overlaps(other) for other in bounding))
    return tuple(s for s in kept if not (_leaves_out(words, s) or _is_of_who_asks(words, s)))


def _leaves_out(words: Words, span: Span) -> bool:
    """Whether a denial only sets materials aside: *cathodes excluded*."""
    kinds = (HEM.MaterialRole, HEM.AnionFamily, HEM.StructureType, HEM.Morphology)
    before = [m for kind in kinds for m in words.of_kind(kind) if m.span.end <= span.start]
    nearest = max(before, key=lambda m: m.span.end, default=None)
    asides = words.spans(HEM.AskLeftOut)
    return nearest is not None and span in asides and is_left_out(words, nearest.span)


def _is_negation(words: Words, span: Span) -> bool:
    """Whether a denial is a *not* of the question itself and no verb that papers deny by."""
    excluding = table_words("ExcludingWords") | {"n't"}
    text = span.of(words.text).lower()
    return bool(excluding & set(text.split())) or text.endswith("n't")


def _is_set_aside(words: Words, span: Span) -> bool:
    """Whether a word is named as what is not wanted: *established rather than just suspected*."""
    asides = [s for s in words.spans(HEM.AskAside, HEM.AskRather) if s.end <= span.start]
    asides = [s for s in asides if not words.before(s).split()[-1:] or words.before(s).split()[-1] not in NO_MORE]
    if any(len(words.text[aside.end : span.start].split()) <= LONGEST_STEP for aside in asides):
        return True
    after = [s for s in words.spans(HEM.AskAsideAfter) if s.start >= span.end]
    return any(len(words.text[span.end : aside.start].split()) <= LONGEST_STEP for aside in after)


def _is_of_who_asks(words: Words, span: Span) -> bool:
    """Whether a denial is the speaker's own: *I do not understand*."""
    speakers = table_words("SpeakerWords")
    verbs = {t.head for t in words.tokens if span.contains(t.span)}
    subjects = [t.lower for t in words.tokens if t.head in verbs and t.relation in SUBJECTS]
    near = [t.lower for t in words.tokens if t.relation in {*SUBJECTS, "dobj"} and t.span.end <= span.start]
    subjects = subjects or near[-1:]
    return any(subject in speakers for subject in subjects)
