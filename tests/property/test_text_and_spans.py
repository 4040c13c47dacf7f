"""Whatever a text says: what is recognised stands at its span, what is claimed quotes it, and nothing raises."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hemkg import pipeline
from hemkg.annotate.annotator import annotate
from hemkg.read import read_paper

PIECES = st.sampled_from(
    [
        *(
            "(FeCoNiCrMn)3O4",
            "Fe0.2Co0.2Ni0.2Cu0.2Zn0.2O",
            "The anode",
            "It",
            "HEO",
            "delivers",
            "retains",
            "for sodium",
        ),
        *("650 mAh g−1", "1,310 mAh/g", "92.4 %", "after 500 cycles", "at 0.5 A g-1", "at 2C", "between 0.01 and 3 V"),
        *(
            "stores Na+ by",
            "conversion",
            "space charge",
            "alloying of Sn",
            "is not",
            "may",
            "unexplored",
            "ex situ XRD",
        ),
        *("[12]", "et al.41", "respectively", ",", ".", ". ", "\n\n", "\n", "(", ")", "-", "and", "of", "Table 1 |"),
        *("µ", "\u00a0", "ﬁrst", "e\u0301", "𝛼", "\u200b", "½"),
    ]
)
SENTENCES = st.lists(PIECES, min_size=1, max_size=30).map(" ".join)
ANYTHING = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=300)
PATIENT = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def paper_of(text):
    return read_paper(("# Notes\n\nSome words first. " + text).encode(), path="notes.md")


@PATIENT
@given(SENTENCES | ANYTHING)
def test_what_is_recognised_stands_at_its_span(text):
    paper = paper_of(text)
    for mention in annotate(paper).mentions:
        assert paper.text[mention.span.start : mention.span.end] == mention.surface


@PATIENT
@given(SENTENCES | ANYTHING)
def test_what_is_claimed_quotes_the_text_at_its_span(text):
    paper = paper_of(text)
    reading = pipeline.understand(paper)
    evidence = [claim.evidence for claim in reading.claims] + [m.evidence for m in reading.materials if m.evidence]
    for found in evidence:
        assert paper.text[found.span.start : found.span.end] == found.quote
        assert 0 <= found.confidence <= 1


@PATIENT
@given(SENTENCES)
def test_reading_twice_gives_the_same(text):
    assert pipeline.understand(paper_of(text)) == pipeline.understand(paper_of(text))
