"""Questions by what papers tell and the graph does not hold: which electrolyte, which binder, which morphology."""

from hemkg.annotate.concepts import find_in_text
from hemkg.ask import passages
from hemkg.ask.asking import goes_with_which
from hemkg.ask.draft import Refusal
from hemkg.ask.intent import Intent, Target
from hemkg.ask.wording import listed
from hemkg.ask.words import Words
from hemkg.model.mention import Mention
from hemkg.store.catalogue import Catalogue
from hemkg.vocab import terms
from hemkg.vocab.stems import stem
from hemkg.vocab.terms import HEM


def unrecorded(catalogue: Catalogue, intent: Intent) -> Refusal | None:
    """Return the refusal of a question for what the graph does not record, with what a paper says of it."""
    asked = _asked(intent.words, intent) if intent.words is not None else None
    if asked is None:
        return None
    label = terms.label(asked.concept or "")
    text = (
        f"The {label} is not recorded: it is not read into this graph, so that nothing can be picked or compared by it."
    )
    return Refusal(f"{text}{_nearest(catalogue, intent, label)}")


def _asked(words: Words, intent: Intent) -> Mention | None:
    """Return the thing that is asked for, that answers are to be grouped by, or that alone tells which materials."""
    picks = intent.subjects or intent.material or intent.target not in {Target.MATERIALS, Target.MEASUREMENTS}
    if intent.quantities == (HEM.MassLoading,):  # it may be a value that a paper tells
        return None
    for mention in find_in_text(words.text, HEM.UnrecordedClasses):
        groups = any(not words.text[by.end : mention.span.start].strip(" a") for by in words.spans(HEM.AskBy))
        if mention.concept == HEM.ParticleShapeTold and not picks:
            return mention
        if goes_with_which(words, mention.span) or groups:
            return mention
    return None


def set_aside(intent: Intent) -> str:
    """Return what the graph does not record of a question's conditions, so that no value was held against it."""
    is_asked_for = intent.quantities == (HEM.MassLoading,)
    if intent.words is None or intent.target is not Target.MEASUREMENTS or is_asked_for:
        return ""
    found = dict.fromkeys(terms.label(m.concept or "") for m in find_in_text(intent.words.text, HEM.UnrecordedClasses))
    return f" ({listed(found)} not recorded, so not held against it)" if found else ""


def _nearest(catalogue: Catalogue, intent: Intent, label: str) -> str:
    """Return a sentence that speaks of it, of the named materials' papers where some are named."""
    papers = {record.paper for named in intent.subjects for record in named.records}
    root = stem(label.rsplit(maxsplit=1)[-1])
    for hit in passages.find(catalogue, intent, limit=10):
        if root in hit.quote.lower() and (not papers or hit.passage.paper in papers):
            return f"  A paper says of it: “{hit.quote}” ({hit.passage.document})."
    return ""
