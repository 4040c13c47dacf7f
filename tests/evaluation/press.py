"""Passages printed as the pages of a journal: two justified columns, and everything that stands around them.

Each style is one publisher's habits.  The text breaks where the line ends, inside words (with a hyphen), between a
number and its unit and after the hyphen of a compound; the passage runs over columns and pages, with a figure, its
caption, a displayed equation and a footnote in the way.
"""

import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from pathlib import Path

import matplotlib
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from typography import Piece, printed_pieces

FONTS = Path(matplotlib.get_data_path()) / "fonts" / "ttf"
CHINESE = "STSong-Light"  # what the other fonts have no characters for; without it they would print nothing
FILLER = (
    "Electrodes of this kind were discussed by many authors, and a reader who follows the discussion from its "
    "beginning finds that the words have changed more than the things. We give the account in the order in which "
    "it was written down, and we leave out whatever is told better elsewhere.",
    "The remainder of this section recalls how the work was organised. Samples were numbered in the order of their "
    "arrival, notes were kept by hand, and every reading was taken by two people who did not speak to each other "
    "about it until the day was over.",
)  # fmt: skip


@dataclass(frozen=True)
class Style:
    """How one journal prints."""

    name: str
    font: str = "DejaVuSerif"
    size: float = 9.0
    leading: float = 11.5
    columns: int = 2
    raised: bool = True
    justified: bool = True
    spaces: bool = True  # whether blanks are printed or only left
    ligatures: bool = False
    line_numbers: bool = False
    watermark: str = ""
    lowered_by: float = 0.18
    raised_by: float = 0.36
    script: float = 0.65
    minus: str = "−"
    hyphenates: bool = True


STYLES = (
    Style("serif, justified, raised citations", ligatures=True),
    Style("sans, ragged, bracketed citations", "DejaVuSans", 8.5, 11.0, raised=False, justified=False),
    Style("placed words", "STIXGeneral", 10.0, 12.0, spaces=False, script=0.7, raised_by=0.4),
    Style("manuscript", "DejaVuSerif", 11.0, 24.0, columns=1, line_numbers=True, watermark="ACCEPTED MANUSCRIPT"),
    Style("hyphen for minus", "DejaVuSans", 8.0, 9.6, watermark="Downloaded by nobody", minus="-", lowered_by=0.25),
    Style("en dash for minus", "STIXGeneral", 9.5, 11.4, minus="–", script=0.58, lowered_by=0.12, raised_by=0.33),
)
WIDTH, HEIGHT = A4
MARGIN, GUTTER, TOP, BOTTOM = 50, 18, HEIGHT - 70, 70
LIGATURES = (("ffi", "ﬃ"), ("fi", "ﬁ"), ("fl", "ﬂ"), ("ff", "ﬀ"))

Word = list[Piece]


def words_of(pieces: Sequence[Piece]) -> list[Word]:
    """Cut pieces into words at the blanks of the level text."""
    words: list[Word] = [[]]
    for piece in pieces:
        for number, part in enumerate(piece.text.split(" ")):
            if number:
                words.append([])
            if part:
                words[-1].append(Piece(part, piece.level))
    return [word for word in words if word]


def parts_by_font(text: str, font: str) -> list[tuple[str, str]]:
    """Cut a text into what a font has characters for and what is set in a Chinese one."""
    known = pdfmetrics.getFont(font).face.charToGlyph
    named = [(font if ord(character) in known else CHINESE, character) for character in text]
    return [(name, "".join(c for _, c in group)) for name, group in groupby(named, key=itemgetter(0))]


def width_of(text: str, font: str, size: float) -> float:
    """Return how long a text is [pt]."""
    return sum(pdfmetrics.stringWidth(part, name, size) for name, part in parts_by_font(text, font))


