"""What a person decided wins over what is read, finds its claim again, and is taken back without a trace."""

import json
from dataclasses import replace

import pytest

from hemkg.errors import InputError, StoreBroken
from hemkg.model.claim import Polarity
from hemkg.model.decision import Decision, DecisionKind, one_line
from hemkg.model.quantity import Quantity
from hemkg.rdf import iris
from hemkg.rdf.validate import is_valid, validate
from hemkg.store.catalogue import Catalogue
from hemkg.store.claims import Selection, claims_by_iri, find_claims
from hemkg.store.curation import files
from hemkg.store.curation.applying import State
from hemkg.store.curation.fields import fields, plain_fields
from hemkg.store.curation.leaf import Leaf, as_written
from hemkg.store.curation.matching import anchor_of
from hemkg.store.names import curation_graph_of
from hemkg.vocab.terms import HEM

from .curated import CAPACITY, SECOND, TEXT, World, capacity, claims_of, graph_of, paper, renamed

WAITS = "the words are read otherwise now"


@pytest.fixture
def world():
    return World()


# ---------------------------------------------------------------- what a decision does


def test_a_rejected_claim_leaves_the_graph_with_all_that_only_it_points_to(world):
    world.decide("reject", world.mechanism)
    left = "\n".join(world.lines())
    assert world.mechanism not in left
    assert "Proposition" not in left
    assert world.capacities() == {"CoO": 560.0, "NiO": 700.0}
    assert is_valid(validate(world.lines()))


def test_a_corrected_claim_says_what_is_right_and_keeps_what_is_printed(world):
    world.decide("correct", world.coo, value="650", ion="SodiumIon", cycle="", material="NiO")
    (found,) = claims_by_iri(world.catalogue.graph, [world.coo])
    assert (found.value, found.ion, found.cycle, found.material.surface) == (650.0, HEM.SodiumIon, None, "NiO")
    assert (found.printed_value, found.quote, found.confidence) == (560.0, CAPACITY, 1.0)
    assert found.decided == (
        "corrected by Ada on 2026-01-01: seen (cycle 300 → nothing, ion Li+ → Na+, material CoO → NiO, value 560 → 650)"
    )
    assert found.value_words() == "650 mAh g-1"
    assert found.citation(1).decided == found.decided


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"value": "0.65 Ah/g"}, {"value": 650.0}),
        ({"value": "640..660"}, {"value": 640.0, "value_max": 660.0}),
        ({"unit": "Ah/g"}, {"value": 560000.0, "printed_value": 560.0}),
        ({"comparator": ">="}, {"comparator": ">="}),
        ({"uncertainty": "3"}, {"uncertainty": 3.0}),
        ({"kind": "initial discharge"}, {"capacity_kind": HEM.InitialDischargeCapacity}),
        ({"current": "100 mA g-1"}, {"current": 0.1, "current_as_printed": "100 mA g-1"}),
        ({"current": "2C"}, {"current": None, "c_rate": 2.0}),
        ({"voltage": "0.01..3"}, {"voltage_low": 0.01, "voltage_high": 3.0}),
        ({"temperature": "60"}, {"temperature": 60.0}),
        ({"cell": "full"}, {"cell_type": "full"}),
        ({"polarity": "negated"}, {"polarity": HEM.Negated}),
        ({"attribution": "cited"}, {"attribution": HEM.CitedResult}),
        ({"mechanism": "space charge"}, {"mechanism": HEM.SpaceCharge}),
        ({"element": "Ni, Co"}, {"elements": ("Co", "Ni")}),
        ({"property": "specific capacity"}, {"property": HEM.SpecificCapacity}),
    ],
)
def test_every_field_can_be_put_right_in_the_words_of_people(world, typed, said):
    world.decide("correct", world.coo, **plain_fields(typed))
    assert world.waiting() == []
    (found,) = claims_by_iri(world.catalogue.graph, [world.coo])
    assert {name: getattr(found, name) for name in said} == said


