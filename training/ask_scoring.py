"""Whether answers are right: the logic by which question sets are judged, over the JSON that ``hemkg ask`` prints.

``exact`` asks for every expected row and no other, ``contains`` for every one (and at most 10 + 5 times as many),
``top1`` for one of them first, ``count`` for the number given or else that of the rows, ``yesno`` for the answer or
else the first word of the text.  A definition may also be answered in the text alone.
"""

import json
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from pathlib import Path
from typing import Any

from canonical import SYNTHESIS, canonical, surface, technique

Answer = Mapping[str, Any]
Expected = Mapping[str, Any]
Row = Mapping[str, Any]

COLUMNS = {  # what a row may call the key
    "material": ("material", "surface", "formula", "anode", "name", "compound"),
    "element": ("element", "elements", "symbol"),
    "mechanism": ("mechanism", "mechanisms"),
    "technique": ("technique", "techniques"),
    "synthesis": ("synthesis", "method", "route"),
    "ion": ("ion", "ions"),
    "cycle": ("cycle", "cycles"),
    "doc": ("doc", "paper", "document", "source"),
    "count": ("count", "n", "papers", "number", "documents", "value"),
    "current_density": ("current_density", "current density", "rate"),
}
LISTED = {"element", "mechanism", "ion", "technique", "synthesis"}
NOT_A_VALUE = re.compile(r"citation|cycle|current|density|rate|year|page|confidence|voltage|^n$|count|^papers$", re.I)
UNITS = {
    "mahg-1": ("charge", 1.0),
    "ahg-1": ("charge", 1000.0),
    "ahkg-1": ("charge", 1.0),
    "%": ("share", 1.0),
    "percent": ("share", 1.0),
    "r": ("entropy", 1.0),
    "jmol-1k-1": ("entropy", 1 / 8.314463),
    "jk-1mol-1": ("entropy", 1 / 8.314463),
    "cycles": ("cycles", 1.0),
}
IONS = {
    "lithium": "Li", "sodium": "Na", "potassium": "K", "magnesium": "Mg", "calcium": "Ca", "aluminium": "Al",
    "aluminum": "Al", "zinc": "Zn", "lib": "Li", "sib": "Na", "nib": "Na", "pib": "K", "kib": "K",
}  # fmt: skip
MECHANISMS = [
    ("space_charge", r"space.?charge|job.?sharing|interfacial"),
    ("pseudocapacitance", r"capaciti|capacitance"),
    ("conversion", r"conver"),
    ("alloying", r"alloy"),
    ("intercalation", r"intercal|insert"),
]
NUMBER = re.compile(r"[-+]?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?")
THOUSANDS = re.compile(r"(?<=\d)[,\s](?=\d{3}\b)")
SHAPES = re.compile(
    r"(?i)\b(nanoparticles?|nanowires?|nanofib(er|re)s?|nanocomposites?|composites?|anodes?|electrodes?"
    r"|full cells?|half cells?|nanosheets?|thin films?|films?)\b"
)


def number(cell: object) -> float | None:
    """Return the first number of a cell."""
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return float(cell)
    found = NUMBER.search(THOUSANDS.sub("", cell)) if isinstance(cell, str) else None
    return float(found.group()) if found else None


def same_number(one: float | None, other: float | None, share: float = 0.005) -> bool:
    """Whether two numbers agree within a share of the larger."""
    if one is None or other is None:
        return one is other
    return abs(one - other) <= max(abs(one), abs(other)) * share + 1e-12


def density(cell: Mapping[str, Any] | None) -> tuple[str, float] | None:
    """Return a current density as ('A', A/g) or ('C', rate)."""
    if not cell or cell.get("value") is None:
        return None
    unit = unicodedata.normalize("NFKC", str(cell.get("unit") or "")).lower().replace(" ", "")
    value = float(cell["value"])
    kinds = (("ma", "A", 0.001), ("a", "A", 1.0), ("c", "C", 1.0))
    return next(((kind, value * factor) for start, kind, factor in kinds if unit.startswith(start)), (unit, value))


def dimension(written: object) -> tuple[str | None, float]:
    """Return what a unit measures and its factor."""
    unit = unicodedata.normalize("NFKC", str(written or "")).lower().replace("−", "-").replace("–", "-")
    unit = re.sub(r"[\s·^()*⋅]", "", unit).replace("/molk", "mol-1k-1")
    return UNITS.get(re.sub(r"/(kg|g|mol|k)", r"\1-1", unit), (None, 1.0))


