"""Research gaps as a map of the field and as cards."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from hemkg.model.gap import GapKind, Neighbour
from hemkg.page_parts.html import Html, element, fold, joined, scrolled
from hemkg.page_parts.review_view import quoted
from hemkg.page_parts.typeset import words
from hemkg.review.field import Place
from hemkg.review.gap_card import GapCard
from hemkg.review.gap_map import FieldMap, Sheet, Spot, shade
from hemkg.review.typography import as_html, ion_runs
from hemkg.vocab import terms

AT_ONCE = 10
NONE = "No gap here: this is either well studied or nothing in the graph speaks of it."
ANYWHERE = Place()
NOWHERE = Spot(ANYWHERE)
KINDS: Mapping[GapKind, str] = {
    GapKind.STATED: "stated by authors",
    GapKind.UNEXPLORED: "unexplored",
    GapKind.CONTRADICTED: "contradicted",
    GapKind.SINGLE_SOURCE: "single source",
    GapKind.UNTESTED_TECHNIQUE: "untested technique",
    GapKind.TRANSFER: "transfer",
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which gaps are looked at.

    Attributes:
        kind: how they were found; None for any.
        place: cell of the map that they lie in.
        element: symbol of an element that they ask for.
        technique: technique that they ask for, in words.
        text: words that their card holds.
    """

    kind: GapKind | None = None
    place: Place = ANYWHERE
    element: str | None = None
    technique: str | None = None
    text: str = ""

    @property
    def spot(self) -> Spot:
        """The spot of the map that is chosen."""
        return Spot(self.place, self.element, self.technique)

    def takes(self, gap: GapCard) -> bool:
        """Whether a gap is one of them."""
        told = f"{gap.label} {gap.why}".casefold()
        is_there = all(word in told for word in self.text.casefold().split())
        is_asked = self.element in {None, gap.cell.element} and self.technique in {None, gap.cell.technique}
        return is_there and is_asked and self.kind in {None, gap.kind} and self.place.holds(gap.place)


def wanted_gaps(drawn: FieldMap, wanted: Wanted) -> list[GapCard]:
    """Return the gaps that are wanted, best first; of an empty spot without a gap of its own the one around it."""
    found = [gap for gap in drawn.gaps if wanted.takes(gap)]
    if found or wanted.place == ANYWHERE:
        return found
    wider = drawn.spot(wanted.spot).gap
    return [wider] if wider and wanted.kind in {None, wider.kind} else []


# ---------------------------------------------------------------- the map


def field_map(drawn: FieldMap, chosen: Spot = NOWHERE) -> Html:
    """Return how many works report which mechanism by class, ion, family, element and technique, as tables.

    Args:
        drawn: what is reported, with its gaps.
        chosen: spot that is marked as chosen; its ion is that of the tables by family and element.
    """
    told = (
        "Works that report a mechanism in high-entropy materials (papers, by technique); small: in others. "
        "A dashed frame is empty and has a gap. Click a cell for its gaps; an ion, for families and elements with it."
    )
    tables = [_map(sheet, chosen) for sheet in drawn.sheets((chosen.place.ion,))]
    return element("div", element("p", told, class_="caption"), element("div", *tables, class_="maps"), class_="field")


def _map(sheet: Sheet, chosen: Spot) -> Html:
    rows = [
        element("tr", element("th", terms.label(mechanism), scope="row"), *(_spot(spot, chosen) for spot in spots))
        for mechanism, spots in sheet.rows
    ]
    return map_table(sheet, rows)


def map_table(sheet: Sheet, rows: Sequence[Html]) -> Html:
    """Return a table of the map from its rows."""
    head = [element("th", Html(as_html(ion_runs(name))), scope="col") for name in sheet.columns]
    caption = element("caption", Html(as_html(ion_runs(sheet.name))))
    table = element("table", caption, element("thead", element("tr", element("td"), *head)), element("tbody", *rows))
    return scrolled(f"Map: {sheet.name}", table, class_=f"scroll map {sheet.axis}")


