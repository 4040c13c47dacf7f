"""Print how long answers take from a large store: median, 95th percentile, the slowest, and a cold start.

    python training/time_questions.py [--triples N] [--store DIR] [--rounds N] [--every N]

The store holds invented papers: the annotated passages again and again, each time with other DOIs, values and
names of materials (one round in ten keeps the names, as several papers do speak of one material).  It is made in
a temporary folder, or in DIR, where it stays and is used again.  Questions are those of
``tests/evaluation/questions.jsonl``; a follow-up sees the turn that it follows.  The rules are not run: no
answer to a question rests on what they derive.
"""

from __future__ import annotations

import argparse
import json
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import wraps
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
EVALUATION = HERE.parent / "tests" / "evaluation"
sys.path[:0] = [str(HERE.parent), str(EVALUATION)]

from annotated import load, read_as_annotated  # noqa: E402  # the folder of the tests comes first on the path

from hemkg import pipeline  # noqa: E402
from hemkg.ask import meaning, words  # noqa: E402
from hemkg.ask import passages as ask_passages  # noqa: E402
from hemkg.assistant import Assistant  # noqa: E402
from hemkg.model.graph import PaperGraph  # noqa: E402
from hemkg.model.paper import Source  # noqa: E402
from hemkg.rdf.write import paper_graph  # noqa: E402
from hemkg.reason import guidelines  # noqa: E402
from hemkg.store.catalogue import Catalogue  # noqa: E402
from hemkg.store.oxigraph import OxigraphStore  # noqa: E402
from hemkg.store.passages import Passage, PassageIndex  # noqa: E402

OWN = re.compile(r"(https://w3id\.org/hemkg/id/(?:claim|evidence|material|paper|claims)/[\w./~%-]+)>")
DOI = re.compile(r'(ont#doi> )"[^"]*"')
DOCUMENT = re.compile(r'(ont#documentName> "[^"]*)"')
VALUE = re.compile(r'(ont#(?:value|printedValue)> )"([\d.]+)"')
NAME = re.compile(r'(ont#(?:surface|alias|nameKey)> "[^"\\]*)"')
KEPT_NAMES = 10  # every so many rounds the materials keep their names
SHOWN = 10
MEDIAN, HIGH, COLD = 0.100, 0.400, 4.0  # what we want to stay under [s]
LOADING_QUESTION = "What colour is graphite?"  # asks for the meaning of a word, so that the embedder is loaded
COLD_QUESTION = "Which high-entropy anodes exceed 1000 mAh/g at 0.1 A/g or more?"


# ---------------------------------------------------------------- invented papers


@dataclass(frozen=True)
class Pattern:
    """A passage from which papers are made."""

    stem: str
    source: Source
    graph: PaperGraph
    passages: Sequence[Passage]


def patterns() -> list[Pattern]:
    """Return the annotated passages as graphs and quotable text."""
    found = []
    for stem, passage in load(EVALUATION / "passages"):
        paper, reading = read_as_annotated(stem, passage)
        graph = paper_graph(paper, reading)
        found.append(Pattern(stem, paper.source, graph, tuple(pipeline.passages_of(paper, graph.paper))))
    return found


def invented(pattern: Pattern, number: int) -> Pattern:
    """Return a paper like another, with things, DOI, values and (mostly) names of its own."""
    factor = 0.7 + (number * 37 % 61) / 100
    graph = pattern.graph
    lines = (_invented(line, number, factor) for line in graph.lines)
    graph = PaperGraph(f"{graph.iri}-{number}", f"{graph.paper}-{number}", tuple(sorted(lines)))
    stem = f"{pattern.stem}-{number}"
    told = tuple(replace(p, paper=graph.paper, document=stem, doi=_doi(number)) for p in pattern.passages)
    return Pattern(stem, replace(pattern.source, name=stem), graph, told)


def _doi(number: int) -> str:
    return f"10.9999/invented.{number}"


def _invented(line: str, number: int, factor: float) -> str:
    line = OWN.sub(rf"\g<1>-{number}>", line)
    line = DOI.sub(rf'\g<1>"{_doi(number)}"', line)
    line = DOCUMENT.sub(rf'\g<1>-{number}"', line)
    line = VALUE.sub(lambda found: f'{found[1]}"{float(found[2]) * factor:.4g}"', line)
    return line if number % KEPT_NAMES == 0 else NAME.sub(rf'\g<1>-{number}"', line)


def make_store(folder: Path, triples: int) -> None:
    """Fill a store until it holds so many triples."""
    originals = patterns()
    with Catalogue.open(folder, write=True, create=True) as catalogue:
        catalogue.graph.replace(guidelines.graphs())
        number = 0
        while catalogue.graph.count() < triples:
            for original in originals:
                made = invented(original, number)
                catalogue.put(made.stem, made.source, made.graph, made.passages, "invented")
            number += 1


