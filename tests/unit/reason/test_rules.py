"""Each rule on a graph that it fits and on the same graph wrong in one way."""
# ruff: noqa: E501  (a graph a line)

import pytest

from hemkg.rdf import iris
from hemkg.reason import rules
from hemkg.vocab.terms import HEM

from .worlds import ROLES, answers, count, derived, world

OXIDE = ROLES + "e:m a hem:Material ; hem:containsElement hem:Fe , hem:O ; hem:isHighEntropy true . "
ZINC = ROLES + "e:m a hem:Material ; hem:containsElement hem:Zn , hem:O ; hem:isHighEntropy false . "
HOST = "e:m a hem:Material ; hem:surface 'm' ; hem:composition e:k ; hem:isHighEntropy true . e:k a hem:Composition . "
SAID = "e:yes a hem:MechanismClaim ; hem:inPaper e:p1 ; hem:ofMaterial e:m ; hem:mechanism hem:SpaceCharge ; hem:polarity hem:Asserted . "
DENIED = "e:no a hem:MechanismClaim ; hem:inPaper e:p2 ; hem:ofMaterial e:n ; hem:mechanism hem:SpaceCharge ; hem:polarity hem:Negated . "
OTHER = "e:n a hem:Material ; hem:composition e:k . "
LIMITED = """e:m a hem:Material ; hem:composition e:k . e:k a hem:Composition ; hem:compositionKey "Fe:3/7|O:4/7" .
e:x hem:predicate hem:Explains ; hem:object hem:ExcessCapacity ; hem:about hem:SurfaceFilm .
e:c a hem:CapacityClaim ; hem:ofMaterial e:m ; hem:ion hem:LithiumIon ; hem:property hem:SpecificCapacity ;
  hem:polarity hem:Asserted ; hem:comparator "=" ; hem:value """
ORDER = """e:o a hem:OrderingClaim ; hem:property hem:ElectronicConductivity ; hem:polarity hem:Asserted ; hem:rankEntry e:o1 , e:o2 .
e:o1 hem:rankItem hem:Si ; hem:rankPosition 1 . e:o2 hem:rankItem hem:In ; hem:rankPosition 2 . """
REVERSED = """e:p a hem:OrderingClaim ; hem:property hem:ElectronicConductivity ; hem:polarity hem:Asserted ; hem:rankEntry e:p1 , e:p2 .
e:p1 hem:rankItem hem:In ; hem:rankPosition 1 . e:p2 hem:rankItem hem:Si ; hem:rankPosition 2 . """
CONDUCTS = """e:v1 a hem:QuantityClaim ; hem:property hem:ElectronicConductivity ; hem:element hem:Si ; hem:value 1.0e-7 ; hem:comparator "~" .
e:v2 a hem:QuantityClaim ; hem:property hem:ElectronicConductivity ; hem:element hem:In ; hem:value 1.0e5 ; hem:comparator "~" . """
IRREVERSIBLE = """e:i hem:predicate hem:IsReversible ; hem:polarity hem:Negated ; hem:mechanism hem:Conversion ; hem:ofMaterial e:m ;
  hem:inPaper e:paper1 ; hem:element hem:Co . """
STABLE = """e:s a hem:RetentionClaim ; hem:ofMaterial e:m ; hem:polarity hem:Asserted ; hem:inPaper e:paper2 ; hem:cycle 1000 ; hem:value 80.0e0 . """
CLAIMED = "e:c a hem:MechanismClaim ; hem:ofMaterialClass hem:HighEntropyMaterial ; hem:mechanism hem:SpaceCharge ; hem:polarity hem:Asserted . "
UNSTUDIED = "e:g a hem:GapStatement ; hem:inPaper e:review ; hem:ofMaterialClass hem:HighEntropyMaterial ; hem:mechanism hem:SpaceCharge . "
EVERY = "e:a a hem:GuidelineClaim , hem:MechanismClaim ; hem:ofMaterialClass hem:HighEntropyMaterial ; hem:mechanism hem:Intercalation ; hem:polarity hem:Asserted . "
CARBON = "e:h hem:property hem:IonsPerAtom ; hem:mechanism hem:Intercalation ; hem:element hem:C ; hem:ion hem:LithiumIon ; hem:value 0.1667e0 . "

