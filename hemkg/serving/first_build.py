"""The first build: papers that come with the program, read while the page is open that will show them."""

import contextlib
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

BEGUN = ".begun"
"""Ends the name of what stands beside a store as long as its first build is not done: it is gone on with next time."""


@contextlib.contextmanager
def first_build(papers: Path | None, store: Path) -> Iterator[None]:
    """Build papers into a store that is not there yet, in a process of its own, for the length of a ``with`` statement.

    Args:
        papers: to be read; None or a folder that is not there if there are none.
        store: folder of the store; one that is there already is left alone.
    """
    begun = store.with_name(store.name + BEGUN)
    if papers is None or not papers.is_dir() or (store.exists() and not begun.exists()):
        yield
        return
    store.parent.mkdir(parents=True, exist_ok=True)
    begun.touch()
    sys.stderr.write(f"hemkg: the papers of {papers.name} are being read into {store}; the page shows them soon.\n")
    command = [sys.executable, "-m", "hemkg", "build", str(papers.absolute()), "--store", str(store.absolute())]
    with subprocess.Popen(  # noqa: S603  our own interpreter and module
        command, cwd=Path(__file__).parents[2], stdout=subprocess.DEVNULL
    ) as process:

        def wait() -> None:
            if process.wait() == 0:
                begun.unlink(missing_ok=True)

        threading.Thread(target=wait, daemon=True).start()
        try:
            yield
        finally:
            process.terminate()
