"""How people ask who have never seen the program: in haste, by what nobody did, of two at once, for what is open."""

import pytest

from hemkg.ask.plainer import put_plainly
from hemkg.assistant import Assistant

from .world import asking, store_of

SPINEL, ALLOY, SHELL = "(FeCoNiCuMn)3O4", "SnSbBiGe", "ZnMn2O4@C"
TEXT = (
    "The spinel (FeCoNiCuMn)3O4 gives 800 mAh/g and 500 mAh/g at 2 A/g and keeps 90% after 300 cycles.  "
    "In it Fe and Cu convert, Mn does not.  Neutron diffraction was used.  "
    "The alloy SnSbBiGe gives 400 mAh/g in calcium cells and keeps 70% after 300 cycles.  "
    "Sn alloys with potassium; Ge may do so.  Others saw that Sn does not alloy with sodium.  "
    "ZnMn2O4@C, a tetragonal spinel, gives 600 mAh/g with lithium over 2000 cycles.  "
    "Without carbon, bare ZnMn2O4 gives 200 mAh/g.  The exact role of zinc is yet to be ascertained."
)


def material(surface, elements, **more):
    shares = dict.fromkeys(elements.split(), 0.1)
    return {"surface": surface, "elements": shares, "role": "anode", **more}


def capacity(name, value, evidence, ion, **more):
    return {"type": "capacity", "material": name, "value": value, "ion": ion, "evidence": evidence, **more}


def kept(name, value):
    whole = f"keeps {value}% after 300 cycles"
    ion = "Li" if name == SPINEL else "Ca"
    return {"type": "retention", "material": name, "value": value, "cycles": 300, "ion": ion, "evidence": whole}


def mechanism(name, kind, elements, ion, evidence, polarity="asserted"):
    return {"type": "mechanism", "material": name, "mechanism": kind, "elements": elements.split(), "ion": ion,
            "evidence": evidence, "polarity": polarity}  # fmt: skip


def role(element, words, evidence):
    return {"type": "element_role", "material": SPINEL, "element": element, "role": words, "evidence": evidence}


MATERIALS = [
    material(SPINEL, "Fe Co Ni Cu Mn O", family="oxide", structure="spinel"),
    material(ALLOY, "Sn Sb Bi Ge", family="alloy"),
    material(SHELL, "Zn Mn O", family="oxide", structure="tetragonal spinel"),
    material("ZnMn2O4", "Zn Mn O", family="oxide", structure="tetragonal spinel"),
]
FAST = {"current_density": {"value": 2, "unit": "A g-1"}}
CLAIMS = [
    capacity(SPINEL, 800, "gives 800 mAh/g", "Li"),
    capacity(SPINEL, 500, "500 mAh/g at 2 A/g", "Li", **FAST),
    capacity(ALLOY, 400, "gives 400 mAh/g", "Ca"),
    capacity(SHELL, 600, "gives 600 mAh/g", "Li", cycle=2000),
    capacity("ZnMn2O4", 200, "bare ZnMn2O4 gives 200 mAh/g", "Li"),
    kept(SPINEL, 90),
    kept(ALLOY, 70),
    mechanism(SPINEL, "conversion", "Fe Cu", "Li", "Fe and Cu convert"),
    mechanism(SPINEL, "conversion", "Mn", "Li", "Mn does not", "negated"),
    role("Cu", "active (conversion)", "Fe and Cu convert"),
    role("Mn", "inactive", "Mn does not"),
    {"type": "technique", "technique": "neutron diffraction", "evidence": "Neutron diffraction was used"},
    mechanism(ALLOY, "alloying", "Sn", "K", "Sn alloys with potassium"),
    mechanism(ALLOY, "alloying", "Ge", "K", "Ge may do so", "hypothesised"),
    mechanism(ALLOY, "alloying", "Sn", "Na", "Sn does not alloy with sodium", "negated"),
]


@pytest.fixture(scope="module")
def strange():
    """Ask questions one after the other; return the last answer."""
    made = {"title": "Three anodes", "text": TEXT, "gold": {"materials": MATERIALS, "claims": CLAIMS}}
    return asking(Assistant(store_of([("three", made)])))


@pytest.fixture(scope="module")
def column(strange):
    def run(name, *questions):
        return [row.cells.get(name) for row in strange(*questions).rows]

    return run


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ("wat is teh capacity", "what is the capacity"),
        ("WAT-3 and teh@C", "WAT-3 and teh@C"),
        ("Can I say that no one cycled it?", "is it untrue that anyone cycled it?"),
        ("Has nobody cycled it?", "Has anybody cycled it?"),
        ("transition-metal-free anodes", "anodes without transition metals"),
        ("cobalt-free anodes", "cobalt-free anodes"),
    ],
)
def test_haste_and_denials_are_written_plainly(said, written):
    assert put_plainly(said) == written


