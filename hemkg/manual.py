"""The manual: the pages of docs/ that help a person at a terminal, as topics by name.

The site and the terminal have one source: the Markdown files that ``make site`` builds are the ones that ``hemkg help``
shows, packaged with the program.  How a page is drawn is no business of this module.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from hemkg.errors import InputError

# Which pages of docs/ are topics, under which heading; a folder stands for the pages in it.
SECTIONS: Mapping[str, tuple[str, ...]] = {
    "Start": ("tutorial.md", "surfaces.md"),
    "How to": ("how-to",),
    "Explanation": ("explanation",),
    "Reference": ("glossary.md", "reference/settings.md", "reference/files.md", "reference/exit-codes.md",
        "http.md", "mcp.md", "curation.md", "serving.md", "stores.md", "cluster.md"),
}  # fmt: skip
FRONT = re.compile(r"\A---\n(?P<fields>.*?)\n---\n", re.DOTALL)
COMMENT = re.compile(r"<!--.*?-->\n?", re.DOTALL)
PICTURE = re.compile(r"^!\[[^\]]*\]\([^)]*\)\n*", re.MULTILINE)
LINK = re.compile(r"\[([^\]]+)\]\((?!https?:)([^)#\s]*)(?:#[^)\s]*)?\)")
ENTRY = re.compile(
    r"^\*\*(?P<term>[^*]+)\*\*: (?:[^\n]|\n(?!\n))*?(?:\*Also:\* (?P<also>[^\n]*)\.)?$(?=\n\n|\n?\Z)", re.MULTILINE
)
LEAST_ALIKE = 60.0  # of 100; what is less alike is no slip of the finger


@dataclass(frozen=True, slots=True)
class Topic:
    """A page of the manual.

    Attributes:
        name: by which it is asked for, the name of its file.
        section: the heading under which it is listed.
        title: the heading of the page.
        text: the page as Markdown for a terminal: no pictures, links as words.
        see: names of the topics that it leads to.
        commands: names of the commands that it is about.
    """

    name: str
    section: str
    title: str
    text: str
    see: tuple[str, ...] = ()
    commands: tuple[str, ...] = ()


def manual_directory() -> Traversable:
    """Return the folder of pages: the packaged copy, or the checkout's own."""
    packaged = files("hemkg").joinpath("_manual")
    return packaged if packaged.is_dir() else Path(__file__).parents[1] / "docs"


@cache
def topics() -> Mapping[str, Topic]:
    """Return all topics by name, in the order in which they are listed.

    >>> topics()["conditions"].title
    'Conditions'
    """
    pages = {name: (section, file) for section, name, file in _files()}
    return {name: _topic(name, section, file.read_text(encoding="utf-8"), pages)
            for name, (section, file) in pages.items()}  # fmt: skip


def topic(name: str, others: Iterable[str] = ()) -> Topic:
    """Return a topic by its name, or the entry of the glossary for a word.

    Args:
        name: as a person types it.
        others: further names that could have been meant, such as those of commands.

    Raises:
        InputError: if there is none; the message tells the nearest name.

    >>> topic("Space charge").title
    'space charge'
    """
    wanted = "-".join(name.lower().split())
    found = topics().get(wanted) or _entry(" ".join(name.split()))
    if found is not None:
        return found
    near = _nearest(wanted, [*topics(), *others])
    meant = f"did you mean '{near}'? " if near else ""
    raise InputError(f"there is no help on '{name}'; {meant}'hemkg help' lists all topics.")


def about(command: str) -> tuple[str, ...]:
    """Return the names of the topics that are about a command.

    >>> about("ask")
    ('asking', 'sharing')
    """
    return tuple(found.name for found in topics().values() if command in found.commands)


def _files() -> Iterator[tuple[str, str, Traversable]]:
    """Yield section, name and file of each topic."""
    folder = manual_directory()
    for section, places in SECTIONS.items():
        for place in places:
            entry = folder.joinpath(place)
            for page in _pages(entry) if entry.is_dir() else (entry,):
                yield section, page.name.removesuffix(".md"), page


def _pages(folder: Traversable) -> Iterator[Traversable]:
    """Yield the pages of a folder in the order in which its index leads to them."""
    index = folder.joinpath("index.md").read_text(encoding="utf-8")
    names = dict.fromkeys(target for _, target in LINK.findall(index) if "/" not in target)
    yield from (folder.joinpath(name) for name in names if folder.joinpath(name).is_file())


def _topic(name: str, section: str, markdown: str, names: Iterable[str]) -> Topic:
    """Return a page as a topic."""
    front = FRONT.match(markdown)
    told = re.search(r"^commands: (.*)$", front["fields"], re.MULTILINE) if front else None
    body = PICTURE.sub("", COMMENT.sub("", markdown[front.end() :] if front else markdown))
    led = [Path(target).stem for _, target in LINK.findall(body) if target.endswith(".md")]
    heading, _, _ = body.lstrip().partition("\n")
    return Topic(
        name=name,
        section=section,
        title=heading.removeprefix("# "),
        text=LINK.sub(r"\1", body).strip() + "\n",
        see=tuple(found for found in dict.fromkeys(led) if found in names and found != name),
        commands=tuple(told[1].split(", ")) if told else (),
    )


def _entry(word: str) -> Topic | None:
    """Return what the glossary says of a word: its entry, or those that it is another word for or a part of."""
    page = topics()["glossary"]
    entries = {found["term"].casefold(): found for found in ENTRY.finditer(page.text)}
    wanted = word.casefold()
    found = [entries[wanted]] if wanted in entries else [
        entry for term, entry in entries.items()
        if wanted in (entry["also"] or "").casefold().split(", ") or f" {wanted} " in f" {term} "
    ]  # fmt: skip
    if not found:
        return None
    text = "\n\n".join(entry[0] for entry in found) + "\n"
    return Topic(page.name, page.section, found[0]["term"], text, (page.name,))


def _nearest(name: str, names: Iterable[str]) -> str | None:
    """Return the name that is most alike, if one is alike enough."""
    from rapidfuzz import process

    found = process.extractOne(name, sorted(set(names)), score_cutoff=LEAST_ALIKE)
    return found[0] if found else None
