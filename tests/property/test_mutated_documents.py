"""Whatever chance makes of a document: it ends in a result or a named error, in time, and writes nothing.

The first 600 seeds run with the slow tests; HEMKG_FUZZ=10000 runs that many.
"""

import os
from collections import Counter
from pathlib import Path

import pytest
from mutations import kinds, mutated

from hemkg import pipeline
from hemkg.isolation import Limits
from hemkg.sources.inputs import Input, find_inputs
from hemkg.sources.libraries import is_library

HOW_MANY = int(os.environ.get("HEMKG_FUZZ", "600"))
LIMITS = Limits(seconds=300.0, memory=3 * 2**30)
FAULTS = ("please report it", "report it.", "and was stopped", "went wrong")


def outcomes_of(inputs):
    return pipeline.work_all(inputs, workers=2, largest=2**26, limits=LIMITS)


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def test_the_same_seed_makes_the_same_document():
    assert [mutated(seed) for seed in range(30)] == [mutated(seed) for seed in range(30)]


def test_what_nobody_touched_is_read(tmp_path):
    inputs = []
    for name, data in kinds():
        if not is_library(Path(name)):
            (tmp_path / name).write_bytes(data)
            inputs.append(Input(str(tmp_path / name)))
    assert [outcome.error for outcome in outcomes_of(inputs)] == [None] * len(inputs)


@pytest.mark.slow
def test_every_mutated_document_ends_in_a_result_or_a_named_error(tmp_path, monkeypatch):
    home = tmp_path / "home"
    home.mkdir()
    monkeypatch.chdir(home)
    papers = []
    for seed in range(HOW_MANY):
        name, data = mutated(seed)
        path = tmp_path / "in" / f"{seed}" / name
        path.parent.mkdir(parents=True)
        path.write_bytes(data)
        papers.append(path)
    before = contents(tmp_path)
    inputs = [Input(str(path)) for path in papers if not is_library(path)]
    libraries = [path for path in papers if is_library(path)]
    inputs += find_inputs(libraries, LIMITS).inputs if libraries else ()
    ends = Counter()
    faults = []
    for outcome in outcomes_of(inputs):
        ends["error" if outcome.error else "result"] += 1
        if outcome.error and outcome.error.endswith(FAULTS):
            faults.append(outcome.error)
    assert faults == []
    assert sum(ends.values()) == len(inputs)
    assert min(ends.values()) > len(inputs) // 50, ends
    assert contents(tmp_path) == before
