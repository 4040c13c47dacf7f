"""As much as a host can hold follows from its composition, with the reason beside it."""

import pytest


@pytest.mark.parametrize(
    ("question", "capacity", "ions"),
    [
        ("How much sodium could Sn store at most?", 846.6, 3.75),
        ("What is the theoretical capacity of Co3O4 by conversion?", 890.4, 8),
        ("Max. lithium per formula unit of FeS2?", 893.6, 4),
        ("How many lithium per formula unit can FeS2 take up?", 893.6, 4),
        ("How many electrons does Co3O4 take in full conversion?", 890.4, 8),
        ("What is the theoretical capacity of Sb with potassium?", 660.4, 3),
        ("How much magnesium could Bi store at most?", 384.7, 1.5),
        ("How many Li per formula unit can SnO2 take at most by conversion?", 711.3, 4),
    ],
)
def test_a_limit_is_computed(ask, question, capacity, ions):
    cells = ask(question).rows[0].cells
    assert (cells["capacity"], cells["ions"]) == pytest.approx((capacity, ions), abs=0.11)


def test_a_limit_tells_its_reason_and_cites_who_says_so(ask):
    answer = ask("How much sodium could Sn store at most?")
    assert "alloying, electrons: 2.25 to 3.75 for each Sn [1]" in answer.text.replace(")", "")
    assert answer.citations[0].document == "guidelines"


def test_each_element_has_its_own_limit(cells):
    assert cells("material", "How much lithium can Si and Ge store at best?") == ["Si", "Ge"]


def test_what_was_measured_is_not_computed(cells):
    assert cells("capacity", "What is the highest capacity of GeP3?") == [1400]
    assert cells("capacity", "Which anodes could deliver at most 600 mAh/g?") == [540]
