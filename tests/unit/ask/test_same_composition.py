"""A formula in a question means samples of that composition too, whatever their papers call them."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from hemkg.assistant import Assistant

SPINEL = "(FeCoNiMnZn)3O4"


@pytest.fixture(scope="module")
def asked(corpus_store: Path) -> Iterator[Assistant]:
    with Assistant.open(corpus_store) as assistant:
        yield assistant


@pytest.mark.parametrize("written", [SPINEL, "(Mn0.2Fe0.2Co0.2Ni0.2Zn0.2)3O4", "(ZnMnNiCoFe)3O4"])
def test_a_formula_finds_the_values_of_its_samples(asked: Assistant, written: str) -> None:
    answer = asked.ask(f"What is the capacity of {written}?").answer
    assert {row.cells["capacity"] for row in answer.rows} == {625.5, 1333.54}
    assert "HEO-9" in answer.text
    assert not answer.abstained


def test_which_name_is_meant_by_its_composition_is_said(asked: Assistant) -> None:
    assert (
        f"HEO-9 is a sample of the composition {SPINEL}." in asked.ask(f"What is the capacity of {SPINEL}?").answer.text
    )


def test_a_condition_still_holds_of_the_samples(asked: Assistant) -> None:
    answer = asked.ask(f"What capacity does {SPINEL} reach at 1000 mA/g?").answer
    assert [row.cells["capacity"] for row in answer.rows] == [625.5]
    assert asked.ask(f"What is the capacity of {SPINEL} for sodium?").answer.abstained


def test_another_composition_of_the_same_elements_is_not_meant(asked: Assistant) -> None:
    assert not asked.ask("What is the capacity of (Fe0.4Co0.15Ni0.15Mn0.15Zn0.15)3O4?").answer.rows


def test_all_that_is_known_of_a_composition_is_told_sample_by_sample(asked: Assistant) -> None:
    answer = asked.ask(f"What do we know about {SPINEL}?").answer
    assert "Specific capacity of HEO-9: 1333.54 mAh g-1 at 50 mA g-1" in answer.text
    assert {"HEO-9", SPINEL} <= {row.cells["material"] for row in answer.rows}


def test_what_is_known_of_two_materials_names_each(asked: Assistant) -> None:
    text = asked.ask("What do we know about HEO-9 and ZnGeSiP3?").answer.text
    assert "Reversible capacity of ZnGeSiP3: 1638" in text
    assert "Specific capacity of HEO-9: 625.5" in text
    assert "Reversible capacity: 1638" in asked.ask("What do we know about ZnGeSiP3?").answer.text
