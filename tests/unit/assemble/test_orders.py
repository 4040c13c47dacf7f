"""Which orders of materials a list of values may take up where it names none."""

import pytest

from hemkg.annotate.annotator import annotate
from hemkg.assemble.candidates import Candidate
from hemkg.assemble.context import Context, lay_out
from hemkg.assemble.frames import Frame, frames_of
from hemkg.assemble.memory import Memory
from hemkg.assemble.order_features import order_features
from hemkg.assemble.orders import distinct, orders_of

from .facts import paper

TWO = "CoO holds 520 mAh g−1. NiO holds 410 mAh g−1. Later, {} are found."


def _read(text: str, *told: str) -> tuple[Context, list[Frame], Memory]:
    """Return a layout with its numbers, the first of which are noted as values of the materials told."""
    context = lay_out(annotate(paper(text)))
    frames, memory = list(frames_of(context)), Memory()
    for frame, name in zip(frames, told, strict=False):
        frame.label, frame.entity = "capacity", context.materials.named(name)
        memory.note(context, frame)
    return context, frames, memory


def _names(text: str, *told: str) -> dict[str, list[str]]:
    context, frames, memory = _read(text, *told)
    orders = orders_of(context, frames[len(told)], memory)
    return {name: [entity.surface for entity in order] for name, order in orders.items()}


def test_a_list_may_take_up_the_materials_named_or_measured_before() -> None:
    told = _names(TWO.format("300 and 200 mAh g−1"), "CoO", "NiO")
    assert told == {name: ["CoO", "NiO"] for name in ("named", "measured", "alike", "all")}


def test_the_order_of_measuring_may_differ_from_that_of_naming() -> None:
    text = "NiO came before CoO. Then 520 mAh g−1 was found, and 410 mAh g−1. Later, 300 and 200 mAh g−1 are found."
    told = _names(text, "CoO", "NiO")
    assert (told["named"], told["measured"]) == (["NiO", "CoO"], ["CoO", "NiO"])


@pytest.mark.parametrize("values", ["300 mAh g−1", "300, 200 and 100 mAh g−1"])
def test_an_order_has_as_many_materials_as_the_list_has_values(values: str) -> None:
    assert _names(TWO.format(values), "CoO", "NiO") == {}


def test_each_material_counts_once() -> None:
    context, *_ = _read("CoO and NiO were mixed.")
    one, other = context.materials.named("CoO"), context.materials.named("NiO")
    assert one is not None
    assert other is not None
    assert distinct([one, other, one]) == (one, other)


@pytest.mark.parametrize(("name", "turn"), [("CoO", True), ("NiO", False)])
def test_features_tell_whose_turn_it_is(name: str, turn: bool) -> None:
    context, frames, memory = _read(TWO.format("300 and 200 mAh g−1"), "CoO", "NiO")
    candidate = Candidate(None, 0, context.materials.named(name))
    features = order_features(context, frames[2], candidate, memory)
    assert features[f"order:measured:{turn}"] == 1.0
    assert features[f"orders:{4 if turn else 0}:4"] == 1.0


def test_features_tell_the_words_between_two_values() -> None:
    context, frames, memory = _read(TWO.format("300 rather than 200 mAh g−1"), "CoO", "NiO", "CoO")
    candidate = Candidate(None, 0, context.materials.named("CoO"))
    assert order_features(context, frames[3], candidate, memory)["joint:rather than:True"] == 1.0


def test_values_over_as_many_currents_are_those_of_one_material() -> None:
    course = "300 to 200 mAh g−1 as the current rises from 0.2 A g−1 to 2 A g−1"
    assert _names(TWO.format(course), "CoO", "NiO") == {}
