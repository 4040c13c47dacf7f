"""PDF by the place and size of its characters; every page here is drawn by the test."""

import pytest

from hemkg.errors import UnreadableDocument
from hemkg.model.paper import BlockKind, MarkKind
from hemkg.read import read_paper

from .facts import marked, rows, sections, texts
from .prints import LEFT, RIGHT, TOP, Print

FILLER = (
    "words of a column that says nothing about any",
    "cell and has the length of a line as a column of",
    "a journal has it, so that it can be read as prose",
)


def read(drawn: Print):
    return read_paper(drawn.bytes(), path="drawn.pdf")


def article() -> Print:
    """Two pages in two columns, with everything that stands around the text of a paper."""
    drawn = Print()
    for number in (1, 2):
        drawn.line(LEFT, 805, "Journal of Nothing 2024, 7, 12", size=7)
        drawn.line(280, 30, f"{number}", size=7)
        drawn.slanted("ACCEPTED MANUSCRIPT", 45)
        drawn.slanted("downloaded by nobody", 90)
        (first_page if number == 1 else second_page)(drawn)
        drawn.page()
    return drawn


def first_page(drawn: Print) -> None:
    drawn.line(LEFT, 780, "Nitrides that were not made of (TiZr)N_{0.9}", size=16, font="bold")
    drawn.line(LEFT, 765, "https://doi.org/10.1000/Nothing.7", size=7)
    y = drawn.lines(LEFT, 740, "1. Introduction", font="bold", size=11)
    y = drawn.lines(LEFT + 10, y - 6, "The nitride keeps 512 mAh g^{−1} after 90 cycles")
    drawn.lines(
        LEFT, y,
        "at 0.2 A g^{−1}.^{1,2} It was given by Ho et al.^{3} as an anode",
        "of Na_{2}Se and Co_{3}O_{4} in 10^{5} cycles, which is a capac-",
        "ity of nothing, but the fast-charging of it is known.^{4–6}",
        *FILLER,
        "while the density of the cells is about 2.1 g cm^{−3} or",
    )  # fmt: skip
    y = drawn.lines(RIGHT, 740, "less, as the right column says. The fast-", "charging is over with LiFePO_{4}.^{7}")
    y = drawn.lines(RIGHT, y - 8, "2.1. Making of it", font="bold", size=9)
    drawn.lines(RIGHT + 10, y - 4, "Nothing was made at 700 °C for 12 h in air, and")
    drawn.lines(RIGHT, y - 15.5, "the rest of the air was left in the room that it", "came from, where it")
    drawn.lines(
        RIGHT, 300, "Fig. 1 Curves of (a) nothing at 0.2 A g^{−1} and (b) of", "less than that.", size=7.5, step=9
    )
    for x, y, label in ((RIGHT + 20, 420, "Voltage / V"), (RIGHT + 60, 400, "Cell A"), (RIGHT + 90, 350, "100")):
        drawn.line(x, y, label, size=6, font="italic")


def second_page(drawn: Print) -> None:
    drawn.lines(LEFT, TOP, "remains on the next page to this very day.")
    drawn.lines(LEFT, TOP - 40, "Table 1. Cycling of what was not made.", size=7.5)
    for n, line in enumerate(
        (("Sample", "First (mAh g^{−1})", "Last"), ("TiN", "90", "12"), ("(TiZr)N", "512", "500^{a}"))
    ):
        for x, cell in zip((LEFT, LEFT + 80, LEFT + 180), line, strict=True):
            drawn.line(x, TOP - 55 - 12 * n, cell, size=7)
    y = drawn.lines(LEFT, TOP - 130, "3. Conclusions", font="bold", size=11)
    drawn.lines(LEFT + 10, y - 6, "In sum nothing was made and nothing was lost by it,")
    drawn.lines(LEFT, y - 17.5, "which is as it should be with an invented paper.")
    y = drawn.lines(LEFT, TOP - 220, "References", font="bold", size=11)
    drawn.lines(LEFT, y, "1 A. Nul, J. Inv., 2019, 1, 5. doi:10.1000/ref.1", size=7, step=9)
    drawn.lines(LEFT, y - 9, "2 B. Zero and others who wrote nothing at all,", size=7)
    drawn.lines(LEFT + 8, y - 18, "J. Inv., 2020, 2, 6.", size=7)


