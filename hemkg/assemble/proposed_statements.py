"""Mechanisms and roles that someone else proposes, each against the words that it relies on.

The quote must stand verbatim in one sentence; the mechanism or role must be known to the ontology by the
name that is given; the material must be one of the paper's, and the elements must be in it or be named in
what was shown.  What is denied or doubted must be so in words of denial or doubt beside the quote, and
what is asserted must not; and a quote that names another mechanism does not tell this one.
"""

from collections.abc import Collection, Iterable
from functools import cache

from hemkg.assemble.attribution import authority_of
from hemkg.assemble.context import Context, View
from hemkg.assemble.element_groups import carriers
from hemkg.assemble.entity import Entity
from hemkg.assemble.evidence import evidence_at
from hemkg.assemble.founded import Place, Proposal, UnfoundedError, entity_named, ion_told, quoted, shown
from hemkg.assemble.mechanism_hints import PARAPHRASE, WORDS, hints_of
from hemkg.assemble.mechanism_scope import DOUBT, polarity_cues
from hemkg.assemble.open_passages import MECHANISMS, OpenPassage
from hemkg.assemble.role_features import roles
from hemkg.assemble.wording import clause_of
from hemkg.model.claim import Claim, ClaimType, Conditions, Polarity, Reading
from hemkg.model.paper import Span
from hemkg.vocab import elements, terms
from hemkg.vocab.lexicon import entries
from hemkg.vocab.terms import HEM

SHORTEST, LONGEST = 2, 60  # words of a quote: one word tells no statement, a whole paragraph hides it
DENIAL = {
    ClaimType.MECHANISM: frozenset({HEM.Negation, HEM.NegatedState}),
    ClaimType.ELEMENT_ROLE: frozenset({HEM.Negation}),  # inactive says what an element does, and denies nothing
}


def founded_claim(
    context: Context, reading: Reading, passage: OpenPassage, proposal: Proposal, *, engine: str
) -> tuple[int, Claim]:
    """Return the sentence and the claim of a proposal.

    Args:
        context: the paper.
        reading: what the models made of it.
        passage: what was shown.
        proposal: the proposal, of one of the types ``STATED``.
        engine: the name of who proposes; it stands in the evidence.

    Raises:
        UnfoundedError: if something of it does not stand in the text.
    """
    kind = ClaimType(str(proposal.get("type")))
    index, span = _place(context, passage, proposal.get("quote"), kind)
    view = context.views[index]
    concept = _concept(kind, proposal)
    _refuse_other_mechanism(context, view, span, concept)
    name = proposal.get("material")
    entity = None if name is None else entity_named(context, reading, name)
    symbols = _symbols(context, passage, kind, proposal, entity)
    if entity is None and not symbols:
        raise UnfoundedError(f"the words {shown(span.of(context.text))} are told of no material and no element")
    attribution, cites = authority_of(context, view, span)
    rule, trace = f"proposed by {engine}", (f"proposed by {engine}, found in the text: {span.of(context.text)}",)
    return index, Claim(
        kind,
        context.annotated.paper.paper_id,
        evidence_at(context, view.span, rule=rule, confidence=terms.number("ProposedReading"), trace=trace),
        material=entity.surface if entity else None,
        concept=concept,
        words=span.of(context.text),
        elements=symbols,
        conditions=_conditions(context, view, span, entity, proposal) if kind is ClaimType.MECHANISM else Conditions(),
        polarity=_polarity(view, span, kind, proposal.get("polarity")),
        attribution=attribution,
        cites=cites,
    )


def _place(context: Context, passage: OpenPassage, quote: object, kind: ClaimType) -> Place:
    """Return where the quote stands, in a sentence where such a statement is open if there is one."""
    places = quoted(context, passage, quote)
    if not SHORTEST <= len(str(quote).split()) <= LONGEST:
        raise UnfoundedError(f"the words {shown(quote)} are too few or too many to tell anything")
    return next((p for p in places if kind in passage.statements.get(p[0], ())), places[0])


