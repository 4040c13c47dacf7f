"""Units as the Turtle defines them: a product of base symbols, read in any typography.

``parse_unit`` takes the characters after a number and gives back the unit and how many characters
it used, or None.  It knows no number and no text around it.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from hemkg.vocab import terms
from hemkg.vocab.terms import HEM

OTHER = HEM.OtherQuantity
SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺−‒–—‐‑﹣－ˉ¯", "0123456789-+----------")
SPACES = " \u00a0\u2009\u202f\u200a\u2002\u2003\u2005"


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit.

    Attributes:
        name: local name of the term.
        symbol: the spelling that hemkg writes.
        kind: local name of the quantity kind that it measures.
        factor: what a value is multiplied with to get the kind's canonical unit.
        offset: what is added afterwards (temperatures).
    """

    name: str
    symbol: str
    kind: str
    factor: float
    offset: float = 0.0

    def canonical(self, value: float) -> float:
        """Return the value in the canonical unit of the kind.

        >>> units()["mA g-1"].canonical(500)
        0.5
        """
        return value * self.factor + self.offset


@cache
def units() -> dict[str, Unit]:
    """Return {symbol: unit}."""
    return {unit.symbol: unit for unit in map(_unit, terms.instances("Unit"))}


def _unit(name: str) -> Unit:
    offset = terms.objects(name, "offset")
    return Unit(
        name,
        terms.text(name, "symbol") or "",
        terms.text(name, "ofKind") or "",
        terms.number(name, "factor"),
        float(offset[0]) if offset else 0.0,
    )


@cache
def _signatures() -> dict[frozenset[tuple[str, int]], Unit]:
    """Return {product of base symbols: unit}."""
    table = {}
    for name in terms.instances("Unit"):
        for written in terms.objects(name, "composedOf"):
            table[_signature(str(written))] = _unit(name)
    return table


def _signature(written: str) -> frozenset[tuple[str, int]]:
    powers: Counter[str] = Counter()
    for part in written.split(" "):
        symbol, _, power = part.partition("^")
        powers[_one_spelling(symbol)] += int(power or 1)
    return frozenset((symbol, power) for symbol, power in powers.items() if power)


@cache
def _spellings() -> dict[str, str]:
    pairs = (str(pair).partition("=") for pair in terms.objects("SymbolSpelling", "sameSymbol"))
    return {written: meant for written, _, meant in pairs}


def _one_spelling(symbol: str) -> str:
    """Return the one spelling of a base symbol: um is µm."""
    return _spellings().get(symbol, symbol)


@cache
def _symbol() -> re.Pattern[str]:
    """Return a pattern for one base symbol, longest first."""
    symbols = sorted(map(str, terms.objects("BaseSymbols", "baseSymbol")), key=lambda s: (-len(s), s))
    return re.compile("|".join(re.escape(symbol) for symbol in symbols))


@cache
def _unit_words() -> tuple[tuple[re.Pattern[str], Unit], ...]:
    """Return the units that are written as words (per cent, cycles), longest first."""
    found: list[tuple[str, Unit]] = []
    for name in terms.instances("Unit"):
        found.extend((str(word), _unit(name)) for word in terms.objects(name, "unitWord"))
    found.sort(key=lambda pair: (-len(pair[0]), pair[0]))
    return tuple((re.compile(re.escape(word) + r"(?![A-Za-z])", re.I), unit) for word, unit in found)


# an exponent: g-1, g−1, g⁻¹, g^-1, g^{-1}, g(-1), g -1 (a space set in the file), cm2
# and what markup or a lost minus leave of it: g<sup>-1</sup>, g$^{-1}$, g − 1, g 1
RAISED = r"(?:<sup>|\$?\^)?[({\[]?"
LOWERED = r"[)}\]]?(?:</sup>|\$)?"
EXPONENT = re.compile(
    rf"(?P<sign>[{SPACES}]?{RAISED}[-−‒–—‐‑﹣－⁻ˉ¯][{SPACES}]?)(?P<neg>[1-4¹²³⁴]){LOWERED}(?![\d\u2070-\u2079])"
    rf"|{RAISED}(?P<pos>[2-4²³⁴]){LOWERED}(?![\d.,]*\d)"
    rf"|(?<=m)[{SPACES}](?P<far>[23])(?=[{SPACES}][a-zA-Z]{{1,2}}[{SPACES}]?[-−–⁻]1)"
)
# which symbols a lost minus is believed of, beside which others: mA g 1, m2 g 1, mV s 1
LOSES_MINUS = {"g": frozenset({"A", "mA", "µA", "h", "m"}), "s": frozenset({"mV", "cm"})}
LOST_MINUS = re.compile(rf"[{SPACES}]1(?![\d.]|[{SPACES}]?[A-Za-z]{{1,2}}\b)")
JOINT = re.compile(rf"[{SPACES}]?[·⋅∙•*×.][{SPACES}]?|(?:[{SPACES}]|&nbsp;)+(?![{SPACES}])|-(?=[hg]\b)")
DIVISION = re.compile(rf"[{SPACES}]?/[{SPACES}]?\(?|[{SPACES}]per[{SPACES}](?:unit[{SPACES}])?")


