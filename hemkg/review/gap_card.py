"""A gap with everything that its card shows, and its JSON."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from hemkg.model.answer import Citation
from hemkg.model.gap import Cell, Gap, GapKind, Neighbour
from hemkg.review.field import Place
from hemkg.review.render import citation_json
from hemkg.vocab import terms
from hemkg.vocab.terms import HEM

Json = dict[str, object]
SHOWN_WORKS = 3


@dataclass(frozen=True, slots=True)
class GapCard(Gap):
    """A research gap as it is shown.

    Attributes:
        reasons: terms of every reason that holds (``StatedReason``), the one that names the gap first.
        expected: how many works one would expect in the cell if its axes were independent.
        papers: number of papers with text that the gap stands on.
        titles: number of papers known by their title that it stands on.
        closing: what would close it, in sentences.
        techniques: what could show it, in words.
        elements: symbols of elements that could take part.
        materials: names of materials in the graph on which it could be tried.
    """

    reasons: tuple[str, ...] = ()
    expected: float | None = None
    papers: int = 0
    titles: int = 0
    closing: tuple[str, ...] = ()
    techniques: tuple[str, ...] = ()
    elements: tuple[str, ...] = ()
    materials: tuple[str, ...] = ()

    @property
    def place(self) -> Place:
        """The cell as the field counts it."""
        cell = self.cell
        is_high = None if cell.material_class is None else cell.material_class == HEM.HighEntropyMaterial
        return Place(cell.mechanism, is_high, cell.family, cell.ion)


def cell_of(place: Place, element: str | None = None, technique: str | None = None) -> Cell:
    """Return a place of the field as the cell of a gap."""
    material_class = None
    if place.is_high is not None:
        material_class = HEM.HighEntropyMaterial if place.is_high else HEM.ConventionalMaterial
    return Cell(place.mechanism, material_class, place.family, place.ion, element, technique)


def gap_json(gap: GapCard) -> Json:
    """Return a gap in the fields of the contract, and a few more."""
    return {
        "id": gap.gap_id,
        "kind": gap.kind.value,
        "label": gap.label,
        "cell": _cell_json(gap.cell),
        "score": gap.score,
        "why": gap.why,
        "neighbours": [{"label": n.label, "papers": n.papers, "works": list(n.works)} for n in gap.neighbours],
        "evidence": [citation_json(citation) for citation in gap.evidence],
        "sparql": gap.sparql,
        "caveats": list(gap.caveats),
        "reasons": [terms.label(reason) for reason in gap.reasons],
        "parts": {terms.notation(part): value for part, value in gap.parts.items()},
        "expected": gap.expected,
        "closing": list(gap.closing),
        "techniques": list(gap.techniques),
        "elements": list(gap.elements),
        "materials": list(gap.materials),
        "scope": {"papers": gap.papers, "titles": gap.titles},
    }


def _cell_json(cell: Cell) -> Mapping[str, str | None]:
    return {
        "mechanism": terms.notation(cell.mechanism) if cell.mechanism else None,
        "class": class_words(cell),
        "ion": terms.notation(cell.ion) if cell.ion else None,
        "element": cell.element,
        "technique": cell.technique,
        "family": terms.notation(cell.family) if cell.family else None,
    }


def class_words(cell: Cell) -> str | None:
    """Return the class of materials in words, one of them.

    >>> class_words(Cell(material_class="HighEntropyMaterial", family="Oxide"))
    'high-entropy oxide'
    """
    adjective = terms.text(cell.material_class, HEM.attributive) if cell.material_class else None
    noun = terms.label(cell.family) if cell.family else ("material" if adjective else None)
    return " ".join(word for word in (adjective, noun) if word) or None


def gaps_text(gaps: Iterable[GapCard]) -> str:
    """Return gaps as a numbered list for a terminal: what, why, what would close it, what speaks against it."""
    return "\n\n".join(_text(number, gap) for number, gap in enumerate(gaps, start=1)) + "\n"


def _text(number: int, gap: GapCard) -> str:
    lines = [f"{number}. {gap.label}  [{gap.kind.value}, {gap.score:.2f}]", f"   {gap.why}"]
    lines += [f"   “{_short(c.quote)}” ({_source(c)})" for c in gap.evidence[:2]]
    lines += [f"   Works next to it: {'; '.join(map(_near, gap.neighbours[:2]))}"] if gap.neighbours else []
    lines += [f"   To close it: {' '.join(gap.closing)}"] if gap.closing else []
    lines += [f"   But: {caveat}" for caveat in gap.caveats]
    return "\n".join(lines)


def _near(near: Neighbour) -> str:
    more = "; …" if near.papers > SHOWN_WORKS else ""
    return f"{near.label}: {', '.join(_short(work, 60) for work in near.works[:SHOWN_WORKS])}{more}"


def _short(text: str, longest: int = 220) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= longest else plain[: longest - 1].rsplit(" ", 1)[0] + " …"


def _source(citation: Citation) -> str:
    where = citation.section or (f"p. {citation.page}" if citation.page else None)
    return ", ".join(part for part in (citation.work, where) if part)


def kind_of(reason: str) -> GapKind:
    """Return the kind that the command line gives a gap found for a reason."""
    return GapKind(terms.text(reason, HEM.countsAs) or GapKind.UNEXPLORED)
