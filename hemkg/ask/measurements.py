"""Answers that are numbers: capacities, retentions, efficiencies, cycle lives and other quantities."""

import statistics
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

from hemkg.ask.counting import count_each, find_unreported
from hemkg.ask.differences import difference_words, most_alike
from hemkg.ask.disagreements import with_disagreements
from hemkg.ask.draft import Draft, DraftRow, Refusal, Source
from hemkg.ask.form import top_count
from hemkg.ask.grouped import COLUMNS as COMPARED
from hemkg.ask.grouped import counted, groups_of, nothing_told, with_group
from hemkg.ask.intent import Intent, Shape, Target
from hemkg.ask.measured import (
    FULL,
    MOST_ROWS,
    Measured,
    find_measured,
    fits_value,
    selection_of,
    under_conditions,
    without_repeats,
)
from hemkg.ask.wording import condition_words, listed, number_words, plural, subject_words
from hemkg.model.answer import Value
from hemkg.store.base import Store
from hemkg.store.claims import Range, StoredClaim
from hemkg.vocab import terms
from hemkg.vocab.name_keys import name_key
from hemkg.vocab.terms import HEM

COLUMNS = {
    HEM.SpecificCapacity: "capacity",
    HEM.CapacityRetention: "retention",
    HEM.CoulombicEfficiency: "coulombic_efficiency",
    HEM.CycleLife: "value",
}

# a round number is a wish; another one is a value that somebody has read
ROUND = 50
# groups that the text names, the others stand in the table
MOST_SAID = 5


def answer(store: Store, intent: Intent) -> Draft | Refusal:
    """Answer a question for numbers."""
    if intent.shape is Shape.COUNT_EACH:
        return count_each(store, intent)
    if intent.shape is Shape.NONE and len(intent.ions) > 1:
        return find_unreported(store, intent)
    found = find_measured(store, intent)
    untold = _untold_test(found, intent)
    if untold is not None:
        return Refusal(untold, _sparql(intent))
    kept = under_conditions(found, intent)
    if intent.is_yes_no and intent.bounds.value:
        return with_disagreements(store, _yes_or_no(store, intent, kept), kept)
    exact = [m for m in kept if fits_value(m, intent)]
    kept = exact or _at_least(store, intent)
    if kept:
        draft = _by_group(store, intent, kept) if intent.group in COMPARED else _shaped(intent, without_repeats(kept))
        draft = with_disagreements(store, draft, kept)
        if isinstance(draft, Refusal):
            return draft
        if not exact:
            return replace(draft, text=f"No value is exactly that; more than that: {draft.text}")
        is_existence = intent.is_yes_no and draft.yesno is None and len(intent.subjects) < 2
        return replace(draft, yesno=True, text=f"Yes: {draft.text}") if is_existence else draft
    if intent.is_yes_no and not intent.subjects:
        wanted = f"{listed(terms.label(k) for k in intent.quantities)}{subject_words(intent)}{condition_words(intent)}"
        return Draft(text=f"No: no paper here reports a {wanted}.", yesno=False, sparql=_sparql(intent))
    return Refusal(_missing(intent, found or _near_the_named(store, intent)), _sparql(intent))


def _at_least(store: Store, intent: Intent) -> list[Measured]:
    """Return what lies above a value that nothing has exactly: who asks what holds 800 mAh/g is glad of more."""
    value = intent.bounds.value
    is_point = value.least is not None and value.least == value.most and not value.least % ROUND
    if intent.subjects or intent.is_yes_no or not is_point:
        return []
    asked = replace(intent, bounds=replace(intent.bounds, value=Range(least=value.least)))
    return [m for m in under_conditions(find_measured(store, asked), asked) if fits_value(m, asked)]


def _near_the_named(store: Store, intent: Intent) -> list[Measured]:
    """Return what else was measured of the named materials, or else what of others in their papers."""
    if not intent.subjects:
        return []
    papers = tuple(dict.fromkeys(record.paper for named in intent.subjects for record in named.records))
    others = replace(intent, subjects=(), is_yes_no=False)
    mine = _of_other_kinds(store, intent)
    return mine or under_conditions(find_measured(store, others, papers), others)


