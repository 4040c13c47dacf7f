"""The page of hemkg: ``python app.py`` opens it on 127.0.0.1:7860 for the store in ``HEMKG_STORE`` or ``.store``."""

import contextlib
import sys

from hemkg.errors import HemkgError
from hemkg.page import build_page
from hemkg.serving.server import serve
from hemkg.settings import Settings

__all__ = ["build_page", "main"]


def main() -> None:
    """Open the store and show its page; a Gradio Space says by its own environment where to listen.

    Where there is no store yet, the page is empty and says how to make one.
    """
    with contextlib.suppress(KeyboardInterrupt):
        _open_page()


def _open_page() -> None:
    try:
        serve(Settings.from_environment().store, may_be_missing=True)
    except HemkgError as error:
        sys.exit(f"hemkg: {error}")


if __name__ == "__main__":
    main()
