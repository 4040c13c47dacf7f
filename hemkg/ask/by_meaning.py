"""Passages that say something in other words than a question: found by vectors, where the store keeps them.

A build makes them if a user asks for it, since that takes longer than reading the papers.
"""

from pathlib import Path

from hemkg.ask import meaning
from hemkg.store.catalogue import Catalogue
from hemkg.store.passages import Passage, PassageIndex
from hemkg.store.vectors import Vectors, digest_of

BATCH = 1024  # passages whose vectors are written together
STALE = 2  # times as many vectors as passages are let stand before the file is written anew
FEWEST_STALE = 1000
WIDER = 3  # times as many vectors are looked at as passages wanted, since some passages are gone


def fill(catalogue: Catalogue) -> int | None:
    """Make vectors for the passages that have none; return how many, None where there is no model or no folder.

    Each batch is kept as it is made, so that one who is stopped goes on where it was.
    """
    folder, model = _folder(catalogue), meaning.embedder()
    if folder is None or model is None:
        return None
    made, after = 0, 0
    has_vector = Vectors(folder).known()
    while batch := catalogue.passages.texts(after, BATCH):
        after = batch[-1][0]
        lacking = [(number, text) for number, text in batch if not has_vector(number, digest_of(text))]
        if lacking:
            rows = model.encode([text for _, text in lacking])
            vectors = Vectors(folder, dimension=rows.shape[1])
            vectors.append([(number, digest_of(text)) for number, text in lacking], rows)
            made += len(lacking)
    _tidy(folder, catalogue.passages)
    return made


def _tidy(folder: Path, passages: PassageIndex) -> None:
    """Leave out the vectors of passages that are gone, once they are many; index those of a large store."""
    vectors = Vectors(folder)
    if vectors.rows > STALE * passages.count() + FEWEST_STALE:
        vectors.keep(lambda number, digest: _quote_of(passages, number, digest) is not None)
    vectors.index()


def _quote_of(passages: PassageIndex, number: int, digest: int) -> Passage | None:
    """Return the passage that a vector was made of, None if it is gone or another has its number."""
    return next((found for found in passages.get([number]) if digest_of(found.quote) == digest), None)


def near(catalogue: Catalogue, text: str, limit: int) -> list[Passage]:
    """Return the passages that mean most nearly what a text means, nearest first; none without vectors or a model.

    Args:
        catalogue: the store.
        text: the text.
        limit: how many at most.
    """
    folder = _folder(catalogue)
    vectors = Vectors(folder) if folder is not None else None
    model = meaning.embedder() if vectors is not None and vectors.rows else None
    if vectors is None or model is None:
        return []
    found = vectors.search(model.encode([text])[0], WIDER * limit)
    passages = (_quote_of(catalogue.passages, each.passage, each.digest) for each in found)
    return list(dict.fromkeys(passage for passage in passages if passage is not None))[:limit]


def _folder(catalogue: Catalogue) -> Path | None:
    """Return the folder of a store, None for one that lives in memory or on a server."""
    return getattr(catalogue.graph, "folder", None)
