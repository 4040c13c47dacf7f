"""The shape of a reader made for one publisher's pages; the caller may hand one in."""

from collections.abc import Sequence
from typing import Protocol


class PublisherReader(Protocol):
    """A reader made for one publisher's pages."""

    def read_html(self, data: bytes, publisher: str) -> Sequence[tuple[str, str]]:
        """Return the page's blocks as kind (``title``, ``heading``, ``paragraph``, ``caption``, ``table``) and text."""
