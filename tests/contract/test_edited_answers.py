"""What a question was taken to mean can be changed: by options, in a chat, from Python, from a kept answer."""

import json

import pytest

from hemkg import KnowledgeGraph
from hemkg.errors import InputError

PASSAGE = (
    "The oxide CoO delivers 650 mAh g-1 at 0.1 A g-1 after 300 cycles in a lithium-ion cell.  "
    "The sulfide SnS2 delivers 540 mAh g-1 at 0.1 A g-1 in a sodium-ion cell."
)
QUESTION = "Which materials give more than 600 mAh/g for lithium?"


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    folder = tmp_path_factory.mktemp("edited")
    (folder / "paper.txt").write_text(PASSAGE, encoding="utf-8")
    with KnowledgeGraph.build(folder / "paper.txt", folder / "store"):
        return folder / "store"


def capacities(ran):
    assert (ran.status, ran.err) == (0, "")
    return [row["capacity"] for row in json.loads(ran.out)["rows"]]


def test_options_change_slots(hemkg, store):
    json_of = ("--store", store, "--format", "json")
    assert capacities(hemkg("ask", QUESTION, *json_of)) == [650]
    assert capacities(hemkg("ask", QUESTION, "--without", "ion", "--set", "value=> 500", *json_of)) == [650, 540]
    assert capacities(hemkg("ask", QUESTION, "--without", "value", "--set", "ion=Na", *json_of)) == [540]


@pytest.mark.parametrize(
    "mistake",
    [
        (QUESTION, "--without", "colour"),
        (QUESTION, "--without", "mechanism"),
        (QUESTION, "--set", "ion"),
        (QUESTION, "--set", "ion=purple"),
        ("--chat", "--without", "ion"),
        ("/drop ion",),
    ],
)
def test_a_mistake_gets_one_sentence(hemkg, store, mistake):
    ran = hemkg("ask", *mistake, "--store", store)
    assert ran.status == 2
    assert len(ran.err.splitlines()) == 1
    assert ran.err.startswith("hemkg: ")


def test_a_chat_changes_slots_and_goes_back(hemkg, store):
    lines = [QUESTION, "/slots", "/set value 500 to 600 mAh/g", "/set ion Na", "/undo", "/drop colour"]
    ran = hemkg("ask", "--chat", "--store", store, stdin="\n".join(lines) + "\n\n")
    assert ran.status == 0
    shown = ran.out
    assert "ion: Li+" in shown
    assert shown.index("CoO with 650") < shown.index("SnS2 with 540")
    assert "There is no slot 'colour'" in shown
    assert shown.rindex("report no specific capacity of between 500 and 600") > shown.index("SnS2 with 540")


def test_python_changes_slots(store):
    with KnowledgeGraph.open(store) as graph:
        result = graph.ask(QUESTION)
        assert result.slots["ion"] == "Li+"
        assert [row["capacity"] for row in result.edited("ion", value="> 500").rows] == [650, 540]
        assert [row["capacity"] for row in result.rows] == [650]
        with pytest.raises(InputError, match="no slot"):
            result.edited("colour")


def test_a_changed_answer_is_kept_and_asked_again(store, tmp_path):
    with KnowledgeGraph.open(store) as graph:
        graph.ask(QUESTION).edited("value", ion="Na").save(tmp_path / "answer.json")
        again = graph.rerun(tmp_path / "answer.json")
        assert again.are_same_rows
        assert [row["capacity"] for row in again.now.answer["rows"]] == [540]


def test_a_batch_changes_slots_of_the_turn_that_it_follows(hemkg, store, tmp_path):
    asked = [
        {"id": "a", "question": QUESTION, "follow_up_of": None},
        {"id": "b", "question": "/drop ion", "follow_up_of": None},
        {"id": "c", "question": "/set value > 500", "follow_up_of": "a"},
    ]
    file = tmp_path / "questions.jsonl"
    file.write_text("\n".join(map(json.dumps, asked)), encoding="utf-8")
    ran = hemkg("ask", "--batch", file, "--store", store)
    assert ran.status == 1
    assert "line 2" in ran.err
    assert [json.loads(line)["id"] for line in ran.out.splitlines()] == ["a", "c"]
