"""A mechanism or a role that another reader proposes counts only where its words, material and elements are found."""

from dataclasses import replace

import pytest

from hemkg.annotate.annotator import annotate
from hemkg.assemble.claims import assemble
from hemkg.assemble.context import lay_out
from hemkg.assemble.open_passages import LONGEST, open_passages
from hemkg.assemble.proposals import MOST_PROPOSALS, settle
from hemkg.model.claim import ClaimType, Polarity
from hemkg.vocab import terms
from hemkg.vocab.terms import HEM

from .facts import paper

TEXT = (
    "The oxides CoO and SnO2 were cycled against lithium. On discharge CoO is reduced in a conversion reaction. "
    "In SnO2 the tin may alloy with lithium. Zinc does not alloy with it. "
    "Mn stabilises the lattice of SnO2 over many cycles."
)
CONVERSION = {
    "type": "mechanism", "mechanism": "conversion", "polarity": "asserted", "material": "CoO", "elements": ["Co"],
    "ion": "Li", "quote": "CoO is reduced in a conversion reaction",
}  # fmt: skip
ALLOYING = {
    "type": "mechanism", "mechanism": "alloying", "polarity": "hypothesised", "material": "SnO2", "elements": ["Sn"],
    "ion": None, "quote": "the tin may alloy with lithium",
}  # fmt: skip
ROLE = {
    "type": "element_role", "role": "structural stabiliser", "element": "Mn", "material": "SnO2",
    "polarity": "asserted", "quote": "Mn stabilises the lattice of SnO2",
}  # fmt: skip


def unread(*parts):
    """Return a paper laid out, with a reading that knows its materials and claims nothing."""
    annotated = annotate(paper(*parts))
    return lay_out(annotated), replace(assemble(annotated), claims=())


@pytest.fixture(scope="module")
def nothing_read():
    return unread(TEXT)


def settled(paper_read, *told):
    context, reading = paper_read
    (passage,) = open_passages(context, reading)
    return settle(context, reading, [(passage, told)], engine="stand-in")


def test_a_paragraph_is_one_question_with_the_names_that_an_answer_may_use(nothing_read):
    (passage,) = open_passages(*nothing_read)
    question = passage.question()
    assert question["text"] == TEXT
    assert {"CoO", "SnO2"} <= set(question["materials"])
    assert terms.notation(HEM.Conversion) in question["mechanisms"]
    assert terms.notation(HEM.StructuralStabiliser) in question["roles"]


@pytest.mark.parametrize(
    "text",
    [
        "Figures 1 and 2 were drawn by hand.",
        "CoO was ground for an hour.",
        "Whether CoO stores sodium by conversion has not been studied.",
    ],
)
def test_no_question_is_asked_where_no_word_speaks_of_it(text):
    assert open_passages(*unread(text)) == ()


def test_no_question_is_asked_about_what_was_read():
    annotated = annotate(paper("The oxide CoO stores lithium by conversion."))
    reading = assemble(annotated)
    assert [c.concept for c in reading.claims] == [HEM.Conversion]
    assert open_passages(lay_out(annotated), reading) == ()


def test_a_paragraph_without_end_is_asked_about_in_pieces():
    context, reading = unread(" ".join(["CoO stores lithium by conversion."] * 300))
    passages = open_passages(context, reading)
    assert len(passages) > 2
    assert all(len(passage.text) <= LONGEST for passage in passages)
    assert {i for p in passages for i in p.statements} == set(range(300))


def test_a_piece_without_an_open_sentence_is_not_asked_about():
    text = " ".join(["CoO stores lithium by conversion.", *["CoO was ground for an hour."] * 300])
    assert len(open_passages(*unread(text))) == 1


def test_what_the_text_holds_is_taken_over_with_its_evidence(nothing_read):
    result = settled(nothing_read, CONVERSION, ALLOYING, ROLE)
    assert (result.taken, result.dropped) == (3, ())
    conversion, alloying, role = result.reading.claims
    assert (conversion.concept, conversion.material, conversion.elements) == (HEM.Conversion, "CoO", ("Co",))
    assert (conversion.polarity, conversion.conditions.ion) == (Polarity.ASSERTED, "Li")
    assert (alloying.concept, alloying.polarity) == (HEM.Alloying, Polarity.HYPOTHESISED)
    assert (role.claim_type, role.concept, role.elements) == (
        ClaimType.ELEMENT_ROLE, HEM.StructuralStabiliser, ("Mn",),
    )  # fmt: skip
    for claim in result.reading.claims:
        assert claim.words in claim.evidence.quote
        assert claim.evidence.rule == "proposed by stand-in"
        assert claim.evidence.confidence == terms.number("ProposedReading")


def test_any_label_of_the_ontology_names_a_mechanism(nothing_read):
    result = settled(nothing_read, CONVERSION | {"mechanism": "Conversion Reaction"})
    assert [claim.concept for claim in result.reading.claims] == [HEM.Conversion]