def test_a_corrected_mechanism_asserts_another_proposition(world):
    keys = (
        "SELECT ?key WHERE { ?c <https://w3id.org/hemkg/ont#asserts>/<https://w3id.org/hemkg/ont#propositionKey> ?key }"
    )
    assert [row["key"] for row in world.catalogue.graph.query(keys).rows] == ["Co:1/2|O:1/2||mechanism|Conversion|"]
    world.decide("correct", world.mechanism, mechanism="SpaceCharge", material="NiO", element="Ni")
    assert [row["key"] for row in world.catalogue.graph.query(keys).rows] == ["Ni:1/2|O:1/2|Ni|mechanism|SpaceCharge|"]
    assert sum("#Proposition>" in line for line in world.lines()) == 1
    assert is_valid(validate(world.lines()))


def test_the_proposition_of_a_correction_is_that_which_reading_would_have_written(world):
    of = paper()
    right = graph_of(of, [*claims_of(of)[:2], replace(claims_of(of)[2], concept=HEM.Alloying)])
    world.decide("correct", world.mechanism, mechanism="Alloying")
    nodes = {line for line in world.lines() if "/proposition/" in line.split(" ")[0]}
    assert nodes == {line for line in right.lines if "/proposition/" in line.split(" ")[0]}


def test_an_accepted_claim_is_sure_and_says_by_whom(world):
    world.decide("accept", world.coo)
    (found,) = claims_by_iri(world.catalogue.graph, [world.coo])
    assert (found.value, found.confidence, found.decided) == (560.0, 1.0, "accepted by Ada on 2026-01-01: seen")


def test_two_values_that_are_one_by_a_correction_disagree_no_more():
    of = paper()
    world = World(graph_of(of, disagreements=[(0, 1)]))
    assert sum("disagreesWith" in line for line in world.lines()) == 2
    world.decide("correct", world.coo, value="650")
    assert sum("disagreesWith" in line for line in world.lines()) == 2
    world.decide("correct", world.coo, value="700")
    assert sum("disagreesWith" in line for line in world.lines()) == 0


def test_a_rejected_claim_disagrees_with_nothing():
    world = World(graph_of(disagreements=[(0, 1)]))
    world.decide("reject", world.coo)
    assert not any("disagreesWith" in line for line in world.lines())


@pytest.mark.parametrize(
    ("wanted", "why"),
    [
        ({"polarity": ""}, "a claim is asserted, negated or hypothesised"),
        ({"unit": "V", "value": "3"}, "not in the canonical unit"),
        ({"voltage": "3..3"}, "the lower voltage limit lies below the upper one"),
        ({"cycle": "0"}, "cycles are counted from 1"),
        ({"role": "AlloyingElement"}, "capacity claim has no role"),
        ({"material": "Unobtainium"}, "none is called 'Unobtainium'"),
        ({"ion": "Ununpentium"}, "no working ion"),
        ({"strange": "1"}, "no field 'strange'"),
        ({"value": ""}, "value takes a number"),
    ],
)
def test_what_breaks_a_shape_or_makes_no_sense_is_kept_and_waits(world, wanted, why):
    world.decide("correct", world.coo, **wanted)
    (told,) = world.waiting()
    assert why in told
    assert world.lines() == world.graph.lines


def test_one_bad_correction_keeps_no_other_from_working(world):
    world.decide("correct", world.nio, value="710")
    world.decide("correct", world.coo, cycle="0")
    world.decide("correct", world.mechanism, mechanism="Alloying")
    assert world.capacities() == {"CoO": 560.0, "NiO": 710.0}
    assert world.states() == [State.IN_FORCE, State.WAITING, State.IN_FORCE]


def test_a_correction_that_cannot_be_applied_lets_the_one_before_it_hold(world):
    world.decide("correct", world.coo, value="650")
    world.decide("correct", world.coo, polarity="")
    assert world.capacities()["CoO"] == 650.0
    assert world.states() == [State.IN_FORCE, State.WAITING]


@pytest.mark.parametrize("bad", [{"polarity": ""}, {"material": "Unobtainium"}], ids=["by shape", "by name"])
def test_a_thousand_corrections_that_cannot_be_applied_keep_nobody_waiting(world, bad, in_time):
    first = world.decide("reject", world.coo)
    many = [
        replace(first, kind=DecisionKind.CORRECT, fields=tuple(bad.items()), when=f"2026-02-01T00:00:00.{n:06d}Z")
        for n in range(1000)
    ]
    in_time(lambda: world.catalogue.decide(world.graph.paper, many), 6.0)
    assert world.capacities() == {"NiO": 700.0}
    assert world.states() == [State.IN_FORCE] + [State.WAITING] * 1000


