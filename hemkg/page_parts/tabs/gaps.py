"""Research gaps: a map of the field, and the cards of the cell, kind or words that are chosen."""

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from hemkg.assistant import Assistant
from hemkg.model.gap import GapKind
from hemkg.page_parts.answers import is_bare, nothing_read
from hemkg.page_parts.gap_view import AT_ONCE, KINDS, NONE, NOWHERE, Wanted, field_map, gap_cards, wanted_gaps
from hemkg.page_parts.html import NOTHING, Html, element, plain
from hemkg.page_parts.tabs.common import KEPT, PRIVATE, STORE, broken, drawn, told, wired
from hemkg.review.field import Place
from hemkg.review.gap_map import FieldMap, Spot
from hemkg.vocab import terms
from hemkg.vocab.terms import HEM

if TYPE_CHECKING:
    import gradio as gr

ALL = "all kinds"
AXES = {"mechanism": "IonStorageMechanism", "family": "AnionFamily", "ion": "Ion"}
Drawn = tuple[Wanted, int, Html, Html]


class Gaps:
    """What happens with the gaps, apart from how they are laid out."""

    def __init__(self, assistant: Assistant) -> None:
        self.assistant = assistant

    @property
    def map(self) -> FieldMap:
        """What is reported, and all gaps."""
        return self.assistant.field_map

    def open(self, wanted: Wanted | None) -> Drawn | dict[Any, Any]:
        """Return map and cards when the tab is opened first; later leave them as they are."""
        import gradio as gr

        return self.show(Wanted()) if wanted is None else gr.skip()

    def show(self, wanted: Wanted, shown: int = AT_ONCE) -> Drawn:
        """Return map and cards of the gaps that are wanted."""
        if is_bare(self.assistant.scope):
            return wanted, shown, NOTHING, nothing_read()
        found = wanted_gaps(self.map, wanted)
        none = self.map.spot(wanted.spot).told if wanted.place.mechanism else NONE
        cards = gap_cards(found, len(self.map.gaps), shown, none=none)
        return wanted, shown, field_map(self.map, wanted.spot), cards

    def filter(self, wanted: Wanted | None, kind: str, text: str) -> Drawn:
        """Return those of a kind that hold some words."""
        chosen = next((k for k, label in KINDS.items() if label == kind), None)
        return self.show(replace(wanted or Wanted(), kind=chosen, text=plain(text)[:100]))

    def at(self, wanted: Wanted | None, spot: Spot) -> Drawn:
        """Return those of a cell of the map; clicked again, of all."""
        old = wanted or Wanted()
        new = NOWHERE if old.spot == spot else spot
        return self.show(replace(old, place=new.place, element=new.element, technique=new.technique))

    def more(self, wanted: Wanted | None, shown: int) -> Drawn:
        """Show more of the same gaps."""
        return self.show(wanted or Wanted(), shown + AT_ONCE)


def gaps_tab(assistant: Assistant, tab: "gr.Tab") -> None:
    """Lay out the gaps inside the tab that is open."""
    import gradio as gr

    tab_gaps = Gaps(assistant)
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
        symbol, technique = told(event, "element", 2), told(event, "technique", 60)
        is_element = symbol in terms.instances(HEM.Element)
        place = Place(mechanism, told(event, "others", 5) != "true", family, ion)
        return tab_gaps.at(old, Spot(place, symbol if is_element else None, technique or None))

    heard = [
        tab.select(tab_gaps.open, [wanted], panes, **STORE),
        chart.cell(cell, [wanted], panes, **STORE),
        kind.change(tab_gaps.filter, [wanted, kind, text], panes, **STORE),
        text.submit(tab_gaps.filter, [wanted, kind, text], panes, **STORE),
        text.blur(tab_gaps.filter, [wanted, kind, text], panes, **STORE),
        cards.more(tab_gaps.more, [wanted, count], panes, **STORE),
    ]
    for event in heard:
        event.failure(broken, None, cards, **PRIVATE)
