"""The map of the field as a picture and as lines: all its tables, and what each spot tells."""

import csv
import io
import re
from dataclasses import replace
from xml.etree import ElementTree

import pytest

from hemkg.review import map_pictures
from hemkg.review.gaps import field_map
from hemkg.review.sheets import render_sheet
from hemkg.vocab import terms
from hemkg.vocab.terms import HEM

from .papers import OXIDE, SULFIDE, mechanism, open_question, paper, store_of

OPEN = "Space charge <script>alert(1)</script> & more remains unexplored in high-entropy materials."
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def drawn():
    said = [(OXIDE, HEM.Conversion, "Li"), (SULFIDE, HEM.Conversion, "Na"), ("Fe3O4", HEM.SpaceCharge, "Li"),
        ("Co3O4", HEM.SpaceCharge, "Na")]  # fmt: skip
    papers = [
        paper(f"p{n}", mechanism(f"{m} stores {ion}.", m, term, ion=ion)) for n, (m, term, ion) in enumerate(said)
    ]
    return field_map(store_of(*papers, paper("open", open_question(OPEN)), guided=False))


@pytest.fixture(scope="module")
def picture(drawn):
    return map_pictures.map_svg(drawn).decode()


def spots(drawn):
    return [spot for sheet in drawn.sheets() for _, row in sheet.rows for spot in row]


def test_every_spot_of_every_table_tells_what_the_map_tells(drawn, picture):
    titles = [title.text for title in ElementTree.fromstring(picture).iter(f"{SVG}title")]  # noqa: S314 - made by us
    assert len(titles) == len(spots(drawn))
    assert [title.split("\n")[0] for title in titles] == [spot.told for spot in spots(drawn)]


def test_an_open_spot_tells_why_it_is_a_gap_and_stands_in_a_dashed_frame(drawn, picture):
    gaps = [spot for spot in spots(drawn) if spot.gap and not spot.here]
    assert gaps
    titles = [title.text for title in ElementTree.fromstring(picture).iter(f"{SVG}title")]  # noqa: S314 - made by us
    assert sum("\n" in title for title in titles) == len(gaps)
    assert picture.count("stroke-dasharray") == len(gaps)


def test_the_picture_names_its_tables_and_the_numbers_behind_them(drawn, picture):
    words = re.sub(r"<[^>]*>", "", picture)
    for sheet in drawn.sheets():
        assert sheet.name.split(" with ")[0] in words
    assert "From 5 papers." in words
    assert all(terms.label(m) in words for m, _ in next(drawn.sheets()).rows)


def test_no_word_of_a_paper_is_a_tag_of_the_picture(drawn):
    hostile = [replace(gap, why=f"{gap.why} {OPEN}") for gap in drawn.gaps]
    picture = map_pictures.map_svg(replace(drawn, gaps=hostile)).decode()
    assert "<script" not in picture
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; more" in picture


def test_the_same_map_gives_the_same_bytes(drawn, picture):
    assert map_pictures.map_svg(drawn).decode() == picture


def test_as_png_it_is_a_picture_of_the_same_shape(drawn, picture):
    data = map_pictures.map_png(drawn)
    assert data.startswith(b"\x89PNG")
    wide, high = (int.from_bytes(data[at : at + 4]) for at in (16, 20))
    box = [float(number) for number in re.search(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', picture).groups()]
    assert wide / high == pytest.approx(box[0] / box[1], rel=0.01)


def test_no_two_tables_lie_upon_each_other(drawn):
    placed, (width, height) = map_pictures._laid_out(list(drawn.sheets()))
    for number, one in enumerate(placed):
        assert one.left + one.width <= width
        assert one.top + one.height <= height
        for other in placed[number + 1 :]:
            beside = one.left + one.width <= other.left or other.left + other.width <= one.left
            above = one.top + one.height <= other.top or other.top + other.height <= one.top
            assert beside or above


def test_the_lines_of_the_map_are_its_spots(drawn):
    data = render_sheet(map_pictures.map_lines(drawn), "csv").decode("utf-8-sig")
    lines = list(csv.DictReader(io.StringIO(data)))
    assert [(line["Reports"], line["Told"]) for line in lines] == [(str(s.here), s.told) for s in spots(drawn)]
    assert {line["Gap"] for line in lines} - {""} <= {gap.gap_id for gap in drawn.gaps}
    assert lines[0]["Table"] == "Mechanism by class"
