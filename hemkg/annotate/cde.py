"""A second opinion from ChemDataExtractor, where it is installed.

The only door to that library.  It is asked a sentence at a time, about sentences that are already
known to hold a quantity, and it votes; nothing is decided by it alone.  It runs in a process of its
own (see ``cde_worker``), started when first asked, started again after a crash or a hang, and ended
with the ``with`` block.
"""

import base64
import importlib.util
import json
import os
import queue
import subprocess
import sys
import tempfile
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Self

from hemkg.errors import MissingDependency

_MOST_FAILURES = 3
_GRACE = 10.0  # what the worker's own time limit may be late by [s]


@dataclass(frozen=True, slots=True)
class CapacityOpinion:
    """A specific capacity as ChemDataExtractor reads it.

    Attributes:
        low: the value, or the lower end of a range.
        high: the value, or the upper end of a range.
        unit: the unit as printed, without blanks.
        compounds: the names of the compound that it belongs to, in the library's view.
    """

    low: float
    high: float
    unit: str
    compounds: tuple[str, ...] = ()


class SecondOpinion:
    """ChemDataExtractor in a worker process.

    The first call raises ``MissingDependency`` where the library is not installed or does not start;
    every later call then returns nothing, so a caller reports it once and goes on.

    Args:
        start_limit: how long the worker may take to start [s].
        sentence_limit: how long one sentence may take [s].
        table_limit: how long one table or page may take [s].
        command: what starts the worker; for tests.
    """

    def __init__(
        self,
        *,
        start_limit: float = 180.0,
        sentence_limit: float = 2.0,
        table_limit: float = 20.0,
        command: Sequence[str] = (sys.executable, "-m", "hemkg.annotate.cde_worker"),
    ) -> None:
        self._limits = {"start": start_limit, "sentence": sentence_limit, "table": table_limit}
        self._command = tuple(command)
        self._worker: _Worker | None = None
        self._failures = 0
        self._given_up = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the worker."""
        if self._worker:
            self._worker.kill()
            self._worker = None

    def capacities(self, sentences: Sequence[str], names: Sequence[Sequence[str]] = ()) -> list[list[CapacityOpinion]]:
        """Return the capacities read in each sentence; an empty list where there is none or no answer.

        Args:
            sentences: the sentences, each known to hold a quantity.
            names: for each sentence the compound names known in it, which the library has no model to find.

        Raises:
            MissingDependency: once, if the library is not there or does not start.
        """
        known = [*names, *[()] * (len(sentences) - len(names))]
        return [
            self._opinions({"do": "capacities", "sentence": sentence, "names": list(given)}, "sentence")
            for sentence, given in zip(sentences, known, strict=True)
        ]

    def table_capacities(
        self, rows: Sequence[Sequence[str]], *, caption: str = "", names: Sequence[str] = ()
    ) -> list[CapacityOpinion]:
        """Return the capacities read in a table.

        Args:
            rows: the texts of the cells, header rows first, each row of the same length.
            caption: the table's caption.
            names: compound names known in the table.

        Raises:
            MissingDependency: once, if the library is not there or does not start.
        """
        request = {"do": "table", "rows": [list(row) for row in rows], "caption": caption, "names": list(names)}
        return self._opinions(request, "table")

    def read_html(self, data: bytes, publisher: str) -> list[tuple[str, str]]:
        """Return the blocks of a publisher's page as kind and text.

        Args:
            data: the page.
            publisher: ``acs`` or ``rsc``.

        Raises:
            MissingDependency: once, if the library is not there or does not start.
        """
        request = {"do": "html", "data": base64.b64encode(data).decode("ascii"), "publisher": publisher}
        return [(str(kind), str(text)) for kind, text in self._ask(request, "table")]

    def _opinions(self, request: dict[str, Any], kind: str) -> list[CapacityOpinion]:
        return [
            CapacityOpinion(said["low"], said["high"], said["unit"], tuple(said["compounds"]))
            for said in self._ask(request, kind)
        ]

    def _ask(self, request: dict[str, Any], kind: str) -> list[Any]:
        """Ask the worker; one that crashes or hangs is ended, and a new one starts with the next request."""
        if self._given_up:
            return []
        worker = self._worker = self._worker or self._start()
        limit = self._limits[kind]
        reply = worker.ask({**request, "limit": limit}, patience=limit + _GRACE)
        if reply is None:
            self.close()
            self._failures += 1
            self._given_up = self._failures >= _MOST_FAILURES
            return []
        self._failures = 0
        return list(reply.get("answer", ()))

    def _start(self) -> "_Worker":
        """Start the worker and wait until it is ready."""
        if importlib.util.find_spec("chemdataextractor") is None:
            raise self._missing("ChemDataExtractor is not installed; install chemdataextractor2 to have its opinion.")
        worker = _Worker(self._command)
        reply = worker.reply(self._limits["start"])
        if reply is None or not reply.get("ready"):
            worker.kill()
            reason = (reply or {}).get("failed", "no answer")
            raise self._missing(
                f"ChemDataExtractor does not start ({reason}); capacities are read without its opinion."
            )
        return worker

    def _missing(self, message: str) -> MissingDependency:
        self._given_up = True
        return MissingDependency(message)


class _Worker:
    """The process, a folder of its own to work in, and a thread that waits for its answers."""

    def __init__(self, command: Sequence[str]) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="hemkg-cde-", ignore_cleanup_errors=True)
        home = str(Path(__file__).resolve().parents[2])
        paths = os.pathsep.join(filter(None, (home, os.environ.get("PYTHONPATH", ""))))
        self._process = subprocess.Popen(  # noqa: S603  # our own module, or a test's
            list(command),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=self._folder.name,
            env={**os.environ, "PYTHONPATH": paths, "HF_HUB_OFFLINE": "1", "TRANSFORMERS_OFFLINE": "1"},
            encoding="utf-8",
        )
        self._answers: queue.Queue[str] = queue.Queue()
        threading.Thread(target=_collect, args=(self._process.stdout, self._answers), daemon=True).start()

    def ask(self, request: dict[str, Any], *, patience: float) -> dict[str, Any] | None:
        """Send a request and return its reply, None if the process is gone or does not answer in time."""
        try:
            if self._process.stdin:
                self._process.stdin.write(json.dumps(request) + "\n")
                self._process.stdin.flush()
        except (BrokenPipeError, OSError):
            return None
        return self.reply(patience)

    def reply(self, patience: float) -> dict[str, Any] | None:
        """Return the next reply, None if none comes in time."""
        try:
            line = self._answers.get(timeout=patience)
        except queue.Empty:
            return None
        return dict(json.loads(line)) if line.strip() else None

    def kill(self) -> None:
        """End the process and remove its folder."""
        self._process.kill()
        self._process.wait()
        for stream in (self._process.stdin, self._process.stdout):
            if stream:
                _close(stream)
        self._folder.cleanup()


def _collect(stream: IO[str] | None, answers: "queue.Queue[str]") -> None:
    """Hand each line on as it comes, and an empty one at the end."""
    for line in stream or ():
        answers.put(line)
    answers.put("")


def _close(stream: IO[str]) -> None:
    try:
        stream.close()
    except (BrokenPipeError, OSError):
        return
