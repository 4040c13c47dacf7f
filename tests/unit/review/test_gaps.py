"""Gaps: what is empty, what authors call open, and what is no gap however empty it is."""

import pytest

from hemkg.model.claim import Polarity
from hemkg.review.field import Field, Place, Report, read_field
from hemkg.review.gap_card import gap_json, gaps_text
from hemkg.review.gaps import find_gaps
from hemkg.review.knowledge import Knowledge
from hemkg.review.scoring import cell_parts, factor, weighted
from hemkg.review.statements import concepts_of, surely
from hemkg.vocab.terms import HEM

from .papers import OXIDE, SULFIDE, mechanism, open_question, paper, store_of

OPEN = "Space charge remains unexplored in high-entropy materials."
PEROVSKITE = "(La0.2Li0.2Na0.2K0.2Ca0.2)TiO3"


def stores(material, term, name, ion="Li", **more):
    return paper(name, mechanism(f"{material} stores ions by {name}.", material, term, ion=ion, **more))


def conventional(number, term=HEM.SpaceCharge):
    return paper(f"plain{number}", mechanism(f"Fe{number + 2}O4 stores by it.", f"Fe{number + 2}O4", term))


FIELD = (
    stores(OXIDE, HEM.Conversion, "a"),
    stores(SULFIDE, HEM.Conversion, "b"),
    stores(OXIDE, HEM.Alloying, "c", ion="Na"),
    conventional(1),
    conventional(2),
)


@pytest.fixture(scope="module")
def found():
    return find_gaps(store_of(*FIELD, paper("perspective", open_question(OPEN))))


def test_what_authors_call_open_and_the_graph_bears_out_comes_first_with_the_sentence(found):
    first = found[0]
    assert (first.kind.value, first.cell.mechanism, first.cell.ion) == ("stated", HEM.SpaceCharge, None)
    assert first.evidence[0].quote == OPEN
    assert "None of 6 papers reports space charge in high-entropy materials" in first.why


def test_what_speaks_of_it_is_quoted_before_what_stands_next_to_it(found):
    documents = [citation.document for citation in found[0].evidence]
    assert documents == sorted(documents, key=["perspective", "guidelines"].index)
    silent = find_gaps(store_of(*FIELD))[0]
    assert silent.evidence[0].document == "guidelines"


def test_it_says_what_would_close_it(found):
    told = " ".join(found[0].closing)
    assert "operando magnetometry" in told
    assert "Fe, Co or Ni" in told
    assert "10 nm" in told


def test_it_says_what_stands_around_it_and_on_how_little_it_stands(found):
    near = {neighbour.label: neighbour.papers for neighbour in found[0].neighbours}
    assert near["space charge in conventional materials"] >= 2
    assert found[0].caveats[0] == "This stands on 6 papers, not on the literature."


def test_a_filled_cell_is_no_gap(found):
    cells = {gap.place for gap in found if gap.kind.value in {"unexplored", "transfer"} and not gap.cell.element}
    assert Place(HEM.Conversion, True) not in cells
    assert Place(HEM.Conversion, True, HEM.Oxide, HEM.LithiumIon) not in cells


def test_once_somebody_reports_it_the_gap_is_gone():
    closed = find_gaps(store_of(*FIELD, stores(OXIDE, HEM.SpaceCharge, "new"), paper("p", open_question(OPEN))))
    assert Place(HEM.SpaceCharge, True) not in {gap.place for gap in closed if "bears out" in gap.label}
    assert any("yet called open" in gap.why for gap in closed)


def test_a_supposition_does_not_close_it():
    supposed = stores(OXIDE, HEM.SpaceCharge, "new", polarity=Polarity.HYPOTHESISED)
    first = find_gaps(store_of(*FIELD, supposed, paper("p", open_question(OPEN))))[0]
    assert first.place == Place(HEM.SpaceCharge, True)
    assert HEM.HypothesisOnlyReason in first.reasons


def test_lithium_is_asked_for_before_sodium(found):
    order = [gap.cell.ion for gap in found if gap.cell.mechanism == HEM.SpaceCharge and not gap.cell.family]
    ions = [ion for ion in order if ion]
    assert ions.index(HEM.LithiumIon) < ions.index(HEM.SodiumIon)


def test_the_query_of_a_gap_finds_nothing():
    store = store_of(*FIELD)
    gap = next(gap for gap in find_gaps(store) if gap.place == Place(HEM.SpaceCharge, True))
    assert store.query(gap.sparql).rows == ()


def test_the_query_of_a_filled_cell_finds_its_papers():
    from hemkg.review.field import cell_query

    found = store_of(*FIELD, guided=False).query(cell_query(Place(HEM.Conversion, True))).rows
    assert {str(row["surface"]) for row in found} == {OXIDE, SULFIDE}


def test_the_order_is_the_same_every_time(found):
    again = find_gaps(store_of(*reversed(FIELD), paper("perspective", open_question(OPEN))))
    assert [gap.gap_id for gap in again] == [gap.gap_id for gap in found]


def test_a_limit_takes_the_first():
    store = store_of(*FIELD)
    assert find_gaps(store, limit=2) == find_gaps(store)[:2]


def test_an_empty_store_says_on_how_little_it_stands():
    assert find_gaps(store_of())[0].caveats[0] == "This stands on 0 papers, not on the literature."
    assert not [gap for gap in find_gaps(store_of(guided=False)) if gap.cell.family or gap.cell.ion]


