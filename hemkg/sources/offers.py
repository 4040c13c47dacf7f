"""What a register tells of a work: who wrote it, how it stands, and where an open copy lies under which licence."""

from dataclasses import dataclass

from hemkg.model.paper import Bibliography

UNKNOWN = Bibliography()


@dataclass(frozen=True, slots=True)
class Copy:
    """An open copy of a work.

    Attributes:
        url: where it lies.
        licence: under which it may be used, or None where the register names none.
        ending: of the file's name, by what it is: ``xml`` or ``pdf``.
    """

    url: str
    licence: str | None
    ending: str


@dataclass(frozen=True, slots=True)
class Told:
    """What one register says of one work.

    Attributes:
        known: what it knows of the work.
        copy: an open copy, if it names one.
        remark: what a user should know, a sentence.
    """

    known: Bibliography = UNKNOWN
    copy: Copy | None = None
    remark: str | None = None


def open_licence(said: object) -> str | None:
    """Return an open licence's usual name, None for one that is not open.

    >>> open_licence("cc-by-nc"), open_licence("https://creativecommons.org/licenses/by/4.0/"), open_licence("tdm")
    ('CC BY-NC', 'CC BY 4.0', None)
    """
    from hemkg.read.compose import licence_name

    text = str(said or "").strip().casefold()
    if "creativecommons.org/publicdomain" in text or text in {"public-domain", "cc0", "pd"}:
        return "public domain"
    if "creativecommons.org/licen" in text:
        return licence_name(text)
    words = text.replace("-", " ").split()
    if (
        words[:1] == ["cc"]
        and set(words[1:]) <= {"by", "nc", "nd", "sa", "0", "1.0", "2.0", "3.0", "4.0"}
        and words[1:]
    ):
        kinds = "-".join(word.upper() for word in words[1:] if word.isalpha())
        return " ".join(["CC", kinds, *(word for word in words[1:] if not word.isalpha())]).replace("  ", " ")
    return None
