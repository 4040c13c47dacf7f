"""Which ion works in the cell, where salts, dopants and other metals are named beside it."""

import pytest

from hemkg.model.claim import ClaimType

from .facts import claims


def ions(text: str) -> list[str | None]:
    """Return the working ion of every capacity, in text order."""
    return [claim.conditions.ion for claim in claims(ClaimType.CAPACITY, text)]


@pytest.mark.parametrize(
    ("text", "ion"),
    [
        ("Sodium alginate binds (FeCoNiCrMn)3O4, which takes up lithium. It holds 612 mAh g−1.", "Li"),
        ("With sodium dodecyl sulfate, (FeCoNiCrMn)3O4 grows. On lithiation it holds 612 mAh g−1.", "Li"),
        ("In (FeCoNiCrMn)3O4 some iron gives way to Al3+. Lithium finds more room, 612 mAh g−1.", "Li"),
        ("Mg foil faced (VMoW)S2 in the cell. It held 212 mAh g−1.", "Mg"),
        ("In chloroaluminate melts (VMoW)S2 holds 112 mAh g−1.", "Al"),
        ("Zinc foils faced (VMoW)O2. A capacity of 312 mAh g−1 was seen.", "Zn"),
        ("Calcium enters SnSbBiIn slowly. It holds 212 mAh g−1.", "Ca"),
        ("(VMoW)S2 holds sodium, cheaper than lithium. A capacity of 412 mAh g−1 was seen.", "Na"),
    ],
)
def test_salts_dopants_and_comparisons_do_not_hide_the_working_ion(text: str, ion: str):
    assert ions(text) == [ion]


def test_each_sentence_keeps_its_own_alkali_metal():
    assert ions(
        "Potassium tests of (VMoW)S2 gave 312 mAh g−1. It faded to 240 mAh g−1. The sodium cell shows 412 mAh g−1."
    ) == ["K", "K", "Na"]


def test_a_late_word_on_lithium_leaves_the_sodium_before_it_alone():
    assert ions("As a host of sodium (VMoW)S2 has 412 mAh g−1. For lithium the figure is 812 mAh g−1.") == ["Na", "Li"]


@pytest.mark.parametrize(
    ("text", "ion"),
    [
        ("The electrolyte holds KFSI. (FeCoNi)Se2 stores 412 mAh g−1.", "K"),
        ("Mg(TFSI)2 in DME was the electrolyte. (VMoW)S2 holds 112 mAh g−1.", "Mg"),
        ("NaOTf in diglyme wets (FeCoNi)Se2, which stores 412 mAh g−1.", "Na"),
        ("(FeCoNi)Se2 stores 412 mAh g−1. A full cell with LiFePO4 was built.", "Li"),
        ("(FeCoNi)Se2, made with sodium borohydride, stores 412 mAh g−1. A full cell with LiFePO4 was built.", "Li"),
        ("Potassium likes antimony. (FeCoNi)Se2 stores 412 mAh g−1. A full cell with Na3V2(PO4)3 was built.", "K"),
        ("(FeCoNi)Se2 stores 412 mAh g−1.", None),
    ],
)
def test_a_salt_or_a_cathode_tells_the_ion_that_nothing_else_names(text: str, ion: str | None):
    assert ions(text) == [ion]