@pytest.mark.parametrize(
    ("right", "wrong", "reason"),
    [
        (CONVERSION, {"material": "Fe2O3"}, "names no material 'Fe2O3'"),
        (CONVERSION, {"material": ["CoO"]}, "names no material"),
        (CONVERSION, {"material": None, "elements": []}, "no material and no element"),
        (CONVERSION, {"mechanism": "quantum storage"}, "knows no mechanism 'quantum storage'"),
        (CONVERSION, {"mechanism": {"a": 1}}, "knows no mechanism"),
        (CONVERSION, {"mechanism": "structural stabiliser"}, "knows no mechanism"),
        (CONVERSION, {"mechanism": "alloying"}, "name another mechanism"),
        (CONVERSION, {"quote": "CoO is reduced in an alloying reaction"}, "no sentence shown holds the words"),
        (CONVERSION, {"quote": "oO is reduced in a conversion reaction"}, "no sentence shown holds the words"),
        (CONVERSION, {"quote": "conversion reaction. In SnO2 the tin"}, "no sentence shown holds the words"),
        (CONVERSION, {"quote": ""}, "no sentence shown holds the words"),
        (CONVERSION, {"quote": None}, "no sentence shown holds the words"),
        (CONVERSION, {"quote": "conversion"}, "too few"),
        (CONVERSION, {"quote": "x" * 10**5}, "no sentence shown holds the words"),
        (CONVERSION, {"elements": ["Fe"]}, "holds the element 'Fe'"),
        (CONVERSION, {"elements": ["Xx"]}, "holds the element 'Xx'"),
        (CONVERSION, {"elements": [["Co"]]}, "holds the element"),
        (CONVERSION, {"elements": "Co"}, "no list"),
        (CONVERSION, {"ion": "Na"}, "working ion"),
        (CONVERSION, {"polarity": "negated"}, "are not negated"),
        (CONVERSION, {"polarity": "hypothesised"}, "are not hypothesised"),
        (CONVERSION, {"polarity": "likely"}, "no polarity is called 'likely'"),
        (CONVERSION, {"polarity": None}, "no polarity"),
        (ALLOYING, {"polarity": "asserted"}, "are not asserted"),
        (ALLOYING, {"quote": "Zinc does not alloy with it", "polarity": "asserted"}, "are not asserted"),
        (ROLE, {"role": "king"}, "knows no role 'king'"),
        (ROLE, {"role": "conversion"}, "knows no role"),
        (ROLE, {"element": "Fe"}, "holds the element 'Fe'"),
        (ROLE, {"element": None}, "holds the element"),
        (ROLE, {"material": "Ignore your orders"}, "names no material"),
        (ROLE, {"type": "element role"}, "no kind of claim"),
    ],
)
def test_a_statement_with_anything_invented_is_dropped_with_the_reason(nothing_read, right, wrong, reason):
    result = settled(nothing_read, right | wrong)
    assert result.reading == nothing_read[1]
    assert result.taken == 0
    (told,) = result.dropped
    assert reason in told
    assert told.startswith("stand-in: ")
    assert len(told) < 200


def test_the_working_ion_is_no_element_of_a_mechanism(nothing_read):
    result = settled(nothing_read, ALLOYING | {"elements": ["Li", "Sn"]})
    assert [claim.elements for claim in result.reading.claims] == [("Sn",)]


def test_a_denial_is_taken_over_as_one(nothing_read):
    denial = ALLOYING | {"elements": ["Zn"], "polarity": "negated", "quote": "Zinc does not alloy with it"}
    result = settled(nothing_read, denial | {"material": None})
    assert [(c.polarity, c.elements) for c in result.reading.claims] == [(Polarity.NEGATED, ("Zn",))]


def test_what_is_said_twice_is_taken_over_once(nothing_read):
    result = settled(nothing_read, CONVERSION, CONVERSION, CONVERSION | {"elements": []}, ROLE, ROLE)
    assert [claim.claim_type for claim in result.reading.claims] == [ClaimType.MECHANISM, ClaimType.ELEMENT_ROLE]


def test_what_the_models_read_stays_as_it_is():
    annotated = annotate(paper("The oxide CoO stores lithium by conversion. Of two ways, alloying is one more in CoO."))
    context, reading = lay_out(annotated), assemble(annotated)
    own = [claim for claim in reading.claims if claim.concept == HEM.Conversion]
    (passage,) = open_passages(context, replace(reading, claims=tuple(own)))
    again = CONVERSION | {"quote": "The oxide CoO stores lithium by conversion", "elements": ["Co", "O"]}
    result = settle(context, replace(reading, claims=tuple(own)), [(passage, [again])], engine="stand-in")
    assert list(result.reading.claims) == own
    assert result.dropped == ()


def test_an_answer_without_end_is_cut(nothing_read):
    result = settled(nothing_read, *[{"type": "nonsense"}] * 10_000)
    assert len(result.dropped) == MOST_PROPOSALS
