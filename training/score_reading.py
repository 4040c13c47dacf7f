"""Print how much of an article survives its way through a reader, held against the same article in another format.

    python training/score_reading.py PAPERS [--errors] [--speed]

PAPERS holds ``jats`` and ``pdf`` with the same articles under the same stems.  What the XML says is taken for
right.  Counted are, over all pairs: words (each as often as it stands), runs of five words (which break where
the reading order does), specific capacities with value and unit, formulas with their composition, reference
numbers, and reference marks that took characters from a number or a formula.
"""

from __future__ import annotations

import argparse
import re
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

from hemkg.annotate.annotator import annotate
from hemkg.model.annotated import Annotated
from hemkg.model.mention import MentionKind
from hemkg.model.paper import BlockKind, MarkKind, Paper
from hemkg.read import read_paper
from hemkg.read.citations import numbers
from hemkg.vocab.terms import HEM

PROSE = {BlockKind.TITLE, BlockKind.PARAGRAPH, BlockKind.CAPTION}
WORD = re.compile(r"[^\W\d_]{2,}")
RUN = 5
LONGEST = 12  # a raised or lowered number is not longer


@dataclass
class Share:
    """How much of something was found again, and what was not."""

    found: int = 0
    wanted: int = 0
    missed: list[str] = field(default_factory=list)

    def add(self, wanted: Counter[str], there: Counter[str]) -> None:
        """Count what one article has in common with its twin."""
        common = wanted & there
        self.found += common.total()
        self.wanted += wanted.total()
        self.missed += (wanted - there).elements()

    @property
    def value(self) -> float:
        """The share found, 1 where nothing was wanted."""
        return self.found / self.wanted if self.wanted else 1.0


MEASURES = ("words", "runs of words", "capacities", "formulas", "citations", "citations, reverse")


def compare(true: Paper, read: Paper, tally: dict[str, Share]) -> None:
    """Add what one reading of an article has in common with the true one."""
    tally["words"].add(Counter(words(true)), Counter(words(read)))
    tally["runs of words"].add(Counter(runs(true)), Counter(runs(read)))
    right, got = annotate(true, with_grammar=False), annotate(read, with_grammar=False)
    tally["capacities"].add(Counter(set(capacities(right))), Counter(set(capacities(got))))
    tally["formulas"].add(Counter(set(formulas(right))), Counter(set(formulas(got))))
    tally["citations"].add(Counter(cited(true)), Counter(cited(read)))
    tally["citations, reverse"].add(Counter(cited(read)), Counter(cited(true)))


def prose(paper: Paper) -> Iterator[str]:
    """Yield the blocks of running text, reference marks left out."""
    for block in paper.blocks:
        if block.kind in PROSE:
            text = block.span.of(paper.text)
            for mark in reversed([m for m in paper.marks if block.span.contains(m.span)]):
                if mark.kind is MarkKind.CITATION:
                    start, end = mark.span.start - block.span.start, mark.span.end - block.span.start
                    text = text[:start] + " " + text[end:]
            yield text


def words(paper: Paper) -> Iterator[str]:
    """Yield the words of running text."""
    for text in prose(paper):
        yield from (word.lower() for word in WORD.findall(text))


def runs(paper: Paper) -> Iterator[str]:
    """Yield each stretch of five words inside a block."""
    for text in prose(paper):
        said = [word.lower() for word in WORD.findall(text)]
        yield from (" ".join(said[n : n + RUN]) for n in range(len(said) - RUN + 1))


def capacities(annotated: Annotated) -> Iterator[str]:
    """Yield specific capacities as value and unit."""
    for mention in annotated.mentions:
        if mention.quantity and mention.concept == HEM.SpecificCapacity:
            low, high = mention.quantity.low.normalize(), mention.quantity.high.normalize()
            yield f"{low:f}-{high:f} {mention.quantity.unit}"


