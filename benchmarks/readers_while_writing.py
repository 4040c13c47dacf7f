"""Print how readers fare who ask over HTTP while a build writes: median, 95th percentile, errors.

    python benchmarks/readers_while_writing.py [--readers N] [--seconds S] [--think S] [--papers N] [--rate N]

A server (``hemkg serve --no-page``) stands over a store of invented papers, made as ``training/time_questions.py``
makes them.  A process writes more of them into it, ``--rate`` a second (0: as fast as it can), in place of a build
whose time would go into reading papers; with ``--build PATH`` a build reads the documents there instead, again and
again into stores of its own, so that it takes the processors but writes elsewhere, while the papers are written as
well.  Readers ask questions of ``tests/evaluation/questions.jsonl`` that stand for themselves, read for ``--think``
seconds on average, and ask again; with ``--think 0`` each asks again at once.

An answer is whole if every row and every mark in its text has its citation, and if the number of papers does not go
back for the reader who sees it.  Everything runs on one machine: the readers and the writer take their share of it.
"""

from __future__ import annotations

import argparse
import contextlib
import http.client
import json
import os
import random
import re
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

ROOT = Path(__file__).parents[1]
QUESTIONS = ROOT / "tests" / "evaluation" / "questions.jsonl"
WRITER = """
import sys, time
sys.path[:0] = [{root!r}, {training!r}, {evaluation!r}]
from pathlib import Path
from time_questions import invented, patterns
from hemkg.reason import guidelines
from hemkg.store.catalogue import Catalogue
folder, papers, rate, number = Path({folder!r}), {papers}, {rate}, {number}
originals, written = patterns(), 0
with Catalogue.open(folder, write=True, create=True) as catalogue:
    if number == 0:
        catalogue.graph.replace(guidelines.graphs())
    began = time.monotonic()
    print("writing", flush=True)
    while papers is None or written < papers:
        made = invented(originals[written % len(originals)], number + written // len(originals))
        catalogue.put(made.stem, made.source, made.graph, made.passages, "invented")
        written += 1
        print(written, flush=True)
        if rate:
            time.sleep(max(0.0, began + written / rate - time.monotonic()))
"""


def write(folder: Path, *, papers: int | None, rate: float, number: int, out: object) -> subprocess.Popen[bytes]:
    """Start a process that writes invented papers into a store.

    Args:
        folder: the store.
        papers: how many; None for as many as come until it is ended.
        rate: papers a second; 0 for as fast as it can.
        number: from which papers are invented; others than those of another number.
        out: where it says how many it has written.
    """
    code = WRITER.format(
        root=str(ROOT), training=str(ROOT / "training"), evaluation=str(ROOT / "tests" / "evaluation"),
        folder=str(folder), papers=papers, rate=rate, number=number,
    )  # fmt: skip
    return subprocess.Popen([sys.executable, "-c", code], cwd=ROOT, stdout=out)  # type: ignore[call-overload]


@contextlib.contextmanager
def served(folder: Path, *options: str, log: Path | None = None) -> Iterator[int]:
    """Run a server without its page over a store; give its port once it is ready to answer."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port = listener.getsockname()[1]
    command = [sys.executable, "-m", "hemkg", "serve", "--no-page", "--store", str(folder), "--port", str(port)]
    with (log or Path(os.devnull)).open("wb") as errors:
        server = subprocess.Popen([*command, *options], cwd=ROOT, stderr=errors)
        try:
            wait_until_ready(port, server)
            yield port
        finally:
            server.send_signal(signal.SIGTERM)
            status = server.wait(60)
    assert status == 0, f"the server ended with {status}"


def wait_until_ready(port: int, server: subprocess.Popen[bytes], seconds: float = 300.0) -> None:
    """Wait until a server says that it is ready."""
    end = time.monotonic() + seconds
    while True:
        assert server.poll() is None, "the server ended"
        assert time.monotonic() < end, f"the server was not ready after {seconds} s"
        with contextlib.suppress(OSError):
            if get(port, "/ready")[0] == 200:
                return
        time.sleep(0.1)


def get(port: int, path: str) -> tuple[int, bytes]:
    """Return status and body of what a server says."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        return answer.status, answer.read()
    finally:
        connection.close()


@dataclass
class Seen:
    """What readers saw."""

    seconds: list[float] = field(default_factory=list)
    refused: int = 0
    errors: list[str] = field(default_factory=list)
    papers: set[int] = field(default_factory=set)
    before: int = 0

    def answered(self, seconds: float, status: int, body: bytes) -> None:
        """Take down what came to a question."""
        self.seconds.append(seconds)
        if status == 503:
            self.refused += 1
        elif status != 200:
            self.errors.append(f"{status}: {body[:200]!r}")
        else:
            answer = json.loads(body)
            papers = answer["scope"]["papers"]
            self.errors += list(faults(answer))
            if papers < self.before:
                self.errors.append(f"papers went from {self.before} to {papers}")
            self.before = papers
            self.papers.add(papers)


