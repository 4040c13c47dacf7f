"""Lines that look like a heading, a caption, a reference or the furniture of a page.

Used where a file shows only lines of text: mined text, PDF, and HTML without classes.  Wording
here is that of page layout, never that of a subject.
"""

import re

_LABEL = r"(?:Fig(?:ure)?|Scheme|Table|Chart|Box|Plate|FIGURE|TABLE|SCHEME|FIG)s?\.?\s?[SA]?\d{1,3}[A-Za-z]?"
_CAPTION = re.compile(
    rf"({_LABEL})(?:\s*[.:|]\s*(?=\S)|\s*[.:|]?$|\s+(?=\([a-zA-Z0-9])|\s+(?=[A-Z][^\s,.;]*\s)|\s*[—–]\s*(?=\S))"
)
_NUMBERED = re.compile(r"(?:\d{1,2}(?:\.\d{1,2}){0,3}\.?|[IVX]{1,4}\.|[A-Z]\.)\s+(?=[A-Z(“\"])")
_NAMES = frozenset(
    {
        "abstract", "introduction", "background", "results", "discussion", "conclusion", "conclusions",
        "summary", "experimental", "methods", "method", "materials", "references", "bibliography",
        "acknowledgements", "acknowledgments", "acknowledgement", "acknowledgment", "keywords", "highlights",
        "outlook", "perspective", "perspectives", "appendix", "nomenclature",
    }
)  # fmt: skip
_PHRASES = frozenset(
    {
        "broader context", "results and discussion", "results and discussions", "result and discussion",
        "materials and methods", "experimental section", "experimental methods", "experimental details",
        "experimental procedures", "conclusions and outlook", "conclusion and outlook", "summary and outlook",
        "conclusion and perspective", "conclusions and perspectives", "notes and references",
        "references and notes", "supporting information", "author contributions", "conflicts of interest",
        "conflict of interest", "data availability", "literature cited", "author information",
        "associated content", "declaration of competing interest", "competing interests", "funding",
        "credit authorship contribution statement", "supplementary material", "supplementary materials",
    }
)  # fmt: skip
_REFERENCE_HEADINGS = frozenset(
    {"references", "bibliography", "notes and references", "references and notes", "literature cited", "literature"}
)
_REFERENCE = re.compile(r"(?:\[(\d{1,3})\]|\((\d{1,3})\)|(\d{1,3})[.)]?)\s+(?=\S)")
_FURNITURE = re.compile(
    r"Page \d+ of \d+.*|View (?:Article|Journal).{0,40}|View (?:Article|Journal) \| View Issue|"
    r"(?:DOI|doi)\s?:?\s?10\.\d{4,}/\S+|https?://(?:dx\.)?doi\.org/10\.\S+|"
    r"Downloaded (?:on|from|by|via) .*|Published on .{0,60}|This journal is ©.*|Accepted Manuscript|"
    r"Open Access Article.*|This article is licensed under .*|Check for updates|"
    r"(?:https?://)?www\.[a-z0-9.-]+(?:/\S*)?|©.{0,120}|\d{1,4} ?\| ?P ?a ?g ?e"
)
_CLOSED = re.compile(r"[.!?:;…](?:[\"”’')\]]|\d{1,3}(?:\s?[,–-]\s?\d{1,3})*|\s\d{1,3}(?:\s?[,–-]\s?\d{1,3})+)*$")


def caption_label(line: str) -> str | None:
    """Return the label that a caption starts with, None for a line that is no caption.

    >>> caption_label("Fig. 3 (a) Patterns"), caption_label("Fig. 3a, it rises"), caption_label("Table 1. Guides")
    ('Fig. 3', None, 'Table 1')
    """
    found = _CAPTION.match(line)
    return found.group(1) if found else None


def is_numbered_heading(line: str) -> bool:
    """Whether a line is a heading by its number: ``2.4 Space charge``.

    >>> [is_numbered_heading(line) for line in ("2.4 Space charge", "3d metals", "12 The", "2.1 A g−1")]
    [True, False, False, False]
    """
    found = _NUMBERED.match(line)
    words = line[found.end() :].split() if found else []
    if not found or len(line) > 120 or len(words) > 14 or is_closed(line) or line[-1:] in ",-(":
        return False
    if line.startswith("0") or not re.search(r"[^\W\d_]{3}", line):
        return False
    plain_number = found.group().strip().isdigit()
    return not plain_number or (int(found.group()) < 10 and len(words) > 1 and len(line) < 80)


def is_named_heading(line: str) -> bool:
    """Whether a line is one of the headings that papers leave without a number.

    >>> is_named_heading("■ REFERENCES"), is_named_heading("Results and Discussion"), is_named_heading("Methods show")
    (True, True, False)
    """
    words = re.sub(r"^[^\w(]+|[\W_]+$", "", line).lower()
    return words in _NAMES or words in _PHRASES


def is_reference_heading(line: str) -> bool:
    """Whether a heading opens the list of references."""
    return re.sub(r"^[\W\d_]+|[\W_]+$", "", line).lower() in _REFERENCE_HEADINGS


def reference_number(line: str) -> int | None:
    """Return the number that an entry of a reference list starts with."""
    found = _REFERENCE.match(line)
    return int(next(group for group in found.groups() if group)) if found else None


def without_reference_number(line: str) -> tuple[str, str]:
    """Part an entry of a reference list into its label and its words."""
    found = _REFERENCE.match(line)
    if not found:
        return "", line
    return next(group for group in found.groups() if group), line[found.end() :]


def is_furniture(line: str) -> bool:
    """Whether a line belongs to the page and not to the paper: page counts, download notes, bare addresses."""
    return bool(_FURNITURE.fullmatch(line.strip()))


def is_closed(line: str) -> bool:
    """Whether a line ends a sentence, citations and closing signs after the stop allowed.

    >>> is_closed("is mitigated (Fig. 1d).15, 16"), is_closed("reported by Li et al")
    (True, False)
    """
    return bool(_CLOSED.search(line.rstrip()))
