"""What ``hemkg curate`` promises: decisions win in every answer, survive every build, and go from store to store."""

import json
import subprocess
import sys
from dataclasses import replace

import pytest

from hemkg import KnowledgeGraph, building, curating
from hemkg.errors import InputError, UnknownTerm
from hemkg.model.graph import PaperGraph
from hemkg.rdf import iris
from hemkg.store.catalogue import Catalogue
from hemkg.store.curation.leaf import as_written
from hemkg.store.names import claims_graph_of

pytestmark = pytest.mark.slow  # every test builds a store

PAPER = """---
doi: 10.1234/spinels
title: An invented comparison of oxides
---

# Results

The oxide CoO delivers 560 mAh g-1 after 300 cycles at 0.5 A g-1 in a lithium-ion cell.

The oxide NiO delivers 700 mAh g-1 after 100 cycles at 0.1 A g-1 in a lithium-ion cell.

In situ XRD shows that CoO stores lithium by conversion.
"""
BY = ("--by", "Ada", "--because", "seen")


class Group:
    """People with a folder of papers and a store."""

    def __init__(self, folder, hemkg):
        self.papers, self.store, self._hemkg = folder / "papers", folder / "store", hemkg
        self.papers.mkdir(parents=True)
        self.write(PAPER)

    def write(self, text, name="spinels.md"):
        (self.papers / name).write_text(text)

    def run(self, *arguments):
        return self._hemkg(*arguments, "--store", self.store)

    def build(self):
        ran = self.run("build", self.papers, "--format", "json")
        assert ran.status == 0, ran.err
        return json.loads(ran.out)

    def curate(self, *arguments, status=0):
        ran = self.run("curate", *arguments)
        assert ran.status == status, ran.err
        return ran

    def claim(self, words, kind="CapacityClaim"):
        told = json.loads(self.curate("doubtful", "--format", "json").out)
        return next(c["claim"] for c in told if words in c["quote"] and c["kind"] == kind)

    def rows(self, question="What is the capacity of CoO?"):
        return json.loads(self.run("ask", question, "--format", "json").out)

    def decided(self, *options):
        return json.loads(self.curate("list", "--format", "json", *options).out)

    def digest(self):
        with Catalogue.open(self.store) as catalogue:
            return catalogue.digest()

    def derived(self):
        with Catalogue.open(self.store) as catalogue:
            return catalogue.graph.lines(iris.DERIVED_GRAPH)


@pytest.fixture
def group(tmp_path, hemkg):
    made = Group(tmp_path / "one", hemkg)
    made.build()
    return made


def test_a_rejected_claim_is_in_no_answer_and_in_no_table(group):
    claim = group.claim("CoO")
    assert [row["capacity"] for row in group.rows()["rows"]] == [560]
    ran = group.curate("reject", claim.replace(iris.ID, "hd:"), *BY)
    assert "[in force]" in ran.out
    assert "by Ada: seen" in ran.out
    assert group.rows()["rows"] == []
    assert "560" not in group.run("table").out
    assert "560" not in group.run("export", "--format", "csv").out
    why = group.run("why", claim)
    assert "rejected by Ada: seen" in why.out
    assert group.run("validate").status == 0


def test_what_is_decided_on_takes_no_passage_out_of_sight(group):
    with Catalogue.open(group.store) as catalogue:
        before = list(catalogue.passages.every())
    group.curate("reject", group.claim("CoO"), *BY)
    with Catalogue.open(group.store) as catalogue:
        assert before
        assert list(catalogue.passages.every()) == before
        assert catalogue.passages.search("oxide CoO")


