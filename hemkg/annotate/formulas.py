"""Where formulas, composites and element symbols stand in a text, and where they only seem to.

A run of formula characters is cut to the longest part that the grammar accepts; look-alikes
(``PBA``, ``Pa-3``, ``CuO6 octahedra``) are turned down by the ontology's lists and by what stands
beside them.  Composites (``X@C``, ``X/rGO``) become one mention with the composition of the active
phase.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache, lru_cache

from hemkg.annotate import formula_grammar
from hemkg.errors import FormulaError
from hemkg.model.composition import Composition
from hemkg.model.mention import Mention, MentionKind
from hemkg.model.paper import Span
from hemkg.vocab import elements, terms
from hemkg.vocab.lexicon import alternatives, table_symbols, table_words

ANNOTATOR = "formulas"
SPACES = " \u00a0\u2009\u202f"
OPEN, CLOSE = "([{", ")]}"
DIGIT = "0-9₀-₉"


@cache
def _element() -> re.Pattern[str]:
    return re.compile("|".join(formula_grammar.symbols()))


@cache
def _start() -> re.Pattern[str]:
    """Where a formula may begin: a symbol or brackets before one, no letter before it."""
    symbol = "|".join(formula_grammar.symbols())
    return re.compile(rf"(?<![A-Za-z₀-₉])(?:[(\[{{]{{0,3}})(?=(?:{symbol})(?![a-z]{{2}}[a-z]))")


NUMBER = re.compile(r"\d+\.\d+\.\d+|\d+/\d+(?![\d/])|\d+(?:\.\d+)?|[₀-₉]+(?:[.․][₀-₉]+)?")
MARKED_NUMBER = re.compile(
    r"\$?_\{?\(?(\d+(?:\.\d+)?)\)?\}?\$?|<sub>(\d+(?:\.\d+)?)</sub>|\((\d{1,2}(?:\.\d+)?)\)(?=[A-Z(]|\W|$)"
)
SUMMED = re.compile(rf"\({formula_grammar.TERM}(?:[-−–+±]{formula_grammar.TERM}){{1,4}}\)(?:/\d+)?")
ROMAN = re.compile(r"\((?:0|I{1,3}|IV|VI{0,3})\)")
VALENCE = re.compile(r"(?<=[A-Za-z])\((?:0|I{1,3}|IV|VI{0,3})\)(?=[A-Z(])")
PLACEHOLDER = re.compile(rf"(?:M|RE|TM|Ln)(?=[{DIGIT}xyz_])")
SPACED_NUMBER = re.compile(rf"[{SPACES}](\d+(?:\.\d+)?)(?![\d.])")
VARIABLE = re.compile(r"[xyzδ](?:/\d)?(?![a-z])")
SUM = re.compile(r"(?<=[\dxyzδ])[-−–+±](?=[xyzδ\d]|d(?![a-z]))d?")
SUM_APART = re.compile(rf"(?<=[\dxyzδ])[{SPACES}]?[-−–+±][{SPACES}]?(?=(?:\d+(?:\.\d+)?)?[xyzδ](?:/\d)?[A-Z(])")
SITE = re.compile(r",\s?[a-z]{3,}(?=\))")
OR = re.compile(rf"[{SPACES}]?\(or[{SPACES}](?=[A-Z])")
OR_INSIDE = re.compile(rf",[{SPACES}]?or[{SPACES}](?=[A-Z])")
HYDRATE = re.compile(rf"[{SPACES}]?(?:[·•∙⋅*]|&middot;)[{SPACES}]?(?=\d*\.?\d*(?:n|x)?[A-Z(])")
CHARGE = re.compile(
    r"(?:\^?\{?(?P<n>[1-7¹²³⁴⁵⁶⁷])?\}?(?!\s\+\s?(?:[\dxyn(]|[A-Z]))\s?"
    r"(?P<sign>[+⁺]|[-−–⁻](?![\dA-Za-z]))|0(?![\d.])|\((?:0|[IV]{1,3}|VI)\))"
)  # the plus of an equation (Na2S + 2 Li) is no charge
DAMAGED = re.compile(r"\d+\.\d+\.\d+")


def find_formulas(text: str, start: int = 0, end: int | None = None) -> tuple[Mention, ...]:
    """Find formulas, composites and element symbols in ``text[start:end]``.

    Args:
        text: a paper's text.
        start: where to begin, in code points.
        end: where to stop.

    Returns:
        mentions in text order: FORMULA with a Composition, or ELEMENT with the symbol as concept.

    >>> [m.surface for m in find_formulas("In GaSiP2@C the Si is held by FeS2via bonds")]
    ['GaSiP2@C', 'Si', 'FeS2']
    """
    stop = len(text) if end is None else end
    spaced = is_spaced(text)
    found = list(_scan(text, start, stop, spaced=spaced))
    return tuple(_composites(text, found))


@lru_cache(maxsize=4)
def is_spaced(text: str) -> bool:
    """Whether the text sets subscripts apart by spaces, as in ``Bi 0.4 Sb 1.6 Te 3``."""
    return bool(_set_apart().search(text))


@cache
def _set_apart() -> re.Pattern[str]:
    symbol = _element().pattern
    number = rf"[{SPACES}]\d[\d.]*"
    return re.compile(
        rf"(?:{symbol}){number}[{SPACES}]?(?:@|/[A-Zg]|(?:{symbol}){number}|(?:{symbol})(?![a-z]))"
        rf"|[)\]]\d[{SPACES}](?:{symbol}){number}"
    )


def _scan(text: str, start: int, stop: int, *, spaced: bool) -> Iterator[Mention]:
    position = start
    while found := _start().search(text, position, stop):
        begin = found.start()
        mention = _read(text, begin, stop, spaced=spaced)
        if mention:
            yield mention
            position = mention.span.end
        else:
            position = begin + 1


def _read(text: str, begin: int, stop: int, *, spaced: bool) -> Mention | None:
    """Read the longest formula that starts here, if what starts here is one."""
    for end in reversed(_ends(text, begin, stop, spaced=spaced)):
        written = text[begin:end]
        if not _ends_cleanly(text, end, written):
            continue
        try:
            composition = formula_grammar.parse(DAMAGED.sub("n", written))
        except FormulaError:
            continue
        return _with_share(text, begin, end) or _unwrapped(text, begin, end, composition)
    return None


SHARE_BEFORE = re.compile(rf"(?<![\w.)])(?:\({formula_grammar.TERM}(?:[-−–+]{formula_grammar.TERM}){{1,4}}\)|0\.\d+)$")


def _with_share(text: str, begin: int, end: int) -> Mention | None:
    """Return a mixture that opens with the share of its first component: ``0.8CoO-0.2NiO``, ``(1-x)A-xB``."""
    if not any(tie in text[begin:end] for tie in "-–−·"):
        return None
    lead = SHARE_BEFORE.search(text, max(0, begin - 24), begin)
    try:
        return lead and _judge(text, lead.start(), end, formula_grammar.parse(text[lead.start() : end]))
    except FormulaError:
        return None


def _unwrapped(text: str, begin: int, end: int, composition: Composition) -> Mention | None:
    """Judge a formula; brackets around a whole formula are the sentence's: ``oxide (CoO)``."""
    inside = text[begin + 1 : end - 1]
    if text[begin] in OPEN and text[end - 1] in CLOSE and "," not in inside and composition.formula[-1] in CLOSE:
        try:
            return _judge(text, begin + 1, end - 1, formula_grammar.parse(inside))
        except FormulaError:
            return _judge(text, begin, end, composition)
    return _judge(text, begin, end, composition)


