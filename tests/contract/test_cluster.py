"""Several machines read papers: a real scheduler and real workers, each a process of its own on this machine."""

import contextlib
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from types import SimpleNamespace

import pytest

from hemkg.building import engine
from hemkg.cluster import _Run, connected
from hemkg.errors import ClusterFailure
from hemkg.isolation import Limits
from hemkg.model.paper import Bibliography
from hemkg.sources.inputs import Input
from hemkg.store.catalogue import Catalogue

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "benchmarks"))
from invented import paper, write_papers  # noqa: E402

pytest.importorskip("distributed", reason="Dask is not installed")
psutil = pytest.importorskip("psutil")
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="processes are ended as POSIX has it")
NUMBER = 40
PATIENCE = 60.0


def until(is_true, *args):
    limit = time.monotonic() + PATIENCE
    while not (found := is_true(*args)):
        assert time.monotonic() < limit, "waited too long"
        time.sleep(0.05)
    return found


class Machines:
    """A scheduler, and workers that can be ended one by one."""

    def __init__(self, folder, stack, *options):
        self.folder, self.stack = folder, stack
        self.place = folder / "scheduler.json"
        self.start("dask_scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--no-show", *options)
        self.address = until(self._address)

    def _address(self):
        with contextlib.suppress(OSError, ValueError):
            return json.loads(self.place.read_text())["address"]

    def start(self, command, *options):
        started = subprocess.Popen(
            [sys.executable, "-m", f"distributed.cli.{command}", "--scheduler-file", self.place, *options],
            cwd=self.folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )  # fmt: skip
        self.stack.callback(started.wait)
        self.stack.callback(started.kill)
        return started

    def worker(self):
        return self.start("dask_worker", "--nthreads", "1", "--no-nanny", "--no-dashboard")


@pytest.fixture(scope="module")
def machines(tmp_path_factory):
    with contextlib.ExitStack() as stack:
        made = Machines(tmp_path_factory.mktemp("dask"), stack)
        made.worker()
        yield made


@pytest.fixture(scope="module")
def papers(tmp_path_factory):
    folder = tmp_path_factory.mktemp("papers")
    write_papers(folder, NUMBER)
    return folder


@pytest.fixture
def cluster(machines):
    with connected(machines.address, engine) as found:
        yield found


def _connect(address):
    with connected(address, os.getpid):  # an engine that is another in each process
        pass


def build(papers, store, *options):
    command = [sys.executable, "-m", "hemkg", "build", papers, "--store", store, "--format", "json", *options]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def digest(store):
    with Catalogue.open(store) as catalogue:
        return catalogue.digest()


def has_some(store):
    return any((store / "graph").glob("*.log")) and sum(p.stat().st_size for p in (store / "graph").glob("*.log")) > 2e5


def test_a_worker_that_is_killed_loses_nothing_and_the_store_is_as_one_machine_makes_it(
    machines, cluster, papers, tmp_path
):
    other = machines.worker()
    until(lambda: cluster.width() == 2)
    alone = build(papers, tmp_path / "alone", "--workers", "1")
    running = build(papers, tmp_path / "store", "--scheduler", machines.address)
    until(has_some, tmp_path / "store")
    readers = psutil.Process(other.pid).children()
    assert readers
    other.send_signal(signal.SIGKILL)
    out, err = running.communicate(timeout=PATIENCE)
    report = json.loads(out)
    until(lambda: not any(reader.is_running() for reader in readers))
    assert (running.returncode, err, report["failed"], report["added"]) == (0, "", [], NUMBER)
    alone.communicate(timeout=PATIENCE)
    assert digest(tmp_path / "store") == digest(tmp_path / "alone")


def outcome(cluster, path, **known):
    return next(cluster.work_all([Input(str(path))], largest=2**20, **known))


def test_what_a_machine_cannot_open_is_sent_to_it(cluster, tmp_path, monkeypatch):
    (tmp_path / "a.md").write_text(paper(1), encoding="utf-8")
    monkeypatch.setattr("hemkg.cluster._place_of", lambda path: "/nowhere" + path)
    assert cluster.is_seen
    assert outcome(cluster, tmp_path / "a.md").done.source.name == "a"
    assert not cluster.is_seen
    assert outcome(cluster, tmp_path / "a.md").done.source.name == "a"


