"""However a file is damaged, it ends in a paper or in one sentence."""

import random

import pytest

from hemkg.errors import UnreadableDocument
from hemkg.read import read_paper

from . import pages
from .test_elsevier import ARTICLE as ELSEVIER
from .test_jats import ARTICLE as JATS
from .test_mined import ARTICLE as MINED
from .test_pdf import article

SPLINTERS = [
    b"<sup>",
    b"</p>",
    b'<td rowspan="999" colspan="9999">',
    b"\x00",
    b"&foo;",
    b"&alpha;",
    b"<![CDATA[",
    b"\xff\xfe",
]
SPLINTERS += [
    b"[12",
    b"al.12",
    b"-\n\n",
    b"\r",
    b"<math><mfrac>",
    b"<!--",
    b"1 0 R",
    b"\f",
    b"<!DOCTYPE html>",
    b"|--|\n",
]


@pytest.fixture(scope="module")
def files():
    whole = {"jats": JATS, "elsevier": ELSEVIER, "mined": MINED, "acs": pages.ACS, "nature": pages.NATURE}
    return {name: text.encode() for name, text in whole.items()} | {"pdf": article().bytes()}


def damaged(data: bytes, chance: random.Random) -> bytes:
    """Return a file with a few bytes changed, lost, doubled, added or moved."""
    broken = bytearray(data)
    for _ in range(chance.choice([1, 1, 3, 20])):
        place, length = chance.randrange(len(broken) + 1), chance.choice([1, 2, 8, 100, 2000])
        piece = broken[place : place + length]
        wounds = [
            b"",
            piece * 2,
            chance.choice(SPLINTERS) + piece,
            bytes(chance.randrange(256) for _ in range(min(length, 50))),
        ]
        broken[place : place + length] = chance.choice(wounds)
    return bytes(broken)


@pytest.mark.parametrize("name", ["jats", "elsevier", "mined", "acs", "nature", "pdf"])
def test_damage_ends_in_a_paper_or_a_sentence(files, name):
    chance = random.Random(name)  # noqa: S311  # damage, not secrets
    for _ in range(60):
        data = damaged(files[name], chance)
        try:
            paper = read_paper(data, path="damaged")
        except UnreadableDocument as told:
            assert str(told).endswith(".")  # noqa: PT017  # either end is right; this one has to be a sentence
            continue
        assert list(paper.marks) == sorted(paper.marks, key=lambda mark: mark.span)
        assert all(mark.span.end <= len(paper.text) for mark in paper.marks)
        assert all(cell.span.of(paper.text).strip() for table in paper.tables for cell in table.cells)
