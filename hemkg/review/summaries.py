"""What a review table says as a whole: by group, crosswise, and how complete each paper is."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from hemkg.errors import InputError
from hemkg.model.answer import Value
from hemkg.review.lacks import Lack
from hemkg.review.sheets import Sheet
from hemkg.review.tables import ReviewTable, TableRow
from hemkg.vocab import terms
from hemkg.vocab.terms import HEM

GROUPINGS = {"paper": "paper", "material": "material", "mechanism": "mechanisms", "ion": "ion"}
UNKNOWN = "not known"
LABEL = "http://www.w3.org/2000/01/rdf-schema#label"
COLUMNS_OF_CONDITION = {
    HEM.currentDensity: ("current_density", "c_rate", "current_as_printed"),
    HEM.cycle: ("cycle",),
    HEM.ion: ("ion",),
    HEM.voltageLow: ("voltage_window",),
}


def grouped(table: ReviewTable, by: str) -> ReviewTable:
    """Return the table with its rows in groups, by label; a row with several mechanisms stands in each.

    Args:
        table: with the column that is grouped by.
        by: ``paper``, ``material``, ``mechanism`` or ``ion``.

    Raises:
        InputError: if rows cannot be grouped by that, or the table lacks the column.
    """
    column = _column(table, by)
    pairs = [(label, row) for row in table.rows for label in _labels(table, row, column)]
    pairs.sort(key=lambda pair: _order(pair[0]))
    labels = tuple(label for label, _ in pairs)
    return replace(table, rows=tuple(row for _, row in pairs), groups=labels, grouped_by=column)


def crosswise(table: ReviewTable, rows: str, columns: str) -> Sheet:
    """Return how many measurements there are for each pair of groups.

    Args:
        table: with the columns that are counted by.
        rows: groups that go down, as ``by`` of ``grouped``.
        columns: groups that go across.

    Raises:
        InputError: as ``grouped`` does.
    """
    down, across = _column(table, rows), _column(table, columns)
    counts = Counter(
        (one, other) for row in table.rows for one in _labels(table, row, down) for other in _labels(table, row, across)
    )
    heads = sorted({other for _, other in counts}, key=_order)
    lines = sorted({one for one, _ in counts}, key=_order)
    return Sheet((rows, *heads), tuple((line, *(counts[line, head] for head in heads)) for line in lines))


def of_pair(table: ReviewTable, rows: str, columns: str, pair: tuple[str, str]) -> ReviewTable:
    """Return the table with the rows alone that ``crosswise`` counts in one cell.

    Args:
        table: with the columns that are counted by.
        rows: groups that go down, as for ``crosswise``.
        columns: groups that go across.
        pair: label of the line and of the heading.

    Raises:
        InputError: as ``grouped`` does.
    """
    down, across = _column(table, rows), _column(table, columns)
    return replace(
        table,
        rows=tuple(
            row for row in table.rows if pair[0] in _labels(table, row, down) and pair[1] in _labels(table, row, across)
        ),
    )


def _column(table: ReviewTable, by: str) -> str:
    if by not in GROUPINGS:
        raise InputError(f"rows cannot be grouped by {by!r}; they can by {', '.join(GROUPINGS)}.")
    key = GROUPINGS[by]
    if key != "paper" and all(column.key != key for column in table.columns):
        raise InputError(f"the table has no column {key!r}; make it with that column.")
    return key


def _labels(table: ReviewTable, row: TableRow, key: str) -> tuple[str, ...]:
    """Return the values of a cell as labels, or that it is not known; a paper without title goes by its file."""
    if key == "paper":
        return tuple(work.title or work.document for work in table.works if work.iri == row.paper)
    cell = row.cells[key]
    values: tuple[Value, ...] = cell.value if isinstance(cell.value, tuple) else (cell.value,)
    return tuple(UNKNOWN if value is None else str(value) for value in values)


def _order(label: str) -> tuple[bool, str, str]:
    return label == UNKNOWN, label.casefold(), label


# ---------------------------------------------------------------- completeness


@dataclass(frozen=True, slots=True)
class Completeness:
    """How much of what its measurements need one paper was found to state.

    Attributes:
        paper: IRI of the paper.
        document: stem of its file.
        measurements: how many rows it has.
        score: share of the needed conditions that are there, 0 to 1.
        missing: condition and why it is missing, with the number of measurements that miss it.
    """

    paper: str
    document: str
    measurements: int
    score: float
    missing: Mapping[tuple[str, Lack], int]


def completeness(table: ReviewTable) -> tuple[Completeness, ...]:
    """Return how complete each paper is, the least complete first; papers known by title are left out.

    What a measurement needs stands in ``ontology/gaps.ttl`` (``hem:needsCondition``); what holds for a whole paper
    (``hem:isPaperWide``) counts for all its measurements once one of them has it.

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
    needed = [(row, condition) for row in rows for condition in needs(row)]
    held = {condition for row, condition in needed if _states(row, condition)}
    wide = {condition for condition in held if terms.text(condition, HEM.isPaperWide)}
    missing = Counter(
        (_name(condition), _why(row, condition))
        for row, condition in needed
        if condition not in wide and not _states(row, condition)
    )
    score = 1.0 - missing.total() / len(needed) if needed else 1.0
    return Completeness(paper, document, len(rows), round(score, 3), dict(sorted(missing.items())))


def _states(row: TableRow, condition: str) -> bool:
    return any(row.cells[key].value is not None for key in COLUMNS_OF_CONDITION[condition])


def _why(row: TableRow, condition: str) -> Lack:
    return row.cells[COLUMNS_OF_CONDITION[condition][0]].lack or Lack.NOT_EXTRACTED


def _name(condition: str) -> str:
    return terms.text(condition, HEM.askedForAs) or (terms.text(condition, LABEL) or condition).split(" [")[0]


def needs(row: TableRow) -> tuple[str, ...]:
    """Return the conditions that a measurement must state; a computed capacity needs none."""
    if row.capacity_kind == HEM.TheoreticalCapacity:
        return ()
    return tuple(str(condition) for condition in terms.objects(row.kind, HEM.needsCondition))


def completeness_sheet(table: ReviewTable) -> Sheet:
    """Return the completeness of the papers as lines: what is not reported, and what was not extracted.

    Args:
        table: with all its columns.
    """
    lines = (
        (found.document, found.measurements, found.score, *("; ".join(_told(found, lack)) or None for lack in Lack))
        for found in completeness(table)
    )
    heads = ("Paper", "Measurements", "Completeness", *(lack.value.capitalize() for lack in Lack))
    return Sheet(heads, tuple(lines))


def _told(found: Completeness, lack: Lack) -> Iterator[str]:
    """Yield the conditions that are missing for one reason, with how many measurements miss each."""
    for (condition, why), count in found.missing.items():
        if why is lack:
            yield f"{condition} ({count} of {found.measurements})"