@pytest.fixture(scope="module")
def paper():
    return read(article())


def test_columns_are_read_one_after_the_other_and_joined_over_column_and_page(paper):
    whole = " ".join(texts(paper))
    assert "about 2.1 g cm−3 or less, as the right column says." in whole
    assert "that it came from, where it remains on the next page to this very day." in whole


def test_lowered_and_raised_characters_stay_in_line_and_are_marked(paper):
    assert "Na2Se and Co3O4 in 105 cycles" in paper.text
    assert {"−1", "5", "−3"} <= set(marked(paper, MarkKind.SUPERSCRIPT))
    assert {"2", "3", "4", "0.9"} <= set(marked(paper, MarkKind.SUBSCRIPT))


def test_raised_reference_numbers_are_set_off_as_citations(paper):
    assert marked(paper) == ["[1,2]", "[3]", "[4–6]", "[7]"]
    assert "after 90 cycles at 0.2 A g−1 [1,2]. It was given by Ho et al. [3] as an anode" in paper.text
    assert "with LiFePO4 [7]." in paper.text


def test_hyphens_of_the_line_go_and_hyphens_of_the_word_stay(paper):
    assert "a capacity of nothing" in paper.text
    assert "The fast-charging is over" in paper.text


def test_headers_page_numbers_and_watermarks_are_gone(paper):
    for noise in ("Journal of Nothing", "ACCEPTED", "downloaded"):
        assert noise not in paper.text


def test_title_headings_and_sections(paper):
    assert texts(paper, BlockKind.TITLE) == ["Nitrides that were not made of (TiZr)N0.9"]
    assert texts(paper, BlockKind.HEADING) == ["1. Introduction", "2.1. Making of it", "3. Conclusions", "References"]
    assert sections(paper)[-1] == "3. Conclusions"


def test_captions_stand_apart_and_text_in_figures_is_left_out(paper):
    assert texts(paper, BlockKind.CAPTION)[0] == "Fig. 1 Curves of (a) nothing at 0.2 A g−1 and (b) of less than that."
    assert "Voltage" not in paper.text


def test_a_table_is_laid_on_its_columns(paper):
    assert rows(paper)["512"] == (("First (mAh g−1)",), ("(TiZr)N",))
    assert rows(paper)["500"] == (("Last",), ("(TiZr)N",))
    assert (paper.tables[0].label, paper.tables[0].caption) == ("Table 1", "Cycling of what was not made.")


def test_blocks_know_their_page(paper):
    pages = {block.span.of(paper.text)[:6]: block.page for block in paper.blocks}
    assert (pages["1. Int"], pages["3. Con"]) == (1, 2)


def test_references_are_parted_and_their_doi_is_not_the_papers(paper):
    assert [(r.label, r.year, r.doi) for r in paper.references] == [("1", 2019, "10.1000/ref.1"), ("2", 2020, None)]
    assert paper.paper_id == "doi:10.1000/nothing.7"


def test_columns_drawn_row_by_row_are_still_columns():
    drawn = Print()
    left = [
        "Left one goes on and on to the end",
        "left two follows the one before it",
        "left three is the last of them.",
    ]
    right = [
        "Right one has to wait for its turn,",
        "right two is where it should be in",
        "right three, the end of all things.",
    ]
    for n, (one, other) in enumerate(zip(left, right, strict=True)):
        drawn.line(LEFT, TOP - 12 * n, one)
        drawn.line(RIGHT, TOP - 12 * n, other)
    assert read(drawn).text.replace("\n\n", " ") == " ".join([*left, *right])


