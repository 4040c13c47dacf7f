"""Questions to begin with and to go on with; a follow-up is offered only after it was tried.

What is offered depends on what was asked: another ion, another mechanism, another quantity of the same
materials, or more about the first material of the answer.
"""

import time
from collections.abc import Callable, Iterator, Mapping

from hemkg.ask.answering import Turn
from hemkg.ask.intent import Target
from hemkg.assistant import Assistant
from hemkg.vocab import elements, terms
from hemkg.vocab.terms import HEM

EXAMPLES: Mapping[str, tuple[str, ...]] = {
    "Numbers": (
        "What capacity does InGeSiP3 reach?",
        "Which high-entropy oxides reach more than 600 mAh/g?",
        "How well does (LiFeZnNiCoMn)3O4 keep its capacity?",
    ),
    "Mechanisms": (
        "Which elements enable alloying in high-entropy anodes?",
        "Which mechanisms store sodium in Cu0.88Sn0.02Sb0.02Bi0.02Mn0.02S0.9Se0.1?",
        "Which techniques show space charge?",
    ),
    "What is known": (
        "What do we know about ZnGeSiP3?",
        "Is space charge reported in any high-entropy anode?",
    ),
}
MOST = 3
SECONDS = 1.5


def try_follow_ups(assistant: Assistant, turn: Turn, is_wanted: Callable[[], bool] = lambda: True) -> dict[str, Turn]:
    """Return follow-up questions that have an answer of their own, with it.

    Args:
        assistant: to try them with.
        turn: that they follow.
        is_wanted: asked before each try; once it says no, what was found by then is returned.
    """
    found: dict[str, Turn] = {}
    seen = [turn]
    began = time.monotonic()
    for question in candidates(turn):
        if len(found) == MOST or time.monotonic() - began > SECONDS or not is_wanted():
            break
        tried = assistant.ask(question, turn)
        if _adds_to(seen, tried):
            found[question] = tried
            seen.append(tried)
    return found


def _adds_to(seen: list[Turn], turn: Turn) -> bool:
    """Whether an answer says something that those before do not."""
    answer = turn.answer
    told = [(other.answer.rows, other.answer.text) for other in seen]
    is_new = all(answer.rows != rows and answer.text != text for rows, text in told)
    return not answer.abstained and bool(answer.rows) and is_new


def candidates(turn: Turn) -> Iterator[str]:
    """Yield questions that may follow a turn, the most natural first."""
    yield from turn.answer.suggestions
    intent = turn.intent
    if intent.target is Target.MEASUREMENTS:
        yield from _of_numbers(turn)
    elif intent.target in {Target.MECHANISMS, Target.MATERIALS, Target.ELEMENTS, Target.TECHNIQUES}:
        yield from _other_mechanisms(turn)
        yield from _other_ions(turn)
    yield from _about_a_material(turn)
    if intent.target is Target.MEASUREMENTS:
        yield from _other_ions(turn)
    if turn.answer.abstained:
        yield from (question for questions in EXAMPLES.values() for question in questions)


def _of_numbers(turn: Turn) -> Iterator[str]:
    intent = turn.intent
    if len(turn.answer.rows) > 2:
        yield "Which is the highest?"
    if HEM.CapacityRetention not in intent.quantities:
        yield "And the capacity retention?"
    if HEM.SpecificCapacity not in intent.quantities:
        yield "And the capacity?"


def _other_mechanisms(turn: Turn) -> Iterator[str]:
    """Yield the same question of another mechanism, if it was asked of one."""
    if turn.intent.mechanisms:
        for term in terms.instances("IonStorageMechanism"):
            if term not in turn.intent.mechanisms:
                yield f"And {terms.label(term)}?"


def _other_ions(turn: Turn) -> Iterator[str]:
    for term in terms.instances("Ion"):
        symbol = terms.text(term, HEM.ofElement)
        if symbol and term not in turn.intent.ions:
            yield f"And with {elements.element(symbol).name}?"


def _about_a_material(turn: Turn) -> Iterator[str]:
    """Yield questions about the material that the answer names first, if it names few."""
    names = list(dict.fromkeys(row.cells.get("material") for row in turn.answer.rows))
    name = next((name for name in names if isinstance(name, str)), None)
    if name is None:
        return
    if turn.intent.target is not Target.MECHANISMS:
        yield f"Which mechanisms are reported for {name}?"
    if turn.intent.target is not Target.MEASUREMENTS:
        yield f"What capacity does {name} reach?"
    if turn.intent.target is not Target.OVERVIEW:
        yield f"What do we know about {name}?"
