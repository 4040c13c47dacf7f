"""The pictures of README and docs, taken from the running program: ``HEMKG_PICTURES=docs/pictures make browser``."""

import os
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from .visitor import Visitor

LARGEST = 300_000
FOLDER = os.environ.get("HEMKG_PICTURES")
pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.skipif(not FOLDER, reason="pictures are taken only when HEMKG_PICTURES names a folder for them"),
]


def answer(visitor: Visitor) -> None:
    visitor.ask("Which high-entropy oxides reach more than 600 mAh/g?")
    visitor.see("#offers button.ask")


def evidence(visitor: Visitor) -> None:
    visitor.ask("What do we know about ZnGeSiP3?")
    visitor.click(".foot .fold summary")
    visitor.click("article.turn .text .cite:nth-of-type(2)")


def refusal(visitor: Visitor) -> None:
    visitor.ask("What is the capacity of a PEM fuel-cell cathode?")
    visitor.see("#offers button.ask")


def table(visitor: Visitor) -> None:
    visitor.go_to("Review table")
    visitor.see("#review-table .rows")
    visitor.click("#review-table .work .cite")
    visitor.see("#review-quotes .source.here")


def gaps(visitor: Visitor) -> None:
    visitor.go_to("Gaps")
    visitor.see(".gap")


def graph(visitor: Visitor) -> None:
    visitor.go_to("Graph")
    before = visitor.read("#graph h2")
    visitor.click("svg.graph .node.mechanism")
    visitor.until(lambda: visitor.read("#graph h2") != before, "another middle")


def check(visitor: Visitor) -> None:
    visitor.go_to("Check")
    visitor.click("#check-examples button.ask")
    visitor.see(".check")


def welcome(visitor: Visitor) -> None:
    visitor.see(".welcome")


SCENES: Mapping[str, Callable[[Visitor], None]] = {
    "welcome": welcome, "answer": answer, "evidence": evidence, "refusal": refusal, "table": table, "gaps": gaps,
    "graph": graph, "check": check,
}  # fmt: skip
LIGHTS = {
    "": {"width": 1280, "height": 800},
    "-dark": {"width": 1280, "height": 800, "is_dark": True},
    "-phone": {"width": 390, "height": 844},
}
KEPT = {"": set(SCENES), "-dark": {"answer", "gaps"}, "-phone": {"answer", "evidence"}}


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
