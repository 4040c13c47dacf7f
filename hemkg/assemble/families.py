"""The anion family of a composition: oxide, selenide, thiophosphate, alloy ..."""

import re
from collections.abc import Mapping
from fractions import Fraction
from functools import cache

from hemkg.model.composition import Composition
from hemkg.vocab import elements, terms
from hemkg.vocab.terms import HEM

TERMINATED = re.compile(r"T_?[xz]")


@cache
def _family_of_element() -> dict[str, str]:
    found: dict[str, str] = {}
    for family in terms.instances("AnionFamily"):
        for symbol in terms.objects(family, "ofElement"):
            found.setdefault(str(symbol), family)
    return found


def family_of(composition: Composition | None) -> str | None:
    """Return the anion family of a composition, by its elements.

    Two anions give the mixed family (``Sulfoselenide``) if the ontology has one, phosphorus with
    oxygen a phosphate, carbon with a transition metal and no anion a carbide or MXene.
    """
    if composition is None:
        return None
    table = elements.table()
    symbols = composition.elements
    anions = [s for s in symbols if table[s].is_anion_former]
    metals = [s for s in symbols if table[s].is_metallic and not table[s].is_anion_former]
    amounts = dict(composition.amounts)
    if {"C", "N", "Fe"} <= set(symbols) and "(CN)" in composition.formula:
        return HEM.PrussianBlueAnalogue
    if not metals and not anions:
        return HEM.Carbon if "C" in symbols else None
    if not anions:
        return _without_anion(composition, metals)
    return _with_anions(set(anions), amounts, "H" in symbols)


def _without_anion(composition: Composition, metals: list[str]) -> str:
    if "C" in composition.elements:
        return HEM.MXene if _is_mxene(composition, metals) else HEM.Carbide
    if "B" in composition.elements and len(metals) > 1:
        return HEM.Boride
    for symbol, family in (("Si", HEM.Silicide), ("Sb", HEM.Antimonide)):
        if symbol in metals and len(metals) > 1 and all(_is_transition(m) for m in metals if m != symbol):
            return family
    return HEM.Alloy if len(metals) > 1 else HEM.Metal


MXENE_RATIOS = {Fraction(2), Fraction(3, 2), Fraction(4, 3), Fraction(5, 4)}


def _is_mxene(composition: Composition, metals: list[str]) -> bool:
    """Whether a carbide has surface groups, or one metal layer more than carbon layers."""
    amounts = dict(composition.amounts)
    if TERMINATED.search(composition.as_written):
        return True
    carbon, counted = amounts.get("C"), [amounts[m] for m in metals]
    known = [a for a in counted if a is not None]
    return carbon is not None and len(known) == len(counted) and sum(known) / carbon in MXENE_RATIOS


def _is_transition(symbol: str) -> bool:
    return elements.table()[symbol].category == "TransitionMetal"


def _with_anions(anions: set[str], amounts: Mapping[str, Fraction | None], hydrogen: bool) -> str | None:
    if "P" in anions and "O" in anions:
        return HEM.Phosphate
    if {"P", "S"} <= anions:
        return HEM.Phosphosulfide if _mostly(amounts, "S", "P") else HEM.Phosphide
    if {"P", "Se"} <= anions:
        return HEM.Phosphoselenide if _mostly(amounts, "Se", "P") else HEM.Phosphide
    if {"S", "Se"} <= anions and "O" not in anions:
        return HEM.Sulfoselenide
    if "O" in anions and hydrogen:
        return HEM.Oxyhydroxide if amounts.get("O") == 2 else HEM.Oxide
    mixed = {
        "F": HEM.Oxyfluoride,
        "N": HEM.Oxynitride,
        "S": HEM.Oxysulfide,
        "Cl": HEM.Oxyhalide,
        "Br": HEM.Oxyhalide,
        "I": HEM.Oxyhalide,
    }
    for symbol, family in mixed.items():
        if "O" in anions and symbol in anions:
            return family
    for symbol in ("O", "S", "Se", "Te", "P", "N", "F", "Cl", "Br", "I"):
        if symbol in anions:
            return _family_of_element()[symbol]
    return None


def _mostly(amounts: Mapping[str, Fraction | None], first: str, second: str) -> bool:
    """Whether the first element outnumbers the second three to one, as in thiophosphates."""
    a, b = amounts.get(first), amounts.get(second)
    return a is not None and b is not None and a >= Fraction(5, 2) * b
