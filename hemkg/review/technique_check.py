"""Check of mechanisms against the techniques that they are said to be shown by.

What a technique can show stands in the guidelines and, for what a referee knows beside them, with the technique
(``hem:canShow``).  A mechanism is accused where a sentence rests it on techniques that cannot show it and no other
sentence rests it on one that can, or where nothing that was used anywhere can.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cache

from hemkg.annotate.concepts import find_in_text
from hemkg.model.answer import Citation
from hemkg.model.claim import Attribution, Claim, ClaimType, Polarity, Reading
from hemkg.model.paper import Paper, Span
from hemkg.review.certain import is_called_by_name, measured_materials, sure
from hemkg.review.findings import Finding, Outcome, Severity, outcome, passage, quotes
from hemkg.review.gap_words import listed
from hemkg.review.knowledge import able, showing
from hemkg.review.whereabouts import sentences
from hemkg.vocab import terms
from hemkg.vocab.terms import HEM


def check_techniques(paper: Paper, reading: Reading) -> Outcome:
    """A mechanism that is asserted rests on a technique that can show it."""
    used = {
        claim.concept
        for claim in reading.claims
        if claim.claim_type is ClaimType.TECHNIQUE and claim.attribution is not Attribution.CITED and claim.concept
    } - _computed()
    asserted: dict[str, list[Claim]] = defaultdict(list)
    measured = measured_materials(reading)
    for claim in sure(paper, reading, ClaimType.MECHANISM):
        is_told = claim.polarity is Polarity.ASSERTED and claim.material in measured and is_called_by_name(claim)
        if is_told and claim.concept and able(claim.concept):
            asserted[claim.concept].append(claim)
    results = [_unshown(paper, mechanism, claims, used) for mechanism, claims in asserted.items() if used]
    return outcome(HEM.TechniqueCheck, results)


def _unshown(paper: Paper, mechanism: str, claims: Sequence[Claim], used: set[str]) -> Finding | None:
    """Return that a mechanism rests on nothing that can show it."""
    resting = dict(_resting(paper, mechanism))
    if any(named & able(mechanism) for named in resting.values()):
        return None
    if resting:
        span, named = next(iter(resting.items()))
        return _finding(mechanism, claims, f"by {_listed(named)}, which cannot show it", (passage(paper, span),))
    if used & able(mechanism):
        return None
    why = f"but none of the techniques that were read ({_listed(used)}) can show it"
    return _finding(mechanism, claims, why, quotes(paper, claims[:2]))


def _resting(paper: Paper, mechanism: str) -> Iterator[tuple[Span, set[str]]]:
    """Yield the sentences that rest a mechanism on techniques, with the experimental techniques that they name."""
    for sentence in sentences(paper):
        words = sentence.span.of(paper.text)
        mentions = find_in_text(words)
        concepts = {mention.concept or "" for mention in mentions}
        places = [m.span.start for m in mentions if m.concept == mechanism]
        if HEM.Negation not in concepts and any(not _is_time(words, p) for p in places):
            named = {concept for concept in concepts if HEM.Technique in terms.kinds(concept)} - _computed()
            if named:
                yield sentence.span, named


def _is_time(words: str, place: int) -> bool:
    """Whether a mechanism is named only to say when: after conversion, during the alloying."""
    before = words[:place].casefold().split()[-2:]
    return any(str(word) in before for word in terms.objects(HEM.TimeBefore, "exactLabel"))


@cache
def _computed() -> frozenset[str]:
    return frozenset(map(str, terms.objects(HEM.TheoryTechniques, HEM.kind)))


def _listed(techniques: Iterable[str]) -> str:
    return listed(sorted(map(terms.notation, techniques)))


def _finding(mechanism: str, claims: Sequence[Claim], why: str, told: tuple[Citation, ...]) -> Finding:
    methods = [method.words for method in showing(mechanism)]
    others = sorted(terms.notation(technique) for technique in able(mechanism))
    could = listed((methods or others)[:4], last="or")
    message = f"{terms.label(mechanism)} is asserted of {claims[0].material}, {why}; {could} can."
    return Finding(HEM.TechniqueCheck, Severity.WARNING, message, told)