def _of_other_kinds(store: Store, intent: Intent) -> list[Measured]:
    """Return what else was measured of the named materials under the conditions of the question."""
    bounds = replace(intent.bounds, value=Range(), unit=None)
    asked = replace(intent, quantities=tuple(COLUMNS), bounds=bounds, capacity_kinds=())
    return [m for m in under_conditions(find_measured(store, asked), asked) if m.kind != HEM.CycleLife]


def _untold_test(found: Sequence[Measured], intent: Intent) -> str | None:
    """Say that a condition of the question is recorded of no value that could answer it; None where it is of some."""
    told: dict[str, tuple[bool, Callable[[StoredClaim], object]]] = {
        "voltage window": (bool(intent.bounds.voltage) or intent.asks_window, lambda claim: claim.voltage_high),
        "temperature": (bool(intent.bounds.temperature), lambda claim: claim.temperature),
        "kind of cell": (intent.cell == FULL, lambda claim: claim.cell_type),
    }
    for name, (is_asked, of) in told.items():
        if is_asked and found and not any(of(m.claim) is not None for m in found):
            what = f"{listed(terms.label(k) for k in intent.quantities)}{subject_words(intent)}"
            return f"The {name} is not recorded of any of the {plural(len(found), 'value')} of {what} here."
    return None


def _sparql(intent: Intent) -> str | None:
    return selection_of(intent, intent.quantities[0]).sparql() if intent.quantities else None


def _shaped(intent: Intent, kept: list[Measured]) -> Draft:
    if intent.shape in {Shape.MEAN, Shape.MEDIAN}:
        return _averaged(intent, kept)
    if intent.shape is Shape.COUNT:
        return _counted(intent, kept)
    points = intent.bounds.cycles or intent.bounds.currents or intent.bounds.c_rates
    several = len(intent.subjects) > 1 or len(intent.families) > 1 or _compares_ions(intent)
    if (several or intent.shape is Shape.ORDER) and not points:
        return _compared(intent, kept)
    if intent.shape in {Shape.MOST, Shape.LEAST}:
        return _extreme(intent, kept)
    return _list(intent, kept)


def _list(intent: Intent, kept: list[Measured]) -> Draft:
    if intent.by_cycle and intent.subjects:
        longest = max(m.value for m in kept)
        kept = [m for m in kept if m.value == longest]
    elif not intent.subjects:
        kept = sorted(kept, key=lambda m: (intent.quantities.index(m.kind), -m.value, m.material))
    rows = [_row(intent, m) for m in kept[:MOST_ROWS]]
    return _draft(intent, rows, _list_text(intent, kept))


def _extreme(intent: Intent, kept: list[Measured]) -> Draft:
    sign = 1 if intent.shape is Shape.MOST else -1
    if intent.by_current:
        kept = [m for m in kept if m.claim.current is not None] or kept
    best = max(kept, key=lambda m: sign * _rank(intent, m))
    tied = [m for m in kept if _rank(intent, m) == _rank(intent, best)]
    rows = [_row(intent, m) for m in tied]
    others = sorted((m for m in kept if m not in tied), key=lambda m: -sign * _rank(intent, m))
    runner = f"  Next comes {_said(others[0])} {{*}}." if others else ""
    word = "highest" if sign > 0 else "lowest"
    if intent.by_current:
        word += " current is that of"
        return _draft(intent, rows, f"The {word} {_said(best)} {{1}}.{runner}", extra=others[:1])
    if intent.by_cycle:
        word = "longest cycling" if sign > 0 else "shortest cycling"
    return _draft(intent, rows, f"The {word} is {_said(best)} {{1}}.{runner}", extra=others[:1])


def _rank(intent: Intent, measured: Measured) -> float:
    if intent.by_current:
        return measured.claim.current or measured.claim.c_rate or 0.0
    is_by_cycle = intent.by_cycle and measured.kind != HEM.CycleLife
    return float(measured.claim.cycle or 0) if is_by_cycle else measured.value


