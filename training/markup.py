"""Annotated passages in a short notation, so that many can be written by hand.

    % numbers                                   what the file trains; without the line all but techniques
    @ m01 | Li                                  name of the passage, working ion
    = A: (FeCoNi)3O4 | HEO                      a material with its other names
    HEO holds {812|c A .1A 50c} mAh g−1 ...     a tag: what is printed, then what it says

Tags: ``c`` capacity, ``r`` retention, ``e`` efficiency with the material's key (``-`` for none), a current
(``.1A``, ``50mA``, ``2C``, ``C/3``; ``.5mAcm`` is areal), a cycle (``50c``), another ion (``iNa``, ``i-`` for
none); ``m+ con Fe,Co A`` a mechanism said (``m-`` denied, ``m?`` supposed) with its elements (``-`` for
none), its material if it has one, another ion, ``x`` if it is told of others; ``o stab Fe`` a role of an
element; ``s`` a synthesis and ``t`` a technique, each with its name where the words are others (``s sulfidation``).
Tags of one stretch are joined by ``&``; of a range only the lower number is the value: ``{700|c A}–900``.
What carries no tag claims nothing.  The content is invented: it trains, it is never evidence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

UNSAID = "numbers mechanisms roles syntheses"
TAG = re.compile(r"\{(?P<shown>[^{}|]+)\|(?P<told>[^{}|]+)\}")
CURRENT = re.compile(r"(?P<value>[\d.]+)(?P<unit>mAcm|mA|A|C)|C/(?P<hours>\d+)")
TYPES = {"c": "capacity", "r": "retention", "e": "coulombic_efficiency"}
MECHANISMS = {
    "int": "intercalation",
    "con": "conversion",
    "all": "alloying",
    "spc": "space_charge",
    "pse": "pseudocapacitance",
}
NAMES = {"s": ("synthesis", "method"), "t": ("technique", "technique")}
POLARITIES = {"m+": "asserted", "m-": "negated", "m?": "hypothesised"}
ROLES = {
    "stab": "structural stabiliser", "cond": "conductivity", "irr": "irreversible", "act": "active (redox)",
    "cat": "catalyst",
}  # fmt: skip


def read_marked(path: Path) -> Iterator[tuple[str, dict]]:
    """Yield (name, passage) of a file in the notation; a passage has the fields of the gold files."""
    before, *parts = re.split(r"^@\s*", path.read_text(encoding="utf-8"), flags=re.M)
    trains = re.findall(r"^%\s*(.+)$", before, flags=re.M)
    for part in parts:
        head, _, body = part.partition("\n")
        name, _, ion = (word.strip() for word in head.partition("|"))
        passage = _passage(body, ion or None)
        passage["gold"]["trains"] = (trains[0] if trains else UNSAID).split()
        yield name, passage


def _passage(body: str, ion: str | None) -> dict:
    lines = body.strip("\n").split("\n")
    materials, keys = [], {}
    while lines and lines[0].startswith("="):
        key, _, names = lines.pop(0)[1:].partition(":")
        surface, *aliases = (name.strip() for name in names.split("|"))
        keys[key.strip()] = surface
        materials.append({"surface": surface, "formula": surface, "aliases": aliases, "elements": {}})
    text, claims = "", []
    marked = "\n".join(lines).strip()
    position = 0
    for found in TAG.finditer(marked):
        text += marked[position : found.start()]
        claims += [_claim(told.split(), found["shown"], len(text), keys, ion) for told in found["told"].split("&")]
        text += found["shown"]
        position = found.end()
    text += marked[position:]
    return {"text": text, "gold": {"materials": materials, "claims": claims}}


def _claim(words: list[str], shown: str, start: int, keys: dict[str, str], ion: str | None) -> dict:
    kind, *rest = words
    claim: dict = {"evidence": shown, "start": start}
    if kind in TYPES:
        return claim | _numeric(TYPES[kind], shown, rest, keys, ion)
    if kind in POLARITIES:
        return claim | _mechanism(rest, keys, ion) | {"polarity": POLARITIES[kind]}
    if kind == "o":
        return claim | {"type": "element_role", "element": rest[1] if len(rest) > 1 else shown, "role": ROLES[rest[0]]}
    if kind in NAMES:
        return claim | {"type": NAMES[kind][0], NAMES[kind][1]: " ".join(rest) or shown}
    raise ValueError(f"unknown tag {' '.join(words)!r} on {shown!r}")


def _mechanism(rest: list[str], keys: dict[str, str], ion: str | None) -> dict:
    name, elements, key, *more = [*rest, "-", "-"][: max(len(rest), 3)]
    claim: dict = {
        "type": "mechanism", "mechanism": MECHANISMS[name], "elements": [] if elements == "-" else elements.split(","),
        "material": None if key == "-" else keys[key], "ion": ion,
    }  # fmt: skip
    for word in more:
        if word == "x":
            claim["cites"] = ["x"]
        elif word.startswith("i"):
            claim["ion"] = None if word == "i-" else word[1:]
        else:
            raise ValueError(f"unknown word {word!r} on a mechanism")
    return claim


def _current(found: re.Match[str]) -> dict:
    if found["hours"]:
        return {"value": round(1 / int(found["hours"]), 7), "unit": "C"}
    unit = {"mAcm": "mA cm-2", "mA": "mA g-1", "A": "A g-1", "C": "C"}[found["unit"]]
    return {"value": float(found["value"]), "unit": unit}


def _numeric(kind: str, shown: str, rest: list[str], keys: dict[str, str], ion: str | None) -> dict:
    number = float(re.sub(r"[^\d.]", "", shown.replace(" ", "").replace(",", "")))
    material = None if rest[0] == "-" else keys[rest[0]]
    claim: dict = {"type": kind, "value": number, "material": material, "ion": ion, "current_density": None}
    cycles = "cycles" if kind == "retention" else "cycle"
    claim[cycles] = None
    for word in rest[1:]:
        if word.endswith("c") and word[:-1].isdigit():
            claim[cycles] = int(word[:-1])
        elif word.startswith("i"):
            claim["ion"] = None if word == "i-" else word[1:]
        elif found := CURRENT.fullmatch(word):
            claim["current_density"] = _current(found)
        else:
            raise ValueError(f"unknown condition {word!r} on {shown!r}")
    return claim
