"""The page of hemkg: ``python app.py`` opens it on 127.0.0.1:7860 for the store in ``HEMKG_STORE`` or ``.store``."""

from hemkg.page import build_page, serve
from hemkg.settings import Settings

__all__ = ["build_page", "main"]


def main() -> None:
    """Open the store and show its page; a Gradio Space says by its own environment where to listen."""
    serve(Settings.from_environment().store, host=None)


if __name__ == "__main__":
    main()
