"""Score claims against annotations: precision, recall and F1 of each field, micro-averaged over passages.

A capacity counts in full only with its current density, cycle and ion; what the annotation leaves open
must be open in the claim too.  ``macro`` is the mean F1 of the fields without ``mechanism_full``.
"""

import unicodedata
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from typing import Any

from canonical import Row, methods, roles, surface, techniques

FIELDS = (
    "material", "composition", "capacity", "capacity_full", "retention", "efficiency",
    "mechanism", "mechanism_el", "technique", "element_role", "synthesis",
)  # fmt: skip
STRICT = "mechanism_full"
PHASES = {"component", "intermediate", "product", "electrolyte", "coating", "additive"}  # neither cost nor credit
Same = Callable[[Row, Row], bool]
Document = Mapping[str, Any]


class Tally:
    """Counts of what was found, missed and invented, by field."""

    def __init__(self) -> None:
        self.found: Counter[str] = Counter()
        self.missed: Counter[str] = Counter()
        self.spurious: Counter[str] = Counter()

    def add(self, field: str, found: int, missed: int, spurious: int) -> None:
        """Count one passage's outcome for a field."""
        self.found[field] += found
        self.missed[field] += missed
        self.spurious[field] += spurious

    def figures(self, field: str) -> tuple[float, float, float]:
        """Return precision, recall and F1 of a field, 0 to 1."""
        right = self.found[field]
        precision = right / (right + self.spurious[field]) if right + self.spurious[field] else 0.0
        recall = right / (right + self.missed[field]) if right + self.missed[field] else 0.0
        both = precision + recall
        return precision, recall, 2 * precision * recall / both if both else 0.0

    @property
    def macro(self) -> float:
        """The mean F1 of the fields."""
        return sum(self.figures(field)[2] for field in FIELDS) / len(FIELDS)


def score(gold: Mapping[str, Document], predicted: Mapping[str, Document]) -> Tally:
    """Score what was extracted from passages against what is annotated, both by the passage's name."""
    tally = Tally()
    for name, annotated in gold.items():
        _score_one(tally, annotated, predicted.get(name, {"materials": [], "claims": []}))
    return tally


def _score_one(tally: Tally, gold: Document, predicted: Document) -> None:
    known, seen = Names(gold["materials"]), Names(predicted.get("materials") or [])
    _score_materials(tally, known, seen)
    wanted, found = gold["claims"], predicted.get("claims") or []
    measured = frozenset(surface(c.get("material")) for c in wanted if c.get("value") is not None)

    def value(one: Row, other: Row) -> bool:
        return _same_number(one.get("value"), other.get("value")) and _same_material(known, one, seen, other, measured)

    def full(one: Row, other: Row) -> bool:
        return value(one, other) and _same_conditions(one, other)

    def retained(one: Row, other: Row) -> bool:
        return value(one, other) and _same_number(one.get("cycles"), other.get("cycles"), 0)

    def mechanism(one: Row, other: Row) -> bool:
        return _mechanism_key(one) == _mechanism_key(other) and _same_material(known, one, seen, other, frozenset())

    for field, kind, same in (
        ("capacity", "capacity", value), ("capacity_full", "capacity", full), ("retention", "retention", retained),
        ("efficiency", "coulombic_efficiency", value), (STRICT, "mechanism", mechanism),
    ):  # fmt: skip
        hit, missed, extra = _matched(_of(wanted, kind), _of(found, kind), same)
        tally.add(field, len(hit), len(missed), len(extra))
    for field, items in SETS.items():
        ours, theirs = items(wanted), items(found)
        tally.add(field, len(ours & theirs), len(ours - theirs), len(theirs - ours))


# ---------------------------------------------------------------- one claim


