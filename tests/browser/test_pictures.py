"""The pictures of README and docs, taken from the running program: ``HEMKG_PICTURES=docs/pictures make browser``."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from .scenes import SCENES
from .visitor import Visitor

LARGEST = 300_000
FOLDER = os.environ.get("HEMKG_PICTURES")
pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.skipif(not FOLDER, reason="pictures are taken only when HEMKG_PICTURES names a folder for them"),
]

LIGHTS = {
    "": {"width": 1280, "height": 800},
    "-dark": {"width": 1280, "height": 800, "is_dark": True},
    "-phone": {"width": 390, "height": 844},
}
KEPT = {
    "": set(SCENES) - {"correcting"},
    "-dark": {"answer", "gaps", "curate"},
    "-phone": {"answer", "evidence", "library"},
}


@pytest.mark.parametrize("light", LIGHTS)
def test_pictures_are_taken(light: str, open_browser: Callable[..., Visitor], address: str) -> None:
    folder = Path(FOLDER or ".")
    folder.mkdir(parents=True, exist_ok=True)
    visitor = open_browser(address, **LIGHTS[light])
    everything = os.environ.get("HEMKG_PICTURES_ALL")
    for name in SCENES if everything else sorted(KEPT[light]):
        visitor.arrive()
        SCENES[name](visitor)
        visitor.settle()
        file = folder / f"{name}{light}.png"
        visitor.photograph(file)
        assert file.stat().st_size <= LARGEST
