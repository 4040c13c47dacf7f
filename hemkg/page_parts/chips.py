"""How a question was understood, as chips: what is looked for, of what, under which conditions.

The words are those of ``ask.wording``; where an intent has nothing of its own to show, its interpretation
in one sentence stands instead.
"""

from collections.abc import Iterator

from hemkg.ask.intent import Intent, Target
from hemkg.ask.wording import SHAPES, condition_words, listed, material_words, probe_words, technique_words
from hemkg.page_parts.html import Html, element, joined
from hemkg.page_parts.typeset import words
from hemkg.vocab import terms

Chip = tuple[str, str]


def understood_as(intent: Intent, interpretation: str) -> Html | None:
    """Return how a question was understood, or nothing where it was not.

    Args:
        intent: what the question was taken to mean.
        interpretation: the same in a sentence, for those who hover over the chips or listen to the page.
    """
    found = list(chips(intent))
    if not found:
        return None
    items = [element("li", _name(name), words(value), class_="chip") for name, value in found]
    label = element("span", "Understood as", class_="label")
    told = element("ul", *items, class_="chips", aria_label=interpretation)
    return element("div", label, told, class_="understood", title=interpretation)


def _name(name: str) -> Html | None:
    return joined([element("small", name), " "]) if name else None


def chips(intent: Intent) -> Iterator[Chip]:
    """Yield (name of a slot, what it holds) for the slots of an intent that hold something.

    >>> list(chips(Intent(Target.MECHANISMS, elements=("Sn",))))
    [('', 'mechanisms'), ('elements', 'Sn')]
    >>> list(chips(Intent()))
    []
    """
    if intent.target is Target.UNKNOWN and intent.is_empty:
        return
    yield from _asked_for(intent)
    yield from _of_what(intent)
    yield from _concepts(intent)
    conditions = condition_words(intent).strip().removeprefix("of ")
    if conditions:
        yield "", conditions
    if intent.words and intent.words.mended:
        yield "read as", listed(f"{meant} for {typed}" for typed, meant in intent.words.mended)


def _asked_for(intent: Intent) -> Iterator[Chip]:
    if intent.is_yes_no:
        yield "", "whether there is any"
    shape = SHAPES.get(intent.shape, "")
    if shape:
        yield "", shape.removesuffix(" of").removesuffix(" among")
    if intent.target is not Target.MEASUREMENTS:
        yield "", intent.target.value
        return
    which = listed(terms.notation(kind) for kind in intent.capacity_kinds)
    kinds = listed(terms.label(kind) for kind in intent.quantities)
    yield "", f"{which} {kinds}".strip() or "any quantity"
    if intent.is_measured:
        yield "", "measured, not theoretical"


def _of_what(intent: Intent) -> Iterator[Chip]:
    told = listed(named.words for named in intent.subjects) or material_words(intent.material)
    if told:
        yield "of", told


def _concepts(intent: Intent) -> Iterator[Chip]:
    concepts = {
        "mechanism": intent.mechanisms,
        "not": intent.excluded_mechanisms,
        "method": intent.methods,
        "role": intent.roles,
    }
    for name, found in concepts.items():
        if found:
            yield name, listed(terms.label(term) for term in found)
    if told := technique_words(intent):
        yield "technique", listed(told, " and " if intent.all_techniques else " or ")
    if intent.excluded_probes:
        yield "without", listed(map(probe_words, intent.excluded_probes), " or ")
    if intent.elements:
        yield "elements", ", ".join(intent.elements)
    if intent.polarity:
        yield "only", terms.label(intent.polarity)
