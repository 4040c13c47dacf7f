"""Print how well quantities are found in the paragraphs of MeasEval, by the overlap of their characters.

    python training/score_quantities.py FOLDER [--all] [--errors]

FOLDER holds ``train`` and ``trial`` of github.com/harperco/MeasEval (SemEval 2021, task 8).  Without
``--all`` only the paragraphs of materials and chemistry journals count; which journals those are was
decided by reading the paragraphs.  Each predicted quantity is matched with one gold span that it
overlaps; ``found`` counts matches, ``overlap`` counts the share of characters that a match has in common
with what was predicted (precision) or annotated (recall).
"""

from __future__ import annotations

import argparse
import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from hemkg.annotate.annotator import annotate
from hemkg.model.mention import MentionKind
from hemkg.read import read_paper

# "S" and the ISSN of the journal: fuel, colloids, solid-state chemistry, polymers, materials letters, surfaces,
# analytical chemistry, solar materials, metals, composites, spectroscopy, inorganic chemistry, electrochemistry
JOURNALS = (
    "S00162361", "S00219797", "S00224596", "S00323861", "S0167577X", "S01694332", "S03088146", "S09270248",
    "S09277757", "S13596454", "S1359835X", "S13861425", "S13877003", "S13882481",
)  # fmt: skip


BOUND = re.compile(r"(?:[~∼≈<>≤≥⩽⩾±]|\b(?:about|approximately|up to|less than|more than|at least|over))\s?$")
LETTERS = re.compile(r"[^\W\d_]|%|°")
JOINT = 6  # characters of ", and "


@dataclass(frozen=True)
class Stretch:
    """A stretch of a text."""

    start: int
    end: int

    def shared(self, other: Stretch) -> int:
        """Return how many characters two stretches have in common."""
        return max(0, min(self.end, other.end) - max(self.start, other.start))

    @property
    def length(self) -> int:
        """The number of characters."""
        return self.end - self.start


@dataclass(frozen=True)
class Paragraph:
    """A paragraph with the quantities that people marked in it."""

    name: str
    text: str
    gold: tuple[Stretch, ...]


def paragraphs(folder: Path, everything: bool) -> Iterator[Paragraph]:
    """Yield the paragraphs of the folder, only those of the chosen journals unless ``everything``."""
    for table in sorted(folder.glob("*/tsv/*.tsv")):
        name = table.stem
        if not everything and not name.startswith(JOURNALS):
            continue
        text = next(table.parent.parent.glob(f"t*xt/{name}.txt")).read_text(encoding="utf-8")
        with table.open(encoding="utf-8", newline="") as lines:
            rows = list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
        spans = {(int(r["startOffset"]), int(r["endOffset"])) for r in rows if r["annotType"] == "Quantity"}
        yield Paragraph(name, text, tuple(Stretch(*span) for span in sorted(spans)))


def predicted(text: str) -> tuple[Stretch, ...]:
    """Return the quantities that hemkg sees; numbers that share one printed unit are one quantity for a reader."""
    found = annotate(read_paper(text.encode(), path="paragraph.txt"))
    numbers = [m for m in found.mentions if m.kind is MentionKind.QUANTITY and is_measured(m.concept)]
    stretches: list[Stretch] = []
    lists_go_on = False
    for mention in numbers:
        bound = BOUND.search(text[: mention.span.start])
        span = Stretch(bound.start() if bound else mention.span.start, mention.span.end)
        if stretches and lists_go_on and span.start - stretches[-1].end <= JOINT:
            span = Stretch(stretches.pop().start, span.end)
        stretches.append(span)
        lists_go_on = bool(mention.quantity and mention.quantity.unit) and not LETTERS.search(mention.surface)
    return tuple(stretches)


def is_measured(kind: str | None) -> bool:
    """Whether a number is a quantity for a reader and no bare number."""
    return kind != "Count"


def matches(guesses: Sequence[Stretch], gold: Sequence[Stretch]) -> list[tuple[Stretch, Stretch]]:
    """Return pairs of guesses and gold, each used once, those that share most first."""
    pairs = [(g.shared(t), -i, g, t) for i, g in enumerate(guesses) for t in gold if g.shared(t)]
    pairs.sort(key=lambda pair: (-pair[0], -pair[1]))
    taken: set[Stretch] = set()
    found = []
    for _, _, guess, true in pairs:
        if guess not in taken and true not in taken:
            taken |= {guess, true}
            found.append((guess, true))
    return found


def figures(good: tuple[float, float], guessed: int, wanted: int) -> str:
    """Return precision, recall and F1 of what was right of what was guessed, and of what was wanted."""
    precision, recall = good[0] / max(guessed, 1), good[1] / max(wanted, 1)
    both = 2 * precision * recall / max(precision + recall, 1e-9)
    return f"P {precision:.3f}  R {recall:.3f}  F1 {both:.3f}"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--all", action="store_true", help="the paragraphs of every journal")
    parser.add_argument("--errors", action="store_true", help="print what was missed and what is spurious")
    arguments = parser.parse_args()
    guessed = wanted = count = 0
    found, overlap = [0.0, 0.0], [0.0, 0.0]
    for paragraph in paragraphs(arguments.folder, arguments.all):
        guesses, gold = predicted(paragraph.text), paragraph.gold
        pairs = matches(guesses, gold)
        count, guessed, wanted = count + 1, guessed + len(guesses), wanted + len(gold)
        found = [value + len(pairs) for value in found]
        overlap[0] += sum(g.shared(t) / g.length for g, t in pairs)
        overlap[1] += sum(g.shared(t) / t.length for g, t in pairs)
        if arguments.errors:
            _print_errors(paragraph, guesses, pairs)
    print(f"{count} paragraphs, {wanted} quantities, {guessed} found by hemkg")
    print("found    " + figures((found[0], found[1]), guessed, wanted))
    print("overlap  " + figures((overlap[0], overlap[1]), guessed, wanted))


def _print_errors(paragraph: Paragraph, guesses: Sequence[Stretch], pairs: Sequence[tuple[Stretch, Stretch]]) -> None:
    text = paragraph.text
    for title, stretches, hit in (
        ("missed  ", paragraph.gold, {t for _, t in pairs}),
        ("spurious", guesses, {g for g, _ in pairs}),
    ):
        for s in (s for s in stretches if s not in hit):
            around = f"{text[max(0, s.start - 40) : s.start]}[{text[s.start : s.end]}]{text[s.end : s.end + 30]}"
            print(f"{title} {paragraph.name}: {around}".replace("\n", " "))


if __name__ == "__main__":
    main()
