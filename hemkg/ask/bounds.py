"""The numbers of a question: what each bounds, from which side, in its canonical unit."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from hemkg.ask.turned import OPPOSITE, find_denial
from hemkg.ask.words import Words, number_words
from hemkg.ask.years import read_years
from hemkg.model.mention import Mention
from hemkg.model.paper import Span
from hemkg.model.quantity import Quantity
from hemkg.store.claims import Range
from hemkg.vocab import terms, units
from hemkg.vocab.terms import HEM

# one of the cations is no count of the cations
PART = re.compile(r"\b\w+ of (?:the|its|their|these|those|all)?$")
JOINED = {"and", "to", "-", "–", "or"}
SPANNING = {"to", "–"}
# what is asked for begins here, so that no number before it counts it
ASKING = {"which", "what", "whose"}
STEPS = {"", "a", "the", "a measured", "measured", "about", "approximately", "around"}
PREPOSITIONS = {"over", "from", "under", "up to"}


@dataclass(frozen=True, slots=True)
class Bounds:
    """What the numbers of a question bound.

    Attributes:
        value: bounds on the value that is asked for; ``unit`` is the term of its unit.
        current: on the current density [A/g].
        c_rate: on the C-rate [1/h].
        cycle: on the cycle number; ``cycles`` where several are named.
        currents, c_rates: where several are named.
        entropy: on the configurational entropy [R].
        voltage: on the window of the voltage [V]: its two ends, one of them, or what it must lie within.
        temperature: on the temperature of the test [°C].
        bare: on a number of another kind, or without a unit: a follow-up leaves the unit to the turn before.
        bare_kind: term of the kind of quantity of that number, where it has a unit.
        year: on the year of publication.
        back: how many years are counted back, and from which; None where none are.
        used: where the numbers that were understood stand.
    """

    value: Range = Range()
    unit: str | None = None
    current: Range = Range()
    c_rate: Range = Range()
    cycle: Range = Range()
    cycles: tuple[int, ...] = ()
    currents: tuple[float, ...] = ()
    c_rates: tuple[float, ...] = ()
    entropy: Range = Range()
    voltage: Range = Range()
    temperature: Range = Range()
    bare: Range = Range()
    bare_kind: str | None = None
    year: Range = Range()
    back: tuple[int, int] | None = None
    used: tuple[Span, ...] = field(default=(), repr=False)


PLACES = {
    HEM.SpecificCapacity: "value",
    HEM.Percentage: "value",
    HEM.CurrentDensity: "current",
    HEM.CRate: "c_rate",
    HEM.CycleLife: "cycle",
    HEM.CycleNumber: "cycle",
    HEM.ConfigurationalEntropy: "entropy",
    HEM.Voltage: "voltage",
    HEM.Temperature: "temperature",
}


def read_bounds(words: Words) -> Bounds:
    """Read what the numbers of a question bound."""
    years = read_years(words, number_word)
    found: dict[str, Range] = {}
    points: dict[str, list[float]] = {}
    used: list[Span] = []
    unit = bare_kind = None
    for mention in _numbers(words, years.used):
        place = PLACES.get(mention.concept or "", "bare")
        bound = _range(words, mention)
        if place == "bare" and not (bound and _is_bounded(words, mention)):
            continue
        if place == "bare" and mention.concept != HEM.Count:
            bare_kind = mention.concept
        if place == "value":
            unit = HEM.Percent if mention.concept == HEM.Percentage else HEM.MilliampereHourPerGram
        if bound.least is not None and bound.least == bound.most:
            points.setdefault(place, []).append(bound.least)
        used.append(_whole(words, mention))
        found[place] = _merged(found.get(place), bound)
    several = {place: tuple(dict.fromkeys(values)) for place, values in points.items() if len(set(values)) > 1}
    for place in several:
        found.pop(place, None)
    return Bounds(
        **{place: bound for place, bound in found.items() if bound},
        unit=unit,
        cycles=tuple(map(int, several.get("cycle", ()))),
        currents=several.get("current", ()),
        c_rates=several.get("c_rate", ()),
        bare_kind=bare_kind,
        year=years.wanted,
        back=years.back,
        used=(*used, *years.used),
    )


def _whole(words: Words, mention: Mention) -> Span:
    """Return where a number stands, for ``between 80 and 90 %`` up to the second."""
    quantity = mention.quantity
    last = quantity.as_written if quantity and quantity.is_range else mention.surface
    end = words.text.find(last, mention.span.start)
    return Span(mention.span.start, max(mention.span.end, end + len(last)))


def _numbers(words: Words, years: Sequence[Span]) -> Iterator[Mention]:
    """Yield the numbers but for years; ``between 80 and 90 %`` is one, ``1000 or more cycles`` counts cycles."""
    counting = [m for m in words.quantities() if not any(m.span.overlaps(span) for span in years)]
    numbers = [m for m in counting if not _names_a_kind(words, m)]
    skip = False
    for index, mention in enumerate(numbers):
        if skip:
            skip = False
            continue
        after = numbers[index + 1] if index + 1 < len(numbers) else None
        if after is not None and _is_between(words, mention, after):
            skip = True
            yield _spanning(mention, after)
        else:
            yield _counted(words, mention)


def _names_a_kind(words: Words, mention: Mention) -> bool:
    """Whether ``first discharge`` belongs to the name of a kind of capacity or efficiency."""
    spans = [m.span for m in words.of_kind(HEM.CapacityKind)] + list(words.spans(HEM.AskEfficiency))
    if mention.concept == HEM.CycleNumber:
        spans += words.spans(HEM.AskRetention)
    return any(span.overlaps(mention.span) for span in spans)


def _is_between(words: Words, low: Mention, high: Mention) -> bool:
    joint = words.text[low.span.end : high.span.start].strip().lower()
    lead = words.before(low.span, 10).strip().endswith(("between", "from")) or joint in SPANNING
    alike = low.concept in {high.concept, HEM.Count}
    return bool(joint in JOINED and lead and alike and low.quantity and high.quantity)


def _spanning(low: Mention, high: Mention) -> Mention:
    """Return two mentions as one range."""
    assert low.quantity is not None
    assert high.quantity is not None
    first, last = sorted((low.quantity.low, high.quantity.low))
    quantity = Quantity(first, last, high.quantity.unit, as_written=high.surface)
    return Mention(low.span, low.kind, low.surface, quantity, high.concept)


def _counted(words: Words, mention: Mention) -> Mention:
    """Give ``1000`` of ``1000 or more cycles`` its unit."""
    if mention.concept != HEM.Count or mention.quantity is None:
        return mention
    tail = words.after(mention.span, 30)
    for cue in _bound_cues(words, HEM.BoundAfter):
        if 0 <= cue.span.start - mention.span.end <= 1:
            tail = words.after(cue.span, 30)
    if not tail.strip().startswith(("cycle", "full cycle", "discharge cycle", "charge cycle")):
        return mention
    quantity = Quantity(mention.quantity.low, mention.quantity.high, units.units()["cycles"].symbol)
    return Mention(mention.span, mention.kind, mention.surface, quantity, HEM.CycleLife)


def _range(words: Words, mention: Mention) -> Range:
    """Return a number as bounds in its canonical unit."""
    quantity = mention.quantity
    if quantity is None:
        return Range()
    unit = units.units().get(quantity.unit)
    factor = unit.canonical if unit else float
    low, high = factor(float(quantity.low)), factor(float(quantity.high))
    if quantity.is_range:
        return Range(least=low, most=high)
    return as_range(low, _sign(words, mention) or "=")


def _sign(words: Words, mention: Mention) -> str | None:
    """Return the sign that the words around a number give it, turned round where they are denied."""
    cue = _cue(words, mention)
    sign = terms.notation(cue.concept or "") if cue else None
    is_denied = find_denial(words, _start(cue, mention)) is not None
    return OPPOSITE[sign or "="] if is_denied else sign


def _cue(words: Words, mention: Mention) -> Mention | None:
    """Return the words that make a number a bound."""
    span = mention.span
    for cue in _bound_cues(words, HEM.BoundAfter):
        if cue.span.start >= span.end and not _between(words, span.end, cue.span.start):
            return cue
    for cue in _bound_cues(words, HEM.BoundBefore):
        between = words.text[cue.span.end : span.start].strip(" ,.:").lower()
        if cue.span.end <= span.start and between in STEPS and not _is_preposition(words, cue.span, mention):
            return cue
    return None


def _start(cue: Mention | None, mention: Mention) -> int:
    """Return where a number begins together with the words that bound it."""
    return min(cue.span.start, mention.span.start) if cue else mention.span.start


def denials_of_bounds(words: Words) -> tuple[Span, ...]:
    """Return where words stand that only bound a number, denials among them: they deny nothing else."""
    found: list[Span] = []
    for mention in words.quantities():
        cue = _cue(words, mention)
        denial = find_denial(words, _start(cue, mention))
        found += [span for span in (cue.span if cue else None, denial) if span is not None]
    return tuple(found)


def _between(words: Words, start: int, end: int) -> str:
    """Return what stands between a number and a word after it, but for what the share is of: *95 % of its capacity*."""
    text = words.text[start:end]
    for share in words.spans(HEM.AskRetention):
        if start <= share.start and share.end <= end:
            text = text.replace(share.of(words.text), "")
    return text.strip(" ,.:")


def _is_bounded(words: Words, mention: Mention) -> bool:
    return _sign(words, mention) is not None


def _bound_cues(words: Words, kind: str) -> list[Mention]:
    return [cue for cue in words.cues if kind in terms.kinds(cue.concept or "")]


def _is_preposition(words: Words, cue: Span, mention: Mention) -> bool:
    """Whether ``over 24,000 cycles`` says how long, and not more than that."""
    return cue.of(words.text).lower() in PREPOSITIONS and mention.concept in {HEM.CycleLife, HEM.CycleNumber}


def as_range(value: float, sign: str) -> Range:
    """Return a value with its sign as bounds.

    >>> as_range(2.0, ">=")
    Range(least=2.0, most=None, above=None, below=None)
    """
    match sign:
        case ">":
            return Range(above=value)
        case ">=":
            return Range(least=value)
        case "<":
            return Range(below=value)
        case "<=":
            return Range(most=value)
        case _:
            return Range(least=value, most=value)


def _merged(old: Range | None, new: Range) -> Range:
    """Lay a bound over an earlier one of the same thing."""
    if old is None:
        return new
    pairs = ((getattr(new, name), getattr(old, name)) for name in ("least", "most", "above", "below"))
    return Range(*(a if a is not None else b for a, b in pairs))


def count_before(words: Words, span: Span) -> Range | None:
    """Return the count before a noun as bounds: ``six or more different cations``, ``six cations or more``."""
    before = re.split(r"[\s–-]+", words.before(span, 40).strip(" –-"))
    if PART.search(" ".join(before)):
        return None
    for index in range(len(before) - 1, -1, -1):
        if before[index] in ASKING:
            return None
        value = number_word(before[index].strip(","))
        if value is not None:
            tail = " ".join(before[index + 1 :]) or words.after(span, 20).strip()
            return _bounded_count(value, " ".join(before[:index]), tail)
    return None


def count_after(words: Words, span: Span) -> Range | None:
    """Return the count after *number of* a noun as bounds: ``number of cations of at least five``."""
    if not words.before(span, 20).rstrip().endswith("number of"):
        return None
    after = re.split(r"[\s–-]+", words.after(span, 40).strip(" –-?."))
    for index, word in enumerate(after):
        value = number_word(word.strip(",.?"))
        if value is not None:
            return _bounded_count(value, " ".join(after[:index]), " ".join(after[index + 1 :]))
    return None


def number_word(word: str) -> int | None:
    """Return the number that a word is, in digits or letters."""
    return int(word) if word.isdigit() else number_words().get(word)


def _bounded_count(value: int, lead: str, tail: str) -> Range:
    for kind, words, fits in ((HEM.BoundAfter, tail, str.startswith), (HEM.BoundBefore, lead, str.endswith)):
        for cue in terms.instances(kind):
            if any(fits(words, str(label)) for label in terms.objects(cue, "exactLabel")):
                return as_range(value, terms.notation(cue))
    return Range(least=value, most=value)
