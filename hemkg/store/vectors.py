"""What passages mean, as vectors: a flat file beside the graph that is mapped into memory and never read whole.

A search goes through the file in blocks.  In a large store an approximate index, mapped too, names the candidates
first, where the library for it is installed; the vectors themselves decide then.  Like the keyword index, all of it
is derived: it can be thrown away.  Who makes vectors is no business of this module.

The file is a head and rows.  The head says how many rows count, and is written after them: what a writer that was
ended left behind it is nothing, and is written over.
"""

import heapq
import os
import struct
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import Any, Final

from hemkg.errors import StoreBroken

FILE = "vectors.bin"
MAGIC: Final = b"hemkg-v1"
HEAD: Final = struct.Struct("<8sIIQQ")  # magic, dimension, 0, generation, rows
FIRST_ROW = 64  # bytes
BLOCK = 8192  # rows that are compared at once, 12 MB of 384 numbers each
# Up to so many rows all are compared: measured, 16 ms for 100 000 of 384 numbers, and no doubt about what is nearest.
MANY = 250_000
# Measured on 30 000 vectors of 384 numbers: the ten nearest are among the forty that the index names, for 200 of 200.
CONNECTIVITY, EXPANSION_ADD, EXPANSION_SEARCH, WIDER = 16, 128, 128, 4


@dataclass(frozen=True, slots=True)
class Near:
    """A passage that is near.

    Attributes:
        passage: its id in the index of passages.
        digest: of its words when the vector was made; ids are given again to other passages.
        score: cosine, at most 1.
    """

    passage: int
    digest: int
    score: float


def digest_of(text: str) -> int:
    """Return a short digest of a passage's words, by which a vector is known to be of them."""
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), "little", signed=True)


