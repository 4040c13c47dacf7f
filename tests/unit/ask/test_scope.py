"""How far a word reaches: what is set aside, what belongs to a material or to the cell, what a follow-up carries on."""

import pytest

OXIDE, SULFIDE = "(FeCoNiCuZn)3O4", "SnS2@C"


def test_the_ordinal_of_a_cycle_may_be_a_word(cells):
    assert cells("capacity", f"What does {OXIDE} give in its three-hundredth cycle?") == [610]


def test_the_metal_of_the_other_electrode_is_the_ion(ask, cells):
    assert cells("capacity", f"{SULFIDE} vs. Na: capacity?") == [540]
    assert ask(f"{SULFIDE} vs. K: capacity?").abstained
    assert ask(f"What capacity does {SULFIDE} show for K?").abstained


@pytest.mark.parametrize(
    ("question", "materials"),
    [
        ("Tin-free phosphides, please.", ["GeP3"]),
        ("In which oxides is iron present but magnesium absent?", [OXIDE]),
        ("Which phosphides hold no Ge?", ["SnP3"]),
        ("Tin-containing anodes for sodium?", [SULFIDE]),
    ],
)
def test_an_element_is_in_or_out_by_the_word_nearest_to_it(cells, question, materials):
    assert cells("material", question) == materials


@pytest.mark.parametrize(
    "question",
    [
        "In which materials is alloying with sodium shown?  Mere guesses do not count.",
        "Which materials alloy with sodium?  Speculation is not wanted.",
        "Tin and sodium: in which materials is their alloying reported, not just supposed?",
    ],
)
def test_what_is_set_aside_after_its_name_is_not_asked_for(cells, question):
    assert cells("material", question) == [SULFIDE]


@pytest.mark.parametrize(
    ("question", "is_so"),
    [
        (f"In sodium cells, does {SULFIDE} exceed 500 mAh/g?", True),
        ("With lithium, is SnP3 ahead of GeP3?", False),
        ("Can any sulfide hold 500 mAh/g?", True),
        ("Can any sulfide hold 700 mAh/g?", False),
        (f"Do iron and zinc both convert in {OXIDE}?", False),
        (f"Do iron and nickel both convert in {OXIDE}?", True),
        (f"Does zinc or tin alloy in {SULFIDE}?", True),
        (f"Was an XRD measurement made on {OXIDE}?", True),
        ("Is GeP3 worse than SnP3?", False),
        ("Is SnP3 inferior to GeP3?", True),
    ],
)
def test_yes_or_no(ask, question, is_so):
    assert ask(question).yesno is is_so


def test_the_highest_current_is_not_the_highest_capacity(cells):
    assert cells("capacity", f"What is the capacity of {OXIDE} at the highest current density?") == [610]
    assert cells("capacity", f"Which capacity has {OXIDE} at the lowest reported current?") == [900]


def test_cycles_that_are_survived_are_the_least(cells):
    assert cells("material", "Which anodes survive over 200 cycles?") == [SULFIDE, OXIDE]


def test_a_mechanism_picks_what_was_measured(cells):
    assert cells("material", "Which conversion anodes hold 500 mAh/g?") == [OXIDE, OXIDE, SULFIDE]


def test_an_ion_without_values_is_a_gap(cells):
    assert cells("ion", "Li, Na, K: for which of these do we lack any capacity retention?") == ["Li", "K"]


def test_numbers_are_no_reason(ask):
    told = ask("Why does GeP3 hold more mAh/g than SnP3?")
    assert told.abstained
    assert "1400" in told.text


def test_a_refusal_names_what_is_nearest(ask):
    told = ask(f"What is the capacity retention of {OXIDE} after 300 cycles?")
    assert told.abstained
    assert "610" in told.text
    assert "900" not in told.text


def test_a_bound_alone_is_on_what_was_asked_before(ask, cells):
    first = "Which anodes have a Coulombic efficiency above 60 %?"
    assert cells("coulombic_efficiency", first) == [71]
    assert ask(first, "And above 80 %?").abstained


def test_a_follow_up_may_speak_of_contents_or_of_the_mechanism(cells):
    first = "Which materials store by conversion?"
    assert cells("material", first, "Only those with tin in them.") == [SULFIDE]
    assert cells("material", first, "Only those that contain iron.") == [OXIDE]
    assert cells("material", first, "Only the tin-free ones.") == [OXIDE]
    assert cells("element", "Which materials convert with lithium?", "Which elements do it?") == ["Co", "Fe", "Ni"]


def test_what_was_found_is_taken_apart(cells):
    assert set(cells("element", "What is the best sodium anode?", "Which elements does it contain?")) == {"Sn", "S"}


def test_a_noun_before_another_only_describes_it(cells):
    assert cells("family", "Which anode families take part in conversion?") == ["sulfide", "oxide"]


def test_what_is_above_a_value_that_nothing_has_exactly_is_told_as_such(ask):
    answer = ask("Which anodes give 1000 mAh/g?")
    assert answer.text.startswith("No value is exactly that; more than that: ")
    assert {row.cells["capacity"] for row in answer.rows} == {1400, 1100}
    assert not ask("Which anodes give 1400 mAh/g?").text.startswith("No value")
