"""What a build does of what it could: new, changed, moved, gone, failed; and what it says beforehand."""

import json
from pathlib import Path

import pytest

from hemkg import building, pipeline
from hemkg.building import Fate
from hemkg.errors import InputError, StoreMissing
from hemkg.isolation import Limits
from hemkg.store.catalogue import Catalogue

pytestmark = pytest.mark.slow
SAID = "The high-entropy oxide (Co0.2Cu0.2Mg0.2Ni0.2Zn0.2)O delivers {} mAh g-1 after 300 cycles in a lithium-ion cell."


class Desk:
    """A folder of papers, a store, and how often papers were read."""

    def __init__(self, folder, read):
        self.papers, self.store, self.read = folder / "papers", folder / "store", read
        self.papers.mkdir()

    def put(self, **papers):
        for name, text in papers.items():
            (self.papers / f"{name}.txt").write_text(text, encoding="utf-8")

    def build(self, *paths, limits=None, **how):
        self.read.clear()
        paths = paths or (self.papers,)
        limits = limits or Limits(120.0)
        planned = building.plan(paths, self.store, largest=2**20, limits=limits, **how)
        report = building.build(paths, self.store, workers=1, largest=2**20, limits=limits, **how)
        assert report.documents == report.added + report.updated + report.unchanged + len(report.failed)
        told = {fate: len(paths) for fate, paths in planned.by_fate.items()}
        assert sum(number for fate, number in told.items() if fate is not Fate.WITHDRAWN) == planned.documents
        assert planned.documents == report.documents
        assert told.get(Fate.UNCHANGED, 0) == report.unchanged
        assert told.get(Fate.WITHDRAWN, 0) == len(report.withdrawn)
        return told, report

    def claims(self):
        with Catalogue.open(self.store) as catalogue:
            return catalogue.claims()


@pytest.fixture
def desk(tmp_path, monkeypatch):
    read = []

    def work_all(sources, **how):
        read.extend(source.path.rsplit("/", 1)[-1] for source in sources)
        return (pipeline.work(source, how["largest"]) for source in sources)

    monkeypatch.setattr(building, "work_all", work_all)
    desk = Desk(tmp_path, read)
    desk.put(one=SAID.format(650), other=SAID.format(720))
    return desk


def test_new_and_unchanged(desk):
    assert desk.build()[0] == {Fate.NEW: 2}
    told, report = desk.build()
    assert (told, report.unchanged, desk.read) == ({Fate.UNCHANGED: 2}, 2, [])


def test_changed(desk):
    desk.build()
    desk.put(one=SAID.format(651))
    told, report = desk.build()
    assert (told, report.updated, desk.read) == ({Fate.CHANGED: 1, Fate.UNCHANGED: 1}, 1, ["one.txt"])


def test_what_is_gone_is_withdrawn_with_its_claims_and_comes_back(desk):
    desk.build()
    desk.put(third=SAID.format(800))
    desk.build()
    before = desk.claims()
    (desk.papers / "third.txt").unlink()
    told, report = desk.build()
    assert (told, desk.claims()) == ({Fate.UNCHANGED: 2, Fate.WITHDRAWN: 1}, before - 1)
    assert report.withdrawn == [str(desk.papers / "third.txt")]
    desk.put(third=SAID.format(800))
    assert desk.build()[0] == {Fate.UNCHANGED: 2, Fate.NEW: 1}
    assert desk.claims() == before


def test_what_lies_elsewhere_is_left_alone(desk, tmp_path):
    elsewhere = tmp_path / "elsewhere.txt"
    elsewhere.write_text(SAID.format(900), encoding="utf-8")
    desk.build(desk.papers, elsewhere)
    elsewhere.unlink()
    assert desk.build()[0] == {Fate.UNCHANGED: 2}
    with Catalogue.open(desk.store) as catalogue:
        assert catalogue.document(str(elsewhere)).status == "done"


def test_a_folder_that_is_not_there_withdraws_nothing(desk):
    desk.build()
    before = desk.claims()
    for path in desk.papers.iterdir():
        path.rename(path.with_suffix(".aside"))
    with pytest.raises(InputError):
        desk.build()
    assert desk.claims() == before


def test_the_copy_of_a_paper_that_is_gone_stands_for_it(desk, tmp_path):
    doi = '<meta name="citation_doi" content="10.9999/one">'
    page = f"<html><head>{doi}</head><body><p>{SAID.format(650)}</p></body></html>"
    (desk.papers / "better.html").write_text(page, encoding="utf-8")
    copy = tmp_path / "copy.md"
    copy.write_text(f"---\ndoi: 10.9999/one\n---\n\n# Of an oxide\n\n{SAID.format(650)}\n", encoding="utf-8")
    desk.build(desk.papers, copy)
    with Catalogue.open(desk.store) as catalogue:
        assert catalogue.document(str(copy)).status == "copy"
    (desk.papers / "better.html").unlink()
    desk.build(desk.papers)
    with Catalogue.open(desk.store) as catalogue:
        assert catalogue.document(str(copy)).status == "done"


def test_titles_that_a_library_no_longer_tells_are_withdrawn(desk):
    library = desk.papers / "works.bib"
    entry = "@article{{{0}, title={{A high-entropy oxide anode called {0}}}, year={{2024}}, doi={{10.9999/{0}}}}}\n"
    library.write_text(entry.format("alpha") + entry.format("beta"), encoding="utf-8")
    assert desk.build()[0] == {Fate.NEW: 4}
    library.write_text(entry.format("alpha"), encoding="utf-8")
    assert desk.build()[0][Fate.WITHDRAWN] == 1
    library.unlink()
    assert desk.build()[0] == {Fate.UNCHANGED: 2, Fate.WITHDRAWN: 1}