def test_a_raised_list_broken_by_comma_and_space_is_one_citation():
    drawn = Print()
    drawn.lines(
        LEFT,
        TOP,
        "It was said before of many cells^{5, 12, 31–33} that they",
        "would not be built by anybody at all.^{34}",
    )
    assert marked(read(drawn)) == ["[5, 12, 31–33]", "[34]"]


def test_what_is_lowered_under_what_is_raised_comes_first():
    drawn = Print()
    x = drawn.line(LEFT, TOP, "the salt of the anion PO")
    drawn.line(x, TOP, "^{3−}")
    end = drawn.line(x, TOP, "_{4}")
    drawn.line(end + 6, TOP, "is known to many people of that land")
    assert "anion PO43− is known" in read(drawn).text


def test_an_equation_in_pieces_is_put_together():
    drawn = Print()
    drawn.lines(LEFT, TOP, "The cell was said to work by the reaction of all")
    for x, text in (
        (LEFT + 20, "Na"),
        (LEFT + 60, "Na"),
        (LEFT + 90, "e"),
        (LEFT + 40, "="),
        (LEFT + 78, "+"),
        (LEFT + 72, "^{+}"),
    ):
        drawn.line(x, TOP - 30, text)
    drawn.lines(LEFT, TOP - 60, "which was never seen by anybody in any of them.")
    paper = read(drawn)
    assert texts(paper, BlockKind.EQUATION) == ["Na = Na+ + e"]


def test_text_that_a_picture_hides_is_not_read():
    drawn = Print()
    drawn.canvas.beginForm("figure", 0, 0, 300, 100)
    drawn.line(10, 20, "These words of the picture can be seen by all")
    drawn.line(10, 400, "The rest of the page it was cut from is hidden")
    drawn.canvas.endForm()
    drawn.lines(LEFT, TOP, "The page itself has a line or two of its own,", "which is what there is to read on it.")
    drawn.canvas.doForm("figure")
    text = read(drawn).text
    assert "can be seen by all" in text
    assert "hidden" not in text


def test_characters_raised_without_being_smaller_are_still_raised():
    drawn = Print()
    x = drawn.line(LEFT, TOP, "It was held that the salt of Fe")
    x = drawn.line(x, TOP + 3, "3+")
    drawn.line(x, TOP, " is as good as any other of them all.")
    paper = read(drawn)
    assert "of Fe3+ is as good" in paper.text
    assert marked(paper, MarkKind.SUPERSCRIPT) == ["3+"]


def test_a_line_of_one_long_formula_belongs_to_its_paragraph():
    drawn = Print()
    formula = "K_{0.7}Mn_{0.4}Li_{0.1}Co_{0.125}Ni_{0.125}Fe_{0.125}Cu_{0.125}O_{2}"
    drawn.lines(
        LEFT,
        TOP,
        "The oxide that was said to be so good is called",
        formula,
        "by those who have the time to say its name.",
    )
    paper = read(drawn)
    assert "is called K0.7Mn0.4Li0.1Co0.125Ni0.125Fe0.125Cu0.125O2 by those" in paper.text
    assert marked(paper, MarkKind.SUBSCRIPT).count("0.125") == 4


def test_a_formula_broken_inside_its_brackets_is_whole_again():
    drawn = Print()
    drawn.lines(
        LEFT,
        TOP,
        "They took the analogue of blue Na_{1.2}Mn_{0.4}[Fe(C",
        "N)_{6}]_{0.8} from the shelf and it was the last.",
    )
    assert "Na1.2Mn0.4[Fe(CN)6]0.8 from the shelf" in read(drawn).text


def test_a_loosely_set_line_is_not_lost():
    drawn = Print()
    drawn.lines(LEFT, TOP, *FILLER, *FILLER)
    for x, word in ((LEFT, "of"), (LEFT + 60, "(TiZr)N"), (LEFT + 150, "nothing")):
        drawn.line(x, TOP - 6 * 11.5, word)
    drawn.lines(LEFT, TOP - 7 * 11.5, *FILLER)
    assert "read as prose of (TiZr)N nothing words of a column" in read(drawn).text


