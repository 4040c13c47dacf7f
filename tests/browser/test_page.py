"""The page as people use it: a real browser before the running program on the bundled corpus."""

import base64
import csv
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from docx import Document
from openpyxl import load_workbook
from selenium.webdriver.common.keys import Keys

from .visitor import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.slow]
NUMBERS = "Which high-entropy oxides reach more than 600 mAh/g?"


# ---------------------------------------------------------------- asking


def test_an_example_leads_to_a_cited_answer(visitor: Visitor) -> None:
    visitor.click('button.ask[data-question="What capacity does InGeSiP3 reach?"]')
    visitor.answer(1)
    assert "1733 mAh g−1" in visitor.read("article.turn .text")
    assert "specific capacity" in visitor.read(".understood")
    assert "papers" in visitor.read(".foot .scope")
    marked = visitor.read(".source[open] blockquote mark")
    assert "1733" in marked
    assert len(visitor.read(".source[open] blockquote")) > len(marked), "the quote stands in its paragraph"


def test_a_citation_opens_its_quote_with_paper_year_and_doi(visitor: Visitor) -> None:
    visitor.ask("What do we know about ZnGeSiP3?")
    mark = visitor.click("article.turn .text .cite:nth-of-type(2)")
    card = visitor.see(".source.here[open]")
    assert card.get_attribute("data-n") == mark.get_attribute("data-n")
    assert visitor.read(".source.here .year") == "2024"
    assert visitor.see(".source.here footer a").get_attribute("href") == "https://doi.org/10.1039/d4ee01329h"
    assert "ZnGeSiP3" in visitor.read(".source.here blockquote").replace("\n", "")


def test_a_chip_is_taken_away_and_changed(visitor: Visitor) -> None:
    visitor.ask("Which oxides store lithium by conversion?")
    visitor.click('.understood button.drop[data-question="/drop ion"]')
    visitor.answer(2)
    last = "article.turn:last-child .understood"
    assert not visitor.all(f'{last} button.drop[data-question="/drop ion"]')
    assert not visitor.all("article.turn:first-child .understood button.drop"), "only the last answer can be changed"
    visitor.click(f'{last} button.value[data-fill="/set mechanism "]')
    visitor.see("#question textarea").send_keys("alloying")
    visitor.click("#question .submit-button")
    visitor.answer(3)
    assert "alloying" in visitor.read(last)


def test_formulas_have_true_subscripts(visitor: Visitor) -> None:
    visitor.ask("What do we know about ZnGeSiP3?")
    assert visitor.read("article.turn .question sub") == "3"


def test_the_query_stands_under_a_fold(visitor: Visitor) -> None:
    visitor.ask(NUMBERS)
    assert not visitor.all(".foot pre")
    visitor.click(".foot .fold summary")
    assert "SELECT" in visitor.read(".foot pre")


def test_a_follow_up_that_is_offered_works(visitor: Visitor) -> None:
    visitor.ask(NUMBERS)
    offered = visitor.see("#offers button.ask").get_attribute("data-question")
    visitor.click("#offers button.ask")
    answer = visitor.answer(2)
    assert not visitor.all("article.turn:last-child .refusal")
    assert offered
    assert answer.text.startswith(offered)


def test_a_follow_up_in_few_words_stands_on_the_question_before(visitor: Visitor) -> None:
    visitor.ask("What capacity does InGeSiP3 reach?")
    visitor.ask("Which is the highest?")
    chips = visitor.read("article.turn:last-child .understood")
    assert "InGeSiP3" in chips.replace("\n", "")


def test_a_table_is_sorted_by_a_click_on_its_heading(visitor: Visitor) -> None:
    visitor.ask(NUMBERS)
    heading = "article.turn .rows th:nth-child(2) button"
    visitor.click(heading)
    upwards = [float(cell.lstrip("≈><≥≤ ")) for cell in visitor.column(2, "article.turn .rows")]
    visitor.click(heading)
    downwards = [float(cell.lstrip("≈><≥≤ ")) for cell in visitor.column(2, "article.turn .rows")]
    assert len(upwards) > 2
    assert upwards == sorted(upwards) == downwards[::-1]


