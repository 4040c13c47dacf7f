"""Why a cell of the review table is empty: nothing is reported, or nothing was extracted.

A text that was read and mentions nothing of the kind reports nothing.  One that mentions it, and nothing ties
the mention to the measurement, may well report it: whoever fills the table in has to look.  So has who knows a
paper by its title only.
"""

from enum import StrEnum

from hemkg.store.claims import PaperRecord


class Lack(StrEnum):
    """Why a value is missing; the short form is what a printed table shows."""

    NOT_REPORTED = "not reported"
    NOT_EXTRACTED = "not extracted"

    @property
    def sign(self) -> str:
        """What stands in a printed table: ``n.r.`` or ``n.e.``."""
        return "".join(f"{word[0]}." for word in self.value.split())


NOTHING_LIKE_IT = "not reported: the text that was read mentions nothing of the kind"
NOT_TIED = "not extracted: the text mentions something of the kind, and nothing ties it to this measurement"
TITLE_ONLY = "not extracted: only the title is known"
SIGNS = (
    f"{Lack.NOT_REPORTED.sign} {Lack.NOT_REPORTED}: the text that was read mentions nothing of the kind. "
    f"{Lack.NOT_EXTRACTED.sign} {Lack.NOT_EXTRACTED}: it mentions something of the kind that nothing ties to the "
    "measurement, or only the title is known."
)


def lack_of(paper: PaperRecord, told_as: str) -> tuple[Lack, str]:
    """Return why a paper gives no value of a property, and a sentence that says it.

    Args:
        paper: the paper.
        told_as: a property that ``hem:looksFor`` names.

    >>> lack_of(PaperRecord("urn:1", "wu", speaks_of=frozenset({"cycle"})), "cycle")[0]
    <Lack.NOT_EXTRACTED: 'not extracted'>
    """
    if paper.title_only:
        return Lack.NOT_EXTRACTED, TITLE_ONLY
    if told_as in paper.speaks_of:
        return Lack.NOT_EXTRACTED, NOT_TIED
    return Lack.NOT_REPORTED, NOTHING_LIKE_IT
