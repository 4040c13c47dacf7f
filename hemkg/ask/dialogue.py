"""Follow-ups: the words of a turn laid over the intent of the turn before, and over what it found."""

import re
from collections.abc import Sequence
from dataclasses import replace

from hemkg.ask.asking import names_quantity
from hemkg.ask.bounds import Bounds
from hemkg.ask.contents import is_made_of
from hemkg.ask.draft import Draft, DraftRow, Source
from hemkg.ask.intent import Intent, Shape, Target
from hemkg.ask.materials import Named
from hemkg.ask.words import Words
from hemkg.model.answer import Answer, Citation
from hemkg.model.paper import Span
from hemkg.store.base import Store
from hemkg.store.claims import MaterialRecord, MaterialSelection, Range, find_materials, materials_named
from hemkg.vocab import terms
from hemkg.vocab.lexicon import alternatives
from hemkg.vocab.name_keys import name_key
from hemkg.vocab.terms import HEM

OWN_UNITS = {
    HEM.SpecificCapacity: HEM.MilliampereHourPerGram,
    HEM.CapacityRetention: HEM.Percent,
    HEM.CoulombicEfficiency: HEM.Percent,
}


def is_follow_up(intent: Intent) -> bool:
    """Whether a question leans on the turn before: it points back, or it names no thing of its own."""
    words = intent.words
    if words is None:
        return False
    points_back = words.has(HEM.AskAgain, HEM.AskThem) and bool(words.tokens) and _opens_by_pointing(intent)
    stands_alone = bool(intent.subjects or intent.material or intent.mechanisms or intent.techniques or intent.methods)
    if _is_a_name(words):
        return True
    if intent.target is Target.UNKNOWN or intent.is_table:
        return all(words.is_talk(word) for word in intent.leftovers)
    return points_back or (
        not stands_alone and not intent.names_corpus and intent.shape is Shape.LIST and not intent.ions
    )


def _is_a_name(words: Words) -> bool:
    """Whether a turn is the name of a material and nothing else: *HEO-800?*."""
    own = (token.span for token in words.tokens if token.lower[0].isalnum())
    return bool(words.named) and all(any(named.span.overlaps(span) for named in words.named) for span in own)


def of_two(turn: Intent, spoken_of: Sequence[Named]) -> Intent:
    """Return a follow-up with the last two materials of a dialogue for its subjects, where it asks of two.

    *Which of the two fades less?* after a question about one and a question about the other.
    """
    words = turn.words
    asks = words is not None and bool(re.search(rf"\b({alternatives('PairWords')})\b", words.text.lower()))
    if not asks or turn.subjects or len(spoken_of) < 2:
        return turn
    return replace(turn, subjects=tuple(spoken_of[-2:]))


def spoken_of(before: Sequence[Named], intent: Intent) -> tuple[Named, ...]:
    """Return the materials that a dialogue has named so far, the latest last."""
    latest = {named.words: named for named in intent.subjects}
    return (*(named for named in before if named.words not in latest), *latest.values())


def _opens_by_pointing(intent: Intent) -> bool:
    """Whether the turn begins with a word that points back, or uses one for its subject."""
    words = intent.words
    if words is None:
        return False
    spans = words.spans(HEM.AskAgain)
    first = words.tokens[0].span.start
    pronouns = [token.span for token in words.tokens if token.tag in {"PRP", "PRP$"}]
    if not intent.subjects and any(s.contains(p) for s in words.spans(HEM.AskThem) for p in pronouns):
        return True
    return any(span.start == first for span in spans) or (not intent.subjects and not intent.material and bool(spans))


