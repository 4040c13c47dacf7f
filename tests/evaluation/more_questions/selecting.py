"""Select expected rows from annotations: what both sets of questions are made with."""

import json
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[2]
PASSAGES = ROOT / "training" / "passages"
sys.path.insert(0, str(ROOT / "training"))

import canonical  # noqa: E402  # the folder of scripts comes first on the path

Claim = SimpleNamespace
Row = dict[str, Any]
SLOTS = (
    "value unit ion kind mechanism polarity element role technique method current_density contribution cell evidence"
)
ANIONS = {"O", "S", "Se", "Te", "P", "F", "N", "C", "H"}
PER_GRAM = {"A g-1": 1.0, "mA g-1": 0.001}


class Gold:
    """The annotations of the papers of one set, one flat list of claims and one of materials."""

    def __init__(self, names: Sequence[str], more_names: Mapping[tuple[str, str], Sequence[str]] | None = None) -> None:
        self.more_names = more_names or {}
        self.materials: list[SimpleNamespace] = []
        self.all: list[Claim] = []
        for name in names:
            told = json.loads((PASSAGES / f"{name}.json").read_text(encoding="utf-8"))
            mine = [_material(name, entry) for entry in told["gold"]["materials"]]
            self.materials += mine
            self.all += [_claim(name, entry, mine) for entry in told["gold"]["claims"]]

    def claims(self, kind: str, where: Callable[[Claim], bool] = lambda c: True) -> list[Claim]:
        """Return the claims of a type that fit."""
        return [c for c in self.all if c.type == kind and where(c)]

    def capacities(self, where: Callable[[Claim], bool]) -> list[Claim]:
        """Return the capacities that fit."""
        return self.claims("capacity", where)

    def mechanisms(self, *tests: Callable[[Claim], bool]) -> list[Claim]:
        """Return the mechanisms that fit every test."""
        return self.claims("mechanism", lambda c: all(test(c) for test in tests))

    def using(self, *names: str) -> list[Row]:
        """Return the papers that used one of some techniques."""
        return self.papers(self.claims("technique", technique(*names)))

    def with_ion(self, found: Iterable[Row], ion: str) -> list[Row]:
        """Return the rows of papers that speak of a working ion."""
        return [row for row in found if any(c.ion == ion for c in self.all if c.doc == row["doc"])]

    def also(self, claim: Claim) -> list[str]:
        """Return every other name that the papers of the set give the same composition."""
        if claim.of is None:
            return []
        same = [m for m in self.materials if m is claim.of or _is_same(m, claim.of)]
        names = {n for m in same for n in (m.surface, *m.aliases, m.formula, *self._spellings(m)) if n}
        return sorted(names - {claim.material})

    def _spellings(self, m: SimpleNamespace) -> Sequence[str]:
        return self.more_names.get((m.doc, m.surface), ())

    def rows(self, claims: Iterable[Claim], keys: str) -> list[Row]:
        """Return a row of the named keys for each claim, each row once."""
        found: list[Row] = []
        for claim in claims:
            spread = (claim.elements or [claim.element]) if "element" in keys.split() else [None]
            for element in spread:
                row = self._row(claim, keys.split(), element)
                if row not in found and None not in row.values():
                    found.append(row)
        if not found:
            raise ValueError(f"no row selected for {keys}")
        return found

    def _row(self, claim: Claim, keys: Sequence[str], element: str | None) -> Row:
        made = {
            "element": lambda: element,
            "technique": lambda: canonical.technique(claim.technique),
            "synthesis": lambda: canonical.canonical(claim.method, canonical.SYNTHESIS),
            "quote": lambda: claim.evidence,
            "unit": lambda: claim.unit or "%",
        }
        row: Row = {key: made.get(key, lambda key=key: getattr(claim, key))() for key in keys}
        if row.get("material") and self.also(claim):
            row["also"] = self.also(claim)
        return row

    def named(self, where: Callable[[SimpleNamespace], bool]) -> list[Row]:
        """Return a row of names for each material that fits, one a composition and paper."""
        found: list[Row] = []
        seen = set()
        for m in self.materials:
            if where(m) and (m.doc, m.formula or m.surface) not in seen:
                seen.add((m.doc, m.formula or m.surface))
                also = self.also(SimpleNamespace(doc=m.doc, of=m, material=m.surface))
                found.append({"material": m.surface, **({"also": also} if also else {})})
        return found

    @staticmethod
    def papers(claims: Iterable[Claim]) -> list[Row]:
        """Return a row a paper."""
        return [{"doc": name} for name in sorted({c.doc for c in claims})]


