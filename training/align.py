"""Where the annotated claims of a passage stand among what the annotators saw: the training labels."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from markup import read_marked
from parses import remember

from hemkg.annotate.annotator import annotate
from hemkg.assemble.context import Context, lay_out
from hemkg.assemble.entity import Entity
from hemkg.assemble.frames import frames_of
from hemkg.model.mention import Mention
from hemkg.model.paper import Span
from hemkg.read import read_paper

NUMERIC = {"capacity", "retention", "coulombic_efficiency"}


@dataclass
class Passage:
    """An annotated passage laid out for linking."""

    name: str
    gold: dict
    context: Context
    rows: dict = field(default_factory=dict, repr=False)  # training rows made once, by what makes them

    def trains(self, what: str) -> bool:
        """Whether the passage is annotated for something (``numbers``, ``mechanisms``, ``roles``, ``syntheses``)."""
        return what in (self.gold.get("trains") or [what])

    def entity(self, name: str | None) -> Entity | None:
        """Return the material of the layout that the gold calls by this name."""
        if name is None:
            return None
        row = next((m for m in self.gold["materials"] if name in [m["surface"], *(m.get("aliases") or [])]), None)
        names = [name, *([row["surface"], *(row.get("aliases") or [])] if row else [])]
        for candidate in names:
            found = self.context.materials.named(candidate)
            if found is not None:
                return found
        return None


def load(folder: Path) -> Iterator[Passage]:
    """Yield the passages of a folder, laid out; sentences that were parsed before are not parsed again."""
    remember()
    for path in sorted(folder.glob("*.json")):
        data = json.loads(path.read_text(encoding="utf-8"))
        yield _laid_out(path.stem, data)
    for path in sorted(folder.glob("*.marked")):
        for name, data in read_marked(path):
            yield _laid_out(name, data)


def _laid_out(name: str, data: dict) -> Passage:
    paper = read_paper(data["text"].encode(), path=f"{name}.txt")
    return Passage(name, data["gold"], lay_out(annotate(paper)))


def places(text: str, claim: dict) -> Iterator[Span]:
    """Yield where a claim's quote stands in the text: at its start if it tells that, else everywhere."""
    quote = claim["evidence"]
    if "start" in claim and text.startswith(quote, claim["start"]):
        yield Span(claim["start"], claim["start"] + len(quote))
        return
    for found in re.finditer(re.escape(quote), text):
        yield Span(found.start(), found.end())


def claim_of_frames(passage: Passage) -> dict[int, dict]:
    """Return {start of a number: the gold claim that it is the value of}."""
    taken: dict[int, dict] = {}
    everything = list(frames_of(passage.context))
    for claim in passage.gold["claims"]:
        if claim["type"] not in NUMERIC or not isinstance(claim.get("value"), (int, float)):
            continue
        for span in places(passage.context.text, claim):
            fitting = [
                f for f in everything if span.overlaps(f.span) and f.span.start not in taken and _same(f.mention, claim)
            ]
            if fitting:
                taken[fitting[0].span.start] = claim
                break
    return taken


def _same(mention: Mention, claim: dict) -> bool:
    quantity = mention.quantity
    if quantity is None or abs(float(quantity.low) - float(claim["value"])) > 1e-6 * max(1.0, abs(claim["value"])):
        return False
    percent = mention.concept == "Percentage"
    return percent == (claim["type"] != "capacity")
