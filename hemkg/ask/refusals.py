"""What a refusal adds to its reason: what is nearest here, and how the gap could be closed."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import replace

from hemkg.ask.draft import Draft, Refusal
from hemkg.ask.intent import Intent, Target
from hemkg.ask.wording import listed, plural
from hemkg.store.base import Store
from hemkg.store.claims import MaterialRecord, find_papers, materials_sharing

HOW_TO_ADD = "Papers that tell it can be added with “hemkg build FILES --store STORE”."
NO_YEARS = (
    "No paper here has a year of publication; a manifest with a column “year” beside the files, or JATS files, tell it."
)
MOST_NEAR = 3
LEAST_ALIKE = 0.5


def unknown_material(store: Store, intent: Intent) -> Refusal:
    """Return the refusal for materials that no paper speaks of, with those most alike."""
    wanted = {s for named in intent.subjects if named.composition for s in named.composition.elements}
    near = listed(dict.fromkeys(record.surface for record in _most_alike(store, wanted)))
    text = f"Not in this corpus: no paper here speaks of {listed(intent.unknown_names, ' or ')}."
    return Refusal(text + (f"  Most alike in its elements: {near}." if near else ""))


def _most_alike(store: Store, wanted: Iterable[str]) -> Sequence[MaterialRecord]:
    """Return the materials that share most elements with a set, best first."""
    asked = set(wanted)
    if not asked:
        return ()
    least = math.ceil(LEAST_ALIKE * len(asked))  # no material that shares fewer is alike enough
    records = sorted(materials_sharing(store, sorted(asked), least), key=lambda r: (r.surface, r.paper))
    scored = [(len(asked & set(r.elements)) / len(asked | set(r.elements)), r) for r in records]
    good = sorted(((score, r) for score, r in scored if score >= LEAST_ALIKE), key=lambda p: (-p[0], p[1].surface))
    firsts = {record.surface: record for _, record in reversed(good)}
    return sorted(firsts.values(), key=lambda r: next(i for i, (_, o) in enumerate(good) if o.surface == r.surface))[
        :MOST_NEAR
    ]


def with_undated(store: Store, intent: Intent, found: Draft | Refusal) -> Draft | Refusal:
    """Return an answer by years of publication that says how many papers have none, or that none has one."""
    if not (intent.bounds.year or intent.by_year or intent.group is Target.YEARS):
        return found
    papers = find_papers(store)
    undated = sum(paper.year is None for paper in papers)
    if undated == len(papers):
        return Refusal(NO_YEARS)
    if not undated:
        return found
    told = f"{plural(undated, 'paper')} here without a year of publication could not be held against the question."
    return replace(found, text=f"{found.text}  {told}")


def with_advice(refusal: Refusal) -> Refusal:
    """Return a refusal that also says how to add papers."""
    return replace(refusal, text=f"{refusal.text}  {HOW_TO_ADD}")
