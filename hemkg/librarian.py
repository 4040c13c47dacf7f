"""The librarian: what people on the page have done to a store, while everybody reads it.

Whoever wants something written asks the librarian; one thing is done after another, and readers are told of the new
state as soon as it is there.
"""

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from hemkg.errors import InputError
from hemkg.model.decision import DecisionKind
from hemkg.store.catalogue import Catalogue
from hemkg.store.curation.applying import Record


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


class Librarian:
    """Writes a store for people on the page.

    Args:
        folder: of the store.
        renew: lets readers turn to the newest state; it is called after each change.
    """

    def __init__(self, folder: Path, renew: Callable[[], object] = lambda: None) -> None:
        self.folder = folder
        self._renew = renew
        self._turn = threading.Lock()

    @contextmanager
    def writing(self, person: Person) -> Iterator[Catalogue]:
        """Open the store for writing, when nobody else here does, and let readers see what was written.

        Raises:
            InputError: if the person may not write.
            StoreBusy: if another process writes the store.
        """
        if not person.may_write:
            raise InputError("only those who keep this library can change it; ask whoever runs the server.")
        with self._turn:
            with Catalogue.open(self.folder, write=True) as catalogue:
                yield catalogue
            self._renew()

    def decide(
        self, person: Person, kind: DecisionKind, claim: str, reason: str, fields: Mapping[str, str] | None = None
    ) -> Record:
        """Decide on a claim in the name of a person.

        Args:
            person: whose word it is.
            kind: accept, reject or correct.
            claim: its IRI or number.
            reason: why.
            fields: what the claim should say, for a correction.

        Raises:
            InputError: if the person has no name or may not decide, or the claim cannot say so.
            StoreBusy: if another process writes the store.
            UnknownTerm: if there is no such claim.
        """
        from hemkg import curating

        who = curating.named(person.name)
        with self.writing(person) as catalogue:
            return curating.decide(catalogue, kind, claim, who=who, reason=reason, fields=fields)

    def take_back(self, person: Person, decision: str) -> Record:
        """Take a decision back in the name of a person, so that what held before holds again.

        Args:
            person: whose word it is.
            decision: its number.

        Returns:
            the decision that was taken back.

        Raises:
            InputError: if the person has no name or may not decide, or no such decision stands.
            StoreBusy: if another process writes the store.
        """
        from hemkg import curating

        who = curating.named(person.name)
        with self.writing(person) as catalogue:
            return curating.take_back(catalogue, decision, who=who)
