"""Values of which a paper gives two: the answer says so, and cites both."""

from collections.abc import Sequence
from dataclasses import replace

from hemkg.ask.draft import Draft, DraftRow, Refusal, Source
from hemkg.ask.measured import Measured
from hemkg.store.base import Store
from hemkg.store.claims import StoredClaim, claims_by_iri
from hemkg.store.whereabouts import told_apart

COLUMN = "disagreement"
# how many disagreements the text tells; the others stand in their rows
MOST_SAID = 3


def with_disagreements(store: Store, draft: Draft | Refusal, found: Sequence[Measured]) -> Draft | Refusal:
    """Return a draft whose rows say where their paper gives another value of the same measurement.

    Args:
        store: where the other values stand.
        draft: the answer so far.
        found: the measurements that its rows were made of.
    """
    apart = {Source.of_claim(m.claim).key: m.claim for m in found if m.claim.disagrees}
    if isinstance(draft, Refusal) or not apart:
        return draft
    rows = tuple(_noted(store, row, apart) for row in draft.rows)
    notes = [str(row.cells[COLUMN]) for row in rows if row.cells.get(COLUMN)]
    if not notes:
        return draft
    told = "".join(f"  {note}." for note in dict.fromkeys(notes[:MOST_SAID]))
    return replace(draft, rows=rows, columns=(*draft.columns, COLUMN), text=draft.text + told)


def _noted(store: Store, row: DraftRow, apart: dict[str, StoredClaim]) -> DraftRow:
    """Return a row with what its paper says otherwise, and the sources of that."""
    claim = next((apart[source.key] for source in row.sources if source.key in apart), None)
    if claim is None:
        return row
    others = claims_by_iri(store, claim.disagrees)
    sources = (source for other in others for source in Source.of_tellings(other))
    cells = {**row.cells, COLUMN: told_apart((claim, *others))}
    return replace(row, cells=cells, sources=tuple(dict.fromkeys((*row.sources, *sources))))