def verdicts(gold: Document, predicted: Document) -> list[tuple[str, float, bool]]:
    """Return (type, confidence, right) of every claim that a passage's annotation can judge.

    A capacity is right with all its conditions, a mechanism with its polarity and with no element that
    the annotation does not give it; two claims of one value count once.
    """
    known, seen = Names(gold["materials"]), Names(predicted.get("materials") or [])
    wanted, found = gold["claims"], predicted.get("claims") or []
    measured = frozenset(surface(c.get("material")) for c in wanted if c.get("value") is not None)

    def value(one: Row, other: Row) -> bool:
        same = _same_number(one.get("value"), other.get("value"))
        return same and _same_material(known, one, seen, other, measured)

    def full(one: Row, other: Row) -> bool:
        return value(one, other) and _same_conditions(one, other)

    def retained(one: Row, other: Row) -> bool:
        return value(one, other) and _same_number(one.get("cycles"), other.get("cycles"), 0)

    out: list[tuple[str, float, bool]] = []
    for kind, same in (("capacity", full), ("retention", retained), ("coulombic_efficiency", value)):
        rows = sorted(_of(found, kind), key=lambda row: -row["confidence"])
        pairs, _, extra = _matched(_of(wanted, kind), rows, same)
        out += [(kind, row["confidence"], True) for _, row in pairs]
        out += [(kind, row["confidence"], False) for row in extra]
    out += [(c["type"], c["confidence"], _is_told(wanted, c)) for c in found if c["type"] in TOLD]
    return out


TOLD = {"mechanism", "technique", "element_role", "synthesis"}


def _is_told(wanted: Sequence[Row], claim: Row) -> bool:
    """Whether an annotation says all that a claim without a number says."""
    if claim["type"] == "mechanism":
        alike = [c for c in _of(wanted, "mechanism") if (c.get("mechanism"), _polarity(c)) == _said(claim)]
        elements = {e for c in alike for e in c.get("elements") or []}
        return bool(alike) and set(claim.get("elements") or []) <= elements
    field = {"technique": "technique", "element_role": "element_role", "synthesis": "synthesis"}[claim["type"]]
    return SETS[field]([claim]) <= SETS[field](wanted)


def _said(claim: Row) -> tuple[object, str]:
    return claim.get("mechanism"), _polarity(claim)


def _of(claims: Iterable[Row], kind: str) -> list[Row]:
    return [claim for claim in claims if claim.get("type") == kind]


def _polarity(claim: Row) -> str:
    return claim.get("polarity") or "asserted"


def _mechanisms(claims: Iterable[Row]) -> set[Hashable]:
    return {(c.get("mechanism"), _polarity(c)) for c in _of(claims, "mechanism")}


def _mechanism_elements(claims: Iterable[Row]) -> set[Hashable]:
    return {(c.get("mechanism"), _polarity(c), e) for c in _of(claims, "mechanism") for e in c.get("elements") or []}


def _techniques(claims: Iterable[Row]) -> set[Hashable]:
    return {t for c in _of(claims, "technique") for t in techniques(c.get("technique", ""))}


def _methods(claims: Iterable[Row]) -> set[Hashable]:
    return {m for c in _of(claims, "synthesis") for m in methods(c.get("method"))}


def _roles(claims: Iterable[Row]) -> set[Hashable]:
    return set(roles(claims))


SETS: dict[str, Callable[[Iterable[Row]], set[Hashable]]] = {
    "mechanism": _mechanisms, "mechanism_el": _mechanism_elements, "technique": _techniques,
    "element_role": _roles, "synthesis": _methods,
}  # fmt: skip


# ---------------------------------------------------------------- materials


class Names:
    """The materials of one passage under all their names."""

    def __init__(self, rows: Sequence[Row]) -> None:
        self.rows = rows
        self.by_name: dict[str, Row] = {}
        for row in rows:
            for name in _names_of(row):
                self.by_name.setdefault(name, row)

    def elements(self, name: object) -> Mapping[str, Any]:
        """Return the composition of the material of a name."""
        return self.by_name.get(surface(name), {}).get("elements") or {}

    def all_of(self, name: object) -> set[str]:
        """Return every name of the material of a name, the name itself included."""
        row = self.by_name.get(surface(name))
        return {surface(name)} | (_names_of(row) if row else set())


def _names_of(row: Row) -> set[str]:
    return {surface(n) for n in (row.get("surface"), row.get("formula"), *(row.get("aliases") or [])) if n}


def _score_materials(tally: Tally, known: Names, seen: Names) -> None:
    rows, found = _merged(known), _merged(seen)
    named = [row for row in rows if _is_named(row)]
    unnamed = [row for row in rows if not _is_named(row)]
    hit, missed, extra = _matched(named, found, lambda one, other: bool(_names_of(one) & _names_of(other)))
    more, missed, extra = _matched(missed, extra, lambda one, other: _same_elements(_parts(one), _parts(other)))
    _, _, extra = _matched(unnamed, extra, lambda one, other: bool(_names_of(one) & _names_of(other)))
    tally.add("material", len(hit) + len(more), len(missed), sum(1 for row in extra if row.get("elements")))
    complete = [(g, p) for g, p in (*hit, *more) if g.get("elements") and all(g["elements"].values())]
    right = sum(1 for g, p in complete if _same_elements(_parts(g), _parts(p)))
    tally.add("composition", right, len(complete) - right, len(complete) - right)