def amount(row: Row, column: str) -> tuple[float | None, str | None]:
    """Return a numeric cell in base units, and what it measures."""
    cell, unit = row.get(column), row.get(f"{column}_unit") or row.get("unit")
    if isinstance(cell, Mapping):
        cell, unit = cell.get("value"), cell.get("unit")
    elif isinstance(cell, str):
        if not re.match(r"[\s~≈<>=≤≥]*[-+]?\d", cell):  # a name that contains a digit is no number
            return None, None
        unit = NUMBER.sub("", cell, count=1).strip(" ~≈<>=≤≥") or unit
    value = number(cell)
    kind, factor = dimension(unit)
    return (None if value is None else value * factor), kind


def squash(text: object) -> str:
    """Return a text with single spaces."""
    return re.sub(r"\s+", " ", str(text or "")).strip()


def plain(key: str, cell: object) -> str:
    """Return a cell in canonical form."""
    word = str(cell)
    match key:
        case "technique":
            return technique(word)
        case "synthesis":
            return canonical(word, SYNTHESIS)
        case "mechanism":
            return canonical(word.replace("_", " "), MECHANISMS)
        case "ion":
            first = re.split(r"[\s+0-9-]", word.strip())[0]
            return IONS.get(first.lower(), first)
        case "material":
            name = surface(cell)
            return name.casefold() if len(name) > 3 else name
    return squash(cell)


def parts(key: str, cell: object) -> list[Any]:
    """Return the items of a cell that may hold several."""
    if isinstance(cell, list | tuple):
        return [part for item in cell for part in parts(key, item)]
    if key == "element":
        return re.findall(r"[A-Z][a-z]?(?![a-z])", str(cell))
    if not isinstance(cell, str):
        return [cell]
    if key == "material":  # "6M-HEO (Zn0.5Co0.5...O4)", "X // Y full cell", "Sn nanoparticles"
        whole = SHAPES.sub("", cell).strip()
        tail = re.fullmatch(r"(.+?) \((.+)\)", whole)
        return [cell, whole, *(tail.groups() if tail else ()), *(p.strip() for p in whole.split("//"))]
    if key == "synthesis":
        return [cell, *re.split(r",|;| and | then | followed by |\+", cell)]
    if key in {"mechanism", "ion"}:
        return [p for p in re.split(r"[,;/]| and ", cell) if p.strip()]
    return [cell]


def _citations(answer: Answer, row: Row) -> list[Mapping[str, Any]]:
    wanted = row.get("citations") or []
    return [citation for citation in answer.get("citations") or [] if citation.get("n") in wanted]


def _documents(answer: Answer, row: Row) -> set[str]:
    named = {row[column] for column in COLUMNS["doc"] if isinstance(row.get(column), str)}
    named |= {str(citation["doc"]) for citation in _citations(answer, row) if citation.get("doc")}
    return {Path(name).name.removesuffix(".txt") for name in named}


def _quotes(wanted: str, answer: Answer, row: Row) -> bool:
    words = set(re.findall(r"\w+", wanted.lower()))
    for quote in [*(c.get("quote") for c in _citations(answer, row)), row.get("quote")]:
        said = squash(quote)
        shared = words & set(re.findall(r"\w+", said.lower()))
        if said and (squash(wanted) in said or len(shared) >= 0.6 * len(words)):
            return True
    return False


def _shows_value(wanted: Row, row: Row) -> bool:
    goal, kind = amount(wanted, "value")
    columns = ["value"] if number(row.get("value")) is not None else [c for c in row if not NOT_A_VALUE.search(c)]
    found = [amount(row, column) for column in columns]
    return any(same_number(x, goal) and (k is None or kind in {None, k}) for x, k in found if x is not None)


def _shows_density(wanted: Mapping[str, Any], row: Row) -> bool:
    for column in COLUMNS["current_density"]:
        cell = row.get(column)
        if cell is None:
            continue
        unit = NUMBER.sub("", str(cell), count=1).strip() or row.get("current_density_unit")
        told = cell if isinstance(cell, Mapping) else {"value": number(cell), "unit": unit}
        if density(told) == density(wanted):
            return True
    return False


def _shows_one(key: str, wanted: Row, row: Row, answer: Answer) -> bool:
    value = wanted[key]
    cells = [row[column] for column in COLUMNS.get(key, (key,)) if row.get(column) is not None]
    match key:
        case "value":
            return _shows_value(wanted, row)
        case "doc":
            return value in _documents(answer, row)
        case "quote":
            return _quotes(value, answer, row)
        case "cycle" | "count":
            return any(same_number(number(cell), value, 0.001) for cell in cells)
        case "current_density":
            return _shows_density(value, row)
    names = {plain(key, name) for name in [value, *(wanted.get("also", []) if key == "material" else [])]}
    return any(plain(key, part) in names for cell in cells for part in parts(key, cell))