def _material(doc: str, entry: Row) -> SimpleNamespace:
    elements = set(entry.get("elements") or {})
    return SimpleNamespace(
        doc=doc,
        surface=entry["surface"],
        formula=entry.get("formula"),
        family=entry.get("family"),
        entropy=entry.get("entropy_class"),
        structure=entry.get("structure") or "",
        role=entry.get("role") or "",
        elements=elements,
        shares=_shares(entry.get("elements") or {}),
        cations=elements - ANIONS,
        aliases=entry.get("aliases") or [],
    )


def _shares(amounts: Mapping[str, float | None]) -> tuple[tuple[str, float], ...]:
    """Return the shares of all atoms, rounded so that 1/3 and 0.3333 are one."""
    total = sum(amount or 0 for amount in amounts.values())
    return (
        tuple(sorted((symbol, round((amount or 0) / total, 3)) for symbol, amount in amounts.items())) if total else ()
    )


def _is_same(one: SimpleNamespace, other: SimpleNamespace) -> bool:
    """Whether two materials are written as one composition, be it in two papers."""
    if not one.formula or not other.formula:
        return False
    return one.shares == other.shares != () or (one.doc == other.doc and one.formula == other.formula)


def _claim(doc: str, entry: Row, materials: Sequence[SimpleNamespace]) -> Claim:
    told = {name: entry.get(name) for name in SLOTS.split()}
    material, current = entry.get("material"), entry.get("current_density") or {}
    amount, unit = current.get("value"), str(current.get("unit"))
    return Claim(
        **told,
        type=entry["type"],
        doc=doc,
        material=material,
        of=next((m for m in materials if material in [m.surface, *m.aliases]), None),
        cycle=entry.get("cycle") or entry.get("cycles"),
        elements=entry.get("elements") or [],
        bound=entry.get("comparator") not in (None, "="),
        top=entry.get("value_max"),
        rate=round(amount * PER_GRAM[unit], 6) if amount is not None and unit in PER_GRAM else None,
        c_rate=amount if unit in ("C", "C-rate") else None,
        measured=entry.get("kind") not in ("theoretical", "contribution") and not entry.get("contribution"),
    )


class Questions:
    """Collects questions; ``write`` saves them in the order they were asked."""

    def __init__(self, letter: str) -> None:
        self.letter = letter
        self.items: list[Row] = []

    def add(
        self,
        kind: str,
        question: str,
        rows: Sequence[Row] = (),
        match: str = "exact",
        *,
        after: int | None = None,
        count: int | None = None,
        yesno: bool | None = None,
        order: str | None = None,
        abstain: bool = False,
        note: str = "",
    ) -> None:
        """Keep a question; ``after`` says how many questions back the turn stands that it follows."""
        self.items.append(
            {
                "id": f"{self.letter}{len(self.items) + 1:03d}",
                "kind": kind,
                "question": question,
                "follow_up_of": self.items[-after]["id"] if after else None,
                "expect": {
                    "abstain": abstain,
                    "columns_any": None,
                    "rows": list(rows),
                    "match": match,
                    "count": count,
                    "yesno": yesno,
                    "order": order,
                },
                "note": note,
            }
        )

    def refuse(self, question: str, note: str, kind: str = "unanswerable", after: int | None = None) -> None:
        """Keep a question that the papers do not answer, with the reason."""
        self.add(kind, question, abstain=True, note=note, after=after)

    def answer(self, kind: str, question: str, yesno: bool, rows: Sequence[Row] = (), note: str = "") -> None:
        """Keep a question to be answered with yes or no."""
        self.add(kind, question, rows, "yesno", yesno=yesno, note=note)

    def write(self, path: Path) -> None:
        """Save the questions, one JSON object a line."""
        lines = [json.dumps(item, ensure_ascii=False) + "\n" for item in self.items]
        path.write_text("".join(lines), encoding="utf-8")


def of(doc: str, material: str | None = None, **wanted: Any) -> Callable[[Claim], bool]:
    """Return a test of claims: their paper, their material as annotated, and the values of further fields."""
    return lambda c: (
        c.doc == doc and material in (None, c.material) and all(getattr(c, key) == v for key, v in wanted.items())
    )


def mechanism(name: str | None = None, ion: str | None = None, polarity: str = "asserted") -> Callable[[Claim], bool]:
    """Return a test of mechanism claims."""
    return lambda c: name in (None, c.mechanism) and ion in (None, c.ion) and c.polarity == polarity


def technique(*names: str) -> Callable[[Claim], bool]:
    """Return a test of technique claims by canonical name, ``in situ`` before it where it is."""
    return lambda c: canonical.technique(c.technique) in names
