"""An answer can be kept and asked again: what changed in graph and rows is said, and every mistake in a sentence."""

import json

import pytest

PASSAGE = "The oxide CoO delivers 650 mAh g-1 at 0.1 A g-1 after 300 cycles in a lithium-ion cell."
QUESTION = "What is the capacity of CoO?"


def made(hemkg, folder):
    """A store, a paper in it, and an answer that is kept."""
    paper, store, answer = folder / "paper.txt", folder / "store", folder / "answer.json"
    paper.write_text(PASSAGE, encoding="utf-8")
    assert hemkg("build", paper, "--store", store).status == 0
    assert hemkg("ask", QUESTION, "--store", store, "--save", answer).status == 0
    return paper, store, answer


@pytest.fixture(scope="module")
def kept(hemkg, tmp_path_factory):
    return made(hemkg, tmp_path_factory.mktemp("kept"))


def test_the_same_answer_is_kept_the_same_and_nothing_has_changed(hemkg, kept, tmp_path):
    _, store, answer = kept
    hemkg("ask", QUESTION, "--store", store, "--save", tmp_path / "again.json")
    assert (tmp_path / "again.json").read_bytes() == answer.read_bytes()
    told = json.loads(answer.read_text(encoding="utf-8"))
    fields = {"question", "follows", "hemkg", "answer", "rows", "columns", "citations", "sparql", "scope", "abstained"}
    assert fields <= set(told)
    ran = hemkg("ask", "--rerun", answer, "--store", store)
    assert (ran.status, ran.err) == (0, "")
    assert f"The graph is the one of then ({told['scope']['graph']})." in ran.out
    assert "The rows are what they were (1)." in ran.out


def test_what_has_changed_is_said(hemkg, tmp_path):
    paper, store, answer = made(hemkg, tmp_path)
    more = " The oxide CoO delivers 420 mAh g-1 at 2 A g-1 in a lithium-ion cell."
    paper.write_text(PASSAGE.replace("650", "640") + more, encoding="utf-8")
    hemkg("build", paper, "--store", store)
    ran = hemkg("ask", "--rerun", answer, "--store", store)
    assert ran.status == 0
    assert "The graph has changed: " in ran.out
    assert "capacity: 650 → 640" in ran.out
    told = json.loads(hemkg("ask", "--rerun", answer, "--store", store, "--format", "json").out)
    assert told["graph"]["changed"]
    assert [row["capacity"] for row in told["rows"]["added"]] == [420]
    assert [row["cells"] for row in told["rows"]["changed"]] == [{"capacity": {"then": 650, "now": 640}}]
    assert told["rows"]["removed"] == []
    assert told["answer"]["scope"]["graph"] == told["graph"]["now"]


MISTAKES = {
    "no such file": ("--rerun", "nowhere.json"),
    "no kept answer": ("--rerun", "README.md"),
    "a question besides": (QUESTION, "--rerun", "README.md"),
    "nothing to keep": ("--chat", "--save", "answer.json"),
    "no place": (QUESTION, "--save", "no/such/folder/answer.json"),
    "another format": ("--rerun", "ANSWER", "--format", "csv"),
}


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_gets_one_sentence(hemkg, kept, name):
    _, store, answer = kept
    arguments = [answer if word == "ANSWER" else word for word in MISTAKES[name]]
    ran = hemkg("ask", *arguments, "--store", store)
    assert ran.status == 2
    assert len(ran.err.splitlines()) == 1
    assert ran.err.startswith("hemkg: ")
    assert ran.err.rstrip().endswith(".")