# rule, the graph that it fits, what it derives there, the same graph wrong in one way (where it derives nothing more)
TWICE = (
    "e:c1 hem:disagreesWith e:c2 ; hem:ofMaterial e:m ; hem:property hem:SpecificCapacity . "
    "e:c2 hem:disagreesWith e:c1 ; hem:ofMaterial e:m ; hem:property hem:SpecificCapacity . "
)
CASES = [
    ("10_guideline_roles", ROLES, 9, ROLES.replace("hem:GuidelineClaim , ", ""), 0),
    ("10_guideline_roles", ROLES, 9, ROLES.replace("hem:role hem:ConvertingElement ;", "hem:role hem:ConvertingElement ; hem:ofMaterial e:m ;"), 7),
    ("10_guideline_roles", ROLES, 9, ROLES.replace("hem:Hypothesised", "hem:Negated"), 8),
    ("20_accessible_conversion", OXIDE, 1, OXIDE.replace("hem:Fe , hem:O ; hem:isHigh", "hem:Fe ; hem:isHigh"), 0),
    ("20_accessible_conversion", OXIDE, 1, OXIDE.replace("e:m a hem:Material ;", "e:m a hem:Material ; hem:materialRole hem:Cathode ;"), 0),
    ("21_accessible_in_carbon", CARBON + "e:m a hem:Material ; hem:containsElement hem:C .", 1, CARBON + "e:m a hem:Material ; hem:containsElement hem:C , hem:Si .", 0),
    ("21_accessible_in_carbon", CARBON + "e:m a hem:Material ; hem:containsElement hem:C .", 1, CARBON.replace("0.1667", "0.0156") + "e:m a hem:Material ; hem:containsElement hem:C .", 0),
    ("30_accessible_alloying", ZINC, 1, ZINC.replace("hem:value 1.0e0", "hem:value 0.05e0"), 0),
    ("30_accessible_alloying", ZINC, 1, ZINC.replace("hem:Zn , hem:O ; hem:isHigh", "hem:Zn , hem:F ; hem:isHigh"), 0),
    ("31_accessible_space_charge", OXIDE, 1, OXIDE.replace("hem:Fe , hem:O ; hem:isHigh", "hem:Zn , hem:O ; hem:isHigh"), 0),
    ("32_accessible_intercalation", EVERY + OXIDE, 1, EVERY + OXIDE.replace("true", "false"), 0),
    ("33_reported_mechanisms", HOST + SAID, 1, HOST + SAID.replace("Asserted", "Hypothesised"), 0),
    ("33_reported_mechanisms", HOST + SAID, 1, HOST + SAID.replace("SpaceCharge", "Pseudocapacitance"), 0),
    ("34_reported_by_role", HOST + "e:c a hem:ElementRoleClaim ; hem:ofMaterial e:m ; hem:role hem:AlloyingElement ; hem:polarity hem:Asserted .", 1,
     HOST + "e:c a hem:ElementRoleClaim ; hem:ofMaterial e:m ; hem:role hem:StructuralStabiliser ; hem:polarity hem:Asserted .", 0),
    ("35_reported_by_reversibility", HOST + IRREVERSIBLE, 1, HOST + IRREVERSIBLE.replace("IsReversible", "Increases"), 0),
    ("36_entropy_label", "e:m hem:entropyLabel hem:HighEntropy ; hem:entropyClass hem:LowEntropy .", 1, "e:m hem:entropyLabel hem:LowEntropy ; hem:entropyClass hem:LowEntropy .", 0),
    ("37_reversibility_against_cycling", HOST + IRREVERSIBLE + STABLE, 1, HOST + IRREVERSIBLE + STABLE.replace("80.0e0", "79.0e0"), 0),
    ("37_reversibility_against_cycling", HOST + IRREVERSIBLE + STABLE, 1, HOST + IRREVERSIBLE + STABLE.replace("hem:cycle 1000", "hem:cycle 300"), 0),
    ("37_reversibility_against_cycling", HOST + IRREVERSIBLE + STABLE, 1, HOST + IRREVERSIBLE + STABLE.replace("paper2", "paper1"), 0),
    ("38_two_values_in_a_paper", TWICE, 1, TWICE.replace("disagreesWith", "contradicts"), 0),
    ("40_unreported_mechanisms", OXIDE, 2, OXIDE.replace("true", "false"), 0),
    ("40_unreported_mechanisms", OXIDE, 2, OXIDE + SAID, 1),
    ("41_unexpected_mechanisms", ZINC + SAID, 1, OXIDE + SAID, 0),
    ("42_contradiction_of_mechanisms", HOST + OTHER + SAID + DENIED, 1, HOST + OTHER + SAID + DENIED.replace("e:p2", "e:p1"), 0),
    ("42_contradiction_of_mechanisms", HOST + OTHER + SAID + DENIED.replace("e:p2", "e:p1") + "e:yes hem:attributedTo e:w1 . e:no hem:attributedTo e:w2 .", 1,
     HOST + OTHER + SAID + DENIED.replace("e:p2", "e:p1") + "e:yes hem:attributedTo e:w1 .", 0),
    ("42_contradiction_of_mechanisms", HOST + OTHER + SAID + DENIED, 1, HOST + "e:n hem:composition e:other ." + SAID + DENIED, 0),
    ("42_contradiction_of_mechanisms", HOST + OTHER + SAID + DENIED, 1, HOST + OTHER + SAID + "e:yes hem:ion hem:LithiumIon . e:no hem:ion hem:SodiumIon . " + DENIED, 0),
    ("42_contradiction_of_mechanisms", HOST + OTHER + SAID + DENIED, 1, HOST + OTHER + SAID + DENIED + "e:no hem:element hem:Zn .", 0),
    ("42_contradiction_of_mechanisms", SAID + DENIED.replace("e:n ", "e:m "), 1, SAID + DENIED, 0),
    ("43_tension_of_reversibility", HOST + IRREVERSIBLE + "e:j hem:predicate hem:IsReversible ; hem:inPaper e:paper2 ; hem:polarity hem:Asserted ; hem:mechanism hem:Conversion ; hem:ofMaterial e:m .", 1,
     HOST + IRREVERSIBLE + "e:j hem:predicate hem:IsReversible ; hem:inPaper e:paper2 ; hem:polarity hem:Asserted ; hem:mechanism hem:Alloying ; hem:ofMaterial e:m .", 0),
    ("44_contradiction_of_orders", ORDER + REVERSED, 1, ORDER + REVERSED.replace("ElectronicConductivity", "SpaceChargeStrength"), 0),
    ("44_contradiction_of_orders", ORDER + REVERSED, 1, ORDER + ORDER.replace("e:o", "e:p"), 0),
    ("44_contradiction_of_orders", ORDER + REVERSED, 1, ORDER + REVERSED + "e:o hem:ion hem:LithiumIon . e:p hem:ion hem:SodiumIon .", 0),
    ("44_contradiction_of_orders", ORDER + REVERSED, 1, ORDER + REVERSED + "e:o hem:capacityKind hem:TheoreticalCapacity .", 0),
    ("45_order_against_values", ORDER + CONDUCTS, 1, ORDER + CONDUCTS + "e:v1 hem:ofMaterial e:m .", 0),
    ("45_order_against_values", ORDER + CONDUCTS, 1, REVERSED + CONDUCTS, 0),
    ("45_order_against_values", ORDER + CONDUCTS, 1, ORDER + CONDUCTS.replace('1.0e-7 ; hem:comparator "~"', '1.0e-7 ; hem:comparator ">"'), 0),
    ("46_order_against_roles", ORDER + "e:c a hem:ElementRoleClaim ; hem:element hem:In ; hem:role hem:ConductivityEnhancer ; hem:polarity hem:Asserted .", 1,
     ORDER + "e:c a hem:ElementRoleClaim ; hem:element hem:Si ; hem:role hem:ConductivityEnhancer ; hem:polarity hem:Asserted .", 0),
    ("47_claimed_but_unexplored", CLAIMED + UNSTUDIED, 1, CLAIMED + UNSTUDIED + OXIDE + SAID, 0),
    ("47_claimed_but_unexplored", CLAIMED + UNSTUDIED + OXIDE + SAID.replace("e:p1", "e:review"), 1, CLAIMED + UNSTUDIED + OXIDE + SAID, 0),
    ("47_claimed_but_unexplored", CLAIMED + UNSTUDIED + ZINC.replace("false", "true") + SAID, 1, CLAIMED + UNSTUDIED + OXIDE + SAID, 0),
    ("47_claimed_but_unexplored", CLAIMED + UNSTUDIED, 1, CLAIMED + UNSTUDIED.replace("SpaceCharge", "Alloying"), 0),
    ("48_roles_by_host", "e:a a hem:ElementRoleClaim ; hem:element hem:Zn ; hem:role hem:ConvertingElement ; hem:polarity hem:Asserted . "
     "e:b a hem:ElementRoleClaim ; hem:element hem:Zn ; hem:role hem:StructuralStabiliser ; hem:polarity hem:Asserted .", 1,
     "e:a a hem:ElementRoleClaim ; hem:element hem:Zn ; hem:role hem:ConvertingElement ; hem:polarity hem:Asserted . "
     "e:b a hem:ElementRoleClaim ; hem:element hem:Mg ; hem:role hem:StructuralStabiliser ; hem:polarity hem:Asserted .", 0),
    ("49_capacity_beyond_limit", LIMITED + "1200.0e0 .", 1, LIMITED + "900.0e0 .", 0),
    ("49_capacity_beyond_limit", LIMITED + "1200.0e0 .", 1, LIMITED + "930.0e0 .", 0),
    ("49_capacity_beyond_limit", LIMITED + "1200.0e0 .", 1, LIMITED + "1200.0e0 ; hem:capacityKind hem:InitialDischargeCapacity .", 0),
    ("49_capacity_beyond_limit", LIMITED + "1200.0e0 .", 1, LIMITED.replace('"="', '"<"') + "1200.0e0 .", 0),
    ("49_capacity_beyond_limit", LIMITED + "1200.0e0 .", 1, LIMITED + "1200.0e0 . e:m hem:materialRole hem:Cathode .", 0),
    ("00_faraday_limits", LIMITED + "1.0e0 .", 1, LIMITED.replace("Fe:3/7|O:4/7", "Ti:3/5|C:2/5") + "1.0e0 .", 0),
]  # fmt: skip


