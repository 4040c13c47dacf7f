"""The documentation in a browser, opened from its files as somebody without a network would."""

import json

import pytest
from selenium.webdriver.common.by import By
from selenium_axe_python import Axe

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PAGES = ("index", "tutorial", "how-to/asking", "how-to/programs", "reference/command-line")
# The theme lets the keyboard reach what can be scrolled where there is a mouse; a browser without a window has none.
WITHOUT_A_MOUSE = {"scrollable-region-focusable"}
GRAVE = {"serious", "critical"}


@pytest.fixture(scope="module", params=["light", "dark"])
def reader(open_browser, site, request):
    return open_browser(f"file://{site}", is_dark=request.param == "dark")


@pytest.mark.parametrize("page", PAGES)
def test_a_page_can_be_read_by_all_and_asks_nobody(reader, page):
    browser = reader.browser
    for told in ("browser", "performance"):
        browser.get_log(told)  # of the page before
    browser.get(f"{reader.address}/{page}.html")
    assert [line["message"] for line in browser.get_log("browser") if line["level"] == "SEVERE"] == []
    asked = [json.loads(entry["message"])["message"] for entry in browser.get_log("performance")]
    sent = {told["params"]["request"]["url"] for told in asked if told["method"] == "Network.requestWillBeSent"}
    assert sent
    assert {url for url in sent if not url.startswith(("file:", "data:", "blob:"))} == set()
    axe = Axe(browser)  # last, since it asks for the styles itself
    axe.inject()
    broken = [found for found in axe.run()["violations"] if found["impact"] in GRAVE]
    assert {found["id"]: found["nodes"][0]["html"] for found in broken if found["id"] not in WITHOUT_A_MOUSE} == {}


def test_the_search_works_from_a_file(reader):
    browser = reader.browser
    browser.get(f"{reader.address}/index.html")
    browser.find_element(By.CSS_SELECTOR, ".md-search__input").send_keys("backtest")
    reader.until(lambda: "backtest" in reader.see(".md-search-result__list").text.lower(), "what was looked for")


def test_no_page_is_wider_than_a_phone(open_browser, site):
    reader = open_browser(f"file://{site}", width=390, height=844)
    for page in (*PAGES, "ontology/quantities", "surfaces"):
        reader.browser.get(f"{reader.address}/{page}.html")
        assert reader.browser.execute_script("return document.documentElement.scrollWidth") <= 390, page
