"""The field as the graph holds it: which works report which mechanism of which materials with which ion.

A report fills a cell of the field only where its sentence names the material or its paper is about it: in
a review, a sentence on a mechanism is easily read as one on the material named before it.  Sentences that
call something unexplored fill nothing.  A claim that a paper takes from another work counts for that work,
so that ten reviews of one experiment are one report.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from hemkg.store.base import Row, Store, Value
from hemkg.store.claims import count_papers
from hemkg.vocab import terms
from hemkg.vocab.terms import HEM

PREFIX = f"PREFIX hem: <{terms.BASE}>\n"


@dataclass(frozen=True, slots=True)
class Place:
    """A cell of the field; an axis that is None takes in everything on it.

    Attributes:
        mechanism: term of the mechanism.
        is_high: whether high-entropy materials are meant, or the others.
        family: term of the anion family.
        ion: term of the working ion.
    """

    mechanism: str | None = None
    is_high: bool | None = None
    family: str | None = None
    ion: str | None = None

    def holds(self, other: "Place") -> bool:
        """Whether every report of the other cell lies in this one.

        >>> Place("Conversion", True).holds(Place("Conversion", True, "Oxide", "LithiumIon"))
        True
        """
        mine = (self.mechanism, self.is_high, self.family, self.ion)
        theirs = (other.mechanism, other.is_high, other.family, other.ion)
        return all(one is None or one == two for one, two in zip(mine, theirs, strict=True))

    @property
    def open_axes(self) -> int:
        """How many of family and ion are left open."""
        return (self.family is None) + (self.ion is None)

    def patterns(self) -> Iterator[str]:
        """Yield what a report in this cell says, as SPARQL."""
        if self.mechanism:
            yield f"FILTER(?mechanism = hem:{self.mechanism})"
        if self.is_high is not None:
            yield f"?material hem:isHighEntropy {str(self.is_high).lower()} ."
        if self.family:
            yield f"?material hem:anionFamily hem:{self.family} ."
        if self.ion:
            yield f"?claim hem:ion hem:{self.ion} ."


@dataclass(frozen=True, slots=True)
class Report:
    """What one work says of one cell.

    Attributes:
        place: the cell, with what is known of it.
        polarity: term: asserted, denied or supposed.
        work: IRI of the primary work.
        year: when it appeared, if that is known.
        title_only: whether only its title was read.
        is_medium: whether its material has the entropy of few cations, and is counted as conventional for that.
        claims: how many sentences say it.
        best: IRI of the claim that was read most surely.
        confidence: of that claim, 0 to 1.
    """

    place: Place
    polarity: str
    work: str
    year: int | None = None
    title_only: bool = False
    is_medium: bool = False
    claims: int = 1
    best: str = ""
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Shown:
    """A mechanism that one work reports of one high-entropy material."""

    mechanism: str
    ion: str | None
    material: str
    work: str


@dataclass(frozen=True, slots=True)
class Hosts:
    """How many high-entropy materials of a family papers of one year tell of, and how many allow a mechanism.

    Attributes:
        family: term of the anion family, if known.
        mechanism: term of the mechanism that they allow, or None for all whose cations are known.
        year: of the papers, if known.
        count: number of materials.
    """

    family: str | None
    mechanism: str | None
    year: int | None
    count: int


@dataclass(frozen=True)
class Field:
    """All reports, and what the class of materials allows.

    Attributes:
        reports: of all cells.
        materials: the high-entropy materials by family, by the mechanisms that they allow, and by year.
        papers: number of papers with text.
        titles: number of papers known by their title only.
        shown: what is reported of which high-entropy material.
        years: IRI of a work and when it appeared, where that is known.
        names: IRI of a work and what it is called: its DOI, its title, or its number in the list that cites it.
    """

    reports: tuple[Report, ...]
    materials: tuple[Hosts, ...] = ()
    papers: int = 0
    titles: int = 0
    shown: frozenset[Shown] = frozenset()
    years: Mapping[str, int] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)

    def until(self, year: int) -> "Field":
        """Return the field as it was known at the end of a year; works of unknown year are left out."""
        known = self.only(report for report in self.reports if report.year is not None and report.year <= year)
        then = (found for found in self.materials if found.year is not None and found.year <= year)
        return replace(known, materials=tuple(then))

    @cached_property
    def hosts(self) -> Mapping[str | None, int]:
        """Family or None, and number of high-entropy materials whose cations are known."""
        return {family: count for (family, mechanism), count in self._materials.items() if mechanism is None}

    @cached_property
    def accessible(self) -> Mapping[tuple[str | None, str], int]:
        """(Family or None, mechanism) and number of high-entropy materials that allow it."""
        return {(family, m): count for (family, m), count in self._materials.items() if m is not None}

    @cached_property
    def _materials(self) -> Mapping[tuple[str | None, str | None], int]:
        found: dict[tuple[str | None, str | None], int] = defaultdict(int)
        for those in self.materials:
            for family in {those.family, None}:
                found[family, those.mechanism] += those.count
        return found

    def only(self, reports: Iterable[Report]) -> "Field":
        """Return the field with these reports alone."""
        return replace(self, reports=tuple(reports))

    @cached_property
    def _index(self) -> Mapping[tuple[Place, str], list[Report]]:
        """Return {(cell, polarity): reports}, each report under every cell that holds it."""
        index: dict[tuple[Place, str], list[Report]] = defaultdict(list)
        for report in self.reports:
            for place in wider(report.place):
                index[place, report.polarity].append(report)
        return index

    def at(self, place: Place, polarity: str = HEM.Asserted) -> list[Report]:
        """Return the reports of a cell."""
        return self._index.get((place, polarity), [])

    @cached_property
    def _works(self) -> Mapping[tuple[Place, str], frozenset[str]]:
        return {key: frozenset(report.work for report in reports) for key, reports in self._index.items()}

    def works(self, place: Place, polarity: str = HEM.Asserted) -> frozenset[str]:
        """Return the primary works that report a cell, titles included."""
        return self._works.get((place, polarity), frozenset())

    def count(self, place: Place, polarity: str = HEM.Asserted) -> int:
        """Return the number of primary works that report a cell, titles included."""
        return len(self.works(place, polarity))

    def counts(self, place: Place, polarity: str = HEM.Asserted) -> tuple[int, int]:
        """Return how many works report a cell in their text, and how many only in their title."""
        texts = {report.work for report in self.at(place, polarity) if not report.title_only}
        return len(texts), len(self.works(place, polarity) - texts)

    @cached_property
    def families(self) -> tuple[str, ...]:
        """The anion families of the field: those of several works, or of a high-entropy material and of one work."""
        excluded = set(map(str, terms.objects(HEM.TheField, HEM.excludedFamily)))
        found = [f for f in terms.instances("AnionFamily") if f not in excluded]
        reported = [f for f in found if self.count(Place(family=f))]
        return tuple(f for f in reported if self.hosts.get(f) or self._is_common(Place(family=f)))

    @cached_property
    def ions(self) -> tuple[str, ...]:
        """The working ions of the field: those of several works."""
        return tuple(ion for ion in terms.instances("Ion") if self._is_common(Place(ion=ion)))

    def _is_common(self, place: Place) -> bool:
        return self.count(place) >= terms.number(HEM.LeastWorksOfAxis)

    def expected(self, place: Place) -> float:
        """Return how many works one would expect in a cell if its axes were independent.

        The number of works that report anything, times the share of them on each axis that the cell
        names.
        """
        total = self.count(Place())
        if not total:
            return 0.0
        axes = (Place(place.mechanism), Place(None, place.is_high), Place(family=place.family), Place(ion=place.ion))
        found = float(total)
        for axis in axes:
            found *= self.count(axis) / total
        return found

    def share_accessible(self, place: Place) -> float | None:
        """Return the share of high-entropy materials of a family whose composition allows a mechanism."""
        hosts = self.hosts.get(place.family, 0)
        if not hosts or place.mechanism is None:
            return None
        return min(1.0, self.accessible.get((place.family, place.mechanism), 0) / hosts)


def wider(place: Place) -> Iterator[Place]:
    """Yield a cell and every cell that holds it, each once."""
    seen = set()
    for mechanism in (place.mechanism, None):
        for is_high in (place.is_high, None):
            for family in (place.family, None):
                for ion in (place.ion, None):
                    found = Place(mechanism, is_high, family, ion)
                    if found not in seen:
                        seen.add(found)
                        yield found


# ---------------------------------------------------------------- from the store


def read_field(store: Store) -> Field:
    """Return the field of a store.

    Args:
        store: after ``derive``; without derived triples, what compositions allow is not known.
    """
    papers, titles = count_papers(store)
    rows, works = store.query(REPORTS).rows, store.query(WORKS).rows
    materials = tuple(map(_hosts, (*store.query(ACCESSIBLE).rows, *store.query(HOSTS).rows)))
    return Field(_reports(rows), materials, papers, titles, _shown(rows), _years(works), _names(works))


def _hosts(row: Row) -> Hosts:
    year = None if row["year"] is None else int(row["year"])
    return Hosts(local(row["family"]), local(row.get("mechanism")), year, int(row["n"] or 0))


def _reports(rows: Iterable[Row]) -> tuple[Report, ...]:
    """Return reports in a fixed order, what one work says of several materials of a cell as one."""
    found: dict[tuple[str, Place, str, bool, bool], Report] = {}
    for report in map(_report, rows):
        key = (report.work, report.place, report.polarity, report.title_only, report.is_medium)
        other = found.get(key)
        found[key] = report if other is None else _merged(report, other)
    return tuple(sorted(found.values(), key=lambda r: (r.work, str(r.place), r.polarity, r.title_only, r.is_medium)))


def _merged(one: Report, other: Report) -> Report:
    best = max(one, other, key=lambda report: (report.confidence, report.best))
    return replace(best, claims=one.claims + other.claims)


def _shown(rows: Iterable[Row]) -> frozenset[Shown]:
    return frozenset(
        Shown(local(row["mechanism"]) or "", local(row["ion"]), str(row["material"]), str(row["work"]))
        for row in rows
        if row["high"] is True and local(row["polarity"]) == HEM.Asserted
    )


def _years(rows: Iterable[Row]) -> Mapping[str, int]:
    return {str(row["work"]): int(row["year"]) for row in rows if row["year"] is not None}


def _names(rows: Iterable[Row]) -> Mapping[str, str]:
    """Return {IRI of a work: what it is called}; a cited work without DOI and title by its number in a list."""
    found: dict[str, str] = {}
    for row in rows:
        label = f"{row['author'] or 'a work'}, ref. {row['label']} of {row['by']}" if row["label"] else None
        found.setdefault(str(row["work"]), str(row["doi"] or row["title"] or label or row["document"]))
    return found


def _report(row: Row) -> Report:
    confidence, _, best = str(row["best"]).partition("|")
    place = Place(local(row["mechanism"]), row["high"] is True, local(row["family"]), local(row["ion"]))
    return Report(
        place,
        local(row["polarity"]) or "",
        str(row["work"]),
        None if row["year"] is None else int(row["year"]),
        row["titleOnly"] is True,
        local(row["entropy"]) == HEM.MediumEntropy,
        int(row["claims"] or 0),
        best,
        round(float(confidence or 0), 4),  # as it was written; servers spell a double in their own ways
    )


def local(value: Value) -> str | None:
    """Return the local name of a term, or the value as it is."""
    return None if value is None else str(value).removeprefix(terms.BASE)


def excluded_roles() -> str:
    """Return the SPARQL that leaves out cathodes, precursors and the like."""
    roles = ", ".join(f"hem:{role}" for role in terms.objects(HEM.TheField, HEM.excludedRole))
    return f"FILTER NOT EXISTS {{ ?material hem:materialRole ?use . FILTER(?use IN ({roles})) }}"


def report_patterns() -> str:
    """Return the SPARQL for a claim that reports a mechanism of a material, as this module counts it.

    A claim of the guidelines was chosen by a person and needs no sentence.  ``MINUS`` and joined counts
    are not a matter of taste: Oxigraph takes a hundred times longer over ``NOT EXISTS`` and ``OPTIONAL``.
    """
    return f"""  {{
    {_claimed()}
{heard_patterns()}
  }} UNION {{
    ?claim a hem:GuidelineClaim .
    {_claimed()}
  }}
  {excluded_roles()}"""


def heard_patterns() -> str:
    """Return the SPARQL for ``?claim`` of ``?material`` that is read with confidence from a sentence about it.

    A sentence is about a material that it names, and about the one that the paper is about.
    """
    return f"""    ?claim hem:evidence ?evidence . ?evidence hem:quote ?quote .
    FILTER(?confidence >= {terms.number(HEM.LeastConfidence):g})
    MINUS {{ ?gap a hem:GapStatement ; hem:evidence ?same . ?same hem:quote ?quote }}
    {{ SELECT ?paper (COUNT(?any) AS ?all) WHERE {{ ?any hem:inPaper ?paper ; hem:ofMaterial ?some }} GROUP BY ?paper }}
    {{ SELECT ?material (COUNT(?any) AS ?own) WHERE {{ ?any hem:ofMaterial ?material }} GROUP BY ?material }}
    FILTER(?own >= {terms.number(HEM.AboutShare):g} * ?all ||
      EXISTS {{ ?material (hem:surface|hem:alias) ?name . FILTER(CONTAINS(?quote, ?name)) }})"""


def _claimed() -> str:
    return """{ { ?claim a hem:MechanismClaim ; hem:mechanism ?mechanism }
      UNION { ?claim a hem:ElementRoleClaim ; hem:role ?role . ?role hem:enables ?mechanism }
      ?mechanism a hem:IonStorageMechanism }
    ?claim hem:ofMaterial ?material ; hem:inPaper ?paper ; hem:polarity ?polarity ; hem:confidence ?confidence ."""


REPORTS = f"""{PREFIX}SELECT ?work ?year ?titleOnly ?mechanism ?material ?high ?family ?ion ?polarity ?entropy
  (COUNT(DISTINCT ?claim) AS ?claims) (MAX(?ranked) AS ?best) WHERE {{
{report_patterns()}
  ?material hem:isHighEntropy ?high .
  OPTIONAL {{ ?material hem:anionFamily ?family }}
  OPTIONAL {{ ?material hem:entropyClass ?entropy }}
  OPTIONAL {{ ?claim hem:ion ?ion }}
  OPTIONAL {{ ?paper hem:isTitleOnly ?titleOnly }}
  OPTIONAL {{ ?claim hem:attributedTo ?cited }}
  BIND(COALESCE(?cited, ?paper) AS ?work)
  OPTIONAL {{ ?work hem:year ?year }}
  BIND(CONCAT(STR(?confidence), "|", STR(?claim)) AS ?ranked)
}} GROUP BY ?work ?year ?titleOnly ?mechanism ?material ?high ?family ?ion ?polarity ?entropy"""

WORKS = f"""{PREFIX}PREFIX dcterms: <http://purl.org/dc/terms/>
SELECT ?work ?year ?doi ?title ?author ?label ?by ?document WHERE {{
  {{ ?work a hem:Paper }} UNION {{ ?work a hem:CitedWork }} UNION {{ ?work a hem:SourceWork }}
  OPTIONAL {{ ?work hem:year ?year }} OPTIONAL {{ ?work hem:doi ?doi }} OPTIONAL {{ ?work dcterms:title ?title }}
  OPTIONAL {{ ?work hem:author ?author }} OPTIONAL {{ ?work hem:documentName ?document }}
  OPTIONAL {{ ?work hem:referenceLabel ?label ; hem:citedBy/hem:doi ?by }}
}} ORDER BY ?work ?doi ?title ?author ?by ?label"""

ACCESSIBLE = f"""{PREFIX}SELECT ?family ?mechanism ?year (COUNT(DISTINCT ?material) AS ?n) WHERE {{
  ?material a hem:Material ; hem:isHighEntropy true ; hem:accessibleMechanism ?mechanism .
  {excluded_roles()}
  OPTIONAL {{ ?material hem:anionFamily ?family }}
  OPTIONAL {{ ?material hem:inPaper/hem:year ?year }}
}} GROUP BY ?family ?mechanism ?year"""

HOSTS = f"""{PREFIX}SELECT ?family ?year (COUNT(DISTINCT ?material) AS ?n) WHERE {{
  ?material a hem:Material ; hem:isHighEntropy true ; hem:cationCount ?cations .
  {excluded_roles()}
  OPTIONAL {{ ?material hem:anionFamily ?family }}
  OPTIONAL {{ ?material hem:inPaper/hem:year ?year }}
}} GROUP BY ?family ?year"""


def cell_query(place: Place, element: str | None = None) -> str:
    """Return the query that finds the papers of a cell, to be run again by a user; of a gap it finds none.

    Args:
        place: the cell.
        element: term of an element that the materials hold.
    """
    held = [f"?material hem:containsElement hem:{element} ."] if element else []
    lines = "\n".join(f"  {line}" for line in (*place.patterns(), *held))
    return f"""{PREFIX}SELECT DISTINCT ?paper ?surface ?quote WHERE {{
{report_patterns()}
  FILTER(?polarity = hem:Asserted)
{lines}
  ?material hem:surface ?surface .
}} ORDER BY ?paper ?surface"""
