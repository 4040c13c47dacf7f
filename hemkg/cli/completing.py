"""What the shell offers at the tab key beside commands and options: words that the vocabulary knows.

A function here is given what stands there so far, and gives the words that go on from it; each answers in less than
half a second and opens no store.
"""

from collections.abc import Iterable


def ions(begun: str) -> list[str]:
    """Return symbols of working ions.

    >>> ions("N")
    ['Na']
    """
    from hemkg.vocab import terms

    return _going_on(begun, terms.by_notation("Ion"))


def mechanisms(begun: str) -> list[str]:
    """Return storage mechanisms, as options name them.

    >>> mechanisms("conv")
    ['conversion']
    """
    from hemkg.vocab import terms

    return _going_on(begun, terms.by_notation("IonStorageMechanism"), terms.by_notation("ChargeStorageMechanism"))


def columns(begun: str) -> list[str]:
    """Return columns of the review table; after a comma the next one.

    >>> columns("material,form")
    ['material,formula']
    """
    from hemkg.review.tables import COLUMNS, ON_REQUEST

    before, comma, last = begun.rpartition(",")
    taken = before.split(",")
    known = (name for name in (*COLUMNS, *ON_REQUEST) if name not in taken)
    return [f"{before}{comma}{name}" for name in _going_on(last, known)]


def formulas(begun: str) -> list[str]:
    """Return formulas of materials that the guidelines speak of.

    >>> formulas("Li4")
    ['Li4Ti5O12']
    """
    from hemkg.reason import guidelines

    return _going_on(begun, sorted({composition.formula for composition in guidelines.compositions().values()}))


def _going_on(begun: str, *known: Iterable[str]) -> list[str]:
    """Return the words that go on from what was begun, each once."""
    return list(dict.fromkeys(word for words in known for word in words if word.startswith(begun)))
