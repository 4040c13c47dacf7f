"""A claim comes out of the store as it went in."""

from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from hemkg import pipeline
from hemkg.model.claim import Claim, ClaimType, Conditions, Evidence, Material, Polarity, Reading
from hemkg.model.paper import Span
from hemkg.model.quantity import Quantity
from hemkg.read import read_paper
from hemkg.store.catalogue import Catalogue
from hemkg.store.claims import Selection, find_claims
from hemkg.vocab.terms import HEM

TEXT = "HEO keeps 650 mAh g-1 with \"quotes\", a \\backslash, a 'tick', <tags> & {braces}. Ünïcödé 𝛼."
PAPER = read_paper(TEXT.encode(), path="heo.txt")
SPAN = Span(0, len(PAPER.text))


def reading(value, current, cycle, ion, polarity):
    material = Material("HEO", Span(0, 3))
    claim = Claim(
        ClaimType.CAPACITY, PAPER.paper_id, Evidence(SPAN, PAPER.text), "HEO", HEM.SpecificCapacity,
        quantity=Quantity.single(value, "mAh g-1", str(value)),
        conditions=Conditions(Quantity.single(current, "A g-1", str(current)), cycle, ion),
        polarity=polarity,
    )  # fmt: skip
    return Reading(PAPER.paper_id, (material,), (claim,))


@settings(max_examples=40, deadline=None)
@given(
    st.integers(1, 3000),
    st.decimals("0.01", "20", places=2),
    st.none() | st.integers(1, 10000),
    st.sampled_from(["Li", "Na", "K", None]),
    st.sampled_from(Polarity),
)
def test_a_capacity_comes_back_with_its_conditions(value, current, cycle, ion, polarity):
    done = pipeline.make(PAPER, reading(Decimal(value), current, cycle, ion, polarity))
    assert done.left_out == ()
    catalogue = Catalogue.in_memory()
    catalogue.put("heo.txt", PAPER.source, done.graph, done.passages, "test")
    (found,) = find_claims(catalogue.graph, Selection((HEM.CapacityClaim,)))
    assert (found.value, found.cycle, found.polarity.casefold()) == (value, cycle, polarity.value)
    assert abs(found.current - float(current)) < 1e-9
    assert found.quote == PAPER.text
    assert (found.ion is None) == (ion is None)
