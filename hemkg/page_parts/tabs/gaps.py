"""Research gaps: a map of the field, and the cards of the cell, kind or words that are chosen."""

from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from hemkg.assistant import Assistant
from hemkg.model.gap import GapKind
from hemkg.page_parts.answers import is_bare, nothing_read
from hemkg.page_parts.gap_view import AT_ONCE, KINDS, Wanted, field_map, gap_cards
from hemkg.page_parts.html import NOTHING, Html, element, plain
from hemkg.page_parts.tabs.common import KEPT, PRIVATE, STORE, broken, drawn, told, wired
from hemkg.review.field import Field, Place, read_field
from hemkg.review.gap_card import GapCard
from hemkg.vocab import terms

if TYPE_CHECKING:
    import gradio as gr

ALL = "all kinds"
AXES = {"mechanism": "IonStorageMechanism", "family": "AnionFamily", "ion": "Ion"}
Drawn = tuple[Wanted, int, Html, Html]


class Gaps:
    """What happens with the gaps, apart from how they are laid out."""

    def __init__(self, assistant: Assistant) -> None:
        self.assistant = assistant

    @cached_property
    def found(self) -> tuple[GapCard, ...]:
        """All gaps of the store; found once, since it does not change while the page is open."""
        return self.assistant.gaps()

    @cached_property
    def field(self) -> Field:
        """What is reported."""
        return read_field(self.assistant.catalogue.graph)

    def open(self, wanted: Wanted | None) -> Drawn | dict[Any, Any]:
        """Return map and cards when the tab is opened first; later leave them as they are."""
        import gradio as gr

        return self.show(Wanted()) if wanted is None else gr.skip()

    def show(self, wanted: Wanted, shown: int = AT_ONCE) -> Drawn:
        """Return map and cards of the gaps that are wanted."""
        if is_bare(self.assistant.scope):
            return wanted, shown, NOTHING, nothing_read()
        gaps = [gap for gap in self.found if wanted.takes(gap)]
        return wanted, shown, field_map(self.field, wanted.place), gap_cards(gaps, len(self.found), shown)

    def filter(self, wanted: Wanted | None, kind: str, text: str) -> Drawn:
        """Return those of a kind that hold some words."""
        chosen = next((k for k, label in KINDS.items() if label == kind), None)
        return self.show(replace(wanted or Wanted(), kind=chosen, text=plain(text)[:100]))

    def at(self, wanted: Wanted | None, place: Place) -> Drawn:
        """Return those of a cell of the map; clicked again, of all."""
        old = wanted or Wanted()
        return self.show(replace(old, place=Place() if old.place == place else place))

    def more(self, wanted: Wanted | None, shown: int) -> Drawn:
        """Show more of the same gaps."""
        return self.show(wanted or Wanted(), shown + AT_ONCE)


def gaps_tab(assistant: Assistant, tab: "gr.Tab") -> None:
    """Lay out the gaps inside the tab that is open."""
    import gradio as gr

    gaps = Gaps(assistant)
    wanted, count = gr.State(None, time_to_live=KEPT), gr.State(AT_ONCE)
    chart = drawn(NOTHING, wired("cell"), elem_id="gap-map")
    with gr.Row(elem_classes="controls"):
        kind = gr.Dropdown([ALL, *(KINDS[k] for k in GapKind)], value=ALL, label="Kind", scale=1, filterable=False,
            elem_id="gap-kind")  # fmt: skip
        text = gr.Textbox(label="Words", placeholder="in the label or the reasons: selenide, magnetometry",
            max_length=100, scale=3, elem_id="gap-words")  # fmt: skip
    cards = drawn(element("p", "Counting what is there", class_="looking"), wired("more"), elem_id="gap-cards")
    panes = [wanted, count, chart, cards]

    def cell(event: gr.EventData, old: Wanted | None) -> Drawn:
        known = {axis: told(event, axis, 60) for axis in AXES}
        mechanism, family, ion = (known[a] if known[a] in terms.instances(kind) else None for a, kind in AXES.items())
        return gaps.at(old, Place(mechanism, True, family, ion))

    heard = [
        tab.select(gaps.open, [wanted], panes, **STORE),
        chart.cell(cell, [wanted], panes, **STORE),
        kind.change(gaps.filter, [wanted, kind, text], panes, **STORE),
        text.submit(gaps.filter, [wanted, kind, text], panes, **STORE),
        text.blur(gaps.filter, [wanted, kind, text], panes, **STORE),
        cards.more(gaps.more, [wanted, count], panes, **STORE),
    ]
    for event in heard:
        event.failure(broken, None, cards, queue=False, **PRIVATE)
