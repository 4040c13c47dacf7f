"""Where papers stand against each other: what the rules found, with the words of each side."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from hemkg.ask.draft import Draft, DraftRow, Refusal, Source
from hemkg.ask.general import DOCUMENT, source_of
from hemkg.ask.intent import Intent
from hemkg.ask.wording import listed, plural
from hemkg.model.answer import Citation
from hemkg.reason import guidelines
from hemkg.reason.conflicts import KINDS, Conflict, Side, find_conflicts, label, query
from hemkg.reason.guidelines import Guideline
from hemkg.store.base import Store
from hemkg.store.claims import StoredClaim, claims_by_iri
from hemkg.vocab import terms

COLUMNS = ("kind", "about", "says", "differs_in", "sides")
TOLD = 5


def answer(store: Store, intent: Intent) -> Draft | Refusal:
    """Return the conflicts that a question asks for: all, or those that name what it names.

    Args:
        store: a store after its rules were run.
        intent: what is asked.
    """
    asked = tuple(_names(intent))
    found = [each for each in find_conflicts(store) if not asked or any(_names_one(each, name) for name in asked)]
    found.sort(key=lambda conflict: KINDS.index(conflict.kind))
    if found:
        rows = tuple(_rows(store, found))
        return Draft(rows, COLUMNS, _text(found), yesno=True if intent.is_yes_no else None, sparql=query())
    about = f" that speak of {listed(dict.fromkeys(name for name, _ in asked), ' or ')}" if asked else ""
    told = f"the rules find no claims here{about} that stand against each other."
    return Draft((), COLUMNS, f"No: {told}", yesno=False) if intent.is_yes_no else Refusal(told[:1].upper() + told[1:])


# ---------------------------------------------------------------- which


def _names(intent: Intent) -> Iterator[tuple[str, bool]]:
    """Yield what the question names, and whether its case counts: its materials, else elements, mechanisms, ions."""
    for named in intent.subjects:
        yield from ((name, True) for record in named.records for name in record.names)
        yield named.words, True
    if intent.subjects:
        return
    yield from ((word, False) for word in intent.premises)
    for concept in (*intent.mechanisms, *intent.elements, *intent.ions, *intent.quantities):
        yield terms.label(concept), False


def _names_one(conflict: Conflict, asked: tuple[str, bool]) -> bool:
    name, has_case = asked
    words = " ".join([conflict.about, *(side.says for side in conflict.sides)])
    return name in words if has_case else name.casefold() in words.casefold()


# ---------------------------------------------------------------- rows


def _rows(store: Store, found: Sequence[Conflict]) -> Iterator[DraftRow]:
    told = [iri for conflict in found for side in conflict.sides for iri in side.iris]
    stored = {claim.iri: claim for claim in claims_by_iri(store, told)}
    held = {claim.iri: claim for claim in guidelines.claims()}
    for conflict in found:
        sources = tuple(dict.fromkeys(_sources(conflict, stored, held)))
        claims = [stored[iri] for side in conflict.sides for iri in side.iris if iri in stored]
        yield DraftRow(
            {
                "kind": label(conflict.kind),
                "about": conflict.about,
                "says": conflict.says,
                "differs_in": listed(map(label, conflict.differs)) or None,
                "sides": " | ".join(side.says for side in conflict.sides),
            },
            sources,
            tuple(dict.fromkeys(claim.paper.iri for claim in claims)),
        )


def _sources(conflict: Conflict, stored: Mapping[str, StoredClaim], held: Mapping[str, Guideline]) -> Iterator[Source]:
    """Yield what can be cited of a conflict: claims with their sentence, what the guidelines say, what is called so."""
    for side in conflict.sides:
        for iri in side.iris:
            if iri in stored:
                yield Source.of_claim(stored[iri])
            elif iri in held:
                yield source_of(held[iri])
            elif side.source is not None:
                yield _called(iri, side)


def _called(iri: str, side: Side) -> Source:
    """Return a side that is no claim as a source: a material with what its paper calls it."""

    def cite(number: int) -> Citation:
        return Citation(number, DOCUMENT, side.says, side.source, None, side.section)

    return Source(iri, cite)


# ---------------------------------------------------------------- words


def _text(found: Sequence[Conflict]) -> str:
    counts = (plural(sum(c.kind == kind for c in found), label(kind)) for kind in KINDS if _any_of(kind, found))
    first = (f"{conflict.about} {{{number}}}" for number, conflict in enumerate(found[:TOLD], start=1))
    more = f"; and {len(found) - TOLD} more below" if len(found) > TOLD else ""
    return f"The rules find {listed(counts)}: {'; '.join(first)}{more}."


def _any_of(kind: str, found: Iterable[Conflict]) -> bool:
    return any(conflict.kind == kind for conflict in found)
