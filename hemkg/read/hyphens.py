"""Which hyphens at a line's end were printed because the line ended.

The paper decides: a word that it writes elsewhere with the hyphen keeps it, a word that it writes
elsewhere in one loses it.  Where it is silent, compounds that every paper writes with a hyphen keep it
(the words are in ``ontology/cues.ttl``), and so do two words of the field that make no third; for the rest the paper's
own habit counts.
"""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache

from hemkg.vocab import terms
from hemkg.vocab.lexicon import written_words

HYPHENS = "-\u2010\u2011\u00ad\u0002\ufffe"
_WORD = re.compile(r"[^\W\d_]+")
_COMPOUND = re.compile(r"([^\W\d_]+)[-\u2010\u2011]([^\W\d_]+)")
_LEFT = re.compile(r"([^\W\d_]+)$")
_RIGHT = re.compile(r"^([^\W\d_]+)")
_PREFIX = 3  # letters; what is shorter may be the start of the word itself, as in dis-ordered


@dataclass(frozen=True, slots=True)
class Hyphens:
    """The words and compounds of one paper, as evidence for its line ends."""

    words: Counter[str] = field(default_factory=Counter)
    compounds: Counter[str] = field(default_factory=Counter)
    firsts: Counter[str] = field(default_factory=Counter)
    starts: frozenset[str] = frozenset()
    habit_keeps: bool = False

    def keeps(self, left: str, right: str) -> bool:
        """Whether the hyphen between two line ends belongs to the word.

        Args:
            left: the end of the upper line without its hyphen.
            right: the start of the lower line.

        >>> told = learn(["a fast-charging cell with high capacity", "the spin-polarized electron"])
        >>> told.keeps("for fast", "charging at"), told.keeps("its capac", "ity")
        (True, False)
        """
        verdict = self.verdict(left, right)
        if verdict is not None:
            return verdict
        if _is_known_compound(left, right):
            return True
        return self.habit_keeps and self._knows_a_part(left, right)

    def _knows_a_part(self, left: str, right: str) -> bool:
        """Whether one side of a hyphen is a word by itself, or starts compounds elsewhere."""
        before, after = _LEFT.search(left), _RIGHT.search(right)
        if not before or not after:
            return True
        first, second = before.group().lower(), after.group().lower()
        return bool(self.words[first] or self.words[second] or self.firsts[first])

    def verdict(self, left: str, right: str) -> bool | None:
        """Return what the paper's words say about a hyphen, None where they are silent."""
        before, after = _LEFT.search(left), _RIGHT.search(right)
        if not before or not after:
            return True
        first, second = before.group().lower(), after.group().lower()
        if not after.group()[0].islower():
            return True
        whole, parted = self.words[first + second], self.compounds[f"{first}-{second}"]
        if whole or parted:
            return parted > whole
        if len(first) > 2 and first + second in self.starts:
            return False
        if len(first) > 2 and self.words[second] and (self.firsts[first] or self.words[first] > 1):
            return True
        return None


def _is_known_compound(left: str, right: str) -> bool:
    """Whether two parts make a compound, going by what is written with a hyphen everywhere and by the field's words.

    >>> [_is_known_compound(*pair) for pair in (("a high", "entropy"), ("the Ge", "rich"), ("in dis", "ordered"))]
    [True, False, False]
    """
    before, after = _LEFT.search(left), _RIGHT.search(right)
    if not before or not after:
        return False
    first, second = before.group().lower(), after.group().lower()
    if first in _table("JoinedPrefix"):
        return False
    whole_word = len(first) > _PREFIX
    return (
        first in _table("CompoundOpener")
        or (first in _table("CompoundHead") and second in _table("CompoundTail"))
        or (whole_word and second in _table("CompoundEnd"))
        or _are_two_words(first, second)
    )


def _are_two_words(first: str, second: str) -> bool:
    """Whether the ontology, which holds the words of the field, writes both parts and not the word they would make.

    >>> _are_two_words("ionic", "liquid"), _are_two_words("ca", "thode"), _are_two_words("with", "out")
    (True, False, False)
    """
    words = written_words()
    return first in words and second in words and first + second not in words


@cache
def _table(name: str) -> frozenset[str]:
    return frozenset(map(str, terms.objects(name, "exactLabel")))


def learn(lines: Iterable[str]) -> Hyphens:
    """Learn a paper's words from its lines, leaving out what a line end may have cut."""
    words: Counter[str] = Counter()
    compounds: Counter[str] = Counter()
    firsts: Counter[str] = Counter()
    broken: list[tuple[str, str]] = []
    before = ""
    for line in lines:
        inner = _without_cut_word(line, before)
        compounds.update(f"{a.lower()}-{b.lower()}" for a, b in _COMPOUND.findall(inner))
        firsts.update(a.lower() for a, _ in _COMPOUND.findall(inner))
        words.update(w.lower() for w in _WORD.findall(inner))
        if before[-1:] in HYPHENS and before:
            broken.append((before[:-1], line))
        before = line.rstrip()
    starts = frozenset(word[:n] for word in words for n in range(6, len(word)))
    told = Hyphens(words, compounds, firsts, starts)
    verdicts = [verdict for left, right in broken if (verdict := told.verdict(left, right)) is not None]
    return Hyphens(words, compounds, firsts, starts, habit_keeps=sum(verdicts) * 2 > len(verdicts))


def _without_cut_word(line: str, before: str) -> str:
    """Leave out the word that a line end cut, at the line's own end and from the line before."""
    inner = line.rstrip()
    if inner[-1:] and inner[-1] in HYPHENS:
        inner = _LEFT.sub("", inner[:-1])
    return _RIGHT.sub("", inner) if before and before[-1] in HYPHENS else inner
