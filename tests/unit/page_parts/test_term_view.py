"""The ontology on the page: every term opens, nothing that is written becomes HTML, links lead to terms."""

import re

from hemkg.assistant import Assistant
from hemkg.model.answer import Citation
from hemkg.page_parts.evidence import Setting
from hemkg.page_parts.tabs.ontology import Ontology
from hemkg.page_parts.term_view import Use, results, shown, term_view, tree
from hemkg.review import dictionary
from hemkg.review.dictionary import Entry, Found, Match
from hemkg.store.catalogue import Catalogue
from hemkg.store.mentions import Mentions
from hemkg.vocab.terms import HEM
from tests.tags import Tags

NASTY = "<script>alert(1)</script>\"onclick='x'"


def test_every_term_of_the_tree_is_a_button_with_a_name_and_every_list_is_joined_with_its_button():
    tags = Tags(tree()).tags
    named = [told["data-term"] for tag, told in tags if tag == "button" and "data-term" in told]
    assert set(named) >= set(dictionary.concepts()) | set(dictionary.classes()) | set(dictionary.properties())
    lists = [told["id"] for tag, told in tags if tag == "ul" and "id" in told]
    joined = [told["aria-controls"] for tag, told in tags if tag == "button" and "aria-controls" in told]
    assert len(lists) == len(set(lists))
    assert sorted(lists) == sorted(joined)


def test_what_a_term_is_joined_with_can_be_opened():
    every = set(dictionary.every())
    for name in every:
        opened = Tags(term_view(dictionary.entry(name), Use())).tags
        linked = {told["data-term"] for tag, told in opened if tag == "button" and told.get("data-send") == "term"}
        assert linked <= every, name


def test_a_quantity_tells_its_unit_and_what_is_plausible():
    told = re.sub(r"<[^>]+>", "", term_view(dictionary.entry(HEM.SpecificCapacity), Use())).replace("\u00a0", " ")
    assert "0 to 5000 mAh g−1" in told
    assert "gravimetric capacity" in told


def test_units_and_equations_go_by_what_people_call_them():
    assert (shown(HEM.MilliampereHourPerGram), shown(HEM.EquationII)) == ("mAh g-1", "equation II")


def test_a_match_elsewhere_is_a_link_that_gives_nothing_away():
    links = [told for tag, told in Tags(term_view(dictionary.entry(HEM.XRayDiffraction), Use())).tags if tag == "a"]
    assert links
    assert all("noopener" in str(told["rel"]) and str(told["href"]).startswith("http") for told in links)


def test_nothing_that_is_written_becomes_html():
    citation = Citation(1, NASTY, NASTY, title=NASTY, doi=NASTY)
    use = Use(Mentions(1, 0, 1, citations=(citation,)), {1: Setting(NASTY, NASTY)}, NASTY, NASTY, ((NASTY, NASTY),),
        ((NASTY, NASTY),))  # fmt: skip
    entry = Entry(HEM.Fe, NASTY, (), NASTY, (NASTY,), (NASTY,), (NASTY,), (NASTY,), facts={HEM.value: (NASTY,)},
        matches=(Match(NASTY, NASTY, f"https://a/{NASTY}"), Match("exact", "b", "javascript:alert(1)")))  # fmt: skip
    for made in (term_view(entry, use), results(NASTY, (Found(HEM.Fe, NASTY, 1.0),)), results(NASTY, ())):
        tags = Tags(made).tags
        assert "script" not in {tag for tag, _ in tags}
        assert not any(name.startswith("on") for _, told in tags for name in told)
        assert "javascript:" not in made


def test_a_formula_leads_to_its_elements():
    found = Ontology(Assistant(Catalogue.in_memory())).search("(FeCoNi)O")
    assert re.findall(r'data-term="(\w+)"', found) == ["Fe", "Co", "Ni", "O"]


def test_a_term_without_papers_is_told_with_what_rests_on_it():
    shown = Ontology(Assistant(Catalogue.in_memory())).show(HEM.SpaceCharge)
    assert "No paper here says anything of it" in shown
    assert "Guidelines that name it" in shown
    assert "Rules that rest on it" in Ontology(Assistant(Catalogue.in_memory())).show(HEM.ofMaterial)
    assert "data-go" not in shown
    assert "Choose a term" in Ontology(Assistant(Catalogue.in_memory())).show(NASTY)


def test_what_is_not_found_is_said():
    assert "no word like “qqq”" in results("qqq", ())
    assert results(" ", ()) == "<div></div>"
    assert "found as “PXRD”" in results("PXRD", (Found(HEM.XRayDiffraction, "PXRD", 100.0),))
