"""Everything derived can be asked why, down to the claims and their words."""
# ruff: noqa: E501  (a graph a line)

import pytest

from hemkg.annotate.formula_grammar import parse
from hemkg.errors import UnknownTerm
from hemkg.rdf import iris
from hemkg.reason import rules
from hemkg.reason.why import Reason, tell, things_called, to_json, why, why_called

from .test_rules import EVERY, OXIDE, ROLES, SAID
from .worlds import derived, world


def test_every_derivation_ends_in_claims():
    store, _ = derived(EVERY + OXIDE + SAID)
    for row in store.query(rules.PREFIX + "SELECT ?d WHERE { ?d a hem:Derivation }").rows:
        (reason,) = why(store, str(row["d"]))
        assert reason.rule
        assert reason.result
        assert list(reason.claims())


def test_why_space_charge_is_accessible():
    store, _ = derived(OXIDE + "e:m hem:surface 'FeO' .")
    found = {reason.rule: reason for reason in why(store, "https://example.org/m")}
    reason = found["31_accessible_space_charge"]
    assert reason.result == "FeO: space charge"
    assert {claim.iri[-2:] for claim in reason.claims()} == {"r1", "r2", "r4"}
    assert [each.rule for each in reason.because] == ["20_accessible_conversion", "10_guideline_roles"] or [
        each.rule for each in reason.because
    ] == ["10_guideline_roles", "20_accessible_conversion"]


def test_why_of_a_claim_is_its_words_and_where_they_stand():
    store = world(
        "e:c hem:evidence e:q ; hem:inPaper e:p . e:q hem:quote 'It converts.' ; hem:section 'Results' . e:p hem:doi '10.1/x' ."
    )
    (reason,) = why(store, "https://example.org/c")
    assert (reason.says, reason.section, reason.source, reason.rule) == ("It converts.", "Results", "10.1/x", None)
    assert list(reason.claims()) == [reason]


def test_why_is_told_in_lines():
    store, _ = derived(ROLES.replace("e:r4 ", "e:r4 hem:statement 'Iron charges.' ; hem:section '2.4' ; "))
    told = tell(why(store, iris.term("Fe")))
    assert "iron: space-charge-forming element [10_guideline_roles]" in told
    assert "\n  - Iron charges. (2.4)" in told


def test_why_of_something_unknown_is_only_its_name():
    (reason,) = why(world(""), "https://example.org/nothing")
    assert reason == Reason("https://example.org/nothing", "https://example.org/nothing")


# ---------------------------------------------------------------- by name

NAMED = OXIDE + "e:m hem:surface 'FeO' ; hem:formula 'FeO' ; hem:nameKey 'feo' ; hem:composition e:k . "


@pytest.mark.parametrize("name", ["https://example.org/m", "FeO", "feo", "FeO ", "Fe O"])
def test_a_material_is_found_by_its_iri_and_by_any_spelling_of_its_name(name):
    store, _ = derived(NAMED)
    assert "https://example.org/m" in things_called(store, name)
    assert "31_accessible_space_charge" in {reason.rule for reason in why_called(store, name)}


@pytest.mark.parametrize("formula", ["FeO", "Fe0.5O0.5", "Fe2O2"])
def test_a_material_is_found_by_any_spelling_of_its_composition(formula):
    composition = iris.composition(parse("FeO").key())
    store, _ = derived(OXIDE + f"e:m hem:surface 'S-1' ; hem:composition <{composition}> . ")
    assert things_called(store, formula) == (composition, "https://example.org/m")


@pytest.mark.parametrize("name", ["hem:Fe", "iron", "Iron", "Fe", iris.term("Fe")])
def test_an_element_is_found_by_prefix_label_and_symbol(name):
    store, _ = derived(NAMED)
    assert iris.term("Fe") in things_called(store, name)


@pytest.mark.parametrize("name", ["unobtainium", "http://nowhere.example/x", "hd:claim/none", "> } #", "", "hem:Fe>"])
def test_what_nobody_knows_is_refused_in_a_sentence(name):
    store, _ = derived(NAMED)
    with pytest.raises(UnknownTerm):
        why_called(store, name)


def test_a_hostile_name_runs_nothing():
    store, _ = derived(NAMED)
    with pytest.raises(UnknownTerm):
        why_called(store, 'x" } ; DROP ALL ; SELECT * { ?s ?p "')
    assert store.count()


def test_reasons_as_json_nest_down_to_claims():
    store, _ = derived(NAMED)
    (told,) = (to_json(r) for r in why_called(store, "FeO") if r.rule == "31_accessible_space_charge")
    assert {each["rule"] for each in told["because"]} == {"20_accessible_conversion", "10_guideline_roles"}
    assert all(leaf["rule"] is None for each in told["because"] for leaf in each["because"] if not leaf["because"])