def test_an_unnumbered_bold_line_over_a_paragraph_is_a_heading():
    drawn = Print()
    y = drawn.lines(LEFT, TOP, "Results and Discussion", font="bold", size=10)
    y = drawn.lines(LEFT, y, *FILLER, "and it ends.")
    y = drawn.lines(LEFT, y - 6, "Cycling", font="bold", size=10)
    drawn.lines(LEFT, y, *FILLER, "and it ends too.")
    paper = read(drawn)
    assert texts(paper, BlockKind.HEADING) == ["Results and Discussion", "Cycling"]
    assert sections(paper) == ["Results and Discussion", "Cycling"]


def test_cells_of_several_lines_are_one_and_header_rows_make_a_path():
    drawn = Print()
    drawn.lines(LEFT, TOP, *FILLER, *FILLER)
    drawn.lines(LEFT, TOP - 90, "Table 2. What is in it.", size=7.5)
    cells = [
        (0, LEFT + 95, "Capacity (mAh/g)"), (12, LEFT + 80, "first"), (12, LEFT + 150, "last"),
        (28, LEFT, "The long name of"), (36, LEFT, "a sample"), (28, LEFT + 80, "512"), (28, LEFT + 150, "500"),
        (52, LEFT, "TiN"), (52, LEFT + 80, "90"), (52, LEFT + 150, "12"), (68, LEFT, "ZrN"), (68, LEFT + 80, "80"),
        (68, LEFT + 150, "11"),
    ]  # fmt: skip
    for down, x, cell in cells:
        drawn.line(x, TOP - 104 - down, cell, size=7)
    found = rows(read(drawn))
    assert found["500"] == (("Capacity (mAh/g)", "last"), ("The long name of a sample",))
    assert found["80"] == (("Capacity (mAh/g)", "first"), ("ZrN",))


def test_line_numbers_are_taken_off():
    drawn = Print()
    for n in range(15):
        drawn.line(LEFT - 25, TOP - 12 * n, str(n + 1), size=7)
        drawn.line(LEFT, TOP - 12 * n, f"line of words number {n + 100} of a manuscript that goes on")
    text = read(drawn).text
    assert text.startswith("line of words number 100 of a manuscript that goes on line of words")


def test_a_page_printed_across_is_read_upright():
    drawn = Print()
    drawn.canvas.rotate(90)
    drawn.lines(100, -100, "These words of a wide page are printed up the", "sheet and read as any others would be.")
    assert read(drawn).text == "These words of a wide page are printed up the sheet and read as any others would be."


def test_pictures_of_pages_are_named_as_such():
    drawn = Print()
    drawn.canvas.rect(100, 100, 300, 500, fill=1)
    with pytest.raises(UnreadableDocument, match="scanned pictures without text"):
        read(drawn)


def test_a_stamp_on_pictures_is_no_text():
    drawn = Print()
    for _ in range(3):
        drawn.line(LEFT, 20, "Downloaded from nowhere by nobody, licence 12345", size=6)
        drawn.page()
    with pytest.raises(UnreadableDocument, match="--ocr reads it"):
        read(drawn)


def test_an_encrypted_file_is_named_as_such():
    drawn = Print(encrypt="secret")
    drawn.line(LEFT, TOP, "nobody can read this")
    with pytest.raises(UnreadableDocument, match="password"):
        read(drawn)


@pytest.mark.parametrize("keep", [0.1, 0.3, 0.5])
def test_a_truncated_file_is_named_as_damaged(keep):
    data = article().bytes()
    with pytest.raises(UnreadableDocument, match="PDF"):
        read_paper(data[: int(keep * len(data))], path="a.pdf")


