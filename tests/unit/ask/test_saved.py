"""What has changed between a kept answer and the answer of today."""

import json

import pytest

from hemkg.ask.saved import Saved, compare, dumps, loads
from hemkg.errors import InputError
from hemkg.model.answer import Answer, Citation, Row, Scope

ROW = {"material": "CoO", "capacity": 650, "unit": "mAh g-1", "cycle": 300, "doc": "one"}
OTHER = ROW | {"material": "NiO", "capacity": 480, "doc": "two"}


def answer(*rows, graph="aaaa", **more):
    cited = [Row(cells, (n,)) for n, cells in enumerate(rows, start=1)]
    quotes = tuple(Citation(n, row["doc"], "said so") for n, row in enumerate(rows, start=1))
    return Answer("told", "meant", Scope(1, 0, 0, graph), tuple(cited), tuple(ROW), quotes, **more)


def kept(*rows, **more):
    from hemkg.ask.report import to_json

    return Saved("What of CoO?", (), "0.1.0", to_json(answer(*rows, **more)))


def test_the_same_answer_is_the_same_file():
    assert dumps(kept(ROW)) == dumps(kept(ROW))
    assert loads(dumps(kept(ROW))) == kept(ROW)


def test_nothing_changed():
    found = compare(kept(ROW, OTHER), answer(OTHER, ROW), "0.1.0")
    assert found.is_same_graph
    assert found.are_same_rows
    assert "The rows are what they were (2)." in str(found)


def test_rows_come_and_go():
    found = compare(kept(ROW), answer(OTHER, graph="bbbb"), "0.1.0")
    assert not found.is_same_graph
    assert (found.added, found.removed, found.changed) == ((OTHER,), (ROW,), ())
    assert "The graph has changed: aaaa then, bbbb now." in str(found)
    assert "+ NiO, 480, mAh g-1, 300, two" in str(found)
    assert "- CoO, 650, mAh g-1, 300, one" in str(found)


def test_a_value_that_changed_is_one_row():
    found = compare(kept(ROW, OTHER), answer(ROW | {"capacity": 640}, OTHER), "0.2.0")
    (change,) = found.changed
    assert change.cells == {"capacity": (650, 640)}
    assert (found.added, found.removed) == ((), ())
    assert "~ CoO, mAh g-1, 300, one: capacity: 650 → 640" in str(found)
    assert "Answered by hemkg 0.1.0 then, by 0.2.0 now." in str(found)
    told = found.to_json()
    assert told["rows"]["changed"][0]["cells"] == {"capacity": {"then": 650, "now": 640}}
    assert json.dumps(told)


def test_a_row_that_stands_twice_counts_twice():
    assert compare(kept(ROW, ROW), answer(ROW), "0.1.0").removed == (ROW,)


def test_a_yes_that_became_a_no_is_said():
    found = compare(kept(ROW, yesno=True), answer(ROW, yesno=False), "0.1.0")
    assert "The answer was yes, now it is no." in str(found)


@pytest.mark.parametrize(
    "text",
    ["", "[]", "null", "{}", "no JSON", "[" * 100_000, '{"answer": "x", "rows": []}',
     dumps(kept(ROW)).replace('"form": 1', '"form": 9'), dumps(kept(ROW)).replace('"follows": []', '"follows": 3'),
     dumps(kept(ROW)).replace('"question": "What of CoO?"', '"question": 3')],
)  # fmt: skip
def test_what_is_no_kept_answer_is_refused_in_a_sentence(text):
    with pytest.raises(InputError, match=r"^answer\.json (is|was) .*\.$"):
        loads(text, "answer.json")
