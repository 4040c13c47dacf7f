"""The text of an answer in a language model's words, as far as the rows bear it out.

The model may choose words.  Rows, citations, yes or no and refusals are never its own.  Its text is taken apart
at the citation marks: each stretch may say no more than one of the rows that it cites, or than the same stretch
of the answer's own text.  A sentence of which a stretch says more is dropped; where a citation gets lost by
that, the answer keeps its own text.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from hemkg.annotate.concepts import find_in_text
from hemkg.annotate.spacy_engine import stop_words
from hemkg.ask.facts import Facts, facts_of, read_words
from hemkg.ask.intent import Intent, Shape
from hemkg.ask.report import Json, plain
from hemkg.ask.wording import number_words
from hemkg.ask.words import ADVERBS
from hemkg.model.answer import Answer, Row, Value
from hemkg.vocab.stems import stem
from hemkg.vocab.terms import HEM

MARKS = re.compile(r"(?:\[\d+\][\s,]*)+")
MARK = re.compile(r"\[(\d+)\]")
SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[A-Z(\d“])")
ELSEWHERE = re.compile(r"://|www\.|[<>`|\\]|\]\(", re.IGNORECASE)
QUOTED = "“"
MOST_ROWS = 30  # shown to the model
LONGEST = 3  # times the answer's own text
SPARE = 200  # and so many code points more
SURE = frozenset({None, "", "asserted"})
VERBS = "VB"


class Rewriter(Protocol):
    """Who says questions and answers in other words."""

    @property
    def engine(self) -> str:
        """Its name, for the reader of an answer."""
        ...

    def reword(self, question: str, words: Sequence[str]) -> str | None:
        """Return a question in plainer words, or None.

        Raises:
            LanguageModelFailure: if it does not answer as it should.
        """
        ...

    def smooth(self, answer: Mapping[str, object]) -> str:
        """Return the text of an answer in smoother words.

        Raises:
            LanguageModelFailure: if it does not answer as it should.
        """
        ...


def can_be_smoothed(answer: Answer, intent: Intent) -> bool:
    """Whether an answer has a text that rows bear out: cited rows of what is so, not of what is not.

    An answer that quotes a paper is left as it is, for no sentence of a paper goes to a language model.
    """
    is_of_what_is_not = intent.polarity or intent.excluded_mechanisms or intent.shape is Shape.NONE
    return _has_ground(answer) and QUOTED not in answer.text and not is_of_what_is_not


def _has_ground(answer: Answer) -> bool:
    return bool(answer.rows and answer.citations and MARK.search(answer.text))


def shown(question: str, answer: Answer) -> Json:
    """Return what is shown of an answer to who smooths it; sentences of papers stay here."""
    rows = [{n: plain(c) for n, c in row.cells.items() if n != "quote"} for row in answer.rows[:MOST_ROWS]]
    return {"question": question, "text": answer.text, "rows": rows}


def smoothed(answer: Answer, told: str) -> Answer:
    """Return an answer with those sentences of another text that its rows bear out, or as it is.

    Args:
        answer: the answer.
        told: its text in other words, from outside; it may hold anything.
    """
    if not _has_ground(answer) or not 0 < len(told) <= LONGEST * len(answer.text) + SPARE:
        return answer
    ground = _Ground(answer)
    kept = [sentence for sentence in SENTENCE_END.split(told.strip()) if ground.bears(sentence)]
    text = " ".join(kept)
    if marks_of(text) != marks_of(answer.text) or not _opens_alike(answer, text):
        return answer
    return replace(answer, text=text)


def marks_of(text: str) -> frozenset[int]:
    """Return the numbers of the citations that a text points to.

    >>> sorted(marks_of("CoO [1], NiO [2] [3]."))
    [1, 2, 3]
    """
    return frozenset(int(number) for number in MARK.findall(text))


def _opens_alike(answer: Answer, text: str) -> bool:
    """Whether a yes stays a yes and a no a no."""
    first, other = (re.findall(r"\w+", t.lower())[:1] for t in (answer.text, text))
    return answer.yesno is None or first == other


@dataclass(frozen=True, slots=True)
class _Stretch:
    """Words with the citations that follow them."""

    text: str
    marks: frozenset[int]


def _stretches(text: str) -> Iterator[_Stretch]:
    """Yield a text taken apart at its citation marks; what follows the last of them has none."""
    start = 0
    for found in MARKS.finditer(text):
        yield _Stretch(text[start : found.start()], marks_of(found.group()))
        start = found.end()
    if re.search(r"\w", text[start:]):
        yield _Stretch(text[start:], frozenset())


class _Ground:
    """What an answer says, against which other words are held."""

    def __init__(self, answer: Answer) -> None:
        self.quotes = {citation.number: citation.quote for citation in answer.citations}
        self.own = [(s.marks, facts_of(s.text)) for s in _stretches(answer.text)]
        self.rows = [(frozenset(r.citations), _row_facts(r)) for r in answer.rows if _is_sure(r)]
        self.words = frozenset(_stems(" ".join([answer.text, *map(_row_text, answer.rows)])))

    def bears(self, sentence: str) -> bool:
        """Whether every stretch of a sentence is borne out."""
        if ELSEWHERE.search(MARK.sub("", sentence)):
            return False
        return all(self._bears(stretch) for stretch in _stretches(sentence))

    def _bears(self, stretch: _Stretch) -> bool:
        if not stretch.marks <= set(self.quotes):
            return False
        said = facts_of(stretch.text)
        allowed = self.words.union(*(_stems(self.quotes[number]) for number in stretch.marks))
        if not set(_telling(stretch.text)) <= allowed:
            return False
        grounds = list(self._grounds(stretch.marks))
        return any(not list(said.news(ground)) for ground in grounds) or (not stretch.marks and not said)

    def _grounds(self, marks: frozenset[int]) -> Iterator[Facts]:
        yield from (facts for own, facts in self.own if own == marks)
        if marks:
            yield from (facts for cited, facts in self.rows if marks <= cited)


def _is_sure(row: Row) -> bool:
    """Whether a row says that something is so; one that denies or supposes is said in the answer's words only."""
    return row.cells.get("polarity") in SURE


