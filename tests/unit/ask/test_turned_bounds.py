"""A denial before a bound turns the bound round; it denies no mechanism, and what it denies is said back."""

import pytest
from annotated import store_of

from hemkg.assistant import Assistant

OXIDE = "(FeCoNiCuZn)3O4"


@pytest.mark.parametrize(
    ("question", "bound"),
    [
        ("Which lithium anodes never surpass 650 mAh/g?", "at most 650"),
        ("Which lithium anodes fail to reach nine hundred mAh/g?", "below 900"),
        ("Which lithium anodes do not fall below 900 mAh/g?", "at least 900"),
        ("Which lithium anodes are not able to hold 1000 mAh/g?", "below 1000"),
        ("Which lithium anodes show a capacity no better than 900 mAh/g?", "at most 900"),
        ("Which sodium anodes don't manage to keep 90 percent of their capacity?", "below 90 %"),
        ("Which sodium anodes do not lose 20 % of their capacity?", "above 80 %"),
        ("Anodes with over 500 mAh/g but under 700 mAh/g", "above 500 and below 700"),
    ],
)
def test_a_denied_bound_is_the_opposite_bound(ask, question, bound):
    answer = ask(question)
    assert bound in answer.interpretation
    assert "negated" not in answer.interpretation


def test_only_what_lies_below_is_answered(cells):
    assert cells("capacity", "Which lithium anodes fail to reach nine hundred mAh/g?") == [610]
    assert cells("retention", "Which sodium anodes do not lose 20 % of their capacity?") == [83]


def test_a_denial_of_something_else_turns_no_number(ask, cells):
    assert "above 500" in ask("Which materials do not contain tin and exceed 500 mAh/g?").interpretation
    assert ask("Doesn't GeP3 exceed 1200 mAh/g?").yesno is True
    assert "not heeded" in ask("Which sodium anodes beat 500 mAh/g? Theory doesn't interest me.").interpretation


def test_what_is_neither_above_nor_below_lies_between(ask):
    read = ask("Which anodes hold neither more than 700 mAh/g nor less than 500 mAh/g for sodium?").interpretation
    assert "between 500 and 700" in read
    assert "Na+" in read


def test_a_bound_on_a_share_is_not_answered_with_capacities(ask):
    assert ask("Materials that lose no more than 5 % over 500 cycles").abstained


@pytest.mark.parametrize("words", ["once three hundred cycles are past", "past the 250th cycle", "beyond 250 cycles"])
def test_cycles_that_are_past_are_a_lower_bound(cells, words):
    assert cells("capacity", f"What capacity do lithium anodes hold {words}?") == [610]


def test_cycled_many_times_is_a_bound_and_a_helping_verb_no_word_of_content(ask):
    answer = ask("Sodium hosts that, having been cycled over 400 times, retain above 80 percent")
    assert [row.cells["retention"] for row in answer.rows] == [83]
    assert "above 400 cycles" in answer.interpretation


def test_families_never_cycled_further_are_picked_by_their_cycles(cells):
    assert cells("cycle", "Which oxides never got beyond five hundred cycles?") == [300]


# ---------------------------------------------------------------- denied mechanisms


def _mechanism(material, mechanism, polarity, elements, evidence):
    return {"type": "mechanism", "material": material, "mechanism": mechanism, "polarity": polarity,
            "elements": elements, "ion": "Na", "evidence": evidence}  # fmt: skip


SULFIDE, TITANATE = "ZnIn2S4", "Na2Ti3O7"
PASSAGES = {
    "sulfide": {
        "title": "A sulfide of two metals",
        "text": "In ZnIn2S4 both metals convert. Zinc alloys too; indium does not alloy. Whether sulfur alloys is "
        "open. It holds 450 mAh g-1 with sodium.",
        "gold": {
            "materials": [{"surface": SULFIDE, "formula": SULFIDE, "family": "sulfide", "role": "anode"}],
            "claims": [
                _mechanism(SULFIDE, "conversion", "asserted", ["Zn", "In"], "both metals convert"),
                _mechanism(SULFIDE, "alloying", "asserted", ["Zn"], "Zinc alloys too"),
                _mechanism(SULFIDE, "alloying", "negated", ["In"], "indium does not alloy"),
                _mechanism(SULFIDE, "alloying", "hypothesised", ["S"], "Whether sulfur alloys is open"),
                {"type": "capacity", "material": SULFIDE, "value": 450, "ion": "Na", "evidence": "450 mAh g-1"},
            ],
        },
    },
    "titanate": {
        "title": "A titanate that takes in sodium",
        "text": "Na2Ti3O7 intercalates. Its titanium neither converts nor alloys. It holds 180 mAh g-1 with sodium.",
        "gold": {
            "materials": [{"surface": TITANATE, "formula": TITANATE, "family": "oxide", "role": "anode"}],
            "claims": [
                _mechanism(TITANATE, "intercalation", "asserted", [], "Na2Ti3O7 intercalates"),
                _mechanism(TITANATE, "conversion", "negated", ["Ti"], "titanium neither converts"),
                _mechanism(TITANATE, "alloying", "negated", ["Ti"], "nor alloys"),
                {"type": "capacity", "material": TITANATE, "value": 180, "ion": "Na", "evidence": "180 mAh g-1"},
            ],
        },
    },
}


@pytest.fixture(scope="module")
def find():
    assistant = Assistant(store_of(PASSAGES.items()))
    return lambda column, question: sorted(row.cells.get(column) for row in assistant.answer(question).rows)


@pytest.mark.parametrize(
    ("column", "question", "found"),
    [
        ("material", "Materials where indium is said NOT to alloy", [SULFIDE]),
        ("material", "In which materials does titanium not convert?", [TITANATE]),
        ("material", "Which materials store sodium without any conversion at all?", [TITANATE]),
        ("element", "Which metal neither converts nor undergoes any alloying?", ["Ti"]),
        (
            "element",
            f"Whether it alloys in {SULFIDE} is no more than conjecture - of which element is this true?",
            ["S"],
        ),
        ("material", "For which anodes is it an open question whether sulfur alloys?", [SULFIDE]),
        ("element", f"The elements of {SULFIDE} that alloy - what are they?", ["Zn"]),
        ("material", "Which anodes store sodium by intercalation but not by alloying?", [TITANATE]),
        ("material", "Which anodes do not store sodium by alloying but by intercalation?", [TITANATE]),
        ("material", "Which anodes without zinc store sodium by alloying?", []),
        ("material", "Which materials do not convert and stay above 100 mAh/g?", [TITANATE]),
        ("material", "Where is alloying more than a conjecture?", [SULFIDE]),
    ],
)
def test_a_denied_mechanism_is_denied_wherever_its_not_stands(find, column, question, found):
    assert find(column, question) == found


def test_what_nobody_denies_is_said_so(find):
    assistant = Assistant(store_of(PASSAGES.items()))
    assert "denies" in assistant.answer("In which materials does zinc not convert?").text
    assert (
        "[without: alloying]"
        in assistant.answer("Which anodes store sodium by intercalation but not by alloying?").interpretation
    )
