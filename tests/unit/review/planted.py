"""A full invented field with cells taken out: what was taken out is to be found, and what was left is not.

Every mechanism that chemistry allows is reported in every family with every ion, of high-entropy and of conventional
materials, by one to three papers of their own; then a share of the high-entropy cells is taken out.  What fills
nothing stands in for some of them: a claim read without confidence, a supposition, a denial.
"""

import random
from dataclasses import dataclass
from itertools import product

from hemkg.model.claim import Polarity
from hemkg.review.cells import is_allowed
from hemkg.review.field import Field, Place
from hemkg.review.gap_map import CELL_REASONS
from hemkg.vocab.terms import HEM

from .papers import mechanism, paper, store_of

MECHANISMS = {HEM.Intercalation: "intercalation", HEM.Conversion: "conversion", HEM.Alloying: "alloying", HEM.SpaceCharge: "space charge"}  # fmt: skip  # noqa: E501
IONS = {"Li": HEM.LithiumIon, "Na": HEM.SodiumIon, "K": HEM.PotassiumIon}
ANIONS = {HEM.Oxide: "O", HEM.Sulfide: "S", HEM.Selenide: "Se", HEM.Telluride: "Te", HEM.Alloy: ""}
HIGH = ("Fe0.2Co0.2Ni0.2Cu0.2Zn0.2", "Mn0.2Fe0.2Co0.2Ni0.2Sn0.2", "Cr0.2Mn0.2Fe0.2Co0.2Ni0.2")
PLAIN = ("Fe", "Co", "Ni")
DECOYS = ({"confidence": 0.3}, {"polarity": Polarity.HYPOTHESISED}, {"polarity": Polarity.NEGATED}, None, None, None)


@dataclass(frozen=True)
class Planted:
    """A field with gaps.

    Attributes:
        papers: of everything that was left, and of what fills nothing.
        taken: the cells that were taken out.
        left: the cells that are reported.
    """

    papers: tuple
    taken: frozenset
    left: frozenset


def plant(seed: int, share: float = 0.2, unread: float = 0.0) -> Planted:
    """Return a full field from which a share of the high-entropy cells was taken.

    Args:
        seed: of the chance that chooses.
        share: of the cells that are taken out.
        unread: share of the other reports that are missed, as by a reader that overlooks sentences.
    """
    chance = random.Random(seed)  # noqa: S311  invented papers, no secret
    full = [place for place in _places() if is_allowed(Field(()), place)]
    high = [place for place in full if place.is_high]
    taken = frozenset(chance.sample(high, round(share * len(high))))
    papers = []
    for place in full:
        if place not in taken:
            made = [_report(place, number, chance) for number in range(chance.randint(1, 3))]
            papers += [report for report in made if chance.random() >= unread]
        elif decoy := chance.choice(DECOYS):
            papers.append(_report(place, 9, chance, **decoy))
    return Planted(tuple(papers), taken, frozenset(full) - taken)


def _places():
    axes = product(MECHANISMS, (True, False), ANIONS, IONS.values())
    return [Place(term, is_high, family, ion) for term, is_high, family, ion in axes]


def _report(place, number, chance, **more):
    anion = ANIONS[place.family]
    metals = chance.choice(HIGH if place.is_high else PLAIN)
    conventional = f"{metals}{anion or 'Sn'}"
    material = (f"({metals}){anion}" if anion else metals) if place.is_high else conventional
    ion = next(symbol for symbol, term in IONS.items() if term == place.ion)
    name = f"{place.mechanism}-{place.is_high}-{place.family}-{ion}-{number}".lower()
    sentence = f"{material} stores {ion} by {MECHANISMS[place.mechanism]}, run {name}."
    return paper(name, mechanism(sentence, material, place.mechanism, ion=ion, **more))


@dataclass(frozen=True)
class Score:
    """How many planted gaps were found, and how many of the found were planted."""

    planted: int
    reported: int
    right: int

    @property
    def recall(self) -> float:
        """Share of the planted that are reported."""
        return self.right / self.planted

    @property
    def precision(self) -> float:
        """Share of the reported that were planted."""
        return self.right / self.reported


def reported(gaps) -> frozenset:
    """Return the complete cells that gaps call empty."""
    empty = (gap.place for gap in gaps if gap.reasons[0] in CELL_REASONS and not gap.cell.element)
    return frozenset(place for place in empty if place.family and place.ion and place.mechanism)


def score(seed: int, share: float = 0.2, unread: float = 0.0) -> Score:
    """Return how one planted field is read back from a store."""
    from hemkg.review.gaps import find_gaps

    field = plant(seed, share, unread)
    found = reported(find_gaps(store_of(*field.papers, guided=False)))
    return Score(len(field.taken), len(found), len(found & field.taken))