@pytest.mark.parametrize(
    ("rule", "right", "found", "wrong", "less"), CASES, ids=[f"{n}-{case[0]}" for n, case in enumerate(CASES)]
)
def test_a_rule_derives_what_it_should_and_nothing_where_one_thing_is_wrong(rule, right, found, wrong, less):
    assert count(rule, right) == found
    assert count(rule, wrong) == less


def test_every_rule_has_a_case():
    assert {case[0] for case in CASES} == {rules.LIMITS} | {rule.name for rule in rules.rules()}


def test_rules_say_what_they_do_and_write_their_own_name():
    for rule in rules.rules():
        assert rule.says.endswith(".")
        assert f'"{rule.name}"' in rule.sparql
        assert f'CONCAT("{rule.name} "' in rule.sparql


def test_rules_run_in_the_order_of_their_files():
    names = [rule.name for rule in rules.rules()]
    assert names == sorted(names)


# ---------------------------------------------------------------- what the rules say


def test_the_ions_of_alloying_are_those_that_an_atom_hosts():
    store, _ = derived(ZINC + "e:n a hem:Material ; hem:containsElement hem:Sn , hem:Fe , hem:O .")
    assert answers(store, 'e:m ^hem:about ?d . ?d hem:rule "30_accessible_alloying" ; hem:ion ?x') == {"LithiumIon"}
    assert answers(store, 'e:n ^hem:about ?d . ?d hem:rule "30_accessible_alloying" ; hem:ion ?x') == {"SodiumIon"}