def test_a_corrected_value_is_what_every_answer_gives_with_who_says_so(group):
    claim = group.claim("CoO")
    group.curate("correct", claim.rsplit("/", 1)[-1][:8], "--set", "value=650", "--set", "ion=Na", *BY)
    answer = group.rows()
    assert [(row["capacity"], row["ion"]) for row in answer["rows"]] == [(650, "Na")]
    assert answer["citations"][0]["quote"].startswith("The oxide CoO delivers 560")
    note = answer["citations"][0]["decided"]
    assert note.startswith("corrected by Ada on ")
    assert note.endswith(": seen (ion Li+ → Na+, value 560 → 650)")
    assert note in group.run("ask", "What is the capacity of CoO?").out
    table = json.loads(group.run("table", "--columns", "value,claim,decision", "--format", "json").out)
    assert [row["decision"] for row in table["rows"] if row["value"] == 650] == [note]
    assert claim.endswith(str(table["rows"][0]["claim"]))
    assert note in group.run("table").out
    assert note in group.run("why", claim).out
    assert "decisionNote" in group.run("export", "--format", "nanopub").out
    assert group.run("validate").status == 0


def test_rules_and_gaps_see_the_correction(group):
    before = group.derived()
    group.curate("correct", group.claim("CoO"), "--set", "ion=Na", *BY)
    after = group.derived()
    assert before != after
    assert "SodiumIon" in "".join(set(after) - set(before))
    gaps = group.run("gaps", "--format", "json")
    assert gaps.status == 0


def test_a_correction_adds_to_one_that_stands_and_an_acceptance_keeps_it(group):
    claim = group.claim("CoO")
    group.curate("correct", claim, "--set", "value=650", *BY)
    group.curate("correct", claim, "--set", "cycle=200", *BY)
    assert [(row["capacity"], row["cycle"]) for row in group.rows()["rows"]] == [(650, 200)]
    group.curate("accept", claim, "--by", "Bo", "--because", "I agree")
    assert [(row["capacity"], row["cycle"]) for row in group.rows()["rows"]] == [(650, 200)]
    assert [d["kind"] for d in group.decided()] == ["accept"]
    assert [d["state"] for d in group.decided("--all")] == ["superseded", "superseded", "in force"]


def test_a_decided_claim_is_in_doubt_no_more(group):
    first = json.loads(group.curate("doubtful", "--format", "json", "--limit", "1").out)[0]
    group.curate("accept", first["claim"], *BY)
    told = json.loads(group.curate("doubtful", "--format", "json").out)
    assert first["claim"] not in {claim["claim"] for claim in told}
    assert [claim["confidence"] for claim in told] == sorted(claim["confidence"] for claim in told)
    assert told[0]["quote"] in group.curate("doubtful").out


def test_to_undo_gives_the_store_back_as_it_was(group):
    digest, derived, claim = group.digest(), group.derived(), group.claim("CoO")
    group.curate("correct", claim, "--set", "value=650", *BY)
    group.curate("reject", claim, *BY)
    assert group.digest() != digest
    assert group.curate("undo", claim, "--by", "Bo").out.startswith("taken back: ")
    assert [row["capacity"] for row in group.rows()["rows"]] == [650]
    (standing,) = group.decided()
    group.curate("undo", standing["decision"], "--by", "Bo")
    assert (group.digest(), group.derived()) == (digest, derived)
    assert group.decided() == []
    assert group.curate("undo", claim, "--by", "Bo", status=2).err.startswith("hemkg: nothing stands on ")


def test_a_build_where_nothing_changed_does_nothing(group):
    group.curate("reject", group.claim("CoO"), *BY)
    digest = group.digest()
    report = group.build()
    assert (report["unchanged"], report["updated"], group.digest()) == (1, 0, digest)


def test_decisions_come_through_a_changed_file(group):
    group.curate("reject", group.claim("CoO"), *BY)
    group.curate("correct", group.claim("NiO"), "--set", "value=710", *BY)
    group.write(PAPER.replace("# Results", "# Abstract\n\nOxides were compared once more.\n\n# Results"))
    assert group.build()["updated"] == 1
    assert group.rows()["rows"] == []
    assert [row["capacity"] for row in group.rows("What is the capacity of NiO?")["rows"]] == [710]
    assert {d["state"] for d in group.decided()} == {"in force"}