def formulas(annotated: Annotated) -> Iterator[str]:
    """Yield the compositions of formulas with at least two elements."""
    for mention in annotated.mentions:
        composition = mention.composition
        if mention.kind is MentionKind.FORMULA and composition is not None and len(composition.amounts) > 1:
            shares = composition.fractions()
            yield " ".join(f"{e}{share}" for e, share in sorted(shares.items())) if shares else mention.surface


def cited(paper: Paper) -> Iterator[str]:
    """Yield the reference numbers that running text names."""
    blocks = [block.span for block in paper.blocks if block.kind in PROSE]
    for mark in paper.marks:
        if mark.kind is MarkKind.CITATION and any(block.contains(mark.span) for block in blocks):
            yield from (str(n) for n in numbers(mark.span.of(paper.text)))


def robbed(paper: Paper) -> list[str]:
    """Return reference marks that stand inside a number or a formula: between letters or digits on both sides."""
    text, found = paper.text, []
    for mark in (m for m in paper.marks if m.kind is MarkKind.CITATION):
        before, after = text[mark.span.start - 1 : mark.span.start], text[mark.span.end : mark.span.end + 1]
        if before.isalnum() and after.isalnum():
            found.append(text[max(0, mark.span.start - LONGEST) : mark.span.end + LONGEST])
    return found


def in_order(paper: Paper) -> bool:
    """Whether pages only go up."""
    pages = [block.page for block in paper.blocks if block.page and block.kind is BlockKind.PARAGRAPH]
    return all(b >= a for a, b in pairwise(pages))


def read(path: Path) -> Paper:
    """Read a file."""
    return read_paper(path.read_bytes(), path=path.name)


def twins(folder: Path) -> Iterator[tuple[Path, Path]]:
    """Yield the articles that lie there as XML and as PDF."""
    for pdf in sorted((folder / "pdf").glob("*.pdf")):
        xml = folder / "jats" / f"{pdf.stem}.xml"
        if xml.exists():
            yield xml, pdf


def measured(pairs: Iterable[tuple[Paper, Paper]]) -> tuple[dict[str, Share], list[str]]:
    """Return the shares over pairs of the true and the read paper, and the marks that took characters."""
    tally = {name: Share() for name in MEASURES}
    inside: list[str] = []
    for true, got in pairs:
        compare(true, got, tally)
        inside += robbed(got)
    return tally, inside


def seconds_of(paths: Iterable[Path]) -> tuple[float, int, int]:
    """Return the processor time that reading takes [s], the files, and their pages."""
    taken, files, pages = 0.0, 0, 0
    for path in paths:
        data = path.read_bytes()
        began = time.process_time()
        paper = read_paper(data, path=path.name)
        taken += time.process_time() - began
        files, pages = files + 1, pages + max((block.page or 0 for block in paper.blocks), default=0)
    return taken, files, pages


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--errors", action="store_true", help="print what was not found")
    parser.add_argument("--speed", action="store_true", help="time the reading alone, and nothing else")
    arguments = parser.parse_args()
    if arguments.speed:
        _print_speed(arguments.folder)
        return
    tally, inside = measured((read(xml), read(pdf)) for xml, pdf in twins(arguments.folder))
    for name, share in tally.items():
        print(f"{name:20} {share.found}/{share.wanted} = {share.value:.3f}")
        if arguments.errors:
            print("    " + " | ".join(f"{said} ×{n}" for said, n in Counter(share.missed).most_common(60)))
    print(f"{'marks in a number':20} {len(inside)} {inside[:10]}")


def _print_speed(folder: Path) -> None:
    for kind in ("jats", "pdf"):
        paths = sorted((folder / kind).iterdir())
        seconds_of(paths[:1])
        taken, files, pages = seconds_of(paths)
        print(f"{kind}: {files / taken:.1f} files/s" + (f", {pages / taken:.1f} pages/s" if pages else ""))


if __name__ == "__main__":
    main()
