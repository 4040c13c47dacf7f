"""The shape of a program that reads pictures of pages; the caller hands one in where the user wants it."""

from typing import Protocol


class TextRecogniser(Protocol):
    """A program that reads the text in a picture."""

    @property
    def name(self) -> str:
        """The program with its version."""

    def text_of(self, picture: bytes) -> str:
        """Return the text of a page drawn as PNG, a line for each printed line.

        Raises:
            UnreadableDocument: if the program did not answer.
        """
