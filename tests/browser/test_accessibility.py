"""The page for everybody: what axe finds in each of its states, and what can be done with the keyboard alone."""

from collections.abc import Callable

import pytest
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.keys import Keys
from selenium_axe_python import Axe

from .scenes import SCENES
from .visitor import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.slow]
GRAVE = {"serious", "critical"}
LIGHTS = {"dark": {"is_dark": True}, "phone": {"width": 390, "height": 844}}
TELLING = {
    "dark": ("answer", "refusal", "gaps", "curate", "ontology"),
    "phone": ("answer", "table", "check", "library"),
}
"""States in which another light or width changes most."""
TABS_AT_MOST = 40


def findings(visitor: Visitor) -> list[str]:
    """Return what axe finds that keeps people from using what is in view, a line a place."""
    axe = Axe(visitor.browser)
    axe.inject()
    return [
        f"{found['id']} at {node['target']}: {node['failureSummary']}"
        for found in axe.run()["violations"]
        if found["impact"] in GRAVE
        for node in found["nodes"]
    ]


def examine(visitor: Visitor, *names: str) -> None:
    for name in names:
        visitor.arrive()
        SCENES[name](visitor)
        visitor.settle()
        assert findings(visitor) == [], name


def test_axe_finds_nothing_grave_in_any_state(visitor: Visitor) -> None:
    examine(visitor, *SCENES)


@pytest.mark.parametrize("light", LIGHTS)
def test_nor_in_the_dark_or_on_a_phone(light: str, open_browser: Callable[..., Visitor], address: str) -> None:
    examine(open_browser(address, **LIGHTS[light]), *TELLING[light])


def test_axe_would_find_something(visitor: Visitor) -> None:
    visitor.ask_the_page("document.querySelector('.welcome').insertAdjacentHTML('beforeend', '<input>')")
    assert [line.partition(" ")[0] for line in findings(visitor)] == ["label"]


def test_a_question_is_asked_and_its_quote_opened_with_the_keyboard_alone(visitor: Visitor) -> None:
    in_field = "return document.activeElement.matches('#question textarea')"
    visitor.until(lambda: visitor.ask_the_page(in_field), "the focus in the field")
    ActionChains(visitor.browser).send_keys("What do we know about ZnGeSiP3?", Keys.ENTER).perform()
    visitor.answer(1)

    def focused(script: str) -> object:
        return visitor.ask_the_page(f"const it = document.activeElement; return {script}")

    visitor.ask_the_page("document.querySelector('#chat article.turn').tabIndex = -1;"
        "document.querySelector('#chat article.turn').focus()")  # fmt: skip
    for _ in range(TABS_AT_MOST):
        ActionChains(visitor.browser).send_keys(Keys.TAB).perform()
        if focused("it.matches('a.cite')"):
            break
    assert focused("it.matches('a.cite')"), "no citation is reached with the tabulator"
    number = focused("it.dataset.n")
    ActionChains(visitor.browser).send_keys(Keys.ENTER).perform()
    assert visitor.see(".source.here[open]").get_attribute("data-n") == number
    assert focused("it.matches('.source.here > summary')"), "the focus goes where the quote is"
