"""A Virtuoso of the tests' own: on free ports of this machine, in a folder that goes with the tests."""

import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

PROGRAM = "virtuoso-t"
MISSING = f"{PROGRAM} is not installed (Debian: virtuoso-opensource-7-bin)"
USER = PASSWORD = "dba"  # noqa: S105  as every new Virtuoso has it; this one is on loopback and goes with the tests
STARTING = 60.0  # seconds
CONFIGURATION = """[Database]
DatabaseFile = {folder}/virtuoso.db
ErrorLogFile = {folder}/virtuoso.log
LockFile = {folder}/virtuoso.lck
TransactionFile = {folder}/virtuoso.trx
xa_persistent_file = {folder}/virtuoso.pxa
FileExtend = 200
[TempDatabase]
DatabaseFile = {folder}/temp.db
TransactionFile = {folder}/temp.trx
[Parameters]
ServerPort = 127.0.0.1:{sql_port}
DisableUnixSocket = 1
ServerThreads = 10
NumberOfBuffers = 4000
MaxDirtyBuffers = 3000
CheckpointInterval = 60
DirsAllowed = {folder}
[HTTPServer]
ServerPort = 127.0.0.1:{port}
ServerRoot = {folder}
ServerThreads = 5
MaxClientConnections = 5
[SPARQL]
ResultSetMaxRows = {most_rows}
"""


@dataclass(frozen=True)
class Virtuoso:
    """One that runs."""

    port: int
    folder: Path

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/sparql-auth"

    @property
    def open_url(self) -> str:
        """Where it answers without asking who asks, and takes no update."""
        return f"http://127.0.0.1:{self.port}/sparql"

    def environment(self, cache: Path) -> dict[str, str]:
        return {"HEMKG_STORE_USER": USER, "HEMKG_STORE_PASSWORD": PASSWORD, "HEMKG_CACHE": str(cache)}

    def empty(self) -> None:
        """Take away everything of ours."""
        auth = httpx.DigestAuth(USER, PASSWORD)
        with httpx.Client(auth=auth, timeout=60, trust_env=False) as client:
            asked = {"query": "SELECT ?g WHERE { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g"}
            found = client.post(self.url, data=asked, headers={"Accept": "application/sparql-results+json"}).json()
            for row in found["results"]["bindings"]:
                if "hemkg" in row["g"]["value"]:
                    client.post(
                        self.url, data={"update": f"DROP SILENT GRAPH <{row['g']['value']}>"}
                    ).raise_for_status()


def is_installed() -> bool:
    return shutil.which(PROGRAM) is not None


@contextmanager
def running(folder: Path, most_rows: int = 1_000_000_000) -> Iterator[Virtuoso]:
    """Start one, wait until it answers, and stop it in the end."""
    folder.mkdir(parents=True)
    port, sql_port = _free_ports()
    configuration = CONFIGURATION.format(folder=folder, port=port, sql_port=sql_port, most_rows=most_rows)
    (folder / "virtuoso.ini").write_text(configuration)
    command = [PROGRAM, "-f", "-c", str(folder / "virtuoso.ini")]
    with (folder / "out.log").open("wb") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log, cwd=folder)
        try:
            started = Virtuoso(port, folder)
            _wait(process, started)
            yield started
        finally:
            process.send_signal(signal.SIGINT)
            try:
                process.wait(30)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _wait(process: subprocess.Popen[bytes], started: Virtuoso) -> None:
    until = time.monotonic() + STARTING
    while time.monotonic() < until:
        assert process.poll() is None, (started.folder / "out.log").read_text()
        try:
            if httpx.get(started.open_url, params={"query": "ASK {}"}, timeout=5, trust_env=False).is_success:
                return
        except httpx.TransportError:
            time.sleep(0.1)
    raise AssertionError(f"{PROGRAM} does not answer: {(started.folder / 'out.log').read_text()}")


def _free_ports() -> tuple[int, int]:
    with socket.socket() as one, socket.socket() as other:
        for each in (one, other):
            each.bind(("127.0.0.1", 0))
        return one.getsockname()[1], other.getsockname()[1]
