"""A build that is told to stop: it ends soon, says so, leaves no process behind, and the next one finishes it."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from hemkg.store.catalogue import Catalogue

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "benchmarks"))
from invented import write_papers  # noqa: E402

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="processes are looked at as Linux tells of them")
SOON = 5.0  # seconds, on a machine that others share; alone it takes a tenth of a second
PATIENCE = 60.0
NUMBER = 40


@pytest.fixture(scope="module")
def papers(tmp_path_factory):
    folder = tmp_path_factory.mktemp("papers")
    write_papers(folder, NUMBER)
    return folder


@pytest.fixture(scope="module")
def whole(papers, tmp_path_factory):
    """The digest of a store that was built in one go."""
    store = tmp_path_factory.mktemp("whole") / "store"
    build(papers, store).communicate(timeout=PATIENCE)
    return digest(store)


def digest(store):
    with Catalogue.open(store) as catalogue:
        return catalogue.digest()


def build(papers, store):
    """Begin a build as the shell of a terminal does: in a process group of its own."""
    command = [sys.executable, "-m", "hemkg", "build", papers, "--store", store, "--workers", "2", "--format", "json"]
    return subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    )


def until(is_true):
    limit = time.monotonic() + PATIENCE
    while not is_true():
        assert time.monotonic() < limit, "waited too long"
        time.sleep(0.02)


def processes_of(parent):
    """Return {number: command} of the children of a process and theirs."""
    found, parents = {}, {}
    for place in Path("/proc").glob("[0-9]*"):
        try:
            parents[int(place.name)] = int((place / "stat").read_text().rsplit(")", 1)[1].split()[1])
            found[int(place.name)] = (place / "cmdline").read_text().replace("\0", " ")
        except OSError:
            continue
    own = {parent}
    while more := {child for child, of in parents.items() if of in own} - own:
        own |= more
    return {number: found.get(number, "") for number in own - {parent}}


def is_alive(process):
    try:
        return Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


def has_papers(store, number):
    passages = store / "passages.sqlite"
    if not passages.exists():
        return False
    import sqlite3

    try:
        with sqlite3.connect(f"file:{passages}?mode=ro", uri=True) as connection:
            return connection.execute("SELECT count(DISTINCT paper) FROM passage").fetchone()[0] >= number
    except sqlite3.OperationalError:
        return False


@pytest.mark.parametrize(
    ("number", "to_all"),
    [(signal.SIGINT, True), (signal.SIGINT, False), (signal.SIGTERM, False)],
    ids=["a terminal's Ctrl-C", "an interrupt", "a request to terminate"],
)
def test_a_stopped_build_leaves_soon_and_the_next_one_finishes_it(papers, whole, tmp_path, number, to_all):
    store = tmp_path / "store"
    running = build(papers, store)
    until(lambda: has_papers(store, 3))
    workers = processes_of(running.pid)
    assert len(workers) == 2
    began = time.monotonic()
    (os.killpg if to_all else os.kill)(running.pid, number)
    (os.killpg if to_all else os.kill)(running.pid, number)  # an impatient second one
    out, err = running.communicate(timeout=PATIENCE)
    assert time.monotonic() - began < SOON
    assert (running.returncode, out, err) == (130, "", "hemkg: stopped; what was done is kept.\n")
    assert not any(is_alive(worker) for worker in workers)
    finished, _ = build(papers, store).communicate(timeout=PATIENCE)
    report = json.loads(finished)
    assert report["failed"] == []
    assert report["unchanged"] >= 3
    assert report["added"] + report["unchanged"] == NUMBER
    assert digest(store) == whole