def test_line_numbers_beside_the_text_are_taken_off_on_every_page():
    drawn = Print()
    for page, count in enumerate((12, 4)):
        for n in range(count):
            x = drawn.line(LEFT - 20, TOP - 22 * n, str(12 * page + n + 1), size=7) + 9
            drawn.line(x, TOP - 22 * n, f"so that {n + 480} of all the words stand on a line")
        drawn.page()
    words = read(drawn).text.split()
    assert [word for word in words if word.isdigit()] == [str(n + 480) for count in (12, 4) for n in range(count)]


def test_a_stamp_of_single_letters_down_the_edge_is_left_out():
    drawn = Print()
    for n, letter in enumerate("nobody"):
        drawn.line(20, TOP - 12 * n, letter)
    drawn.lines(LEFT, TOP, *FILLER)
    assert read(drawn).text == " ".join(FILLER)


def test_the_last_words_of_a_paragraph_may_stand_alone_in_the_next_column():
    drawn = Print()
    drawn.lines(LEFT, TOP, *FILLER, "while the capacity of this anode of nothing is")
    drawn.lines(RIGHT, TOP, "412 mAh g^{−1}.^{4,5}")
    drawn.lines(RIGHT, TOP - 40, *(line.capitalize() for line in FILLER[:1]), *FILLER[1:], "and so on to its end.")
    assert "anode of nothing is 412 mAh g−1 [4,5]." in read(drawn).text


def test_a_label_in_a_figure_does_not_end_a_paragraph():
    drawn = Print()
    drawn.lines(LEFT, TOP, *FILLER, "while the capacity of this anode of nothing is")
    drawn.lines(RIGHT, TOP, "Cell A")
    drawn.lines(RIGHT, TOP - 40, "given in the other column of the page, as usual.", *FILLER)
    assert "Cell A" not in read(drawn).text


def test_a_table_in_the_size_of_its_caption_is_a_table():
    drawn = Print()
    drawn.lines(LEFT, TOP, *FILLER)
    drawn.lines(LEFT, TOP - 60, "Table 1. Cycling of what was not made.", size=8)
    for n, row in enumerate((("Anode", "Capacity (mAh g^{−1})"), ("Co_{3}O_{4}", "310"), ("ZnO", "120"))):
        for x, cell in zip((LEFT, LEFT + 70), row, strict=True):
            drawn.line(x, TOP - 70 - 10 * n, cell, size=8)
    found = read(drawn)
    assert rows(found)["310"] == (("Capacity (mAh g−1)",), ("Co3O4",))
    assert found.tables[0].caption == "Cycling of what was not made."


def test_a_known_compound_keeps_its_hyphen_where_a_line_ends():
    drawn = Print()
    drawn.lines(
        LEFT, TOP, "this is said of an oxide of the kind called high-", "entropy, and of another that is cation-"
    )
    drawn.lines(LEFT, TOP - 23, "disordered, and it holds for what is in dis-", "ordered rock as well as in every one.")
    text = read(drawn).text
    assert "called high-entropy, and of another that is cation-disordered" in text
    assert "in disordered rock" in text


def test_words_of_the_field_that_make_no_third_keep_their_hyphen_where_a_line_ends():
    drawn = Print()
    drawn.lines(LEFT, TOP, "this is said of a powder that a plasma-", "enhanced furnace or a self-")
    drawn.lines(LEFT, TOP - 23, "willed one gives where a ionic-", "liquid layer over-", "flows, or where it is with-")
    drawn.lines(LEFT, TOP - 57.5, "out a capac-", "ity and holds what is in an-", "odes as well as in every one.")
    text = read(drawn).text
    for whole in ("plasma-enhanced", "self-willed", "ionic-liquid", "overflows", "without", "capacity", "anodes"):
        assert f" {whole} " in text or f" {whole}," in text, whole


