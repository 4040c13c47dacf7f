"""From a question to an answer: understood, planned, looked up, checked, composed."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from hemkg.ask import (
    arithmetic,
    compositions,
    conflict_answers,
    gap_answers,
    general,
    meaning,
    measurements,
    overview,
    paper_answers,
    passages,
    premise,
    same_composition,
    statements,
)
from hemkg.ask.asides import heeded
from hemkg.ask.coatings import with_counterpart
from hemkg.ask.dialogue import asks_for_sources, is_follow_up, laid_over, of_two, pointing, sources_of, spoken_of
from hemkg.ask.draft import Draft, Refusal, finished, keeping, refused
from hemkg.ask.editing import Edit, edit_of, edited, words_to_read
from hemkg.ask.intent import Intent, Shape, Target
from hemkg.ask.materials import Named
from hemkg.ask.picking import picked, refusal
from hemkg.ask.reading import read_intent
from hemkg.ask.refusals import unknown_material, with_advice, with_undated
from hemkg.ask.unrecorded import set_aside, unrecorded
from hemkg.ask.wording import interpretation
from hemkg.errors import InputError
from hemkg.model.answer import Answer, Scope
from hemkg.store.base import Store
from hemkg.store.catalogue import Catalogue, status
from hemkg.store.claims import RowSelection, count_papers
from hemkg.vocab.terms import HEM

Engine = Callable[[Store, Intent], Draft | Refusal]
ENGINES: Mapping[Target, Engine] = {
    Target.MEASUREMENTS: measurements.answer,
    Target.COMPOSITION: compositions.contents,
    Target.OVERVIEW: overview.answer,
    Target.AUTHORS: paper_answers.authors,
}
STATED = {
    Target.ELEMENTS, Target.MECHANISMS, Target.TECHNIQUES, Target.SYNTHESES, Target.PAPERS, Target.IONS,
    Target.FAMILIES, Target.STRUCTURES, Target.MORPHOLOGIES, Target.ROLES,
}  # fmt: skip


# kinds of things that are few enough to list them all: *which working ions occur here?*
LISTED_WHOLE = {
    Target.IONS, Target.FAMILIES, Target.MECHANISMS, Target.TECHNIQUES, Target.SYNTHESES, Target.STRUCTURES,
    Target.MORPHOLOGIES,
}  # fmt: skip
IN_GENERAL = {Target.ELEMENTS, Target.TECHNIQUES, Target.MECHANISMS, Target.IONS, Target.UNKNOWN}


@dataclass(frozen=True, slots=True)
class Turn:
    """One turn of a dialogue: what was meant and what was answered.

    Attributes:
        intent: what was meant.
        answer: what was answered.
        spoken_of: the materials that the dialogue has named until then, the latest last.
    """

    intent: Intent
    answer: Answer
    spoken_of: tuple[Named, ...] = ()


def scope_of(catalogue: Catalogue) -> Scope:
    """Return what a store holds, for the foot of every answer."""
    with_text, titles = count_papers(catalogue.graph)
    return Scope(with_text, titles, status(catalogue)["failed"], catalogue.digest()[:16])


def ask(
    catalogue: Catalogue,
    question: str,
    before: Turn | None = None,
    scope: Scope | None = None,
    gaps: gap_answers.Finder | None = None,
) -> Turn:
    """Answer a question from a store.

    Args:
        catalogue: the store.
        question: in plain words.
        before: the turn that it follows, if it may be a follow-up or changes it (``/drop ion``).
        scope: what the store holds, if it was counted already.
        gaps: finds the research gaps of the store, best first; without it, questions for gaps are refused.

    Returns:
        the answer with what the question was taken to mean; a refusal where the store cannot tell.

    Raises:
        InputError: if it is a command to change a slot that cannot be followed.
    """
    edit = edit_of(question)
    if edit is not None:
        return _ask_edited(catalogue, edit, before, scope, gaps)
    intent = read_intent(heeded(catalogue, question))
    if _leaves_words(catalogue, intent):
        intent = _by_meaning(catalogue, question, intent)
    intent = with_counterpart(catalogue.graph, intent)
    told_by = None
    if before is not None and is_follow_up(intent):
        told_by = sources_of(before.answer) if asks_for_sources(intent) else None
        turn = of_two(intent, before.spoken_of)
        intent = pointing(catalogue.graph, laid_over(before.intent, turn), before.answer)
    turned = _answered(catalogue, intent, told_by or _held(intent, _answer(catalogue, intent, gaps)), scope)
    return replace(turned, spoken_of=spoken_of(before.spoken_of if before else (), intent))


def _held(intent: Intent, found: Draft | Refusal) -> Draft | Refusal:
    """Return the answer to whether there is something as one to whether there is no such thing, if that is asked."""
    if not intent.asks_absence or isinstance(found, Refusal) or found.yesno is None:
        return found
    was, becomes = ("Yes: ", "No, there is: ") if found.yesno else ("No: ", "Yes: ")
    return replace(found, yesno=not found.yesno, text=becomes + found.text.removeprefix(was))


def _ask_edited(
    catalogue: Catalogue, edit: Edit, before: Turn | None, scope: Scope | None, gaps: gap_answers.Finder | None
) -> Turn:
    """Answer the question before with one slot changed.

    Raises:
        InputError: if there is no question before, or the slot cannot be changed so.
    """
    if before is None:
        raise InputError(f"there is no question before that {str(edit)!r} could change; ask one first.")
    value = None if edit.value is None else read_intent(heeded(catalogue, words_to_read(edit)))
    intent = edited(before.intent, edit, value)
    is_bare = intent.is_empty and intent.target is not Target.PASSAGES
    found = (
        Refusal("Nothing is left that an answer could be picked by.") if is_bare else _answer(catalogue, intent, gaps)
    )
    return _answered(catalogue, intent, found, scope)


def _answered(catalogue: Catalogue, intent: Intent, draft: Draft | Refusal, scope: Scope | None) -> Turn:
    """Return a turn with its answer made ready."""
    found = with_undated(catalogue.graph, intent, draft)
    held = scope or scope_of(catalogue)
    told = interpretation(intent) + set_aside(intent)
    answer = refused(with_advice(found), told, held) if isinstance(found, Refusal) else finished(found, told, held)
    return Turn(intent, answer)


def _leaves_words(catalogue: Catalogue, intent: Intent) -> bool:
    """Whether part of a question was understood and part of it is in no paper."""
    strange = [word for word in intent.premises if not catalogue.passages.knows(word)]
    return bool(strange) and not intent.is_empty and intent.target is not Target.PASSAGES


def _by_meaning(catalogue: Catalogue, question: str, intent: Intent) -> Intent:
    """Read a question again with strange words taken for labels that mean almost the same."""
    strange = [word for word in intent.premises if not catalogue.passages.knows(word)]
    near = meaning.nearest_labels(strange)
    if not near:
        return intent
    pattern = re.compile(r"\b(" + "|".join(map(re.escape, near)) + r")\b")
    words = heeded(catalogue, pattern.sub(lambda found: near[found[1]], question))
    return read_intent(replace(words, by_meaning=tuple(near.items())))


def _answer(catalogue: Catalogue, intent: Intent, gaps: gap_answers.Finder | None) -> Draft | Refusal:
    if intent.target is Target.GAPS:
        return gap_answers.answer(catalogue.graph, intent, gaps)
    if intent.target is Target.CONFLICTS and (intent.subject_iris or not intent.subjects):
        return _against(catalogue, intent, conflict_answers.answer(catalogue.graph, intent))
    if _compares_classes(intent):
        return Refusal(
            "No paper here compares these classes, and their values were measured under different conditions, so that "
            "neither can be called the better one.  Their capacities can be asked for, class by class."
        )
    if _compares_with_one(intent):
        return Refusal(
            f"In what they are to outdo {intent.subjects[0].words} is not said, and there is no one measure for it.  "
            "Ask by a quantity, such as the capacity at a current or the retention."
        )
    missing = unrecorded(catalogue, intent)
    if missing is not None:
        return missing
    computed = arithmetic.answer(intent)
    if computed is not None:
        return computed
    held = general.answer(intent) if _asks_in_general(intent) else None
    if held is not None:
        return held
    found = _from_papers(catalogue, intent)
    if isinstance(found, Refusal):
        return _gaps_instead(catalogue, intent, gaps) or _second_look(intent, found)
    return found


def _gaps_instead(catalogue: Catalogue, intent: Intent, gaps: gap_answers.Finder | None) -> Draft | None:
    """Return the gaps of the field where a question for what is open finds nothing that papers leave open."""
    if intent.words is None or not intent.words.has(HEM.AskOpen) or intent.is_yes_no or intent.subjects:
        return None
    found = gap_answers.answer(catalogue.graph, replace(intent, target=Target.GAPS, polarity=None), gaps)
    return found if isinstance(found, Draft) else None


def _against(catalogue: Catalogue, intent: Intent, found: Draft | Refusal) -> Draft | Refusal:
    """Return who denies a mechanism where the rules find no claims that stand against each other: *who disagrees?*."""
    words = intent.words
    asks_who = words is not None and words.has(HEM.AskPaper) and bool(intent.mechanisms)
    if not (isinstance(found, Refusal) and asks_who):
        return found
    denying = statements.answer(catalogue.graph, replace(intent, target=Target.PAPERS, polarity=HEM.Negated))
    return found if isinstance(denying, Refusal) else denying


def _compares_classes(intent: Intent) -> bool:
    """Whether it asks if one class outdoes another, by nothing in particular: *do HEOs outperform simple oxides?*."""
    ranks = intent.is_yes_no and intent.target is Target.MATERIALS and intent.shape in {Shape.MOST, Shape.LEAST}
    by_something = intent.subjects or intent.quantities or intent.mechanisms or intent.techniques or intent.ions
    return ranks and not by_something and intent.words is not None and intent.words.has(HEM.AskComparison)


def _compares_with_one(intent: Intent) -> bool:
    """Whether it asks for what outdoes a named material, by nothing in particular: *which anodes beat graphite?*."""
    shapes = {Shape.LIST, Shape.MOST, Shape.LEAST}
    is_list = intent.target is Target.MATERIALS and intent.shape in shapes and not intent.is_yes_no
    by_something = intent.quantities or intent.mechanisms or intent.techniques or intent.methods or intent.bounds.value
    compares = intent.words is not None and intent.words.has(HEM.AskComparison)
    return bool(is_list and len(intent.subjects) == 1 and compares and not by_something)


def _second_look(intent: Intent, refusal: Refusal) -> Draft | Refusal:
    """Return what can be computed or is generally held where the papers say nothing."""
    if HEM.TheoreticalCapacity in intent.capacity_kinds and not intent.premises:
        return arithmetic.limit(intent) or refusal
    if intent.target in IN_GENERAL and not (intent.names_corpus or intent.is_yes_no or intent.polarity):
        return general.answer(intent) or refusal
    return refusal


def _asks_in_general(intent: Intent) -> bool:
    """Whether a question is about what generally holds and not about what these papers report."""
    asks_lever = intent.words is not None and intent.words.has(HEM.AskLever)
    is_about_rules = intent.is_general or asks_lever or intent.target is Target.DEFINITION
    ranks = intent.shape is Shape.ORDER and len(intent.elements) > 1
    return (is_about_rules or ranks) and not intent.names_corpus


def _from_papers(catalogue: Catalogue, intent: Intent) -> Draft | Refusal:
    lists_all = intent.names_corpus and intent.target in LISTED_WHOLE
    if intent.is_empty and intent.target is not Target.PASSAGES and not lists_all:
        return _from_text(catalogue, intent)
    if intent.subjects and not intent.subject_iris and intent.target is not Target.PASSAGES:
        return unknown_material(catalogue.graph, intent)
    if intent.predicates:  # what nothing records of materials, a sentence may say of them; a list would say it of all
        return _from_text(catalogue, intent)
    if intent.target is Target.PASSAGES:
        return passages.answer(catalogue, intent)
    is_all = intent.target is Target.OVERVIEW  # everything known of a composition is what is known of its samples
    found = (_of_samples(catalogue, intent) if is_all else None) or _engine(intent)(catalogue.graph, intent)
    if isinstance(found, Refusal):
        found = _otherwise(catalogue, intent) or _of_samples(catalogue, intent) or found
    if isinstance(found, Refusal):
        return premise.of_what_is_unknown(catalogue, intent) or found
    opposite = premise.denied(catalogue, intent, found)
    if opposite is not None:
        return opposite
    rows = premise.narrowed(catalogue, intent, found.rows)
    return premise.check(catalogue, intent, keeping(found, rows))


def _otherwise(catalogue: Catalogue, intent: Intent) -> Draft | None:
    """Return what *keeps most* may mean besides: a share of the capacity, or the capacity that is left."""
    either = {HEM.SpecificCapacity: HEM.CapacityRetention, HEM.CapacityRetention: HEM.SpecificCapacity}
    words = intent.words
    if words is None or words.has(HEM.AskPercent) or HEM.CapacityRetention in words.terms_of(HEM.QuantityKind):
        return None
    bounds = intent.bounds
    if bounds.value and bounds.unit == HEM.Percent:  # no capacity lies within bounds on a share
        return None
    is_open = words.has(HEM.AskKeeps) and not words.has(HEM.AskCapacity, HEM.AskRetention)
    under = bounds.current or bounds.c_rate or bounds.cycle
    if not (is_open or (intent.quantities == (HEM.CapacityRetention,) and intent.subjects and under)):
        return None
    other = tuple(either[kind] for kind in intent.quantities if kind in either)
    found = measurements.answer(catalogue.graph, replace(intent, quantities=other)) if other else None
    return found if isinstance(found, Draft) else None


def _of_samples(catalogue: Catalogue, intent: Intent) -> Draft | None:
    """Return what is told of samples of the composition that a question names, where of that name nothing is."""
    wider = same_composition.with_samples(catalogue.graph, intent) if intent.subjects else None
    if wider is None:
        return None
    found = _engine(wider)(catalogue.graph, wider)
    return same_composition.said(found, intent, wider) if isinstance(found, Draft) else None


def _engine(intent: Intent) -> Engine:
    """Return what answers an intent."""
    if intent.target in ENGINES:
        return ENGINES[intent.target]
    about = intent.mechanisms or intent.techniques or intent.methods or intent.roles or intent.ions or intent.polarity
    if intent.target is Target.MATERIALS and not about and intent.shape is not Shape.NONE:
        return compositions.answer
    return statements.answer


def _from_text(catalogue: Catalogue, intent: Intent) -> Draft | Refusal:
    """Look for the words of a question that no slot took up; only a sentence that holds most will do."""
    return passages.answer(catalogue, replace(intent, target=Target.PASSAGES))


def selection_for(catalogue: Catalogue, where: str) -> RowSelection:
    """Return which measurements a question in plain words picks, for a review table.

    Raises:
        InputError: if it was not understood as a whole, or a table cannot be picked by it.
    """
    intent = read_intent(heeded(catalogue, where))
    if _leaves_words(catalogue, intent):
        intent = _by_meaning(catalogue, where, intent)
    reason = refusal(intent)
    if reason is not None:
        raise InputError(f"“{where}” {reason}.")
    return picked(intent)
