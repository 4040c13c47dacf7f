"""What a claim says, in a line: names and not the words of the sentence."""

from pathlib import Path

import pytest

from hemkg.store.catalogue import Catalogue
from hemkg.store.claim_words import claim_words
from hemkg.store.claims import Selection, StoredClaim, find_claims
from hemkg.vocab import terms
from hemkg.vocab.terms import HEM


@pytest.fixture(scope="module")
def read(corpus_store: Path) -> list[StoredClaim]:
    kinds = (HEM.ElementRoleClaim, HEM.MechanismClaim, HEM.CapacityClaim)
    with Catalogue.open(corpus_store) as catalogue:
        return list(find_claims(catalogue.graph, Selection(kinds)))


def test_a_role_or_mechanism_is_told_by_its_name_whatever_the_sentence_calls_it(read: list[StoredClaim]) -> None:
    told = [claim for claim in read if claim.kind != HEM.CapacityClaim]
    assert any(claim.statement and "their" in claim.statement.split() for claim in told), "nothing is tested"
    for claim in told:
        line = claim_words(claim)
        assert terms.label(claim.role or claim.mechanism or "").lower() in line.lower()
        assert {*claim.elements} <= {*line.split(", ")}


def test_what_is_denied_is_said_to_be(read: list[StoredClaim]) -> None:
    denied = [claim for claim in read if claim.polarity == HEM.Negated]
    assert denied
    assert all("denied" in claim_words(claim) for claim in denied)


def test_a_number_stands_with_material_quantity_and_unit(read: list[StoredClaim]) -> None:
    lines = {claim_words(claim) for claim in read if claim.kind == HEM.CapacityClaim}
    assert "HEO-9, specific capacity 1333.54 mAh g-1, with Li" in lines