# ---------------------------------------------------------------- where the time goes


class Clock:
    """Seconds spent in named parts of an answer."""

    def __init__(self) -> None:
        self.spent: defaultdict[str, float] = defaultdict(float)

    def watch(self, owner: Any, name: str, part: str) -> None:  # noqa: ANN401 - a module or a class
        """Add the time of every call of a function to a part."""
        call = getattr(owner, name)

        @wraps(call)
        def timed(*given: Any, **named: Any) -> Any:  # noqa: ANN401
            began = time.perf_counter()
            try:
                return call(*given, **named)
            finally:
                self.spent[part] += time.perf_counter() - began

        setattr(owner, name, timed)


def watched() -> Clock:
    """Return a clock that sees queries, the index of passages, annotating and meaning."""
    clock = Clock()
    clock.watch(OxigraphStore, "run", "SPARQL")
    for name in ("search", "knows", "frequency", "holds", "count"):
        clock.watch(PassageIndex, name, f"index.{name}")
    for module in (words, ask_passages):
        clock.watch(module, "annotate", f"annotate in {module.__name__.rsplit('.', 1)[-1]}")
    for name in ("nearest_labels", "closeness"):
        clock.watch(meaning, name, f"meaning.{name}")
    return clock


@dataclass(frozen=True)
class Timed:
    """A question with the seconds of its answer, and where they went."""

    question: str
    seconds: float
    parts: dict[str, float]
    rows: int

    def __str__(self) -> str:
        parts = sorted(self.parts.items(), key=lambda part: -part[1])
        told = ", ".join(f"{name} {spent * 1000:.0f}" for name, spent in parts if spent > 0.001)
        return f"{self.seconds * 1000:7.0f} ms  {self.rows:5} rows  {self.question}\n{'':12}({told})"


def time_questions(assistant: Assistant, rounds: int, every: int) -> Iterator[Timed]:
    """Ask every question, or every so-manieth with those that it follows; yield the best time of several rounds."""
    asked = [json.loads(line) for line in (EVALUATION / "questions.jsonl").read_text(encoding="utf-8").splitlines()]
    needed = {item["after"] for item in asked[::every] if "after" in item}
    asked = [item for n, item in enumerate(asked) if n % every == 0 or item["id"] in needed]
    for question in (COLD_QUESTION, LOADING_QUESTION):  # as a process that has run for a while
        assistant.ask(question)
    clock, turns = watched(), {}
    for item in asked:
        before = turns.get(item.get("after"))
        tried = [_time_one(assistant, item["question"], before, clock) for _ in range(rounds)]
        timed, turns[item["id"]] = min(tried, key=lambda one: one[0].seconds)
        print(timed, file=sys.stderr, flush=True)
        yield timed


def _time_one(assistant: Assistant, question: str, before: Any, clock: Clock) -> tuple[Timed, Any]:  # noqa: ANN401
    clock.spent.clear()
    began = time.perf_counter()
    turn = assistant.ask(question, before)
    seconds = time.perf_counter() - began
    return Timed(question, seconds, dict(clock.spent), len(turn.answer.rows)), turn


def cold_start(folder: Path) -> float:
    """Return how long a first answer takes in a fresh process, start and all [s]."""
    command = [sys.executable, "-m", "hemkg", "ask", COLD_QUESTION, "--store", str(folder)]
    began = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True, cwd=HERE.parent)
    return time.perf_counter() - began


# ---------------------------------------------------------------- the report


def share(seconds: Sequence[float], part: float) -> float:
    """Return the time under which a share of the answers lies."""
    return sorted(seconds)[min(len(seconds) - 1, int(part * len(seconds)))]


def report(folder: Path, rounds: int, every: int, tell: Callable[[str], None] = print) -> None:
    """Ask everything and tell the figures."""
    with Assistant.open(folder) as assistant:
        tell(f"{assistant.catalogue.graph.count()} triples, {assistant.scope.papers} papers")
        timed = list(time_questions(assistant, rounds, every))
    seconds = [one.seconds for one in timed]
    tell(f"median {statistics.median(seconds) * 1000:.0f} ms (wanted {MEDIAN * 1000:.0f})")
    tell(f"95th percentile {share(seconds, 0.95) * 1000:.0f} ms (wanted {HIGH * 1000:.0f})")
    tell(f"cold start {min(cold_start(folder) for _ in range(2)):.1f} s (wanted {COLD:.0f})")
    tell("slowest:")
    for one in sorted(timed, key=lambda one: -one.seconds)[:SHOWN]:
        tell(str(one))


def main() -> None:
    """Make the store where it is not there, and time it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--triples", type=int, default=1_000_000)
    parser.add_argument("--store", type=Path)
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--every", type=int, default=1)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.store or Path(temporary) / "store"
        if not folder.exists():
            make_store(folder, options.triples)
        report(folder, options.rounds, options.every)


if __name__ == "__main__":
    main()
