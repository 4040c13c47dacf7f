"""Papers that nobody wrote, for measuring: as many as are wanted, each as long as a digest and all of them different.

A paper is made from its number and a seed alone, so that the same call writes the same bytes on every machine, and
papers can be written in any order.  They hold no text of anybody's, and nothing in them is true: their DOIs have the
prefix 10.5555, which registers nothing, and each says at its end that it was invented.
"""

import argparse
import random
from collections.abc import Mapping
from pathlib import Path

METALS = ("Mg", "Al", "Ti", "V", "Cr", "Mn", "Fe", "Co", "Ni", "Cu", "Zn", "Nb", "Mo", "Sn")
# anions by family: how a formula ends where its cations sum to one, and what a title calls the material
FAMILIES = (("O", "oxide"), ("S", "sulfide"), ("Se", "selenide"), ("F2", "fluoride"))
SHARES = (("0.2",) * 5, ("0.1", "0.2", "0.2", "0.2", "0.3"), ("0.15", "0.15", "0.2", "0.25", "0.25"))
IONS = (("lithium", "Li"), ("sodium", "Na"), ("potassium", "K"))
METHODS = ("ball milling", "solution combustion", "a solvothermal step", "coprecipitation", "electrospinning")
STRUCTURES = ("rock-salt", "spinel", "layered", "perovskite")
FORMS = ("nanosheets", "hollow spheres", "nanofibres", "porous particles", "nanocubes")
TITLES = (
    "{form} of {formula} as a high-entropy {family} anode for {ion}-ion batteries",
    "High-entropy {formula} made by {method} for the storage of {ion}",
    "What {formula} gains from many cations as an anode of {ion}-ion cells",
)
OPENINGS = (
    "Anodes of {ion}-ion batteries lose capacity since they swell. We made the high-entropy {family} {formula} by"
    " {method} and obtained {form}.",
    "By {method} we obtained {form} of {formula}, a high-entropy {family} with a {structure} structure.",
    "High-entropy compounds may last longer than simple ones. Here {form} of {formula} were made by {method}.",
)
CAPACITIES = (
    "In {ion}-ion cells {formula} delivers {capacity} mAh g-1 at {slow} A g-1.",
    "{formula} shows a reversible capacity of {capacity} mAh g-1 at {slow} A g-1 against {symbol}.",
    "At {slow} A g-1 a specific capacity of {capacity} mAh g-1 is reached by {formula}.",
)
LIVES = (
    "After {cycles} cycles at {fast} A g-1 {formula} keeps {kept} mAh g-1, which is {retention} % of its capacity.",
    "{formula} retains {retention} % of its capacity over {cycles} cycles at {fast} A g-1.",
    "Even {cycles} cycles at {fast} A g-1 leave {kept} mAh g-1 for {formula}.",
)
EFFICIENCIES = (
    "The initial coulombic efficiency of {formula} is {efficiency} %.",
    "{formula} starts with an initial coulombic efficiency of {efficiency} %.",
)
REASONS = (
    "In situ XRD shows that {formula} stores {ion} by a conversion reaction.",
    "Oxygen vacancies and the high configurational entropy stabilise the structure of {formula}.",
    "Ex situ XPS and TEM suggest a conversion reaction, and the inactive {inactive} buffers the change of volume.",
    "The voltage window was {low}-3.0 V, and the cocktail effect of the cations speeds up diffusion.",
)
END = "This paper was invented for measuring and reports nothing that anybody has seen."
FOLDER_OF = 1000  # papers
MOST = 6  # sentences that claim something


def paper(number: int, seed: int = 1, sentences: int = MOST, parts: int = 1) -> str:
    """Return one invented paper as Markdown.

    Args:
        number: which one.
        seed: another seed gives other papers, under other DOIs.
        sentences: how many a part has of those that claim something: six make some 220 triples, two some 100.
        parts: paragraphs, each about a material of its own: twenty are as long as an article.

    >>> paper(7) == paper(7), paper(7) == paper(8), paper(7, seed=2) == paper(7)
    (True, False, False)
    """
    chance = random.Random(f"{seed} {number}")  # noqa: S311  no secret
    said = [_facts(chance) for _ in range(parts)]
    title = chance.choice(TITLES).format(**said[0])
    body = "\n\n".join(_paragraph(chance, facts, sentences) for facts in said)
    head = f"---\ndoi: 10.5555/invented.{seed}.{number}\nyear: {chance.randint(2016, 2026)}\norigin: invented\n---\n"
    return f"{head}# {title[:1].upper()}{title[1:]}\n\n{body}\n\n{END}\n"


def _paragraph(chance: random.Random, said: Mapping[str, str], sentences: int) -> str:
    told = [chance.choice(kind).format(**said) for kind in (OPENINGS, CAPACITIES, LIVES, EFFICIENCIES)]
    told += [reason.format(**said) for reason in chance.sample(REASONS, 2)]
    return " ".join(told[:sentences])


def _facts(chance: random.Random) -> dict[str, str]:
    """Return what an invented paper says, in the words that it is said with."""
    metals = chance.sample(METALS, 5)
    anion, family = chance.choice(FAMILIES)
    formula = "".join(map("".join, zip(metals, chance.choice(SHARES), strict=True)))
    ion, symbol = chance.choice(IONS)
    capacity, retention = chance.randint(2000, 13000) / 10, chance.randint(600, 985) / 10
    return {
        "formula": f"({formula}){anion}" if chance.random() < 0.5 else f"{formula}{anion}",
        "family": family,
        "ion": ion,
        "symbol": f"{symbol}/{symbol}+",
        "method": chance.choice(METHODS),
        "structure": chance.choice(STRUCTURES),
        "form": chance.choice(FORMS),
        "capacity": f"{capacity:g}",
        "kept": f"{capacity * retention / 100:.0f}",
        "retention": f"{retention:g}",
        "slow": chance.choice(("0.05", "0.1", "0.2")),
        "fast": chance.choice(("0.5", "1", "2", "5")),
        "cycles": str(chance.randint(5, 200) * 10),
        "efficiency": f"{chance.randint(550, 920) / 10:g}",
        "inactive": "MgO" if "Mg" in metals else "matrix",
        "low": chance.choice(("0.01", "0.005", "0.05")),
    }


def write_papers(
    folder: Path, number: int, seed: int = 1, *, first: int = 0, sentences: int = MOST, parts: int = 1
) -> None:
    """Write invented papers, a thousand to a folder; what is there already is written over with the same bytes.

    Args:
        folder: where; made if it is not there.
        number: how many.
        seed: another seed gives other papers, under other DOIs.
        first: the number of the first one, to add to those of an earlier call.
        sentences: as for ``paper``.
        parts: as for ``paper``.
    """
    for each in range(first, first + number):
        place = folder / f"{each // FOLDER_OF:04}"
        place.mkdir(parents=True, exist_ok=True)
        (place / f"invented-{seed}-{each:07}.md").write_text(paper(each, seed, sentences, parts), encoding="utf-8")


def main() -> None:
    """Write as many papers as the command line says."""
    parser = argparse.ArgumentParser(description="Write invented papers.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("number", type=int)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--sentences", type=int, default=MOST)
    parser.add_argument("--parts", type=int, default=1)
    write_papers(**vars(parser.parse_args()))


if __name__ == "__main__":
    main()
