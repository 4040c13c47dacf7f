"""The formal language of chemical formulas: a string to a Composition, or a refusal with a reason.

The grammar knows brackets and sublattices, fractions, variables, hydrates, comma lists, site
labels and printed alternatives.  It does not know text: where a formula begins and ends, and
whether a string that parses is one, is decided in ``formulas``.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cache, lru_cache

from lark import Lark, Token, Transformer
from lark.exceptions import LarkError

from hemkg.errors import FormulaError
from hemkg.model.composition import Basis, Composition, Sublattice
from hemkg.vocab import elements

GRAMMAR = r"""
start: PHASE? part (DOT part)*
part: coefficient? item+
coefficient: (NUMBER | FRACTION | VARIABLE | BRACKETED)+
?item: atom | group | TERMINATION amount? -> nothing | VACANCY amount? -> nothing | PLACEHOLDER amount? -> unnamed
atom: ELEMENT amount? alternative?
group: OPEN inside CLOSE amount? alternative?
alternative: ALTERNATIVE atom ("," "or" atom)* CLOSE
inside: item+ ((COMMA | OVER) item+)* (COMMA SITE)?
amount: SIGN? term (SIGN term)*
term: NUMBER? VARIABLE (OVER NUMBER)? | NUMBER | FRACTION VARIABLE? | NUMBER? BRACKETED (OVER NUMBER)?