def test_a_strict_decision_changes_nothing_where_it_cannot_be_applied(world):
    before = world.catalogue.graph.count()
    decision = world.decide("accept", world.coo)
    world.undo(decision)
    bad = replace(decision, kind=DecisionKind.CORRECT, fields=(("cycle", "0"),))
    count = world.catalogue.graph.count()
    with pytest.raises(InputError, match="cycles are counted from 1"):
        world.catalogue.decide(world.graph.paper, [bad], is_strict=True)
    assert (world.catalogue.graph.count(), len(world.states())) == (count, 2)
    assert before < count


# ---------------------------------------------------------------- taking back


def test_the_later_decision_wins_and_the_earlier_one_is_kept(world):
    world.decide("reject", world.coo, "2026-02-02T00:00:00.000000Z")
    world.decide("correct", world.coo, "2026-02-01T00:00:00.000000Z", value="650")
    assert world.states() == [State.SUPERSEDED, State.IN_FORCE]
    assert world.capacities() == {"NiO": 700.0}


def test_what_is_taken_back_leaves_nothing_behind(world):
    digest = world.catalogue.digest()
    made = [
        world.decide("reject", world.coo),
        world.decide("correct", world.nio, value="1", mechanism="Alloying", ion=""),
        world.decide("correct", world.mechanism, element="Co", material="NiO"),
    ]
    assert world.catalogue.digest() != digest
    for decision in made:
        world.undo(decision)
    assert world.catalogue.digest() == digest
    assert world.lines() == world.graph.lines
    assert set(world.states()) == {State.TAKEN_BACK, State.IN_FORCE}  # the undoings themselves hold


def test_when_the_last_word_is_taken_back_the_word_before_it_holds_again(world):
    world.decide("correct", world.coo, value="650")
    world.undo(world.decide("reject", world.coo))
    assert world.capacities()["CoO"] == 650.0


def test_what_one_decision_takes_and_the_next_gives_is_there_when_both_are_taken_back():
    of = paper()
    conversion = claims_of(of)[2]
    alloying = replace(conversion, concept=HEM.Alloying)
    world = World(graph_of(of, (conversion, alloying)), of)
    about = {
        c.concept: anchor_of(Leaf(world.graph.lines), world.graph.paper, iris.claim(c.claim_id))
        for c in (conversion, alloying)
    }
    for day, (concept, other) in enumerate((("Conversion", "Alloying"), ("Alloying", "Conversion")), start=1):
        fields_ = (("mechanism", other),)
        when = f"2026-01-0{day}T00:00:00.000000Z"
        decision = Decision(DecisionKind.CORRECT, "Ada", "swapped", when, about[concept], fields_)
        world.catalogue.decide(world.graph.paper, [decision])
    assert world.states() == [State.IN_FORCE] * 2
    assert world.catalogue.ledger.undisturbed(world.graph.paper) == world.graph


# ---------------------------------------------------------------- reading again


def test_a_paper_that_is_put_again_is_as_it_was(world):
    world.decide("correct", world.coo, value="650")
    world.decide("reject", world.nio)
    digest, count = world.catalogue.digest(), world.catalogue.graph.count()
    world.put()
    assert (world.catalogue.digest(), world.catalogue.graph.count()) == (digest, count)
    assert world.catalogue.documents()["spinels.txt"].digest != world.graph.digest


def test_a_store_that_is_opened_again_knows_its_decisions(world):
    decision = world.decide("correct", world.coo, value="650")
    world.decide("reject", world.nio)
    again = Catalogue(world.catalogue.graph, world.catalogue.passages)
    assert again.ledger.of(world.graph.paper) == world.catalogue.ledger.of(world.graph.paper)
    assert again.ledger.of(world.graph.paper)[0].decision == decision
    assert again.ledger.undisturbed(world.graph.paper) == world.graph


