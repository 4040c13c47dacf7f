"""However a question is built - after a request, as a telegram, with what is not wanted - it means the same."""

import pytest
from annotated import store_of

from hemkg.ask.plainer import put_plainly
from hemkg.assistant import Assistant

OXIDE = "(FeCoNiCuZn)3O4"


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ("Which lost over two thirds of their capacity?", "Which lost over 67 % of their capacity?"),
        ("half of the papers at half an Ah/g", "half of the papers at 0.5 Ah/g"),
        ("alloys with K at 298 K", "alloys with potassium at 298 K"),
        ("oxides with V but without P", "oxides with vanadium but without phosphorus"),
    ],
)
def test_shares_and_lone_symbols_are_written_out(said, written):
    assert put_plainly(said) == written


@pytest.mark.parametrize(
    ("question", "yes"),
    [
        (f"I wonder whether zinc is converted in {OXIDE}.", False),
        (f"Please check if cobalt is converted in {OXIDE}.", True),
        ("In sodium cells, does SnS2@C alloy?", True),
        ("Selenides for potassium: anything at all?", False),
        ("A phosphide against lithium, has anyone?", True),
    ],
)
def test_yes_or_no_is_asked_in_many_forms(ask, question, yes):
    assert ask(question).yesno is yes


def test_a_polite_condition_asks_for_no_yes(cells):
    assert cells("element", f"I should be obliged if you named the metals of {OXIDE} that are not converted.") == ["Zn"]


def test_a_polite_superlative_picks_no_best(cells):
    asked = "I would be most grateful for the phosphides that give more than 1000 mAh/g with lithium."
    assert cells("material", asked) == ["GeP3", "SnP3"]


def test_whose_word_it_is_is_not_asked_for(cells):
    assert cells("element", f"Name the metals of {OXIDE} which, according to the authors, do not convert.") == ["Zn"]


def test_papers_that_deny_are_picked_by_what_they_deny(cells):
    assert cells("doc", "Which papers dispute that zinc converts?") == ["oxide"]
    assert cells("doc", "Name the papers that contest a conversion of zinc.") == ["oxide"]


def test_a_sentence_in_other_words_stands_behind_a_claim(cells):
    assert cells("quote", f"Show me the line that denies a conversion of zinc in {OXIDE}.")[0].endswith("zinc is not")


@pytest.mark.parametrize("question", ["Which anodes, oxides set aside, exceed 600 mAh/g?",
                                      "Without the oxides, which anodes exceed 600 mAh/g?"])  # fmt: skip
def test_what_is_set_aside_stands_before_or_after(cells, question):
    assert cells("material", question) == ["GeP3", "SnP3"]


def test_a_count_may_follow_its_noun(cells):
    assert cells("material", "Which materials hold four metals or more?") == [OXIDE]
    assert cells("material", "Anything made of seven metals or more?") == []


def test_a_follow_up_picks_among_what_was_found(cells):
    first = "Which materials were tested with lithium above 700 mAh/g?"
    assert cells("material", first, "Only the phosphides among them, please.") == ["GeP3", "SnP3"]


def test_an_ion_without_any_number_is_named(cells):
    asked = "For which of lithium, sodium and magnesium has nobody reported a capacity?"
    assert cells("ion", asked) == ["Mg"]


@pytest.mark.parametrize(
    "question", ["Which referee would be lenient towards a paper on sulfides?", "Which reader wants papers on oxides?"]
)
def test_a_strange_noun_after_which_is_asked_for(ask, question):
    assert ask(question).abstained


def test_undecided_elements_are_supposed(ask):
    assert ask(f"Which metals of {OXIDE} are left undecided as to conversion?").abstained


def test_a_mixed_anion_is_told_with_the_cations(cells):
    told = cells("convention", "Configurational entropy of (CoNiZn)O0.5S0.5, please")
    assert told == ["per mole of cations", "per mole of anions"]


@pytest.fixture(scope="module")
def in_cells():
    text = (
        "SnTe@C gives 410 mAh g-1 with sodium, 300 mAh g-1 in a full cell.  GeTe gives 350 mAh g-1 with potassium.  "
        "GeTe keeps 61% and SnTe@C keeps 88% after 90 cycles."
    )
    claims = [
        {"type": "capacity", "material": "SnTe@C", "value": 410, "ion": "Na", "evidence": "gives 410 mAh g-1"},
        {"type": "capacity", "material": "SnTe@C", "value": 300, "ion": "Na", "cell": "full cell with a fluoride",
         "evidence": "300 mAh g-1 in a full cell"},
        {"type": "capacity", "material": "GeTe", "value": 350, "ion": "K", "evidence": "gives 350 mAh g-1"},
        {"type": "retention", "material": "GeTe", "value": 61, "cycles": 90, "ion": "K", "evidence": "GeTe keeps 61%"},
        {"type": "retention", "material": "SnTe@C", "value": 88, "cycles": 90, "ion": "Na",
         "evidence": "SnTe@C keeps 88% after 90 cycles"},
        {"type": "element_role", "material": "GeTe", "element": "Ge", "role": "active (alloying)",
         "evidence": "GeTe gives 350 mAh g-1"},
    ]  # fmt: skip
    named = [{"surface": name, "family": "telluride", "role": "anode"} for name in ("SnTe@C", "GeTe")]
    made = {"title": "Tellurides", "text": text, "gold": {"materials": named, "claims": claims}}
    assistant = Assistant(store_of([("cells", made)]))
    return lambda question: assistant.ask(question).answer


@pytest.mark.parametrize(
    ("question", "values"),
    [
        ("Sodium full cells: which capacities?", [300]),
        ("Sodium half-cells: which capacities?", [410]),
        ("Sodium, half and full cells: which capacities?", [410, 300]),
    ],
)
def test_the_kind_of_cell_is_a_condition(in_cells, question, values):
    assert [row.cells["capacity"] for row in in_cells(question).rows] == values


def test_what_was_tried_with_an_ion_needs_no_mechanism(in_cells):
    assert [row.cells["material"] for row in in_cells("Which tellurides were tried with potassium?").rows] == ["GeTe"]
    assert [row.cells["doc"] for row in in_cells("Which papers report a full cell?").rows] == ["cells"]


@pytest.mark.parametrize(
    ("question", "yes"), [(f"It is claimed that zinc converts in {OXIDE}; true?", False),
                          ("Tin alloys in SnS2@C, doesn't it?", True)],
)  # fmt: skip
def test_a_tag_asks_whether_a_claim_holds(ask, question, yes):
    assert ask(question).yesno is yes


def test_an_excluded_mechanism_may_come_first(cells):
    assert cells("material", "No alloying, please: anodes that merely convert.") == [OXIDE]


def test_what_is_denied_of_a_material_is_a_mechanism(cells):
    assert cells("elements", f"What has been ruled out for {OXIDE}?") == [("Zn",)]


def test_few_kinds_of_things_are_listed_whole(cells, ask):
    assert sorted(cells("ion", "Which working ions occur here?")) == ["Li", "Na"]
    assert ask("Who spoke here?").abstained


def test_what_fades_fastest_keeps_least(in_cells):
    told = in_cells("What fades fastest among the tellurides?")
    assert [row.cells["retention"] for row in told.rows] == [61]


@pytest.mark.parametrize(
    "question",
    [
        "What has nobody studied about sodium?", "What is not known about space charge?",
        "What remains unclear about conversion?", "What is unknown about alloying?",
    ],
)  # fmt: skip
def test_what_nobody_knows_is_asked_of_the_gaps(ask, question):
    answer = ask(question)
    assert not answer.abstained
    assert "gap" in answer.columns
