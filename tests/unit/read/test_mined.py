"""Text mined from a PDF is joined, cleaned and marked; the text here is invented, its noise is not."""

from hemkg.model.paper import BlockKind
from hemkg.read import read_paper
from hemkg.read.hyphens import learn

from .facts import marked, sections, texts

WATERMARK = ["J", "ou", "rn", "al", " o", "f ", "No", "th", "in", "g", "A", "cc", "ep", "te"]


def mined(*lines: str) -> str:
    """Set lines as a miner does: an empty line after each, a blank at the end of those that go on.

    A line that ends in ``|`` ends its paragraph; the sign is taken off.
    """
    return "\n\n".join(line.removesuffix("|") if line.endswith(("|", "-")) else line + " " for line in lines) + "\n"


ARTICLE = mined(
    " Abstract|",
    "High-entropy nitrides were never made as anodes, and the fast-charging cells that nobody",
    "built with them gave no current.1, 2 The capac-",
    "ity of nothing is what Ho et al.3 imagined, whereas spin-polarized dreams and fast-",
    "charging wishes were left to Wu et al.4 for a later year.|",
    "1. Introduction|",
    "Rechargeable cells of this kind have one task, which is to be talked about at length while",
    "nobody looks.5-7 Among the nitrides13, borides14, and carbides15, the first is (TiZrHfNbTa)N and",
    "the second reaches 1733 mAh g-1.8 Others prefer iron, as (including Si13, Fe14, Co14, and Cr15)",
    "the lists of Li et al.9 show, although the spin-",
    "polarized kind needs majority- ",
    "and minority-spin electrons, which are at hand, and the capacity of nothing stays as it was over",
    "Page 3 of 9 Journal of Nothing|",
    *[f"{letters}|" for letters in WATERMARK],
    "View Article Online|",
    "DOI: 10.1039/D0XX00000X|",
    " Fig. 1 (a) A cell that was not built, (b) its curve at 0.2 A g-1, and (c) the room it was not",
    "built in. Reproduced with permission.10 Copyright 2020, Nobody Ltd.|",
    "many cycles (Fig. 1b).11, 12 The nitride pairs well with LiFePO4|",
    "13, while the oxide needs Na3V2(PO4)3|",
    "14|",
    ". Charging to",
    "3.0 V did no harm to the cell, which was kept at room temperature for the length of the test.|",
    "(II)|",
    "a b nM N (b n)X bX + -+ × «|",
    "2.4 Space charge|",
    "Xu et al.15 held that the space charge of an idea is proportional to its weight, which was not",
    "measured. The conductivity of ~10-5 S m-",
    "1 is too low for a proof, and a proof is too long for this page of the journal.|",
    "Table 1. Rules for cells that nobody built.|",
    "Rule|",
    "Intercalation Conversion|",
    "Cations",
    "Li, Mg, Al, ",
    "Si, Ca|",
    "Anions - P, S - 16|",
    "This arrow would show that the rules have an effect on the cells which were not built at all, and",
    "that is all there is to say about them.|",
    "3. Conclusion|",
    "In sum, the cells were not built, and the reasons for it are many, of which time is only one.|",
)


def read():
    return read_paper(ARTICLE.encode(), path="mined.txt")


def test_lines_become_paragraphs_again():
    first, *_ = texts(read())
    assert first.startswith(
        "High-entropy nitrides were never made as anodes, and the fast-charging cells that nobody built"
    )
    assert first.endswith("for a later year.")


def test_headings_part_the_text():
    paper = read()
    assert texts(paper, BlockKind.HEADING) == ["Abstract", "1. Introduction", "2.4 Space charge", "3. Conclusion"]
    assert sections(paper)[-1] == "3. Conclusion"


def test_a_hyphen_of_the_line_goes_and_a_hyphen_of_the_word_stays():
    text = read().text
    assert "The capacity of nothing is" in text
    assert "fast-charging wishes" in text
    assert "the spin-polarized kind" in text


def test_a_hyphen_that_waits_for_its_word_keeps_its_blank():
    assert "majority- and minority-spin electrons" in read().text


def test_a_sign_and_its_number_on_the_next_line_are_one():
    assert "~10-5 S m-1 is too low" in read().text


def test_page_headers_and_watermarks_are_gone():
    text = read().text
    for noise in ("Page 3 of 9", "View Article", "DOI:", "\nou\n", "Journal of Nothing"):
        assert noise not in text


