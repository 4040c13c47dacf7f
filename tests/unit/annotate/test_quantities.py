"""Numbers with units in running text, and what is none."""

import pytest

from hemkg.annotate.quantities import find_quantities


def read(text: str) -> list[tuple[float, float, str]]:
    return [(float(m.quantity.low), float(m.quantity.high), m.quantity.unit) for m in find_quantities(text)]


@pytest.mark.parametrize(
    ("text", "low", "high", "unit"),
    [
        ("(1120 ± 15) mAh g−1", 1120, 1120, "mAh g-1"),
        ("(1.2–3.4) × 10−10 cm2 s−1", 1.2e-10, 3.4e-10, "cm2 s-1"),
        ("10−12–10−10 cm2 s−1", 1e-12, 1e-10, "cm2 s-1"),
        ("1.2 × 10(-10) cm(2) s(-1)", 1.2e-10, 1.2e-10, "cm2 s-1"),
        ("1.2E-10 cm2/s", 1.2e-10, 1.2e-10, "cm2 s-1"),
        ("a 1120-mAh g−1 anode", 1120, 1120, "mAh g-1"),
        ("a 50 nm-thick shell", 50, 50, "nm"),
        ("at the 20C-rate", 20, 20, "C"),
        ("at 1/10 C", 0.1, 0.1, "C"),
        ("heated to 600 ◦ C", 600, 600, "°C"),
        ("heated to 600 degrees Celsius", 600, 600, "°C"),
        ("5 °C min−1", 5, 5, "K min-1"),
        ("50 uA cm−2", 50, 50, "µA cm-2"),
        ("12.5 J/(mol K)", 12.5, 12.5, "J mol-1 K-1"),
        ("88 m2 g 1, a large area", 88, 88, "m2 g-1"),
        ("irradiated with 700 W/m2", 700, 700, "W m-2"),
        ("a stock of 100 mg/L", 100, 100, "mg L-1"),
        ("ninety per cent", 90, 90, "%"),
        ("for two hours", 2, 2, "h"),
    ],
)
def test_a_quantity_in_an_unusual_dress(text, low, high, unit):
    assert read(text) == [(pytest.approx(low), pytest.approx(high), unit)]


@pytest.mark.parametrize("text", ["as Fig. 3d shows", "the Co 3d states", "the O 1s line", "in Fig. 2h", "5M-HEO"])
def test_a_letter_behind_a_number_may_be_no_unit(text):
    assert all(unit == "" for _, _, unit in read(text))


def test_a_length_a_width_and_a_height_share_their_unit():
    assert [unit for _, _, unit in read("a bar of 60 × 10 × 3 mm")] == ["mm", "mm", "mm"]
