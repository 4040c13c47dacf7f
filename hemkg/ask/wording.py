"""How an intent is said back to the one who asked, and small pieces of sentences."""

from collections.abc import Iterable, Iterator

from hemkg.ask.bounds import Bounds
from hemkg.ask.intent import Intent, Shape, Target
from hemkg.ask.probes import Probe
from hemkg.store.claims import MaterialSelection, Range
from hemkg.vocab import terms
from hemkg.vocab.terms import HEM


def listed(items: Iterable[str], joint: str = " and ") -> str:
    """Return items as a list in words.

    >>> listed(["Fe", "Co", "Ni"])
    'Fe, Co and Ni'
    """
    parts = [item for item in items if item]
    return joint.join(parts) if len(parts) < 3 or joint == " " else ", ".join(parts[:-1]) + joint + parts[-1]


def plural(count: int, noun: str) -> str:
    """Return a count with its noun.

    >>> plural(1, "paper"), plural(2, "value")
    ('1 paper', '2 values')
    """
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def number_words(comparator: str | None, value: float, highest: float | None = None) -> str:
    """Return a value with its bound.

    >>> number_words("~", 700.0, 1200.0), number_words(">", 4.5)
    ('about 700 to 1200', 'more than 4.5')
    """
    words = {"~": "about ", ">": "more than ", "<": "less than ", ">=": "at least ", "<=": "at most "}
    span = f"{value:g}" if highest is None else f"{value:g} to {highest:g}"
    return words.get(comparator or "", "") + span


def range_words(bound: Range, unit: str) -> str:
    """Return bounds as words.

    >>> range_words(Range(least=80, most=90), "%"), range_words(Range(above=1200), "mAh g-1")
    ('between 80 and 90 %', 'above 1200 mAh g-1')
    >>> range_words(Range(above=500, below=700), "mAh g-1")
    'above 500 and below 700 mAh g-1'
    """
    if bound.least is not None and bound.most is not None:
        same = bound.least == bound.most
        return (
            f"{bound.least:g} {unit}".strip() if same else f"between {bound.least:g} and {bound.most:g} {unit}".strip()
        )
    ends = (("above", bound.above), ("at least", bound.least), ("below", bound.below), ("at most", bound.most))
    told = listed(f"{word} {number:g}" for word, number in ends if number is not None)
    return f"{told} {unit}".strip() if told else ""


def subject_words(intent: Intent) -> str:
    """Return the materials that a question is about, with a preposition."""
    if intent.subjects:
        return f" of {listed(named.words for named in intent.subjects)}"
    told = material_words(intent.material)
    return f" of {told}" if told else ""


def material_words(material: MaterialSelection) -> str:
    """Return what materials must be, in words."""
    kinds = [terms.label(s) for s in material.structures] + [terms.label(f) for f in material.families[:3]]
    kind = listed(kinds, " or ") if kinds else ""
    words = [
        {True: "high-entropy", False: "not high-entropy", None: ""}[material.high_entropy],
        listed(map(terms.label, material.morphologies), " or "),
        kind,
        "anodes" if material.excluded_roles else ("cathodes" if HEM.Cathode in material.roles else "materials"),
    ]
    text = " ".join(word for word in words if word)
    text += " on or coated with carbon" if material.is_on_carbon else ""
    text += f" with {listed(material.has)}" if material.has else ""
    text += f" with {listed(material.any_of, ' or ')}" if material.any_of else ""
    text += f" with nothing but {listed(material.only)}" if material.only else ""
    text += "".join(f" with {range_words(wanted, 'of')} {listed(group)}" for group, wanted in material.groups)
    text += f" without {listed(material.lacks)}" if material.lacks else ""
    text += f" with {range_words(material.cations, 'cations')}" if material.cations else ""
    text += f" with {range_words(material.anions, 'anions')}" if material.anions else ""
    text += f" {entropy_words(material)}" if entropy_words(material) else ""
    text += f" with an entropy {range_words(material.entropy, 'R')} per cation" if material.entropy else ""
    return "" if text == "materials" else text


def entropy_words(material: MaterialSelection) -> str:
    """Return who must call materials by an entropy class, and whether their cations are equally many.

    >>> entropy_words(MaterialSelection(called=("HighEntropy",), not_computed=("HighEntropy",)))
    'called high-entropy by their papers, not high-entropy by computation'
    """
    shares = {True: "with equal amounts of each cation", False: "with unequal amounts of cations", None: ""}
    parts = [
        f"called {_class_words(material.called)} by their papers" if material.called else "",
        f"not called {_class_words(material.not_called)} by their papers" if material.not_called else "",
        f"{_class_words(material.computed)} by computation" if material.computed else "",
        f"not {_class_words(material.not_computed)} by computation" if material.not_computed else "",
        shares[material.is_equimolar],
    ]
    return ", ".join(part for part in parts if part)


def _class_words(classes: Iterable[str]) -> str:
    return listed((f"{terms.notation(name)}-entropy" for name in classes), " or ")


def technique_words(intent: Intent) -> list[str]:
    """Return the techniques of a question, each with the modes that it must have."""
    if intent.probes:
        return list(map(probe_words, intent.probes))
    if not intent.techniques:
        return [probe_words(Probe(None, intent.modes))] if intent.modes else []
    return [probe_words(Probe(name, intent.modes)) for name in intent.techniques]


