"""A picture of a neighbourhood of the claim graph: the centre, and around it what it is joined with.

Nodes of one kind stand together on a ring, at even heights, so that labels do not fall on one another; the
same graph always gives the same picture.  plotly is imported when a picture is made.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from math import sqrt
from typing import TYPE_CHECKING

from hemkg.review.graph import NodeKind, find_node
from hemkg.review.pictures import COLOURS, FONT, formula, safe

if TYPE_CHECKING:
    import networkx
    import plotly.graph_objects
    from plotly.basedatatypes import BaseTraceType

Point = tuple[float, float]
KIND_COLOURS = dict(zip(NodeKind, COLOURS, strict=False))
POLARITIES = {"asserted": ("#9A9A9A", "solid"), "negated": ("#C1272D", "dash"), "hypothesised": ("#E69F00", "dot")}
NAMED = {NodeKind.MATERIAL, NodeKind.COMPOSITION}
WIDER = 1.25  # how much wider than high the rings are
ROOM = 1.9  # how far the picture reaches beyond the rings, for labels


def figure(graph: "networkx.MultiDiGraph", centre: str | None = None) -> "plotly.graph_objects.Figure":
    """Return the picture of a small graph.

    Args:
        graph: from ``neighbourhood``; above a hundred nodes the labels no longer fit.
        centre: IRI, term or label of the node in the middle; the best joined one if not given.

    Raises:
        InputError: if the graph has no such node.
    """
    import plotly.graph_objects as go

    middle = (
        find_node(graph, centre) if centre else (max(graph, key=lambda n: (graph.degree(n), n)) if len(graph) else "")
    )
    places = layout(graph, middle)
    picture = go.Figure()
    for trace in (*_edge_traces(graph, places), *_node_traces(graph, places, middle)):
        picture.add_trace(trace)
    reach = max((abs(y) for _, y in places.values()), default=1.0) or 1.0
    picture.update_layout(
        font=FONT,
        plot_bgcolor="white",
        paper_bgcolor="white",
        margin={"l": 10, "r": 10, "t": 10, "b": 10},
        height=720,
        legend={"orientation": "h", "y": -0.02, "itemsizing": "constant"},
        xaxis={"visible": False, "range": [-ROOM * reach, ROOM * reach]},
        yaxis={"visible": False, "range": [-1.08 * reach, 1.08 * reach]},
        hovermode="closest",
    )
    return picture


def layout(graph: "networkx.MultiDiGraph", middle: str) -> dict[str, Point]:
    """Return where each node stands: rings by distance, sectors by kind, wide enough for the labels."""
    import networkx

    steps = networkx.single_source_shortest_path_length(graph.to_undirected(as_view=True), middle) if middle else {}
    rings: dict[int, list[str]] = defaultdict(list)
    for node in sorted(graph, key=lambda node: _place_in_ring(graph, node)):
        rings[steps.get(node, max(steps.values(), default=0) + 1)].append(node)
    places: dict[str, Point] = {middle: (0.0, 0.0)} if middle else {}
    for ring, (step, nodes) in enumerate(sorted(rings.items())):
        if step:
            places.update(zip(nodes, _ring(len(nodes), float(ring)), strict=True))
    return places


def _ring(count: int, radius: float) -> list[Point]:
    """Return points on an ellipse at even heights, down its right side and up its left."""
    right = (count + 1) // 2
    found = []
    for i in range(count):
        on_right, place, rows = (True, i, right) if i < right else (False, count - 1 - i, count - right)
        height = 1 - 2 * (place + 0.5) / rows
        x = WIDER * radius * sqrt(1 - 0.8 * height * height)
        found.append((x if on_right else -x, radius * height))
    return found


def _place_in_ring(graph: "networkx.MultiDiGraph", node: str) -> tuple[str, str, str]:
    data = graph.nodes[node]
    return str(data["kind"]), str(data.get("label", node)).casefold(), node


# ---------------------------------------------------------------- edges


def _edge_traces(graph: "networkx.MultiDiGraph", places: Mapping[str, Point]) -> Iterator["BaseTraceType"]:
    """Yield the lines by polarity and strength, and points in their middles that tell who says it."""
    import plotly.graph_objects as go

    groups: dict[tuple[str, float], list[tuple[Point, Point]]] = defaultdict(list)
    middles: list[tuple[float, float, str]] = []
    for source, target, data in graph.edges(data=True):
        one, other = places[source], places[target]
        groups[str(data["polarity"]), _width(int(data["claims"]))].append((one, other))
        middles.append(((one[0] + other[0]) / 2, (one[1] + other[1]) / 2, _edge_hover(graph, source, target, data)))
    shown = set()
    for (polarity, width), lines in sorted(groups.items()):
        colour, dash = POLARITIES.get(polarity, POLARITIES["asserted"])
        xs = [x for one, other in lines for x in (one[0], other[0], None)]
        ys = [y for one, other in lines for y in (one[1], other[1], None)]
        yield go.Scatter(
            x=xs, y=ys, mode="lines", line={"color": colour, "width": width, "dash": dash}, opacity=0.55,
            hoverinfo="skip", name=polarity, legendgroup=polarity, showlegend=polarity not in shown,
        )  # fmt: skip
        shown.add(polarity)
    yield go.Scatter(
        x=[m[0] for m in middles], y=[m[1] for m in middles], mode="markers", marker={"size": 9, "opacity": 0},
        hovertext=[m[2] for m in middles], hoverinfo="text", showlegend=False,
    )  # fmt: skip


def _width(claims: int) -> float:
    return 1.0 if claims <= 1 else 1.8 if claims <= 4 else 2.8


def _edge_hover(graph: "networkx.MultiDiGraph", source: str, target: str, data: Mapping[str, object]) -> str:
    names = [_label(graph, node) for node in (source, target)]
    polarity = "" if data["polarity"] == "asserted" else f" ({safe(str(data['polarity']))})"
    claims = f"{data['claims']} claims<br>" if data["claims"] else ""
    return f"{names[0]} {safe(str(data['relation']))} {names[1]}{polarity}<br>{claims}{_wrapped(str(data['papers']))}"


def _wrapped(papers: str) -> str:
    names = papers.split(", ")
    return "<br>".join(safe(", ".join(names[i : i + 3])) for i in range(0, len(names), 3))


# ---------------------------------------------------------------- nodes


def _node_traces(graph: "networkx.MultiDiGraph", places: Mapping[str, Point], middle: str) -> Iterator["BaseTraceType"]:
    import plotly.graph_objects as go

    for kind in NodeKind:
        nodes = [node for node in places if graph.nodes[node]["kind"] == kind]
        if nodes:
            yield go.Scatter(
                x=[places[n][0] for n in nodes], y=[places[n][1] for n in nodes], mode="markers+text",
                marker={"size": [26 if n == middle else 13 for n in nodes], "color": KIND_COLOURS[kind],
                        "line": {"color": "white", "width": 1.5}},
                text=[_label(graph, n) for n in nodes], textposition=[_side(places[n]) for n in nodes],
                textfont={"size": 12}, hovertext=[_node_hover(graph, n) for n in nodes], hoverinfo="text",
                customdata=nodes, name=kind.value, cliponaxis=False,
            )  # fmt: skip


def _label(graph: "networkx.MultiDiGraph", node: str) -> str:
    data = graph.nodes[node]
    label = str(data.get("label", node))
    return formula(label) if data["kind"] in NAMED else safe(label if len(label) <= 30 else label[:29] + "…")


def _side(point: Point) -> str:
    """Return on which side of its node a label stands: outside the ring."""
    return "top center" if point == (0.0, 0.0) else "middle right" if point[0] > 0 else "middle left"


def _node_hover(graph: "networkx.MultiDiGraph", node: str) -> str:
    data = graph.nodes[node]
    lines = [f"<b>{safe(str(data.get('label', node)))}</b>", str(data["kind"])]
    lines += [safe(str(data[key])) for key in ("title", "year", "doi", "family") if data.get(key)]
    lines += ["high-entropy"] if data.get("high_entropy") else []
    return "<br>".join(lines)
