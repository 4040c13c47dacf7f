"""The claim graph: choose a thing, see what it is joined with, click on from there."""

from typing import TYPE_CHECKING, Any

from hemkg.assistant import Assistant
from hemkg.page_parts.answers import is_bare, nothing_read
from hemkg.page_parts.graph_view import AT_FIRST, KINDS, MOST, choices, graph_view
from hemkg.page_parts.html import Html, element
from hemkg.page_parts.tabs.common import PRIVATE, STORE, broken, drawn, or_note, told, wired
from hemkg.review.graph import NodeKind

if TYPE_CHECKING:
    import gradio as gr
    import networkx

MOST_CHOICES = 1500
BEGIN = NodeKind.MATERIAL
Drawn = tuple[Any, Html]


class Graph:
    """What happens with the graph, apart from how it is laid out."""

    def __init__(self, assistant: Assistant) -> None:
        self.assistant = assistant

    @property
    def graph(self) -> "networkx.MultiDiGraph":
        """The claim graph of the store."""
        return self.assistant.claim_graph

    @property
    def names(self) -> list[tuple[str, str]]:
        """What can be chosen."""
        return choices(self.graph)[:MOST_CHOICES]

    def draw(self, node: str | None, kinds: list[str], most: float) -> Html:
        """Return the picture around a node."""
        if is_bare(self.assistant.scope):
            return nothing_read()
        if not node:
            return element("p", "Choose a material, a mechanism or an element.", class_="empty")
        wanted = [kind for kind, label in KINDS.items() if label in kinds]
        return or_note(lambda: graph_view(self.graph, str(node)[:300], wanted, int(most)))

    def open(self, node: str | None, kinds: list[str], most: float) -> Drawn:
        """Return what can be chosen, and the picture; the best joined material is there at first."""
        import gradio as gr

        first = next((iri for iri, kind in self.graph.nodes(data="kind") if iri == node), None) or self._best()
        return gr.Dropdown(choices=self.names, value=first), self.draw(first, kinds, most)

    def _best(self) -> str | None:
        """Return the high-entropy material that is joined with most of what is shown first, or any material."""
        kinds = dict(self.graph.nodes(data="kind"))
        materials = [iri for _, iri in self.names if kinds[iri] == BEGIN]
        high = [iri for iri in materials if self.graph.nodes[iri].get("high_entropy")] or materials
        near = self.graph.to_undirected(as_view=True)
        return max(high, key=lambda iri: sum(kinds[other] in AT_FIRST for other in near[iri]), default=None)


def graph_tab(assistant: Assistant, tab: "gr.Tab") -> None:
    """Lay out the graph inside the tab that is open."""
    import gradio as gr

    graph = Graph(assistant)
    with gr.Row(elem_classes="controls"):
        node = gr.Dropdown([], label="In the middle", scale=3, allow_custom_value=True, elem_id="graph-node")
        kinds = gr.CheckboxGroup(list(KINDS.values()), value=[KINDS[k] for k in AT_FIRST], label="Around it", scale=5,
            elem_id="graph-kinds")  # fmt: skip
        most = gr.Slider(10, 120, value=MOST, step=10, label="At most", scale=2, elem_id="graph-most")
    shown = drawn(element("p", "Drawing", class_="looking"), wired("centre"), elem_id="graph")

    def centre(event: gr.EventData) -> str:
        return told(event, "node", 300)

    chosen = [node, kinds, most]
    heard = [
        tab.select(graph.open, chosen, [node, shown], **STORE),
        node.input(graph.draw, chosen, shown, **STORE),
        kinds.input(graph.draw, chosen, shown, **STORE),
        most.release(graph.draw, chosen, shown, **STORE),
        shown.centre(centre, None, node, **STORE).success(graph.draw, chosen, shown, **STORE),
    ]
    for event in heard:
        event.failure(broken, None, shown, **PRIVATE)
