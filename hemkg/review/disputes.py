"""Contradictions about a mechanism of a composition through the years: who says it, who denies it, who settles it."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from hemkg.review.field import PREFIX, excluded_roles, local
from hemkg.store.base import Row, Store
from hemkg.vocab import terms
from hemkg.vocab.terms import HEM


@dataclass(frozen=True, slots=True)
class Word:
    """What one work says of a mechanism of a composition.

    Attributes:
        composition: IRI of the composition.
        mechanism: term of the mechanism.
        is_said: whether it is asserted, or else denied.
        work: IRI of the primary work.
        year: when it appeared, if that is known.
        ion: term of the working ion, if stated.
        confidence: that it was read rightly, 0 to 1.
    """

    composition: str
    mechanism: str
    is_said: bool
    work: str
    year: int | None = None
    ion: str | None = None
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Dispute:
    """A contradiction that stood at the end of a year, and what was said after it.

    Attributes:
        composition, mechanism: what it is about.
        before: what was said until the year.
        after: what was said later.
    """

    composition: str
    mechanism: str
    before: tuple[Word, ...]
    after: tuple[Word, ...]

    @property
    def is_settled(self) -> bool:
        """Whether there are later words and all of them take one side."""
        return len({word.is_said for word in self.after}) == 1

    @property
    def surety(self) -> float:
        """How surely the less sure side was read rightly, 0 to 1."""
        sides = ([w.confidence for w in self.before if w.is_said is side] for side in (True, False))
        return min(max(side) for side in sides)


def read_words(store: Store) -> tuple[Word, ...]:
    """Return what is said of the mechanisms of compositions, where somebody denies them."""
    return tuple(map(_word, store.query(WORDS).rows))


def _word(row: Row) -> Word:
    return Word(
        str(row["composition"]),
        local(row["mechanism"]) or "",
        local(row["polarity"]) == HEM.Asserted,
        str(row["work"]),
        None if row["year"] is None else int(row["year"]),
        local(row["ion"]),
        float(row["confidence"] or 0),
    )


def disputes(words: Iterable[Word], year: int) -> Iterator[Dispute]:
    """Yield the contradictions that stood at the end of a year; words without a year count for neither side.

    Args:
        words: what is said.
        year: the last year that was known.
    """
    about: dict[tuple[str, str], list[Word]] = defaultdict(list)
    for word in words:
        if word.year is not None:
            about[word.composition, word.mechanism].append(word)
    for (composition, mechanism), said in sorted(about.items()):
        before = [word for word in said if word.year is not None and word.year <= year]
        opposed = [word for word in before if any(_oppose(word, other) for other in before)]
        if opposed:
            ions = {word.ion for word in opposed}
            after = [word for word in said if word not in before and _is_of(word, ions)]
            yield Dispute(composition, mechanism, tuple(opposed), tuple(after))


def _oppose(one: Word, other: Word) -> bool:
    """Whether two works contradict each other with the same ion, or with one that is not stated."""
    return one.is_said != other.is_said and one.work != other.work and _is_of(one, {other.ion})


def _is_of(word: Word, ions: Iterable[str | None]) -> bool:
    known = set(ions)
    return word.ion is None or None in known or word.ion in known


WORDS = f"""{PREFIX}SELECT DISTINCT ?composition ?mechanism ?polarity ?work ?year ?ion ?confidence WHERE {{
  {{ SELECT DISTINCT ?composition ?mechanism WHERE {{
    ?no a hem:MechanismClaim ; hem:polarity hem:Negated ; hem:mechanism ?mechanism .
    ?no hem:ofMaterial/hem:composition ?composition . }} }}
  ?claim hem:mechanism ?mechanism ; a hem:MechanismClaim ; hem:polarity ?polarity ; hem:confidence ?confidence .
  ?claim hem:ofMaterial ?material ; hem:inPaper ?paper . ?material hem:composition ?composition .
  FILTER(?polarity IN (hem:Asserted, hem:Negated) && ?confidence >= {terms.number(HEM.LeastConfidence):g})
  {excluded_roles()}
  OPTIONAL {{ ?claim hem:ion ?ion }}
  OPTIONAL {{ ?claim hem:attributedTo ?cited }}
  BIND(COALESCE(?cited, ?paper) AS ?work)
  OPTIONAL {{ ?work hem:year ?year }}
}} ORDER BY ?composition ?mechanism ?work ?polarity ?ion"""
