"""The characters of a PDF page with where and how large they stand.

The one place that talks to PDFium.  Characters come in the order of the page's content, upright,
with their baseline and true size; what fonts without proper encodings garble is put right here, as
far as the font's name tells how.
"""

import ctypes
import io
import math
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import pypdfium2 as pdfium
from pypdfium2 import raw

_ACCENTS = {
    "´": "\u0301", "`": "\u0300", "ˆ": "\u0302", "˜": "\u0303", "¨": "\u0308", "˚": "\u030a", "ˇ": "\u030c",
    "˘": "\u0306", "¸": "\u0327", "¯": "\u0304", "˙": "\u0307", "˝": "\u030b", "˛": "\u0328",
}  # fmt: skip
# Fonts of the typesetting system that the Royal Society of Chemistry and Elsevier used carry names that
# are digests, always the same, and encodings of their own.
_MATHEMATICAL = {
        "\x01": "−", "\x02": "·", "\x03": "°", "\x04": "∼", "\x05": "×", "\x06": "±", "À": "−", "Â": "×", "Æ": "±",
        "Á": "·", "¼": "=", "þ": "+", "ð": "(", "Þ": ")", "½": "[", "$": "∼", "!": "→", "%": "≈", "/": "∝",
}  # fmt: skip
_GREEK = dict(
    zip(
        "abgdezhqiklmnxoprstucjyfwABGDEZHQIKLMNXOPRSTFCYUW",
        "αβγδεζηθικλμνξοπρστυχφψφωΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΦΧΨΩΩ",
        strict=True,
    )
)
_FONT_TABLES: dict[str, dict[str, str]] = {
    "AdvP4C4E74": _MATHEMATICAL,
    "AdvP4C4E51": _MATHEMATICAL,
    "AdvPSSym": _MATHEMATICAL,
    "AdvPS44A44B": {"$": "·"},
    "AdvPS4721B4": _GREEK,
    "AdvPS3F4C13": _GREEK,
}
_PRIVATE = {"\ue103": "fi", "\ue104": "fl", "\ue101": "ff", "\ue09d": "ft", "\ue0c6": "—", "\uf0b0": "°", "\uf0b7": "•"}
_PRIVATE |= {"\uf02d": "−", "\uf06d": "μ", "\uf061": "α", "\uf062": "β", "\uf071": "θ", "\uf044": "Δ", "\uf0b1": "±"}
_PRIVATE |= {"\uf0b4": "×", "\uf07e": "∼", "\uf03d": "=", "\uf02b": "+", "\uf057": "Ω", "\uf0d7": "·", "\uf0ae": "→"}
_FEWEST_CHARACTERS = 60  # a page with fewer, under one picture, is a scan: a stamp or a page number is all it has
_MOST_OF_A_PAGE = 0.5
_DOTS = 300  # an inch
_MOST_PIXELS = 40e6
_INVISIBLE = 1.0  # a size that nobody can read, in points
# Daggers call footnotes and stand on numbers and names; nothing that is mined is written with them.
_NO_CHARACTERS = frozenset("\x7f\ufffe\uffff\ufffd†‡")
_BOLD_NAMES = ("bold", ".b", "-bd", "black", "heavy", "semibold", "demi")


_Box = tuple[float, float, float, float]


@dataclass(slots=True)
class Glyph:
    """One character on a page.

    Attributes:
        text: the character, or several for a ligature.
        left: where it starts, in points from the page's left edge.
        right: where the next one would start.
        base: the height of its baseline above the page's lower edge [pt].
        size: its font size [pt], scaling included.
        font: the font's name.
        spaced: whether the page has a blank in front of it.
        hint: whether PDFium thinks that a blank belongs there.
    """

    text: str
    left: float
    right: float
    base: float
    size: float
    font: str
    spaced: bool = False
    hint: bool = False

    @property
    def bold(self) -> bool:
        """Whether the font's name says that it is bold."""
        return _is_bold(self.font)


@lru_cache(maxsize=1024)
def _is_bold(font: str) -> bool:
    return any(part in font.lower() for part in _BOLD_NAMES)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page's upright characters, its extent [pt], and whether it is a picture of a page and holds no text."""

    number: int
    glyphs: tuple[Glyph, ...]
    width: float
    height: float
    is_picture: bool = False


def sheets(document: pdfium.PdfDocument) -> Iterator[Sheet]:
    """Yield the pages of a document, numbered from 1.

    Raises:
        pypdfium2.PdfiumError: if a page cannot be loaded.
    """
    for number in range(len(document)):
        page = document[number]
        textpage = page.get_textpage()
        try:
            yield _sheet(number + 1, page, list(_raw_glyphs(textpage, _windows(page))))
        finally:
            textpage.close()
            page.close()


