"""Plain passages given back what a printer would give them: lowered, raised, and citations.

A passage is cut into pieces of one level each.  Which digits are lowered is decided by the look of the word
(symbols, numbers and brackets, nothing else), which are raised by the unit or the power of ten before them.
Nothing of hemkg is used here, so that a test of its readers does not judge them by themselves.
"""

import re
from dataclasses import dataclass

SYMBOLS = re.findall(
    r"[A-Z][a-z]?",
    "H He Li Be B C N O F Na Mg Al Si P S Cl K Ca Sc Ti V Cr Mn Fe Co Ni Cu Zn Ga Ge As Se Br Rb Sr Y Zr Nb Mo Ru Rh "
    "Pd Ag Cd In Sn Sb Te I Cs Ba La Ce Pr Nd Sm Gd Dy Er Yb Hf Ta W Re Ir Pt Au Pb Bi",
)
SYMBOL = "(?:" + "|".join(sorted(SYMBOLS, key=len, reverse=True)) + ")"
AMOUNT = r"(?:\d+(?:\.\d+)?(?:[−-][xyδ])?|[xyδ](?![a-z]))"
FORMULA = re.compile(rf"(?<![A-Za-z\d.])(?:[(\[{{]*{SYMBOL}{AMOUNT}?[)\]}}]*{AMOUNT}?)+(?:\d?[+−](?![\w.]))?(?![a-z])")
EXPONENT = re.compile(
    r"(?<=[A-Za-zµμΩ])(?P<unit>[−–⁻-][1-4])(?!\d)|(?<=[\s×(~∼]10)(?P<power>[−–-]\d{1,2}(?:\.\d)?)(?![\d–−-])"
)
UNITS = re.compile(r"\b(?:g|cm|h|s|V|A|m|mol|kg|Ah|K|L|min)$")
GLUED = re.compile(r"(?<=[a-z]\.)\d{1,3}(?:[,–-]\d{1,3})*(?=\s|$)")


@dataclass(frozen=True)
class Piece:
    """Characters at one level: ``level``, ``sub``, ``sup``, or ``cite`` for a raised reference number."""

    text: str
    level: str = "level"


def pieces_of(text: str) -> list[Piece]:
    """Cut a passage into pieces; nothing is added and nothing lost."""
    levels = ["level"] * len(text)
    for found in EXPONENT.finditer(text):
        if found.group("power") or UNITS.search(text[: found.start()]):
            levels[found.start() : found.end()] = ["sup"] * (found.end() - found.start())
    for found in FORMULA.finditer(text):
        if len(re.findall(SYMBOL, found.group())) > 1 or re.search(r"[\d+−]$", found.group()):
            _lower(text, found, levels)
    for found in GLUED.finditer(text):
        levels[found.start() : found.end()] = ["cite"] * (found.end() - found.start())
    return joined(text, levels)


def _lower(text: str, found: re.Match[str], levels: list[str]) -> None:
    """Lower the amounts of a formula and raise its charge."""
    charge = re.search(r"\d?[+−]$", found.group())
    end = found.start() + charge.start() if charge else found.end()
    for amount in re.finditer(rf"(?<=[A-Za-z)\]}}]){AMOUNT}", text[found.start() : end]):
        start, stop = found.start() + amount.start(), found.start() + amount.end()
        levels[start:stop] = ["sub"] * (stop - start)
    if charge:
        levels[end : found.end()] = ["sup"] * (found.end() - end)


def joined(text: str, levels: list[str]) -> list[Piece]:
    """Join characters of one level to pieces."""
    pieces: list[Piece] = []
    for character, level in zip(text, levels, strict=True):
        if pieces and pieces[-1].level == level:
            pieces[-1] = Piece(pieces[-1].text + character, level)
        else:
            pieces.append(Piece(character, level))
    return pieces


def with_citations(text: str) -> str:
    """Cite after every second sentence: the number stands in angle brackets, to be printed as a paper prints it.

    The places are chosen so that they are dangerous: after a unit, a formula or a per cent sign where one ends
    a sentence.
    """
    sentences = re.split(r"(?<=[a-z\d)%−])\.(?=\s+[A-Z]|\s*$)", text)
    said = []
    for number, sentence in enumerate(sentences[:-1]):
        cited = number % 2 == 0 and not re.search(r"\b(?:al|Fig|vs|ref|No)$|^\s*(?:Fig|Table)\S*\s\d+$", sentence)
        said.append(sentence + (f"⟨{3 + number * 2},{5 + number * 2}⟩." if cited else "."))
    return "".join([*said, sentences[-1]])


CITED = re.compile(r"⟨(.*?)⟩(\.?)")


def printed_pieces(text: str, *, raised: bool) -> list[Piece]:
    """Return the pieces of a text with its citations raised behind the stop, or in brackets before it."""
    pieces: list[Piece] = []
    position = 0
    for found in CITED.finditer(text):
        pieces += pieces_of(text[position : found.start()])
        if raised:
            pieces += (
                [Piece(found.group(2)), Piece(found.group(1), "cite")]
                if found.group(2)
                else [Piece(found.group(1), "cite")]
            )
        else:
            pieces += [Piece(f" [{found.group(1)}]{found.group(2)}")]
        position = found.end()
    return pieces + pieces_of(text[position:])


def as_text(text: str) -> str:
    """Return a text with its citations in brackets, as plain text has them."""
    return CITED.sub(lambda found: f" [{found.group(1)}]{found.group(2)}", text)