def _compared(intent: Intent, kept: list[Measured]) -> Draft:
    """Return the best row of each subject (or family), the best of all first, or the lowest where they go up."""
    least = intent.shape is Shape.LEAST
    goes_up = least or (intent.is_ascending and intent.shape is Shape.ORDER)
    best = _best_of_each(intent, kept, least=least)
    best.sort(key=lambda m: m.value, reverse=not goes_up)
    best = best[: top_count(intent.words)] if intent.words is not None else best
    rows = [_row(intent, m, family=_family_of(intent, m)) for m in best]
    sentence = "; ".join(f"{_said(m)} {{{i}}}" for i, m in enumerate(best, start=1)) + "."
    if intent.asks_difference and len(best) == len(intent.subjects) == 2:  # a difference is of two
        return _draft(intent, rows, f"{difference_words(best[0], best[1], _unit(best[0]) or '')}  {sentence}")
    by_ion = _compares_ions(intent)
    winner = terms.label(best[0].claim.ion or "") if by_ion else _family_of(intent, best[0]) or best[0].material
    first = f"{winner} is {'lower' if goes_up else 'higher'}: " if len(best) > 1 else ""
    yesno = _first_wins(intent, best) if intent.is_yes_no and len(best) > 1 and not by_ion else None
    opening = {True: "Yes.  ", False: "No.  ", None: ""}[yesno]
    return replace(_draft(intent, rows, opening + first + sentence + _without_value(intent, kept)), yesno=yesno)


def _without_value(intent: Intent, kept: Sequence[Measured]) -> str:
    """Return which of the compared anion families have no value, in words."""
    told = {_family_of(intent, measured) for measured in kept}
    missing = [terms.label(family) for family in intent.families if terms.label(family) not in told]
    return f"  No paper here gives one of a {listed(missing, ' or ')}." if missing and len(intent.families) > 1 else ""


def _best_of_each(intent: Intent, kept: Sequence[Measured], *, least: bool) -> list[Measured]:
    """Return the value of each subject that counts: the best, the worst of *the three worst*, or the most alike."""
    groups: dict[object, list[Measured]] = {}
    for measured in kept:
        groups.setdefault(_group_of(intent, measured), []).append(measured)
    if intent.asks_difference and len(groups) == 2:  # a difference is of two
        return list(most_alike(*groups.values()))
    picks_worst = intent.is_ascending and not intent.subjects
    pick = min if least or picks_worst else max
    return [pick(group, key=lambda m: m.value) for group in groups.values()]


def _by_group(store: Store, intent: Intent, kept: list[Measured]) -> Draft | Refusal:
    """Return the best value of each synthesis, structure, morphology or family."""
    best = groups_of(store, intent, kept)
    if not best:
        return nothing_told(intent, kept)
    column = COMPARED[intent.group or Target.FAMILIES]
    rows = [with_group(_row(intent, m), column, name, source) for name, (m, source) in best.items()]
    said = [f"{name}: {_said(m)} {{{i}}}" for i, (name, (m, _)) in enumerate(best.items(), start=1)][:MOST_SAID]
    word = "Lowest" if intent.shape is Shape.LEAST else "Highest"
    return _draft(intent, rows, f"{word} first: {'; '.join(said)}.  {counted(intent, kept, best)}")


def _compares_ions(intent: Intent) -> bool:
    """Whether one material is asked about with several ions: *more sodium or more potassium?*."""
    words = intent.words
    compares = intent.shape in {Shape.MOST, Shape.LEAST, Shape.ORDER}
    return len(intent.ions) > 1 and len(intent.subjects) == 1 and compares and words is not None


def _group_of(intent: Intent, measured: Measured) -> object:
    if _compares_ions(intent):
        return measured.claim.ion
    if len(intent.families) > 1:
        return _family_of(intent, measured)
    iri = measured.claim.material.iri if measured.claim.material else ""
    return next((named.words for named in intent.subjects if iri in named.iris), name_key(measured.material))


