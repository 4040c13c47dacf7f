"""Compositions that nobody tried, one element away from several that were measured.

The palette of a family are the metals of its measured high-entropy materials.  A candidate is a measured set of
metals with one exchanged for another of the palette; sets are compared, not amounts.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass, field, replace
from itertools import combinations

from hemkg.model.gap import Neighbour
from hemkg.review import scoring
from hemkg.review.cells import MECHANISMS, family_anions
from hemkg.review.field import PREFIX, Place, excluded_roles, local
from hemkg.review.gap_drafts import MOST_NEIGHBOURS, Draft, card_of, neighbour
from hemkg.review.gap_words import host, listed, plural, sentence
from hemkg.review.knowledge import Knowledge, able_elements
from hemkg.store.base import Row, Store
from hemkg.vocab import terms
from hemkg.vocab.terms import HEM

Metals = frozenset[str]


@dataclass
class Palette:
    """The measured sets of metals of one family.

    Attributes:
        family: term of the anion family.
        papers: a measured set of metals and the papers that measured it.
        claims: a measured set and the claim that was read most surely.
        names: a measured set and how a paper writes it.
    """

    family: str
    papers: dict[Metals, set[str]] = field(default_factory=lambda: defaultdict(set))
    claims: dict[Metals, str] = field(default_factory=dict)
    names: dict[Metals, str] = field(default_factory=dict)

    def shares(self) -> Mapping[str, float]:
        """Return the share of the measured sets that hold a metal."""
        metals = frozenset().union(*self.papers)
        return {metal: sum(metal in those for those in self.papers) / len(self.papers) for metal in sorted(metals)}


@dataclass(frozen=True, slots=True)
class MetalSet:
    """The metals of one material of a paper.

    Attributes:
        family: term of the anion family.
        metals: symbols of its metals and semimetals, without the anions of the family.
        paper: IRI of the paper.
        year: when it appeared, if that is known.
        claim: the surest claim of a capacity or a mechanism of the material; None where it was not measured.
        name: how the paper writes it.
    """

    family: str
    metals: Metals
    paper: str
    year: int | None = None
    claim: str | None = None
    name: str = ""


def untried_compositions(store: Store, known: Knowledge) -> Iterator[Draft]:
    """Yield the most promising sets of metals that are in no material of the store, family by family."""
    if known.field.papers + known.field.titles == 0:
        return
    for palette, found in untried(read_sets(store, known.field.years)):
        ranked = sorted(found, key=lambda metals: (-worth(palette, metals, found[metals]), sorted(metals)))
        for metals in ranked[: int(terms.number(HEM.MostCompositions))]:
            yield _untried(known, palette, metals, found[metals])


def untried(sets: Iterable[MetalSet]) -> Iterator[tuple[Palette, Mapping[Metals, tuple[Metals, ...]]]]:
    """Yield, for each family, the measured sets and those next to several of them that nobody tried."""
    palettes, tried = _palettes(sets)
    excluded = set(map(str, terms.objects(HEM.TheField, HEM.excludedFamily)))
    for family, palette in sorted(palettes.items()):
        if family not in excluded:
            yield palette, _candidates(palette, tried[family])


def read_sets(store: Store, years: Mapping[str, int]) -> tuple[MetalSet, ...]:
    """Return the sets of metals of all materials of a store, by material.

    Args:
        store: the store.
        years: IRI of a paper and when it appeared, where that is known.
    """
    held: dict[str, set[str]] = defaultdict(set)
    told: dict[str, Row] = {}
    for row in store.query(ELEMENTS).rows:
        held[str(row["material"])].add(local(row["element"]) or "")
        told[str(row["material"])] = row
    measured: dict[str, Row] = {}
    for row in store.query(MEASURED).rows:
        measured.setdefault(str(row["material"]), row)
    return tuple(_set(told[m], frozenset(filter(is_metal, held[m])), years, measured.get(m)) for m in sorted(held))


def _set(row: Row, metals: Metals, years: Mapping[str, int], measured: Row | None) -> MetalSet:
    family, paper = local(row["family"]) or "", str(row["paper"])
    found = MetalSet(family, metals - family_anions(family), paper, years.get(paper))
    if measured is None:
        return found
    return replace(found, claim=str(measured["best"]).partition("|")[2], name=str(measured["surface"]))


def _palettes(sets: Iterable[MetalSet]) -> tuple[dict[str, Palette], Mapping[str, set[Metals]]]:
    """Return the measured sets of each family, and all sets that any material of it holds."""
    tried: dict[str, set[Metals]] = defaultdict(set)
    found: dict[str, Palette] = {}
    for made in sets:
        tried[made.family].add(made.metals)
        if made.claim is not None and len(made.metals) >= terms.number(HEM.LeastMetals):
            palette = found.setdefault(made.family, Palette(made.family))
            palette.papers[made.metals].add(made.paper)
            palette.claims.setdefault(made.metals, made.claim)
            palette.names.setdefault(made.metals, made.name)
    return found, tried


def is_metal(element: str) -> bool:
    """Whether an element counts as a metal of a composition: metals and semimetals.

    >>> is_metal("Ge"), is_metal("C")
    (True, False)
    """
    return terms.text(element, HEM.elementCategory) in {HEM.Metal, HEM.TransitionMetal, HEM.Metalloid}


def _candidates(palette: Palette, tried: Set[Metals]) -> dict[Metals, tuple[Metals, ...]]:
    """Return {a set that nobody tried: the measured sets one exchange away}, where those are several."""
    metals = frozenset().union(*palette.papers)
    near: dict[Metals, set[Metals]] = defaultdict(set)
    for measured in palette.papers:
        for out in measured:
            for new in metals - measured:
                candidate = measured - {out} | {new}
                if candidate not in tried:
                    near[candidate].add(measured)
    least = terms.number(HEM.LeastNeighbours)
    return {those: tuple(sorted(found, key=sorted)) for those, found in near.items() if len(found) >= least}


def worth(palette: Palette, metals: Metals, near: tuple[Metals, ...]) -> float:
    """Return the score of a set that nobody tried, before what speaks against all such gaps."""
    return scoring.weighted(_parts(palette, metals, near))


def _parts(palette: Palette, metals: Metals, near: tuple[Metals, ...]) -> dict[str, float]:
    pairs = list(combinations(sorted(metals), 2))
    seen = sum(any({one, two} <= those for those in near) for one, two in pairs)
    able = sum(any(metal in able_elements(m) for m in MECHANISMS if m != HEM.Intercalation) for metal in metals)
    return {
        HEM.NeighboursPart: scoring.some(len(near)),
        HEM.MisciblePart: seen / len(pairs) if pairs else 0.0,
        HEM.AccessiblePart: able / len(metals),
        HEM.RelevancePart: 1.0,
    }


def _untried(known: Knowledge, palette: Palette, metals: Metals, near: tuple[Metals, ...]) -> Draft:
    place = Place(None, True, palette.family)
    symbols = sorted(metals)
    blanks = {"one": host(place, one=True), "host": host(place), "metals": listed(symbols), "near": str(len(near))}
    expected = expected_sets(palette, metals)
    card = card_of(
        known,
        (HEM.CompositionReason,),
        place,
        _parts(palette, metals, near),
        label=sentence(HEM.CompositionReason, place, **blanks),
        why=_why(palette, near, expected),
        sparql=metals_query(palette.family, metals),
        factor=terms.number(HEM.CompositionFactor),
        mark=tuple(symbols),
    )
    card = replace(
        card,
        expected=round(expected, 2),
        elements=tuple(symbols),
        closing=(sentence(HEM.CompositionReason, place, HEM.closingSentence, **blanks), *_allowed(metals)),
        neighbours=_neighbours(known, palette, near),
        caveats=(*card.caveats, *_caveats(palette, metals)),
    )
    return Draft(card, nearby=tuple(palette.claims[those] for those in near))


def _why(palette: Palette, near: tuple[Metals, ...], expected: float) -> str:
    names = listed([palette.names[those] for those in near[:3]])
    return (
        f"{plural(len(palette.papers), 'set')} of metals are measured in this family; {len(near)} of them differ from "
        f"this one in one metal, such as {names}. Were metals chosen independently, {expected:.1f} such sets would be "
        "expected."
    )


def expected_sets(palette: Palette, metals: Metals) -> float:
    """Return how many of the measured sets one would expect to be this one, were metals chosen independently."""
    found = float(len(palette.papers))
    for metal, share in palette.shares().items():
        found *= share if metal in metals else 1 - share
    return found


def _allowed(metals: Metals) -> Iterator[str]:
    """Yield what the guidelines let the metals take part in."""
    for mechanism in MECHANISMS:
        able = sorted(metal for metal in metals if metal in able_elements(mechanism))
        if able and mechanism != HEM.Intercalation:
            yield f"By the guidelines {listed(able)} can take part in {terms.label(mechanism)}."


def _neighbours(known: Knowledge, palette: Palette, near: tuple[Metals, ...]) -> tuple[Neighbour, ...]:
    fullest = sorted(near, key=lambda those: (-len(palette.papers[those]), sorted(those)))
    return tuple(neighbour(known.field, palette.names[m], palette.papers[m]) for m in fullest[:MOST_NEIGHBOURS])


def _caveats(palette: Palette, metals: Metals) -> Iterator[str]:
    yield "Sets of metals are compared, not amounts; a material whose formula no paper here spells is not seen."
    apart = [
        f"{one} and {two}"
        for one, two in combinations(sorted(metals), 2)
        if not any({one, two} <= those for those in palette.papers)
    ]
    if apart:
        yield f"No measured material of this family holds {listed(apart, last='or')} together: they may not mix."


def metals_query(family: str, metals: Metals) -> str:
    """Return the query that finds the materials of a family with exactly these metals; of a gap it finds none."""
    held = " , ".join(f"hem:{metal}" for metal in sorted(metals))
    others = ", ".join(f"hem:{element}" for element in sorted(metals | family_anions(family)))
    alone = f"FILTER NOT EXISTS {{ ?material hem:containsElement ?other . FILTER(?other NOT IN ({others})) }}"
    return f"""{PREFIX}SELECT DISTINCT ?paper ?surface WHERE {{
  ?material hem:anionFamily hem:{family} ; hem:containsElement {held} ; hem:inPaper ?paper ; hem:surface ?surface .
  {alone}
}} ORDER BY ?paper ?surface"""


ELEMENTS = f"""{PREFIX}SELECT ?material ?family ?element ?paper WHERE {{
  ?material hem:cationCount ?count . FILTER(?count >= {terms.number(HEM.LeastMetals):g})
  ?material hem:anionFamily ?family ; hem:containsElement ?element ; hem:inPaper ?paper .
}}"""

MEASURED = f"""{PREFIX}SELECT ?material ?surface ?paper (MAX(?ranked) AS ?best) WHERE {{
  {{ ?claim a hem:CapacityClaim }} UNION {{ ?claim a hem:MechanismClaim }}
  ?claim hem:ofMaterial ?material ; hem:inPaper ?paper ; hem:confidence ?confidence .
  ?material hem:isHighEntropy true ; hem:surface ?surface .
  {excluded_roles()}
  BIND(CONCAT(STR(?confidence), "|", STR(?claim)) AS ?ranked)
}} GROUP BY ?material ?surface ?paper ORDER BY ?material ?paper"""
