"""Papers a second: one process here against several, and one worker of a Dask scheduler against several.

    python benchmarks/workers.py --papers 300 --workers 1 2           as long as digests
    python benchmarks/workers.py --papers 40 --parts 20              as long as articles

Every row builds the same invented papers into a new store; the digests of the stores must not differ.  The clock runs
from the first paper that is stored to the last one: starting processes and the rules at the end take the same time
however many papers there are.
"""

import argparse
import contextlib
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from invented import write_papers

from hemkg import building
from hemkg.cluster import connected
from hemkg.store.catalogue import Catalogue

ROOT = Path(__file__).parents[1]
PATIENCE = 60.0  # seconds for a scheduler or worker to start
LARGEST = 2**26  # bytes


def main() -> None:
    """Measure and print a line for each number of workers."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--papers", type=int, default=200)
    parser.add_argument("--parts", type=int, default=1)
    parser.add_argument("--workers", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--ways", nargs="+", choices=["processes", "dask"], default=["processes", "dask"])
    asked = parser.parse_args()
    os.environ.setdefault("OMP_NUM_THREADS", "1")  # else the threads of several processes wait for each other
    with tempfile.TemporaryDirectory() as place:
        papers = Path(place) / "papers"
        write_papers(papers, asked.papers, parts=asked.parts)
        for way in asked.ways:
            first: float | None = None
            for workers in asked.workers:
                with _machines(Path(place), workers) if way == "dask" else contextlib.nullcontext() as scheduler:
                    speed, own, digest = measured(papers, Path(place) / f"{way}-{workers}", workers, scheduler)
                first = first or speed
                print(
                    f"{way:9} {workers} worker(s): {speed:6.2f} papers/s, {speed / first:.2f} times; "
                    f"{1000 * own:.1f} ms of processor time a paper where the store is; {digest[:12]}"
                )


def measured(papers: Path, store: Path, workers: int, scheduler: str | None) -> tuple[float, float, str]:
    """Return papers a second of one build, processor time for each in this process [s], and the digest of the store."""
    stored: list[float] = []
    used: list[float] = []

    def note(outcome: object, report: object) -> None:
        stored.append(time.perf_counter())
        used.append(time.process_time())

    report = building.build(
        [papers], store, workers=workers, largest=LARGEST, scheduler=scheduler,
        progress=note,
    )  # fmt: skip
    if report.failed:
        raise SystemExit(report.failed[0]["error"])
    with Catalogue.open(store) as catalogue:
        others = len(stored) - 1
        return others / (stored[-1] - stored[0]), (used[-1] - used[0]) / others, catalogue.digest()


@contextlib.contextmanager
def _machines(folder: Path, workers: int) -> Iterator[str]:
    """Start a scheduler with workers on this machine; yield its address."""
    place = folder / f"scheduler-{workers}.json"
    with contextlib.ExitStack() as stack:

        def start(command: str, *options: str) -> None:
            started = subprocess.Popen(
                [sys.executable, "-m", f"distributed.cli.{command}", "--scheduler-file", place, *options],
                env={**os.environ, "PYTHONPATH": str(ROOT)}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            )  # fmt: skip
            stack.callback(started.wait)
            stack.callback(started.terminate)

        start("dask_scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--no-show")
        address = _until(lambda: json.loads(place.read_text(encoding="utf-8"))["address"])
        for _ in range(workers):
            start("dask_worker", "--nthreads", "1", "--no-nanny", "--no-dashboard", "--host", "127.0.0.1")
        with connected(address, building.engine) as cluster:
            _until(lambda: cluster.width() == workers)
        yield address


def _until(found: Callable[[], object]) -> str:
    """Return what is found, once it is there."""
    limit = time.monotonic() + PATIENCE
    while time.monotonic() < limit:
        with contextlib.suppress(OSError, ValueError):
            if told := found():
                return str(told)
        time.sleep(0.05)
    raise SystemExit("a scheduler or worker did not start in time")


if __name__ == "__main__":
    main()
