"""What authors call open, and where in the field it lies.

The sentences are those that extraction took for stated gaps; which mechanism, class, family and ion they
speak of is read from their words by the lexicon.  What the guidelines call open stands beside them, told
in our own words and marked so.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from hemkg.review.cells import MECHANISMS
from hemkg.review.field import PREFIX, Place, local
from hemkg.store.base import Row, Store
from hemkg.vocab import terms
from hemkg.vocab.terms import HEM

MANY = 3
HIGH = frozenset({HEM.HighEntropy, HEM.HighEntropyMaterial})


@dataclass(frozen=True, slots=True)
class Statement:
    """One sentence that calls something open.

    Attributes:
        claim: IRI of the claim.
        paper: IRI of the paper that says it.
        text: the statement, as the authors or the guidelines put it.
        places: the cells that it speaks of; one with nothing set where it names no mechanism.
        techniques: terms of the techniques that it names.
        year: of the paper, if known.
        confidence: that it is such a sentence, 0 to 1.
        is_guideline: whether it is told in our own words.
        quote: the whole sentence; a guideline has none.
        focus: how much of what it speaks of stands in the statement itself and not beside it, 0 to 1.
    """

    claim: str
    paper: str
    text: str
    places: tuple[Place, ...]
    techniques: tuple[str, ...] = ()
    year: int | None = None
    confidence: float = 1.0
    is_guideline: bool = False
    focus: float = 1.0
    quote: str | None = None

    @property
    def readable(self) -> str:
        """The statement where it stands by itself, else the whole sentence that it is a part of.

        >>> Statement("", "", "and is not understood", (), quote="X is large and is not understood.").readable
        'X is large and is not understood.'
        """
        stands_alone = self.quote is None or self.text[:1].isupper()
        return " ".join((self.text if stands_alone else str(self.quote)).split())


STATEMENTS = f"""{PREFIX}SELECT ?claim ?paper ?year ?confidence ?statement ?quote ?high ?guideline WHERE {{
  ?claim a hem:GapStatement ; hem:inPaper ?paper ; hem:confidence ?confidence .
  OPTIONAL {{ ?claim hem:statement ?statement }}
  OPTIONAL {{ ?claim hem:evidence ?evidence . ?evidence hem:quote ?quote }}
  OPTIONAL {{ ?claim hem:ofMaterial ?material . ?material hem:isHighEntropy ?high }}
  OPTIONAL {{ ?paper hem:year ?year }}
  OPTIONAL {{ ?claim a ?guideline . FILTER(?guideline = hem:GuidelineClaim) }}
}} ORDER BY ?claim"""

# what a claim says of its place by itself, beside what its words say; a filter and not VALUES, with which Oxigraph
# would begin at everything that has any of these properties
TOLD = f"""{PREFIX}SELECT ?claim ?p ?o WHERE {{
  ?claim a hem:GapStatement ; ?p ?o .
  FILTER(?p IN (hem:mechanism, hem:ofMaterialClass, hem:ion, hem:anionFamily, hem:technique))
}} ORDER BY ?claim ?p ?o"""


def read_statements(store: Store) -> tuple[Statement, ...]:
    """Return everything that papers and guidelines call open, papers first."""
    told: dict[str, set[str]] = {}
    for row in store.query(TOLD).rows:
        told.setdefault(str(row["claim"]), set()).add(local(row["o"]) or "")
    rows = {str(row["claim"]): row for row in store.query(STATEMENTS).rows}
    found = [_statement(row, told.get(claim, set())) for claim, row in rows.items()]
    return tuple(sorted(found, key=lambda s: (s.is_guideline, -s.confidence, s.claim)))


def _statement(row: Row, told: set[str]) -> Statement:
    text = str(row["statement"] or row["quote"] or "")
    is_guideline = row["guideline"] is not None
    concepts = set(told) if is_guideline else told | concepts_of(str(row["quote"] or text))
    focus = _focus(concepts, told if is_guideline else concepts_of(text))
    if row["high"] is True:
        concepts.add(HEM.HighEntropy)
    return Statement(
        str(row["claim"]),
        str(row["paper"]),
        text,
        tuple(_places(concepts)),
        tuple(sorted(c for c in concepts if HEM.Technique in terms.kinds(c))),
        None if row["year"] is None else int(row["year"]),
        float(row["confidence"] or 0),
        is_guideline,
        focus,
        None if row["quote"] is None else str(row["quote"]),
    )


def _focus(concepts: set[str], stated: set[str]) -> float:
    """Return how many of the mechanisms and classes that a sentence names stand in the statement itself."""
    named = concepts & {*MECHANISMS, *HIGH}
    return len(named & stated) / len(named) if named else 0.0


def concepts_of(text: str) -> set[str]:
    """Return the terms whose words stand in a text.

    >>> {"HighEntropy", "SpaceCharge"} <= concepts_of("space charge in HEMs")
    True
    """
    from hemkg.annotate.concepts import find_in_text

    return {mention.concept for mention in find_in_text(text) if mention.concept}


def _places(concepts: Iterable[str]) -> Iterator[Place]:
    """Yield the cells that a statement speaks of; with many mechanisms it speaks of none in particular."""
    named = set(concepts)
    mechanisms = [mechanism for mechanism in MECHANISMS if mechanism in named]
    is_high = True if named & HIGH else None
    family, ion = _only(named, HEM.AnionFamily), _only(named, HEM.Ion)
    if not mechanisms or len(mechanisms) >= MANY:
        yield Place(None, is_high, family, ion)
        return
    for mechanism in mechanisms:
        yield Place(mechanism, is_high, family, ion)


def _only(concepts: set[str], kind: str) -> str | None:
    """Return the one concept of a class, or None where there are several."""
    found = [concept for concept in concepts if kind in terms.kinds(concept)]
    return found[0] if len(found) == 1 else None


def surely(statements: Iterable[Statement]) -> float:
    """Return how surely something is called open: one less the chance that every paper was misread.

    Sentences of one paper count once, by the surest of them.
    """
    best: dict[str, float] = {}
    for statement in statements:
        best[statement.paper] = max(best.get(statement.paper, 0.0), statement.confidence)
    missed = 1.0
    for confidence in best.values():
        missed *= 1.0 - confidence
    return 1.0 - missed
