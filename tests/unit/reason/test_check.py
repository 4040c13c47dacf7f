"""What ``hemkg check`` says of a formula, as values, JSON and text."""

import json
import subprocess
import sys

import pytest

from hemkg.errors import FormulaError, UnknownTerm
from hemkg.reason.check import check_formula, to_json, to_text

OXIDE = check_formula("(LiFeZnNiCoMn)3O4", "Li", capacity=1200)


def test_the_json_is_plain_and_complete():
    found = json.loads(json.dumps(to_json(OXIDE)))
    assert set(found) == {
        "formula", "ion", "composition", "sublattices", "entropy", "mechanisms", "faraday", "capacity", "called",
        "reported", "papers", "notes",
    }  # fmt: skip
    assert (found["formula"], found["ion"]) == ("(LiFeZnNiCoMn)3O4", "Li")


def test_composition_by_element():
    composition = {part["element"]: part for part in to_json(OXIDE)["composition"]}
    assert composition["Fe"]["amount"] == 0.5
    assert composition["O"]["atom_fraction"] == pytest.approx(4 / 7, abs=1e-4)
    assert sum(part["mass_fraction"] for part in composition.values()) == pytest.approx(1, abs=1e-3)


def test_sublattices():
    assert to_json(OXIDE)["sublattices"]["anions"] == {"O": 1.0}
    assert to_json(OXIDE)["sublattices"]["cations"]["Zn"] == pytest.approx(1 / 6, abs=1e-4)


def test_entropy_by_convention_and_criteria():
    entropy = to_json(OXIDE)["entropy"]
    assert (entropy["per_cation"], entropy["per_anion"], entropy["per_formula_unit"]) == (1.7918, 0.0, 5.3753)
    assert {"per_atom", "one_lattice", "conventions"} <= set(entropy)
    assert entropy["criteria"]["class"] == "high"
    assert entropy["criteria"]["agree"]
    assert all(convention["definition"] for convention in entropy["conventions"])


def test_mechanisms_with_rule_and_claims():
    mechanisms = {found["mechanism"]: found for found in to_json(OXIDE)["mechanisms"]}
    assert list(mechanisms) == ["intercalation", "conversion", "alloying", "space_charge"]
    assert mechanisms["alloying"]["elements"] == [{"element": "Zn", "role": "alloying element"}]
    claim = mechanisms["conversion"]["because"][0]
    assert claim["source"] == "10.1039/d5ee05507e"
    assert claim["statement"].endswith(".")


def test_faraday_with_its_arithmetic():
    faraday = to_json(OXIDE)["faraday"]
    assert (faraday["low"], faraday["high"], faraday["unit"]) == (1000.2, 1062.8, "mAh g-1")
    conversion, alloying = faraday["steps"]
    assert conversion["arithmetic"] == (
        "Li 0.5 × (-1 to 0) + O 4 × 2 = 7.5 to 8 electrons; × 26801.5 / 214.36 = 938 to 1000 mAh/g"
    )
    assert alloying["arithmetic"] == "Zn 0.5 × 1 = 0.5 electrons; × 26801.5 / 214.36 = 63 mAh/g"


def test_the_verdict_names_what_could_explain_the_excess():
    capacity = to_json(OXIDE)["capacity"]
    assert (capacity["verdict"], capacity["limit"], capacity["excess"]) == ("needs explaining", 1062.8, 137.2)
    assert {cause["cause"] for cause in capacity["causes"]} >= {
        "space charge",
        "polymeric surface film",
        "carbon material",
    }


def test_what_is_reported_of_the_same_composition_in_any_spelling():
    facts = {claim.all("factId")[0] for claim in check_formula("Mg0.2Co0.2Ni0.2Cu0.2Zn0.2O", "Li").reported}
    assert {"F045", "F046", "F126", "F127", "F179"} <= facts
    assert check_formula("SnO2", "Li").reported == ()


def test_stated_mechanisms_are_held_against_their_own_limit():
    found = check_formula("Fe3O4", "Li", capacity=1300, mechanisms=["conversion"])
    assert found.judgement.verdict == "ImpossibleForMechanism"
    with pytest.raises(UnknownTerm, match="'magic' is no storage mechanism"):
        check_formula("Fe3O4", "Li", capacity=1300, mechanisms=["magic"])


def test_without_a_capacity_there_is_no_verdict():
    assert check_formula("Fe3O4", "Na").judgement is None
    assert to_json(check_formula("Fe3O4", "Na"))["capacity"] is None


def test_lithium_in_carbon_is_a_guest():
    intercalation = check_formula("LiC6", "Li").mechanisms[0]
    assert (intercalation.mechanism, intercalation.is_accessible) == ("Intercalation", True)


def test_open_amounts_give_elements_and_mechanisms_and_say_so():
    found = check_formula("CrxFe3-xO4", "Li", capacity=900)
    assert (found.entropies, found.criteria, found.faraday, found.judgement) == ((), None, None, None)
    assert found.notes == ("x leave amounts open.",)
    assert "none: the amounts are open" in to_text(found)


def test_printed_alternatives_are_noted():
    assert check_formula("GaCu(or Zn)InGeSiP5", "Li").notes == (
        "Read as GaCuInGeSiP5; the formula also stands for GaZnInGeSiP5.",
    )


@pytest.mark.parametrize("formula", ["graphite", "Fe-doped MoS2", "", "Xx2O", "FeS/C"])
def test_what_is_no_formula_is_told_in_a_sentence(formula):
    with pytest.raises(FormulaError, match="no chemical formula"):
        check_formula(formula, "Li")


def test_an_unknown_ion_is_told_in_a_sentence():
    with pytest.raises(UnknownTerm, match="no working ion"):
        check_formula("Fe3O4", "Fe3+")


TEXT = """\
SnO2 with Na+

Composition
  of all atoms: Sn 33.3 %, O 66.7 %
  of the cations: Sn 100 %
  of the anions: O 100 %

Entropy of mixing
  0.000 R  per mole of cations (Sn)
  0.000 R  per mole of anions (O2)
  0.000 R  per mole of formula units as written (SnO2)
  0.000 R  per mole of atoms (SnO2)
  0.637 R  all atoms on one lattice (SnO2)
  Low entropy per mole of cations; not high by shares (0 cations with 5 to 35 %, Sn 100 % outside). The criteria agree.
"""


def test_the_text_for_people():
    text = to_text(check_formula("SnO2", "Na", 700))
    assert text.startswith(TEXT)
    assert "  yes  alloying  [30_accessible_alloying]\n       Sn: alloying element\n" in text
    assert "  no   space charge  [31_accessible_space_charge]\n       no space-charge-forming element" in text
    assert "  conversion: O 2 × 2 = 4 electrons; × 26801.5 / 150.71 = 711 mAh/g\n" in text
    assert "    - Tin takes up sodium over Na9Sn4 to Na15Sn4." in text
    assert text.endswith("A capacity of 700 mAh/g is within the Faraday limit")


def test_the_check_needs_no_heavy_library():
    code = "import sys, hemkg.reason.check; print({'rdflib', 'pyshacl', 'spacy', 'torch'} & set(sys.modules))"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout == "set()\n"