@pytest.mark.parametrize(
    ("question", "yes"),
    [
        ("Am I right that no calcium anode was ever tested?", False),
        ("Is it true that nobody reported alloying for magnesium?", True),
        ("Has nobody looked at alloying with potassium?", True),
        ("Has nobody looked at space charge with potassium?", False),
        (f"Is Mn reduced in {SPINEL}?", False),
        (f"Is Cu reduced in {SPINEL}?", True),
        (f"Alloys tin with potassium in {ALLOY}?", True),
    ],
)
def test_whether_there_is_none_is_told_by_what_there_is(strange, question, yes):
    assert strange(question).yesno is yes


def test_a_denied_claim_is_answered_in_words_that_cannot_be_taken_for_the_opposite(strange):
    assert strange("Is it true that nobody reported a capacity for calcium?").text.startswith("No, there is: ")


def test_another_element_is_asked_about_as_the_one_before(strange):
    assert strange(f"Is Mn reduced in {SPINEL}?", "And Cu?").yesno is True


def test_a_bare_name_takes_the_place_of_the_one_before(column):
    assert column("retention", f"Capacity retention of {SPINEL}?", f"{ALLOY}?") == [70]


def test_which_of_the_two_asks_of_the_last_two(column):
    first, second = f"How many Ah/kg does {SPINEL} give?", f"and {ALLOY}?"
    assert column("retention", first, second, "Which of the two fades less?")[0] == 90


def test_the_slowest_to_fade_keeps_most(column):
    assert column("retention", "Which anode fades least over 300 cycles?")[0] == 90


def test_by_experiment_asks_neither_for_techniques_nor_for_theory(column):
    assert column("capacity", "Calcium cells: what gave over 300 mAh/g in experiment, not on paper?") == [400]


def test_who_cycled_longest_is_told_by_cycles(column):
    assert column("material", "Who cycled longest?")[0] == SHELL


@pytest.mark.parametrize("question", ["Who has used neutrons?", "Who used neutron diffraction?"])
def test_a_probe_names_its_technique(column, question):
    assert column("technique", question) == ["neutron diffraction"]


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("anodes without transition metals", [ALLOY]),
        ("Which materials are tetragonal spinels?", [SHELL, "ZnMn2O4"]),
        ("Which spinels?", [SPINEL, SHELL, "ZnMn2O4"]),
        ("cubic spinels", [SPINEL]),
        ("Which materials are better for calcium?", [ALLOY]),
    ],
)
def test_materials_are_picked_by_groups_of_elements_and_by_structure(column, question, names):
    assert sorted(map(str, column("material", question))) == sorted(names)


def test_cations_are_counted_without_anions(column):
    assert set(column("element", f"How many different cations has {SPINEL}?")) == {"Fe", "Co", "Ni", "Cu", "Mn"}
    assert column("element", f"How many anions has {SPINEL}?") == ["O"]


@pytest.mark.parametrize(
    "question",
    ["What is still open for potassium?", "Which questions are still open with potassium?",
     "Where is research missing on potassium?"],
)  # fmt: skip
def test_what_is_open_is_what_papers_suppose(column, question):
    assert column("elements", question) == [("Ge",)]


def test_only_perhaps_asks_for_what_is_supposed(column):
    first = f"Which elements of {ALLOY} alloy with potassium?"
    assert column("element", first) == ["Sn"]
    assert column("element", first, "and which only perhaps?") == ["Ge"]


def test_never_studied_asks_for_what_no_paper_reports(column):
    told = column("mechanism", "mechanisms never studied with K")
    assert told == ["intercalation", "conversion", "space_charge", "pseudocapacitance"]


def test_which_ion_nobody_tested_is_told_by_all_that_is_reported(column):
    told = column("ion", "Alloys: with which ions has nobody tested them?")
    assert {"Li", "Mg"} <= set(told)
    assert not {"Ca", "K"} & set(told)
    assert "alloying" not in column("mechanism", "Which storage mechanisms has nobody shown for K?")


def test_an_element_that_is_called_the_ion_is_one(column):
    assert column("doc", "In how many papers is calcium the working ion?") == ["three"]


def test_a_material_is_compared_with_itself_coated(column):
    told = column("material", "ZnMn2O4 before and after coating: which capacities?")
    assert sorted(told) == sorted([SHELL, "ZnMn2O4"])


def test_who_disagrees_is_who_denies(column):
    assert column("doc", f"Who disagrees that manganese converts in {SPINEL}?") == ["three"]


@pytest.mark.parametrize("question", [f"Average discharge voltage of {SHELL}?", f"Hardness of {SPINEL}?"])
def test_a_property_that_no_paper_tells_is_not_answered_by_others(strange, question):
    assert strange(question).abstained