# no printed formula is longer, and no hostile one costs more
LONGEST = 160


def _ends(text: str, begin: int, stop: int, *, spaced: bool) -> list[int]:
    """Return every position where the formula could end, shortest first."""
    ends: list[int] = []
    stop = min(stop, begin + LONGEST)
    position, depth, set_apart = begin, 0, False
    while position < stop:
        step = _step(text, position, depth, spaced=spaced, set_apart=set_apart)
        if step is None:
            break
        position, depth, set_apart = step
        if depth == 0:
            ends.append(position)
    return ends


def _step(text: str, at: int, depth: int, *, spaced: bool, set_apart: bool) -> tuple[int, int, bool] | None:
    """Read one piece of a formula; return position, bracket depth and whether a number stood apart."""
    character = text[at]
    if found := _element().match(text, at):
        return found.end(), depth, set_apart
    for pattern in (VALENCE, SUMMED, MARKED_NUMBER, NUMBER, VARIABLE, SUM, SUM_APART, PLACEHOLDER):
        if found := pattern.match(text, at):
            return found.end(), depth, set_apart
    if character in "□◻T" and (character != "T" or text[at + 1 : at + 2] in {"x", "z"}):
        return at + 1, depth, set_apart
    if found := OR.match(text, at):
        return found.end(), depth + 1, set_apart
    if character in OPEN and _opens(text, at):
        return at + 1, depth + 1, set_apart
    if character in CLOSE and depth:
        return at + 1, depth - 1, set_apart
    if depth and (end := _joint_end(text, at)):
        return end, depth, set_apart
    if found := HYDRATE.match(text, at):
        return found.end(), depth, set_apart
    return _spaced_step(text, at, depth, set_apart=set_apart) if spaced else None