def test_a_formula_that_a_line_end_parts_before_a_lowered_number_is_whole():
    drawn = Print()
    drawn.lines(
        LEFT, TOP, "this is said of an oxide of five metals, Mn_{0.2}Fe_{0.2}Co", "_{0.2}Ni_{0.2}Zn_{0.2}O, and of all"
    )
    drawn.lines(LEFT, TOP - 23, "the others that were made of them in the same year.")
    assert "Mn0.2Fe0.2Co0.2Ni0.2Zn0.2O, and" in read(drawn).text


def displayed(*pieces):
    """Print an equation between two paragraphs: (x, y, text) each, counted from where it is set."""
    drawn = Print()
    y = drawn.lines(
        LEFT, TOP, "The capacity that a compound may have in the cell of all", "follows from what it is made of:"
    )
    for x, up, text in pieces:
        drawn.line(LEFT + x, y - 15 + up, text, font="signs", size=6 if text in SMALL else 9)
    drawn.lines(
        LEFT,
        y - 60,
        "where the letters mean what they mean to the reader of all",
        "the other books that were never written.",
    )
    return read(drawn)


SMALL = {"N", "i=1"}
EQUATIONS = {
    "Q = nF/(3.6 M)": ((80, 0, "Q ="), (109, 6, "nF"), (104, -6.5, "3.6 M"), (220, 0, "(1)")),
    "Q = (2 F)/80.1 = 669 mAh g−1": ((40, 0, "Q ="), (64, 6, "2 F"), (62, -6.5, "80.1"), (90, 0, "= 669 mAh g^{−1}")),
    "S = −R i=1 ∑ N xi ln xi": (
        (60, 0, "S = −R"), (104, 9, "N"), (103, 0, "∑"), (100, -9, "i=1"), (118, 0, "x_{i} ln x_{i}"), (220, 0, "(2)")
    ),
    "(CoZn)O + 2Li+ + 2e− → CoZn + Li2O": (
        (10, 0, "(CoZn)O + 2Li^{+} + 2e^{−}"), (60, -13, "→ CoZn + Li_{2}O"), (220, -13, "(3)")
    ),
    "G = H − TS − TS0 + kT ln 2": ((10, 0, "G = H − TS"), (40, -13, "− TS_{0} + kT ln 2")),
    "CoO + Li → Co ZnO + Li → Zn": (
        (40, 0, "CoO + Li → Co"), (220, 0, "(4)"), (40, -13, "ZnO + Li → Zn"), (220, -13, "(5)")
    ),
}  # fmt: skip


@pytest.mark.parametrize("written", EQUATIONS)
def test_a_displayed_equation_is_whole_and_kept_out_of_the_prose(written):
    paper = displayed(*EQUATIONS[written])
    assert texts(paper, BlockKind.EQUATION) == [written]
    assert "what it is made of: where the letters" in " ".join(texts(paper, BlockKind.PARAGRAPH))


def test_the_last_words_of_a_paragraph_are_no_part_of_the_equation_under_it():
    drawn = Print()
    y = drawn.lines(
        LEFT, TOP, "The capacity that a compound may have in the cell of all", "was found to be", "310 mAh g^{−1}."
    )
    for x, up, text in EQUATIONS["Q = nF/(3.6 M)"]:
        drawn.line(LEFT + x, y - 8 + up, text)
    drawn.lines(LEFT, y - 40, "Here the letters mean what they mean to the reader of all.")
    paper = read(drawn)
    assert "was found to be 310 mAh g−1." in texts(paper, BlockKind.PARAGRAPH)[0]
    assert texts(paper, BlockKind.EQUATION) == ["Q = nF/(3.6 M)"]


def test_a_share_in_a_loose_line_of_a_sentence_is_no_displayed_equation():
    drawn = Print()
    y = drawn.lines(LEFT, TOP, *FILLER, *FILLER)
    for x, word in ((LEFT + 12, "of the"), (LEFT + 60, "x = 0.2"), (LEFT + 150, "and so on")):
        drawn.line(x, y, word)
    drawn.lines(LEFT, y - 11.5, *FILLER)
    assert "of the x = 0.2 and so on words of a column" in read(drawn).text
