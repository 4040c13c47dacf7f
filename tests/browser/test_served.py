"""What is served: nothing of others, nothing of the machine, a page without a store, a server that is gone."""

import json
from collections.abc import Callable
from pathlib import Path
from urllib.error import HTTPError

import pytest

from .conftest import fetch, served
from .visitor import Visitor

pytestmark = pytest.mark.slow


def test_without_a_store_the_page_says_how_to_make_one(tmp_path: Path) -> None:
    with served(tmp_path / "none", tmp_path / "log.txt") as address:
        assert "No paper has been read yet" in fetch(address)[1]
    assert not (tmp_path / "none").exists()


def test_the_browser_is_told_to_load_nothing_from_elsewhere(address: str) -> None:
    headers, page = fetch(address)
    assert headers["content-security-policy"].startswith("default-src 'self'")
    assert "http" not in headers["content-security-policy"]
    assert '"analytics_enabled":false' in page
    assert "fonts.googleapis" not in page


def test_no_handler_of_the_page_is_a_programming_interface(address: str) -> None:
    assert json.loads(fetch(f"{address}gradio_api/info")[1])["named_endpoints"] == {}


@pytest.mark.parametrize("path", ["file=/etc/hostname", "file/etc/hostname", "component_server", "proxy=http://a"])
def test_nothing_is_given_out_that_lies_on_the_machine(address: str, path: str) -> None:
    with pytest.raises(HTTPError, match="403"):
        fetch(f"{address}gradio_api/{path}")


@pytest.mark.browser
def test_a_server_that_is_gone_is_told(
    open_browser: Callable[..., Visitor], corpus_store: Path, tmp_path: Path
) -> None:
    with served(corpus_store, tmp_path / "log.txt") as address:
        visitor = open_browser(address)
        visitor.arrive()
    visitor.see("#question textarea").send_keys("And for sodium?\n")
    visitor.until(lambda: visitor.read(".looking").startswith("The server cannot be reached"), "the bad news")