def faults(answer: dict[str, object]) -> Iterator[str]:
    """Yield what an answer lacks."""
    citations, rows = answer["citations"], answer["rows"]
    assert isinstance(citations, list)
    assert isinstance(rows, list)
    known = {citation["n"] for citation in citations}
    marks = set(map(int, re.findall(r"\[(\d+)\]", str(answer["answer"]))))
    for numbers in (marks, *(set(row["citations"]) for row in rows)):
        if not numbers <= known:
            yield f"citations that are not there: {sorted(numbers - known)} in {answer['answer']!r}"
    for citation in citations:
        if not citation["quote"] or not citation["doc"]:
            yield f"a citation without its sentence: {citation}"


def questions() -> list[str]:
    """Return questions that stand for themselves."""
    items = [json.loads(line) for line in QUESTIONS.read_text(encoding="utf-8").splitlines()]
    return [item["question"] for item in items if "after" not in item]


def read(port: int, seen: Seen, asked: Sequence[str], *, think: float, until: float, seed: int) -> None:
    """Be a reader: ask, read for a while, ask again."""
    chance = random.Random(seed)  # noqa: S311 - no secret
    time.sleep(chance.random() * think)
    while time.monotonic() < until:
        path = f"/ask?q={quote(chance.choice(asked))}"
        began = time.monotonic()
        try:
            status, body = get(port, path)
        except OSError as error:
            seen.errors.append(f"{type(error).__name__}: {error}")
            continue
        seen.answered(time.monotonic() - began, status, body)
        wait = chance.expovariate(1 / think) if think else 0.0
        time.sleep(max(0.0, min(wait, until - time.monotonic())))


def ask_all(port: int, *, readers: int, seconds: float, think: float) -> list[Seen]:
    """Let readers ask side by side; return what each saw."""
    asked, until = questions(), time.monotonic() + seconds
    every = [Seen() for _ in range(readers)]
    threads = [
        threading.Thread(target=read, args=(port, seen, asked), kwargs={"think": think, "until": until, "seed": n})
        for n, seen in enumerate(every)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return every


def share(seconds: Sequence[float], part: float) -> float:
    """Return the time under which a share of the answers lies."""
    return sorted(seconds)[min(len(seconds) - 1, int(part * len(seconds)))]


def report(every: Sequence[Seen], written: int, spent: float) -> bool:
    """Print what readers saw; return whether it is as wanted."""
    seconds = [one for seen in every for one in seen.seconds]
    errors = [error for seen in every for error in seen.errors]
    refused, states = sum(seen.refused for seen in every), {n for seen in every for n in seen.papers}
    print(f"{len(every)} readers, {len(seconds)} answers in {spent:.0f} s, {len(seconds) / spent:.1f} a second")
    print(f"median {statistics.median(seconds) * 1000:.0f} ms, 95th percentile {share(seconds, 0.95) * 1000:.0f} ms, "
          f"slowest {max(seconds) * 1000:.0f} ms (wanted: 95th percentile under 1000 ms)")  # fmt: skip
    print(f"{written} papers written meanwhile, {len(states)} states of the store seen")
    print(f"{refused} refused, {len(errors)} errors")
    for error in errors[:5]:
        print(f"  {error}")
    return not errors and not refused and share(seconds, 0.95) < 1.0


@contextlib.contextmanager
def building(paths: Sequence[Path], folder: Path) -> Iterator[None]:
    """Let builds run one after the other, each into a store of its own."""
    stopped = threading.Event()

    def build() -> None:
        number = 0
        while not stopped.is_set():
            command = [sys.executable, "-m", "hemkg", "build", *map(str, paths), "--store", str(folder / str(number))]
            process = subprocess.Popen(
                command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
            )
            while process.poll() is None and not stopped.wait(0.1):
                pass
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            number += 1

    thread = threading.Thread(target=build)
    if paths:
        thread.start()
    try:
        yield
    finally:
        stopped.set()
        if paths:
            thread.join()


def main() -> int:
    """Make a store, serve it, write into it and ask it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--readers", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--think", type=float, default=5.0)
    parser.add_argument("--papers", type=int, default=1000, help="papers in the store at the beginning")
    parser.add_argument("--rate", type=float, default=5.0, help="papers written a second")
    parser.add_argument("--workers", type=int, default=2, help="processes that answer")
    parser.add_argument("--build", type=Path, nargs="*", default=[], help="documents that are read meanwhile")
    parser.add_argument("--store", type=Path, help="where the store stands; made there if it is not, and kept")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.store or Path(temporary) / "store"
        if not folder.exists():
            write(folder, papers=options.papers, rate=0, number=0, out=subprocess.DEVNULL).wait()
        counted = Path(temporary) / "written"
        with served(folder, "--workers", str(options.workers)) as port, counted.open("wb") as out:
            writer = write(folder, papers=None, rate=options.rate, number=int(time.time()), out=out)
            with building(options.build, Path(temporary) / "builds"):
                began = time.monotonic()
                every = ask_all(port, readers=options.readers, seconds=options.seconds, think=options.think)
                spent = time.monotonic() - began
            writer.kill()
            writer.wait()
            print(get(port, "/ready")[1].decode())
        written = len(counted.read_text().splitlines()) - 1
        return 0 if report(every, written, spent) else 1


if __name__ == "__main__":
    sys.exit(main())