def _conditions(context: Context, view: View, span: Span, entity: Entity | None, proposal: Proposal) -> Conditions:
    return Conditions(ion=ion_told(context, view, span, entity, proposal.get("ion")))


# ---------------------------------------------------------------- the concept


def _concept(kind: ClaimType, proposal: Proposal) -> str:
    """Return the mechanism or the role that a proposal names in any of the ontology's words."""
    field = "mechanism" if kind is ClaimType.MECHANISM else "role"
    told = proposal.get(field)
    concept = _named(kind).get(told.strip().casefold()) if isinstance(told, str) else None
    if concept is None:
        raise UnfoundedError(f"the ontology knows no {field} {shown(told)}")
    return concept


@cache
def _named(kind: ClaimType) -> dict[str, str]:
    """Return the concepts that may be claimed by their labels and notations, in lower case."""
    if kind is ClaimType.MECHANISM:
        known: Collection[str] = [name for each in MECHANISMS for name in terms.instances(each)]
        labelled = entries(*MECHANISMS)
    else:
        known, labelled = roles(), entries(HEM.ElementRole)
    labels = {entry.label.casefold(): entry.concept for entry in labelled if entry.concept in known}
    return labels | {terms.notation(name).casefold(): name for name in known}


def _refuse_other_mechanism(context: Context, view: View, span: Span, concept: str) -> None:
    """Raise if the quote names mechanisms, and not the one that is proposed."""
    if concept in roles():
        return
    hints = (h for h in hints_of(context, view) if h.source in {WORDS, PARAPHRASE} and span.contains(h.span))
    named = {hint.mechanism for hint in hints}
    if named and concept not in named:
        raise UnfoundedError(f"the words {shown(span.of(view.text))} name another mechanism")


# ---------------------------------------------------------------- elements, denial and doubt


def _symbols(
    context: Context, passage: OpenPassage, kind: ClaimType, proposal: Proposal, entity: Entity | None
) -> tuple[str, ...]:
    """Return the elements of a statement, without what comes as the working ion."""
    told = proposal.get("elements") if kind is ClaimType.MECHANISM else [proposal.get("element")]
    if told is None:
        return ()
    if not isinstance(told, list):
        raise UnfoundedError("the elements of a mechanism are no list")
    held = _elements_shown(context, passage) | set(_elements_of([entity] if entity else ()))
    for symbol in told:
        if not isinstance(symbol, str) or symbol not in elements.table() or symbol not in held:
            raise UnfoundedError(f"neither the text shown nor the material holds the element {shown(symbol)}")
    return tuple(dict.fromkeys(s for s in told if kind is not ClaimType.MECHANISM or s not in carriers()))


def _elements_shown(context: Context, passage: OpenPassage) -> set[str]:
    views = [context.views[index] for index in passage.shown]
    named = {mention.concept for view in views for mention in view.elements if mention.concept}
    return named | set(_elements_of(entity for view in views for _, entity in view.materials))


def _elements_of(entities: Iterable[Entity]) -> Iterable[str]:
    return (symbol for entity in entities if entity.composition for symbol in entity.composition.elements)


def _polarity(view: View, span: Span, kind: ClaimType, told: object) -> Polarity:
    """Return the polarity of a statement, if the words in the clauses of its quote agree."""
    if not isinstance(told, str) or told not in set(Polarity):
        raise UnfoundedError(f"no polarity is called {shown(told)}")
    clauses = clause_of(view, span.start).cover(clause_of(view, span.end - 1))
    cues = {cue.concept for cue in polarity_cues(view) if clauses.overlaps(cue.span)}
    told_here = {Polarity.NEGATED} if cues & DENIAL[kind] else set()
    told_here |= {Polarity.HYPOTHESISED} if cues & set(DOUBT) else set()
    if (told != Polarity.ASSERTED or told_here) and told not in told_here:
        raise UnfoundedError(f"the words {shown(span.of(view.text))} are not {told} where they stand")
    return Polarity(told)