def _family_of(intent: Intent, measured: Measured) -> str | None:
    if len(intent.families) < 2 or measured.claim.material is None:
        return None
    family = measured.claim.material.family or ""
    wider = {family, *map(str, terms.objects(family, "skos:broader"))}
    return next((terms.label(f) for f in intent.families if f in wider), None)


def _first_wins(intent: Intent, best: Sequence[Measured]) -> bool:
    """Whether the material, or the anion family, that is named first is the better one."""
    if not intent.subjects:
        return _family_of(intent, best[0]) == terms.label(intent.families[0])
    material = best[0].claim.material
    return material is not None and material.iri in intent.subjects[0].iris


def _averaged(intent: Intent, kept: list[Measured]) -> Draft:
    values = [m.value for m in kept]
    is_mean = intent.shape is Shape.MEAN
    number = round(statistics.fmean(values) if is_mean else statistics.median(values), 4)
    kind = intent.quantities[0]
    cells: dict[str, Value] = {
        _column(intent, kind): number,
        "unit": _unit(kept[0]),
        "statistic": "mean" if is_mean else "median",
        "values": len(values),
        "range": f"{min(values):g} to {max(values):g}",
    }
    sources = tuple(dict.fromkeys(source for m in kept for source in Source.of_tellings(m.claim)))
    row = DraftRow(cells, sources, tuple(dict.fromkeys(m.claim.paper.iri for m in kept)))
    text = (
        f"The {cells['statistic']} {terms.label(kind)} over {len(values)} reported values is "
        f"{number:.4g} {_unit(kept[0])}, from {min(values):g} to {max(values):g} {{1}}."
    )
    return Draft((row,), tuple(cells), text, sparql=_sparql(intent))


def _counted(intent: Intent, kept: list[Measured]) -> Draft:
    rows = [_row(intent, m) for m in kept]
    return _draft(intent, rows, f"{plural(len(rows), 'value')} {condition_words(intent)}.".replace(" .", "."))


def _yes_or_no(store: Store, intent: Intent, kept: list[Measured]) -> Draft | Refusal:
    fitting = without_repeats([m for m in kept if fits_value(m, intent)])
    if fitting:
        best = max(fitting, key=lambda m: m.value)
        rows = [_row(intent, m) for m in fitting]
        return replace(_draft(intent, rows, f"Yes: {_said(best)} {{{fitting.index(best) + 1}}}."), yesno=True)
    if not kept:
        if intent.subjects:
            return Refusal(_missing(intent, find_measured(store, intent)), _sparql(intent))
        return Draft(text=f"No: no paper here reports {condition_words(intent)}.", yesno=False, sparql=_sparql(intent))
    best = max(kept, key=lambda m: m.value)
    rows = [_row(intent, m) for m in without_repeats(kept)][:MOST_ROWS] if intent.subjects else [_row(intent, best)]
    return replace(_draft(intent, rows, f"No: the highest reported is {_said(best)} {{1}}."), yesno=False)


def _column(intent: Intent, kind: str) -> str:
    """Return the column of a value: its kind where one kind is asked for, else ``value``."""
    return COLUMNS.get(kind, "value") if len(intent.quantities) == 1 else "value"


def _row(intent: Intent, measured: Measured, family: str | None = None) -> DraftRow:
    claim = measured.claim
    cells: dict[str, Value] = {"material": _called(intent, measured) or None}
    if family is not None:
        cells["family"] = family
    if len(intent.quantities) > 1 or measured.kind not in COLUMNS:
        cells["quantity"] = claim.statement or terms.label(measured.kind)
    cells[_column(intent, measured.kind)] = _plain(measured.value)
    if claim.value_max is not None and measured.kind != HEM.CycleLife:
        cells["up_to"] = _plain(claim.value_max)
    cells["unit"] = _unit(measured)
    if claim.comparator not in {None, "="} and measured.kind != HEM.CycleLife:
        cells["comparator"] = claim.comparator
    cells |= _condition_cells(measured) | _test_cells(intent, claim)
    return DraftRow(cells, Source.of_tellings(claim), (claim.paper.iri,))