def _sheet(number: int, page: pdfium.PdfPage, found: Sequence[tuple[Glyph, int]]) -> Sheet:
    """Keep the characters that stand as most of the page's do, and turn them upright."""
    left, bottom, right, top = page.get_mediabox()
    turns = Counter(turn for _, turn in found)
    turn = turns.most_common(1)[0][0] if turns else 0
    glyphs = [glyph for glyph, own in found if own == turn and glyph.size > _INVISIBLE]
    width, height = (right - left, top - bottom) if turn % 2 == 0 else (top - bottom, right - left)
    scanned = len(glyphs) < _FEWEST_CHARACTERS and _is_covered(page, (right - left) * (top - bottom))
    return Sheet(number, tuple(_accented(glyphs)), width, height, scanned)


def _is_covered(page: pdfium.PdfPage, area: float) -> bool:
    """Whether one picture covers most of a page."""
    for picture in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=2):
        left, bottom, right, top = picture.get_bounds()
        if (right - left) * (top - bottom) > _MOST_OF_A_PAGE * area:
            return True
    return False


def picture_of(document: pdfium.PdfDocument, number: int) -> bytes:
    """Return a page drawn as PNG, fine enough for text recognition.

    Args:
        document: the open file.
        number: the page, counted from 1.
    """
    page = document[number - 1]
    try:
        width, height = page.get_size()
        scale = min(_DOTS / 72, math.sqrt(_MOST_PIXELS / max(width * height, 1.0)))
        held = io.BytesIO()
        page.render(scale=scale).to_pil().convert("L").save(held, "PNG")
    finally:
        page.close()
    return held.getvalue()


def _raw_glyphs(textpage: pdfium.PdfTextPage, windows: Mapping[int, _Box]) -> Iterator[tuple[Glyph, int]]:
    """Yield each character that shows on the page, with the quarter turns that it is printed at."""
    handle, pen = textpage.raw, _Pen()
    spaced = hint = False
    held: tuple[Glyph, int] | None = None
    for index in range(textpage.count_chars()):
        code = raw.FPDFText_GetUnicode(handle, index)
        if raw.FPDFText_IsGenerated(handle, index) == 1:
            hint = hint or code == 32
        elif code in _BLANKS:
            spaced = True
        else:
            glyph, turn = pen.read(handle, index, code)
            if windows and pen.is_outside(windows.get(pen.owner or 0)):
                continue
            if held and _is_one_ligature(held[0], glyph):
                held[0].text += glyph.text
            elif glyph.text and math.isfinite(glyph.left + glyph.right + glyph.base + glyph.size):
                glyph.spaced, glyph.hint = spaced, hint
                if held:
                    yield held
                held = glyph, turn
            spaced = hint = False
    if held:
        yield held


def _windows(page: pdfium.PdfPage) -> dict[int, _Box]:
    """Return for the text inside embedded pictures the part of the page that it may show in.

    Figures are often whole pages of a manuscript, cut down to the figure; the rest of their text is
    there and nobody sees it.
    """
    found: dict[int, _Box] = {}
    for form in page.get_objects(filter=[raw.FPDF_PAGEOBJ_FORM], max_depth=1):
        matrix = form.get_matrix()
        for index in range(raw.FPDFFormObj_CountObjects(form.raw)):
            item = raw.FPDFFormObj_GetObject(form.raw, index)
            if raw.FPDFPageObj_GetType(item) == raw.FPDF_PAGEOBJ_TEXT and (box := _clip(item)) is not None:
                left, bottom = matrix.on_point(box[0], box[1])
                right, top = matrix.on_point(box[2], box[3])
                found[_address(item)] = (min(left, right), min(bottom, top), max(left, right), max(bottom, top))
    return found


def _address(item: raw.FPDF_PAGEOBJECT) -> int:
    return ctypes.cast(item, ctypes.c_void_p).value or 0


def _clip(item: raw.FPDF_PAGEOBJECT) -> _Box | None:
    """Return the rectangle that all clipping paths of a text leave of it."""
    path = raw.FPDFPageObj_GetClipPath(item)
    box: _Box | None = None
    for number in range(max(raw.FPDFClipPath_CountPaths(path), 0) if path else 0):
        points = list(_points(path, number))
        if points:
            xs, ys = zip(*points, strict=True)
            own = (min(xs), min(ys), max(xs), max(ys))
            box = own if box is None else (*map(max, box[:2], own[:2]), *map(min, box[2:], own[2:]))
    return box


def _points(path: raw.FPDF_CLIPPATH, number: int) -> Iterator[tuple[float, float]]:
    x, y = ctypes.c_float(), ctypes.c_float()
    for index in range(raw.FPDFClipPath_CountPathSegments(path, number)):
        if raw.FPDFPathSegment_GetPoint(raw.FPDFClipPath_GetPathSegment(path, number, index), x, y):
            yield x.value, y.value


_BLANKS = frozenset({9, 10, 13, 32, 160})


def _is_one_ligature(last: Glyph, glyph: Glyph) -> bool:
    """Whether PDFium wrote one printed ligature as two characters, which then have one origin."""
    return glyph.left == last.left and glyph.base == last.base and glyph.right == last.right


# The same function as in pypdfium2's own list, returning a plain number: it is asked for every character.
_text_object = ctypes.CFUNCTYPE(ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int)(
    ctypes.cast(raw.FPDFText_GetTextObject, ctypes.c_void_p).value or 0
)


