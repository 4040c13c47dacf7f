"""All annotators in their order: a Paper becomes an Annotated paper."""

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import replace

from hemkg.annotate.citations import blanked, find_citations
from hemkg.annotate.compound_names import find_compound_names
from hemkg.annotate.concepts import find_concepts
from hemkg.annotate.element_states import find_element_states
from hemkg.annotate.formula_grammar import parse
from hemkg.annotate.formulas import find_formulas
from hemkg.annotate.names import find_element_names
from hemkg.annotate.parse import parse_sentences
from hemkg.annotate.placeholders import find_placeholders
from hemkg.annotate.quantities import find_quantities
from hemkg.annotate.sentences import find_sentences
from hemkg.annotate.table_text import find_in_tables
from hemkg.annotate.variables import find_members
from hemkg.model.annotated import Annotated
from hemkg.model.mention import Mention, MentionKind
from hemkg.model.paper import BlockKind, Paper
from hemkg.vocab import terms
from hemkg.vocab.terms import HEM

# longer mentions than this do not hold an element in a state
LONGEST = 120
MINED = {BlockKind.TITLE, BlockKind.HEADING, BlockKind.PARAGRAPH, BlockKind.CAPTION}


def annotate(paper: Paper, *, with_grammar: bool = True, parses_all: bool = False) -> Annotated:
    """Recognise sentences, formulas, quantities, concepts and elements in a paper.

    Args:
        paper: the paper.
        with_grammar: whether sentences are parsed, which takes more than half of the time.
        parses_all: whether every sentence is parsed, and not only those that may hold a claim.
    """
    sentences = find_sentences(paper)
    citations = find_citations(paper)
    plain = blanked(paper.text, citations)
    found: list[Mention] = [*citations, *_in_prose(paper, plain)]
    for field in find_in_tables(paper, plain):
        found += field
    found += map(_with_composition, find_concepts(paper.text, sentences))
    found += find_element_names(paper.text, sentences)
    found += find_compound_names(plain, sentences)
    found.sort(key=lambda mention: (mention.span, mention.kind, mention.concept or ""))
    if with_grammar:
        sentences = parse_sentences(paper.text, sentences, found, parses_all=parses_all)
    return Annotated(paper, tuple(sentences), tuple(found))


def _in_prose(paper: Paper, plain: str) -> list[Mention]:
    """Find formulas, members of series, element symbols and quantities in the paper's prose."""
    found: list[Mention] = []
    for block in paper.blocks:
        if block.kind in MINED:
            formulas = find_formulas(plain, block.span.start, block.span.end)
            quantities = find_quantities(plain, block.span.start, block.span.end)
            found += _disjoint(formulas, quantities)
    members = list(find_members(plain, [m for m in found if m.kind is MentionKind.FORMULA]))
    members += find_placeholders(plain)
    found = [m for m in found if not any(member.span.overlaps(m.span) for member in members)] + members
    return _with_states(paper, plain, found)


def _with_states(paper: Paper, plain: str, found: list[Mention]) -> list[Mention]:
    """Add elements in a state; what is no more than the state's symbol or formula (``Cr(III)``) gives way to it."""
    compounds = [m for m in found if m.kind is MentionKind.FORMULA]
    blocks = [block for block in paper.blocks if block.kind in MINED]
    states = [s for b in blocks for s in find_element_states(plain, b.span.start, b.span.end, compounds)]
    ordered = sorted(found, key=lambda m: m.span)
    starts, gone, added = [m.span.start for m in ordered], set[int](), []
    for state in states:
        low, high = bisect_left(starts, state.span.start - LONGEST), bisect_left(starts, state.span.end)
        there = [m for m in ordered[low:high] if m.span.overlaps(state.span)]
        if all(state.span.contains(m.span) for m in there):
            gone.update(id(m) for m in there)
            added.append(state)
    return [m for m in found if id(m) not in gone] + added


def _with_composition(mention: Mention) -> Mention:
    """Give a substance that goes by a name the composition that the ontology knows of it."""
    if HEM.NamedMaterial not in terms.kinds(mention.concept or ""):
        return mention
    formula = terms.text(mention.concept or "", "formula")
    value = parse(formula) if formula else None
    return replace(mention, kind=MentionKind.NAME, value=value)


def _disjoint(formulas: Iterable[Mention], quantities: Iterable[Mention]) -> list[Mention]:
    """Settle who owns a digit: a number inside a formula is a subscript, ``0.2 C`` is a rate."""
    formulas, quantities = list(formulas), list(quantities)
    compounds = [m for m in formulas if m.kind is MentionKind.FORMULA]
    kept = [q for q in quantities if not any(f.span.overlaps(q.span) for f in compounds)]
    symbols = [m for m in formulas if m.kind is MentionKind.FORMULA or not any(q.span.contains(m.span) for q in kept)]
    return [*symbols, *kept]
