"""Invented papers that differ in year, mode of technique, anions, entropy and conditions, as a perfect reader reads."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2] / "evaluation"))

from annotated import store_of

from hemkg.assistant import Assistant


def _capacity(material, value, evidence, **more):
    return {"type": "capacity", "material": material, "value": value, "evidence": evidence, "ion": "Li", **more}


def _technique(technique, evidence):
    return {"type": "technique", "technique": technique, "evidence": evidence}


def _made(material, method, evidence):
    return {"type": "synthesis", "material": material, "method": method, "evidence": evidence}


OXIDE, SKEWED, MIXED = "(FeCoNiCuZn)3O4", "(Fe0.8Co0.05Ni0.05Cu0.05Zn0.05)3O4", "CoS1.5Se0.5"
PASSAGES = {
    "oxide": {
        "title": "A hydrothermal spinel", "year": 2018,
        "text": "The spinel (FeCoNiCuZn)3O4 came from a hydrothermal synthesis. It delivers 900 mAh g-1 with lithium "
        "between 0.01 and 3.0 V. Operando XRD and ex situ TEM follow it.",
        "gold": {
            "materials": [{"surface": OXIDE, "formula": OXIDE, "family": "oxide", "structure": "spinel",
                           "role": "anode", "entropy_class": "high", "entropy_basis": "text"}],
            "claims": [
                _capacity(OXIDE, 900, "It delivers 900 mAh g-1", voltage_window=[0.01, 3.0]),
                _technique("operando XRD", "Operando XRD"), _technique("ex situ TEM", "ex situ TEM"),
                _made(OXIDE, "hydrothermal", "came from a hydrothermal synthesis"),
                {"type": "mechanism", "material": OXIDE, "mechanism": "conversion", "polarity": "asserted",
                 "ion": "Li", "evidence": "Operando XRD and ex situ TEM follow it"},
            ],
        },
    },
    "skewed": {
        "title": "High entropy on iron's terms", "year": 2021,
        "text": "We call (Fe0.8Co0.05Ni0.05Cu0.05Zn0.05)3O4 a high-entropy oxide. It was made by ball milling and "
        "gives 700 mAh g-1 with lithium at 60 °C between 0.01 and 1.5 V. Ex situ XRD and in situ TEM were used.",
        "gold": {
            "materials": [{"surface": SKEWED, "formula": SKEWED, "family": "oxide", "structure": "spinel",
                           "role": "anode", "entropy_class": "high", "entropy_basis": "text"}],
            "claims": [
                _capacity(SKEWED, 700, "gives 700 mAh g-1", voltage_window=[0.01, 1.5], temperature=60),
                _technique("ex situ XRD", "Ex situ XRD"), _technique("in situ TEM", "in situ TEM"),
                _made(SKEWED, "ball milling", "It was made by ball milling"),
            ],
        },
    },
    "mixed": {
        "title": "Two anions in one cobalt compound", "year": 2023,
        "text": "Ball milling gave CoS1.5Se0.5, which stores 620 mAh g-1 with lithium in a full cell by conversion. "
        "The particles of CoS1.5Se0.5 are 8 nm wide. Ex situ TEM shows it.",
        "gold": {
            "materials": [{"surface": MIXED, "formula": MIXED, "role": "anode"}],
            "claims": [
                _capacity(MIXED, 620, "stores 620 mAh g-1", cell="full"),
                {"type": "quantity", "term": "Length", "words": "particle size", "material": MIXED, "value": 8,
                 "unit": "nm", "evidence": "The particles of CoS1.5Se0.5 are 8 nm wide"},
                _technique("ex situ TEM", "Ex situ TEM"),
                _made(MIXED, "ball milling", "Ball milling gave CoS1.5Se0.5"),
                {"type": "mechanism", "material": MIXED, "mechanism": "conversion", "polarity": "asserted",
                 "ion": "Li", "evidence": "by conversion"},
            ],
        },
    },
    "undated": {
        "title": "A carbon-coated sulfide without a date",
        "text": "Sb2S3@C was made by a hydrothermal synthesis and holds 800 mAh g-1 with sodium.",
        "gold": {
            "materials": [{"surface": "Sb2S3@C", "formula": "Sb2S3", "family": "sulfide", "role": "anode",
                           "support": ["C"]}],
            "claims": [
                _capacity("Sb2S3@C", 800, "holds 800 mAh g-1", ion="Na"),
                _made("Sb2S3@C", "hydrothermal", "made by a hydrothermal synthesis"),
            ],
        },
    },
}  # fmt: skip


def assistant() -> Assistant:
    """Return an assistant over the papers."""
    return Assistant(store_of(PASSAGES.items()))