def test_decisions_find_their_claims_when_every_claim_has_another_iri(world):
    world.decide("correct", world.coo, value="650")
    world.decide("reject", world.nio)
    world.decide("accept", world.mechanism)
    world.put(renamed(world.graph))
    assert world.states() == [State.IN_FORCE] * 3
    assert world.capacities() == {"CoO": 650.0}
    (found,) = find_claims(world.catalogue.graph, Selection((HEM.MechanismClaim,)))
    assert found.decided.startswith("accepted by Ada")


@pytest.mark.parametrize(
    "change",
    [
        {"quantity": Quantity.single("650", "mAh g-1")},
        {"polarity": Polarity.NEGATED},
        {"concept": HEM.ArealCapacity},
        {"material": "NiO"},
        {"kind": HEM.InitialDischargeCapacity},
    ],
    ids=lambda change: next(iter(change)),
)
def test_a_rejection_does_not_hold_for_a_claim_that_says_something_else(world, change):
    world.decide("reject", world.coo)
    of = paper()
    assert "CoO" not in world.capacities()
    claims = (replace(claims_of(of)[0], **change), *claims_of(of)[1:])
    world.put(renamed(graph_of(of, claims)))
    assert len(find_claims(world.catalogue.graph, Selection((HEM.CapacityClaim,)))) == 2
    assert world.waiting() == [WAITS]


def test_a_condition_that_is_read_newly_does_not_make_another_claim(world):
    world.decide("reject", world.coo)
    of = paper()
    first = claims_of(of)[0]
    more = replace(first, conditions=replace(first.conditions, cell="half", temperature=Quantity.single(25, "°C")))
    world.put(renamed(graph_of(of, (more, *claims_of(of)[1:]))))
    assert world.capacities() == {"NiO": 700.0}


def test_a_correction_holds_where_the_extraction_learned_what_it_says(world):
    world.decide("correct", world.coo, value="650", ion="SodiumIon")
    of = paper()
    first = claims_of(of)[0]
    learned = replace(first, quantity=Quantity.single(650, "mAh g-1"), conditions=replace(first.conditions, ion="Na"))
    world.put(renamed(graph_of(of, (learned, *claims_of(of)[1:]))))
    assert world.capacities()["CoO"] == 650.0
    assert world.states() == [State.IN_FORCE]


def test_of_two_claims_that_say_the_same_the_nearer_one_is_meant():
    text = f"{CAPACITY}\n\n{SECOND} CoO is reduced by conversion, as the diffraction patterns of the discharged "
    text += f"electrode show.\n\nConclusion\n\n{CAPACITY}"
    of = paper(text)
    first = claims_of(of)
    far = capacity(of, CAPACITY, "CoO", 560, 300)
    start = text.rindex(CAPACITY)
    far = replace(
        far, evidence=replace(far.evidence, span=replace(far.evidence.span, start=start, end=start + len(CAPACITY)))
    )
    world = World(graph_of(of, (*first, far)), of)
    about = anchor_of(Leaf(world.graph.lines), world.graph.paper, iris.claim(far.claim_id))
    decision = Decision(DecisionKind.REJECT, "Ada", "twice", "2026-03-01T00:00:00.000000Z", about)
    world.catalogue.decide(world.graph.paper, [decision])
    world.put(renamed(world.graph))
    (left,) = [c for c in find_claims(world.catalogue.graph, Selection((HEM.CapacityClaim,))) if c.value == 560]
    assert left.start == 0


def test_a_cell_of_a_table_is_found_again_in_another_typography_and_never_inside_other_words():
    of, other = paper("CoO, 560 ± 5, NiO"), paper("CoO, 560±5, NiO")
    third = paper("CoO, at 560 ± 5 K, NiO")
    world = World(graph_of(of, [capacity(of, "560 ± 5", "CoO", 560, 300)]), of)
    about = anchor_of(
        Leaf(world.graph.lines), world.graph.paper, next(iter(Leaf(world.graph.lines).of_kind(HEM.Claim)))
    )
    decision = Decision(DecisionKind.REJECT, "Ada", "no", "2026-01-01T00:00:00.000000Z", about)
    world.catalogue.decide(world.graph.paper, [decision])
    world.put(renamed(graph_of(other, [capacity(other, "560±5", "CoO", 560, 300)])))
    assert world.capacities() == {}
    world.put(renamed(graph_of(third, [capacity(third, "at 560 ± 5 K", "CoO", 560, 300)])))
    assert world.waiting() == ["no claim of the paper rests on these words and says this"]


