"""Which files are supplements, and a paper read as one with them."""

import pytest

from hemkg.read import read_paper
from hemkg.sources.inputs import discover
from hemkg.sources.supplements import is_headed, joined, paper_name, papers_of


@pytest.mark.parametrize(
    ("supplement", "paper"),
    [
        ("d5ee05507e_si_001.pdf", "d5ee05507e.pdf"),
        ("am1c12345_si_002.pdf", "am1c12345.html"),
        ("1-s2.0-S2095495624001234-mmc1.pdf", "1-s2.0-S2095495624001234-main.pdf"),
        ("41467_2018_5774_MOESM1_ESM.pdf", "41467_2018_5774.pdf"),
        ("li2024-supplementary.pdf", "li2024.xml"),
        ("li2024 supporting information.docx.txt", "li2024.txt"),
        ("nano-supp.pdf", "nano.pdf"),
    ],
)
def test_a_supplement_is_joined_to_its_paper_by_its_name(supplement, paper):
    if supplement.endswith(".docx.txt"):
        supplement = supplement.replace(".docx", "")
    assert papers_of([f"a/{supplement}", f"a/{paper}", "a/other.pdf"]) == {f"a/{supplement}": f"a/{paper}"}


@pytest.mark.parametrize(
    "name", ["a-si-two-phase-li", "fe-si", "si-anode", "si", "supporting-carbon-for-tin", "mxene-support"]
)
def test_silicon_and_supports_are_no_supplements(name):
    assert paper_name(name) is None


def test_a_supplement_in_another_folder_is_joined_to_nothing():
    assert papers_of(["a/x-supp.pdf", "b/x.pdf"]) == {}


def test_of_two_files_of_one_paper_the_better_source_takes_it():
    assert papers_of(["x_si_001.pdf", "x.pdf", "x.xml"]) == {"x_si_001.pdf": "x.xml"}


def test_a_supplement_is_no_input_of_its_own(tmp_path):
    for name in ("x.txt", "x_si_001.txt", "y-supp.txt"):
        (tmp_path / name).write_text("A text.")
    found = discover([tmp_path])
    assert [(i.path, i.supplements, i.is_supplement) for i in found] == [
        (str(tmp_path / "x.txt"), (str(tmp_path / "x_si_001.txt"),), False),
        (str(tmp_path / "y-supp.txt"), (), True),
    ]


def test_a_manifest_declares_a_supplement_by_its_origin(tmp_path):
    for name in ("x.txt", "more.txt"):
        (tmp_path / name).write_text("A text.")
    (tmp_path / "manifest.csv").write_text(
        "file,doi,title,year,origin\nx.txt,10.1234/x,X,2024,\nmore.txt,10.1234/x,,,supplement\n"
    )
    assert [i.supplements for i in discover([tmp_path])] == [(str(tmp_path / "more.txt"),)]


PAPER = read_paper(b"# A paper\n\nIts text, with Co~3~O~4~.\n", path="x.md")
TABLE = (
    b"# Supporting Information\n\n## Figures\n\nMore text.\n\n"
    b"| sample | capacity |\n|---|---|\n| A | 600 |\n| B | 500 |\n"
)
SUPPLEMENT = read_paper(TABLE, path="x_si.md")


class TestOneText:
    def test_the_papers_offsets_stay_as_they_are(self):
        whole = joined(PAPER, [SUPPLEMENT])
        assert whole.text.startswith(PAPER.text)
        assert whole.blocks[: len(PAPER.blocks)] == PAPER.blocks
        assert whole.paper_id == PAPER.paper_id

    def test_every_block_says_the_same_words_as_in_its_file(self):
        whole = joined(PAPER, [SUPPLEMENT])
        moved = [block.span.of(whole.text) for block in whole.blocks if block.supplement]
        assert moved == [block.span.of(SUPPLEMENT.text) for block in SUPPLEMENT.blocks]

    def test_cells_of_its_tables_stand_where_they_say(self):
        whole = joined(joined(PAPER, [SUPPLEMENT]), [SUPPLEMENT])
        assert [[cell.span.of(whole.text) for cell in table.cells] for table in whole.tables] == [
            [cell.span.of(SUPPLEMENT.text) for cell in SUPPLEMENT.tables[0].cells]
        ] * 2
        assert [block.table for block in whole.blocks if block.table is not None] == [0, 1]

    def test_sections_say_that_they_stand_in_a_supplement(self):
        sections = {block.section for block in joined(PAPER, [SUPPLEMENT]).blocks if block.supplement}
        assert sections == {"supplement x_si", "supplement x_si, Figures"}


def test_a_supplement_is_known_by_its_heading():
    assert is_headed(SUPPLEMENT)
    assert not is_headed(PAPER)
    assert not is_headed(read_paper(b"# Oxides\n\nSee the supporting information for more.\n", path="a.md"))
