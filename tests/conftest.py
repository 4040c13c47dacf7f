"""What all tests share: the command line as a user runs it, and a store of the bundled corpus."""

import io
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from filelock import FileLock

from hemkg.__main__ import main
from tests.virtuoso import MISSING, Virtuoso, is_installed, running

ROOT = Path(__file__).parents[1]
# One thread for each process: several processes that run tests on few cores would wait for each other's threads, and
# waiting threads keep a core busy (loading the embedder and asking it took seven times the processor time).
os.environ.setdefault("OMP_NUM_THREADS", "1")
# where others share its cores, a machine takes up to twice the processor time for the same work
SHARED = 2.0


@dataclass(frozen=True)
class Ran:
    """What a command printed and how it ended."""

    status: int
    out: str
    err: str


@pytest.fixture(scope="session")
def in_time() -> Callable[..., object]:
    """Do some work at most three times, until it keeps within a limit [s]; twice the limit must be kept at least."""

    def run(work: Callable[[], object], limit: float, clock: Callable[[], float] = time.process_time) -> object:
        taken: list[float] = []
        while len(taken) < 3 and not (taken and taken[-1] < limit):
            began = clock()
            found = work()
            taken.append(clock() - began)
        assert min(taken) < SHARED * limit, taken
        return found

    return run


@pytest.fixture(scope="session")
def hemkg_alone() -> Callable[..., Ran]:
    """Run the command line in a process of its own, as a user does; every call loads all libraries anew."""

    def run(*arguments: object, stdin: str = "", cwd: Path | None = None) -> Ran:
        clean = {name: value for name, value in os.environ.items() if not name.startswith("HEMKG_")}
        done = subprocess.run(
            [sys.executable, "-m", "hemkg", *map(str, arguments)],
            capture_output=True, text=True, input=stdin, cwd=cwd or ROOT, env=clean, check=False, timeout=300,
        )  # fmt: skip
        return Ran(done.returncode, done.stdout, done.stderr)

    return run


@pytest.fixture(scope="session")
def hemkg() -> Callable[..., Ran]:
    """Run the command line in this process, where libraries stay loaded.

    ``tests/contract/test_processes.py`` sees that a process of its own says the same.  Whatever a command leaves
    behind in this process would show in the calls after it.
    """

    def run(*arguments: object, stdin: str = "", cwd: Path | None = None) -> Ran:
        out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8") for _ in range(2))
        with pytest.MonkeyPatch.context() as patch:
            for name in [name for name in os.environ if name.startswith("HEMKG_")]:
                patch.delenv(name)
            for name, value in (("argv", ["hemkg", *map(str, arguments)]), ("stdin", io.StringIO(stdin)),
                ("stdout", out), ("stderr", err), ("excepthook", sys.excepthook)):  # fmt: skip
                patch.setattr(sys, name, value)
            patch.setattr(sys.modules["__main__"], "__package__", None, raising=False)  # the command is called hemkg
            patch.chdir(cwd or ROOT)
            status = _left_with(main)
        return Ran(status, _told(out), _told(err))

    return run


def _left_with(command: Callable[[], None]) -> int:
    """Return the status with which a command would leave its process."""
    try:
        command()
    except SystemExit as leaving:
        return leaving.code if isinstance(leaving.code, int) else int(leaving.code is not None)
    except Exception as error:  # noqa: BLE001  as the interpreter does at the very end
        sys.excepthook(type(error), error, error.__traceback__)
        return 1
    return 0


def _told(stream: io.TextIOWrapper) -> str:
    stream.flush()
    return stream.buffer.getvalue().decode("utf-8").replace("\r\n", "\n")


def shared_once(tmp_path_factory: pytest.TempPathFactory, name: str, make: Callable[[Path], object]) -> Path:
    """Make something once for all processes that run tests side by side."""
    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base) / name
    with FileLock(f"{folder}.lock"):
        if not folder.exists():
            make(folder)
    return folder


@pytest.fixture(scope="session")
def corpus_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of the bundled corpus; tests only read it."""
    from hemkg import building

    def make(folder: Path) -> None:
        report = building.build([ROOT / "corpus"], folder, workers=2, largest=2**26)
        assert not report.failed

    return shared_once(tmp_path_factory, "corpus-store", make)


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The documentation as a site, built without a complaint; tests only read it."""

    def make(folder: Path) -> None:
        done = subprocess.run(
            [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(folder)],
            cwd=ROOT, env=os.environ | {"PYTHONPATH": str(ROOT), "NO_MKDOCS_2_WARNING": "1"},
            capture_output=True, text=True, check=False, timeout=180,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout + done.stderr
        assert "WARNING" not in done.stdout + done.stderr

    return shared_once(tmp_path_factory, "documentation", make)


@pytest.fixture(scope="session")
def virtuoso(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Virtuoso]:
    """A Virtuoso of this process's own; what tests leave in it they take away themselves."""
    if not is_installed():
        pytest.skip(MISSING)
    with running(tmp_path_factory.mktemp("virtuoso") / "database") as started:
        yield started
