"""Print which numbers of the perspective article's facts come out of its mined text with the right number.

    python training/score_article.py REVIEW [--errors]

REVIEW holds the article as text and ``facts.json``.  A fact that states a value (``v``, ``vmax``) or a condition
(cycle, current density, voltages) is sought at its quote: a recognised quantity, or a claim's value, that overlaps
the quote's place must have the number.  Where the value is words (*almost no decay*), it cannot be a number and is
left out.
"""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from hemkg.annotate.annotator import annotate
from hemkg.assemble.claims import assemble
from hemkg.model.annotated import Annotated
from hemkg.model.claim import Claim
from hemkg.read import read_paper

CONDITIONS = ("cycleNumber", "currentDensity_A_per_g", "cRate", "voltageLower_V", "voltageUpper_V")
AROUND = 1500  # a condition may stand in the caption of the figure that the fact was taken from


@dataclass(frozen=True)
class Wanted:
    """A number that a fact states."""

    fact: str
    quote: str
    field: str
    value: Decimal


def wanted(facts: list[list]) -> Iterator[Wanted]:
    """Yield the numbers of the facts, those left out that the article tells in words."""
    for fact in facts:
        told = fact[7] if len(fact) > 7 else {}
        in_words = told.get("asw") and not re.search(r"\d", told["asw"])
        stated = [] if in_words else [(name, told[name]) for name in ("v", "vmax") if name in told]
        stated += [(name, told["cond"][name]) for name in CONDITIONS if name in told.get("cond", {})]
        yield from (Wanted(fact[0], fact[2], name, Decimal(str(value))) for name, value in stated)


def place_of(quote: str, text: str) -> tuple[int, int] | None:
    """Return where a quote stands, spaces and signs left out of account."""
    letters = [(n, c.lower()) for n, c in enumerate(text) if c.isalnum()]
    sought = "".join(c.lower() for c in quote if c.isalnum())
    start = "".join(c for _, c in letters).find(sought)
    return None if start < 0 else (letters[start][0], letters[start + len(sought) - 1][0] + 1)


def numbers_near(annotated: Annotated, start: int, end: int) -> Iterator[Decimal]:
    """Yield the numbers of the quantities that overlap a stretch."""
    for mention in annotated.mentions:
        if mention.quantity and mention.span.start < end and start < mention.span.end:
            yield from (mention.quantity.low, mention.quantity.high)


def numbers_claimed(claims: tuple[Claim, ...], start: int, end: int) -> Iterator[Decimal]:
    """Yield the values of the claims whose evidence overlaps a stretch, with their conditions."""
    for claim in claims:
        if claim.evidence.span.start < end and start < claim.evidence.span.end:
            told = claim.conditions
            window = told.voltage_window
            for quantity in (claim.quantity, told.current_density, window):
                if quantity is not None:
                    yield from (quantity.low, quantity.high)
            if told.cycle is not None:
                yield Decimal(told.cycle)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--errors", action="store_true", help="print what was not found")
    arguments = parser.parse_args()
    article = next(arguments.folder.glob("*.txt"))
    facts = json.loads((arguments.folder / "facts.json").read_text(encoding="utf-8"))
    annotated = annotate(read_paper(article.read_bytes(), path=article.name))
    claims = assemble(annotated).claims
    text, marked, claimed, asked = annotated.paper.text, 0, 0, 0
    for each in wanted(facts):
        place = place_of(each.quote, text)
        wide = (place[0] - AROUND, place[1] + AROUND) if place else (0, 0)
        place = wide if place and each.field not in {"v", "vmax"} else place or (0, 0)
        seen = each.value in set(numbers_near(annotated, *place))
        told = each.value in set(numbers_claimed(claims, *place))
        asked, marked, claimed = asked + 1, marked + seen, claimed + told
        if arguments.errors and not (seen and told):
            print(f"{each.fact} {each.field} {each.value}: recognised {seen}, in a claim {told}; {each.quote[:90]}")
    print(f"numbers {asked}; recognised at their quote {marked}; in a claim there {claimed}")


if __name__ == "__main__":
    main()
