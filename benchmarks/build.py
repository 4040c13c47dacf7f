"""What a build costs as it grows: time and memory a paper, a rebuild of nothing, one changed paper, the size on disk.

    python benchmarks/build.py --papers 10000 --marks 100 1000 10000 --workers 2

Invented papers (``invented.py``) are built into one new store.  The cost of a paper at each mark is the time from the
first paper that is stored to that one, over the papers between; memory is what this process and its workers hold
together (resident, shared pages counted in each).  Then the same build is run again with nothing changed, with one
paper changed, and a question, the table and the gaps are asked of the store from the command line, start and all.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

import psutil
from invented import write_papers

from hemkg import building
from hemkg.store.catalogue import Catalogue

LARGEST = 2**26  # bytes
ROOT = Path(__file__).parents[1]
QUESTION = "Which high-entropy anodes exceed 1000 mAh/g at 0.1 A/g or more?"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--papers", type=int, default=1000)
    parser.add_argument("--marks", type=int, nargs="+", default=[100, 1000])
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--sentences", type=int, default=6, help="of a paper: six make 220 triples, two 100")
    parser.add_argument("--keep", type=Path, help="a new folder in which papers and store are left")
    asked = parser.parse_args()
    os.environ.setdefault("OMP_NUM_THREADS", "1")  # else the threads of several processes wait for each other
    with tempfile.TemporaryDirectory() as temporary:
        place = asked.keep or Path(temporary)
        write_papers(place / "papers", asked.papers, sentences=asked.sentences)
        for line in chain(
            _built(place, asked.papers, asked.workers, asked.marks), _again(place), _size(place), _asked(place)
        ):
            print(line, flush=True)


def _built(place: Path, papers: int, workers: int, marks: list[int]) -> Iterator[str]:
    """Build everything and tell the cost of a paper and the memory at each mark."""
    began, stored = time.perf_counter(), []
    held: dict[int, tuple[int, int]] = {}

    def progress(outcome: object, report: object) -> None:
        stored.append(time.perf_counter())
        if len(stored) in marks:
            held[len(stored)] = _memory()

    report = building.build([place / "papers"], place / "store", workers=workers, largest=LARGEST, progress=progress)
    yield f"{papers} papers with {workers} worker(s): {time.perf_counter() - began:.0f} s in all"
    yield f"  {report.claims} claims, {report.triples} triples ({report.derived} derived), {len(report.failed)} failed"
    yield f"  from the last paper to the end (rules, counts): {time.perf_counter() - stored[-1]:.1f} s"
    for mark in (mark for mark in marks if mark <= len(stored)):
        cost = (stored[mark - 1] - stored[0]) / (mark - 1)
        own, of_workers = held[mark]
        yield f"  up to {mark:6} papers: {cost * 1000:6.1f} ms a paper; {own} MB here, {of_workers} MB in workers"


def _memory() -> tuple[int, int]:
    """Return what this process holds and what its children hold [MB]."""
    own = psutil.Process()
    children = sum(child.memory_info().rss for child in own.children(recursive=True))
    return own.memory_info().rss // 2**20, children // 2**20


def _again(place: Path) -> Iterator[str]:
    """Tell how long a build takes that finds nothing new, and one that finds one changed paper."""
    yield f"nothing changed: {_command('build', place / 'papers', '--store', place / 'store'):.1f} s"
    every = sorted((place / "papers").rglob("*.md"))
    for changed in every[:: max(1, len(every) // 3)][:3]:
        changed.write_text(changed.read_text(encoding="utf-8").replace(" mAh g-1", "1 mAh g-1", 1), encoding="utf-8")
        yield f"one paper changed: {_command('build', place / 'papers', '--store', place / 'store'):.1f} s"


def _size(place: Path) -> Iterator[str]:
    """Tell how large the store is."""
    size = sum(path.stat().st_size for path in (place / "store").rglob("*") if path.is_file())
    with Catalogue.open(place / "store") as catalogue:
        claims = catalogue.claims()
    yield f"store: {size / 2**20:.0f} MB, {size / claims / 1024:.1f} kB a claim"


def _asked(place: Path) -> Iterator[str]:
    """Tell how long a process takes that answers a question, writes the table or finds the gaps."""
    store = ("--store", place / "store")
    yield f"ask: {_command('ask', QUESTION, '--format', 'json', *store):.1f} s"
    yield f"table: {_command('table', '--format', 'csv', '--out', place / 'table.csv', *store):.1f} s"
    yield f"gaps: {_command('gaps', '--format', 'json', *store):.1f} s"


def _command(*arguments: object) -> float:
    """Return how long a command of hemkg takes, from the start of its process to its end [s]."""
    began = time.perf_counter()
    command = [sys.executable, "-m", "hemkg", *map(str, arguments)]
    done = subprocess.run(command, check=False, capture_output=True, cwd=ROOT)
    if done.returncode:
        raise SystemExit(json.dumps(done.stderr.decode()))
    return time.perf_counter() - began


if __name__ == "__main__":
    main()