def laid_over(before: Intent, turn: Intent) -> Intent:
    """Return what a follow-up means: its own slots, and those of the turn before where it has none."""
    turn = _with_kind(before, _with_ions(before, turn))
    same_thing = turn.target in {Target.UNKNOWN, before.target} or _only_refines(turn)
    target = before.target if same_thing else turn.target
    if turn.is_table and not turn.subjects:
        return replace(before, is_table=True, words=turn.words, leftovers=turn.leftovers)
    quantities = turn.quantities or (before.quantities if target is Target.MEASUREMENTS else ())
    return replace(
        turn,
        target=target,
        shape=turn.shape if turn.shape is not Shape.LIST or not same_thing else before.shape,
        quantities=quantities,
        subjects=turn.subjects or before.subjects,
        material=_material(before, turn),
        families=turn.families or before.families,
        mechanisms=turn.mechanisms or (before.mechanisms if _keeps_mechanisms(before, turn, same_thing) else ()),
        all_mechanisms=turn.all_mechanisms if turn.mechanisms else before.all_mechanisms,
        techniques=turn.techniques or (before.techniques if same_thing else ()),
        all_techniques=turn.all_techniques if turn.techniques else before.all_techniques,
        probes=turn.probes or (before.probes if same_thing and not (turn.techniques or turn.modes) else ()),
        excluded_probes=turn.excluded_probes
        or (before.excluded_probes if same_thing and not (turn.techniques or turn.modes) else ()),
        modes=turn.modes or (before.modes if same_thing and not turn.techniques else ()),
        methods=turn.methods or (before.methods if same_thing else ()),
        roles=turn.roles or (before.roles if same_thing and not turn.mechanisms else ()),
        ions=turn.ions or before.ions,
        all_ions=turn.all_ions if turn.ions else before.all_ions,
        elements=turn.elements or (before.elements if same_thing else ()),
        all_elements=turn.all_elements if turn.elements else before.all_elements,
        capacity_kinds=turn.capacity_kinds or (before.capacity_kinds if quantities == before.quantities else ()),
        is_general=turn.is_general and (before.is_general or not _points_back(turn)),
        is_measured=turn.is_measured or before.is_measured,
        asks_window=turn.asks_window,
        is_first_cycle=turn.is_first_cycle or (before.is_first_cycle and quantities == before.quantities),
        by_current=turn.by_current or (before.by_current and same_thing),
        bounds=_bounds(before, turn, target, quantities),
        cell=turn.cell or (before.cell if same_thing else None),
        by_year=turn.by_year or (before.by_year if same_thing else None),
        is_yes_no=turn.is_yes_no or (before.is_yes_no and same_thing and _only_swaps(turn)),
        is_vague=turn.is_vague and target in {Target.OVERVIEW, Target.UNKNOWN},
        leftovers=turn.leftovers,
    )


def _only_swaps(turn: Intent) -> bool:
    """Whether a turn puts another element or material into the question before: *and copper?*."""
    own = (turn.quantities, turn.mechanisms, turn.roles, turn.techniques, turn.methods, turn.polarity, turn.leftovers)
    opens = turn.words is not None and _opens_by_pointing(turn) and not turn.words.has(HEM.AskWhich, HEM.AskWhy)
    return opens and bool(turn.elements or turn.subjects) and not any(own)


def _keeps_mechanisms(before: Intent, turn: Intent, same_thing: bool) -> bool:
    """Whether a turn speaks of the mechanism asked for before, as *which elements do it?* does after *where is it?*."""
    takes_part = turn.target is Target.ELEMENTS and before.target is Target.MATERIALS
    return (same_thing or takes_part) and not turn.roles


def _with_kind(before: Intent, turn: Intent) -> Intent:
    """Take a bound that names no kind of quantity for one on what was asked before: *and above 90 %?*."""
    words = turn.words
    if words is None or turn.bounds.unit is None or names_quantity(words) or words.has(HEM.AskKeeps):
        return turn
    is_same_unit = {OWN_UNITS.get(kind) for kind in before.quantities} == {turn.bounds.unit}
    return replace(turn, quantities=before.quantities) if is_same_unit else turn


def _with_ions(before: Intent, turn: Intent) -> Intent:
    """Take the elements of a turn for ions where the turn before asked for an ion: *and for magnesium?*."""
    by_element = {str(terms.text(ion, HEM.ofElement)): ion for ion in terms.instances(HEM.Ion)}
    told = turn.elements or turn.material.has
    if turn.words is not None and is_made_of(turn.words):
        return turn
    if not (before.ions and told and set(told) <= set(by_element)) or turn.ions or turn.subjects:
        return turn
    ions = tuple(by_element[symbol] for symbol in told)
    return replace(turn, ions=ions, elements=(), material=replace(turn.material, has=()))


