"""The ontology as people browse it: words looked up, the tree walked, a term asked about and shown."""

from collections.abc import Callable

import pytest
from selenium.webdriver.common.keys import Keys

from .visitor import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.slow]
CARD = ".termcard[data-term={}]"
OVERFLOWS = "return document.documentElement.scrollWidth > innerWidth"


@pytest.fixture
def reader(visitor: Visitor) -> Visitor:
    """Someone before the open ontology."""
    visitor.go_to("Ontology")
    visitor.see(".tree .term")
    return visitor


def focused(reader: Visitor, name: str) -> object:
    return reader.ask_the_page(f"return document.activeElement.{name}")


def look_up(reader: Visitor, words: str) -> None:
    field = reader.see("#ontology-words textarea")
    field.send_keys(Keys.CONTROL, "a")
    field.send_keys(words)


def test_a_synonym_leads_to_its_term_with_definition_labels_matches_and_sentences(reader: Visitor) -> None:
    look_up(reader, "PXRD")
    reader.click('.found .term[data-term="XRayDiffraction"]')
    card = reader.see(CARD.format("XRayDiffraction")).text
    assert "Scattering of X-rays" in card
    assert "powder X-ray diffraction" in card
    assert "claims in" in card
    assert reader.read("#ontology-term .source[open] mark")
    assert "noopener" in reader.see('.termcard a[href*="CHMO_0000156"]').get_attribute("rel")
    assert reader.see('.termcard [data-copy$="#XRayDiffraction"]')


def test_a_misspelt_word_is_found_and_an_unknown_one_is_said_not_to_be(reader: Visitor) -> None:
    look_up(reader, "intercallation")
    reader.see('.found .term[data-term="Intercalation"]')
    look_up(reader, "<b>qqq")
    reader.until(lambda: "no word like “<b>qqq”" in reader.read(".found"), "that it is not found")
    reader.see("#ontology-words textarea").send_keys(Keys.CONTROL, "a", Keys.BACKSPACE)
    reader.see(".tree .term")


def test_the_tree_is_walked_by_keys_to_a_narrower_term_and_keeps_the_focus(reader: Visitor) -> None:
    reader.ask_the_page("document.querySelector('.branch[aria-controls=tree-TechniqueMode]').focus()")
    keys = reader.browser.switch_to.active_element
    assert not reader.all('.tree .term[data-term="InSitu"]')
    keys.send_keys(Keys.ARROW_RIGHT)
    reader.browser.switch_to.active_element.send_keys(Keys.ARROW_RIGHT)
    assert focused(reader, "dataset.term") == "InSitu"
    reader.browser.switch_to.active_element.send_keys(Keys.ARROW_RIGHT)
    reader.browser.switch_to.active_element.send_keys(Keys.ARROW_RIGHT)
    assert focused(reader, "dataset.term") == "Operando"
    reader.browser.switch_to.active_element.send_keys(Keys.ENTER)
    reader.see(CARD.format("Operando"))
    assert focused(reader, "dataset.term") == "Operando"
    assert focused(reader, "ariaCurrent") == "true"


def test_a_link_within_a_term_leads_on_and_the_tree_follows(reader: Visitor) -> None:
    look_up(reader, "operando")
    reader.click('.found .term[data-term="Operando"]')
    reader.see(CARD.format("Operando"))
    reader.see("#ontology-words textarea").send_keys(Keys.CONTROL, "a", Keys.BACKSPACE)
    reader.click('.facts button[data-term="InSitu"]')
    reader.see(CARD.format("InSitu"))
    assert focused(reader, "tagName") == "H2"
    assert reader.see('.tree .term[data-term="InSitu"][aria-current]')


def test_asking_about_a_term_leads_to_an_answer_and_showing_it_to_the_graph(reader: Visitor) -> None:
    reader.click('.tree .term[data-term="SpaceCharge"]')
    reader.see(CARD.format("SpaceCharge"))
    reader.click("[data-go=ask]")
    reader.answer(1)
    assert "space charge" in reader.read("article.turn .understood")
    assert not reader.all("article.turn .refusal")
    reader.go_to("Ontology")
    reader.see(CARD.format("SpaceCharge"))
    reader.click("[data-go=graph]")
    reader.until(lambda: "space charge" in reader.read("#graph h2"), "the graph of it")
    assert reader.complaints() == []


def test_on_a_phone_nothing_sticks_out(open_browser: Callable[..., Visitor], address: str) -> None:
    phone = open_browser(address, width=390, height=844)
    phone.arrive()
    phone.go_to("Ontology")
    phone.click('.tree .term[data-term="Conversion"]')
    phone.see(CARD.format("Conversion"))
    assert not phone.ask_the_page(OVERFLOWS)