def test_the_table_of_an_answer_can_be_saved(visitor: Visitor) -> None:
    visitor.ask(NUMBERS)
    data = visitor.see(".foot [data-save]").get_attribute("data-bytes")
    rows = list(csv.DictReader(base64.b64decode(data or "").decode("utf-8-sig").splitlines()))
    assert len(rows) > 2
    assert "material" in rows[0]


def test_what_the_papers_do_not_say_is_said_so(visitor: Visitor) -> None:
    visitor.ask("What is the capacity of a PEM fuel-cell cathode?")
    assert visitor.read(".refusal .verdict") == "The papers here do not say"
    assert visitor.read("#evidence .empty") == "Nothing is claimed, so there is nothing to cite."


def test_a_script_in_a_question_is_shown_as_text(visitor: Visitor) -> None:
    question = '<script>window.broken = 1</script><img src=x onerror="window.broken = 1"> InGeSiP3?'
    visitor.ask(question)
    assert visitor.read("article.turn .question").replace("\n", "") == question
    assert visitor.ask_the_page("return window.broken") is None


def test_a_question_is_sent_with_enter_and_the_dialogue_begun_anew(visitor: Visitor) -> None:
    visitor.see("#question textarea").send_keys("Which techniques show space charge?\n")
    visitor.answer(1)
    assert visitor.see("#question textarea").get_attribute("value") == ""
    visitor.click("#new")
    visitor.see(".welcome")
    assert not visitor.all("article.turn")


def test_a_question_that_is_too_long_is_answered_in_a_sentence(visitor: Visitor) -> None:
    field = visitor.see("#question textarea")
    typed = "arguments[0].value = arguments[1]; arguments[0].dispatchEvent(new Event('input', {bubbles: true}))"
    visitor.ask_the_page(typed, field, "oxide " * 200)
    visitor.click("#question .submit-button")
    visitor.answer(1)
    assert visitor.read("article.turn .note").startswith("Please ask in at most 1000 characters")


# ---------------------------------------------------------------- the other tabs


def test_the_review_table_is_picked_by_words_and_saved(visitor: Visitor, tmp_path: Path) -> None:
    visitor.download_to(tmp_path)
    visitor.go_to("Review table")
    whole = visitor.read("#review-table .caption")
    visitor.see("#review-where textarea").send_keys("sodium")
    visitor.click("#review-show")
    visitor.until(lambda: visitor.read("#review-table .caption") != whole, "a shorter table")
    assert set(visitor.column(3, "#review-table .rows")) == {"Na+"}
    visitor.click("#review-table .work .cite")
    assert visitor.read("#review-quotes .source.here blockquote mark")
    visitor.click("#review-quotes .close")
    assert not visitor.all("#review-quotes .source")
    visitor.click("#review-save")
    saved = tmp_path / "review-table.csv"
    visitor.until(saved.exists, "the file")
    assert saved.read_text("utf-8-sig").count("\n") > 2


def test_the_review_table_is_saved_in_each_format_and_can_be_opened(visitor: Visitor, tmp_path: Path) -> None:
    visitor.download_to(tmp_path)
    visitor.go_to("Review table")
    visitor.see("#review-where textarea").send_keys("InGeSiP3")
    visitor.click("#review-show")
    visitor.until(lambda: 0 < len(visitor.all("#review-table .rows tbody tr")) < 9, "a short table")
    opened: dict[str, Callable[[Path], object]] = {
        "xlsx": lambda file: [row[0].value for row in load_workbook(file).worksheets[0].iter_rows()],
        "docx": lambda file: [cell.text for cell in Document(str(file)).tables[0].columns[0].cells],
        "tex": lambda file: file.read_text("utf-8"),
        "bib": lambda file: file.read_text("utf-8"),
        "json": lambda file: json.loads(file.read_text("utf-8")),
    }
    labels = {"xlsx": "Excel", "docx": "Word", "tex": "LaTeX", "bib": "BibTeX", "json": "JSON"}
    for suffix, read in opened.items():
        visitor.choose("review-format", labels[suffix])
        visitor.click("#review-save")
        file = tmp_path / f"review-table.{suffix}"
        visitor.until(file.exists, file.name)
        told = str(read(file))
        assert ("10.1" if suffix == "bib" else "InGeSiP") in told, suffix