def _spot(spot: Spot, chosen: Spot) -> Html:
    """Return a cell of the map: works on high-entropy materials, and those on others."""
    place = spot.place
    is_chosen = (place, spot.element, spot.technique) == (chosen.place, chosen.element, chosen.technique)
    button = element("button", *spot_counts(spot), type="button", data_send="cell", data_mechanism=place.mechanism,
        data_family=place.family, data_ion=place.ion, data_element=spot.element, data_technique=spot.technique,
        data_others="true" if place.is_high is False else None,
        title=spot.told, aria_label=spot.told, aria_pressed="true" if is_chosen else "false")  # fmt: skip
    return element("td", button, class_=spot_class(spot))


def spot_counts(spot: Spot) -> tuple[Html | str | None, ...]:
    """Return what stands in a spot: its count, and that of conventional materials in small."""
    return str(spot.here), element("small", spot.elsewhere) if spot.elsewhere else None


def spot_class(spot: Spot) -> str:
    """Return the classes of a spot: how full it is, and whether it is empty and has a gap."""
    return f"shade{shade(spot.here)}" + (" open" if spot.gap and not spot.here else "")


# ---------------------------------------------------------------- cards


def gap_cards(gaps: Sequence[GapCard], total: int, shown: int = AT_ONCE, *, none: str = NONE) -> Html:
    """Return the first of the wanted gaps as cards.

    Args:
        gaps: those that are wanted, best first.
        total: how many gaps there are in all.
        shown: how many cards.
        none: what is told where there is no gap.
    """
    if not gaps:
        return element("p", none, class_="empty")
    told = f"{len(gaps)} of {total} gaps, best first." if len(gaps) < total else f"{total} gaps, best first."
    cards = [gap_card(gap, place) for place, gap in enumerate(gaps[:shown], start=1)]
    more = min(AT_ONCE, len(gaps) - shown)
    button = (
        element("button", f"Show {more} more", type="button", class_="quiet", data_send="more") if more > 0 else None
    )
    return joined([element("p", told, class_="caption"), *cards, button])


def gap_card(gap: GapCard, place: int) -> Html:
    """Return one gap: what is missing, why, what stands around it, what would close it, what speaks against it."""
    head = element("header", element("span", place, class_="number"), element("h2", words(gap.label)),
        element("span", KINDS[gap.kind], class_=f"kind {gap.kind.value}"))  # fmt: skip
    body = [
        element("p", words(gap.why), class_="why"),
        _neighbours(gap),
        _list("To close it", gap.closing, "closing"),
        _list("But", gap.caveats, "caveats"),
        _folds(gap),
    ]
    return element("article", head, *body, class_="gap", id=f"gap-{place}")


def _neighbours(gap: GapCard) -> Html | None:
    if not gap.neighbours:
        return None
    most = max(neighbour.papers for neighbour in gap.neighbours) or 1
    items = [
        element("li", element("span", words(n.label)), element("b", n.papers),
            element("meter", min=0, max=most, value=n.papers, aria_hidden="true"))
        for n in gap.neighbours
    ]  # fmt: skip
    return element("div", element("h3", "Next to it, works"), element("ul", *items), class_="neighbours")


def _list(name: str, lines: Sequence[str], kind: str) -> Html | None:
    if not lines:
        return None
    return element(
        "div", element("h3", name), element("ul", *(element("li", words(line)) for line in lines)), class_=kind
    )


def _folds(gap: GapCard) -> Html:
    quotes = fold(f"Evidence ({len(gap.evidence)})", quoted(gap.evidence, gap.gap_id)) if gap.evidence else None
    score = fold(f"Score {gap.score:.2f}", _parts(gap))
    near = fold("Works next to it", element("ul", *map(_works, gap.neighbours))) if gap.neighbours else None
    query = fold("Query", element("pre", gap.sparql.strip(), tabindex=0)) if gap.sparql else None
    return element("div", quotes, near, score, query, class_="folds")


def _works(near: Neighbour) -> Html:
    more = near.papers - len(near.works)
    return element(
        "li", words(near.label), ": ", words("; ".join(near.works)), f" and {more} more" if more > 0 else None
    )


def _parts(gap: GapCard) -> Html:
    rows = [
        element("tr", element("th", _part(name), scope="row"), element("td", f"{value:.2f}"))
        for name, value in gap.parts.items()
    ]
    return element("table", element("tbody", *rows), class_="parts")


def _part(name: str) -> str:
    return terms.label(name) if terms.is_defined(name) else name.replace("_", " ")