def test_supplements_are_sent_with_their_papers_and_one_that_cannot_be_had_is_named(cluster, tmp_path, monkeypatch):
    for number, name in enumerate(("a", "a-supp", "b")):
        (tmp_path / f"{name}.md").write_text(paper(number), encoding="utf-8")
    monkeypatch.setattr("hemkg.cluster._place_of", lambda path: "/nowhere" + path)
    gone = str(tmp_path / "gone.md")
    source = Input(str(tmp_path / "a.md"), supplements=(str(tmp_path / "a-supp.md"), gone))
    (told,) = cluster.work_all([source], largest=2**20)
    assert {passage.section for passage in told.done.passages} >= {"supplement a-supp"}
    assert told.done.lost == {gone: f"{gone} is no file any more; check the path."}


def test_what_stands_elsewhere_under_the_same_path_is_not_taken_for_it(cluster, tmp_path, monkeypatch):
    for number, name in enumerate(("here", "there")):
        (tmp_path / f"{name}.md").write_text(paper(number), encoding="utf-8")
    monkeypatch.setattr("hemkg.cluster._place_of", lambda path: path.replace("here.md", "there.md"))
    assert outcome(cluster, tmp_path / "here.md").done.bibliography.doi.endswith(".0")


def test_a_file_that_cannot_be_had_fails_with_the_same_sentence_as_here(cluster, tmp_path):
    (tmp_path / "large.txt").write_bytes(b"x" * (2**20 + 1))
    assert outcome(cluster, tmp_path / "large.txt").error.endswith(
        "large.txt is larger than 1 MB; split it or raise the limit."
    )
    assert outcome(cluster, tmp_path / "none.txt").error.endswith("none.txt is no file any more; check the path.")


def test_machines_are_told_what_is_known_of_works(cluster, tmp_path):
    (tmp_path / "a.md").write_text(paper(1), encoding="utf-8")
    doi = "10.5555/invented.1.1"
    known = {doi: Bibliography(doi=doi, venue="Journal of Invented Papers")}
    venues = [outcome(cluster, tmp_path / "a.md", known=said).done.bibliography.venue for said in (known, None)]
    assert venues == ["Journal of Invented Papers", None]


def test_limits_hold_on_every_machine(cluster, tmp_path):
    (tmp_path / "a.md").write_text(paper(1), encoding="utf-8")
    small = outcome(cluster, tmp_path / "a.md", limits=Limits(seconds=60.0, memory=2**26))
    assert small.error.endswith("needed more than 64 MB of memory and was stopped; leave it out or set "
                                "HEMKG_MEMORY higher.")  # fmt: skip
    short = outcome(cluster, tmp_path / "a.md", limits=Limits(seconds=0.01, memory=2**28))
    assert "took more than 0.01 s and was stopped" in short.error


def test_a_machine_that_would_read_otherwise_is_refused(machines):
    with pytest.raises(ClusterFailure, match=r"the worker tcp://\S+ reads otherwise than this machine: engine \d+ in"):
        _connect(machines.address)


def test_a_scheduler_that_does_not_answer_is_said_within_seconds(papers, tmp_path):
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))  # and does not listen
        address = f"tcp://127.0.0.1:{held.getsockname()[1]}"
        began = time.monotonic()
        failed = build(papers, tmp_path / "store", "--scheduler", address)
        out, err = failed.communicate(timeout=PATIENCE)
    assert time.monotonic() - began < 20
    assert (failed.returncode, out) == (2, "")
    assert err.startswith(f"hemkg: no Dask scheduler answers at {address} (")
    assert (err.count("\n"), (tmp_path / "store").exists()) == (1, False)


@pytest.mark.parametrize("address", ["nonsense", "foo://127.0.0.1:1", "tcp://[", "127.0.0.1:8786", "tcp://a/b:1", ""])
def test_an_address_that_is_none_is_said(address):
    with pytest.raises(ClusterFailure, match=r"is no address of a Dask scheduler; write tcp://HOST:PORT"):
        _connect(address)