def pointing(store: Store, intent: Intent, answer: Answer) -> Intent:
    """Return a follow-up with *it* and *them* taken for the materials that the turn before found."""
    words = intent.words
    if words is None or intent.subjects or not answer.rows or intent.target is Target.GAPS:
        return intent
    names = list(dict.fromkeys(str(row.cells["material"]) for row in answer.rows if row.cells.get("material")))
    is_thing = len(names) == 1 or not (intent.mechanisms and intent.target is not Target.MECHANISMS)
    one = is_thing and _points_to_one(words) and names[:1]
    several = words.has(HEM.AskThem) and not intent.mechanisms and names
    pointer = (*words.spans(HEM.AskIt, HEM.AskThem), Span(0, 1))[0]
    picked = tuple(_named(store, name, pointer) for name in (one or several or []))
    if not all(named.records for named in picked) or not picked:
        return intent
    if several and not one:
        picked = _fitting(store, picked, intent.material)
    if several and not one and intent.target is Target.MATERIALS:
        iris = tuple(iri for named in picked for iri in named.iris)
        return replace(intent, material=replace(intent.material, materials=iris))
    shape = Shape.LIST if len(picked) == 1 and intent.shape in {Shape.MOST, Shape.LEAST} else intent.shape
    return replace(intent, subjects=picked, shape=shape)


def _fitting(store: Store, picked: tuple[Named, ...], material: MaterialSelection) -> tuple[Named, ...]:
    """Return the materials that are as a turn says, where some are: *only the tellurides among them*."""
    iris = tuple(iri for named in picked for iri in named.iris)
    kept = {record.iri for record in find_materials(store, replace(material, materials=iris))} if material else set()
    fitting = (replace(named, records=tuple(r for r in named.records if r.iri in kept)) for named in picked)
    return tuple(named for named in fitting if named.records) or picked


def _points_back(turn: Intent) -> bool:
    return turn.words is not None and turn.words.has(HEM.AskIt, HEM.AskThem) and not turn.mechanisms


def _points_to_one(words: Words) -> bool:
    """Whether a word points to one thing; the *that* of *those that contain copper* does not."""
    relative = [token.span for token in words.tokens if token.lower == "that" and token.tag in {"WDT", "IN"}]
    return any(span not in relative for span in words.spans(HEM.AskIt))


def _named(store: Store, name: str, pointer: Span) -> Named:
    """Return a material of an answer's row as if the question had named it where it points to it."""
    key = name_key(name)
    found = [r for r in materials_named(store, {key}) if key in {name_key(n) for n in (r.surface, *r.aliases)}]
    return Named(pointer, name, tuple(_of_that_name(found, name)))


def _of_that_name(found: list[MaterialRecord], name: str) -> list[MaterialRecord]:
    exact = [record for record in found if record.surface == name]
    return exact or found


def asks_for_sources(turn: Intent) -> bool:
    """Whether a turn only asks where what was said stands: *which paper is this from?*, *show me the sentence*."""
    words = turn.words
    asks = turn.target in {Target.PAPERS, Target.PASSAGES} and words is not None
    about = (turn.subjects, turn.mechanisms, turn.techniques, turn.modes, turn.methods, turn.ions, turn.by_year)
    own = any(about) or turn.material or turn.bounds.year
    return bool(asks and not own and not turn.quantities and not turn.premises and turn.shape is Shape.LIST)


def sources_of(answer: Answer) -> Draft | None:
    """Return the sentences behind the rows of an answer, or None if it has none."""
    numbers = dict.fromkeys(n for row in answer.rows for n in row.citations)
    cited = [citation for citation in answer.citations if citation.number in numbers]
    if not cited:
        return None
    rows = tuple(_source_row(citation) for citation in cited)
    said = "  ".join(f"“{citation.quote}” {{{i}}}" for i, citation in enumerate(cited[:3], start=1))
    return Draft(rows, ("doc", "title", "year", "quote"), said)


def _source_row(citation: Citation) -> DraftRow:
    cells = {"doc": citation.document, "title": citation.title, "year": citation.year, "quote": citation.quote}
    return DraftRow(cells, (Source.of_citation(citation),))


