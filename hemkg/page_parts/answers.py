"""A dialogue as HTML: question, how it was understood, answer, table, and what it was found with."""

from collections.abc import Iterable, Mapping

from hemkg.ask.answering import Turn
from hemkg.model.answer import Answer, Scope
from hemkg.page_parts.answer_table import answer_table
from hemkg.page_parts.chips import understood_as
from hemkg.page_parts.comparison_view import comparison_view
from hemkg.page_parts.dialogue import Dialogue, Exchange, Offers
from hemkg.page_parts.evidence import cards
from hemkg.page_parts.exports import answer_buttons
from hemkg.page_parts.html import NOTHING, Html, element, escaped, fold, joined
from hemkg.page_parts.typeset import marked, words

IN_FULL = 8
EMPTY_EVIDENCE = "The sentences behind an answer stand here, numbered as in its text."
NO_EVIDENCE = "This answer rests on arithmetic or on the ontology; no paper is quoted."
REFUSED_EVIDENCE = "Nothing is claimed, so there is nothing to cite."


def conversation(dialogue: Dialogue, examples: Mapping[str, Iterable[str]], scope: Scope) -> Html:
    """Return the whole dialogue, or what to begin with where nothing was asked.

    Args:
        dialogue: the visitor's.
        examples: questions to begin with, by heading.
        scope: what the store holds.
    """
    shown = dialogue.exchanges
    if not shown:
        return _welcome(examples, scope)
    old, recent = shown[:-IN_FULL], shown[-IN_FULL:]
    turns = [*map(_in_short, old), *(_in_full(exchange, is_last=exchange is recent[-1]) for exchange in recent)]
    return element("div", *turns, class_="turns", role="log", aria_live="polite", aria_label="Questions and answers")


def nothing_read() -> Html:
    """Return what to do first where the store holds nothing."""
    return element("div", element("h2", "No paper has been read yet"),
        element("p", "Drop papers on the tab Library, or read the bundled corpus or a folder of yours in a terminal:"),
        element("pre", "hemkg build corpus", tabindex=0),
        element("p", "Open the page again then. Formulas can be checked already, under Check."),
        class_="welcome")  # fmt: skip


def is_bare(scope: Scope) -> bool:
    """Whether the store holds nothing that could be asked for."""
    return not scope.papers + scope.titles


def _welcome(examples: Mapping[str, Iterable[str]], scope: Scope) -> Html:
    if is_bare(scope):
        return nothing_read()
    titles = f" and the titles of {scope.titles} more" if scope.titles else ""
    held = f"{_counted(scope.papers, 'paper')}{titles}"
    told = f"Answers come from {held}, each with the sentences it rests on. Where they say nothing, you are told so."
    groups = [
        element("section", element("h3", name), *(ask_button(question) for question in questions))
        for name, questions in examples.items()
    ]
    return element("div", element("h2", "What do the papers say?"), element("p", told),
        element("div", *groups, class_="examples"), class_="welcome")  # fmt: skip


def ask_button(question: str) -> Html:
    """Return a question that is asked when it is clicked."""
    return element("button", words(question), type="button", class_="ask", data_send="ask", data_question=question)


def offers_view(offers: Offers) -> Html:
    """Return the questions to go on with."""
    if not offers.turns:
        return NOTHING
    buttons = [ask_button(question) for question in offers.turns]
    return element("div", element("span", "Go on with", class_="label"), *buttons, class_="offers")


def _in_short(exchange: Exchange) -> Html:
    """Return an exchange of long ago: its table and quotes are an answer away."""
    text = exchange.turn.answer.text if exchange.turn else exchange.error
    again = element(
        "button", "Ask again", type="button", class_="quiet", data_send="ask", data_question=exchange.question
    )
    return element(
        "article", _question(exchange), element("p", words(text or ""), class_="text"), again, class_="turn old"
    )


def _in_full(exchange: Exchange, *, is_last: bool) -> Html:
    compared = comparison_view(exchange.compared) if exchange.compared else None
    body = _answer(exchange, exchange.turn, is_last=is_last) if exchange.turn else note(exchange.error or "")
    return element("article", _question(exchange), compared, body, class_="turn", data_group=exchange.group)


def _question(exchange: Exchange) -> Html:
    return element("h2", words(exchange.question), class_="question")


def note(text: str) -> Html:
    """Return one friendly sentence about what could not be done."""
    return element("p", words(text), class_="note", role="status")


def _answer(exchange: Exchange, turn: Turn, *, is_last: bool) -> Html:
    answer = turn.answer
    numbers = {citation.number for citation in answer.citations}
    text = element("p", marked(answer.text, numbers, exchange.group), class_="text")
    body = _refusal(text) if answer.abstained else joined([text, answer_table(answer, exchange.group)])
    understood = understood_as(turn.intent, answer.interpretation, is_editable=is_last)
    return joined([understood, body, _foot(exchange, answer)])


def _refusal(text: Html) -> Html:
    head = element("p", "The papers here do not say", class_="verdict")
    return element("div", head, text, class_="refusal")


def _foot(exchange: Exchange, answer: Answer) -> Html:
    """Return what the answer can be taken away as, the query under a fold, and what was searched."""
    query = fold("Query", element("pre", answer.sparql.strip(), tabindex=0)) if answer.sparql else None
    scope = element("span", f"Searched {scope_words(answer.scope)}", class_="scope")
    return element("div", *answer_buttons(answer, exchange.number), query, scope, class_="foot")


def scope_words(scope: Scope) -> str:
    """Return what the store holds, and how much of what it was given.

    >>> scope_words(Scope(66, 60, 0, "a"))
    '66 papers and 60 titles'
    >>> scope_words(Scope(41, 0, 2, "a"))
    '41 of 43 papers, 2 failed'
    """
    titles = f" and {_counted(scope.titles, 'title')}" if scope.titles else ""
    if not scope.failed:
        return f"{_counted(scope.papers, 'paper')}{titles}"
    return f"{scope.papers} of {_counted(scope.papers + scope.failed, 'paper')}{titles}, {scope.failed} failed"


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def evidence(dialogue: Dialogue) -> Html:
    """Return the quotes of the recent answers; the page shows those of one at a time, the last at first."""
    recent = dialogue.exchanges[-IN_FULL:]
    sets = [_set(exchange, is_shown=exchange is recent[-1]) for exchange in recent]
    return joined(sets) if sets else element("p", EMPTY_EVIDENCE, class_="empty")


def _set(exchange: Exchange, *, is_shown: bool) -> Html:
    head = element("p", words(exchange.question), class_="of")
    return element("section", head, _quotes(exchange), class_="sources", data_group=exchange.group, hidden=not is_shown)


def _quotes(exchange: Exchange) -> Html:
    answer = exchange.turn.answer if exchange.turn else None
    if answer is not None and answer.citations:
        return cards(answer.citations, exchange.group, exchange.settings)
    is_computed = answer is not None and not answer.abstained
    return element("p", NO_EVIDENCE if is_computed else REFUSED_EVIDENCE, class_="empty")


def scope_line(scope: Scope) -> Html:
    """Return the line at the head of the page that says what is searched."""
    return element("span", escaped(scope_words(scope)), class_="scope", title=f"graph {scope.graph}")