def test_json_has_the_fields_of_the_contract(found):
    told = gap_json(found[0])
    assert {"id", "kind", "label", "cell", "score", "why", "neighbours", "evidence", "sparql", "caveats"} <= set(told)
    assert {"mechanism", "class", "ion", "element", "technique"} <= set(told["cell"])
    assert told["evidence"][0]["quote"] == OPEN
    assert gaps_text(found[:1]).startswith("1. Space charge in high-entropy materials is unexplored")


# ---------------------------------------------------------------- the field


def test_a_sentence_that_calls_something_open_fills_nothing():
    both = paper("p", open_question(OPEN), mechanism(OPEN, OXIDE, HEM.SpaceCharge))
    assert read_field(store_of(both, guided=False)).count(Place(HEM.SpaceCharge)) == 0


def test_a_claim_read_without_confidence_fills_nothing():
    doubtful = paper("p", mechanism(f"{OXIDE} stores by conversion.", OXIDE, HEM.Conversion, confidence=0.3))
    assert read_field(store_of(doubtful, guided=False)).count(Place(HEM.Conversion)) == 0


def test_ten_sentences_of_one_work_are_one_report():
    said = [mechanism(f"{OXIDE} stores by conversion, {n}.", OXIDE, HEM.Conversion) for n in range(10)]
    field = read_field(store_of(paper("p", *said), guided=False))
    assert field.count(Place(HEM.Conversion, True, HEM.Oxide, HEM.LithiumIon)) == 1
    assert field.at(Place(HEM.Conversion, True))[0].claims == 10


# ---------------------------------------------------------------- scores


def field_of(*places):
    return Field(tuple(Report(place, HEM.Asserted, f"urn:{n}", 2020) for n, place in enumerate(places)))


def test_expected_is_the_product_of_the_shares():
    high, plain = Place(HEM.Conversion, True), Place(HEM.SpaceCharge, False)
    assert field_of(high, high, plain, plain).expected(Place(HEM.SpaceCharge, True)) == 1.0


def test_a_fuller_neighbourhood_raises_the_score():
    target = Place(HEM.SpaceCharge, True)
    few = Knowledge(field_of(Place(HEM.Conversion, True)))
    many = Knowledge(field_of(*[Place(HEM.Conversion, True)] * 5, *[Place(HEM.SpaceCharge, False)] * 5))
    assert weighted(cell_parts(many, target)) > weighted(cell_parts(few, target))


def test_what_somebody_denies_counts_less():
    target = Place(HEM.Alloying, True)
    denied = Knowledge(Field((Report(target, HEM.Negated, "urn:1"),)), heeds_guidelines=False)
    silent = Knowledge(Field(()), heeds_guidelines=False)
    assert factor(denied, target) < factor(silent, target) == 1.0


def test_a_score_stays_between_0_and_1():
    from hemkg.vocab import terms

    assert weighted(dict.fromkeys(terms.instances("ScorePart"), 1.0)) == 1.0
    assert weighted({}) == 0.0


def test_sentences_of_one_paper_do_not_make_it_surer():
    from hemkg.review.statements import Statement

    one, twin, other = (
        Statement("urn:c1", "urn:p1", "open", (), confidence=0.5),
        Statement("urn:c2", "urn:p1", "open", (), confidence=0.2),
        Statement("urn:c3", "urn:p2", "open", (), confidence=0.5),
    )
    assert surely([one, twin]) == surely([twin, one]) == 0.5
    assert surely([one, other]) == 0.75


def test_an_abbreviation_names_the_class():
    assert {HEM.SpaceCharge, HEM.HighEntropy} <= concepts_of("space charge in HEMs")


# ---------------------------------------------------------------- chemistry and planted gaps


def test_chemistry_forbids_conversion_without_an_anion_that_converts():
    from hemkg.review.cells import is_allowed

    assert not is_allowed(field_of(), Place(HEM.Conversion, True, HEM.Alloy))
    assert is_allowed(field_of(), Place(HEM.Conversion, True, HEM.Oxide))


def test_what_two_works_have_shown_overrules_the_rule():
    from hemkg.review.cells import is_allowed

    place = Place(HEM.Conversion, True, HEM.Alloy)
    assert is_allowed(field_of(place, place), place)


def test_a_cell_that_chemistry_forbids_is_no_gap_however_empty():
    from hemkg.review.gaps import cell_gaps

    alloys = [Place(HEM.Alloying, high, HEM.Alloy, ion) for high in (True, False) for ion in (HEM.LithiumIon, None)]
    oxides = [Place(HEM.Conversion, high, HEM.Oxide, HEM.LithiumIon) for high in (True, False)]
    known = Knowledge(field_of(*(alloys + oxides) * 2), heeds_guidelines=False)
    empty = {draft.card.place for draft in cell_gaps(known)}
    assert Place(HEM.Alloying, True, HEM.Oxide) in empty
    assert Place(HEM.Conversion, True, HEM.Alloy) not in empty


@pytest.mark.parametrize("removed", range(4))
def test_a_cell_removed_from_a_full_field_is_found_and_no_filled_one_is(removed):
    from hemkg.review.gaps import cell_gaps

    full = [
        Place(mechanism, high, family, ion)
        for mechanism in (HEM.Conversion, HEM.Intercalation, HEM.Alloying, HEM.SpaceCharge)
        for high in (True, False)
        for family in (HEM.Oxide, HEM.Sulfide)
        for ion in (HEM.LithiumIon, HEM.SodiumIon)
    ]
    planted = [place for place in full if place.is_high][removed::4]
    left = [place for place in full if place not in planted] * 2
    known = Knowledge(field_of(*left), heeds_guidelines=False)
    empty = {draft.card.place for draft in cell_gaps(known)}
    assert set(planted) <= empty
    assert not empty & set(left)