LISTED = re.compile(rf",[{SPACES}]?(?=[A-Z])")


def _joint_end(text: str, at: int) -> int | None:
    """Return where a joint inside a bracket ends: an alternative, a site, a comma before an element."""
    if found := OR_INSIDE.match(text, at) or SITE.match(text, at):
        return found.end()
    if text[at] == "/":
        start = text.rfind("(", max(0, at - 24), at)
        return at + 1 if start >= 0 and _stroked().match(text, start) else None
    found = LISTED.match(text, at)
    return found.end() if found and _element().match(text, found.end()) else None


@cache
def _stroked() -> re.Pattern[str]:
    """Return a pattern for elements on one site between strokes, ``(Sm/Ce)``; ``(SiO/C)`` is a composite."""
    symbol = "|".join(formula_grammar.symbols())
    return re.compile(rf"\((?:{symbol})(?:/(?:{symbol}))+\)(?=[{DIGIT}xyzA-Z])")


def _opens(text: str, at: int) -> bool:
    """Whether a bracket here holds part of a formula and not a remark."""
    if ROMAN.match(text, at):
        return False
    return bool(_element().match(text, at + 1) or text[at + 1 : at + 2] in {"(", "[", "□"})


def _spaced_step(text: str, at: int, depth: int, *, set_apart: bool) -> tuple[int, int, bool] | None:
    """Read a subscript that stands apart, or the element after one."""
    if found := SPACED_NUMBER.match(text, at):
        return found.end(), depth, True
    after_number = set_apart or text[at - 1].isdigit()
    if after_number and text[at] in SPACES and (found := _element().match(text, at + 1)):
        lone = not text[found.end() : found.end() + 1].isalpha()
        return (found.end(), depth, set_apart) if lone else None
    return None


OTHER_SCRIPT = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")  # no spaces part a formula from its letters


def _ends_cleanly(text: str, end: int, written: str) -> bool:
    """Whether a formula may end here: no letter goes on, but a word may be glued to a digit."""
    after = text[end : end + 1]
    if not after or OTHER_SCRIPT.match(after) or not (after.isalnum() or after in "₀₁₂₃₄₅₆₇₈₉"):
        return True
    if after.isdigit() or after in "₀₁₂₃₄₅₆₇₈₉":
        return False
    if after == "s" and not text[end + 1 : end + 2].isalnum() and any(c.islower() for c in written):
        return True
    glued = after.islower() and text[end : end + 3].isalpha() and text[end : end + 3].islower()
    return bool(glued and written[-1] in "0123456789)" and len(text[end : end + 3]) == 3)


def _judge(text: str, begin: int, end: int, composition: Composition) -> Mention | None:
    """Decide what a string that parses is: a compound, an element, or nothing."""
    written = text[begin:end]
    bare = written.strip(SPACES + OPEN + CLOSE)
    if bare in table_symbols("NotAFormula") or bare.endswith(_tails()) or _is_polyhedron(text, end):
        return None
    if written.isalpha() and written.isupper() and text[begin - 1 : begin] in {"-", "–"}:
        return None
    if _is_remark(bare, written, composition):
        return None
    charge = CHARGE.match(text, end)
    if len(composition.elements) == 1 and not composition.sublattices:
        return _element_mention(text, begin, end, composition, charge)
    if charge and charge["sign"] and written[-1] not in "xδ":
        return None
    if not _looks_like_compound(written, composition):
        return None
    if text[end : end + 1] == "s":
        end += 1
    damaged = bool(DAMAGED.search(written))
    if PHASE_BEFORE.search(text[max(0, begin - 8) : begin]):
        begin = begin - len(PHASE_BEFORE.search(text[max(0, begin - 8) : begin]).group())  # type: ignore[union-attr]
    composition = replace(composition, as_written=text[begin:end], damaged=damaged)
    return _mention(text, begin, end, composition, 0.95)


PHASE_BEFORE = re.compile(
    r"(?:(?<=[^A-Za-z0-9])|^)(?:[OP]\d'?(?:/[OP]\d'?)*|[1-4][THR]|[αβγδεθ]|TT|[THMB]|[gatcmoh])[-−–]$"
)


