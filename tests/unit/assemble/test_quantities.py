"""Quantities besides capacities: few, and each with the word or the unit that tells what it is."""

import pytest

from hemkg.model.claim import ClaimType

from .facts import claims


@pytest.mark.parametrize(
    ("text", "told", "value", "unit"),
    [
        (
            "GITT gives CoO a lithium diffusion coefficient of 3.2 × 10−12 cm2 s−1.",
            "diffusion coefficient",
            3.2e-12,
            "cm2 s-1",
        ),
        ("CoO has a diffusivity of (2.1 ± 0.4) × 10−9 cm2 s−1.", "diffusion coefficient", 2.1e-9, "cm2 s-1"),
        ("The charge-transfer resistance of CoO falls to 46 Ω.", "charge-transfer resistance", 46, "Ω"),
        ("The band gap of CoO is 2.4 eV.", "band gap", 2.4, "eV"),
        ("CoO consists of crystallites of 12 nm.", "crystallite size", 12, "nm"),
        ("N2 sorption gives 64 m2 g−1 for CoO.", "specific surface area", 64, "m2 g-1"),
        ("For CoO the b-value is 0.86.", "power-law exponent b", 0.86, ""),
        ("CoO works at an average voltage of 0.9 V.", "average voltage", 0.9, "V"),
        ("On lithiation CoO swells by 41%.", "volume change", 41, "%"),
        ("CoO has a hardness of 8.1 GPa.", "hardness", 8.1, "GPa"),
        ("The pseudocapacitive share of CoO is 71% at 1 mV s−1.", "capacitive share", 71, "%"),
        ("CoO has a nitrogen content of 2.1 at%.", "content", 2.1, "at%"),
    ],
)
def test_a_property_with_its_value(text, told, value, unit):
    (claim,) = claims(ClaimType.QUANTITY, text)
    assert (claim.words, claim.quantity.value, claim.quantity.unit) == (told, pytest.approx(value), unit)
    assert claim.material == "CoO"


def test_a_property_is_that_of_every_number_of_its_list():
    found = claims(ClaimType.QUANTITY, "The charge-transfer resistance of CoO takes the values 60, 38, 35 and 47 Ω.")
    assert sorted(c.quantity.value for c in found) == [35, 38, 47, 60]
    assert {c.words for c in found} == {"charge-transfer resistance"}


@pytest.mark.parametrize(
    "text",
    [
        "CoO was heated at 600 °C for 12 h under argon.",
        "CoO was scanned at 0.1 mV s−1 up to 3.0 V.",
        "The peak of CoO lies at 0.7 V.",
        "CoO was mixed with 10 wt% binder.",
        "CoO retains 93% of its capacity after 200 cycles, a loss that few share.",
    ],
)
def test_numbers_that_describe_no_property(text):
    assert claims(ClaimType.QUANTITY, text) == []