def test_the_rows_of_the_review_table_stand_in_groups(visitor: Visitor) -> None:
    visitor.go_to("Review table")
    visitor.see("#review-table .rows")
    visitor.choose("review-by", "ion")
    visitor.see("#review-table tr.group")
    groups = [head.text for head in visitor.all("#review-table tr.group")]
    for _ in range(2):
        for number, group in enumerate(groups, start=1):
            ions = {cell.text for cell in visitor.all(f"#review-table tbody:nth-of-type({number}) td:nth-child(3)")}
            assert ions == {group.split(" ")[0]}
        visitor.click("#review-table thead th:nth-of-type(7) button")
    assert [head.text for head in visitor.all("#review-table tr.group")] == groups


def test_measurements_are_counted_crosswise_and_a_count_leads_to_them(visitor: Visitor) -> None:
    visitor.go_to("Review table")
    visitor.see("#review-table .rows")
    visitor.choose("review-across", "ion")
    assert "what goes down" in visitor.read("#review-table .note")
    visitor.choose("review-by", "mechanism")
    count = visitor.see("#review-table .crosswise td button")
    number = int(count.text)
    visitor.click("#review-table .crosswise td button")
    visitor.see("#review-table .rows .work .cite")
    assert len(visitor.all("#review-table .rows:not(.crosswise) tbody tr")) == number
    visitor.click("#review-table .crosswise [aria-pressed=true]")
    visitor.until(lambda: not visitor.all("#review-table .rows:not(.crosswise)"), "the counts alone")


def test_a_plot_tells_its_sentences_and_is_saved(visitor: Visitor, tmp_path: Path) -> None:
    visitor.download_to(tmp_path)
    visitor.go_to("Review table")
    visitor.see("#review-table .rows")
    visitor.choose("review-plot-kind", "Capacity against current density")
    plot = visitor.see("#review-plot [data-plot]")
    titles = [title.get_attribute("textContent") for title in plot.find_elements("css selector", "[id^=told-] > title")]
    assert len(titles) > 20
    assert all("“" in title for title in titles)
    plot.send_keys(Keys.ARROW_RIGHT)
    assert "“" in visitor.read("#review-plot .told.full")
    first = visitor.see("#review-plot svg .here").get_attribute("id")
    plot.send_keys(Keys.ARROW_RIGHT)
    assert visitor.see("#review-plot svg .here").get_attribute("id") != first
    visitor.click("#review-plot .fold summary")
    assert len(visitor.all("#review-plot .fold tbody tr")) > 3
    for form in ("svg", "png", "csv"):
        visitor.click(f"#review-plot [data-form={form}]")
        visitor.until((tmp_path / f"capacity.{form}").exists, f"the {form}")
    assert (tmp_path / "capacity.svg").read_text("utf-8").count("<title>") >= len(titles)


def test_a_plot_shows_what_was_picked(visitor: Visitor) -> None:
    visitor.go_to("Review table")
    visitor.see("#review-table .rows")
    visitor.choose("review-plot-kind", "Capacity against current density")
    everything = visitor.read("#review-plot .fold summary")
    visitor.see("#review-where textarea").send_keys("sodium")
    visitor.click("#review-show")
    visitor.until(lambda: visitor.read("#review-plot .fold summary") != everything, "fewer points")
    visitor.choose("review-plot-kind", "none")
    visitor.until(lambda: not visitor.all("#review-plot figure"), "no plot")


def test_a_word_that_picks_nothing_is_answered_in_a_sentence(visitor: Visitor) -> None:
    visitor.go_to("Review table")
    visitor.see("#review-table .rows")
    visitor.see("#review-where textarea").send_keys("qwertz")
    visitor.click("#review-show")
    assert "qwertz" in visitor.read("#review-table .note")


def test_space_charge_is_among_the_first_gaps_and_the_map_leads_to_cards(visitor: Visitor) -> None:
    visitor.go_to("Gaps")
    visitor.see(".gap")
    assert any("pace charge" in label.text for label in visitor.all(".gap h2")[:3])
    everything = visitor.read("#gap-cards .caption")
    visitor.click("#gap-map .open button")
    visitor.until(lambda: visitor.read("#gap-cards .caption") != everything, "the gaps of a cell")
    assert visitor.all('#gap-map [aria-pressed="true"]')
    visitor.click(".gap .folds summary")


