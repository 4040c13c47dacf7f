"""What each part of the engine is worth: the same passages read without it.

    python training/ablate.py [--folds 5]

Every passage is read by models fitted to the other folds only, and the models are fitted again for
each ablation, so that they may make up for what is missing.

* the parse: sentences without grammar, so that only distance and order speak;
* abbreviations: a name that a text introduces (``X (HEO)``) is no other name of X;
* carry-over: material, current and cycle are looked for in the number's own sentence only;
* the second opinion: ChemDataExtractor only votes, so the claims are the same without it.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))

from align import load  # noqa: E402  # the folder of this script comes first on the path
from evaluate import OWN, extract_by_folds  # noqa: E402
from scoring import FIELDS, STRICT, Tally, score  # noqa: E402

from hemkg.annotate import annotator  # noqa: E402
from hemkg.assemble import candidates, materials, measurements  # noqa: E402


@contextmanager
def _nothing_less() -> Iterator[None]:
    yield


@contextmanager
def _without_parse() -> Iterator[None]:
    with patch.object(annotator, "parse_sentences", lambda text, sentences, mentions: tuple(sentences)):
        yield


@contextmanager
def _without_abbreviations() -> Iterator[None]:
    nothing: Callable[..., None] = lambda *given: None  # noqa: E731  # it stands for two functions
    with patch.object(materials, "introduce", nothing), patch.object(materials, "inherit", nothing):
        yield


@contextmanager
def _without_carry_over() -> Iterator[None]:
    def here(found: list[candidates.Candidate], frame: Any) -> list[candidates.Candidate]:  # noqa: ANN401
        return [c for c in found if c.span is None or c.index == frame.index]

    of_materials, of_quantities = candidates.material_candidates, candidates.quantity_candidates

    def materials_here(context: Any, frame: Any, memory: Any) -> list[candidates.Candidate]:  # noqa: ANN401
        return here(of_materials(context, frame, memory), frame)

    def quantities_here(context: Any, frame: Any, kinds: set[str], reach: int = 0) -> list[candidates.Candidate]:  # noqa: ANN401
        return here(of_quantities(context, frame, kinds, reach), frame)

    with (
        patch.object(measurements, "material_candidates", materials_here),
        patch.object(measurements, "quantity_candidates", quantities_here),
    ):
        yield


ABLATIONS: Mapping[str, Callable[[], Any]] = {
    "everything": _nothing_less,
    "without the parse": _without_parse,
    "without abbreviations": _without_abbreviations,
    "without carry-over": _without_carry_over,
}


def measure(folds: int) -> dict[str, Tally]:
    """Return the scores of each ablation over the repository's own passages."""
    out = {}
    for title, without in ABLATIONS.items():
        with without():
            passages = [p for folder in OWN for p in load(folder)]
            out[title] = score({p.name: p.gold for p in passages}, extract_by_folds(passages, folds))
    return out


def main() -> None:
    """Measure and print, as a table for ``docs/quality.md``."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--folds", type=int, default=5)
    rows = measure(parser.parse_args().folds)
    names = [field.replace("_", " ") for field in (*FIELDS, STRICT)]
    print("| |" + "|".join(["macro", *names]) + "|\n|" + "---|" * (len(names) + 2))
    for title, tally in rows.items():
        figures = [tally.macro, *(tally.figures(field)[2] for field in (*FIELDS, STRICT))]
        print(f"|{title}|" + "|".join(f"{100 * figure:.1f}" for figure in figures) + "|")


if __name__ == "__main__":
    main()
