"""A mode of a technique is one of the technique that it stands beside."""

import pytest


@pytest.mark.parametrize(
    ("question", "papers"),
    [
        ("Which papers used operando XRD together with ex situ TEM?", ["oxide"]),
        ("Which papers combine ex situ XRD with in situ TEM?", ["skewed"]),
        ("Which papers used XRD ex situ and TEM in situ?", ["skewed"]),
        ("Which papers used operando XRD or in situ TEM?", ["oxide", "skewed"]),
        ("Which papers used both in situ and ex situ techniques?", ["oxide", "skewed"]),
        ("Which papers used in situ XRD and TEM?", []),
        ("Which papers used TEM ex situ only?", ["mixed", "oxide"]),
        ("Which papers only used ex situ techniques?", ["mixed"]),
        ("Which papers used ex situ TEM but not operando XRD?", ["mixed"]),
        ("Which papers used TEM but not XRD?", ["mixed"]),
    ],
)
def test_modes_belong_to_techniques(told, question, papers):
    assert sorted(told("doc", question)) == papers


def test_a_technique_that_was_used_otherwise_too_is_not_used_so_only(told):
    assert told("technique", "Which techniques were used ex situ?") == ["ex situ TEM", "ex situ XRD"]
    assert told("technique", "Which techniques were used ex situ only?") == []


def test_a_follow_up_changes_the_mode(told):
    assert told("doc", "Which papers used operando XRD?", "and ex situ?") == ["skewed"]


def test_an_interpretation_tells_each_mode_with_its_technique(slots):
    told = slots.answer("Which papers used operando XRD together with ex situ TEM?").interpretation
    assert "operando X-ray diffraction and ex situ transmission electron microscopy" in told