def test_a_click_in_the_graph_puts_a_thing_in_the_middle(visitor: Visitor) -> None:
    visitor.go_to("Graph")
    visitor.see("svg.graph .node")
    before = visitor.read("#graph h2")
    visitor.click("svg.graph .node.mechanism")
    visitor.until(lambda: visitor.read("#graph h2") != before, "another middle")
    visitor.click("#graph .list summary")
    assert visitor.all("#graph .list tbody tr")


def test_a_formula_is_checked_and_a_wrong_one_named(visitor: Visitor) -> None:
    visitor.go_to("Check")
    visitor.click("#check-examples button.ask")
    assert "1.609 R" in visitor.read(".check")
    assert "Faraday limit" in visitor.read(".check")
    field = visitor.see("#check-formula textarea")
    field.clear()
    field.send_keys("Xx3<b>O4")
    visitor.click("#check-run")
    assert "is no chemical formula" in visitor.read("#check .note")
    visitor.see("#check-capacity textarea").send_keys("a lot")
    visitor.click("#check-run")
    visitor.until(lambda: "is no capacity" in visitor.read("#check .note"), "why it is no capacity")


# ---------------------------------------------------------------- what must never be


def test_nothing_is_loaded_from_elsewhere_and_the_console_is_quiet(visitor: Visitor) -> None:
    visitor.addresses(), visitor.complaints()
    visitor.arrive()
    visitor.ask(NUMBERS)
    for tab, shown in (("Review table", ".rows"), ("Gaps", ".gap"), ("Graph", "svg.graph"), ("Check", ".ask")):
        visitor.go_to(tab)
        visitor.see(shown)
    assert {url for url in visitor.addresses() if not url.startswith(visitor.address)} == set()
    assert visitor.complaints() == []


def test_one_visitor_does_not_see_what_another_asked(visitor: Visitor) -> None:
    visitor.ask(NUMBERS)
    mine = visitor.browser.current_window_handle
    visitor.browser.switch_to.new_window("tab")
    try:
        visitor.arrive()
        assert not visitor.all("article.turn")
        visitor.ask("And for sodium?")
        assert len(visitor.all("article.turn")) == 1
    finally:
        visitor.browser.close()
        visitor.browser.switch_to.window(mine)
    assert len(visitor.all("article.turn")) == 1


def test_the_page_fits_a_phone(open_browser: Callable[..., Visitor], address: str) -> None:
    phone = open_browser(address, width=390, height=844, is_dark=True)
    phone.arrive()
    shown = [tab.text for tab in phone.all("button[role=tab]")]
    phone.click(".overflow-menu > button")
    tabs = [*shown, *(tab.text for tab in phone.all(".overflow-dropdown button"))]
    assert tabs == ["Ask", "Review table", "Gaps", "Graph", "Check", "Library", "Curate", "Ontology"]
    phone.click(".overflow-menu > button")
    phone.ask(NUMBERS)
    assert phone.ask_the_page("return document.documentElement.scrollWidth") == 390
    phone.click("article.turn .text .cite")
    phone.click(".source.here .back")
    asking = phone.see("#asking").rect
    assert phone.ask_the_page("return document.querySelector('#asking').getBoundingClientRect().bottom <= innerHeight")
    assert asking["width"] <= 390


def test_groups_counts_and_plots_fit_a_phone(open_browser: Callable[..., Visitor], address: str) -> None:
    phone = open_browser(address, width=390, height=844)
    phone.arrive()
    phone.go_to("Review table")
    phone.see("#review-table .rows")
    phone.choose("review-by", "mechanism")
    phone.see("#review-table tr.group")
    phone.choose("review-across", "ion")
    phone.see("#review-table .crosswise")
    phone.choose("review-plot-kind", "Mechanisms by element")
    phone.see("#review-plot [data-plot]")
    assert phone.ask_the_page("return document.documentElement.scrollWidth") == 390
