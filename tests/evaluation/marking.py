"""Whether an answer is the expected one: right rows, right yes or no, right refusal."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from hemkg.model.answer import Answer, Citation, Row
from hemkg.vocab.name_keys import name_key

Expected = Mapping[str, Any]
COLUMNS = {"ion": ("ion",), "mechanism": ("mechanism",), "element": ("element",), "synthesis": ("synthesis",)}


def fault(expected: Expected, answer: Answer) -> str | None:
    """Return what is wrong with an answer, or None."""
    if answer.abstained != bool(expected.get("abstain")):
        return "refused" if answer.abstained else "did not refuse"
    if "yesno" in expected:
        return None if answer.yesno is expected["yesno"] else f"said {answer.yesno}"
    if "count" in expected:
        return None if len(answer.rows) == expected["count"] else f"counted {len(answer.rows)}"
    return _fault_of_rows(expected.get("rows", []), expected.get("match", "exact"), answer)


def _fault_of_rows(wanted: Sequence[Expected], match: str, answer: Answer) -> str | None:
    if match == "top1":
        fits = bool(answer.rows) and any(
            shows(row, want, answer.citations) for want in wanted for row in answer.rows[:1]
        )
        return None if fits else "another row comes first"
    for want in wanted:
        if not any(shows(row, want, answer.citations) for row in answer.rows):
            return f"no row for {want}"
    if match == "exact":
        extra = [row for row in answer.rows if not any(shows(row, want, answer.citations) for want in wanted)]
        return f"unexpected {dict(extra[0].cells)}" if extra else None
    return f"{len(answer.rows)} rows for {len(wanted)}" if len(answer.rows) > 10 + 5 * len(wanted) else None


def shows(row: Row, want: Expected, citations: Sequence[Citation]) -> bool:
    """Whether a row shows all that is wanted of it."""
    return all(
        _shows_one(row, key, value, want, citations) for key, value in want.items() if key not in {"also", "unit"}
    )


def _shows_one(row: Row, key: str, value: Any, want: Expected, citations: Sequence[Citation]) -> bool:
    cited = [citation for citation in citations if citation.number in row.citations]
    match key:
        case "value":
            numbers = [cell for name, cell in row.cells.items() if isinstance(cell, int | float) and name != "cycle"]
            return any(abs(float(number) - value) <= 0.005 * abs(value) for number in numbers)
        case "material":
            names = {name_key(name) for name in (value, *want.get("also", ()))}
            return bool(names & {name_key(part) for part in _parts(row.cells.get("material"))})
        case "doc":
            return value in {citation.document for citation in cited}
        case "quote":
            return any(value in citation.quote or citation.quote in value for citation in cited)
        case "cycle":
            return row.cells.get("cycle") == value
        case _:
            cells = [part for column in COLUMNS[key] for part in _parts(row.cells.get(column))]
            return any(str(value).casefold() in cell.casefold() for cell in cells)


def _parts(cell: Any) -> list[str]:
    items = cell if isinstance(cell, tuple) else (cell,)
    return [
        part for item in items if item is not None for part in (str(item), *re.split(r" \(|\)$", str(item))) if part
    ]
