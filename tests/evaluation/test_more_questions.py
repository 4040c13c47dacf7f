"""The further sets of questions: what they expect stands in the annotations; answers are judged as they should."""

import json
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

HERE = Path(__file__).parent
SETS = HERE / "more_questions"
TRAINING = HERE.parents[1] / "training"
sys.path.insert(0, str(TRAINING))

import ask_more  # noqa: E402  # the folder of scripts comes first on the path
from annotated import store_of  # noqa: E402
from ask_scoring import fault  # noqa: E402
from train import is_aside  # noqa: E402

KINDS = {"set_e": 6}  # every other set asks all fourteen
# right answers of the sixty odd and sixty even questions of set F over perfect claims, a little below what is reached
FLOORS = {1: 58, 0: 48}
NAMES = ("set_a", "set_b", "set_c", "set_d", "set_e", "set_f")


def read(name):
    questions = [json.loads(line) for line in (SETS / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]
    papers = (SETS / f"{name}_papers.txt").read_text(encoding="utf-8").split()
    passages = {p: json.loads((TRAINING / "passages" / f"{p}.json").read_text(encoding="utf-8")) for p in papers}
    return questions, passages


@pytest.fixture(scope="module", params=NAMES)
def asked(request):
    return read(request.param)


def test_the_files_are_what_their_scripts_select(tmp_path):
    for name in NAMES:
        script = f"import write_{name} as made; from pathlib import Path; made.Q.write(Path({str(tmp_path / name)!r}))"
        subprocess.run([sys.executable, "-c", script], cwd=SETS, check=True)
        assert (tmp_path / name).read_text(encoding="utf-8") == (SETS / f"{name}.jsonl").read_text(encoding="utf-8")


def test_the_sets_share_no_question_leave_set_b_its_papers_and_spare_what_is_kept_aside():
    asked = {name: read(name) for name in NAMES}
    blind = set(asked["set_b"][1])
    for name, (_, papers) in asked.items():
        assert name == "set_b" or not blind & set(papers)  # the others ask about papers of set_a anew
        assert not any(is_aside(paper) for paper in papers)
    words = [question["question"].casefold() for questions, _ in asked.values() for question in questions]
    assert len(words) == len(set(words)) == 100 + 100 + 120 + 129 + 72 + 120


def test_every_kind_is_asked_and_follow_ups_follow_what_stands_before(asked, request):
    questions, _ = asked
    name = request.node.callspec.params["asked"]
    assert len(Counter(question["kind"] for question in questions)) == KINDS.get(name, 14)
    seen = set()
    for question in questions:
        assert question["follow_up_of"] is None or question["follow_up_of"] in seen
        seen.add(question["id"])


def names_of(claim, gold):
    entry = next((m for m in gold["materials"] if claim.get("material") in [m["surface"], *m.get("aliases", [])]), None)
    return {claim.get("material")} | ({entry["surface"], *entry.get("aliases", [])} if entry else set())


def holds(claim, row, gold):
    """Whether a claim of an annotation says what a row says."""
    for key in ("value", "cycle", "ion", "mechanism"):
        if key in row and row[key] not in {claim.get(key), claim.get("cycles") if key == "cycle" else claim.get(key)}:
            return False
    if "element" in row and row["element"] not in [*(claim.get("elements") or []), claim.get("element")]:
        return False
    if "quote" in row and row["quote"] != claim["evidence"]:
        return False
    return "material" not in row or row["material"] in names_of(claim, gold)


def is_told(row, passages):
    told = {name: passage["gold"] for name, passage in passages.items() if row.get("doc", name) == name}
    if set(row) <= {"material", "also"} and any(
        row["material"] == m["surface"] for gold in told.values() for m in gold["materials"]
    ):
        return True
    return any(holds(claim, row, gold) for gold in told.values() for claim in gold["claims"])


def test_every_row_from_papers_is_told_by_an_annotation(asked):
    questions, passages = asked
    computed = {"definition", "gap", "aggregate"}
    rows = [row for q in questions if q["kind"] not in computed for row in q["expect"]["rows"]]
    assert [row for row in rows if not is_told(row, passages)] == []


def per_gram(claim):
    """A current density in amperes per gram; nought where there is none."""
    told = claim.get("current_density") or {}
    return told["value"] * {"A g-1": 1, "mA g-1": 0.001}.get(told["unit"], 0) if told.get("value") else 0


def test_what_an_exact_filter_expects_is_all_that_the_annotations_hold(asked):
    """A second count, by bounds typed here, of the filters that are easiest to get wrong."""
    questions, passages = asked
    claims = [claim for passage in passages.values() for claim in passage["gold"]["claims"]]
    capacities = [claim for claim in claims if claim["type"] == "capacity"]
    late = [c for c in capacities if (c.get("cycle") or 0) >= 500 and c["value"] > 500]
    heavy = [c for c in capacities if c.get("ion") == "Li" and c["value"] > 1300]
    potassium = [c for c in capacities if c.get("ion") == "K" and c["value"] > 300]
    lasting = [c for c in capacities if c.get("ion") == "K" and (c.get("cycle") or 0) >= 200 and c["value"] > 320]
    kept = [c for c in claims if c["type"] == "retention"]
    fast = [c for c in capacities if c.get("ion") == "Na" and per_gram(c) >= 10]
    calcium = [c for c in capacities if c.get("ion") == "Ca" and c["kind"] != "theoretical" and c["value"] > 150]
    enduring = [c for c in kept if c["cycles"] >= 1000 and c["value"] >= 90 and c.get("ion") == "Li"]
    faded = [c for c in kept if c["cycles"] <= 300 and c["value"] < 60]
    steady = [c for c in kept if c["cycles"] >= 1000 and c["value"] >= 85 and c.get("ion") == "Na"]
    counted = {
        "Which materials still deliver more than 500 mAh/g after at least 500 cycles?": late,
        "I should like a list of everything that stores more than 1300 mAh/g in a lithium cell.": heavy,
        "Cycled at least 200 times vs. K and still above 320 mAh/g - what do we have?": lasting,
        "Poor performers: retention under 60 % although cycled no more than 300 times": faded,
        "1000 cycles minimum, retention 85 % or better, vs. Na: which anodes qualify?": steady,
        "K+, > 300 mAh/g, half and full cells, table": potassium,
        "Sodium at ten amps per gram or faster: what did people get?": fast,
        "Anything with calcium that actually delivered over 150 mAh/g? Theory doesn't interest me.": calcium,
        "You are a battery analyst. Return all Li-ion anodes satisfying BOTH conditions: "
        "(1) at least 1000 cycles, (2) capacity retention of 90 % or higher.": enduring,
        "sodiation, capacity retention >= 90 %, >= 1000 cycles": [c for c in steady if c["value"] >= 90],
    }
    for question in questions:
        if question["question"] in counted:
            expected = {(row["value"], row["material"]) for row in question["expect"]["rows"]}
            assert expected == {(c["value"], c["material"]) for c in counted[question["question"]]}


def judged(answer, kind="lookup", **expect):
    plain = {"abstain": False, "match": "exact", "rows": [], "count": None, "yesno": None, "order": None}
    return fault({"kind": kind, "expect": {**plain, "columns_any": None, **expect}}, answer)


ROW = {"material": "HEO-9", "also": ["(FeCo)O"], "value": 0.65, "unit": "Ah g-1"}


@pytest.mark.parametrize(
    ("answer", "expect", "is_right"),
    [
        ({"rows": [{"material": "(FeCo)O", "capacity": 650.0, "unit": "mAh g-1"}]}, {"rows": [ROW]}, True),
        ({"rows": [{"material": "(FeCo)O", "capacity": 660.0, "unit": "mAh g-1"}]}, {"rows": [ROW]}, False),
        ({"rows": [{"material": "other", "capacity": 650.0, "unit": "mAh g-1"}]}, {"rows": [ROW]}, False),
        ({"abstained": True, "rows": []}, {"rows": [ROW]}, False),
        ({"abstained": True, "rows": []}, {"abstain": True}, True),
        ({"rows": [{"element": "Fe, Co"}]}, {"rows": [{"element": "Fe"}, {"element": "Co"}]}, True),
        ({"rows": [{"element": "Fe, Co, Ni"}]}, {"rows": [{"element": "Fe"}, {"element": "Co"}]}, False),
        ({"rows": [{"element": ["Fe", "Ni"]}]}, {"rows": [{"element": "Fe"}], "match": "contains"}, True),
        ({"rows": [{"papers": 3}]}, {"match": "count", "count": 3}, True),
        ({"rows": [{"doc": "a"}, {"doc": "b"}]}, {"match": "count", "count": 3}, False),
        ({"yesno": None, "answer": "No, it does not."}, {"match": "yesno", "yesno": False}, True),
        ({"yesno": True}, {"match": "yesno", "yesno": False}, False),
        ({"rows": [{"ion": "Na"}, {"ion": "Li"}]}, {"rows": [{"ion": "Li"}], "match": "top1"}, False),
        ({"rows": [{"ion": "Na"}, {"ion": "Li"}]}, {"rows": [{"ion": "Li"}, {"ion": "Na"}], "order": "desc"}, False),
    ],
)
def test_answers_are_judged_by_their_rows(answer, expect, is_right):
    assert (judged(answer, **expect) is None) is is_right


def test_a_definition_may_be_answered_in_the_text_alone():
    entropy = {"rows": [{"value": 1.099, "unit": "R"}], "match": "contains"}
    assert judged({"rows": [], "answer": "It is 1.1 R per cation."}, kind="definition", **entropy) is None
    assert judged({"rows": [], "answer": "It is 1.1 R per cation."}, **entropy) is not None


@pytest.mark.slow
def test_strangers_are_answered_as_often_as_before():
    """Only numbers are told: which of the even questions failed is not to be seen."""
    questions = ask_more.questions_of("set_f")
    answers = list(ask_more.ask_all(store_of(ask_more.passages_of("set_f")), questions))
    right = Counter(
        int(question["id"][1:]) % 2
        for question, answer in zip(questions, answers, strict=True)
        if fault(question, answer) is None
    )
    assert {half: count for half, count in right.items() if count < FLOORS[half]} == {}
