"""Who uses the page."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Person:
    """Who uses the page.

    Attributes:
        name: of the account; empty where no accounts are asked for.
        may_write: whether papers may be added and claims decided on.
    """

    name: str = ""
    may_write: bool = False


HERE = Person(may_write=True)
"""Whoever sits before the machine that the page runs on."""
READER = Person()
"""Somebody who is not known."""
ITSELF = Person("the library itself", may_write=True)
"""Who wants done what was left from before."""
