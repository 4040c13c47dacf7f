"""Elements in a state, and symbols of one letter: Cu2+, Fe0, Cr(III), Nb5+/Nb4+, the V K-edge, W hardly changes.

A symbol with a charge or a valence behind it is an element and no formula.  A lone letter may be a volt, a
panel or a sample; it is an element where a noun for the spectra of elements follows, or where a formula of the
paper holds it and no number stands before it.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache

from hemkg.annotate.formula_grammar import symbols
from hemkg.model.mention import Mention, MentionKind
from hemkg.model.paper import Span
from hemkg.vocab import elements, terms
from hemkg.vocab.lexicon import alternatives

ANNOTATOR = "element states"
CHARGED = r"(?:\$?\^\{?|<sup>)?(?:[1-7¹²³⁴⁵⁶⁷]?(?:/[1-7])?[+⁺]\}?\$?(?:</sup>)?)"
NEUTRAL = r"(?:(?:\$?\^\{?|<sup>)?0\}?\$?(?:</sup>)?(?![\w.,]\d|\w)|⁰)"
VALENCE = r"\((?:0|(?:I{1,3}|IV|VI{0,2})(?:[/,](?:I{1,3}|IV|VI{0,2}))?)\)"
STATE = rf"(?:{CHARGED}|{NEUTRAL}|{VALENCE})"


def find_element_states(text: str, start: int, end: int, compounds: Sequence[Mention]) -> Iterator[Mention]:
    """Yield the elements of a stretch of text that carry a state, then its lone symbols of one letter.

    Args:
        text: a paper's text.
        start: where to begin, in code points.
        end: where to stop.
        compounds: the formulas of the paper, whose elements a lone letter may name.

    >>> [m.surface for m in find_element_states("La3+ stays, Cu2+ turns to Cu0, Cr(III) too", 0, 42, ())]
    ['La3+', 'Cu2+', 'Cu0', 'Cr(III)']
    """
    for found in _in_state().finditer(text, start, end):
        yield _mention(found)
    known = {s for m in compounds if m.composition and len(m.composition.elements) > 1 for s in m.composition.elements}
    for found in _lone().finditer(text, start, end):
        if found["noun"] is not None or found["symbol"] in known:
            yield _mention(found)


def _mention(found: re.Match[str]) -> Mention:
    span = Span(found.start(), found.end("state") if found["state"] else found.end("symbol"))
    return Mention(span, MentionKind.ELEMENT, span.of(found.string), None, found["symbol"], ANNOTATOR, 0.9)


@cache
def _in_state() -> re.Pattern[str]:
    table = elements.table()
    stateful = [s for s in symbols() if (table[s].is_metallic and len(s) > 1) or s in _lone_symbols()]
    one = "|".join(stateful)
    return re.compile(rf"(?<![\w₀-₉)])(?P<symbol>{one})(?P<state>{STATE}(?:/(?:(?P=symbol))?{STATE})?)(?![\w₀-₉])")


@cache
def _lone_symbols() -> tuple[str, ...]:
    return tuple(str(s) for s in terms.objects("LoneSymbol", "caseLabel"))


@cache
def _lone() -> re.Pattern[str]:
    one = "|".join(_lone_symbols())
    nouns = alternatives("ElementSpectrum")
    units = alternatives("NoElementBefore")
    return re.compile(
        rf"(?<![\w₀-₉)/.–-])(?<!\d\s)(?<!\d[\u00a0\u2009\u202f])(?P<symbol>{one})(?P<state>)"
        rf"(?![\w₀-₉'’./=°(]|\s?(?:{units})\b)(?P<noun>[\s-](?:{nouns}))?"
    )
