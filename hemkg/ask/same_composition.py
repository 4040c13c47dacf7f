"""Where nothing is told of what a question calls by its formula: samples of that composition under other names.

*What is the capacity of (FeCoNiMnZn)3O4?* means the sample HEO-9 too, where its paper says that it is made of that.
"""

import re
from collections.abc import Iterator
from dataclasses import replace

from hemkg.ask.draft import Draft
from hemkg.ask.intent import Intent
from hemkg.ask.materials import Named, parsed
from hemkg.ask.statement_rows import identity
from hemkg.ask.wording import listed
from hemkg.rdf import iris
from hemkg.store.base import Store
from hemkg.store.claims import MaterialRecord, materials_of_composition


def with_samples(store: Store, intent: Intent) -> Intent | None:
    """Return a question that means, besides, all samples of the compositions that it names; None if there are none.

    A composite is no sample of its active phase, and an element none of itself.
    """
    subjects = tuple(replace(named, records=(*named.records, *_others(store, named))) for named in intent.subjects)
    return None if subjects == intent.subjects else replace(intent, subjects=subjects)


def said(found: Draft, asked: Intent, meant: Intent) -> Draft:
    """Return an answer that says which of the materials it speaks of are meant by their composition alone.

    Args:
        found: what was found.
        asked: the question as it named materials.
        meant: the same with samples of their compositions.
    """
    known = {record.iri for named in asked.subjects for record in named.records}
    more = {r.surface: named.words for named in meant.subjects for r in named.records if r.iri not in known}
    told = [name for name in more if re.search(rf"(?<!\w){re.escape(name)}(?!\w)", found.text)]
    if not told:
        return found
    verb = "is a sample" if len(told) == 1 else "are samples"
    made_of = listed(dict.fromkeys(more[name] for name in told))
    return replace(found, text=f"{found.text}  {listed(told)} {verb} of the composition {made_of}.")


def _others(store: Store, named: Named) -> Iterator[MaterialRecord]:
    composition = parsed(named.words)
    key = composition.key() if composition is not None and len(composition.elements) > 1 else None
    if key is not None:
        same = materials_of_composition(store, key)
        yield from (r for r in same if r.iri not in named.iris and identity(r) == iris.composition(key))
