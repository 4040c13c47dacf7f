"""Evidence for a claim: the quote at a span, with its section and page."""

from hemkg.assemble.context import Context
from hemkg.model.claim import Evidence
from hemkg.model.paper import Span


def evidence_at(
    context: Context, span: Span, *, rule: str, confidence: float = 1.0, trace: tuple[str, ...] = ()
) -> Evidence:
    """Return the evidence at a span of the paper's text."""
    view = context.view_at(span.start)
    block = view.sentence.block if view else context.annotated.paper.block_at(span.start)
    return Evidence(
        span,
        span.of(context.text),
        section=block.section if block else None,
        page=block.page if block else None,
        rule=rule,
        confidence=round(confidence, 4),
        trace=trace,
        supplement=block.supplement if block else None,
    )
