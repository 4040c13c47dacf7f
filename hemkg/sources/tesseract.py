"""Tesseract, a program that reads pictures of pages, where it is installed and the user asks for it.

It runs as a process of its own for every page, gets the picture on its standard input and answers on its
standard output; nothing is written and no network is asked.
"""

import shutil
import subprocess
from functools import cached_property

from hemkg.errors import MissingDependency, UnreadableDocument
from hemkg.isolation import unsealed

SECONDS = 120  # for one page


class Tesseract:
    """The installed Tesseract.

    Args:
        command: the program's name or path.
        languages: the languages of its models, as Tesseract names them.

    Raises:
        MissingDependency: if no such program is on the path.
    """

    def __init__(self, command: str = "tesseract", languages: str = "eng") -> None:
        found = shutil.which(command)
        if found is None:
            raise MissingDependency(
                "Tesseract is not installed, so that scanned pages cannot be read; install it or leave out --ocr."
            )
        self._command, self._languages = found, languages

    @cached_property
    def name(self) -> str:
        """The program with its version."""
        said = self._run(["--version"], b"").decode("utf-8", "replace").split("\n")[0]
        return said.strip().capitalize() or "Tesseract"

    def text_of(self, picture: bytes) -> str:
        """Return the text of a page drawn as PNG.

        Raises:
            UnreadableDocument: if Tesseract stops with an error or takes longer than two minutes.
        """
        return self._run(["stdin", "stdout", "-l", self._languages], picture).decode("utf-8", "replace")

    def _run(self, arguments: list[str], given: bytes) -> bytes:
        try:
            with unsealed():
                done = subprocess.run(  # noqa: S603  the program was looked up; its arguments are ours
                    [self._command, *arguments], input=given, capture_output=True, timeout=SECONDS, check=True
                )
        except subprocess.TimeoutExpired:
            raise UnreadableDocument(
                f"Tesseract did not read a page within {SECONDS} s; give the page alone."
            ) from None
        except (subprocess.CalledProcessError, OSError) as error:
            said = getattr(error, "stderr", b"") or str(error).encode()
            reason = said.decode("utf-8", "replace").strip().split("\n")[0]
            raise UnreadableDocument(
                f"Tesseract failed ({reason}); see that its language data are installed."
            ) from None
        return done.stdout