class _Pen:
    """The variables that PDFium writes its answers into, made once a page.

    Characters of one text object share font, size and slant, so these are asked for once an object.
    """

    def __init__(self) -> None:
        self._x, self._y, self._flags = ctypes.c_double(), ctypes.c_double(), ctypes.c_int()
        self._box, self._matrix = raw.FS_RECTF(), raw.FS_MATRIX()
        self._name = ctypes.create_string_buffer(128)
        self.owner: int | None = None
        self._font, self._size, self._turn = "", 0.0, 0

    def read(self, handle: raw.FPDF_TEXTPAGE, index: int, code: int) -> tuple[Glyph, int]:
        owner = _text_object(handle, index)
        if owner != self.owner or owner is None:
            self.owner = owner
            self._read_style(handle, index)
        raw.FPDFText_GetCharOrigin(handle, index, self._x, self._y)
        raw.FPDFText_GetLooseCharBox(handle, index, self._box)
        is_hyphen = code in _HYPHEN_CODES and raw.FPDFText_IsHyphen(handle, index) == 1
        left, right, base = _upright(self._turn, self._x.value, self._y.value, self._box)
        text = _character(code, self._font, is_hyphen=is_hyphen)
        return Glyph(text, left, right, base, self._size, self._font), self._turn

    def _read_style(self, handle: raw.FPDF_TEXTPAGE, index: int) -> None:
        raw.FPDFText_GetMatrix(handle, index, self._matrix)
        raw.FPDFText_GetFontInfo(handle, index, self._name, 128, self._flags)
        self._font = _font_name(self._name.value)
        self._turn = _quarter_turns(self._matrix.a, self._matrix.b)
        self._size = raw.FPDFText_GetFontSize(handle, index) * math.hypot(self._matrix.c, self._matrix.d)

    def is_outside(self, window: _Box | None) -> bool:
        """Whether the character read last lies outside a part of the page."""
        if window is None:
            return False
        left, bottom, right, top = window
        return not (left - 2 <= self._x.value <= right + 2 and bottom - 2 <= self._y.value <= top + 2)


_HYPHEN_CODES = frozenset({0x02, 0xAD, 0xFFFE})


@lru_cache(maxsize=1024)
def _font_name(raw_name: bytes) -> str:
    """Return a font's name without the tag of six capitals that subsetting put before it."""
    return re.sub(r"^[A-Z]{6}\+", "", raw_name.decode("latin-1"))


def _quarter_turns(across: float, up: float) -> int:
    """Return the quarter turns that a character is printed at, -1 for a slant as of a watermark."""
    if not up:
        return 0 if across >= 0 else 2
    turns = math.atan2(up, across) / (math.pi / 2)
    return round(turns) % 4 if abs(turns - round(turns)) < 0.06 else -1


def _upright(turn: int, x: float, y: float, box: raw.FS_RECTF) -> tuple[float, float, float]:
    """Return left, right and baseline as they are when the page is turned so that the text stands."""
    if turn == 0:
        return x, max(box.right, x), y
    if turn == 1:
        return y, max(box.top, y), -x
    if turn == 2:
        return -x, max(-box.left, -x), -y
    return -y, max(-box.bottom, -y), x


@lru_cache(maxsize=16384)
def _character(code: int, font: str, *, is_hyphen: bool) -> str:
    """Return what a code stands for in its font."""
    if is_hyphen:
        return "-"
    character = chr(code) if code < 0xD800 or 0xDFFF < code < 0x110000 else ""
    table = next((table for name, table in _FONT_TABLES.items() if name in font), None)
    if table:
        return table.get(character, character)
    if "\ue000" <= character <= "\uf8ff":
        return _PRIVATE.get(character, "")
    return character if code >= 32 and character not in _NO_CHARACTERS else ""


def _accented(glyphs: Sequence[Glyph]) -> Iterator[Glyph]:
    """Set accents that were printed apart onto the letters that they stand over."""
    accents = [g for g in glyphs if g.text in _ACCENTS]
    bearers = {id(b): a for a in accents if (b := _bearer(a, glyphs)) is not None}
    taken = {id(a) for a in bearers.values()}
    for glyph in glyphs:
        if id(glyph) in bearers:
            letter = {"ı": "i", "ȷ": "j"}.get(glyph.text, glyph.text)
            yield replace(glyph, text=letter + _ACCENTS[bearers[id(glyph)].text])
        elif id(glyph) not in taken:
            yield glyph


def _bearer(accent: Glyph, glyphs: Sequence[Glyph]) -> Glyph | None:
    """Return the letter whose middle an accent stands over."""
    middle = (accent.left + accent.right) / 2
    near = [
        g
        for g in glyphs
        if g.text[:1].isalpha()
        and g.left - 0.1 * g.size <= middle <= g.right + 0.1 * g.size
        and -0.2 * g.size < accent.base - g.base < 0.6 * g.size
    ]
    return min(near, key=lambda g: abs((g.left + g.right) / 2 - middle), default=None)
