"""Alloys that are written with dashes between their elements: the alloy Sn-Sb-Zn, a Bi–Sn electrode."""

import re
from collections.abc import Iterator, Sequence
from functools import cache

from hemkg.assemble.element_samples import can_be_sample
from hemkg.assemble.entity import Entity, add
from hemkg.assemble.samples import is_used_as_sample
from hemkg.model.annotated import Annotated
from hemkg.model.composition import Composition
from hemkg.model.mention import MentionKind
from hemkg.model.paper import Span
from hemkg.vocab import elements
from hemkg.vocab.lexicon import alternatives

DASH = re.compile(r"[-–‐]")
LEAD = 40


def add_alloys(annotated: Annotated, found: dict[str, Entity]) -> None:
    """Add the alloys of a paper whose elements stand between dashes and whose amounts it leaves open."""
    taken = [span for entity in found.values() for span in entity.spans]
    runs = [(span, symbols) for span, symbols in _runs(annotated) if not any(span.overlaps(o) for o in taken)]
    compounds = [set(e.composition.elements) for e in found.values() if e.composition]
    told = {symbols for span, symbols in runs if _is_alloy(annotated.text, span, symbols, compounds)}
    for span, symbols in runs:
        if symbols in told:
            name = span.of(annotated.text)
            composition = Composition(name, name, tuple((symbol, None) for symbol in symbols))
            add(found, "-".join(symbols), span, composition).names[:] = [name]


def _runs(annotated: Annotated) -> Iterator[tuple[Span, tuple[str, ...]]]:
    """Yield runs of symbols of metals with a dash between them, each as long as it goes."""
    text = annotated.text
    plain = [m for m in annotated.mentions if m.kind is MentionKind.ELEMENT and m.surface == m.concept]
    index = 0
    while index < len(plain):
        run = [plain[index]]
        for other in plain[index + 1 :]:
            if not DASH.fullmatch(text[run[-1].span.end : other.span.start]):
                break
            run.append(other)
        index += len(run)
        span, symbols = Span(run[0].span.start, run[-1].span.end), tuple(m.concept or "" for m in run)
        if len(set(symbols)) == len(symbols) > 1 and all(map(can_be_sample, symbols)) and _stands_free(text, span):
            yield span, symbols


def _stands_free(text: str, span: Span) -> bool:
    return not re.search(r"[\w@/–‐-]$", text[: span.start][-1:]) and not re.match(r"[\w@/–‐-]", text[span.end :][:1])


@cache
def _alloy_word() -> tuple[re.Pattern[str], re.Pattern[str]]:
    words = alternatives("AlloyWord")
    return re.compile(rf"\b(?:{words})\s(?:of\s)?$", re.I), re.compile(rf"\s(?:[a-z-]+\s)?(?:{words})\b", re.I)


def _is_alloy(text: str, span: Span, symbols: tuple[str, ...], compounds: Sequence[set[str]]) -> bool:
    """Whether a run of symbols does what electrodes do, or a word beside it says that it is an alloy.

    An alloy of transition metals, or of the metals of one of the paper's compounds, is what conversion leaves.
    """
    if is_used_as_sample(text, span):
        return True
    before, behind = _alloy_word()
    told = before.search(text[max(0, span.start - LEAD) : span.start]) or behind.match(text, span.end)
    left = all(map(_is_transition, symbols)) or any(set(symbols) < compound for compound in compounds)
    return bool(told) and not left


def _is_transition(symbol: str) -> bool:
    return elements.table()[symbol].category == "TransitionMetal"