def shows(wanted: Row, row: Row, answer: Answer) -> bool:
    """Whether a row of an answer shows every key of an expected one."""
    return all(_shows_one(key, wanted, row, answer) for key in wanted if key not in {"also", "unit"})


def explode(rows: Sequence[Row], keys: set[str]) -> Iterator[Row]:
    """Yield one row an item, where a cell lists several elements, mechanisms or ions."""
    for row in rows:
        listed = [(c, parts(k, row[c])) for k in keys & LISTED for c in COLUMNS[k] if row.get(c) is not None]
        for choice in product(*(items for _, items in listed)):
            yield {**row, **{column: item for (column, _), item in zip(listed, choice, strict=True)}}


def _position(wanted: Row, text: str) -> int:
    """Return where a text shows every key of an expected row; -1 where it does not."""
    at = -1
    for key, value in wanted.items():
        if key in {"also", "unit"}:
            continue
        if key == "value":
            goals = [value, value * 8.314463] if wanted.get("unit") == "R" else [value]
            numbers = NUMBER.finditer(THOUSANDS.sub("", text))
            hits = [m.start() for m in numbers if any(same_number(float(m.group()), goal) for goal in goals)]
        else:
            case = 0 if key in {"element", "ion"} else re.I
            found = re.search(rf"(?<![A-Za-z]){re.escape(str(value))}(?![a-z])", text, case)
            hits = [found.start()] if found else []
        if not hits:
            return -1
        at = max(at, hits[0])
    return at


def fault(question: Mapping[str, Any], answer: Answer) -> str | None:
    """Return what is wrong with an answer; None where it is right."""
    expect = question["expect"]
    if bool(answer.get("abstained")) != expect["abstain"]:
        return "should abstain" if expect["abstain"] else "should not abstain"
    rows = answer.get("rows") or []
    if expect["abstain"]:
        return "rows in an abstention" if rows else None
    if expect["match"] == "yesno":
        return _fault_of_yesno(expect["yesno"], answer)
    if expect["match"] == "count":
        return _fault_of_count(expect["count"], rows)
    wanted = expect["rows"]
    if not wanted:
        return None
    problem = _fault_of_rows(expect, answer)
    if problem and question["kind"] == "definition":
        places = [_position(row, str(answer.get("answer") or "")) for row in wanted]
        if min(places) >= 0 and (not expect["order"] or places == sorted(places)):
            return None
    return problem


def _fault_of_yesno(wanted: bool, answer: Answer) -> str | None:
    said = answer.get("yesno")
    if not isinstance(said, bool):
        first = re.match(r"\W*(yes|no)\b", str(answer.get("answer") or ""), re.I)
        said = None if not first else first.group(1).lower() == "yes"
    return None if said == wanted else f"said {said}, expected {wanted}"


def _fault_of_count(wanted: int, rows: Sequence[Row]) -> str | None:
    given = [n for column in COLUMNS["count"] if len(rows) == 1 and (n := number(rows[0].get(column))) is not None]
    said = given[0] if given else len(rows)
    return None if said == wanted else f"counted {said:g}, expected {wanted}"


def _fault_of_rows(expect: Expected, answer: Answer) -> str | None:
    wanted, match = expect["rows"], expect["match"]
    rows = list(explode(answer.get("rows") or [], {key for row in wanted for key in row}))
    if match == "top1":
        return None if rows and any(shows(row, rows[0], answer) for row in wanted) else "first row differs"
    hits = [[i for i, row in enumerate(rows) if shows(want, row, answer)] for want in wanted]
    missing = [want for want, hit in zip(wanted, hits, strict=True) if not hit]
    if missing:
        return f"{len(missing)} of {len(wanted)} rows missing, first {_brief(missing[0])}"
    extra = [row for i, row in enumerate(rows) if not any(i in hit for hit in hits)]
    if match == "exact" and extra:
        return f"{len(extra)} rows too many, first {_brief(extra[0])}"
    if len(rows) > 10 + 5 * len(wanted):
        return f"{len(rows)} rows for {len(wanted)}"
    if expect["order"] and [hit[0] for hit in hits] != sorted(hit[0] for hit in hits):
        return "wrong order"
    return None


def _brief(row: Row) -> str:
    kept = {key: cell for key, cell in row.items() if key not in {"also", "citations"}}
    return json.dumps(kept, ensure_ascii=False)[:160]