def test_decisions_come_through_another_engine_that_names_every_claim_anew(group, monkeypatch):
    group.curate("reject", group.claim("CoO"), *BY)
    group.curate("correct", group.claim("NiO"), "--set", "value=710", *BY)
    group.curate("accept", group.claim("conversion", "MechanismClaim"), *BY)
    monkeypatch.setattr(building, "engine", lambda: "another")
    work_all = building.work_all

    def renaming(*arguments, **options):
        for outcome in work_all(*arguments, **options):
            graph = outcome.done.graph
            lines = [line.replace("/id/claim/", "/id/claim/ffff") for line in graph.lines]
            yield replace(outcome, done=replace(outcome.done, graph=replace(graph, lines=tuple(sorted(lines)))))

    monkeypatch.setattr(building, "work_all", renaming)
    building.build([group.papers], group.store, workers=1, largest=2**26)
    assert group.rows()["rows"] == []
    (row,) = group.rows("What is the capacity of NiO?")["rows"]
    assert row["capacity"] == 710
    assert [(d["kind"], d["state"]) for d in group.decided()] == [
        ("reject", "in force"), ("correct", "in force"), ("accept", "in force"),
    ]  # fmt: skip
    old = group.decided()[1]["claim"]
    group.curate("accept", old, "--by", "Bo", "--because", "the same under its old name")
    group.curate("undo", old, "--by", "Bo")
    assert all("/claim/ffff" in d["now"] and "/claim/ffff" not in d["claim"] for d in group.decided())


def test_decisions_of_claims_that_are_gone_wait_and_are_listed(group):
    group.curate("reject", group.claim("CoO"), *BY)
    group.write(PAPER.replace("560", "570"))
    (told,) = group.build()["notes"]
    assert told.startswith("a decision of Ada (reject) waits, for the words are read otherwise now")
    assert group.build()["notes"] == []
    assert [row["capacity"] for row in group.rows()["rows"]] == [570]
    assert [d["state"] for d in group.decided("--waiting")] == ["waiting"]
    assert "waits, for " in group.curate("list", "--waiting").out
    group.write(PAPER)
    group.build()
    assert group.rows()["rows"] == []
    assert group.decided("--waiting") == []


def test_decisions_on_a_paper_that_fails_hold_again_when_it_is_mended(group):
    group.curate("reject", group.claim("CoO"), *BY)
    digest = group.digest()
    (group.papers / "spinels.md").write_bytes(b"\x00\x01\x02" * 100)
    ran = group.run("build", group.papers)
    assert ran.status == 1
    assert "a decision of Ada (reject) waits, for the paper is not in this store" in ran.err
    assert [d["state"] for d in group.decided()] == ["waiting"]
    group.write(PAPER)
    group.build()
    assert group.digest() == digest


def test_decisions_on_a_paper_that_is_withdrawn_hold_again_when_it_comes_back(group):
    group.write("The oxide MnO delivers 333 mAh g-1 in a lithium-ion cell.", "other.md")
    group.build()
    group.curate("reject", group.claim("CoO"), *BY)
    digest, derived = group.digest(), group.derived()
    (group.papers / "spinels.md").unlink()
    group.build()
    assert [d["waits_because"] for d in group.decided("--waiting")] == ["the paper is not in this store"]
    group.write(PAPER)
    group.build()
    assert (group.digest(), group.derived()) == (digest, derived)
    assert group.decided("--waiting") == []


