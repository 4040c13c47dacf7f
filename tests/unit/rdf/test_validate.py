import pytest

from hemkg.model.graph import PaperGraph
from hemkg.rdf import iris
from hemkg.rdf.validate import Severity, Violation, is_valid, validate, validate_graph, validate_store
from hemkg.rdf.write import RDF_TYPE, Sheet
from hemkg.store.oxigraph import OxigraphStore
from hemkg.vocab.terms import HEM

PAPER = iris.paper("doi:10.1234/x")


def capacity(sheet, number, **changed):
    """Write one capacity claim with its evidence."""
    claim, evidence = iris.claim(str(number)), iris.evidence(str(number))
    for kind in (HEM.Claim, HEM.CapacityClaim):
        sheet.term(claim, RDF_TYPE, kind)
    sheet.link(claim, HEM.inPaper, PAPER)
    sheet.link(claim, HEM.evidence, evidence)
    for predicate, term in {
        "polarity": "Asserted",
        "attribution": "OwnResult",
        "property": "SpecificCapacity",
        "unit": changed.pop("unit", "MilliampereHourPerGram"),
        "ion": "LithiumIon",
    }.items():
        sheet.term(claim, predicate, term)
    said = {"confidence": 0.9, "value": 650.0, "comparator": "=", "currentDensity": 0.5, "cycle": 300} | changed
    for predicate, value in said.items():
        sheet.say(claim, predicate, value)
    sheet.term(evidence, RDF_TYPE, HEM.Evidence)
    for predicate, value in {
        "quote": f"gives 650 mAh g-1 ({number})",
        "start": 3,
        "end": 30,
        "section": "Results",
    }.items():
        sheet.say(evidence, predicate, value)


def graph_of(*claims):
    sheet = Sheet()
    sheet.term(PAPER, RDF_TYPE, HEM.Paper)
    sheet.say(PAPER, HEM.documentName, "oxide2024")
    sheet.say(PAPER, HEM.sha256, "00")
    for number, changed in enumerate(claims):
        capacity(sheet, number, **changed)
    return PaperGraph(iris.claims_graph("doi:10.1234/x"), PAPER, tuple(sorted(sheet.lines)))


def test_a_valid_graph_gives_nothing():
    assert validate_graph(graph_of({}, {})) == ()


def test_a_violation_names_the_paper_and_the_words():
    (found,) = validate_graph(graph_of({"confidence": 1.5}))
    assert found == Violation(
        Severity.VIOLATION,
        "a claim has a confidence between 0 and 1",
        iris.claim("0"),
        "oxide2024",
        "gives 650 mAh g-1 (0)",
    )
    assert str(found) == (
        "oxide2024: violation: a claim has a confidence between 0 and 1 (claim/0) «gives 650 mAh g-1 (0)»"
    )


def test_a_wrong_unit_is_told_of_the_claim_that_has_it():
    found = validate_graph(graph_of({}, {"unit": "AmpereHourPerGram"}))
    assert [(v.focus, v.message) for v in found] == [
        (iris.claim("1"), "the value is not in the canonical unit of its quantity")
    ]


def test_an_implausible_value_is_a_warning_and_the_graph_stays_valid():
    found = validate_graph(graph_of({"value": 65000.0}))
    assert [(v.severity, v.message) for v in found] == [
        (Severity.WARNING, "the value lies above the plausible range of its quantity")
    ]
    assert is_valid(found)
    assert not is_valid(validate_graph(graph_of({"confidence": -1.0})))


def test_a_capacity_without_a_current_is_a_warning():
    found = validate_graph(graph_of({"currentDensity": None}))
    assert [v.message for v in found] == ["a capacity without a current cannot be compared"]


def test_fault_in_the_evidence_is_told_with_its_paper():
    lines = [line.replace('"3"^^', '"99"^^') for line in graph_of({}).lines]
    (found,) = validate(sorted(lines))
    assert (found.message, found.paper) == ("evidence has a start, and it lies before its end", "oxide2024")


def test_no_quote_no_claim():
    lines = [line for line in graph_of({}).lines if iris.evidence("0") not in line]
    assert [v.message for v in validate(lines)] == ["no quote, no claim: it names no evidence"]


def test_long_quotes_are_cut_to_a_line():
    (found,) = validate([line.replace("gives", "gives " + "much " * 60) for line in graph_of({"cycle": 0}).lines])
    assert len(found.quote) == 160
    assert found.quote.endswith("…")


def test_a_store_is_checked_graph_by_graph():
    store = OxigraphStore.in_memory()
    right, wrong = graph_of({}), graph_of({"cycle": 0})
    store.replace({right.iri: right.lines, iris.CLAIMS_GRAPHS + "other": wrong.lines, "urn:else": wrong.lines})
    assert [v.message for v in validate_store(store)] == ["cycles are counted from 1"]


def test_an_empty_graph_is_valid():
    assert validate([]) == ()


@pytest.mark.parametrize(("claims", "triples"), [(20, 383), (160, 3043)])
def test_a_paper_is_checked_in_well_under_half_a_second(claims, triples, in_time):
    lines = graph_of(*[{}] * claims).lines
    assert len(lines) == triples
    validate(lines)
    assert in_time(lambda: validate(lines), 0.5) == ()
