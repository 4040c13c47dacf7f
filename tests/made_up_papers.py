"""Two papers that nobody wrote, as PDFs, for whoever shows what a build of one's own papers looks like."""

from pathlib import Path

FIRST = (
    "A high-entropy spinel oxide that stores lithium",
    "High-entropy oxides are looked at as anodes. Here the spinel (FeCoNiCrMn)3O4 was made by ball milling and "
    "heating.",
    "In half cells against lithium, (FeCoNiCrMn)3O4 delivers 912 mAh g-1 at 0.2 A g-1 after 100 cycles. At 2 A g-1 it "
    "still gives 405 mAh g-1 after 500 cycles. The initial Coulombic efficiency is 71 %.",
    "In situ XRD shows that lithium is stored by conversion.",
)
SECOND = (
    "A high-entropy sulfide for sodium-ion cells",
    "Sodium-ion cells need anodes of high capacity. The sulfide (FeCoNiCuZn)S was made hydrothermally.",
    "In half cells against sodium, (FeCoNiCuZn)S delivers 520 mAh g-1 at 0.1 A g-1 after 50 cycles, and it keeps 88 % "
    "of its capacity after 300 cycles at 1 A g-1.",
    "Whether space charge adds to its capacity has not been studied.",
)


def write_papers(folder: Path) -> None:
    """Write both papers into a folder."""
    from reportlab.lib.styles import getSampleStyleSheet
    from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer

    folder.mkdir()
    styles = getSampleStyleSheet()
    for name, (title, *paragraphs) in (("first", FIRST), ("second", SECOND)):
        parts = [Paragraph(title, styles["Title"])]
        for text in paragraphs:
            parts += [Paragraph(text, styles["BodyText"]), Spacer(1, 12)]
        SimpleDocTemplate(str(folder / f"{name}.pdf"), title=title, invariant=1).build(parts)
