"""Research gaps as a map of the field and as cards."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from hemkg.model.gap import GapKind
from hemkg.page_parts.html import Html, element, fold, joined
from hemkg.page_parts.review_view import quoted
from hemkg.page_parts.typeset import words
from hemkg.review.field import Field, Place
from hemkg.review.gap_card import GapCard
from hemkg.review.typography import as_html, ion_runs
from hemkg.vocab import terms

AT_ONCE = 10
ANYWHERE = Place()
SHADES = (0, 1, 2, 4, 7, 12)
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
        text: words that their card holds.
    """

    kind: GapKind | None = None
    place: Place = ANYWHERE
    text: str = ""

    def takes(self, gap: GapCard) -> bool:
        """Whether a gap is one of them."""
        told = f"{gap.label} {gap.why}".casefold()
        is_there = all(word in told for word in self.text.casefold().split())
        return is_there and self.kind in {None, gap.kind} and self.place.holds(gap.place)


# ---------------------------------------------------------------- the map


def field_map(field: Field, chosen: Place = ANYWHERE) -> Html:
    """Return how many works report which mechanism with which ion and in which family, as two tables.

    Args:
        field: what is reported.
        chosen: cell that is marked as chosen.
    """
    ions = {ion: Place(None, True, ion=ion) for ion in field.ions}
    families = {family: Place(None, True, family=family) for family in field.families}
    legend = "Works that report a mechanism in high-entropy materials; small: in others. Click a cell for its gaps."
    tables = [_map("by working ion", ions, field, chosen), _map("by family", families, field, chosen)]
    return element(
        "div", element("p", legend, class_="caption"), element("div", *tables, class_="maps"), class_="field"
    )


def _map(name: str, columns: Mapping[str, Place], field: Field, chosen: Place) -> Html:
    head = [element("th", _axis(term), scope="col") for term in columns]
    mechanisms = terms.instances("IonStorageMechanism")
    rows = [
        element(
            "tr", element("th", terms.label(m), scope="row"), *(_spot(m, p, field, chosen) for p in columns.values())
        )
        for m in mechanisms
    ]
    caption = element("caption", f"Mechanism {name}")
    table = element("table", caption, element("thead", element("tr", element("td"), *head)), element("tbody", *rows))
    return element("div", table, class_="scroll map", tabindex=0, role="region", aria_label=f"Map of mechanisms {name}")


def _axis(term: str) -> Html:
    return Html(as_html(ion_runs(terms.label(term))))


def _spot(mechanism: str, column: Place, field: Field, chosen: Place) -> Html:
    """Return a cell of the map: works on high-entropy materials, and those on others."""
    place = Place(mechanism, True, column.family, column.ion)
    here, others = field.count(place), field.count(Place(mechanism, False, column.family, column.ion))
    said = f"{terms.label(mechanism)}: {here} on high-entropy materials, {others} on others"
    button = element("button", here, element("small", others) if others else None, type="button", data_send="cell",
        data_mechanism=mechanism, data_family=column.family, data_ion=column.ion, title=said, aria_label=said,
        aria_pressed="true" if place == chosen else "false")  # fmt: skip
    return element("td", button, class_=f"shade{_shade(here)}" + (" open" if not here and others else ""))


def _shade(count: int) -> int:
    return sum(count > limit for limit in SHADES)


# ---------------------------------------------------------------- cards


def gap_cards(gaps: Sequence[GapCard], total: int, shown: int = AT_ONCE) -> Html:
    """Return the first of the wanted gaps as cards.

    Args:
        gaps: those that are wanted, best first.
        total: how many gaps there are in all.
        shown: how many cards.
    """
    if not gaps:
        none = "No gap here: this is either well studied or nothing in the graph speaks of it."
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
    head = element("header", element("span", place, class_="number"), element("h3", words(gap.label)),
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
    return element("div", element("h4", "Next to it, works"), element("ul", *items), class_="neighbours")


def _list(name: str, lines: Sequence[str], kind: str) -> Html | None:
    if not lines:
        return None
    return element(
        "div", element("h4", name), element("ul", *(element("li", words(line)) for line in lines)), class_=kind
    )


def _folds(gap: GapCard) -> Html:
    quotes = fold(f"Evidence ({len(gap.evidence)})", quoted(gap.evidence, gap.gap_id)) if gap.evidence else None
    score = fold(f"Score {gap.score:.2f}", _parts(gap))
    query = fold("Query", element("pre", gap.sparql.strip(), tabindex=0)) if gap.sparql else None
    return element("div", quotes, score, query, class_="folds")


def _parts(gap: GapCard) -> Html:
    rows = [
        element("tr", element("th", _part(name), scope="row"), element("td", f"{value:.2f}"))
        for name, value in gap.parts.items()
    ]
    return element("table", element("tbody", *rows), class_="parts")


def _part(name: str) -> str:
    return terms.label(name) if terms.is_defined(name) else name.replace("_", " ")