def _parts(row: Row) -> Mapping[str, Any]:
    return row.get("elements") or {}


def _is_named(row: Row) -> bool:
    plain = row.get("formula") and row.get("role") not in PHASES and row.get("family") != "salt"
    return bool(plain) and not _is_described(row["surface"])


def _is_described(name: object) -> bool:
    """Whether a material is told in prose and not by a name or formula."""
    return len(str(name or "").split()) > 4


def _merged(names: Names) -> list[Row]:
    """Return one row a composition: aliases and samples of one material count once."""
    out: list[dict[str, Any]] = []
    for row in names.rows:
        twin = next((k for k in out if _is_twin(names, k, row)), None)
        if twin is None:
            out.append(dict(row))
        else:
            twin["aliases"] = [*(twin.get("aliases") or []), row.get("surface"), *(row.get("aliases") or [])]
    return out


def _is_twin(names: Names, one: Row, other: Row) -> bool:
    if names.all_of(one["surface"]) & names.all_of(other.get("surface")):
        return True
    return _same_elements(_parts(one), _parts(other), 0.001)


def _same_elements(one: Mapping[str, Any], other: Mapping[str, Any], tolerance: float = 0.02) -> bool:
    left, right = ({k: v for k, v in row.items() if v} for row in (one, other))
    if not left or set(left) != set(right):
        return False
    return all(abs(float(left[e]) - float(right[e])) <= tolerance for e in left)


def _same_material(known: Names, gold: Row, seen: Names, found: Row, measured: frozenset[str]) -> bool:
    one, other = gold.get("material"), found.get("material")
    if one is None or other is None:
        return one is None
    if _is_described(one) or known.all_of(one) & seen.all_of(other):
        return True
    twins = {name for name in seen.all_of(other) if name in known.by_name}
    if surface(one) in measured and twins & measured:
        return False  # two samples of one composition, each with values of its own
    return _same_elements(known.elements(one), seen.elements(other))


# ---------------------------------------------------------------- values


def _matched(
    golds: Sequence[Row], found: Sequence[Row], same: Same
) -> tuple[list[tuple[Row, Row]], list[Row], list[Row]]:
    """Match one to one; return the pairs, what was missed and what is left over."""
    left, pairs, missed = list(found), [], []
    for gold in golds:
        place = next((i for i, row in enumerate(left) if same(gold, row)), None)
        if place is None:
            missed.append(gold)
        else:
            pairs.append((gold, left.pop(place)))
    return pairs, missed, left


def _same_number(one: Any, other: Any, relative: float = 0.005) -> bool:  # noqa: ANN401  # whatever JSON holds
    if one is None or other is None:
        return one is None and other is None
    try:
        left, right = float(one), float(other)
    except (TypeError, ValueError):
        return False
    return abs(left - right) <= max(abs(left), abs(right)) * relative + 1e-12


def _same_conditions(one: Row, other: Row) -> bool:
    cycle = _same_number(one.get("cycle"), other.get("cycle"), 0)
    ion = (one.get("ion") or None) == (other.get("ion") or None)
    return cycle and ion and _same_density(one.get("current_density"), other.get("current_density"))


def _same_density(one: Row | None, other: Row | None) -> bool:
    left, right = _density(one), _density(other)
    if left is None or right is None:
        return left is right
    return left[0] == right[0] and _same_number(left[1], right[1], 0.01)


def _density(value: Row | None) -> tuple[str, float] | None:
    """Return a current density as its kind and amount, in A/g or C."""
    if not value or value.get("value") is None:
        return None
    unit = unicodedata.normalize("NFKC", str(value.get("unit") or "")).lower().replace(" ", "")
    number = float(value["value"])
    if unit.startswith("ma"):
        return "A", number / 1000
    kind = next((k for k in ("a", "c") if unit.startswith(k)), unit)
    return kind.upper() if kind in {"a", "c"} else kind, number


def _mechanism_key(claim: Row) -> Hashable:
    elements = frozenset(claim.get("elements") or [])
    return claim.get("mechanism"), _polarity(claim), claim.get("ion") or None, elements
