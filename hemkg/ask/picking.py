"""Which measurements a question in plain words picks for a table or a plot.

It is understood as ``ask`` understands it, but nothing of it may be left over: an answer shows what it was taken
to mean, whereas a table that heeds half of a condition looks as if it heeded all of it.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import pairwise

from hemkg.annotate.concepts import find_in_text
from hemkg.ask.form import has_alternative
from hemkg.ask.intent import Intent, Shape
from hemkg.ask.measured import CLASSES, UNITS, widened
from hemkg.ask.paper_answers import wanted_polarities, with_narrower
from hemkg.ask.probes import Probe
from hemkg.ask.wording import listed
from hemkg.store.claims import MaterialSelection, Range, RowSelection, Selection
from hemkg.vocab import terms
from hemkg.vocab.lexicon import table_words
from hemkg.vocab.terms import HEM

COMPARED = {"JJR", "RBR"}  # "no less than 600" bounds and denies nothing


def picked(intent: Intent) -> RowSelection:
    """Return the measurements that an intent picks; see ``refusal`` for what it cannot."""
    return RowSelection(_measurements(intent), tuple(_beside(intent)), tuple(_without(intent)))


def _measurements(intent: Intent) -> Selection:
    """Return the measurements of every asked kind, or of all kinds if none is asked."""
    bounds = intent.bounds
    wanted = tuple(kind for kind in intent.quantities if kind in UNITS) or tuple(UNITS)
    if bounds.unit is not None:
        wanted = tuple(kind for kind in wanted if UNITS[kind] == bounds.unit)
    return Selection(
        kinds=tuple(dict.fromkeys(name for kind in wanted for name in CLASSES[kind])),
        material=_material(intent),
        ions=intent.ions,
        capacity_kinds=intent.capacity_kinds,
        excluded_capacity_kinds=(HEM.TheoreticalCapacity,) if intent.is_measured else (),
        value=bounds.value,
        unit=bounds.unit,
        current=widened(bounds.current),
        c_rate=widened(bounds.c_rate),
        cycle=Range(least=1, most=1) if intent.is_first_cycle and not bounds.cycle else bounds.cycle,
        years=bounds.year,
    )


def _material(intent: Intent) -> MaterialSelection:
    """Return what the materials must be; an element that is only named must be in them."""
    if intent.subjects:
        return MaterialSelection(materials=intent.subject_iris)
    named = tuple(symbol for symbol in intent.elements if symbol not in intent.material.has)
    if intent.words is not None and has_alternative(intent.words):
        return replace(intent.material, any_of=(*intent.material.any_of, *named))
    return replace(intent.material, has=(*intent.material.has, *named))


def _beside(intent: Intent) -> Iterator[Selection]:
    """Yield what must be said of the material besides its numbers."""
    polarities = wanted_polarities(intent)
    if intent.mechanisms or intent.polarity:
        for some in _together(intent.mechanisms, all_of_them=intent.all_mechanisms):
            yield Selection((HEM.MechanismClaim,), mechanisms=some, polarities=polarities)
    if intent.probes:
        yield from map(_probe, intent.probes)
    elif intent.techniques or intent.modes:
        for some in _together(intent.techniques, all_of_them=intent.all_techniques):
            yield Selection((HEM.TechniqueClaim,), techniques=with_narrower(some), modes=intent.modes)
    if intent.methods:
        yield Selection((HEM.SynthesisClaim,), methods=intent.methods)


def _without(intent: Intent) -> Iterator[Selection]:
    """Yield what must not be said of the material."""
    if intent.excluded_mechanisms:
        yield Selection((HEM.MechanismClaim,), mechanisms=intent.excluded_mechanisms, polarities=(HEM.Asserted,))
    yield from map(_probe, intent.excluded_probes)


def _probe(probe: Probe) -> Selection:
    techniques = with_narrower((probe.technique,)) if probe.technique else ()
    return Selection((HEM.TechniqueClaim,), techniques=techniques, modes=probe.modes)


def _together(names: tuple[str, ...], *, all_of_them: bool) -> tuple[tuple[str, ...], ...]:
    return tuple((name,) for name in names) if all_of_them else (names,)


# ---------------------------------------------------------------- what cannot be picked


def refusal(intent: Intent) -> str | None:
    """Return why a table cannot be picked by these words, as a clause with a way out; None if it can."""
    return next((reason for reason in _reasons(intent) if reason), None)


def _reasons(intent: Intent) -> Iterator[str | None]:
    yield "names nothing that a table could be picked by; try “sodium, sulfides”" if intent.is_empty else None
    yield _strange(intent)
    if intent.unknown_names:
        yield f"names {listed(intent.unknown_names, ' or ')}, of which no paper here speaks; check the name"
    yield _denied(intent)
    if intent.shape is not Shape.LIST or intent.by_year or intent.group:
        yield "asks for more than a list, and a table lists every measurement; ask it with “hemkg ask”"
    yield _other_quantity(intent)
    if intent.bounds.bare and not intent.bounds.value:
        yield "holds a number without a unit that is known here; write it as in “above 400 mAh/g”"
    if intent.roles:
        yield "names the role of an element, by which no measurement can be picked; ask it with “hemkg ask”"


def _strange(intent: Intent) -> str | None:
    """Return which words were not understood; those that only belong to the talk of the field do no harm."""
    words = intent.words
    if words is None:
        return None
    unread = [mention.surface for mention in find_in_text(words.text, HEM.UnrecordedClasses)]
    if unread:
        return f"names {_quoted(unread)}, of which nothing is read into this graph, so that nothing can be picked by it"
    left = dict.fromkeys((*intent.premises, *intent.leftovers))
    strange = [word for word in left if not (words.is_talk(word) or words.is_adverb(word))]
    if not strange:
        return None
    return f"holds {_quoted(strange)}, which was not understood as a condition; leave it out or say it in other words"


def _quoted(words: Iterable[str]) -> str:
    return listed([f"“{word}”" for word in words], " or ")


def _denied(intent: Intent) -> str | None:
    """Return that something is denied and it was not understood what."""
    words = intent.words
    heeded = (
        intent.excluded_mechanisms,
        intent.excluded_probes,
        intent.material.lacks,
        intent.material.excluded_roles,
        intent.polarity == HEM.Hypothesised,
        intent.polarity and words is not None and words.has(HEM.AskDenied),  # a bare *no* may mean what nobody reports
    )
    if words is None or any(heeded) or intent.is_measured:
        return None
    excluding = table_words("ExcludingWords")
    pairs = pairwise((*words.tokens, *words.tokens[-1:]))
    if any(token.lower in excluding and after.tag not in COMPARED for token, after in pairs) or words.has(HEM.AskAside):
        return "leaves something out; say what is wanted as well, as in “oxides without cobalt”"
    return None


def _other_quantity(intent: Intent) -> str | None:
    """Return that a quantity is asked for of which the table has no rows."""
    other = [kind for kind in intent.quantities if kind not in CLASSES]
    if not other:
        return None
    held = listed(terms.label(kind) for kind in UNITS)
    return f"asks for {listed(map(terms.label, other))}; the review table holds {held}"
