"""How a question was understood, as chips: what is looked for, and each slot that it is picked by.

The words are those of ``ask.editing`` and ``ask.wording``.  Under the last answer a chip can be taken away or given
another value: its buttons send the commands that may be typed as well (``/drop ion``, ``/set ion Na``).
"""

from collections.abc import Iterator

from hemkg.ask.editing import ASKED_FOR, Edit, slots_of
from hemkg.ask.intent import Intent, Target
from hemkg.ask.wording import listed
from hemkg.page_parts.html import Html, element, joined
from hemkg.page_parts.typeset import words

Chip = tuple[str, str]


def understood_as(intent: Intent, interpretation: str, *, is_editable: bool = False) -> Html | None:
    """Return how a question was understood, or nothing where it was not.

    Args:
        intent: what the question was taken to mean.
        interpretation: the same in a sentence, for those who hover over the chips or listen to the page.
        is_editable: whether the chips can be changed; those of the last answer can.
    """
    found = list(chips(intent))
    if not found:
        return None
    filled = slots_of(intent)
    items = [_chip(name, value, is_editable=is_editable and name in filled) for name, value in found]
    label = element("span", "Understood as", class_="label")
    told = element("ul", *items, class_="chips", aria_label=interpretation)
    return element("div", label, told, class_="understood", title=interpretation)


def _chip(name: str, value: str, *, is_editable: bool) -> Html:
    """Return one chip; its value opens the command that changes it, and a cross takes it away."""
    named = joined([element("small", name), " "]) if name else None
    if not is_editable:
        return element("li", named, words(value), class_="chip")
    shown = element(
        "button", words(value), type="button", class_="value", data_fill=f"/set {name} ", title=f"Change {name}"
    )
    cross = element(
        "button", "×", type="button", class_="drop", data_send="ask", data_question=str(Edit(name)),
        aria_label=f"Take away {name}: {value}", title=f"Take away {name}",
    )  # fmt: skip
    return element("li", named, shown, None if name in ASKED_FOR else cross, class_="chip")


def chips(intent: Intent) -> Iterator[Chip]:
    """Yield (name of a slot, what it holds) for the slots of an intent that hold something.

    >>> list(chips(Intent(Target.MECHANISMS, elements=("Sn",))))
    [('', 'mechanisms'), ('element', 'Sn')]
    >>> list(chips(Intent()))
    []
    """
    if intent.target is Target.UNKNOWN and intent.is_empty:
        return
    if intent.is_yes_no:
        yield "", "whether there is any"
    if intent.target is not Target.MEASUREMENTS:
        yield "", intent.target.value
    yield from slots_of(intent).items()
    if intent.words and intent.words.mended:
        yield "read as", listed(f"{meant} for {typed}" for typed, meant in intent.words.mended)