def test_decisions_go_from_store_to_store_in_any_order(group, tmp_path, hemkg):
    group.curate("reject", group.claim("CoO"), *BY)
    group.curate("correct", group.claim("NiO"), "--set", "value=710", *BY)
    group.curate("undo", group.decided()[0]["decision"], "--by", "Ada")
    group.curate("reject", group.claim("CoO"), "--by", "Bo", "--because", "still")
    file = tmp_path / "decisions.jsonl"
    group.curate("export", "--out", file)
    after, before = Group(tmp_path / "two", hemkg), Group(tmp_path / "three", hemkg)
    after.build()
    assert "4 new" in after.curate("import", file).out
    assert (after.digest(), after.derived()) == (group.digest(), group.derived())
    assert "4 known before" in after.curate("import", file).out
    assert after.curate("export").out == file.read_text()
    # a store in which the decisions stand before the paper comes
    before.write("The oxide MnO delivers 333 mAh g-1 in a lithium-ion cell.", "other.md")
    (before.papers / "spinels.md").unlink()
    before.build()
    assert "waiting" in before.curate("import", file).out
    before.write(PAPER)
    (before.papers / "other.md").unlink()
    before.build()
    assert [row["capacity"] for row in before.rows("What is the capacity of NiO?")["rows"]] == [710]
    assert before.rows()["rows"] == []
    assert before.decided("--waiting") == []


def test_a_broken_file_is_named_line_by_line_and_the_rest_is_taken(group, tmp_path):
    group.curate("reject", group.claim("CoO"), *BY)
    file = tmp_path / "decisions.jsonl"
    group.curate("export", "--out", file)
    group.curate("undo", group.decided()[0]["decision"], "--by", "Ada")
    more = json.loads(file.read_text()) | {"by": "Bo", "when": "2026-01-01T00:00:00Z", "kind": "accept"}
    file.write_text('nonsense\n\n{"kind": "reject"}\n' + json.dumps(more) + "\n")
    ran = group.curate("import", file, status=1)
    assert ran.err.count("is no decision") == 2
    assert "line 1 of " in ran.err
    assert "line 3 of " in ran.err
    assert "1 new" in ran.out
    assert group.rows()["citations"][0]["decided"].startswith("accepted by Bo")
    missing = group.curate("import", tmp_path / "none.jsonl", status=2)
    assert "cannot be read" in missing.err


KILLED = """
import os, sys
from pathlib import Path
from hemkg import curating
from hemkg.store.catalogue import Catalogue
from hemkg.store.oxigraph import OxigraphStore
left = [int(sys.argv[3])]
def dying(write):
    def go(*arguments):
        if not left[0]:
            os._exit(9)
        left[0] -= 1
        return write(*arguments)
    return go
OxigraphStore.replace, OxigraphStore.change = dying(OxigraphStore.replace), dying(OxigraphStore.change)
with Catalogue.open(Path(sys.argv[1]), write=True) as catalogue:
    curating.take_in(catalogue, Path(sys.argv[2]).read_text(), "decisions")
"""


