"""Whether a question in other words is the same question.

A language model may say a question again that was not understood.  What it says counts only if it names nothing
that the question does not name, and if all that was understood of the question stands.
"""

from dataclasses import replace

from hemkg.ask.bounds import Bounds
from hemkg.ask.facts import facts_of
from hemkg.ask.intent import Intent, Shape

LONGEST = 400  # code points; a question in plain words is one sentence


def is_same_question(question: str, reworded: str) -> bool:
    """Whether other words name no material, number, element, ion or denial that a question does not name.

    >>> is_same_question("How many mAh per gram does CoO manage?", "What is the capacity of CoO?")
    True
    >>> is_same_question("How many mAh per gram does CoO manage?", "What is the capacity of NiO?")
    False
    """
    if not reworded or len(reworded) > LONGEST:
        return False
    return not set(facts_of(reworded).news(facts_of(question))) & {"numbers", "names", "elements", "doubts"}


def keeps_what_was_understood(first: Intent, second: Intent) -> bool:
    """Whether what was read of a question is read of its other words too.

    Args:
        first: what the question was taken to mean.
        second: what its other words were taken to mean.
    """
    bounds = replace(first.bounds, used=())
    return (
        first.subject_iris in {(), second.subject_iris}
        and first.unknown_names in {(), second.unknown_names}
        and first.shape in {Shape.LIST, second.shape}
        and (second.is_yes_no or not first.is_yes_no)
        and set(first.quantities) <= set(second.quantities)
        and set(first.ions) <= set(second.ions)
        and set(first.mechanisms) <= set(second.mechanisms)
        and first.material.lacks in {(), second.material.lacks}
        and bounds in {Bounds(), replace(second.bounds, used=())}
    )
