"""Years of publication are slots like others; papers that have none are not passed over in silence."""

import pytest

from hemkg.ask.bounds import number_word
from hemkg.ask.words import Words
from hemkg.ask.years import read_years
from hemkg.store.claims import Range


def years(text, newest=2023):
    return read_years(Words(text, (), (), (), (), (), newest_year=newest), number_word)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("after 2021", Range(above=2021)),
        ("since 2021", Range(least=2021)),
        ("2021 or later", Range(least=2021)),
        ("prior to 2019", Range(below=2019)),
        ("until 2019", Range(most=2019)),
        ("in 2019", Range(least=2019, most=2019)),
        ("between 2018 and 2022", Range(least=2018, most=2022)),
        ("2018–2022", Range(least=2018, most=2022)),
        ("after 2018 and before 2022", Range(above=2018, below=2022)),
        ("in 2018 or in 2021", Range(least=2018, most=2021)),
        ("of the last five years", Range(least=2019)),
        ("within the past decade", Range(least=2014)),
        ("above 2021", Range()),
        ("after 2000", Range()),
        ("after 2021 cycles", Range()),
    ],
)
def test_years_are_bounds(text, wanted):
    assert years(text).wanted == wanted


def test_years_are_counted_back_from_the_newest_paper(slots):
    assert years("of the last five years").back == (5, 2023)
    told = slots.answer("Which papers of the last three years tell a capacity?").interpretation
    assert "since 2021 (3 years, counted back from 2023, the year of the newest paper here)" in told


@pytest.mark.parametrize(
    ("question", "papers"),
    [
        ("Which papers were published after 2020?", ["mixed", "skewed"]),
        ("Which papers on conversion were published since 2020?", ["mixed"]),
        ("Which papers appeared between 2018 and 2021?", ["skewed", "oxide"]),
        ("Which papers of the last three years used ex situ TEM?", ["mixed"]),
        ("What is the oldest paper?", ["oxide"]),
        ("Which is the newest paper on lithium?", ["mixed"]),
        ("When was the first spinel anode reported?", ["oxide"]),
        ("In which year was CoS1.5Se0.5 published?", ["mixed"]),
        ("What was published in 2021?", ["skewed"]),
    ],
)
def test_papers_are_picked_by_their_year(told, question, papers):
    assert told("doc", question) == papers


def test_a_year_goes_with_every_other_slot(told):
    assert told("capacity", "What is the highest capacity published before 2022?") == [900]
    assert told("capacity", "Which capacities above 650 mAh/g were reported since 2019?") == [700]
    assert set(told("material", "Which oxides were reported after 2018?")) == {"(Fe0.8Co0.05Ni0.05Cu0.05Zn0.05)3O4"}


def test_a_follow_up_changes_the_year(told):
    assert told("doc", "Which papers on conversion appeared after 2020?", "and before 2020?") == ["oxide"]
    assert told("doc", "Which papers appeared before 2020?", "and on lithium?") == ["oxide"]


def test_papers_are_counted_by_year(told):
    question = "How many papers per year?"
    assert list(zip(told("year", question), told("count", question), strict=True)) == [(2018, 1), (2021, 1), (2023, 1)]


def test_papers_without_a_year_are_told(slots, assistant):
    assert "1 paper here without a year" in slots.answer("Which papers were published after 2020?").text
    nowhere = assistant.answer("Which papers were published after 2020?")
    assert nowhere.abstained
    assert "No paper here has a year" in nowhere.text


def test_a_number_of_cycles_is_no_year(slots):
    assert "published" not in slots.answer("What is the highest capacity after 2000 cycles?").interpretation