def test_a_metal_alloys_without_conversion():
    store, _ = derived(ROLES + "e:m a hem:Material ; hem:containsElement hem:Sn .")
    assert answers(store, "e:m hem:accessibleMechanism ?x") == {"Alloying"}


def test_a_capacity_beyond_the_limit_is_impossible_for_conversion_alone_and_open_with_space_charge():
    conversion = (
        "e:y a hem:MechanismClaim ; hem:ofMaterial e:m ; hem:mechanism hem:Conversion ; hem:polarity hem:Asserted . "
    )
    verdict = "e:c hem:capacityVerdict ?x"
    assert answers(derived(LIMITED + "1200.0e0 .")[0], verdict) == {HEM.NeedsExplaining}
    assert answers(derived(LIMITED + "1200.0e0 . " + conversion)[0], verdict) == {HEM.ImpossibleForMechanism}
    assert answers(derived(LIMITED + "1200.0e0 . " + conversion + SAID)[0], verdict) == {HEM.NeedsExplaining}


def test_the_excess_over_the_limit_is_stated():
    store, _ = derived(LIMITED + "1200.0e0 .")
    (excess,) = answers(store, '?d hem:rule "49_capacity_beyond_limit" ; hem:value ?x')
    assert float(excess) == pytest.approx(1200 - 926.1, abs=0.06)


