"""Elements that carry a charge or a valence, and symbols of one letter."""

import pytest

from hemkg.annotate.annotator import annotate
from hemkg.model.mention import MentionKind
from hemkg.model.paper import Bibliography, Block, BlockKind, Paper, Source, Span

SOURCE = Source("t", "t.txt", "text/plain", "0" * 64, "test")


def elements_in(text: str) -> list[tuple[str, str | None]]:
    paper = Paper("sha:0", Bibliography(), text, (Block(BlockKind.PARAGRAPH, Span(0, len(text))),), SOURCE)
    return [(m.surface, m.concept) for m in annotate(paper).mentions if m.kind is MentionKind.ELEMENT]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The La3+ stays where it was.", [("La3+", "La")]),
        ("Grains of Fe0 and Cu(0) appear.", [("Fe0", "Fe"), ("Cu(0)", "Cu")]),
        ("The Nb5+/4+ couple works.", [("Nb5+/4+", "Nb")]),
        ("The W6+/W5+ couple works.", [("W6+/W5+", "W")]),
        ("Only Cr(III) is seen.", [("Cr(III)", "Cr")]),
        ("The V K-edge moves.", [("V", "V")]),
        ("Cells ran at 0.5 V for a day.", []),
        ("Bronze (W0.5Ti0.5)O3: below 1 V, W gives in.", [("W", "W")]),
    ],
)
def test_an_element_in_a_state_is_an_element(text: str, found: list[tuple[str, str | None]]) -> None:
    assert elements_in(text) == found


def test_a_formula_with_fractions_is_no_element_in_a_state() -> None:
    assert elements_in("We made Fe0.2Co0.2Ni0.6O by hand.") == []


def test_lead_is_a_metal_only_where_the_paper_writes_its_symbol() -> None:
    assert elements_in("Both lead charge away.") == []
    assert elements_in("As for lead, KPb is formed.") == [("lead", "Pb")]
