"""Formulas with a letter for a list of elements: ``M3O4 (M = Fe, Co, Ni, Mn, Cr)``.

Four elements or more share the site; fewer, or a list with ``or``, are alternatives, the first of which
is the reading.  A list that goes on (*M = Fe, Co, etc.*) fixes no composition: the letter stays a letter.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache

from hemkg.annotate import formula_grammar
from hemkg.errors import FormulaError
from hemkg.model.composition import Composition
from hemkg.model.mention import Mention, MentionKind
from hemkg.model.paper import Span
from hemkg.vocab.lexicon import alternatives, table_symbols

ANNOTATOR = "formulas"
SHARING = 4
WORD = re.compile(r"(?<![\w)\]−–-])[A-Z(\[][A-Za-z0-9()\[\].₀-₉−–-]{1,40}(?![\w(\[])")
CODE = re.compile(r"[-–−]")


@cache
def _definition() -> re.Pattern[str]:
    symbol = "|".join(formula_grammar.symbols())
    letters = "|".join(sorted(formula_grammar.PLACEHOLDERS, key=lambda w: (-len(w), w)))
    cue, more = alternatives("PlaceholderCue"), alternatives("OpenListCue")
    tie = r"(?:,\s?(?:and\s|or\s|and/or\s)?|\s?/\s?|\s(?:and|or|and/or)\s|\s?\+\s?)"
    listed = rf"(?:{symbol})(?:{tie}(?:{symbol})){{1,11}}"
    end = rf"(?![a-z])(?!{tie}(?:{symbol})(?![a-z]))(?!{tie}?\s?(?:{more}))"
    return re.compile(rf"(?<![\w-])(?P<letter>{letters})\s?(?:{cue})\s?(?P<list>{listed}){end}")


def find_placeholders(text: str) -> Iterator[Mention]:
    """Find formulas whose letter M, TM, RE or Ln the text says what it stands for.

    Yields:
        FORMULA mentions in text order.
    """
    defined = {found["letter"]: found["list"] for found in _definition().finditer(text)}
    for word in WORD.finditer(text) if defined else ():
        written = word.group().rstrip(".-–−")
        written = written.removesuffix(")") if written.count(")") > written.count("(") else written
        composition = None if CODE.split(written)[-1] in table_symbols("NotAFormula") else _read(written, defined)
        if composition is not None:
            span = Span(word.start(), word.start() + len(written))
            yield Mention(span, MentionKind.FORMULA, span.of(text), composition, None, ANNOTATOR, 0.9)


def _read(word: str, defined: Mapping[str, str]) -> Composition | None:
    """Read a word with a placeholder in it; None if it has none or is no formula then."""
    for letter, listed in defined.items():
        pattern = rf"(?<![A-JL-UXZ]){letter}(?=[\d₀-₉xyz()\[]|[A-GI-V])"
        if re.search(pattern, word) and (word in _plain(letter) or not (word.isalpha() and word.isupper())):
            symbols = re.findall(r"[A-Z][a-z]?", listed)
            choices = [f"({''.join(symbols)})"] if _share(listed, symbols) else symbols
            readings = [_parsed(re.sub(pattern, choice, word)) for choice in choices]
            known = [reading for reading in readings if reading is not None]
            if known and not set(known[0].elements) <= set(symbols):
                others = tuple(reading.formula for reading in known[1:])
                return replace(known[0], as_written=word, expands_to=(*known[0].expands_to, *others))
    return None


def _plain(letter: str) -> set[str]:
    """Return the words in capitals that may be formulas: MO, MS, MP."""
    return {f"{letter}{anion}" for anion in ("O", "S", "P", "N", "F")}


def _share(listed: str, symbols: list[str]) -> bool:
    return len(symbols) >= SHARING and not re.search(r"\bor\b", listed)


def _parsed(written: str) -> Composition | None:
    try:
        return formula_grammar.parse(written)
    except FormulaError:
        return None
