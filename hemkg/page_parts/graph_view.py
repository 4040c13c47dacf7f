"""A thing of the claim graph with what it is joined with: a fan, drawn as SVG, whose ends can be clicked.

What is joined stands in two columns, by kind, so that no label falls on another; ``review.graph_figure``
draws the same for notebooks and print.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from hemkg.page_parts.html import Html, element, escaped, fold, joined, scrolled
from hemkg.page_parts.typeset import words
from hemkg.review.graph import NodeKind, find_node, neighbourhood
from hemkg.review.typography import Run, Script, as_html, ion_runs, runs

if TYPE_CHECKING:
    import networkx

KINDS: Mapping[NodeKind, str] = {
    NodeKind.MATERIAL: "materials",
    NodeKind.MECHANISM: "mechanisms",
    NodeKind.ELEMENT: "elements",
    NodeKind.TECHNIQUE: "techniques",
    NodeKind.ION: "ions",
    NodeKind.COMPOSITION: "compositions",
    NodeKind.PAPER: "papers",
}
AT_FIRST = (NodeKind.MATERIAL, NodeKind.MECHANISM, NodeKind.ELEMENT, NodeKind.TECHNIQUE, NodeKind.ION)
SAID = {"asserted": "reported", "negated": "reported not to be so", "hypothesised": "proposed"}
MOST = 60
WIDTH, ROW, HEAD, MIDDLE = 960, 24, 34, 480
COLUMN = 290
LONGEST = 34
UNCUT = 8
FORMULAS = frozenset((NodeKind.MATERIAL, NodeKind.COMPOSITION))


@dataclass(frozen=True, slots=True)
class Link:
    """What joins the middle with something.

    Attributes:
        node: IRI of the other end.
        kind, label: of the other end.
        relation: how they are joined, as it is said from the first to the second.
        polarity: asserted, negated or hypothesised.
        claims: how many claims say so.
        papers: in which papers.
    """

    node: str
    kind: NodeKind
    label: str
    relation: str
    polarity: str
    claims: int
    papers: str


@dataclass(frozen=True, slots=True)
class Spot:
    """Where something stands: a heading (no node) or a node with its place."""

    x: float
    y: float
    label: str
    node: str = ""
    kind: NodeKind = NodeKind.MATERIAL


def choices(graph: "networkx.MultiDiGraph") -> list[tuple[str, str]]:
    """Return (label with kind, IRI) of everything that can be put in the middle, the best joined first."""
    order = sorted(graph.nodes(data=True), key=lambda node: (-graph.degree(node[0]), str(node[1]["label"])))
    return [(f"{data['label']} ({data['kind']})", node) for node, data in order]


def graph_view(graph: "networkx.MultiDiGraph", centre: str, kinds: Collection[NodeKind], most: int = MOST) -> Html:
    """Return the picture of a thing and what it is joined with, what was left out, and the same as a list.

    Args:
        graph: from ``claim_graph``.
        centre: IRI, term or label of what stands in the middle.
        kinds: of what is drawn around it.
        most: how many things at most.

    Raises:
        InputError: if the graph has no such thing.
    """
    middle = find_node(graph, centre)
    wanted = [node for node, kind in graph.nodes(data="kind") if kind in kinds or node == middle]
    near = graph.subgraph(wanted)
    drawn = neighbourhood(near, middle, most=most + 1)
    links = sorted(_links(drawn, middle), key=_order)
    data = graph.nodes[middle]
    left_out = len(set(near.to_undirected(as_view=True)[middle])) - (len(drawn) - 1)
    told = _told(data, links, left_out)
    if not links:
        return joined([_title(data), element("p", told, class_="empty")])
    picture = scrolled("Drawing of the graph", _picture(data, links), class_="scroll fan")
    told_below = fold("As a list", _list(links), class_="fold list")
    return joined([_title(data), element("p", told, class_="caption"), picture, _legend(links), told_below])


def _legend(links: Sequence[Link]) -> Html:
    """Return what the kinds of lines in a picture mean."""
    polarities = {link.polarity for link in links}
    keys = [element("li", element("i", class_=f"key {kind}"), SAID[kind]) for kind in SAID if kind in polarities]
    return element("ul", *keys, element("li", "the thicker, the more claims"), class_="legend")


def _title(data: Mapping[str, object]) -> Html:
    told = str(data.get("title") or data["kind"])
    return element("h2", _set(str(data["label"]), NodeKind(str(data["kind"]))), element("small", told))


def _told(data: Mapping[str, object], links: Sequence[Link], left_out: int) -> str:
    things = len({link.node for link in links})
    if not things:
        return "Nothing of these kinds is joined with it; tick more kinds."
    told = (
        f"Joined with {things} {'thing' if things == 1 else 'things'} by {sum(link.claims for link in links)} claims."
    )
    more = f" {left_out} more with fewer claims are left out." if left_out > 0 else " Nothing is left out."
    return f"{told}{more} Click one to put it in the middle."


def _links(graph: "networkx.MultiDiGraph", middle: str) -> Iterator[Link]:
    ends = [
        *((t, d) for _, t, d in graph.out_edges(middle, data=True)),
        *((s, d) for s, _, d in graph.in_edges(middle, data=True)),
    ]
    for node, edge in ends:
        data = graph.nodes[node]
        kind = NodeKind(str(data["kind"]))
        yield Link(
            node,
            kind,
            str(data["label"]),
            str(edge["relation"]),
            str(edge["polarity"]),
            int(edge["claims"]),
            str(edge["papers"]),
        )


def _order(link: Link) -> tuple[int, int, str]:
    return (list(KINDS).index(link.kind), -link.claims, link.label.casefold())


# ---------------------------------------------------------------- the picture


def _picture(data: Mapping[str, object], links: Sequence[Link]) -> Html:
    left, right = _columns(links)
    height = max(left[-1].y if left else 0, right[-1].y if right else 0) + ROW
    middle = Spot(MIDDLE, height / 2, str(data["label"]), "", NodeKind(str(data["kind"])))
    places = {spot.node: spot for spot in (*left, *right) if spot.node}
    lines = [_line(middle, places[link.node], link) for link in links]
    spots = [_spot(spot) for spot in (*left, *right)]
    name = f"{data['label']} and what it is joined with"
    return element(
        "svg",
        *lines,
        *spots,
        _centre(middle),
        viewBox=f"0 0 {WIDTH} {height:.0f}",
        class_="graph",
        role="group",
        aria_label=name,
    )


def _columns(links: Sequence[Link]) -> tuple[list[Spot], list[Spot]]:
    """Return where everything stands: kinds one under another, in two columns of about one height."""
    groups = [(kind, list(dict.fromkeys((link.node, link.label) for link in found)))
        for kind, found in groupby(links, key=lambda link: link.kind)]  # fmt: skip
    total = sum(len(nodes) for _, nodes in groups)
    sides: tuple[list[tuple[NodeKind, list[tuple[str, str]]]], ...] = ([], [])
    held = 0
    for kind, nodes in groups:
        left = 0 if sides[1] else _on_the_left(len(nodes), total / 2 - held, is_alone=len(groups) == 1)
        for side, part in zip(sides, (nodes[:left], nodes[left:]), strict=True):
            side.extend([(kind, part)] if part else [])
        held += len(nodes)
    columns = (_column(sides[0], COLUMN), _column(sides[1], WIDTH - COLUMN))
    return _centred(*columns)


def _on_the_left(count: int, room: float, *, is_alone: bool) -> int:
    """Return how many of a kind stand on the left; only a long list is cut in two."""
    if count <= room + 1:
        return count
    if count > UNCUT or is_alone:
        return max(round(room), 0)
    return count if count / 2 <= room else 0


def _column(groups: Iterable[tuple[NodeKind, list[tuple[str, str]]]], x: float) -> list[Spot]:
    found, y = [], 0.0
    for kind, nodes in groups:
        y += HEAD
        found.append(Spot(x, y, KINDS[kind], "", kind))
        for node, label in nodes:
            y += ROW
            found.append(Spot(x, y, label, node, kind))
    return found


def _centred(left: list[Spot], right: list[Spot]) -> tuple[list[Spot], list[Spot]]:
    """Move the shorter column down to the middle of the longer."""
    low, high = (column[-1].y if column else 0.0 for column in (left, right))
    gaps = (max((high - low) / 2, 0), max((low - high) / 2, 0))
    moved = [
        [Spot(s.x, s.y + gap, s.label, s.node, s.kind) for s in column]
        for column, gap in zip((left, right), gaps, strict=True)
    ]
    return moved[0], moved[1]


def _line(middle: Spot, spot: Spot, link: Link) -> Html:
    bend = (middle.x + spot.x) / 2
    edge = spot.x + (8 if spot.x < middle.x else -8)
    start, end = f"{middle.x:.0f},{middle.y:.0f}", f"{edge:.0f},{spot.y - 4:.0f}"
    path = f"M{start} C{bend:.0f},{middle.y:.0f} {bend:.0f},{spot.y - 4:.0f} {end}"
    weight = 1 if link.claims <= 1 else 2 if link.claims <= 4 else 3
    return element("path", element("title", _said(link)), d=path, class_=f"link {link.polarity} w{weight}")


def _said(link: Link) -> str:
    polarity = "" if link.polarity == "asserted" else f" ({link.polarity})"
    claims = f", {link.claims} {'claim' if link.claims == 1 else 'claims'}" if link.claims else ""
    return f"{link.relation}{polarity}{claims}: {link.papers}"


def _spot(spot: Spot) -> Html:
    is_left = spot.x < MIDDLE
    anchor = "end" if is_left else "start"
    x = spot.x - 6 if is_left else spot.x + 6
    if not spot.node:
        return element("text", spot.label, x=f"{x:.0f}", y=f"{spot.y:.0f}", text_anchor=anchor, class_="heading")
    label = element("text", svg_label(spot.label, spot.kind), x=f"{x:.0f}", y=f"{spot.y:.0f}", text_anchor=anchor)
    dot = element("circle", cx=f"{spot.x:.0f}", cy=f"{spot.y - 4:.0f}", r=4)
    room = element(
        "rect",
        x=f"{spot.x - COLUMN if is_left else spot.x - 8:.0f}",
        y=f"{spot.y - 18:.0f}",
        width=COLUMN + 8,
        height=ROW,
    )
    said = f"Put {spot.label} in the middle"
    return element("g", element("title", spot.label), room, dot, label, class_=f"node {spot.kind.value}", tabindex=0,
        role="button", data_send="centre", data_node=spot.node, aria_label=said)  # fmt: skip


def _centre(spot: Spot) -> Html:
    width = 36 + 10 * min(len(spot.label), LONGEST // 2)
    box = element("rect", x=f"{spot.x - width / 2:.0f}", y=f"{spot.y - 22:.0f}", width=width, height=36, rx=18)
    label = svg_label(spot.label, spot.kind, LONGEST // 2)
    return element(
        "g", box, element("text", label, x=spot.x, y=f"{spot.y + 1:.0f}", text_anchor="middle"), class_="middle"
    )


def svg_label(text: str, kind: NodeKind, longest: int = LONGEST) -> Html:
    """Return a label for SVG, its amounts lowered; a long one is cut.

    >>> svg_label("Fe3O4", NodeKind.MATERIAL).count('class="sub"')
    2
    """
    short = text if len(text) <= longest else text[: longest - 1] + "…"
    shift = {Script.LINE: 0, Script.LOW: 4, Script.HIGH: -5}
    pieces, now = [], 0
    for run in _runs(short, kind):
        class_ = {Script.LOW: "sub", Script.HIGH: "sup"}.get(run.script)
        pieces.append(element("tspan", run.text, dy=shift[run.script] - now or None, class_=class_))
        now = shift[run.script]
    return joined(pieces)


def _runs(text: str, kind: NodeKind) -> tuple[Run, ...]:
    return ion_runs(text) if kind is NodeKind.ION else runs(text, is_formula=kind in FORMULAS)


def _set(text: str, kind: NodeKind) -> Html:
    return Html(as_html(_runs(text, kind)).replace("'", "&#39;"))


# ---------------------------------------------------------------- the list


def _list(links: Sequence[Link]) -> Html:
    head = element("tr", *(element("th", name, scope="col") for name in ("how", "what", "kind", "claims", "papers")))
    rows = [
        element("tr", element("td", _relation(link)), element("td", _set(link.label, link.kind)),
            element("td", link.kind.value), element("td", link.claims or "–", class_="number"),
            element("td", words(link.papers), class_="papers"))
        for link in links
    ]  # fmt: skip
    return scrolled(
        "What it is joined with", element("table", element("thead", head), element("tbody", *rows), class_="rows")
    )


def _relation(link: Link) -> Html:
    return escaped(link.relation if link.polarity == "asserted" else f"{link.relation} ({link.polarity})")