def _only_refines(turn: Intent) -> bool:
    """Whether a turn only adds conditions or swaps a slot: ``only after 2000 cycles``, ``and for sodium?``."""
    words = turn.words
    heads = {
        Target.MEASUREMENTS,
        Target.MECHANISMS,
        Target.TECHNIQUES,
        Target.SYNTHESES,
        Target.ELEMENTS,
        Target.PAPERS,
    }
    if turn.target in heads and words is not None:
        asks = words.has(
            HEM.AskCapacity, HEM.AskRetention, HEM.AskEfficiency, HEM.AskCycles, HEM.AskMechanism, HEM.AskTechnique,
            HEM.AskSynthesis, HEM.AskElement, HEM.AskPaper,
        )  # fmt: skip
        return not asks
    return turn.target in {Target.MATERIALS, Target.OVERVIEW} and bool(words and not words.has(HEM.AskMaterial))


def _material(before: Intent, turn: Intent) -> MaterialSelection:
    if turn.subjects:
        return turn.material
    if not turn.material:
        return before.material
    mine, old = turn.material, before.material
    return MaterialSelection(
        has=mine.has or old.has,
        any_of=mine.any_of or old.any_of,
        only=mine.only or old.only,
        groups=mine.groups or old.groups,
        lacks=mine.lacks or old.lacks,
        families=mine.families or old.families,
        structures=mine.structures or old.structures,
        morphologies=mine.morphologies or old.morphologies,
        roles=mine.roles or old.roles,
        excluded_roles=mine.excluded_roles or old.excluded_roles,
        high_entropy=mine.high_entropy if mine.high_entropy is not None else old.high_entropy,
        cations=mine.cations or old.cations,
        entropy=mine.entropy or old.entropy,
        anions=mine.anions or old.anions,
        is_on_carbon=mine.is_on_carbon or old.is_on_carbon,
        is_equimolar=mine.is_equimolar if mine.is_equimolar is not None else old.is_equimolar,
        called=mine.called or old.called,
        not_called=mine.not_called or old.not_called,
        computed=mine.computed or old.computed,
        not_computed=mine.not_computed or old.not_computed,
    )


def _only_names(turn: Intent) -> bool:
    """Whether a turn swaps the material and says nothing else: *and 6M-HEO?*."""
    own = turn.bounds.value or turn.bounds.current or turn.bounds.cycle or turn.bounds.c_rate or turn.ions
    return bool(turn.subjects) and not turn.quantities and not own and turn.target is Target.OVERVIEW


def _bounds(before: Intent, turn: Intent, target: Target, quantities: tuple[str, ...]) -> Bounds:
    """Return the bounds of a turn over those before; a bare number takes the unit of what is asked."""
    if target is not Target.MEASUREMENTS:
        return replace(turn.bounds, year=turn.bounds.year or before.bounds.year, back=_back(before, turn))
    mine, old = turn.bounds, before.bounds
    same_quantity = quantities == before.quantities
    value, unit = mine.value, mine.unit
    if mine.bare and not value:
        value, unit = mine.bare, old.unit or OWN_UNITS.get(quantities[0] if quantities else "")
    elif not value and same_quantity:
        value, unit = old.value, old.unit
    is_new_question = bool(turn.subjects) and not _only_names(turn)
    return Bounds(
        value=value,
        unit=unit,
        current=mine.current or (Range() if is_new_question or not same_quantity else old.current),
        c_rate=mine.c_rate or (Range() if is_new_question or not same_quantity else old.c_rate),
        cycle=mine.cycle or (Range() if is_new_question else old.cycle),
        cycles=mine.cycles or (() if mine.cycle or is_new_question else old.cycles),
        voltage=mine.voltage or (Range() if is_new_question else old.voltage),
        temperature=mine.temperature or (Range() if is_new_question else old.temperature),
        year=mine.year or (Range() if is_new_question else old.year),
        back=None if is_new_question and not mine.year else _back(before, turn),
        used=mine.used,
    )


def _back(before: Intent, turn: Intent) -> tuple[int, int] | None:
    return turn.bounds.back if turn.bounds.year else before.bounds.back
