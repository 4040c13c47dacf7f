"""The graph of a store as it stands now, for reading, while another process goes on writing it.

The engine must not read files that another process writes: what it opens late is gone by then, since a writer merges
its files.  So a reader gets a folder of its own: the engine's data files, which are never changed once they are
written, as hard links; its short log and its list of files as copies.  The folder goes when the reader is done; what a
reader left that was killed, the next one takes away.
"""

import contextlib
import os
import shutil
import tempfile
import time
import weakref
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from filelock import FileLock, Timeout

READERS = ".readers"
IN_USE = "in-use.lock"
LIST_OF_FILES = "CURRENT"
_TRIES: Final = 5
_MADE_WITHIN: Final = 60.0  # [s]


class LinkedFolder:
    """A folder of links that is there until it is closed.

    Args:
        graph: the engine's folder.
        beside: the store's folder, in which the links are made.

    Raises:
        OSError: if no links can be made there.
    """

    def __init__(self, graph: Path, beside: Path) -> None:
        readers = beside / READERS
        readers.mkdir(exist_ok=True)
        _sweep(readers)
        home = Path(tempfile.mkdtemp(dir=readers))
        lock = FileLock(home / IN_USE, thread_local=False)
        self._end = weakref.finalize(self, _remove, home, lock)  # also where nobody closes it
        self.path = home / "graph"
        try:
            lock.acquire(timeout=0)
            self.path.mkdir()
            _copy(graph, self.path)
        except OSError:
            self.close()
            raise

    def close(self) -> None:
        """Take the links away."""
        self._end()


def tries() -> Iterator[bool]:
    """Yield whether a try is the last, for as often as it is worth trying to open what is being written."""
    yield from (number == _TRIES for number in range(1, _TRIES + 1))


def _remove(home: Path, lock: FileLock) -> None:
    lock.release()
    shutil.rmtree(home, ignore_errors=True)


def _copy(graph: Path, to: Path) -> None:
    """Take hold of the engine's files, in an order in which nothing is lost while it merges files meanwhile.

    Nobody commits meanwhile.  The log is taken before the list: what moves from the log to a data file in between is
    then in both, and not in neither.  Data files are linked before and after, since the list names new ones as well.
    """
    _link(graph, to)
    for log in graph.glob("*.log"):
        with contextlib.suppress(FileNotFoundError):
            shutil.copyfile(log, to / log.name)
    told = (graph / LIST_OF_FILES).read_text(encoding="utf-8")
    shutil.copyfile(graph / told.strip(), to / told.strip())
    (to / LIST_OF_FILES).write_text(told, encoding="utf-8")
    _link(graph, to)


def _link(graph: Path, to: Path) -> None:
    for data in graph.glob("*.sst"):
        with contextlib.suppress(FileNotFoundError, FileExistsError):
            os.link(data, to / data.name)


def _sweep(readers: Path) -> None:
    """Take away what readers left that were killed: nobody holds the locks in their folders any more."""
    for left in readers.iterdir():
        lock = FileLock(left / IN_USE, thread_local=False)
        with contextlib.suppress(OSError, Timeout):
            if not (left / IN_USE).exists() and time.time() - left.stat().st_mtime < _MADE_WITHIN:
                continue  # it is being made
            lock.acquire(timeout=0)
            lock.release()
            shutil.rmtree(left, ignore_errors=True)
