"""An answer kept in a file, and what has changed when it is asked for again.

The file is the answer's JSON with the question, the questions that it follows, the version that answered and the
digest of the graph (``scope.graph``): all that it takes to ask again.  It holds no date, so that the same answer
from the same graph is the same file.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from hemkg.ask.report import Json, plain, to_json
from hemkg.errors import InputError
from hemkg.model.answer import Answer

FORM = 1
LEAST_ALIKE = 0.5  # rows that agree in this share of their cells may be one row of which a value changed
IDENTIFYING = ("doc", "material")  # rows of other papers or materials are never one row
EMBEDDED = re.compile(r'<script type="application/json" id="kept-answer">(.*?)</script>', re.DOTALL)
BESIDE = {"citations"}  # numbers of quotes, which mean nothing in another answer


@dataclass(frozen=True, slots=True)
class Saved:
    """An answer as it was kept.

    Attributes:
        question: as it was asked.
        follows: the questions that it followed, first to last.
        version: the version of hemkg that answered.
        answer: the fields of the answer's JSON.
        reworded: the words of a language model in which the question was read, if one reworded it.
    """

    question: str
    follows: tuple[str, ...]
    version: str
    answer: Json
    reworded: str | None = None

    @property
    def graph(self) -> str:
        """The digest of the graph that was asked."""
        scope = self.answer.get("scope")
        return str(scope.get("graph", "")) if isinstance(scope, dict) else ""


def dumps(saved: Saved) -> str:
    """Return the text of the file that keeps an answer."""
    told = {
        "form": FORM,
        "hemkg": saved.version,
        "question": saved.question,
        "follows": list(saved.follows),
        "reworded": saved.reworded,
    }
    return json.dumps({**told, **saved.answer}, ensure_ascii=False, indent=1) + "\n"


def embedded(saved: Saved) -> str:
    """Return the element by which a page of HTML keeps an answer; browsers neither show nor run it.

    >>> kept = Saved("What of CoO?", (), "0.1.0", {"rows": [], "text": "</script>"})
    >>> loads(f"<!doctype html><p>{embedded(kept)}</p>") == kept
    True
    """
    safe = dumps(saved).replace("<", "\\u003c")  # in JSON, a sign below may be written so; no tag can end the element
    return f'<script type="application/json" id="kept-answer">{safe}</script>'


def loads(text: str, name: str = "the file") -> Saved:
    """Return the answer that a file keeps.

    Args:
        text: of the file, as ``dumps`` made it, or of a page that holds it ``embedded``.
        name: of the file, for the message.

    Raises:
        InputError: if it keeps none.

    >>> kept = Saved("What of CoO?", (), "0.1.0", {"rows": []})
    >>> loads(dumps(kept)) == kept
    True
    """
    page = EMBEDDED.search(text)
    try:
        told = json.loads(page[1] if page else text)
        form, version, question = told.pop("form"), told.pop("hemkg"), told.pop("question")
        follows, reworded, rows = told.pop("follows"), told.pop("reworded"), told["rows"]
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        raise InputError(f"{name} is no saved answer; make one with 'hemkg ask QUESTION --save FILE'.") from None
    if form != FORM:
        raise InputError(f"{name} was saved in form {form!r} and this version reads form {FORM}; save it again.")
    if not _is_well_formed(version, question, follows, reworded, rows):
        raise InputError(f"{name} is a damaged answer; save it again with 'hemkg ask QUESTION --save FILE'.")
    return Saved(question, tuple(follows), version, told, reworded)


def _is_well_formed(version: object, question: object, follows: object, reworded: object, rows: object) -> bool:
    texts = [version, question, *(follows if isinstance(follows, list) else [None])]
    if reworded is not None:
        texts.append(reworded)
    return all(isinstance(text, str) for text in texts) and _are_rows(rows)


def _are_rows(rows: object) -> bool:
    return isinstance(rows, list) and all(isinstance(row, dict) for row in rows)


# ---------------------------------------------------------------- then and now


@dataclass(frozen=True, slots=True)
class Change:
    """A row of which some cells changed.

    Attributes:
        row: the cells that stayed.
        cells: the others, as {column: (then, now)}.
    """

    row: Mapping[str, Any]
    cells: Mapping[str, tuple[Any, Any]]


@dataclass(frozen=True, slots=True)
class Comparison:
    """An answer then and the answer now.

    Attributes:
        then: as it was kept.
        now: as it is given today, with the version that gave it.
        added, removed: rows that are only in the one.
        changed: rows of which cells changed.
    """

    then: Saved
    now: Saved
    added: tuple[Mapping[str, Any], ...]
    removed: tuple[Mapping[str, Any], ...]
    changed: tuple[Change, ...]

    @property
    def is_same_graph(self) -> bool:
        """Whether the papers' graphs are what they were."""
        return self.then.graph == self.now.graph

    @property
    def are_same_rows(self) -> bool:
        """Whether every row is what it was."""
        return not (self.added or self.removed or self.changed)

    def to_json(self) -> Json:
        """Return the comparison as JSON, with today's answer whole."""
        return {
            "question": self.then.question,
            "version": {"then": self.then.version, "now": self.now.version},
            "graph": {"then": self.then.graph, "now": self.now.graph, "changed": not self.is_same_graph},
            "abstained": {"then": self.then.answer.get("abstained"), "now": self.now.answer.get("abstained")},
            "yesno": {"then": self.then.answer.get("yesno"), "now": self.now.answer.get("yesno")},
            "rows": {
                "added": list(map(dict, self.added)),
                "removed": list(map(dict, self.removed)),
                "changed": [
                    {"row": dict(c.row), "cells": {n: {"then": old, "now": new} for n, (old, new) in c.cells.items()}}
                    for c in self.changed
                ],
            },
            "answer": self.now.answer,
        }

    def __str__(self) -> str:
        return "\n".join(_told(self))


