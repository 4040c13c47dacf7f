"""What a person does on the page, in words of the page: tests say this and not selectors."""

import json
from collections.abc import Callable
from pathlib import Path

from selenium import webdriver
from selenium.common.exceptions import StaleElementReferenceException
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webdriver import WebDriver
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.ui import WebDriverWait

PATIENCE = 60
LEFT, CUT = "AbortError: signal is aborted", "Connection errored out"
"""What Gradio says in the console when a page is left while it listens to the server."""
ARGUMENTS = ("--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu", "--hide-scrollbars")


def start_browser(
    browser: str, driver: str, width: int = 1400, height: int = 900, *, is_dark: bool = False
) -> WebDriver:
    """Return a running Chromium.

    Args:
        browser: path of Chromium.
        driver: path of chromedriver.
        width, height: of the page [px].
        is_dark: whether dark pages are preferred.
    """
    options = webdriver.ChromeOptions()
    options.binary_location = browser
    for argument in (*ARGUMENTS, f"--window-size={width},{height}"):
        options.add_argument(argument)
    # several files saved by one page: a person is asked once and says yes
    options.add_experimental_option("prefs", {"profile.default_content_setting_values.automatic_downloads": 1})
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    running = webdriver.Chrome(options=options, service=webdriver.ChromeService(driver))
    metrics = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 500}
    running.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
    if is_dark:
        features = [{"name": "prefers-color-scheme", "value": "dark"}]
        running.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})
    return running


class Visitor:
    """Someone with a browser before the page.

    Attributes:
        browser: that is used.
        address: of the page.
    """

    def __init__(self, browser: WebDriver, address: str) -> None:
        self.browser = browser
        self.address = address

    # ------------------------------------------------------------ looking

    def until(self, holds: Callable[[], object], what: str) -> object:
        """Wait until something holds and return it; fail with what was waited for."""

        def tried(_: WebDriver) -> object:
            try:
                return holds()
            except StaleElementReferenceException:
                return False

        return WebDriverWait(self.browser, PATIENCE, 0.05).until(tried, f"never came: {what}")

    def all(self, selector: str) -> list[WebElement]:
        """Return what is in view of a selector."""
        found = self.browser.find_elements(By.CSS_SELECTOR, selector)
        return [element for element in found if element.is_displayed()]

    def see(self, selector: str) -> WebElement:
        """Wait for something and return it."""
        found = self.until(lambda: self.all(selector), selector)
        assert isinstance(found, list)
        return found[0]

    def read(self, selector: str) -> str:
        """Wait for something and return its text, no-break spaces as spaces."""
        return self.see(selector).text.replace("\N{NO-BREAK SPACE}", " ")

    def ask_the_page(self, script: str, *given: object) -> object:
        """Return what a script returns."""
        return self.browser.execute_script(script, *given)

    # ------------------------------------------------------------ doing

    def arrive(self) -> None:
        """Open the page anew, as someone who was never there."""
        self.browser.get(self.address)
        self.see(".welcome")

    def click(self, selector: str) -> WebElement:
        """Click the first of a selector, once it is there, and return it; it may be gone by then."""

        def clicked() -> WebElement | None:
            for found in self.all(selector)[:1]:
                self.ask_the_page("arguments[0].scrollIntoView({block: 'center', behavior: 'instant'})", found)
                found.click()
                return found
            return None

        found = self.until(clicked, selector)
        assert isinstance(found, WebElement)
        return found

    def ask(self, question: str) -> WebElement:
        """Type a question, send it, and return the answer."""
        before = len(self.all("article.turn"))
        self.see("#question textarea").send_keys(question)
        self.click("#question .submit-button")
        return self.answer(before + 1)

    def answer(self, number: int) -> WebElement:
        """Wait for an answer by its number and return it."""
        self.until(lambda: len(self.all("article.turn")) == number, f"answer {number}")
        return self.all("article.turn")[-1]

    def go_to(self, tab: str) -> None:
        """Open a tab, out of the menu of those that find no room if it is there."""

        def found() -> list[WebElement]:
            tabs = [one for one in self.all("button[role=tab], .overflow-dropdown button") if one.text == tab]
            menu = self.all(".overflow-menu > button")
            if not tabs and menu and not self.all(".overflow-dropdown"):
                menu[0].click()
            return tabs

        tabs = self.until(found, f"the tab {tab}")
        assert isinstance(tabs, list)
        tabs[0].click()

    def choose(self, field: str, label: str) -> None:
        """Choose an entry of a list by its label."""
        self.click(f"#{field} input")

        def entry() -> list[WebElement]:
            return [one for one in self.all("ul[role=listbox] li") if one.text.strip().lstrip("✓ ") == label]

        found = self.until(entry, f"the entry {label}")
        assert isinstance(found, list)
        found[0].click()

    def column(self, number: int, table: str) -> list[str]:
        """Return the cells of a column that are in view."""
        return [cell.text for cell in self.all(f"{table} tbody td:nth-child({number})")]

    # ------------------------------------------------------------ minding

    def complaints(self) -> list[str]:
        """Return what the browser's console had to complain about; that a page was left while it listened is none."""
        told = [entry["message"] for entry in self.browser.get_log("browser") if entry["level"] == "SEVERE"]
        was_left = any(LEFT in message for message in told)
        return [message for message in told if LEFT not in message and not (was_left and CUT in message)]

    def addresses(self) -> set[str]:
        """Return what the browser asked for over a network so far."""
        events = [json.loads(entry["message"])["message"] for entry in self.browser.get_log("performance")]
        sent = [event["params"]["request"]["url"] for event in events if event["method"] == "Network.requestWillBeSent"]
        return {url for url in sent if not url.startswith(("data:", "blob:", "about:", "chrome"))}

    def download_to(self, folder: Path) -> None:
        """Let files be saved in a folder without asking."""
        told = {"behavior": "allow", "downloadPath": str(folder)}
        self.browser.execute_cdp_cmd("Browser.setDownloadBehavior", told)

    def settle(self) -> None:
        """Wait until nothing moves any more and the pointer rests on nothing."""
        self.browser.execute_cdp_cmd("Input.dispatchMouseEvent", {"type": "mouseMoved", "x": 1, "y": 1})
        still = (
            "return document.getAnimations().every((one) => one.playState !== 'running' || one.effect.target.hidden)"
        )
        places = "return [scrollY, ...document.querySelectorAll('#chat, #evidence-pane')].map((e) => e.scrollTop ?? e)"
        self.until(lambda: self.ask_the_page(still), "the end of all movement")
        seen: list[object] = []

        def rests() -> bool:
            seen.append(self.ask_the_page(places))
            return len(seen) > 3 and seen[-1] == seen[-2] == seen[-3]

        self.until(rests, "the end of scrolling")

    def photograph(self, file: Path) -> None:
        """Save what is in view as a picture."""
        self.browser.save_screenshot(str(file))
