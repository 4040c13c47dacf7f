"""Score the formula grammar on text2chem's lists of formulas with their elements.

    python training/score_formulas.py FOLDER [--errors]

FOLDER holds JSON files, each a list of ``{"material": formula, "parser_output": [{"composition":
[{"amount", "elements"}], "elements_x": {placeholder: [symbols]}}]}``.  A composition is right when it
names the same elements and their fractions of all atoms agree within 0.005.  Where an amount holds a
variable, the same amounts must be open and the others agree.  Vacancies and placeholders that the
list leaves unresolved (``M``, ``RE``) are no elements.  A single number where the formula prints a
lone variable (``Oy`` as 1) is the list's own stand-in and is passed over.
"""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

from hemkg.annotate.formula_grammar import parse
from hemkg.errors import FormulaError
from hemkg.vocab import elements

Amounts = dict[str, Fraction | None]
TOLERANCE = Fraction(1, 200)


def expected(row: dict) -> Amounts:
    """Return what the list says: an amount for each element, None where a variable stands in it."""
    total: Amounts = {}
    for reading in row["parser_output"]:
        for part in reading["composition"]:
            times = number(part["amount"])
            for symbol, amount in resolved(part["elements"], reading.get("elements_x") or {}):
                held, more = total.get(symbol, Fraction(0)), number(amount)
                open_ = held is None or more is None or times is None
                total[symbol] = None if open_ else held + times * more
    return {s: None if re.search(rf"{s}[xyz](?![a-z])", row["material"]) else a for s, a in total.items()}


def resolved(amounts: dict[str, str], placeholders: dict[str, list[str]]) -> Iterator[tuple[str, str]]:
    """Yield elements and amounts, those that a placeholder stands for with an equal share."""
    for symbol, amount in amounts.items():
        stands_for = placeholders.get(symbol) or [symbol]
        for one in stands_for:
            if one in elements.table():
                yield one, amount if len(stands_for) == 1 else f"{amount}/{len(stands_for)}"


def number(written: str) -> Fraction | None:
    """Return a plain number or a quotient of numbers, None for anything with a variable."""
    parts = written.split("/")
    try:
        return Fraction(parts[0]) / Fraction(parts[1] if len(parts) > 1 else "1")
    except ValueError:
        return None


def found(written: str) -> Amounts | str:
    """Return what the grammar reads, or its refusal."""
    try:
        return dict(parse(written).amounts)
    except FormulaError as error:
        return str(error)


def agree(gold: Amounts, read: Amounts) -> bool:
    """Whether two readings name the same elements in the same proportion, open amounts alike."""
    if set(gold) != set(read) or any((gold[s] is None) != (read[s] is None) for s in gold):
        return False
    known = [s for s in gold if gold[s] is not None]
    if len(known) < len(gold):
        return all(abs(gold[s] - read[s]) <= TOLERANCE for s in known)
    whole, mine = sum(gold.values()), sum(read.values())
    return all(abs(gold[s] / whole - read[s] / mine) <= TOLERANCE for s in known)


def main() -> int:
    """Print the share of right compositions, file by file and together."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("folder", type=Path)
    options.add_argument("--errors", action="store_true", help="print what is read differently")
    asked = options.parse_args()
    right = count = 0
    for path in sorted(asked.folder.glob("*.json")):
        rows = json.loads(path.read_text(encoding="utf-8"))
        judged = [(row["material"], expected(row), found(row["material"])) for row in rows]
        wrong = [j for j in judged if isinstance(j[2], str) or not agree(j[1], j[2])]
        print(f"{path.name:20}{len(rows) - len(wrong):4} of {len(rows)}")
        for name, gold, read in wrong if asked.errors else ():
            print(f"    {name}\n        list {shown(gold)}\n        read {shown(read)}")
        right, count = right + len(rows) - len(wrong), count + len(rows)
    print(f"{'together':20}{right:4} of {count}  {100 * right / max(count, 1):.1f} %")
    return 0


def shown(amounts: Amounts | str) -> str:
    """Return amounts on one line."""
    if isinstance(amounts, str):
        return amounts
    return " ".join(f"{s} {'?' if a is None else f'{float(a):g}'}" for s, a in amounts.items())


if __name__ == "__main__":
    raise SystemExit(main())