def compare(then: Saved, answer: Answer, version: str) -> Comparison:
    """Compare a kept answer with the answer to the same question today."""
    now = Saved(then.question, then.follows, version, to_json(answer), then.reworded)
    added, removed, changed = _differences(_rows(then), _rows(now))
    return Comparison(then, now, added, removed, changed)


def _rows(saved: Saved) -> list[Mapping[str, Any]]:
    rows = saved.answer["rows"]
    assert isinstance(rows, list)
    return [{name: cell for name, cell in row.items() if name not in BESIDE} for row in rows]


Rows = tuple[Mapping[str, Any], ...]


def _differences(
    then: Sequence[Mapping[str, Any]], now: Sequence[Mapping[str, Any]]
) -> tuple[Rows, Rows, tuple[Change, ...]]:
    """Return the rows added, removed and changed; rows that are alike pair off first, the likest ones next."""
    gone, new = list(then), []
    for row in now:
        if row in gone:
            gone.remove(row)
        else:
            new.append(row)
    changed = []
    for row in list(new):
        old = max(gone, key=lambda other: _likeness(other, row), default=None)
        if old is not None and _likeness(old, row) >= LEAST_ALIKE:
            gone.remove(old)
            new.remove(row)
            changed.append(_change(old, row))
    return tuple(new), tuple(gone), tuple(changed)


def _likeness(old: Mapping[str, Any], new: Mapping[str, Any]) -> float:
    """Return the share of cells in which two rows agree, 0 where they are of different things."""
    names = {**old, **new}
    if any(old.get(name) != new.get(name) for name in IDENTIFYING if name in names):
        return 0.0
    return sum(map(bool, (old.get(name) == new.get(name) for name in names))) / max(len(names), 1)


def _change(old: Mapping[str, Any], new: Mapping[str, Any]) -> Change:
    names = list({**old, **new})
    same = {name: old[name] for name in names if old.get(name) == new.get(name)}
    return Change(same, {name: (old.get(name), new.get(name)) for name in names if name not in same})


def _told(found: Comparison) -> Iterator[str]:
    """Yield the lines that say what has changed."""
    yield f"Asked again: {found.then.question}"
    if found.then.version != found.now.version:
        yield f"Answered by hemkg {found.then.version} then, by {found.now.version} now."
    if found.is_same_graph:
        yield f"The graph is the one of then ({found.now.graph})."
    else:
        yield f"The graph has changed: {found.then.graph} then, {found.now.graph} now."
    if found.then.answer.get("yesno") != found.now.answer.get("yesno"):
        yield f"The answer was {_word(found.then)}, now it is {_word(found.now)}."
    if found.then.answer.get("abstained") != found.now.answer.get("abstained"):
        refused = bool(found.now.answer.get("abstained"))
        yield "It was answered then and is refused now." if refused else "It was refused then and is answered now."
    if found.are_same_rows:
        yield f"The rows are what they were ({len(_rows(found.now))})."
    yield from (f"+ {in_words(row)}" for row in found.added)
    yield from (f"- {in_words(row)}" for row in found.removed)
    yield from (f"~ {changed_words(change)}" for change in found.changed)


def changed_words(change: Change) -> str:
    """Return a changed row in one line: what stayed, and each cell as it was and is."""
    cells = "; ".join(
        f"{name}: {_plain(old) or 'nothing'} → {_plain(new) or 'nothing'}" for name, (old, new) in change.cells.items()
    )
    return f"{in_words(change.row)}: {cells}"


def _word(saved: Saved) -> str:
    yesno = saved.answer.get("yesno")
    return "neither yes nor no" if yesno is None else plain(bool(yesno))


def in_words(row: Mapping[str, Any]) -> str:
    """Return a row in one line."""
    return ", ".join(told for told in map(_plain, row.values()) if told)


def _plain(cell: Any) -> str:  # noqa: ANN401 - a cell of JSON
    if isinstance(cell, dict):
        return json.dumps(cell, ensure_ascii=False)
    return plain(tuple(map(str, cell)) if isinstance(cell, list) else cell)