def test_the_doi_of_the_page_headers_names_the_paper():
    assert read().paper_id == "doi:10.1039/d0xx00000x"


def test_a_caption_does_not_interrupt_its_paragraph():
    paper = read()
    assert "the capacity of nothing stays as it was over many cycles (Fig. 1b)." in paper.text
    assert texts(paper, BlockKind.CAPTION)[0].startswith("Fig. 1 (a) A cell")
    assert texts(paper, BlockKind.CAPTION)[0].endswith("Nobody Ltd.")


def test_glued_citations_stay_and_are_marked():
    found = marked(read())
    for citation in ("1, 2", "3", "4", "5-7", "13", "14", "15", "8", "9", "10", "11, 12", "15"):
        assert citation in found
    assert "1733 mAh g-1.8 Others" in read().text


def test_a_citation_on_a_line_of_its_own_is_set_off_and_marked():
    paper = read()
    assert "with LiFePO4 13, while the oxide needs Na3V2(PO4)3 14. Charging to 3.0 V did" in paper.text
    assert {"13", "14"} <= set(marked(paper))


def test_scripts_on_lines_of_their_own_are_joined_to_their_formula_and_unit():
    lines = [
        "The oxide that nobody made and that is called Co|",
        "3|",
        "O|",
        "4|",
        "by those who know keeps 650 mAh g|",
        "−1|",
    ]
    text = (
        ARTICLE
        + "\n"
        + mined(*lines, "after it was not charged, and (PO|", "4|", ")", "is there too, as said by all of them.|")
    )
    assert (
        "called Co3O4 by those who know keeps 650 mAh g−1 after it was" in read_paper(text.encode(), path="a.txt").text
    )


def test_what_is_left_of_an_equation_is_set_apart():
    assert texts(read(), BlockKind.EQUATION) == ["(II) a b nM N (b n)X bX + -+ × «"]


def test_a_table_keeps_its_lines_in_order_in_one_block():
    paper = read()
    assert texts(paper, BlockKind.TABLE) == [
        "Rule\nIntercalation Conversion\nCations Li, Mg, Al, Si, Ca\nAnions - P, S - 16"
    ]
    assert (paper.tables[0].label, paper.tables[0].caption) == ("Table 1", "Rules for cells that nobody built.")


def test_no_formula_lost_a_digit():
    text = read().text
    for formula in ("(TiZrHfNbTa)N", "LiFePO4", "Na3V2(PO4)3"):
        assert formula in text


def test_a_passage_that_was_typed_is_not_taken_for_a_mined_one():
    typed = "One line that was typed by hand and goes\non in the next, as typed text does.\n\n" * 8
    assert read_paper(typed.encode(), path="a.txt").text == typed.strip()


def test_references_are_listed_apart():
    lines = [
        "References|",
        "1. A. Nobody, J. Inv., 2019, 1, 2.|",
        "2. B. Noone and others who wrote",
        "nothing, J. Inv., 2020, 3, 4. doi: 10.1000/x2|",
    ]
    paper = read_paper((ARTICLE + "\n" + mined(*lines)).encode(), path="a.txt")
    assert [(r.label, r.year, r.doi) for r in paper.references] == [("1", 2019, None), ("2", 2020, "10.1000/x2")]
    assert (
        texts(paper, BlockKind.REFERENCE)[1]
        == "2 B. Noone and others who wrote nothing, J. Inv., 2020, 3, 4. doi: 10.1000/x2"
    )


def test_pages_are_counted_where_form_feeds_part_them():
    pages = [
        "{} lines of words that are long enough to be taken for those of a printed page and contin-",
        "ues ({}) in the next line of the page, which is as long as the first one of them was and",
        "and comes to its end {} here.",
    ]
    words = ["One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten"]
    text = "\f".join(
        "\n".join([line.format(word) for word in words for line in pages] + [f"{n}"]) + "\n" for n in (1, 2, 3)
    )
    paper = read_paper(text.encode(), path="a.txt")
    assert {block.page for block in paper.blocks} == {1, 2, 3}
    assert "contin-" not in paper.text
    assert "\n3" not in paper.text


def test_the_papers_own_words_decide_on_hyphens():
    told = learn(["a fast-charging cell of high capacity", "and the capaci-", "ty is fast", "charging"])
    assert told.keeps("a fast", "charging")
    assert not told.keeps("its capac", "ity")
    assert told.verdict("un", "known") is None
