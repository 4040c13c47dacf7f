"""What keeps a store of many papers quick: nothing is counted once a paper, read twice, or left in a log."""

import shutil

import pytest

from hemkg import building
from hemkg.ask.measured import Measured, without_repeats
from hemkg.model.paper import Source
from hemkg.store import claims, names
from hemkg.store.catalogue import Catalogue, Document, Shelf
from hemkg.store.claims import MaterialSelection, Selection, find_claims, find_materials, materials_sharing
from hemkg.store.oxigraph import OxigraphStore
from hemkg.vocab.terms import HEM

PAPERS = 6


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A store of several papers on one oxide and one on another."""
    papers, store = tmp_path_factory.mktemp("papers"), tmp_path_factory.mktemp("store") / "store"
    for number in range(PAPERS):
        text = f"The oxide Co3O4 delivers {600 + number} mAh g-1 at 0.1 A g-1 in a lithium-ion cell."
        (papers / f"p{number}.txt").write_text(text, encoding="utf-8")
    (papers / "other.txt").write_text("The sulfide SnS2 delivers 540 mAh g-1 in a sodium-ion cell.", encoding="utf-8")
    assert not building.build([papers], store, workers=1, largest=2**20).failed
    return store


@pytest.fixture(scope="module")
def catalogue(folder):
    with Catalogue.open(folder) as opened:
        yield opened


def test_a_composition_that_many_papers_hold_counts_once(catalogue, monkeypatch):
    rows = []
    query, describe = OxigraphStore.query, OxigraphStore.describe
    monkeypatch.setattr(OxigraphStore, "query", lambda *given: rows.append(query(*given).rows) or query(*given))
    monkeypatch.setattr(OxigraphStore, "describe", lambda *given: rows.append(describe(*given)) or describe(*given))
    claims._MEMORY.clear()
    oxides = [m for m in find_materials(catalogue.graph, MaterialSelection(has=("Co",))) if m.surface == "Co3O4"]
    assert len(oxides) == PAPERS
    oxide = oxides[0]
    assert {symbol: round(share, 3) for symbol, share in oxide.shares.items()} == {"Co": 0.429, "O": 0.571}
    assert max(map(len, rows)) < PAPERS**3  # and not their cube


def test_what_was_read_of_a_fixed_store_is_not_read_again(catalogue, monkeypatch):
    first = find_claims(catalogue.graph, Selection((HEM.CapacityClaim,)))
    monkeypatch.setattr(OxigraphStore, "describe", None)
    assert find_claims(catalogue.graph, Selection((HEM.CapacityClaim,))) == first
    assert len(first) == PAPERS + 1


def test_a_store_that_is_written_is_always_read():
    store = OxigraphStore.in_memory()
    for surface in ("CoO", "NiO"):
        kind = f"<urn:m> <{claims.TYPE}> <{claims.terms.iri(HEM.Material)}> ."
        store.replace({"urn:g": [kind, f'<urn:m> <{claims.terms.iri(HEM.surface)}> "{surface}" .']})
        assert claims.materials_by_iri(store, ["urn:m"])["urn:m"].surface == surface


@pytest.mark.parametrize("kinds", [(HEM.CapacityClaim,), (HEM.CapacityClaim, HEM.RetentionClaim)])
def test_a_selection_finds_the_same_whatever_it_starts_from(catalogue, kinds):
    everything = find_claims(catalogue.graph, Selection(kinds, ions=(HEM.LithiumIon, HEM.SodiumIon)))
    assert len(everything) == PAPERS + 1
    for claim in everything:
        by_material = Selection(
            kinds, MaterialSelection(materials=(claim.material.iri,)), ions=(HEM.LithiumIon, HEM.SodiumIon)
        )
        by_paper = Selection(kinds, papers=(claim.paper.iri,), polarities=(HEM.Asserted, HEM.Negated))
        assert find_claims(catalogue.graph, by_material) == find_claims(catalogue.graph, by_paper) == (claim,)
    excluding = Selection(kinds, MaterialSelection(excluded_roles=(HEM.Cathode, HEM.Precursor)))
    assert find_claims(catalogue.graph, excluding) == everything


def test_materials_are_found_by_how_many_elements_they_share(catalogue):
    def found(*symbols, least):
        return [m.surface for m in materials_sharing(catalogue.graph, symbols, least) if m.surface in {"Co3O4", "SnS2"}]

    assert found("Co", "O", "S", least=2) == ["Co3O4"] * PAPERS
    assert sorted(found("Co", "O", "S", least=1)) == [*["Co3O4"] * PAPERS, "SnS2"]
    assert found("Co", "S", least=2) == []


def test_repeats_are_left_out_and_the_order_is_kept(catalogue):
    found = [
        Measured(HEM.SpecificCapacity, claim) for claim in find_claims(catalogue.graph, Selection((HEM.CapacityClaim,)))
    ]
    assert without_repeats([*found, found[0]]) == found


def test_the_digest_is_kept_and_follows_the_content(catalogue):
    assert all(document.digest for document in catalogue.documents().values())
    kept = {names.claims_graph_of(d.paper): d.digest for d in catalogue.documents().values()}
    assert catalogue.digest() == names.digest(catalogue.graph, dict(reversed(kept.items())))
    assert catalogue.digest() != names.digest(catalogue.graph, kept | {min(kept): "another"})
    assert names.digest(catalogue.graph, {}) == names.digest(catalogue.graph, {})  # a store of before kept none


def test_a_closed_store_leaves_nothing_in_the_log_that_every_reader_would_replay(folder, catalogue, tmp_path):
    copy = tmp_path / "store"
    shutil.copytree(folder, copy, ignore=shutil.ignore_patterns("*.log", "LOCK"))
    opened = OxigraphStore.open(copy)
    assert opened.count() == catalogue.graph.count()


class Watched(dict):
    """Documents by key that tell when somebody walks through them."""

    def values(self):
        raise AssertionError("all documents were walked through")


def test_to_put_one_document_no_other_is_looked_at():
    catalogue = Catalogue.in_memory()
    shelf = Shelf(Document(f"k{n}", "s", "e", "done", f"urn:p{n}") for n in range(3))
    shelf.by_key = Watched(shelf.by_key)
    catalogue._known = shelf
    assert catalogue.standing("urn:p1").key == "k1"
    assert catalogue.standing("urn:p1", "k1") is None
    catalogue.put_copy("k1", Source("k1", "k1", "text/plain", "s", "text"), "urn:p2", "e")
    assert catalogue.standing("urn:p1") is None
    catalogue.put_supplement("k3", "s", "urn:p2", "e")
    assert catalogue.supplements("urn:p2") == ("k3",)
    catalogue.hand_over("urn:p2", "urn:p0")
    assert catalogue.supplements("urn:p0") == ("k3",)
    assert catalogue.standing("urn:p2") is None


def test_what_the_engine_holds_in_memory_is_put_on_disk_now_and_then(tmp_path, monkeypatch):
    monkeypatch.setattr("hemkg.store.oxigraph.LONGEST_LOG", 3000)
    store = OxigraphStore.open(tmp_path / "store", write=True, create=True)
    files = []
    for paper in range(5):
        store.replace({f"urn:g{paper}": [f'<urn:a> <urn:b> "{paper} {number}" .' for number in range(30)]})
        files.append(len(list((tmp_path / "store" / "graph").glob("*.sst"))))
    assert max(files[:3]) < files[3]
    store.close()
