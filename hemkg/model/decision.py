"""What a person decided on a claim: that it is right, that it is wrong, or what it should say.

A decision never changes.  Who thinks better of it takes it back by another one, so that nothing is lost and two groups
can put their decisions together.  It names the claim by its IRI and by what was read there, for another version of the
extraction may give the same claim another IRI.
"""

import hashlib
import json
import re
import unicodedata
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

LONGEST_NAME = 200
LONGEST_REASON = 2000
LONGEST_QUOTE = 20_000
MOST_FIELDS = 32
IRI = re.compile(r"https?://[^\s<>\"{}|\\^`\x00-\x20]{1,2000}")
DIGITS = re.compile(r"[0-9a-f]{20}")


class DecisionKind(StrEnum):
    """What is decided; the words are those of the command line and of the files."""

    ACCEPT = "accept"
    REJECT = "reject"
    CORRECT = "correct"
    UNDO = "undo"


Fields = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Anchor:
    """By what a claim is found again.

    Attributes:
        paper: IRI of its paper.
        claim: its IRI when it was decided on.
        kind: class of the claim (``CapacityClaim``).
        read: what was read there, as names and values in order: *value*, *unit*, *ion* ...
        names: what the paper calls its material, if it is about one.
        quote: the words that it rests on.
        start: where they stand in the text of the document that was read then, in code points.

    Raises:
        ValueError: if an IRI is none, or the words are too long.
    """

    paper: str
    claim: str
    kind: str
    read: Fields
    names: tuple[str, ...]
    quote: str
    start: int

    def __post_init__(self) -> None:
        if not IRI.fullmatch(self.paper) or not IRI.fullmatch(self.claim):
            raise ValueError("paper and claim are named by their IRIs")
        if not self.kind.isidentifier():
            raise ValueError("the kind of a claim is the name of a class")
        if len(self.quote) > LONGEST_QUOTE or len(self.names) > MOST_FIELDS or self.start < 0:
            raise ValueError("the words of a claim, or its names, are too long")
        _check_fields(self.read)


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision of one person on one claim.

    Attributes:
        kind: what is decided.
        who: the name of the person.
        reason: why, in one line.
        when: the moment, in UTC, as ISO 8601 with microseconds.
        about: the claim.
        fields: what the claim should say, for a correction, and for an acceptance of a corrected claim.
        undoes: the identity of the decision that is taken back, for an undoing.

    Raises:
        ValueError: if something that the kind needs is missing, or there is what it has no use for.

    >>> about = Anchor("https://a/p", "https://a/c", "CapacityClaim", (("value", "650"),), ("CoO",), "650 mAh/g", 3)
    >>> Decision(DecisionKind.REJECT, "Ada", "misread", "2026-01-02T03:04:05.000006Z", about).decision_id
    'b01823b9456a5f4a82e7'
    """

    kind: DecisionKind
    who: str
    reason: str
    when: str
    about: Anchor
    fields: Fields = ()
    undoes: str | None = None

    def __post_init__(self) -> None:
        if not self.who or not (self.reason or self.kind is DecisionKind.UNDO):
            raise ValueError("a decision has the name of a person and a reason")
        if self.who != one_line(self.who) or self.reason != one_line(self.reason):
            raise ValueError("name and reason are one line each")
        if len(self.who) > LONGEST_NAME or len(self.reason) > LONGEST_REASON:
            raise ValueError(f"a name has at most {LONGEST_NAME} characters and a reason {LONGEST_REASON}")
        if self.when != moment(self.when):
            raise ValueError("the moment of a decision is told in UTC, with microseconds")
        if (self.kind is DecisionKind.UNDO) != (self.undoes is not None):
            raise ValueError("an undoing names the decision that it takes back, and nothing else does")
        if self.undoes is not None and not DIGITS.fullmatch(self.undoes):
            raise ValueError("a decision is named by twenty hexadecimal digits")
        if (self.kind is DecisionKind.CORRECT and not self.fields) or (
            self.fields and self.kind in {DecisionKind.REJECT, DecisionKind.UNDO}
        ):
            raise ValueError("a correction says what is right, and a rejection or an undoing does not")
        _check_fields(self.fields)

    @property
    def decision_id(self) -> str:
        """Twenty hexadecimal digits computed from the content; which IRI the paper has now is no part of it."""
        about = self.about
        content = [
            self.kind, self.who, self.reason, self.when, self.fields, self.undoes,
            about.claim, about.kind, about.read, about.names, about.quote, about.start,
        ]  # fmt: skip
        return hashlib.sha256(json.dumps(content).encode()).hexdigest()[:20]

    @property
    def order(self) -> tuple[str, str]:
        """What decisions are sorted by: the later one wins."""
        return self.when, self.decision_id


def _check_fields(fields: Fields) -> None:
    if len(fields) > MOST_FIELDS or any(len(name) > 40 or len(value) > LONGEST_REASON for name, value in fields):
        raise ValueError("too many fields, or too long ones")
    if list(fields) != sorted(dict(fields).items()):
        raise ValueError("the fields of a claim stand in order, each once")


def one_line(text: str) -> str:
    r"""Return what a person typed as one plain line, without what no screen shows or what turns lines around.

    >>> one_line("  two\nlines\x07 ")
    'two lines'
    """
    plain = unicodedata.normalize("NFC", text.encode("utf-8", "ignore").decode("utf-8"))
    kept = "".join(c if c.isprintable() else " " for c in plain)
    return " ".join(kept.split())


def moment(when: str) -> str:
    """Return a moment in the one writing that decisions have.

    Raises:
        ValueError: if it is none, or names no time zone.

    >>> moment("2026-01-02T04:04:05+01:00")
    '2026-01-02T03:04:05.000000Z'
    """
    found = datetime.fromisoformat(when)
    if found.tzinfo is None:
        raise ValueError("a moment needs its time zone")
    return in_utc(found)


def in_utc(found: datetime) -> str:
    """Return a moment with its time zone as text."""
    try:
        return found.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"
    except OverflowError:
        raise ValueError("a moment lies in the years that a calendar has") from None