def test_a_scheduler_without_workers_and_one_that_is_lost_are_said(papers, tmp_path, monkeypatch):
    monkeypatch.setattr("hemkg.cluster.GATHERED", 0.5)
    sources = [Input(str(path)) for path in sorted(papers.rglob("*.md"))]
    with contextlib.ExitStack() as stack:
        alone = Machines(tmp_path, stack)
        with pytest.raises(ClusterFailure, match="no worker is connected"):
            _connect(alone.address)
        monkeypatch.setattr("hemkg.cluster.GATHERED", PATIENCE)
        alone.worker()
        with connected(alone.address, engine) as cluster:
            outcomes = cluster.work_all(sources, largest=2**20)
            assert next(outcomes).done
            stack.close()
            with pytest.raises(ClusterFailure, match=r"was lost \(\w+\); what was done is kept"):
                list(outcomes)


def test_a_document_whose_workers_end_again_and_again_fails_and_the_others_are_done(cluster, tmp_path, monkeypatch):
    from distributed.scheduler import KilledWorker

    for name in ("bad", "good"):
        (tmp_path / f"{name}.md").write_text(paper(1), encoding="utf-8")
    submit, sent = _Run.submit, []

    def deadly(run, task):
        sent.append(Path(task.source.path).stem)
        return cluster.client.submit(_end, pure=False) if sent[-1] == "bad" else submit(run, task)

    def _end():
        raise KilledWorker("a task", SimpleNamespace(address="tcp://somewhere"), 3)

    monkeypatch.setattr(_Run, "submit", deadly)
    bad, good = cluster.work_all([Input(str(tmp_path / f"{name}.md")) for name in ("bad", "good")], largest=2**20)
    assert bad.error.endswith("bad.md ended the process that was reading it, on several machines; leave it out and "
                              "report it.")  # fmt: skip
    assert good.done
    assert sent.count("bad") == 3


def test_tls_without_certificates_is_said_and_nothing_else(papers, tmp_path):
    failed = build(papers, tmp_path / "store", "--scheduler", "tls://127.0.0.1:1")
    out, err = failed.communicate(timeout=PATIENCE)
    assert (failed.returncode, out, err.count("\n")) == (2, "", 1)
    assert err.startswith("hemkg: no Dask scheduler answers at tls://127.0.0.1:1 (TypeError: TLS expects")


def test_machines_that_know_each_other_by_certificates_read_papers(tmp_path, monkeypatch):
    if shutil.which("openssl") is None:
        pytest.skip("openssl is not installed")
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    made = f"openssl req -x509 -newkey rsa:2048 -nodes -keyout {key} -out {certificate} -days 2 -subj /CN=localhost"
    subprocess.run(made.split(), check=True, capture_output=True)
    ends = {f"{end}__{part}": place for end in ("SCHEDULER", "WORKER", "CLIENT")
            for part, place in (("CERT", certificate), ("KEY", key))}  # fmt: skip
    for name, value in {"CA_FILE": certificate, **ends}.items():
        monkeypatch.setenv(f"DASK_DISTRIBUTED__COMM__TLS__{name}", str(value))
    monkeypatch.setenv("DASK_DISTRIBUTED__COMM__REQUIRE_ENCRYPTION", "true")
    write_papers(tmp_path / "papers", 2)
    with contextlib.ExitStack() as stack:
        machines = Machines(tmp_path, stack, "--protocol", "tls")
        machines.worker()
        assert machines.address.startswith("tls://")
        running = build(tmp_path / "papers", tmp_path / "store", "--scheduler", machines.address)
        out, err = running.communicate(timeout=PATIENCE)
        assert (running.returncode, err, json.loads(out)["added"]) == (0, "", 2)
        monkeypatch.delenv("DASK_DISTRIBUTED__COMM__TLS__CLIENT__CERT")
        stranger = build(tmp_path / "papers", tmp_path / "other", "--scheduler", machines.address)
        assert "no Dask scheduler answers at" in stranger.communicate(timeout=PATIENCE)[1]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_build_on_other_machines_stops_when_it_is_told_to(machines, papers, tmp_path, number):
    running = build(papers, tmp_path / "store", "--scheduler", machines.address)
    until((tmp_path / "store" / "graph").exists)
    began = time.monotonic()
    running.send_signal(number)
    out, err = running.communicate(timeout=PATIENCE)
    assert time.monotonic() - began < 10
    assert (running.returncode, out, err) == (130, "", "hemkg: stopped; what was done is kept.\n")