class Vectors:
    """The vectors of a store.

    Args:
        folder: of the store.
        dimension: numbers of a vector; needed to begin a file.

    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     vectors = Vectors(Path(folder), dimension=2)
    ...     vectors.append([(7, 70), (8, 80)], [[1.0, 0.0], [0.0, 1.0]])
    ...     [near.passage for near in vectors.search([0.9, 0.1], 1)]
    [7]
    """

    def __init__(self, folder: Path, dimension: int | None = None) -> None:
        self._path = folder / FILE
        self.dimension, self.generation, self.rows = dimension or 0, 1, 0
        if self._path.exists():
            self._read_head(dimension)

    def _read_head(self, dimension: int | None) -> None:
        with self._path.open("rb") as opened:
            head = opened.read(HEAD.size)
        if len(head) < HEAD.size:
            return  # begun, and not written
        magic, self.dimension, _, self.generation, rows = HEAD.unpack(head)
        if magic != MAGIC or (dimension or self.dimension) != self.dimension:
            raise StoreBroken(f"{self._path} holds no vectors of this version; delete it, and build again.")
        whole = (self._path.stat().st_size - FIRST_ROW) // self._type.itemsize
        self.rows = max(0, min(rows, whole))

    @property
    def _type(self) -> Any:  # noqa: ANN401  of a library that is loaded late
        import numpy

        return numpy.dtype([("passage", "<i8"), ("digest", "<i8"), ("vector", "<f4", (self.dimension,))])

    def _mapped(self) -> Any:  # noqa: ANN401  as above
        import numpy

        return numpy.memmap(self._path, dtype=self._type, mode="r", offset=FIRST_ROW, shape=(self.rows,))

    # ------------------------------------------------------------ writing

    def append(self, passages: Sequence[tuple[int, int]], vectors: Any) -> None:  # noqa: ANN401  rows of a library
        """Add vectors; all of them count, or none if the writer is ended.

        Args:
            passages: the id of each passage and the digest of its words.
            vectors: one row each, of length one.
        """
        import numpy

        added = numpy.zeros(len(passages), dtype=self._type)
        added["passage"] = [passage for passage, _ in passages]
        added["digest"] = [digest for _, digest in passages]
        added["vector"] = vectors
        self._write(added)

    def _write(self, added: Any) -> None:  # noqa: ANN401  as above
        with self._path.open("r+b" if self._path.exists() else "w+b") as opened:
            opened.seek(FIRST_ROW + self.rows * self._type.itemsize)
            opened.write(added.tobytes())
            _to_disk(opened.fileno(), opened.flush)
            rows = self.rows + len(added)
            opened.seek(0)
            opened.write(HEAD.pack(MAGIC, self.dimension, 0, self.generation, rows).ljust(FIRST_ROW, b"\0"))
            _to_disk(opened.fileno(), opened.flush)
        self.rows = rows

    def passages(self) -> Iterator[tuple[int, int]]:
        """Yield the id of each passage that has a vector, and the digest of its words."""
        if self.rows:
            mapped = self._mapped()
            for start in range(0, self.rows, BLOCK):
                block = mapped[start : start + BLOCK]
                yield from zip(block["passage"].tolist(), block["digest"].tolist(), strict=True)

    def known(self) -> Callable[[int, int], bool]:
        """Return a function that tells whether a passage of an id and a digest has a vector now."""
        import numpy

        if not self.rows:
            return lambda passage, digest: False
        mapped = self._mapped()
        passages, digests = numpy.array(mapped["passage"]), numpy.array(mapped["digest"])
        order = numpy.argsort(passages, kind="stable")
        passages, digests = passages[order], digests[order]

        def is_known(passage: int, digest: int) -> bool:
            start, stop = (int(numpy.searchsorted(passages, passage, side)) for side in ("left", "right"))
            return bool((digests[start:stop] == digest).any())

        return is_known

    def keep(self, wanted: Callable[[int, int], bool]) -> None:
        """Write the file again with the rows of passages that are wanted, and put it in the place of the old one."""
        if not self.rows:
            return
        import numpy

        mapped, new = self._mapped(), Vectors(self._path.parent, self.dimension)
        new._path = self._path.with_suffix(".new")
        new._path.unlink(missing_ok=True)
        new.generation, new.rows = self.generation + 1, 0
        for start in range(0, self.rows, BLOCK):
            block = mapped[start : start + BLOCK]
            is_kept = [wanted(p, d) for p, d in zip(block["passage"].tolist(), block["digest"].tolist(), strict=True)]
            new._write(numpy.asarray(block)[numpy.array(is_kept, dtype=bool)])
        del mapped
        new._path.replace(self._path)
        self._index_path().unlink(missing_ok=True)
        self.generation, self.rows = new.generation, new.rows

    # ------------------------------------------------------------ searching

    def search(self, vector: Any, limit: int) -> list[Near]:  # noqa: ANN401  of a library
        """Return the passages whose vectors are nearest to one, nearest first.

        Args:
            vector: of length one.
            limit: how many at most.
        """
        import numpy

        if not self.rows or limit < 1:
            return []
        wanted = numpy.asarray(vector, dtype="<f4")
        mapped = self._mapped()
        indexed, rows = self._named(wanted, limit)
        found = [self._compared(mapped[rows], wanted, limit)] if len(rows) else []
        blocks = (mapped[start : start + BLOCK] for start in range(indexed, self.rows, BLOCK))
        found += [self._compared(block, wanted, limit) for block in blocks]
        return heapq.nsmallest(limit, (near for part in found for near in part), key=lambda n: (-n.score, n.passage))

    def _compared(self, rows: Any, vector: Any, limit: int) -> Iterable[Near]:  # noqa: ANN401  as above
        import numpy

        scores = rows["vector"] @ vector
        best = numpy.argpartition(-scores, limit)[:limit] if len(scores) > limit else range(len(scores))
        return [Near(int(rows["passage"][i]), int(rows["digest"][i]), float(scores[i])) for i in best]

    # ------------------------------------------------------------ the approximate index

    def _index_path(self) -> Path:
        return self._path.with_name(f"vectors-{self.generation}.usearch")

    def _named(self, vector: Any, limit: int) -> tuple[int, Any]:  # noqa: ANN401  as above
        """Return how many rows the index knows, and those of them that it names as near."""
        index = self._index()
        if index is None:
            return 0, ()
        return len(index), index.search(vector, WIDER * limit).keys.astype("int64")

    def _index(self) -> Any:  # noqa: ANN401  as above
        """Return the approximate index, mapped; None if there is none that can be used."""
        if not self._index_path().exists():
            return None
        try:
            found = self._new_index(path=self._index_path(), view=True)
        except (ImportError, RuntimeError, ValueError, OSError):
            return None
        return found if len(found) <= self.rows else None

    def _new_index(self, **place: Any) -> Any:  # noqa: ANN401  as above
        from usearch.index import Index

        return Index(
            ndim=self.dimension, metric="cos", dtype="f16", connectivity=CONNECTIVITY, expansion_add=EXPANSION_ADD,
            expansion_search=EXPANSION_SEARCH, **place,
        )  # fmt: skip

    def index(self) -> bool:
        """Make or bring up to date the approximate index, if there are many rows; return whether there is one."""
        known = self._index()
        begun = 0 if known is None else len(known)
        if self.rows < MANY or self.rows - begun < MANY // 2:
            return known is not None
        try:
            made = self._new_index(**({"path": self._index_path()} if begun else {}))
        except ImportError:
            return False
        mapped = self._mapped()
        for start in range(begun, self.rows, BLOCK):
            block = mapped[start : start + BLOCK]["vector"]
            made.add(_numbers(start, len(block)), block)
        part = self._index_path().with_suffix(".new")
        made.save(part)
        with part.open("rb") as opened:
            _to_disk(opened.fileno(), None)
        part.replace(self._index_path())
        return True


def _numbers(start: int, count: int) -> Any:  # noqa: ANN401  as above
    import numpy

    return numpy.arange(start, start + count, dtype="uint64")


def _to_disk(file: int, flush: Callable[[], None] | None) -> None:
    if flush is not None:
        flush()
    os.fsync(file)