def test_a_library_that_cannot_be_read_withdraws_nothing(desk):
    library = desk.papers / "works.bib"
    library.write_text("@article{a, title={A high-entropy oxide anode for lithium}, doi={10.9999/a}}", encoding="utf-8")
    desk.build()
    library.write_bytes(b"\xff\xfe\x00 nothing that a library holds")
    assert Fate.WITHDRAWN not in desk.build()[0]


def test_what_was_moved_is_not_read_again(desk):
    desk.build()
    moved = desk.papers / "deeper"
    moved.mkdir()
    (desk.papers / "one.txt").rename(moved / "one.txt")
    told, _ = desk.build()
    assert (told, desk.read) == ({Fate.UNCHANGED: 2}, [])
    with Catalogue.open(desk.store) as catalogue:
        assert set(catalogue.documents()) == {str(moved / "one.txt"), str(desk.papers / "other.txt")}


def test_what_got_another_name_is_read_again_since_answers_name_it(desk):
    desk.build()
    (desk.papers / "one.txt").rename(desk.papers / "two.txt")
    assert desk.build()[0] == {Fate.UNCHANGED: 1, Fate.NEW: 1, Fate.WITHDRAWN: 1}


def test_what_failed_is_not_tried_again_unless_asked(desk):
    desk.put(empty="")
    first = desk.build()[1]
    told, report = desk.build()
    assert (told, desk.read) == ({Fate.UNCHANGED: 2, Fate.FAILED_BEFORE: 1}, [])
    assert report.failed == first.failed
    told, report = desk.build(retries=True)
    assert (told, desk.read) == ({Fate.UNCHANGED: 2, Fate.RETRIED: 1}, ["empty.txt"])
    assert report.failed == first.failed


@pytest.mark.parametrize("limits", [Limits(240.0), Limits(120.0, 2**33)])
def test_what_failed_is_tried_again_where_more_is_allowed(desk, limits):
    desk.put(empty="")
    desk.build()
    assert desk.build(limits=limits)[0] == {Fate.UNCHANGED: 2, Fate.CHANGED: 1}


def test_what_failed_and_was_mended_is_read(desk):
    desk.put(empty="")
    desk.build()
    desk.put(empty=SAID.format(700))
    assert not desk.build()[1].failed


def test_a_new_engine_reads_everything_again(desk, monkeypatch):
    desk.put(empty="")
    desk.build()
    monkeypatch.setattr(building, "engine", lambda: "another")
    assert desk.build()[0] == {Fate.CHANGED: 3}


def test_new_rules_have_no_paper_read_again_and_are_run(desk, monkeypatch):
    from hemkg.reason import rules

    desk.build()
    assert desk.build()[1].derived == 0
    monkeypatch.setattr(rules, "fingerprint", lambda: "another")
    _, report = desk.build()
    assert (report.unchanged, desk.read) == (2, [])
    assert report.derived > 0
    assert desk.build()[1].derived == 0


def test_a_plan_makes_nothing(tmp_path):
    (tmp_path / "one.txt").write_text(SAID.format(650), encoding="utf-8")
    assert building.plan([tmp_path / "one.txt"], tmp_path / "store", largest=2**20).documents == 1
    assert not (tmp_path / "store").exists()


def test_the_command_says_what_it_would_do(hemkg, tmp_path):
    (tmp_path / "one.txt").write_text(SAID.format(650), encoding="utf-8")
    asked = ("build", tmp_path / "one.txt", "--store", tmp_path / "store", "--dry-run")
    ran = hemkg(*asked)
    assert (ran.status, ran.err) == (0, "")
    assert ran.out.splitlines()[0] == "1 document: 1 new; nothing was done."
    told = json.loads(hemkg(*asked, "--format", "json").out)
    assert (told["documents"], told["new"]) == (1, [str(tmp_path / "one.txt")])
    assert not (tmp_path / "store").exists()


def test_the_command_tries_again(hemkg, tmp_path):
    (tmp_path / "empty.txt").write_bytes(b"")
    store = tmp_path / "store"
    assert hemkg("build", tmp_path, "--store", store).status == 1
    assert hemkg("build", "--retry", "--store", store).status == 1
    (tmp_path / "empty.txt").write_text(SAID.format(650), encoding="utf-8")
    assert hemkg("build", "--retry", "--store", store).status == 0
    assert "Nothing that failed" in hemkg("build", "--retry", "--store", store).out
    assert hemkg("build", "--store", store).status == 2


def test_nothing_can_be_tried_again_in_no_store(tmp_path):
    with pytest.raises(StoreMissing):
        building.failed_before(tmp_path / "nowhere")


def test_paths_begin_where_their_user_is_now(tmp_path, monkeypatch):
    for place in ("here", "there"):
        (tmp_path / place).mkdir()
        monkeypatch.chdir(tmp_path / place)
        Path(f"{place}.txt").write_text(SAID.format(700), encoding="utf-8")
        report = building.build([Path(f"{place}.txt")], tmp_path / "store", workers=1, largest=2**20)
        assert (report.added, report.failed) == (1, [])