def _mention(text: str, begin: int, end: int, composition: Composition, score: float) -> Mention:
    return Mention(Span(begin, end), MentionKind.FORMULA, text[begin:end], composition, None, ANNOTATOR, score)


def _is_remark(bare: str, written: str, composition: Composition) -> bool:
    """Whether brackets or a letter make no formula: (NMP), NiMH, (In, Y, Sc) and (LiF, Li2O) in running text."""
    if bare != written and bare.isalpha() and bare.isupper():
        return True
    unsaid = set(composition.variables) & formula_grammar.PLACEHOLDERS
    if unsaid and not PLACEHOLDER.search(written):
        return True
    listed = "," in written and written[0] in OPEN and written[-1] in CLOSE
    if not listed:
        return False
    table = elements.table()
    return len(composition.elements) < 4 or any(table[e].is_anion_former for e in composition.elements)


@cache
def _tails() -> tuple[str, ...]:
    return tuple(map(str, terms.objects("NotAFormulaTail", "caseLabel")))


@cache
def _polyhedra() -> re.Pattern[str]:
    words = alternatives("NotAFormulaBefore")
    return re.compile(rf"\s?(?:{words})\b", re.I)


def _is_polyhedron(text: str, end: int) -> bool:
    """Whether a noun for a building block follows, brackets around the formula left aside: [Bi2O2] slabs."""
    after = end + 1 if text[end : end + 1] in CLOSE else end
    return bool(_polyhedra().match(text, after))


LARGEST_AMOUNT = 120


def _looks_like_compound(written: str, composition: Composition) -> bool:
    """Whether several elements in a row are a compound and not an abbreviation."""
    table = elements.table()
    metals = [e for e in composition.elements if table[e].is_metallic]
    if not metals and "P" not in composition.elements:
        return False
    if any(amount is not None and amount > LARGEST_AMOUNT for _, amount in composition.amounts):
        return False
    if metals == ["B"] and composition.elements[0] not in {"B", "H"}:
        return False
    if written.isalpha() and written[:-1].isupper() and written[-1] == "s" and len(written) > 2:
        return False
    if written.isupper() and written.isalpha():
        return (
            written[:1] in metals and composition.elements[1:] == (written[1:],) and table[written[1]].is_anion_former
        )
    if not metals or metals == ["B"]:
        return any(c.isdigit() for c in written)
    return any(c.isdigit() or c in "([{₀₁₂₃₄₅₆₇₈₉xyδ" for c in written) or any(c.islower() for c in written)


# the end of a word in small letters and the start of one: between them a capital starts no sentence
INSIDE_BEFORE = re.compile(r"(?<![.!?:])[a-z0-9)]\)?,?[ \u00a0]$")
INSIDE_AFTER = re.compile(r"[ \u00a0][a-z]")


def _element_mention(
    text: str, begin: int, end: int, composition: Composition, charge: re.Match[str] | None
) -> Mention | None:
    """Judge a lone symbol: an element, an ion, or a word such as In."""
    (symbol,) = composition.elements
    written = text[begin:end]
    if written != symbol:
        # S8, P4, Na2 … molecules and wrecks of formulas: no compound, no element
        return None
    if charge and charge["sign"]:
        return _symbol(text, begin, charge.end(), symbol, 0.9)
    if charge:
        return _symbol(text, begin, end, symbol, 0.95)
    certain = _is_certain(text, begin, end, symbol)
    return _symbol(text, begin, end, symbol, 0.9) if certain else None


def _symbol(text: str, begin: int, end: int, symbol: str, score: float) -> Mention:
    return Mention(Span(begin, end), MentionKind.ELEMENT, text[begin:end], None, symbol, ANNOTATOR, score)


def _is_certain(text: str, begin: int, end: int, symbol: str) -> bool:
    """Whether a lone symbol is an element here.

    Two letters are, but for words; one letter needs company: another symbol in a list, a hyphen
    as in ``P-doped``, or a noun that takes elements.
    """
    before, after = text[max(0, begin - 14) : begin], text[end : end + 14]
    if before[-1:] in {"-", "–", "−", "."} and len(symbol) == 1 and not before[-2:-1].isspace():
        return False
    if after[:1] in {"'", "’"} or after[:1].isalnum():
        return False
    if len(symbol) == 2 and symbol not in table_symbols("ElementWord"):
        return True
    return _has_company(before, after) or _is_inside(before, after, symbol)


