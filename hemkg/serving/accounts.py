"""Accounts: who may use a server that others can reach, in a file that only its owner can read.

Passwords are kept as Argon2 hashes.  A server that runs sees a change of the file with the next request.
"""

import hashlib
import json
import os
import secrets
import tempfile
import unicodedata
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from filelock import FileLock

from hemkg.errors import InputError, UnknownTerm
from hemkg.librarian import Person

if TYPE_CHECKING:
    from argon2 import PasswordHasher

VERSION: Final = 1
LONGEST_NAME: Final = 64
SHORTEST: Final = 8
LONGEST: Final = 1000  # of a password [characters]: hashing more takes time and adds nothing
OTHERS: Final = 0o077


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody who may use the server.

    Attributes:
        name: by which he logs in, and under which he decides on claims.
        hashed: the password, as Argon2 keeps it.
        is_keeper: whether he may add papers and decide on claims.
    """

    name: str
    hashed: str
    is_keeper: bool = False

    @property
    def person(self) -> Person:
        """Who that is for the page."""
        return Person(self.name, may_write=self.is_keeper)

    @property
    def mark(self) -> str:
        """What changes with the password, and does not tell it."""
        return hashlib.sha256(self.hashed.encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Book:
    """What the file says.

    Attributes:
        accounts: by name.
        key: by which sessions are signed.
    """

    accounts: Mapping[str, Account]
    key: str


NOBODY: Final = Book({}, "")


class Accounts:
    """The accounts of a server.

    Args:
        path: of their file; it need not be there.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._seen: tuple[int, int, int] | None = None
        self._book = NOBODY

    def book(self) -> Book:
        """Return what the file says now.

        Raises:
            InputError: if it cannot be read, or others can read it too.
        """
        try:
            about = self.path.stat()
        except FileNotFoundError:
            self._seen, self._book = None, NOBODY
            return NOBODY
        except OSError as error:
            raise self._trouble(error.strerror or str(error)) from None
        seen = (about.st_mtime_ns, about.st_ino, about.st_size)
        if seen != self._seen:
            if os.name == "posix" and about.st_mode & OTHERS:
                raise InputError(f"others can read {self.path}, which holds accounts; say: chmod 600 {self.path}.")
            self._book, self._seen = self._read(), seen
        return self._book

    def _read(self) -> Book:
        try:
            told = json.loads(self.path.read_text("utf-8"))
            if told["version"] != VERSION:
                raise self._trouble(f"it is of version {told['version']}")
            return Book({name: _account(name, one) for name, one in told["accounts"].items()}, str(told["key"]))
        except OSError as error:
            raise self._trouble(error.strerror or str(error)) from None
        except (ValueError, KeyError, TypeError, AttributeError):
            raise self._trouble("it holds no accounts") from None

    def _trouble(self, why: str) -> InputError:
        return InputError(f"the accounts in {self.path} cannot be read: {why}; name another file with --accounts.")

    # ------------------------------------------------------------ what a person at the terminal does

    def add(self, name: str, password: str, *, is_keeper: bool = False) -> Account:
        """Add an account.

        Args:
            name: of the person.
            password: of at least eight characters.
            is_keeper: whether he may add papers and decide on claims.

        Raises:
            InputError: if there is one of that name, or name or password will not do.
        """
        account = Account(named(name), hashed(password), is_keeper)
        with self._changing() as found:
            if account.name in found:
                raise InputError(
                    f"there is an account {account.name} already; change it with 'hemkg accounts password'."
                )
            found[account.name] = account
        return account

    def remove(self, name: str) -> None:
        """Take an account away; whoever is logged in with it is not any more.

        Raises:
            UnknownTerm: if there is none of that name.
        """
        with self._changing() as found:
            del found[_known(found, name).name]

    def set_password(self, name: str, password: str) -> None:
        """Give an account another password; whoever is logged in with it has to log in again.

        Raises:
            UnknownTerm: if there is none of that name.
            InputError: if the password will not do.
        """
        kept = hashed(password)
        with self._changing() as found:
            old = _known(found, name)
            found[old.name] = replace(old, hashed=kept)

    @contextmanager
    def _changing(self) -> Iterator[dict[str, Account]]:
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with FileLock(f"{self.path}.lock"):
                book = self.book()
                accounts = dict(book.accounts)
                yield accounts
                self._write(Book(accounts, book.key or secrets.token_urlsafe(32)))
        except OSError as error:
            raise InputError(
                f"{self.path} cannot be written: {error.strerror or error}; name another file with --accounts."
            ) from None

    def _write(self, book: Book) -> None:
        told = {
            "version": VERSION,
            "key": book.key,
            "accounts": {one.name: {"hash": one.hashed, "keeper": one.is_keeper} for one in book.accounts.values()},
        }
        number, name = tempfile.mkstemp(dir=self.path.parent, prefix=f"{self.path.name}.")  # made for its owner alone
        with os.fdopen(number, "w", encoding="utf-8") as file:
            json.dump(told, file, indent=1, ensure_ascii=False)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(self.path)

    # ------------------------------------------------------------ what a server asks

    def check(self, name: str, password: str) -> Account | None:
        """Return the account that a name and a password belong to, or None; both take as long.

        This takes some tenths of a second on purpose.
        """
        from argon2.exceptions import Argon2Error, InvalidHashError

        account = self.book().accounts.get(unicodedata.normalize("NFC", name))
        kept = account.hashed if account else _nobodys()
        try:
            _hasher().verify(kept, password[: LONGEST + 1])  # longer than any that there is
        except (Argon2Error, InvalidHashError):
            return None
        return account


def _account(name: str, told: Any) -> Account:  # noqa: ANN401  as it stands in the file
    return Account(str(name), str(told["hash"]), bool(told["keeper"]))


def _known(found: Mapping[str, Account], name: str) -> Account:
    if name not in found:
        raise UnknownTerm(f"there is no account {name[:LONGEST_NAME]!r}; there are {', '.join(found) or 'none'}.")
    return found[name]


def named(name: str) -> str:
    """Return the name of an account as it is kept.

    Raises:
        InputError: if it will not do as one.

    >>> named(" Anna Lind ")
    'Anna Lind'
    """
    kept = unicodedata.normalize("NFC", " ".join(name.split()))
    if not kept or len(kept) > LONGEST_NAME or ":" in kept or not kept.isprintable():
        raise InputError(f"an account is called by 1 to {LONGEST_NAME} characters, none of them a colon.")
    return kept


def hashed(password: str) -> str:
    """Return a password as it is kept.

    Raises:
        InputError: if it is too short or too long.
    """
    if not SHORTEST <= len(password) <= LONGEST:
        raise InputError(f"a password has at least {SHORTEST} characters, and at most {LONGEST}.")
    return _hasher().hash(password)


@cache
def _hasher() -> "PasswordHasher":
    from argon2 import PasswordHasher

    return PasswordHasher()


@cache
def _nobodys() -> str:
    """Return the hash of a password that nobody knows: asking for somebody who is not there takes as long."""
    return _hasher().hash(secrets.token_urlsafe())


def usual_place() -> Path:
    """Return the file of accounts where none is named: among the user's settings, never in a store."""
    from platformdirs import user_config_path

    return user_config_path("hemkg") / "accounts.json"
