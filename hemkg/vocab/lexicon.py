"""The ontology's labels as entries that annotators match.

A label is matched by stem, as it stands, or as it stands with its case; which of them, the
predicate in the Turtle says.  A new synonym is one more label there and no Python.
"""

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from hemkg.vocab import terms

_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_SHORTEST = 2  # letters; what is as short is as often a syllable


class Matching(StrEnum):
    """How a label is compared with the text."""

    STEM = "stem"
    EXACT = "exact"
    CASE = "case"


PREDICATES = {
    "skos:prefLabel": Matching.STEM,
    "skos:altLabel": Matching.STEM,
    "skos:hiddenLabel": Matching.STEM,
    "exactLabel": Matching.EXACT,
    "caseLabel": Matching.CASE,
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One label of one concept.

    Attributes:
        concept: local name of the term.
        label: the words; ``…`` stands for up to four words.
        matching: how the words are compared with the text.
    """

    concept: str
    label: str
    matching: Matching


def entries(*kinds: str) -> tuple[Entry, ...]:
    """Return every label of the concepts of these classes.

    >>> [entry.label for entry in entries("TechniqueMode")][:2]
    ['in situ', 'in situ']
    """
    return tuple(
        Entry(concept, str(label), _matching(kind, matching))
        for kind in kinds
        for concept in terms.instances(kind)
        for predicate, matching in PREDICATES.items()
        for label in terms.objects(concept, predicate)
    )


def _matching(kind: str, matching: Matching) -> Matching:
    """Return how the labels of a class are matched: ``sulfidation`` must not match ``sulfide``."""
    unstemmed = kind in terms.objects("UnstemmedClasses", "class")
    return Matching.EXACT if unstemmed and matching is Matching.STEM else matching


@cache
def table_words(table: str) -> frozenset[str]:
    """Return the words of a table, as they stand.

    >>> "and" in table_words("ListJoint"), "oxide" in table_words("ListJoint")
    (True, False)
    """
    return frozenset(str(label) for label in terms.objects(table, "exactLabel"))


@cache
def table_symbols(table: str) -> frozenset[str]:
    """Return the words of a table whose case counts.

    >>> "Fe" in table_symbols("ExtractionMetal"), "fe" in table_symbols("ExtractionMetal")
    (True, False)
    """
    return frozenset(str(label) for label in terms.objects(table, "caseLabel"))


@cache
def written_words() -> frozenset[str]:
    """Return the words, lower case, that the ontology writes anywhere by themselves, not as part of a compound.

    >>> "furnace" in written_words(), "furn" in written_words()
    (True, False)
    """
    words = set(_WORD.findall("\n".join(terms.literals())))
    return frozenset(word.lower() for word in words if len(word) > _SHORTEST and "-" not in word)


def summary_in(section: str | None) -> str | None:
    """Return the part of a paper that sums it up, if a heading names one.

    >>> summary_in("Abstract"), summary_in("3. Results")
    ('abstract', None)
    """
    heading = (section or "").casefold()
    return next(
        (word for label in terms.objects("SummarySection", "exactLabel") if (word := str(label)) in heading), None
    )


def alternatives(table: str) -> str:
    """Return the words of a table as a pattern that matches any of them as it stands, the longest first.

    >>> alternatives("MetalWord") == alternatives("MetalWord").lower()
    True
    """
    words = sorted(map(str, terms.objects(table, "exactLabel")), key=lambda word: (-len(word), word))
    return "|".join(map(re.escape, words))