def _is_inside(before: str, after: str, symbol: str) -> bool:
    """Whether a word with a capital stands amid small letters, where only the symbol would: while In conducts."""
    mined = symbol in table_symbols("ElementWordInside")
    return mined and bool(INSIDE_BEFORE.search(before) and INSIDE_AFTER.match(after))


@cache
def _company() -> tuple[re.Pattern[str], re.Pattern[str]]:
    symbol = "|".join(formula_grammar.symbols())
    joint = r"(?:\s?[,/]\s?(?:and\s|or\s)?|\s(?:and|or|nor)\s|[-–])"
    return (
        re.compile(rf"(?:^|[^A-Za-z])(?:{symbol}){joint}$"),
        re.compile(rf"^{joint}(?:{symbol})(?![A-Za-z])"),
    )


def _has_company(before: str, after: str) -> bool:
    left, right = _company()
    return bool(left.search(before) or right.match(after))


# ---------------------------------------------------------------- composites

JOINT = re.compile(rf"[{SPACES}]?(?P<sign>@|//|‖|\|\||/|:(?=[A-Z])|[–-](?=[A-Z]))[{SPACES}]?")
AFTER_AT = re.compile(r"[A-Za-z0-9][A-Za-z0-9]*(?:[–-][A-Z][A-Za-z0-9]*)*")
FULL_CELL = {"//", "‖", "||"}


@cache
def _supports() -> re.Pattern[str]:
    case = table_symbols("CompositeSupport")
    both = sorted({*case, *table_words("CompositeSupport")}, key=lambda w: (-len(w), w))
    return re.compile(rf"(?:{'|'.join(map(re.escape, both))})(?![A-Za-z0-9])")


def _composites(text: str, found: Sequence[Mention]) -> Iterator[Mention]:
    """Join formulas and supports that ``@``, ``/`` or a hyphen tie together."""
    index = 0
    while index < len(found):
        index, mention = _composite_at(text, found, index)
        yield mention


def _composite_at(text: str, found: Sequence[Mention], index: int) -> tuple[int, Mention]:
    """Return the index after the composite that starts here, and its mention."""
    first = found[index]
    begin, parts, supports = _composite_start(text, found, index)
    end, after = parts[0].span.end, found.index(parts[0], index) + 1
    while joint := JOINT.match(text, end):
        if joint["sign"] in FULL_CELL:
            break
        following = found[after] if after < len(found) and found[after].span.start == joint.end() else None
        if following and _may_join(joint["sign"], parts, following):
            parts.append(following)
            end, after = following.span.end, after + 1
        elif support := _support(text, joint):
            supports.append(support)
            end = joint.end() + len(support)
            while after < len(found) and found[after].span.start < end:
                after += 1
        else:
            break
    if suffix := _suffix(text, end, parts):
        supports.append(suffix)
        end += len(suffix) + 1
        while after < len(found) and found[after].span.start < end:
            after += 1
    if len(parts) == 1 and not supports and begin == first.span.start:
        return after, first
    if (
        parts == [first]
        and first.kind is MentionKind.ELEMENT
        and re.search(r"\w[-–]$", text[max(0, begin - 2) : begin])
    ):
        return index + 1, first  # 6M-Te/G is a code and no composite of tellurium
    return after, _combined(text, begin, end, parts, supports)


def _composite_start(text: str, found: Sequence[Mention], index: int) -> tuple[int, list[Mention], list[str]]:
    """Return where a composite's name begins, its first part, and what stands before that part."""
    first, following = found[index], found[index + 1 : index + 2]
    begin = _lead(text, first)
    if _is_dopant(text, first, following):
        return begin, list(following), [first.surface]
    supports = list(_support_before(text, begin, first))
    return (supports and begin - len(supports[0]) - 1) or begin, [first], supports


def _is_dopant(text: str, first: Mention, following: Sequence[Mention]) -> bool:
    """Whether a symbol before a hyphen and a compound names what it is doped with: Fe-MoS2, not Na-FeS2 (a cell)."""
    counter = table_symbols("CounterElectrode")
    if first.kind is not MentionKind.ELEMENT or first.surface != first.concept or first.surface in counter:
        return False
    tied = [m for m in following if m.composition and text[first.span.end : m.span.start] in {"-", "–", "‐"}]
    if tied and _cell_word().match(text, tied[0].span.end):
        return False
    return bool(tied) and text[first.span.start - 1 : first.span.start] not in {"-", "–", "/", "@"}


