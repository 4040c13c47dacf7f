"""Logging in and out of a page that asks who comes."""

from collections.abc import Callable
from pathlib import Path

import pytest
from selenium.webdriver.common.by import By

from hemkg.serving.accounts import Accounts

from .conftest import served
from .test_accessibility import findings
from .visitor import Visitor

pytestmark = [pytest.mark.slow, pytest.mark.browser]
NAME, PASSWORD = "Anna Lind", "correct horse battery"


def log_in(visitor: Visitor, password: str, name: str = NAME) -> None:
    for field, text in (("name", name), ("password", password)):
        found = visitor.see(f"#{field}")
        found.clear()
        found.send_keys(text)
    visitor.click("button[type=submit]")


def test_one_logs_in_asks_and_logs_out(
    open_browser: Callable[..., Visitor], corpus_store: Path, tmp_path: Path
) -> None:
    accounts = Accounts(tmp_path / "accounts.json")
    accounts.add(NAME, PASSWORD, is_keeper=True)
    with served(corpus_store, tmp_path / "log.txt", HEMKG_ACCOUNTS=str(accounts.path)) as address:
        visitor = open_browser(address)
        visitor.browser.get(f"{address}health")
        visitor.browser.get(address)
        assert visitor.browser.current_url == f"{address}login"
        assert visitor.browser.switch_to.active_element.get_attribute("id") == "name"
        log_in(visitor, "wrong password")
        assert visitor.read("[role=alert]") == "That name and password do not go together."
        assert visitor.see("#name").get_attribute("value") == NAME
        assert findings(visitor) == []
        log_in(visitor, PASSWORD)
        visitor.see(".welcome")
        assert "capacity" in visitor.ask("What capacity does InGeSiP3 reach?").text.lower()
        visitor.click("#masthead a.account")
        assert visitor.read("h1") == NAME
        assert findings(visitor) == []
        assert "You may add papers and decide on claims." in visitor.browser.find_element(By.TAG_NAME, "main").text
        visitor.click("button[type=submit]")
        visitor.see("#password")
        visitor.browser.get(address)
        assert visitor.browser.current_url == f"{address}login"
