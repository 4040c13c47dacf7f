"""A running page and a real browser before it; without Chromium and its driver these tests skip."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email.message import Message
from pathlib import Path

import pytest

from .visitor import Visitor, start_browser

ROOT = Path(__file__).parents[2]
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
READY = 120
OPEN = "the page is open at"


def free_port() -> int:
    """Return a port that nothing listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def fetch(address: str, data: bytes | None = None) -> tuple[Message, str]:
    """Return headers and text of what a page sends."""
    with urllib.request.urlopen(address, data, timeout=30) as answer:  # noqa: S310 - an address of ours
        return answer.headers, answer.read().decode()


def wait_until_open(server: subprocess.Popen, log: Path) -> None:
    """Wait until the program says that its page is open [at most READY s]."""
    end = time.monotonic() + READY
    while OPEN not in log.read_text("utf-8"):
        assert server.poll() is None, log.read_text("utf-8")
        assert time.monotonic() < end, f"no page after {READY} s"
        time.sleep(0.1)


@contextmanager
def served(store: Path, log: Path, **environment: str) -> Iterator[str]:
    """Run ``app.py`` as a user does and give its address; no traceback may have been printed at the end."""
    port = free_port()
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("HEMKG_", "GRADIO_"))}
    settings = {"HEMKG_STORE": str(store), "GRADIO_SERVER_PORT": str(port)}
    with log.open("wb") as output:
        server = subprocess.Popen(
            [sys.executable, "app.py"],
            cwd=ROOT,
            env=clean | settings | environment,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        try:
            address = f"http://127.0.0.1:{port}/"
            wait_until_open(server, log)
            yield address
        finally:
            server.send_signal(signal.SIGINT)
            try:
                server.wait(15)
            except subprocess.TimeoutExpired:
                server.kill()
                server.wait()
    assert "Traceback" not in log.read_text("utf-8"), log.read_text("utf-8")


@pytest.fixture(scope="session")
def address(corpus_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where the page of the bundled corpus is."""
    with served(corpus_store, tmp_path_factory.mktemp("page") / "log.txt") as found:
        yield found


@pytest.fixture(scope="session")
def browser_and_driver() -> tuple[str, str]:
    """Where Chromium and its driver are."""
    browser = next(filter(None, map(shutil.which, BROWSERS)), None)
    driver = shutil.which("chromedriver")
    if not browser or not driver:
        pytest.skip("Chromium and chromedriver are not installed (apt install chromium chromium-driver)")
    return browser, driver


@pytest.fixture(scope="session")
def opened() -> Iterator[list[Visitor]]:
    """The browsers that are open; those of several tests are closed at the end."""
    found: list[Visitor] = []
    yield found
    for visitor in found:
        visitor.browser.quit()


@pytest.fixture(scope="session")
def open_browser(browser_and_driver: tuple[str, str], opened: list[Visitor]) -> Callable[..., Visitor]:
    """Open browsers."""

    def start(address: str, **how: object) -> Visitor:
        opened.append(Visitor(start_browser(*browser_and_driver, **how), address))
        return opened[-1]

    return start


@pytest.fixture(autouse=True)
def _closed_again(opened: list[Visitor]) -> Iterator[None]:
    """Close what a test opened for itself: twenty open pages keep a core busy."""
    before = len(opened)
    yield
    for visitor in opened[before:]:
        visitor.browser.quit()
    del opened[before:]


@pytest.fixture(scope="session")
def desk(open_browser: Callable[..., Visitor], address: str) -> Visitor:
    """One browser for all tests, since starting it takes longer than a test."""
    return open_browser(address)


@pytest.fixture
def visitor(desk: Visitor) -> Visitor:
    """Someone who has just come to the page of the bundled corpus."""
    desk.arrive()
    return desk
