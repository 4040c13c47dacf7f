"""What a review table says as a whole: by group, crosswise, and how complete each paper is."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from hemkg.errors import InputError
from hemkg.model.answer import Value
from hemkg.review.tables import ReviewTable, TableRow
from hemkg.vocab import terms
from hemkg.vocab.terms import HEM

GROUPINGS = {"paper": "paper", "material": "material", "mechanism": "mechanisms", "ion": "ion"}
UNKNOWN = "not known"
COLUMNS_OF_CONDITION = {
    HEM.currentDensity: ("current_density", "c_rate", "current_as_printed"),
    HEM.cycle: ("cycle",),
    HEM.ion: ("ion",),
    HEM.voltageLow: ("voltage_window",),
}


@dataclass(frozen=True, slots=True)
class Group:
    """Rows that share a paper, a material, a mechanism or an ion."""

    label: str
    rows: tuple[TableRow, ...]


@dataclass(frozen=True, slots=True)
class Completeness:
    """How much of what its measurements need one paper states in the sentences that give them.

    Attributes:
        paper: IRI of the paper.
        document: stem of its file.
        measurements: how many rows it has.
        score: share of the needed conditions that are there, 0 to 1.
        missing: condition and in how many measurements it is not there.
    """

    paper: str
    document: str
    measurements: int
    score: float
    missing: Mapping[str, int]


def grouped(table: ReviewTable, by: str) -> tuple[Group, ...]:
    """Return the rows in groups, by label; a row with several mechanisms stands in each.

    Args:
        table: with the column that is grouped by.
        by: ``paper``, ``material``, ``mechanism`` or ``ion``.

    Raises:
        InputError: if rows cannot be grouped by that, or the table lacks the column.
    """
    if by not in GROUPINGS:
        raise InputError(f"rows cannot be grouped by {by!r}; they can by {', '.join(GROUPINGS)}.")
    _need(table, GROUPINGS[by])
    groups: dict[str, list[TableRow]] = defaultdict(list)
    for row in table.rows:
        for label in labels(row, GROUPINGS[by]):
            groups[label].append(row)
    ordered = sorted(groups.items(), key=lambda group: (group[0] == UNKNOWN, group[0].casefold()))
    return tuple(Group(label, tuple(rows)) for label, rows in ordered)


def pivot(table: ReviewTable, rows: str, columns: str) -> Mapping[str, Mapping[str, int]]:
    """Return how many measurements there are for each pair of values of two columns.

    Raises:
        InputError: if the table lacks a column.
    """
    _need(table, rows)
    _need(table, columns)
    counts: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for row in table.rows:
        for one in labels(row, rows):
            for other in labels(row, columns):
                counts[one][other] += 1
    return {one: dict(sorted(others.items())) for one, others in sorted(counts.items())}


def labels(row: TableRow, key: str) -> tuple[str, ...]:
    """Return the values of a cell as labels, or that it is not known."""
    cell = row.cells[key]
    values: tuple[Value, ...] = cell.value if isinstance(cell.value, tuple) else (cell.value,)
    return tuple(UNKNOWN if value is None else str(value) for value in values)


def _need(table: ReviewTable, key: str) -> None:
    if all(column.key != key for column in table.columns):
        raise InputError(f"the table has no column {key!r}; make it with that column.")


# ---------------------------------------------------------------- completeness


def completeness(table: ReviewTable) -> tuple[Completeness, ...]:
    """Return how complete each paper is, the least complete first; papers known by title are left out.

    What a measurement needs stands in ``ontology/gaps.ttl`` (``hem:needsCondition``).

    Args:
        table: with all its columns.
    """
    documents = {work.iri: work.document for work in table.works if not work.title_only}
    rows: dict[str, list[TableRow]] = defaultdict(list)
    for row in table.rows:
        if row.paper in documents:
            rows[row.paper].append(row)
    found = (_complete(paper, documents[paper], tuple(mine)) for paper, mine in rows.items())
    return tuple(sorted(found, key=lambda paper: (paper.score, paper.document)))


def _complete(paper: str, document: str, rows: tuple[TableRow, ...]) -> Completeness:
    needed = 0
    missing: dict[str, int] = defaultdict(int)
    for row in rows:
        for condition in needs(row):
            needed += 1
            if not any(row.cells[key].value is not None for key in COLUMNS_OF_CONDITION[condition]):
                missing[(terms.text(condition, LABEL) or condition).split(" [")[0]] += 1
    score = 1.0 - sum(missing.values()) / needed if needed else 1.0
    return Completeness(paper, document, len(rows), round(score, 3), dict(sorted(missing.items())))


LABEL = "http://www.w3.org/2000/01/rdf-schema#label"


def needs(row: TableRow) -> tuple[str, ...]:
    """Return the conditions that a measurement must state; a computed capacity needs none."""
    if row.capacity_kind == HEM.TheoreticalCapacity:
        return ()
    return tuple(str(condition) for condition in terms.objects(row.kind, HEM.needsCondition))
