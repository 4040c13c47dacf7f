"""Changing what a question was taken to mean, slot by slot: the ion away, another bound, another mechanism.

A slot is a name for what the question picks by; ``/drop ion`` takes it away and ``/set ion Na`` gives it another value,
which is read as a question's own words are.  Nothing here looks into a store: the words of a value come ready read.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from hemkg.ask.bounds import Bounds
from hemkg.ask.dialogue import OWN_UNITS
from hemkg.ask.intent import Intent, Shape
from hemkg.ask.wording import (
    SHAPES,
    entropy_words,
    listed,
    probe_words,
    range_words,
    technique_words,
    year_words,
)
from hemkg.errors import InputError
from hemkg.vocab import terms
from hemkg.vocab.terms import HEM

COMMAND = re.compile(r"/(?P<verb>drop|set)\s+(?P<slot>[\w-]+)\s*=?\s*(?P<value>.*)", re.DOTALL)
SIGN = re.compile(r"^\s*(>=|<=|[<>≥≤])\s*")
YEAR_SIGNS = {">": "after", ">=": "since", "≥": "since", "<": "before", "<=": "until", "≤": "until"}


@dataclass(frozen=True, slots=True)
class Edit:
    """A change of one slot.

    Attributes:
        slot: its name, see ``SLOTS``.
        value: its new value in words; None if the slot is to be empty.
    """

    slot: str
    value: str | None = None

    def __str__(self) -> str:
        return f"/drop {self.slot}" if self.value is None else f"/set {self.slot} {self.value}"


@dataclass(frozen=True, slots=True)
class Slot:
    """What a question can be changed in.

    Attributes:
        shown: returns the value in words; an empty text if the slot is empty.
        parts: fields of the intent that hold it.
        material: fields of the intent's selection of materials that hold it.
        bounds: fields of the intent's bounds that hold it.
        phrase: how a value is put to be read; ``{}`` stands for it.
    """

    shown: Callable[[Intent], str]
    parts: tuple[str, ...] = ()
    material: tuple[str, ...] = ()
    bounds: tuple[str, ...] = ()
    phrase: str = "{}"


def _labels(name: str) -> Callable[[Intent], str]:
    return lambda intent: listed((terms.label(term) for term in getattr(intent, name)), " or ")


def _material_labels(name: str) -> Callable[[Intent], str]:
    return lambda intent: listed((terms.label(term) for term in getattr(intent.material, name)[:3]), " or ")


def _range(name: str, unit: str) -> Callable[[Intent], str]:
    return lambda intent: range_words(getattr(intent.bounds, name), unit)


SLOTS: Mapping[str, Slot] = {
    "order": Slot(
        lambda i: SHAPES.get(i.shape, "").removesuffix(" of").removesuffix(" among"),
        ("shape", "by_cycle", "is_ascending"),
    ),
    "age": Slot(lambda i: {None: "", Shape.MOST: "the newest"}.get(i.by_year, "the oldest"), ("by_year",)),
    "group": Slot(lambda i: f"best of each of {i.group.value}" if i.group else "", ("group",)),
    "quantity": Slot(_labels("quantities"), ("quantities",)),
    "kind": Slot(_labels("capacity_kinds"), ("capacity_kinds",)),
    "measured": Slot(lambda i: "not theoretical" if i.is_measured else "", ("is_measured",)),
    "material": Slot(lambda i: listed(named.words for named in i.subjects), ("subjects",)),
    "family": Slot(_material_labels("families"), ("families",), ("families",)),
    "structure": Slot(_material_labels("structures"), material=("structures",)),
    "morphology": Slot(_material_labels("morphologies"), material=("morphologies",)),
    "role-in-cell": Slot(
        lambda i: "anodes" if i.material.excluded_roles else _material_labels("roles")(i),
        material=("roles", "excluded_roles"),
    ),
    "with": Slot(lambda i: listed(i.material.has), material=("has",), phrase="materials containing {}"),
    "without": Slot(lambda i: listed(i.material.lacks), material=("lacks",), phrase="materials without {}"),
    "cations": Slot(
        lambda i: range_words(i.material.cations, ""), material=("cations",), phrase="materials with {} cations"
    ),
    "anions": Slot(
        lambda i: range_words(i.material.anions, ""), material=("anions",), phrase="materials with {} anions"
    ),
    "carbon": Slot(lambda i: "on or coated with carbon" if i.material.is_on_carbon else "", material=("is_on_carbon",)),
    "high-entropy": Slot(
        lambda i: {None: "", True: "yes", False: "no"}[i.material.high_entropy], material=("high_entropy",)
    ),
    "entropy": Slot(
        lambda i: range_words(i.material.entropy, "R"), (), ("entropy",), ("entropy",), "materials with entropy {}"
    ),
    "entropy-said": Slot(
        lambda i: entropy_words(i.material),
        material=("called", "not_called", "computed", "not_computed", "is_equimolar"),
    ),
    "ion": Slot(_labels("ions"), ("ions", "all_ions")),
    "mechanism": Slot(_labels("mechanisms"), ("mechanisms", "all_mechanisms")),
    "not-mechanism": Slot(_labels("excluded_mechanisms"), ("excluded_mechanisms",)),
    "technique": Slot(
        lambda i: listed(technique_words(i), " and " if i.all_techniques else " or "),
        ("techniques", "modes", "probes", "all_techniques"),
    ),
    "not-technique": Slot(lambda i: listed(map(probe_words, i.excluded_probes), " or "), ("excluded_probes",)),
    "synthesis": Slot(_labels("methods"), ("methods",)),
    "role": Slot(_labels("roles"), ("roles",)),
    "element": Slot(lambda i: ", ".join(i.elements), ("elements",)),
    "polarity": Slot(lambda i: terms.label(i.polarity) if i.polarity else "", ("polarity",)),
    "value": Slot(
        lambda i: range_words(i.bounds.value, terms.text(i.bounds.unit or HEM.MilliampereHourPerGram, "symbol") or ""),
        bounds=("value", "unit", "bare", "bare_kind"),
    ),
    "current": Slot(_range("current", "A g-1"), bounds=("current", "currents"), phrase="at {}"),
    "rate": Slot(_range("c_rate", "C"), bounds=("c_rate", "c_rates"), phrase="at {}"),
    "cycle": Slot(_range("cycle", ""), bounds=("cycle", "cycles"), phrase="after {} cycles"),
    "voltage": Slot(_range("voltage", "V"), bounds=("voltage",), phrase="between {}"),
    "temperature": Slot(_range("temperature", "°C"), bounds=("temperature",), phrase="at {}"),
    "cell": Slot(lambda i: f"{i.cell} cells" if i.cell else "", ("cell",)),
    "year": Slot(
        lambda i: year_words(i.bounds).removeprefix(" published "), bounds=("year", "back"), phrase="published {}"
    ),
}
# what says what is asked for can be changed and not taken away
ASKED_FOR = frozenset({"quantity"})


def edit_of(text: str) -> Edit | None:
    """Return the change that a command tells, or None for other words.

    Raises:
        InputError: if there is no such slot, or no value is given.

    >>> edit_of("/drop ion"), edit_of("/set value > 800"), edit_of("and for sodium?")
    (Edit(slot='ion', value=None), Edit(slot='value', value='> 800'), None)
    """
    found = COMMAND.fullmatch(text.strip())
    if found is None:
        return None
    slot, value = found["slot"].lower(), found["value"].strip()
    if slot not in SLOTS:
        raise InputError(f"there is no slot {slot!r}; there are {', '.join(SLOTS)}.")
    if found["verb"] == "drop":
        return Edit(slot)
    if not value:
        raise InputError(f"give a value: /set {slot} VALUE; /drop {slot} takes it away.")
    return Edit(slot, value)


def slots_of(intent: Intent) -> dict[str, str]:
    """Return {slot: its value in words} of the slots that hold something.

    >>> slots_of(Intent(ions=("SodiumIon",), elements=("Sn",)))
    {'ion': 'Na+', 'element': 'Sn'}
    """
    told = {name: slot.shown(intent) for name, slot in SLOTS.items()}
    return {name: value for name, value in told.items() if value}


def words_to_read(edit: Edit) -> str:
    """Return the words by which a new value is read as a question's are.

    >>> words_to_read(Edit("cycle", ">500")), words_to_read(Edit("year", ">= 2020"))
    ('after > 500 cycles', 'published since 2020')
    """
    value = (edit.value or "").strip()
    phrase = SLOTS[edit.slot].phrase
    if edit.slot == "year":
        value = SIGN.sub(lambda found: f"{YEAR_SIGNS[found[1]]} ", value)
        return phrase.format(f"in {value}" if value.isdigit() else value)
    value = SIGN.sub(lambda found: f"{found[1]} ", value)
    return value if edit.slot == "cycle" and "cycle" in value else phrase.format(value)


def edited(intent: Intent, edit: Edit, value: Intent | None = None) -> Intent:
    """Return an intent with one slot changed; every other slot stays as it is.

    Args:
        intent: what a question was taken to mean.
        edit: the change.
        value: what the words of the new value are taken to mean (see ``words_to_read``); none for a slot that is
            to be empty.

    Raises:
        InputError: if the slot is empty already, cannot be empty, or the value was not understood.

    >>> edited(Intent(ions=("SodiumIon",), elements=("Sn",)), Edit("ion")).ions
    ()
    >>> edited(Intent(ions=("SodiumIon",)), Edit("ion", "K"), Intent(ions=("PotassiumIon",))).ions
    ('PotassiumIon',)
    """
    slot = SLOTS[edit.slot]
    if edit.value is None:
        return _emptied(intent, edit.slot)
    told = _fitted(edit, value or Intent(), intent)
    if not slot.shown(told):
        raise InputError(f"“{edit.value}” was not understood as {edit.slot}; write it as in a question.")
    return _settled(_copied(intent, told, slot), edit)


def _emptied(intent: Intent, name: str) -> Intent:
    filled = slots_of(intent)
    if name not in filled:
        raise InputError(f"the question says nothing of {name}; it says {', '.join(filled) or 'nothing'}.")
    if name in ASKED_FOR:
        raise InputError(f"{name} is what is asked for; give it another value with /set {name} VALUE.")
    return _settled(_copied(intent, Intent(), SLOTS[name]), Edit(name))


def _copied(intent: Intent, other: Intent, slot: Slot) -> Intent:
    """Return an intent with the fields of a slot taken from another one."""
    material: dict[str, Any] = {name: getattr(other.material, name) for name in slot.material}
    bounds: dict[str, Any] = {name: getattr(other.bounds, name) for name in slot.bounds}
    parts: dict[str, Any] = {name: getattr(other, name) for name in slot.parts}
    return replace(
        intent, material=replace(intent.material, **material), bounds=replace(intent.bounds, **bounds), **parts
    )


def _fitted(edit: Edit, value: Intent, before: Intent) -> Intent:
    """Return the reading of a value with what stands in another slot of it put into the asked one."""
    by_element = {str(terms.text(ion, HEM.ofElement)): ion for ion in terms.instances(HEM.Ion)}
    symbols = (*value.elements, *value.material.has, *(named.words for named in value.subjects))
    match edit.slot:
        case "ion":
            return replace(value, ions=value.ions or tuple(by_element[s] for s in symbols if s in by_element))
        case "element":
            return replace(value, elements=value.elements or value.material.has)
        case "polarity":
            known = {terms.notation(term): term for term in terms.instances("Polarity")}
            return replace(value, polarity=known.get(edit.value or "", value.polarity))
        case "value" if value.bounds.bare and not value.bounds.value:
            unit = before.bounds.unit or OWN_UNITS.get(next(iter(before.quantities), ""))
            return replace(value, bounds=Bounds(value=value.bounds.bare, unit=unit))
    return value


def _settled(intent: Intent, edit: Edit) -> Intent:
    """Return an intent in which what follows from a slot agrees with it."""
    if edit.slot == "entropy" and intent.material.entropy != intent.bounds.entropy:
        return replace(intent, material=replace(intent.material, entropy=intent.bounds.entropy))
    return intent
