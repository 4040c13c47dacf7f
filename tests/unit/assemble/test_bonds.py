"""How tightly a number and a condition hold together."""

import pytest

from hemkg.annotate.annotator import annotate
from hemkg.assemble.bonds import bond, claim_on, is_of_next, list_of, opens_phrase, values_at
from hemkg.assemble.context import DENSITIES, Context, lay_out
from hemkg.assemble.frames import frames_at

from .facts import paper


def _laid_out(text: str) -> Context:
    return lay_out(annotate(paper(text)))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("SnO2 keeps 410 mAh g−1 at 2 A g−1.", "led"),
        ("SnO2 keeps 410 mAh g−1 (2 A g−1).", "bracket"),
        ("SnO2 keeps 410 mAh g−1, 2 A g−1.", "listed"),
        ("SnO2 keeps 410 mAh g−1 after 90 cycles at 2 A g−1.", "led"),
        ("At 2 A g−1, about 410 mAh g−1 are kept by SnO2.", "touching"),
        ("At 5C (5800 mA g−1) 410 mAh g−1 are kept by SnO2.", "touching"),
        ("At 2 A g−1 the oxide SnO2 keeps 410 mAh g−1.", "before"),
        ("SnO2 keeps 410 mAh g−1 (no test at 2 A g−1 was made).", "behind"),
    ],
)
def test_bond_of_the_first_number(text: str, told: str) -> None:
    context = _laid_out(text)
    view, frame = context.views[0], next(iter(frames_at(context, 0)))
    condition = view.of_kind(DENSITIES)[0].span
    assert bond(view, list_of(view, frame), condition, values_at(context, 0)) == told


def test_a_number_between_parts_a_condition_from_the_first() -> None:
    context = _laid_out("SnO2 keeps 410 mAh g−1 and Fe2O3 keeps 220 mAh g−1 at 2 A g−1.")
    view, frame = context.views[0], next(iter(frames_at(context, 0)))
    condition = view.of_kind(DENSITIES)[0].span
    assert bond(view, frame.span, condition, values_at(context, 0)) == "parted"
    assert claim_on(context, 0, condition, frame.span)[0] == "led"


def test_a_current_at_the_head_of_a_phrase_is_the_next_numbers() -> None:
    context = _laid_out("SnO2 stores 478 mAh g−1 of sodium, and at 2 A g−1 it gives 78 mAh g−1.")
    frame = next(iter(frames_at(context, 0)))
    condition = context.views[0].of_kind(DENSITIES)[0].span
    assert opens_phrase(context.views[0], condition)
    assert is_of_next(context, frame, condition)
