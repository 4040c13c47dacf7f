"""What the authors say is missing: stated gaps, kept apart from denials.

``No one has measured X`` says nothing about X.  A phrase of the lexicon states a gap by itself; a word
of research and a word that says there is none state one together when they stand close.
"""

from collections.abc import Iterator
from functools import cache

from hemkg.assemble.context import Context, View
from hemkg.assemble.evidence import evidence_at
from hemkg.model.claim import Claim, ClaimType, Conditions
from hemkg.model.mention import Mention
from hemkg.model.paper import BlockKind, Span
from hemkg.vocab import terms
from hemkg.vocab.terms import HEM

SHORTEST = 50
PLAIN, COMPOSED = 0.9, 0.75
CONCEPTS = ("IonStorageMechanism", "ChargeStorageMechanism", "Technique")


def find_gaps(context: Context) -> Iterator[Claim]:
    """Yield one claim for each sentence that says that something is missing."""
    for view in context.views:
        if view.sentence.block.kind in {BlockKind.PARAGRAPH, BlockKind.TITLE}:
            cues = cues_of_gap(view)
            if cues:
                yield _claim(context, view, cues)


def gap_span(view: View) -> Span | None:
    """Return the clauses of a sentence that state a gap, or None where it states none."""
    cues = cues_of_gap(view)
    return _extent(view, cues) if cues else None


def cues_of_gap(view: View) -> tuple[Mention, ...]:
    """Return the words that state a gap: a phrase, or a pair that stands close together."""
    phrases = view.words(HEM.GapCue)
    if phrases:
        return phrases
    for part, objects, reach in _pairs():
        for missing in view.words(part):
            for research in (mention for name in objects for mention in view.words(name)):
                if _is_close(view, missing.span, research.span, reach) and _is_in_order(view, part, missing, research):
                    return tuple(sorted((missing, research), key=lambda m: m.span))
    return ()


@cache
def _pairs() -> tuple[tuple[str, tuple[str, ...], int], ...]:
    """Return the pairs of the ontology: the word that misses, what it misses, the words between at most."""
    return tuple(
        (part, tuple(map(str, terms.objects(pair, "gapObject"))), int(terms.number(pair, "gapReach")))
        for pair in terms.instances("GapPair")
        for part in map(str, terms.objects(pair, "gapPart"))
    )


def _is_close(view: View, one: Span, other: Span, reach: int) -> bool:
    left, right = sorted((one, other))
    between = view.text[left.end : right.start]
    return not one.overlaps(other) and ";" not in between and len(between.split()) <= reach


def _is_in_order(view: View, part: str, missing: Mention, research: Mention) -> bool:
    """Whether a word of inability stands before what it denies, in the same clause.

    *Certain elements are not fixed* and *In and Zn, which belong to neither group, are known* deny no knowledge; a
    single comma between the words ends a clause, two enclose an aside.
    """
    if part != HEM.Inability:
        return True
    between = view.text[missing.span.end : research.span.start]
    return missing.span.start < research.span.start and between.count(",") != 1


def _extent(view: View, cues: tuple[Mention, ...]) -> Span:
    """Return the clauses around the cues, the whole sentence where they are too short to be read alone."""
    clauses = [c for c in view.sentence.clauses if any(c.overlaps(cue.span) for cue in cues)]
    span = clauses[0].cover(clauses[-1])
    return span if span.end - span.start >= SHORTEST else view.span


def _claim(context: Context, view: View, cues: tuple[Mention, ...]) -> Claim:
    span = _extent(view, cues)
    named = [c for c in view.concepts if set(terms.kinds(c.concept or "")) & set(CONCEPTS)]
    named.sort(key=lambda c: (not span.overlaps(c.span), _rank(c)))
    ions = {terms.notation(c.concept or "") for c in view.words(HEM.Ion)}
    materials = [entity for where, entity in view.materials if span.overlaps(where)]
    certainty = PLAIN if cues[0].concept == HEM.GapCue else COMPOSED
    return Claim(
        ClaimType.GAP_STATEMENT,
        context.annotated.paper.paper_id,
        evidence_at(context, view.span, rule="gap", confidence=certainty, trace=(_told(cues),)),
        material=materials[0].surface if materials else None,
        concept=named[0].concept if named else None,
        words=_trimmed(view.text, span),
        elements=tuple(dict.fromkeys(e.concept or "" for e in view.elements if span.overlaps(e.span))),
        conditions=Conditions(ion=ions.pop() if len(ions) == 1 else None),
    )


def _rank(concept: Mention) -> int:
    """Return the place of a concept's class: a mechanism names the gap better than a technique."""
    kinds = terms.kinds(concept.concept or "")
    return next(i for i, kind in enumerate(CONCEPTS) if kind in kinds)


def _trimmed(text: str, span: Span) -> str:
    return span.of(text).strip(" \n,;:.")


def _told(cues: tuple[Mention, ...]) -> str:
    return "gap: " + " + ".join(cue.surface for cue in cues)
