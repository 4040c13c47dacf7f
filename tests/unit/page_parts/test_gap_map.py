"""The map and the cards as HTML: every link leads somewhere, and nothing that papers wrote becomes HTML."""

import re

import pytest

from hemkg.page_parts.gap_file import map_file
from hemkg.page_parts.gap_view import Wanted, field_map, gap_cards, wanted_gaps
from hemkg.review import gaps
from hemkg.review.field import Place
from hemkg.review.gap_map import Spot
from hemkg.vocab.terms import HEM
from tests.unit.review.papers import OXIDE, SULFIDE, mechanism, open_question, paper, store_of

OPEN = "Space charge <script>alert(1)</script> remains unexplored in high-entropy materials."


@pytest.fixture(scope="module")
def drawn():
    names = [(OXIDE, HEM.Conversion, "Li"), (SULFIDE, HEM.Conversion, "Na"), ("Fe3O4", HEM.SpaceCharge, "Li"),
        ("Co3O4", HEM.SpaceCharge, "Na")]  # fmt: skip
    papers = [
        paper(f"p{n}", mechanism(f"{material} stores {ion}.", material, term, ion=ion))
        for n, (material, term, ion) in enumerate(names)
    ]
    return gaps.field_map(store_of(*papers, paper("open", open_question(OPEN)), guided=False))


def test_every_link_of_the_file_leads_to_a_card(drawn):
    text = map_file(drawn)
    targets, links = set(re.findall(r'id="(gap-\w{16})"', text)), set(re.findall(r'href="#(gap-\w{16})"', text))
    assert links
    assert links <= targets
    assert len(targets) == len({gap.gap_id for gap in drawn.gaps})


def test_the_file_needs_nothing_else(drawn):
    text = map_file(drawn)
    assert text.startswith("<!doctype html>")
    assert not re.findall(r'(?:src|href)="https?://(?!doi\.org)', text)
    assert "<script" not in text


def test_what_papers_wrote_is_escaped(drawn):
    assert "&lt;script&gt;" in map_file(drawn)


def test_a_spot_of_the_page_sends_all_that_it_is(drawn):
    shown = field_map(drawn, Spot(Place(HEM.Conversion, True, ion=HEM.SodiumIon)))
    button = next(b for b in re.findall(r"<button[^>]*>", shown) if 'data-element="Fe"' in b and "SpaceCharge" in b)
    assert 'data-ion="SodiumIon"' in button
    assert shown.count('aria-pressed="true"') == 1


def test_a_chosen_spot_shows_its_gaps_or_the_one_that_takes_it_in(drawn):
    exact = wanted_gaps(drawn, Wanted(place=Place(HEM.SpaceCharge, True, ion=HEM.LithiumIon)))
    assert exact[0].cell.mechanism == HEM.SpaceCharge
    wider = wanted_gaps(drawn, Wanted(place=Place(HEM.SpaceCharge, True, ion=HEM.LithiumIon), element="Fe"))
    assert [gap.place for gap in wider] == [Place(HEM.SpaceCharge, True, ion=HEM.LithiumIon)]


def test_a_card_names_the_works_next_to_it(drawn):
    shown = gap_cards(drawn.gaps[:1], 1)
    assert "Works next to it" in shown
    assert "10.1234/p0" in shown
