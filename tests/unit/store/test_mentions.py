"""How often the papers of a store speak of a term: claims, materials, papers, the surest sentences."""

import pytest

from hemkg.store.catalogue import Catalogue
from hemkg.store.mentions import mentions
from hemkg.vocab.terms import HEM

from .curated import World


@pytest.fixture(scope="module")
def graph():
    return World().catalogue.graph


def test_claims_are_counted_with_a_sentence(graph):
    found = mentions(graph, [HEM.Conversion])
    assert (found.claims, found.papers, found.is_more) == (1, 1, False)
    assert "onversion" in found.citations[0].quote
    assert found.citations[0].claim


def test_materials_are_counted_apart_from_claims(corpus_store):
    with Catalogue.open(corpus_store) as catalogue:
        found = mentions(catalogue.graph, [HEM.Spinel, HEM.TetragonalSpinel])
    assert found.claims == 0
    assert found.materials >= found.papers > 5
    assert len({citation.document for citation in found.citations}) == 3, "of three papers"


def test_a_term_that_nobody_speaks_of_has_none(graph):
    assert mentions(graph, [HEM.Magnetometry]) == mentions(graph, [HEM.Ac])
    assert mentions(graph, [HEM.Magnetometry]).papers == 0


def test_no_more_is_counted_than_was_said(graph):
    found = mentions(graph, [HEM.Asserted], counted=1)
    assert (found.claims, found.is_more) == (1, True)
