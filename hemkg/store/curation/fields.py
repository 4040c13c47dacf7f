"""The fields of a claim, by the names and in the words in which people correct them.

Reading gives what a claim says as names and values; writing puts other values in their place.  Which words mean which
term stands in the ontology.  What is printed in the paper is never overwritten.
"""

import math
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from hemkg.errors import InputError
from hemkg.model.decision import one_line
from hemkg.store.curation.leaf import Leaf
from hemkg.vocab import terms, units
from hemkg.vocab.name_keys import name_key
from hemkg.vocab.terms import HEM
from hemkg.vocab.units import Unit

LABELS = ("skos:notation", "skos:prefLabel", "skos:altLabel", HEM.exactLabel, HEM.caseLabel, HEM.symbol)
NUMBER = r"[-+−]?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?"
RANGE = re.compile(rf"(?P<low>{NUMBER})(?:\s*(?:\.\.|–|\bto\b)\s*(?P<high>{NUMBER}))?\s*(?P<unit>\D.*)?")
COMPARATORS = ("=", "~", ">", "<", ">=", "<=")
MEASURED = (HEM.CapacityClaim, HEM.RetentionClaim, HEM.EfficiencyClaim, HEM.QuantityClaim)
BETWEEN = ".."


def _asked(text: str, known: Mapping[str, str], name: str, kind: str) -> str:
    """Return the term that a word means."""
    found = known.get(text.strip().casefold())
    if found is None:
        raise InputError(f"{name}: {text[:60]!r} is no {terms.text(kind, LABEL) or kind} that the ontology knows.")
    return found


LABEL = "http://www.w3.org/2000/01/rdf-schema#label"