def probe_words(probe: Probe) -> str:
    """Return a technique in its modes.

    >>> probe_words(Probe("XRayDiffraction", ("InSitu", "Operando")))
    'in situ or operando X-ray diffraction'
    """
    modes = listed((terms.label(mode) for mode in probe.modes), " or ")
    return f"{modes} {terms.label(probe.technique) if probe.technique else 'technique'}".strip()


def condition_words(intent: Intent) -> str:
    """Return the conditions of a question, with a space before."""
    bounds = intent.bounds
    unit = terms.text(bounds.unit, "symbol") if bounds.unit else "mAh g-1"
    cycle = range_words(bounds.cycle, "cycles")
    parts = [
        f"of {range_words(bounds.value, unit or '')}" if bounds.value else "",
        f"in {intent.cell} cells" if intent.cell else "",
        f"with a voltage window {range_words(bounds.voltage, 'V')}" if bounds.voltage else "",
        f"at {range_words(bounds.temperature, '°C')}" if bounds.temperature else "",
        f"for {listed((terms.label(ion) for ion in intent.ions), ' or ')}" if intent.ions else "",
        f"at {range_words(bounds.current, 'A g-1')}" if bounds.current else "",
        f"at {range_words(bounds.c_rate, 'C')}" if bounds.c_rate else "",
        f"after {cycle}" if cycle else "",
        f"at cycle {listed(map(str, bounds.cycles))}" if bounds.cycles else "",
    ]
    return "".join(f" {part}" for part in parts if part) + year_words(bounds)


def year_words(bounds: Bounds) -> str:
    """Return the years of publication, with a space before, and how they were counted.

    >>> year_words(Bounds(year=Range(least=2022), back=(5, 2026)))
    ' published since 2022 (5 years, counted back from 2026, the year of the newest paper here)'
    >>> year_words(Bounds(year=Range(least=2018, most=2022)))
    ' published between 2018 and 2022'
    """
    year = bounds.year
    if not year:
        return ""
    words = range_words(year, "")
    if year.least is not None and year.most is None and year.below is None:
        words = f"since {year.least:g}"
    words = words.replace("above", "after").replace("below", "before").replace("at most", "until")
    words = f"in {words}" if words.isdigit() else words
    if bounds.back is None:
        return f" published {words}"
    count, newest = bounds.back
    return (
        f" published {words} ({plural(count, 'year')}, counted back from {newest}, the year of the newest paper here)"
    )


def interpretation(intent: Intent) -> str:
    """Return in words what a question was taken to mean."""
    words = " ".join(_interpretation(intent)).replace("  ", " ").strip()
    mended = intent.words.mended if intent.words else ()
    near = intent.words.by_meaning if intent.words else ()
    notes = [f"{typed!r} read as {meant!r}, by spelling" for typed, meant in mended]
    notes += [f"{typed!r} taken for {meant!r}, by meaning" for typed, meant in near]
    notes += [f"“{part}” not heeded: it asks nothing" for part in (intent.words.aside if intent.words else ())]
    note = "; ".join(notes)
    return words + (f" ({note})" if note else "")


SHAPES = {
    Shape.MOST: "the highest",
    Shape.LEAST: "the lowest",
    Shape.MEAN: "the mean of",
    Shape.MEDIAN: "the median of",
    Shape.COUNT: "the number of",
    Shape.COUNT_EACH: "the number of papers for each of",
    Shape.ORDER: "the order of",
    Shape.NONE: "what is not reported among",
}


def _interpretation(intent: Intent) -> Iterator[str]:
    if intent.is_yes_no:
        yield "whether there is:"
    yield SHAPES.get(intent.shape, "")
    yield _things(intent) + subject_words(intent) + condition_words(intent)
    yield from _concept_notes(intent)
    if intent.elements:
        yield f"[elements: {', '.join(intent.elements)}]"
    if intent.is_ascending and intent.shape is Shape.ORDER:
        yield "[the lowest first]"
    if intent.by_year:
        yield "[the newest papers only]" if intent.by_year is Shape.MOST else "[the oldest papers only]"
    if intent.polarity:
        yield f"[{terms.label(intent.polarity)} only]"
    if intent.unplaced:
        yield f"[not heeded, since it is not clear what it denies: {listed(f'“{word}”' for word in intent.unplaced)}]"


def _concept_notes(intent: Intent) -> Iterator[str]:
    """Yield the concepts that an answer must be about, and those that it must not."""
    concepts = {"mechanism": intent.mechanisms, "method": intent.methods, "role": intent.roles}
    for name, found in concepts.items():
        if found:
            yield f"[{name}: {listed((terms.label(f) for f in found), ', ')}]"
    if intent.excluded_mechanisms:
        yield f"[without: {listed((terms.label(name) for name in intent.excluded_mechanisms), ' or ')}]"
    if told := technique_words(intent):
        yield f"[technique: {listed(told, ' and ' if intent.all_techniques else ' or ')}]"
    if intent.excluded_probes:
        yield f"[without: {listed(map(probe_words, intent.excluded_probes), ' or ')}]"


def _things(intent: Intent) -> str:
    if intent.target is Target.MEASUREMENTS:
        kinds = listed(terms.label(kind) for kind in intent.quantities)
        which = listed(terms.notation(kind) for kind in intent.capacity_kinds)
        return f"{which} {kinds}".strip() + (" (measured, not theoretical)" if intent.is_measured else "")
    return (intent.group if intent.shape is Shape.COUNT_EACH and intent.group else intent.target).value