class Press:
    """One article being printed."""

    def __init__(self, style: Style) -> None:
        self.style = style
        self._held = io.BytesIO()
        self.canvas = Canvas(self._held, pagesize=A4)
        pdfmetrics.registerFont(UnicodeCIDFont(CHINESE))
        for face in ("", "-Bold"):
            name = style.font + (face if style.font.startswith("DejaVu") else face.replace("-Bold", "Bol"))
            if style.font + face not in pdfmetrics.getRegisteredFontNames():
                pdfmetrics.registerFont(TTFont(style.font + face, str(FONTS / f"{name}.ttf")))
        self.page = 0
        self.column = 0
        self.y = TOP
        self.start_page()

    @property
    def width(self) -> float:
        """The width of a column [pt]."""
        return (WIDTH - 2 * MARGIN - GUTTER * (self.style.columns - 1)) / self.style.columns

    @property
    def left(self) -> float:
        """Where the column starts [pt]."""
        return MARGIN + self.column * (self.width + GUTTER)

    def start_page(self) -> None:
        """Print what stands around the text of a page."""
        self.page += 1
        self.column, self.y = 0, TOP
        self.text(
            MARGIN, HEIGHT - 40, "A. Nobody et al." if self.page % 2 else "Journal of Invented Anodes 12 (2024) 345", 7
        )
        self.text(WIDTH / 2, 40, f"{344 + self.page}", 7)
        if self.style.watermark:
            self.canvas.saveState()
            self.canvas.setFillGray(0.85)
            self.canvas.translate(150, 300)
            self.canvas.rotate(50)
            self.text(0, 0, self.style.watermark, 36)
            self.canvas.restoreState()
            for n, letter in enumerate("nobody's copy"):
                self.text(18, 500 - 11 * n, letter, 8)

    def text(self, x: float, y: float, text: str, size: float, face: str = "") -> float:
        """Print characters; return where they end."""
        name = self.style.font + face
        for font, part in parts_by_font(text, name):
            self.canvas.setFont(font, size)
            self.canvas.drawString(x, y, part)
            x += pdfmetrics.stringWidth(part, font, size)
        return x

    # ------------------------------------------------------------ lines

    def shown(self, text: str) -> str:
        """Return characters as this journal prints them."""
        for plain, joined in LIGATURES if self.style.ligatures else ():
            text = text.replace(plain, joined)
        return text

    def size_of(self, piece: Piece, size: float) -> float:
        """Return the font size of a piece [pt]."""
        return size if piece.level == "level" else size * self.style.script

    def length(self, word: Word, size: float, face: str = "") -> float:
        """Return how long a word is [pt]."""
        return sum(width_of(self.shown(p.text), self.style.font + face, self.size_of(p, size)) for p in word)

    def put(self, x: float, word: Word, size: float, face: str = "") -> float:
        """Print a word with what is lowered and raised in it; return where it ends."""
        rise = {"level": 0.0, "sub": -self.style.lowered_by, "sup": self.style.raised_by, "cite": self.style.raised_by}
        for piece in word:
            text = self.shown(piece.text)
            if piece.level == "sup":
                text = re.sub("[−–⁻-]", self.style.minus, text)
            x = self.text(x, self.y + rise[piece.level] * size, text, self.size_of(piece, size), face)
        return x

    def lines(self, words: Sequence[Word], width: float, size: float, face: str = "") -> Iterator[list[Word]]:
        """Break words into lines, inside a word where it would leave too much room."""
        blank = pdfmetrics.stringWidth(" ", self.style.font, size)
        line: list[Word] = []
        used = 0.0
        waiting = list(words)
        while waiting:
            word = waiting.pop(0)
            long = self.length(word, size, face)
            if used + long <= width:
                line.append(word)
                used += long + blank
                continue
            parts = self.broken(word, width - used, size, face)
            if not parts and not line:  # nothing breaks it: it stands out over the edge
                parts = word, []
            if parts and not parts[1]:
                line.append(parts[0])
            elif parts:
                line.append(parts[0])
                waiting.insert(0, parts[1])
            else:
                waiting.insert(0, word)
            yield line
            line, used = [], 0.0
        if line:
            yield line

    def broken(self, word: Word, room: float, size: float, face: str) -> tuple[Word, Word] | None:
        """Break a word at its hyphen, between syllables, or before a bracket where it fills a line."""
        whole = "".join(piece.text for piece in word)
        if self.length(word, size, face) > self.width:
            return self._cut_formula(word, room, size, face)
        if not self.style.hyphenates or len(word) != 1 or word[0].level != "level":
            return None
        places = [m.end() for m in re.finditer(r"[a-z]{3}-(?=[a-z]{3})", whole)]
        places += [
            m.end() for m in re.finditer(r"(?<=^[A-Za-z]{2})[a-z]*?[aeiou][^aeiou\W](?=[^aeiou\W][aeiou][a-z])", whole)
        ]
        for place in sorted(places, reverse=True):
            first = whole[:place] + ("" if whole[place - 1] == "-" else "-")
            if self.length([Piece(first)], size, face) <= room:
                return [Piece(first)], [Piece(whole[place:])]
        return None

    def _cut_formula(self, word: Word, room: float, size: float, face: str) -> tuple[Word, Word] | None:
        fitting: Word = []
        for number, piece in enumerate(word):
            if self.length([*fitting, piece], size, face) > room:
                return (fitting, word[number:]) if fitting else None
            fitting.append(piece)
        return None

    def paragraph(self, pieces: Sequence[Piece], *, size: float = 0.0, face: str = "", indent: float = 0.0) -> None:
        """Print a paragraph in the column, and on in the next."""
        size = size or self.style.size
        leading = self.style.leading * size / self.style.size
        words = words_of(pieces)
        # the first line's indent is given by a word without characters
        lines = list(self.lines(words, self.width - indent, size, face))
        for number, line in enumerate(lines):
            if self.y < BOTTOM:
                self.next_column()
            if self.style.line_numbers:
                self.text(30, self.y, str(self._count()), 7)
            self._line(line, size, face, indent if number == 0 else 0.0, last=number + 1 == len(lines))
            self.y -= leading

    def _count(self) -> int:
        self._counted = getattr(self, "_counted", 0) + 1
        return self._counted

    def _line(self, line: list[Word], size: float, face: str, indent: float, *, last: bool) -> None:
        blank = pdfmetrics.stringWidth(" ", self.style.font, size)
        free = self.width - indent - sum(self.length(word, size, face) for word in line)
        if self.style.justified and not last and len(line) > 1:
            blank = min(max(free / (len(line) - 1), blank), 3 * blank)
        x = self.left + indent
        for number, word in enumerate(line):
            x = self.put(x, word, size, face)
            if number + 1 < len(line):
                if self.style.spaces:
                    self.text(x, self.y, " ", size, face)
                x += blank

    def next_column(self) -> None:
        """Go on at the head of the next column or page."""
        if self.column + 1 < self.style.columns:
            self.column, self.y = self.column + 1, TOP
        else:
            self.canvas.showPage()
            self.start_page()

    def heading(self, text: str, *, size: float = 0.0) -> None:
        """Print a heading."""
        if self.y < BOTTOM + 3 * self.style.leading:
            self.next_column()
        self.y -= 0.6 * self.style.leading
        self.paragraph([Piece(text)], size=size or self.style.size * 1.1, face="-Bold")

    def figure(self, caption: str, height: float = 90.0) -> None:
        """Print a picture with labels inside, and its caption below."""
        if self.y < BOTTOM + height + 40:
            self.next_column()
        self.y -= 0.5 * self.style.leading
        top = self.y
        self.canvas.rect(self.left, top - height, self.width, height)
        for n, label in enumerate(("Voltage / V", "0", "200", "400", "600", "(a)", "Specific capacity")):
            self.text(self.left + 10 + 17 * n, top - 14 - 10 * n, label, 5.5)
        self.y = top - height - 11
        self.paragraph(printed_pieces(caption, raised=self.style.raised), size=self.style.size * 0.85)
        self.y -= self.style.leading

    def equation(self, letters: str, number: str) -> None:
        """Print a displayed equation with its number at the right."""
        if self.y < BOTTOM + 40:
            self.next_column()
        self.y -= 0.5 * self.style.leading
        self.put(
            self.left + 40, words_of(printed_pieces(letters.replace(" ", "\u00a0"), raised=True))[0], self.style.size
        )
        self.text(self.left + self.width - 18, self.y, number, self.style.size)
        self.y -= 1.8 * self.style.leading

    def table(self, caption: str, rows: Sequence[Sequence[str]], *, ruled: bool) -> None:
        """Print a table under its caption, with lines between its cells or with none."""
        size, step = self.style.size * 0.82, self.style.leading
        if self.y < BOTTOM + step * (len(rows) + 4):
            self.next_column()
        self.y -= 0.8 * self.style.leading
        self.paragraph(printed_pieces(caption, raised=self.style.raised), size=self.style.size * 0.85)
        self.y -= 0.3 * step
        blank = pdfmetrics.stringWidth(" ", self.style.font, size)
        cells = [[words_of(printed_pieces(cell, raised=True)) for cell in row] for row in rows]
        widths = [
            max(sum(self.length(word, size) + blank for word in row[n]) for row in cells) + 10
            for n in range(len(rows[0]))
        ]
        for row in cells:
            for n, cell in enumerate(row):
                x = self.left + sum(widths[:n]) + 3
                for word in cell:
                    x = self.put(x, word, size) + blank
                if ruled:
                    self.canvas.rect(self.left + sum(widths[:n]), self.y - 0.3 * step, widths[n], step)
            self.y -= step
        self.y -= self.style.leading

    def bytes(self) -> bytes:
        """Return the finished file."""
        self.canvas.save()
        return self._held.getvalue()


REFERENCES = tuple(f"A. Nobody, B. Noone, J. Invented Anodes {n} (20{n % 24:02d}) {n}{n % 7}1." for n in range(1, 60))


def print_passage(text: str, style: Style) -> bytes:
    """Print a passage between other paragraphs, a figure in front of it and an equation behind."""
    press = Press(style)
    press.heading("An account of electrodes that were never made", size=15)
    press.paragraph([Piece("A. Nobody, B. Noone")])
    press.heading("1. Introduction")
    for filler in FILLER:
        press.paragraph([Piece(filler)], indent=10)
    press.heading("2. Results")
    for paragraph in text.split("\n"):
        press.paragraph(printed_pieces(paragraph, raised=style.raised), indent=10)
    press.figure("Fig. 1. Readings that were taken by hand and written down on the same day.")
    press.paragraph([Piece(FILLER[1])], indent=10)
    press.equation("i = a·v + b", "(1)")
    press.paragraph([Piece(FILLER[0])], indent=10)
    press.heading("References")
    for number, reference in enumerate(REFERENCES, 1):
        press.paragraph([Piece(f"[{number}] {reference}")], size=style.size * 0.85)
    return press.bytes()
