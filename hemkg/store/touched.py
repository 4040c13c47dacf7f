"""What a change of papers touches: the things about which rules may now derive something else."""

from collections.abc import Iterable

from hemkg.rdf import iris
from hemkg.vocab import terms
from hemkg.vocab.terms import HEM

_TYPE = f"<{terms.RDF_TYPE}>"
_MATERIAL = f"<{iris.term(HEM.Material)}>"
_OF_MATERIAL = f"<{iris.term(HEM.ofMaterial)}>"
_COMPOSITION = f"<{iris.term(HEM.composition)}>"
_OURS = f"<{terms.BASE}"
MOST = 20_000  # materials; where more are touched, what is derived is derived anew as a whole


class Touched:
    """Materials, compositions and classes of claims that stand in papers which were written, replaced or withdrawn.

    Of more than can be told apart at less cost than looking at everything, nothing more is kept.

    Attributes:
        materials: IRIs of materials.
        compositions: IRIs of compositions, which several papers may share.
        classes: local names of the classes of what was touched.

    >>> touched = Touched()
    >>> touched.take([f"<urn:m> <{terms.RDF_TYPE}> <{iris.term(HEM.Material)}> ."])
    >>> sorted(touched.materials), sorted(touched.classes), bool(touched)
    (['urn:m'], ['Material'], True)
    """

    def __init__(self) -> None:
        self.materials: set[str] = set()
        self.compositions: set[str] = set()
        self.classes: set[str] = set()

    def __bool__(self) -> bool:
        return bool(self.classes)

    @property
    def is_too_much(self) -> bool:
        """Whether so much was touched that it is not known any more what."""
        return len(self.materials) > MOST

    def take(self, lines: Iterable[str]) -> None:
        """Add what a graph of claims speaks of.

        Args:
            lines: N-Triples.
        """
        for line in () if self.is_too_much else lines:
            subject, predicate, rest = line.split(" ", 2)
            if predicate == _TYPE and rest.startswith(_OURS):
                self.classes.add(rest[len(_OURS) : -len("> .")])
                if rest.startswith(_MATERIAL):
                    self.materials.add(subject[1:-1])
            elif predicate == _OF_MATERIAL:
                self.materials.add(rest[1 : -len("> .")])
            elif predicate == _COMPOSITION:
                self.compositions.add(rest[1 : -len("> .")])
