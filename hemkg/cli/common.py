"""What all commands do: say something, read and write files, open the store that is named."""

import contextlib
import json
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import IO, TYPE_CHECKING

from hemkg.errors import InputError
from hemkg.settings import Settings, place_of
from hemkg.store.places import Place

if TYPE_CHECKING:
    from hemkg.assistant import Assistant

PROGRAM = "hemkg"
DONE, SOME_FAILED, WRONG_USAGE, STOPPED = 0, 1, 2, 130


def warn(messages: Iterable[str]) -> None:
    """Say each message on standard error."""
    for message in messages:
        print(f"hemkg: {message}", file=sys.stderr)


def say(text: str) -> None:
    """Print text on standard output, with a line end."""
    sys.stdout.write(text if text.endswith("\n") else text + "\n")


def say_json(value: object) -> None:
    """Print a value as one line of JSON."""
    say(json.dumps(value, ensure_ascii=False))


def write_to(data: bytes, out: Path | None) -> None:
    """Write to a file, or to standard output."""
    with opened(out) as file:
        file.write(data)


@contextlib.contextmanager
def opened(out: Path | None) -> "Iterator[IO[bytes]]":
    """Open a file for writing, or standard output."""
    try:
        if out is None:
            yield sys.stdout.buffer
            sys.stdout.flush()
        else:
            with out.open("wb") as file:
                yield file
    except BrokenPipeError:
        raise  # who reads along has seen enough; run() ends quietly
    except OSError as error:
        place = out or "standard output"
        raise InputError(f"{place} cannot be written: {error.strerror or error}; choose another place.") from None


def lines_of(path: Path) -> list[str]:
    """Return the lines of a text file that say something; raise InputError where it cannot be read."""
    return [line for line in text_of(path).splitlines() if line.strip()]


def text_of(path: Path) -> str:
    """Return what a text file says; raise InputError where it cannot be read."""
    from hemkg.knowledge_graph import read_text

    return read_text(path)


def store_named(store: str | None) -> Place:
    """Return the store that is named, or that of the environment."""
    return place_of(store) if store else Settings.from_environment().store


def folder_named(store: str | None, what: str) -> Path:
    """Return the folder of the store that is named; a server is refused."""
    place = store_named(store)
    if isinstance(place, Path):
        return place
    raise InputError(f"{what} a store in a folder, not one on a server; name a folder with --store.")


@contextlib.contextmanager
def opened_assistant(store: str | None) -> "Iterator[Assistant]":
    """Open the store that is named, to read, and close it at the end."""
    from hemkg.assistant import Assistant

    with Assistant.open(store_named(store)) as assistant:
        yield assistant


def counts(parts: Mapping[str, int]) -> str:
    """Return numbers with their names, without those that are nought."""
    return ", ".join(f"{number} {name}" for name, number in parts.items() if number)