def _called(intent: Intent, measured: Measured) -> str:
    """Return the name of a material, as the question writes it where its paper writes it so too."""
    material = measured.claim.material
    mine = (named.words for named in intent.subjects if material and material.iri in named.iris)
    return next((name for name in mine if material and name in material.names), measured.material)


def _condition_cells(measured: Measured) -> dict[str, Value]:
    claim = measured.claim
    cells: dict[str, Value] = {
        "current_density": claim.current_as_printed,
        "cycle": claim.cycle,
        "ion": terms.notation(claim.ion) if claim.ion else None,
    }
    if measured.kind == HEM.SpecificCapacity:
        cells["kind"] = terms.notation(claim.capacity_kind) if claim.capacity_kind else None
    cells["doc"] = claim.paper.document
    return cells


def _test_cells(intent: Intent, claim: StoredClaim) -> dict[str, Value]:
    """Return the conditions of the test that a question speaks of."""
    cells: dict[str, Value] = {}
    if intent.asks_window or intent.bounds.voltage:
        cells["voltage_window"] = f"{claim.voltage_low:g} to {claim.voltage_high:g} V" if claim.voltage_high else None
    if intent.bounds.temperature:
        cells["temperature"] = f"{claim.temperature:g} °C" if claim.temperature is not None else None
    if intent.cell:
        cells["cell"] = claim.cell_type
    return cells


def _plain(number: float) -> float | int:
    return int(number) if float(number).is_integer() and abs(number) < 1e15 else number


def _unit(measured: Measured) -> str | None:
    if measured.kind == HEM.CycleLife:
        return "cycles"
    unit = measured.claim.unit
    return terms.text(unit, "symbol") if unit else measured.claim.printed_unit


def _said(measured: Measured) -> str:
    """Return a measurement as words: ``InGeSiP3 with 1733 mAh g-1``."""
    claim = measured.claim
    under = listed(
        filter(
            None,
            [
                f"at {claim.current_as_printed}" if claim.current_as_printed else "",
                f"after {claim.cycle} cycles"
                if claim.cycle and claim.cycle > 1 and measured.kind != HEM.CycleLife
                else "",
            ],
        ),
        " ",
    )
    number = number_words(claim.comparator, measured.value, claim.value_max if measured.kind != HEM.CycleLife else None)
    name = measured.material or "an unnamed material"
    return f"{name} with {number} {_unit(measured) or ''} {under}".strip().replace("  ", " ")


def _list_text(intent: Intent, kept: Sequence[Measured]) -> str:
    if len(kept) == 1:
        return f"{_said(kept[0])} {{1}}."
    shown = "; ".join(f"{_said(m)} {{{i}}}" for i, m in enumerate(kept[:3], start=1))
    more = f"; and {len(kept) - 3} more below" if len(kept) > 3 else ""
    return f"{plural(len(kept), 'value')}: {shown}{more}."


def _draft(intent: Intent, rows: Sequence[DraftRow], text: str, extra: Iterable[Measured] = ()) -> Draft:
    names = dict.fromkeys(name for row in rows for name in row.cells)
    columns = tuple(n for n in names if any(row.cells.get(n) is not None for row in rows) or n in _always(intent))
    return Draft(
        tuple(rows), columns, text, sparql=_sparql(intent), extra=tuple(Source.of_claim(m.claim) for m in extra)
    )


def _always(intent: Intent) -> Iterator[str]:
    """Yield the columns that are shown even where every cell is empty."""
    yield from ("material", "current_density", "cycle", "ion")


def _missing(intent: Intent, found: Sequence[Measured]) -> str:
    """Say what is not there and what is nearest."""
    wanted = listed(terms.label(kind) for kind in intent.quantities)
    text = f"The papers report no {wanted}{subject_words(intent)}{condition_words(intent)}."
    near = without_repeats([m for m in found if m.value])[:3]
    if near:
        text += "  Nearest: " + "; ".join(f"{_said(m)}{_ion_words(m)} ({m.claim.paper.document})" for m in near) + "."
    return text


def _ion_words(measured: Measured) -> str:
    return f" for {terms.label(measured.claim.ion)}" if measured.claim.ion else ""
