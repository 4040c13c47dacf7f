"""The contradictions and tensions that the article holds, and the conditions in which sides differ."""

import pytest

from hemkg.reason import guidelines, rules
from hemkg.reason.conflicts import find_conflicts
from hemkg.store.oxigraph import OxigraphStore

from .worlds import derived


@pytest.fixture(scope="module")
def article():
    store = OxigraphStore.in_memory()
    store.replace(guidelines.graphs())
    rules.derive(store)
    return find_conflicts(store)


def words(conflict):
    return " ".join(side.says for side in conflict.sides)


def of(conflicts, rule):
    return [conflict for conflict in conflicts if conflict.rule == rule]


def test_the_article_alone_holds_these_and_no_more(article):
    assert sorted((conflict.rule, conflict.kind) for conflict in article) == [
        ("36_entropy_label", "Tension"),
        ("36_entropy_label", "Tension"),
        ("37_reversibility_against_cycling", "Tension"),
        ("45_order_against_values", "Contradiction"),
        ("46_order_against_roles", "Contradiction"),
        ("47_claimed_but_unexplored", "Tension"),
        ("48_roles_by_host", "ContextualDifference"),
        ("48_roles_by_host", "ContextualDifference"),
        ("49_capacity_beyond_limit", "Tension"),
    ]


def test_table_1_orders_conductivity_against_the_text(article):
    (values,), (roles,) = of(article, "45_order_against_values"), of(article, "46_order_against_roles")
    assert "Silicon conducts very badly by itself" in words(values)
    assert "Table 1 orders the alloying cations by conductivity" in words(values)
    assert "Indium conducts well" in words(roles)


def test_space_charge_is_claimed_of_high_entropy_materials_and_unexplored_in_them(article):
    (found,) = of(article, "47_claimed_but_unexplored")
    assert found.about == "high-entropy material: space charge"
    assert "run all four storage mechanisms" in words(found)
    assert "Nobody has yet studied space charge" in words(found)


def test_two_materials_are_called_high_entropy_and_compute_to_less(article):
    said = sorted(words(conflict) for conflict in of(article, "36_entropy_label"))
    assert said == [
        "Cu0.88Sn0.02Sb0.02Bi0.02Mn0.02S0.9Se0.1 is called high entropy; 0.402 R per mole of cations is low entropy.",
        "Sb1.4Bi0.2Sn0.2Co0.1Mn0.1Te3 is called high entropy; 1.010 R per mole of cations is medium entropy.",
    ]


def test_over_1200_is_reported_where_faraday_allows_1063(article):
    (found,) = of(article, "49_capacity_beyond_limit")
    assert "stores more than 1200 mAh/g" in words(found)
    assert "allows 1000.2 to 1062.8 mAh g-1 with Li+." in words(found)
    assert found.differs == ()
    assert (found.verdict, round(found.excess)) == ("ImpossibleForMechanism", 137)
    assert {"SpaceCharge", "SurfaceFilm"} <= set(found.causes)
    assert "137 mAh/g beyond" in str(found)


def test_an_oxide_is_reversible_only_in_zinc_for_one_work_and_cycles_on_for_another(article):
    (found,) = of(article, "37_reversibility_against_cycling")
    assert "no longer convert reversibly after 300 cycles" in words(found)
    assert "loses next to nothing over 1000 cycles" in words(found)
    assert {side.works for side in found.sides} == {("46",), ("48",)}


def test_the_differing_conditions_are_named(article):
    (found,) = of(article, "37_reversibility_against_cycling")
    assert found.differs == ("cycle", "currentDensity", "element", "technique")
    assert "They differ in cycle number or number of cycles, current density [A/g], element, technique." in str(found)


def test_what_is_stated_on_both_sides_alike_does_not_differ():
    said = "a hem:MechanismClaim ; hem:ofMaterial e:m ; hem:mechanism hem:SpaceCharge ; hem:ion hem:LithiumIon"
    store, _ = derived(f"""
e:m a hem:Material ; hem:surface "m" ; hem:composition e:k ; hem:inPaper e:p .
e:yes {said} ; hem:inPaper e:p ; hem:polarity hem:Asserted ; hem:cycle 1 ; hem:statement "It does." .
e:no {said} ; hem:inPaper e:q ; hem:polarity hem:Negated ; hem:cycle 300 ; hem:statement "It does not." .
e:p hem:doi "10.1/x" . e:q hem:doi "10.1/y" .
""")
    (found,) = find_conflicts(store)
    assert (found.kind, found.about, found.differs) == (
        "Contradiction",
        "https://example.org/k: space charge",
        ("cycle",),
    )
    assert [side.says for side in found.sides] == ["It does not.", "It does."]


def test_roles_that_differ_by_host_are_no_contradiction(article):
    assert {conflict.about.split(":")[0] for conflict in of(article, "48_roles_by_host")} == {"zinc", "manganese"}
