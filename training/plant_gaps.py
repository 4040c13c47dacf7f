"""Print how many gaps that were planted in full invented fields are found, and how many of the found were planted.

    python training/plant_gaps.py [--fields N]

A field reports every mechanism that chemistry allows in every family with every ion; a share of the cells of
high-entropy materials is taken out, and the gaps are read back from a store of the papers that are left
(``tests/unit/review/planted.py``).  In the last cases a share of the other reports is missed as well, as by a reader
that overlooks sentences: what is then called empty, and is not, lowers precision.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from tests.unit.review.planted import Score, score

CASES = ((0.1, 0.0), (0.2, 0.0), (0.4, 0.0), (0.6, 0.0), (0.2, 0.1), (0.2, 0.2), (0.2, 0.3))


def added(scores: list[Score]) -> Score:
    """Return the score of several fields together."""
    return Score(sum(s.planted for s in scores), sum(s.reported for s in scores), sum(s.right for s in scores))


def main() -> None:
    """Plant and find."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--fields", type=int, default=5, help="number of fields for each share")
    fields = parser.parse_args().fields
    for share, unread in CASES:
        found = added([score(seed, share, unread) for seed in range(100, 100 + fields)])
        print(f"{share:.0%} taken out, {unread:.0%} unread: {found.planted} planted, {found.reported} reported, "
              f"recall {found.recall:.3f}, precision {found.precision:.3f}", flush=True)  # fmt: skip


if __name__ == "__main__":
    main()