def test_another_file_of_the_paper_keeps_the_decisions(world):
    world.decide("correct", world.coo, value="650")
    of = paper(
        "Abstract\n\n" + TEXT.replace("560 mAh g-1", "560 mAh g−1").replace("lithium cell", "lithium\ncell"), "b.html"
    )
    claims = claims_of(paper())
    text = of.text
    places = [text.index("The oxide CoO"), text.index(SECOND[:20]), text.index("CoO is reduced")]
    ends = [text.index("cell.", start) + 5 if start < places[2] else len(text) for start in places]
    moved = [
        replace(c, evidence=replace(c.evidence, quote=text[a:b], span=replace(c.evidence.span, start=a, end=b)))
        for c, a, b in zip(claims, places, ends, strict=True)
    ]
    world.put(graph_of(of, moved), key="b.html")
    assert world.capacities() == {"CoO": 650.0, "NiO": 700.0}


def test_decisions_on_a_paper_that_is_withdrawn_wait_and_hold_again(world):
    world.decide("reject", world.coo)
    digest = world.catalogue.digest()
    world.catalogue.fail("spinels.txt", "0", "test", "it broke")
    assert world.waiting() == ["the paper is not in this store"]
    assert world.capacities() == {}
    world.put()
    assert (world.capacities(), world.catalogue.digest()) == ({"NiO": 700.0}, digest)


def test_decisions_that_come_before_their_paper_wait_for_it(world):
    decision = world.decide("reject", world.coo)
    empty = Catalogue.in_memory()
    empty.decide(world.graph.paper, [decision])
    assert [record.state for record in empty.ledger.of(world.graph.paper)] == [State.WAITING]
    empty.put("spinels.txt", world.paper.source, world.graph, (), "test")
    assert empty.digest() == world.catalogue.digest()


def test_decisions_go_with_a_paper_that_gets_another_name(world):
    world.decide("reject", world.coo)
    other = paper(doi="10.1234/other")
    claims = [replace(claim, paper_id=other.paper_id) for claim in claims_of(other)]
    graph = graph_of(other, claims)
    world.catalogue.hand_over(world.graph.paper, graph.paper)
    world.catalogue.put("other.txt", other.source, graph, (), "test")
    assert world.capacities() == {"NiO": 700.0}
    assert world.catalogue.ledger.papers() == (graph.paper,)


def test_decisions_go_with_a_paper_that_gets_a_name_by_which_it_stands_already(world):
    world.decide("reject", world.coo)
    other = paper(doi="10.1234/other")
    graph = graph_of(other, [replace(claim, paper_id=other.paper_id) for claim in claims_of(other)])
    world.catalogue.put("other.txt", other.source, graph, (), "test")
    world.catalogue.hand_over(world.graph.paper, graph.paper)
    assert world.capacities() == {"NiO": 700.0}


def test_a_file_of_no_known_paper_that_is_changed_keeps_what_still_fits():
    of = replace(paper(), paper_id="sha:aaaa")
    claims = [replace(claim, paper_id=of.paper_id) for claim in claims_of(of)]
    world = World(graph_of(of, claims), of)
    kept, lost = (
        world.decide("reject", iris.claim(claims[0].claim_id)),
        world.decide("reject", iris.claim(claims[1].claim_id)),
    )
    changed = replace(paper(TEXT.replace("700", "710") + "\n\nMore was said later."), paper_id="sha:bbbb")
    new = [
        capacity(changed, CAPACITY, "CoO", 560, 300),
        capacity(changed, SECOND.replace("700", "710"), "NiO", 710, 100),
    ]
    old_paper = world.graph.paper
    world.put(graph_of(changed, new))
    assert world.capacities() == {"NiO": 710.0}
    assert [r.decision.decision_id for r in world.catalogue.ledger.of(world.graph.paper)] == [kept.decision_id]
    assert [r.decision.decision_id for r in world.catalogue.ledger.of(old_paper)] == [lost.decision_id]
    again = Catalogue(world.catalogue.graph, world.catalogue.passages)
    assert again.ledger.of(old_paper) == world.catalogue.ledger.of(old_paper)