@cache
def words_of(kind: str) -> Mapping[str, str]:
    """Return {word in small letters: term} for the terms of a class and of its subclasses."""
    found: dict[str, str] = {}
    members = [name for name in sorted(terms.defined()) if kind in terms.all_kinds(name)]
    for predicate in ("", *LABELS):
        for name in members:
            for word in (name,) if not predicate else terms.objects(name, predicate):
                found.setdefault(str(word).casefold(), name)
    return found


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a claim.

    Attributes:
        name: as people type it.
        means: what it holds, in words.
        plain: turns what was typed into the one writing that is kept, with the names of the fields that it fills.
        read: what a claim says, None where it says nothing.
        write: puts a value in the place of what a claim says; an empty one takes it out.
        of: classes of claims that have it; empty for all.
        is_identity: whether a claim that says something else here, or nothing, is another claim.
        choices: what it can hold, in the words in which people type it; empty where that cannot be listed.
    """

    name: str
    means: str
    plain: Callable[[str], Mapping[str, str]]
    read: Callable[[Leaf, str], str | None]
    write: Callable[[Leaf, str, str, Mapping[str, str]], None]
    of: tuple[str, ...] = ()
    is_identity: bool = False
    choices: tuple[str, ...] = ()

    def is_of(self, kind: str) -> bool:
        """Whether claims of a class have it.

        >>> fields()["unit"].is_of("CapacityClaim"), fields()["unit"].is_of("MechanismClaim")
        (True, False)
        """
        return not self.of or kind in self.of

    def in_words(self, value: str) -> str:
        """Return a value as it is kept in the words in which people type it.

        >>> fields()["ion"].in_words("SodiumIon"), fields()["value"].in_words("650")
        ('Na+', '650')
        """
        known = {self.plain(word)[self.name]: word for word in reversed(self.choices)} if value else {}
        return known.get(value, value)


# ---------------------------------------------------------------- terms


def _term(name: str, predicate: str, kind: str, *, of: tuple[str, ...] = (), is_identity: bool = False) -> Field:
    """Return a field that holds one term of a class."""

    def plain(text: str) -> Mapping[str, str]:
        return {name: _asked(text, words_of(kind), name, kind)}

    def read(leaf: Leaf, claim: str) -> str | None:
        return ",".join(sorted(map(str, leaf.values(claim, predicate)))) or None

    def write(leaf: Leaf, claim: str, value: str, _: Mapping[str, str]) -> None:
        leaf.link(claim, predicate, *([_defined(value, kind)] if value else []))

    means = terms.text(kind, LABEL) or name
    return Field(name, means, plain, read, write, of, is_identity, _choices(kind))


def _choices(kind: str) -> tuple[str, ...]:
    """Return what the terms of a class are called, where that word means no other one of them."""
    known = words_of(kind)
    called = {name: terms.label(name) for name in sorted(set(known.values()))}
    return tuple(word if known.get(word.casefold()) == name else name for name, word in called.items())


def _defined(value: str, kind: str) -> str:
    if value not in words_of(kind).values():
        raise InputError(f"the ontology has no {terms.text(kind, LABEL) or kind} {value[:60]!r} any more.")
    return value


def _elements() -> Field:
    def plain(text: str) -> Mapping[str, str]:
        symbols = [part for part in re.split(r"[,;\s]+", text) if part]
        return {"element": ",".join(sorted({_asked(each, _symbols(), "element", HEM.Element) for each in symbols}))}

    def read(leaf: Leaf, claim: str) -> str | None:
        return ",".join(sorted(map(str, leaf.values(claim, HEM.element)))) or None

    def write(leaf: Leaf, claim: str, value: str, _: Mapping[str, str]) -> None:
        leaf.link(claim, HEM.element, *(_defined(each, HEM.Element) for each in value.split(",") if each))

    return Field("element", "symbols of elements, with commas", plain, read, write)


@cache
def _symbols() -> Mapping[str, str]:
    return words_of(HEM.Element)


# ---------------------------------------------------------------- numbers


def span_of(text: str, name: str) -> tuple[float, float, str]:
    """Return the ends of a range, equal for one number, and what stands after it.

    Raises:
        InputError: if it is no number.

    >>> span_of("640..660 mAh/g", "value")
    (640.0, 660.0, 'mAh/g')
    """
    found = RANGE.fullmatch(text.strip())
    if found is None:
        raise InputError(f"{name} takes a number (650) or a range (640..660), and {text[:60]!r} is neither.")
    low = float(found["low"].replace("−", "-"))
    high = float((found["high"] or found["low"]).replace("−", "-"))
    if not (math.isfinite(low) and math.isfinite(high)) or low > high:
        raise InputError(f"{name} runs from the smaller to the larger number, and {text[:60]!r} does not.")
    return low, high, (found["unit"] or "").strip()


def _span(low: float, high: float) -> str:
    return f"{low:.10g}" if low == high else f"{low:.10g}{BETWEEN}{high:.10g}"


def unit_called(text: str, name: str = "unit") -> Unit:
    """Return the unit that is written so.

    Raises:
        InputError: if it is none that the ontology knows.

    >>> unit_called("mAh/g").symbol
    'mAh g-1'
    """
    known = units.units().get(text)
    found = (known, len(text)) if known else units.parse_unit(text, 0)
    if found is None or found[1] != len(text):
        raise InputError(f"{name}: {text[:60]!r} is no unit that ontology/quantities.ttl knows.")
    return found[0]


def _plain_value(text: str) -> Mapping[str, str]:
    low, high, unit = span_of(text, "value")
    return {"value": _span(low, high)} | ({"unit": unit_called(unit).symbol} if unit else {})


def _printed(leaf: Leaf, claim: str) -> tuple[float, float] | None:
    """Return the value as printed; of a range only the lower end is kept as such, the upper follows from its unit."""
    low, top = leaf.number(claim, HEM.printedValue), leaf.number(claim, HEM.valueMax)
    if low is None:
        return None
    unit = units.units().get(leaf.text(claim, HEM.printedUnit) or "")
    high = low if top is None else (top - unit.offset) / unit.factor if unit else top
    return low, high


def _read_value(leaf: Leaf, claim: str) -> str | None:
    printed = _printed(leaf, claim)
    return None if printed is None else _span(*printed)


def _write_value(leaf: Leaf, claim: str, value: str, fields: Mapping[str, str]) -> None:
    """Write a value in the canonical unit; what is printed stays."""
    low, high, _ = span_of(value, "value")
    symbol = fields.get("unit") or leaf.text(claim, HEM.printedUnit) or ""
    unit = units.units().get(symbol)
    factor = unit.canonical if unit else float
    leaf.say(claim, HEM.value, _round(factor(low)))
    leaf.say(claim, HEM.valueMax, _round(factor(high)) if high != low else None)
    if unit is not None:
        leaf.link(claim, HEM.unit, terms.text(unit.kind, "canonicalUnit") or "")


def _write_unit(leaf: Leaf, claim: str, value: str, fields: Mapping[str, str]) -> None:
    """Write the printed value as one in another unit, where no other value is given."""
    printed = _printed(leaf, claim)
    if "value" not in fields and printed is not None:
        _write_value(leaf, claim, _span(*printed), {**fields, "unit": unit_called(value).symbol})


def _round(value: float) -> float:
    """Return a value without the dust of a unit conversion."""
    return float(f"{value:.10g}")


def _number(name: str, predicate: str, means: str, *, is_whole: bool = False, of: tuple[str, ...] = ()) -> Field:
    def plain(text: str) -> Mapping[str, str]:
        low, high, rest = span_of(text, name)
        if low != high or rest or (is_whole and low != int(low)):
            raise InputError(f"{name} takes one {'whole ' if is_whole else ''}number, and {text[:60]!r} is none.")
        return {name: _span(low, low)}

    def read(leaf: Leaf, claim: str) -> str | None:
        found = leaf.number(claim, predicate)
        return None if found is None else _span(found, found)

    def write(leaf: Leaf, claim: str, value: str, _: Mapping[str, str]) -> None:
        low = span_of(value, name)[0] if value else None
        leaf.say(claim, predicate, int(low) if low is not None and is_whole else low)

    return Field(name, means, plain, read, write, of)


def _plain_current(text: str) -> Mapping[str, str]:
    low, high, written = span_of(text, "current")
    unit = unit_called(written, "current")
    if low != high or unit.kind not in {HEM.CRate, HEM.CurrentDensity}:
        raise InputError(f"current takes one current density or C-rate (0.5 A/g, 1 C), and {text[:60]!r} is neither.")
    return {"current": f"{low:.10g} {unit.symbol}"}


def _read_current(leaf: Leaf, claim: str) -> str | None:
    return leaf.text(claim, HEM.currentAsPrinted)


def _write_current(leaf: Leaf, claim: str, value: str, _: Mapping[str, str]) -> None:
    for predicate in (HEM.currentDensity, HEM.cRate, HEM.currentAsPrinted):
        leaf.drop(claim, predicate)
    if value:
        low, _high, written = span_of(value, "current")
        unit = unit_called(written, "current")
        leaf.say(claim, HEM.cRate if unit.kind == HEM.CRate else HEM.currentDensity, _round(unit.canonical(low)))
        leaf.say(claim, HEM.currentAsPrinted, f"{low:g} {unit.symbol}")


def _plain_window(text: str) -> Mapping[str, str]:
    low, high, unit = span_of(text, "voltage")
    if unit not in {"", "V"}:
        raise InputError(f"voltage takes two limits in volts (0.01..3), and {text[:60]!r} is none.")
    return {"voltage": f"{low:.10g}{BETWEEN}{high:.10g}"}


def _read_window(leaf: Leaf, claim: str) -> str | None:
    low, high = leaf.number(claim, HEM.voltageLow), leaf.number(claim, HEM.voltageHigh)
    return None if low is None or high is None else f"{low:.10g}{BETWEEN}{high:.10g}"


def _write_window(leaf: Leaf, claim: str, value: str, _: Mapping[str, str]) -> None:
    low, high = span_of(value, "voltage")[:2] if value else (None, None)
    leaf.say(claim, HEM.voltageLow, low)
    leaf.say(claim, HEM.voltageHigh, high)


# ---------------------------------------------------------------- words


def _choice(name: str, predicate: str, means: str, choices: tuple[str, ...], of: tuple[str, ...] = ()) -> Field:
    def plain(text: str) -> Mapping[str, str]:
        if text.strip() not in choices:
            raise InputError(f"{name} is one of {', '.join(choices)}, and not {text[:60]!r}.")
        return {name: text.strip()}

    def read(leaf: Leaf, claim: str) -> str | None:
        return leaf.text(claim, predicate)

    def write(leaf: Leaf, claim: str, value: str, _: Mapping[str, str]) -> None:
        leaf.say(claim, predicate, value)

    return Field(name, means, plain, read, write, of, choices=choices)


def materials_called(leaf: Leaf, name: str) -> tuple[str, ...]:
    """Return the materials of a paper that go by a name."""
    key = name_key(name)
    return tuple(each for each in leaf.of_kind(HEM.Material) if key in leaf.values(each, HEM.nameKey))


def _read_material(leaf: Leaf, claim: str) -> str | None:
    material = leaf.text(claim, HEM.ofMaterial)
    return leaf.text(material, HEM.surface) if material else None


def _write_material(leaf: Leaf, claim: str, value: str, _: Mapping[str, str]) -> None:
    found = materials_called(leaf, value) if value else ()
    exact = tuple(each for each in found if leaf.text(each, HEM.surface) == value)
    found = exact or found
    if value and len(found) != 1:
        told = "more than one" if found else "none"
        raise InputError(f"of the paper's materials {told} is called {value[:60]!r}; give the name that it prints.")
    leaf.link(claim, HEM.ofMaterial, *found)


def _as_typed(name: str) -> Callable[[str], Mapping[str, str]]:
    return lambda text: {name: one_line(text)}


def _fields() -> Iterator[Field]:
    yield Field(
        "material", "name of a material in the paper", _as_typed("material"), _read_material, _write_material,
        is_identity=True,
    )  # fmt: skip
    yield _term("property", HEM.property, HEM.Trait, of=MEASURED, is_identity=True)
    yield Field(
        "value", "a number or a range, with its unit if that is another", _plain_value, _read_value, _write_value,
        MEASURED, is_identity=True,
    )  # fmt: skip
    yield Field(
        "unit", "unit of the value", lambda text: {"unit": unit_called(text.strip()).symbol},
        lambda leaf, claim: leaf.text(claim, HEM.printedUnit), _write_unit, MEASURED, is_identity=True,
    )  # fmt: skip
    yield _choice("comparator", HEM.comparator, "whether the value is a bound", COMPARATORS, MEASURED)
    yield _number("uncertainty", HEM.uncertainty, "number after ±, in the printed unit", of=MEASURED)
    yield _term("kind", HEM.capacityKind, HEM.CapacityKind, of=(HEM.CapacityClaim,))
    yield Field("current", "current density or C-rate, with its unit", _plain_current, _read_current, _write_current)
    yield _number("cycle", HEM.cycle, "number of the cycle, or of cycles", is_whole=True)
    yield _term("ion", HEM.ion, HEM.Ion)
    yield Field("voltage", "lower and upper limit [V]", _plain_window, _read_window, _write_window)
    yield _number("temperature", HEM.temperature, "temperature [°C]")
    yield _choice("cell", HEM.cellType, "half or full cell", ("half", "full"))
    yield _term("mechanism", HEM.mechanism, HEM.StorageProcess, is_identity=True)
    yield _term("technique", HEM.technique, HEM.Technique, of=(HEM.TechniqueClaim, HEM.GapStatement), is_identity=True)
    yield _term("mode", HEM.mode, HEM.TechniqueMode, of=(HEM.TechniqueClaim,))
    yield _term("role", HEM.role, HEM.ElementRole, of=(HEM.ElementRoleClaim,), is_identity=True)
    yield _term("method", HEM.method, HEM.SynthesisMethod, of=(HEM.SynthesisClaim,), is_identity=True)
    yield _elements()
    yield _term("polarity", HEM.polarity, HEM.Polarity, is_identity=True)
    yield _term("attribution", HEM.attribution, HEM.AttributionKind)


@cache
def fields() -> Mapping[str, Field]:
    """Return the fields by name, in the order in which they are written.

    >>> list(fields())[:3]
    ['material', 'property', 'value']
    """
    return {field.name: field for field in _fields()}


def plain_fields(typed: Mapping[str, str]) -> dict[str, str]:
    """Return fields as they are kept, from what a person typed; an empty value takes a field out.

    Raises:
        InputError: if a field or a value is not known.

    >>> plain_fields({"ion": "Na", "value": "1.31 Ah/g", "cycle": ""})
    {'cycle': '', 'ion': 'SodiumIon', 'unit': 'Ah g-1', 'value': '1.31'}
    """
    found: dict[str, str] = {}
    for name, text in typed.items():
        field = fields().get(name)
        if field is None:
            raise InputError(f"a claim has no field {name[:40]!r}; its fields are {', '.join(fields())}.")
        for filled, value in (field.plain(text) if text.strip() else {name: ""}).items():
            if found.setdefault(filled, value) != value:
                raise InputError(f"{filled} is given twice, as {found[filled]!r} and as {value!r}.")
    return dict(sorted(found.items()))


def read_fields(leaf: Leaf, claim: str) -> dict[str, str]:
    """Return what a claim says, by the names of its fields."""
    said = {name: field.read(leaf, claim) for name, field in fields().items()}
    return {name: value for name, value in sorted(said.items()) if value is not None}


def write_fields(leaf: Leaf, claim: str, wanted: Mapping[str, str]) -> None:
    """Put values in the place of what a claim says.

    Raises:
        InputError: if a claim of this kind has no such field, or the paper has no such material.
    """
    kinds = set(map(str, leaf.values(claim, terms.RDF_TYPE)))
    for name, field in fields().items():
        if name in wanted:
            if field.of and not kinds & set(field.of):
                raise InputError(f"{terms.text(min(kinds - {HEM.Claim}), LABEL) or 'this claim'} has no {name}.")
            field.write(leaf, claim, wanted[name], wanted)
    for name in wanted:
        if name not in fields():
            raise InputError(f"a claim has no field {name[:40]!r}.")
