"""The repository runs as a Gradio Space as it stands, and ``python app.py`` shows the corpus at once."""

import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import time
import tomllib
from contextlib import closing, contextmanager, suppress
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
HEAD = re.match(r"---\n(.*?)\n---\n", (ROOT / "README.md").read_text(), re.DOTALL)
PINNED = re.compile(r"^([\w.-]+)==(\S+)$", re.MULTILINE)


def plain(name):
    return re.sub(r"[-_.]+", "-", name).lower()


def pinned(name):
    return {plain(name): version for name, version in PINNED.findall((ROOT / name).read_text())}


def test_the_readme_tells_a_space_what_to_run():
    told = dict(line.split(": ", 1) for line in HEAD[1].splitlines())
    assert told["sdk"] == "gradio"
    assert (ROOT / told["app_file"]).is_file()
    assert told["sdk_version"] == pinned("constraints.txt")["gradio"]
    assert told["python_version"] == '"3.11"'
    assert len(told["short_description"]) <= 60


def test_what_a_space_installs_is_what_was_tested():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    needed = {plain(re.match(r"[\w.-]+", line)[0]) for line in project["dependencies"]}
    constraints, found = pinned("constraints.txt"), pinned("requirements.txt")
    assert found.keys() == needed
    assert found == {name: constraints[name] for name in needed}


# ---------------------------------------------------------------- it starts


@contextmanager
def started(folder, **environment):
    """Run ``app.py`` in a folder, as a platform does; give the process and its port."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port = listener.getsockname()[1]
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("HEMKG_", "GRADIO_", "SPACE_"))}
    told = {"GRADIO_SERVER_PORT": str(port), "HEMKG_ACCOUNTS": str(folder / "accounts.json")}
    process = subprocess.Popen([sys.executable, str(ROOT / "app.py")], cwd=folder, env=clean | told | environment,
        stderr=subprocess.PIPE, text=True)  # fmt: skip
    try:
        yield process, port
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(60)


def get(port, path):
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=60)) as connection:
        connection.request("GET", path, headers={"Host": "somebody-hemkg.hf.space", "Accept": "text/html"})
        answer = connection.getresponse()
        return answer.status, answer.read().decode()


def wait_for(port, path, wanted, seconds=300.0):
    end = time.monotonic() + seconds
    while True:
        with suppress(OSError):
            status, body = get(port, path)
            if wanted(status, body):
                return body
        assert time.monotonic() < end
        time.sleep(0.2)


@pytest.mark.slow
def test_a_space_opens_at_once_reads_the_corpus_and_lets_nobody_write(tmp_path):
    space = {"GRADIO_SERVER_NAME": "0.0.0.0", "SPACE_ID": "somebody/hemkg"}  # noqa: S104  as the platform sets it
    with started(tmp_path, **space) as (_, port):
        wait_for(port, "/", lambda status, _: status == 200)
        wait_for(port, "/", lambda _, body: "66 papers" in body)
        with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=60)) as connection:
            connection.request("POST", "/gradio_api/upload", b"a paper", {"Content-Type": "application/octet-stream"})
            assert connection.getresponse().status == 403
    assert not (tmp_path / ".store.begun").exists()


@pytest.mark.slow
def test_elsewhere_a_page_for_all_is_not_opened_without_accounts(tmp_path):
    with started(tmp_path, GRADIO_SERVER_NAME="0.0.0.0") as (process, _):  # noqa: S104  it is refused
        assert process.wait(120) == 1
        said = process.stderr.read()
    assert re.search(
        r"^hemkg: others can reach 0\.0\.0\.0, .*hemkg accounts add NAME --keeper.*--open\.$", said, re.MULTILINE
    )
