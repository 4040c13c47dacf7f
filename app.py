"""The page of hemkg: ``python app.py`` opens it on 127.0.0.1:7860 for the store in ``HEMKG_STORE`` or ``.store``.

A Gradio Space runs it as it stands: everybody may read there, and nobody write.
"""

import contextlib
import os
import sys
from pathlib import Path

from hemkg.errors import HemkgError
from hemkg.page import build_page
from hemkg.serving.server import serve
from hemkg.settings import Settings

__all__ = ["build_page", "main"]

CORPUS = Path(__file__).parent / "corpus"


def main() -> None:
    """Open the store and show its page; a Space says by its own environment where to listen.

    Where no store is named and there is none yet, one is made of the bundled corpus while the page is open.
    """
    with contextlib.suppress(KeyboardInterrupt):
        _open_page()


def _open_page() -> None:
    settings = Settings.from_environment()
    is_space, is_named = (bool(os.environ.get(name)) for name in ("SPACE_ID", "HEMKG_STORE"))
    papers = None if is_named else CORPUS
    try:
        serve(settings.store, may_be_missing=True, papers=papers, accounts=settings.accounts, is_open=is_space)
    except HemkgError as error:
        sys.exit(f"hemkg: {error}")


if __name__ == "__main__":
    main()
