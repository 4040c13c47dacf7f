"""Print how long gaps, their map and a backtest take from a large store [s], and how busy the machine is.

    python training/time_gaps.py [--triples N] [--store DIR]

The store is that of ``time_questions.py``, invented papers, with what the rules derive.  It is made in a temporary
folder, or in DIR, where it stays and is used again.
"""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from time_questions import make_store  # puts the repository on the path

from hemkg.assistant import Assistant
from hemkg.page_parts.gap_file import map_file
from hemkg.reason import rules
from hemkg.review import backtest, gaps
from hemkg.store.catalogue import Catalogue

YEAR = 2022


def make(folder: Path, triples: int) -> None:
    """Make the store and what the rules derive."""
    make_store(folder, triples)
    with Catalogue.open(folder, write=True) as catalogue:
        rules.derive(catalogue.graph)


def timed(name: str, work: Callable[[], object]) -> None:
    """Print how long something takes, by the clock and on the processor."""
    began, busy = time.perf_counter(), time.process_time()
    work()
    print(
        f"{name}: {time.perf_counter() - began:.1f} s, {time.process_time() - busy:.1f} s of processor, "
        f"load {os.getloadavg()[0]:.1f}",
        flush=True,
    )


def report(folder: Path) -> None:
    """Time everything once from an open store."""
    with Assistant.open(folder) as assistant:
        store = assistant.catalogue.graph
        print(f"{store.count()} triples, {assistant.scope.papers} papers; load {os.getloadavg()[0]:.1f}")
        timed("gaps", assistant.gaps)
        timed("map with cards", lambda: map_file(gaps.field_map(store)))
        timed(f"backtest {YEAR}", lambda: backtest.backtest(store, YEAR))


def main() -> None:
    """Make the store where it is not there, and time it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--triples", type=int, default=1_000_000)
    parser.add_argument("--store", type=Path)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.store or Path(temporary) / "store"
        if not folder.exists():
            make(folder, options.triples)
        report(folder)


if __name__ == "__main__":
    main()
