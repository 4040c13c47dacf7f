"""Answers about what nobody has done: the gaps of the field that lie where a question looks, best first.

The gaps themselves are found by the review; they come in as a function, for who asks about numbers needs none.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

from hemkg.ask import statements
from hemkg.ask.counting import find_unreported
from hemkg.ask.draft import Draft, DraftRow, Refusal, Source
from hemkg.ask.intent import Intent, Shape
from hemkg.ask.statement_rows import filled_columns
from hemkg.ask.wording import listed, material_words, plural
from hemkg.model.gap import Cell, Gap, GapKind
from hemkg.store.base import Store
from hemkg.vocab import terms
from hemkg.vocab.terms import HEM

Finder = Callable[[], Sequence[Gap]]
MOST_ROWS = 10
MOST_SAID = 3
# kinds that say of a cell that nothing was reported there
EMPTY = {GapKind.UNEXPLORED, GapKind.STATED, GapKind.TRANSFER}


def answer(store: Store, intent: Intent, find: Finder | None) -> Draft | Refusal:
    """Answer a question for gaps.

    Args:
        store: whose papers are asked about.
        intent: with the mechanisms, ions, families, elements and techniques that the gaps must concern.
        find: returns all gaps, best first; without it the question is refused.
    """
    if find is None:
        return Refusal("Gaps are not looked for here; “hemkg gaps” lists them.")
    if intent.subjects:
        named = listed(named.words for named in intent.subjects)
        return Refusal(f"Gaps are found for classes of materials and not for one: ask for the class of {named}.")
    candidates = _among_all(intent)
    if candidates is not None:
        return find_unreported(store, candidates)
    asked = tuple(_axes(intent))
    if intent.is_yes_no and asked and not intent.asks_existence:
        return _is_open(store, intent, find, asked)
    gaps = _fitting(_of_kind(intent, find()), asked)
    if not gaps:
        return Refusal(f"No gap{_where(intent)} stands out among these papers.")
    return _list_of(intent, gaps)


def _among_all(intent: Intent) -> Intent | None:
    """Return the question with all mechanisms or ions where it asks which of them nobody has studied somewhere."""
    words = intent.words
    if words is None or intent.is_yes_no:
        return None
    if words.has(HEM.AskMechanism) and intent.ions and not intent.mechanisms:
        return replace(intent, shape=Shape.NONE, mechanisms=_all_mechanisms())
    if words.has(HEM.AskIon) and (intent.mechanisms or intent.material) and not intent.ions:
        return replace(intent, shape=Shape.NONE, ions=terms.instances(HEM.Ion))
    return None


def _all_mechanisms() -> tuple[str, ...]:
    return (*terms.instances(HEM.IonStorageMechanism), *terms.instances(HEM.ChargeStorageMechanism))


def _is_open(store: Store, intent: Intent, find: Finder, asked: Sequence[tuple[str, ...]]) -> Draft | Refusal:
    """Say whether something is unexplored: what papers report of it decides, and the gaps there stand beside it."""
    told = statements.answer(store, replace(intent, asks_existence=True))
    if isinstance(told, Refusal):
        return told
    if told.yesno:
        return replace(told, yesno=False, text=f"No: it is reported.  {told.text.removeprefix('Yes: ')}")
    gaps = [gap for gap in _fitting(find(), asked) if gap.kind in EMPTY]
    if not gaps:
        return replace(told, yesno=True, text=f"Yes: {told.text.removeprefix('No: ')}")
    listing = _list_of(intent, gaps)
    return replace(listing, yesno=True, text=f"Yes: {listing.text}")


def _axes(intent: Intent) -> Iterator[tuple[str, ...]]:
    """Yield the name of each axis of a cell that a question restricts, with the terms it may have there."""
    is_high = intent.material.high_entropy
    if is_high is not None:
        yield "material_class", HEM.HighEntropyMaterial if is_high else HEM.ConventionalMaterial
    axes = {
        "mechanism": intent.mechanisms,
        "ion": intent.ions,
        "family": intent.families or intent.material.families,
        "technique": intent.techniques,
        "element": (*intent.elements, *intent.material.has),
    }
    yield from ((name, *wanted) for name, wanted in axes.items() if wanted)


def _of_kind(intent: Intent, gaps: Sequence[Gap]) -> Sequence[Gap]:
    """Return the gaps of the kind that a question names: of techniques, of compositions, said by authors."""
    words = intent.words
    if words is None:
        return gaps
    if words.has(HEM.AskTechnique):
        return [gap for gap in gaps if gap.cell.technique]
    if words.has(HEM.AskComposition):
        return [gap for gap in gaps if not (gap.cell.mechanism or gap.cell.technique)]
    if words.has(HEM.AskAuthor):
        return [gap for gap in gaps if gap.kind is GapKind.STATED]
    return gaps


def _fitting(gaps: Iterable[Gap], asked: Sequence[tuple[str, ...]]) -> list[Gap]:
    """Return the gaps of the asked cells; where there are none, those of the least wide cells that hold the asked."""
    held = [gap for gap in gaps if all(_may_be(gap.cell, name, wanted) for name, *wanted in asked)]
    told = [sum(_value(gap.cell, name) is not None for name, *_ in asked) for gap in held]
    most = max(told, default=0)
    return [gap for gap, axes in zip(held, told, strict=True) if axes == most and (axes or not asked)]


def _may_be(cell: Cell, axis: str, wanted: Sequence[str]) -> bool:
    """Whether a cell has one of the terms on an axis, or does not say; techniques stand there in words, with mode."""
    value = _value(cell, axis)
    if axis == "technique" and value is not None:
        return any(
            name.lower() in value.lower() for term in wanted for name in (terms.label(term), terms.notation(term))
        )
    return value is None or value in wanted


def _value(cell: Cell, axis: str) -> str | None:
    value: str | None = getattr(cell, axis)
    return value


def _list_of(intent: Intent, gaps: Sequence[Gap]) -> Draft:
    most = 1 if intent.shape is Shape.MOST else MOST_ROWS
    rows = tuple(map(_row, gaps[:most]))
    said = "  ".join(f"{gap.label} {{{n}}}" for n, gap in enumerate(gaps[: min(most, MOST_SAID)], start=1))
    best = ", those most worth filling first.  " if len(gaps) > 1 else ": "
    count = f"{plural(len(gaps), 'gap')}{_where(intent)}{best}" if most > 1 else ""
    more = f"  {len(gaps) - MOST_SAID} more: see below and “hemkg gaps”." if most > 1 and len(gaps) > MOST_SAID else ""
    return Draft(rows, filled_columns(rows), f"{count}{said}{more}", sparql=gaps[0].sparql)


def _row(gap: Gap) -> DraftRow:
    cell = gap.cell
    cells = {
        "gap": gap.label,
        "kind": str(gap.kind),
        "mechanism": terms.notation(cell.mechanism) if cell.mechanism else None,
        "material_class": terms.label(cell.material_class) if cell.material_class else None,
        "family": terms.notation(cell.family) if cell.family else None,
        "ion": terms.notation(cell.ion) if cell.ion else None,
        "element": cell.element,
        "technique": cell.technique,
        "why": gap.why,
        "score": round(gap.score, 3),
        "doc": tuple(dict.fromkeys(citation.document for citation in gap.evidence)),
    }
    return DraftRow(cells, tuple(map(Source.of_citation, gap.evidence)))


def _where(intent: Intent) -> str:
    """Return where a question looks, in words."""
    parts = [terms.label(term) for term in (*intent.mechanisms, *intent.techniques)]
    of = material_words(intent.material)
    ions = [terms.label(ion) for ion in intent.ions]
    return "".join((f" of {' or '.join(parts)}" if parts else "", of and f" in {of}", *(f" for {ion}" for ion in ions)))