def _row_facts(row: Row) -> Facts:
    """Return what a row says; a cell that is a concept is one whatever stands beside it."""
    cells = [facts_of(plain(cell)).concepts for cell in row.cells.values() if isinstance(cell, str | tuple)]
    return facts_of(_row_text(row)).with_concepts(concept for told in cells for concept in told)


def _row_text(row: Row) -> str:
    return "; ".join(_cell_words(row, name, cell) for name, cell in row.cells.items() if cell is not None)


def _cell_words(row: Row, name: str, cell: Value) -> str:
    """Return a cell in words, a number with its comparator and unit: *capacity more than 1200 mAh g-1*."""
    if name == "cycle":
        return f"after {plain(cell)} cycles"
    if not isinstance(cell, float | int) or isinstance(cell, bool) or name == "year":
        return f"{name} {plain(cell)}"
    highest = row.cells.get("value_max")
    upper = float(highest) if isinstance(highest, float | int) else None
    comparator = row.cells.get("comparator")
    unit = plain(row.cells.get("unit"))
    return f"{name} {number_words(str(comparator or ''), float(cell), upper)} {unit}"


def _stems(text: str) -> Iterator[str]:
    yield from (stem(word) for word in re.findall(r"[^\W_]+", text.lower()))


def _telling(text: str) -> Iterator[str]:
    """Yield the stems of words that say something besides the facts: no verbs, adverbs, little or asking words."""
    found = read_words(text)
    known = [m.span for m in (*found.mentions, *find_in_text(text, HEM.QuestionClasses))]
    for token in (token for sentence in found.sentences for token in sentence.tokens):
        is_plain = not token.lower[0].isalnum() or token.lower in stop_words() or token.tag in ADVERBS
        if not is_plain and not token.tag.startswith(VERBS) and not any(s.contains(token.span) for s in known):
            yield from _stems(token.lower)