@pytest.mark.parametrize("after", [0, 1, 3])
def test_an_import_that_is_killed_leaves_the_store_whole_and_is_finished_by_the_next(group, tmp_path, hemkg, after):
    group.curate("reject", group.claim("CoO"), *BY)
    group.curate("correct", group.claim("NiO"), "--set", "value=710", *BY)
    file, other = tmp_path / "decisions.jsonl", Group(tmp_path / "two", hemkg)
    group.curate("export", "--out", file)
    other.build()
    with Catalogue.open(other.store) as catalogue:
        read = next(document.digest for document in catalogue.documents().values())
    ended = subprocess.run(
        [sys.executable, "-c", KILLED, str(other.store), str(file), str(after)], check=False, capture_output=True
    )
    assert ended.returncode == 9, ended.stderr
    with Catalogue.open(other.store) as catalogue:
        (document,) = catalogue.documents().values()
        lines = tuple(sorted(as_written(catalogue.graph.lines(claims_graph_of(document.paper)))))
        assert document.digest == PaperGraph("urn:g", "urn:p", lines).digest
        assert catalogue.ledger.undisturbed(document.paper).digest == read
    assert other.run("validate").status == 0
    other.curate("import", file)
    assert (other.digest(), other.derived()) == (group.digest(), group.derived())


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("reject", "CLAIM", "--because", "x"), "needs the name of a person"),
        (("reject", "CLAIM", "--because", " ", "--by", "A"), "a name of a person and a reason"),
        (("reject", "0000", "--because", "x", "--by", "A"), "no claim here is called '0000'"),
        (("reject", "zzz", "--because", "x", "--by", "A"), "'zzz' is no claim"),
        (("correct", "CLAIM", "--set", "value", *BY), "FIELD=VALUE"),
        (("correct", "CLAIM", "--set", "worth=5", *BY), "no field 'worth'"),
        (("correct", "CLAIM", "--set", "value=much", *BY), "value takes a number"),
        (("correct", "CLAIM", "--set", "unit=V", *BY), "not in the canonical unit"),
        (("correct", "CLAIM", *BY), "--set"),
        (("reject", "CLAIM", "--because", "x" * 3000, "--by", "A"), "at most"),
    ],
)
def test_what_cannot_be_decided_is_said_in_a_sentence_and_changes_nothing(group, arguments, told):
    claim, digest = group.claim("CoO"), group.digest()
    ran = group.curate(*(claim if each == "CLAIM" else each for each in arguments), status=2)
    assert told.replace("a name of", "the name of") in ran.err
    assert ran.err.startswith("hemkg: ")
    assert ran.err.count("\n") == 1
    assert group.digest() == digest
    assert group.decided("--all") == []


def test_a_claim_of_the_guidelines_is_not_decided_on_here(group):
    with Catalogue.open(group.store, write=True) as catalogue:
        rows = catalogue.graph.query("SELECT ?c { ?c a <https://w3id.org/hemkg/ont#GuidelineClaim> } LIMIT 1").rows
        with pytest.raises((InputError, UnknownTerm)):
            curating.decide(catalogue, curating.DecisionKind.REJECT, str(rows[0]["c"]), who="A", reason="no")


def test_the_name_may_come_from_the_environment(group, monkeypatch):
    monkeypatch.setenv("HEMKG_CURATOR", "Cleo")
    with KnowledgeGraph.open(group.store) as graph:
        assert graph.reject(group.claim("CoO"), "seen").decision.who == "Cleo"


def test_python_decides_as_the_command_line_does(group):
    claim = group.claim("CoO")
    with KnowledgeGraph.open(group.store) as graph:
        done = graph.correct(claim, "seen", "Ada", value="650")
        assert dict(done.decision.fields) == {"value": "650"}
        assert [row["capacity"] for row in graph.ask("What is the capacity of CoO?").rows] == [650]
        assert graph.accept(claim, "yes", "Bo").decision.fields == done.decision.fields
        graph.reject(claim, "no", "Cy")
        assert not graph.ask("What is the capacity of CoO?").rows
        graph.undo(claim, by="Cy")
        assert [record.decision.who for record in graph.decisions()] == ["Bo"]
        with pytest.raises(InputError, match="needs the name"):
            graph.reject(claim, "no")
    assert [d["by"] for d in group.decided()] == ["Bo"]


def test_decisions_are_part_of_every_export_of_the_graph(group):
    group.curate("correct", group.claim("CoO"), "--set", "value=650", *BY)
    for form in ("ttl", "trig", "nq", "jsonld"):
        told = group.run("export", "--format", form).out
        assert "Ada" in told, form
        assert "generatedAtTime" in told, form
    import pyoxigraph

    from hemkg.store.oxigraph import OxigraphStore
    from hemkg.store.passages import PassageIndex

    again = pyoxigraph.Store()
    again.load(group.run("export", "--format", "nq").out.encode(), format=pyoxigraph.RdfFormat.N_QUADS)
    read = Catalogue(OxigraphStore(again, None), PassageIndex.in_memory())
    with Catalogue.open(group.store) as catalogue:
        assert curating.every(read) == curating.every(catalogue)
        assert read.digest() == catalogue.digest()
