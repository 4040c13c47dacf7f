"""The ontology: browse its terms, look words up, read what a term means and what the papers make of it."""

import re
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING, Any

from hemkg.assistant import Assistant
from hemkg.errors import HemkgError
from hemkg.page_parts.evidence import settings_of
from hemkg.page_parts.html import NOTHING, Html, element, plain
from hemkg.page_parts.tabs.common import PRIVATE, STORE, broken, drawn, told, wired
from hemkg.page_parts.term_view import EMPTY, Use, results, term_view, tree
from hemkg.review import dictionary
from hemkg.store.mentions import mentions
from hemkg.vocab import terms
from hemkg.vocab.terms import HEM

if TYPE_CHECKING:
    import gradio as gr

LONGEST = 200
MOST_GUIDELINES = 6
TRIED = 3
OF_CLASS: dict[str, str] = {
    HEM.ChargeStorageMechanism: "Which materials store ions by {}?",
    HEM.Technique: "Which materials were examined by {}?",
    HEM.SynthesisMethod: "Which materials were made by {}?",
    HEM.ElementRole: "Which elements have the role {}?",
    HEM.Element: "Which materials contain {}?",
    HEM.Ion: "Which materials store {}?",
    HEM.QuantityKind: "Which materials have the highest {}?",
    HEM.StructureType: "Which {} materials are there?",
    HEM.AnionFamily: "Which {} materials are there?",
}
"""A question about a term of a class."""
GENERAL = ("What do we know about {}?", "What do the papers say about {}?")


class Ontology:
    """What happens with the ontology, apart from how it is laid out."""

    def __init__(self, assistant: Assistant) -> None:
        self.assistant = assistant

    def open(self, name: str | None) -> tuple[Any, Any]:
        """Return tree and term when the tab is opened first; later leave the tree as it is."""
        import gradio as gr

        return tree() if not name else gr.skip(), self.show(name)

    def show(self, name: str | None) -> Html:
        """Return a term, or what to do where none is chosen or known."""
        if not name or not dictionary.is_entry(name):
            return element("p", EMPTY, class_="empty")
        return term_view(dictionary.entry(name), self.use(name))

    def search(self, typed: str) -> Html:
        """Return the terms that some words may mean."""
        words = plain(typed or "")[:LONGEST]
        found = dictionary.look_up(words)
        return results(words, found, () if found else tuple(_elements_in(words)))

    def use(self, name: str) -> Use:
        """Return what papers and guidelines make of a term."""
        counted = mentions(self.assistant.catalogue.graph, dictionary.with_narrower(name))
        return Use(
            counted,
            settings_of(counted.citations, self.assistant.catalogue.passages),
            self.question(name) if counted.papers else None,
            terms.iri(name) if terms.iri(name) in self.assistant.claim_graph else None,
            _guidelines(name),
            _rules(name),
        )

    def question(self, name: str) -> str | None:
        """Return a question about a term that has an answer of rows."""
        for question in list(_questions(name))[:TRIED]:
            try:
                turn = self.assistant.ask(question)
            except HemkgError:
                continue
            if turn.answer.rows and not turn.answer.abstained and _is_about(turn.intent, name):
                return question
        return None


def _questions(name: str) -> Iterator[str]:
    kinds = terms.all_kinds(name)
    label = dictionary.title(name)
    yield from (shape.format(label) for kind, shape in OF_CLASS.items() if kind in kinds)
    yield from (shape.format(label) for shape in GENERAL)


def _is_about(intent: object, name: str) -> bool:
    """Whether a term, or what is narrower, stands in what a question was taken to mean."""
    return any(f"'{each}'" in repr(intent) for each in dictionary.with_narrower(name))


def _elements_in(words: str) -> Iterator[str]:
    """Yield the elements of a formula, if the words are one."""
    from hemkg.annotate.formula_grammar import parse

    try:
        composition = parse(words)
    except HemkgError:
        return
    yield from (symbol for symbol, _ in composition.amounts if symbol in terms.instances(HEM.Element))


@cache
def _guidelines(name: str) -> tuple[tuple[str, str], ...]:
    from hemkg.reason import guidelines

    found = [claim for claim in guidelines.claims() if any(name in told for told in claim.says.values())]
    return tuple((claim.statement, str(claim.citation)) for claim in found[:MOST_GUIDELINES])


@cache
def _rules(name: str) -> tuple[tuple[str, str], ...]:
    from hemkg.reason import rules

    uses = re.compile(rf"\bhem:{re.escape(name)}\b")
    return tuple((rule.name, rule.says) for rule in rules.rules() if uses.search(rule.sparql))


def ontology_tab(assistant: Assistant, tab: "gr.Tab") -> None:
    """Lay out the ontology inside the tab that is open."""
    import gradio as gr

    ontology = Ontology(assistant)
    chosen = gr.State(None)
    with gr.Row(elem_id="ontology", equal_height=False):
        with gr.Column(scale=4, min_width=260, elem_id="ontology-terms", elem_classes="controls"):
            typed = gr.Textbox(
                label="Look up",
                placeholder="space charge, PXRD, Fe, mAh/g",
                max_length=LONGEST,
                elem_id="ontology-words",
            )
            found = drawn(NOTHING, wired("term"), elem_id="ontology-found")
            listed = drawn(
                element("p", "Reading the ontology", class_="looking"),
                wired("term", more="hemkg.terms.walk(element);"), elem_id="ontology-tree",
            )  # fmt: skip
        with gr.Column(scale=8, min_width=300, elem_id="ontology-pane"):
            shown = drawn(
                element("p", EMPTY, class_="empty"),
                wired("term", more="watch('value', () => hemkg.terms.arrived(element));"), elem_id="ontology-term",
            )  # fmt: skip

    def choose(event: gr.EventData) -> tuple[str | None, Html]:
        name = told(event, "term", 100)
        return (name, ontology.show(name)) if dictionary.is_entry(name) else (None, ontology.show(None))

    heard = [
        tab.select(ontology.open, [chosen], [listed, shown], **STORE),
        typed.change(ontology.search, typed, found, trigger_mode="always_last", **PRIVATE),
        *(one.term(choose, None, [chosen, shown], **STORE) for one in (found, listed, shown)),
    ]
    for event in heard:
        event.failure(broken, None, shown, **PRIVATE)
