"""Whether a condition would make two values of a sentence contradict each other."""

import pytest

from hemkg.annotate.annotator import annotate
from hemkg.assemble.candidates import NOTHING, Candidate
from hemkg.assemble.clashes import condition_clash
from hemkg.assemble.context import CYCLES, DENSITIES, lay_out
from hemkg.assemble.frames import frames_of
from hemkg.assemble.memory import Memory

from .facts import paper

TEXT = "NiO and CoO hold 520 mAh g−1 in cycle 10 and, at 2 A g−1, {} mAh g−1 in cycle 90."


def _told(second: str, material: str, name: str, place: int | None, value: str = "410") -> dict[str, float]:
    """Return the features of a condition of the second number; the first is NiO's at the current in cycle 10."""
    context = lay_out(annotate(paper(TEXT.format(value))))
    view, memory = context.views[0], Memory()
    first, frame, *_ = frames_of(context)
    current, cycles = view.of_kind(DENSITIES)[0], view.of_kind(CYCLES)
    first.label, first.entity = "capacity", context.materials.named("NiO")
    first.density, first.cycle = current, cycles[0]
    memory.note(context, first)
    frame.label, frame.entity, frame.density = second, context.materials.named(material), current
    mention = None if place is None else (current, *cycles)[place]
    candidate = NOTHING if mention is None else Candidate(mention.span, 0, None, mention)
    return condition_clash(context, frame, candidate, name, memory)


@pytest.mark.parametrize(("place", "clash"), [(1, True), (2, False), (None, False)])
def test_two_values_of_a_material_contradict_each_other_in_one_cycle(place: int | None, clash: bool) -> None:
    assert _told("capacity", "NiO", "cycle", place)[f"clash:{clash}:capacity:{place is None}"] == 1.0


def test_a_current_says_how_many_cycles_could_tell_the_values_apart() -> None:
    assert _told("capacity", "NiO", "density", 0)["clash:True:cycles:2:False"] == 1.0


@pytest.mark.parametrize(
    ("kind", "material", "value"),
    [("retention", "NiO", "410"), ("capacity", "CoO", "410"), ("capacity", "NiO", "520")],
)
def test_another_kind_another_material_and_the_same_value_contradict_nothing(
    kind: str, material: str, value: str
) -> None:
    assert _told(kind, material, "cycle", 1, value) == {}
