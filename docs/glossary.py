"""Write the words of the field into docs/glossary.md, from the ontology.

The program's own words, which stand above them, are written by hand.

    python docs/glossary.py           writes the page
    python docs/glossary.py --check   says whether the page is old, and changes nothing
"""

import re
import sys
from pathlib import Path

from hemkg.vocab import terms

PAGE = Path(__file__).parent / "glossary.md"
BEGIN, END = "<!-- made from ontology/ by `make docs` -->\n", "<!-- until here -->\n"
RDFS_COMMENT = "http://www.w3.org/2000/01/rdf-schema#comment"
# What a reader of papers and answers meets; methods, morphologies and families stand in the reference of the ontology.
SHOWN = (
    "IonStorageMechanism", "ChargeStorageMechanism", "CompetingExplanation", "Technique", "TechniqueMode",
    "ElementRole", "StructuralLever", "EntropyEffect", "StructureType", "MaterialClass", "MaterialRole",
    "EntropyClass", "EntropyConvention", "CapacityKind", "CapacityVerdict", "Polarity", "AttributionKind",
    "WorkStanding", "QuantityKind",
)  # fmt: skip
CLASSES = ("Composition", "Contradiction", "ContextualDifference", "Disagreement", "GapStatement", "Tension")
FEWEST = 2  # words of a definition that says more than the term itself
MOST_WORDS = 5  # of those by which a concept is also called


def entries() -> dict[str, str]:
    """Return {term in words: what it means and how else it is called}, by the alphabet."""
    found: dict[str, str] = {}
    for name in dict.fromkeys(name for kind in SHOWN for name in terms.instances(kind)):
        meaning = terms.text(name, "skos:definition")
        if meaning and len(meaning.split()) > FEWEST:
            found.setdefault(terms.label(name), f"{' '.join(meaning.split())}{also(name)}")
    for name in CLASSES:
        found.setdefault(in_words(name), " ".join((terms.text(name, RDFS_COMMENT) or "").split()))
    return dict(sorted(found.items(), key=lambda entry: entry[0].casefold()))


def also(name: str) -> str:
    """Return the other words for a concept as a sentence, the shortest first, or nothing."""
    words = [str(word) for kind in ("caseLabel", "skos:altLabel") for word in terms.objects(name, kind)]
    shown = [word for word in dict.fromkeys(words) if word != terms.label(name)][:MOST_WORDS]
    return f" *Also:* {', '.join(shown)}." if shown else ""


def in_words(name: str) -> str:
    """Return the name of a class in words: ``ContextualDifference`` is a contextual difference."""
    return " ".join(part.lower() for part in re.findall(r"[A-Z][a-z]+", name))


def page() -> str:
    """Return the page with today's words of the field."""
    head, _, rest = PAGE.read_text(encoding="utf-8").partition(BEGIN)
    body = "\n".join(f"**{escaped(term)}**: {escaped(meaning)}\n" for term, meaning in entries().items())
    return f"{head}{BEGIN}\n{body}\n{END}{rest.partition(END)[2]}"


def escaped(text: str) -> str:
    """Return text that Markdown leaves as it is, its emphasis excepted."""
    return re.sub(r"([_<>\[\]|])", r"\\\1", text)


def main() -> None:
    """Write the page, or check it."""
    is_old = page() != PAGE.read_text(encoding="utf-8")
    if "--check" in sys.argv:
        sys.exit("Run `make docs`; docs/glossary.md is old." if is_old else 0)
    PAGE.write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main()
