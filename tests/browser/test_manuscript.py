"""A manuscript is pasted on the Check tab, and what does not hold in it is read there with its sentences."""

from collections.abc import Callable

import pytest

from .visitor import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SUM = "(Mg0.2Co0.2Ni0.2Cu0.2Zn0.3)O"
MANUSCRIPT = f"""# A high-entropy oxide for lithium-ion batteries

## Abstract

We made the high-entropy oxide {SUM} (HEO-1) and cycled it in lithium half cells.

## Results

The initial discharge capacity of HEO-1 is 600 mAh g-1 and the initial charge capacity is 420 mAh g-1 at 0.1 A g-1.
Its initial Coulombic efficiency is 85.0%.
In situ XRD shows that HEO-1 stores lithium by conversion.
"""
RIGHT = MANUSCRIPT.replace("Zn0.3", "Zn0.2").replace("85.0%", "70.0%")


def check(visitor: Visitor, text: str) -> None:
    """Paste a manuscript, as someone does who comes to the page, and have it checked."""
    if not visitor.all("#manuscript-text textarea"):
        visitor.go_to("Check")
        visitor.click("#manuscript-part > button")
    field = visitor.see("#manuscript-text textarea")
    field.clear()
    visitor.ask_the_page(PASTE, field, text)
    visitor.click("#manuscript-run")


# as a paste does it: the value at once, and the event that tells the page of it
PASTE = """
const set = Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, 'value').set;
set.call(arguments[0], arguments[1]);
arguments[0].dispatchEvent(new Event('input', {bubbles: true}));
"""


def heads(visitor: Visitor) -> list[str]:
    """Return what the findings are called, with their weight."""
    return [head.text for head in visitor.all("#manuscript .finding h4")]


def test_two_errors_of_a_manuscript_are_told_with_their_sentences(visitor: Visitor) -> None:
    check(visitor, MANUSCRIPT)
    visitor.see("#manuscript .finding.is-error")
    assert len([head for head in heads(visitor) if head.endswith("error")]) == 2
    told = visitor.read("#manuscript")
    assert "420 mAh g−1 over 600 mAh g−1 is 70.0 %" in told
    assert "add up to 1.1 on a site that they share" in told
    quotes = [quote.text for quote in visitor.all("#manuscript .finding blockquote")]
    assert any("85.0%" in quote for quote in quotes)
    assert visitor.all("#manuscript .finding sub"), "formulas are set with subscripts"


def test_a_right_manuscript_is_told_as_right_with_what_was_checked(visitor: Visitor) -> None:
    check(visitor, RIGHT)
    visitor.until(lambda: "No error was found" in visitor.read("#manuscript"), "that no error was found")
    assert not visitor.all("#manuscript .finding.is-error")
    rows = {row.find_element("css selector", "th").text: row.text for row in visitor.all("#manuscript tbody tr")}
    assert rows["First charge over first discharge gives the first Coulombic efficiency"].endswith("1")


def test_an_empty_field_says_what_to_do(visitor: Visitor) -> None:
    check(visitor, " ")
    assert "Paste the text of a manuscript" in visitor.read("#manuscript .empty")


@pytest.mark.parametrize("width", [1400, 390])
@pytest.mark.parametrize("is_dark", [False, True])
def test_findings_stay_inside_the_page_and_can_be_read(
    open_browser: Callable[..., Visitor], address: str, width: int, *, is_dark: bool
) -> None:
    guest = open_browser(address, width=width, is_dark=is_dark)
    guest.arrive()
    check(guest, MANUSCRIPT)
    guest.see("#manuscript .finding.is-error")
    assert guest.ask_the_page("return document.documentElement.scrollWidth") <= width
    colours = guest.ask_the_page(COLOURS, guest.see("#manuscript .finding p"))
    assert isinstance(colours, list)
    assert contrast(*colours) > 4.5


COLOURS = """
const seen = (node) => {
  const [r, g, b, a] = getComputedStyle(node).backgroundColor.match(/[\\d.]+/g).map(Number);
  return a === 0 && node.parentElement ? seen(node.parentElement) : [r, g, b];
};
return [getComputedStyle(arguments[0]).color.match(/[\\d.]+/g).slice(0, 3).map(Number), seen(arguments[0])];
"""


def contrast(ink: list[float], ground: list[float]) -> float:
    """Return the contrast of two colours by WCAG 2, 1 to 21."""
    bright, dim = sorted(map(luminance, (ink, ground)), reverse=True)
    return (bright + 0.05) / (dim + 0.05)


def luminance(colour: list[float]) -> float:
    """Return the relative luminance of a colour, 0 to 1."""
    parts = [c / 255 / 12.92 if c / 255 <= 0.03928 else ((c / 255 + 0.055) / 1.055) ** 2.4 for c in colour]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]
