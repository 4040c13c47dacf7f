"""Questions by what papers tell and the graph does not hold: which electrolyte, which binder, which separator."""

from dataclasses import replace

from hemkg.annotate.concepts import find_in_text
from hemkg.ask import passages
from hemkg.ask.asking import goes_with_which
from hemkg.ask.draft import Refusal
from hemkg.ask.intent import Intent, Target
from hemkg.ask.wording import listed, plural
from hemkg.ask.words import Words
from hemkg.model.mention import Mention
from hemkg.store.catalogue import Catalogue
from hemkg.store.claims import find_materials
from hemkg.vocab import terms
from hemkg.vocab.stems import stem
from hemkg.vocab.terms import HEM


def unrecorded(catalogue: Catalogue, intent: Intent) -> Refusal | None:
    """Return the refusal of a question for what the graph does not record, with what a paper says of it."""
    asked = _asked(intent.words, intent) if intent.words is not None else None
    if asked is None:
        return _without_morphology(catalogue, intent)
    label = terms.label(asked.concept or "")
    text = (
        f"The {label} is not recorded: it is not read into this graph, so that nothing can be picked or compared by it."
    )
    return Refusal(f"{text}{_nearest(catalogue, intent, label)}")


def _without_morphology(catalogue: Catalogue, intent: Intent) -> Refusal | None:
    """Return the refusal where materials are picked by a morphology and none of them has any that is told."""
    picks = intent.material.morphologies and intent.target in {Target.MATERIALS, Target.MEASUREMENTS}
    if not picks or intent.subjects:
        return None
    others = replace(intent.material, morphologies=())
    asked = [r for r in find_materials(catalogue.graph, others) if r.quote]  # the guidelines' examples have none
    if not asked or any(record.morphology for record in asked):
        return None
    label = terms.label(HEM.AskMorphology)
    text = f"The {label} is not told of any of the {plural(len(asked), 'material')} here that could be picked by it."
    return Refusal(f"{text}{_nearest(catalogue, intent, label)}")


def _asked(words: Words, intent: Intent) -> Mention | None:
    """Return the thing that is asked for, or that answers are to be grouped by."""
    if intent.quantities == (HEM.MassLoading,):  # it may be a value that a paper tells
        return None
    for mention in find_in_text(words.text, HEM.UnrecordedClasses):
        groups = any(not words.text[by.end : mention.span.start].strip(" a") for by in words.spans(HEM.AskBy))
        if goes_with_which(words, mention.span) or groups:
            return mention
    return None


def set_aside(intent: Intent) -> str:
    """Return what the graph does not record of a question's conditions, so that no value was held against it."""
    is_asked_for = intent.quantities == (HEM.MassLoading,)
    if intent.words is None or intent.target is not Target.MEASUREMENTS or is_asked_for:
        return ""
    found = dict.fromkeys(terms.label(m.concept or "") for m in find_in_text(intent.words.text, HEM.UnrecordedClasses))
    untold = f" ({listed(_untold(intent))} not told of it, so not held against it)" if _untold(intent) else ""
    return (f" ({listed(found)} not recorded, so not held against it)" if found else "") + untold


def _untold(intent: Intent) -> list[str]:
    """Return the morphologies of a question that no paper tells of the materials it names."""
    told = {record.morphology for named in intent.subjects for record in named.records}
    return [terms.label(m) for m in intent.material.morphologies if intent.subjects and m not in told]


def _nearest(catalogue: Catalogue, intent: Intent, label: str) -> str:
    """Return a sentence that speaks of it, of the named materials' papers where some are named."""
    papers = {record.paper for named in intent.subjects for record in named.records}
    root = stem(label.rsplit(maxsplit=1)[-1])
    for hit in passages.find(catalogue, intent, limit=10):
        if root in hit.quote.lower() and (not papers or hit.passage.paper in papers):
            return f"  A paper says of it: “{hit.quote}” ({hit.passage.document})."
    return ""
