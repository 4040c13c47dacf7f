"""Numbers with units, cycle numbers and bare numbers, with everything printed beside them.

A number that shares the unit of its neighbour (``1120, 985 and 870 mAh g−1``) gets that unit.
What a number belongs to is not decided here.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache

from hemkg.model.mention import Mention, MentionKind
from hemkg.model.paper import Span
from hemkg.model.quantity import Comparator, Quantity
from hemkg.vocab import lexicon, terms, units
from hemkg.vocab.lexicon import alternatives
from hemkg.vocab.terms import HEM

ANNOTATOR = "quantities"
SPACE = "[ \u00a0\u2009\u202f\u2002\u2003]"
DASH = "[-−–‐‒—]"
DIGITS = r"\d{1,3}(?:[ ,\u00a0\u2009\u202f]\d{3})+(?![\d,]*\d)(?:\.\d+)?|\d+(?:\.\d+)?"
POWER = r"[-−–‒‐—⁻]?[\d⁰¹²³⁴⁵⁶⁷⁸⁹]{1,2}"
TIMES_TEN = rf"{SPACE}?[×x·∙⋅*]{SPACE}?10{SPACE}?\^?[{{(]?(?P<power>(?!0){POWER})(?![\d.]\d)[}})]?"
NUMBER = re.compile(
    rf"(?<![\w.])(?<!\d[,.])(?P<sign>(?<![\w)\]])[-−+±])?(?P<digits>{DIGITS})"
    rf"(?:{TIMES_TEN}|[eE](?P<exponent>[-−–+]?\d{{1,2}})(?![\d.\w]))?"
    r"(?:\((?P<last>\d{1,2})\)(?!\d))?"
)
POWER_OF_TEN = re.compile(rf"(?<![\w.])10{SPACE}?\^?[{{(]?(?P<power>[-−–‒‐⁻][\d⁰¹²³⁴⁵⁶⁷⁸⁹]{{1,2}}(?:\.\d)?)[}})]?")
UNCERTAINTY = re.compile(rf"{SPACE}?(?:±|\+/-|\+/−){SPACE}?(?P<digits>\d+(?:\.\d+)?)")
RANGE = re.compile(rf"{SPACE}?(?:{DASH}|∼|~){SPACE}?$")
TIMES = re.compile(rf"{SPACE}?[×x]{SPACE}?$")
GAP = re.compile(rf"{SPACE}?{DASH}?$|{SPACE}$")


@dataclass(frozen=True, slots=True)
class _Number:
    """A number in the text: its value, where it stands, and what was printed on it."""

    start: int
    end: int
    value: Decimal
    uncertainty: Decimal | None = None
    unit: units.Unit | None = None
    unit_end: int = 0
    shared: bool = False
    high: Decimal | None = None

    @property
    def span_end(self) -> int:
        """Where the number ends, its own unit included."""
        return self.unit_end or self.end


def find_quantities(text: str, start: int = 0, end: int | None = None) -> tuple[Mention, ...]:
    """Find every quantity in ``text[start:end]``.

    Args:
        text: a paper's text.
        start: where to begin, in code points.
        end: where to stop.

    Returns:
        mentions in text order; ``concept`` is the quantity kind of the unit, ``CycleNumber`` for an
        ordinal cycle, ``Count`` for a number without unit.

    >>> [m.quantity.as_written for m in find_quantities("reaches 882mAhg-1 at 10 000mAg-1")]
    ['882mAhg-1', '10 000mAg-1']
    """
    stop = len(text) if end is None else end
    cycles = [*_ordinal_cycles(text, start, stop), *_fraction_rates(text, start, stop)]
    taken = [mention.span for mention in cycles]
    numbers = list(_numbers(text, start, stop, sorted(taken)))
    plain = _ranges(text, _share_pairs(text, _share_units(text, numbers)))
    spelt = (*_word_counts(text, start, stop), *_spelt_quantities(text, start, stop))
    words = [m for m in spelt if not any(m.span.overlaps(s) for s in taken)]
    return tuple(sorted((*cycles, *words, *plain), key=lambda mention: mention.span))


CODE = re.compile(rf"(?:[A-Za-z)\]]{DASH}|[)\]])$")


def _ends_a_name(text: str, start: int) -> bool:
    """Whether digits belong to a sample code or a formula before them: HEO-2 940, NaTi2(PO4)3 131."""
    return bool(CODE.search(text[max(0, start - 2) : start]))


def _numbers(text: str, start: int, stop: int, taken: Sequence[Span]) -> Iterator[_Number]:
    """Yield the numbers outside the spans that are taken; what follows a taken span is read afresh."""
    position = start
    while found := NUMBER.search(text, position, stop):
        inside = next((s.end for s in taken if s.start <= found.start("digits") < s.end), None)
        if inside is not None:
            position = inside
            continue
        if len(found["digits"].split()) > 1 and _ends_a_name(text, found.start("digits")):
            position = found.start("digits") + len(found["digits"].split()[0])
            continue
        power = POWER_OF_TEN.match(text, found.start("digits"), stop)
        number = _power_of_ten(text, power) if power and not (found["power"] or found["exponent"]) else None
        number = number or _grouped(text, found) or _with_unit(text, _number(text, found))
        yield number
        position = max(number.span_end, found.start() + 1)


def _power_of_ten(text: str, found: re.Match[str]) -> _Number | None:
    """Read ``10−12 cm2 s−1`` as a power; ``10–12 nm`` stays a range."""
    exponent = Decimal(found["power"].translate(units.SUPERSCRIPTS))
    number = _with_unit(text, _Number(found.start(), found.end(), _ten_to(exponent)))
    small = {HEM.DiffusionCoefficient, HEM.ElectronicConductivity}
    raised = any(sign in found.group() for sign in "^⁻")
    listed = re.match(rf"{SPACE}?(?:(?:and|to|,){SPACE}|{DASH}{SPACE}?)10{SPACE}?[-−–‒‐⁻^]", text[found.end() :])
    return number if raised or listed or (number.unit and number.unit.kind in small) else None


GROUP = re.compile(
    rf"\((?P<digits>\d+(?:\.\d+)?){SPACE}?(?:(?:±|\+/-|\+/−){SPACE}?(?P<spread>\d+(?:\.\d+)?)|{DASH}{SPACE}?(?P<high>\d+(?:\.\d+)?))\)"
    rf"(?:{TIMES_TEN})?"
)


def _grouped(text: str, found: re.Match[str]) -> _Number | None:
    """Read ``(2.1 ± 0.4) × 10−9`` and ``(1.2–3.4) × 10−9``, or either with a unit behind, as one number."""
    start = found.start("digits") - 1
    group = GROUP.match(text, start) if text[start : start + 1] == "(" else None
    if group is None:
        return None
    power = int((group["power"] or "0").translate(units.SUPERSCRIPTS))
    value, spread, high = (
        Decimal(group[name]).scaleb(power) if group[name] else None for name in ("digits", "spread", "high")
    )
    if value is None or (high is not None and high < value):
        return None
    number = _with_unit(text, _Number(start, group.end(), value, spread, high=high))
    return number if number.unit or group["power"] else None


def _ten_to(exponent: Decimal) -> Decimal:
    return Decimal(10) ** int(exponent) if exponent == int(exponent) else Decimal(str(10 ** float(exponent)))


def _number(text: str, found: re.Match[str]) -> _Number:
    digits = re.sub(r"[ ,\u00a0\u2009\u202f]", "", found["digits"])
    value = Decimal(digits)
    start = found.start("digits")
    if found["sign"] in {"-", "−"}:
        value, start = -value, found.start()
    if power := found["power"] or found["exponent"]:
        value = value.scaleb(int(power.translate(units.SUPERSCRIPTS)))
    uncertainty = None
    end = found.end()
    if found["last"]:
        uncertainty = Decimal(found["last"]).scaleb(int(Decimal(digits).as_tuple().exponent))
    elif spread := UNCERTAINTY.match(text, end):
        uncertainty, end = Decimal(spread["digits"]), spread.end()
    return _Number(start, end, value, uncertainty)


def _with_unit(text: str, number: _Number) -> _Number:
    """Attach the unit that follows, a space or a hyphen between them at most."""
    counted = _counted().match(text, number.end)
    if counted and number.value == int(number.value) and number.value >= 2 and _are_cycles(text, number, counted):
        return replace(number, unit=units.units()["cycles"], unit_end=counted.end())
    for skip in re.finditer(rf"{SPACE}{{0,2}}{DASH}?", text[number.end : number.end + 3]):
        position = number.end + skip.end()
        read = units.parse_product(text, position)
        if read and _is_unit_here(text, number, read[0], position, read[1], hyphen=skip.group()[-1:] in set("-−–‐‒—")):
            return replace(number, unit=read[0], unit_end=read[1])
        break
    return number


@cache
def _cycle_nouns() -> str:
    """Return what a cycle may be called, as alternatives of a pattern."""
    return alternatives("CycleNoun")


@cache
def _counted() -> re.Pattern[str]:
    """Return a pattern for what makes a number a count of cycles: charge–discharge cycles, rounds."""
    return re.compile(rf"{SPACE}(?:[a-z][a-z/–-]*{SPACE})?(?:(?:{_cycle_nouns()})s|times)\b")


def _are_cycles(text: str, number: _Number, counted: re.Match[str]) -> bool:
    """Whether ``4000 times`` counts cycles: only where something is cycled."""
    return not counted.group().endswith("times") or "cycl" in text[max(0, number.start - 40) : number.start]


LETTER = re.compile(r"[A-Za-z]")
SHELLS = "sd"


def _is_unit_here(text: str, number: _Number, unit: units.Unit, start: int, end: int, *, hyphen: bool) -> bool:
    """Whether the letters are a unit and not the start of a word, a sample code or a formula."""
    after = text[end : end + 1]
    written = text[start:end]
    if after and (after in "-–−‐@" and text[end + 1 : end + 2].isalpha()):
        # "5M-HEO": the unit's letter belongs to a longer name; "10 C-rate", "50 nm-thick": it does not
        rest = text[end + 1 : end + 5]
        return (unit.kind == HEM.CRate and rest == "rate") or (len(written) > 1 and not rest[:1].isupper())
    if hyphen and (len(written) < 2 or not written[:2].isalpha()):
        return False
    if start == number.end and len(written) == 1 and _labels(text, number, written):
        return False
    if unit.kind == HEM.CRate:
        return _is_rate(text, number, start, end)
    if written in {"K", "S", "F", "M", "T", "N", "R", "V", "h", "m", "s", "d"} and start == number.end:
        return written in "KVhmR" or not LETTER.match(after or " ")
    return True


LABELLED = re.compile(
    rf"(?:\b(?:figs?|figures?|tables?|schemes?|panels?|eqs?|refs?)\.?|[({{,]{SPACE}?[a-z]){SPACE}?$", re.I
)
ORBITAL = re.compile(rf"(?<![A-Za-z])[A-Z][a-z]?{SPACE}$")


def _labels(text: str, number: _Number, letter: str) -> bool:
    """Whether a letter right behind a number names a panel (Fig. 3d) or a shell (C 1s, 3d metals) and no unit."""
    before = text[max(0, number.start - 10) : number.start]
    shell = letter in SHELLS and number.value in {1, 2, 3, 4, 5}
    return bool(LABELLED.search(before)) or (shell and (letter == "d" or bool(ORBITAL.search(before))))


def _is_rate(text: str, number: _Number, start: int, end: int) -> bool:
    """Whether ``5C`` is a rate: not five carbons of a formula, not degrees."""
    before = text[max(0, number.start - 12) : number.start].lower()
    after = text[end : end + 2]
    if after[:1].isalnum() or after[:1] in {"°"}:
        return False
    return number.value <= 1000 and "°" not in text[start - 1 : end] and not before.endswith("isotope ")


@cache
def _joint() -> re.Pattern[str]:
    """Return a pattern for what may stand between two items of a list."""
    joint = alternatives("ListJoint")
    hedge = "|".join(re.escape(w) for w in _comparators()[1])
    return re.compile(rf"\s*(?:{joint})(?:\s*(?:{joint}))?\s*(?:(?:{hedge})\s*)?$", re.I)


LABEL = re.compile(r"\s?[:=]\s?")


def _share_units(text: str, numbers: Sequence[_Number]) -> list[_Number]:
    """Give a number without unit the unit of the next item of its list."""
    shared = list(numbers)
    for index in range(len(shared) - 2, -1, -1):
        left, right = shared[index], shared[index + 1]
        between = text[left.span_end : right.start]
        if left.unit or not right.unit or len(between) > 30 or _ends_a_name(text, left.start):
            continue
        before = shared[index - 1] if index else None
        if before and before.unit and LABEL.fullmatch(text[before.span_end : left.start]):
            continue
        if _joint().match(between) or RANGE.match(between) or TIMES.match(between):
            shared[index] = replace(left, unit=right.unit, shared=True)
    return shared


def _share_pairs(text: str, numbers: Sequence[_Number]) -> list[_Number]:
    """Give paired lists their units: ``688 (100 mA/g), 640 (200)``, ``148 mAh/g at 0.2 A/g, 131 at 0.5``.

    Numbers that stand by turns for a value and its condition share the unit of their kind, if only one
    of the kind has a unit or all that have one agree.
    """
    shared = list(numbers)
    for first, last in _pair_runs(text, shared):
        for turn in (0, 1):
            places = range(first + turn, last + 1, 2)
            known = {shared[i].unit for i in places if shared[i].unit}
            if len(known) == 1:
                unit = known.pop()
                for i in places:
                    shared[i] = shared[i] if shared[i].unit else replace(shared[i], unit=unit, shared=True)
    return _share_before_conditions(text, _share_by_preposition(text, shared))


def _share_before_conditions(text: str, numbers: Sequence[_Number]) -> list[_Number]:
    """Give ``and 611 at 20 A/g`` the unit of the value that stands before in the sentence."""
    shared = list(numbers)
    capacity: units.Unit | None = None
    is_last = False
    for i, number in enumerate(shared):
        if i and re.search(r"[.!?]\s+[A-Z]", text[shared[i - 1].span_end : number.start]):
            capacity = None
        after = shared[i + 1] if i + 1 < len(shared) else None
        kind = number.unit.kind if number.unit else None
        if kind == HEM.SpecificCapacity:
            capacity, is_last = number.unit, True
        elif kind == HEM.Percentage:
            is_last = False
        elif capacity and after and not kind and (is_last or number.value > WHOLE) and _is_led_to(text, number, after):
            shared[i] = replace(number, unit=capacity, shared=True)
    return shared


def _is_led_to(text: str, number: _Number, after: _Number) -> bool:
    """Whether the next number is the condition of this one: 611 at 20 A/g, 402 after 500 cycles."""
    conditioned = after.unit is not None and after.unit.kind in CONDITION_KINDS
    led = CONDITION_LEAD.fullmatch(text[number.span_end : after.start])
    return bool(conditioned and led and not _ends_a_name(text, number.start))


WHOLE = 100
CONDITION_KINDS = {HEM.CurrentDensity, HEM.CRate, HEM.CycleLife}
CONDITION_LEAD = re.compile(r"\s(?:still\s|left\s|only\s)?(?:at|under|after)\s(?:a\s|the\s)?(?:rate\sof\s)?")
PAIRED = re.compile(r"\s?(?::|\(|(?:still\s|left\s)?(?:at|under|for|after)\s(?:a\s|the\s)?)\s?$", re.I)
NEXT_PAIR = re.compile(
    r"\)?\s?(?:,|;|and|or|,\sand|;\sand|,\sthen|but)\s(?:still\s|only\s|even\s|finally\s|a\smere\s)?$", re.I
)


def _pair_runs(text: str, numbers: Sequence[_Number]) -> Iterator[tuple[int, int]]:
    """Yield runs in which values and conditions take turns, two pairs at least."""
    start, inside = 0, False
    for i in range(1, len(numbers) + 1):
        between = text[numbers[i - 1].span_end : numbers[i].start] if i < len(numbers) else "\n"
        wanted = NEXT_PAIR if inside else PAIRED
        if wanted.fullmatch(between):
            inside = not inside
            continue
        if i - start >= 4:
            yield start, i - 1 - ((i - start) % 2)
        start, inside = i, False


def _share_by_preposition(text: str, numbers: Sequence[_Number]) -> list[_Number]:
    """Give ``at 800`` the unit of an earlier ``at 400 mA/g`` of the same sentence."""
    shared = list(numbers)
    current: units.Unit | None = None
    for i, number in enumerate(shared):
        if i and re.search(r"[.!?]\s+[A-Z]", text[shared[i - 1].span_end : number.start]):
            current = None
        lead = text[max(0, number.start - 48) : number.start]
        led = _current_lead().search(lead)
        if number.unit and number.unit.kind in DENSITY_KINDS and led:
            current = number.unit
        elif (
            led
            and current
            and not number.unit
            and re.match(r"\s?[:,;.)]|\s(?:and|or)\s|$", text[number.end : number.end + 5])
        ):
            shared[i] = replace(number, unit=current, shared=True)
        elif not number.unit and _counts_cycles(text, number):
            shared[i] = replace(number, unit=units.units()["cycles"], shared=True)
    return shared


ELIDED = re.compile(r"\bafter\s$", re.I)
LEAST_CYCLES = 10


def _counts_cycles(text: str, number: _Number) -> bool:
    """Whether ``after 3000.`` leaves out the word cycles, which an earlier place not far away has."""
    ends = re.match(r"\s?(?:[,;)]\s|\.(?:\s|$)|$)|\s(?:and|but|while|whereas|or)\s", text[number.end : number.end + 9])
    whole = number.value == int(number.value) and number.value >= LEAST_CYCLES
    before = text[max(0, number.start - NEAR_CYCLE) : number.start].lower()
    return bool(whole and ends and ELIDED.search(before) and "cycle" in before)


@cache
def _current_lead() -> re.Pattern[str]:
    """Return a pattern for what makes a bare number a current: at 2; when the current returns to 2."""
    words = alternatives("CurrentWord")
    return re.compile(rf"\b(?:at|under)\s$|\b(?:{words})\s(?:[a-z]+\s){{1,4}}(?:to|at)\s$", re.I)


DENSITY_KINDS = {HEM.CurrentDensity, HEM.CRate}
RATE_FRACTION = re.compile(
    r"(?<![\w@/.–-])(?:(?P<over>\d+(?:\.\d+)?)?\s?C/(?P<under>\d+(?:\.\d+)?)(?![\w/])"
    r"|(?P<top>1)/(?P<bottom>\d{1,3})\s?C(?![\w/]))"
)


def _fraction_rates(text: str, start: int, stop: int) -> Iterator[Mention]:
    """Yield C-rates that are written as fractions: C/10 is a tenth."""
    rate = units.units()["C"]
    for found in RATE_FRACTION.finditer(text, start, stop):
        value = Decimal(found["over"] or found["top"] or 1) / Decimal(found["under"] or found["bottom"])
        span = Span(found.start(), found.end())
        quantity = Quantity(value, value, rate.symbol, as_written=found.group())
        yield Mention(span, MentionKind.QUANTITY, found.group(), quantity, rate.kind, ANNOTATOR)


def _ranges(text: str, numbers: Sequence[_Number]) -> Iterator[Mention]:
    """Join ``0.01–3.0 V`` to one quantity; everything else is a quantity of its own."""
    skip = -1
    for index, number in enumerate(numbers):
        if index == skip:
            continue
        after = numbers[index + 1] if index + 1 < len(numbers) else None
        if after and _is_range(text, number, after):
            skip = index + 1
            yield _mention(text, number, after)
        else:
            yield _mention(text, number, None)


def _is_range(text: str, low: _Number, high: _Number) -> bool:
    between = text[low.span_end : high.start]
    if high.unit is None or low.unit is None or low.unit.kind != high.unit.kind or low.high or high.high:
        return False
    if RANGE.fullmatch(between):
        return low.value <= high.value
    lead = text[max(0, low.start - 9) : low.start].lower().rstrip()
    window = {str(kind) for kind in terms.objects("WindowKinds", "kind")}
    if high.unit.kind not in window or low.value > high.value:
        return False
    joined = re.fullmatch(r"\s*(?:to|and)\s*", between)
    return bool(joined and (between.strip() == "to" or lead.endswith("between")))


def _mention(text: str, low: _Number, high: _Number | None) -> Mention:
    last = high or low
    start, end = low.start, last.span_end
    unit = last.unit or low.unit
    comparator = _comparator(text, start, unit)
    quantity = Quantity(
        low=low.value,
        high=(low.high or low.value) if high is None else high.value,
        unit=unit.symbol if unit else "",
        comparator=comparator,
        uncertainty=last.uncertainty,
        as_written=text[start:end],
    )
    kind = unit.kind if unit else HEM.Count
    score = 1.0 if low.unit and not low.shared else 0.9
    return Mention(Span(start, end), MentionKind.QUANTITY, text[start:end], quantity, kind, ANNOTATOR, score)


@cache
def _comparators() -> tuple[tuple[tuple[str, Comparator], ...], tuple[str, ...]]:
    """Return the words for bounds with their comparator, longest first, and the words alone."""
    table = [(entry.label, Comparator(terms.notation(entry.concept))) for entry in lexicon.entries("Comparison")]
    table.sort(key=lambda pair: (-len(pair[0]), pair[0]))
    return tuple(table), tuple(word for word, _ in table)


@cache
def _bounded_kinds() -> frozenset[str]:
    """Return the kinds before which ``over`` and ``under`` are bounds, not prepositions."""
    return frozenset(str(kind) for kind in terms.objects("BoundedKinds", "kind"))


def _comparator(text: str, start: int, unit: units.Unit | None) -> Comparator:
    """Return the comparator that stands right before the number."""
    before = text[max(0, start - 24) : start].rstrip()
    lower = before.lower()
    for word, comparator in _comparators()[0]:
        if not lower.endswith(word):
            continue
        if word[0].isalpha() and lower[: -len(word)][-1:].isalpha():
            continue
        if word in {"over", "under", "above", "below"} and (not unit or unit.kind not in _bounded_kinds()):
            return Comparator.EQUAL
        return comparator
    return Comparator.EQUAL


@cache
def _ordinal_words() -> dict[str, int]:
    pairs = (str(entry).split("=") for entry in terms.objects("NumberWords", "ordinalWord"))
    return {word: int(value) for word, value in pairs}


@cache
def _number_words() -> dict[str, int]:
    pairs = (str(entry).split("=") for entry in terms.objects("NumberWords", "numberWord"))
    return {word: int(value) for word, value in pairs}


HUNDRED = 100


@cache
def _cycle_patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """Return patterns for ordinal cycles, first half-cycles, ``cycle 40`` and spelt-out counts."""
    ordinal = "|".join(sorted(_ordinal_words(), key=lambda w: (-len(w), w)))
    number = "|".join(sorted(_number_words(), key=lambda w: (-len(w), w)))
    half = "|".join(map(str, terms.objects("HalfCycles", "exactLabel")))
    joined = rf"(?:{SPACE}|{DASH})"
    nouns = _cycle_nouns()
    spelt = rf"(?P<word>(?:(?:{number}){joined}(?:and{joined})?){{0,3}}(?:{ordinal}))"
    one = rf"(?:(?P<digits>\d[\d ,]*)(?:st|nd|rd|th)|{spelt})"
    great = "|".join(rf"(?<={word}){joined}and" for word, value in _number_words().items() if value >= HUNDRED)
    counted = rf"(?P<count>(?:{number})(?:(?:{great})?{joined}(?:{number}))*)"
    return (
        re.compile(rf"\b{one}{joined}(?:(?:{half}){joined})?(?:{nouns})s?\b", re.I),
        re.compile(rf"\b{one}{joined}(?:{half})\b", re.I),
        re.compile(
            rf"(?<!\d{SPACE})\bcycles?{SPACE}(?:no\.?{SPACE}|number{SPACE})?"
            rf"(?P<digits>\d{{1,2}}[ ,]\d{{3}}(?!\d)(?!{SPACE}?/)|\d+)(?!\.?\d)"
            rf"(?!{SPACE}?(?:%|[mµμ]?A\b|[mµμ]?A{SPACE}?[gh/]))|\bcycle{SPACE}(?P<word>{number})\b",
            re.I,
        ),
        re.compile(
            rf"\b{counted}{joined}(?:[a-z-]+{SPACE})?(?P<cycles>(?:{nouns})s|times)\b",
            re.I,
        ),
    )


def _ordinal_cycles(text: str, start: int, stop: int) -> Iterator[Mention]:
    """Yield cycles named by their number: the 100th cycle, cycle 40, the first discharge."""
    ordinal, half, named, _ = _cycle_patterns()
    seen: list[Span] = []
    for pattern in (ordinal, half, named):
        for found in pattern.finditer(text, start, stop):
            span = Span(found.start(), found.end())
            if any(span.overlaps(other) for other in seen):
                continue
            seen.append(span)
            yield _cycle_mention(text, span, _cycle_value(found))
            if pattern is not named:
                yield from _earlier_ordinals(text, start, span.start)
            if pattern is named:
                yield from _more_cycles(text, span.end, stop)
    yield from _lone_ordinals(text, start, stop, seen)
    yield from (m for m in _beginnings(text, start, stop) if not any(m.span.overlaps(other) for other in seen))


@cache
def _beginning() -> re.Pattern[str]:
    """Return a pattern for words that say that a value is of the first cycle: initially, starts at 412."""
    words, verbs, leads = (alternatives(name) for name in ("FirstCycleWord", "StartVerb", "StartPreposition"))
    return re.compile(
        rf"\b(?:{words})\b|\b(?:{verbs}){SPACE}(?:{leads})(?={SPACE}(?:[a-z]+{SPACE}){{0,2}}[~≈∼<>]?\d)", re.I
    )


def _beginnings(text: str, start: int, stop: int) -> Iterator[Mention]:
    """Yield the first cycle where only a word for the beginning tells it."""
    for found in _beginning().finditer(text, start, stop):
        yield _cycle_mention(text, Span(found.start(), found.end()), 1, score=SOFT)


SOFT = 0.8


NEAR_CYCLE = 110
LONE_ORDINAL = (
    r"\bthe{space}(?!\w+{space}\d[\d ,]*{space}(?:[a-z-]+{space})?cycles)"
    r"(?:(?P<digits>\d{{1,4}})(?:st|nd|rd|th)|(?P<word>{words}))"
    r"(?=\s?[,;.:)(](?!\d)|{space}(?:and|or|to|at|with|under|still|only|but|yet)(?![\w-])|{space}\d|$)"
)


@cache
def _lone_ordinal() -> re.Pattern[str]:
    words = "|".join(sorted(set(_ordinal_words()) - {"initial"}, key=lambda w: (-len(w), w)))
    return re.compile(LONE_ORDINAL.format(words=words, space=SPACE), re.I)


def _lone_ordinals(text: str, start: int, stop: int, seen: Sequence[Span]) -> Iterator[Mention]:
    """Yield ordinals that leave the word cycle out, not far from one that has it: ..., the hundredth 655."""
    for found in _lone_ordinal().finditer(text, start, stop):
        span = Span(found.start("digits") if found["digits"] else found.start("word"), found.end())
        near = text[max(start, span.start - NEAR_CYCLE) : min(stop, span.end + NEAR_CYCLE)].lower()
        if "cycle" in near and not any(span.overlaps(other) for other in seen):
            yield _cycle_mention(text, span, _cycle_value(found))


@cache
def _earlier() -> re.Pattern[str]:
    words = "|".join(sorted(_ordinal_words(), key=lambda w: (-len(w), w)))
    return re.compile(
        rf"\b(?:(?P<digits>\d+)(?:st|nd|rd|th)|(?P<word>{words}))(?:,|,?{SPACE}and|{SPACE}or|{SPACE}to){SPACE}(?:the{SPACE})?$",
        re.I,
    )


def _earlier_ordinals(text: str, start: int, position: int) -> Iterator[Mention]:
    """Yield the ordinals before the last of a list: the 1st, 2nd and 50th cycle."""
    while found := _earlier().search(text[max(start, position - 30) : position]):
        offset = max(start, position - 30)
        begin = offset + found.start()
        end = offset + (found.end("digits") + 2 if found["digits"] else found.end("word"))
        yield _cycle_mention(text, Span(begin, end), _cycle_value(found))
        position = begin


MORE_CYCLES = re.compile(
    rf"{SPACE}?(?:,|and|to|or|{DASH}){SPACE}?(\d+)(?![.\d/])(?!{SPACE}?(?:%|[mµμ]?A|(?:in|at|after|by|for){SPACE}))"
)


def _more_cycles(text: str, position: int, stop: int) -> Iterator[Mention]:
    """Yield the further numbers of ``cycles 40, 60 and 80``."""
    while found := MORE_CYCLES.match(text, position, stop):
        yield _cycle_mention(text, Span(found.start(1), found.end()), int(found[1]))
        position = found.end()


def _cycle_value(found: re.Match[str]) -> int:
    if found["digits"]:
        return int(re.sub(r"\D", "", found["digits"]))
    *counts, last = re.split(r"[\s-]+", found["word"].lower())
    return _spelt_ordinal([word for word in counts if word in _number_words()], last)


def _spelt_ordinal(counts: Sequence[str], last: str) -> int:
    """Return the value of a spelt ordinal: hundred and fiftieth is 150.

    >>> _spelt_ordinal(["two"], "hundredth")
    200
    """
    value = _ordinal_words().get(last) or _number_words()[last]
    lead = _spelt(counts) if counts else 0
    return lead * value if lead and value in {100, 1000} else lead + value


def _cycle_mention(text: str, span: Span, value: int, kind: str = HEM.CycleNumber, score: float = 1.0) -> Mention:
    written = span.of(text)
    quantity = Quantity.single(value, units.units()["cycles"].symbol, written)
    return Mention(span, MentionKind.QUANTITY, written, quantity, kind, ANNOTATOR, score)


@cache
def _spelt_quantity() -> tuple[re.Pattern[str], dict[str, units.Unit]]:
    """Return a pattern for number words with a unit word, and the units of those words."""
    named = {str(w).lower(): u for u in units.units().values() for w in terms.objects(u.name, "unitWord")}
    named = {word: u for word, u in named.items() if len(word) > SHORT_WORD and u.kind != HEM.CycleLife}
    words = "|".join(re.escape(w) for w in sorted(named, key=lambda w: (-len(w), w)))
    number = "|".join(sorted(_number_words(), key=lambda w: (-len(w), w)))
    joined = rf"(?:{SPACE}|{DASH})"
    spelt = rf"(?P<count>(?:{number})(?:{joined}(?:{number}))*)"
    return re.compile(rf"\b{spelt}{joined}(?P<unit>{words})\b", re.I), named


SHORT_WORD = 3


def _spelt_quantities(text: str, start: int, stop: int) -> Iterator[Mention]:
    """Yield quantities whose number is spelt out: ninety per cent, two hours."""
    pattern, named = _spelt_quantity()
    for found in pattern.finditer(text, start, stop):
        unit, span = named[found["unit"].lower()], Span(found.start(), found.end())
        value = _spelt(re.split(r"[\s-]+", found["count"].lower()))
        quantity = Quantity.single(value, unit.symbol, found.group())
        yield Mention(span, MentionKind.QUANTITY, found.group(), quantity, unit.kind, ANNOTATOR)


def _word_counts(text: str, start: int, stop: int) -> Iterator[Mention]:
    """Yield counts of cycles that are spelt out: two hundred cycles."""
    for found in _cycle_patterns()[3].finditer(text, start, stop):
        words = re.split(r"[\s-]+", found["count"].lower())
        value = _spelt(word for word in words if word in _number_words())
        cycled = found["cycles"] != "times" or "cycl" in text[max(0, found.start() - 40) : found.start()].lower()
        if value and cycled:
            yield _cycle_mention(text, Span(found.start(), found.end()), value, HEM.CycleLife)


def _spelt(words: Iterable[str]) -> int:
    """Return the value of number words: two thousand five hundred is 2500.

    >>> _spelt(["two", "thousand", "five", "hundred"])
    2500
    """
    total = part = 0
    for word in words:
        value = _number_words().get(word)
        if value is None:
            return 0
        if value == 1000:
            total, part = total + max(part, 1) * 1000, 0
        elif value == 100:
            part = max(part, 1) * 100
        else:
            part += value
    return total + part
