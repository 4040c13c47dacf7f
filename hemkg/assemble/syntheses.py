"""How materials were made."""

from collections.abc import Iterator

from hemkg.assemble.context import Context
from hemkg.assemble.evidence import evidence_at
from hemkg.model.claim import Claim, ClaimType
from hemkg.vocab import terms
from hemkg.vocab.terms import HEM


def find_syntheses(context: Context) -> Iterator[Claim]:
    """Yield one claim for each synthesis method that a paper mentions, at its first mention."""
    seen: set[str] = set()
    for view in context.views:
        for mention in view.words(HEM.SynthesisMethod):
            concept = mention.concept or ""
            if concept not in seen:
                seen.add(concept)
                yield Claim(
                    ClaimType.SYNTHESIS,
                    context.annotated.paper.paper_id,
                    evidence_at(context, view.span, rule="lexicon", confidence=0.8),
                    concept=concept,
                    words=terms.notation(concept),
                )
