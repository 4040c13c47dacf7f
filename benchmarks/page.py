"""How soon the page is there, how soon it answers: one, twenty people at once, one while papers are read.

``python benchmarks/page.py STORE`` needs Chromium and its driver; run it with nothing else running.
"""

import argparse
import itertools
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from reportlab.pdfgen import canvas

sys.path.insert(0, str(Path(__file__).parents[1]))

from hemkg.assistant import Assistant
from tests.browser.conftest import served
from tests.browser.test_library import drop
from tests.browser.test_speed import EACH, PEOPLE, QUESTIONS, WATCH, Person, timed
from tests.browser.visitor import Visitor, start_browser

STARTS, ARRIVALS = 3, 5
PAPERS, PAGES, LINES = 5, 8, 45  # that are brought, with their pages and lines
LOADING = 15.0  # until everything is loaded that answers may need [s]
RESTING = 2.0  # between two questions of one person [s]


def main() -> None:
    """Measure, and print a line each."""
    given = argparse.ArgumentParser(description=__doc__)
    given.add_argument("store", type=Path)
    store = given.parse_args().store
    visitor = Visitor(start_browser(*map(str, (shutil.which("chromium"), shutil.which("chromedriver")))), "about:blank")
    try:
        starts, firsts, arrivals = list[float](), list[float](), list[float]()
        for _ in range(STARTS):
            began = time.monotonic()
            with tempfile.TemporaryDirectory() as folder, served(store, Path(folder) / "log.txt") as address:
                visitor.address = address
                visitor.arrive()
                visitor.see("button.ask[data-question]")
                starts.append(time.monotonic() - began)
                visitor.click("button.ask[data-question]")
                visitor.answer(1)
                firsts.append(time.monotonic() - began)
                arrivals += [timed(visitor.arrive) for _ in range(ARRIVALS)]
                if len(starts) == STARTS:
                    time.sleep(LOADING)
                    told("answer on the page", shown(visitor))
                    told("twenty people at once, an answer", together(address))
        told("answer on the page while papers are read there", while_read(visitor, store))
        told("first question can be clicked, from the start of the process", starts)
        told("its answer, clicked at once, from the start of the process", firsts)
        told("page there again, warm", arrivals)
    finally:
        visitor.browser.quit()
    with Assistant.open(store) as assistant:
        assistant.ask(QUESTIONS[0])
        told("the same answers in a process", [timed(lambda asked=asked: assistant.ask(asked)) for asked in QUESTIONS])  # type: ignore[misc]


def shown(visitor: Visitor) -> list[float]:
    """Return how long answers take from the click to what is drawn [s]."""
    visitor.browser.set_script_timeout(60)
    visitor.browser.execute_async_script(WATCH, "Which sulfides are there?")  # whatever is loaded first, is
    taken = []
    for question in QUESTIONS:
        time.sleep(RESTING)
        taken.append(float(visitor.browser.execute_async_script(WATCH, question)) / 1000)
    return taken


def together(address: str) -> list[float]:
    """Return how long answers take that many people ask for at the same time, each several times [s]."""
    people = [Person(address) for _ in range(PEOPLE)]

    def talk(place: int) -> list[float]:
        mine = QUESTIONS[place % len(QUESTIONS)]
        return [timed(lambda: people[place].ask(mine)) for _ in range(EACH)]

    with ThreadPoolExecutor(PEOPLE) as all_at_once:
        return [seconds for mine in all_at_once.map(talk, range(PEOPLE)) for seconds in mine]


def while_read(visitor: Visitor, store: Path) -> list[float]:
    """Return how long answers take while PDFs are read that somebody brought to the library [s]."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        shutil.copytree(store, folder / "store")
        papers = [print_paper(folder / f"paper-{number}.pdf", number) for number in range(PAPERS)]
        with served(folder / "store", folder / "log.txt") as address:
            visitor.address = address
            visitor.arrive()
            visitor.browser.execute_async_script(WATCH, "Which sulfides are there?")
            visitor.go_to("Library")
            drop(visitor, *papers)
            visitor.see("#library-progress .task progress")
            visitor.go_to("Ask")
            taken = []
            for question in itertools.cycle(QUESTIONS):
                time.sleep(RESTING)
                taken.append(float(visitor.browser.execute_async_script(WATCH, question)) / 1000)
                if visitor.browser.find_elements("css selector", "#library-progress .over"):
                    return taken
    raise AssertionError("questions are asked again and again")


def print_paper(path: Path, number: int) -> Path:
    """Print a paper of several pages that nobody wrote."""
    page = canvas.Canvas(str(path))
    for sheet in range(PAGES):
        lines = [f"Oxide {number} for lithium-ion cells, page {sheet + 1}", ""]
        for line in range(LINES):
            value = 300 + 7 * ((number + sheet + line) % 90)
            current = f"0.{1 + line % 9} A g-1"
            lines.append(f"After {10 + line} cycles at {current} the oxide (FeCoNiCrMn)3O4 keeps {value} mAh g-1.")
        for place, words in enumerate(lines):
            page.drawString(50, 800 - 15 * place, words)
        page.showPage()
    page.save()
    return path


def told(what: str, seconds: Sequence[float]) -> None:
    """Print the median and the worst of some times."""
    print(f"{what}: median {statistics.median(seconds):.2f} s, at most {max(seconds):.2f} s, of {len(seconds)}")


if __name__ == "__main__":
    main()
