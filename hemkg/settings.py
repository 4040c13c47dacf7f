"""What a user may set: from the environment, read once, only by ``pipeline`` and ``cli``.

The stages below take keyword arguments and cannot see this.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from hemkg.errors import StoreError
from hemkg.store.places import Place, Server, is_address

PREFIX = "HEMKG_"
REGISTERS = ("crossref", "openalex", "europepmc", "arxiv")


@dataclass(frozen=True, slots=True)
class Settings:
    """Settings of one run.

    Attributes:
        store: the store that is used where none is named: a folder, or a server with the way into it.
        workers: processes that read papers side by side.
        largest_file: files above this size are refused [bytes].
        seconds: time that reading one paper may take [s].
        memory: data that the process which reads papers may hold [bytes]; held on Linux.
        registers: addresses of registers that ``fetch`` asks in place of the usual ones, by name: a mirror.
        mail: address that ``fetch`` tells the sources it asks, as they wish; none by default.
        second_opinion: whether ChemDataExtractor is asked about capacities.
        language_model: base address of a language model that is asked about what is left open; none by default.
        language_model_name: which model of that server.
        language_model_key: bearer token for that server.
        recognises_scans: whether scanned pages are read by Tesseract.
        scheduler: address of a Dask scheduler whose workers read papers; none by default.
        keeps_meaning: whether a build keeps what passages mean, so that questions in other words find them.
        curator: name of the person who decides on claims.
        accounts: file of the accounts of a server; None for the usual one.
        debug: whether a traceback is shown for a fault of ours.
    """

    store: Place = Path(".store")
    workers: int = 1
    largest_file: int = 64 * 1024 * 1024
    seconds: float = 300.0
    memory: int = 4 * 2**30
    registers: Mapping[str, str] = field(default_factory=dict)
    mail: str | None = None
    second_opinion: bool = False
    language_model: str | None = None
    language_model_name: str = "default"
    language_model_key: str | None = field(default=None, repr=False)
    recognises_scans: bool = False
    scheduler: str | None = None
    keeps_meaning: bool = False
    curator: str | None = None
    accounts: Path | None = None
    debug: bool = False

    @classmethod
    def from_environment(cls) -> "Settings":
        """Read the settings; ``HEMKG_STORE=/data/hem hemkg ask ...`` names another store.

        >>> Settings.from_environment().workers >= 1
        True
        """
        get = os.environ.get
        return cls(
            store=place_of(get(PREFIX + "STORE", ".store")),
            workers=_count(get(PREFIX + "WORKERS"), os.cpu_count() or 1),
            seconds=float(_count(get(PREFIX + "SECONDS"), 300)),
            memory=_count(get(PREFIX + "MEMORY"), 4096) * 2**20,
            registers={name: url for name in REGISTERS if (url := get(PREFIX + name.upper()))},
            mail=get(PREFIX + "MAIL") or None,
            second_opinion=get(PREFIX + "SECOND_OPINION", "") in {"1", "yes", "true"},
            language_model=get(PREFIX + "LANGUAGE_MODEL") or None,
            language_model_name=get(PREFIX + "LANGUAGE_MODEL_NAME", "default"),
            language_model_key=get(PREFIX + "LANGUAGE_MODEL_KEY") or None,
            recognises_scans=get(PREFIX + "OCR", "") in {"1", "yes", "true"},
            scheduler=get(PREFIX + "SCHEDULER") or None,
            keeps_meaning=get(PREFIX + "MEANING", "") in {"1", "yes", "true"},
            curator=get(PREFIX + "CURATOR") or None,
            accounts=Path(named) if (named := get(PREFIX + "ACCOUNTS")) else None,
            debug=get(PREFIX + "DEBUG", "") in {"1", "yes", "true"},
        )


def place_of(text: str | os.PathLike[str]) -> Place:
    """Return the store that a user names: a folder, or the address of a server.

    What lets a user into a server comes from the environment alone: ``HEMKG_STORE_USER`` and ``HEMKG_STORE_PASSWORD``;
    ``HEMKG_STORE_UPDATE`` is where it takes updates, if that is another address than that for queries.

    Raises:
        StoreError: if the address is none, holds a password, or would let others read one.

    >>> place_of(".store"), str(place_of("https://example.org/sparql"))
    (PosixPath('.store'), 'https://example.org/sparql')
    """
    named = os.fspath(text)
    if not is_address(named):
        return Path(named)
    if "://" not in named:
        raise StoreError(f"{named} has lost a slash on its way; give the address as a text: https://HOST/sparql.")
    get = os.environ.get
    return Server(
        named,
        get(PREFIX + "STORE_UPDATE") or None,
        get(PREFIX + "STORE_USER") or None,
        get(PREFIX + "STORE_PASSWORD") or None,
        _cache_folder(),
    )


def _cache_folder() -> Path:
    """Return the folder for what is kept of servers; it can be thrown away at any time."""
    named = os.environ.get(PREFIX + "CACHE")
    if named:
        return Path(named)
    from platformdirs import user_cache_path

    return user_cache_path("hemkg")


def _count(text: str | None, default: int) -> int:
    return max(1, int(text)) if text and text.isdigit() else default