def test_absence_is_no_negation():
    assert count("42_contradiction_of_mechanisms", HOST + SAID + UNSTUDIED) == 0


# ---------------------------------------------------------------- the derived graph


def test_what_is_derived_is_the_same_twice():
    store = world(OXIDE)
    first = rules.derive(store)
    lines = store.lines(iris.DERIVED_GRAPH)
    assert rules.derive(store) == first
    assert store.lines(iris.DERIVED_GRAPH) == lines
    store.replace({"urn:world": ()})
    assert rules.derive(store).triples == 0


def test_stale_results_do_not_feed_the_rules():
    store = world(OXIDE)
    rules.derive(store)
    store.replace(
        {
            iris.DERIVED_GRAPH: [
                *store.lines(iris.DERIVED_GRAPH),
                f"<urn:m> <{iris.term(HEM.accessibleMechanism)}> <urn:x> .",
            ]
        }
    )
    rules.derive(store)
    assert not any("urn:m" in line for line in store.lines(iris.DERIVED_GRAPH))


def test_counts_are_those_of_the_derivations():
    store, found = derived(OXIDE)
    nodes = store.query(rules.PREFIX + "SELECT ?d WHERE { ?d a hem:Derivation }").rows
    assert sum(number for _, number in found.counts) == len(nodes) == 13
    derived_graphs = [graph for graph in store.graphs() if graph.startswith(iris.DERIVED_GRAPH)]
    assert found.triples == sum(len(store.lines(graph)) for graph in derived_graphs)


# ---------------------------------------------------------------- speed


def many(papers):
    """Return a graph of made-up papers, as dense in claims as mined ones are: about 70 triples each."""
    for n in range(papers):
        metals = ["Fe", "Co", "Ni", "Zn", "Sn", "Mn", "Cu", "Mg"][n % 4 : n % 4 + 5]
        elements = " , ".join(f"hem:{symbol}" for symbol in [*metals, "O"])
        mechanism = ("Conversion", "Alloying", "SpaceCharge", "Intercalation")[n % 4]
        polarity = "Negated" if n % 49 == 0 else "Asserted"
        yield f"""
e:m{n} a hem:Material ; hem:surface "m{n}" ; hem:inPaper e:p{n} ; hem:containsElement {elements} ; hem:isHighEntropy true ; hem:composition e:k{n % 500} .
e:k{n % 500} a hem:Composition ; hem:compositionKey "Fe:{n % 500 + 1}/1000|O:{999 - n % 500}/1000" .
e:c{n} a hem:Claim , hem:MechanismClaim ; hem:ofMaterial e:m{n} ; hem:mechanism hem:{mechanism} ; hem:ion hem:LithiumIon ; hem:polarity hem:{polarity} ; hem:inPaper e:p{n} .
e:q{n} a hem:Claim , hem:CapacityClaim ; hem:ofMaterial e:m{n} ; hem:value {400 + n % 900}.0e0 ; hem:comparator "=" ; hem:ion hem:LithiumIon ;
  hem:property hem:SpecificCapacity ; hem:polarity hem:Asserted ; hem:inPaper e:p{n} ; hem:unit hem:MilliampereHourPerGram .
"""
        for t in range(4):
            yield f"""
e:t{n}-{t} a hem:Claim , hem:TechniqueClaim ; hem:technique hem:XRayDiffraction ; hem:inPaper e:p{n} ; hem:polarity hem:Asserted ; hem:evidence e:w{n}-{t} .
e:w{n}-{t} a hem:Evidence ; hem:quote "words {n} {t}" ; hem:start 1 ; hem:end 9 ; hem:section "Methods" .
"""


def test_a_hundred_thousand_triples_take_under_two_seconds(in_time):
    store = world(ROLES + EVERY + "".join(many(1300)))
    assert store.count() > 100_000
    found = in_time(lambda: rules.derive(store), 2)
    assert found.of("40_unreported_mechanisms") > 1000
    assert found.of("42_contradiction_of_mechanisms") > 0
