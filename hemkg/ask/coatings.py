"""A material with its coating and without it, where a question names one of the two: *X before and after coating*."""

import re
from collections.abc import Iterator
from dataclasses import replace

from hemkg.ask.intent import Intent
from hemkg.ask.materials import Named
from hemkg.store.base import Store
from hemkg.store.claims import MaterialRecord, MaterialSelection, find_materials
from hemkg.vocab.lexicon import alternatives, table_words
from hemkg.vocab.terms import HEM


def with_counterpart(store: Store, intent: Intent) -> Intent:
    """Return a question for a material with and without its coating as one for both, as their papers name them.

    Args:
        store: whose materials are asked about.
        intent: a question; unless it asks so of one material, it is returned as it is.
    """
    words = intent.words
    if words is None or not words.has(HEM.AskCoatedOrNot) or len(intent.subjects) != 1:
        return intent
    named = intent.subjects[0]
    others = tuple(Named(named.span, record.surface, (record,)) for record in _counterparts(store, named))
    return replace(intent, subjects=(named, *others), material=replace(intent.material, is_on_carbon=False))


def _counterparts(store: Store, named: Named) -> Iterator[MaterialRecord]:
    """Yield the materials of the same papers that are the named one with a coating, or without."""
    papers = {record.paper for record in named.records}
    known = {record.iri for record in named.records}
    mine = {name for record in named.records for name in record.names}
    for record in find_materials(store, MaterialSelection(has=_shared(named))):
        if record.paper in papers and record.iri not in known and _is_one_coated(mine, set(record.names)):
            yield record


def _shared(named: Named) -> tuple[str, ...]:
    """Return the elements that a material keeps with or without its coating."""
    found = [set(record.elements) - table_words("CarbonSupports") for record in named.records if record.elements]
    return tuple(sorted(set.intersection(*found))) if found else ()


def _is_one_coated(mine: set[str], other: set[str]) -> bool:
    """Whether one of two materials is called as the other one with a coating behind it: *SnS2* and *SnS2@C*."""
    signs = alternatives("CoatingSigns")
    pairs = ((a, b) for one, two in ((mine, other), (other, mine)) for a in one for b in two)
    return any(re.match(rf"{re.escape(host)}(?:{signs})", whole) for host, whole in pairs)
