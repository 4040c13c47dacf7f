"""Where nothing is told of what a question calls by its formula: samples of that composition under other names.

*What is the capacity of (FeCoNiMnZn)3O4?* means the sample HEO-9 too, where its paper says that it is made of that.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from hemkg.annotate.formula_grammar import parse
from hemkg.ask.draft import Draft
from hemkg.ask.intent import Intent
from hemkg.ask.materials import Named
from hemkg.ask.statement_rows import identity
from hemkg.ask.wording import listed
from hemkg.errors import FormulaError
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
    key = _key(named.words)
    if key is None:
        return
    same = (r for r in materials_of_composition(store, key) if identity(r) == iris.composition(key))
    yield from _new(same, named.records)


def _new(records: Iterable[MaterialRecord], known: Iterable[MaterialRecord]) -> Iterator[MaterialRecord]:
    met = {record.iri for record in known}
    return (record for record in records if record.iri not in met)


def _key(words: str) -> str | None:
    """Return the key of the composition that a name writes as a whole, if it is one of several elements."""
    try:
        composition = parse(words)
    except FormulaError:
        return None
    return composition.key() if len(composition.elements) > 1 else None
