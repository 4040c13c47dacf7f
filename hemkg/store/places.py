"""Where a store is: a folder on this machine, or a SPARQL server with the way into it."""

import re
from dataclasses import dataclass, field
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit

from hemkg.errors import StoreError

ADDRESS = re.compile(r"https?:/", re.I)
WHERE_TO = "put the name and the password into HEMKG_STORE_USER and HEMKG_STORE_PASSWORD"


@dataclass(frozen=True, slots=True)
class Server:
    """A SPARQL 1.1 server.

    Attributes:
        url: where it answers queries.
        update: where it takes updates, if that is another address.
        user: whom it knows, if it asks.
        password: of that user; in no message and in no repr.
        cache: folder on this machine for what was read of the server.

    >>> str(Server("https://example.org/sparql", user="me", password="secret"))
    'https://example.org/sparql'
    """

    url: str
    update: str | None = None
    user: str | None = None
    password: str | None = field(default=None, repr=False)
    cache: Path | None = None

    def __post_init__(self) -> None:
        for address in (self.url, self.update):
            if address is not None:
                _check(address, has_password=self.user is not None or self.password is not None)

    def __str__(self) -> str:
        return self.url

    @property
    def update_url(self) -> str:
        """Where it takes updates."""
        return self.update or self.url


Place = Path | Server


def is_address(text: str) -> bool:
    """Whether a text names a server, and no folder.

    >>> is_address("https://example.org/sparql"), is_address("http"), is_address("./https")
    (True, False, False)
    """
    return ADDRESS.match(text) is not None


def _check(address: str, *, has_password: bool) -> None:
    """Refuse an address that is none, that holds a password, or over which a password would be read by others."""
    try:
        parts = urlsplit(address)
        host = parts.hostname
        _ = parts.port
    except ValueError:
        parts, host = urlsplit(""), None
    if parts.scheme not in {"http", "https"} or not host or re.search(r"\s", address):
        raise StoreError("the address of the store is none of the web; write https://HOST/sparql.")
    if parts.username is not None or parts.password is not None:
        raise StoreError(
            f"the address of the store on {host} holds a name or a password, which others could read in lists of "
            f"processes and in logs; {WHERE_TO}, and leave them out of the address."
        )
    if has_password and parts.scheme == "http" and not is_loopback(host):
        raise StoreError(
            f"a password would travel to {host} unencrypted, where anybody on the way can read it; "
            "use https://, or a tunnel to 127.0.0.1."
        )


def is_loopback(host: str) -> bool:
    """Whether a host is this machine itself.

    >>> is_loopback("localhost"), is_loopback("127.0.0.9"), is_loopback("::1"), is_loopback("localhost.example.org")
    (True, True, True, False)
    """
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host.lower() == "localhost"