ELEMENT: /%(elements)s/
TERMINATION: /T(?=[xz])/
VACANCY: /[□◻⬜◇]/
PLACEHOLDER: /(?:M|RE|TM|Ln)(?![a-w])/
PHASE.3: /(?:[αβγδεθλκ]|[OP]\d'?(?:\/[OP]\d'?)*|[1-4][THR]|[ghtomrac])[-−–‐](?=[A-Z(\[])/
    | /(?:cubic|hexagonal|monoclinic|tetragonal|orthorhombic|amorphous)[-−–‐]/
NUMBER: /\d+(?:\.\d+)?|\.\d+/
FRACTION.2: /\d+\/\d+/
BRACKETED.4: /\(%(term)s(?:[-−–‐+±]%(term)s){0,4}\)/
ALTERNATIVE.4: /\(\s*or(?=\s)/
VARIABLE: /[xyzδΔεnm]|(?<=[-−–‐+±])d(?![a-z])/
SIGN: /[-−–‐+±]/
OVER: "/"
DOT: /[·•∙⋅*]/
COMMA: ","
OPEN: /[([{]/
CLOSE: /[)\]}]/
SITE: /[a-z]{3,}/
%%ignore /[ \u00a0\u2009\u202f]/
"""

SUBSCRIPTS = str.maketrans("₀₁₂₃₄₅₆₇₈₉₋₊ₓ−–‐", "0123456789-+x---")
MARKUP = str.maketrans("", "", "_~$^\\")
SMALL = {"δ", "Δ", "ε"}
MINUS = set("-−–‐")
TERM = r"(?:(?:\d+(?:\.\d+)?)?[xyzδΔεnm]|\d+(?:\.\d+)?(?:/\d+)?)"
LARGEST_CATION_CHARGE = 6
SMALLEST_CATION_CHARGE = Fraction(4, 5)
LONGEST = 400
HARD = {"O", "F", "Cl", "Br"}


@dataclass(frozen=True, slots=True)
class _Amount:
    """A subscript: its value, or None where a variable leaves it open."""

    value: Fraction | None = Fraction(1)
    variables: tuple[str, ...] = ()
    written: bool = True


ONE = _Amount(written=False)


@dataclass(frozen=True, slots=True)
class _Atom:
    """Atoms of one element, with the elements that may stand there instead."""

    element: str
    amount: _Amount = ONE
    alternatives: tuple["_Atom", ...] = ()


@dataclass(frozen=True, slots=True)
class _Group:
    """A bracket: what is in it, its subscript, and the site that it names."""

    items: tuple["_Atom | _Group", ...]
    amount: _Amount = ONE
    site: str | None = None
    alternatives: tuple[_Atom, ...] = ()

    @property
    def atoms(self) -> tuple[_Atom, ...]:
        return tuple(item for item in self.items if isinstance(item, _Atom))


_Item = _Atom | _Group
_Part = tuple[_Amount, tuple[_Item, ...]]


def _factor(token: Token) -> _Amount:
    """Return the amount that one number, variable or bracketed sum stands for."""
    if token.type == "BRACKETED":
        return _bracketed(str(token))
    if token.type in {"NUMBER", "FRACTION"}:
        return _Amount(Fraction(str(token) if token[0] != "." else f"0{token}"))
    return _Amount(None, (str(token).replace("d", "δ"),))


def _bracketed(written: str) -> _Amount:
    """Add up a sum in brackets: ``(1-x)`` is open, ``(2)`` is two."""
    terms = []
    for found in re.finditer(r"([-−–‐+±]?)((?:\d+(?:\.\d+)?(?:/\d+)?)?)([^\W\d_]?)", written.strip("()")):
        if found[2] or found[3]:
            value = None if found[3] else Fraction(found[2])
            terms.append((-1 if found[1] in MINUS else 1, _Amount(value, tuple(found[3]))))
    return _sum(terms)


def _sum(terms: list[tuple[int, _Amount]]) -> _Amount:
    variables = tuple(v for _, term in terms for v in term.variables)
    total = sum((sign * (term.value or Fraction(0)) for sign, term in terms), Fraction(0))
    unknown = any(term.value is None and not term.variables for _, term in terms)
    is_open = unknown or bool(set(variables) - SMALL) or total < 0 or bool(variables and not total)
    return _Amount(None if is_open else total, variables)


def _times(one: _Amount, other: _Amount, *, under: bool) -> _Amount:
    variables = (*one.variables, *other.variables)
    if one.value is None or other.value is None:
        return _Amount(None, variables)
    return _Amount(one.value / other.value if under else one.value * other.value, variables)


class _Build(Transformer[Token, object]):
    """Turns Lark's tree into atoms and groups; every method is named like its rule."""

    def term(self, parts: list[Token]) -> _Amount:
        """Multiply a number, a variable or a bracketed sum; what follows a stroke divides."""
        value, under = _Amount(), False
        for part in parts:
            if part.type == "OVER":
                under = True
            else:
                value = _times(value, _factor(part), under=under)
        return value

    def amount(self, parts: list[Token | _Amount]) -> _Amount:
        """Add the terms up: with a variable the sum is open, but ``4-δ`` is 4, δ being small."""
        sign, terms = 1, list[tuple[int, _Amount]]()
        for part in parts:
            if isinstance(part, Token):
                sign = -1 if part in MINUS else 1
            else:
                terms.append((sign, part))
        return _sum(terms)

    def coefficient(self, parts: list[Token]) -> _Amount:
        return self.term(parts)

    def nothing(self, parts: list[object]) -> _Atom:
        """Return no element: a vacancy or a surface termination is left out of the composition."""
        return _Atom("")

    def unnamed(self, parts: list[object]) -> _Atom:
        """Return no element either: what a placeholder stands for is not said here, which leaves amounts open."""
        amount = next((p for p in parts if isinstance(p, _Amount)), ONE)
        return _Atom("", replace(amount, variables=(*amount.variables, str(parts[0]))))

    def alternative(self, parts: list[object]) -> tuple[_Atom, ...]:
        return tuple(part for part in parts if isinstance(part, _Atom))

    def atom(self, parts: list[object]) -> _Atom:
        amount = next((p for p in parts if isinstance(p, _Amount)), ONE)
        return _Atom(str(parts[0]), amount, next((p for p in parts if isinstance(p, tuple)), ()))

    def inside(self, parts: list[object]) -> _Group:
        items = tuple(p for p in parts if isinstance(p, (_Atom, _Group)))
        site = next((str(p) for p in parts if isinstance(p, Token) and p.type == "SITE"), None)
        return _Group(items, site=site)

    def group(self, parts: list[object]) -> _Group:
        inside = next(p for p in parts if isinstance(p, _Group))
        amount = next((p for p in parts if isinstance(p, _Amount)), ONE)
        return replace(inside, amount=amount, alternatives=next((p for p in parts if isinstance(p, tuple)), ()))

    def part(self, parts: list[object]) -> _Part:
        count = parts[0] if isinstance(parts[0], _Amount) else ONE
        return count, tuple(p for p in parts if isinstance(p, (_Atom, _Group)))

    def start(self, parts: list[object]) -> list[_Part]:
        return [part for part in parts if isinstance(part, tuple)]


@cache
def symbols() -> tuple[str, ...]:
    """Return the element symbols that formulas are made of, two letters before one.

    Elements without stable isotopes are left out but for thorium and uranium: their symbols are
    words and space groups (``At``, ``Pa``, ``Cm``) far more often than elements.
    """
    usable = [
        element.symbol
        for element in elements.table().values()
        if (element.number <= 83 and element.category != "NobleGas" and element.symbol not in {"Tc", "Pm"})
        or element.symbol in {"Th", "U"}
    ]
    return tuple(sorted(usable, key=lambda symbol: (-len(symbol), symbol)))


@cache
def _parser() -> Lark:
    grammar = GRAMMAR % {"elements": "|".join(symbols()), "term": TERM.replace("/", r"\/")}
    return Lark(grammar, parser="lalr", transformer=_Build(), maybe_placeholders=False)


def plain(written: str) -> str:
    """Return a formula in plain characters: subscript digits and markup undone, no spaces.

    >>> plain("Mo_{2}TiC₂")
    'Mo2TiC2'
    """
    text = VALENCE.sub("", HTML.sub("", written)).replace("&middot;", "·").translate(SUBSCRIPTS).translate(MARKUP)
    if "{" in text and not any(f"{{{symbol}" in text for symbol in symbols()):
        text = text.replace("{", "").replace("}", "")
    return text


@lru_cache(maxsize=4096)
def parse(written: str) -> Composition:
    """Read a formula.

    Args:
        written: the formula as printed; subscripts may be Unicode, marked up or set apart.

    Returns:
        its composition; amounts that a variable leaves open are None.

    Raises:
        FormulaError: if the string is not a formula, with the place where reading stopped.

    >>> dict(parse("(MgCoNiCuZn)O").fractions())["Mg"]
    Fraction(1, 10)
    >>> parse("CuSn (or Al)ZnGeSiP5").expands_to
    ('CuAlZnGeSiP5',)
    """
    text = plain(written[:LONGEST])
    if len(written) > LONGEST:
        raise FormulaError(f"{written[:40]!r}… is no chemical formula, it has {len(written)} characters.")
    try:
        parts: list[_Part] = _parser().parse(_with_dots(_deficit(text)))  # type: ignore[assignment]
    except (LarkError, ZeroDivisionError) as error:
        raise FormulaError(
            f"{written!r} is no chemical formula, reading stopped {_reason(error)}; "
            "write it like Fe3O4 or (MgCoNiCuZn)O."
        ) from None
    return _composition(written, text.replace(" ", ""), parts)


DEFICIT = re.compile(r"(?<=O)(\d[\d.]*[-−–‐+±])([yz])$")


def _deficit(text: str) -> str:
    """Return a formula with δ for the y or z that only widens its oxygen while x tells the substitution."""
    found = DEFICIT.search(text)
    return DEFICIT.sub(r"\1δ", text) if found and text.count(found[2]) == 1 and "x" in text else text


# A hyphen that ties components of a mixture: before a capital or bracket, or before a share.
TIE = re.compile(r"(?<=[\w)\]])[-−–](?=[A-Z(\[])")
TIE_NUMBER = re.compile(r"(?<=[\w)\]])[-−–](?=(?:\d+(?:\.\d+)?)?[A-Z(\[])")
TIE_VARIABLE = r"(?<=[\w)\]])[-−–](?={}[A-Z(\[])"
SHARE = re.compile(r"(?:^|[-−–(])(?P<share>\(\d[\d.]*(?:[-−–][xyz])+\))(?=[A-Z(\[])")
MIXED_AGAIN = re.compile(rf"(?P<share>\({TERM}(?:[-−–+]{TERM}){{0,4}}\))\((?P<inside>[^-−–]+[-−–][^-−–]+)\)(?=[-−–]|$)")


def _with_dots(text: str) -> str:
    """Return a mixture with dots between its components: ``(1-x)A-xB`` as ``(1-x)A·xB``.

    A hyphen before a number ties only where the first component has a share too, one before a variable
    only where a share such as ``(1-x)`` uses that variable.
    """
    if "-" not in text or PHASE_START.match(text):
        return text
    if again := MIXED_AGAIN.match(text):
        inside = TIE_NUMBER.sub("·" + again["share"], again["inside"])
        text = again["share"] + inside + text[again.end() :]
    shares = "".join(found["share"] for found in SHARE.finditer(text.translate(SUBSCRIPTS)))
    for variable in {v for v in shares if v in "xyz"}:
        text = re.sub(TIE_VARIABLE.format(variable), "·", text)
    return (TIE_NUMBER if text[0].isdigit() or SHARE.match(text) else TIE).sub("·", text)


PHASE_START = re.compile(r"(?:[αβγδεθλκ]|[OP]\d'?(?:/[OP]\d'?)*|[1-4][THR]|[ghtomrac]|[a-z]{4,})[-−–]")


def _reason(error: Exception) -> str:
    place = getattr(error, "column", None)
    return f"at character {place}" if isinstance(place, int) and place > 0 else "at its end"


def _composition(written: str, text: str, parts: list[_Part]) -> Composition:
    """Decide how brackets are to be read, then add the atoms up."""
    parts = _settled(parts)
    shared = _is_shared(parts)
    run = None if shared else _run_to_share(parts)
    totals = _totals(_expand(parts, shared=shared, run=run))
    choices = list(_choices(parts))
    totals = {element: amount for element, amount in totals.items() if element and amount != 0}
    if not totals:
        raise FormulaError(f"{written!r} names no element")
    if any(amount is not None and amount <= 0 for amount in totals.values()):
        raise FormulaError(f"{written!r} holds none of an element that it names; leave the element out.")
    variables = tuple(dict.fromkeys(v for count, items in parts for v in (*count.variables, *_variables(items))))
    if all(elements.table()[element].is_anion_former for element in totals) and set(variables) & PLACEHOLDERS:
        raise FormulaError(f"{written!r} does not say what {variables[0]} stands for")
    return Composition(
        as_written=written,
        formula=_first_reading(text),
        amounts=tuple(totals.items()),
        sublattices=tuple(_sublattices(parts, shared=shared)),
        variables=variables,
        expands_to=tuple(choices),
        basis=Basis.EQUIMOLAR if shared or run else Basis.EXPLICIT,
    )


PLACEHOLDERS = {"M", "RE", "TM", "Ln"}


def _settled(parts: list[_Part]) -> list[_Part]:
    """Decide whether δ is small: not where it is an amount of its own as well (``O4-δFδ``)."""
    amounts = [amount for _, items in parts for amount in _all_amounts(items)]
    own = {v for a in amounts if a.value is None for v in a.variables if set(a.variables) <= SMALL}
    return [(count, tuple(_opened(item, own) for item in items)) for count, items in parts] if own else parts


def _all_amounts(items: tuple[_Item, ...]) -> Iterator[_Amount]:
    for item in items:
        yield item.amount
        if isinstance(item, _Group):
            yield from _all_amounts(item.items)


def _opened(item: _Item, variables: set[str]) -> _Item:
    """Return an item whose amounts with one of these variables are open."""
    if variables & set(item.amount.variables):
        item = replace(item, amount=replace(item.amount, value=None))
    if isinstance(item, _Group):
        return replace(item, items=tuple(_opened(inner, variables) for inner in item.items))
    return item


def _totals(atoms: Iterator[tuple[str, Fraction | None]]) -> dict[str, Fraction | None]:
    totals: dict[str, Fraction | None] = {}
    for element, amount in atoms:
        held = totals.get(element, Fraction(0))
        totals[element] = None if held is None or amount is None else held + amount
    return totals


def _expand(
    parts: list[_Part], *, shared: bool, run: tuple[str, ...] | None = None
) -> Iterator[tuple[str, Fraction | None]]:
    for count, items in parts:
        for element, amount in _expand_items(items, count.value, shared=shared):
            yield element, amount / len(run) if run and element in run and amount else amount


def _expand_items(
    items: tuple[_Item, ...], times: Fraction | None, *, shared: bool
) -> Iterator[tuple[str, Fraction | None]]:
    for item in items:
        own = item.amount.value
        factor = None if times is None or own is None else times * own
        if isinstance(item, _Atom):
            yield item.element, factor
        else:
            size = len(item.items) if shared and _is_mixed_site(item) else 1
            yield from _expand_items(item.items, factor / size if factor is not None else None, shared=shared)


def _is_mixed_site(group: _Group) -> bool:
    """Whether a bracket lists elements without amounts that share one site: (FeCoNi), (S,Se)."""
    atoms = group.atoms
    if len(atoms) < 2 or len(atoms) != len(group.items) or any(a.amount.written or a.element == "" for a in atoms):
        return False
    table = elements.table()
    formers = [table[a.element].is_anion_former for a in atoms]
    metals = [table[a.element].is_metallic and not table[a.element].is_anion_former for a in atoms]
    return all(metals) or (all(formers) and {a.element for a in atoms} not in POLYATOMIC)


POLYATOMIC: list[set[str]] = [{"P", "O"}, {"S", "O"}, {"N", "O"}, {"Se", "O"}, {"P", "S"}, {"P", "Se"}]


def _is_shared(parts: list[_Part]) -> bool:
    """Whether brackets without inner amounts are equimolar shorthand.

    ``(FeCoNi)3O4`` holds one iron, but ``(CoCrFeMnNi)0.6O4`` holds 0.6: five times that is a whole
    number, and read as shorthand its cations would carry more than six charges each.
    """
    groups = [g for _, items in parts for g in _groups(items) if _is_mixed_site(g)]
    if not groups or any(_fills_up(g) for g in groups):
        return False
    charge = _cation_charge(_totals(_expand(parts, shared=True)))
    return charge is None or charge <= LARGEST_CATION_CHARGE


def _fills_up(group: _Group) -> bool:
    """Whether a subscript below one is that of each element: three times 0.33 and five times 0.2 make one."""
    each = group.amount.value
    whole = None if each is None or each >= 1 else each * len(group.items)
    return whole is not None and round(whole) >= 1 and abs(whole - round(whole)) <= Fraction(1, 50)


def _run_to_share(parts: list[_Part]) -> tuple[str, ...] | None:
    """Return the run of elements that share a site without a bracket, as in ``KCoMnNiMgZnF3``.

    Read as printed, the cations would carry less than 0.8 charges each; shared, they carry one to four.
    Metal-rich phosphides and sulfides exist (``FeCoNiCuP``); oxides and halides so poor in anions do not.
    """
    if not HARD & {item.element for _, items in parts for item in items if isinstance(item, _Atom)}:
        return None
    charge = _cation_charge(_totals(_expand(parts, shared=False)))
    if charge is None or charge >= SMALLEST_CATION_CHARGE:
        return None
    run = [
        item.element
        for item in parts[0][1]
        if isinstance(item, _Atom) and not item.amount.written and _is_mixing(item.element)
    ]
    if len(run) < 4:
        return None
    after = _cation_charge(_totals(_expand(parts, shared=False, run=tuple(run))))
    return tuple(run) if after is not None and 1 <= after <= 4 else None


def _is_mixing(symbol: str) -> bool:
    """Whether an element takes the mixed site: metals but not those of the first group."""
    element = elements.table().get(symbol)
    return element is not None and element.is_metallic and element.number not in {3, 11, 19, 37, 55}


def _cation_charge(totals: Mapping[str, Fraction | None]) -> Fraction | None:
    """Return the mean charge per cation that the anions ask for; None for alloys or open amounts."""
    table = elements.table()
    known = {e: a for e, a in totals.items() if e}
    if any(amount is None for amount in known.values()):
        return None
    chalcogens = sum((known.get(e) or Fraction(0)) for e in ("O", "S", "Se"))
    negative, cations = Fraction(0), Fraction(0)
    for symbol, amount in known.items():
        assert amount is not None
        charge = table[symbol].anion_charge
        if symbol == "P" and chalcogens >= 3 * amount:
            negative -= 4 * amount
        elif charge is not None:
            negative += charge * amount
        elif symbol not in {"C", "H", "B"}:
            cations += amount
    return negative / cations if negative > 0 and cations else None


def _groups(items: tuple[_Item, ...]) -> Iterator[_Group]:
    for item in items:
        if isinstance(item, _Group):
            yield item
            yield from _groups(item.items)


def _variables(items: tuple[_Item, ...]) -> Iterator[str]:
    for item in items:
        yield from item.amount.variables
        if isinstance(item, _Group):
            yield from _variables(item.items)


def _sublattices(parts: list[_Part], *, shared: bool) -> Iterator[Sublattice]:
    """Yield the brackets that mix several cations, with amounts per formula unit."""
    for count, items in parts:
        for group in (item for item in items if isinstance(item, _Group)):
            amounts = _totals(_expand_items((group,), count.value, shared=shared))
            known = tuple((e, a) for e, a in amounts.items() if e and a is not None)
            if len(known) > 1 and len(known) == len(amounts) and not _is_ion(amounts):
                yield Sublattice(known, group.site)


def _is_ion(amounts: Mapping[str, Fraction | None]) -> bool:
    table = elements.table()
    return all(not table[e].is_metallic for e in amounts if e)


HTML = re.compile(r"</?su[bp]>")
VALENCE = re.compile(r"(?<=[A-Za-z])\((?:0|I{1,3}|IV|VI{0,3})\)")
SITE_LABEL = re.compile(r",[a-z]{3,}(?=\))")
BRACKETED_NUMBER = re.compile(r"\((\d+(?:\.\d+)?)\)")


def _first_reading(text: str) -> str:
    """Return the formula without its printed alternatives: ``CuSn(orAl)ZnP`` is ``CuSnZnP``."""
    while (start := text.find("(or")) >= 0:
        end = text.find(")", start)
        text = text[:start] + text[end + 1 :]
    return SITE_LABEL.sub("", BRACKETED_NUMBER.sub(r"\1", text))


def _choices(parts: list[_Part]) -> Iterator[str]:
    """Yield the other readings of printed alternatives, as formulas."""
    for count, items in parts:
        for index, item in enumerate(items):
            for other in item.alternatives:
                chosen = (*items[:index], replace(other, amount=item.amount), *items[index + 1 :])
                yield _written(count, chosen)


def _written(count: _Amount, items: tuple[_Item, ...]) -> str:
    lead = "" if count.value in {None, 1} else _number(count.value or Fraction(1))
    return lead + "".join(_item_written(item) for item in items)


def _item_written(item: _Item) -> str:
    number = _number(item.amount.value) if item.amount.written and item.amount.value is not None else ""
    if isinstance(item, _Atom):
        return item.element + number
    return f"({_written(ONE, item.items)}){number}"


def _number(value: Fraction) -> str:
    return str(value.numerator) if value.denominator == 1 else f"{float(value):g}"