def test_a_paper_without_decisions_costs_no_query(world):
    asked = []
    world.decide("reject", world.coo)
    query = world.catalogue.graph.query
    world.catalogue.graph.query = lambda sparql: asked.append(sparql) or query(sparql)
    other = paper(doi="10.1234/other")
    graph = graph_of(other, [replace(claim, paper_id=other.paper_id) for claim in claims_of(other)])
    world.catalogue.put("other.txt", other.source, graph, (), "test")
    assert not [sparql for sparql in asked if "Decision" in sparql]


def test_decisions_that_were_changed_by_hand_are_named_and_not_guessed(world):
    world.decide("reject", world.coo)
    name = curation_graph_of(world.graph.paper)
    lines = [line for line in world.catalogue.graph.lines(name) if "decisionReason" not in line]
    world.catalogue.graph.replace({name: lines})
    with pytest.raises(StoreBroken, match="changed by hand"):
        Catalogue(world.catalogue.graph, world.catalogue.passages).ledger.of(world.graph.paper)


# ---------------------------------------------------------------- lines and files


def test_a_store_gives_lines_back_as_they_were_written(world):
    held = world.catalogue.graph.lines(world.graph.iri)
    assert held != world.graph.lines  # the engine writes 560.0 as 560
    assert tuple(sorted(as_written(held))) == world.graph.lines


def test_a_file_of_decisions_comes_back(world):
    made = [
        world.decide("reject", world.coo),
        world.decide("correct", world.nio, value="1", ion=""),
        world.decide("accept", world.mechanism),
    ]
    made.append(world.undo(made[0]))
    read = files.loads(files.dumps(made), "a.jsonl")
    assert read.broken == ()
    assert set(read.decisions) == set(made)


HOSTILE = [
    ("{", "it is no JSON"),
    ("[1]", "it is no object"),
    ("[" * 100_000, "no decision"),
    ('"' + "x" * 300_000 + '"', "more than"),
    ({"by": ""}, "the name of a person"),
    ({"by": "x" * 300}, "at most 200"),
    ({"because": ""}, "a reason"),
    ({"by": 5}, "by is missing"),
    ({"kind": "drop"}, "kind is one of"),
    ({"when": "yesterday"}, "no decision"),
    ({"when": "2026-01-01"}, "time zone"),
    ({"when": "9999-01-01T00:00:00Z"}, "yet to come"),
    ({"paper": "https://w3id.org/hemkg/id/paper/a> . <b> <c> <d"}, "named by their IRIs"),
    ({"claim": "urn:x"}, "begin with"),
    ({"set": {"value": "ten"}}, "value takes a number"),
    ({"set": {"value": "1e999"}}, "from the smaller"),
    ({"set": {"value": 5}}, "both are text"),
    ({"set": {}}, "says what is right"),
    ({"about": 3}, "about is missing"),
    ({"about": {"kind": "CapacityClaim"}}, "what was read"),
    ({"because": "half \ud800 of a character"}, "no decision"),
]


@pytest.mark.parametrize(("bad", "why"), HOSTILE, ids=[why for _, why in HOSTILE])
def test_a_broken_line_is_named_and_the_others_are_read(world, bad, why):
    good = world.decide("correct", world.coo, value="650")
    line = bad if isinstance(bad, str) else json.dumps(files.to_json(good) | bad)
    read = files.loads(f"{line}\n{files.dumps([good])}", "a.jsonl")
    assert read.decisions == (good,)
    (told,) = read.broken
    assert told.startswith("line 1 of a.jsonl is no decision: ")
    assert why in told


def test_names_and_reasons_are_one_line_of_plain_text(world):
    assert one_line("a\x1b[31m\u202eb\nc\u2028d\u0000") == "a [31m b c d"
    nasty = 'a" . } ; DROP ALL # \\ <b>'
    decision = replace(world.decide("accept", world.coo), who=nasty, reason=nasty, when="2027-01-01T00:00:00.000000Z")
    world.catalogue.decide(world.graph.paper, [decision])
    again = Catalogue(world.catalogue.graph, world.catalogue.passages)
    assert again.ledger.of(world.graph.paper)[-1].decision == decision
    assert nasty in claims_by_iri(world.catalogue.graph, [world.coo])[0].decided


def test_a_field_says_what_it_means_in_words():
    assert all(field.means for field in fields().values())
