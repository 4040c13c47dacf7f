"""PDF pages drawn line by line, so that a test says exactly what stands where."""

import io
import re
from pathlib import Path

import matplotlib
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

FONTS = {"body": "Vera", "bold": "VeraBd", "italic": "VeraIt", "signs": "DejaVuSans"}
FILES = {"DejaVuSans": str(Path(matplotlib.get_data_path()) / "fonts" / "ttf" / "DejaVuSans.ttf")}
LEFT, RIGHT, TOP = 60, 310, 760


class Print:
    """A PDF being drawn; ``_{2}`` lowers and ``^{−1}`` raises what stands in the braces."""

    def __init__(self, **options):
        self._held = io.BytesIO()
        self.canvas = Canvas(self._held, pagesize=A4, **options)
        for name in FONTS.values():
            pdfmetrics.registerFont(TTFont(name, FILES.get(name, f"{name}.ttf")))

    def line(self, x: float, y: float, markup: str, *, size: float = 9, font: str = "body") -> float:
        """Draw a line of text; return where it ends."""
        for piece in re.findall(r"\^\{[^}]*\}|_\{[^}]*\}|[^\^_]+", markup):
            raised, lowered = piece.startswith("^{"), piece.startswith("_{")
            text = piece[2:-1] if raised or lowered else piece
            own = 0.65 * size if raised or lowered else size
            self.canvas.setFont(FONTS[font], own)
            self.canvas.drawString(x, y + (0.36 * size if raised else -0.15 * size if lowered else 0), text)
            x += pdfmetrics.stringWidth(text, FONTS[font], own)
        return x

    def lines(
        self, x: float, y: float, *markups: str, step: float = 11.5, size: float = 9, font: str = "body"
    ) -> float:
        """Draw lines under one another; return the height below the last."""
        for markup in markups:
            self.line(x, y, markup, size=size, font=font)
            y -= step
        return y

    def slanted(self, text: str, angle: float) -> None:
        """Draw a watermark across the page."""
        self.canvas.saveState()
        self.canvas.translate(200, 300)
        self.canvas.rotate(angle)
        self.canvas.setFont("Vera", 40)
        self.canvas.drawString(0, 0, text)
        self.canvas.restoreState()

    def page(self) -> None:
        """Begin a new page."""
        self.canvas.showPage()

    def bytes(self) -> bytes:
        """The finished file."""
        self.canvas.save()
        return self._held.getvalue()