@cache
def _cell_word() -> re.Pattern[str]:
    return re.compile(rf"\s(?:{alternatives('CellNoun')})\b")


LEAD = re.compile(r"(?:(?<=[\s(,;‖|/])|^)[A-Z]{1,4}[-–]$")


def _lead(text: str, first: Mention) -> int:
    """Return where a composite's name begins: ``CS-CuCo2S4@PPy`` has a code before the formula."""
    begin = first.span.start
    lead = LEAD.search(text[max(0, begin - 6) : begin])
    is_composite = text[first.span.end : first.span.end + 1] == "@"
    return begin - len(lead.group()) if lead and is_composite else begin


def _support_before(text: str, begin: int, first: Mention) -> Iterator[str]:
    """Yield the support that stands in front: ``C@SnO2``."""
    if text[begin - 1 : begin] == "@" and first.composition:
        word = re.search(r"[A-Za-z0-9–-]+$", text[: begin - 1])
        if word and _supports().fullmatch(word.group()):
            yield word.group()


SUFFIX = re.compile(r"[-–](?P<code>[A-Z][A-Za-z0-9]*[A-Z][A-Za-z0-9]*|[A-Z]@[A-Z][A-Za-z0-9]*|[A-Z])(?![\w@/])")


def _suffix(text: str, end: int, parts: Sequence[Mention]) -> str | None:
    """Return a sample's code behind a formula: ``(LiFeZnNiCoMn)3O4-HoMS``."""
    found = SUFFIX.match(text, end)
    compound = bool(parts[-1].composition)
    if found and len(found["code"]) == 1:
        base = re.escape(text[parts[0].span.start : end])
        letters = set(re.findall(rf"{base}[-–]([A-Z])(?![\w@/])", text))
        return found["code"] if compound and len(letters) > 1 else None
    return found["code"] if found and compound and not formula_like(found["code"]) else None


def formula_like(word: str) -> bool:
    """Whether a word parses as a formula of several elements."""
    try:
        return _looks_like_compound(word, formula_grammar.parse(word)) and word not in table_symbols("NotAFormula")
    except FormulaError:
        return False


def _may_join(sign: str, parts: Sequence[Mention], right: Mention) -> bool:
    """Whether two formulas are one composite: not ``Fe3O4/Li`` (a cell), not ``Ni/Co`` (a list)."""
    if sign == "@":
        return True
    counter = table_symbols("CounterElectrode")
    if right.kind is MentionKind.ELEMENT and right.surface in counter:
        return False
    if sign == "/" and parts[0].kind is MentionKind.ELEMENT and parts[0].surface in counter:
        return False
    if sign in {"-", "–"}:
        return any(part.composition for part in parts)
    return bool(parts[-1].composition or right.composition)


def _support(text: str, joint: re.Match[str]) -> str | None:
    if joint["sign"] == "@" and joint.group().strip() == joint.group():
        word = AFTER_AT.match(text, joint.end())
        return word.group() if word else None
    word = _supports().match(text, joint.end())
    return word.group() if word else None


def _combined(text: str, begin: int, end: int, parts: Sequence[Mention], supports: Sequence[str]) -> Mention:
    """Build the mention of a composite: one active phase is known, two leave the amounts open."""
    active = [part for part in parts if part.composition and not _is_support(part)]
    if len(parts) == 1 and parts[0].kind is MentionKind.ELEMENT:
        composition = replace(formula_grammar.parse(parts[0].concept or ""), as_written=text[begin:end])
    elif len(active) == 1 and active[0].composition and (len(parts) == 1 or parts[-1] is not active[0]):
        composition = replace(active[0].composition, as_written=text[begin:end])
    else:
        composition = _open_mixture(text[begin:end], parts)
    carried = tuple(dict.fromkeys([*supports, *(p.surface for p in parts if _is_support(p))]))
    return _mention(text, begin, end, replace(composition, support=carried), 0.95)


def _is_support(part: Mention) -> bool:
    """Whether a formula only carries the active phase: an MXene, a conducting carbide."""
    return bool(part.composition and re.search(r"T_?[xz]", part.surface))


def _open_mixture(written: str, parts: Sequence[Mention]) -> Composition:
    symbols: dict[str, None] = {}
    for part in parts:
        for symbol in part.composition.elements if part.composition else (part.concept or "",):
            symbols[symbol] = None
    return Composition(written, written.replace(" ", ""), tuple((symbol, None) for symbol in symbols if symbol))
