"""Reference marks are seen before numbers and formulas are read."""

import pytest

from hemkg.annotate.annotator import annotate
from hemkg.annotate.citations import find_citations
from hemkg.model.mention import MentionKind
from hemkg.model.paper import Bibliography, Block, BlockKind, Mark, MarkKind, Paper, Source, Span

SOURCE = Source("t", "t.txt", "text/plain", "0" * 64, "test")


def paper(text: str, *marked: str) -> Paper:
    marks = tuple(Mark(MarkKind.CITATION, Span(text.index(m), text.index(m) + len(m))) for m in marked)
    return Paper("sha:0", Bibliography(), text, (Block(BlockKind.PARAGRAPH, Span(0, len(text))),), SOURCE, marks)


@pytest.mark.parametrize(
    ("text", "marks"),
    [
        ("The rise is due to a gel-like film.31,32 CV curves follow.", ["31,32"]),
        ("It keeps 350 mAh g-1.48 From GITT it follows.", ["48"]),
        ("The phosphide (1240 mAh g−1),41 and others fade.", ["41"]),
        ("Liu et al.41 showed more.", ["41"]),
        ("A reinvestigation80 by PDF disproved it.", ["80"]),
        ("The one in Ref. 60 was lower.", ["60"]),
        ("Hu and Rossi (2024) saw the alloying.", ["Hu and Rossi (2024)"]),
        ("The window is 0.1–1.9 V here, see Fig. 5.", []),
        ("It was held at −1.0 V vs Ag wire for 2 h.", []),
        ("The spinel Co3O4 and CoO1.5 were made.", []),
    ],
)
def test_marks_that_no_typography_tells(text, marks):
    assert [m.surface for m in find_citations(paper(text))] == marks


def test_a_mark_on_a_formula_is_no_subscript():
    found = annotate(paper("The phosphide InGeSiP347 lasts.", "47")).mentions
    assert [m.surface for m in found if m.kind is MentionKind.FORMULA] == ["InGeSiP3"]


def test_a_mark_on_a_unit_is_no_decimal():
    found = annotate(paper("They keep 350 mAh g-1.48 Next.")).mentions
    assert [str(m.quantity.low) for m in found if m.quantity] == ["350"]
