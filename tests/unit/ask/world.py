"""Three invented papers with all that a perfect reader would have read in them."""

import sys
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2] / "evaluation"))

from annotated import store_of

from hemkg.assistant import Assistant
from hemkg.model.answer import Answer

OXIDE = "(FeCoNiCuZn)3O4"
PASSAGES = {
    "oxide": {
        "title": "A five-metal oxide for lithium",
        "text": "The spinel (FeCoNiCuZn)3O4 was made by ball milling. It delivers 900 mAh g-1 at 0.1 A g-1 against "
        "lithium and 610 mAh g-1 after 300 cycles at 1 A g-1. The initial Coulombic efficiency is 71%. Of its metals "
        "iron, cobalt and nickel are converted; zinc is not. Operando XRD shows it.",
        "gold": {
            "materials": [
                {"surface": OXIDE, "formula": OXIDE, "family": "oxide", "structure": "spinel", "role": "anode"}
            ],
            "claims": [
                {"type": "capacity", "material": OXIDE, "value": 900, "ion": "Li", "kind": "reversible",
                 "current_density": {"value": 0.1, "unit": "A g-1"},
                 "evidence": "It delivers 900 mAh g-1 at 0.1 A g-1"},
                {"type": "capacity", "material": OXIDE, "value": 610, "ion": "Li", "kind": "after cycling",
                 "cycle": 300, "current_density": {"value": 1, "unit": "A g-1"},
                 "evidence": "610 mAh g-1 after 300 cycles at 1 A g-1"},
                {"type": "coulombic_efficiency", "material": OXIDE, "value": 71, "kind": "initial",
                 "evidence": "The initial Coulombic efficiency is 71%"},
                {"type": "mechanism", "material": OXIDE, "mechanism": "conversion", "elements": ["Fe", "Co", "Ni"],
                 "polarity": "asserted", "ion": "Li", "evidence": "iron, cobalt and nickel are converted"},
                {"type": "mechanism", "material": OXIDE, "mechanism": "conversion", "elements": ["Zn"],
                 "polarity": "negated", "ion": "Li", "evidence": "zinc is not"},
                {"type": "technique", "technique": "operando XRD", "evidence": "Operando XRD shows it"},
                {"type": "synthesis", "material": OXIDE, "method": "ball milling", "evidence": "made by ball milling"},
            ],
        },
    },
    "sulfide": {
        "title": "Tin sulfide in sodium cells",
        "text": "SnS2@C is tested against sodium. It gives 540 mAh g-1 at 0.2 A g-1 and keeps 83% of its capacity over "
        "500 cycles. Sodium is stored by conversion and by alloying of tin.",
        "gold": {
            "materials": [{"surface": "SnS2@C", "formula": "SnS2", "family": "sulfide", "role": "anode"}],
            "claims": [
                {"type": "capacity", "material": "SnS2@C", "value": 540, "ion": "Na",
                 "current_density": {"value": 0.2, "unit": "A g-1"}, "evidence": "It gives 540 mAh g-1 at 0.2 A g-1"},
                {"type": "retention", "material": "SnS2@C", "value": 83, "cycles": 500, "ion": "Na",
                 "evidence": "keeps 83% of its capacity over 500 cycles"},
                {"type": "mechanism", "material": "SnS2@C", "mechanism": "conversion", "polarity": "asserted",
                 "ion": "Na", "evidence": "stored by conversion"},
                {"type": "mechanism", "material": "SnS2@C", "mechanism": "alloying", "elements": ["Sn"],
                 "polarity": "asserted", "ion": "Na", "evidence": "by alloying of tin"},
            ],
        },
    },
    "phosphide": {
        "title": "Two phosphides for lithium",
        "text": "GeP3 reaches 1400 mAh g-1 with lithium at 0.5 A g-1, more than the 1100 mAh g-1 of SnP3.",
        "gold": {
            "materials": [
                {"surface": "GeP3", "formula": "GeP3", "family": "phosphide", "role": "anode"},
                {"surface": "SnP3", "formula": "SnP3", "family": "phosphide", "role": "anode"},
            ],
            "claims": [
                {"type": "capacity", "material": "GeP3", "value": 1400, "ion": "Li",
                 "current_density": {"value": 0.5, "unit": "A g-1"}, "evidence": "GeP3 reaches 1400 mAh g-1"},
                {"type": "capacity", "material": "SnP3", "value": 1100, "ion": "Li",
                 "evidence": "the 1100 mAh g-1 of SnP3"},
            ],
        },
    },
}  # fmt: skip


def assistant() -> Assistant:
    """Return an assistant over the three papers."""
    return Assistant(store_of(PASSAGES.items()))


def asking(assistant: Assistant) -> Callable[..., Answer]:
    """Return what asks questions one after the other, each as a follow-up of the one before, for the last answer."""

    def run(*questions: str) -> Answer:
        turn = None
        for question in questions:
            turn = assistant.ask(question, turn)
        return turn.answer

    return run