@dataclass(frozen=True, slots=True)
class _State:
    """How far a unit has been read: the position, the factors so far, whether below the line."""

    position: int
    powers: tuple[tuple[str, int], ...]
    below: bool


def parse_unit(text: str, start: int) -> tuple[Unit, int] | None:
    """Read a unit at ``start``; return it with the position after it, or None.

    The longest reading that is a defined unit wins, so ``mAh g−1`` is not read as ``mA``.

    >>> unit, end = parse_unit("1733mAhg-1, with", 4)
    >>> unit.symbol, end
    ('mAh g-1', 10)
    >>> parse_unit("at 0.2C and", 6)[0].symbol
    'C'
    """
    best = _word_unit(text, start)
    for state in _readings(text, start):
        unit = _signatures().get(_product(state.powers))
        if unit and (best is None or state.position > best[1]):
            best = (unit, state.position)
    return best


def parse_product(text: str, start: int) -> tuple[Unit, int] | None:
    """Read a unit, or a quotient of base symbols that is no defined unit, as long as it goes.

    A quotient's unit has its symbols for a name and the kind ``OtherQuantity``.

    >>> parse_product("700 W/m2 and", 4)[0].symbol
    'W m-2'
    """
    best = parse_unit(text, start)
    for state in _readings(text, start):
        first, *others = state.powers
        quotient = others and first[1] > 0 and all(power < 0 for _, power in others)
        if quotient and (best is None or state.position > best[1]):
            name = " ".join(s if n == 1 else f"{s}{n}" for s, n in ((_one_spelling(s), n) for s, n in state.powers))
            best = (Unit(OTHER, name, OTHER, 1.0), state.position)
    return best


def _readings(text: str, start: int) -> Iterator[_State]:
    """Yield every product of base symbols that may end where it ends, a bounded number of them."""
    todo = [_State(start, (), below=False)]
    for _ in range(64):
        if not todo:
            break
        state = todo.pop()
        once = len({symbol for symbol, _ in state.powers}) == len(state.powers)
        if state.powers and once and _ends_well(text, state.position):
            yield state
        if len(state.powers) < 5:
            todo.extend(_next(text, state))


def _word_unit(text: str, start: int) -> tuple[Unit, int] | None:
    for pattern, unit in _unit_words():
        found = pattern.match(text, start)
        if found:
            return unit, found.end()
    return None


def _product(powers: tuple[tuple[str, int], ...]) -> frozenset[tuple[str, int]]:
    total: Counter[str] = Counter()
    for symbol, power in powers:
        total[_one_spelling(symbol)] += power
    return frozenset((symbol, power) for symbol, power in total.items() if power)


def _ends_well(text: str, position: int) -> bool:
    """Whether the unit may end here: not in the middle of a word."""
    if position >= len(text):
        return True
    after = text[position]
    if after.isalpha() and text[position - 1].isalpha():
        return False
    return not (after.isdigit() and text[position - 1].isalpha())


def _next(text: str, state: _State) -> list[_State]:
    """Return every way of reading one more factor."""
    position, below = state.position, state.below
    if state.powers:
        division = DIVISION.match(text, position)
        joint = JOINT.match(text, position)
        if division:
            position, below = division.end(), True
        elif joint:
            position = joint.end()
    return [
        found
        for symbol in _symbols_at(text, position)
        for found in _with_exponent(text, _State(position, state.powers, below), symbol)
    ]


def _symbols_at(text: str, position: int) -> list[str]:
    """Return the base symbols that the text may go on with: ``mAh`` goes on with ``mA``."""
    found = _symbol().match(text, position)
    if not found:
        return []
    longest = found.group()
    return [s for n in range(len(longest), 0, -1) if _symbol().fullmatch(s := longest[:n])]


def _with_exponent(text: str, state: _State, symbol: str) -> list[_State]:
    position = state.position + len(symbol)
    sign = -1 if state.below else 1
    plain = _State(position, (*state.powers, (symbol, sign)), state.below)
    exponent = EXPONENT.match(text, position)
    if not exponent:
        lost = LOST_MINUS.match(text, position)
        above = {held for held, _ in state.powers}
        if lost and above & LOSES_MINUS.get(symbol, frozenset()):
            return [_State(lost.end(), (*state.powers, (symbol, -1)), state.below)]
        return [plain]
    end = _end_of(exponent)
    if exponent["neg"]:
        power = -int(exponent["neg"].translate(SUPERSCRIPTS))
        # "5 A - 1 mA" is no exponent: a space before the minus needs none after it
        return [_State(end, (*state.powers, (symbol, power)), state.below), plain]
    power = sign * int((exponent["pos"] or exponent["far"]).translate(SUPERSCRIPTS))
    return [_State(end, (*state.powers, (symbol, power)), state.below), plain]


def _end_of(exponent: re.Match[str]) -> int:
    """Return where an exponent ends: before a bracket that it did not open, (2 A g−1)."""
    figure = max(exponent.end("neg"), exponent.end("pos"), exponent.end("far"))
    return exponent.end() if set(exponent.group()) & set("({[<$") else figure
